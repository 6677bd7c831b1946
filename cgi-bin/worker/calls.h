/* What the two lanes of Asterisk share. Both may tell of the same call: what they apply is under
 * one lock (telephony_lock), and the manager's documents never outrank those of queue_log. */
#ifndef WORKER_CALLS_H
#define WORKER_CALLS_H

#include "store/telephony.h"
#include "task.h"

#include <jansson.h>

enum call_phase { CALL_BEGAN = 1, CALL_ENDED = 2 };

/* A lane's hold on its work: the tenant, and that no other worker does the same. */
struct follower {
    const char *what; /* name of its turn */
    int64_t tenant_id;
    const struct scope *scope; /* of the arena at hand */
    bool mine;
};

/* Makes sure of both; *ready false: another worker does it. */
enum err follower_ready(struct worker *w, struct follower *f, bool *ready);

/* Applies one document within the transaction. One that cannot be applied is logged and left out;
 * an error is one of the database. */
enum err call_apply(struct worker *w, const struct follower *f, enum call_phase phase, ms_t at,
                    const json_t *doc, struct task_report *out);

/* Says how a link is, no more often than it is of use: at every change of `problem` (kept as it
 * is, NULL: none), else every few seconds. */
struct link_said {
    char problem[300];
    bool said;
    ms_t at;
};
void link_say(struct worker *w, struct link_said *said, const struct link_health *h);

/* The call of a file that MixMonitor writes, as the manager said; NULL: it did not. */
const char *telephony_recorded(const char *file);

#endif
