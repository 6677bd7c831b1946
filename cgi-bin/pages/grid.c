/* The grid: all interactions that one may see, as one list. */
#include "grid.h"
#include "app/audit.h"
#include "grid_found.h"
#include "grid_rows.h"
#include "store/interactions_columns.h"

/* What columns besides the standard ones show; none of it is read for others. */
static enum err read_columns(struct grid *g)
{
    static const struct {
        enum column column;
        enum err (*read)(struct db *, struct arena *, const struct scope *,
                         struct interaction_rows *);
    } readers[] = {{COLUMN_FUNCTIONS, interactions_functions},
                   {COLUMN_TAGS, interactions_tags},
                   {COLUMN_ACCOUNT, interactions_accounts},
                   {COLUMN_WILLINGNESS, interactions_moods}};
    enum err e = OK;
    if (columns_need_more(&g->columns))
        e = interactions_more(g->r->db, g->a, g->scope, &g->rows);
    for (size_t i = 0; i < sizeof readers / sizeof *readers && !e; i++)
        if (columns_have(&g->columns, readers[i].column))
            e = readers[i].read(g->r->db, g->a, g->scope, &g->rows);
    return e;
}

/* Showing what was said is a look at it; a page that asks for itself again is not a new one. */
static enum err read_hits(struct grid *g)
{
    const struct audit_detail details[] = {{.key = "text", .is = g->state.filters[FIELD_TEXT].text},
                                           {0}};
    g->hits = arena_array(g->a, g->rows.n + 1, sizeof *g->hits);
    if (g->rows.n && !param_int(&g->r->query, "refresh", 0))
        audit_note(g->r, "transcripts.searched", NULL, details);
    return search_hits(g->r->db, g->a, g->scope, &g->filter.text, &g->rows, g->hits);
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
    if (!e)
        e = read_columns(g);
    if (!e && g->filter.text.on)
        e = read_hits(g);
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
                                    g->state.exact ? 0 : LIST_COUNT_BOUND, &g->count);
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
    const struct grid_found found = {.filter = g->filter.text.on ? &g->filter.text : NULL,
                                     .hits = g->hits,
                                     .list = grid_query_text(g->a, &g->state),
                                     .columns = g->columns.n};
    enum err e = grid_rows(g->r, &g->state, g->catalog, &g->columns, &g->rows, &found, &html);
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
    grid_allow_select(&g);
    e = grid_open_view(&g);
    if (!e)
        e = grid_resolve(&g);
    if (!e && !g.blocked_title)
        e = read_page(&g);
    bool late = e == ERR_DB_TIMEOUT;
    if (!e && !g.blocked_title)
        e = read_count(&g);
    if (e && !late)
        return e;
    g.v = app_page(r, "Interactions");
    e = grid_show_form(&g);
    if (!e)
        e = grid_show_deleted(&g);
    if (e)
        return e;
    grid_show_view(&g);
    grid_show_select(&g);
    grid_show_refresh(&g);
    /* A form's address is long and has what is empty; this is the one to keep and to mail. */
    if (r->partial)
        response_header(out, "HX-Push-Url", grid_url(r->arena, &g.state));
    if (late) {
        err_clear();
        out->status = 503;
        grid_show_timeout(&g);
    } else if (!g.rows.n) {
        grid_show_empty(&g, grid_filtered(&g.state));
    } else {
        grid_show_list(&g);
    }
    return render(&g, out);
}
