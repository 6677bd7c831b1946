#include "grid_rows.h"

#include "auth/session.h"
#include "cells.h"
#include "detail.h"
#include "history_state.h"
#include "timeline.h"
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
    S_ACW_TITLE,
    S_STATUS,
    S_STATUS_KEY,
    S_CLIENT_URL,
    S_AGENT_URL,
    S_DIRECTION,
    S_PLATFORM,
    S_OUTCOME,
    S_WAIT,
    S_HOLD,
    S_NUMBER,
    S_ENDED,
    S_SENTIMENT,
    S_CSAT,
    S_ACTION,
    S_URL,
    S_OUTCOME_KEY,
    S_SENTIMENT_LEVEL,
    S_SENTIMENT_NONE,
    S_CUSTOMER_NUMBER,
    S_ACCOUNT,
    S_ACCOUNT_URL,
    S_FLOW,
    S_RESULT,
    S_LAST,
    S_LAST_TITLE,
    S_FLAGGED,
    S_FLAGGED_NONE,
    S_FUNCTION_1,
    S_FUNCTION_2,
    S_FUNCTION_3,
    S_FUNCTIONS_MORE,
    S_TAG_1,
    S_TAG_2,
    S_TAG_3,
    S_TAGS_MORE,
    S_WILLINGNESS,
    S_WILLINGNESS_TEXT,
    S_COST,
    S_RECORDING,
    S_TRANSCRIPT,
    SLOTS
};
enum { F_CLIENT = 1, F_AGENT = 2, F_RUNNING = 4, F_AI = 8, F_ACCOUNT = 16, F_SELECT = 32 };

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
              "acw_title",
              "status",
              "status_key",
              "client_url",
              "agent_url",
              "direction",
              "platform",
              "outcome",
              "wait",
              "hold",
              "number",
              "ended",
              "sentiment",
              "csat",
              "action",
              "url",
              "outcome_key",
              "sentiment_level",
              "sentiment_none",
              "customer_number",
              "account",
              "account_url",
              "flow",
              "result",
              "last",
              "last_title",
              "flagged",
              "flagged_none",
              "function_1",
              "function_2",
              "function_3",
              "functions_more",
              "tag_1",
              "tag_2",
              "tag_3",
              "tags_more",
              "willingness",
              "willingness_text",
              "cost",
              "recording",
              "transcript",
              NULL},
    .flags = {"client", "agent", "running", "ai", "account", "select", NULL},
};

static void fill_times(struct request *r, const struct interaction *i, const char **v)
{
    struct arena *a = r->arena;
    const struct viewer *viewer = &r->session->viewer;
    v[S_CREATED] = format_time(a, viewer, i->created_at, r->now);
    v[S_CREATED_TITLE] = format_time_exact(a, viewer->zone, i->created_at);
    v[S_CREATED_MS] = arena_printf(a, "%lld", (long long)i->created_at);
    v[S_CLOSED] = i->closed_at ? format_time(a, viewer, i->closed_at, r->now) : FORMAT_UNKNOWN;
    v[S_CLOSED_TITLE] = i->closed_at ? format_time_exact(a, viewer->zone, i->closed_at) : "";
    v[S_DURATION] =
        format_duration(a, cell_counts_up(i) ? (r->now - i->created_at) / 1000 : i->duration_s);
    v[S_DURATION_TITLE] = cell_counts_up(i) ? "Since it began; still running" : "";
    v[S_ACW] = format_duration(a, i->acw_s);
}

static void fill_names(const struct catalog *c, const struct interaction *i, const char **v)
{
    v[S_CHANNEL] = grid_choice_label(FIELD_CHANNEL, i->channel);
    v[S_CHANNEL_KEY] = i->channel;
    v[S_QUEUE] = cell_name(c, DIM_QUEUE, i->queue_id);
    v[S_AGENT] = cell_name(c, DIM_AGENT, i->agent_id);
    v[S_DID] = cell_name(c, DIM_DID, i->did_id);
    v[S_DISPOSITION] = cell_name(c, DIM_DISPOSITION, i->disposition_id);
    v[S_CLIENT] = cell_client(i, v[S_DID]);
    v[S_CLIENT_TITLE] = i->phone_number;
    v[S_STATUS] = grid_choice_label(FIELD_STATUS, i->status);
    v[S_STATUS_KEY] = i->status;
}

/* What rests on a column that this site may not have. */
static const struct {
    enum slot text;
    int title; /* -1: the text has room */
    const char *column;
} rests_on[] = {
    {S_AGENT, -1, "agent_id"},
    {S_DID, -1, "did_id"},
    {S_DISPOSITION, -1, "disposition_id"},
    {S_DURATION, S_DURATION_TITLE, "duration_s"},
    {S_ACW, S_ACW_TITLE, "acw_s"},
    {S_DIRECTION, -1, "direction"},
    {S_PLATFORM, -1, "platform"},
    {S_OUTCOME, -1, "outcome"},
    {S_WAIT, -1, "wait_s"},
    {S_HOLD, -1, "hold_s"},
    {S_NUMBER, -1, "phone_number"},
    {S_ENDED, -1, "ended_by"},
    {S_SENTIMENT_NONE, -1, "sentiment"},
    {S_CSAT, -1, "csat"},
    {S_ACTION, -1, "action_type"},
    {S_ACCOUNT, -1, "account_id"},
    {S_FLOW, -1, "flow"},
    {S_RESULT, -1, "result"},
    {S_LAST, -1, "last_message_at"},
    {S_FLAGGED_NONE, -1, "flagged"},
    {S_COST, -1, "cost_micros"},
    {S_RECORDING, -1, "has_recording"},
    {S_TRANSCRIPT, -1, "has_transcript"},
};

/* The same for tables. */
static const struct {
    enum slot text;
    const char *table;
} hangs_on[] = {
    {S_FUNCTIONS_MORE, "function_calls"},
    {S_TAGS_MORE, "tags"},
    {S_WILLINGNESS_TEXT, "voice_ai_details"},
};

static void fill_not_measured(struct request *r, const struct interaction *i, const char **v)
{
    const char *table = i->running ? "active_interactions" : "closed_interactions";
    for (size_t k = 0; k < sizeof rests_on / sizeof *rests_on; k++) {
        bool counted = rests_on[k].text == S_DURATION && *v[S_DURATION_TITLE]; /* since it began */
        if (counted || db_has_column(r->db, table, rests_on[k].column))
            continue;
        v[rests_on[k].text] = rests_on[k].title < 0 ? FORMAT_NOT_MEASURED : FORMAT_UNKNOWN;
        if (rests_on[k].title >= 0)
            v[rests_on[k].title] = FORMAT_NOT_MEASURED_TITLE;
    }
    for (size_t k = 0; k < sizeof hangs_on / sizeof *hangs_on; k++)
        if (!db_has_table(r->db, hangs_on[k].table))
            v[hangs_on[k].text] = FORMAT_NOT_MEASURED;
}

static const char *there(bool is)
{
    return is ? "Yes" : FORMAT_UNKNOWN;
}

/* A value of a column beyond the standard ones: made only where the column is shown. */
static const char *more(struct arena *a, const struct interaction *i, enum column column)
{
    switch (column) {
    case COLUMN_FLOW:
        return i->flow ? i->flow : FORMAT_UNKNOWN;
    case COLUMN_RESULT:
        return cell_words(a, i->result);
    case COLUMN_ACCOUNT:
        return i->account ? i->account : FORMAT_UNKNOWN;
    case COLUMN_RECORDING:
        return there(i->has_recording);
    case COLUMN_TRANSCRIPT:
        return there(i->has_transcript);
    case COLUMN_DIRECTION:
        return cell_words(a, i->direction);
    case COLUMN_PLATFORM:
        return cell_words(a, i->platform);
    case COLUMN_OUTCOME:
        return cell_words(a, i->outcome);
    case COLUMN_WAIT:
        return format_duration(a, i->wait_s);
    case COLUMN_HOLD:
        return format_duration(a, i->hold_s);
    case COLUMN_NUMBER:
        return i->phone_number ? i->phone_number : FORMAT_UNKNOWN;
    case COLUMN_ENDED:
        return cell_words(a, i->ended_by);
    case COLUMN_CSAT:
        return i->csat < 0 ? FORMAT_UNKNOWN : arena_printf(a, "%lld", (long long)i->csat);
    case COLUMN_ACTION:
        return cell_words(a, i->action_type);
    default:
        return NULL;
    }
}

static const unsigned char more_slots[COLUMNS] = {
    [COLUMN_DIRECTION] = S_DIRECTION, [COLUMN_PLATFORM] = S_PLATFORM,
    [COLUMN_OUTCOME] = S_OUTCOME,     [COLUMN_WAIT] = S_WAIT,
    [COLUMN_HOLD] = S_HOLD,           [COLUMN_NUMBER] = S_NUMBER,
    [COLUMN_ENDED] = S_ENDED,         [COLUMN_CSAT] = S_CSAT,
    [COLUMN_ACTION] = S_ACTION,       [COLUMN_FLOW] = S_FLOW,
    [COLUMN_RESULT] = S_RESULT,       [COLUMN_ACCOUNT] = S_ACCOUNT,
    [COLUMN_RECORDING] = S_RECORDING, [COLUMN_TRANSCRIPT] = S_TRANSCRIPT,
};

/* Up to three of them as chips, then how many more there are. */
static void fill_texts(struct arena *a, const struct interaction_names *names, const char **first,
                       const char **more)
{
    for (size_t k = 0; k < NAMES_SHOWN && k < names->n; k++)
        first[k] = names->first[k];
    *more = names->n > NAMES_SHOWN ? arena_printf(a, "+%zu", names->n - NAMES_SHOWN)
            : names->n             ? ""
                                   : FORMAT_UNKNOWN;
}

/* A picture where it is known, else the dash. */
static void fill_pictures(struct arena *a, const struct interaction *i, const char **v)
{
    int64_t level = i->sentiment ? list_position(list_sentiments, i->sentiment) : 0;
    v[S_OUTCOME_KEY] = i->outcome;
    v[S_SENTIMENT] = level ? cell_words(a, i->sentiment) : "";
    v[S_SENTIMENT_LEVEL] = level ? arena_printf(a, "%lld", (long long)level) : "";
    v[S_SENTIMENT_NONE] = level ? "" : cell_words(a, i->sentiment);
    v[S_FLAGGED] = i->flagged ? "Flagged for review" : "";
    v[S_WILLINGNESS] = i->willingness ? arena_printf(a, "%lld", (long long)i->willingness) : "";
    v[S_WILLINGNESS_TEXT] =
        i->willingness ? arena_printf(a, "W:%lld/5", (long long)i->willingness) : FORMAT_UNKNOWN;
}

static void fill_last(struct request *r, const struct interaction *i, const char **v)
{
    const struct viewer *viewer = &r->session->viewer;
    v[S_LAST] = FORMAT_UNKNOWN;
    if (!i->last_message_at)
        return;
    v[S_LAST] = format_time(r->arena, viewer, i->last_message_at, r->now);
    v[S_LAST_TITLE] = format_time_exact(r->arena, viewer->zone, i->last_message_at);
}

static void fill_more(struct request *r, const struct columns *cols, const struct interaction *i,
                      const char **v)
{
    struct arena *a = r->arena;
    bool any = columns_need_more(cols) || columns_have(cols, COLUMN_WILLINGNESS);
    for (size_t n = 0; n < cols->n; n++)
        if (more_slots[cols->order[n]])
            v[more_slots[cols->order[n]]] = more(a, i, (enum column)cols->order[n]);
    if (any)
        fill_pictures(a, i, v);
    if (columns_have(cols, COLUMN_LAST))
        fill_last(r, i, v);
    if (columns_have(cols, COLUMN_COST))
        v[S_COST] = i->currency ? format_money(a, &r->session->viewer, i->cost_micros, i->currency)
                                : FORMAT_UNKNOWN;
    if (columns_have(cols, COLUMN_FUNCTIONS))
        fill_texts(a, &i->functions, &v[S_FUNCTION_1], &v[S_FUNCTIONS_MORE]);
    if (columns_have(cols, COLUMN_TAGS))
        fill_texts(a, &i->tags, &v[S_TAG_1], &v[S_TAGS_MORE]);
    if (i->phone_number && i->contact_name)
        v[S_CUSTOMER_NUMBER] = i->phone_number;
    if (i->account)
        v[S_ACCOUNT_URL] = timeline_url(a, i->account_id);
}

static enum err add_row(struct request *r, const struct grid_state *s, const char *list,
                        const struct catalog *c, const struct columns *cols,
                        const struct interaction *i, struct buf *out)
{
    const char *v[SLOTS] = {0};
    const char *client = history_client_key(r->arena, i);
    const struct catalog_entry *agent = catalog_find(c, DIM_AGENT, i->agent_id);
    unsigned flags = (client ? F_CLIENT : 0) | (i->agent_id ? F_AGENT : 0) |
                     (cell_counts_up(i) ? F_RUNNING : 0) | (agent && agent->ai ? F_AI : 0) |
                     (i->account ? F_ACCOUNT : 0) | (s->select ? F_SELECT : 0);
    v[S_ID] = arena_printf(r->arena, "%lld", (long long)i->id);
    v[S_URL] = detail_url(r->arena, i->id, list);
    fill_times(r, i, v);
    fill_names(c, i, v);
    fill_more(r, cols, i, v);
    if (db_foreign(r->db))
        fill_not_measured(r, i, v);
    if (client)
        v[S_CLIENT_URL] = history_client_url(r->arena, client, s->size);
    if (i->agent_id)
        v[S_AGENT_URL] = history_agent_url(r->arena, i->agent_id, s->size);
    return rows_add_parts(&row_template, flags, v, cols->order, cols->n, out);
}

/* A column is the part of the row that has its key. */
static void name_parts(void)
{
    for (int i = 0; i < COLUMNS; i++)
        row_template.parts[i] = columns_all[i].key;
    row_template.parts[COLUMNS] = "end";
}

enum err grid_rows(struct request *r, const struct grid_state *s, const struct catalog *c,
                   const struct columns *cols, const struct interaction_rows *rows,
                   const struct grid_found *found, struct buf *out)
{
    enum err e = OK;
    const char *list = grid_query_text(r->arena, s);
    if (!row_template.parts[0])
        name_parts();
    for (size_t i = 0; i < rows->n && !e; i++) {
        e = add_row(r, s, list, c, cols, &rows->rows[i], out);
        if (!e && found->filter)
            e = grid_found_row(r, found, i, rows->rows[i].id, out);
    }
    return e;
}
