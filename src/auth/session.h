/* Sessions: who is at the other end, decided anew at every request. The cookie holds 32 random
 * bytes, the database only their hash. */
#ifndef AUTH_SESSION_H
#define AUTH_SESSION_H

#include "auth/permission.h"
#include "auth/scope.h"
#include "core/locale.h"
#include "db/db.h"
#include "http/request.h"
#include "http/response.h"

#define SESSION_COOKIE "parley"
enum { SESSION_HASH = 32 };

struct session {
    int64_t user_id, tenant_id, role_id;
    int64_t key_id;              /* a key of the API (key_access.h): then user_id is 0 */
    int64_t key_limit, key_used; /* requests a minute, and those of this one */
    const char *name, *email, *role, *tenant, *zone, *theme;
    struct viewer viewer;      /* the same zone, and the locale: for view/format */
    const char *permissions;   /* ",a,b,", for permission_in */
    bool must_change_password; /* it was given by somebody else: nothing else before that */
    int64_t view_id;           /* the saved view used last; 0: none */
    const char *grid_columns;  /* NULL: the standard */
    const char *cookie;
    unsigned char key[SESSION_HASH]; /* what the database has of the cookie */
    int64_t catalog_version;
    ms_t seen_at;
};

extern const struct db_stmt session_find, session_touch; /* every program */
extern const struct db_stmt session_insert, session_delete, session_delete_all,
    session_purge; /* login */

/* Finds the session of the request's cookie and fills r->session and r->scope. ERR_SIGNED_OUT when
 * there is none, when it was idle or open too long, or when the user's rights have changed since.
 * The person's own requests (not r->refresh) keep it alive. */
enum err session_load(struct request *r);

/* ERR_FORBIDDEN unless the session's role has the permission, or one of "a|b" (NULL: none needed).
 */
enum err session_allow(const struct session *s, const char *permission);

/* The scope in which a tenant is administered: all of one's own, or of any for those who manage
 * tenants. ERR_NOT_FOUND for everybody else's, as for a tenant that does not exist. */
enum err session_administer(const struct request *r, int64_t tenant_id, const struct scope **out);

/* Makes a session for the user and sets its cookie; what is shown to somebody signed in belongs to
 * the new one from then on. */
enum err session_start(struct request *r, struct response *out, int64_t tenant_id, int64_t user_id,
                       int64_t rights_version);

/* Ends all sessions of the person signed in and starts a new one: after any change of rights. */
enum err session_renew(struct request *r, struct response *out, int64_t rights_version);

/* Removes a few sessions that nobody ended. */
enum err session_tidy(struct request *r);

/* Ends the session of the request's cookie, if any, and removes the cookie. */
enum err session_end(struct request *r, struct response *out);

#endif
