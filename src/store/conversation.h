/* What was said or written in one interaction: its messages, the functions that were called
 * meanwhile, its recordings. */
#ifndef STORE_CONVERSATION_H
#define STORE_CONVERSATION_H

#include "store/interactions.h"

extern const struct db_stmt *const conversation_statements[]; /* ends with NULL */

/* Reads one interaction, running or closed. ERR_NOT_FOUND when there is none of that id in the
 * scope. */
enum err conversation_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           struct interaction *out);

struct message {
    int64_t no;
    const char *role;  /* client, agent, ai, system, coach */
    int64_t agent_id;  /* 0: unknown */
    int64_t offset_ms; /* -1: unknown */
    ms_t sent_at;      /* 0: unknown */
    const char *body;
    bool cut;               /* there is more of the body */
    const char *sentiment;  /* NULL: unknown */
    const char *media_path; /* of the picture or file that came with it; NULL: none did */
    const char *media_type, *media_name; /* as the sender says */
    int64_t media_bytes;                 /* -1: unknown */
};

/* How much is read at most: what comes after that waits for another reading. */
struct reading {
    int64_t after; /* only what has a greater number; -1: from the beginning */
    size_t items;  /* messages, or calls */
    size_t chars;  /* of one text */
    size_t bytes;  /* of all texts together, but for the last one read */
};

/* For a page, and for a file that is kept in memory until it is sent. */
enum { CONVERSATION_MAX = 2000, CALLS_MAX = 1000 };
extern const struct reading conversation_page, conversation_page_calls, conversation_all;

struct messages {
    struct message *list; /* in their order */
    size_t n;
    bool more;           /* there are further ones, */
    struct message next; /* of which this is the first */
};

enum err conversation_messages(struct db *db, struct arena *a, const struct scope *scope,
                               const struct interaction *i, const struct reading *reading,
                               struct messages *out);

/* A function that the AI agent called. */
struct function_call {
    int64_t no;
    int64_t after_message_no; /* -1: unknown */
    int64_t offset_ms;        /* -1: unknown */
    const char *name;
    const char *parameters, *result;        /* NULL: none */
    int64_t parameters_chars, result_chars; /* of the whole text, which may be cut */
    const char *status;                     /* ok, error, pending; NULL: unknown */
};

struct function_calls {
    struct function_call *list; /* in the order in which they were made */
    size_t n;
    bool more;
};

enum err conversation_calls(struct db *db, struct arena *a, const struct scope *scope,
                            const struct interaction *i, const struct reading *reading,
                            struct function_calls *out);

/* Whether the call's place is before the message: by the message that it came after, where that is
 * known, else by time. A call of neither has its place at the end. */
bool conversation_before(const struct function_call *call, const struct message *message);

struct recording {
    int64_t no, duration_ms; /* -1: unknown */
    bool on_disk;            /* else in an object store */
    const char *path;        /* below the folder of the tenant; hostile until it was opened */
    int64_t voices;          /* 2: stereo, client left and agent right; 0: unknown */
};

enum err conversation_recordings(struct db *db, struct arena *a, const struct scope *scope,
                                 const struct interaction *i, struct recording **out, size_t *n);

#endif
