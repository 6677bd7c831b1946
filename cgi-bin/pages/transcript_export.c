/* The whole transcript as a file, in UTF-8: text to be read, or JSON to be worked with.
 *
 * Text: a head of "Name: value" lines, then one paragraph for each message and call. What somebody
 * wrote is indented, so that no line of it can pass for another's.
 *
 * JSON: {"interaction": {...}, "messages": [...], "functions": [...]}, both lists in their order
 * and with every text as it is stored; what is unknown is null. Times are ISO 8601 in UTC, offsets
 * milliseconds from the interaction's start. A function's place is behind the message number
 * after_message_no, else at offset_ms. Its parameters are JSON; its result is JSON where it is an
 * object or array, else a string.
 *
 * An export is put together in memory, so its texts may have 32 MB (conversation_all); what is
 * longer is refused. */
#include "app/audit.h"
#include "auth/session.h"
#include "cells.h"
#include "conversation.h"
#include "grid_filters.h"
#include "talk.h"
#include "view/excerpt.h"
#include "view/format.h"
#include "view/visible.h"

#include <jansson.h>

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const formats[] = {"text", "json", NULL};

const struct param transcript_export_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "format", .kind = PARAM_CHOICE, .choices = formats},
    {0},
};

struct export
{
    struct request *r;
    const struct catalog *catalog;
    struct interaction i;
    struct messages said;
    struct function_calls calls;
    struct buf *out;
};

/* --- text ------------------------------------------------------------------------------------- */

/* A name on one line, whatever somebody put into it. */
static const char *one_line(struct export *x, const char *text)
{
    enum { LINE_CHARS = 300 };
    return excerpt(x->r->arena, text, LINE_CHARS);
}

static void head_line(struct export *x, const char *name, const char *value)
{
    if (value && strcmp(value, FORMAT_UNKNOWN) != 0)
        buf_printf(x->out, "%s: %s\n", name, one_line(x, value));
}

static void text_head(struct export *x)
{
    const struct interaction *i = &x->i;
    struct arena *a = x->r->arena;
    const char *did = cell_name(x->catalog, DIM_DID, i->did_id);
    buf_printf(x->out, "Interaction: %lld\n", (long long)i->id);
    head_line(x, "Created", format_time_exact(a, x->r->session->zone, i->created_at));
    head_line(x, "Channel", grid_choice_label(FIELD_CHANNEL, i->channel));
    head_line(x, "Client", cell_client(i, did));
    head_line(x, "Number", i->phone_number);
    head_line(x, "Agent", cell_name(x->catalog, DIM_AGENT, i->agent_id));
    head_line(x, "Queue", cell_name(x->catalog, DIM_QUEUE, i->queue_id));
    head_line(x, "Disposition", cell_name(x->catalog, DIM_DISPOSITION, i->disposition_id));
    head_line(x, "Duration", format_duration(a, i->duration_s));
}

/* Every line of it behind blanks. */
static void indented(struct export *x, const char *text)
{
    for (const char *s = visible(x->r->arena, text);; s++) {
        size_t n = strcspn(s, "\n");
        buf_puts(x->out, "    ");
        buf_add(x->out, s, n);
        buf_putc(x->out, '\n');
        s += n;
        if (!*s)
            return;
    }
}

static void text_when(struct export *x, int64_t offset_ms, ms_t sent_at)
{
    struct arena *a = x->r->arena;
    const char *at = offset_ms >= 0 ? format_duration(a, offset_ms / 1000)
                     : sent_at      ? format_time_exact(a, x->r->session->zone, sent_at)
                                    : NULL;
    buf_putc(x->out, '\n');
    if (at)
        buf_printf(x->out, "[%s] ", at);
}

static void text_message(struct export *x, const struct message *m)
{
    text_when(x, m->offset_ms, m->sent_at);
    buf_puts(x->out, one_line(x, talk_speaker(m, x->catalog)));
    if (m->sentiment)
        buf_printf(x->out, " (%s)", grid_choice_label(FIELD_SENTIMENT, m->sentiment));
    buf_puts(x->out, ":\n");
    if (*m->body || !m->media_path)
        indented(x, m->body);
    if (m->media_path)
        buf_printf(x->out, "    [File: %s]\n",
                   one_line(x, m->media_name   ? m->media_name
                               : m->media_type ? m->media_type
                                               : "without a name"));
}

static void text_call(struct export *x, const struct function_call *c)
{
    text_when(x, c->offset_ms, 0);
    buf_printf(x->out, "Function %s", one_line(x, c->name));
    if (c->status)
        buf_printf(x->out, " (%s)", talk_status_label(c->status));
    buf_puts(x->out, ":\n");
    if (c->parameters) {
        buf_puts(x->out, "  Parameters:\n");
        indented(x, c->parameters);
    }
    if (c->result) {
        buf_puts(x->out, "  Result:\n");
        indented(x, c->result);
    }
}

/* Adds the calls that have their place before the message, NULL: all that are left. */
static void text_calls(struct export *x, const struct message *before)
{
    size_t left = 0;
    for (size_t c = 0; c < x->calls.n; c++)
        if (before && !conversation_before(&x->calls.list[c], before))
            x->calls.list[left++] = x->calls.list[c];
        else
            text_call(x, &x->calls.list[c]);
    x->calls.n = left;
}

static void write_text(struct export *x)
{
    text_head(x);
    for (size_t m = 0; m < x->said.n; m++) {
        text_calls(x, &x->said.list[m]);
        text_message(x, &x->said.list[m]);
    }
    text_calls(x, NULL);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static int add_piece(const char *s, size_t n, void *out)
{
    buf_add(out, s, n);
    return 0;
}

/* The key with what belongs before it. */
static void key(struct export *x, const char *name)
{
    char last = x->out->s[x->out->len - 1];
    buf_printf(x->out, "%s\"%s\":", last == '{' ? "" : ",", name);
}

static void json_text_of(struct export *x, const char *name, const char *text)
{
    json_t *j = text ? json_string(text) : json_null();
    key(x, name);
    if (!j || json_dump_callback(j, add_piece, x->out, JSON_ENCODE_ANY))
        buf_puts(x->out, "null");
    json_decref(j);
}

static void json_number(struct export *x, const char *name, int64_t n, bool known)
{
    key(x, name);
    if (known)
        buf_printf(x->out, "%lld", (long long)n);
    else
        buf_puts(x->out, "null");
}

static void json_time(struct export *x, const char *name, ms_t at)
{
    char iso[CLOCK_ISO_SIZE];
    json_text_of(x, name, at ? clock_iso(at, iso) : NULL);
}

/* JSON goes in as it is stored, digit by digit; what is none is a string. */
static void json_value(struct export *x, const char *name, const char *text, size_t flags)
{
    json_t *j = text ? json_loadb(text, strlen(text), flags, NULL) : NULL;
    if (j) {
        key(x, name);
        buf_puts(x->out, text);
    } else {
        json_text_of(x, name, text);
    }
    json_decref(j);
}

static const char *known_name(struct export *x, enum catalog_dim dim, int64_t id)
{
    const struct catalog_entry *e = id ? catalog_find(x->catalog, dim, id) : NULL;
    return e ? e->name : NULL;
}

static void json_interaction(struct export *x)
{
    const struct interaction *i = &x->i;
    buf_putc(x->out, '{');
    json_number(x, "id", i->id, true);
    json_time(x, "created_at", i->created_at);
    json_time(x, "closed_at", i->closed_at);
    json_text_of(x, "channel", i->channel);
    json_text_of(x, "status", i->status);
    json_text_of(x, "client", i->contact_name);
    json_text_of(x, "number", i->phone_number);
    json_text_of(x, "queue", known_name(x, DIM_QUEUE, i->queue_id));
    json_text_of(x, "agent", known_name(x, DIM_AGENT, i->agent_id));
    json_text_of(x, "did", known_name(x, DIM_DID, i->did_id));
    json_text_of(x, "disposition", known_name(x, DIM_DISPOSITION, i->disposition_id));
    json_number(x, "duration_s", i->duration_s, i->duration_s >= 0);
    buf_putc(x->out, '}');
}

static void json_message(struct export *x, const struct message *m)
{
    buf_putc(x->out, '{');
    json_number(x, "no", m->no, true);
    json_text_of(x, "role", m->role);
    json_text_of(x, "agent", known_name(x, DIM_AGENT, m->agent_id));
    json_number(x, "offset_ms", m->offset_ms, m->offset_ms >= 0);
    json_time(x, "sent_at", m->sent_at);
    json_text_of(x, "sentiment", m->sentiment);
    json_text_of(x, "text", m->body);
    key(x, "media");
    buf_puts(x->out, m->media_path ? "{" : "null");
    if (m->media_path) {
        json_text_of(x, "type", m->media_type);
        json_text_of(x, "name", m->media_name);
        json_number(x, "bytes", m->media_bytes, m->media_bytes >= 0);
        buf_putc(x->out, '}');
    }
    buf_putc(x->out, '}');
}

static void json_call(struct export *x, const struct function_call *c)
{
    buf_putc(x->out, '{');
    json_number(x, "no", c->no, true);
    json_text_of(x, "name", c->name);
    json_number(x, "after_message_no", c->after_message_no, c->after_message_no >= 0);
    json_number(x, "offset_ms", c->offset_ms, c->offset_ms >= 0);
    json_text_of(x, "status", c->status);
    json_value(x, "parameters", c->parameters, JSON_DECODE_ANY);
    json_value(x, "result", c->result, 0);
    buf_putc(x->out, '}');
}

static void write_json(struct export *x)
{
    buf_putc(x->out, '{');
    key(x, "interaction");
    json_interaction(x);
    key(x, "messages");
    buf_puts(x->out, "[");
    for (size_t m = 0; m < x->said.n; m++) {
        buf_puts(x->out, m ? ",\n" : "\n");
        json_message(x, &x->said.list[m]);
    }
    buf_puts(x->out, "]");
    key(x, "functions");
    buf_puts(x->out, "[");
    for (size_t c = 0; c < x->calls.n; c++) {
        buf_puts(x->out, c ? ",\n" : "\n");
        json_call(x, &x->calls.list[c]);
    }
    buf_puts(x->out, "]}\n");
}

/* ---------------------------------------------------------------------------------------------- */

static const struct {
    const char *type, *end;
    void (*write)(struct export *);
} writers[] = {
    [FORMAT_TEXT] = {"text/plain; charset=utf-8", "txt", write_text},
    [FORMAT_JSON] = {"application/json", "json", write_json},
};

static enum err read_export(struct export *x)
{
    struct request *r = x->r;
    enum err e = session_allow(r->session, "export");
    if (!e)
        e = conversation_read(r, &x->i, &x->catalog);
    if (!e)
        e = conversation_messages(r->db, r->arena, r->scope, &x->i, &conversation_all, &x->said);
    if (!e)
        e = conversation_calls(r->db, r->arena, r->scope, &x->i, &conversation_all, &x->calls);
    if (!e && (x->said.more || x->calls.more))
        e = err_set(ERR_TOO_LARGE, "this transcript is too long for one file: more than 32 MB of "
                                   "text, or more than 100,000 messages");
    if (!e && !x->said.n && !x->calls.n)
        e = err_set(ERR_NOT_FOUND, "no transcript");
    return e;
}

/* transcript-2026-11-21-1234.txt: no names of people in a folder of downloads. */
static const char *file_name(struct export *x, const char *end)
{
    struct date d = zone_civil(x->r->session->zone, x->i.created_at).date;
    return arena_printf(x->r->arena, "transcript-%s-%lld.%s", format_date(x->r->arena, d),
                        (long long)x->i.id, end);
}

enum err transcript_export(struct request *r, struct response *out)
{
    struct export x = {.r = r, .out = &out->body};
    int format = param_choice(&r->query, "format", FORMAT_TEXT);
    enum err e = read_export(&x);
    if (e)
        return e;
    struct audit_detail details[] = {{.key = "format", .is = formats[format]}, {0}};
    audit_note(r, "transcript.exported", conversation_subject(r, &x.i), details);
    writers[format].write(&x);
    out->type = writers[format].type;
    response_header(
        out, "Content-Disposition",
        arena_printf(r->arena, "attachment; filename=\"%s\"", file_name(&x, writers[format].end)));
    return OK;
}
