/* The page of a tenant; a new one comes with its first administrator. */
#include "auth/password.h"
#include "core/currency.h"
#include "people.h"
#include "text.h"

#include <sodium.h>

const struct param tenant_form[] = {
    FORM_PARAMS,
    {.name = "slug", .kind = PARAM_TEXT, .max = 160},
    {.name = "name", .kind = PARAM_TEXT, .max = 400},
    {.name = "zone", .kind = PARAM_TEXT, .max = 160},
    {.name = "locale", .kind = PARAM_TEXT, .max = 80},
    {.name = "currency", .kind = PARAM_TEXT, .max = 3},
    {.name = "admin_name", .kind = PARAM_TEXT, .max = 600},
    {.name = "admin_email", .kind = PARAM_TEXT, .max = 1016},
    {0},
};
const struct param tenant_act_form[] = {
    FORM_PARAMS, {.name = "typed", .kind = PARAM_TEXT, .max = 160}, {0}};

static const char *check_slug(struct arena *a, const char *typed, const char **value)
{
    (void)a, (void)value;
    return tenant_slug_error(typed);
}

static const char *check_zone_name(struct arena *a, const char *typed, const char **value)
{
    (void)a, (void)value;
    return tenant_zone_error(typed);
}

static const char *check_locale(struct arena *a, const char *typed, const char **value)
{
    (void)a, (void)value;
    return tenant_locale_error(typed);
}

#define TENANT_FIELDS                                                                              \
    {.key = "name", .label = "Name", .kind = FORM_TEXT, .required = true, .max = 100},             \
        {.key = "zone",                                                                            \
         .label = "Time zone",                                                                     \
         .kind = FORM_TEXT,                                                                        \
         .required = true,                                                                         \
         .max = 40,                                                                                \
         .check = check_zone_name,                                                                 \
         .help = "An IANA zone like Europe/Berlin: days and hours of its people and reports."},    \
        {.key = "locale",                                                                          \
         .label = "Locale",                                                                        \
         .kind = FORM_TEXT,                                                                        \
         .required = true,                                                                         \
         .max = 20,                                                                                \
         .check = check_locale,                                                                    \
         .help = "A language, or a language and a country: en, en-GB."},                           \
    {                                                                                              \
        .key = "currency", .label = "Currency", .kind = FORM_CHOICE,                               \
        .help = "In which costs are shown."                                                        \
    }
static const struct form_field new_fields[] = {
    {.key = "slug",
     .label = "Slug",
     .kind = FORM_TEXT,
     .required = true,
     .max = 40,
     .check = check_slug,
     .help = "A short name for the command line and imports. It never changes."},
    TENANT_FIELDS,
    {.key = "admin_name",
     .label = "Name",
     .kind = FORM_TEXT,
     .required = true,
     .max = 150,
     .group = "First administrator",
     .group_help = "Gets the role Contact Center Admin and a first password, and adds the others."},
    {.key = "admin_email", .label = "E-mail", .kind = FORM_EMAIL, .required = true, .max = 254},
    {0},
};
static const struct form_field fields[] = {
    {.key = "slug", .label = "Slug", .kind = FORM_FIXED}, TENANT_FIELDS, {0}};
static const struct form_def new_def = {"tenant", new_fields, PATH_TENANT, NULL};
static const struct form_def def = {"tenant", fields, PATH_TENANT, NULL};

struct page {
    struct area area;
    struct form form;
    struct tenant_row tenant; /* id 0: a new one */
};

static const struct list_choice *currency_choices(struct arena *a)
{
    size_t n = 0;
    while (currencies[n].code)
        n++;
    struct list_choice *c = arena_array(a, n + 1, sizeof *c);
    for (size_t i = 0; i < n; i++)
        c[i] = (struct list_choice){
            currencies[i].code, arena_printf(a, "%s %s", currencies[i].code, currencies[i].name)};
    return c;
}

static enum err load(struct request *r, struct page *p)
{
    int64_t id = param_int(&r->query, "id", 0);
    *p = (struct page){.tenant = {.zone = "UTC", .locale = "en", .currency = "EUR"}};
    enum err e = area_begin(r, SECTION_TENANTS, &p->area);
    if (!e && id)
        e = tenant_find(r->db, r->arena, id, &p->tenant);
    if (e)
        return e;
    struct form *f = &p->form;
    form_begin(f, &p->area, id ? &def : &new_def, id, id ? p->tenant.name : "Add a tenant");
    form_choices(f, "currency", currency_choices(r->arena));
    form_store(f, "slug", p->tenant.slug);
    form_store(f, "name", p->tenant.name);
    form_store(f, "zone", p->tenant.zone);
    form_store(f, "locale", p->tenant.locale);
    form_store(f, "currency", p->tenant.currency);
    return OK;
}

static enum err show(struct page *p, struct response *out)
{
    struct request *r = p->area.r;
    struct view *v = p->form.view;
    const char *query = arena_printf(r->arena, "?tenant=%lld", (long long)p->tenant.id);
    if (p->tenant.id) {
        form_fact(&p->form, "State", p->tenant.active ? "Active" : "Disabled", NULL);
        form_fact(&p->form, "Administrators",
                  arena_printf(r->arena, "%lld", (long long)p->tenant.users),
                  arena_printf(r->arena, PATH_USERS "%s", query));
        form_fact(&p->form, "Audit log", "What was done",
                  arena_printf(r->arena, PATH_AUDIT "%s", query));
    }
    view_set(v, "May.edit", "1");
    if (p->tenant.id && p->tenant.id != r->session->tenant_id) {
        view_set(v, "Delete.url", area_url(&p->area, PATH_TENANT_ACT, p->tenant.id, NULL));
        view_set(v, "Delete.label",
                 p->tenant.active ? "Disable this tenant" : "Enable this tenant");
    }
    return form_show_in(&p->form, "admin/role.cs", out);
}

enum err tenant_page(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load(r, &p);
    return e ? e : show(&p, out);
}

static struct tenant_row typed(const struct page *p)
{
    struct tenant_row t = p->tenant;
    if (!t.id)
        t.slug = form_text(&p->form, "slug");
    t.name = form_text(&p->form, "name");
    t.zone = form_text(&p->form, "zone");
    t.locale = form_text(&p->form, "locale");
    t.currency = form_text(&p->form, "currency");
    return t;
}

static enum err check_new(struct page *p)
{
    struct request *r = p->area.r;
    struct tenant_row other;
    const char *slug = form_text(&p->form, "slug"), *email = form_text(&p->form, "admin_email");
    bool found = false, taken = false;
    enum err e = slug ? tenant_find_slug(r->db, r->arena, slug, &other, &found) : OK;
    if (!e && email)
        e = user_email_taken(r->db, r->arena, email, 0, &taken);
    if (found)
        form_error(&p->form, "slug", "There is a tenant of this slug already.");
    if (taken)
        form_error(&p->form, "admin_email",
                   "Somebody has this address already. An address "
                   "belongs to one person of the installation.");
    return e;
}

enum { ROLE_CONTACT_CENTER_ADMIN = 1 }; /* shipped: sql/parley */

static enum err first_administrator(struct page *p, int64_t tenant, const char *password)
{
    struct request *r = p->area.r;
    char hash[PASSWORD_HASH_SIZE];
    const struct scope *scope;
    const char *name = form_text(&p->form, "admin_name");
    const char *email = form_text(&p->form, "admin_email");
    int64_t id;
    enum err e = session_administer(r, tenant, &scope);
    if (!e)
        e = password_hash(password, hash);
    if (!e)
        e = user_insert(r->db, r->arena, scope,
                        &(struct user_new){.email = email,
                                           .name = name,
                                           .hash = hash,
                                           .role_id = ROLE_CONTACT_CENTER_ADMIN,
                                           .must_change_password = true},
                        &id);
    audit_note_in(r, tenant, "user.created", people_subject(r->arena, name, email),
                  (struct audit_detail[]){{.key = "role", .is = "Contact Center Admin"}, {0}});
    return e;
}

/* The new tenant's log begins with how it came to be. */
static enum err create(struct page *p, struct response *out)
{
    struct request *r = p->area.r;
    char password[PASSWORD_MADE_SIZE];
    struct tenant_row t = typed(p);
    int64_t id;
    enum err e = tenant_insert(r->db, r->arena, &t, &id);
    if (e)
        return e;
    audit_note_in(r, id, "tenant.created", t.name,
                  (struct audit_detail[]){{.key = "slug", .is = t.slug},
                                          {.key = "name", .is = t.name},
                                          {.key = "zone", .is = t.zone},
                                          {.key = "locale", .is = t.locale},
                                          {.key = "currency", .is = t.currency},
                                          {0}});
    password_make(password);
    e = first_administrator(p, id, password);
    if (!e)
        e = password_show(&p->area, arena_printf(r->arena, "%s is added", t.name),
                          form_text(&p->form, "admin_name"), form_text(&p->form, "admin_email"),
                          password, area_url(&p->area, PATH_TENANT, id, NULL), out);
    sodium_memzero(password, sizeof password);
    return e;
}

static enum err change(struct page *p, struct response *out)
{
    struct request *r = p->area.r;
    struct tenant_row t = typed(p);
    enum err e = OK;
    if (form_differs(&p->form, NULL)) {
        e = tenant_update(r->db, r->arena, &t);
        audit_note_in(r, t.id, "tenant.changed", t.name, form_details(&p->form));
    }
    response_redirect(out, area_url(&p->area, PATH_TENANT, t.id, "saved"));
    return e;
}

enum err tenant_submit(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load(r, &p);
    if (!e)
        e = form_read(&p.form);
    if (!e && !p.tenant.id)
        e = check_new(&p);
    if (e)
        return e;
    if (!form_ok(&p.form))
        return show(&p, out);
    return p.tenant.id ? change(&p, out) : create(&p, out);
}

/* --- switching off and on ----------------------------------------------------------------------
 */

static const struct form_field disable_fields[] = {
    {.key = "typed", .label = "Slug of the tenant", .kind = FORM_TEXT, .required = true, .max = 40},
    {0},
};
static const struct form_field no_fields[] = {{0}};
static const struct form_def disable_def = {"tenant", disable_fields, PATH_TENANT_ACT, "Disable"};
static const struct form_def enable_def = {"tenant", no_fields, PATH_TENANT_ACT, "Enable"};

static enum err load_act(struct request *r, struct page *p)
{
    enum err e = load(r, p);
    if (!e && !p->tenant.id)
        e = err_set(ERR_NOT_FOUND, "no such tenant");
    if (!e && p->tenant.id == r->session->tenant_id)
        e = err_set(ERR_FORBIDDEN, "This is your own tenant: you would sign yourself out of it.");
    if (e)
        return e;
    form_begin(
        &p->form, &p->area, p->tenant.active ? &disable_def : &enable_def, p->tenant.id,
        arena_printf(r->arena, "%s %s?", p->tenant.active ? "Disable" : "Enable", p->tenant.name));
    return OK;
}

static enum err ask(struct page *p, struct response *out)
{
    struct arena *a = p->area.r->arena;
    if (!p->tenant.active)
        return form_confirm(&p->form, arena_printf(a, "Enable %s?", p->tenant.name),
                            (const char *const[]){"Its people can sign in again.", NULL}, "Enable",
                            out);
    view_set(p->form.view, "May.edit", "1");
    view_set(p->form.view, "Remark",
             arena_printf(a,
                          "All %lld people of %s are signed out at once and cannot sign in until "
                          "the tenant is enabled again. Its interactions stay. Type its slug, %s, "
                          "to go on.",
                          (long long)p->tenant.users, p->tenant.name, p->tenant.slug));
    return form_show_in(&p->form, "admin/role.cs", out);
}

enum err tenant_act_page(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load_act(r, &p);
    return e ? e : ask(&p, out);
}

enum err tenant_act_submit(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load_act(r, &p);
    if (!e)
        e = form_read(&p.form);
    if (e)
        return e;
    if (p.tenant.active && form_text(&p.form, "typed") &&
        strcmp(form_text(&p.form, "typed"), p.tenant.slug) != 0)
        form_error(&p.form, "typed", "This is not the slug of the tenant.");
    if (p.form.back) {
        response_redirect(out, area_url(&p.area, PATH_TENANT, p.tenant.id, NULL));
        return OK;
    }
    if (!form_ok(&p.form) || (!p.tenant.active && !p.form.confirmed))
        return ask(&p, out);
    bool active = !p.tenant.active;
    e = tenant_set_active(r->db, r->arena, p.tenant.id, active);
    audit_note_in(r, p.tenant.id, "tenant.changed", p.tenant.name,
                  (struct audit_detail[]){{.key = "active",
                                           .is = active ? "yes" : "no",
                                           .was = active ? "no" : "yes",
                                           .changed = true},
                                          {0}});
    response_redirect(out,
                      area_url(&p.area, PATH_TENANT, p.tenant.id, active ? "enabled" : "disabled"));
    return e;
}
