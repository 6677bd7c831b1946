#include "asterisk/join_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, SWEEP_MS = 5 * SECOND };

struct join *join_new(const struct join_options *options)
{
    struct join *j = join_memory(calloc(1, sizeof *j));
    j->o = *options;
    if (!j->o.hung_up_ms)
        j->o.hung_up_ms = MINUTE;
    if (!j->o.moved_ms)
        j->o.moved_ms = HOUR;
    if (!j->o.silent_ms)
        j->o.silent_ms = 12 * HOUR;
    return j;
}

void join_free(struct join *j)
{
    while (j->oldest)
        join_call_free(j, j->oldest);
    free((void *)j->buckets);
    free(j);
}

size_t join_open(const struct join *j)
{
    return j->open;
}

/* --- time ------------------------------------------------------------------------------------ */

const struct visit *join_last_visit(const struct call *c)
{
    const struct visit *last = NULL;
    for (size_t i = 0; i < c->n_visits; i++)
        if (c->visits[i].kind == VISIT_QUEUE && (!last || last->left_at))
            last = &c->visits[i];
    return last;
}

/* The caller may come back: transferred, or on the way through the dialplan. */
static bool moved(const struct visit *v)
{
    static const char *const ways[] = {"transferred", "timeout", "overflow", NULL};
    size_t i = 0;
    while (v->reason && ways[i] && strcmp(ways[i], v->reason) != 0)
        i++;
    return v->reason && ways[i];
}

bool join_ended(const struct call *c)
{
    const struct visit *v = join_last_visit(c);
    if (c->over)
        return true;
    if (c->channels > 0 || (v && !v->left_at))
        return false;
    if (v && moved(v) && c->ends < v->left_at && !c->channels_known)
        return false;
    return v || c->n_paths || c->channels_known;
}

ms_t join_deadline(const struct join *j, const struct call *c)
{
    const struct visit *v = join_last_visit(c);
    ms_t last = c->last > c->ends ? c->last : c->ends;
    if (!c->last) /* nothing but recordings */
        return last + j->o.moved_ms;
    if (c->over)
        return c->last + 2 * SECOND;
    if (c->lost)
        return c->last + j->o.hung_up_ms;
    if (v && !v->left_at)
        return last + j->o.silent_ms;
    if (c->channels > 0 && c->ends < c->last)
        return last + j->o.silent_ms;
    if (join_ended(c))
        return last + j->o.hung_up_ms;
    return last + j->o.moved_ms;
}

static void finish(struct join *j, struct call *c)
{
    bool ended = join_ended(c);
    struct join_call call = {.id = c->id,
                             .incomplete = !ended,
                             .guessed = c->guessed,
                             .figures = join_figures_of(c),
                             .events = c->n_seen};
    const struct visit *v = join_last_visit(c);
    if (v && v->left_at)
        call.incomplete = false; /* that the caller did not come back is no loss */
    call.incomplete = call.incomplete && c->last;
    if (c->last)
        call.document = join_document(j, c, true, call.incomplete);
    j->o.done(j->o.data, &call);
    join_call_free(j, c);
}

void join_advance(struct join *j, ms_t now)
{
    if (now > j->now)
        j->now = now;
    if (j->now - j->swept < SWEEP_MS)
        return;
    j->swept = j->now;
    for (struct call *c = j->oldest, *next; c; c = next) {
        next = c->next;
        if (join_deadline(j, c) <= j->now)
            finish(j, c);
    }
}

void join_flush(struct join *j)
{
    while (j->oldest)
        finish(j, j->oldest);
}

void join_changed(struct join *j,
                  void (*changed)(void *data, const char *id, json_t *document, bool closed),
                  void *data)
{
    for (struct call *c = j->oldest; c; c = c->next)
        if (c->changed && c->last) {
            bool closed = join_ended(c);
            c->changed = false;
            changed(data, c->id, join_document(j, c, closed, false), closed);
        }
}

/* --- calls ----------------------------------------------------------------------------------- */

static uint64_t hash_text(uint64_t h, const char *s)
{
    do
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    while (*s++);
    return h;
}

uint64_t join_hash(ms_t at, const char *const *texts, size_t n)
{
    uint64_t h = 1469598103934665603u ^ (uint64_t)at;
    for (size_t i = 0; i < n; i++)
        h = hash_text(h, texts[i] ? texts[i] : "");
    return h;
}

void join_touch(struct call *c, ms_t at)
{
    if (!c->first || at < c->first)
        c->first = at;
    if (at > c->last)
        c->last = at;
    c->changed = true;
    c->lost = false;
}

static void rename_call(struct join *j, struct call *c, const char *id)
{
    if (j->o.merged && c->first)
        j->o.merged(j->o.data, c->id, id);
    free(c->id);
    c->id = join_memory(strdup(id));
    join_alias(j, c, id);
}

struct call *join_call_of(struct join *j, const char *uniqueid, const char *linkedid)
{
    struct call *c = join_find(j, uniqueid), *l = join_find(j, linkedid);
    if (l && c && l != c)
        join_merge(j, l, c);
    if (!l && c && *linkedid && !c->linked)
        rename_call(j, c, linkedid);
    if (!l)
        l = c ? c : join_call_new(j, *linkedid ? linkedid : uniqueid);
    l->linked = l->linked || *linkedid;
    join_alias(j, l, uniqueid);
    if (*linkedid)
        join_alias(j, l, linkedid);
    return l;
}

/* --- recordings ------------------------------------------------------------------------------ */

bool join_recording_id(const char *file_name, char *out, size_t size)
{
    static const char id[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const char *slash = strrchr(file_name, '/');
    for (const char *s = slash ? slash + 1 : file_name; *s; s++) {
        size_t n = strspn(s, "0123456789"), m = s[n] == '.' ? strspn(s + n + 1, "0123456789") : 0;
        if (n && (n < 9 || n > 10 || !m)) {
            s += n - 1;
            continue;
        }
        if (n && n + 1 + m < size) {
            memcpy(out, s, n + 1 + m);
            out[n + 1 + m] = 0;
            return !s[n + 1 + m] || !strchr(id, s[n + 1 + m]);
        }
    }
    return false;
}

enum join_use join_recording(struct join *j, const char *uniqueid, ms_t at, const char *path,
                             int64_t size)
{
    join_advance(j, at);
    struct call *c = join_call_of(j, uniqueid, "");
    const char *texts[] = {"recording", path};
    if (!join_fresh(c, join_hash(0, texts, 2)))
        return JOIN_REPEATED;
    if (!c->recordings)
        c->recordings = join_memory(json_array());
    if (json_array_size(c->recordings) >= RECORDINGS_MAX)
        return JOIN_ODD;
    json_t *r = json_pack("{s:s, s:s}", "store", "disk", "path", path);
    if (!r)
        return JOIN_ODD; /* a name that is no UTF-8 */
    if (size >= 0)
        json_object_set_new(r, "size_bytes", json_integer(size));
    json_array_append_new(c->recordings, r);
    if (at > c->ends && !c->last)
        c->ends = at;
    c->changed = true;
    return JOIN_USED;
}
