/* What arrived (the inbox), for administration: looked through newest first, tried again, thrown
 * away. The table may have millions of rows: each look costs what it shows, and a search goes
 * through ARRIVALS_SCAN of them at most. */
#ifndef STORE_ARRIVALS_H
#define STORE_ARRIVALS_H

#include "db/db.h"

extern const struct db_stmt *const arrival_statements[]; /* ends with NULL */

enum { ARRIVALS_SCAN = 5000, ARRIVALS_REFUSED_BOUND = 1000 };

enum arrival_state { ARRIVAL_ANY, ARRIVAL_WAITING, ARRIVAL_APPLIED, ARRIVAL_REFUSED };

struct arrival {
    int64_t id, bytes, attempts, interaction_id; /* interaction 0: none */
    ms_t received_at, applied_at, retry_at;      /* 0: none */
    const char *source, *type, *event_id;
    const char *subject, *reason; /* NULL: none */
    enum arrival_state state;
    bool in_file; /* the body is too large for the table */
};

struct arrival_filter {
    enum arrival_state state;
    const char *source; /* NULL: all */
    const char *text;   /* a part of the id, the subject or the reason; NULL: all */
};

struct arrivals {
    struct arrival *rows; /* newest first */
    size_t n;
    bool more;    /* there are further ones in the direction asked for */
    int64_t seen; /* 0, or how far was looked, as not all was */
};

/* A page behind the arrival `place` (0: from the newest on), or with `newer` before it. */
enum err arrivals_list(struct db *db, struct arena *a, const struct scope *scope,
                       const struct arrival_filter *filter, int64_t place, bool newer, size_t size,
                       struct arrivals *out);

/* How many wait, counted to LISTING_COUNT_BOUND + 1, and since when the oldest does (0: none); how
 * many were refused since then, counted to ARRIVALS_REFUSED_BOUND + 1. */
struct arrivals_head {
    int64_t waiting, refused;
    ms_t oldest;
};
enum err arrivals_head(struct db *db, struct arena *a, const struct scope *scope, ms_t since,
                       struct arrivals_head *out);

/* One of them, locked until the end of the transaction when `lock`. ERR_NOT_FOUND. */
enum err arrival_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      bool lock, struct arrival *out);

/* The first `max` bytes of its body. */
enum err arrival_body(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      size_t max, const char **body, size_t *n);

/* Has it applied again: one that was refused, or that waits for a later try. */
enum err arrival_retry(struct db *db, struct arena *a, const struct scope *scope, int64_t id);

/* The same for the refused ones that a page of the filter would find; *n: how many. */
enum err arrivals_retry(struct db *db, struct arena *a, const struct scope *scope,
                        const struct arrival_filter *filter, int64_t *n);

/* Deletes one that was refused. */
enum err arrival_discard(struct db *db, struct arena *a, const struct scope *scope, int64_t id);

#endif
