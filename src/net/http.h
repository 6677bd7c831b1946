/* Asking the outside over HTTP; only the worker and the command line do. https with the
 * certificate checked, no redirects, no proxy, and only to public addresses, looked at after the
 * name was resolved; a host of the configuration's http_hosts may be asked over http and may be at
 * any address. What is asked, and with which headers, is in no log and no message. */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { HTTP_HEADERS_MAX = 8, HTTP_CONNECT_S = 10 };

struct http_request {
    const char *method, *url;
    const char *headers[HTTP_HEADERS_MAX + 1]; /* "Name: value", without line breaks; then NULL */
    const char *body;                          /* NULL: none */
    size_t len;
    size_t max_bytes;   /* of the answer's body */
    int seconds;        /* for all of it */
    FILE *to;           /* where the body of a 2xx goes; NULL: into memory */
    bool own;           /* the address is one of the configuration: anywhere, http as well */
    bool (*stop)(void); /* ends it early; NULL: nothing does */
};

enum http_end {
    HTTP_ANSWERED, /* with whatever status */
    HTTP_REFUSED,  /* not asked: the address is not one that is asked */
    HTTP_UNSENT,   /* not asked: nobody there, no such name, a certificate that is not right */
    HTTP_BROKEN,   /* asked, perhaps done, but the answer did not come, not whole or too large */
};

struct http_answer {
    long status;           /* of HTTP_ANSWERED */
    const char *body;      /* NUL-terminated; "" where it went to a file */
    size_t len;            /* in bytes, wherever they went */
    const char *type;      /* Content-Type; NULL: none */
    int64_t retry_after_s; /* -1: not said */
    const char *problem;   /* of all but HTTP_ANSWERED, for people */
};

/* Asks, and waits for the answer, which lives in the arena. */
enum http_end http_ask(struct arena *a, const struct http_request *q, struct http_answer *out);

/* The parts of an address that http_ask takes; false, with *why, for any other. */
bool http_may_ask(struct arena *a, const char *url, bool own, const char **why);

#endif
