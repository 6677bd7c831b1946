/* How common each value of a filter is, by which the planner chooses; and which values are in use.
 */
#ifndef STORE_VALUE_STATS_H
#define STORE_VALUE_STATS_H

#include "core/arena.h"
#include "core/err.h"

struct db;
struct db_stmt;

extern const struct db_stmt *const value_stats_statements[]; /* ends with NULL */

/* Counts anew, in a transaction of its own: one pass over five indexes of the tenant's closed
 * interactions, which may be written meanwhile. */
enum err value_stats_refresh(struct db *db, int64_t tenant_id);

/* An active tenant whose figures are old: by an hour, of a large one by most of a day. 0: none. */
enum err value_stats_due(struct db *db, struct arena *a, int64_t *tenant_id);

#endif
