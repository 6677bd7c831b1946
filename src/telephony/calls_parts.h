/* What the files of calls.h share. A call is a JSON object, as it is kept in the state:
 *   linked, number, name, did, created, at, closed, ended_by, outcome, whole (its beginning was
 *   seen), changed, legs: [{queue, agent, queued, answered, left, reason, ring, hold, held,
 *   transfer, gone}]
 * Times are milliseconds, `ring` and `hold` lengths of time, too. */
#ifndef TELEPHONY_CALLS_PARTS_H
#define TELEPHONY_CALLS_PARTS_H

#include "telephony/calls.h"

struct calls {
    json_t *open;     /* unique id: call */
    json_t *files;    /* name of a file: unique id */
    json_t *channels; /* unique id: {exten, number, name, at}, of those that are no call yet */
    json_t *members;  /* agent: {changed, state, reason, at, queues: {name: {...}}} */
};

int64_t get_int(const json_t *o, const char *name);      /* 0: not there */
const char *get_text(const json_t *o, const char *name); /* NULL: not there */
void set_int(json_t *o, const char *name, int64_t v);
void set_text(json_t *o, const char *name, const char *v); /* NULL and "": taken away */

/* The call of a channel; NULL: none. Of a channel that is linked to one, too. */
json_t *call_find(const struct calls *c, const char *ref);
json_t *call_linked(const struct calls *c, const char *linked);

/* The same, made if new, from what is said of the channel in `e`. NULL: there are too many. */
json_t *call_make(struct calls *c, const char *ref, const struct ami_block *e, ms_t at);

/* Something of it is different since `at`. */
void call_touch(json_t *call, ms_t at);

/* The leg that is not over; NULL: none. */
json_t *call_leg(const json_t *call);
json_t *call_leg_new(json_t *call, const char *queue, ms_t queued);
void call_leg_end(json_t *leg, ms_t at, const char *reason);
void call_unhold(json_t *leg, ms_t at);
void call_close(json_t *call, ms_t at);

/* What a queue says about one of its members. */
void member_said(struct calls *c, const struct ami_block *e, bool removed, ms_t at);

/* What an agent is called, as in queue_log: the member's name, else its interface. */
const char *member_name(const struct ami_block *e);

#endif
