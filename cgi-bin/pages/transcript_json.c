#include "transcript_json.h"

#include "auth/session.h"
#include "view/json_put.h"

#include <jansson.h>

enum err transcript_read(struct request *r, int64_t id, struct transcript *t)
{
    enum err e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &t->catalog);
    if (!e)
        e = conversation_find(r->db, r->arena, r->scope, id, &t->i);
    if (!e)
        e = conversation_messages(r->db, r->arena, r->scope, &t->i, &conversation_all, &t->said);
    if (!e)
        e = conversation_calls(r->db, r->arena, r->scope, &t->i, &conversation_all, &t->calls);
    if (!e && (t->said.more || t->calls.more))
        e = err_set(ERR_TOO_LARGE, "this transcript is too long for one file: more than 32 MB of "
                                   "text, or more than 100,000 messages");
    if (!e && !t->said.n && !t->calls.n)
        e = err_set(ERR_NOT_FOUND, "no transcript");
    return e;
}

static const char *known_name(const struct transcript *t, enum catalog_dim dim, int64_t id)
{
    const struct catalog_entry *e = id ? catalog_find(t->catalog, dim, id) : NULL;
    return e ? e->name : NULL;
}

static void put_interaction(struct buf *b, const struct transcript *t)
{
    const struct interaction *i = &t->i;
    json_put_open(b, "interaction", '{');
    json_put_int(b, "id", i->id);
    json_put_time(b, "created_at", i->created_at);
    json_put_time(b, "closed_at", i->closed_at);
    json_put_text(b, "channel", i->channel);
    json_put_text(b, "status", i->status);
    json_put_text(b, "client", i->contact_name);
    json_put_text(b, "number", i->phone_number);
    json_put_text(b, "queue", known_name(t, DIM_QUEUE, i->queue_id));
    json_put_text(b, "agent", known_name(t, DIM_AGENT, i->agent_id));
    json_put_text(b, "did", known_name(t, DIM_DID, i->did_id));
    json_put_text(b, "disposition", known_name(t, DIM_DISPOSITION, i->disposition_id));
    json_put_known(b, "duration_s", i->duration_s, i->duration_s >= 0);
    json_put_close(b, '}');
}

static void put_media(struct buf *b, const struct message *m)
{
    if (!m->media_path) {
        json_put_text(b, "media", NULL);
        return;
    }
    json_put_open(b, "media", '{');
    json_put_text(b, "type", m->media_type);
    json_put_text(b, "name", m->media_name);
    json_put_known(b, "bytes", m->media_bytes, m->media_bytes >= 0);
    json_put_close(b, '}');
}

static void put_message(struct buf *b, const struct transcript *t, const struct message *m)
{
    json_put_open(b, NULL, '{');
    json_put_int(b, "no", m->no);
    json_put_text(b, "role", m->role);
    json_put_text(b, "agent", known_name(t, DIM_AGENT, m->agent_id));
    json_put_known(b, "offset_ms", m->offset_ms, m->offset_ms >= 0);
    json_put_time(b, "sent_at", m->sent_at);
    json_put_text(b, "sentiment", m->sentiment);
    json_put_text(b, "text", m->body);
    put_media(b, m);
    json_put_close(b, '}');
}

static void put_call(struct buf *b, const struct function_call *c)
{
    json_put_open(b, NULL, '{');
    json_put_int(b, "no", c->no);
    json_put_text(b, "name", c->name);
    json_put_known(b, "after_message_no", c->after_message_no, c->after_message_no >= 0);
    json_put_known(b, "offset_ms", c->offset_ms, c->offset_ms >= 0);
    json_put_text(b, "status", c->status);
    json_put_json(b, "parameters", c->parameters, JSON_DECODE_ANY);
    json_put_json(b, "result", c->result, 0);
    json_put_close(b, '}');
}

void transcript_json(struct buf *b, const struct transcript *t)
{
    json_put_open(b, NULL, '{');
    put_interaction(b, t);
    json_put_open(b, "messages", '[');
    for (size_t m = 0; m < t->said.n; m++)
        put_message(b, t, &t->said.list[m]);
    json_put_close(b, ']');
    json_put_open(b, "functions", '[');
    for (size_t c = 0; c < t->calls.n; c++)
        put_call(b, &t->calls.list[c]);
    json_put_close(b, ']');
    json_put_close(b, '}');
}
