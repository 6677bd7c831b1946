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

/* Addresses that steer a call are for nobody's eyes; what was said and how it sounded are for those
 * who may read and hear it. */
static const char *const steering[] = {"monitor", "control_url", "listen_url", NULL};
static const char *const said[] = {"turns", "transcript", "messages", NULL};
static const char *const sound[] = {"recordings", "recording_url", "presigned",
                                    "pcap",       "log_url",       NULL};

static size_t hide(const char **out, size_t n, const char *const *parts)
{
    while (*parts)
        out[n++] = *parts++;
    return n;
}

static void show_row(struct detail *d, const char *list, size_t no, const struct json_field *f)
{
    struct arena *a = d->r->arena;
    view_item(d->v, list, no, "name", cell_words(a, f->name));
    if (f->at) {
        const struct session *s = d->r->session;
        view_item(d->v, list, no, "value", format_time(a, &s->viewer, f->at, d->r->now));
        view_item(d->v, list, no, "title", format_time_exact(a, s->zone, f->at));
        return;
    }
    view_item(d->v, list, no, "value", f->value);
    if (strlen(f->value) <= LONG_BYTES && !strchr(f->value, '\n'))
        return;
    size_t n = strcspn(f->value, "\n");
    for (n = n < SHORT_BYTES ? n : SHORT_BYTES; ((unsigned char)f->value[n] & 0xc0) == 0x80;)
        n--;
    view_item(d->v, list, no, "begins", arena_printf(a, "%.*s…", (int)n, f->value));
}

/* Rows of one group follow each other. */
static void show_groups(struct detail *d, const struct json_field *fields, size_t n)
{
    struct arena *a = d->r->arena;
    size_t group = 0, row = 0;
    for (size_t i = 0; i < n; i++, row++) {
        if (i && fields[i].group != fields[i - 1].group) {
            group++;
            row = 0;
        }
        if (!row && fields[i].group)
            view_item(d->v, "Vendor.groups", group, "title", cell_words(a, fields[i].group));
        if (row == FOLDED_ROWS)
            view_item(d->v, "Vendor.groups", group, "folded", "1");
        view_item(d->v, "Vendor.groups", group, "n", arena_printf(a, "%zu", row + 1));
        show_row(d, arena_printf(a, "Vendor.groups.%zu.rows", group), row, &fields[i]);
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
    hidden = hide(parts, hidden, steering);
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
