#include "list.h"

#include "http/token.h"
#include "text.h"
#include "view/format.h"

const char *const list_dirs[] = {"asc", "desc", NULL};

static int standard_sort(const struct list_def *def)
{
    int i = 0;
    while (!def->columns[i].sorts)
        i++;
    return i;
}

static enum err read_sort(struct list *l, const struct params *q)
{
    const char *key = param_text(q, "sort");
    l->want.descending = param_choice(q, "dir", 0) == 1;
    l->sort = standard_sort(l->def);
    if (!key)
        return OK;
    for (int i = 0; l->def->columns[i].key; i++)
        if (l->def->columns[i].sorts && strcmp(l->def->columns[i].key, key) == 0) {
            l->sort = i;
            return OK;
        }
    return err_set(ERR_BAD_REQUEST, "this list cannot be sorted so");
}

/* A cursor is "sort:id:key", signed: it leads to where a page began and nowhere else. */
static enum err read_cursor(struct list *l, const struct params *q)
{
    const char *after = param_text(q, "after"), *before = param_text(q, "before");
    if (after && before)
        return err_set(ERR_BAD_REQUEST, "a page is either after or before a row");
    if (!after && !before)
        return OK;
    const char *text = token_open(l->area->r->arena, "list", after ? after : before);
    char *end = NULL;
    if (text && strtoll(text, &end, 10) == l->sort && *end == ':') {
        l->want.id = strtoll(end + 1, &end, 10);
        l->want.key = *end == ':' ? end + 1 : NULL;
    }
    l->want.backwards = before != NULL;
    return l->want.key ? OK : err_set(ERR_BAD_REQUEST, "the page's place in the list is damaged");
}

static void read_search(struct list *l, const struct params *q)
{
    const char *typed = text_trimmed(l->area->r->arena, param_text(q, "q"));
    if (!typed)
        return;
    l->short_q = text_length(typed) < l->def->search_min;
    view_set(l->view, "List.q", typed);
    if (l->short_q)
        return;
    l->q = typed;
    l->want.search = listing_containing(l->area->r->arena, typed);
}

static const char *list_path(const struct list *l)
{
    return l->def->path ? l->def->path : sections[l->area->section].path;
}

enum err list_begin(struct list *l, const struct area *a, const struct list_def *def)
{
    const struct params *q = &a->r->query;
    *l = (struct list){.area = a, .def = def, .want.size = LIST_SIZE};
    l->view = area_page(a, def->title ? def->title : sections[a->section].label);
    read_search(l, q);
    enum err e = read_sort(l, q);
    return e ? e : read_cursor(l, q);
}

const char *list_filter(const struct list *l, const char *name)
{
    const char *value = param_text(&l->area->r->query, name);
    for (const struct list_filter *f = l->def->filters; value && f && f->name; f++)
        if (strcmp(f->name, name) == 0 && strcmp(f->choices[0].value, value) == 0)
            return NULL;
    return value;
}

/* --- addresses ------------------------------------------------------------------------------- */

static const char *with(struct arena *a, const char *url, const char *name, const char *value)
{
    static struct buf b; /* scratch: emptied before every use */
    if (!value)
        return url;
    buf_clear(&b);
    buf_printf(&b, "%s%c%s=", url, strchr(url, '?') ? '&' : '?', name);
    buf_url(&b, value);
    return arena_dupn(a, b.s, b.len);
}

/* The list as it is searched and filtered, sorted by a column. */
static const char *list_url(const struct list *l, int sort, bool descending)
{
    struct arena *a = l->area->r->arena;
    const char *url = area_url(l->area, list_path(l), 0, NULL);
    url = with(a, url, "q", l->q);
    for (const struct list_filter *f = l->def->filters; f && f->name; f++)
        url = with(a, url, f->name, list_filter(l, f->name));
    if (sort != standard_sort(l->def))
        url = with(a, url, "sort", l->def->columns[sort].key);
    return with(a, url, "dir", descending ? "desc" : NULL);
}

/* --- rows ------------------------------------------------------------------------------------ */

void list_row(struct list *l, int64_t id, const char *key, bool off)
{
    struct arena *a = l->area->r->arena;
    const char *text = arena_printf(a, "%d:%lld:%s", l->sort, (long long)id, key ? key : "");
    if (!l->n)
        l->first = text;
    l->last = text;
    view_item(l->view, "Rows", l->n, "id", arena_printf(a, "%lld", (long long)id));
    view_item(l->view, "Rows", l->n, "off", off ? "1" : NULL);
    if (l->def->row_path)
        view_item(l->view, "Rows", l->n, "url", area_url(l->area, l->def->row_path, id, NULL));
    l->n++;
    l->cells = 0;
}

static const char *const kinds[] = {"text", "name", "short", "number", "state", "time"};

void list_cell(struct list *l, const char *text)
{
    struct arena *a = l->area->r->arena;
    const struct list_column *c = &l->def->columns[l->cells];
    const char *cells = arena_printf(a, "Rows.%zu.cells", l->n - 1);
    if (!c->key)
        abort();
    view_item(l->view, cells, l->cells, "kind", kinds[c->kind]);
    view_item(l->view, cells, l->cells, "label", c->label);
    view_item(l->view, cells, l->cells, "text", text && *text ? text : FORMAT_UNKNOWN);
    l->cells++;
}

/* --- around the rows ------------------------------------------------------------------------- */

static void show_columns(struct list *l)
{
    const struct list_column *c = l->def->columns;
    for (size_t i = 0; c[i].key; i++) {
        bool current = (int)i == l->sort, turn = current && !l->want.descending;
        view_item(l->view, "Columns", i, "key", c[i].key);
        view_item(l->view, "Columns", i, "label", c[i].label);
        view_item(l->view, "Columns", i, "title", c[i].title);
        view_item(l->view, "Columns", i, "kind", kinds[c[i].kind]);
        if (c[i].sorts)
            view_item(l->view, "Columns", i, "url", list_url(l, (int)i, turn));
        if (current)
            view_item(l->view, "Columns", i, "sort",
                      l->want.descending ? "descending" : "ascending");
    }
}

static void show_filters(struct list *l)
{
    struct arena *a = l->area->r->arena;
    size_t n = 0;
    for (const struct list_filter *f = l->def->filters; f && f->name; f++, n++) {
        const char *value = list_filter(l, f->name);
        const char *options = arena_printf(a, "Filters.%zu.options", n);
        view_item(l->view, "Filters", n, "name", f->name);
        view_item(l->view, "Filters", n, "label", f->label);
        for (size_t i = 0; f->choices[i].value; i++) {
            view_item(l->view, options, i, "value", f->choices[i].value);
            view_item(l->view, options, i, "label", f->choices[i].label);
            if (value && strcmp(value, f->choices[i].value) == 0)
                view_item(l->view, options, i, "selected", "1");
        }
    }
}

static bool narrowed(const struct list *l)
{
    bool any = l->q != NULL;
    for (const struct list_filter *f = l->def->filters; f && f->name; f++)
        any |= list_filter(l, f->name) != NULL;
    return any;
}

static void show_pages(struct list *l, bool more)
{
    struct arena *a = l->area->r->arena;
    bool inside = l->want.key != NULL; /* not the first page */
    const char *url = list_url(l, l->sort, l->want.descending);
    bool back = l->want.backwards ? more : inside, on = l->want.backwards ? inside : more;
    if (inside && (back || !l->n))
        view_set(l->view, "Pages.first", url);
    if (back && l->n)
        view_set(l->view, "Pages.before", with(a, url, "before", token_sign(a, "list", l->first)));
    if (on && l->n)
        view_set(l->view, "Pages.after", with(a, url, "after", token_sign(a, "list", l->last)));
}

const char *list_count_text(const struct request *r, int64_t n)
{
    const struct viewer *viewer = &r->session->viewer;
    return n > LISTING_COUNT_BOUND
               ? arena_printf(r->arena, "%s+", format_count(r->arena, viewer, LISTING_COUNT_BOUND))
               : format_count(r->arena, viewer, n);
}

static void show_count(struct list *l, int64_t count)
{
    struct arena *a = l->area->r->arena;
    if (count >= 0)
        view_set(l->view, "List.count",
                 arena_printf(a, "%s %s", list_count_text(l->area->r, count),
                              count == 1 ? l->def->one : l->def->many));
}

static void show_head(struct list *l)
{
    struct arena *a = l->area->r->arena;
    const struct list_def *d = l->def;
    const char *tenant = l->area->tenant.id != l->area->r->session->tenant_id
                             ? arena_printf(a, "%lld", (long long)l->area->tenant.id)
                             : NULL;
    view_set(l->view, "List.url", list_path(l));
    view_set(l->view, "List.crumb", d->path ? "1" : NULL);
    view_set(l->view, "List.tenant", tenant);
    view_set(l->view, "List.many", d->many);
    view_set(l->view, "List.search", d->search);
    view_set(l->view, "List.all_url",
             narrowed(l) || l->short_q ? area_url(l->area, list_path(l), 0, NULL) : NULL);
    if (l->short_q)
        view_set(l->view, "List.hint",
                 arena_printf(a, "Type at least %zu characters to search.", d->search_min));
    if (d->add) {
        view_set(l->view, "List.add", d->add);
        view_set(l->view, "List.add_url", area_url(l->area, d->add_path, 0, NULL));
    }
    if (d->link.label) {
        view_set(l->view, "List.link", d->link.label);
        view_set(l->view, "List.link_url", area_url(l->area, d->link.path, 0, NULL));
    }
    if (l->sort != standard_sort(d))
        view_set(l->view, "List.sort", d->columns[l->sort].key);
    view_set(l->view, "List.dir", l->want.descending ? "desc" : NULL);
}

static void show_empty(struct list *l)
{
    struct arena *a = l->area->r->arena;
    bool found_none = narrowed(l) || l->want.key;
    view_set(l->view, "Empty.title",
             arena_printf(a, found_none ? "No %s here" : "No %s yet", l->def->many));
    view_set(l->view, "Empty.text",
             found_none ? "Nothing fits the search and the filters." : l->def->empty);
}

void list_problem(struct list *l, const char *text)
{
    view_set(l->view, "Form.error", text);
}

enum err list_end(struct list *l, bool more, int64_t count, struct response *out)
{
    area_show_done(l->area, l->view);
    show_head(l);
    show_columns(l);
    show_filters(l);
    show_pages(l, more);
    show_count(l, count);
    if (!l->n)
        show_empty(l);
    return app_render(l->view, "admin/list.cs", out);
}
