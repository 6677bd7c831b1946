/* Connections of vendors, for administration. Secrets go in and out sealed. */
#ifndef STORE_CONNECTIONS_ADMIN_H
#define STORE_CONNECTIONS_ADMIN_H

#include "store/listing.h"

extern const struct db_stmt *const connection_statements[]; /* ends with NULL */

enum { CONNECTION_TOKEN_SIZE = 23, CONNECTION_SECRET_MAX = 400 };

struct sealed {
    const unsigned char *bytes; /* NULL: none */
    size_t n;
};

struct connection {
    int64_t id, queue_id; /* queue 0: none */
    const char *source, *name, *token, *scheme;
    const char *header, *api_base, *queue; /* NULL: none */
    struct sealed secret, old_secret, api_key;
    ms_t old_until, last_at; /* 0: none; last_at: when something arrived last */
    bool active;
};

/* A page by name; `search` looks into the name. */
enum err connections_page(struct db *db, struct arena *a, const struct scope *scope,
                          const struct listing *want, const char *source, struct connection **out,
                          size_t *n, bool *more);
enum err connections_count(struct db *db, struct arena *a, const struct scope *scope,
                           const struct listing *want, const char *source, int64_t *out);

/* Reads one, locked until the end of the transaction when `lock`. ERR_NOT_FOUND. */
enum err connection_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                         bool lock, struct connection *out);

/* Stores name, scheme, header, API, queue and whether it is active; with id 0 as a new one, with
 * source, token and secret, whose id is set. Bumps nothing: `hooks` reads it at every request. */
enum err connection_save(struct db *db, struct arena *a, const struct scope *scope,
                         struct connection *c, ms_t now);

/* A new secret; the one it had is good until old_until (0: no longer). */
enum err connection_new_secret(struct db *db, struct arena *a, const struct scope *scope,
                               int64_t id, struct sealed secret, ms_t old_until);

/* Ends the old secret now. */
enum err connection_end_old(struct db *db, struct arena *a, const struct scope *scope, int64_t id);

#endif
