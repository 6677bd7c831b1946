/* The head: what it was, with whom, how it came out. */
#include "app/paths.h"
#include "detail.h"

enum err detail_head(struct detail *d)
{
    view_set(d->v, "Url.list", grid_url(d->r->arena, &d->state));
    view_number(d->v, "Of.id", d->of.i.id);
    return OK;
}
