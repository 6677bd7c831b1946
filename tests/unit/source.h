/* A request as the gateway would hand it over, made of pairs of name and value. */
#ifndef UNIT_SOURCE_H
#define UNIT_SOURCE_H

#include "http/request.h"

#include <string.h>

struct source {
    const char *pairs[32]; /* name, value, ..., NULL */
    const char *body;
    size_t body_len;
};

static inline const char *source_get(void *data, const char *name)
{
    const struct source *s = data;
    for (size_t i = 0; s->pairs[i]; i += 2)
        if (strcmp(s->pairs[i], name) == 0)
            return s->pairs[i + 1];
    return NULL;
}

static inline size_t source_read(void *data, char *out, size_t size)
{
    const struct source *s = data;
    size_t n = s->body_len < size ? s->body_len : size;
    if (n)
        memcpy(out, s->body, n);
    return n;
}

static inline enum err source_request(struct request *r, struct arena *a, struct source *s)
{
    struct request_source *source = arena_alloc(a, sizeof *source);
    *source = (struct request_source){source_get, source_read, s};
    *r = (struct request){.arena = a};
    enum err e = request_read(r, source);
    return e ? e : request_body(r, BODY_MAX);
}

#endif
