/* Transcripts asked of vendors: a row per interaction, written by who asks at the page and by the
 * worker, which takes them one at a time. A row that is running belongs to the worker that took it
 * until `run_after`; what that one did not finish is taken again then. */
#ifndef STORE_FETCHES_H
#define STORE_FETCHES_H

#include "core/clock.h"
#include "db/db.h"

extern const struct db_stmt *const fetch_statements[];        /* of the pages; end with NULL */
extern const struct db_stmt *const fetch_worker_statements[]; /* of the worker; likewise */

struct fetch {
    const char *state;    /* waiting, running, done, failed; NULL: never asked for */
    const char *step;     /* asked, transcript, recording; NULL: none yet */
    const char *problem;  /* of the last try, for people; NULL: none */
    const char *asked_by; /* NULL: the worker */
    int64_t attempts;
    ms_t run_after, asked_at, tried_at, done_at; /* 0: unknown, not yet */
};

/* What is known of an interaction that is in the scope. */
enum err fetch_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                    struct fetch *out);

/* Asks for it now, unless it is being fetched. */
enum err fetch_ask(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                   const char *by, ms_t now);

/* Whether a vendor can be asked at all. */
enum err fetch_can_ask(struct db *db, struct arena *a, const struct scope *scope,
                       const char *source, bool *out);

/* --- the worker ------------------------------------------------------------------------------- */

struct fetch_item {
    int64_t tenant_id, id, attempts;
};

/* Those whose time has come, the oldest first. */
enum err fetch_due(struct db *db, struct arena *a, ms_t now, struct fetch_item **out, size_t *n);

/* Takes one until an instant; false where another worker was first. `attempts` counts it and is
 * what the functions below know the taker by: for all others they change nothing, *mine false. */
enum err fetch_take(struct db *db, struct arena *a, struct fetch_item *item, ms_t now, ms_t until,
                    bool *mine);
enum err fetch_step(struct db *db, struct arena *a, const struct fetch_item *item, const char *step,
                    ms_t until, bool *mine);
enum err fetch_again(struct db *db, struct arena *a, const struct fetch_item *item,
                     const char *problem, ms_t at, bool *mine);
enum err fetch_end(struct db *db, struct arena *a, const struct fetch_item *item, bool done,
                   const char *problem, ms_t now, bool *mine);

/* What is asked for. ERR_NOT_FOUND where it is gone, or deleted. */
struct fetch_of {
    const char *source, *ref;
    int64_t queue_id; /* 0: none */
    bool has_recording;
};
enum err fetch_of(struct db *db, struct arena *a, const struct fetch_item *item,
                  struct fetch_of *out);

/* Accounts at the vendor that can be asked, that of the queue first. */
struct fetch_account {
    int64_t id;
    const char *name, *api_base; /* NULL: the vendor's own */
    const void *api_key;         /* sealed */
    size_t key_len;
};
enum err fetch_accounts(struct db *db, struct arena *a, int64_t tenant_id,
                        const struct fetch_of *of, struct fetch_account **out, size_t *n);

/* Asks for calls of which nothing came: those that ended between two instants, and those that still
 * run although they began between them. *n: how many. */
enum err fetch_look(struct db *db, struct arena *a, ms_t from, ms_t ended_by, ms_t began_by,
                    ms_t now, int64_t *n);

#endif
