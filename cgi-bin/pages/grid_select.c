/* Choosing rows of the list, to flag or tag them together. */
#include "app/paths.h"
#include "auth/session.h"
#include "edit.h"

static bool may(const struct grid *g)
{
    return permission_in(g->r->session->permissions, "annotate") && marks_can(g->r->db);
}

void grid_allow_select(struct grid *g)
{
    g->state.select &= may(g);
}

/* What is chosen belongs to what the list is of, not to how it is sorted and paged. */
void grid_show_select(struct grid *g)
{
    struct grid_state other = g->state, first = grid_first_page(&g->state);
    struct grid_state only = grid_filters_only(&g->state);
    if (!may(g))
        return;
    other.select = !g->state.select;
    view_set(g->v, "Select.url", grid_url(g->a, &other));
    if (!g->state.select)
        return;
    view_set(g->v, "Select.on", "1");
    view_set(g->v, "Select.key", grid_query_text(g->a, &only));
    view_set(g->v, "Select.state", grid_query_text(g->a, &first));
    view_number(g->v, "Select.most", EDIT_PICKED_MAX);
    view_set(g->v, "Url.edit", PATH_MARK_MANY);
}
