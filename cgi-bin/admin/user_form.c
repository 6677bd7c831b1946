/* The page of an administrator: who it is, the role, the queues. */
#include "auth/password.h"
#include "people.h"
#include "store/catalog.h"
#include "text.h"
#include "view/format.h"

#include <sodium.h>

const struct param user_form[] = {
    FORM_PARAMS,
    {.name = "name", .kind = PARAM_TEXT, .max = 600},
    {.name = "email", .kind = PARAM_TEXT, .max = 1016},
    {.name = "role", .kind = PARAM_INT, .max = AREA_ID_MAX},
    {.name = "queues", .kind = PARAM_LIST, .max = AREA_ID_MAX},
    {.name = "find", .kind = PARAM_TEXT, .max = 320},
    {.name = "narrow", .kind = PARAM_CHOICE, .choices = (const char *const[]){"yes", NULL}},
    {0},
};

#define WHO(role_kind, text_kind, email_kind, role_help)                                           \
    {                                                                                              \
        {.key = "tenant", .label = "Tenant", .kind = FORM_FIXED},                                  \
            {.key = "name", .label = "Name", .kind = text_kind, .required = true, .max = 150},     \
            {.key = "email",                                                                       \
             .label = "E-mail",                                                                    \
             .kind = email_kind,                                                                   \
             .required = true,                                                                     \
             .max = 254,                                                                           \
             .help = "Signs in with it. Each address belongs to one person of the installation."}, \
            {.key = "role", .label = "Role", .kind = role_kind, .help = role_help}, {0},           \
    }
static const struct form_field whole[] =
    WHO(FORM_CHOICE, FORM_TEXT, FORM_EMAIL, "Roles with more rights than your own are not listed.");
static const struct form_field own[] =
    WHO(FORM_FIXED, FORM_TEXT, FORM_EMAIL, "Your own role is changed by somebody else.");
static const struct form_field foreign[] = WHO(FORM_FIXED, FORM_FIXED, FORM_FIXED, NULL);

static const struct form_def whole_def = {"administrator", whole, PATH_USER, NULL};
static const struct form_def own_def = {"administrator", own, PATH_USER, NULL};
static const struct form_def foreign_def = {"administrator", foreign, PATH_USER, NULL};

struct page {
    struct area area;
    struct form form;
    struct user_row user; /* id 0: somebody new */
    struct role_row *roles;
    size_t n_roles;
    struct user_queue *queues; /* assigned: ticked */
    size_t n_queues;
    bool self, may_edit;
    const char *find;         /* the list of queues shows those that contain it */
    const char *queues_error; /* NULL: nothing is wrong with them */
};

static const char *number(struct arena *a, int64_t n)
{
    return arena_printf(a, "%lld", (long long)n);
}

/* The roles that may be given, and the one that the person has. */
static const struct list_choice *role_choices(struct page *p)
{
    struct request *r = p->area.r;
    struct list_choice *c = arena_array(r->arena, p->n_roles + 2, sizeof *c);
    size_t n = 0;
    if (!p->user.id)
        c[n++] = (struct list_choice){"", "Choose a role"};
    for (size_t i = 0; i < p->n_roles; i++) {
        const struct role_row *role = &p->roles[i];
        if (role->id != p->user.role_id && !people_may_give(r, role->permissions))
            continue;
        c[n++] =
            (struct list_choice){number(r->arena, role->id),
                                 arena_printf(r->arena, "%s (%s)", role->name,
                                              role->all_queues ? "all queues" : "assigned queues")};
    }
    return c;
}

static const struct role_row *role_of(const struct page *p, int64_t id)
{
    for (size_t i = 0; i < p->n_roles; i++)
        if (p->roles[i].id == id)
            return &p->roles[i];
    return NULL;
}

static void store_fields(struct page *p)
{
    struct form *f = &p->form;
    form_store(f, "tenant", p->area.tenant.name);
    form_store(f, "name", p->user.name);
    form_store(f, "email", p->user.email);
    if (f->def == &whole_def) {
        form_choices(f, "role", role_choices(p));
        form_store(f, "role", p->user.id ? number(p->area.r->arena, p->user.role_id) : NULL);
    } else {
        form_store(f, "role", p->user.role);
    }
}

static enum err load(struct request *r, int64_t id, struct page *p)
{
    *p = (struct page){.may_edit = true};
    enum err e = area_begin(r, SECTION_USERS, &p->area);
    if (!e && id)
        e = user_find(r->db, r->arena, p->area.scope, id, &p->user);
    if (!e)
        e = roles_all(r->db, r->arena, p->area.scope, &p->roles, &p->n_roles);
    if (!e)
        e = user_queues(r->db, r->arena, p->area.scope, id, &p->queues, &p->n_queues);
    if (e)
        return e;
    p->self = id == r->session->user_id;
    p->may_edit = !id || p->self || people_may_give(r, p->user.permissions);
    const struct form_def *def = !p->may_edit ? &foreign_def : p->self ? &own_def : &whole_def;
    form_begin(&p->form, &p->area, def, id, id ? p->user.name : "Add an administrator");
    store_fields(p);
    return OK;
}

/* --- out -------------------------------------------------------------------------------------- */

static bool contains(struct arena *a, const char *name, const char *part)
{
    return !part || strstr(catalog_fold(a, name), catalog_fold(a, part));
}

/* Whether the list shows it: ticked ones that are narrowed away are carried along unseen. */
static void show_queues(struct page *p)
{
    struct request *r = p->area.r;
    struct view *v = p->form.view;
    size_t shown = 0, carried = 0;
    for (size_t i = 0; i < p->n_queues; i++) {
        const struct user_queue *q = &p->queues[i];
        const char *id = number(r->arena, q->id);
        if (contains(r->arena, q->name, p->find)) {
            view_item(v, "Queues", shown, "id", id);
            view_item(v, "Queues", shown, "name", q->name);
            view_item(v, "Queues", shown, "closed", q->active ? NULL : "1");
            view_item(v, "Queues", shown++, "ticked", q->assigned ? "1" : NULL);
        } else if (q->assigned) {
            view_item(v, "Unseen", carried++, "id", id);
        }
    }
    view_set(v, "Assign.find", p->find);
    view_set(v, "Assign.error", p->queues_error);
    view_set(v, "Assign.none", p->n_queues ? NULL : "1");
    if (carried)
        view_number(v, "Assign.unseen", (int64_t)carried);
}

/* The roles that see every queue: choosing one puts the list away. */
static void show_role_kinds(struct page *p)
{
    struct arena *a = p->area.r->arena;
    const char *all = ",";
    for (size_t i = 0; i < p->n_roles; i++)
        if (p->roles[i].all_queues)
            all = arena_printf(a, "%s%lld,", all, (long long)p->roles[i].id);
    view_set(p->form.view, "Assign.all_roles", all);
}

static void show_facts(struct page *p)
{
    struct request *r = p->area.r;
    const struct user_row *u = &p->user;
    struct form *f = &p->form;
    form_fact(f, "State",
              !u->active        ? "Disabled"
              : u->has_password ? "Active"
                                : "Cannot sign in",
              NULL);
    form_fact(f, "Second factor", u->second_factor ? "On" : "Off", NULL);
    form_fact(f, "Last sign-in",
              u->signed_in_at ? format_time(r->arena, &r->session->viewer, u->signed_in_at, r->now)
                              : "Never",
              NULL);
    if (permission_in(r->session->permissions, "audit"))
        form_fact(
            f, "Audit log", "What was done by this person",
            area_url(&p->area,
                     arena_printf(r->arena, PATH_AUDIT "?period=all&user=%lld", (long long)u->id),
                     0, NULL));
}

static void show_action(struct page *p, size_t i, const char *act, const char *label)
{
    struct request *r = p->area.r;
    view_item(p->form.view, "Acts", i, "label", label);
    view_item(
        p->form.view, "Acts", i, "url",
        area_url(&p->area, arena_printf(r->arena, PATH_USER_ACT "?act=%s", act), p->user.id, NULL));
}

static void show_actions(struct page *p)
{
    size_t n = 0;
    if (!p->user.id || p->self || !p->may_edit)
        return;
    show_action(p, n++, "password",
                p->user.has_password ? "Reset the password" : "Give a first password");
    show_action(p, n++, "sessions", "End the sessions");
    if (p->user.second_factor)
        show_action(p, n++, "totp", "Take the second factor away");
    if (p->user.active)
        show_action(p, n++, "disable", "Disable");
    else
        show_action(p, n++, "enable", "Enable");
}

static void show_remarks(struct page *p)
{
    struct view *v = p->form.view;
    if (!p->may_edit)
        view_set(v, "Remark",
                 "This person has more rights than you, so you can look but not "
                 "change anything.");
    else if (p->self)
        view_set(v, "Remark",
                 "This is you. Your password, your second factor and your sessions "
                 "are in your account.");
    else if (p->user.id && !p->user.all_queues && !p->user.queues)
        view_set(v, "Remark",
                 "No queues are assigned: this person can sign in but sees no "
                 "interactions.");
}

static enum err show(struct page *p, struct response *out)
{
    struct view *v = p->form.view;
    bool all = p->user.id && p->user.all_queues;
    if (p->user.id)
        show_facts(p);
    else
        view_set(v, "Tenants.url", PATH_USER);
    if (!p->self && p->may_edit) {
        view_set(v, "Assign.on", "1");
        view_set(v, "Assign.put_away", all ? "1" : NULL);
        show_queues(p);
        show_role_kinds(p);
    }
    view_set(v, "May.edit", p->may_edit ? "1" : NULL);
    show_actions(p);
    show_remarks(p);
    if (p->queues_error)
        out->status = 422;
    return form_show_in(&p->form, "admin/user.cs", out);
}

enum err user_show_for(struct request *r, int64_t id, const char *problem, struct response *out)
{
    struct page p;
    enum err e = load(r, id, &p);
    if (e)
        return e;
    p.form.problem = problem;
    return show(&p, out);
}

enum err user_page(struct request *r, struct response *out)
{
    return user_show_for(r, param_int(&r->query, "id", 0), NULL, out);
}

/* --- in --------------------------------------------------------------------------------------- */

static bool is_in(const int64_t *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == id)
            return true;
    return false;
}

/* Ticks the queues that were sent. One that the tenant does not have is refused, whoever has it. */
static void read_queues(struct page *p)
{
    const int64_t *sent;
    size_t n = param_list(&p->area.r->form, "queues", &sent), known = 0, distinct = 0;
    for (size_t i = 0; i < n; i++)
        distinct += !is_in(sent, i, sent[i]);
    for (size_t i = 0; i < p->n_queues; i++) {
        p->queues[i].assigned = is_in(sent, n, p->queues[i].id);
        known += p->queues[i].assigned;
    }
    if (known < distinct)
        p->queues_error = "One of the queues is not there any more. Look at the list again.";
}

static enum err check(struct page *p, const struct role_row *role)
{
    struct request *r = p->area.r;
    const char *why = NULL, *email = form_text(&p->form, "email");
    bool taken = false;
    enum err e = OK;
    if (!p->self && !role)
        form_error(&p->form, "role", "Choose a role.");
    if (email)
        e = user_email_taken(r->db, r->arena, email, p->user.id, &taken);
    if (taken)
        form_error(&p->form, "email",
                   "Somebody has this address already. An address belongs to "
                   "one person of the installation.");
    if (!e && role && p->user.id && role->id != p->user.role_id)
        e = people_last(&p->area, &p->user, role, &why);
    if (why)
        form_error(&p->form, "role", "%s", why);
    return e;
}

/* The names of queues that are assigned now and were not, or the other way round. */
static const char *queue_names(struct page *p, const int64_t *before, size_t n, bool added)
{
    struct arena *a = p->area.r->arena;
    const char *names = NULL;
    for (size_t i = 0; i < p->n_queues; i++) {
        const struct user_queue *q = &p->queues[i];
        if (q->assigned == is_in(before, n, q->id) || q->assigned != added)
            continue;
        names = names ? arena_printf(a, "%s, %s", names, q->name) : q->name;
    }
    return names;
}

static const struct audit_detail *details(struct page *p, const char *added, const char *removed)
{
    struct audit_detail *all = arena_array(p->area.r->arena, FORM_FIELDS + 4, sizeof *all);
    size_t n = 0;
    for (const struct audit_detail *d = form_details(&p->form); d->key; d++)
        all[n++] = *d;
    if (added)
        all[n++] =
            (struct audit_detail){.key = p->user.id ? "queues added" : "queues", .is = added};
    if (removed)
        all[n++] = (struct audit_detail){.key = "queues removed", .is = removed};
    return all;
}

static size_t ticked(const struct page *p, int64_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_queues; i++)
        if (p->queues[i].assigned)
            out[n++] = p->queues[i].id;
    return n;
}

static enum err create(struct page *p, const struct role_row *role, struct response *out)
{
    struct request *r = p->area.r;
    char password[PASSWORD_MADE_SIZE], hash[PASSWORD_HASH_SIZE];
    int64_t *queues = arena_array(r->arena, p->n_queues + 1, sizeof *queues), id = 0;
    const char *name = form_text(&p->form, "name"), *email = form_text(&p->form, "email");
    password_make(password);
    enum err e = password_hash(password, hash);
    if (!e)
        e = user_insert(r->db, r->arena, p->area.scope,
                        &(struct user_new){.email = email,
                                           .name = name,
                                           .hash = hash,
                                           .role_id = role->id,
                                           .must_change_password = true},
                        &id);
    if (!e)
        e = user_assign_queues(r->db, r->arena, p->area.scope, id, queues, ticked(p, queues));
    if (e)
        return e;
    area_note(&p->area, "user.created", people_subject(r->arena, name, email),
              details(p, queue_names(p, NULL, 0, true), NULL));
    e = password_show(&p->area, arena_printf(r->arena, "%s is added", name), name, email, password,
                      area_url(&p->area, PATH_USER, id, NULL), out);
    sodium_memzero(password, sizeof password);
    return e;
}

static enum err change(struct page *p, const struct role_row *role, const int64_t *before,
                       size_t n_before, struct response *out)
{
    struct request *r = p->area.r;
    int64_t *queues = arena_array(r->arena, p->n_queues + 1, sizeof *queues);
    const char *added = queue_names(p, before, n_before, true);
    const char *removed = queue_names(p, before, n_before, false);
    const char *name = form_text(&p->form, "name"), *email = form_text(&p->form, "email");
    enum err e = OK;
    if (form_differs(&p->form, NULL))
        e = user_update(r->db, r->arena, p->area.scope, p->user.id, email, name,
                        role ? role->id : p->user.role_id);
    if (!e && (added || removed))
        e = user_assign_queues(r->db, r->arena, p->area.scope, p->user.id, queues,
                               ticked(p, queues));
    if (e)
        return e;
    if (form_differs(&p->form, NULL) || added || removed)
        area_note(&p->area, "user.changed", people_subject(r->arena, name, email),
                  details(p, added, removed));
    response_redirect(out, area_url(&p->area, PATH_USER, p->user.id, "saved"));
    return OK;
}

enum err user_submit(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load(r, param_int(&r->query, "id", 0), &p);
    if (!e && !p.may_edit)
        return err_set(ERR_FORBIDDEN, "%s has more rights than you.", p.user.name);
    if (!e)
        e = form_read(&p.form);
    if (e)
        return e;
    int64_t *before = arena_array(r->arena, p.n_queues + 1, sizeof *before);
    size_t n_before = ticked(&p, before);
    const struct role_row *role = p.self ? NULL : role_of(&p, form_number(&p.form, "role"));
    if (!p.self)
        read_queues(&p);
    if (param_text(&r->form, "narrow")) {
        p.find = text_trimmed(r->arena, param_text(&r->form, "find"));
        p.queues_error = NULL;
        memset(p.form.error, 0, sizeof p.form.error);
        return show(&p, out);
    }
    e = check(&p, role);
    if (e)
        return e;
    if (!form_ok(&p.form) || p.queues_error)
        return show(&p, out);
    for (size_t i = 0; i < p.n_queues && role && role->all_queues; i++)
        p.queues[i].assigned = false;
    return p.user.id ? change(&p, role, before, n_before, out) : create(&p, role, out);
}
