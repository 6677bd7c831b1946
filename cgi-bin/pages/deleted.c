/* Deleted interactions: what waits to be restored or purged. Nothing of one is shown but what tells
 * which it was. */
#include "store/deleted.h"
#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "cells.h"
#include "conversation.h"
#include "core/buf.h"
#include "grid_state.h"
#include "view/format.h"

enum { PAGE_SIZE = 50, HOUR_MS = 60 * 60 * 1000, DAY_MS = 24 * HOUR_MS };

enum since { ALL, TODAY, WEEK };
static const char *const periods[] = {"all", "today", "7d", NULL};
static const char *const period_labels[] = {"All", "Deleted today", "Deleted in the last 7 days"};

/* Which part of the list: the same in the address and in the form that comes back to it. */
#define WHICH                                                                                      \
    {.name = "period", .kind = PARAM_CHOICE, .choices = periods},                                  \
    {                                                                                              \
        .name = "number", .kind = PARAM_INT, .max = INT64_MAX, .label = "Number"                   \
    }

const struct param deleted_query[] = {
    WHICH,
    {.name = "after", .kind = PARAM_TOKEN, .max = 40},
    {.name = "before", .kind = PARAM_TOKEN, .max = 40},
    {.name = "restored", .kind = PARAM_INT, .max = PAGE_SIZE},
    {0},
};
/* `one`: the button of a row; `ids`: those that are ticked; `list`: the grid that it was asked
 * from. */
const struct param restore_form[] = {
    WHICH,
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "one", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "ids", .kind = PARAM_LIST, .max = INT64_MAX},
    {.name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {0},
};

struct page {
    struct request *r;
    struct view *v;
    const struct params *p;
    const struct catalog *catalog;
    enum since period;
    int64_t number;
    struct deleted_want want;
    struct deleted *rows;
    size_t n;
    bool more;
};

static const char *url(const struct page *p, const char *side, const struct deleted *at)
{
    struct buf b = {0};
    struct arena *a = p->r->arena;
    buf_puts(&b, PATH_DELETED);
    buf_param(&b, "period", p->period == ALL ? NULL : periods[p->period]);
    buf_param(&b, "number", p->number ? arena_printf(a, "%lld", (long long)p->number) : NULL);
    if (at)
        buf_param(&b, side, arena_printf(a, "%lld.%lld", (long long)at->del.at, (long long)at->id));
    const char *text = arena_dupn(a, b.s, b.len);
    buf_free(&b);
    return text;
}

/* <ms>.<id> */
static enum err read_place(struct page *p)
{
    const char *after = param_text(p->p, "after"), *before = param_text(p->p, "before");
    const char *text = before ? before : after;
    char *end = NULL;
    if (!text)
        return OK;
    p->want.newer = before != NULL;
    p->want.at = strtoll(text, &end, 10);
    if (end == text || *end != '.' || strlen(end) < 2 || p->want.at <= 0 || (before && after) ||
        strspn(end + 1, "0123456789") != strlen(end + 1) || strlen(text) > 32)
        return err_set(ERR_BAD_REQUEST, "the page's place in the list is damaged");
    p->want.at_id = strtoll(end + 1, NULL, 10);
    return OK;
}

static enum err begin(struct request *r, struct page *p)
{
    static const int days_back[] = {0, 0, 6};
    const char *zone = r->session->zone;
    bool post = r->method == METHOD_POST;
    *p = (struct page){.r = r, .p = post ? &r->form : &r->query, .want.size = PAGE_SIZE};
    p->period = (enum since)param_choice(p->p, "period", ALL);
    p->number = p->want.id = param_int(p->p, "number", 0);
    p->want.to = r->now + DAY_MS; /* the clock of another machine may be ahead */
    if (p->period != ALL)
        p->want.from = zone_day_start(
            zone, date_from_days(date_days(zone_civil(zone, r->now).date) - days_back[p->period]));
    enum err e = post ? OK : read_place(p);
    return e ? e : catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &p->catalog);
}

/* --- the list ------------------------------------------------------------------------------- */

/* What is left of its time, as short as it is exact. */
static const char *time_left(const struct page *p, const struct deleted *d)
{
    ms_t left = d->del.purge_at - p->r->now;
    if (d->held)
        return "kept: legal hold";
    if (left <= 0)
        return "being purged";
    if (left < HOUR_MS)
        return "less than an hour";
    ms_t unit = left < 2 * (ms_t)DAY_MS ? HOUR_MS : DAY_MS, n = (left + unit - 1) / unit;
    return arena_printf(p->r->arena, "%lld %s%s", (long long)n, unit == DAY_MS ? "day" : "hour",
                        n == 1 ? "" : "s");
}

static struct interaction as_interaction(const struct deleted *d)
{
    return (struct interaction){
        .id = d->id, .contact_name = d->contact_name, .phone_number = d->phone_number};
}

static void show_row(struct page *p, size_t i)
{
    struct request *r = p->r;
    const struct deleted *d = &p->rows[i];
    const struct viewer *viewer = &r->session->viewer;
    const struct interaction as = as_interaction(d);
    bool late = d->del.purge_at <= r->now && !d->held;
    view_item(p->v, "Rows", i, "id", arena_printf(r->arena, "%lld", (long long)d->id));
    view_item(p->v, "Rows", i, "client",
              cell_client(&as, cell_name(p->catalog, DIM_DID, d->did_id)));
    view_item(p->v, "Rows", i, "channel", grid_choice_label(FIELD_CHANNEL, d->channel));
    view_item(p->v, "Rows", i, "channel_key", d->channel);
    view_item(p->v, "Rows", i, "queue", cell_name(p->catalog, DIM_QUEUE, d->queue_id));
    view_item(p->v, "Rows", i, "created", format_time(r->arena, viewer, d->created_at, r->now));
    view_item(p->v, "Rows", i, "deleted", format_time(r->arena, viewer, d->del.at, r->now));
    view_item(p->v, "Rows", i, "by", d->del.by);
    view_item(p->v, "Rows", i, "reason", d->del.reason ? d->del.reason : FORMAT_UNKNOWN);
    view_item(p->v, "Rows", i, "left", time_left(p, d));
    view_item(p->v, "Rows", i, "until",
              format_time_exact(r->arena, r->session->zone, d->del.purge_at));
    view_item(p->v, "Rows", i, "late", late ? "1" : NULL);
}

static void show_pages(struct page *p)
{
    bool placed = p->want.at != 0;
    bool newer = p->n && (p->want.newer ? p->more : placed);
    bool older = p->n && (p->want.newer || p->more);
    if (placed)
        view_set(p->v, "Pages.first", url(p, NULL, NULL));
    if (newer)
        view_set(p->v, "Pages.newer", url(p, "before", &p->rows[0]));
    if (older)
        view_set(p->v, "Pages.older", url(p, "after", &p->rows[p->n - 1]));
}

static enum err show(struct page *p, struct response *out)
{
    struct request *r = p->r;
    enum err e = deleted_page(r->db, r->arena, r->scope, &p->want, &p->rows, &p->n, &p->more);
    if (e)
        return e;
    view_set(p->v, "Url.deleted", PATH_DELETED);
    view_set(p->v, "Url.restore", PATH_RESTORE);
    view_set(p->v, "Which.period", periods[p->period]);
    if (p->number)
        view_number(p->v, "Which.number", p->number);
    view_set(p->v, "Which.narrowed", p->number || p->period != ALL ? "1" : NULL);
    view_set(p->v, "Which.placed", p->want.at ? "1" : NULL);
    view_set(p->v, "Foreign", deleted_can(r->db) ? NULL : "1");
    for (size_t i = 0; periods[i]; i++) {
        view_item(p->v, "Periods", i, "value", periods[i]);
        view_item(p->v, "Periods", i, "label", period_labels[i]);
        view_item(p->v, "Periods", i, "selected", i == p->period ? "1" : NULL);
    }
    for (size_t i = 0; i < p->n; i++)
        show_row(p, i);
    show_pages(p);
    return app_render(p->v, "pages/deleted.cs", out);
}

static const char *restored_text(struct arena *a, int64_t n)
{
    return n == 1 ? "1 interaction is back as it was."
                  : arena_printf(a, "%lld interactions are back as they were.", (long long)n);
}

enum err deleted_list_page(struct request *r, struct response *out)
{
    struct page p;
    int64_t restored = param_int(&r->query, "restored", 0);
    enum err e = begin(r, &p);
    if (e)
        return e;
    p.v = app_page(r, "Deleted interactions");
    if (restored)
        view_set(p.v, "Form.done", restored_text(r->arena, restored));
    return show(&p, out);
}

/* --- restoring ------------------------------------------------------------------------------ */

static const char *const refusals[] = {
    [RESTORE_AGAIN] = "it has arrived again meanwhile. Delete the new one first",
    [RESTORE_LATE] = "its 30 days are over and it is being purged",
};

/* Another one may be quicker: what is not there any more is no error for the rest. */
static enum err restore_one(struct page *p, int64_t id, int64_t *done, size_t *problems)
{
    struct request *r = p->r;
    enum restored how = RESTORED;
    struct deleted was = {0};
    const char *why = "it is not among the deleted ones (any more)";
    enum err e = interaction_restore(r->db, r->arena, r->scope, id, r->now, &how, &was);
    if (!e && how == RESTORED) {
        const struct interaction as = as_interaction(&was);
        audit_note(r, "interaction.restored", conversation_subject(r, &as),
                   (const struct audit_detail[]){{.key = "deleted_by", .is = was.del.by},
                                                 {.key = "deleted_for", .is = was.del.reason},
                                                 {0}});
        (*done)++;
        return OK;
    }
    if (e && e != ERR_NOT_FOUND)
        return e;
    err_clear();
    why = e ? why : refusals[how];
    view_item(p->v, "Problems", (*problems)++, "text",
              arena_printf(r->arena, "Interaction %lld was not restored: %s.", (long long)id, why));
    return OK;
}

static const char *after(const struct page *p, int64_t done)
{
    struct arena *a = p->r->arena;
    const char *list = param_text(&p->r->form, "list"), *to = url(p, NULL, NULL);
    if (list) {
        struct grid_state state;
        grid_state_stored(p->r, list, &state, NULL);
        to = grid_url(a, &state);
    }
    return arena_printf(a, "%s%crestored=%lld", to, strchr(to, '?') ? '&' : '?', (long long)done);
}

enum err restore_submit(struct request *r, struct response *out)
{
    struct page p;
    const int64_t *ids, one = param_int(&r->form, "one", 0);
    int64_t done = 0;
    size_t problems = 0, n = param_list(&r->form, "ids", &ids);
    enum err e = begin(r, &p);
    if (e)
        return e;
    if (one || !n) {
        ids = &one;
        n = one ? 1 : 0;
    }
    if (n > PAGE_SIZE)
        return err_set(ERR_TOO_LARGE, "at most %d at once", PAGE_SIZE);
    p.v = app_page(r, "Deleted interactions");
    if (!n)
        view_item(p.v, "Problems", problems++, "text", "None was ticked, so none was restored.");
    if (n && !deleted_can(r->db))
        return err_set(ERR_NOT_FOUND, "nothing is deleted here");
    for (size_t i = 0; i < n && !e; i++)
        e = restore_one(&p, ids[i], &done, &problems);
    if (e)
        return e;
    if (!problems) {
        response_redirect(out, after(&p, done));
        return OK;
    }
    if (done)
        view_set(p.v, "Form.done", restored_text(r->arena, done));
    out->status = n ? err_status(ERR_CONFLICT) : 422;
    return show(&p, out);
}
