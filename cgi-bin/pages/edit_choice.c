/* What was chosen for an edit, and the page that asks about it. */
#include "app/paths.h"
#include "auth/session.h"
#include "edit.h"
#include "view/format.h"

/* Numbers with dots or commas between them; what is no number ends it. */
static size_t read_ids(struct arena *a, const char *text, int64_t **out)
{
    size_t n = 0;
    *out = arena_array(a, (text ? strlen(text) : 0) / 2 + 2, sizeof **out);
    for (const char *s = text; s && *s >= '0' && *s <= '9';) {
        char *end;
        (*out)[n++] = strtoll(s, &end, 10);
        s = *end == '.' || *end == ',' ? end + 1 : end;
    }
    return n;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static size_t sorted(int64_t *ids, size_t n)
{
    size_t kept = 0;
    qsort(ids, n, sizeof *ids, by_number);
    for (size_t i = 0; i < n; i++)
        if (!i || ids[i] != ids[i - 1])
            ids[kept++] = ids[i];
    return kept;
}

/* --- picked one by one ------------------------------------------------------------------------*/

static enum err read_picked(struct request *r, struct edit_choice *c)
{
    const int64_t *boxes;
    size_t n_boxes = param_list(&r->form, "id", &boxes);
    int64_t *ids;
    size_t n = read_ids(r->arena, param_text(&r->form, "ids"), &ids);
    c->ids = arena_array(r->arena, n + n_boxes + 1, sizeof *c->ids);
    for (size_t i = 0; i < n + n_boxes; i++)
        c->ids[i] = i < n ? ids[i] : boxes[i - n];
    c->n = sorted(c->ids, n + n_boxes);
    if (c->n > EDIT_PICKED_MAX) {
        c->problem = arena_printf(r->arena,
                                  "You picked %zu interactions; at most %d can be picked one by "
                                  "one. Choose all that match instead, with filters that find "
                                  "them.",
                                  c->n, EDIT_PICKED_MAX);
        return OK;
    }
    /* Those that can be seen. */
    struct mark_edit any = {.kind = MARK_UNFLAG};
    struct mark_target *found;
    enum err e = marks_targets(r->db, r->arena, r->scope, &any, c->ids, c->n, &found, &c->n);
    for (size_t i = 0; !e && i < c->n; i++)
        c->ids[i] = found[i].id;
    if (!c->n)
        c->problem = "No interaction is selected. Go back to the list and tick some.";
    return e;
}

/* --- all that match ---------------------------------------------------------------------------*/

static enum err too_many(struct edit_choice *c)
{
    struct grid *g = &c->grid;
    int64_t n = 0;
    enum err e =
        interactions_count(g->r->db, g->a, g->scope, g->catalog, &g->filter, g->r->now, 0, &n);
    if (e == ERR_DB_TIMEOUT)
        err_clear();
    else if (e)
        return e;
    const char *number = e ? arena_printf(g->a, "More than %d", EDIT_MATCHING_MAX)
                           : format_count(g->a, &g->r->session->viewer, n);
    c->problem =
        arena_printf(g->a,
                     "%s interactions match; at most %s can be changed at once. Go back "
                     "to the list and narrow it by a filter or a shorter period.",
                     number, format_count(g->a, &g->r->session->viewer, EDIT_MATCHING_MAX));
    return OK;
}

static void take_matching(struct edit_choice *c, const int64_t *except, size_t n_except)
{
    const struct interaction_rows *rows = &c->grid.rows;
    c->ids = arena_array(c->grid.a, rows->n + 1, sizeof *c->ids);
    for (size_t i = 0; i < rows->n; i++)
        if (!bsearch(&rows->rows[i].id, except, n_except, sizeof *except, by_number))
            c->ids[c->n++] = rows->rows[i].id;
    if (rows->n && !c->before)
        c->before = rows->rows[0].created_at + 1;
}

static enum err read_matching(struct request *r, struct edit_choice *c)
{
    struct grid *g = &c->grid;
    const struct list_page page = {.sort = SORT_CREATED, .size = EDIT_MATCHING_MAX};
    int64_t *except;
    c->except = param_text(&r->form, "except");
    size_t n_except = read_ids(r->arena, c->except, &except);
    n_except = sorted(except, n_except);
    enum err e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &g->catalog);
    if (!e)
        e = grid_resolve(g);
    if (e || g->blocked_title) {
        c->problem = g->blocked_text;
        return e;
    }
    c->before = param_int(&r->form, "before", 0);
    if (c->before && c->before < g->filter.to)
        g->filter.to = c->before;
    e = interactions_page(r->db, r->arena, g->scope, g->catalog, &g->filter, &page, &g->rows);
    if (!e && g->rows.more)
        return too_many(c);
    if (!e)
        take_matching(c, except, n_except);
    if (!e && !c->n)
        c->problem = "Nothing matches the filters of the list any more.";
    return e;
}

enum err edit_read(struct request *r, struct edit_choice *out)
{
    const char *state = param_text(&r->form, "state");
    *out = (struct edit_choice){.all = param_int(&r->form, "all", 0),
                                .picked = param_text(&r->form, "ids"),
                                .grid = {.r = r, .a = r->arena, .count = -1}};
    enum err e = grid_state_parse(r, state ? state : "", &out->grid.state);
    out->grid.state = grid_first_page(&out->grid.state);
    if (e)
        return e;
    return out->all ? read_matching(r, out) : read_picked(r, out);
}

/* --- the page ---------------------------------------------------------------------------------*/

static const char *ids_text(struct arena *a, const struct edit_choice *c)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    for (size_t i = 0; i < c->n; i++)
        buf_printf(&b, "%s%lld", i ? "." : "", (long long)c->ids[i]);
    return b.len ? arena_dup(a, b.s) : NULL;
}

static void show_choice(struct request *r, struct view *v, struct edit_choice *c)
{
    view_set(v, "Edit.state", grid_query_text(r->arena, &c->grid.state));
    view_set(v, "Edit.back", grid_url(r->arena, &c->grid.state));
    view_set(v, "Edit.problem", c->problem);
    if (c->problem)
        return;
    if (!c->all) {
        view_set(v, "Edit.ids", ids_text(r->arena, c));
        return;
    }
    view_set(v, "Edit.all", "1");
    view_set(v, "Edit.except", c->except);
    view_number(v, "Edit.before", c->before);
    c->grid.v = v;
    grid_show_chips(&c->grid);
    view_set(v, "Edit.period", grid_period_labels[c->grid.state.period]);
}

static void show_fields(struct view *v, const struct edit_fields *f)
{
    view_set(v, "Edit.do", edit_keys[f->kind]);
    view_set(v, "Edit.flag.value", f->flag);
    view_set(v, "Edit.flag.error", f->flag_error);
    view_set(v, "Edit.reason.value", f->reason);
    view_set(v, "Edit.reason.error", f->reason_error);
    view_set(v, "Edit.kind.value", f->of);
    view_set(v, "Edit.kind.error", f->of_error);
    view_set(v, "Edit.tag.value", f->tag);
    view_set(v, "Edit.tag.error", f->tag_error);
}

enum err edit_show(struct request *r, struct response *out, struct edit_choice *choice,
                   const struct edit_fields *fields)
{
    static const char *const whats[] = {"Flag", "Clear flags of", "Tag", "Take a tag from"};
    struct mark_names names;
    enum err e = marks_recent(r->db, r->arena, r->scope, &names);
    if (e)
        return e;
    const char *n = format_count(r->arena, &r->session->viewer, (int64_t)choice->n);
    const char *title = arena_printf(r->arena, "%s %s interaction%s", whats[fields->kind], n,
                                     choice->n == 1 ? "" : "s");
    if (choice->problem)
        title = "This cannot be changed like that";
    struct view *v = app_page(r, title);
    view_set(v, "Url.edit", PATH_MARK_MANY);
    view_set(v, "Edit.n", n);
    show_choice(r, v, choice);
    show_fields(v, fields);
    marks_suggest(v, &names);
    return app_render(v, "pages/edit.cs", out);
}
