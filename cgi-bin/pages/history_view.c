/* What stands around a history's rows: who it is of, filters, headings, pager, and what is said
 * where there are no rows. */
#include "auth/session.h"
#include "history.h"
#include "view/format.h"

static void option(struct history *h, const char *list, size_t i, const char *value,
                   const char *label, bool selected)
{
    view_item(h->v, list, i, "value", value);
    view_item(h->v, list, i, "label", label);
    view_item(h->v, list, i, "selected", selected ? "1" : NULL);
}

static void hidden(struct history *h, size_t *i, const char *name, const char *value)
{
    if (!value)
        return;
    view_item(h->v, "Hidden", *i, "name", name);
    view_item(h->v, "Hidden", (*i)++, "value", value);
}

/* The form, and what it does not show but must not lose. */
static void show_form(struct history *h)
{
    const struct history_state *s = &h->state;
    bool named = s->period != PERIOD_ALL && s->period != PERIOD_CUSTOM;
    size_t i = 0;
    option(h, "Channels", 0, "", "All channels", !s->channel);
    for (size_t c = 0; list_channels[c]; c++)
        option(h, "Channels", c + 1, list_channels[c],
               grid_choice_label(FIELD_CHANNEL, list_channels[c]),
               s->channel && strcmp(s->channel, list_channels[c]) == 0);
    for (int n = 0; n < GRID_SIZES; n++) {
        const char *size = arena_printf(h->a, "%d", grid_sizes[n]);
        option(h, "Sizes", (size_t)n, size, size, s->size == n);
    }
    view_set(h->v, "Filter.from", s->from);
    view_set(h->v, "Filter.to", s->to);
    hidden(h, &i, s->kind->param, history_who_text(h->a, s->who));
    hidden(h, &i, "period", named ? grid_period_keys[s->period] : NULL);
    hidden(h, &i, "sort", s->sort != SORT_CREATED ? grid_sort_keys[s->sort] : NULL);
    hidden(h, &i, "dir", s->ascending ? "asc" : NULL);
    hidden(h, &i, "figures", s->figures ? "1" : NULL);
}

static void show_periods(struct history *h)
{
    for (size_t i = 0; grid_period_keys[i]; i++) {
        struct history_state s = history_first_page(&h->state);
        s.period = (enum period)i;
        s.from = s.to = NULL;
        view_item(h->v, "Periods", i, "key", grid_period_keys[i]);
        view_item(h->v, "Periods", i, "label", grid_period_labels[i]);
        view_item(h->v, "Periods", i, "url", history_url(h->a, &s));
        view_item(h->v, "Periods", i, "current", h->state.period == s.period ? "1" : NULL);
    }
}

static void show_who(struct history *h)
{
    const struct history_state *s = &h->state;
    const struct catalog_entry *agent =
        s->kind->agent ? catalog_find(h->catalog, DIM_AGENT, s->who.id) : NULL;
    view_set(h->v, "Who.kind", s->kind->title);
    view_set(h->v, "Who.class", s->kind->agent ? "agent" : "client");
    view_set(h->v, "Who.name", h->name ? h->name : "Without a name");
    if (s->who.of == HISTORY_PHONE)
        view_set(h->v, "Who.note", "No contact in the CRM: all interactions with this number");
    view_set(h->v, "Who.phone", h->contact.phone_e164);
    view_set(h->v, "Who.email", h->contact.email);
    view_set(h->v, "Who.ai", agent && agent->ai ? "1" : NULL);
    view_set(h->v, "Who.inactive", agent && !agent->active ? "1" : NULL);
    view_set(h->v, "Who.part", scope_is_all(h->r->scope) ? NULL : "1");
}

void history_show_head(struct history *h)
{
    struct history_state with = h->state;
    with.figures = true;
    show_who(h);
    show_form(h);
    show_periods(h);
    view_set(h->v, "Url.history", h->state.kind->path);
    view_set(h->v, "Url.figures", history_figures_url(h->a, &h->state));
    view_set(h->v, "Url.with_figures", history_url(h->a, &with));
    view_set(h->v, "User.zone", h->r->session->zone);
}

static const struct {
    const char *key, *label, *title;
    int sort;       /* -1: the list cannot be sorted by it */
    bool of_agents; /* stands only in an agent's history */
} columns[] = {
    {"source", "Source", "Whether it is still running (active) or over (closed)", -1, false},
    {"created", "Created", "Sort by when the interaction started", SORT_CREATED, false},
    {"closed", "Closed", "Sort by when the interaction ended", SORT_CLOSED, false},
    {"channel", "Channel", NULL, -1, false},
    {"queue", "Queue", NULL, -1, false},
    {"agent", "Agent", NULL, -1, false},
    {"client", "Client", NULL, -1, true},
    {"did", "DID", "Direct inward dialling number: the number that was called", -1, false},
    {"disposition", "Disposition", NULL, -1, false},
    {"duration", "Duration", "Sort by how long the conversation took", SORT_DURATION, false},
    {"status", "Status", NULL, -1, false},
    {"content", "Content", "Text channels: how the first message begins", -1, false},
    {"play", "Play", "Voice: the recording, where there is one", -1, false},
    {"transcription", "Transcription", "Voice: what was said, where it was written down", -1,
     false},
};

static void show_columns(struct history *h)
{
    size_t n = 0;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct history_state s = history_first_page(&h->state);
        bool current = (int)s.sort == columns[i].sort;
        if (columns[i].of_agents && !s.kind->agent)
            continue;
        view_item(h->v, "Columns", n, "key", columns[i].key);
        view_item(h->v, "Columns", n, "label", columns[i].label);
        view_item(h->v, "Columns", n, "title", columns[i].title);
        if (columns[i].sort >= 0) {
            view_item(h->v, "Columns", n, "sort", !current ? NULL : s.ascending ? "asc" : "desc");
            s.ascending = current && !s.ascending;
            s.sort = (enum list_sort)columns[i].sort;
            view_item(h->v, "Columns", n, "url", history_url(h->a, &s));
        }
        n++;
    }
}

static void show_count(struct history *h)
{
    bool many = h->count > HISTORY_LIST_BOUND;
    view_set(h->v, "Count.text",
             h->count < 0 ? "many"
             : many       ? arena_printf(h->a, "%s+",
                                         format_count(h->a, &h->r->session->viewer, HISTORY_LIST_BOUND))
                          : format_count(h->a, &h->r->session->viewer, h->count));
    view_set(h->v, "Count.shown",
             arena_printf(h->a, "%s%zu", h->at_start ? "1\xe2\x80\x93" : "", h->rows.n));
}

static void show_step(struct history *h, size_t i, const char *rel, const struct history_state *s)
{
    view_item(h->v, "Pages", i, "rel", rel);
    view_item(h->v, "Pages", i, "label", grid_page_labels[h->state.sort][h->state.ascending][i]);
    view_item(h->v, "Pages", i, "url", s ? history_url(h->a, s) : NULL);
}

static void show_pages(struct history *h)
{
    const struct history_state *s = &h->state;
    const struct interaction *rows = h->rows.rows;
    bool last = s->end || (!s->before && !h->rows.more);
    struct history_state first = history_first_page(s), newer = first, older = first, end = first;
    newer.before = grid_cursor_text(h->a, interaction_cursor(&rows[0], s->sort));
    older.after = grid_cursor_text(h->a, interaction_cursor(&rows[h->rows.n - 1], s->sort));
    end.end = true;
    show_step(h, 0, "first", h->at_start ? NULL : &first);
    show_step(h, 1, "prev", h->at_start ? NULL : &newer);
    show_step(h, 2, "next", last ? NULL : &older);
    show_step(h, 3, "last", last ? NULL : &end);
}

void history_show_list(struct history *h)
{
    view_set(h->v, "State", "rows");
    show_columns(h);
    show_count(h);
    show_pages(h);
}

static void say(struct history *h, const char *state, const char *title, const char *text)
{
    view_set(h->v, "State", state);
    view_set(h->v, "Notice.title", title);
    view_set(h->v, "Notice.text", text);
}

static void action(struct history *h, size_t i, const char *label, const struct history_state *s)
{
    view_item(h->v, "Notice.actions", i, "label", label);
    view_item(h->v, "Notice.actions", i, "url", history_url(h->a, s));
}

void history_show_empty(struct history *h)
{
    struct history_state whole = history_first_page(&h->state), swapped = whole;
    whole.channel = whole.from = whole.to = NULL;
    whole.period = PERIOD_ALL;
    swapped.from = h->state.to;
    swapped.to = h->state.from;
    if (h->filter.from >= h->filter.to) {
        say(h, "empty", "The period ends before it begins",
            "From is after To, so there is no day in between.");
        action(h, 0, "Swap the two dates", &swapped);
        action(h, 1, "Show the whole history", &whole);
        return;
    }
    say(h, "empty", "Nothing in this part of the history",
        "There are interactions, but none in this channel and period.");
    action(h, 0, "Show the whole history", &whole);
}

void history_show_timeout(struct history *h)
{
    struct history_state newest = history_first_page(&h->state), month = newest;
    newest.sort = SORT_CREATED;
    newest.ascending = false;
    newest.channel = NULL;
    month.period = PERIOD_30D;
    month.from = month.to = NULL;
    say(h, "timeout", "This search took too long and was stopped",
        "There may well be interactions that match: they were not found in time.");
    action(h, 0, "Show the newest", &newest);
    action(h, 1, "Search the last 30 days", &month);
}
