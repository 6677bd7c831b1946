/* Legal hold, and what can be done to the interaction as a whole: the menu of its page. */
#include "act.h"
#include "app/paths.h"
#include "auth/session.h"
#include "detail.h"
#include "store/deleted.h"
#include "view/format.h"

static void offer(struct detail *d, size_t *n, const char *permission, const char *path,
                  const char *label)
{
    if (!detail_may(d, permission))
        return;
    view_item(d->v, "Acts", *n, "label", label);
    view_item(d->v, "Acts", (*n)++, "url", act_url(d->r->arena, path, d->of.i.id, &d->state));
}

enum err detail_hold(struct detail *d)
{
    struct request *r = d->r;
    struct hold hold;
    size_t n = 0;
    if (!deleted_can(r->db)) /* the PBX deletes what it wants: a hold would promise too much */
        return OK;
    enum err e = hold_find(r->db, r->arena, r->scope, d->of.i.id, false, &hold);
    if (e)
        return e;
    view_set(d->v, "Hold.by", hold.by);
    view_set(d->v, "Hold.reason", hold.reason);
    if (hold.by) {
        view_set(d->v, "Hold.since", format_time(r->arena, &r->session->viewer, hold.at, r->now));
        view_set(d->v, "Hold.title", format_time_exact(r->arena, r->session->zone, hold.at));
    }
    offer(d, &n, "legal_hold", hold.by ? PATH_RELEASE : PATH_HOLD,
          hold.by ? "Release from legal hold" : "Put under legal hold");
    offer(d, &n, "delete", PATH_INTERACTION_DELETE, "Delete");
    return OK;
}
