#include "own.h"

#include "auth/password.h"
#include "signin.h"

enum err own_account(struct request *r, struct account *out)
{
    bool found;
    enum err e =
        account_find(r->db, r->arena, r->session->tenant_id, r->session->user_id, out, &found);
    return e || found ? e : err_set(ERR_SIGNED_OUT, "the session has ended");
}

enum err own_password(struct request *r, struct response *out, const struct account *who,
                      const char *password, const char **problem)
{
    ms_t wait = 0;
    *problem = NULL;
    out->status = 422;
    if (!password) {
        *problem = "Enter your password.";
        return OK;
    }
    enum err e = signin_delay(r, who->email, &wait);
    if (e)
        return e;
    if (wait) {
        *problem = arena_printf(r->arena, "%sthe password was not looked at.",
                                signin_wait_text(r, out, wait));
        return OK;
    }
    if (!password_verify(password, who->password_hash)) {
        *problem = "That is not your password.";
        return own_failure(r, who);
    }
    out->status = 200;
    return OK;
}

enum err own_code_right(struct request *r, const struct account *who, const char *text,
                        struct own_code *code, bool *right)
{
    unsigned char secret[TOTP_SECRET];
    *code = (struct own_code){.recovery = !totp_is_code(text)};
    *right = false;
    if (code->recovery)
        return recovery_hash(text, who->id, code->key)
                   ? account_has_recovery(r->db, r->arena, who, code->key, right)
                   : OK;
    if (!totp_unseal(who->totp_sealed, who->totp_len, who->id, secret))
        return err_set(ERR_INTERNAL,
                       "the second factor of user %lld cannot be read: was the "
                       "secret hmac replaced?",
                       (long long)who->id);
    *right = totp_right(secret, text, r->now, who->totp_step, &code->step);
    return OK;
}

enum err own_code_take(struct request *r, const struct account *who, const struct own_code *code,
                       bool *taken)
{
    return code->recovery ? account_take_recovery(r->db, r->arena, who, code->key, r->now, taken)
                          : account_take_step(r->db, r->arena, who, code->step, taken);
}

enum err own_failure(struct request *r, const struct account *who)
{
    return signin_failure(r, who->tenant_id, who->id, who->email, "own account");
}

const char *own_sentence(struct arena *a)
{
    char *text = arena_printf(a, "%s.", err_detail());
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    err_clear();
    return text;
}
