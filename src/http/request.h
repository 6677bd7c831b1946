/* A request as the programs see it: read once, strictly, before anything acts on it. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/err.h"
#include "http/param.h"

struct audit_event;
struct db;
struct session;
struct route;
struct scope;

enum { BODY_MAX = 16 * 1024, QUERY_MAX = 4 * 1024, COOKIE_MAX = 4 * 1024, REQUEST_ID_SIZE = 33 };

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

struct request {
    struct arena *arena;
    char id[REQUEST_ID_SIZE]; /* 32 hex digits */
    ms_t now;                 /* one clock reading for the whole answer */
    enum method method;
    const char *path;       /* decoded by nobody: routes are plain ASCII */
    const char *query_text; /* as it came, without the question mark */
    const char *content_type;
    const char *body;
    size_t body_len;
    const char *cookies, *origin, *fetch_site, *address, *user_agent;
    bool partial; /* asked for by a script that replaces part of a page */
    bool refresh; /* asked for by the page itself, not by the person: does not keep a session alive
                   */

    const struct route *route;
    struct params query, form;

    /* Set on the way through the life of the request. */
    struct db *db;
    struct session *session;
    const struct scope *scope;
    void *prepared;             /* what the route's `prepare` found, for its handler */
    struct audit_event *events; /* what is to be recorded (app/audit.h), in its order */
    const char *plan;           /* how the rows were found, for the log line; may be NULL */
};

/* What the gateway hands over, all text. */
struct request_source {
    const char *(*get)(void *data, const char *name);   /* NULL: not there */
    size_t (*read)(void *data, char *out, size_t size); /* of the body */
    void *data;
};

/* Reads the envelope of a request: method, path, headers, body within its limits. Parameters are
 * parsed later, when the route has said which ones there are. */
enum err request_read(struct request *r, const struct request_source *source);

/* The value of a cookie, NULL when it is not there or given twice. */
const char *request_cookie(struct request *r, const char *name);

#endif
