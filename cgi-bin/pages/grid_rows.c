#include "grid_rows.h"

#include "auth/session.h"
#include "cells.h"
#include "history_state.h"
#include "view/format.h"
#include "view/rows.h"

enum slot {
    S_ID,
    S_CREATED,
    S_CREATED_TITLE,
    S_CREATED_MS,
    S_CLOSED,
    S_CLOSED_TITLE,
    S_CHANNEL,
    S_CHANNEL_KEY,
    S_QUEUE,
    S_AGENT,
    S_CLIENT,
    S_CLIENT_TITLE,
    S_DID,
    S_DISPOSITION,
    S_DURATION,
    S_DURATION_TITLE,
    S_ACW,
    S_STATUS,
    S_STATUS_KEY,
    S_CLIENT_URL,
    S_AGENT_URL,
    SLOTS
};
enum { F_CLIENT = 1, F_AGENT = 2, F_RUNNING = 4, F_AI = 8 };

static struct rows_template row_template = {
    .template_name = "pages/row.cs",
    .slots = {"id",
              "created",
              "created_title",
              "created_ms",
              "closed",
              "closed_title",
              "channel",
              "channel_key",
              "queue",
              "agent",
              "client",
              "client_title",
              "did",
              "disposition",
              "duration",
              "duration_title",
              "acw",
              "status",
              "status_key",
              "client_url",
              "agent_url",
              NULL},
    .flags = {"client", "agent", "running", "ai", NULL},
};

static void fill_times(struct request *r, const struct interaction *i, const char **v)
{
    struct arena *a = r->arena;
    const char *zone = r->session->zone;
    v[S_CREATED] = format_time(a, zone, i->created_at, r->now);
    v[S_CREATED_TITLE] = format_time_exact(a, zone, i->created_at);
    v[S_CREATED_MS] = arena_printf(a, "%lld", (long long)i->created_at);
    v[S_CLOSED] = i->closed_at ? format_time(a, zone, i->closed_at, r->now) : FORMAT_UNKNOWN;
    v[S_CLOSED_TITLE] = i->closed_at ? format_time_exact(a, zone, i->closed_at) : "";
    v[S_DURATION] =
        format_duration(a, cell_counts_up(i) ? (r->now - i->created_at) / 1000 : i->duration_s);
    v[S_DURATION_TITLE] = cell_counts_up(i) ? "Since it began; still running" : "";
    v[S_ACW] = format_duration(a, i->acw_s);
}

static void fill_names(const struct catalog *c, const struct interaction *i, const char **v)
{
    v[S_CHANNEL] = cell_channel(i->channel);
    v[S_CHANNEL_KEY] = i->channel;
    v[S_QUEUE] = cell_name(c, DIM_QUEUE, i->queue_id);
    v[S_AGENT] = cell_name(c, DIM_AGENT, i->agent_id);
    v[S_DID] = cell_name(c, DIM_DID, i->did_id);
    v[S_DISPOSITION] = cell_name(c, DIM_DISPOSITION, i->disposition_id);
    v[S_CLIENT] = cell_client(i, v[S_DID]);
    v[S_CLIENT_TITLE] = i->phone_number;
    v[S_STATUS] = cell_status(i->status);
    v[S_STATUS_KEY] = i->status;
}

static enum err add_row(struct request *r, const struct grid_state *s, const struct catalog *c,
                        const struct interaction *i, struct buf *out)
{
    const char *v[SLOTS] = {0};
    const char *client = history_client_key(r->arena, i);
    const struct catalog_entry *agent = catalog_find(c, DIM_AGENT, i->agent_id);
    unsigned flags = (client ? F_CLIENT : 0) | (i->agent_id ? F_AGENT : 0) |
                     (cell_counts_up(i) ? F_RUNNING : 0) | (agent && agent->ai ? F_AI : 0);
    v[S_ID] = arena_printf(r->arena, "%lld", (long long)i->id);
    fill_times(r, i, v);
    fill_names(c, i, v);
    if (client)
        v[S_CLIENT_URL] = history_client_url(r->arena, client, s->size);
    if (i->agent_id)
        v[S_AGENT_URL] = history_agent_url(r->arena, i->agent_id, s->size);
    return rows_add(&row_template, flags, v, out);
}

enum err grid_rows(struct request *r, const struct grid_state *s, const struct catalog *c,
                   const struct interaction_rows *rows, struct buf *out)
{
    enum err e = OK;
    for (size_t i = 0; i < rows->n && !e; i++)
        e = add_row(r, s, c, &rows->rows[i], out);
    return e;
}
