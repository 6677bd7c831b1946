/* The grid: all interactions that one may see, as one list. */
#include "grid.h"
#include "grid_rows.h"

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
    if (!e && columns_need_more(&g->columns))
        e = interactions_more(g->r->db, g->a, g->scope, &g->rows);
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

static enum err render(struct grid *g, struct response *out)
{
    static struct buf html; /* scratch: emptied before every use */
    buf_clear(&html);
    enum err e = grid_rows(g->r, &g->state, g->catalog, &g->columns, &g->rows, &html);
    view_insert(g->v, "Rows", &html);
    return e ? e : app_render(g->v, "pages/grid.cs", out);
}

enum err grid_page(struct request *r, struct response *out)
{
    struct grid g = {.r = r, .a = r->arena, .count = -1};
    const char *restored;
    enum err e = grid_restore(r, &restored);
    if (!e && restored) {
        response_redirect(out, restored);
        return OK;
    }
    if (!e)
        e = grid_state_read(r, &g.state);
    if (!e)
        e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &g.catalog);
    if (e)
        return e;
    e = grid_open_view(&g);
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
    e = grid_show_form(&g);
    if (e)
        return e;
    grid_show_view(&g);
    grid_show_refresh(&g);
    if (late) {
        err_clear();
        out->status = 503;
        grid_show_timeout(&g);
    } else if (!g.rows.n) {
        const struct grid_state *s = &g.state;
        grid_show_empty(&g, s->agent || s->did || s->channel || s->queue || s->disposition ||
                                s->agent_id || s->client);
    } else {
        grid_show_list(&g);
    }
    return render(&g, out);
}
