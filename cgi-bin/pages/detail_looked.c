/* Who looked, played, changed, exported: what the audit log says of this interaction. */
#include "app/paths.h"
#include "auth/session.h"
#include "core/buf.h"
#include "detail.h"
#include "store/looked.h"
#include "view/details.h"
#include "view/format.h"

/* The log itself is for who sees the whole tenant. */
static const char *log_url(struct detail *d)
{
    if (!scope_is_all(d->r->scope))
        return NULL;
    return arena_printf(d->r->arena, PATH_ADMIN "/audit?subject=interaction%%20%lld&period=all",
                        (long long)d->of.i.id);
}

static void show_row(struct detail *d, size_t i, const struct audit_row *row)
{
    struct request *r = d->r;
    view_item(d->v, "Looked.rows", i, "time",
              format_time(r->arena, &r->session->viewer, row->at, r->now));
    view_item(d->v, "Looked.rows", i, "exact",
              format_time_exact(r->arena, r->session->zone, row->at));
    view_item(d->v, "Looked.rows", i, "who", row->actor);
    view_item(d->v, "Looked.rows", i, "what", audit_label(row->action));
    details_show(d->v, r->arena, arena_printf(r->arena, "Looked.rows.%zu.lines", i), row->details);
}

enum err detail_looked(struct detail *d)
{
    struct request *r = d->r;
    struct audit_row *rows;
    size_t n;
    bool more;
    enum err e = looked_read(r->db, r->arena, r->scope, d->of.i.id, &rows, &n, &more);
    if (e)
        return e;
    view_set(d->v, "Looked.on", "1");
    view_set(d->v, "Looked.more", more ? "1" : NULL);
    view_set(d->v, "Looked.url", log_url(d));
    for (size_t i = 0; i < n; i++)
        show_row(d, i, &rows[i]);
    return OK;
}
