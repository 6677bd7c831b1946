/* What signing in reads and writes. */
#ifndef STORE_SIGNIN_H
#define STORE_SIGNIN_H

#include "db/db.h"

extern const struct db_stmt signin_user, signin_failures, signin_count, signin_forget,
    signin_forget_old;

struct signin_user_row {
    int64_t id, tenant_id, rights_version;
    const char *hash; /* NULL: cannot sign in */
    bool second_factor;
};

/* The active user with this address. *found is false when there is none. */
enum err signin_find(struct db *db, struct arena *a, const char *email, struct signin_user_row *out,
                     bool *found);

/* How long, in ms from `now`, this account or address must wait before its next try; 0: not at all.
 * The first three failures cost nothing, then 1 s, 2 s, 4 s ... up to 5 minutes. */
enum err signin_wait(struct db *db, struct arena *a, const char *email, const char *address,
                     ms_t now, ms_t *wait_ms);

/* Counts a failure for both, relative, so that parallel tries all count. */
enum err signin_failed(struct db *db, struct arena *a, const char *email, const char *address,
                       ms_t now);

/* Forgets the account's failures after a success (the address keeps its own until they are old). */
enum err signin_succeeded(struct db *db, struct arena *a, const char *email);

#endif
