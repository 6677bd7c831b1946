#include "people.h"

bool people_operator(const struct request *r)
{
    return permission_in(r->session->permissions, "tenants");
}

bool people_may_give(const struct request *r, const char *set)
{
    return people_operator(r) || permission_within(set, r->session->permissions);
}

const char *people_subject(struct arena *a, const char *name, const char *email)
{
    return arena_printf(a, "%s (%s)", name, email);
}

static bool can(const char *set, bool all_queues, const char *permission)
{
    return all_queues && permission_in(set, permission);
}

enum err people_last(const struct area *a, const struct user_row *user, const struct role_row *role,
                     const char **why)
{
    struct request *r = a->r;
    bool there = true, works = user->active && user->has_password;
    enum err e = OK;
    *why = NULL;
    if (works && can(user->permissions, user->all_queues, "administration") &&
        !(role && can(role->permissions, role->all_queues, "administration")))
        e = users_other_admin(r->db, r->arena, a->scope, user->id, 0, &there);
    if (!there)
        *why = arena_printf(r->arena,
                            "%s is the last who can administer %s. Give somebody else a role with "
                            "the permission Administration and all queues first.",
                            user->name, a->tenant.name);
    if (!e && there && works && can(user->permissions, user->all_queues, "tenants") &&
        !(role && can(role->permissions, role->all_queues, "tenants")))
        e = users_other_operator(r->db, r->arena, user->id, 0, &there);
    if (!there && !*why)
        *why = arena_printf(r->arena,
                            "%s is the last who can manage the tenants. Give somebody else the "
                            "role System Administrator first.",
                            user->name);
    return e;
}

enum err password_show(const struct area *a, const char *title, const char *name, const char *email,
                       const char *password, const char *next, struct response *out)
{
    struct view *v = area_page(a, title);
    view_set(v, "Given.name", name);
    view_set(v, "Given.email", email);
    view_set(v, "Given.password", password);
    view_set(v, "Given.next", next);
    return app_render(v, "admin/password.cs", out);
}
