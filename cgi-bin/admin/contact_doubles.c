/* Duplicates among the contacts: the numbers or addresses that several have, and those contacts. */
#include "list.h"
#include "page.h"
#include "store/contact_merge.h"
#include "view/format.h"

static const char *const bys[] = {"phone", "email", NULL};

const struct param doubles_query[] = {
    LIST_PARAMS,
    {.name = "by", .kind = PARAM_CHOICE, .choices = bys},
    {0},
};

static const struct list_choice by_choices[] = {
    {"phone", "The same number"}, {"email", "The same e-mail address"}, {0}};

static const struct list_def list_def = {
    .one = "group",
    .many = "groups",
    .title = "Duplicate contacts",
    .path = PATH_ADMIN "/contacts/duplicates",
    .columns = (const struct list_column[]){{"value", "What they share", LIST_NAME, true, NULL},
                                            {"n", "Contacts", LIST_NUMBER, false, NULL},
                                            {0}},
    .filters = (const struct list_filter[]){{"by", "Look for", by_choices}, {0}},
    .row_path = PATH_ADMIN "/contacts/same",
    .empty = "No two contacts share this. Look for the other: number or e-mail address.",
};

enum err doubles_page(struct request *r, struct response *out)
{
    struct area area;
    struct list l;
    struct contact_double *d = NULL;
    size_t n = 0;
    bool more = false;
    enum err e = area_begin(r, SECTION_CONTACTS, &area);
    if (!e)
        e = list_begin(&l, &area, &list_def);
    if (e)
        return e;
    e = contact_doubles(r->db, r->arena, area.scope, &l.want, list_filter(&l, "by") != NULL, &d, &n,
                        &more);
    for (size_t i = 0; i < n && !e; i++) {
        list_row(&l, d[i].id, d[i].value, false);
        list_cell(&l, d[i].value);
        list_cell(&l, list_count_text(r, d[i].n));
    }
    return e ? e : list_end(&l, more, !l.want.key && !more ? (int64_t)n : -1, out);
}

/* --- those that share a number or an address ------------------------------------------------- */

static void show(struct view *v, size_t i, const struct area *area, const struct contact *c,
                 const struct contact_belongings *b)
{
    struct arena *a = area->r->arena;
    view_item(v, "Same", i, "id", arena_printf(a, "%lld", (long long)c->id));
    view_item(v, "Same", i, "name", c->name);
    view_item(v, "Same", i, "phone", c->phone_e164 ? c->phone_e164 : FORMAT_UNKNOWN);
    view_item(v, "Same", i, "email", c->email ? c->email : FORMAT_UNKNOWN);
    view_item(v, "Same", i, "url", area_url(area, PATH_ADMIN "/contacts/edit", c->id, NULL));
    view_item(v, "Same", i, "interactions", list_count_text(area->r, b->interactions));
    view_item(v, "Same", i, "accounts", list_count_text(area->r, b->accounts));
}

enum err same_page(struct request *r, struct response *out)
{
    struct area area;
    struct contact one, *all;
    struct contact_belongings b;
    size_t n = 0, most = 0;
    int64_t most_n = -1;
    enum err e = area_begin(r, SECTION_CONTACTS, &area);
    if (!e)
        e = contact_find(r->db, r->arena, area.scope, param_int(&r->query, "id", 0), false, &one);
    if (!e)
        e = contacts_same(r->db, r->arena, area.scope, &one, &all, &n);
    if (e)
        return e;
    struct view *v = area_page(&area, arena_printf(r->arena, "The same as %s", one.name));
    for (size_t i = 0; i < n && !e; i++) {
        e = contact_belongings(r->db, r->arena, area.scope, all[i].id, &b);
        show(v, i, &area, &all[i], &b);
        if (b.interactions > most_n) {
            most = i;
            most_n = b.interactions;
        }
    }
    view_item(v, "Same", most, "keep", "1");
    view_item(v, "Same", most ? 0 : 1, "merge", n > 1 ? "1" : NULL);
    view_set(v, "Merge.url", PATH_ADMIN "/contacts/merge");
    if (area.tenant.id != r->session->tenant_id)
        view_number(v, "Merge.tenant", area.tenant.id);
    view_set(v, "Merge.possible", n > 1 ? "1" : NULL);
    area_show_done(&area, v);
    return e ? e : app_render(v, "admin/same.cs", out);
}
