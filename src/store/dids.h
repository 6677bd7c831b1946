/* DIDs: the numbers (and addresses) that clients contact. */
#ifndef STORE_DIDS_H
#define STORE_DIDS_H

#include "store/listing.h"

extern const struct db_stmt *const did_statements[]; /* ends with NULL */

struct did {
    int64_t id;
    const char *number, *label; /* label NULL: none */
};

/* A page by number; `search` looks into number and label. */
enum err dids_page(struct db *db, struct arena *a, const struct scope *scope,
                   const struct listing *want, struct did **out, size_t *n, bool *more);
enum err dids_count(struct db *db, struct arena *a, const struct scope *scope,
                    const struct listing *want, int64_t *out);

/* Reads one, locked until the end of the transaction when `lock`. ERR_NOT_FOUND. */
enum err did_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id, bool lock,
                  struct did *out);

/* Whether another DID than `id` has this number. */
enum err did_number_taken(struct db *db, struct arena *a, const struct scope *scope,
                          const char *number, int64_t id, bool *taken);

/* Interactions with it, deleted ones that may be restored among them, counted up to
 * LISTING_COUNT_BOUND + 1. */
enum err did_uses(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                  int64_t *out);

/* Stores it; with id 0 as a new one, whose id is set. Bumps the catalog. */
enum err did_save(struct db *db, struct arena *a, const struct scope *scope, struct did *d);

/* Deletes it. ERR_CONFLICT when an interaction refers to it. Bumps the catalog. */
enum err did_delete(struct db *db, struct arena *a, const struct scope *scope, int64_t id);

#endif
