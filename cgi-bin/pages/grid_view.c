#include "grid_view.h"

#include "app/paths.h"
#include "auth/session.h"
#include "grid.h"

struct view_reader view_reader(struct request *r)
{
    return (struct view_reader){.db = r->db,
                                .arena = r->arena,
                                .scope = r->scope,
                                .user_id = r->session->user_id,
                                .role_id = r->session->role_id};
}

void view_state(const struct request *r, const struct saved_view *view, struct grid_state *out,
                bool *dropped)
{
    grid_state_stored(r, view->query, out, dropped);
    *out = grid_first_page(out);
    out->view = view->id;
}

void view_columns(const struct request *r, const struct grid_state *s, struct columns *out)
{
    columns_read_stored(r->arena, s->cols ? s->cols : r->session->grid_columns, out);
}

const char *view_query(const struct request *r, const struct grid_state *s)
{
    struct grid_state kept = grid_first_page(s);
    struct columns c;
    view_columns(r, s, &c);
    kept.cols = columns_text(r->arena, &c);
    kept.view = 0;
    kept.select = false;
    return grid_query_text(r->arena, &kept);
}

bool view_changed(const struct request *r, const struct saved_view *view,
                  const struct grid_state *s)
{
    struct grid_state stored;
    view_state(r, view, &stored, NULL);
    return strcmp(view_query(r, &stored), view_query(r, s)) != 0;
}

enum err grid_restore(struct request *r, const char **url)
{
    struct saved_view view;
    struct grid_state s;
    *url = NULL;
    if (*r->query_text || !r->session->view_id)
        return OK;
    struct view_reader who = view_reader(r);
    enum err e = views_find(&who, r->session->view_id, &view);
    if (e == ERR_NOT_FOUND) {
        err_clear();
        return OK;
    }
    if (e)
        return e;
    view_state(r, &view, &s, NULL);
    *url = grid_url(r->arena, &s);
    return OK;
}

enum err grid_open_view(struct grid *g)
{
    struct grid_state *s = &g->state;
    struct view_reader who = view_reader(g->r);
    struct saved_view *view = arena_alloc(g->a, sizeof *view);
    enum err e = s->view > 0 ? views_find(&who, s->view, view) : ERR_NOT_FOUND;
    if (e && e != ERR_NOT_FOUND)
        return e;
    err_clear();
    if (!e)
        g->view = view;
    else
        s->view = g->r->session->view_id ? GRID_NO_VIEW : 0;
    view_columns(g->r, s, &g->columns);
    return OK;
}

void grid_show_view(struct grid *g)
{
    bool dropped = false;
    struct grid_state first = grid_first_page(&g->state), stored;
    const char *query = grid_query_text(g->a, &first);
    const char *mark = *query ? "?" : "";
    view_set(g->v, "View.views_url", arena_printf(g->a, "%s%s%s", PATH_VIEWS, mark, query));
    view_set(g->v, "View.columns_url", arena_printf(g->a, "%s%s%s", PATH_COLUMNS, mark, query));
    view_set(g->v, "View.name", g->view ? g->view->name : "All interactions");
    if (!g->view)
        return;
    view_state(g->r, g->view, &stored, &dropped);
    bool changed = view_changed(g->r, g->view, &first);
    view_set(g->v, "View.changed", changed ? "1" : NULL);
    view_set(g->v, "View.dropped", dropped ? "1" : NULL);
    view_set(g->v, "View.own", g->view->own ? "1" : NULL);
}
