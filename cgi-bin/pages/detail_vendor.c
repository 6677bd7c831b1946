/* What came with an interaction beyond what the desk has places for, as the vendor called it. */
#include "auth/session.h"
#include "cells.h"
#include "detail.h"
#include "view/format.h"
#include "view/json_fields.h"

enum { LONG_BYTES = 160, SHORT_BYTES = 90, FOLDED_ROWS = 40, HIDDEN_MAX = 20 };

static const char *const names[][2] = {
    {"elevenlabs", "ElevenLabs"}, {"retell", "Retell"}, {"vapi", "Vapi"}, {"asterisk", "Asterisk"}};

static const char *name_of(struct arena *a, const char *source)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], source) == 0)
            return names[i][1];
    return cell_words(a, source);
}

/* Addresses that steer a call are for nobody's eyes, and what kind of answer was asked for says
 * nothing; what was said and how it sounded are for those who may read and hear it. */
static const char *const never[] = {"monitor", "control_url", "listen_url", "json_schema", NULL};
static const char *const said[] = {"turns", "transcript", "messages", NULL};
static const char *const sound[] = {"recordings", "recording_url", "presigned",
                                    "pcap",       "log_url",       NULL};

static size_t hide(const char **out, size_t n, const char *const *parts)
{
    while (*parts)
        out[n++] = *parts++;
    return n;
}

static bool same(const char *x, const char *y)
{
    return x == y || (x && y && strcmp(x, y) == 0);
}

/* A value of some lines begins with its first words; a click shows the rest. */
static void fold(struct detail *d, const char *list, size_t no, const char *value)
{
    size_t n = strcspn(value, "\n");
    if (strlen(value) <= LONG_BYTES && !value[n])
        return;
    for (n = n < SHORT_BYTES ? n : SHORT_BYTES; ((unsigned char)value[n] & 0xc0) == 0x80;)
        n--;
    view_item(d->v, list, no, "begins", arena_printf(d->r->arena, "%.*s…", (int)n, value));
}

static void show_row(struct detail *d, const char *list, size_t no, const struct json_field *f,
                     bool with_path)
{
    struct arena *a = d->r->arena;
    const struct session *s = d->r->session;
    const char *name =
        with_path && f->path ? arena_printf(a, "%s › %s", f->path, f->name) : f->name;
    view_item(d->v, list, no, "name", cell_words(a, name));
    view_item(d->v, list, no, "value",
              f->at ? format_time(a, &s->viewer, f->at, d->r->now) : f->value);
    if (f->at)
        view_item(d->v, list, no, "title", format_time_exact(a, s->zone, f->at));
    else
        fold(d, list, no, f->value);
}

/* Those that follow each other and have a path in common stand below it. */
static size_t show_block(struct detail *d, const char *list, size_t no,
                         const struct json_field *fields, size_t n)
{
    struct arena *a = d->r->arena;
    size_t end = 1;
    while (end < n && same(fields[end].path, fields[0].path))
        end++;
    bool below = fields[0].path && end > 1;
    if (below)
        view_item(d->v, list, no, "title", cell_words(a, fields[0].path));
    const char *rows = arena_printf(a, "%s.%zu.rows", list, no);
    for (size_t i = 0; i < end; i++)
        show_row(d, rows, i, &fields[i], !below);
    return end;
}

static void show_groups(struct detail *d, const struct json_field *fields, size_t n)
{
    struct arena *a = d->r->arena;
    for (size_t at = 0, group = 0, end; at < n; at = end, group++) {
        for (end = at + 1; end < n && fields[end].group == fields[at].group;)
            end++;
        if (fields[at].group)
            view_item(d->v, "Vendor.groups", group, "title", cell_words(a, fields[at].group));
        if (end - at > FOLDED_ROWS)
            view_item(d->v, "Vendor.groups", group, "folded", arena_printf(a, "%zu", end - at));
        const char *blocks = arena_printf(a, "Vendor.groups.%zu.blocks", group);
        for (size_t block = 0; at < end; block++)
            at += show_block(d, blocks, block, fields + at, end - at);
    }
}

enum err detail_vendor(struct detail *d)
{
    struct detail_vendor v;
    struct json_field *fields;
    size_t n, more, hidden = 0;
    const char *parts[HIDDEN_MAX] = {0};
    enum err e = detail_vendor_more(d->r->db, d->r->arena, d->r->scope, &d->of.i, &v);
    if (e || !v.fields)
        return e;
    hidden = hide(parts, hidden, never);
    if (!detail_may(d, "transcripts"))
        hidden = hide(parts, hidden, said);
    if (!detail_may(d, "recordings_play"))
        hide(parts, hidden, sound);
    bool read = json_fields(d->r->arena, v.fields, parts, &fields, &n, &more);
    if (read && !n)
        return OK;
    view_set(d->v, "Vendor.name", name_of(d->r->arena, v.source));
    view_number(d->v, "Vendor.n", (int64_t)(n + more));
    if (!read)
        view_set(d->v, "Vendor.bad", "1");
    if (more)
        view_number(d->v, "Vendor.more", (int64_t)more);
    show_groups(d, fields, n);
    return OK;
}
