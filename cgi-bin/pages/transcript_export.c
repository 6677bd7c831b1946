/* The whole transcript as a file, in UTF-8: text to be read, or JSON to be worked with.
 *
 * Text: a head of "Name: value" lines, then one paragraph for each message and call. What somebody
 * wrote is indented, so that no line of it can pass for another's.
 *
 * JSON: as transcript_json.h says.
 *
 * An export is put together in memory, so its texts may have 32 MB (conversation_all); what is
 * longer is refused. */
#include "app/audit.h"
#include "auth/session.h"
#include "cells.h"
#include "conversation.h"
#include "grid_filters.h"
#include "talk.h"
#include "transcript_json.h"
#include "view/excerpt.h"
#include "view/format.h"
#include "view/visible.h"

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
    struct transcript of;
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
    const struct interaction *i = &x->of.i;
    struct arena *a = x->r->arena;
    const char *did = cell_name(x->of.catalog, DIM_DID, i->did_id);
    buf_printf(x->out, "Interaction: %lld\n", (long long)i->id);
    head_line(x, "Created", format_time_exact(a, x->r->session->zone, i->created_at));
    head_line(x, "Channel", grid_choice_label(FIELD_CHANNEL, i->channel));
    head_line(x, "Client", cell_client(i, did));
    head_line(x, "Number", i->phone_number);
    head_line(x, "Agent", cell_name(x->of.catalog, DIM_AGENT, i->agent_id));
    head_line(x, "Queue", cell_name(x->of.catalog, DIM_QUEUE, i->queue_id));
    head_line(x, "Disposition", cell_name(x->of.catalog, DIM_DISPOSITION, i->disposition_id));
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
    buf_puts(x->out, one_line(x, talk_speaker(m, x->of.catalog)));
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
    for (size_t c = 0; c < x->of.calls.n; c++)
        if (before && !conversation_before(&x->of.calls.list[c], before))
            x->of.calls.list[left++] = x->of.calls.list[c];
        else
            text_call(x, &x->of.calls.list[c]);
    x->of.calls.n = left;
}

static void write_text(struct export *x)
{
    text_head(x);
    for (size_t m = 0; m < x->of.said.n; m++) {
        text_calls(x, &x->of.said.list[m]);
        text_message(x, &x->of.said.list[m]);
    }
    text_calls(x, NULL);
}

static void write_json(struct export *x)
{
    transcript_json(x->out, &x->of);
    buf_putc(x->out, '\n');
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
    enum err e = session_allow(x->r->session, "export");
    return e ? e : transcript_read(x->r, param_int(&x->r->query, "id", 0), &x->of);
}

/* transcript-2026-11-21-1234.txt: no names of people in a folder of downloads. */
static const char *file_name(struct export *x, const char *end)
{
    struct date d = zone_civil(x->r->session->zone, x->of.i.created_at).date;
    return arena_printf(x->r->arena, "transcript-%s-%lld.%s", format_date(x->r->arena, d),
                        (long long)x->of.i.id, end);
}

enum err transcript_export(struct request *r, struct response *out)
{
    struct export x = {.r = r, .out = &out->body};
    int format = param_choice(&r->query, "format", FORMAT_TEXT);
    enum err e = read_export(&x);
    if (e)
        return e;
    struct audit_detail details[] = {{.key = "format", .is = formats[format]}, {0}};
    audit_note(r, "transcript.exported", conversation_subject(r, &x.of.i), details);
    writers[format].write(&x);
    out->type = writers[format].type;
    response_header(
        out, "Content-Disposition",
        arena_printf(r->arena, "attachment; filename=\"%s\"", file_name(&x, writers[format].end)));
    return OK;
}
