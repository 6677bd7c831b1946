/* What the account's pages ask for before they change something that guards the account, and the
 * account's page itself, which shows what was wrong. */
#ifndef LOGIN_OWN_H
#define LOGIN_OWN_H

#include "app/app.h"
#include "auth/totp.h"
#include "store/account.h"

enum { OWN_CODE_MAX = 40 };

#define OWN_CODE_WRONG                                                                             \
    "That code is not right. A code of the app holds for half a minute and is taken once; check "  \
    "that the clock of your phone is right."

/* The account of the session. ERR_SIGNED_OUT when it is gone meanwhile. */
enum err own_account(struct request *r, struct account *out);

/* Whether the password is the account's. *problem is what to say at the field, NULL when it is
 * right; the answer's status is set then. A wrong one counts like one at signing in, so that a
 * session that was stolen cannot guess. */
enum err own_password(struct request *r, struct response *out, const struct account *who,
                      const char *password, const char **problem);

/* A right code, not taken yet. */
struct own_code {
    bool recovery;
    int64_t step;                     /* of a code of the app */
    unsigned char key[RECOVERY_HASH]; /* of a recovery code */
};

/* Whether it is a code of the app or an unused recovery code; and takes it: once, whoever else
 * tries at the same time. */
enum err own_code_right(struct request *r, const struct account *who, const char *text,
                        struct own_code *code, bool *right);
enum err own_code_take(struct request *r, const struct account *who, const struct own_code *code,
                       bool *taken);

/* Counts and records a wrong code or password, like one at signing in. */
enum err own_failure(struct request *r, const struct account *who);

/* The account's page, filled; what is wrong may be added before it is rendered. */
enum err own_page(struct request *r, const struct account *who, struct view **out);
#define OWN_TEMPLATE "login/account.cs"

/* A sentence of the recorded error detail; forgets the record. */
const char *own_sentence(struct arena *a);

#endif
