/* The page of a role: its name, its scope, what it may do. */
#include "people.h"

static const char *const yes[] = {"1", NULL};
static const char *const scopes[] = {"all", "assigned", NULL};

#define MAY(key)                                                                                   \
    {                                                                                              \
        .name = (key), .kind = PARAM_CHOICE, .choices = yes                                        \
    }
/* Every permission that a tenant can give stands here; those of operators are no parameters. */
const struct param role_form[] = {
    FORM_PARAMS,
    {.name = "name", .kind = PARAM_TEXT, .max = 400},
    {.name = "scope", .kind = PARAM_CHOICE, .choices = scopes},
    MAY("interactions"),
    MAY("cdr"),
    MAY("recordings_play"),
    MAY("recordings_download"),
    MAY("transcripts"),
    MAY("annotate"),
    MAY("delete"),
    MAY("legal_hold"),
    MAY("fetch"),
    MAY("send"),
    MAY("export"),
    MAY("live_view"),
    MAY("live_control"),
    MAY("administration"),
    MAY("intake"),
    MAY("audit"),
    {0},
};
const struct param role_delete_form[] = {FORM_PARAMS, {0}};

static const struct list_choice scope_choices[] = {
    {"all", "All queues"}, {"assigned", "Assigned queues"}, {0}};

/* Those that see and change what belongs to the whole tenant. */
static const char *const need_all[] = {"administration", "intake", "audit"};

struct page {
    struct area area;
    struct form form;
    struct form_def def;
    struct form_field fields[FORM_FIELDS];
    struct role_row role; /* id 0: a new one */
    const char *remark;
    bool may_edit, may_rights;
};

static void field(struct page *p, struct form_field f)
{
    size_t n = 0;
    while (p->fields[n].key)
        n++;
    p->fields[n] = f;
}

/* The fields: name, scope, one for each permission. What this person may not change is shown. */
static void make_fields(struct page *p)
{
    struct request *r = p->area.r;
    bool first = true;
    field(p, (struct form_field){.key = "name",
                                 .label = "Name",
                                 .kind = p->may_edit ? FORM_TEXT : FORM_FIXED,
                                 .required = true,
                                 .max = 100});
    field(p, (struct form_field){.key = "scope",
                                 .label = "Sees",
                                 .kind = p->may_rights ? FORM_CHOICE : FORM_FIXED,
                                 .choices = scope_choices,
                                 .help = "Assigned queues: each person of this role gets a list of "
                                         "queues and never learns anything of the others."});
    for (const struct permission *may = permissions; may->key; may++) {
        bool fixed = !p->may_rights || may->of_operator ||
                     !people_may_give(r, arena_printf(r->arena, ",%s,", may->key));
        if (may->of_operator && !permission_in(p->role.permissions, may->key))
            continue;
        field(p, (struct form_field){.key = may->key,
                                     .label = may->label,
                                     .kind = fixed ? FORM_FIXED : FORM_CHECK,
                                     .help = may->text,
                                     .group = first ? "Permissions" : NULL});
        first = false;
    }
    p->def = (struct form_def){"role", p->fields, PATH_ROLE, NULL};
}

static void store_fields(struct page *p)
{
    struct form *f = &p->form;
    bool fixed_scope = !p->may_rights;
    form_store(f, "name", p->role.name);
    form_store(f, "scope",
               fixed_scope ? (p->role.all_queues ? "All queues" : "Assigned queues")
               : p->role.all_queues || !p->role.id ? "all"
                                                   : "assigned");
    for (size_t i = 2; p->fields[i].key; i++) {
        bool has = permission_in(p->role.permissions, p->fields[i].key);
        if (p->fields[i].kind == FORM_FIXED)
            form_store(f, p->fields[i].key, has ? "Yes" : "No");
        else
            form_store_flag(f, p->fields[i].key, has);
    }
}

static void may_what(struct page *p)
{
    struct request *r = p->area.r;
    bool own = p->role.id && p->role.id == r->session->role_id;
    bool given = people_may_give(r, p->role.permissions);
    p->may_edit = !p->role.shipped && given;
    p->may_rights = p->may_edit && !own;
    if (p->role.shipped)
        p->remark = "This role is shipped with Parley and stays as it is. For other rights, add a "
                    "role of your own.";
    else if (!given)
        p->remark = "This role has more rights than yours, so you can look but not change it.";
    else if (own)
        p->remark = "This is your own role: its rights are changed by somebody else.";
}

static enum err load(struct request *r, struct page *p)
{
    int64_t id = param_int(&r->query, "id", 0);
    *p = (struct page){.role = {.permissions = ","}};
    enum err e = area_begin(r, SECTION_ROLES, &p->area);
    if (!e && id)
        e = role_find(r->db, r->arena, p->area.scope, id, &p->role);
    if (e)
        return e;
    may_what(p);
    make_fields(p);
    form_begin(&p->form, &p->area, &p->def, id, id ? p->role.name : "Add a role");
    store_fields(p);
    return OK;
}

static enum err show(struct page *p, struct response *out)
{
    struct request *r = p->area.r;
    struct view *v = p->form.view;
    if (p->role.id)
        form_fact(&p->form, "Administrators",
                  arena_printf(r->arena, "%lld", (long long)p->role.users),
                  area_url(&p->area,
                           arena_printf(r->arena, PATH_USERS "?role=%lld", (long long)p->role.id),
                           0, NULL));
    view_set(v, "Remark", p->remark);
    view_set(v, "May.edit", p->may_edit ? "1" : NULL);
    if (p->role.id && p->may_rights) {
        view_set(v, "Delete.url", area_url(&p->area, PATH_ROLE_DELETE, p->role.id, NULL));
        view_set(v, "Delete.label", "Delete this role");
    }
    return form_show_in(&p->form, "admin/role.cs", out);
}

enum err role_page(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load(r, &p);
    return e ? e : show(&p, out);
}

/* The permissions that are ticked now, those that are only shown included. */
static const char *wanted(const struct page *p, const char **keys)
{
    const char *set = ",";
    size_t n = 0;
    for (size_t i = 2; p->fields[i].key; i++) {
        const char *key = p->fields[i].key;
        bool has = p->fields[i].kind == FORM_FIXED ? permission_in(p->role.permissions, key)
                                                   : form_flag(&p->form, key);
        if (!has)
            continue;
        set = arena_printf(p->area.r->arena, "%s%s,", set, key);
        keys[n++] = key;
    }
    keys[n] = NULL;
    return set;
}

/* Taking rights from the last who has them is refused, whoever does it. */
static enum err check_last(struct page *p, const struct role_row *next)
{
    struct request *r = p->area.r;
    bool there = true;
    bool could = p->role.all_queues && permission_in(p->role.permissions, "administration");
    bool can = next->all_queues && permission_in(next->permissions, "administration");
    enum err e = OK;
    if (p->role.id && p->role.users && could && !can)
        e = users_other_admin(r->db, r->arena, p->area.scope, 0, p->role.id, &there);
    if (!there)
        p->form.problem = arena_printf(
            r->arena,
            "Nothing was saved: nobody could administer %s any more. Give somebody another role "
            "with the permission Administration and all queues first.",
            p->area.tenant.name);
    return e;
}

static enum err check(struct page *p, const struct role_row *next)
{
    struct request *r = p->area.r;
    bool taken = false;
    enum err e = OK;
    if (next->name)
        e = role_name_taken(r->db, r->arena, p->area.scope, next->name, p->role.id, &taken);
    if (taken)
        form_error(&p->form, "name", "There is a role of this name already.");
    if (!next->permissions[1])
        form_error(&p->form, "interactions", "A role needs at least one permission.");
    for (size_t i = 0; p->may_rights && i < sizeof need_all / sizeof *need_all; i++)
        if (!next->all_queues && permission_in(next->permissions, need_all[i]))
            form_error(&p->form, "scope",
                       "The permission %s shows the whole tenant, so it needs "
                       "all queues.",
                       permission_find(need_all[i])->label);
    return e ? e : check_last(p, next);
}

static enum err save(struct page *p, const struct role_row *next, const char *const *keys,
                     struct response *out)
{
    struct request *r = p->area.r;
    int64_t id = p->role.id;
    bool rights = next->all_queues != p->role.all_queues ||
                  !permission_within(next->permissions, p->role.permissions) ||
                  !permission_within(p->role.permissions, next->permissions);
    bool changed = !id || form_differs(&p->form, NULL);
    enum err e = OK;
    if (!id)
        e = role_insert(r->db, r->arena, p->area.scope, next->name, next->all_queues, &id);
    else if (changed)
        e = role_update(r->db, r->arena, p->area.scope, id, next->name, next->all_queues,
                        p->may_rights && rights);
    if (!e && changed && p->may_rights)
        e = role_set_permissions(r->db, r->arena, p->area.scope, id, keys);
    if (e)
        return e;
    if (changed)
        area_note(&p->area, p->role.id ? "role.changed" : "role.created", next->name,
                  form_details(&p->form));
    response_redirect(out, area_url(&p->area, PATH_ROLE, id, p->role.id ? "saved" : "added"));
    return OK;
}

enum err role_submit(struct request *r, struct response *out)
{
    struct page p;
    const char *keys[FORM_FIELDS];
    enum err e = load(r, &p);
    if (!e && !p.may_edit)
        return err_set(ERR_FORBIDDEN, "%s", p.remark);
    if (!e)
        e = form_read(&p.form);
    if (e)
        return e;
    struct role_row next = p.role;
    next.name = form_text(&p.form, "name");
    next.permissions = wanted(&p, keys);
    if (p.may_rights)
        next.all_queues =
            form_text(&p.form, "scope") && strcmp(form_text(&p.form, "scope"), "all") == 0;
    e = check(&p, &next);
    if (e)
        return e;
    return form_ok(&p.form) ? save(&p, &next, keys, out) : show(&p, out);
}

/* --- deleting --------------------------------------------------------------------------------- */

static const struct form_field no_fields[] = {{0}};
static const struct form_def delete_def = {"role", no_fields, PATH_ROLE_DELETE, NULL};

static enum err load_delete(struct request *r, struct page *p)
{
    enum err e = load(r, p);
    if (!e && !p->role.id)
        e = err_set(ERR_NOT_FOUND, "no such role");
    if (!e && !p->may_rights)
        e = err_set(ERR_FORBIDDEN, "%s", p->remark);
    return e;
}

static enum err ask(struct page *p, struct response *out)
{
    struct arena *a = p->area.r->arena;
    form_begin(&p->form, &p->area, &delete_def, p->role.id, p->role.name);
    return form_confirm(&p->form, arena_printf(a, "Delete the role %s?", p->role.name),
                        (const char *const[]){"Nobody has it. It cannot be brought back, only "
                                              "made anew.",
                                              NULL},
                        "Delete", out);
}

static bool in_use(struct page *p)
{
    if (!p->role.users)
        return false;
    p->form.problem =
        arena_printf(p->area.r->arena,
                     "%lld administrator%s this role, so it stays. Give them another one first.",
                     (long long)p->role.users, p->role.users == 1 ? " has" : "s have");
    return true;
}

enum err role_delete_page(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load_delete(r, &p);
    if (e)
        return e;
    return in_use(&p) ? show(&p, out) : ask(&p, out);
}

enum err role_delete_submit(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load_delete(r, &p);
    if (e)
        return e;
    if (in_use(&p))
        return show(&p, out);
    int confirmed = param_choice(&r->form, "confirmed", -1);
    if (confirmed < 0)
        return ask(&p, out);
    if (confirmed == 0) {
        e = role_delete(r->db, r->arena, p.area.scope, p.role.id);
        area_note(&p.area, "role.deleted", p.role.name, NULL);
        response_redirect(out, area_url(&p.area, PATH_ROLES, 0, "deleted"));
        return e;
    }
    response_redirect(out, area_url(&p.area, PATH_ROLE, p.role.id, NULL));
    return OK;
}
