/* The grid: all interactions that one may see, as one list. */
#include "grid_rows.h"
#include "page.h"
#include "view/format.h"
#include "view/rows.h"

struct grid {
    struct request *r;
    struct arena *a;
    struct grid_state state;
    const struct catalog *catalog;
    const struct scope *scope; /* narrowed by the queue filter */
    struct list_filter filter;
    struct interaction_rows rows;
    int64_t count; /* -1: not known */
    bool at_start; /* the first page of the list */
    struct view *v;
};

/* --- reading ---------------------------------------------------------------------------------- */

static struct id_filter one_id(struct grid *g, int64_t id)
{
    int64_t *ids = arena_alloc(g->a, sizeof *ids);
    *ids = id;
    return (struct id_filter){.on = true, .ids = ids, .n = 1};
}

static struct id_filter by_name(struct grid *g, enum catalog_dim dim, const char *text)
{
    int64_t *ids;
    size_t n = catalog_search(g->a, g->catalog, dim, text, &ids);
    return (struct id_filter){.on = true, .ids = ids, .n = n};
}

/* An agent chosen by the A badge, of those that the text finds. */
static struct id_filter agents_filter(struct grid *g)
{
    const struct grid_state *s = &g->state;
    struct id_filter f = {0};
    if (s->agent)
        f = by_name(g, DIM_AGENT, s->agent);
    if (!s->agent_id)
        return f;
    bool found = !f.on;
    for (size_t i = 0; i < f.n; i++)
        found |= f.ids[i] == s->agent_id;
    f = one_id(g, s->agent_id);
    f.n = found;
    return f;
}

static void resolve(struct grid *g)
{
    const struct grid_state *s = &g->state;
    g->scope = s->queue ? scope_narrow(g->a, g->r->scope, s->queue) : g->r->scope;
    g->filter.agents = agents_filter(g);
    if (s->did)
        g->filter.dids = by_name(g, DIM_DID, s->did);
    if (s->disposition)
        g->filter.dispositions = one_id(g, s->disposition);
    g->filter.channel = s->channel;
    if (s->client && s->client[0] == 'c')
        g->filter.contact_id = strtoll(s->client + 1, NULL, 10);
    else if (s->client)
        g->filter.phone_e164 = s->client + 1;
    grid_period(s, g->r->session->zone, g->r->now, &g->filter.from, &g->filter.to);
}

static enum err read_page(struct grid *g)
{
    const struct grid_state *s = &g->state;
    struct list_page page = {
        .sort = s->sort,
        .ascending = s->ascending,
        .backwards = s->before || s->end,
        .size = (size_t)grid_sizes[s->size],
    };
    if (s->after || s->before)
        grid_cursor_read(s->after ? s->after : s->before, &page.cursor);
    enum err e =
        interactions_page(g->r->db, g->a, g->scope, g->catalog, &g->filter, &page, &g->rows);
    g->r->plan = g->rows.plan;
    /* Nothing further back: that is the first page, and it is shown full. */
    if (!e && s->before && !g->rows.more) {
        g->state = grid_first_page(s);
        return read_page(g);
    }
    g->at_start = !s->after && !s->before && !(s->end && g->rows.more);
    return e;
}

/* A count that runs out of time is no reason not to show the rows. */
static enum err read_count(struct grid *g)
{
    g->count = (int64_t)g->rows.n;
    if (g->at_start && !g->rows.more)
        return OK;
    enum err e = interactions_count(g->r->db, g->a, g->scope, g->catalog, &g->filter, g->r->now,
                                    g->state.exact, &g->count);
    if (e != ERR_DB_TIMEOUT)
        return e;
    err_clear();
    g->count = -1;
    return OK;
}

static void free_buf(void *b)
{
    buf_free(b);
}

/* --- showing ---------------------------------------------------------------------------------- */

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

/* A drop-down of names: queues only those of the viewer's scope. */
static enum err show_names(struct grid *g, enum catalog_dim dim, const char *name, const char *all,
                           int64_t chosen)
{
    struct buf *out = option_list(g);
    enum err e = option(out, "", all, !chosen);
    char id[24];
    for (size_t i = 0; i < g->catalog->count[dim] && !e; i++) {
        const struct catalog_entry *entry = g->catalog->by_name[dim][i];
        bool mine = dim != DIM_QUEUE || scope_has(g->r->scope, entry->id);
        if (!mine || (!entry->active && !entry->n && entry->id != chosen))
            continue;
        snprintf(id, sizeof id, "%lld", (long long)entry->id);
        e = option(out, id, entry->name, entry->id == chosen);
    }
    view_insert(g->v, name, out);
    return e;
}

static enum err show_channels(struct grid *g)
{
    const char *chosen = g->state.channel ? g->state.channel : "";
    struct buf *out = option_list(g);
    enum err e = option(out, "", "All channels", !*chosen);
    for (size_t i = 0; grid_channel_keys[i] && !e; i++)
        e = option(out, grid_channel_keys[i], grid_channel_labels[i],
                   strcmp(chosen, grid_channel_keys[i]) == 0);
    view_insert(g->v, "Options.channel", out);
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
    enum err e = show_names(g, DIM_QUEUE, "Options.queue", "All queues", g->state.queue);
    if (!e)
        e = show_names(g, DIM_DISPOSITION, "Options.disposition", "All dispositions",
                       g->state.disposition);
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
    size_t i = 0;
    view_set(g->v, "Filter.agent", s->agent);
    view_set(g->v, "Filter.did", s->did);
    view_set(g->v, "Filter.from", s->from);
    view_set(g->v, "Filter.to", s->to);
    view_set(g->v, "Filter.client", s->client);
    hidden(g, &i, "client", s->client);
    if (s->agent_id)
        hidden(g, &i, "agent_id", arena_printf(g->a, "%lld", (long long)s->agent_id));
    if (s->period != PERIOD_CUSTOM && s->period != PERIOD_7D)
        hidden(g, &i, "period", grid_period_keys[s->period]);
    if (s->sort != SORT_CREATED)
        hidden(g, &i, "sort", grid_sort_keys[s->sort]);
    if (s->ascending)
        hidden(g, &i, "dir", "asc");
}

struct chip {
    const char *label, *value; /* value NULL: not on */
    struct grid_state without;
};

/* Who a history is of, as far as the rows at hand tell: a name is not given away by its number. */
static const char *client_name(struct grid *g)
{
    const struct interaction *first = g->rows.n ? &g->rows.rows[0] : NULL;
    if (g->state.client[0] == 'p')
        return g->state.client + 1;
    return first && first->contact_name ? first->contact_name : "one client";
}

static const char *entry_name(struct grid *g, enum catalog_dim dim, int64_t id, bool allowed,
                              const char *otherwise)
{
    const struct catalog_entry *e = allowed ? catalog_find(g->catalog, dim, id) : NULL;
    return e ? e->name : otherwise;
}

static const char *channel_name(const char *key)
{
    for (size_t i = 0; grid_channel_keys[i]; i++)
        if (strcmp(key, grid_channel_keys[i]) == 0)
            return grid_channel_labels[i];
    return key;
}

static const char *days_text(struct grid *g)
{
    const struct grid_state *s = &g->state;
    if (s->from && s->to)
        return strcmp(s->from, s->to) == 0 ? s->from
                                           : arena_printf(g->a, "%s to %s", s->from, s->to);
    return s->from ? arena_printf(g->a, "from %s", s->from) : arena_printf(g->a, "until %s", s->to);
}

static size_t make_chips(struct grid *g, struct chip chips[9])
{
    const struct grid_state *s = &g->state, first = grid_first_page(s);
    size_t n = 0;
    for (int i = 0; i < 9; i++)
        chips[i].without = first;
    if (s->client)
        chips[n] = (struct chip){"Client", client_name(g), first}, chips[n++].without.client = NULL;
    if (s->agent_id)
        chips[n] =
            (struct chip){"Agent",
                          entry_name(g, DIM_AGENT, s->agent_id, g->rows.n > 0, "one agent"), first},
        chips[n++].without.agent_id = 0;
    if (s->agent)
        chips[n] = (struct chip){"Agent contains", s->agent, first},
        chips[n++].without.agent = NULL;
    if (s->queue)
        chips[n] = (struct chip){"Queue",
                                 entry_name(g, DIM_QUEUE, s->queue,
                                            scope_has(g->r->scope, s->queue), "no such queue"),
                                 first},
        chips[n++].without.queue = 0;
    if (s->channel)
        chips[n] = (struct chip){"Channel", channel_name(s->channel), first},
        chips[n++].without.channel = NULL;
    if (s->did)
        chips[n] = (struct chip){"DID contains", s->did, first}, chips[n++].without.did = NULL;
    if (s->disposition)
        chips[n] =
            (struct chip){
                "Disposition",
                entry_name(g, DIM_DISPOSITION, s->disposition, true, "no such disposition"), first},
        chips[n++].without.disposition = 0;
    return n;
}

static void show_chips(struct grid *g)
{
    struct chip chips[9];
    size_t n = make_chips(g, chips);
    if (g->state.period == PERIOD_CUSTOM) {
        chips[n] = (struct chip){"Created", days_text(g), grid_first_page(&g->state)};
        chips[n].without.period = PERIOD_7D;
        chips[n].without.from = chips[n].without.to = NULL;
        n++;
    }
    for (size_t i = 0; i < n; i++) {
        view_item(g->v, "Chips", i, "label", chips[i].label);
        view_item(g->v, "Chips", i, "value", chips[i].value);
        view_item(g->v, "Chips", i, "url", grid_url(g->a, &chips[i].without));
    }
    struct grid_state clear = {.period = PERIOD_7D,
                               .sort = g->state.sort,
                               .ascending = g->state.ascending,
                               .size = g->state.size};
    view_set(g->v, "Filter.any", n ? "1" : NULL);
    view_set(g->v, "Filter.clear_url", n ? grid_url(g->a, &clear) : NULL);
}

static const struct {
    const char *key, *label, *title;
    int sort; /* -1: the list cannot be sorted by it */
} columns[] = {
    {"created", "Created", "Sort by when the interaction started", SORT_CREATED},
    {"closed", "Closed", "Sort by when the interaction ended", SORT_CLOSED},
    {"channel", "Channel", NULL, -1},
    {"queue", "Queue", NULL, -1},
    {"agent", "Agent", NULL, -1},
    {"client", "Client", NULL, -1},
    {"did", "DID", "Direct inward dialling number: the number that was called", -1},
    {"disposition", "Disposition", NULL, -1},
    {"duration", "Duration", "Sort by how long the conversation took", SORT_DURATION},
    {"acw", "ACW", "After-contact work", -1},
    {"status", "Status", NULL, -1},
    {"c", "C", "The client's history", -1},
    {"a", "A", "The agent's history", -1},
};

static void show_columns(struct grid *g)
{
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        view_item(g->v, "Columns", i, "key", columns[i].key);
        view_item(g->v, "Columns", i, "label", columns[i].label);
        view_item(g->v, "Columns", i, "title", columns[i].title);
        if (columns[i].sort < 0)
            continue;
        struct grid_state s = grid_first_page(&g->state);
        bool current = (int)s.sort == columns[i].sort;
        view_item(g->v, "Columns", i, "sort", !current ? NULL : s.ascending ? "asc" : "desc");
        s.ascending = current && !s.ascending;
        s.sort = (enum list_sort)columns[i].sort;
        view_item(g->v, "Columns", i, "url", grid_url(g->a, &s));
    }
}

static void show_count(struct grid *g)
{
    struct grid_state exact = g->state;
    bool many = !g->state.exact && g->count > LIST_COUNT_BOUND;
    const char *text = g->count < 0 ? "many"
                       : many ? arena_printf(g->a, "%s+", format_count(g->a, LIST_COUNT_BOUND))
                              : format_count(g->a, g->count);
    exact.exact = true;
    view_set(g->v, "Count.text", text);
    view_set(g->v, "Count.exact_url",
             many || (g->count < 0 && !g->state.exact) ? grid_url(g->a, &exact) : NULL);
    if (g->at_start)
        view_set(g->v, "Count.shown", arena_printf(g->a, "1\xe2\x80\x93%zu", g->rows.n));
    else
        view_set(g->v, "Count.shown", arena_printf(g->a, "%zu", g->rows.n));
}

static const char *const page_labels[][2][4] = {
    [SORT_CREATED] = {{"Newest", "Newer", "Older", "Oldest"},
                      {"Oldest", "Older", "Newer", "Newest"}},
    [SORT_CLOSED] = {{"Newest", "Newer", "Older", "Oldest"},
                     {"Oldest", "Older", "Newer", "Newest"}},
    [SORT_DURATION] = {{"Longest", "Longer", "Shorter", "Shortest"},
                       {"Shortest", "Shorter", "Longer", "Longest"}},
};

static void show_step(struct grid *g, size_t i, const char *rel, const struct grid_state *s)
{
    view_item(g->v, "Pages", i, "rel", rel);
    view_item(g->v, "Pages", i, "label", page_labels[g->state.sort][g->state.ascending][i]);
    view_item(g->v, "Pages", i, "url", s ? grid_url(g->a, s) : NULL);
}

static void show_pages(struct grid *g)
{
    const struct grid_state *s = &g->state;
    bool last = s->end || (!s->before && !g->rows.more);
    struct grid_state first = grid_first_page(s), newer = first, older = first, end = first;
    if (!g->rows.n)
        return;
    newer.before = grid_cursor_text(g->a, interaction_cursor(&g->rows.rows[0], s->sort));
    older.after = grid_cursor_text(g->a, interaction_cursor(&g->rows.rows[g->rows.n - 1], s->sort));
    end.end = true;
    show_step(g, 0, "first", g->at_start ? NULL : &first);
    show_step(g, 1, "prev", g->at_start ? NULL : &newer);
    show_step(g, 2, "next", last ? NULL : &older);
    show_step(g, 3, "last", last ? NULL : &end);
}

static void action(struct grid *g, const char *list, size_t i, const char *label,
                   const struct grid_state *s)
{
    view_item(g->v, list, i, "label", label);
    view_item(g->v, list, i, "url", grid_url(g->a, s));
}

static void show_empty(struct grid *g, bool filtered)
{
    static const char actions[] = "Empty.actions";
    struct grid_state all = grid_first_page(&g->state), clear = {.size = all.size}, swapped = all;
    const char *title = "No interactions yet";
    const char *text = "As soon as the first one starts, it appears here by itself.";
    size_t n = 0;
    all.period = clear.period = PERIOD_ALL;
    all.from = all.to = NULL;
    swapped.from = all.to ? all.to : g->state.to;
    swapped.to = g->state.from;
    if (!scope_is_all(g->r->scope) && !scope_count(g->r->scope)) {
        title = "No queue is assigned to you";
        text = "Ask an administrator of your contact center to assign the queues you supervise.";
    } else if (g->filter.from >= g->filter.to) {
        title = "The period ends before it begins";
        text = "From is after To, so there is no day in between.";
        action(g, actions, n++, "Swap the two dates", &swapped);
    } else if (g->state.period != PERIOD_ALL) {
        title = filtered ? "Nothing matches these filters in this period"
                         : "No interactions in this period";
        text = "Look at a longer period, or at all of it.";
        action(g, actions, n++, "Show all time", &all);
    } else if (filtered) {
        title = "Nothing matches these filters";
        text = "Remove one of them above, or all of them.";
    }
    if (filtered)
        action(g, actions, n++, "Clear the filters", &clear);
    view_set(g->v, "State", "empty");
    view_set(g->v, "Empty.title", title);
    view_set(g->v, "Empty.text", text);
}

/* A page that was not found in time is a problem with a remedy, never an empty list. */
static void show_timeout(struct grid *g)
{
    struct grid_state narrow = grid_first_page(&g->state), newest = narrow;
    narrow.period = PERIOD_TODAY;
    narrow.from = narrow.to = NULL;
    newest.sort = SORT_CREATED;
    newest.ascending = false;
    view_set(g->v, "State", "timeout");
    view_set(g->v, "Notice.title", "This search took too long and was stopped");
    view_set(g->v, "Notice.text",
             "There may well be interactions that match: they were not found in time. A narrower "
             "period or one more filter makes it quick.");
    action(g, "Notice.actions", 0, "Search today only", &narrow);
    if (g->state.sort != SORT_CREATED)
        action(g, "Notice.actions", 1, "Sort by created", &newest);
}

static void show_refresh(struct grid *g)
{
    const char *url = grid_url(g->a, &g->state);
    view_set(g->v, "Refresh.seconds", "30");
    view_set(g->v, "Refresh.url",
             arena_printf(g->a, "%s%srefresh=1", url, strchr(url, '?') ? "&" : "?"));
    bool first = g->at_start && g->state.sort == SORT_CREATED && !g->state.ascending;
    view_set(g->v, "Refresh.first", first ? "1" : "0");
}

static enum err render(struct grid *g, struct response *out)
{
    static struct buf html; /* scratch: emptied before every use */
    buf_clear(&html);
    enum err e = grid_rows(g->r, &g->state, g->catalog, &g->rows, &html);
    view_insert(g->v, "Rows", &html);
    return e ? e : app_render(g->v, "pages/grid.cs", out);
}

enum err grid_page(struct request *r, struct response *out)
{
    struct grid g = {.r = r, .a = r->arena, .count = -1};
    enum err e = grid_state_read(r, &g.state);
    if (!e)
        e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &g.catalog);
    if (e)
        return e;
    resolve(&g);
    e = read_page(&g);
    bool late = e == ERR_DB_TIMEOUT;
    if (!e)
        e = read_count(&g);
    if (e && !late)
        return e;
    g.v = app_page(r, "Interactions");
    e = show_options(&g);
    if (e)
        return e;
    show_periods(&g);
    show_form_state(&g);
    show_chips(&g);
    show_refresh(&g);
    if (late) {
        err_clear();
        out->status = 503;
        show_timeout(&g);
    } else if (!g.rows.n) {
        const struct grid_state *s = &g.state;
        show_empty(&g, s->agent || s->did || s->channel || s->queue || s->disposition ||
                           s->agent_id || s->client);
    } else {
        view_set(g.v, "State", "rows");
        show_columns(&g);
        show_count(&g);
        show_pages(&g);
    }
    return render(&g, out);
}
