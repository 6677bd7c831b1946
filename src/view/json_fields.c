#include "view/json_fields.h"

#include "view/visible.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

enum { JOIN_BYTES = 200 };

struct fields {
    struct arena *a;
    const char *const *hidden;
    const char *group;
    struct json_field *out;
    size_t n, more;
};

/* recordingUrl and recording_url: recording_url. */
static const char *snake(struct arena *a, const char *name)
{
    char *out = arena_alloc(a, 2 * strlen(name) + 1), *to = out;
    for (const char *s = name; *s; s++) {
        if (isupper((unsigned char)*s) && s > name && islower((unsigned char)s[-1]))
            *to++ = '_';
        *to++ = (char)tolower((unsigned char)*s);
    }
    *to = 0;
    return out;
}

static bool is_hidden(const struct fields *f, const char *name)
{
    const char *const *h = f->hidden;
    while (*h && !strstr(name, *h))
        h++;
    return *h != NULL;
}

static const char *cut(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    if (n <= FIELD_BYTES)
        return arena_dup(a, s);
    for (n = FIELD_BYTES; n && ((unsigned char)s[n] & 0xc0) == 0x80;)
        n--;
    return arena_printf(a, "%.*s…", (int)n, s);
}

/* Without an exponent where it is of a size that people read. */
static const char *real_text(struct arena *a, double v)
{
    char *text = arena_printf(a, "%.15g", v);
    if (!strstr(text, "e-") || v > 1 || v < -1)
        return text;
    text = arena_printf(a, "%.12f", v);
    for (size_t n = strlen(text); n > 3 && text[n - 1] == '0';)
        text[--n] = 0;
    return text;
}

/* NULL: it says nothing, or is nested. */
static const char *text_of(struct arena *a, const json_t *v)
{
    const char *s = json_string_value(v);
    if (s)
        return *s ? visible(a, cut(a, s)) : NULL;
    if (json_is_integer(v))
        return arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    if (json_is_real(v))
        return real_text(a, json_real_value(v));
    return json_is_boolean(v) ? json_is_true(v) ? "yes" : "no" : NULL;
}

/* Numbers that are seconds or milliseconds, by their names. */
static ms_t time_of(const char *name, const json_t *v)
{
    size_t n = strlen(name);
    double t = json_number_value(v);
    bool is = (n >= 10 && strcmp(name + n - 10, "_unix_secs") == 0) ||
              (n >= 9 && strcmp(name + n - 9, "timestamp") == 0);
    if (!is || !json_is_number(v) || t < 1e9 || t > 9e12)
        return 0;
    return (ms_t)(t < 1e11 ? t * 1000 : t);
}

static void add(struct fields *f, const char *path, const char *value, ms_t at)
{
    if (!value)
        return;
    if (f->n == FIELDS_MAX)
        f->more++;
    else
        f->out[f->n++] = (struct json_field){f->group, visible(f->a, path), value, at};
}

/* A list of short values in one line; NULL where it is none. */
static const char *joined(struct arena *a, const json_t *list)
{
    const char *out = NULL;
    size_t i;
    json_t *v;
    json_array_foreach((json_t *)(uintptr_t)list, i, v)
    {
        const char *text = text_of(a, v);
        if (!text || (out && strlen(out) > JOIN_BYTES) || strlen(text) > JOIN_BYTES)
            return NULL;
        out = out ? arena_printf(a, "%s, %s", out, text) : text;
    }
    return out;
}

static void walk(struct fields *f, const char *path, const json_t *v, int depth);

static const char *below(struct arena *a, const char *path, const char *name)
{
    return path ? arena_printf(a, "%s › %s", path, name) : name;
}

/* Items are counted from 1; turns of a transcript have numbers of their own. */
static void walk_list(struct fields *f, const char *path, const json_t *list, int depth)
{
    size_t i;
    json_t *v;
    json_array_foreach((json_t *)(uintptr_t)list, i, v)
    {
        const json_t *turn = json_object_get(v, "turn");
        const char *number = json_is_integer(turn)
                                 ? arena_printf(f->a, "turn %s", text_of(f->a, turn))
                                 : arena_printf(f->a, "%zu", i + 1);
        walk(f, below(f->a, path, number), v, depth);
    }
}

static void walk(struct fields *f, const char *path, const json_t *v, int depth)
{
    const char *key, *line = json_is_array(v) ? joined(f->a, v) : NULL;
    json_t *item;
    if (depth > FIELD_NESTED)
        return;
    if (line)
        add(f, path ? path : f->group, line, 0);
    else if (json_is_array(v))
        walk_list(f, path, v, depth + 1);
    else if (!json_is_object(v))
        add(f, path ? path : f->group, text_of(f->a, v), 0);
    json_object_foreach((json_t *)(uintptr_t)v, key, item)
    {
        const char *name = snake(f->a, key);
        if (is_hidden(f, name) || strcmp(name, "turn") == 0)
            continue;
        if (json_is_object(item) || json_is_array(item))
            walk(f, below(f->a, path, name), item, depth + 1);
        else
            add(f, below(f->a, path, name), text_of(f->a, item), time_of(name, item));
    }
}

bool json_fields(struct arena *a, const char *text, const char *const *hidden,
                 struct json_field **out, size_t *n, size_t *more)
{
    const char *key;
    json_t *v, *root = text ? json_loads(text, 0, NULL) : NULL;
    struct fields f = {.a = a, .hidden = hidden};
    f.out = arena_array(a, FIELDS_MAX, sizeof *f.out);
    for (int nested = 0; nested < 2; nested++)
        json_object_foreach(root, key, v)
        {
            const char *name = snake(a, key);
            if (is_hidden(&f, name) || nested != (json_is_object(v) || json_is_array(v)))
                continue;
            f.group = nested ? name : NULL;
            if (nested)
                walk(&f, NULL, v, 0);
            else
                add(&f, name, text_of(a, v), time_of(name, v));
        }
    *out = f.out;
    *n = f.n;
    *more = f.more;
    bool object = json_is_object(root);
    json_decref(root);
    return object;
}
