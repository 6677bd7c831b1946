/* Permissions: what a role may do, one key per area. Roles are sets of them (sql/parley). */
#ifndef AUTH_PERMISSION_H
#define AUTH_PERMISSION_H

#include <stdbool.h>
#include <stddef.h>

struct permission {
    const char *key, *label, *text;
    bool of_operator; /* only in roles that are shipped: no tenant can give it away */
};

/* All of them, in the order in which people are shown them; ends with {0}. */
extern const struct permission permissions[];

/* NULL when there is none of that name. */
const struct permission *permission_find(const char *key);

/* Whether the set ",a,b," has the permission, or one of several: "a|b". NULL: none is needed. */
bool permission_in(const char *set, const char *wanted);

/* Whether everything in the set ",a,b," is in the other, too. */
bool permission_within(const char *set, const char *other);

#endif
