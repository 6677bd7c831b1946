/* Dispositions: how an interaction ended, in the agent's words. */
#ifndef STORE_DISPOSITIONS_H
#define STORE_DISPOSITIONS_H

#include "store/listing.h"

extern const struct db_stmt *const disposition_statements[]; /* ends with NULL */

struct disposition {
    int64_t id;
    const char *code, *name;
    bool active;
};

/* A page by code, or by name. `state` "active", "off" or NULL: all. */
enum err dispositions_page(struct db *db, struct arena *a, const struct scope *scope,
                           const struct listing *want, bool by_name, const char *state,
                           struct disposition **out, size_t *n, bool *more);
enum err dispositions_count(struct db *db, struct arena *a, const struct scope *scope,
                            const struct listing *want, const char *state, int64_t *out);

/* Reads one, locked until the end of the transaction when `lock`. ERR_NOT_FOUND. */
enum err disposition_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                          bool lock, struct disposition *out);

/* Whether another disposition than `id` has this code. */
enum err disposition_code_taken(struct db *db, struct arena *a, const struct scope *scope,
                                const char *code, int64_t id, bool *taken);

/* Stores it; with id 0 as a new one, whose id is set. Bumps the catalog. */
enum err disposition_save(struct db *db, struct arena *a, const struct scope *scope,
                          struct disposition *d);

#endif
