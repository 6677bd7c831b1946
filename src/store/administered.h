/* The tenant that is administered: its name, and the others that could be. */
#ifndef STORE_ADMINISTERED_H
#define STORE_ADMINISTERED_H

#include "db/db.h"

extern const struct db_stmt *const administered_statements[]; /* ends with NULL */

struct administered {
    int64_t id;
    const char *name, *zone, *currency;
    bool active;
};

/* The tenant of this id, or with `all` those of the installation, by name. *n is 0 when there is
 * none. Whether somebody may administer it is for auth/session.h to say. */
enum err administered_find(struct db *db, struct arena *a, int64_t tenant_id, bool all,
                           struct administered **out, size_t *n);

#endif
