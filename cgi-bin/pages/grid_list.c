/* The list's surroundings: headings, count, pager, and what stands in its place when it is empty or
 * was not found in time. */
#include "grid.h"
#include "view/format.h"

/* A column that nothing can be sorted by, for its values are not there. */
static bool not_measured(const struct grid *g, const char *key)
{
    return strcmp(key, "duration") == 0 &&
           !db_has_column(g->r->db, "closed_interactions", "duration_s");
}

static void show_columns(struct grid *g)
{
    view_set(g->v, "Columns_text", columns_text(g->a, &g->columns));
    for (size_t i = 0; i < g->columns.n; i++) {
        const struct column_info *c = &columns_all[g->columns.order[i]];
        view_item(g->v, "Columns", i, "key", c->key);
        view_item(g->v, "Columns", i, "label", c->label);
        view_item(g->v, "Columns", i, "title", c->title);
        if (c->sort < 0 || not_measured(g, c->key))
            continue;
        struct grid_state s = grid_first_page(&g->state);
        bool current = (int)s.sort == c->sort;
        view_item(g->v, "Columns", i, "sort", !current ? NULL : s.ascending ? "asc" : "desc");
        s.ascending = current && !s.ascending;
        s.sort = (enum list_sort)c->sort;
        view_item(g->v, "Columns", i, "url", grid_url(g->a, &s));
    }
}

static void show_count(struct grid *g)
{
    struct grid_state exact = g->state;
    bool many = !g->state.exact && g->count > LIST_COUNT_BOUND;
    const char *text =
        g->count < 0 ? "many"
        : many       ? arena_printf(g->a, "%s+",
                                    format_count(g->a, &g->r->session->viewer, LIST_COUNT_BOUND))
                     : format_count(g->a, &g->r->session->viewer, g->count);
    exact.exact = true;
    view_set(g->v, "Count.text", text);
    view_set(g->v, "Count.exact_url",
             many || (g->count < 0 && !g->state.exact) ? grid_url(g->a, &exact) : NULL);
    if (g->at_start)
        view_set(g->v, "Count.shown", arena_printf(g->a, "1\xe2\x80\x93%zu", g->rows.n));
    else
        view_set(g->v, "Count.shown", arena_printf(g->a, "%zu", g->rows.n));
}

const char *const grid_page_labels[][2][4] = {
    [SORT_CREATED] = {{"Newest", "Newer", "Older", "Oldest"},
                      {"Oldest", "Older", "Newer", "Newest"}},
    [SORT_CLOSED] = {{"Newest", "Newer", "Older", "Oldest"},
                     {"Oldest", "Older", "Newer", "Newest"}},
    [SORT_DURATION] = {{"Longest", "Longer", "Shorter", "Shortest"},
                       {"Shortest", "Shorter", "Longer", "Longest"}},
};

static void show_step(struct grid *g, size_t i, const char *rel, const struct grid_state *s)
{
    view_item(g->v, "Pages", i, "rel", rel);
    view_item(g->v, "Pages", i, "label", grid_page_labels[g->state.sort][g->state.ascending][i]);
    view_item(g->v, "Pages", i, "url", s ? grid_url(g->a, s) : NULL);
}

static void show_pages(struct grid *g)
{
    const struct grid_state *s = &g->state;
    bool last = s->end || (!s->before && !g->rows.more);
    struct grid_state first = grid_first_page(s), newer = first, older = first, end = first;
    if (!g->rows.n)
        return;
    newer.before = grid_cursor_text(g->a, interaction_cursor(&g->rows.rows[0], s->sort));
    older.after = grid_cursor_text(g->a, interaction_cursor(&g->rows.rows[g->rows.n - 1], s->sort));
    end.end = true;
    show_step(g, 0, "first", g->at_start ? NULL : &first);
    show_step(g, 1, "prev", g->at_start ? NULL : &newer);
    show_step(g, 2, "next", last ? NULL : &older);
    show_step(g, 3, "last", last ? NULL : &end);
}

static void action(struct grid *g, const char *list, size_t i, const char *label,
                   const struct grid_state *s)
{
    view_item(g->v, list, i, "label", label);
    view_item(g->v, list, i, "url", grid_url(g->a, s));
}

void grid_show_empty(struct grid *g, bool filtered)
{
    static const char actions[] = "Empty.actions";
    struct grid_state all = grid_first_page(&g->state), clear = grid_cleared(&g->state),
                      swapped = all;
    const char *title = "No interactions yet";
    const char *text = "As soon as the first one starts, it appears here by itself.";
    size_t n = 0;
    all.period = clear.period = PERIOD_ALL;
    clear.sort = SORT_CREATED;
    clear.ascending = false;
    all.from = all.to = NULL;
    swapped.from = all.to ? all.to : g->state.to;
    swapped.to = g->state.from;
    if (!scope_is_all(g->r->scope) && !scope_count(g->r->scope)) {
        title = "No queue is assigned to you";
        text = "Ask an administrator of your contact center to assign the queues you supervise.";
    } else if (g->blocked_title) {
        title = g->blocked_title;
        text = g->blocked_text;
    } else if (g->filter.from >= g->filter.to) {
        title = "The period ends before it begins";
        text = "From is after To, so there is no day in between.";
        action(g, actions, n++, "Swap the two dates", &swapped);
    } else if (g->state.period != PERIOD_ALL) {
        title = filtered ? "Nothing matches these filters in this period"
                         : "No interactions in this period";
        text = "Look at a longer period, or at all of it.";
        action(g, actions, n++, "Show all time", &all);
    } else if (filtered) {
        title = "Nothing matches these filters";
        text = "Remove one of them above, or all of them.";
    }
    if (filtered)
        action(g, actions, n++, "Clear the filters", &clear);
    view_set(g->v, "State", "empty");
    view_set(g->v, "Empty.title", title);
    view_set(g->v, "Empty.text", text);
}

void grid_show_timeout(struct grid *g)
{
    struct grid_state narrow = grid_first_page(&g->state), newest = narrow;
    narrow.period = PERIOD_TODAY;
    narrow.from = narrow.to = NULL;
    newest.sort = SORT_CREATED;
    newest.ascending = false;
    view_set(g->v, "State", "timeout");
    view_set(g->v, "Notice.title", "This search took too long and was stopped");
    view_set(g->v, "Notice.text",
             "There may well be interactions that match: they were not found in time. A narrower "
             "period or one more filter makes it quick.");
    action(g, "Notice.actions", 0, "Search today only", &narrow);
    if (g->state.sort != SORT_CREATED)
        action(g, "Notice.actions", 1, "Sort by created", &newest);
}

void grid_show_refresh(struct grid *g)
{
    const char *url = grid_url(g->a, &g->state);
    view_set(g->v, "Refresh.seconds", "30");
    view_set(g->v, "Refresh.list", grid_query_text(g->a, &g->state));
    view_set(g->v, "Refresh.url",
             arena_printf(g->a, "%s%srefresh=1", url, strchr(url, '?') ? "&" : "?"));
    bool first = g->at_start && g->state.sort == SORT_CREATED && !g->state.ascending;
    view_set(g->v, "Refresh.first", first ? "1" : "0");
}

void grid_show_list(struct grid *g)
{
    view_set(g->v, "State", "rows");
    show_columns(g);
    show_count(g);
    show_pages(g);
}
