/* What the grid says of deleted interactions to those who may delete. */
#include "app/paths.h"
#include "auth/session.h"
#include "cells.h"
#include "grid.h"
#include "store/deleted.h"

/* One that is not there any more, or not to be seen, is not spoken of. */
static enum err show_gone(struct grid *g, int64_t id)
{
    struct deleted d;
    struct grid_state first = grid_first_page(&g->state);
    enum err e = deleted_find(g->r->db, g->a, g->r->scope, id, &d);
    if (e == ERR_NOT_FOUND) {
        err_clear();
        return OK;
    }
    if (e)
        return e;
    const struct interaction as = {.contact_name = d.contact_name, .phone_number = d.phone_number};
    view_number(g->v, "Gone.id", id);
    view_set(g->v, "Gone.client", cell_client(&as, cell_name(g->catalog, DIM_DID, d.did_id)));
    view_set(g->v, "Gone.list", grid_query_text(g->a, &first));
    return OK;
}

enum err grid_show_deleted(struct grid *g)
{
    struct request *r = g->r;
    int64_t gone = param_int(&r->query, "deleted", 0);
    if (!permission_in(r->session->permissions, "delete") || !deleted_can(r->db))
        return OK;
    view_set(g->v, "Url.deleted", PATH_DELETED);
    view_set(g->v, "Url.restore", PATH_RESTORE);
    if (param_int(&r->query, "restored", 0))
        view_set(g->v, "Gone.restored", "1");
    return gone ? show_gone(g, gone) : OK;
}
