/* The tenants of the installation. */
#include "people.h"

static const char *const states[] = {"any", "active", "disabled", NULL};

const struct param tenants_query[] = {
    LIST_PARAMS, {.name = "state", .kind = PARAM_CHOICE, .choices = states}, {0}};

static const struct list_column columns[] = {
    {"name", "Name", LIST_NAME, true, NULL},
    {"slug", "Slug", LIST_SHORT, false, "What the command line calls it"},
    {"zone", "Time zone", LIST_SHORT, false, NULL},
    {"locale", "Locale", LIST_SHORT, false, NULL},
    {"currency", "Currency", LIST_SHORT, false, NULL},
    {"people", "Administrators", LIST_NUMBER, false, NULL},
    {"state", "State", LIST_STATE, false, NULL},
    {0},
};
static const struct list_filter filters[] = {
    {"state", "State",
     (const struct list_choice[]){
         {"", "All states"}, {"active", "Active"}, {"disabled", "Disabled"}, {0}}},
    {0},
};
static const struct list_def def = {
    .one = "tenant",
    .many = "tenants",
    .search = "Name or slug",
    .columns = columns,
    .filters = filters,
    .add = "Add a tenant",
    .add_path = PATH_TENANT,
    .row_path = PATH_TENANT,
    .empty = "No tenants.",
};

enum err tenants_page(struct request *r, struct response *out)
{
    struct area a;
    struct list l;
    struct listing_rows rows;
    int64_t count = -1;
    static const int active_of[] = {-1, 1, 0};
    int active = active_of[param_choice(&r->query, "state", 0)];
    enum err e = area_begin(r, SECTION_TENANTS, &a);
    if (!e)
        e = list_begin(&l, &a, &def);
    if (!e)
        e = tenants_list(r->db, r->arena, &l.want, active, &rows);
    if (!e)
        e = tenants_count(r->db, r->arena, &l.want, active, &count);
    for (size_t i = 0; !e && i < rows.rows.n; i++) {
        struct tenant_row t = tenant_read(&rows.rows, i);
        list_row(&l, t.id, t.name, !t.active);
        list_cell(&l, t.name);
        list_cell(&l, t.slug);
        list_cell(&l, t.zone);
        list_cell(&l, t.locale);
        list_cell(&l, t.currency);
        list_cell(&l, arena_printf(r->arena, "%lld", (long long)t.users));
        list_cell(&l, t.active ? "Active" : "Disabled");
    }
    return e ? e : list_end(&l, rows.more, count, out);
}
