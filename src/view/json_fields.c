#include "view/json_fields.h"

#include "view/visible.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

#define SEPARATOR_TEXT " › "
enum { JOIN_BYTES = 200, SEPARATOR = sizeof SEPARATOR_TEXT - 1 };

static const char unix_secs[] = "_unix_secs";

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
    size_t unit = sizeof unix_secs - 1;
    bool is = (n >= unit && strcmp(name + n - unit, unix_secs) == 0) ||
              (n >= 9 && strcmp(name + n - 9, "timestamp") == 0);
    if (!is || !json_is_number(v) || t < 1e9 || t > 9e12)
        return 0;
    return (ms_t)(t < 1e11 ? t * 1000 : t);
}

static void add(struct fields *f, const char *path, const char *name, const char *value, ms_t at)
{
    size_t n = strlen(name), unit = sizeof unix_secs - 1;
    if (!value)
        return;
    if (at && n > unit && strcmp(name + n - unit, unix_secs) == 0)
        name = arena_dupn(f->a, name, n - unit);
    if (f->n == FIELDS_MAX)
        f->more++;
    else
        f->out[f->n++] = (struct json_field){f->group, path, name, value, at};
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

static void walk(struct fields *f, const char *path, const char *name, const json_t *v, int depth);

static const char *below(struct arena *a, const char *path, const char *name)
{
    return path ? arena_printf(a, "%s" SEPARATOR_TEXT "%s", path, name) : name;
}

static bool is_nested(const json_t *v)
{
    return json_is_object(v) || json_is_array(v);
}

/* Turns of a transcript have numbers of their own; other items are counted from 1. */
static const char *number_of(struct arena *a, const json_t *item, size_t i)
{
    const json_t *turn = json_object_get(item, "turn");
    return json_is_integer(turn) ? arena_printf(a, "turn %s", text_of(a, turn))
                                 : arena_printf(a, "%zu", i + 1);
}

static void walk_list(struct fields *f, const char *path, const json_t *list, int depth)
{
    size_t i;
    json_t *v;
    json_array_foreach((json_t *)(uintptr_t)list, i, v)
    {
        const char *number = number_of(f->a, v, i);
        if (is_nested(v))
            walk(f, below(f->a, path, number), number, v, depth + 1);
        else
            add(f, path, number, text_of(f->a, v), 0);
    }
}

static void walk_object(struct fields *f, const char *path, const json_t *object, int depth)
{
    const char *key;
    json_t *v;
    for (int nested = 0; nested < 2; nested++)
        json_object_foreach((json_t *)(uintptr_t)object, key, v)
        {
            const char *name = visible(f->a, snake(f->a, key));
            if (is_hidden(f, name) || strcmp(name, "turn") == 0 || is_nested(v) != nested)
                continue;
            if (nested)
                walk(f, below(f->a, path, name), name, v, depth + 1);
            else
                add(f, path, name, text_of(f->a, v), time_of(name, v));
        }
}

/* What is nested at the end of a path, whose last name is `name`. */
static void walk(struct fields *f, const char *path, const char *name, const json_t *v, int depth)
{
    const char *line = json_is_array(v) ? joined(f->a, v) : NULL;
    size_t above = path ? strlen(path) - strlen(name) : 0;
    const char *before = above > SEPARATOR ? arena_dupn(f->a, path, above - SEPARATOR) : NULL;
    if (depth > FIELD_NESTED)
        return;
    if (line)
        add(f, before, name, line, 0);
    else if (json_is_array(v))
        walk_list(f, path, v, depth);
    else
        walk_object(f, path, v, depth);
}

/* A group of its own for each nested member. */
static void walk_root(struct fields *f, const json_t *root)
{
    const char *key;
    json_t *v;
    for (int nested = 0; nested < 2; nested++)
        json_object_foreach((json_t *)(uintptr_t)root, key, v)
        {
            const char *name = visible(f->a, snake(f->a, key));
            const char *line = json_is_array(v) ? joined(f->a, v) : NULL;
            bool deep = is_nested(v) && !line;
            if (is_hidden(f, name) || deep != nested)
                continue;
            f->group = nested ? name : NULL;
            if (nested)
                walk(f, NULL, name, v, 0);
            else
                add(f, NULL, name, line ? line : text_of(f->a, v), time_of(name, v));
        }
}

bool json_fields(struct arena *a, const char *text, const char *const *hidden,
                 struct json_field **out, size_t *n, size_t *more)
{
    json_t *root = text ? json_loads(text, 0, NULL) : NULL;
    struct fields f = {.a = a, .hidden = hidden};
    f.out = arena_array(a, FIELDS_MAX, sizeof *f.out);
    walk_root(&f, root);
    *out = f.out;
    *n = f.n;
    *more = f.more;
    bool object = json_is_object(root);
    json_decref(root);
    return object;
}
