#include "view/json_indent.h"

#include "core/buf.h"

#include <stdbool.h>
#include <string.h>

static void line(struct buf *b, int depth)
{
    buf_putc(b, '\n');
    for (int i = 0; i < depth && i < JSON_INDENT_MAX; i++)
        buf_puts(b, "  ");
}

static const char *blanks(const char *s)
{
    return s + strspn(s, " \t\r\n");
}

/* A string with its quotes; to the end of the text where it has none. */
static const char *string_end(const char *s)
{
    for (s++; *s && *s != '"'; s++)
        if (*s == '\\' && s[1])
            s++;
    return s + (*s == '"');
}

/* [] and {} stay together. */
static const char *open_one(struct buf *b, const char *s, int *depth)
{
    const char *next = blanks(s + 1);
    buf_putc(b, *s);
    if (*next == (*s == '{' ? '}' : ']')) {
        buf_putc(b, *next);
        return next + 1;
    }
    line(b, ++*depth);
    return s + 1;
}

static const char *add(struct buf *b, const char *s, int *depth)
{
    const char *end = s + 1;
    switch (*s) {
    case '{':
    case '[':
        return open_one(b, s, depth);
    case '}':
    case ']':
        *depth -= *depth > 0;
        line(b, *depth);
        buf_putc(b, *s);
        return end;
    case ',':
        buf_putc(b, ',');
        line(b, *depth);
        return end;
    case ':':
        buf_puts(b, ": ");
        return end;
    case '"':
        end = string_end(s);
        break;
    default:
        end = s + strcspn(s, "{}[],:\" \t\r\n");
    }
    buf_add(b, s, (size_t)(end - s));
    return end;
}

const char *json_indent(struct arena *a, const char *text)
{
    static struct buf out; /* scratch: emptied before every use */
    int depth = 0;
    buf_clear(&out);
    for (const char *s = blanks(text); *s; s = blanks(s))
        s = add(&out, s, &depth);
    return arena_dupn(a, out.len ? out.s : "", out.len);
}
