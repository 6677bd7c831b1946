/* Changing one's own password. It ends all other sessions, and this one goes on under a new cookie.
 */
#include "auth/password.h"

#include "app/audit.h"
#include "app/paths.h"
#include "own.h"
#include "page.h"

const struct param password_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "password", .kind = PARAM_SECRET, .max = PASSWORD_MAX},
    {.name = "new", .kind = PARAM_SECRET, .max = 4 * PASSWORD_MAX},
    {.name = "again", .kind = PARAM_SECRET, .max = 4 * PASSWORD_MAX},
    {0},
};

struct change {
    struct account who;
    char hash[PASSWORD_HASH_SIZE];
};

struct problems {
    const char *password, *fresh, *again;
};

static enum err show(struct request *r, struct response *out, const struct problems *p)
{
    struct view *v = app_page(r, "Change your password");
    view_set(v, "Url.password", PATH_PASSWORD);
    view_number(v, "Password.min", PASSWORD_MIN);
    view_number(v, "Password.max", PASSWORD_MAX);
    if (r->session->must_change_password)
        view_set(v, "Password.must", "1");
    view_set(v, "Fields.password.error", p->password);
    view_set(v, "Fields.new.error", p->fresh);
    view_set(v, "Fields.again.error", p->again);
    return app_render(v, "login/password.cs", out);
}

enum err password_page(struct request *r, struct response *out)
{
    return show(r, out, &(struct problems){0});
}

/* What is wrong with the new one: found without looking at the old one's hash. */
static bool check_new(struct request *r, const struct account *who, struct problems *p)
{
    const char *old = param_text(&r->form, "password"), *fresh = param_text(&r->form, "new");
    const char *again = param_text(&r->form, "again");
    if (!fresh)
        p->fresh = "Enter the new password.";
    else if (password_choose(fresh, who->email, who->name) != OK)
        p->fresh = own_sentence(r->arena);
    else if (old && strcmp(old, fresh) == 0)
        p->fresh = "The new password is the same as the old one.";
    else if (!again || strcmp(fresh, again) != 0)
        p->again = "The two new passwords differ.";
    if (!old)
        p->password = "Enter your current password.";
    return !p->fresh && !p->again && !p->password;
}

enum err password_prepare(struct request *r, struct response *out)
{
    struct problems p = {0};
    struct change *c = arena_alloc(r->arena, sizeof *c);
    enum err e = own_account(r, &c->who);
    if (e)
        return e;
    out->status = 422;
    if (!check_new(r, &c->who, &p))
        return show(r, out, &p);
    e = own_password(r, out, &c->who, param_text(&r->form, "password"), &p.password);
    if (e || p.password)
        return e ? e : show(r, out, &p);
    e = password_hash(param_text(&r->form, "new"), c->hash);
    if (!e)
        r->prepared = c;
    return e;
}

enum err password_submit(struct request *r, struct response *out)
{
    const struct change *c = r->prepared;
    enum err e = account_set_password(r->db, r->arena, r->scope, &c->who, c->hash);
    if (!e)
        e = session_renew(r, out, c->who.rights_version + 1);
    audit_note(r, "password.changed", r->session->email, NULL);
    if (!e)
        response_redirect(out, PATH_ACCOUNT "?done=password");
    return e;
}
