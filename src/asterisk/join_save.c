/* The open calls as JSON and back: a table of members for each structure. */
#include "asterisk/join_call.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum member_kind { END, TEXT, NUMBER, FLAG, INT, WORD, LIST };

struct member {
    const char *name;
    enum member_kind kind;
    size_t at;
};

#define M(type, field, kind)                                                                       \
    {                                                                                              \
#field, kind, offsetof(struct type, field)                                                 \
    }

static const struct member call_members[] = {
    M(call, id, TEXT),
    M(call, caller, TEXT),
    M(call, caller_name, TEXT),
    M(call, did, TEXT),
    M(call, dialed, TEXT),
    M(call, context, TEXT),
    M(call, channel, TEXT),
    M(call, account, TEXT),
    M(call, user_field, TEXT),
    M(call, file, TEXT),
    M(call, hangup_source, TEXT),
    M(call, hold_by, TEXT),
    M(call, events, LIST),
    M(call, recordings, LIST),
    M(call, left_out, NUMBER),
    M(call, rings_left_out, NUMBER),
    M(call, first, NUMBER),
    M(call, last, NUMBER),
    M(call, ends, NUMBER),
    M(call, hold_since, NUMBER),
    M(call, hung_up, NUMBER),
    M(call, channels, NUMBER),
    M(call, n_cel, NUMBER),
    M(call, linked, FLAG),
    M(call, over, FLAG),
    M(call, lost, FLAG),
    M(call, guessed, FLAG),
    M(call, changed, FLAG),
    M(call, channels_known, FLAG),
    {NULL, END, 0},
};
static const struct member visit_members[] = {
    M(visit, kind, INT),
    M(visit, caller, TEXT),
    M(visit, queue, TEXT),
    M(visit, agent, TEXT),
    M(visit, to, TEXT),
    M(visit, context, TEXT),
    M(visit, queued_at, NUMBER),
    M(visit, answered_at, NUMBER),
    M(visit, left_at, NUMBER),
    M(visit, ring_ms, NUMBER),
    M(visit, talk_s, NUMBER),
    M(visit, hold_ms, NUMBER),
    M(visit, reason, WORD),
    M(visit, transfer, WORD),
    {NULL, END, 0},
};
static const struct member path_members[] = {
    M(path, uniqueid, TEXT),   M(path, app, TEXT),      M(path, queue, TEXT),
    M(path, from, TEXT),       M(path, to, TEXT),       M(path, dst, TEXT),
    M(path, start, NUMBER),    M(path, answer, NUMBER), M(path, end, NUMBER),
    M(path, disposition, INT), {NULL, END, 0},
};

/* Texts that are not copied but known. */
static const char *const words[] = {
    "completed_client", "completed_agent", "abandoned", "transferred", "overflow",
    "timeout",          "ring_no_answer",  "system",    "blind",       "attended",
};

_Static_assert(sizeof(enum visit_kind) == sizeof(int), "saved as a number");

/* --- saving ---------------------------------------------------------------------------------- */

static json_t *save_member(const struct member *m, const void *of)
{
    const void *p = (const char *)of + m->at;
    switch (m->kind) {
    case TEXT:
        return *(char *const *)p ? json_string(*(char *const *)p) : NULL;
    case WORD:
        return *(const char *const *)p ? json_string(*(const char *const *)p) : NULL;
    case NUMBER:
        return json_integer(*(const int64_t *)p);
    case INT:
        return json_integer(*(const int *)p);
    case FLAG:
        return *(const bool *)p ? json_true() : NULL;
    default:
        return *(json_t *const *)p ? json_deep_copy(*(json_t *const *)p) : NULL;
    }
}

static json_t *save_struct(const struct member *members, const void *of)
{
    json_t *o = join_memory(json_object());
    for (const struct member *m = members; m->name; m++) {
        json_t *v = save_member(m, of);
        if (v)
            json_object_set_new(o, m->name, v);
    }
    return o;
}

static json_t *save_call(const struct call *c)
{
    json_t *o = save_struct(call_members, c), *ids = json_array(), *seen = json_array();
    json_t *visits = json_array(), *paths = json_array();
    for (const struct alias *a = c->aliases; a; a = a->other)
        json_array_append_new(ids, json_string(a->id));
    for (size_t i = 0; i < c->n_seen; i++)
        json_array_append_new(seen, json_integer((json_int_t)c->seen[i]));
    for (size_t i = 0; i < c->n_visits; i++)
        json_array_append_new(visits, save_struct(visit_members, &c->visits[i]));
    for (size_t i = 0; i < c->n_paths; i++)
        json_array_append_new(paths, save_struct(path_members, &c->paths[i]));
    json_object_set_new(o, "ids", ids);
    json_object_set_new(o, "seen", seen);
    json_object_set_new(o, "visits", visits);
    json_object_set_new(o, "paths", paths);
    return o;
}

json_t *join_save(const struct join *j)
{
    json_t *calls = join_memory(json_array());
    for (const struct call *c = j->oldest; c; c = c->next)
        json_array_append_new(calls, save_call(c));
    return json_pack("{s:i, s:I, s:I, s:o}", "version", 1, "now", (json_int_t)j->now, "swept",
                     (json_int_t)j->swept, "calls", calls);
}

/* --- loading --------------------------------------------------------------------------------- */

static bool known_word(const json_t *v, const char **out)
{
    const char *s = json_string_value(v);
    for (size_t i = 0; s && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], s) == 0) {
            *out = words[i];
            return true;
        }
    return false;
}

static bool load_member(const struct member *m, const json_t *v, void *of)
{
    void *p = (char *)of + m->at;
    if (!v)
        return true;
    switch (m->kind) {
    case TEXT:
        free(*(char **)p);
        *(char **)p = join_text(json_string_value(v));
        return json_is_string(v);
    case WORD:
        return known_word(v, p);
    case NUMBER:
        *(int64_t *)p = json_integer_value(v);
        return json_is_integer(v);
    case INT:
        *(int *)p = (int)json_integer_value(v);
        return json_is_integer(v) && json_integer_value(v) >= 0 && json_integer_value(v) < 8;
    case FLAG:
        *(bool *)p = json_is_true(v);
        return json_is_boolean(v);
    default:
        json_decref(*(json_t **)p);
        *(json_t **)p = json_deep_copy(v);
        return json_is_array(v);
    }
}

static bool load_struct(const struct member *members, const json_t *o, void *of)
{
    for (const struct member *m = members; m->name; m++)
        if (!load_member(m, json_object_get(o, m->name), of))
            return false;
    return json_is_object(o);
}

static bool load_visits(struct call *c, const json_t *list)
{
    size_t i;
    json_t *o;
    json_array_foreach((json_t *)(uintptr_t)list, i, o)
    {
        struct visit *v = join_visit_add(c, c->n_visits, VISIT_QUEUE);
        if (!load_struct(visit_members, o, v) || !v->caller || !v->queue || v->kind > VISIT_RING)
            return false;
    }
    return json_is_array(list);
}

static bool load_paths(struct call *c, const json_t *list)
{
    size_t i;
    json_t *o;
    json_array_foreach((json_t *)(uintptr_t)list, i, o)
    {
        struct path *p = join_path_add(c);
        if (!load_struct(path_members, o, p) || !p->uniqueid || !p->app || !p->from || !p->to ||
            !p->dst || p->disposition > CDR_OTHER)
            return false;
    }
    return json_is_array(list);
}

static bool load_rest(struct join *j, struct call *c, const json_t *o)
{
    const json_t *ids = json_object_get(o, "ids"), *seen = json_object_get(o, "seen");
    size_t i;
    json_t *v;
    json_array_foreach((json_t *)(uintptr_t)ids, i, v)
    {
        if (!json_is_string(v))
            return false;
        join_alias(j, c, json_string_value(v));
    }
    json_array_foreach((json_t *)(uintptr_t)seen, i, v)
        join_fresh(c, (uint64_t)json_integer_value(v));
    return load_visits(c, json_object_get(o, "visits")) &&
           load_paths(c, json_object_get(o, "paths"));
}

static bool load_call(struct join *j, const json_t *o)
{
    const char *id = json_string_value(json_object_get(o, "id"));
    if (!id || !*id || join_find(j, id))
        return false;
    struct call *c = join_call_new(j, id);
    return load_struct(call_members, o, c) && load_rest(j, c, o) && c->id;
}

bool join_load(struct join *j, const json_t *saved, const char **why)
{
    const json_t *calls = json_object_get(saved, "calls"), *now = json_object_get(saved, "now");
    struct call *before = j->newest;
    bool good = json_is_array(calls) && json_is_integer(now) &&
                json_integer_value(json_object_get(saved, "version")) == 1;
    for (size_t i = 0; good && i < json_array_size(calls); i++)
        good = load_call(j, json_array_get(calls, i));
    while (!good && j->newest != before)
        join_call_free(j, j->newest);
    if (good && json_integer_value(now) > j->now) {
        j->now = json_integer_value(now);
        j->swept = json_integer_value(json_object_get(saved, "swept"));
    }
    *why = good ? NULL : "this is not what was saved";
    return good;
}
