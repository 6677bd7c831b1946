/* GET /api/v1/interactions/{id}: everything of the page of one interaction. */
#include "api.h"
#include "app/audit.h"
#include "auth/session.h"
#include "conversation.h"
#include "store/api_events.h"
#include "store/detail_more.h"
#include "store/marks.h"
#include "store/timeline.h"

#include <jansson.h>

struct one {
    struct request *r;
    struct api_names names;
    struct detail_facts of;
    struct detail_more more;
    struct buf *b;
};

static void text(struct one *o, const char *name, const char *value)
{
    json_put_text(o->b, name, value);
}

static void known(struct one *o, const char *name, int64_t n)
{
    json_put_known(o->b, name, n, n >= 0);
}

static void json(struct one *o, const char *name, const char *value)
{
    json_put_json(o->b, name, value, 0);
}

static enum err put_legs(struct one *o)
{
    struct leg *legs;
    size_t n;
    enum err e = detail_legs(o->r->db, o->r->arena, o->r->scope, &o->of.i, &legs, &n);
    json_put_open(o->b, "legs", '[');
    for (size_t i = 0; !e && i < n; i++) {
        const struct leg *l = &legs[i];
        bool own = scope_is_all(o->r->scope) || scope_has(o->r->scope, l->queue_id);
        json_put_open(o->b, NULL, '{');
        api_put_named(o->b, "queue", &o->names, DIM_QUEUE, own ? l->queue_id : 0);
        json_put_bool(o->b, "elsewhere", l->queue_id && !own);
        api_put_named(o->b, "agent", &o->names, DIM_AGENT, l->agent_id);
        json_put_time(o->b, "queued_at", l->queued_at);
        json_put_time(o->b, "answered_at", l->answered_at);
        json_put_time(o->b, "left_at", l->left_at);
        text(o, "left_reason", l->left_reason);
        text(o, "transfer_kind", l->transfer_kind);
        known(o, "ring_s", l->ring_s);
        known(o, "talk_s", l->talk_s);
        known(o, "hold_s", l->hold_s);
        known(o, "acw_s", l->acw_s);
        json_put_close(o->b, '}');
    }
    json_put_close(o->b, ']');
    return e;
}

/* Their names only: what went in and out is part of the transcript. */
static enum err put_functions(struct one *o)
{
    struct called *calls;
    size_t n;
    enum err e = detail_called(o->r->db, o->r->arena, o->r->scope, &o->of.i, &calls, &n);
    json_put_open(o->b, "functions", '[');
    for (size_t i = 0; !e && i < n; i++) {
        json_put_open(o->b, NULL, '{');
        text(o, "name", calls[i].name);
        json_put_bool(o->b, "failed", calls[i].failed);
        json_put_close(o->b, '}');
    }
    json_put_close(o->b, ']');
    return e;
}

static void put_voice(struct one *o)
{
    const struct detail_more *m = &o->more;
    json_put_open(o->b, "voice_ai", '{');
    text(o, "contact_result", m->contact_result);
    text(o, "call_disposition", m->call_disposition);
    text(o, "sentiment", m->mood);
    text(o, "termination", m->termination);
    text(o, "phone_used", m->phone_used);
    known(o, "willingness", m->willingness);
    known(o, "cooperation", m->cooperation);
    if (m->identity_verified < 0)
        text(o, "identity_verified", NULL);
    else
        json_put_bool(o->b, "identity_verified", m->identity_verified);
    text(o, "llm_model", m->llm_model);
    known(o, "billable_messages", m->billable_messages);
    json(o, "cost_parts", m->cost_parts);
    json_put_close(o->b, '}');
}

static void put_web(struct one *o)
{
    const struct detail_more *m = &o->more;
    json_put_open(o->b, "web", '{');
    text(o, "browser", m->browser);
    text(o, "os", m->os);
    text(o, "ip", m->ip);
    text(o, "country", m->country);
    text(o, "city", m->city);
    text(o, "url", m->url);
    json_put_close(o->b, '}');
}

static void put_analysis(struct one *o)
{
    const struct detail_more *m = &o->more;
    json_put_open(o->b, "analysis", '{');
    text(o, "topic", m->topic);
    text(o, "summary", m->summary);
    text(o, "sentiment_description", m->sentiment_why);
    text(o, "csat_description", m->csat_why);
    text(o, "performance", m->performance);
    json(o, "keywords", m->keywords);
    json(o, "emotions", m->emotions);
    json(o, "criteria", m->criteria);
    json(o, "collected", m->collected);
    text(o, "source", m->source);
    json_put_time(o->b, "made_at", m->made_at);
    json_put_close(o->b, '}');
}

static void put_flags(struct one *o, const struct marks *m)
{
    json_put_open(o->b, "flags", '[');
    for (size_t i = 0; i < m->n_flags; i++) {
        const struct mark_flag *f = &m->flags[i];
        json_put_open(o->b, NULL, '{');
        text(o, "flag", f->flag);
        text(o, "reason", f->reason);
        json_put_bool(o->b, "ai", f->ai);
        text(o, "set_by", f->set_by);
        json_put_time(o->b, "set_at", f->set_at);
        text(o, "cleared_by", f->cleared_by);
        json_put_time(o->b, "cleared_at", f->cleared_at);
        text(o, "clear_reason", f->clear_reason);
        json_put_close(o->b, '}');
    }
    json_put_close(o->b, ']');
}

static void put_tags(struct one *o, const struct marks *m)
{
    json_put_open(o->b, "tags", '[');
    for (size_t i = 0; i < m->n_tags; i++) {
        const struct mark_tag *t = &m->tags[i];
        json_put_open(o->b, NULL, '{');
        text(o, "kind", *t->kind ? t->kind : NULL);
        text(o, "tag", t->tag);
        text(o, "source", t->source);
        text(o, "set_by", t->set_by);
        json_put_time(o->b, "set_at", t->set_at);
        json_put_close(o->b, '}');
    }
    json_put_close(o->b, ']');
}

static void put_notes(struct one *o, const struct marks *m)
{
    json_put_open(o->b, "notes", '[');
    for (size_t i = 0; i < m->n_notes; i++) {
        json_put_open(o->b, NULL, '{');
        text(o, "author", m->notes[i].author);
        text(o, "text", m->notes[i].body);
        json_put_time(o->b, "written_at", m->notes[i].written_at);
        json_put_time(o->b, "edited_at", m->notes[i].edited_at);
        json_put_close(o->b, '}');
    }
    json_put_close(o->b, ']');
}

static enum err put_marks(struct one *o)
{
    struct marks m;
    enum err e = marks_read(o->r->db, o->r->arena, o->r->scope, o->of.i.id, &m);
    if (e)
        return e;
    put_flags(o, &m);
    put_tags(o, &m);
    put_notes(o, &m);
    return OK;
}

/* That there are some, never where they lie. */
static enum err put_recordings(struct one *o)
{
    struct recording *list;
    size_t n;
    enum err e = conversation_recordings(o->r->db, o->r->arena, o->r->scope, &o->of.i, &list, &n);
    json_put_open(o->b, "recordings", '[');
    for (size_t i = 0; !e && i < n; i++) {
        json_put_open(o->b, NULL, '{');
        json_put_int(o->b, "no", list[i].no);
        text(o, "store", list[i].on_disk ? "disk" : "s3");
        known(o, "duration_ms", list[i].duration_ms);
        json_put_known(o->b, "voices", list[i].voices, list[i].voices > 0);
        json_put_close(o->b, '}');
    }
    json_put_close(o->b, ']');
    return e;
}

static void put_rows(struct one *o, const char *name, const struct interaction_rows *rows)
{
    json_put_open(o->b, name, '[');
    for (size_t i = 0; i < rows->n; i++) {
        const struct interaction *x = &rows->rows[i];
        json_put_open(o->b, NULL, '{');
        json_put_int(o->b, "id", x->id);
        json_put_time(o->b, "created_at", x->created_at);
        text(o, "channel", x->channel);
        text(o, "action_type", x->action_type);
        text(o, "result", x->result);
        text(o, "outcome", x->outcome);
        json_put_close(o->b, '}');
    }
    json_put_close(o->b, ']');
}

/* The interaction during which it was sent, and those that were sent during it. */
static enum err put_linked(struct one *o)
{
    struct request *r = o->r;
    struct interaction_rows parent = {0}, children = {0};
    const int64_t parent_id = o->of.parent_id == o->of.i.id ? 0 : o->of.parent_id;
    enum err e = timeline_visible(r->db, r->arena, r->scope, &parent_id, parent_id != 0, &parent);
    if (!e)
        e = timeline_children(r->db, r->arena, r->scope, &o->of.i.id, 1, &children);
    json_put_open(o->b, "linked", '{');
    put_rows(o, "parents", &parent);
    put_rows(o, "children", &children);
    json_put_close(o->b, '}');
    return e;
}

/* What detail_find keeps apart, where the rows of lists have it. */
static void complete(struct detail_facts *of)
{
    struct interaction *i = &of->i;
    i->result = of->result;
    i->flow = of->flow;
    i->currency = of->currency;
    i->cost_micros = of->cost_micros;
    i->account_id = of->account_id;
    i->account = of->account_reference;
    i->parent_id = of->parent_id;
    i->flagged = of->flagged;
    i->has_recording = of->has_recording;
    i->has_transcript = of->has_transcript;
    i->last_message_at = of->last_message_at;
}

static enum err read_one(struct one *o, int64_t id)
{
    struct request *r = o->r;
    enum err e =
        catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &o->names.catalog);
    if (!e)
        e = detail_find(r->db, r->arena, r->scope, id, &o->of);
    if (!e)
        e = detail_more(r->db, r->arena, r->scope, &o->of.i, &o->more);
    complete(&o->of);
    return e;
}

static enum err put_parts(struct one *o)
{
    enum err (*const parts[])(struct one *) = {put_legs, put_functions, put_marks, put_recordings,
                                               put_linked};
    enum err e = OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !e; i++)
        e = parts[i](o);
    return e;
}

static enum err show(struct request *r, struct response *out, int64_t id)
{
    struct one o = {.r = r, .names = {.r = r}, .b = &out->body};
    enum err e = read_one(&o, id);
    if (e)
        return e;
    audit_note(r, "interaction.viewed", conversation_subject(r, &o.of.i), NULL);
    api_begin(out);
    json_put_open(o.b, NULL, '{');
    api_put_interaction(o.b, &o.names, &o.of.i);
    text(&o, "source", o.of.vendor);
    text(&o, "source_id", o.of.vendor_ref);
    json_put_int(o.b, "messages", o.more.messages);
    put_analysis(&o);
    put_voice(&o);
    put_web(&o);
    e = put_parts(&o);
    json_put_close(o.b, '}');
    return e;
}

enum err api_one(struct request *r, struct response *out)
{
    return show(r, out, api_number(r->parts[0]));
}

enum err api_own(struct request *r, struct response *out)
{
    int64_t id;
    enum err e = api_own_find(r->db, r->arena, r->scope, r->parts[0], &id);
    return e ? e : show(r, out, id);
}
