/* One interaction per call, from what Asterisk logs of it: queue_log, CDR and CEL.
 *
 * The joiner is fed with events roughly in the order of time (those of one call may overtake each
 * other by minutes) and holds only the calls that may still change. A call is known by the linkedid
 * of its CDRs and CELs, else by the unique id of the caller's channel; every unique id seen with
 * them leads to it. Its legs are
 *
 *   - one per visit to a queue: entry, answer, end, agent, talk, hold;
 *   - before it, one per agent whose phone rang in vain (left_reason ring_no_answer, ring_s),
 * without queued_at: the visit counts as offered once;
 *   - one per number that the caller's channel dialed outside of queues (CDR of the application
 *     Dial), without queue.
 *
 * A call is over when its visits have ended and nothing was heard of it for a while (`options`), or
 * at once after the event LINKEDID_END of CEL. Then `done` gets its document (the form of
 * intake/document.h; `id` and the channel ids as they came) and the joiner forgets it.
 *
 * Direction: a call with a visit to a queue is inbound. Else the context decides where its name
 * begins like those of trunks (from-trunk, from-pstn, from-did, ext-did, inbound, incoming); else
 * the numbers: from at most 6 digits to 7 or more is outbound, the other way round inbound, all
 * others have none. */
#ifndef ASTERISK_JOIN_H
#define ASTERISK_JOIN_H

#include "asterisk/cdr.h"
#include "asterisk/cel.h"
#include "asterisk/queue_log.h"

#include <jansson.h>

struct join;

/* What the log's own figures count, of a call or of all. */
struct join_figures {
    int64_t entered, answered, completed, transferred, abandoned, exited, rings, incomplete;
};

/* A call that leaves the joiner. */
struct join_call {
    const char *id;
    json_t *document; /* new; `done` owns it; NULL: a recording without a call */
    bool incomplete;  /* its end was never heard of */
    bool guessed; /* its beginning is not in the log: rotated away; times follow from durations */
    struct join_figures figures; /* of its legs */
    size_t events;               /* that it was made of */
};

struct join_options {
    /* Milliseconds without any event: after a hang-up (default 60 s), after a transfer or an exit
     * from a queue, when the caller may come back (default 1 h), and of a call without an end,
     * which is then given up as incomplete (default 12 h). 0: the default. */
    ms_t hung_up_ms, moved_ms, silent_ms;
    /* Every call that is over. */
    void (*done)(void *data, const struct join_call *call);
    /* Two calls turned out to be one (an attended transfer): `gone` lives on as `id`. NULL: no
     * matter. */
    void (*merged)(void *data, const char *gone, const char *id);
    /* The name of an agent for an interface such as SIP/8007 or a member name; NULL, or a function
     * that gives NULL: as it came. */
    const char *(*agent)(void *data, const char *name);
    void *data;
};

/* What became of an event. */
enum join_use {
    JOIN_USED,
    JOIN_KEPT,     /* it says nothing about the legs: kept in the details of its call */
    JOIN_REPEATED, /* the very same was there before */
    JOIN_ODD,      /* it contradicts what was there before: kept in the details of its call */
    JOIN_NO_CALL   /* it belongs to no call: agents, reloads */
};

struct join *join_new(const struct join_options *options);
void join_free(struct join *j);

/* Events. What they point to is copied. */
enum join_use join_queue(struct join *j, const struct queue_event *e);
enum join_use join_cdr(struct join *j, const struct cdr *c);
enum join_use join_cel(struct join *j, const struct cel *c);

/* A recording whose file name holds the unique id of one of the call's channels. `path` is below
 * the tenant's folder; `at` about when it began; size -1: unknown. */
enum join_use join_recording(struct join *j, const char *uniqueid, ms_t at, const char *path,
                             int64_t size);

/* Lets the time pass: calls whose time is over are done. Events do that, too. */
void join_advance(struct join *j, ms_t now);

/* All that are left are done, those without an end as incomplete. */
void join_flush(struct join *j);

/* For following a log as it grows: calls `changed` for every open call that changed since the last
 * time, with its document as it is now (new; `changed` owns it): status "active", or "closed" when
 * nobody is on it any more, though it is not done yet. */
void join_changed(struct join *j,
                  void (*changed)(void *data, const char *id, json_t *document, bool closed),
                  void *data);

/* The open calls, how many and as JSON; and back. join_load adds to what is there and is false with
 * the reason for people where the JSON is not what join_save made: nothing is loaded then. */
size_t join_open(const struct join *j);
json_t *join_save(const struct join *j);
bool join_load(struct join *j, const json_t *saved, const char **why);

/* The unique id in the name of a recording's file: the first of the form [system-]seconds.number.
 * False: there is none. */
bool join_recording_id(const char *file_name, char *out, size_t size);

#endif
