/* Reading the audit log, newest first, filtered, in pages that begin where the last one ended. */
#ifndef STORE_AUDIT_LIST_H
#define STORE_AUDIT_LIST_H

#include "store/audit.h"

extern const struct db_stmt *const audit_list_statements[]; /* ends with NULL */

enum { AUDIT_PEOPLE_MAX = 50, AUDIT_SCAN = 20000 };

struct audit_filter {
    ms_t from, to; /* in [from, to) */
    const int64_t *users;
    size_t n_users;      /* any of these ... */
    const char *actor;   /* ... or whoever was called exactly this; both off: everybody */
    const char *action;  /* NULL: all */
    const char *address; /* exactly; NULL: all */
    const char *subject; /* a part of it: looked for in AUDIT_SCAN rows; NULL: all */
};

/* A place in the log: the row that was shown last. at 0: the start. */
struct audit_place {
    ms_t at;
    int64_t seq;
};

struct audit_rows {
    struct audit_row *rows; /* newest first */
    size_t n;
    bool more;               /* there are further ones in the direction asked for */
    struct audit_place seen; /* not all rows were looked through: the last that was; at 0: all */
};

/* Reads at most `size` rows behind (or, newer, before) the place. */
enum err audit_list(struct db *db, struct arena *a, const struct scope *scope,
                    const struct audit_filter *filter, struct audit_place place, bool newer,
                    size_t size, struct audit_rows *out);

/* The tenant's people whose name or address has the text as a part; at most AUDIT_PEOPLE_MAX, *more
 * when there are others. */
enum err audit_people(struct db *db, struct arena *a, const struct scope *scope, const char *text,
                      int64_t **ids, size_t *n, bool *more);

#endif
