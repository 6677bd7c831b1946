/* What the audit log says of one interaction. */
#ifndef STORE_LOOKED_H
#define STORE_LOOKED_H

#include "store/audit.h"

extern const struct db_stmt *const looked_statements[]; /* ends with NULL */

enum { LOOKED_MAX = 50 };

/* The newest LOOKED_MAX events of an interaction that the caller has found in the scope, newest
 * first: when, who, what, about what. *more: there are older ones. */
enum err looked_read(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                     struct audit_row **out, size_t *n, bool *more);

#endif
