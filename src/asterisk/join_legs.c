/* The legs of a call's document, and what they say of the whole. */
#include "asterisk/join_doc.h"

#include <stdlib.h>
#include <string.h>

struct leg {
    ms_t key;
    json_t *o;
};

static json_t *leg_add(struct making *m, ms_t key)
{
    size_t at = m->n++;
    for (; at && m->legs[at - 1].key > key; at--)
        m->legs[at] = m->legs[at - 1];
    m->legs[at] = (struct leg){key, join_memory(json_object())};
    return m->legs[at].o;
}

/* --- of queue_log ---------------------------------------------------------------------------- */

static bool goes_on(const struct call *c, const struct visit *v)
{
    for (const struct visit *w = c->visits; w < c->visits + c->n_visits; w++)
        if (w->kind == VISIT_QUEUE && w != v && w->queued_at >= v->left_at)
            return true;
    return false;
}

/* To a queue, where one follows; outside, where the number is a long one. */
static const char *transfer_of(const struct call *c, const struct visit *v)
{
    return !v->transfer          ? NULL
           : goes_on(c, v)       ? "queue"
           : join_is_long(v->to) ? "external"
                                 : v->transfer;
}

static void sum_visit(struct making *m, const struct visit *v)
{
    ms_t until = v->answered_at ? v->answered_at : v->left_at;
    m->queue = v->queue;
    if (until) {
        m->waited = true;
        m->wait_ms += until - v->queued_at;
    }
    if (v->answered_at) {
        m->agent = v->agent;
        m->talked = m->talked || v->talk_s >= 0;
        m->talk_s += v->talk_s > 0 ? v->talk_s : 0;
        m->hold_ms += v->hold_ms;
        m->held = m->held || v->hold_ms;
    }
}

/* How the visit that ended last leaves the call. */
static void end_visit(struct making *m, const struct visit *v)
{
    static const struct {
        const char *reason, *outcome, *ended_by;
    } ends[] = {
        {"completed_client", "complete", "client"},
        {"completed_agent", "complete", "agent"},
        {"transferred", "transferred", NULL},
        {"abandoned", "abandoned", "client"},
        {"timeout", "no_answer", NULL},
        {"overflow", "no_answer", NULL},
        {"system", "technical_error", "system"},
    };
    m->outcome = "incomplete";
    m->ended_by = NULL;
    for (size_t i = 0; v->reason && i < sizeof ends / sizeof *ends; i++)
        if (strcmp(ends[i].reason, v->reason) == 0) {
            m->outcome = ends[i].outcome;
            m->ended_by = ends[i].ended_by;
        }
}

static int64_t talk_without_hold(const struct visit *v)
{
    int64_t hold = (v->hold_ms + SECOND / 2) / SECOND;
    return v->talk_s < 0 ? -1 : v->talk_s > hold ? v->talk_s - hold : 0;
}

static void put_visit(struct making *m, const struct visit *v, ms_t key)
{
    json_t *o = leg_add(m, key);
    join_put_cut(o, "queue", v->queue, NAME);
    join_put_cut(o, "agent", join_agent_name(m, v->agent), NAME);
    join_put_time(o, "queued_at", v->queued_at);
    join_put_time(o, "answered_at", v->answered_at);
    join_put_time(o, "left_at", v->left_at);
    join_put(o, "left_reason", v->reason);
    join_put_number(o, "ring_s", v->ring_ms < 0 ? -1 : (v->ring_ms + SECOND / 2) / SECOND);
    join_put(o, "transfer_kind", transfer_of(m->c, v));
    if (v->answered_at)
        join_put_number(o, "talk_s", talk_without_hold(v));
    if (v->answered_at && m->c->n_cel)
        join_put_number(o, "hold_s", (v->hold_ms + SECOND / 2) / SECOND);
    m->closed = v->left_at > m->closed ? v->left_at : m->closed;
}

/* Rings stand before the visit that they belong to. */
static void put_visits(struct making *m)
{
    const struct call *c = m->c;
    const struct visit *last = NULL;
    for (size_t i = 0; i < c->n_visits; i++) {
        const struct visit *v = &c->visits[i], *of = v;
        while (of->kind == VISIT_RING && of + 1 < c->visits + c->n_visits)
            of++;
        put_visit(m, v, of->kind == VISIT_QUEUE ? of->queued_at : v->left_at);
        if (v->kind != VISIT_QUEUE)
            continue;
        sum_visit(m, v);
        if (!last || !v->left_at || v->queued_at >= last->queued_at)
            last = v;
    }
    if (last)
        end_visit(m, last);
    else if (c->n_visits) {
        m->queue = c->visits[c->n_visits - 1].queue;
        m->outcome = "incomplete";
    }
}

/* --- of CDRs --------------------------------------------------------------------------------- */

const char *join_hung_up_by(const struct making *m)
{
    const struct call *c = m->c;
    bool caller = c->hangup_source && c->channel && strcmp(c->hangup_source, c->channel) == 0;
    bool out = m->direction && strcmp(m->direction, "outbound") == 0;
    return !c->hangup_source || !c->channel ? NULL : caller != out ? "client" : "agent";
}

static const char *completed_by(const char *who)
{
    return !who ? NULL : strcmp(who, "client") == 0 ? "completed_client" : "completed_agent";
}

static void end_path(struct making *m, const struct path *p)
{
    static const char *const outcomes[] = {
        [CDR_NO_ANSWER] = "no_answer", [CDR_ANSWERED] = "complete", [CDR_BUSY] = "no_answer",
        [CDR_FAILED] = "failed",       [CDR_CONGESTION] = "failed", [CDR_OTHER] = NULL,
    };
    if (p->answer && p->disposition == CDR_ANSWERED) {
        m->talked = true;
        m->talk_s += (p->end - p->answer) / SECOND;
        m->ended_by = join_hung_up_by(m);
    }
    if (!m->outcome || strcmp(m->outcome, "complete") != 0 || p->disposition == CDR_ANSWERED)
        m->outcome = outcomes[p->disposition];
}

/* A number that the caller's channel dialed. */
static void put_dial(struct making *m, const struct path *p)
{
    bool out = m->direction && strcmp(m->direction, "outbound") == 0;
    bool answered = p->answer && p->disposition == CDR_ANSWERED;
    if ((!out && join_is_long(p->dst)) || !*p->to)
        return; /* nobody of ours */
    json_t *o = leg_add(m, p->start);
    const char *agent = out ? p->from : p->to;
    join_put_cut(o, "agent", join_agent_name(m, agent), NAME);
    join_put_time(o, "answered_at", answered ? p->answer : 0);
    join_put_time(o, "left_at", p->end);
    join_put(o, "left_reason",
             answered ? completed_by(join_hung_up_by(m))
             : p->disposition == CDR_NO_ANSWER || p->disposition == CDR_BUSY ? "ring_no_answer"
                                                                             : "system");
    join_put_number(o, "ring_s", ((answered ? p->answer : p->end) - p->start) / SECOND);
    if (answered)
        join_put_number(o, "talk_s", (p->end - p->answer) / SECOND);
    if (answered || out)
        m->agent = agent;
    if (!m->queued)
        end_path(m, p);
}

/* All CDRs of one visit to a queue, of which queue_log is not there: one per agent. */
static void put_queue_paths(struct making *m, const struct path *first)
{
    const struct call *c = m->c;
    struct visit v = {.kind = VISIT_QUEUE,
                      .queue = first->queue,
                      .queued_at = first->start,
                      .ring_ms = -1,
                      .talk_s = -1};
    for (const struct path *p = first; p < c->paths + c->n_paths; p++) {
        if (!p->queue || strcmp(p->uniqueid, c->id) != 0 || strcmp(p->queue, first->queue) != 0)
            continue;
        v.left_at = p->end > v.left_at ? p->end : v.left_at;
        if (p->disposition == CDR_ANSWERED && p->answer && !v.answered_at) {
            v.answered_at = p->answer;
            v.talk_s = (p->end - p->answer) / SECOND;
            v.agent = p->to;
        } else if (p->disposition != CDR_ANSWERED && *p->to) {
            json_t *o = leg_add(m, first->start);
            join_put_cut(o, "queue", p->queue, NAME);
            join_put_cut(o, "agent", join_agent_name(m, p->to), NAME);
            join_put_time(o, "left_at", p->end);
            join_put(o, "left_reason", "ring_no_answer");
        }
    }
    v.reason = v.answered_at ? completed_by(join_hung_up_by(m)) : "abandoned";
    put_visit(m, &v, first->start);
    sum_visit(m, &v);
    m->outcome = v.answered_at ? "complete" : "abandoned";
    m->ended_by = v.answered_at ? join_hung_up_by(m) : "client";
}

static bool first_of_queue(const struct call *c, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (c->paths[k].queue && strcmp(c->paths[k].uniqueid, c->id) == 0 &&
            strcmp(c->paths[k].queue, c->paths[i].queue) == 0)
            return false;
    return true;
}

static void put_paths(struct making *m)
{
    const struct call *c = m->c;
    for (size_t i = 0; i < c->n_paths; i++) {
        const struct path *p = &c->paths[i];
        if (strcmp(p->uniqueid, c->id) != 0)
            continue;
        if (p->end > m->closed)
            m->closed = p->end;
        if (p->queue && !m->queued && first_of_queue(c, i))
            put_queue_paths(m, p);
        else if (strcasecmp(p->app, "Dial") == 0)
            put_dial(m, p);
    }
}

/* --- all ------------------------------------------------------------------------------------- */

json_t *join_legs(struct making *m)
{
    json_t *list = join_memory(json_array());
    m->legs = join_memory(calloc(m->c->n_visits + 2 * m->c->n_paths + 1, sizeof *m->legs));
    put_visits(m);
    put_paths(m);
    for (size_t i = 0; i < m->n; i++)
        if (i < LEGS_MAX)
            json_array_append_new(list, m->legs[i].o);
        else
            json_decref(m->legs[i].o);
    free(m->legs);
    return list;
}
