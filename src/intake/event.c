#include "intake/event.h"

#include "core/buf.h"

#include <stdbool.h>
#include <string.h>

enum { TEXT_MAX = 64 * 1024 }; /* of a text of a large body that is read */

static void drop(void *data)
{
    json_decref(data);
}

static void drop_buf(void *data)
{
    buf_free(data);
}

/* The quote that ends the text which begins at s, or the end. */
static const char *text_end(const char *s, const char *end)
{
    while (s < end && *s != '"')
        s += *s == '\\' && s + 1 < end ? 2 : 1;
    return s;
}

/* Copies a text, or leaves it out. */
static void add_text(struct buf *out, const char *s, size_t len, struct event_text *longest)
{
    if (len > TEXT_MAX) {
        if (len > longest->len)
            *longest = (struct event_text){s, len};
        len = 0;
    }
    buf_add(out, s, len);
}

/* Goes through a body without understanding it: false when it is deeper than allowed. With `out`,
 * copies it there without the longest texts; what is then still too long is cut, and no JSON. */
static bool walk(const char *s, size_t len, struct buf *out, struct event_text *longest)
{
    const char *end = s + len;
    for (int depth = 0; s < end && (!out || out->len <= EVENT_MAX); s++) {
        if (out)
            buf_putc(out, *s);
        depth += (*s == '{' || *s == '[') - (*s == '}' || *s == ']');
        if (depth > EVENT_DEPTH)
            return false;
        if (*s != '"')
            continue;
        const char *to = text_end(s + 1, end);
        if (out)
            add_text(out, s + 1, (size_t)(to - s - 1), longest);
        if (out && to < end)
            buf_putc(out, '"');
        s = to;
    }
    return true;
}

/* A whole number that is too large for us is kept as nearly as can be. */
static json_t *load(const char *s, size_t len, json_error_t *error)
{
    json_t *body = json_loadb(s, len, JSON_REJECT_DUPLICATES, error);
    if (!body && json_error_code(error) == json_error_numeric_overflow)
        body = json_loadb(s, len, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, error);
    return body;
}

json_t *event_read(struct arena *a, const char *body, size_t len, struct event_text *longest,
                   const char **why)
{
    json_error_t error;
    struct event_text none, *text = longest ? longest : &none;
    struct buf *outline = NULL;
    *text = (struct event_text){0};
    if (len > EVENT_MAX) {
        outline = arena_alloc(a, sizeof *outline);
        arena_cleanup(a, drop_buf, outline);
    }
    *why = NULL;
    if (!len)
        *why = "there is no body";
    else if (!walk(body, len, outline, text))
        *why = arena_printf(a, "the body is more than %d levels deep", EVENT_DEPTH);
    else if (outline && outline->len > EVENT_MAX)
        *why = "the body is larger than 1 MB even without the sound in it";
    if (*why)
        return NULL;
    json_t *root = outline ? load(outline->s, outline->len, &error) : load(body, len, &error);
    if (!root) {
        *why = arena_printf(a, "the body is not JSON as we take it: %s, line %d", error.text,
                            error.line);
        return NULL;
    }
    arena_cleanup(a, drop, root);
    if (!json_is_object(root)) {
        *why = "the body is no JSON object";
        return NULL;
    }
    return root;
}
