/* Dispositions: the list, and the page of one. */
#include "store/dispositions.h"

#include "form.h"
#include "page.h"

static const char *const states[] = {"all", "active", "off", NULL};

const struct param dispositions_query[] = {
    LIST_PARAMS,
    {.name = "state", .kind = PARAM_CHOICE, .choices = states},
    {0},
};
const struct param disposition_form[] = {
    FORM_PARAMS,
    {.name = "code", .kind = PARAM_TEXT, .max = 400},
    {.name = "name", .kind = PARAM_TEXT, .max = 1000},
    {.name = "active", .kind = PARAM_INT, .max = 1},
    {0},
};

static const struct list_choice state_choices[] = {
    {"all", "All"}, {"active", "Active"}, {"off", "Disabled"}, {0}};

enum { SORT_CODE, SORT_NAME };

static const struct list_def list_def = {
    .one = "disposition",
    .many = "dispositions",
    .search = "Code or name contains",
    .search_min = 1,
    .columns = (const struct list_column[]){{"code", "Code", LIST_NAME, true, NULL},
                                            {"name", "Name", LIST_TEXT, true, NULL},
                                            {"state", "State", LIST_STATE, false, NULL},
                                            {0}},
    .filters = (const struct list_filter[]){{"state", "State", state_choices}, {0}},
    .add = "Add a disposition",
    .add_path = PATH_ADMIN "/dispositions/edit",
    .row_path = PATH_ADMIN "/dispositions/edit",
    .empty = "Add the codes with which agents say how an interaction ended.",
};

static const struct form_field fields[] = {
    {.key = "code",
     .label = "Code",
     .required = true,
     .max = 40,
     .help = "What the telephone system or the agent's desktop sends."},
    {.key = "name", .label = "Name", .required = true, .max = 100},
    {.key = "active",
     .label = "Active",
     .kind = FORM_CHECK,
     .help = "One that is not active is offered in filters only while interactions have it."},
    {0},
};
static const struct form_def form_def = {
    .one = "disposition", .fields = fields, .path = PATH_ADMIN "/dispositions/edit"};

enum err dispositions_list_page(struct request *r, struct response *out)
{
    struct area area;
    struct list l;
    struct disposition *d = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = -1;
    enum err e = area_begin(r, SECTION_DISPOSITIONS, &area);
    if (!e)
        e = list_begin(&l, &area, &list_def);
    if (e)
        return e;
    const char *state = list_filter(&l, "state");
    e = dispositions_page(r->db, r->arena, area.scope, &l.want, l.sort == SORT_NAME, state, &d, &n,
                          &more);
    if (!e)
        e = dispositions_count(r->db, r->arena, area.scope, &l.want, state, &count);
    for (size_t i = 0; i < n && !e; i++) {
        list_row(&l, d[i].id, l.sort == SORT_NAME ? d[i].name : d[i].code, !d[i].active);
        list_cell(&l, d[i].code);
        list_cell(&l, d[i].name);
        list_cell(&l, d[i].active ? "Active" : "Disabled");
    }
    return e ? e : list_end(&l, more, count, out);
}

static enum err begin(struct request *r, struct area *area, struct form *f, bool lock)
{
    struct disposition d = {.active = true};
    int64_t id = param_int(&r->query, "id", 0);
    enum err e = area_begin(r, SECTION_DISPOSITIONS, area);
    if (!e && id)
        e = disposition_find(r->db, r->arena, area->scope, id, lock, &d);
    if (e)
        return e;
    form_begin(f, area, &form_def, id, id ? d.name : "Add a disposition");
    form_store(f, "code", d.code);
    form_store(f, "name", d.name);
    form_store_flag(f, "active", d.active);
    return OK;
}

enum err disposition_page(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, false);
    return e ? e : form_show(&f, out);
}

static enum err check_code(struct form *f)
{
    struct request *r = f->area->r;
    bool taken = false;
    const char *code = form_text(f, "code");
    enum err e =
        code ? disposition_code_taken(r->db, r->arena, f->area->scope, code, f->id, &taken) : OK;
    if (taken)
        form_error(f, "code", "Another disposition has this code.");
    return e;
}

enum err disposition_submit(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, true);
    if (!e)
        e = form_read(&f);
    if (!e)
        e = check_code(&f);
    if (e || !form_ok(&f))
        return e ? e : form_show(&f, out);
    struct disposition d = {.id = f.id,
                            .code = form_text(&f, "code"),
                            .name = form_text(&f, "name"),
                            .active = form_flag(&f, "active")};
    if (form_differs(&f, NULL)) {
        e = disposition_save(r->db, r->arena, area.scope, &d);
        area_note(&area, f.id ? "disposition.changed" : "disposition.created", d.name,
                  form_details(&f));
    }
    response_redirect(out, area_url(&area, form_def.path, d.id, f.id ? "saved" : "added"));
    return e;
}
