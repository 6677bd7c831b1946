/* The audit log: who did or looked at what, when, from where. */
#include "audit_view.h"
#include "view/details.h"
#include "view/format.h"

static void show_row(struct audit_view *p, size_t i)
{
    struct request *r = p->r;
    const struct audit_row *row = &p->rows.rows[i];
    view_item(p->v, "Rows", i, "seq", arena_printf(r->arena, "%lld", (long long)row->seq));
    view_item(p->v, "Rows", i, "time", format_time(r->arena, &r->session->viewer, row->at, r->now));
    view_item(p->v, "Rows", i, "exact", format_time_exact(r->arena, r->session->zone, row->at));
    view_item(p->v, "Rows", i, "who", row->actor);
    view_item(p->v, "Rows", i, "what", audit_label(row->action));
    view_item(p->v, "Rows", i, "subject", row->subject);
    view_item(p->v, "Rows", i, "address", row->address);
    view_item(p->v, "Rows", i, "request", row->request_id);
    details_show(p->v, r->arena, arena_printf(r->arena, "Rows.%zu.lines", i), row->details);
}

static const char *place_url(struct audit_view *p, const char *side, ms_t at, int64_t seq)
{
    return audit_view_url(p, side,
                          arena_printf(p->r->arena, "%lld.%lld", (long long)at, (long long)seq));
}

static void show_pages(struct audit_view *p)
{
    const struct audit_rows *rows = &p->rows;
    bool older = p->newer ? true : rows->more;
    if (!p->first) {
        view_set(p->v, "Pages.first", audit_view_url(p, "after", NULL));
        if (rows->n && (!p->newer || rows->more))
            view_set(p->v, "Pages.newer",
                     place_url(p, "before", rows->rows[0].at, rows->rows[0].seq));
    }
    if (rows->n && older)
        view_set(p->v, "Pages.older",
                 place_url(p, "after", rows->rows[rows->n - 1].at, rows->rows[rows->n - 1].seq));
}

/* A search looks through a bounded number of rows, and says so. */
static void show_bound(struct audit_view *p)
{
    struct request *r = p->r;
    const struct audit_place *seen = &p->rows.seen;
    if (!seen->at)
        return;
    view_set(p->v, "Bound.text",
             arena_printf(r->arena, "%s entries were looked through, %s %s.",
                          format_count(r->arena, &r->session->viewer, AUDIT_SCAN),
                          p->newer ? "up to" : "back to",
                          format_time(r->arena, &r->session->viewer, seen->at, r->now)));
    view_set(p->v, "Bound.url", place_url(p, p->newer ? "before" : "after", seen->at, seen->seq));
}

enum err audit_page(struct request *r, struct response *out)
{
    struct audit_view p = {.r = r};
    struct audit_place place;
    enum err e = audit_view_read(&p, &place);
    if (!e)
        e = audit_list(r->db, r->arena, p.scope, &p.filter, place, p.newer, AUDIT_PAGE, &p.rows);
    /* Nothing further: that is the first page, and it is shown full. */
    if (!e && p.newer && !p.rows.more && !p.rows.seen.at) {
        place = (struct audit_place){0};
        p.newer = false;
        e = audit_list(r->db, r->arena, p.scope, &p.filter, place, false, AUDIT_PAGE, &p.rows);
    }
    if (e)
        return e;
    p.first = !place.at;
    p.v = area_page(&p.area, "Audit log");
    audit_view_form(&p);
    for (size_t i = 0; i < p.rows.n; i++)
        show_row(&p, i);
    show_pages(&p);
    show_bound(&p);
    return app_render(p.v, "admin/audit.cs", out);
}
