#include "linked.h"

#include "app/paths.h"
#include "auth/session.h"
#include "cells.h"
#include "grid_filters.h"
#include "view/excerpt.h"
#include "view/format.h"

enum { SUMMARY_CHARS = 140 };

const char *linked_url(struct arena *a, int64_t id)
{
    return arena_printf(a, "%s?id=%lld", PATH_INTERACTION, (long long)id);
}

const char *linked_mood(struct arena *a, const struct interaction *x, const char **label)
{
    static const char *const moods[] = {"negative", "negative", "neutral", "positive", "positive"};
    int64_t level = x->sentiment ? list_position(list_sentiments, x->sentiment) : 0;
    *label = x->mood ? cell_words(a, x->mood) : level ? cell_words(a, x->sentiment) : NULL;
    return x->mood ? x->mood : level ? moods[level - 1] : NULL;
}

struct item {
    struct view *v;
    const char *list;
    size_t i;
};

static void set(const struct item *item, const char *field, const char *value)
{
    view_item(item->v, item->list, item->i, field, value);
}

static void show_when(struct request *r, const struct item *item, const struct interaction *x)
{
    const struct viewer *viewer = &r->session->viewer;
    set(item, "when", format_time(r->arena, viewer, x->created_at, r->now));
    set(item, "when_title", format_time_exact(r->arena, viewer->zone, x->created_at));
    if (x->duration_s >= 0)
        set(item, "duration", format_duration(r->arena, x->duration_s));
    if (x->running)
        set(item, "running", grid_choice_label(FIELD_STATUS, x->status));
}

static void show_voice(struct request *r, const struct item *item, const struct interaction *x)
{
    const char *label;
    const char *mood = linked_mood(r->arena, x, &label);
    set(item, "mood", label);
    set(item, "mood_key", mood);
    if (x->willingness)
        set(item, "willingness", arena_printf(r->arena, "%lld", (long long)x->willingness));
}

void linked_show(struct request *r, struct view *v, const struct catalog *c, const char *list,
                 size_t i, const struct interaction *x, const char *summary)
{
    const struct item item = {v, list, i};
    const struct catalog_entry *agent = catalog_find(c, DIM_AGENT, x->agent_id);
    set(&item, "id", arena_printf(r->arena, "%lld", (long long)x->id));
    set(&item, "url", linked_url(r->arena, x->id));
    set(&item, "channel", grid_choice_label(FIELD_CHANNEL, x->channel));
    set(&item, "channel_key", x->channel);
    set(&item, "action", x->action_type ? cell_words(r->arena, x->action_type) : NULL);
    set(&item, "direction", x->direction ? cell_words(r->arena, x->direction) : NULL);
    set(&item, "result", x->result ? cell_words(r->arena, x->result) : NULL);
    set(&item, "outcome", x->outcome ? cell_words(r->arena, x->outcome) : NULL);
    set(&item, "outcome_key", x->outcome);
    set(&item, "agent", agent ? agent->name : NULL);
    set(&item, "ai", agent && agent->ai ? "1" : NULL);
    set(&item, "summary", summary ? excerpt(r->arena, summary, SUMMARY_CHARS) : NULL);
    show_when(r, &item, x);
    if (strcmp(x->channel, "voice") == 0)
        show_voice(r, &item, x);
}
