#include "core/buf.h"

#include <stdarg.h>

static void reserve(struct buf *b, size_t more)
{
    if (b->cap - b->len > more)
        return;
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->len <= more) {
        if (cap > ((size_t)1 << 40))
            abort();
        cap *= 2;
    }
    char *s = realloc(b->s, cap);
    if (!s)
        abort();
    b->s = s;
    b->cap = cap;
}

void buf_add(struct buf *b, const char *s, size_t len)
{
    reserve(b, len);
    if (len)
        memcpy(b->s + b->len, s, len);
    b->len += len;
    b->s[b->len] = 0;
}

void buf_puts(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    enum { GUESS = 128 }; /* most texts fit: formatted once */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    reserve(b, GUESS);
    size_t room = b->cap - b->len;
    int len = vsnprintf(b->s + b->len, room, format, args);
    va_end(args);
    if (len < 0)
        abort();
    if ((size_t)len >= room) {
        reserve(b, (size_t)len);
        vsnprintf(b->s + b->len, (size_t)len + 1, format, again);
    }
    va_end(again);
    b->len += (size_t)len;
}

static const char *const entities[256] = {
    ['<'] = "&lt;", ['>'] = "&gt;", ['&'] = "&amp;", ['"'] = "&quot;", ['\''] = "&#39;",
};

void buf_html(struct buf *b, const char *s)
{
    for (const char *plain = s;; s++) {
        const char *entity = entities[(unsigned char)*s];
        if (*s && !entity)
            continue;
        buf_add(b, plain, (size_t)(s - plain));
        if (!*s)
            return;
        buf_puts(b, entity);
        plain = s + 1;
    }
}

void buf_url(struct buf *b, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
            strchr("-._~", c))
            buf_putc(b, *s);
        else
            buf_add(b, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
    }
}

void buf_param(struct buf *b, const char *name, const char *value)
{
    if (!value)
        return;
    buf_printf(b, "%c%s=", b->s && strchr(b->s, '?') ? '&' : '?', name);
    buf_url(b, value);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->s)
        b->s[0] = 0;
}

void buf_free(struct buf *b)
{
    free(b->s);
    *b = (struct buf){0};
}
