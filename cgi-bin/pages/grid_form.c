/* What stands above the list: the filter form, the periods, the filters in force. */
#include "grid.h"
#include "view/format.h"
#include "view/rows.h"

static void free_buf(void *b)
{
    buf_free(b);
}

/* Hundreds of options in drop-downs cost as much as the rows: they are made the same way. */
static struct rows_template option_template = {.template_name = "pages/option.cs",
                                               .slots = {"value", "label", NULL},
                                               .flags = {"selected", NULL}};

static struct buf *option_list(struct grid *g)
{
    struct buf *b = arena_alloc(g->a, sizeof *b);
    arena_cleanup(g->a, free_buf, b);
    return b;
}

static enum err option(struct buf *out, const char *value, const char *label, bool selected)
{
    return rows_add(&option_template, selected, (const char *[]){value, label}, out);
}

/* A list of checkboxes is made like a drop-down. */
static struct rows_template check_template = {.template_name = "pages/check.cs",
                                              .slots = {"name", "value", "label", NULL},
                                              .flags = {"checked", NULL}};

/* The first line shows one value that is asked for plainly; all else stands in More filters. */
static bool plain(const struct grid_filter *f)
{
    return f->on && f->op == OP_IS && f->n == 1;
}

static bool chosen(const struct grid_filter *f, const char *value)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->values[i], value) == 0)
            return true;
    return false;
}

struct choice_lists {
    struct buf *select, *checks;
};

static enum err choice(struct grid *g, struct choice_lists out, enum grid_field field,
                       const char *value, const char *label)
{
    const struct grid_filter *f = &g->state.filters[field];
    bool is = chosen(f, value), alone = plain(f);
    enum err e = option(out.select, value, label, is && alone);
    return e ? e
             : rows_add(&check_template, is && !alone,
                        (const char *[]){grid_fields[field].key, value, label}, out.checks);
}

static enum err begin_choices(struct grid *g, enum grid_field field, const char *all,
                              struct choice_lists *out)
{
    const struct grid_filter *f = &g->state.filters[field];
    const char *key = grid_fields[field].key;
    *out = (struct choice_lists){option_list(g), option_list(g)};
    view_insert(g->v, arena_printf(g->a, "Options.%s", key), out->select);
    view_insert(g->v, arena_printf(g->a, "Checks.%s", key), out->checks);
    return option(out->select, "", f->on && !plain(f) ? "See More filters" : all, !plain(f));
}

/* The names of the catalog: queues only those of the viewer's scope. */
static enum err show_names(struct grid *g, enum catalog_dim dim, enum grid_field field,
                           const char *all)
{
    struct choice_lists out;
    enum err e = begin_choices(g, field, all, &out);
    for (size_t i = 0; i < g->catalog->count[dim] && !e; i++) {
        const struct catalog_entry *entry = g->catalog->by_name[dim][i];
        const char *id = arena_printf(g->a, "%lld", (long long)entry->id);
        bool mine = dim != DIM_QUEUE || scope_has(g->r->scope, entry->id);
        if (!mine || (!entry->active && !entry->n && !chosen(&g->state.filters[field], id)))
            continue;
        e = choice(g, out, field, id, entry->name);
    }
    return e;
}

static enum err show_channels(struct grid *g)
{
    struct choice_lists out;
    enum err e = begin_choices(g, FIELD_CHANNEL, "All channels", &out);
    const struct grid_choices *c = &grid_choices[FIELD_CHANNEL];
    for (size_t i = 0; c->keys[i] && !e; i++)
        e = choice(g, out, FIELD_CHANNEL, c->keys[i], c->labels[i]);
    return e;
}

static enum err show_sizes(struct grid *g)
{
    struct buf *out = option_list(g);
    enum err e = OK;
    for (int i = 0; i < GRID_SIZES && !e; i++) {
        const char *size = arena_printf(g->a, "%d", grid_sizes[i]);
        e = option(out, size, size, g->state.size == i);
    }
    view_insert(g->v, "Options.size", out);
    return e;
}

static enum err show_options(struct grid *g)
{
    enum err e = show_names(g, DIM_QUEUE, FIELD_QUEUE, "All queues");
    if (!e)
        e = show_names(g, DIM_DISPOSITION, FIELD_DISPOSITION, "All dispositions");
    if (!e)
        e = show_channels(g);
    return e ? e : show_sizes(g);
}

static void show_periods(struct grid *g)
{
    for (size_t i = 0; grid_period_keys[i]; i++) {
        struct grid_state s = grid_first_page(&g->state);
        s.period = (enum period)i;
        s.from = s.to = NULL;
        view_item(g->v, "Periods", i, "key", grid_period_keys[i]);
        view_item(g->v, "Periods", i, "label", grid_period_labels[i]);
        view_item(g->v, "Periods", i, "url", grid_url(g->a, &s));
        view_item(g->v, "Periods", i, "current", g->state.period == s.period ? "1" : NULL);
    }
}

/* --- more filters ------------------------------------------------------------------------------
 */

/* In the order of the form. To those of the first line there is only more. */
static const enum grid_field more[] = {
    FIELD_TEXT,      FIELD_CLIENT,     FIELD_TAG,         FIELD_FLAG,       FIELD_FLAGGED,
    FIELD_ACTION,    FIELD_FLOW,       FIELD_ACCOUNT,     FIELD_DURATION,   FIELD_WAIT,
    FIELD_RECORDING, FIELD_TRANSCRIPT, FIELD_DIRECTION,   FIELD_PLATFORM,   FIELD_OUTCOME,
    FIELD_RESULT,    FIELD_SENTIMENT,  FIELD_STATUS,      FIELD_AGENT_KIND, FIELD_AGENT,
    FIELD_QUEUE,     FIELD_CHANNEL,    FIELD_DISPOSITION, FIELD_DID};
enum { MORE_FIELDS = sizeof more / sizeof *more };

static const char *const kind_names[] = {
    [KIND_ID] = "names",    [KIND_CHOICE] = "choices", [KIND_NAME] = "above",  [KIND_TEXT] = "text",
    [KIND_CLIENT] = "text", [KIND_YES_NO] = "yesno",   [KIND_RANGE] = "range", [KIND_SAID] = "said",
};

static const struct {
    const char *value, *label;
} shortcuts[] = {{"-300", "Under 5 min"}, {"300-600", "5 to 10 min"}, {"600-", "Over 10 min"}};

static const char *const helps[GRID_FIELDS] = {
    [FIELD_CLIENT] = "Name, or +49 30 1234", [FIELD_TAG] = "Several: with commas",
    [FIELD_FLAG] = "Several: with commas",   [FIELD_ACTION] = "Several: with commas",
    [FIELD_FLOW] = "Several: with commas",   [FIELD_ACCOUNT] = "Reference",
};

static void option_item(struct grid *g, const char *list, size_t i, const char *value,
                        const char *label, bool selected)
{
    view_item(g->v, list, i, "value", value);
    view_item(g->v, list, i, "label", label);
    view_item(g->v, list, i, "selected", selected ? "1" : NULL);
}

/* What the form proposes: a part of a name is what most people have. */
static enum grid_op proposed(enum grid_field field)
{
    return field == FIELD_CLIENT || field == FIELD_ACCOUNT ? OP_CONTAINS
                                                           : grid_fields[field].standard;
}

static void show_operators(struct grid *g, size_t at, enum grid_field field)
{
    const struct grid_filter *f = &g->state.filters[field];
    const struct grid_field_info *info = &grid_fields[field];
    const char *list = arena_printf(g->a, "More.%zu.ops", at);
    bool some = info->kind == KIND_ID || info->kind == KIND_CHOICE;
    enum grid_op now = f->on ? f->op : proposed(field);
    size_t n = 0;
    if (some && now == OP_IS)
        now = OP_ANY;
    for (size_t i = 0; info->ops[i]; i++) {
        enum grid_op op = grid_op_of(info->ops[i]);
        if (!some || op != OP_IS)
            option_item(g, list, n++, info->ops[i], grid_op_label(field, op), op == now);
    }
}

static void show_choices(struct grid *g, size_t at, enum grid_field field)
{
    const struct grid_choices *c = &grid_choices[field];
    const char *list = arena_printf(g->a, "More.%zu.options", at);
    for (size_t i = 0; c->keys[i]; i++)
        option_item(g, list, i, c->keys[i], c->labels[i],
                    chosen(&g->state.filters[field], c->keys[i]));
}

static void show_range(struct grid *g, size_t at, enum grid_field field)
{
    const struct grid_filter *f = &g->state.filters[field];
    const char *list = arena_printf(g->a, "More.%zu.options", at);
    bool own = f->text != NULL;
    for (size_t i = 0; i < sizeof shortcuts / sizeof *shortcuts; i++) {
        bool is = f->text && strcmp(f->text, shortcuts[i].value) == 0;
        own &= !is;
        option_item(g, list, i, shortcuts[i].value, shortcuts[i].label, is);
    }
    if (own && f->from)
        view_item(g->v, "More", at, "from", format_duration(g->a, f->from));
    if (own && f->to != RANGE_OPEN)
        view_item(g->v, "More", at, "to", format_duration(g->a, f->to));
    if (own && !f->from && f->to == RANGE_OPEN)
        view_item(g->v, "More", at, "from", "0:00");
}

/* A client that was chosen from a row has no text that could be typed. */
static const char *typed(const struct grid_filter *f)
{
    return f->text && f->text[0] == 'p' && f->op != OP_CONTAINS ? f->text + 1 : f->text;
}

static bool from_row(const struct grid_filter *f)
{
    return f->n && f->op != OP_CONTAINS && f->values[0][0] == 'c';
}

static void show_who(struct grid *g, size_t at)
{
    const char *list = arena_printf(g->a, "More.%zu.options", at);
    for (size_t i = 0; grid_who_keys[i]; i++)
        option_item(g, list, i, grid_who_keys[i], grid_who_labels[i],
                    g->state.filters[FIELD_TEXT].who == (enum list_who)i);
}

static void show_more_field(struct grid *g, size_t at, enum grid_field field)
{
    const struct grid_filter *f = &g->state.filters[field];
    const struct grid_field_info *info = &grid_fields[field];
    view_item(g->v, "More", at, "key", info->key);
    view_item(g->v, "More", at, "label", info->label);
    view_item(g->v, "More", at, "kind", kind_names[info->kind]);
    view_item(g->v, "More", at, "help", helps[field]);
    if (field == FIELD_CLIENT && from_row(f)) {
        view_item(g->v, "More", at, "kind", "row");
        return;
    }
    if (info->kind == KIND_TEXT)
        view_item(g->v, "More", at, "value", f->text);
    if (info->kind == KIND_CLIENT)
        view_item(g->v, "More", at, "value", typed(f));
    if (info->kind != KIND_YES_NO)
        show_operators(g, at, field);
    if (info->kind == KIND_RANGE)
        show_range(g, at, field);
    if (info->kind == KIND_SAID)
        show_who(g, at);
    if (info->kind == KIND_YES_NO || (info->kind == KIND_CHOICE && field != FIELD_CHANNEL))
        show_choices(g, at, field);
    if (field == FIELD_CHANNEL)
        view_item(g->v, "More", at, "kind", "names");
}

/* Not offered to whom it would be refused, nor where there is nothing to search in. */
static bool searchable(const struct grid *g)
{
    return grid_may_search(g->r) && db_has_table(g->r->db, "messages");
}

static void show_more(struct grid *g)
{
    int64_t on = 0;
    size_t n = 0;
    for (size_t i = 0; i < MORE_FIELDS; i++) {
        const struct grid_filter *f = &g->state.filters[more[i]];
        bool above = grid_field_first(more[i]) && f->op == grid_fields[more[i]].standard &&
                     (f->n == 1 || f->op == OP_CONTAINS) && f->who == WHO_ANYBODY;
        on += f->on && !above;
        if (more[i] != FIELD_TEXT || searchable(g))
            show_more_field(g, n++, more[i]);
    }
    if (on)
        view_number(g->v, "Filter.more", on);
}

/* --- the form ----------------------------------------------------------------------------------
 */

static void hidden(struct grid *g, size_t *i, const char *name, const char *value)
{
    if (!value)
        return;
    view_item(g->v, "Hidden", *i, "name", name);
    view_item(g->v, "Hidden", (*i)++, "value", value);
}

/* What the filter form does not show but must not lose. */
static void show_form_state(struct grid *g)
{
    const struct grid_state *s = &g->state;
    const struct grid_filter *client = &s->filters[FIELD_CLIENT];
    size_t i = 0;
    view_set(g->v, "Filter.agent", s->filters[FIELD_AGENT].text);
    view_set(g->v, "Filter.search", searchable(g) ? "1" : NULL);
    view_set(g->v, "Filter.text", s->filters[FIELD_TEXT].text);
    view_set(g->v, "Filter.did", s->filters[FIELD_DID].text);
    view_set(g->v, "Filter.from", s->from);
    view_set(g->v, "Filter.to", s->to);
    if (from_row(client)) {
        hidden(g, &i, "client", client->text);
        hidden(g, &i, "client_op", client->op == OP_NOT ? "not" : NULL);
    }
    if (s->agent_id)
        hidden(g, &i, "agent_id", arena_printf(g->a, "%lld", (long long)s->agent_id));
    if (s->period != PERIOD_CUSTOM && s->period != PERIOD_7D)
        hidden(g, &i, "period", grid_period_keys[s->period]);
    if (s->sort != SORT_CREATED)
        hidden(g, &i, "sort", grid_sort_keys[s->sort]);
    if (s->ascending)
        hidden(g, &i, "dir", "asc");
    hidden(g, &i, "cols", s->cols);
    hidden(g, &i, "select", s->select ? "1" : NULL);
    if (s->view > 0)
        hidden(g, &i, "view", arena_printf(g->a, "%lld", (long long)s->view));
}

enum err grid_show_form(struct grid *g)
{
    enum err e = show_options(g);
    show_periods(g);
    show_form_state(g);
    show_more(g);
    grid_show_chips(g);
    return e;
}
