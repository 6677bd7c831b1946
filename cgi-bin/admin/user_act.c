/* What is done to an administrator's access: each asks first, and holds at the next request. */
#include "auth/password.h"
#include "people.h"

#include <sodium.h>

static const char *const acts[] = {"disable", "enable", "password", "sessions", "totp", NULL};
enum act { ACT_DISABLE, ACT_ENABLE, ACT_PASSWORD, ACT_SESSIONS, ACT_TOTP };

#define ACT_PARAM                                                                                  \
    {                                                                                              \
        .name = "act", .kind = PARAM_CHOICE, .choices = acts                                       \
    }
const struct param user_act_query[] = {AREA_PARAM, AREA_ID_PARAM, ACT_PARAM, {0}};
const struct param user_act_form[] = {FORM_PARAMS, ACT_PARAM, {0}};

static const struct {
    const char *action, *title, *button, *done;
    const char *text;
} words[] = {
    [ACT_DISABLE] = {"user.disabled", "Disable %s?", "Disable", "disabled",
                     "This person is signed out at once and cannot sign in until somebody enables "
                     "them again. Their role, queues and views stay."},
    [ACT_ENABLE] = {"user.enabled", "Enable %s?", "Enable", "enabled",
                    "This person can sign in again, with the same password, role and queues as "
                    "before."},
    [ACT_PASSWORD] = {"user.password_reset", "Reset the password of %s?", "Reset the password",
                      NULL,
                      "Parley makes a new password and shows it to you once. The old one is void, "
                      "all sessions of this person end, and a password of their own is asked for "
                      "at the next sign-in."},
    [ACT_SESSIONS] = {"user.sessions_ended", "End the sessions of %s?", "End the sessions",
                      "sessions", "This person is signed out everywhere and can sign in again."},
    [ACT_TOTP] = {"user.totp_reset", "Take the second factor of %s away?",
                  "Take the second factor away", "saved",
                  "The password alone is enough to sign in then, until this person switches a "
                  "second factor on again. The recovery codes are void and all sessions end. Be "
                  "sure that it is they who ask for it."},
};

static const struct list_choice act_choices[] = {{"disable", "disable"},   {"enable", "enable"},
                                                 {"password", "password"}, {"sessions", "sessions"},
                                                 {"totp", "totp"},         {0}};
static const struct form_field fields[] = {
    {.key = "act", .label = "Action", .kind = FORM_CHOICE, .choices = act_choices},
    {0},
};
static const struct form_def def = {"administrator", fields, PATH_USER_ACT, NULL};

struct act_page {
    struct area area;
    struct form form;
    struct user_row user;
    enum act act;
};

static enum err load(struct request *r, const struct params *from, struct act_page *p)
{
    int64_t id = param_int(&r->query, "id", 0);
    int act = param_choice(from, "act", -1);
    enum err e = area_begin(r, SECTION_USERS, &p->area);
    if (!e)
        e = user_find(r->db, r->arena, p->area.scope, id, &p->user);
    if (!e && act < 0)
        e = err_set(ERR_BAD_REQUEST, "say what is to be done");
    if (!e && id == r->session->user_id)
        e = err_set(ERR_FORBIDDEN, "This is you: what is yours is changed in your account, and "
                                   "your access by somebody else.");
    if (!e && !people_may_give(r, p->user.permissions))
        e = err_set(ERR_FORBIDDEN, "%s has more rights than you.", p->user.name);
    if (e)
        return e;
    p->act = (enum act)act;
    form_begin(&p->form, &p->area, &def, id, p->user.name);
    form_store(&p->form, "act", acts[act]);
    return OK;
}

static enum err ask(struct act_page *p, struct response *out)
{
    struct arena *a = p->area.r->arena;
    const char *who = people_subject(a, p->user.name, p->user.email);
    const char *before = strchr(words[p->act].title, '%'), *title = words[p->act].title;
    title = arena_printf(a, "%.*s%s%s", (int)(before - title), title, p->user.name, before + 2);
    return form_confirm(&p->form, title, (const char *const[]){who, words[p->act].text, NULL},
                        words[p->act].button, out);
}

enum err user_act_page(struct request *r, struct response *out)
{
    struct act_page p;
    enum err e = load(r, &r->query, &p);
    return e ? e : ask(&p, out);
}

static enum err give_password(struct act_page *p, struct response *out)
{
    struct request *r = p->area.r;
    char password[PASSWORD_MADE_SIZE], hash[PASSWORD_HASH_SIZE];
    password_make(password);
    enum err e = password_hash(password, hash);
    if (!e)
        e = user_set_password(r->db, r->arena, p->area.scope, p->user.id, hash, true);
    if (!e)
        e = password_show(&p->area, "The password is reset", p->user.name, p->user.email, password,
                          area_url(&p->area, PATH_USER, p->user.id, NULL), out);
    sodium_memzero(password, sizeof password);
    return e;
}

/* Somebody did it already: there is nothing to do and nothing to record. */
static bool is_so(const struct act_page *p)
{
    switch (p->act) {
    case ACT_DISABLE:
        return !p->user.active;
    case ACT_ENABLE:
        return p->user.active;
    case ACT_TOTP:
        return !p->user.second_factor;
    default:
        return false;
    }
}

static enum err act(struct act_page *p, struct response *out)
{
    struct request *r = p->area.r;
    switch (p->act) {
    case ACT_PASSWORD:
        return give_password(p, out);
    case ACT_SESSIONS:
        return user_end_sessions(r->db, r->arena, p->area.scope, p->user.id, NULL);
    case ACT_TOTP:
        return user_reset_totp(r->db, r->arena, p->area.scope, p->user.id);
    default:
        return user_set_active(r->db, r->arena, p->area.scope, p->user.id, p->act == ACT_ENABLE);
    }
}

enum err user_act_submit(struct request *r, struct response *out)
{
    struct act_page p;
    const char *why = NULL;
    enum err e = load(r, &r->form, &p);
    if (!e)
        e = form_read(&p.form);
    if (!e && form_ok(&p.form) && !p.form.confirmed)
        return ask(&p, out);
    if (!e && form_ok(&p.form) && p.act == ACT_DISABLE)
        e = people_last(&p.area, &p.user, NULL, &why);
    if (!e && why)
        return user_show_for(r, p.user.id, why, out);
    bool now = !e && form_ok(&p.form) && !is_so(&p);
    if (now)
        e = act(&p, out);
    if (e)
        return e;
    if (now)
        area_note(&p.area, words[p.act].action, people_subject(r->arena, p.user.name, p.user.email),
                  NULL);
    if (!now || p.act != ACT_PASSWORD)
        response_redirect(out,
                          area_url(&p.area, PATH_USER, p.user.id, now ? words[p.act].done : NULL));
    return OK;
}
