/* Keys of the API, for administration. Of a key itself the database has only the hash. */
#ifndef STORE_API_KEYS_H
#define STORE_API_KEYS_H

#include "store/listing.h"

extern const struct db_stmt *const api_key_statements[]; /* ends with NULL */

struct api_key_row {
    int64_t id, per_minute, queues; /* queues: how many it is for, unless all_queues */
    const char *name, *prefix;
    const char *permissions; /* "read,write" */
    const char *created_by;
    bool all_queues;
    ms_t created_at, used_at, revoked_at; /* 0: never */
};

/* A page by name. Revoked ones only where they are asked for. */
enum err api_keys_page(struct db *db, struct arena *a, const struct scope *scope,
                       const struct listing *want, bool revoked, struct api_key_row **out,
                       size_t *n, bool *more);
enum err api_keys_count(struct db *db, struct arena *a, const struct scope *scope,
                        const struct listing *want, bool revoked, int64_t *out);

/* Reads one, locked until the end of the transaction when `lock`. ERR_NOT_FOUND. */
enum err api_key_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      bool lock, struct api_key_row *out);

/* The names of the queues it is for, at most 50, with commas between. */
enum err api_key_queue_names(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                             const char **out);

/* Whether a key that is not revoked has the name. */
enum err api_key_name_taken(struct db *db, struct arena *a, const struct scope *scope,
                            const char *name, bool *taken);

/* Stores a new one, whose id is set; `queues` unless all_queues. */
enum err api_key_insert(struct db *db, struct arena *a, const struct scope *scope,
                        struct api_key_row *key, const unsigned char *hash, const int64_t *queues,
                        size_t n);

enum err api_key_revoke(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                        ms_t now);

#endif
