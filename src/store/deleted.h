/* Deleted interactions: taken out of the way of every list and count, to be restored or, when their
 * time is over, purged (purge.h). What hangs on them stays where it is. */
#ifndef STORE_DELETED_H
#define STORE_DELETED_H

#include "auth/scope.h"
#include "db/db.h"

extern const struct db_stmt *const deleted_statements[]; /* ends with NULL */

enum { DELETED_DAYS = 30 }; /* until the purge */

/* Why and until when; `reason` may be NULL. */
struct deletion {
    const char *by, *reason;
    ms_t at, purge_at;
};

/* One that was deleted, as the list of them shows it. */
struct deleted {
    int64_t id;
    struct deletion del;
    bool held; /* under legal hold: neither purged nor lost */
    ms_t created_at;
    const char *channel;
    int64_t queue_id, did_id;                /* 0: none */
    const char *contact_name, *phone_number; /* NULL: unknown */
};

/* Whether interactions can be deleted at all: not where the PBX writes them. */
bool deleted_can(const struct db *db);

/* Moves a closed interaction out of the lists. The caller has locked the audit log, as every change
 * does, and found it free of holds: who sets one waits for the same lock. ERR_NOT_FOUND. */
enum err interaction_delete(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                            const struct deletion *del);

enum restored {
    RESTORED,
    RESTORE_AGAIN, /* what the vendor calls the same has arrived meanwhile */
    RESTORE_LATE,  /* its time is over: it may be half gone */
};

/* Moves it back as it was. ERR_NOT_FOUND when there is none of that id in the scope. */
enum err interaction_restore(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                             ms_t now, enum restored *how, struct deleted *was);

/* Reads one. ERR_NOT_FOUND. */
enum err deleted_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      struct deleted *out);

/* What of them is listed, the last deleted first: those deleted in [from, to), or one by its id. */
struct deleted_want {
    ms_t from, to;
    int64_t id; /* 0: all */
    ms_t at;    /* with at_id, the row behind which the page begins; 0: at the start */
    int64_t at_id;
    bool newer; /* the page before that row instead */
    size_t size;
};

/* *more: there are further ones in the direction asked for. */
enum err deleted_page(struct db *db, struct arena *a, const struct scope *scope,
                      const struct deleted_want *want, struct deleted **out, size_t *n, bool *more);

#endif
