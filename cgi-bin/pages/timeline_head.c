/* The head of a timeline: whose account it is, and what is owed. */
#include "auth/session.h"
#include "grid_state.h"
#include "history_state.h"
#include "timeline.h"
#include "view/format.h"

/* A day of the database: its midnight in UTC. */
static const char *day(struct arena *a, ms_t at)
{
    return format_date(a, zone_civil("UTC", at).date);
}

/* Their history is to be seen where one of their interactions is. */
static void show_contact(struct timeline *t)
{
    const struct timeline_account *k = &t->account;
    bool seen = false;
    view_set(t->v, "Account.contact", k->contact_name);
    view_set(t->v, "Account.phone", k->contact_phone);
    for (size_t i = 0; i < t->rows.n; i++)
        seen |= k->contact_id && t->rows.rows[i].contact_id == k->contact_id;
    if (!seen)
        return;
    const char *client = arena_printf(t->a, "c%lld", (long long)k->contact_id);
    view_set(t->v, "Account.contact_url", history_client_url(t->a, client, GRID_SIZE_STANDARD));
}

/* An address out of the database is a link only where it leads to a web page. */
static void show_payment(struct timeline *t)
{
    const char *url = t->account.payment_url;
    bool web = url && (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0);
    view_set(t->v, "Account.payment", url);
    view_set(t->v, "Account.payment_url", web ? url : NULL);
}

static void show_owed(struct timeline *t)
{
    const struct timeline_account *k = &t->account;
    const struct viewer *viewer = &t->r->session->viewer;
    struct date today = zone_civil(viewer->zone, t->r->now).date;
    if (k->currency)
        view_set(t->v, "Account.balance",
                 format_money(t->a, viewer, k->balance_micros, k->currency));
    if (k->due_on < 0)
        return;
    bool late = date_compare(zone_civil("UTC", k->due_on).date, today) < 0;
    view_set(t->v, "Account.due", day(t->a, k->due_on));
    view_set(t->v, "Account.overdue", late && k->currency && k->balance_micros > 0 ? "1" : NULL);
}

static void show_lines(struct timeline *t, const struct timeline_line *lines, size_t n)
{
    const struct viewer *viewer = &t->r->session->viewer;
    for (size_t i = 0; i < n; i++) {
        const struct timeline_line *l = &lines[i];
        view_item(t->v, "Lines", i, "text", l->description);
        view_item(t->v, "Lines", i, "amount",
                  format_money(t->a, viewer, l->amount_micros, l->currency));
        if (l->incurred_on >= 0)
            view_item(t->v, "Lines", i, "day", day(t->a, l->incurred_on));
    }
    if (n)
        view_number(t->v, "Lines_count", (int64_t)n);
    view_set(t->v, "Lines_more", n == TIMELINE_LINES ? "1" : NULL);
}

enum err timeline_show_head(struct timeline *t)
{
    struct timeline_line *lines;
    size_t n;
    enum err e = timeline_lines(t->r->db, t->a, t->r->scope, t->account.id, &lines, &n);
    view_set(t->v, "Account.reference", t->account.reference);
    show_contact(t);
    show_owed(t);
    show_payment(t);
    show_lines(t, lines, n);
    return e;
}
