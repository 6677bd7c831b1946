/* Legal holds: what must not be deleted, whatever anybody's rights say. Who holds has found the
 * interaction in their scope before. */
#ifndef STORE_HOLDS_H
#define STORE_HOLDS_H

#include "db/db.h"

extern const struct db_stmt *const hold_statements[]; /* ends with NULL */

struct hold {
    const char *reason, *by; /* by NULL: there is none */
    ms_t at;
};

/* Reads it, locked until the end of the transaction when `lock`. */
enum err hold_find(struct db *db, struct arena *a, const struct scope *scope, int64_t interaction,
                   bool lock, struct hold *out);

/* There is none yet, and there is one; the caller has locked it. */
enum err hold_set(struct db *db, struct arena *a, const struct scope *scope, int64_t interaction,
                  const struct hold *hold);
enum err hold_release(struct db *db, struct arena *a, const struct scope *scope,
                      int64_t interaction);

#endif
