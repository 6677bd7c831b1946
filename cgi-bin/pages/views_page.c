/* The page of views: what there is to open, and saving what is shown. */
#include "views.h"

#include "app/paths.h"
#include "auth/session.h"

bool views_may_share(const struct request *r)
{
    return permission_in(r->session->permissions, "administration");
}

struct page {
    struct request *r;
    struct view *v;
    const struct grid_state *state;
    const struct views_form *form;
    struct saved_view *views;
    size_t n;
    struct view_role *roles;
    size_t n_roles;
};

static void role_option(struct page *p, const char *list, size_t i, const char *value,
                        const char *label, bool selected)
{
    view_item(p->v, list, i, "value", value);
    view_item(p->v, list, i, "label", label);
    view_item(p->v, list, i, "selected", selected ? "1" : NULL);
}

/* With whom a view is shared, as a drop-down. */
static void show_roles(struct page *p, const char *list, int64_t chosen)
{
    role_option(p, list, 0, "", "Nobody: only you see it", !chosen);
    for (size_t i = 0; i < p->n_roles; i++)
        role_option(p, list, i + 1, arena_printf(p->r->arena, "%lld", (long long)p->roles[i].id),
                    p->roles[i].name, p->roles[i].id == chosen);
}

static void show_own(struct page *p, size_t i, const struct saved_view *view)
{
    bool again = p->form->error && p->form->id == view->id;
    view_item(p->v, "Own", i, "id", arena_printf(p->r->arena, "%lld", (long long)view->id));
    view_item(p->v, "Own", i, "name", view->name);
    view_item(p->v, "Own", i, "role", view->role);
    view_item(p->v, "Own", i, "typed", again ? p->form->name : view->name);
    view_item(p->v, "Own", i, "error", again && !p->form->role_wrong ? p->form->error : NULL);
    view_item(p->v, "Own", i, "role_error", again && p->form->role_wrong ? p->form->error : NULL);
    view_item(p->v, "Own", i, "open", again ? "1" : NULL);
    view_item(p->v, "Own", i, "current", p->state->view == view->id ? "1" : NULL);
    if (views_may_share(p->r))
        show_roles(p, arena_printf(p->r->arena, "Own.%zu.roles", i),
                   again ? p->form->role_id : view->role_id);
}

static void show_shared(struct page *p, size_t i, const struct saved_view *view)
{
    view_item(p->v, "Shared", i, "id", arena_printf(p->r->arena, "%lld", (long long)view->id));
    view_item(p->v, "Shared", i, "name", view->name);
    view_item(p->v, "Shared", i, "owner", view->owner);
    view_item(p->v, "Shared", i, "current", p->state->view == view->id ? "1" : NULL);
}

static void show_list(struct page *p)
{
    size_t own = 0, shared = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct saved_view *view = &p->views[i];
        if (view->own)
            show_own(p, own++, view);
        else
            show_shared(p, shared++, view);
        if (view->own && view->id == p->state->view && view_changed(p->r, view, p->state)) {
            view_number(p->v, "Change.id", view->id);
            view_set(p->v, "Change.name", view->name);
        }
    }
}

static void show_save(struct page *p)
{
    bool again = p->form->error && !p->form->id;
    view_set(p->v, "Form.name.value", again ? p->form->name : NULL);
    if (again)
        view_set(p->v, p->form->role_wrong ? "Form.role.error" : "Form.name.error", p->form->error);
    if (views_may_share(p->r))
        show_roles(p, "Form.role.options", again ? p->form->role_id : 0);
}

enum err views_show(struct request *r, struct response *out, const struct grid_state *state,
                    const struct views_form *form)
{
    static const struct views_form none;
    struct page p = {.r = r, .state = state, .form = form ? form : &none};
    struct view_reader who = view_reader(r);
    enum err e = views_list(&who, &p.views, &p.n);
    if (!e && views_may_share(r))
        e = views_roles(&who, &p.roles, &p.n_roles);
    if (e)
        return e;
    p.v = app_page(r, "Views");
    view_set(p.v, "Views.state", grid_query_text(r->arena, state));
    view_set(p.v, "Views.back", grid_url(r->arena, state));
    view_set(p.v, "Views.plain", state->view > 0 ? NULL : "1");
    view_set(p.v, "Url.open", PATH_VIEWS_OPEN);
    view_set(p.v, "Url.save", PATH_VIEWS_SAVE);
    view_set(p.v, "Url.update", PATH_VIEWS_UPDATE);
    view_set(p.v, "Url.rename", PATH_VIEWS_RENAME);
    view_set(p.v, "Url.delete", PATH_VIEWS_DELETE);
    show_list(&p);
    show_save(&p);
    if (p.form->error)
        out->status = 422;
    return app_render(p.v, "pages/views.cs", out);
}

enum err views_page(struct request *r, struct response *out)
{
    struct grid_state state;
    enum err e = grid_state_read(r, &state);
    if (e)
        return e;
    state = grid_first_page(&state);
    return views_show(r, out, &state, NULL);
}
