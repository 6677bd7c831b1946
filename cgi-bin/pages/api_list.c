/* GET /api/v1/interactions: the grid as JSON, with its filters, its sorting and its cursor. */
#include "api.h"
#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "grid.h"
#include "store/interactions_columns.h"

/* All that a row can show. */
static enum err read_columns(struct grid *g)
{
    enum err (*const readers[])(struct db *, struct arena *, const struct scope *,
                                struct interaction_rows *) = {
        interactions_more, interactions_functions, interactions_tags, interactions_accounts,
        interactions_moods};
    enum err e = OK;
    for (size_t i = 0; i < sizeof readers / sizeof *readers && !e; i++)
        e = readers[i](g->r->db, g->a, g->scope, &g->rows);
    return e;
}

static enum err read_page(struct grid *g, size_t size)
{
    struct list_page page = {.sort = g->state.sort, .ascending = g->state.ascending, .size = size};
    if (g->state.after)
        grid_cursor_read(g->state.after, &page.cursor);
    enum err e =
        interactions_page(g->r->db, g->a, g->scope, g->catalog, &g->filter, &page, &g->rows);
    g->r->plan = g->rows.plan;
    return e ? e : read_columns(g);
}

/* The same list behind its last row: the query as it came, but for the place in it. */
static const char *next_url(struct grid *g)
{
    struct buf b = {0};
    const char *query = g->r->query_text;
    buf_puts(&b, PATH_API_INTERACTIONS);
    while (*query) {
        size_t n = strcspn(query, "&");
        if (n && strncmp(query, "after=", 6) != 0)
            buf_printf(&b, "%c%.*s", strchr(b.s, '?') ? '&' : '?', (int)n, query);
        query += n + (query[n] == '&');
    }
    buf_param(
        &b, "after",
        grid_cursor_text(g->a, interaction_cursor(&g->rows.rows[g->rows.n - 1], g->state.sort)));
    const char *url = arena_dupn(g->a, b.s, b.len);
    buf_free(&b);
    return url;
}

/* The first few, and how many there are. */
static void put_names(struct buf *b, const char *name, const struct interaction_names *names)
{
    json_put_open(b, name, '{');
    json_put_int(b, "count", (int64_t)names->n);
    json_put_open(b, "first", '[');
    for (size_t i = 0; i < names->n && i < NAMES_SHOWN; i++)
        json_put_text(b, NULL, names->first[i]);
    json_put_close(b, ']');
    json_put_close(b, '}');
}

static void put_row(struct buf *b, const struct api_names *names, const struct interaction *i)
{
    json_put_open(b, NULL, '{');
    api_put_interaction(b, names, i);
    json_put_text(b, "mood", i->mood);
    json_put_known(b, "willingness", i->willingness, i->willingness > 0);
    put_names(b, "functions", &i->functions);
    put_names(b, "tags", &i->tags);
    json_put_close(b, '}');
}

static void put_list(struct grid *g, struct buf *b)
{
    const struct api_names names = {g->r, g->catalog};
    json_put_open(b, NULL, '{');
    json_put_open(b, "interactions", '[');
    for (size_t i = 0; i < g->rows.n; i++)
        put_row(b, &names, &g->rows.rows[i]);
    json_put_close(b, ']');
    json_put_text(b, "next", g->rows.n && g->rows.more ? next_url(g) : NULL);
    json_put_close(b, '}');
}

/* What was looked for in texts is recorded, as it is of people. */
static void note_search(struct grid *g)
{
    const struct audit_detail details[] = {{.key = "text", .is = g->state.filters[FIELD_TEXT].text},
                                           {0}};
    if (g->filter.text.on && g->rows.n)
        audit_note(g->r, "transcripts.searched", NULL, details);
}

enum err api_list(struct request *r, struct response *out)
{
    struct grid g = {.r = r, .a = r->arena};
    int64_t size = param_int(&r->query, "size", API_ROWS);
    enum err e =
        size ? grid_state_list(r, PERIOD_ALL, &g.state)
             : err_set(ERR_BAD_REQUEST, "'size' must be a number from 1 to %d", API_ROWS_MAX);
    if (!e)
        e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &g.catalog);
    if (!e)
        e = grid_resolve(&g);
    if (!e && g.blocked_title)
        e = err_set(ERR_BAD_REQUEST, "%s. %s", g.blocked_title, g.blocked_text);
    if (!e)
        e = read_page(&g, (size_t)size);
    if (e)
        return e;
    note_search(&g);
    api_begin(out);
    put_list(&g, &out->body);
    return OK;
}
