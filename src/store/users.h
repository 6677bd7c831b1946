/* The people who sign in: administrators of a tenant, with a role and, where the role's scope asks
 * for it, queues. Every function works in the tenant of its scope. */
#ifndef STORE_USERS_H
#define STORE_USERS_H

#include "auth/scope.h"
#include "store/listing.h"

extern const struct db_stmt *const user_statements[]; /* ends with NULL */

struct user_row {
    int64_t id, role_id;
    const char *email, *name, *role;
    const char *permissions; /* of the role: ",a,b," */
    bool all_queues;         /* of the role */
    int64_t queues;          /* assigned */
    bool active, has_password, second_factor;
    ms_t signed_in_at; /* 0: never */
};

/* Filters of the list; 0: not filtered. */
enum user_state { USER_ANY, USER_ACTIVE, USER_DISABLED, USER_NO_PASSWORD };

struct user_filter {
    int64_t role_id;
    enum user_state state;
};

/* A page of the tenant's users by name, and how many there are. */
enum err users_list(struct db *db, struct arena *a, const struct scope *scope,
                    const struct listing *want, const struct user_filter *filter,
                    struct listing_rows *out);
enum err users_count(struct db *db, struct arena *a, const struct scope *scope,
                     const struct listing *want, const struct user_filter *filter, int64_t *out);

/* A row of the list. */
struct user_row user_read(struct arena *a, const struct db_rows *rows, size_t i);

/* ERR_NOT_FOUND when the tenant has no such user. */
enum err user_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                   struct user_row *out);

/* Whether somebody else of the installation has the address. */
enum err user_email_taken(struct db *db, struct arena *a, const char *email, int64_t except,
                          bool *taken);

/* Is there another person in the tenant who could undo everything: active, with a password,
 * `administration` and all queues? Without the user and without everybody of the role (0: none).
 * What it finds stays so until the end of the transaction. */
enum err users_other_admin(struct db *db, struct arena *a, const struct scope *scope,
                           int64_t without_user, int64_t without_role, bool *there);

/* The same for who manages tenants, in the whole installation but one tenant (0: none). */
enum err users_other_operator(struct db *db, struct arena *a, int64_t without_user,
                              int64_t without_tenant, bool *there);

struct user_new {
    const char *email, *name, *hash; /* hash NULL: cannot sign in */
    int64_t role_id;
    bool must_change_password;
};

enum err user_insert(struct db *db, struct arena *a, const struct scope *scope,
                     const struct user_new *user, int64_t *id);

/* Another role ends the sessions. */
enum err user_update(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                     const char *email, const char *name, int64_t role_id);

/* Each ends the person's sessions: what they may do is decided anew. */
enum err user_set_active(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                         bool active);
enum err user_set_password(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           const char *hash, bool must_change);
enum err user_end_sessions(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           int64_t *ended);
enum err user_reset_totp(struct db *db, struct arena *a, const struct scope *scope, int64_t id);

/* --- queues --- */

struct user_queue {
    int64_t id;
    const char *name;
    bool active, assigned;
};

/* The tenant's queues by name, those that are closed only where they are assigned. User 0: nobody
 * yet. */
enum err user_queues(struct db *db, struct arena *a, const struct scope *scope, int64_t user_id,
                     struct user_queue **out, size_t *n);

/* Assigns exactly these, which must be queues of the tenant. */
enum err user_assign_queues(struct db *db, struct arena *a, const struct scope *scope,
                            int64_t user_id, const int64_t *queues, size_t n);

#endif
