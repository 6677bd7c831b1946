/* The second factor of one's own account: setting it up, switching it off, new recovery codes. */
#include "app/audit.h"
#include "app/paths.h"
#include "auth/password.h"
#include "core/conf.h"
#include "own.h"
#include "page.h"
#include "view/qr.h"

enum { PENDING_MS = 15 * 60 * 1000, PENDING_MAX = 400 };

static const char purpose[] = "totp-pending";

const struct param totp_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {0},
};
const struct param totp_confirm_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "pending", .kind = PARAM_TOKEN, .max = PENDING_MAX},
    {.name = "code", .kind = PARAM_TEXT, .max = OWN_CODE_MAX},
    {.name = "password", .kind = PARAM_SECRET, .max = PASSWORD_MAX},
    {0},
};
const struct param totp_off_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "password", .kind = PARAM_SECRET, .max = PASSWORD_MAX},
    {.name = "code", .kind = PARAM_TEXT, .max = OWN_CODE_MAX},
    {0},
};
const struct param recovery_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "password", .kind = PARAM_SECRET, .max = PASSWORD_MAX},
    {0},
};

/* What the form asked for, and was found right. */
struct ready {
    struct account who;
    unsigned char secret[TOTP_SECRET];
    int64_t step;
    struct own_code code;
};

static enum err leave(struct response *out, const char *done)
{
    response_redirect(out, done);
    return OK;
}

#define LATE PATH_ACCOUNT "?done=totp_late"
#define OVERTAKEN PATH_ACCOUNT "?done=totp_lost"

/* --- setting it up -----------------------------------------------------------------------------
 */

/* Parley, with the host where it is not just this machine: people have more than one. */
static const char *issuer(struct arena *a)
{
    const char *host = strstr(conf(CONF_BASE_URL), "://");
    host = host ? host + 3 : conf(CONF_BASE_URL);
    size_t n = strcspn(host, ":/");
    bool here = (n == 9 && strncmp(host, "localhost", n) == 0) ||
                (n == 9 && strncmp(host, "127.0.0.1", n) == 0);
    return here ? "Parley" : arena_printf(a, "Parley (%.*s)", (int)n, host);
}

static void free_buf(void *data)
{
    buf_free(data);
}

static enum err show_setup(struct request *r, struct response *out,
                           const unsigned char secret[TOTP_SECRET], const char *code_error,
                           const char *password_error)
{
    struct view *v = app_page(r, "Set up the second factor");
    struct buf *qr = arena_alloc(r->arena, sizeof *qr);
    const char *text = totp_secret_text(r->arena, secret);
    arena_cleanup(r->arena, free_buf, qr);
    enum err e = qr_svg(totp_uri(r->arena, secret, issuer(r->arena), r->session->email),
                        "QR code with the secret, for the camera of your phone", qr);
    if (e)
        return e;
    view_insert(v, "Totp.qr", qr);
    view_set(v, "Totp.secret", text);
    view_set(v, "Totp.issuer", issuer(r->arena));
    view_set(v, "Totp.pending",
             seal_text(r->arena, purpose, r->session->cookie, r->now + PENDING_MS, text));
    view_set(v, "Url.totp_confirm", PATH_TOTP_CONFIRM);
    view_set(v, "Fields.code.error", code_error);
    view_set(v, "Fields.password.error", password_error);
    return app_render(v, "login/totp.cs", out);
}

enum err totp_start(struct request *r, struct response *out)
{
    struct account who;
    unsigned char secret[TOTP_SECRET];
    enum err e = own_account(r, &who);
    if (e || who.totp_sealed)
        return e ? e : leave(out, OVERTAKEN);
    totp_make(secret);
    return show_setup(r, out, secret, NULL, NULL);
}

/* The secret that this session was shown; false when that was too long ago, or never. */
static bool pending(struct request *r, unsigned char secret[TOTP_SECRET])
{
    const char *text =
        unseal_text(r->arena, purpose, r->session->cookie, r->now, param_text(&r->form, "pending"));
    return text && totp_secret_read(text, secret);
}

enum err totp_confirm_prepare(struct request *r, struct response *out)
{
    struct ready *s = arena_alloc(r->arena, sizeof *s);
    const char *code = param_text(&r->form, "code"), *problem;
    enum err e = own_account(r, &s->who);
    if (e || s->who.totp_sealed)
        return e ? e : leave(out, OVERTAKEN);
    if (!pending(r, s->secret))
        return leave(out, LATE);
    if (!code || !totp_right(s->secret, code, r->now, -1, &s->step)) {
        out->status = 422;
        return show_setup(r, out, s->secret, code ? OWN_CODE_WRONG : "Enter the code of the app.",
                          NULL);
    }
    e = own_password(r, out, &s->who, param_text(&r->form, "password"), &problem);
    if (e || problem)
        return e ? e : show_setup(r, out, s->secret, NULL, problem);
    r->prepared = s;
    return OK;
}

/* --- recovery codes ----------------------------------------------------------------------------
 */

/* Makes new ones; they are shown on this page and never again. */
static enum err give_codes(struct request *r, struct response *out, const struct account *who,
                           const char *title)
{
    struct view *v = app_page(r, title);
    unsigned char keys[RECOVERY_CODES][RECOVERY_HASH];
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        const char *code = recovery_make(r->arena);
        if (!recovery_hash(code, who->id, keys[i]))
            abort();
        view_item(v, "Codes", i, "text", code);
    }
    enum err e = account_set_recovery(r->db, r->arena, r->scope, who->id, keys[0], RECOVERY_CODES);
    audit_note(r, "recovery.made", r->session->email, NULL);
    return e ? e : app_render(v, "login/codes.cs", out);
}

/* The others signed in without the second factor: they end. */
enum err totp_confirm(struct request *r, struct response *out)
{
    const struct ready *s = r->prepared;
    unsigned char sealed[TOTP_SEALED];
    totp_seal(s->secret, s->who.id, sealed);
    enum err e =
        account_set_totp(r->db, r->arena, r->scope, &s->who, sealed, sizeof sealed, s->step);
    if (!e)
        e = session_renew(r, out, s->who.rights_version + 1);
    audit_note(r, "totp.enabled", r->session->email, NULL);
    return e ? e : give_codes(r, out, &s->who, "The second factor is on");
}

enum err recovery_prepare(struct request *r, struct response *out)
{
    struct ready *s = arena_alloc(r->arena, sizeof *s);
    struct view *v;
    const char *problem;
    enum err e = own_account(r, &s->who);
    if (e || !s->who.totp_sealed)
        return e ? e : leave(out, OVERTAKEN);
    e = own_password(r, out, &s->who, param_text(&r->form, "password"), &problem);
    if (!e && !problem)
        r->prepared = s;
    if (e || !problem)
        return e;
    e = own_page(r, &s->who, &v);
    if (e)
        return e;
    view_set(v, "New.open", "1");
    view_set(v, "New.password.error", problem);
    return app_render(v, OWN_TEMPLATE, out);
}

enum err recovery_submit(struct request *r, struct response *out)
{
    const struct ready *s = r->prepared;
    return give_codes(r, out, &s->who, "New recovery codes");
}

/* --- switching it off --------------------------------------------------------------------------
 */

static enum err refuse_off(struct request *r, struct response *out, const struct account *who,
                           const char *password_error, const char *code_error)
{
    struct view *v;
    enum err e = own_page(r, who, &v);
    if (e)
        return e;
    view_set(v, "Off.open", "1");
    view_set(v, "Off.password.error", password_error);
    view_set(v, "Off.code.error", code_error);
    return app_render(v, OWN_TEMPLATE, out);
}

static enum err wrong_code(struct request *r, struct response *out, const struct account *who)
{
    enum err e = own_failure(r, who);
    out->status = 422;
    return e ? e : refuse_off(r, out, who, NULL, OWN_CODE_WRONG);
}

enum err totp_off_prepare(struct request *r, struct response *out)
{
    struct ready *s = arena_alloc(r->arena, sizeof *s);
    const char *code = param_text(&r->form, "code"), *problem;
    bool right = false;
    enum err e = own_account(r, &s->who);
    if (e || !s->who.totp_sealed)
        return e ? e : leave(out, OVERTAKEN);
    e = own_password(r, out, &s->who, param_text(&r->form, "password"), &problem);
    if (e || problem)
        return e ? e : refuse_off(r, out, &s->who, problem, NULL);
    if (!code) {
        out->status = 422;
        return refuse_off(r, out, &s->who, NULL, "Enter a code.");
    }
    e = own_code_right(r, &s->who, code, &s->code, &right);
    if (e || !right)
        return e ? e : wrong_code(r, out, &s->who);
    r->prepared = s;
    return OK;
}

enum err totp_off(struct request *r, struct response *out)
{
    const struct ready *s = r->prepared;
    bool taken;
    enum err e = own_code_take(r, &s->who, &s->code, &taken);
    if (!e && !taken)
        return wrong_code(r, out, &s->who);
    if (!e)
        e = account_clear_totp(r->db, r->arena, r->scope, s->who.id);
    audit_note(r, "totp.disabled", r->session->email, NULL);
    if (!e)
        response_redirect(out, PATH_ACCOUNT "?done=totp_off");
    return e;
}
