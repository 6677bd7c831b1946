#include "view/json_put.h"

#include <jansson.h>

/* What goes before a piece: a comma, unless it is the first; its name. */
static void begin(struct buf *b, const char *name)
{
    char last = b->len ? b->s[b->len - 1] : '[';
    if (last != '{' && last != '[' && last != ':')
        buf_putc(b, ',');
    if (name)
        buf_printf(b, "\"%s\":", name);
}

void json_put_open(struct buf *b, const char *name, char bracket)
{
    begin(b, name);
    buf_putc(b, bracket);
}

void json_put_close(struct buf *b, char bracket)
{
    buf_putc(b, bracket);
}

/* RFC 8259: quotation marks, backslashes and control characters are escaped, nothing else. */
static void put_string(struct buf *b, const char *s)
{
    buf_putc(b, '"');
    for (const char *from = s;; s++) {
        if ((unsigned char)*s >= 0x20 && *s != '"' && *s != '\\')
            continue;
        buf_add(b, from, (size_t)(s - from));
        if (!*s)
            break;
        if (*s == '\n')
            buf_puts(b, "\\n");
        else if ((unsigned char)*s < 0x20)
            buf_printf(b, "\\u%04x", (unsigned char)*s);
        else
            buf_printf(b, "\\%c", *s);
        from = s + 1;
    }
    buf_putc(b, '"');
}

void json_put_text(struct buf *b, const char *name, const char *text)
{
    begin(b, name);
    if (text)
        put_string(b, text);
    else
        buf_puts(b, "null");
}

void json_put_int(struct buf *b, const char *name, int64_t n)
{
    begin(b, name);
    buf_printf(b, "%lld", (long long)n);
}

void json_put_bool(struct buf *b, const char *name, bool is)
{
    begin(b, name);
    buf_puts(b, is ? "true" : "false");
}

void json_put_known(struct buf *b, const char *name, int64_t n, bool known)
{
    if (known)
        json_put_int(b, name, n);
    else
        json_put_text(b, name, NULL);
}

void json_put_time(struct buf *b, const char *name, ms_t at)
{
    char iso[CLOCK_ISO_SIZE];
    json_put_text(b, name, at ? clock_iso(at, iso) : NULL);
}

void json_put_json(struct buf *b, const char *name, const char *text, size_t flags)
{
    json_t *j = text ? json_loadb(text, strlen(text), flags, NULL) : NULL;
    if (j) {
        begin(b, name);
        buf_puts(b, text);
    } else {
        json_put_text(b, name, text);
    }
    json_decref(j);
}
