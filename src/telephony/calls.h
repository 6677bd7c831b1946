/* The calls that Asterisk's manager tells of: what is known of each, from its events and from lists
 * after a lost connection, and the documents (intake/document.h) that it becomes. Pure: no
 * database, no network.
 *
 * A call is told apart from what is nobody's business (internal calls, agents' own) by this alone:
 * it enters a queue, or its first channel carries CC_INTERACTION_ID. It is named by the unique id
 * of the channel that entered, as in queue_log. It ends when that channel hangs up. */
#ifndef TELEPHONY_CALLS_H
#define TELEPHONY_CALLS_H

#include "telephony/ami_text.h"

#include <jansson.h>

enum { CALLS_OPEN_MAX = 20000, CALL_LEGS_MAX = 100, CALLS_CHANNELS_MAX = 50000 };

struct calls;

/* With the state of an earlier one (calls_state), NULL: from nothing. The caller frees it. */
struct calls *calls_new(const char *state);
void calls_free(struct calls *c);

/* What has to be known to go on after our own end, as JSON. In `a`. */
const char *calls_state(const struct calls *c, struct arena *a);

/* One event; those of other kinds change nothing. `now` is its time where it says none. */
void calls_event(struct calls *c, const struct ami_block *e, ms_t now);

/* An interaction that is not closed in the database. */
struct call_open {
    const char *ref;
    ms_t created_at;
};

/* After a new session: rows of CoreShowChannels and QueueStatus, and the interactions that were not
 * closed before these were asked. What is not there any more is closed. */
void calls_listed(struct calls *c, const struct ami_blocks *channels,
                  const struct ami_blocks *queues, const struct call_open *open, size_t n,
                  ms_t now);

/* What changed since calls_settled. */
struct call_change {
    const char *ref;
    json_t *doc; /* of the arena: ends with it */
    ms_t at;     /* when it changed last */
};

/* `legs`: also those of calls whose beginning is not known. */
size_t calls_changes(struct calls *c, struct arena *a, bool legs, struct call_change **out);

/* An agent's state, as agent_state_log has it. */
struct agent_state {
    const char *agent, *state, *reason; /* reason NULL: none */
    ms_t at;
};
size_t calls_agents(struct calls *c, struct arena *a, struct agent_state **out);

/* All changes are stored: calls that have ended are forgotten. */
void calls_settled(struct calls *c);

/* The number of calls that have not ended. */
size_t calls_open(const struct calls *c);

/* The call that MixMonitor writes this file of, by the file's name without folders; NULL: none said
 * so. */
const char *calls_recorded(const struct calls *c, const char *file);

#endif
