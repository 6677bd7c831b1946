/* A document being made of a call: shared by join_doc.c, join_legs.c only. */
#ifndef ASTERISK_JOIN_DOC_H
#define ASTERISK_JOIN_DOC_H

#include "asterisk/join_call.h"

enum { SECOND = 1000, NAME = 100 };

struct making {
    const struct join *j;
    const struct call *c;
    json_t *doc, *details;
    const char *direction; /* NULL: unknown */
    bool queued;           /* its visits are known from queue_log */
    struct leg *legs;
    size_t n;
    /* of the legs */
    const char *queue, *agent, *outcome, *ended_by;
    int64_t wait_ms, talk_s, hold_ms;
    bool waited, talked, held;
    ms_t closed;
};

/* Sets a member where there is something: a text, one that is cut to as many characters as the
 * place of it holds, a time, a number that is not negative. */
void join_put(json_t *o, const char *key, const char *s);
void join_put_cut(json_t *o, const char *key, const char *s, size_t max);
void join_put_time(json_t *o, const char *key, ms_t at);
void join_put_number(json_t *o, const char *key, int64_t n);

/* What the agent of that interface is called. */
const char *join_agent_name(const struct making *m, const char *name);

/* A number too long for an extension. */
bool join_is_long(const char *s);

/* Who hung up, by the name of the channel that did; NULL: unknown. */
const char *join_hung_up_by(const struct making *m);

/* The list of legs, at most LEGS_MAX; what they say of the whole goes into `m`. */
json_t *join_legs(struct making *m);

#endif
