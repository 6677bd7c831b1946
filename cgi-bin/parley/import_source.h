/* Sources and rules of a map, read from JSON. Shared by import_map.c and import_source.c only. */
#ifndef PARLEY_IMPORT_SOURCE_H
#define PARLEY_IMPORT_SOURCE_H

#include "import_map.h"

#include <jansson.h>

/* A map being read. */
struct map_parse {
    struct map *map;
    struct arena *arena;
    const char *name; /* of the map, for messages */
    size_t columns_cap;
};

/* Records "<name>: <where>: <message>". */
enum err map_error(const struct map_parse *p, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The number of a column that the map names, entered on first use. */
size_t map_column(struct map_parse *p, const char *name);

/* A non-empty text, copied; NULL with the error recorded. */
const char *map_text(struct map_parse *p, const char *where, const json_t *json);

/* A list of texts, ending with NULL; NULL with the error recorded. */
const char *const *map_texts(struct map_parse *p, const char *where, const json_t *json);

/* A table of values. */
enum err map_values(struct map_parse *p, const char *where, const json_t *json,
                    const struct map_value **out, size_t *n);

/* A source of a field. Where `literal`, a text is the value itself and null is allowed; otherwise a
 * text is the name of a column. NULL with the error recorded. */
const struct map_source *map_source(struct map_parse *p, const char *where, enum map_field field,
                                    const json_t *json, bool literal);

/* The member "rules". */
enum err map_rules(struct map_parse *p, const json_t *json);

#endif
