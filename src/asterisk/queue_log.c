#include "asterisk/queue_log.h"

#include "asterisk/when.h"

#include <string.h>

enum { FIXED = 5, WEEK_S = 7 * 24 * 3600, WEEK_MS = WEEK_S * 1000 };

/* What each parameter of an event is, in its order:
 *   w wait in seconds, t talk in seconds, r ring in seconds, m ring in ms, n another number,
 *   c caller's number, C caller's name, a agent's channel, x where to, X its context, d DID,
 *   - anything else */
static const struct event {
    const char *name;
    enum queue_event_kind kind;
    const char *params;
} events[] = {
    {"ENTERQUEUE", QUEUE_ENTER, "-cnC"},
    {"CONNECT", QUEUE_CONNECT, "war"},
    {"RINGNOANSWER", QUEUE_RING, "m"},
    {"RINGCANCELED", QUEUE_RING_CANCEL, "m"},
    {"AGENTDUMP", QUEUE_RING, "-"},
    {"COMPLETECALLER", QUEUE_COMPLETE_CALLER, "wtn"},
    {"COMPLETEAGENT", QUEUE_COMPLETE_AGENT, "wtn"},
    {"TRANSFER", QUEUE_TRANSFER, "xXwtn"},
    {"BLINDTRANSFER", QUEUE_TRANSFER, "xXwtn"},
    {"ATTENDEDTRANSFER", QUEUE_TRANSFER_ATTENDED, "xXwtn"},
    {"ABANDON", QUEUE_ABANDON, "nnw"},
    {"EXITWITHTIMEOUT", QUEUE_TIMEOUT, "nnw"},
    {"EXITWITHKEY", QUEUE_KEY, "xnnw"},
    {"EXITEMPTY", QUEUE_EMPTY, "nnw"},
    {"SYSCOMPAT", QUEUE_SYSTEM, "-"},
    {"WITHDRAW", QUEUE_SYSTEM, "nnw-"},
    {"DID", QUEUE_DID, "d"},
    {"QUEUESTART", QUEUE_START, ""},
    {"CONFIGRELOAD", QUEUE_RELOAD, ""},
    {"ADDMEMBER", QUEUE_AGENT, "-"},
    {"REMOVEMEMBER", QUEUE_AGENT, "-"},
    {"AGENTLOGIN", QUEUE_AGENT, "-"},
    {"AGENTCALLBACKLOGIN", QUEUE_AGENT, "-"},
    {"AGENTLOGOFF", QUEUE_AGENT, "-n"},
    {"AGENTCALLBACKLOGOFF", QUEUE_AGENT, "-n-"},
    {"PAUSE", QUEUE_AGENT, "-"},
    {"UNPAUSE", QUEUE_AGENT, "-"},
    {"PAUSEALL", QUEUE_AGENT, "-"},
    {"UNPAUSEALL", QUEUE_AGENT, "-"},
    {"PENALTY", QUEUE_AGENT, "-"},
};
enum { EVENTS = sizeof events / sizeof *events };

static const char *const odd_names[] = {
    ['w'] = "time waited", ['t'] = "length of the call", ['r'] = "ring time", ['m'] = "ring time",
    ['n'] = "number",
};

const char *queue_log_name(size_t i)
{
    return i < EVENTS ? events[i].name : NULL;
}

static const struct event *event_find(const char *name)
{
    for (size_t i = 0; i < EVENTS; i++)
        if (strcmp(events[i].name, name) == 0)
            return &events[i];
    return NULL;
}

/* An unknown number of the position is no loss, one of a time is told. */
static void take_number(struct queue_event *e, char kind, const char *s)
{
    int64_t v = when_number(s, kind == 'm' ? WEEK_MS : WEEK_S);
    if (kind == 'w')
        e->wait_s = v;
    else if (kind == 't')
        e->talk_s = v;
    else if (kind != 'n')
        e->ring_ms = v < 0 || kind == 'm' ? v : v * 1000;
    if (v < 0 && kind != 'n' && !e->odd)
        e->odd = odd_names[(int)kind];
}

static void take_param(struct queue_event *e, char kind, const char *s)
{
    const char **texts[] = {
        ['c'] = &e->caller, ['C'] = &e->caller_name, ['a'] = &e->channel,
        ['x'] = &e->to,     ['X'] = &e->context,     ['d'] = &e->did,
    };
    if (strchr("wtrmn", kind))
        take_number(e, kind, s);
    else if (kind != '-')
        *texts[(int)kind] = s;
}

static const char *none(const char *s)
{
    return strcmp(s, "NONE") == 0 || strcmp(s, "REALTIME") == 0 ? "" : s;
}

bool queue_log_fields(const char *const *fields, size_t n, const char *zone,
                      struct queue_event *out, const char **why)
{
    struct queue_event e = {.wait_s = -1, .talk_s = -1, .ring_ms = -1};
    if (n < FIXED || !*fields[FIXED - 1]) {
        *why = "half a line: fewer than five fields";
        return false;
    }
    if (!when_read(fields[0], zone, &e.at)) {
        *why = "its time cannot be read";
        return false;
    }
    e.callid = none(fields[1]);
    if (*e.callid && !when_id(e.callid)) {
        *why = "what stands there is no unique id";
        return false;
    }
    const struct event *known = event_find(fields[4]);
    e.queue = none(fields[2]);
    e.agent = none(fields[3]);
    e.name = fields[4];
    e.kind = known ? known->kind : QUEUE_UNKNOWN;
    for (size_t i = FIXED; i < n && e.n_params < QUEUE_PARAMS; i++)
        e.param[e.n_params++] = fields[i];
    const char *kinds = known ? known->params : "";
    for (size_t i = 0; i < e.n_params && kinds[i]; i++)
        if (*e.param[i] || kinds[i] == 't')
            take_param(&e, kinds[i], e.param[i]);
    for (size_t i = e.n_params; i < QUEUE_PARAMS; i++)
        e.param[i] = "";
    *out = e;
    return true;
}

bool queue_log_line(char *line, const char *zone, struct queue_event *out, const char **why)
{
    const char *fields[QUEUE_FIELDS];
    size_t n = 0;
    for (char *s = line; s && n < QUEUE_FIELDS;) {
        char *bar = n < QUEUE_FIELDS - 1 ? strchr(s, '|') : NULL;
        fields[n++] = s;
        if (bar)
            *bar++ = 0;
        s = bar;
    }
    return queue_log_fields(fields, n, zone, out, why);
}

int queue_log_column(const char *name)
{
    static const char *const names[][3] = {
        {"time", "eventdate", NULL},
        {"callid", NULL},
        {"queuename", "queue", NULL},
        {"agent", NULL},
        {"event", NULL},
        {"data1", "data", NULL},
        {"data2", NULL},
        {"data3", NULL},
        {"data4", NULL},
        {"data5", NULL},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (const char *const *s = names[i]; *s; s++)
            if (strcasecmp(*s, name) == 0)
                return (int)i;
    return -1;
}
