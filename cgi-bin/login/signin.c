/* Signing in: the page, its form, and signing out. */
#include "signin.h"

#include "app/audit.h"
#include "app/paths.h"
#include "core/conf.h"
#include "core/log.h"
#include "http/csrf.h"
#include "http/token.h"
#include "page.h"
#include "store/audit.h"

const struct param signin_query[] = {
    {.name = "next", .kind = PARAM_TOKEN, .max = NEXT_MAX},
    {.name = "out", .kind = PARAM_INT, .max = 3},
    {0},
};
const struct param signin_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "next", .kind = PARAM_TOKEN, .max = NEXT_MAX},
    {.name = "email", .kind = PARAM_TEXT, .max = 254},
    {.name = "password", .kind = PARAM_SECRET, .max = PASSWORD_MAX},
    {0},
};
const struct param signout_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {0},
};

const char *signin_basis(struct request *r, struct response *out)
{
    const char *basis = request_cookie(r, cookie_name(r->arena, PATH_SIGNIN_COOKIE));
    if (basis && strlen(basis) >= TOKEN_RANDOM)
        return basis;
    basis = token_random(r->arena);
    response_cookie(out, PATH_SIGNIN_COOKIE, basis);
    return basis;
}

static enum err show(struct request *r, struct response *out, const char *email, const char *error,
                     const char *notice, const char *next)
{
    struct view *v = app_page(r, "Sign in");
    view_set(v, "Page.csrf", csrf_token(r, signin_basis(r, out)));
    view_set(v, "Login.email", email);
    view_set(v, "Login.error", error);
    view_set(v, "Login.notice", notice);
    view_set(v, "Login.next", next);
    return app_render(v, "login/signin.cs", out);
}

enum err signin_page(struct request *r, struct response *out)
{
    const char *next = param_text(&r->query, "next"), *notice = NULL;
    switch (param_int(&r->query, "out", 0)) {
    case 1:
        notice = arena_printf(r->arena,
                              "You were signed out: a session ends after %d minutes without "
                              "activity, after %d hours, and when rights change. Sign in to go "
                              "back to where you were.",
                              conf_int(CONF_SESSION_IDLE_MIN), conf_int(CONF_SESSION_MAX_H));
        break;
    case 2:
        notice = "You are signed out.";
        break;
    case 3:
        notice = "That took too long: the code is asked for within five minutes of the password. "
                 "Please sign in again.";
        break;
    default:
        break;
    }
    return show(r, out, NULL, NULL, notice, next);
}

enum err signin_delay(struct request *r, const char *email, ms_t *wait_ms)
{
    *wait_ms = 0;
    return conf_on(CONF_SIGNIN_DELAY)
               ? signin_wait(r->db, r->arena, email, r->address, r->now, wait_ms)
               : OK;
}

const char *signin_wait_text(struct request *r, struct response *out, ms_t wait_ms)
{
    long long seconds = (wait_ms + 999) / 1000;
    out->status = 429;
    response_header(out, "Retry-After", arena_printf(r->arena, "%lld", seconds));
    return arena_printf(r->arena, "Too many failed attempts. Try again in %lld second%s; ", seconds,
                        seconds == 1 ? "" : "s");
}

enum err signin_failure(struct request *r, int64_t tenant_id, int64_t user_id, const char *email,
                        const char *step)
{
    const struct audit_detail details[] = {{.key = "step", .is = step}, {0}};
    audit_note_as(r, tenant_id, user_id, email, "signin.failed", details);
    LOG(LOG_WARN, "signin_failed", LOG_S("address", r->address), LOG_S("email", email),
        LOG_S("step", step));
    return signin_failed(r->db, r->arena, email, r->address, r->now);
}

/* The same words whoever failed and why. */
static enum err refuse(struct request *r, struct response *out, const char *email, const char *why)
{
    out->status = 401;
    return show(r, out, email, why, NULL, param_text(&r->form, "next"));
}

/* Only an address that Parley signed is followed. */
static const char *way_back(struct request *r)
{
    const char *next = token_open(r->arena, "next", param_text(&r->form, "next"));
    return next && next[0] == '/' && next[1] != '/' && next[1] != '\\' && !strpbrk(next, "\r\n")
               ? next
               : PATH_GRID;
}

enum err signin_let_in(struct request *r, struct response *out, int64_t tenant_id, int64_t user_id,
                       int64_t rights_version, const char *email)
{
    enum err e = session_start(r, out, tenant_id, user_id, rights_version);
    if (e)
        return e;
    audit_note_as(r, tenant_id, user_id, email, "signin", NULL);
    LOG(LOG_INFO, "signin", LOG_S("address", r->address), LOG_N("user", user_id));
    response_redirect(out, way_back(r));
    return OK;
}

/* The account's failures are forgotten only when all that was asked for is there: else the password
 * would reset the count of wrong codes. */
static enum err right_password(struct request *r, struct response *out, const char *email,
                               const struct signin_user_row *user)
{
    if (user->second_factor)
        return signin_ask_code(r, out, signin_ticket(r, signin_basis(r, out), user), NULL);
    struct signin_user_row *copy = arena_alloc(r->arena, sizeof *copy);
    enum err e = signin_succeeded(r->db, r->arena, email);
    if (!e)
        e = session_tidy(r);
    *copy = *user;
    r->prepared = copy;
    return e;
}

enum err signin_prepare(struct request *r, struct response *out)
{
    struct signin_user_row user;
    bool found;
    ms_t wait = 0;
    const char *email = param_text(&r->form, "email"), *password = param_text(&r->form, "password");
    if (!email || !password)
        return refuse(r, out, email, "Enter your e-mail address and your password.");
    enum err e = signin_delay(r, email, &wait);
    if (!e && wait)
        return show(r, out, email,
                    arena_printf(r->arena, "%syour password was not looked at.",
                                 signin_wait_text(r, out, wait)),
                    NULL, param_text(&r->form, "next"));
    if (!e)
        e = signin_find(r->db, r->arena, email, &user, &found);
    if (e)
        return e;
    if (password_verify(password, found ? user.hash : NULL))
        return right_password(r, out, email, &user);
    e = signin_failure(r, user.tenant_id, user.id, email, "password");
    return e ? e : refuse(r, out, email, "That e-mail address and password do not fit together.");
}

enum err signin_submit(struct request *r, struct response *out)
{
    const struct signin_user_row *user = r->prepared;
    enum err e = audit_lock(r->db, r->arena, user->tenant_id);
    return e ? e
             : signin_let_in(r, out, user->tenant_id, user->id, user->rights_version,
                             param_text(&r->form, "email"));
}

enum err signout_submit(struct request *r, struct response *out)
{
    enum err e = session_end(r, out);
    audit_note(r, "signout", NULL, NULL);
    if (!e)
        response_redirect(out, PATH_SIGNIN "?out=2");
    return e;
}
