/* The history of one client or agent: all interactions over all channels and all time. */
#include "history.h"

#include "app/audit.h"
#include "auth/session.h"
#include "cells.h"
#include "timeline.h"

static enum err read_page(struct history *h)
{
    const struct history_state *s = &h->state;
    struct list_page page = {
        .sort = s->sort,
        .ascending = s->ascending,
        .backwards = s->before || s->end,
        .size = (size_t)grid_sizes[s->size],
    };
    if (s->after || s->before)
        grid_cursor_read(s->after ? s->after : s->before, &page.cursor);
    enum err e =
        interactions_page(h->r->db, h->a, h->r->scope, h->catalog, &h->filter, &page, &h->rows);
    h->r->plan = h->rows.plan;
    /* Nothing further back: that is the first page, and it is shown full. */
    if (!e && s->before && !h->rows.more) {
        h->state = history_first_page(s);
        return read_page(h);
    }
    h->at_start = !s->after && !s->before && !(s->end && h->rows.more);
    return e;
}

/* A count that runs out of time is no reason not to show the rows. */
static enum err read_count(struct history *h)
{
    h->count = (int64_t)h->rows.n;
    if (h->at_start && !h->rows.more)
        return OK;
    enum err e = interactions_count(h->r->db, h->a, h->r->scope, h->catalog, &h->filter, h->r->now,
                                    HISTORY_LIST_BOUND, &h->count);
    if (e != ERR_DB_TIMEOUT)
        return e;
    err_clear();
    h->count = -1;
    return OK;
}

static enum err read_extras(struct history *h)
{
    bool messages = permission_in(h->r->session->permissions, "transcripts");
    h->extras = arena_array(h->a, h->rows.n + 1, sizeof *h->extras);
    return history_extras(h->r->db, h->a, h->r->scope, &h->rows, messages, h->extras);
}

/* One interaction that the person sees, whatever the filters. */
static enum err see_one(struct history *h)
{
    struct list_filter whole = {.from = LIST_ALL_FROM, .to = LIST_ALL_TO};
    struct list_page newest = {.sort = SORT_CREATED, .size = 1};
    struct interaction_rows rows;
    history_filter(h->a, h->state.who, &whole);
    enum err e = interactions_page(h->r->db, h->a, h->r->scope, h->catalog, &whole, &newest, &rows);
    return e || rows.n ? e : err_set(ERR_NOT_FOUND, "no history to be seen");
}

enum err history_know(struct history *h)
{
    struct history_who who = h->state.who;
    enum err e = h->rows.n ? OK : see_one(h);
    if (e)
        return e;
    if (who.of == HISTORY_CONTACT)
        e = history_contact(h->r->db, h->a, h->r->scope, who.id, &h->contact);
    h->name = who.of == HISTORY_AGENT     ? cell_name(h->catalog, DIM_AGENT, who.id)
              : who.of == HISTORY_CONTACT ? h->contact.name
                                          : history_who_text(h->a, who) + 1;
    return e;
}

static void record(struct history *h)
{
    const struct history_state *s = &h->state;
    struct audit_detail details[5] = {{0}};
    size_t n = 0;
    if (s->channel)
        details[n++] = (struct audit_detail){.key = "channel", .is = s->channel};
    if (s->period != PERIOD_ALL && s->period != PERIOD_CUSTOM)
        details[n++] = (struct audit_detail){.key = "period", .is = grid_period_keys[s->period]};
    if (s->from)
        details[n++] = (struct audit_detail){.key = "from", .is = s->from};
    if (s->to)
        details[n++] = (struct audit_detail){.key = "to", .is = s->to};
    const char *who = history_who_text(h->a, s->who);
    bool named = s->who.of != HISTORY_PHONE;
    audit_note(h->r, s->kind->action,
               named ? arena_printf(h->a, "%s (%s)", h->name ? h->name : "unnamed", who) : h->name,
               details);
}

static enum err read_all(struct history *h, bool *late)
{
    enum err e = read_page(h);
    *late = e == ERR_DB_TIMEOUT;
    if (*late) {
        err_clear();
        h->rows.n = 0;
        return history_know(h);
    }
    if (!e)
        e = history_know(h);
    if (!e)
        e = read_count(h);
    return e ? e : read_extras(h);
}

/* The accounts of a client, each with the way to its timeline. */
static enum err show_accounts(struct history *h)
{
    struct contact_account *accounts;
    size_t n;
    if (h->state.who.of != HISTORY_CONTACT)
        return OK;
    enum err e = timeline_of_contact(h->r->db, h->a, h->r->scope, h->state.who.id, &accounts, &n);
    for (size_t i = 0; i < n; i++) {
        view_item(h->v, "Accounts", i, "reference", accounts[i].reference);
        view_item(h->v, "Accounts", i, "url", timeline_url(h->a, accounts[i].id));
    }
    return e;
}

static enum err render(struct history *h, struct response *out)
{
    static struct buf html; /* scratch: emptied before every use */
    buf_clear(&html);
    enum err e = history_rows(h, &html);
    view_insert(h->v, "Rows", &html);
    return e ? e : app_render(h->v, "pages/history.cs", out);
}

static enum err begin(struct history *h, struct request *r)
{
    *h = (struct history){.r = r, .a = r->arena, .count = -1};
    enum err e = history_state_read(r, &h->state);
    if (!e)
        e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &h->catalog);
    if (e)
        return e;
    struct grid_state period = {
        .period = h->state.period, .from = h->state.from, .to = h->state.to};
    history_filter(h->a, h->state.who, &h->filter);
    if (h->state.channel)
        h->filter.by[BY_CHANNEL] =
            id_filter_one(h->a, list_position(list_channels, h->state.channel));
    grid_period(&period, r->session->zone, r->now, &h->filter.from, &h->filter.to);
    return OK;
}

enum err history_page(struct request *r, struct response *out)
{
    struct history h;
    bool late;
    enum err e = begin(&h, r);
    if (!e)
        e = read_all(&h, &late);
    if (e)
        return e;
    record(&h);
    h.v =
        app_page(r, arena_printf(h.a, "%s: %s", h.state.kind->title, h.name ? h.name : "unnamed"));
    history_show_head(&h);
    if (late) {
        out->status = 503;
        history_show_timeout(&h);
    } else if (!h.rows.n) {
        history_show_empty(&h);
    } else {
        history_show_list(&h);
    }
    e = show_accounts(&h);
    if (!e && h.state.figures)
        e = history_show_figures(&h);
    return e ? e : render(&h, out);
}

enum err history_figures_page(struct request *r, struct response *out)
{
    struct history h;
    enum err e = begin(&h, r);
    if (!e)
        e = history_know(&h);
    if (e)
        return e;
    h.v = app_page(r, "Figures");
    e = history_show_figures(&h);
    return e ? e : app_render(h.v, "pages/figures.cs", out);
}
