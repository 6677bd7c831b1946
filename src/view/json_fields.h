/* A JSON object that somebody else made up, as names and values for people: what is nested becomes
 * a path of names. Nothing is believed of it. */
#ifndef VIEW_JSON_FIELDS_H
#define VIEW_JSON_FIELDS_H

#include "core/arena.h"
#include "core/clock.h"

#include <stdbool.h>
#include <stddef.h>

enum { FIELDS_MAX = 1000, FIELD_BYTES = 65536, FIELD_NESTED = 32 };

struct json_field {
    const char *group; /* name of the member of the object that it is in; NULL: it is one itself */
    const char *path;  /* of names to it within the group, as "a › b"; NULL: it is not nested */
    const char *name;  /* snake_case */
    const char *value;
    ms_t at; /* of a time, else 0 */
};

/* Fields in their order, everywhere those that are not nested before others. Names that hold one of
 * the parts in `hidden` (ends with NULL) are left out with all that is in them, and so is what says
 * nothing. *more is how many there are beyond FIELDS_MAX. False when the text is no object. */
bool json_fields(struct arena *a, const char *text, const char *const *hidden,
                 struct json_field **out, size_t *n, size_t *more);

#endif
