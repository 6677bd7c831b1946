/* A call that is being joined: shared by the files join*.c only. */
#ifndef ASTERISK_JOIN_CALL_H
#define ASTERISK_JOIN_CALL_H

#include "asterisk/join.h"

enum {
    JOIN_TEXT = 255,  /* bytes of a text that is kept */
    LEGS_MAX = 500,   /* of a document */
    VISITS_MAX = 400, /* agents tried in vain beyond this are only counted */
    EVENTS_MAX = 200,
    RECORDINGS_MAX = 50,
    IDS_MAX = 500
};

enum visit_kind { VISIT_QUEUE, VISIT_RING };

/* A visit to a queue, or an agent tried in vain. */
struct visit {
    enum visit_kind kind;
    char *caller;                         /* unique id of the channel that waited */
    char *queue, *agent;                  /* "" or NULL: unknown */
    char *to, *context;                   /* where it was transferred */
    ms_t queued_at, answered_at, left_at; /* 0: not (yet) */
    int64_t ring_ms, talk_s, hold_ms;     /* -1: unknown (hold_ms 0: none) */
    const char *reason;                   /* left_reason; NULL: not yet */
    const char *transfer;                 /* "blind", "attended" or NULL */
};

/* A path of a CDR. */
struct path {
    char *uniqueid, *app, *queue, *from, *to; /* from, to: interfaces */
    char *dst;
    ms_t start, answer, end;
    int disposition;
};

struct alias {
    struct alias *next;  /* of its bucket */
    struct alias *other; /* of the same call */
    struct call *call;
    char id[];
};

struct call {
    struct call *prev, *next; /* open ones, oldest first */
    struct alias *aliases;
    size_t n_aliases;
    char *id;
    char *caller, *caller_name, *did, *dialed, *context, *channel, *account, *user_field, *file;
    char *hangup_source, *hold_by;
    struct visit *visits;
    size_t n_visits, visits_cap;
    struct path *paths;
    size_t n_paths, paths_cap;
    uint64_t *seen; /* hashes of its events */
    size_t n_seen, seen_cap;
    json_t *events, *recordings; /* lists */
    int64_t left_out;            /* events and rings beyond what is kept */
    int64_t rings_left_out;
    ms_t first, last; /* of the call itself; 0: nothing but recordings */
    ms_t ends;        /* the latest end that a CDR names */
    ms_t hold_since, hung_up;
    int64_t channels, n_cel; /* open ones by CEL, and events */
    bool linked, over, lost, guessed, changed, channels_known;
};

struct join {
    struct join_options o;
    struct alias **buckets;
    size_t n_buckets, n_aliases;
    struct call *oldest, *newest;
    size_t open;
    ms_t now, swept;
};

/* Memory that is there, or the program ends. */
void *join_memory(void *p);

/* A copy of a text from outside: UTF-8 without control characters, cut to JOIN_TEXT bytes. NULL
 * stays NULL. */
char *join_text(const char *s);

/* Sets a text where there is none yet and `s` says something. True: it was set. */
bool join_fill(char **text, const char *s);

struct call *join_find(const struct join *j, const char *id);
struct call *join_call_new(struct join *j, const char *id);
void join_call_free(struct join *j, struct call *c);
void join_alias(struct join *j, struct call *c, const char *id);

/* Makes `from` a part of `into` and frees it. */
void join_merge(struct join *j, struct call *into, struct call *from);

/* Notes an event's hash. False: it was there before. */
bool join_fresh(struct call *c, uint64_t hash);

/* The hash of an event: its time and texts (NULL: ""). */
uint64_t join_hash(ms_t at, const char *const *texts, size_t n);

/* Something was heard of it. */
void join_touch(struct call *c, ms_t at);

/* The call of a channel and its linkedid ("": not said): made, renamed or merged as need be. */
struct call *join_call_of(struct join *j, const char *uniqueid, const char *linkedid);

/* The visit to a queue that is open, else the last one; NULL: there is none. */
const struct visit *join_last_visit(const struct call *c);

/* Room for one more at `at`; the others move on. */
struct visit *join_visit_add(struct call *c, size_t at, enum visit_kind kind);
struct path *join_path_add(struct call *c);

/* Keeps an event (owned) in the call's details. */
void join_keep(struct call *c, json_t *event);

/* The document of a call as it is (join_doc.c). */
json_t *join_document(const struct join *j, const struct call *c, bool closed, bool incomplete);

/* The figures of its legs. */
struct join_figures join_figures_of(const struct call *c);

/* When it is given up or done, if nothing more is heard of it. */
ms_t join_deadline(const struct join *j, const struct call *c);

/* Nobody is on it any more, as far as one can tell. */
bool join_ended(const struct call *c);

#endif
