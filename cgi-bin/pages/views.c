/* What is done with views: open, save, change, share, delete. */
#include "views.h"

#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"

#define CSRF                                                                                       \
    {                                                                                              \
        .name = "csrf", .kind = PARAM_TOKEN, .max = 64                                             \
    }
#define VIEW_ID                                                                                    \
    {                                                                                              \
        .name = "id", .kind = PARAM_INT, .max = 4294967295                                         \
    }
#define ROLE_ID                                                                                    \
    {                                                                                              \
        .name = "role", .kind = PARAM_INT, .max = 4294967295                                       \
    }
#define STATE                                                                                      \
    {                                                                                              \
        .name = "state", .kind = PARAM_TEXT, .max = QUERY_MAX                                      \
    }
/* As many characters as a name has, of four bytes at most. */
#define NAME                                                                                       \
    {                                                                                              \
        .name = "name", .kind = PARAM_TEXT, .max = VIEW_NAME_MAX * 4                               \
    }

const struct param views_open_form[] = {CSRF, VIEW_ID, {0}};
const struct param views_one_form[] = {CSRF, STATE, VIEW_ID, {0}};
const struct param views_save_form[] = {CSRF, STATE, NAME, ROLE_ID, {0}};
const struct param views_rename_form[] = {CSRF, STATE, VIEW_ID, NAME, ROLE_ID, {0}};

/* The grid that the form came from. */
static enum err read_state(struct request *r, struct grid_state *out)
{
    const char *text = param_text(&r->form, "state");
    enum err e = grid_state_parse(r, text ? text : "", out);
    *out = grid_first_page(out);
    return e;
}

static enum err read_own(struct request *r, const struct view_reader *who, struct saved_view *out)
{
    return views_find_own(who, param_int(&r->form, "id", 0), out);
}

/* The name without spaces around it; NULL where there is none. */
static const char *read_name(struct request *r)
{
    const char *text = param_text(&r->form, "name");
    size_t n = text ? strlen(text) : 0;
    for (; n && *text == ' '; n--)
        text++;
    while (n && text[n - 1] == ' ')
        n--;
    return n ? arena_dupn(r->arena, text, n) : NULL;
}

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

/* Sets form->error when the name will not do. */
static enum err check_name(const struct view_reader *who, struct views_form *form)
{
    bool taken = false;
    enum err e = OK;
    if (!form->name)
        form->error = "Give the view a name.";
    else if (characters(form->name) > VIEW_NAME_MAX)
        form->error =
            arena_printf(who->arena, "A name has at most %d characters; this one has %zu.",
                         VIEW_NAME_MAX, characters(form->name));
    else
        e = views_name_taken(who, form->name, form->id, &taken);
    if (taken)
        form->error = "You have a view of this name already. Choose another name.";
    return e;
}

/* Finds the role to share with; sets form->error when it is not offered. */
static enum err check_role(struct request *r, const struct view_reader *who,
                           struct views_form *form, const char **name)
{
    struct view_role *roles;
    size_t n;
    *name = NULL;
    if (!form->role_id)
        return OK;
    if (!views_may_share(r))
        return err_set(ERR_FORBIDDEN, "your role does not have the permission 'administration', "
                                      "which sharing a view needs");
    enum err e = views_roles(who, &roles, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (roles[i].id == form->role_id)
            *name = roles[i].name;
    if (!e && !*name && !form->error) {
        form->error = "This role is not there any more. Choose one of the list.";
        form->role_wrong = true;
    }
    return e;
}

static enum err check_room(const struct view_reader *who, struct views_form *form)
{
    int64_t n = 0;
    enum err e = form->error ? OK : views_count(who, &n);
    if (n >= VIEWS_MAX)
        form->error = arena_printf(who->arena,
                                   "You have %d views, which is as many as there can be. Delete "
                                   "one that you do not need any more, then save again.",
                                   VIEWS_MAX);
    return e;
}

static void note_saved(struct request *r, const char *name, const char *was, const char *role)
{
    audit_note(
        r, "view.saved", name,
        (const struct audit_detail[]){
            {.key = "name", .is = name, .was = was, .changed = was && strcmp(was, name) != 0},
            {.key = "shared_with", .is = role},
            {0}});
}

/* The view as it is now, open. */
static enum err go_to(struct request *r, struct response *out, const struct saved_view *view)
{
    struct grid_state s;
    struct view_reader who = view_reader(r);
    enum err e = views_use(&who, view->id);
    view_state(r, view, &s, NULL);
    response_redirect(out, grid_url(r->arena, &s));
    return e;
}

enum err views_open(struct request *r, struct response *out)
{
    struct saved_view view;
    struct view_reader who = view_reader(r);
    int64_t id = param_int(&r->form, "id", 0);
    if (!id) {
        response_redirect(out, PATH_GRID);
        return views_use(&who, 0);
    }
    enum err e = views_find(&who, id, &view);
    return e ? e : go_to(r, out, &view);
}

static const char too_long[] =
    "These filters are too long to be kept as a view. Shorten or remove one of them.";

enum err views_save(struct request *r, struct response *out)
{
    struct grid_state state;
    struct view_reader who = view_reader(r);
    struct views_form form = {.name = read_name(r), .role_id = param_int(&r->form, "role", 0)};
    struct saved_view view = {0};
    enum err e = read_state(r, &state);
    if (e)
        return e;
    view.query = view_query(r, &state);
    e = check_name(&who, &form);
    if (!e)
        e = check_role(r, &who, &form, &view.role);
    if (!e)
        e = check_room(&who, &form);
    if (!form.error && strlen(view.query) > VIEW_QUERY_MAX)
        form.error = too_long;
    if (e || form.error)
        return e ? e : views_show(r, out, &state, &form);
    e = views_add(&who, form.name, view.query, form.role_id, &view.id);
    if (e)
        return e;
    note_saved(r, form.name, NULL, view.role);
    return go_to(r, out, &view);
}

enum err views_update(struct request *r, struct response *out)
{
    struct grid_state state;
    struct saved_view view;
    struct view_reader who = view_reader(r);
    enum err e = read_state(r, &state);
    if (!e)
        e = read_own(r, &who, &view);
    if (e)
        return e;
    view.query = view_query(r, &state);
    if (strlen(view.query) > VIEW_QUERY_MAX) {
        struct views_form form = {.id = view.id, .name = view.name, .error = too_long};
        form.role_id = view.role_id;
        return views_show(r, out, &state, &form);
    }
    e = views_set_query(&who, view.id, view.query);
    if (e)
        return e;
    note_saved(r, view.name, NULL, view.role);
    return go_to(r, out, &view);
}

/* Name and sharing. Who may not share (any more) leaves the sharing as it is. */
enum err views_rename(struct request *r, struct response *out)
{
    struct grid_state state;
    struct saved_view view;
    const char *role;
    struct view_reader who = view_reader(r);
    struct views_form form = {.id = param_int(&r->form, "id", 0),
                              .name = read_name(r),
                              .role_id = param_int(&r->form, "role", 0)};
    enum err e = read_state(r, &state);
    if (!e)
        e = read_own(r, &who, &view);
    if (!e)
        e = check_name(&who, &form);
    if (!e)
        e = check_role(r, &who, &form, &role);
    if (e || form.error)
        return e ? e : views_show(r, out, &state, &form);
    if (!views_may_share(r)) {
        form.role_id = view.role_id;
        role = view.role;
    }
    e = views_set_name(&who, view.id, form.name, form.role_id);
    note_saved(r, form.name, view.name, role);
    response_redirect(out, grid_url(r->arena, &state));
    return e;
}

enum err views_remove(struct request *r, struct response *out)
{
    struct grid_state state;
    struct saved_view view;
    struct view_reader who = view_reader(r);
    bool used;
    enum err e = read_state(r, &state);
    if (!e)
        e = read_own(r, &who, &view);
    if (e)
        return e;
    used = r->session->view_id == view.id;
    if (state.view == view.id)
        state.view = used || !r->session->view_id ? 0 : GRID_NO_VIEW;
    e = views_delete(&who, view.id);
    if (!e && used)
        e = views_use(&who, 0);
    audit_note(r, "view.deleted", view.name, NULL);
    response_redirect(out, grid_url(r->arena, &state));
    return e;
}
