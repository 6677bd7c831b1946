#include "area.h"

#include "app/paths.h"

const struct section_row sections[SECTIONS] = {
    [SECTION_USERS] = {"Administrators", PATH_ADMIN "/users", "administration|tenants", true},
    [SECTION_ROLES] = {"Roles", PATH_ADMIN "/roles", "administration|tenants", true},
    [SECTION_TENANTS] = {"Tenants", PATH_ADMIN "/tenants", "tenants", false},
    [SECTION_QUEUES] = {"Queues", PATH_ADMIN "/queues", "administration", true},
    [SECTION_AGENTS] = {"Agents", PATH_ADMIN "/agents", "administration", true},
    [SECTION_DIDS] = {"DIDs", PATH_ADMIN "/dids", "administration", true},
    [SECTION_DISPOSITIONS] = {"Dispositions", PATH_ADMIN "/dispositions", "administration", true},
    [SECTION_CONTACTS] = {"Contacts", PATH_ADMIN "/contacts", "administration", true},
    [SECTION_INTAKE] = {"Intake", PATH_ADMIN "/intake", "intake", true},
    [SECTION_PRICES] = {"Prices", PATH_ADMIN "/prices", "intake", true},
    [SECTION_AUDIT] = {"Audit log", PATH_ADMIN "/audit", "audit", true},
};

const char *const area_done[] = {"saved",    "added",   "deleted", "disabled",  "merged",
                                 "sessions", "enabled", "again",   "discarded", "secret",
                                 "ended",    "revoked", NULL};
static const char *const done_texts[] = {
    "Saved.",
    "Added.",
    "Deleted.",
    "Disabled. It takes effect at once.",
    "Merged.",
    "All sessions were ended.",
    "Enabled.",
    "It is tried again: look here in a moment.",
    "Discarded.",
    "The new secret is valid now.",
    "The old secret is no longer valid.",
    "Revoked. It is refused from now on.",
};

static enum err find_tenant(struct area *a, int64_t id)
{
    struct request *r = a->r;
    bool choice = permission_in(r->session->permissions, "tenants");
    struct administered *list;
    enum err e = administered_find(r->db, r->arena, id, choice, &list, &a->n_tenants);
    for (size_t i = 0; i < a->n_tenants && !e; i++)
        if (list[i].id == id)
            a->tenant = list[i];
    if (e)
        return e;
    if (!a->tenant.id)
        return err_set(ERR_NOT_FOUND, "no such tenant");
    a->tenants = choice ? list : NULL;
    return OK;
}

enum err area_begin(struct request *r, enum section section, struct area *out)
{
    int64_t own = r->session->tenant_id;
    int64_t id = sections[section].of_tenant ? param_int(&r->query, "tenant", own) : own;
    *out = (struct area){.r = r, .section = section};
    if (!scope_is_all(r->scope))
        return err_set(ERR_FORBIDDEN,
                       "Administration is for roles that see all queues. Yours, "
                       "'%s', sees the assigned ones only.",
                       r->session->role);
    enum err e = session_administer(r, id, &out->scope);
    return e ? e : find_tenant(out, id);
}

const char *area_url(const struct area *a, const char *path, int64_t id, const char *done)
{
    struct arena *arena = a->r->arena;
    const char *url = path;
    char next = strchr(path, '?') ? '&' : '?';
    if (a->tenant.id != a->r->session->tenant_id) {
        url = arena_printf(arena, "%s%ctenant=%lld", url, next, (long long)a->tenant.id);
        next = '&';
    }
    if (id) {
        url = arena_printf(arena, "%s%cid=%lld", url, next, (long long)id);
        next = '&';
    }
    return done ? arena_printf(arena, "%s%cdone=%s", url, next, done) : url;
}

static void show_navigation(const struct area *a, struct view *v)
{
    size_t n = 0;
    for (int s = 0; s < SECTIONS; s++) {
        if (!permission_in(a->r->session->permissions, sections[s].permission))
            continue;
        view_item(v, "Sections", n, "label", sections[s].label);
        view_item(v, "Sections", n, "url",
                  sections[s].of_tenant ? area_url(a, sections[s].path, 0, NULL)
                                        : sections[s].path);
        view_item(v, "Sections", n++, "current", s == (int)a->section ? "1" : NULL);
    }
}

static void show_tenants(const struct area *a, struct view *v)
{
    if (!a->tenants || !sections[a->section].of_tenant)
        return;
    view_set(v, "Tenants.url", sections[a->section].path);
    for (size_t i = 0; i < a->n_tenants; i++) {
        const struct administered *t = &a->tenants[i];
        view_item(v, "Tenants.options", i, "value",
                  arena_printf(a->r->arena, "%lld", (long long)t->id));
        view_item(v, "Tenants.options", i, "label",
                  t->active ? t->name : arena_printf(a->r->arena, "%s (disabled)", t->name));
        view_item(v, "Tenants.options", i, "selected", t->id == a->tenant.id ? "1" : NULL);
    }
}

struct view *area_page(const struct area *a, const char *title)
{
    struct view *v = app_page(a->r, title);
    show_navigation(a, v);
    show_tenants(a, v);
    view_set(v, "Section.label", sections[a->section].label);
    view_set(v, "Section.url", area_url(a, sections[a->section].path, 0, NULL));
    return v;
}

void area_show_done(const struct area *a, struct view *v)
{
    int done = param_choice(&a->r->query, "done", -1);
    if (done >= 0)
        view_set(v, "Form.done", done_texts[done]);
}

void area_note(const struct area *a, const char *action, const char *subject,
               const struct audit_detail *details)
{
    audit_note_in(a->r, a->tenant.id, action, subject, details);
}
