/* Into which queues a key of the API may write: asked when something arrives, and when it is
 * applied. */
#ifndef STORE_API_WRITES_H
#define STORE_API_WRITES_H

#include "db/db.h"

extern const struct db_stmt *const api_write_statements[];   /* what receives; ends with NULL */
extern const struct db_stmt *const api_written_statements[]; /* what applies: these and the scope */

/* The queue of that name, where the scope holds it; 0: it is not there, or foreign. */
enum err api_queue_named(struct db *db, struct arena *a, const struct scope *scope,
                         const char *name, int64_t *id);

/* The scope of a key, also of one that was revoked since. */
enum err api_key_scope(struct db *db, struct arena *a, int64_t tenant_id, int64_t key_id,
                       const struct scope **out);

#endif
