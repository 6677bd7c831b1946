#include "intake/rank.h"

#include <jansson.h>

/* Phase and time in one number, in whose order they count. */
#define PHASE (INT64_C(1) << 50)

struct ranks {
    json_t *of; /* member -> rank */
    int64_t at_hand;
};

static void free_json(void *json)
{
    json_decref(json);
}

/* Stored as {"rank": ["member", ...], ...}: few documents, many members. */
struct ranks *ranks_read(struct arena *a, const char *stored)
{
    struct ranks *r = arena_alloc(a, sizeof *r);
    json_t *root = stored ? json_loads(stored, 0, NULL) : NULL, *list, *member;
    const char *rank;
    size_t i;
    r->of = json_object();
    arena_cleanup(a, free_json, r->of);
    json_object_foreach(root, rank, list)
    {
        json_array_foreach(list, i, member) if (json_is_string(member)) json_object_set_new(
            r->of, json_string_value(member), json_integer(strtoll(rank, NULL, 10)));
    }
    json_decref(root);
    return r;
}

void ranks_begin(struct ranks *r, int phase, ms_t at)
{
    r->at_hand = phase * PHASE + at;
}

bool ranks_take(struct ranks *r, const char *member)
{
    const json_t *known = json_object_get(r->of, member);
    int64_t before = json_integer_value(known), now = r->at_hand;
    if (known && now % PHASE == 0 && now / PHASE == before / PHASE)
        now = before;
    if (known && now < before)
        return false;
    json_object_set_new(r->of, member, json_integer(now));
    return true;
}

bool ranks_known(const struct ranks *r, const char *member)
{
    return json_object_get(r->of, member) != NULL;
}

const char *ranks_write(const struct ranks *r, struct arena *a)
{
    json_t *root = json_object(), *rank;
    const char *member;
    json_object_foreach(r->of, member, rank)
    {
        char key[24];
        snprintf(key, sizeof key, "%lld", (long long)json_integer_value(rank));
        json_t *list = json_object_get(root, key);
        if (!list) {
            list = json_array();
            json_object_set_new(root, key, list);
        }
        json_array_append_new(list, json_string(member));
    }
    char *text = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        abort();
    const char *copy = arena_dup(a, text);
    free(text);
    json_decref(root);
    return copy;
}
