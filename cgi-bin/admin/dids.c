/* DIDs: the list, the page of one, and deleting one that nothing refers to. */
#include "store/dids.h"

#include "core/phone.h"
#include "form.h"
#include "page.h"
#include "view/format.h"

#define PATH_EDIT PATH_ADMIN "/dids/edit"
#define PATH_DELETE PATH_ADMIN "/dids/delete"

const struct param dids_query[] = {LIST_PARAMS, {0}};
const struct param did_form[] = {
    FORM_PARAMS,
    {.name = "number", .kind = PARAM_TEXT, .max = 400},
    {.name = "label", .kind = PARAM_TEXT, .max = 1000},
    {0},
};
const struct param did_delete_form[] = {FORM_PARAMS, {0}};

static const struct list_def list_def = {
    .one = "DID",
    .many = "DIDs",
    .search = "Number or label contains",
    .search_min = 1,
    .columns = (const struct list_column[]){{"number", "Number", LIST_NAME, true, NULL},
                                            {"label", "Label", LIST_TEXT, false, NULL},
                                            {0}},
    .add = "Add a DID",
    .add_path = PATH_EDIT,
    .row_path = PATH_EDIT,
    .empty = "Add the numbers that clients call or write to.",
};

/* With a plus it says that it is an international number, so it must be one. */
static const char *check_number(struct arena *a, const char *typed, const char **value)
{
    if (*typed != '+')
        return NULL;
    *value = phone_e164(a, typed, NULL, "");
    if (*value)
        return NULL;
    *value = typed;
    return "A number with + has 8 to 15 digits and begins with the country: +49 30 1234567.";
}

static const struct form_field fields[] = {
    {.key = "number",
     .label = "Number",
     .required = true,
     .max = 32,
     .check = check_number,
     .help = "A telephone number with + and the country code (blanks and dashes are dropped), or "
             "the address that is written to."},
    {.key = "label", .label = "Label", .max = 100, .help = "What it is for, such as \"Hotline\"."},
    {0},
};
static const struct form_def form_def = {.one = "DID", .fields = fields, .path = PATH_EDIT};
static const struct form_field no_fields[] = {{0}};
static const struct form_def delete_def = {.one = "DID", .fields = no_fields, .path = PATH_DELETE};

enum err dids_list_page(struct request *r, struct response *out)
{
    struct area area;
    struct list l;
    struct did *d = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = -1;
    enum err e = area_begin(r, SECTION_DIDS, &area);
    if (!e)
        e = list_begin(&l, &area, &list_def);
    if (!e)
        e = dids_page(r->db, r->arena, area.scope, &l.want, &d, &n, &more);
    if (!e)
        e = dids_count(r->db, r->arena, area.scope, &l.want, &count);
    for (size_t i = 0; i < n && !e; i++) {
        list_row(&l, d[i].id, d[i].number, false);
        list_cell(&l, d[i].number);
        list_cell(&l, d[i].label);
    }
    return e ? e : list_end(&l, more, count, out);
}

static enum err begin(struct request *r, struct area *area, struct form *f, bool lock)
{
    struct did d = {0};
    int64_t id = param_int(&r->query, "id", 0), uses = 0;
    enum err e = area_begin(r, SECTION_DIDS, area);
    if (!e && id)
        e = did_find(r->db, r->arena, area->scope, id, lock, &d);
    if (!e && id)
        e = did_uses(r->db, r->arena, area->scope, id, &uses);
    if (e)
        return e;
    form_begin(f, area, &form_def, id, id ? d.number : "Add a DID");
    form_store(f, "number", d.number);
    form_store(f, "label", d.label);
    if (id)
        form_fact(f, "Interactions", list_count_text(r, uses), NULL);
    if (id && !uses) {
        view_set(f->view, "Delete.url", area_url(area, PATH_DELETE, id, NULL));
        view_set(f->view, "Delete.label", "Delete this DID");
    }
    return OK;
}

enum err did_page(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, false);
    return e ? e : form_show(&f, out);
}

static enum err check_taken(struct form *f)
{
    struct request *r = f->area->r;
    bool taken = false;
    const char *number = form_text(f, "number");
    enum err e =
        number ? did_number_taken(r->db, r->arena, f->area->scope, number, f->id, &taken) : OK;
    if (taken)
        form_error(f, "number", "There is a DID with this number already.");
    return e;
}

enum err did_submit(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, true);
    if (!e)
        e = form_read(&f);
    if (!e)
        e = check_taken(&f);
    if (e || !form_ok(&f))
        return e ? e : form_show(&f, out);
    struct did d = {.id = f.id, .number = form_text(&f, "number"), .label = form_text(&f, "label")};
    if (form_differs(&f, NULL)) {
        e = did_save(r->db, r->arena, area.scope, &d);
        area_note(&area, f.id ? "did.changed" : "did.created", d.number, form_details(&f));
    }
    response_redirect(out, area_url(&area, PATH_EDIT, d.id, f.id ? "saved" : "added"));
    return e;
}

/* --- deleting -------------------------------------------------------------------------------- */

static enum err begin_delete(struct request *r, struct area *area, struct form *f, struct did *d,
                             int64_t *uses, bool lock)
{
    int64_t id = param_int(&r->query, "id", 0);
    enum err e = area_begin(r, SECTION_DIDS, area);
    if (!e)
        e = did_find(r->db, r->arena, area->scope, id, lock, d);
    if (!e)
        e = did_uses(r->db, r->arena, area->scope, id, uses);
    if (!e)
        form_begin(f, area, &delete_def, id, d->number);
    return e;
}

static enum err ask(struct form *f, const struct did *d, int64_t uses, struct response *out)
{
    struct arena *a = f->area->r->arena;
    const char *text[3] = {
        arena_printf(a, "%s%s%s%s will be gone from the lists. No interaction has it.", d->number,
                     d->label ? " (" : "", d->label ? d->label : "", d->label ? ")" : ""),
        "This cannot be undone, but the number can be added again."};
    if (uses) {
        if (f->area->r->method == METHOD_POST)
            out->status = 422;
        f->problem = arena_printf(a,
                                  "%s cannot be deleted: %s interactions have it. Change its "
                                  "label instead.",
                                  d->number, list_count_text(f->area->r, uses));
        text[0] = NULL;
    }
    return form_confirm(f, arena_printf(a, "Delete %s?", d->number), text, "Delete", out);
}

enum err did_delete_page(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    struct did d;
    int64_t uses;
    enum err e = begin_delete(r, &area, &f, &d, &uses, false);
    return e ? e : ask(&f, &d, uses, out);
}

enum err did_delete_submit(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    struct did d;
    int64_t uses;
    enum err e = begin_delete(r, &area, &f, &d, &uses, true);
    if (!e)
        e = form_read(&f);
    if (e)
        return e;
    if (f.back) {
        response_redirect(out, area_url(&area, PATH_EDIT, d.id, NULL));
        return OK;
    }
    if (uses || !f.confirmed)
        return ask(&f, &d, uses, out);
    e = did_delete(r->db, r->arena, area.scope, d.id);
    area_note(&area, "did.deleted", d.number,
              (const struct audit_detail[]){{.key = "label", .is = d.label}, {0}});
    response_redirect(out, area_url(&area, PATH_ADMIN "/dids", 0, "deleted"));
    return e;
}
