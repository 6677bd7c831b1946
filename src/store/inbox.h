/* The inbox: everything that arrives, as it came, before it is answered; the worker applies it. */
#ifndef STORE_INBOX_H
#define STORE_INBOX_H

#include "db/db.h"

extern const struct db_stmt *const inbox_put_statements[]; /* what receives; ends with NULL */
extern const struct db_stmt *const inbox_statements[];     /* what applies; ends with NULL */

/* --- receiving ---------------------------------------------------------------------------------
 */

/* A connection that is active, of a tenant that is; its secrets are sealed. */
struct inbox_sender {
    int64_t tenant_id, id;
    const char *scheme, *header;
    struct {
        const char *bytes; /* NULL: none that is valid */
        size_t len;
    } secrets[2];
};

/* ERR_NOT_FOUND when there is none with this token. */
enum err inbox_sender(struct db *db, struct arena *a, const char *source, const char *token,
                      ms_t now, struct inbox_sender *out);

struct inbox_arrival {
    int64_t tenant_id, sender_id;
    const char *source, *event_id, *type, *subject; /* cut or replaced where they do not fit */
    const char *body;
    size_t len;
    const char *file;   /* where the body is; NULL: here */
    const void *digest; /* INBOX_DIGEST bytes of what was sent; NULL: repeats are not compared */
    ms_t at;
};
enum { INBOX_DIGEST = 32 };

/* Stores it. *id is 0 when the source had sent the same event before. */
enum err inbox_put(struct db *db, struct arena *a, const struct inbox_arrival *arrival,
                   int64_t *id);

/* What is stored under the event id of one that was not stored again: its id, and whether it came
 * from the same sender with the same digest. */
enum err inbox_repeated(struct db *db, struct arena *a, const struct inbox_arrival *arrival,
                        int64_t *id, bool *same);

/* The id under which an event is stored: itself, or a digest of what has no room. */
const char *inbox_event_id(struct arena *a, const char *event_id);

/* --- applying -----------------------------------------------------------------------------------
 */

struct inbox_row {
    int64_t id, tenant_id, sender_id, queue_id;     /* queue of its connection; 0: none */
    const char *source, *type, *event_id, *subject; /* subject NULL: none */
    const char *body, *file;
    size_t len;
    int64_t attempts;
    ms_t received_at;
};

/* Only one at a time applies, as long as its connection lasts. */
enum err inbox_take_turn(struct db *db, struct arena *a, bool *got);

/* What waits and is due: the oldest first, up to so many and about so many bytes. */
enum err inbox_due(struct db *db, struct arena *a, ms_t now, size_t max, size_t max_bytes,
                   int64_t *ids, size_t *n);

/* Reads them; what was dealt with meanwhile is left out. */
enum err inbox_read(struct db *db, struct arena *a, const int64_t *ids, size_t n,
                    struct inbox_row **out, size_t *found);

/* What became of one. interaction_id 0: none. Of what was applied the file may go. */
enum err inbox_applied(struct db *db, struct arena *a, int64_t id, int64_t interaction_id,
                       ms_t now);
enum err inbox_refused(struct db *db, struct arena *a, int64_t id, const char *reason);
enum err inbox_later(struct db *db, struct arena *a, int64_t id, const char *reason, ms_t retry_at);

/* Counts an attempt before it is made. */
enum err inbox_attempt(struct db *db, struct arena *a, int64_t id);

/* Removes rows that were applied before `before`, some at a time. */
enum err inbox_forget(struct db *db, struct arena *a, ms_t before, int64_t *n);

/* Whether a row still needs the file. */
enum err inbox_needs(struct db *db, struct arena *a, const char *file, bool *needs);

#endif
