/* The figures in the head of a history: over all channels and all time, as far as one sees it. */
#include "auth/session.h"
#include "cells.h"
#include "history.h"
#include "view/format.h"

static const char not_measured[] = "not measured", late[] = "took too long";

/* Adds a figure: what it is called, what it means, its value, what it is made of (may be NULL). */
static void figure(struct history *h, size_t *i, const char *label, const char *meaning,
                   const char *value, const char *more)
{
    bool known = value != not_measured && value != late;
    view_item(h->v, "Figures", *i, "label", label);
    view_item(h->v, "Figures", *i, "title", meaning);
    view_item(h->v, "Figures", *i, "value", value);
    view_item(h->v, "Figures", *i, "unknown", known ? NULL : "1");
    view_item(h->v, "Figures", (*i)++, "more", more);
}

/* Each number leads to the rows behind it. */
static void show_channels(struct history *h, const struct history_sums *s)
{
    size_t n = 0;
    for (int c = 0; c < HISTORY_CHANNELS && !s->late; c++) {
        struct history_state rows = {.kind = h->state.kind,
                                     .who = h->state.who,
                                     .channel = list_channels[c],
                                     .period = PERIOD_ALL,
                                     .size = h->state.size};
        if (!s->by_channel[c])
            continue;
        view_item(h->v, "ByChannel", n, "key", list_channels[c]);
        view_item(h->v, "ByChannel", n, "label",
                  grid_choice_label(FIELD_CHANNEL, list_channels[c]));
        view_item(h->v, "ByChannel", n, "n",
                  format_count(h->a, &h->r->session->viewer, s->by_channel[c]));
        view_item(h->v, "ByChannel", n++, "url", history_url(h->a, &rows));
    }
}

static const char *time_of(struct history *h, const struct history_sums *s, ms_t at)
{
    return s->late ? late
           : s->n  ? format_time(h->a, &h->r->session->viewer, at, h->r->now)
                   : not_measured;
}

static void show_sums(struct history *h, const struct history_sums *s, size_t *i)
{
    bool agent = h->state.kind->agent;
    show_channels(h, s);
    figure(h, i, agent ? "Interactions" : "Contacts",
           agent ? "Interactions that this agent handled last, running ones too"
                 : "Interactions of this client, running ones too",
           s->late ? late : format_count(h->a, &h->r->session->viewer, s->n), NULL);
    figure(h, i, agent ? "First" : "First contact", "When the oldest interaction started",
           time_of(h, s, s->first_at), NULL);
    figure(h, i, agent ? "Last" : "Last contact", "When the newest interaction started",
           time_of(h, s, s->last_at), NULL);
    figure(h, i, "Average duration",
           "Conversation without wait and after-contact work, over the interactions whose duration "
           "is known",
           s->late        ? late
           : s->durations ? format_duration(h->a, (s->duration_s + s->durations / 2) / s->durations)
                          : not_measured,
           NULL);
}

static enum err show_client(struct history *h, size_t *i)
{
    struct history_disposition last;
    enum err e = history_last_disposition(h->r->db, h->a, h->r->scope, h->state.who, &last);
    if (!e)
        figure(h, i, "Last disposition", "The newest disposition that was set",
               last.late ? late
               : last.id ? cell_name(h->catalog, DIM_DISPOSITION, last.id)
                         : "none",
               NULL);
    return e;
}

static const char *share(struct history *h, int64_t part, int64_t whole)
{
    long long tenths = (part * 2000 + whole) / (whole * 2);
    return arena_printf(h->a, "%lld.%lld %%", tenths / 10, tenths % 10);
}

static const char *transfers_by_kind(struct history *h, const struct history_legs *l)
{
    const char *text = "";
    for (int k = 0; k < HISTORY_TRANSFERS; k++)
        if (l->by_kind[k])
            text = arena_printf(h->a, "%s%s%s %s", text, *text ? ", " : "",
                                format_count(h->a, &h->r->session->viewer, l->by_kind[k]),
                                history_transfer_kinds[k]);
    return *text ? text : NULL;
}

static enum err show_agent(struct history *h, size_t *i)
{
    struct history_legs l;
    enum err e = history_sum_legs(h->r->db, h->a, h->r->scope, h->state.who.id, &l);
    if (e)
        return e;
    const char *none = l.late ? late : l.handled ? NULL : not_measured;
    figure(h, i, "Handled",
           "Legs in which this agent was connected: a transferred call has several",
           none ? none : format_count(h->a, &h->r->session->viewer, l.handled), NULL);
    figure(h, i, "AHT",
           "Average handle time: talk, hold and after-contact work, over the handled legs whose "
           "talk time is known",
           none      ? none
           : l.timed ? format_duration(h->a, (l.handle_s + l.timed / 2) / l.timed)
                     : not_measured,
           NULL);
    figure(h, i, "Transfers", "Handled legs that this agent passed on",
           none ? none : format_count(h->a, &h->r->session->viewer, l.transfers),
           none ? NULL : transfers_by_kind(h, &l));
    figure(h, i, "Transfer rate", "Transfers / handled",
           none ? none : share(h, l.transfers, l.handled), NULL);
    return OK;
}

enum err history_show_figures(struct history *h)
{
    struct history_sums sums;
    size_t i = 0;
    enum err e = history_sum(h->r->db, h->a, h->r->scope, h->state.who, &sums);
    if (e)
        return e;
    view_set(h->v, "Show.figures", "1");
    show_sums(h, &sums, &i);
    return h->state.kind->agent ? show_agent(h, &i) : show_client(h, &i);
}
