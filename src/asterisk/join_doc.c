/* A call as the document that an interaction is made of. */
#include "asterisk/join_call.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    SECOND = 1000,
    SHORT_DIGITS = 6,
    NAME = 100,
    CLIENT = 150,
    NUMBER = 32,
    WEEK_S = 7 * 24 * 3600
};

struct making {
    const struct join *j;
    const struct call *c;
    json_t *doc, *details;
    const char *direction; /* NULL: unknown */
    bool queued;           /* its visits are known from queue_log */
    struct leg {
        ms_t key;
        json_t *o;
    } * legs;
    size_t n;
    /* of the legs */
    const char *queue, *agent, *outcome, *ended_by;
    int64_t wait_ms, talk_s, hold_ms;
    bool waited, talked, held;
    ms_t closed;
};

static void put(json_t *o, const char *key, const char *s)
{
    if (s && *s)
        json_object_set_new(o, key, json_string(s));
}

/* Cut to as many characters as the place of it holds. */
static void put_cut(json_t *o, const char *key, const char *s, size_t max)
{
    size_t n = 0, len = 0;
    for (; s && s[len]; len++)
        if (((unsigned char)s[len] & 0xc0) != 0x80 && n++ == max)
            break;
    if (len)
        json_object_set_new(o, key, json_stringn(s, len));
}

static void put_time(json_t *o, const char *key, ms_t at)
{
    char text[CLOCK_ISO_SIZE];
    if (at)
        json_object_set_new(o, key, json_string(clock_iso(at, text)));
}

static void put_number(json_t *o, const char *key, int64_t n)
{
    if (n >= 0)
        json_object_set_new(o, key, json_integer(n > WEEK_S ? WEEK_S : n));
}

static const char *agent_name(const struct making *m, const char *name)
{
    const char *known = name && *name && m->j->o.agent ? m->j->o.agent(m->j->o.data, name) : NULL;
    return known ? known : name;
}

/* --- numbers --------------------------------------------------------------------------------- */

/* Digits of a telephone number; 0 for what is none. */
static size_t number_digits(const char *s)
{
    if (!s)
        return 0;
    s += *s == '+';
    size_t n = strspn(s, "0123456789");
    return n && !s[n] ? n : 0;
}

static bool is_long(const char *s)
{
    return number_digits(s) > SHORT_DIGITS;
}

static bool is_short(const char *s)
{
    size_t n = number_digits(s);
    return n && n <= SHORT_DIGITS;
}

static bool of_trunk(const char *context)
{
    static const char *const begins[] = {"from-trunk", "from-pstn", "from-did",
                                         "ext-did",    "inbound",   "incoming"};
    for (size_t i = 0; context && i < sizeof begins / sizeof *begins; i++)
        if (strncasecmp(context, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

static bool to_queue(const struct call *c)
{
    for (size_t i = 0; i < c->n_paths; i++)
        if (c->paths[i].queue && strcmp(c->paths[i].uniqueid, c->id) == 0)
            return true;
    return c->n_visits > 0;
}

static const char *direction_of(const struct call *c)
{
    if (to_queue(c) || of_trunk(c->context))
        return "inbound";
    if (is_short(c->caller) && is_long(c->dialed))
        return "outbound";
    return is_long(c->caller) && is_short(c->dialed) ? "inbound" : NULL;
}

/* A caller's name that names somebody. */
static bool names_somebody(const char *s)
{
    static const char *const nobody[] = {"unknown",    "<unknown>",   "anonymous", "private",
                                         "restricted", "unavailable", "withheld",  "none"};
    bool letter = false;
    for (const char *p = s; p && *p; p++)
        letter = letter || isalpha((unsigned char)*p) || (unsigned char)*p >= 0x80;
    for (size_t i = 0; letter && i < sizeof nobody / sizeof *nobody; i++)
        letter = strcasecmp(nobody[i], s) != 0;
    return letter;
}

/* --- legs ------------------------------------------------------------------------------------ */

static json_t *leg_add(struct making *m, ms_t key)
{
    size_t at = m->n++;
    for (; at && m->legs[at - 1].key > key; at--)
        m->legs[at] = m->legs[at - 1];
    m->legs[at] = (struct leg){key, join_memory(json_object())};
    return m->legs[at].o;
}

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
    return !v->transfer     ? NULL
           : goes_on(c, v)  ? "queue"
           : is_long(v->to) ? "external"
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
    put_cut(o, "queue", v->queue, NAME);
    put_cut(o, "agent", agent_name(m, v->agent), NAME);
    put_time(o, "queued_at", v->queued_at);
    put_time(o, "answered_at", v->answered_at);
    put_time(o, "left_at", v->left_at);
    put(o, "left_reason", v->reason);
    put_number(o, "ring_s", v->ring_ms < 0 ? -1 : (v->ring_ms + SECOND / 2) / SECOND);
    put(o, "transfer_kind", transfer_of(m->c, v));
    if (v->answered_at)
        put_number(o, "talk_s", talk_without_hold(v));
    if (v->answered_at && m->c->n_cel)
        put_number(o, "hold_s", (v->hold_ms + SECOND / 2) / SECOND);
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

/* --- legs of CDRs ---------------------------------------------------------------------------- */

/* Who hung up, by the name of the channel that did. */
static const char *hung_up_by(const struct making *m)
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
        m->ended_by = hung_up_by(m);
    }
    if (!m->outcome || strcmp(m->outcome, "complete") != 0 || p->disposition == CDR_ANSWERED)
        m->outcome = outcomes[p->disposition];
}

/* A number that the caller's channel dialed. */
static void put_dial(struct making *m, const struct path *p)
{
    bool out = m->direction && strcmp(m->direction, "outbound") == 0;
    bool answered = p->answer && p->disposition == CDR_ANSWERED;
    if ((!out && is_long(p->dst)) || !*p->to)
        return; /* nobody of ours */
    json_t *o = leg_add(m, p->start);
    const char *agent = out ? p->from : p->to;
    put_cut(o, "agent", agent_name(m, agent), NAME);
    put_time(o, "answered_at", answered ? p->answer : 0);
    put_time(o, "left_at", p->end);
    put(o, "left_reason",
        answered ? completed_by(hung_up_by(m))
        : p->disposition == CDR_NO_ANSWER || p->disposition == CDR_BUSY ? "ring_no_answer"
                                                                        : "system");
    put_number(o, "ring_s", ((answered ? p->answer : p->end) - p->start) / SECOND);
    if (answered)
        put_number(o, "talk_s", (p->end - p->answer) / SECOND);
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
            put_cut(o, "queue", p->queue, NAME);
            put_cut(o, "agent", agent_name(m, p->to), NAME);
            put_time(o, "left_at", p->end);
            put(o, "left_reason", "ring_no_answer");
        }
    }
    v.reason = v.answered_at ? completed_by(hung_up_by(m)) : "abandoned";
    put_visit(m, &v, first->start);
    sum_visit(m, &v);
    m->outcome = v.answered_at ? "complete" : "abandoned";
    m->ended_by = v.answered_at ? hung_up_by(m) : "client";
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

/* --- the whole ------------------------------------------------------------------------------- */

static json_t *transfers(const struct call *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_visits; i++) {
        const struct visit *v = &c->visits[i];
        if (!v->transfer && !v->to)
            continue;
        json_t *o = json_object();
        put_time(o, "at", v->left_at);
        put(o, "kind", v->transfer ? v->transfer : "key");
        put(o, "to", v->to);
        put(o, "context", v->context);
        json_array_append_new(list, o);
    }
    return list;
}

static void put_details(struct making *m)
{
    const struct call *c = m->c;
    json_t *o = m->details, *moves = transfers(c);
    if (json_array_size(moves))
        json_object_set(o, "transfers", moves);
    json_decref(moves);
    if (!names_somebody(c->caller_name))
        put(o, "caller_name", c->caller_name);
    put(o, "dialed", c->dialed);
    put(o, "context", c->context);
    put(o, "account_code", c->account);
    put(o, "user_field", c->user_field);
    put(o, "recording_file", c->file);
    if (c->guessed)
        put(o, "beginning", "not in the log: times follow from durations");
    if (c->events)
        json_object_set_new(o, "events", json_deep_copy(c->events));
    if (c->left_out)
        put_number(o, "more_events", c->left_out);
    if (m->n > LEGS_MAX)
        put_number(o, "more_legs", (int64_t)(m->n - LEGS_MAX));
    if (c->rings_left_out)
        put_number(o, "more_rings_without_answer", c->rings_left_out);
}

static void put_who(struct making *m)
{
    const struct call *c = m->c;
    bool out = m->direction && strcmp(m->direction, "outbound") == 0;
    bool in = m->direction && !out;
    const char *number = out ? c->dialed : c->caller;
    if (number_digits(number))
        put_cut(m->doc, "phone_number", number, NUMBER);
    if (in && number_digits(c->did))
        put_cut(m->doc, "did", c->did, NUMBER);
    else if (in && is_long(c->dialed))
        put_cut(m->doc, "did", c->dialed, NUMBER);
    if (in && names_somebody(c->caller_name))
        put_cut(m->doc, "client", c->caller_name, CLIENT);
}

static void put_sums(struct making *m, bool closed)
{
    json_t *doc = m->doc;
    if (m->c->hung_up > m->closed)
        m->closed = m->c->hung_up;
    if (!m->closed)
        m->closed = m->c->last;
    if (closed)
        put_time(doc, "closed_at", m->closed);
    put(doc, "status", closed ? "closed" : "active");
    put_cut(doc, "queue", m->queue, NAME);
    put_cut(doc, "agent", agent_name(m, m->agent), NAME);
    if (closed) {
        put(doc, "outcome", m->outcome);
        put(doc, "ended_by", m->ended_by ? m->ended_by : hung_up_by(m));
    }
    put_number(doc, "wait_s", m->waited ? m->wait_ms / SECOND : -1);
    put_number(doc, "duration_s", m->talked ? m->talk_s : -1);
    put_number(doc, "hold_s", m->held ? (m->hold_ms + SECOND / 2) / SECOND : -1);
}

json_t *join_document(const struct join *j, const struct call *c, bool closed, bool incomplete)
{
    struct making m = {.j = j,
                       .c = c,
                       .doc = join_memory(json_object()),
                       .details = join_memory(json_object()),
                       .direction = direction_of(c),
                       .queued = c->n_visits > 0};
    json_t *legs = join_memory(json_array());
    m.legs = join_memory(calloc(c->n_visits + 2 * c->n_paths + 1, sizeof *m.legs));
    put(m.doc, "id", c->id);
    put_time(m.doc, "created_at", c->first);
    put(m.doc, "channel", "voice");
    put(m.doc, "platform", "phone");
    put(m.doc, "direction", m.direction);
    put_visits(&m);
    put_paths(&m);
    for (size_t i = 0; i < m.n; i++)
        if (i < LEGS_MAX)
            json_array_append_new(legs, m.legs[i].o);
        else
            json_decref(m.legs[i].o);
    free(m.legs);
    put_who(&m);
    put_sums(&m, closed);
    put_details(&m);
    if (json_array_size(legs))
        json_object_set(m.doc, "legs", legs);
    json_decref(legs);
    if (c->recordings)
        json_object_set_new(m.doc, "recordings", json_deep_copy(c->recordings));
    if (incomplete)
        json_object_set_new(m.details, "incomplete", json_true());
    if (json_object_size(m.details))
        json_object_set(m.doc, "details", m.details);
    json_decref(m.details);
    return m.doc;
}

struct join_figures join_figures_of(const struct call *c)
{
    struct join_figures f = {.rings = c->rings_left_out};
    for (size_t i = 0; i < c->n_visits; i++) {
        const struct visit *v = &c->visits[i];
        const char *reason = v->reason ? v->reason : "";
        bool completed = strncmp(reason, "completed", 9) == 0;
        f.rings += v->kind == VISIT_RING;
        if (v->kind == VISIT_RING)
            continue;
        f.entered++;
        f.answered += v->answered_at != 0;
        f.completed += completed;
        f.transferred += strcmp(reason, "transferred") == 0;
        f.abandoned += strcmp(reason, "abandoned") == 0;
        f.exited += strcmp(reason, "timeout") == 0 || strcmp(reason, "overflow") == 0;
        f.incomplete += !*reason || strcmp(reason, "system") == 0;
    }
    return f;
}
