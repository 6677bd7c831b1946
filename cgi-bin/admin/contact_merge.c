/* Merging two contacts: what moves is shown first, then confirmed. */
#include "store/contact_merge.h"

#include "form.h"
#include "page.h"
#include "view/format.h"

const struct param merge_query[] = {AREA_PARAM,
                                    AREA_ID_PARAM,
                                    AREA_DONE_PARAM,
                                    {.name = "other", .kind = PARAM_INT, .max = AREA_ID_MAX},
                                    {0}};
const struct param merge_form[] = {FORM_PARAMS, {0}};

static const struct form_field fields[] = {
    {.key = "keep_name", .label = "Name", .kind = FORM_FIXED},
    {.key = "keep_phone", .label = "Number", .kind = FORM_FIXED},
    {.key = "keep_email", .label = "E-mail", .kind = FORM_FIXED},
    {.key = "keep_zone", .label = "Time zone", .kind = FORM_FIXED},
    {.key = "gone_name", .label = "Name", .kind = FORM_FIXED},
    {.key = "gone_phone", .label = "Number", .kind = FORM_FIXED},
    {.key = "gone_email", .label = "E-mail", .kind = FORM_FIXED},
    {.key = "gone_zone", .label = "Time zone", .kind = FORM_FIXED},
    {0},
};
static const struct form_def form_def = {
    .one = "contact", .fields = fields, .path = PATH_ADMIN "/contacts/merge", .button = "Merge"};

struct merge {
    struct area area;
    struct form form;
    struct contact keep, gone;
    struct contact_belongings of_keep, of_gone;
};

/* Both rows, always locked in the order of their ids, so that two merges cannot block each other.
 */
static enum err find_both(struct merge *m, int64_t keep, int64_t gone, bool lock)
{
    struct request *r = m->area.r;
    bool keep_first = keep < gone;
    enum err e = OK;
    for (int i = 0; i < 2 && !e; i++) {
        bool is_keep = keep_first == (i == 0);
        e = contact_find(r->db, r->arena, m->area.scope, is_keep ? keep : gone, lock,
                         is_keep ? &m->keep : &m->gone);
        if (!e)
            e = contact_belongings(r->db, r->arena, m->area.scope, is_keep ? keep : gone,
                                   is_keep ? &m->of_keep : &m->of_gone);
    }
    return e;
}

static const char *why_not(const struct merge *m)
{
    struct arena *a = m->area.r->arena;
    if (m->keep.id == m->gone.id)
        return "That is the same contact twice. Choose two different ones.";
    if (m->of_gone.interactions > CONTACT_MERGE_MAX || m->of_gone.accounts > CONTACT_MERGE_MAX)
        return arena_printf(a,
                            "%s has more than %d interactions or accounts, too many to move at "
                            "once. Keep this one and merge the other into it.",
                            m->gone.name, CONTACT_MERGE_MAX);
    return NULL;
}

static void store_one(struct form *f, const char *which, const struct contact *c)
{
    struct arena *a = f->area->r->arena;
    form_store(f, arena_printf(a, "%s_name", which), c->name);
    form_store(f, arena_printf(a, "%s_phone", which), c->phone_e164);
    form_store(f, arena_printf(a, "%s_email", which), c->email);
    form_store(f, arena_printf(a, "%s_zone", which), c->zone);
}

static const char *merge_url(const struct merge *m, int64_t keep, int64_t gone)
{
    return arena_printf(m->area.r->arena, "%s&other=%lld",
                        area_url(&m->area, form_def.path, keep, NULL), (long long)gone);
}

static enum err begin(struct request *r, struct merge *m, bool lock)
{
    int64_t keep = param_int(&r->query, "id", 0), gone = param_int(&r->query, "other", 0);
    enum err e = area_begin(r, SECTION_CONTACTS, &m->area);
    if (!e)
        e = find_both(m, keep, gone, lock);
    if (e)
        return e;
    form_begin(&m->form, &m->area, &form_def, keep, "Merge two contacts");
    m->form.url = merge_url(m, keep, gone);
    m->form.problem = why_not(m);
    store_one(&m->form, "keep", &m->keep);
    store_one(&m->form, "gone", &m->gone);
    return OK;
}

static void show_row(struct view *v, size_t i, const char *label, const char *keep,
                     const char *gone, const char *after)
{
    view_item(v, "Merge.rows", i, "label", label);
    view_item(v, "Merge.rows", i, "keep", keep ? keep : FORMAT_UNKNOWN);
    view_item(v, "Merge.rows", i, "gone", gone ? gone : FORMAT_UNKNOWN);
    view_item(v, "Merge.rows", i, "after", after ? after : FORMAT_UNKNOWN);
}

static const char *sum(const struct request *r, int64_t x, int64_t y)
{
    return x > CONTACT_MERGE_MAX || y > CONTACT_MERGE_MAX
               ? arena_printf(r->arena, "more than %d", CONTACT_MERGE_MAX)
               : list_count_text(r, x + y);
}

static enum err show(struct merge *m, struct response *out)
{
    struct view *v = m->form.view;
    const struct contact all = contact_filled(&m->keep, &m->gone);
    size_t n = 0;
    show_row(v, n++, "Name", m->keep.name, m->gone.name, all.name);
    show_row(v, n++, "Number", m->keep.phone_e164, m->gone.phone_e164, all.phone_e164);
    show_row(v, n++, "E-mail", m->keep.email, m->gone.email, all.email);
    show_row(v, n++, "Time zone", m->keep.zone, m->gone.zone, all.zone);
    show_row(v, n++, "Interactions", list_count_text(m->area.r, m->of_keep.interactions),
             list_count_text(m->area.r, m->of_gone.interactions),
             sum(m->area.r, m->of_keep.interactions, m->of_gone.interactions));
    show_row(v, n, "Accounts", list_count_text(m->area.r, m->of_keep.accounts),
             list_count_text(m->area.r, m->of_gone.accounts),
             sum(m->area.r, m->of_keep.accounts, m->of_gone.accounts));
    view_set(v, "Merge.keep", m->keep.name);
    view_set(v, "Merge.gone", m->gone.name);
    view_set(v, "Merge.possible", m->form.problem ? NULL : "1");
    view_set(v, "Merge.swap_url", merge_url(m, m->gone.id, m->keep.id));
    view_set(v, "Merge.back_url",
             area_url(&m->area, PATH_ADMIN "/contacts/same", m->keep.id, NULL));
    return form_show_in(&m->form, "admin/merge.cs", out);
}

enum err merge_page(struct request *r, struct response *out)
{
    struct merge m;
    enum err e = begin(r, &m, false);
    return e ? e : show(&m, out);
}

static void note(const struct merge *m, const struct contact_belongings *moved)
{
    struct arena *a = m->area.r->arena;
    const struct contact all = contact_filled(&m->keep, &m->gone);
    area_note(
        &m->area, "contact.merged", m->keep.name,
        (const struct audit_detail[]){
            {.key = "id", .is = arena_printf(a, "%lld", (long long)m->keep.id)},
            {.key = "merged", .is = m->gone.name},
            {.key = "merged_id", .is = arena_printf(a, "%lld", (long long)m->gone.id)},
            {.key = "merged_phone", .is = m->gone.phone_e164},
            {.key = "merged_email", .is = m->gone.email},
            {.key = "interactions", .is = arena_printf(a, "%lld", (long long)moved->interactions)},
            {.key = "accounts", .is = arena_printf(a, "%lld", (long long)moved->accounts)},
            {.key = "phone", .is = all.phone_e164, .was = m->keep.phone_e164, .changed = true},
            {.key = "email", .is = all.email, .was = m->keep.email, .changed = true},
            {0}});
}

enum err merge_submit(struct request *r, struct response *out)
{
    struct merge m;
    struct contact_belongings moved;
    enum err e = begin(r, &m, true);
    if (!e)
        e = form_read(&m.form);
    if (e || !form_ok(&m.form) || !m.form.confirmed)
        return e ? e : show(&m, out);
    e = contact_merge(r->db, r->arena, m.area.scope, &m.keep, &m.gone, &moved);
    if (!e)
        note(&m, &moved);
    response_redirect(out, area_url(&m.area, PATH_ADMIN "/contacts/edit", m.keep.id, "merged"));
    return e;
}
