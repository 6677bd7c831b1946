/* Asterisk's queue_log: one line, or one row of its table, as an event.
 *
 *   time|callid|queue|agent|EVENT|parameters...
 *
 * Reading is pure: the texts of an event point into what was read. An event that is not known is
 * still one (QUEUE_UNKNOWN), with its parameters. */
#ifndef ASTERISK_QUEUE_LOG_H
#define ASTERISK_QUEUE_LOG_H

#include "core/clock.h"

#include <stdbool.h>
#include <stddef.h>

enum { QUEUE_PARAMS = 8, QUEUE_FIELDS = 5 + QUEUE_PARAMS };

enum queue_event_kind {
    QUEUE_UNKNOWN,
    QUEUE_ENTER,       /* ENTERQUEUE */
    QUEUE_CONNECT,     /* CONNECT */
    QUEUE_RING,        /* RINGNOANSWER, AGENTDUMP: an agent was tried in vain */
    QUEUE_RING_CANCEL, /* RINGCANCELED: the caller hung up first; ABANDON follows */
    QUEUE_COMPLETE_CALLER,
    QUEUE_COMPLETE_AGENT,
    QUEUE_TRANSFER,          /* TRANSFER (before 12), BLINDTRANSFER */
    QUEUE_TRANSFER_ATTENDED, /* ATTENDEDTRANSFER */
    QUEUE_ABANDON,
    QUEUE_TIMEOUT, /* EXITWITHTIMEOUT */
    QUEUE_KEY,     /* EXITWITHKEY */
    QUEUE_EMPTY,   /* EXITEMPTY */
    QUEUE_SYSTEM,  /* SYSCOMPAT, WITHDRAW: ended by neither side */
    QUEUE_DID,     /* DID: the number that was called, written by many dialplans */
    QUEUE_START,   /* QUEUESTART: Asterisk began; what was open before is lost */
    QUEUE_AGENT,   /* of an agent, not of a call: logins, pauses, members */
    QUEUE_RELOAD,  /* CONFIGRELOAD */
};

struct queue_event {
    ms_t at;
    enum queue_event_kind kind;
    const char *name;                /* as it stands in the log */
    const char *callid;              /* unique id of the caller's channel; "": NONE, REALTIME */
    const char *queue, *agent;       /* "": NONE */
    const char *param[QUEUE_PARAMS]; /* what is not there is "" */
    size_t n_params;
    /* Parameters by their meaning; NULL or -1 where the event has none or it cannot be read. */
    const char *caller, *caller_name; /* ENTERQUEUE */
    const char *channel;              /* CONNECT: unique id of the agent's channel */
    const char *to, *context; /* transfers: extension; method and its data; EXITWITHKEY: key */
    const char *did;
    int64_t wait_s, talk_s, ring_ms;
    const char
        *odd; /* name of a parameter that should be a number and is none; NULL: all are well */
};

/* Reads a line, without its end of line, in place. False with the reason for people where it is no
 * event: half a line, a time that cannot be. `zone` is that of times such as 2026-11-21 09:00:00,
 * which only tables have; NULL: UTC. */
bool queue_log_line(char *line, const char *zone, struct queue_event *out, const char **why);

/* The same of fields: time, callid, queue, agent, event, parameters. */
bool queue_log_fields(const char *const *fields, size_t n, const char *zone,
                      struct queue_event *out, const char **why);

/* The column of a queue_log table that a name means, as the place among the fields; -1: none. */
int queue_log_column(const char *name);

/* What an event of the log is, for its figures: the row of the documentation. NULL past the last.
 */
const char *queue_log_name(size_t i);

#endif
