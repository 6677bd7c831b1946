/* A growing byte string, for what is built piece by piece: a page, a log line, a statement.
 * Its memory is its own (malloc) and is reused after buf_clear; running out aborts. The content is
 * always NUL-terminated. */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include <stddef.h>

struct buf {
    char *s;
    size_t len, cap;
};

void buf_add(struct buf *b, const char *s, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds text with < > & " ' as HTML entities: safe as element content and in quoted attributes. */
void buf_html(struct buf *b, const char *s);

/* Adds text percent-encoded for one component of a URL (RFC 3986 unreserved stay). */
void buf_url(struct buf *b, const char *s);

/* Adds a parameter to the address that stands in it: ?name=value, then &name=value. NULL: nothing.
 */
void buf_param(struct buf *b, const char *name, const char *value);

/* Empties it and keeps the memory. */
void buf_clear(struct buf *b);

/* Frees the memory; the buf is empty and usable afterwards. */
void buf_free(struct buf *b);

#endif
