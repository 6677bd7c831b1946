/* The head: what it was, with whom, how it came out. */
#include "app/paths.h"
#include "auth/session.h"
#include "cells.h"
#include "detail.h"
#include "history_state.h"
#include "view/format.h"

static const char *name_of(const struct detail *d, enum catalog_dim dim, int64_t id)
{
    const struct catalog_entry *e = id ? catalog_find(d->catalog, dim, id) : NULL;
    return e ? e->name : NULL;
}

static void show_client(struct detail *d)
{
    const struct interaction *i = &d->of.i;
    const char *did = name_of(d, DIM_DID, i->did_id), *key = history_client_key(d->r->arena, i);
    const char *client = cell_client(i, did);
    view_set(d->v, "Of.client", client ? client : "Unknown client");
    view_set(d->v, "Of.number", i->contact_name ? i->phone_number : NULL);
    if (key)
        view_set(d->v, "Of.client_url", history_client_url(d->r->arena, key, GRID_SIZE_STANDARD));
}

static void show_agent(struct detail *d)
{
    int64_t id = d->of.i.agent_id;
    const struct catalog_entry *agent = id ? catalog_find(d->catalog, DIM_AGENT, id) : NULL;
    view_set(d->v, "Of.queue", name_of(d, DIM_QUEUE, d->of.i.queue_id));
    if (!agent)
        return;
    view_set(d->v, "Of.agent", agent->name);
    view_set(d->v, "Of.agent_ai", agent->ai ? "1" : NULL);
    view_set(d->v, "Of.agent_url", history_agent_url(d->r->arena, id, GRID_SIZE_STANDARD));
}

static void show_kind(struct detail *d)
{
    const struct interaction *i = &d->of.i;
    view_set(d->v, "Of.channel", grid_choice_label(FIELD_CHANNEL, i->channel));
    view_set(d->v, "Of.channel_key", i->channel);
    view_set(d->v, "Of.platform", detail_words(d, i->platform));
    if (i->direction)
        view_set(d->v, "Of.direction", grid_choice_label(FIELD_DIRECTION, i->direction));
}

/* How it came out, or where it is. */
static void show_state(struct detail *d)
{
    const struct interaction *i = &d->of.i;
    if (i->outcome) {
        view_set(d->v, "Of.outcome_key", i->outcome);
        view_set(d->v, "Of.outcome", grid_choice_label(FIELD_OUTCOME, i->outcome));
    }
    if (i->running || !i->outcome) {
        view_set(d->v, "Of.status_key", i->status);
        view_set(d->v, "Of.status", cell_status(i));
    }
    view_set(d->v, "Of.flagged", d->of.flagged ? "1" : NULL);
    if (!i->sentiment)
        return;
    view_number(d->v, "Of.sentiment_level", list_position(list_sentiments, i->sentiment));
    view_set(d->v, "Of.sentiment", grid_choice_label(FIELD_SENTIMENT, i->sentiment));
}

static void show_time(struct detail *d)
{
    const struct interaction *i = &d->of.i;
    struct arena *a = d->r->arena;
    bool grows = cell_counts_up(i);
    int64_t lasted = grows ? (d->r->now - i->created_at) / 1000 : i->duration_s;
    view_set(d->v, "Of.created", format_time(a, &d->r->session->viewer, i->created_at, d->r->now));
    view_set(d->v, "Of.created_title", format_time_exact(a, d->r->session->zone, i->created_at));
    view_set(d->v, "Of.lasted", lasted < 0 ? NULL : format_duration(a, lasted));
    view_set(d->v, "Of.running", grows ? "1" : NULL);
}

enum err detail_head(struct detail *d)
{
    view_number(d->v, "Of.id", d->of.i.id);
    view_set(d->v, "Of.list", d->list);
    view_set(d->v, "Url.list", grid_url(d->r->arena, &d->state));
    view_set(d->v, "Url.self", detail_url(d->r->arena, d->of.i.id, d->list));
    show_client(d);
    show_agent(d);
    show_kind(d);
    show_state(d);
    show_time(d);
    return OK;
}
