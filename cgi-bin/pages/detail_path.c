/* The call path: by which queues and agents it went, and how each of them ended. */
#include "auth/session.h"
#include "cells.h"
#include "detail.h"
#include "view/format.h"

static const char *label(const char *const (*words)[2], const char *key)
{
    for (; key && (*words)[0]; words++)
        if (strcmp((*words)[0], key) == 0)
            return (*words)[1];
    return key;
}

static const char *const reasons[][2] = {
    {"completed_client", "Ended by the client"},
    {"completed_agent", "Ended by the agent"},
    {"abandoned", "Abandoned by the client"},
    {"transferred", "Transferred"},
    {"overflow", "Overflowed to another queue"},
    {"callback", "Left for a callback"},
    {"voicemail", "Went to voicemail"},
    {"timeout", "Waited too long"},
    {"ring_no_answer", "Rang without an answer"},
    {"system", "Ended by the system"},
    {NULL, NULL},
};
static const char *const transfers[][2] = {
    {"blind", "blind transfer"},
    {"attended", "attended transfer"},
    {"queue", "to a queue"},
    {"external", "to an external number"},
    {NULL, NULL},
};

static void set(struct detail *d, size_t i, const char *field, const char *value)
{
    view_item(d->v, "Legs", i, field, value);
}

static void set_time(struct detail *d, size_t i, const char *field, const char *title, ms_t at)
{
    if (!at)
        return;
    set(d, i, field, format_time(d->r->arena, &d->r->session->viewer, at, d->r->now));
    set(d, i, title, format_time_exact(d->r->arena, d->r->session->zone, at));
}

static void show_who(struct detail *d, size_t i, const struct leg *leg)
{
    const struct catalog_entry *agent =
        leg->agent_id ? catalog_find(d->catalog, DIM_AGENT, leg->agent_id) : NULL;
    bool own = scope_is_all(d->r->scope) || scope_has(d->r->scope, leg->queue_id);
    if (own && leg->queue_id)
        set(d, i, "queue", cell_name(d->catalog, DIM_QUEUE, leg->queue_id));
    else
        set(d, i, "other", leg->queue_id ? "another queue" : "no queue");
    if (agent) {
        set(d, i, "agent", agent->name);
        set(d, i, "ai", agent->ai ? "1" : NULL);
    }
}

/* How long each part of it took, those that are known. */
static void show_parts(struct detail *d, size_t i, const struct leg *leg)
{
    ms_t until = leg->answered_at ? leg->answered_at : leg->left_at;
    const struct {
        const char *label;
        int64_t seconds;
    } parts[] = {
        {"Wait", leg->queued_at && until >= leg->queued_at ? (until - leg->queued_at) / 1000 : -1},
        {"Ring", leg->ring_s},
        {"Talk", leg->talk_s},
        {"Hold", leg->hold_s},
        {"ACW", leg->acw_s},
    };
    const char *list = arena_printf(d->r->arena, "Legs.%zu.parts", i);
    size_t n = 0;
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        if (parts[p].seconds < 0)
            continue;
        view_item(d->v, list, n, "label", parts[p].label);
        view_item(d->v, list, n++, "value", format_duration(d->r->arena, parts[p].seconds));
    }
}

static void show_leg(struct detail *d, size_t i, const struct leg *leg)
{
    show_who(d, i, leg);
    set_time(d, i, "queued", "queued_title", leg->queued_at);
    set_time(d, i, "answered", "answered_title", leg->answered_at);
    set_time(d, i, "left", "left_title", leg->left_at);
    show_parts(d, i, leg);
    const char *kind = leg->transfer_kind ? label(transfers, leg->transfer_kind) : NULL;
    const char *reason = leg->left_reason ? label(reasons, leg->left_reason) : NULL;
    if (reason && kind)
        reason = arena_printf(d->r->arena, "%s, %s", reason, kind);
    set(d, i, "ended", reason ? reason : kind);
    set(d, i, "lost", leg->left_reason && !leg->answered_at ? "1" : NULL);
}

enum err detail_path(struct detail *d)
{
    struct leg *legs;
    size_t n;
    enum err e = detail_legs(d->r->db, d->r->arena, d->r->scope, &d->of.i, &legs, &n);
    for (size_t i = 0; !e && i < n; i++)
        show_leg(d, i, &legs[i]);
    return e;
}
