/* What the two steps of signing in share. */
#ifndef LOGIN_SIGNIN_H
#define LOGIN_SIGNIN_H

#include "auth/password.h"
#include "http/request.h"
#include "http/response.h"
#include "store/signin.h"

enum { NEXT_MAX = 4096 };

/* The cookie that stands in for a session on the forms of signing in; made where there is none. */
const char *signin_basis(struct request *r, struct response *out);

/* How long the account must wait before its next try, 0 where it need not; always 0 where the
 * configuration switches the delay off. */
enum err signin_delay(struct request *r, const char *email, ms_t *wait_ms);

/* Status 429 and how long to wait, as words. */
const char *signin_wait_text(struct request *r, struct response *out, ms_t wait_ms);

/* Counts a failure, records it with the step that failed, and logs it. user_id 0: nobody known. */
enum err signin_failure(struct request *r, int64_t tenant_id, int64_t user_id, const char *email,
                        const char *step);

/* Makes the session, records it, and leads to the page that was wanted (the form's `next`). Within
 * the transaction; the tenant's audit log must be locked before. */
enum err signin_let_in(struct request *r, struct response *out, int64_t tenant_id, int64_t user_id,
                       int64_t rights_version, const char *email);

/* The second step's page, for who gave the right password. `error` may be NULL. */
enum err signin_ask_code(struct request *r, struct response *out, const char *ticket,
                         const char *error);

/* What lets its holder go on to the second step, for five minutes, from this browser only. */
const char *signin_ticket(struct request *r, const char *basis, const struct signin_user_row *user);

#endif
