/* Signing in, the second step: a code of the authenticator app, or a recovery code. Between the two
 * steps there is no session, only a ticket in the form: sealed, bound to the browser by the cookie
 * of the form, good for five minutes, and void when the account's rights change. */
#include "app/audit.h"
#include "app/paths.h"
#include "auth/totp.h"
#include "http/csrf.h"
#include "http/seal.h"
#include "own.h"
#include "page.h"
#include "signin.h"
#include "store/audit.h"

enum { TICKET_MS = 5 * 60 * 1000, TICKET_MAX = 300 };

static const char purpose[] = "signin-code";

const struct param code_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "next", .kind = PARAM_TOKEN, .max = NEXT_MAX},
    {.name = "ticket", .kind = PARAM_TOKEN, .max = TICKET_MAX},
    {.name = "code", .kind = PARAM_TEXT, .max = OWN_CODE_MAX},
    {0},
};

struct step {
    struct account who;
    struct own_code code;
};

const char *signin_ticket(struct request *r, const char *basis, const struct signin_user_row *user)
{
    const char *text = arena_printf(r->arena, "%lld %lld %lld", (long long)user->tenant_id,
                                    (long long)user->id, (long long)user->rights_version);
    return seal_text(r->arena, purpose, basis, r->now + TICKET_MS, text);
}

/* Whose ticket it is; *found is false when it is not ours, too old, or overtaken by a change. */
static enum err open_ticket(struct request *r, const char *basis, struct account *who, bool *found)
{
    const char *text =
        unseal_text(r->arena, purpose, basis, r->now, param_text(&r->form, "ticket"));
    *found = false;
    if (!text)
        return OK;
    char *at;
    int64_t tenant = strtoll(text, &at, 10), user = strtoll(at, &at, 10);
    int64_t rights = strtoll(at, NULL, 10);
    enum err e = account_find(r->db, r->arena, tenant, user, who, found);
    *found = *found && who->rights_version == rights && who->totp_sealed;
    return e;
}

enum err signin_ask_code(struct request *r, struct response *out, const char *ticket,
                         const char *error)
{
    struct view *v = app_page(r, "Sign in");
    view_set(v, "Page.csrf", csrf_token(r, signin_basis(r, out)));
    view_set(v, "Url.code", PATH_SIGNIN_CODE);
    view_set(v, "Login.next", param_text(&r->form, "next"));
    view_set(v, "Login.ticket", ticket);
    view_set(v, "Login.error", error);
    return app_render(v, "login/code.cs", out);
}

/* There is no form here without a password before it. */
enum err code_page(struct request *r, struct response *out)
{
    (void)r;
    response_redirect(out, PATH_SIGNIN);
    return OK;
}

static enum err again(struct request *r, struct response *out, int status, const char *error)
{
    out->status = status;
    return signin_ask_code(r, out, param_text(&r->form, "ticket"), error);
}

static enum err refuse(struct request *r, struct response *out, const struct account *who)
{
    enum err e = signin_failure(r, who->tenant_id, who->id, who->email, "code");
    return e ? e : again(r, out, 401, OWN_CODE_WRONG);
}

static enum err start_over(struct request *r, struct response *out)
{
    const char *next = param_text(&r->form, "next");
    response_redirect(out, arena_printf(r->arena, PATH_SIGNIN "?out=3%s%s", next ? "&next=" : "",
                                        next ? next : ""));
    return OK;
}

enum err code_prepare(struct request *r, struct response *out)
{
    struct step *s = arena_alloc(r->arena, sizeof *s);
    const char *code = param_text(&r->form, "code");
    bool found, right = false;
    ms_t wait = 0;
    enum err e = open_ticket(r, signin_basis(r, out), &s->who, &found);
    if (e || !found)
        return e ? e : start_over(r, out);
    if (!code)
        return again(r, out, 401, "Enter the code.");
    e = signin_delay(r, s->who.email, &wait);
    if (!e && wait)
        return again(r, out, 429,
                     arena_printf(r->arena, "%sthe code was not looked at.",
                                  signin_wait_text(r, out, wait)));
    if (!e)
        e = own_code_right(r, &s->who, code, &s->code, &right);
    if (!e && right)
        e = session_tidy(r);
    if (!e && right)
        r->prepared = s;
    return e || right ? e : refuse(r, out, &s->who);
}

/* Of two at once with the same code one takes it; the other is refused like any wrong one. */
enum err code_submit(struct request *r, struct response *out)
{
    const struct step *s = r->prepared;
    const struct account *who = &s->who;
    bool taken = false;
    enum err e = audit_lock(r->db, r->arena, who->tenant_id);
    if (!e)
        e = own_code_take(r, who, &s->code, &taken);
    if (e || !taken)
        return e ? e : refuse(r, out, who);
    if (s->code.recovery)
        audit_note_as(r, who->tenant_id, who->id, who->email, "recovery.used", NULL);
    e = signin_succeeded(r->db, r->arena, who->email);
    return e ? e : signin_let_in(r, out, who->tenant_id, who->id, who->rights_version, who->email);
}
