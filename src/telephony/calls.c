#include "telephony/calls_parts.h"

enum { FILES_MAX = 2000 };

int64_t get_int(const json_t *o, const char *name)
{
    return json_integer_value(json_object_get(o, name));
}

const char *get_text(const json_t *o, const char *name)
{
    return json_string_value(json_object_get(o, name));
}

void set_int(json_t *o, const char *name, int64_t v)
{
    if (json_object_set_new(o, name, json_integer(v)) != 0)
        abort();
}

void set_text(json_t *o, const char *name, const char *v)
{
    if (!v || !*v)
        json_object_del(o, name);
    else if (json_object_set_new(o, name, json_string(v)) != 0)
        abort();
}

/* --- all of them ------------------------------------------------------------------------------ */

static json_t *object_of(json_t *state, const char *name)
{
    json_t *o = json_object_get(state, name);
    return json_is_object(o) ? json_incref(o) : json_object();
}

struct calls *calls_new(const char *state)
{
    struct calls *c = calloc(1, sizeof *c);
    json_t *kept = state ? json_loads(state, 0, NULL) : NULL;
    if (!c)
        abort();
    *c = (struct calls){object_of(kept, "calls"), object_of(kept, "files"), json_object(),
                        json_object()};
    json_decref(kept);
    return c;
}

void calls_free(struct calls *c)
{
    if (!c)
        return;
    json_decref(c->open);
    json_decref(c->files);
    json_decref(c->channels);
    json_decref(c->members);
    free(c);
}

const char *calls_state(const struct calls *c, struct arena *a)
{
    json_t *state = json_pack("{s:O, s:O}", "calls", c->open, "files", c->files);
    while (json_object_size(c->files) > FILES_MAX) /* the oldest come first */
        json_object_del(c->files, json_object_iter_key(json_object_iter(c->files)));
    char *text = state ? json_dumps(state, JSON_COMPACT) : NULL;
    if (!text)
        abort();
    const char *out = arena_dup(a, text);
    json_decref(state);
    free(text);
    return out;
}

json_t *call_find(const struct calls *c, const char *ref)
{
    return json_object_get(c->open, ref);
}

json_t *call_linked(const struct calls *c, const char *linked)
{
    const char *ref;
    json_t *call = call_find(c, linked);
    if (call || !*linked)
        return call;
    json_object_foreach(c->open, ref, call)
    {
        const char *of = get_text(call, "linked");
        if (of && strcmp(of, linked) == 0)
            return call;
    }
    return NULL;
}

/* Names that a number may have been dialed as; not s, h and the like. */
static bool is_number(const char *s)
{
    size_t n = strlen(s + (*s == '+'));
    return n >= 5 && n <= 15 && strspn(s + (*s == '+'), "0123456789") == n;
}

json_t *call_make(struct calls *c, const char *ref, const struct ami_block *e, ms_t at)
{
    json_t *call = call_find(c, ref), *channel = json_object_get(c->channels, ref);
    if (call || !*ref || json_object_size(c->open) >= CALLS_OPEN_MAX)
        return call;
    const char *exten = get_text(channel, "exten"), *linked = ami_get(e, "Linkedid");
    call = json_pack("{s:[], s:b}", "legs", "whole", channel != NULL);
    if (!call || json_object_set_new(c->open, ref, call) != 0)
        abort();
    set_int(call, "created", channel ? get_int(channel, "at") : at);
    set_text(call, "linked", linked);
    set_text(call, "number", ami_known(e, "CallerIDNum"));
    set_text(call, "name", ami_known(e, "CallerIDName"));
    set_text(call, "did", exten && is_number(exten) ? exten : NULL);
    set_text(call, "key", ami_variable(e, "CC_INTERACTION_ID"));
    json_object_del(c->channels, ref);
    call_touch(call, at);
    return call;
}

void call_touch(json_t *call, ms_t at)
{
    json_object_set_new(call, "changed", json_true());
    if (at > get_int(call, "at"))
        set_int(call, "at", at);
}

size_t calls_open(const struct calls *c)
{
    return json_object_size(c->open);
}

const char *calls_recorded(const struct calls *c, const char *file)
{
    return get_text(c->files, file);
}

/* --- legs ------------------------------------------------------------------------------------- */

json_t *call_leg(const json_t *call)
{
    const json_t *legs = json_object_get(call, "legs");
    json_t *last = json_array_get(legs, json_array_size(legs) - 1);
    return last && !json_object_get(last, "left") ? last : NULL;
}

json_t *call_leg_new(json_t *call, const char *queue, ms_t queued)
{
    json_t *legs = json_object_get(call, "legs"), *leg = json_object();
    if (json_array_size(legs) >= CALL_LEGS_MAX)
        json_array_remove(legs, 0);
    if (!leg || json_array_append_new(legs, leg) != 0)
        abort();
    set_text(leg, "queue", queue);
    if (queued)
        set_int(leg, "queued", queued);
    return leg;
}

void call_unhold(json_t *leg, ms_t at)
{
    int64_t since = get_int(leg, "held");
    if (since && at > since)
        set_int(leg, "hold", get_int(leg, "hold") + at - since);
    json_object_del(leg, "held");
}

void call_leg_end(json_t *leg, ms_t at, const char *reason)
{
    call_unhold(leg, at);
    set_int(leg, "left", at);
    set_text(leg, "reason", reason);
}

void call_close(json_t *call, ms_t at)
{
    json_t *leg = call_leg(call);
    if (leg)
        call_leg_end(leg, at, NULL);
    set_int(call, "closed", at);
    call_touch(call, at);
}

/* --- documents -------------------------------------------------------------------------------- */

static void put(json_t *o, const char *name, json_t *v)
{
    if (v && json_object_set_new(o, name, v) != 0)
        abort();
}

static json_t *as_time(int64_t at)
{
    char text[CLOCK_ISO_SIZE];
    return at ? json_string(clock_iso(at, text)) : NULL;
}

static json_t *as_text(const json_t *o, const char *name)
{
    return json_incref(json_object_get(o, name));
}

static json_t *as_seconds(int64_t ms)
{
    return json_integer(ms > 0 ? (ms + 500) / 1000 : 0);
}

static int64_t talked(const json_t *leg)
{
    int64_t answered = get_int(leg, "answered"), left = get_int(leg, "left");
    return answered && left > answered ? left - answered - get_int(leg, "hold") : 0;
}

static json_t *leg_document(const json_t *leg)
{
    json_t *o = json_object();
    bool answered = json_object_get(leg, "answered"), over = json_object_get(leg, "left");
    put(o, "queue", as_text(leg, "queue"));
    put(o, "agent", as_text(leg, "agent"));
    put(o, "queued_at", as_time(get_int(leg, "queued")));
    put(o, "answered_at", as_time(get_int(leg, "answered")));
    put(o, "left_at", as_time(get_int(leg, "left")));
    put(o, "left_reason", as_text(leg, "reason"));
    put(o, "transfer_kind", as_text(leg, "transfer"));
    if (json_object_get(leg, "ring"))
        put(o, "ring_s", as_seconds(get_int(leg, "ring")));
    if (answered && over) {
        put(o, "talk_s", as_seconds(talked(leg)));
        put(o, "hold_s", as_seconds(get_int(leg, "hold")));
    }
    return o;
}

/* The legs, and what they add up to. */
static void put_legs(json_t *doc, const json_t *call)
{
    json_t *legs = json_array(), *leg;
    int64_t waited = 0, spoken = 0, held = 0, n = 0;
    size_t i;
    json_array_foreach(json_object_get(call, "legs"), i, leg)
    {
        int64_t queued = get_int(leg, "queued"), answered = get_int(leg, "answered");
        int64_t until = answered ? answered : get_int(leg, "left");
        waited += queued && until > queued ? until - queued : 0;
        spoken += talked(leg);
        held += get_int(leg, "hold");
        n += answered != 0;
        json_array_append_new(legs, leg_document(leg));
    }
    put(doc, "legs", legs);
    if (!get_int(call, "closed"))
        return;
    put(doc, "wait_s", as_seconds(waited));
    put(doc, "duration_s", as_seconds(spoken + held));
    if (n)
        put(doc, "hold_s", as_seconds(held));
}

/* Queue and agent are those of the last leg that had one. */
static void put_last(json_t *doc, const json_t *call, const char *name)
{
    const json_t *legs = json_object_get(call, "legs");
    for (size_t i = json_array_size(legs); i-- > 0;) {
        const json_t *leg = json_array_get(legs, i), *reason = json_object_get(leg, "reason");
        bool rang = reason && strcmp(json_string_value(reason), "ring_no_answer") == 0;
        if (!rang && get_text(leg, name)) {
            put(doc, name, as_text(leg, name));
            return;
        }
    }
}

static bool was_answered(const json_t *call)
{
    const json_t *leg;
    size_t i;
    json_array_foreach(json_object_get(call, "legs"), i,
                       leg) if (get_int(leg, "answered")) return true;
    return false;
}

static void put_end(json_t *doc, const json_t *call)
{
    const char *outcome = get_text(call, "outcome");
    put(doc, "closed_at", as_time(get_int(call, "closed")));
    put(doc, "ended_by", as_text(call, "ended_by"));
    if (!outcome)
        outcome = was_answered(call) ? "complete" : "incomplete";
    put(doc, "outcome", json_string(outcome));
}

static void free_document(void *doc)
{
    json_decref(doc);
}

static json_t *call_document(struct arena *a, const char *ref, const json_t *call, bool legs)
{
    bool closed = get_int(call, "closed");
    json_t *doc = json_pack("{s:s, s:s, s:s, s:s}", "id", ref, "status",
                            closed ? "closed" : "active", "channel", "voice", "platform", "phone");
    json_t *details = json_object();
    if (!doc || !details)
        abort();
    arena_cleanup(a, free_document, doc);
    put(doc, "created_at", as_time(get_int(call, "created")));
    put(doc, "phone_number", as_text(call, "number"));
    put(doc, "did", as_text(call, "did"));
    put_last(doc, call, "queue");
    put_last(doc, call, "agent");
    if (json_object_get(doc, "queue"))
        put(doc, "direction", json_string("inbound"));
    put(details, "caller_name", as_text(call, "name"));
    put(details, "cc_interaction_id", as_text(call, "key"));
    if (closed)
        put_end(doc, call);
    if (legs || json_is_true(json_object_get(call, "whole")))
        put_legs(doc, call);
    if (json_object_size(details))
        put(doc, "details", details);
    else
        json_decref(details);
    return doc;
}

size_t calls_changes(struct calls *c, struct arena *a, bool legs, struct call_change **out)
{
    const char *ref;
    json_t *call;
    size_t n = 0;
    *out = arena_array(a, json_object_size(c->open) + 1, sizeof **out);
    json_object_foreach(c->open, ref, call) if (json_object_get(call, "changed"))(*out)[n++] =
        (struct call_change){arena_dup(a, ref), call_document(a, ref, call, legs),
                             get_int(call, "at")};
    return n;
}

size_t calls_agents(struct calls *c, struct arena *a, struct agent_state **out)
{
    const char *name;
    json_t *m;
    size_t n = 0;
    *out = arena_array(a, json_object_size(c->members) + 1, sizeof **out);
    json_object_foreach(c->members, name, m) if (json_object_get(m, "changed"))(*out)[n++] =
        (struct agent_state){arena_dup(a, name), arena_dup(a, get_text(m, "state")),
                             get_text(m, "reason") ? arena_dup(a, get_text(m, "reason")) : NULL,
                             get_int(m, "at")};
    return n;
}

void calls_settled(struct calls *c)
{
    const char *name;
    json_t *o;
    void *next;
    json_object_foreach_safe(c->open, next, name, o)
    {
        json_object_del(o, "changed");
        if (get_int(o, "closed"))
            json_object_del(c->open, name);
    }
    json_object_foreach(c->members, name, o) json_object_del(o, "changed");
}
