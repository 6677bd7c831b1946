/* The one error type. A function that can fail returns an enum err; the detail is recorded once,
 * where it happens, with err_set. Foreign error systems (NEOERR, MySQL) end at their border file.
 */
#ifndef CORE_ERR_H
#define CORE_ERR_H

#include <stddef.h>

enum err {
    OK = 0,
    ERR_BAD_REQUEST, /* the input is not what was declared: 400 */
    ERR_SIGNED_OUT,  /* no session, or one that ended: login page, or 401 */
    ERR_FORBIDDEN,   /* signed in, but not allowed: 403 */
    ERR_NOT_FOUND,   /* absent, or foreign: the same 404 */
    ERR_METHOD,      /* 405 */
    ERR_TOO_LARGE,   /* 413 */
    ERR_MEDIA_TYPE,  /* 415 */
    ERR_CONFLICT,    /* a change that another one overtook: 409 */
    ERR_BUSY,        /* too many tries: 429 */
    ERR_DB_AWAY,     /* the database cannot be reached: 503 with Retry-After */
    ERR_DB_TIMEOUT,  /* a statement ran out of time: 503, or said on the page */
    ERR_DB_SCHEMA,   /* a statement does not fit the schema: the program must not start */
    ERR_INTERNAL,    /* a bug or a broken machine: 500 */
    ERR_COUNT
};

/* Records why, for the log and for the person. Keeps the first record until err_clear. Returns e.
 */
enum err err_set(enum err e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The recorded detail, or "" when there is none. Valid until the next err_set or err_clear. */
const char *err_detail(void);

void err_clear(void);

/* The HTTP status of an error (OK: 200), and its short name for logs. */
int err_status(enum err e);
const char *err_name(enum err e);

#endif
