/* Events of queue_log. */
#include "asterisk/join_call.h"

#include <stdlib.h>
#include <string.h>

enum { SECOND = 1000 };

static json_t *kept_queue(const struct queue_event *e)
{
    char time[CLOCK_ISO_SIZE];
    json_t *params = json_array();
    const char *texts[] = {e->name, e->queue, e->agent};
    const char *keys[] = {"event", "queue", "agent"};
    json_t *o = join_memory(json_object());
    json_object_set_new(o, "at", json_string(clock_iso(e->at, time)));
    for (size_t i = 0; i < 3; i++) {
        char *s = join_text(texts[i]);
        if (*s)
            json_object_set_new(o, keys[i], json_string(s));
        free(s);
    }
    for (size_t i = 0; i < e->n_params; i++) {
        char *s = join_text(e->param[i]);
        json_array_append_new(params, json_string(s));
        free(s);
    }
    json_object_set_new(o, "parameters", params);
    return o;
}

/* The visit at hand of a caller's channel: the one that is open, else the last; NULL: none. */
static struct visit *visit_of(struct call *c, const char *caller)
{
    struct visit *found = NULL;
    for (size_t i = 0; i < c->n_visits; i++) {
        struct visit *v = &c->visits[i];
        if (v->kind == VISIT_QUEUE && strcmp(v->caller, caller) == 0 && (!found || found->left_at))
            found = v;
    }
    return found;
}

static struct visit *enter(struct call *c, const struct queue_event *e, ms_t at)
{
    struct visit *v = join_visit_add(c, c->n_visits, VISIT_QUEUE);
    v->caller = join_text(e->callid);
    v->queue = join_text(e->queue);
    v->queued_at = at;
    if (at < c->first)
        c->first = at;
    return v;
}

/* A visit whose entry is not in the log: it follows from the durations. */
static struct visit *enter_late(struct call *c, const struct queue_event *e)
{
    int64_t before = (e->wait_s > 0 ? e->wait_s : 0) + (e->talk_s > 0 ? e->talk_s : 0);
    c->guessed = true;
    return enter(c, e, e->at - before * SECOND);
}

static enum join_use on_enter(struct call *c, const struct queue_event *e)
{
    struct visit *v = visit_of(c, e->callid);
    bool odd = v && !v->left_at;
    if (odd) { /* it cannot be in two queues: the end of the first was lost */
        v->left_at = e->at;
        v->reason = "system";
    }
    enter(c, e, e->at);
    join_fill(&c->caller, e->caller);
    join_fill(&c->caller_name, e->caller_name);
    return odd ? JOIN_ODD : JOIN_USED;
}

static void answer(struct visit *v, const struct queue_event *e, ms_t at)
{
    v->answered_at = at < v->queued_at ? v->queued_at : at;
    join_fill(&v->agent, e->agent);
}

/* Whether a text that was kept is that of an event. */
static bool same_text(const char *kept, const char *s)
{
    char *text = join_text(s);
    bool same = strcmp(kept, text) == 0;
    free(text);
    return same;
}

/* The event is of a visit that has ended: it cannot have begun after that one. */
static bool ended_before(const struct visit *v, const struct queue_event *e)
{
    int64_t since = (e->wait_s > 0 ? e->wait_s : 0) + (e->talk_s > 0 ? e->talk_s : 0);
    return same_text(v->queue, e->queue) && (e->wait_s < 0 || e->at - since * SECOND < v->left_at);
}

/* The agent's channel leads to the call, with what was recorded of it. A channel of another call
 * stays with that: agents may have one for the whole day. */
static void take_channel(struct join *j, struct call *c, const char *channel)
{
    struct call *other = join_find(j, channel);
    if (!other)
        join_alias(j, c, channel);
    else if (other != c && !other->last)
        join_merge(j, c, other);
}

static enum join_use on_connect(struct join *j, struct call *c, const struct queue_event *e)
{
    struct visit *v = visit_of(c, e->callid);
    if (v && (v->left_at ? ended_before(v, e) : v->answered_at != 0))
        return JOIN_ODD;
    if (!v || v->left_at)
        v = enter_late(c, e);
    answer(v, e, e->at);
    v->ring_ms = e->ring_ms;
    if (e->channel)
        take_channel(j, c, e->channel);
    return JOIN_USED;
}

static enum join_use on_ring(struct call *c, const struct queue_event *e)
{
    struct visit *v = visit_of(c, e->callid);
    size_t at = v && !v->left_at ? (size_t)(v - c->visits) : c->n_visits;
    if (c->n_visits >= VISITS_MAX) {
        c->rings_left_out++;
        return JOIN_USED;
    }
    v = join_visit_add(c, at, VISIT_RING);
    v->caller = join_text(e->callid);
    v->queue = join_text(e->queue);
    v->agent = join_text(e->agent);
    v->left_at = e->at;
    v->ring_ms = e->ring_ms;
    v->reason = "ring_no_answer";
    return JOIN_USED;
}

/* How events end a visit. */
static const struct ending {
    enum queue_event_kind kind;
    bool answered;
    const char *reason, *transfer;
} endings[] = {
    {QUEUE_COMPLETE_CALLER, true, "completed_client", NULL},
    {QUEUE_COMPLETE_AGENT, true, "completed_agent", NULL},
    {QUEUE_TRANSFER, true, "transferred", "blind"},
    {QUEUE_TRANSFER_ATTENDED, true, "transferred", "attended"},
    {QUEUE_ABANDON, false, "abandoned", NULL},
    {QUEUE_TIMEOUT, false, "timeout", NULL},
    {QUEUE_KEY, false, "overflow", NULL},
    {QUEUE_EMPTY, false, "overflow", NULL},
    {QUEUE_SYSTEM, false, "system", NULL},
};

static enum join_use on_end(struct call *c, const struct queue_event *e, const struct ending *end)
{
    struct visit *v = visit_of(c, e->callid);
    if (v && v->left_at && ended_before(v, e))
        return JOIN_ODD;
    if (!v || v->left_at)
        v = enter_late(c, e);
    if (!end->answered && v->answered_at && end->kind != QUEUE_SYSTEM)
        return JOIN_ODD; /* who is talking does not give up */
    if (end->answered && !v->answered_at) {
        c->guessed = true;
        answer(v, e, e->at - (e->talk_s > 0 ? e->talk_s : 0) * SECOND);
    }
    v->left_at = e->at < v->queued_at ? v->queued_at : e->at;
    v->reason = end->reason;
    v->transfer = end->transfer;
    if (end->answered || v->answered_at) {
        join_fill(&v->agent, e->agent);
        v->talk_s = e->talk_s >= 0 ? e->talk_s : (v->left_at - v->answered_at) / SECOND;
    }
    if (end->transfer || end->kind == QUEUE_KEY) {
        join_fill(&v->to, e->to);
        join_fill(&v->context, e->context);
    }
    return JOIN_USED;
}

static const struct ending *ending_of(enum queue_event_kind kind)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (endings[i].kind == kind)
            return &endings[i];
    return NULL;
}

static enum join_use take_queue(struct join *j, struct call *c, const struct queue_event *e)
{
    const struct ending *end = ending_of(e->kind);
    if (c->n_visits > 2 * VISITS_MAX && e->kind != QUEUE_RING)
        return JOIN_ODD;
    if (end)
        return on_end(c, e, end);
    switch (e->kind) {
    case QUEUE_ENTER:
        return on_enter(c, e);
    case QUEUE_CONNECT:
        return on_connect(j, c, e);
    case QUEUE_RING:
        return on_ring(c, e);
    case QUEUE_DID:
        join_fill(&c->did, e->did);
        return JOIN_USED;
    default:
        return JOIN_KEPT;
    }
}

/* What was open when Asterisk began anew ended with it. */
static void lose_all(struct join *j)
{
    for (struct call *c = j->oldest; c; c = c->next) {
        const struct visit *v = join_last_visit(c);
        if (v && !v->left_at)
            c->lost = true;
    }
}

enum join_use join_queue(struct join *j, const struct queue_event *e)
{
    const char *texts[4 + QUEUE_PARAMS] = {e->name, e->callid, e->queue, e->agent};
    memcpy((void *)(texts + 4), (const void *)e->param, sizeof e->param);
    join_advance(j, e->at);
    if (e->kind == QUEUE_START)
        lose_all(j);
    if (!*e->callid || e->kind == QUEUE_START || e->kind == QUEUE_RELOAD || e->kind == QUEUE_AGENT)
        return JOIN_NO_CALL;
    struct call *c = join_call_of(j, e->callid, "");
    if (!join_fresh(c, join_hash(e->at, texts, sizeof texts / sizeof *texts)))
        return JOIN_REPEATED;
    join_touch(c, e->at);
    enum join_use use = take_queue(j, c, e);
    if (use != JOIN_USED)
        join_keep(c, kept_queue(e));
    return use;
}
