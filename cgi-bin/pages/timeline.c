/* The timeline of an account: all its interactions, over all channels, and the steps of its
 * strategy in between. */
#include "timeline.h"

#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "cells.h"
#include "grid_state.h"
#include "linked.h"
#include "store/interactions_columns.h"
#include "view/format.h"

enum { PAGE_SIZE = 50, COUNT_BOUND = 1000, ID_MAX = 4294967295 };

const struct param timeline_query[] = {
    {.name = "account", .kind = PARAM_INT, .max = ID_MAX},
    {.name = "channel", .kind = PARAM_CHOICE, .choices = list_channels},
    {.name = "after", .kind = PARAM_TOKEN, .max = 60},
    {0},
};

const char *timeline_url(struct arena *a, int64_t account)
{
    return arena_printf(a, "%s?account=%lld", PATH_TIMELINE, (long long)account);
}

static const char *page_url(struct timeline *t, const char *channel, const char *after)
{
    return arena_printf(t->a, "%s%s%s%s%s", timeline_url(t->a, t->account.id),
                        channel ? "&channel=" : "", channel ? channel : "", after ? "&after=" : "",
                        after ? after : "");
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum err read_page(struct timeline *t, size_t size, const struct list_cursor *after,
                          struct interaction_rows *out)
{
    struct list_page page = {.sort = SORT_CREATED, .size = size};
    if (after)
        page.cursor = *after;
    enum err e = interactions_page(t->r->db, t->a, t->r->scope, t->catalog, &t->filter, &page, out);
    t->r->plan = out->plan;
    return e;
}

/* Who does not see all queues sees an account by one of its interactions, whatever the filter and
 * the page. */
static enum err see_one(struct timeline *t)
{
    struct timeline whole = *t;
    struct interaction_rows rows;
    bool narrowed = t->channel || t->after.set;
    if (t->rows.n || scope_is_all(t->r->scope))
        return OK;
    whole.filter.by[BY_CHANNEL] = (struct id_filter){0};
    enum err e = narrowed ? read_page(&whole, 1, NULL, &rows) : OK;
    return e || (narrowed && rows.n) ? e : err_set(ERR_NOT_FOUND, "no such account");
}

/* The ids of what may have children, or of what has a parent that is not above it. */
static size_t pick(const struct timeline *t, bool parents, int64_t *ids)
{
    size_t n = 0;
    for (size_t i = 0; i < t->rows.n; i++) {
        const struct interaction *x = &t->rows.rows[i];
        if (parents && x->parent_id && x->parent_id != x->id)
            ids[n++] = x->parent_id;
        else if (!parents && !x->parent_id && !t->channel)
            ids[n++] = x->id;
    }
    return n;
}

static enum err read_linked(struct timeline *t)
{
    struct db *db = t->r->db;
    const struct scope *scope = t->r->scope;
    int64_t *ids = arena_array(t->a, t->rows.n + 1, sizeof *ids);
    enum err e = interactions_more(db, t->a, scope, &t->rows);
    if (!e)
        e = timeline_children(db, t->a, scope, ids, pick(t, false, ids), &t->children);
    if (!e)
        e = timeline_visible(db, t->a, scope, ids, pick(t, true, ids), &t->parents);
    if (!e)
        e = interactions_moods(db, t->a, scope, &t->rows);
    return e ? e : interactions_moods(db, t->a, scope, &t->children);
}

/* Those of the time that the page is of. */
static enum err read_steps(struct timeline *t)
{
    bool last = !t->rows.more;
    ms_t from = last ? LIST_ALL_FROM : t->rows.rows[t->rows.n - 1].created_at;
    ms_t to = t->after.set ? t->after.key : LIST_ALL_TO;
    if (t->channel)
        return OK;
    return timeline_steps(t->r->db, t->a, t->r->scope, t->account.id, from, to, &t->steps,
                          &t->n_steps);
}

/* A count that runs out of time is no reason not to show the rows. */
static enum err read_count(struct timeline *t)
{
    struct list_filter all = t->filter;
    all.roots = false;
    enum err e = interactions_count(t->r->db, t->a, t->r->scope, t->catalog, &all, t->r->now,
                                    COUNT_BOUND, &t->count);
    if (e != ERR_DB_TIMEOUT)
        return e;
    err_clear();
    t->count = -1;
    return OK;
}

static enum err begin(struct timeline *t, struct request *r)
{
    const char *after = param_text(&r->query, "after");
    *t = (struct timeline){.r = r, .a = r->arena, .channel = param_text(&r->query, "channel")};
    if (after && !grid_cursor_read(after, &t->after))
        return err_set(ERR_BAD_REQUEST, "the page's place in the list is damaged");
    enum err e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &t->catalog);
    if (!e)
        e = timeline_account(r->db, t->a, r->scope, param_int(&r->query, "account", 0),
                             &t->account);
    if (e)
        return e;
    t->filter = (struct list_filter){.to = LIST_ALL_TO, .roots = !t->channel};
    t->filter.by[BY_ACCOUNT] = id_filter_one(t->a, t->account.id);
    if (t->channel)
        t->filter.by[BY_CHANNEL] = id_filter_one(t->a, list_position(list_channels, t->channel));
    return OK;
}

static enum err read_all(struct timeline *t)
{
    enum err e = read_page(t, PAGE_SIZE, &t->after, &t->rows);
    if (!e)
        e = see_one(t);
    if (!e)
        e = read_linked(t);
    if (!e)
        e = read_steps(t);
    return e ? e : read_count(t);
}

/* --- showing ---------------------------------------------------------------------------------- */

static void show_step(struct timeline *t, size_t at, const struct timeline_step *s)
{
    const struct viewer *viewer = &t->r->session->viewer;
    view_item(t->v, "Items", at, "step", cell_words(t->a, s->kind));
    view_item(t->v, "Items", at, "status", s->status ? cell_words(t->a, s->status) : NULL);
    view_item(t->v, "Items", at, "status_key", s->status);
    view_item(t->v, "Items", at, "ahead", !s->done && s->at > t->r->now ? "1" : NULL);
    if (s->interaction_id)
        view_item(t->v, "Items", at, "url", linked_url(t->a, s->interaction_id));
    if (s->at < 0)
        return;
    view_item(t->v, "Items", at, "when", format_time(t->a, viewer, s->at, t->r->now));
    view_item(t->v, "Items", at, "when_title", format_time_exact(t->a, viewer->zone, s->at));
}

static bool is_visible(const struct timeline *t, int64_t id)
{
    for (size_t i = 0; i < t->parents.n; i++)
        if (t->parents.rows[i].id == id)
            return true;
    return false;
}

static void show_row(struct timeline *t, size_t at, const struct interaction *x,
                     const char *summary, const char *const *of_children)
{
    const char *list = arena_printf(t->a, "Items.%zu.children", at);
    size_t n = 0;
    linked_show(t->r, t->v, t->catalog, "Items", at, x, summary);
    if (x->parent_id && is_visible(t, x->parent_id))
        view_item(t->v, "Items", at, "parent_url", linked_url(t->a, x->parent_id));
    for (size_t i = 0; i < t->children.n; i++)
        if (t->children.rows[i].parent_id == x->id)
            linked_show(t->r, t->v, t->catalog, list, n++, &t->children.rows[i], of_children[i]);
}

/* Steps and interactions as one, the newest first. */
static enum err show_items(struct timeline *t)
{
    const char **own = arena_array(t->a, t->rows.n + 1, sizeof *own);
    const char **of_children = arena_array(t->a, t->children.n + 1, sizeof *of_children);
    bool may = permission_in(t->r->session->permissions, "transcripts");
    enum err e = OK;
    size_t step = 0, at = 0;
    if (may)
        e = timeline_summaries(t->r->db, t->a, t->r->scope, &t->rows, own);
    if (may && !e)
        e = timeline_summaries(t->r->db, t->a, t->r->scope, &t->children, of_children);
    for (size_t i = 0; i <= t->rows.n && !e; i++) {
        const struct interaction *x = i < t->rows.n ? &t->rows.rows[i] : NULL;
        for (; step < t->n_steps &&
               (!x || t->steps[step].at < 0 || t->steps[step].at >= x->created_at);
             step++)
            show_step(t, at++, &t->steps[step]);
        if (x)
            show_row(t, at++, x, own[i], of_children);
    }
    return e;
}

static void show_channels(struct timeline *t)
{
    view_item(t->v, "Channels", 0, "label", "All channels");
    view_item(t->v, "Channels", 0, "url", page_url(t, NULL, NULL));
    view_item(t->v, "Channels", 0, "current", t->channel ? NULL : "1");
    for (size_t i = 0; list_channels[i]; i++) {
        const char *key = list_channels[i];
        bool current = t->channel && strcmp(t->channel, key) == 0;
        view_item(t->v, "Channels", i + 1, "label", grid_choice_label(FIELD_CHANNEL, key));
        view_item(t->v, "Channels", i + 1, "url", page_url(t, key, NULL));
        view_item(t->v, "Channels", i + 1, "current", current ? "1" : NULL);
    }
}

static void show_pages(struct timeline *t)
{
    if (t->after.set)
        view_set(t->v, "Pages.newest", page_url(t, t->channel, NULL));
    if (!t->rows.more)
        return;
    struct list_cursor end = interaction_cursor(&t->rows.rows[t->rows.n - 1], SORT_CREATED);
    view_set(t->v, "Pages.older", page_url(t, t->channel, grid_cursor_text(t->a, end)));
}

static void show_count(struct timeline *t)
{
    const struct viewer *viewer = &t->r->session->viewer;
    int64_t shown = t->count > COUNT_BOUND ? COUNT_BOUND : t->count;
    view_set(t->v, "Count",
             t->count < 0 ? "many"
                          : arena_printf(t->a, "%s%s", format_count(t->a, viewer, shown),
                                         t->count > COUNT_BOUND ? "+" : ""));
    view_set(t->v, "One", t->count == 1 ? "1" : NULL);
}

enum err timeline_page(struct request *r, struct response *out)
{
    struct timeline t;
    enum err e = begin(&t, r);
    if (!e)
        e = read_all(&t);
    if (e)
        return e;
    audit_note(r, "account.viewed",
               arena_printf(t.a, "%s (%lld)", t.account.reference, (long long)t.account.id),
               t.channel ? (struct audit_detail[]){{.key = "channel", .is = t.channel}, {0}}
                         : NULL);
    t.v = app_page(r, arena_printf(t.a, "Account %s", t.account.reference));
    show_channels(&t);
    show_pages(&t);
    show_count(&t);
    view_set(t.v, "More_children", t.children.more ? "1" : NULL);
    view_set(t.v, "Part", scope_is_all(r->scope) ? NULL : "1");
    e = timeline_show_head(&t);
    if (!e)
        e = show_items(&t);
    if (!e && !t.after.set && (!t.channel || strcmp(t.channel, "voice") == 0))
        e = timeline_show_trend(&t);
    return e ? e : app_render(t.v, "pages/timeline.cs", out);
}
