/* Queues and how each is measured. */
#ifndef STORE_QUEUES_H
#define STORE_QUEUES_H

#include "store/listing.h"

extern const struct db_stmt *const queue_statements[]; /* ends with NULL */

/* What holds for a queue without settings of its own: the defaults of parley.queue_settings. */
#define QUEUE_STANDARD                                                                             \
    {                                                                                              \
        .active = true, .sl_threshold_s = 20, .sl_target_percent_x100 = 8000,                      \
        .short_abandon_s = 5, .count_abandons = true                                               \
    }

struct queue {
    int64_t id;
    const char *name, *channel; /* NULL: several */
    bool active;
    int64_t sl_threshold_s, sl_target_percent_x100; /* 80.5 % is 8050 */
    int64_t short_abandon_s;                        /* 0: off */
    bool count_abandons, count_short_abandons, count_flow_outs;
    const char *business_hours, *holidays; /* JSON (store/hours.h); NULL: always, none */
};

/* A page by name. `state` "active", "off" or NULL: all. */
enum err queues_page(struct db *db, struct arena *a, const struct scope *scope,
                     const struct listing *want, const char *state, struct queue **out, size_t *n,
                     bool *more);
enum err queues_count(struct db *db, struct arena *a, const struct scope *scope,
                      const struct listing *want, const char *state, int64_t *out);

/* Reads one, locked until the end of the transaction when `lock`. ERR_NOT_FOUND. */
enum err queue_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                    bool lock, struct queue *out);

/* Whether another queue than `id` has this name. */
enum err queue_name_taken(struct db *db, struct arena *a, const struct scope *scope,
                          const char *name, int64_t id, bool *taken);

/* Stores all of it; with id 0 as a new one, whose id is set. Bumps the catalog. */
enum err queue_save(struct db *db, struct arena *a, const struct scope *scope, struct queue *q);

#endif
