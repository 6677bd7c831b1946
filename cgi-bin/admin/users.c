/* The list of a tenant's administrators. */
#include "people.h"
#include "view/format.h"

static const char *const states[] = {"any", "active", "disabled", "unable", NULL};

const struct param users_query[] = {
    LIST_PARAMS,
    {.name = "role", .kind = PARAM_INT, .max = AREA_ID_MAX},
    {.name = "state", .kind = PARAM_CHOICE, .choices = states},
    {0},
};

static const struct list_column columns[] = {
    {"name", "Name", LIST_NAME, true, NULL},
    {"email", "E-mail", LIST_TEXT, false, NULL},
    {"role", "Role", LIST_TEXT, false, NULL},
    {"queues", "Queues", LIST_SHORT, false, "What this person sees"},
    {"state", "State", LIST_STATE, false, NULL},
    {"factor", "Second factor", LIST_SHORT, false,
     "A code from a phone, asked for after the password"},
    {"signin", "Last sign-in", LIST_TIME, false, NULL},
    {0},
};
static const struct list_choice state_choices[] = {{"", "All states"},
                                                   {"active", "Active"},
                                                   {"disabled", "Disabled"},
                                                   {"unable", "Cannot sign in"},
                                                   {0}};

static const char *queues_text(struct arena *a, const struct user_row *u)
{
    if (u->all_queues)
        return "All queues";
    if (!u->queues)
        return "None";
    return arena_printf(a, "%lld queue%s", (long long)u->queues, u->queues == 1 ? "" : "s");
}

static void show(struct list *l, const struct user_row *u)
{
    struct request *r = l->area->r;
    list_row(l, u->id, u->name, !u->active);
    list_cell(l, u->name);
    list_cell(l, u->email);
    list_cell(l, u->role);
    list_cell(l, queues_text(r->arena, u));
    list_cell(l, !u->active ? "Disabled" : u->has_password ? "Active" : "Cannot sign in");
    list_cell(l, u->second_factor ? "On" : "Off");
    list_cell(l, u->signed_in_at
                     ? format_time(r->arena, &r->session->viewer, u->signed_in_at, r->now)
                     : NULL);
}

static enum err role_choices(struct area *a, const struct list_choice **out)
{
    struct arena *arena = a->r->arena;
    struct role_row *roles;
    size_t n;
    enum err e = roles_all(a->r->db, arena, a->scope, &roles, &n);
    struct list_choice *c = arena_array(arena, n + 2, sizeof *c);
    c[0] = (struct list_choice){"", "All roles"};
    for (size_t i = 0; i < n; i++)
        c[i + 1] = (struct list_choice){arena_printf(arena, "%lld", (long long)roles[i].id),
                                        roles[i].name};
    *out = c;
    return e;
}

static const struct list_def base = {
    .one = "administrator",
    .many = "administrators",
    .search = "Name or e-mail",
    .columns = columns,
    .add = "Add an administrator",
    .add_path = PATH_USER,
    .row_path = PATH_USER,
    .empty = "Add the people who work with Parley: admins see all queues of the tenant, "
             "supervisors those that you assign.",
};

enum err users_page(struct request *r, struct response *out)
{
    struct area a;
    struct list l;
    struct list_def def = base;
    const struct list_choice *roles = NULL;
    struct listing_rows rows;
    int64_t count = -1;
    enum err e = area_begin(r, SECTION_USERS, &a);
    if (!e)
        e = role_choices(&a, &roles);
    const struct list_filter filters[] = {
        {"role", "Role", roles}, {"state", "State", state_choices}, {0}};
    def.filters = filters;
    if (!e)
        e = list_begin(&l, &a, &def);
    if (e)
        return e;
    const struct user_filter filter = {
        .role_id = param_int(&r->query, "role", 0),
        .state = (enum user_state)param_choice(&r->query, "state", USER_ANY)};
    e = users_list(r->db, r->arena, a.scope, &l.want, &filter, &rows);
    if (!e)
        e = users_count(r->db, r->arena, a.scope, &l.want, &filter, &count);
    for (size_t i = 0; i < rows.rows.n && !e; i++) {
        struct user_row u = user_read(r->arena, &rows.rows, i);
        show(&l, &u);
    }
    return e ? e : list_end(&l, rows.more, count, out);
}
