/* A person's own account: what signing in and the account's pages read and write. Statements that
 * run before there is a session name tenant and person; the others run in the session's scope. */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include "db/db.h"

enum { ACCOUNT_KEY = 32 }; /* bytes of a session's or a recovery code's hash */

struct account {
    int64_t tenant_id, id, rights_version;
    const char *email, *name;
    const char *password_hash; /* NULL: cannot sign in */
    const char *totp_sealed;   /* NULL: no second factor */
    size_t totp_len;
    int64_t totp_step;                       /* of the last code taken; -1: none */
    int64_t recovery_left;                   /* recovery codes that were not used */
    const char *zone, *locale, *theme;       /* zone, locale NULL: as the contact center */
    const char *center_zone, *center_locale; /* the contact center's own */
};

struct account_session {
    const unsigned char *key;
    ms_t created_at, seen_at;
    const char *address, *user_agent; /* user_agent may be NULL */
};

/* All statements; ends with NULL. */
extern const struct db_stmt *const account_statements[];

/* The active account of an active tenant. *found is false when there is none. */
enum err account_find(struct db *db, struct arena *a, int64_t tenant_id, int64_t user_id,
                      struct account *out, bool *found);

/* Takes a code's step of time, if none as late was taken before: of two tries at once one has it.
 */
enum err account_take_step(struct db *db, struct arena *a, const struct account *who, int64_t step,
                           bool *taken);

/* Whether the recovery code is one of theirs and unused; and takes it, once. */
enum err account_has_recovery(struct db *db, struct arena *a, const struct account *who,
                              const unsigned char key[ACCOUNT_KEY], bool *has);
enum err account_take_recovery(struct db *db, struct arena *a, const struct account *who,
                               const unsigned char key[ACCOUNT_KEY], ms_t now, bool *taken);

/* Each NULL: as the contact center. */
enum err account_set_preferences(struct db *db, struct arena *a, const struct scope *scope,
                                 int64_t user_id, const char *zone, const char *locale,
                                 const char *theme);

/* Change the rights' version from the one in `who` to the next, which ends all sessions.
 * ERR_CONFLICT when it is another by now. */
enum err account_set_password(struct db *db, struct arena *a, const struct scope *scope,
                              const struct account *who, const char *hash);
enum err account_set_totp(struct db *db, struct arena *a, const struct scope *scope,
                          const struct account *who, const unsigned char *sealed, size_t len,
                          int64_t step);

/* Takes the second factor and the recovery codes away. */
enum err account_clear_totp(struct db *db, struct arena *a, const struct scope *scope,
                            int64_t user_id);

/* Replaces the recovery codes by these; `keys` holds n times ACCOUNT_KEY bytes. */
enum err account_set_recovery(struct db *db, struct arena *a, const struct scope *scope,
                              int64_t user_id, const unsigned char *keys, size_t n);

/* The sessions that still hold: used since `idle`, begun since `oldest`. Used last comes first. */
enum err account_sessions(struct db *db, struct arena *a, const struct scope *scope,
                          const struct account *who, ms_t idle, ms_t oldest,
                          struct account_session **out, size_t *n);

/* Ends one of them, but never the one of `own`; NULL: all but that. *ended says how many. */
enum err account_end_sessions(struct db *db, struct arena *a, const struct scope *scope,
                              int64_t user_id, const unsigned char *key, const unsigned char *own,
                              int64_t *ended);

#endif
