/* What belongs to the interaction: the call during which it was sent, and what was sent during it.
 */
#include "detail.h"

#include "linked.h"
#include "store/timeline.h"
#include "timeline.h"

static void show(struct detail *d, const char *list, const struct interaction_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        linked_show(d->r, d->v, d->catalog, list, i, &rows->rows[i], NULL);
}

enum err detail_linked(struct detail *d)
{
    struct request *r = d->r;
    struct interaction_rows parent = {0}, children;
    const int64_t parent_id = d->of.parent_id == d->of.i.id ? 0 : d->of.parent_id;
    enum err e = timeline_visible(r->db, r->arena, r->scope, &parent_id, parent_id != 0, &parent);
    if (!e)
        e = timeline_children(r->db, r->arena, r->scope, &d->of.i.id, 1, &children);
    if (e)
        return e;
    show(d, "Linked.parent", &parent);
    show(d, "Linked.children", &children);
    view_set(d->v, "Linked.any", parent.n || children.n ? "1" : NULL);
    view_set(d->v, "Linked.more", children.more ? "1" : NULL);
    if (d->of.account_id && d->of.account_reference)
        view_set(d->v, "Url.account", timeline_url(r->arena, d->of.account_id));
    return OK;
}
