/* The rows of a history as HTML. */
#include "app/paths.h"
#include "auth/session.h"
#include "cells.h"
#include "detail.h"
#include "history.h"
#include "view/excerpt.h"
#include "view/format.h"
#include "view/rows.h"

enum { CONTENT_CHARS = 80 };

enum slot {
    S_ID,
    S_SOURCE,
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
    S_CLIENT_URL,
    S_DID,
    S_DISPOSITION,
    S_DURATION,
    S_DURATION_TITLE,
    S_STATUS,
    S_STATUS_KEY,
    S_CONTENT,
    S_PLAY_URL,
    S_PLAY_TITLE,
    S_TRANSCRIPT_URL,
    S_TRANSCRIPT_TITLE,
    S_URL,
    SLOTS
};
enum { F_RUNNING = 1, F_AI = 2, F_OF_AGENT = 4, F_CLIENT = 8, F_PLAY = 16, F_TRANSCRIPT = 32 };

static struct rows_template row_template = {
    .template_name = "pages/history_row.cs",
    .slots = {"id",
              "source",
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
              "client_url",
              "did",
              "disposition",
              "duration",
              "duration_title",
              "status",
              "status_key",
              "content",
              "play_url",
              "play_title",
              "transcript_url",
              "transcript_title",
              "url",
              NULL},
    .flags = {"running", "ai", "of_agent", "client", "play", "transcript", NULL},
};

static void fill_times(struct history *h, const struct interaction *i, const char **v)
{
    const char *zone = h->r->session->zone;
    bool grows = cell_counts_up(i);
    v[S_CREATED] = format_time(h->a, &h->r->session->viewer, i->created_at, h->r->now);
    v[S_CREATED_TITLE] = format_time_exact(h->a, zone, i->created_at);
    v[S_CREATED_MS] = arena_printf(h->a, "%lld", (long long)i->created_at);
    v[S_CLOSED] = i->closed_at ? format_time(h->a, &h->r->session->viewer, i->closed_at, h->r->now)
                               : FORMAT_UNKNOWN;
    v[S_CLOSED_TITLE] = i->closed_at ? format_time_exact(h->a, zone, i->closed_at) : "";
    v[S_DURATION] =
        format_duration(h->a, grows ? (h->r->now - i->created_at) / 1000 : i->duration_s);
    v[S_DURATION_TITLE] = grows ? "Since it began; still running" : "";
}

static void fill_names(struct history *h, const struct interaction *i, const char **v)
{
    const struct catalog *c = h->catalog;
    v[S_SOURCE] = i->running ? "Active" : "Closed";
    v[S_CHANNEL] = grid_choice_label(FIELD_CHANNEL, i->channel);
    v[S_CHANNEL_KEY] = i->channel;
    v[S_QUEUE] = cell_name(c, DIM_QUEUE, i->queue_id);
    v[S_AGENT] = cell_name(c, DIM_AGENT, i->agent_id);
    v[S_DID] = cell_name(c, DIM_DID, i->did_id);
    v[S_DISPOSITION] = cell_name(c, DIM_DISPOSITION, i->disposition_id);
    v[S_CLIENT] = cell_client(i, v[S_DID]);
    v[S_STATUS] = grid_choice_label(FIELD_STATUS, i->status);
    v[S_STATUS_KEY] = i->status;
}

/* What was said or written. Returns the flags of what there is. */
static unsigned fill_content(struct history *h, const struct interaction *i,
                             const struct history_extra *x, const char **v)
{
    const char *may = h->r->session->permissions;
    bool voice = strcmp(i->channel, "voice") == 0;
    unsigned flags = 0;
    v[S_CONTENT] = x->message ? excerpt(h->a, x->message, CONTENT_CHARS) : FORMAT_UNKNOWN;
    if (voice && x->recording && permission_in(may, "recordings_play"))
        flags |= F_PLAY;
    if (voice && x->transcript && permission_in(may, "transcripts"))
        flags |= F_TRANSCRIPT;
    v[S_PLAY_URL] = arena_printf(h->a, "%s?id=%lld", PATH_PLAY, (long long)i->id);
    v[S_TRANSCRIPT_URL] = arena_printf(h->a, "%s?id=%lld", PATH_TRANSCRIPT, (long long)i->id);
    return flags;
}

/* What this site does not record reads so, and not as if this row alone had none. */
static void fill_not_measured(struct history *h, const struct interaction *i, const char **v)
{
    const char *table = i->running ? "active_interactions" : "closed_interactions";
    const struct db *db = h->r->db;
    bool voice = strcmp(i->channel, "voice") == 0;
    if (!db_has_column(db, table, "agent_id"))
        v[S_AGENT] = FORMAT_NOT_MEASURED;
    if (!db_has_column(db, table, "did_id"))
        v[S_DID] = FORMAT_NOT_MEASURED;
    if (!db_has_column(db, table, "disposition_id"))
        v[S_DISPOSITION] = FORMAT_NOT_MEASURED;
    if (!cell_counts_up(i) && !db_has_column(db, table, "duration_s"))
        v[S_DURATION_TITLE] = FORMAT_NOT_MEASURED_TITLE;
    if (!voice && !db_has_table(db, "messages"))
        v[S_CONTENT] = FORMAT_NOT_MEASURED;
    if (voice && !db_has_column(db, table, "has_recording"))
        v[S_PLAY_TITLE] = FORMAT_NOT_MEASURED_TITLE;
    if (voice && !db_has_column(db, table, "has_transcript"))
        v[S_TRANSCRIPT_TITLE] = FORMAT_NOT_MEASURED_TITLE;
}

static enum err add_row(struct history *h, size_t at, struct buf *out)
{
    const char *v[SLOTS] = {0};
    const struct interaction *i = &h->rows.rows[at];
    const struct catalog_entry *agent = catalog_find(h->catalog, DIM_AGENT, i->agent_id);
    const char *client = h->state.kind->agent ? history_client_key(h->a, i) : NULL;
    unsigned flags = (cell_counts_up(i) ? F_RUNNING : 0) | (agent && agent->ai ? F_AI : 0) |
                     (h->state.kind->agent ? F_OF_AGENT : 0) | (client ? F_CLIENT : 0);
    v[S_ID] = arena_printf(h->a, "%lld", (long long)i->id);
    v[S_URL] = detail_url(h->a, i->id, NULL);
    fill_times(h, i, v);
    fill_names(h, i, v);
    flags |= fill_content(h, i, &h->extras[at], v);
    if (db_foreign(h->r->db))
        fill_not_measured(h, i, v);
    if (client)
        v[S_CLIENT_URL] = history_client_url(h->a, client, h->state.size);
    return rows_add(&row_template, flags, v, out);
}

enum err history_rows(struct history *h, struct buf *out)
{
    enum err e = OK;
    for (size_t i = 0; i < h->rows.n && !e; i++)
        e = add_row(h, i, out);
    return e;
}
