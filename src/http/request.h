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
struct spool;
struct fault;

enum { BODY_MAX = 16 * 1024, QUERY_MAX = 4 * 1024, COOKIE_MAX = 4 * 1024, REQUEST_ID_SIZE = 33 };
enum { REQUEST_PARTS = 4 };

enum method {
    METHOD_GET,
    METHOD_HEAD,
    METHOD_POST,
    METHOD_PUT,
    METHOD_PATCH,
    METHOD_DELETE,
    METHOD_OTHER,
};

/* Whether it asks for a change. */
static inline bool method_changes(enum method m)
{
    return m >= METHOD_POST && m <= METHOD_DELETE;
}

/* What the gateway hands over, all text. */
struct request_source {
    const char *(*get)(void *data, const char *name);   /* NULL: not there */
    size_t (*read)(void *data, char *out, size_t size); /* of the body */
    void *data;
};

struct request {
    struct arena *arena;
    char id[REQUEST_ID_SIZE]; /* 32 hex digits */
    ms_t now;                 /* one clock reading for the whole answer */
    enum method method;
    const char *path;     /* decoded by nobody: routes are plain ASCII */
    const char *raw_path; /* as it came; only the parts for which a route has a star are decoded */
    const char *query_text; /* as it came, without the question mark */
    const char *content_type;
    const char *body; /* NULL: none, or not read (http/spool.h) */
    size_t body_len;
    size_t unread; /* what is still to come of the body */
    struct spool *spool;
    const struct request_source *source;
    const char *cookies, *origin, *fetch_site, *address, *user_agent;
    bool partial; /* asked for by a script that replaces part of a page */
    bool refresh; /* asked for by the page itself, not by the person: does not keep a session alive
                   */

    const struct route *route;
    const char *parts[REQUEST_PARTS]; /* of the path, where the route's has a star */
    struct params query, form;

    /* Set on the way through the life of the request. */
    struct db *db;
    struct session *session;
    const struct scope *scope;
    void *prepared;             /* what the route's `prepare` found, for its handler */
    struct audit_event *events; /* what is to be recorded (app/audit.h), in its order */
    struct fault *faults;       /* what is wrong with the document (app/problem.h), in its order */
    const char *plan;           /* how the rows were found, for the log line; may be NULL */
};

/* Reads the envelope of a request: method, path, headers, the length of the body. Parameters are
 * parsed and the body is read later, when the route has said which ones there are. `source` must
 * last as long as the request. */
enum err request_read(struct request *r, const struct request_source *source);

/* Reads the body into memory: ERR_TOO_LARGE when it has more than `max` bytes. */
enum err request_body(struct request *r, size_t max);

/* The next piece of a body that is read piece by piece; 0: there is no more. */
size_t request_piece(struct request *r, char *out, size_t size);

/* Leaves nothing of it unread: else the gateway might not see the answer. */
void request_drain(struct request *r);

/* A header by its name as it is written (X-Parley-Signature); NULL when it is not there. */
const char *request_header(struct request *r, const char *name);

/* The value of a cookie, NULL when it is not there or given twice. */
const char *request_cookie(struct request *r, const char *name);

#endif
