#include "asterisk/join_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { BUCKETS = 1024 };

void *join_memory(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return p;
}

/* --- texts ----------------------------------------------------------------------------------- */

char *join_text(const char *s)
{
    if (!s)
        return NULL;
    size_t len = strnlen(s, JOIN_TEXT), n = 0;
    char *out = join_memory(malloc(len + 1));
    for (size_t i = 0; i < len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t k =
            utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(len - i), &c);
        if (k < 0 && len == JOIN_TEXT && len - i < 4)
            break; /* cut within a character */
        if (k <= 0 || c < 0x20 || c == 0x7f) {
            out[n++] = k <= 0 ? '?' : ' ';
            i++;
            continue;
        }
        memcpy(out + n, s + i, (size_t)k);
        n += (size_t)k;
        i += (size_t)k;
    }
    out[n] = 0;
    return out;
}

bool join_fill(char **text, const char *s)
{
    if ((*text && **text) || !s || !*s)
        return false;
    free(*text);
    *text = join_text(s);
    return true;
}

/* --- finding --------------------------------------------------------------------------------- */

static size_t bucket_of(const struct join *j, const char *id)
{
    uint64_t h = 1469598103934665603u;
    for (; *id; id++)
        h = (h ^ (unsigned char)*id) * 1099511628211u;
    return (h ^ h >> 29) & (j->n_buckets - 1);
}

static struct alias *alias_find(const struct join *j, const char *id)
{
    struct alias *a = j->n_buckets ? j->buckets[bucket_of(j, id)] : NULL;
    while (a && strcmp(a->id, id) != 0)
        a = a->next;
    return a;
}

struct call *join_find(const struct join *j, const char *id)
{
    struct alias *a = *id ? alias_find(j, id) : NULL;
    return a ? a->call : NULL;
}

static void grow(struct join *j)
{
    struct alias **old = j->buckets;
    size_t n = j->n_buckets;
    j->n_buckets = n ? 2 * n : BUCKETS;
    j->buckets = join_memory(calloc(j->n_buckets, sizeof(struct alias *)));
    for (size_t i = 0; i < n; i++)
        for (struct alias *a = old[i], *next; a; a = next) {
            struct alias **b = &j->buckets[bucket_of(j, a->id)];
            next = a->next;
            a->next = *b;
            *b = a;
        }
    free((void *)old);
}

void join_alias(struct join *j, struct call *c, const char *id)
{
    if (!*id || alias_find(j, id) || c->n_aliases == IDS_MAX)
        return;
    if (j->n_aliases >= j->n_buckets)
        grow(j);
    struct alias **b = &j->buckets[bucket_of(j, id)];
    struct alias *a = join_memory(malloc(sizeof *a + strlen(id) + 1));
    a->next = *b;
    a->other = c->aliases;
    a->call = c;
    memcpy(a->id, id, strlen(id) + 1);
    *b = c->aliases = a;
    c->n_aliases++;
    j->n_aliases++;
}

static void alias_free(struct join *j, struct alias *a)
{
    struct alias **b = &j->buckets[bucket_of(j, a->id)];
    while (*b != a)
        b = &(*b)->next;
    *b = a->next;
    free(a);
    j->n_aliases--;
}

/* --- calls ----------------------------------------------------------------------------------- */

struct call *join_call_new(struct join *j, const char *id)
{
    struct call *c = join_memory(calloc(1, sizeof *c));
    c->id = join_memory(strdup(id));
    c->prev = j->newest;
    *(j->newest ? &j->newest->next : &j->oldest) = c;
    j->newest = c;
    j->open++;
    join_alias(j, c, id);
    return c;
}

static void visit_free(struct visit *v)
{
    char *texts[] = {v->caller, v->queue, v->agent, v->to, v->context};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

static void path_free(struct path *p)
{
    char *texts[] = {p->uniqueid, p->app, p->queue, p->from, p->to, p->dst};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

void join_call_free(struct join *j, struct call *c)
{
    char *texts[] = {c->id,      c->caller,  c->caller_name, c->did,  c->dialed,        c->context,
                     c->channel, c->account, c->user_field,  c->file, c->hangup_source, c->hold_by};
    for (struct alias *a = c->aliases, *other; a; a = other) {
        other = a->other;
        alias_free(j, a);
    }
    for (size_t i = 0; i < c->n_visits; i++)
        visit_free(&c->visits[i]);
    for (size_t i = 0; i < c->n_paths; i++)
        path_free(&c->paths[i]);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    json_decref(c->events);
    json_decref(c->recordings);
    free(c->visits);
    free(c->paths);
    free(c->seen);
    *(c->prev ? &c->prev->next : &j->oldest) = c->next;
    *(c->next ? &c->next->prev : &j->newest) = c->prev;
    j->open--;
    free(c);
}

/* --- its parts ------------------------------------------------------------------------------- */

/* Room for one more in an array. */
static void *room(void *array, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return array;
    *cap = *cap ? 2 * *cap : 4;
    return join_memory(realloc(array, *cap * size));
}

struct visit *join_visit_add(struct call *c, size_t at, enum visit_kind kind)
{
    c->visits = room(c->visits, c->n_visits, &c->visits_cap, sizeof *c->visits);
    memmove(c->visits + at + 1, c->visits + at, (c->n_visits - at) * sizeof *c->visits);
    c->n_visits++;
    c->visits[at] = (struct visit){.kind = kind, .ring_ms = -1, .talk_s = -1};
    return &c->visits[at];
}

struct path *join_path_add(struct call *c)
{
    c->paths = room(c->paths, c->n_paths, &c->paths_cap, sizeof *c->paths);
    c->paths[c->n_paths] = (struct path){.start = 0};
    return &c->paths[c->n_paths++];
}

bool join_fresh(struct call *c, uint64_t hash)
{
    for (size_t i = 0; i < c->n_seen; i++)
        if (c->seen[i] == hash)
            return false;
    if (c->n_seen < 2 * VISITS_MAX) {
        c->seen = room(c->seen, c->n_seen, &c->seen_cap, sizeof *c->seen);
        c->seen[c->n_seen++] = hash;
    }
    return true;
}

void join_keep(struct call *c, json_t *event)
{
    if (!c->events)
        c->events = join_memory(json_array());
    if (json_array_size(c->events) < EVENTS_MAX)
        json_array_append(c->events, event);
    else
        c->left_out++;
    json_decref(event);
}

/* --- two that are one ------------------------------------------------------------------------ */

static int by_end(const void *x, const void *y)
{
    const struct visit *a = x, *b = y;
    return (a->left_at > b->left_at) - (a->left_at < b->left_at);
}

/* Visits that have ended in the order of their ends, so that rings come before what they led to. */
static void order_visits(struct call *c)
{
    size_t ended = 0;
    for (size_t i = 0; i < c->n_visits; i++)
        if (c->visits[i].left_at) {
            struct visit v = c->visits[i];
            memmove(c->visits + ended + 1, c->visits + ended, (i - ended) * sizeof v);
            c->visits[ended++] = v;
        }
    if (ended > 1)
        qsort(c->visits, ended, sizeof *c->visits, by_end);
}

static void move_texts(struct call *into, struct call *from)
{
    char **to[] = {&into->caller,  &into->caller_name,  &into->did,     &into->dialed,
                   &into->context, &into->channel,      &into->account, &into->user_field,
                   &into->file,    &into->hangup_source};
    char **of[] = {&from->caller,  &from->caller_name,  &from->did,     &from->dialed,
                   &from->context, &from->channel,      &from->account, &from->user_field,
                   &from->file,    &from->hangup_source};
    for (size_t i = 0; i < sizeof to / sizeof *to; i++)
        join_fill(to[i], *of[i]);
}

static void move_list(json_t **into, json_t *from, size_t max)
{
    size_t i;
    json_t *item;
    if (from && !*into)
        *into = join_memory(json_array());
    json_array_foreach(from, i, item) if (json_array_size(*into) < max)
        json_array_append(*into, item);
}

static void move_parts(struct call *into, struct call *from)
{
    for (size_t i = 0; i < from->n_visits; i++)
        *join_visit_add(into, into->n_visits, VISIT_QUEUE) = from->visits[i];
    for (size_t i = 0; i < from->n_paths; i++)
        *join_path_add(into) = from->paths[i];
    for (size_t i = 0; i < from->n_seen; i++)
        join_fresh(into, from->seen[i]);
    from->n_visits = from->n_paths = 0;
    order_visits(into);
    move_list(&into->events, from->events, EVENTS_MAX);
    move_list(&into->recordings, from->recordings, RECORDINGS_MAX);
}

static ms_t earlier(ms_t a, ms_t b)
{
    return !a || (b && b < a) ? b : a;
}

static ms_t later(ms_t a, ms_t b)
{
    return a > b ? a : b;
}

void join_merge(struct join *j, struct call *into, struct call *from)
{
    move_texts(into, from);
    move_parts(into, from);
    into->first = earlier(into->first, from->first);
    into->last = later(into->last, from->last);
    into->ends = later(into->ends, from->ends);
    into->hung_up = later(into->hung_up, from->hung_up);
    into->left_out += from->left_out;
    into->rings_left_out += from->rings_left_out;
    into->channels += from->channels;
    into->n_cel += from->n_cel;
    into->channels_known = into->channels_known || from->channels_known;
    into->guessed = into->guessed || from->guessed;
    into->changed = true;
    for (struct alias *a = from->aliases, *other; a; a = other) {
        other = a->other;
        a->call = into;
        a->other = into->aliases;
        into->aliases = a;
        into->n_aliases++;
    }
    from->aliases = NULL;
    if (j->o.merged && from->first)
        j->o.merged(j->o.data, from->id, into->id);
    join_call_free(j, from);
}
