/* What was sent by a key of the API, and what became of it. */
#ifndef STORE_API_EVENTS_H
#define STORE_API_EVENTS_H

#include "db/db.h"

extern const struct db_stmt *const api_event_statements[]; /* ends with NULL */

struct api_event {
    int64_t id, interaction_id;        /* interaction_id 0: none yet */
    const char *type, *own_id, *state; /* waiting, applied, refused; own_id may be NULL */
    const char *reason;                /* of one that was refused, or is tried again; or NULL */
    ms_t received_at, applied_at, retry_at; /* 0: not, or at once */
};

/* ERR_NOT_FOUND when that key has sent none of that id. */
enum err api_event_find(struct db *db, struct arena *a, const struct scope *scope, int64_t key_id,
                        int64_t id, struct api_event *out);

/* The interaction to which the API gave that id, in the scope. ERR_NOT_FOUND when there is none. */
enum err api_own_find(struct db *db, struct arena *a, const struct scope *scope, const char *own_id,
                      int64_t *id);

#endif
