/* What stands above the list: the filter form, the periods, the filters in force. */
#include "grid.h"
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
    hidden(g, &i, "cols", s->cols);
    if (s->view > 0)
        hidden(g, &i, "view", arena_printf(g->a, "%lld", (long long)s->view));
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
    struct grid_state clear = grid_cleared(&g->state);
    view_set(g->v, "Filter.any", n ? "1" : NULL);
    view_set(g->v, "Filter.clear_url", n ? grid_url(g->a, &clear) : NULL);
}

enum err grid_show_form(struct grid *g)
{
    enum err e = show_options(g);
    show_periods(g);
    show_form_state(g);
    show_chips(g);
    return e;
}
