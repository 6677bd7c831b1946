/* A call as the document that an interaction is made of. */
#include "asterisk/join_doc.h"

#include <ctype.h>
#include <string.h>

enum { SHORT_DIGITS = 6, CLIENT = 150, NUMBER = 32, WEEK_S = 7 * 24 * 3600 };

void join_put(json_t *o, const char *key, const char *s)
{
    if (s && *s)
        json_object_set_new(o, key, json_string(s));
}

void join_put_cut(json_t *o, const char *key, const char *s, size_t max)
{
    size_t n = 0, len = 0;
    for (; s && s[len]; len++)
        if (((unsigned char)s[len] & 0xc0) != 0x80 && n++ == max)
            break;
    if (len)
        json_object_set_new(o, key, json_stringn(s, len));
}

void join_put_time(json_t *o, const char *key, ms_t at)
{
    char text[CLOCK_ISO_SIZE];
    if (at)
        json_object_set_new(o, key, json_string(clock_iso(at, text)));
}

void join_put_number(json_t *o, const char *key, int64_t n)
{
    if (n >= 0)
        json_object_set_new(o, key, json_integer(n > WEEK_S ? WEEK_S : n));
}

const char *join_agent_name(const struct making *m, const char *name)
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

bool join_is_long(const char *s)
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
    if (is_short(c->caller) && join_is_long(c->dialed))
        return "outbound";
    return join_is_long(c->caller) && is_short(c->dialed) ? "inbound" : NULL;
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

/* --- the whole ------------------------------------------------------------------------------- */

static json_t *transfers(const struct call *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_visits; i++) {
        const struct visit *v = &c->visits[i];
        if (!v->transfer && !v->to)
            continue;
        json_t *o = json_object();
        join_put_time(o, "at", v->left_at);
        join_put(o, "kind", v->transfer ? v->transfer : "key");
        join_put(o, "to", v->to);
        join_put(o, "context", v->context);
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
        join_put(o, "caller_name", c->caller_name);
    join_put(o, "dialed", c->dialed);
    join_put(o, "context", c->context);
    join_put(o, "account_code", c->account);
    join_put(o, "user_field", c->user_field);
    join_put(o, "recording_file", c->file);
    if (c->guessed)
        join_put(o, "beginning", "not in the log: times follow from durations");
    if (c->events)
        json_object_set_new(o, "events", json_deep_copy(c->events));
    if (c->left_out)
        join_put_number(o, "more_events", c->left_out);
    if (m->n > LEGS_MAX)
        join_put_number(o, "more_legs", (int64_t)(m->n - LEGS_MAX));
    if (c->rings_left_out)
        join_put_number(o, "more_rings_without_answer", c->rings_left_out);
}

static void put_who(struct making *m)
{
    const struct call *c = m->c;
    bool out = m->direction && strcmp(m->direction, "outbound") == 0;
    bool in = m->direction && !out;
    const char *number = out ? c->dialed : c->caller;
    if (number_digits(number))
        join_put_cut(m->doc, "phone_number", number, NUMBER);
    if (in && number_digits(c->did))
        join_put_cut(m->doc, "did", c->did, NUMBER);
    else if (in && join_is_long(c->dialed))
        join_put_cut(m->doc, "did", c->dialed, NUMBER);
    if (in && names_somebody(c->caller_name))
        join_put_cut(m->doc, "client", c->caller_name, CLIENT);
}

static void put_sums(struct making *m, bool closed)
{
    json_t *doc = m->doc;
    if (m->c->hung_up > m->closed)
        m->closed = m->c->hung_up;
    if (!m->closed)
        m->closed = m->c->last;
    if (closed)
        join_put_time(doc, "closed_at", m->closed);
    join_put(doc, "status", closed ? "closed" : "active");
    join_put_cut(doc, "queue", m->queue, NAME);
    join_put_cut(doc, "agent", join_agent_name(m, m->agent), NAME);
    if (closed) {
        join_put(doc, "outcome", m->outcome);
        join_put(doc, "ended_by", m->ended_by ? m->ended_by : join_hung_up_by(m));
    }
    join_put_number(doc, "wait_s", m->waited ? m->wait_ms / SECOND : -1);
    join_put_number(doc, "duration_s", m->talked ? m->talk_s : -1);
    join_put_number(doc, "hold_s", m->held ? (m->hold_ms + SECOND / 2) / SECOND : -1);
}

json_t *join_document(const struct join *j, const struct call *c, bool closed, bool incomplete)
{
    struct making m = {.j = j,
                       .c = c,
                       .doc = join_memory(json_object()),
                       .details = join_memory(json_object()),
                       .direction = direction_of(c),
                       .queued = c->n_visits > 0};
    join_put(m.doc, "id", c->id);
    join_put_time(m.doc, "created_at", c->first);
    join_put(m.doc, "channel", "voice");
    join_put(m.doc, "platform", "phone");
    join_put(m.doc, "direction", m.direction);
    json_t *legs = join_legs(&m);
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
