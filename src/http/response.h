/* An answer, built whole in memory before the first byte is sent. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "core/arena.h"
#include "core/buf.h"

#include <stdbool.h>

enum { RESPONSE_HEADERS = 16 };

struct response {
    struct arena *arena;
    int status;
    const char *type; /* Content-Type */
    struct {
        const char *name, *value;
    } headers[RESPONSE_HEADERS];
    size_t n;
    struct buf body;
};

/* Starts over: 200, HTML, no headers, empty body (its memory is kept). */
void response_reset(struct response *r, struct arena *a);

/* Adds a header. The value must be free of line breaks: aborts otherwise, for it would be a bug. */
void response_header(struct response *r, const char *name, const char *value);

/* 303 to a path of this server. */
void response_redirect(struct response *r, const char *path);

/* Sets a cookie: HttpOnly, SameSite=Lax, for the whole site, Secure (and the __Host- prefix) unless
 * cookie_secure is off. `value` NULL removes it. */
void response_cookie(struct response *r, const char *name, const char *value);

/* The name under which a cookie travels (with its prefix). */
const char *cookie_name(struct arena *a, const char *name);

/* Appends status line and all headers, the security headers among them, in CGI form. */
void response_head(const struct response *r, struct buf *out);

#endif
