/* Its neighbours in the list that it was opened from. */
#include "detail.h"
#include "grid.h"

static enum err read_page(struct grid *g, struct list_cursor at, bool backwards, size_t size)
{
    struct list_page page = {.sort = g->state.sort,
                             .ascending = g->state.ascending,
                             .backwards = backwards,
                             .cursor = at,
                             .size = size};
    return interactions_page(g->r->db, g->a, g->scope, g->catalog, &g->filter, &page, &g->rows);
}

static void show(struct detail *d, const char *name, const struct interaction *i)
{
    view_set(d->v, name, detail_url(d->r->arena, i->id, d->list));
}

/* The one before it, then the two that follow that one: the first of them is this interaction, or
 * it does not stand in the list. */
static enum err find(struct detail *d, struct grid *g)
{
    struct interaction before;
    struct list_cursor at = interaction_cursor(&d->of.i, g->state.sort);
    enum err e = read_page(g, at, true, 1);
    if (e)
        return e;
    bool first = !g->rows.n;
    at = (struct list_cursor){0};
    if (!first) {
        before = g->rows.rows[0];
        at = interaction_cursor(&before, g->state.sort);
    }
    e = read_page(g, at, false, 2);
    if (e || !g->rows.n || g->rows.rows[0].id != d->of.i.id)
        return e;
    if (!first)
        show(d, "Url.prev", &before);
    if (g->rows.n > 1)
        show(d, "Url.next", &g->rows.rows[1]);
    return OK;
}

/* A list that takes too long has no neighbours: the interaction itself is there. */
enum err detail_steps(struct detail *d)
{
    struct grid g = {
        .r = d->r, .a = d->r->arena, .state = grid_first_page(&d->state), .catalog = d->catalog};
    enum err e = grid_resolve(&g);
    if (!e && !g.blocked_title)
        e = find(d, &g);
    if (e != ERR_DB_TIMEOUT)
        return e;
    err_clear();
    return OK;
}
