/* What was said or written in one interaction: its messages, its recordings. */
#ifndef STORE_CONVERSATION_H
#define STORE_CONVERSATION_H

#include "store/interactions.h"

extern const struct db_stmt *const conversation_statements[]; /* ends with NULL */

/* Reads one interaction, running or closed. ERR_NOT_FOUND when there is none of that id in the
 * scope. */
enum err conversation_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           struct interaction *out);

struct message {
    const char *role;  /* client, agent, ai, system, coach */
    int64_t agent_id;  /* 0: unknown */
    int64_t offset_ms; /* -1: unknown */
    ms_t sent_at;      /* 0: unknown */
    const char *body;
};

enum { CONVERSATION_MAX = 2000 };

/* The messages in their order, at most CONVERSATION_MAX; *more: there are further ones. */
enum err conversation_messages(struct db *db, struct arena *a, const struct scope *scope,
                               const struct interaction *i, struct message **out, size_t *n,
                               bool *more);

struct recording {
    int64_t no, duration_ms; /* -1: unknown */
    bool on_disk;            /* else in an object store */
    const char *path;        /* below the folder of the tenant; hostile until it was opened */
    int64_t voices;          /* 2: stereo, client left and agent right; 0: unknown */
};

enum err conversation_recordings(struct db *db, struct arena *a, const struct scope *scope,
                                 const struct interaction *i, struct recording **out, size_t *n);

#endif
