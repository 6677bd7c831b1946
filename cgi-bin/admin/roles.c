/* Roles: the shipped ones to look at, and a tenant's own. */
#include "people.h"

const struct param roles_query[] = {LIST_PARAMS, {0}};

static const struct list_column columns[] = {
    {"name", "Name", LIST_NAME, true, NULL},
    {"scope", "Sees", LIST_SHORT, false, "Which queues"},
    {"permissions", "Permissions", LIST_TEXT, false, NULL},
    {"people", "Administrators", LIST_NUMBER, false, "How many of this tenant have it"},
    {"kind", "Kind", LIST_SHORT, false, NULL},
    {0},
};
static const struct list_def def = {
    .one = "role",
    .many = "roles",
    .search = "Name",
    .columns = columns,
    .add = "Add a role",
    .add_path = PATH_ROLE,
    .row_path = PATH_ROLE,
    .empty = "No roles.",
};

static const char *labels(struct arena *a, const char *set)
{
    const char *all = NULL;
    for (const struct permission *p = permissions; p->key; p++)
        if (permission_in(set, p->key))
            all = all ? arena_printf(a, "%s, %s", all, p->label) : p->label;
    return all;
}

enum err roles_page(struct request *r, struct response *out)
{
    struct area a;
    struct list l;
    struct listing_rows rows;
    int64_t count = -1;
    enum err e = area_begin(r, SECTION_ROLES, &a);
    if (!e)
        e = list_begin(&l, &a, &def);
    if (!e)
        e = roles_list(r->db, r->arena, a.scope, &l.want, &rows);
    if (!e)
        e = roles_count(r->db, r->arena, a.scope, &l.want, &count);
    for (size_t i = 0; !e && i < rows.rows.n; i++) {
        struct role_row role = role_read(r->arena, &rows.rows, i);
        list_row(&l, role.id, role.name, false);
        list_cell(&l, role.name);
        list_cell(&l, role.all_queues ? "All queues" : "Assigned queues");
        list_cell(&l, labels(r->arena, role.permissions));
        list_cell(&l, arena_printf(r->arena, "%lld", (long long)role.users));
        list_cell(&l, role.shipped ? "Shipped" : "Own");
    }
    return e ? e : list_end(&l, rows.more, count, out);
}
