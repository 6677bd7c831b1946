/* Routes: the complete URL table of a program. A row carries everything that is checked before the
 * handler runs, so a page never re-checks. */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "http/request.h"
#include "http/response.h"

enum access {
    ACCESS_OPEN,    /* anybody; no session is looked for */
    ACCESS_SIGNIN,  /* anybody, with a form: CSRF by a cookie of its own */
    ACCESS_SESSION, /* whoever is signed in and has the permission */
    ACCESS_HOOK,    /* another machine: what it sends says who it is (a signature, a key), which the
                       row's own functions check; no session, no form token */
    ACCESS_KEY,     /* a key of the API that has the permission; no cookie, no form token */
    ACCESS_ELSEWHERE, /* answered by another program: here only for what Allow tells */
};

struct route {
    enum method method;
    const char *path; /* "*" stands for one part of it, handed over decoded in r->parts */
    enum access access;
    const char *permission;    /* of ACCESS_SESSION and ACCESS_KEY; NULL: being known is enough */
    bool no_db;                /* needs no database: answers while it is away */
    bool own_account;          /* open to who has to change the password first */
    const struct param *query; /* ends with {0}; NULL: none */
    const struct param *form;
    /* A body that is no form: read into memory up to body_max bytes and handed over as it came.
     * One that has more, up to spool_max, is left unread, for http/spool.h. */
    size_t body_max, spool_max;
    /* Of a change, where something is slow or must stand whatever follows (hashing a password,
     * counting a failure): runs once before `handler`, outside its transaction, every statement
     * alone. It leaves what it found in r->prepared and changes nothing that the handler's record
     * belongs to. With r->prepared left NULL it has answered itself (a wrong password): the handler
     * is not called, and what it noted is recorded. */
    enum err (*prepare)(struct request *r, struct response *out);
    /* The page, or the change: one transaction together with its record. */
    enum err (*handler)(struct request *r, struct response *out);
};

/* Finds the row. ERR_NOT_FOUND, or ERR_METHOD with *allow telling the methods that are there. HEAD
 * is answered by the row of GET. `routes` ends with {0}. */
enum err route_find(const struct route *routes, struct request *r, const struct route **out,
                    const char **allow);

#endif
