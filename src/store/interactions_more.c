/* What only some columns of the grid show: read for the rows of a page when they are shown, so that
 * all other pages do not pay for it. */
#include "store/interactions.h"

#define COLUMNS "issssssiiissisiiiiit"
#define MORE(table)                                                                                \
    "SELECT i.id, i.direction, i.platform, i.outcome, i.ended_by, i.sentiment, i.action_type, "    \
    "i.wait_s, i.hold_s, i.csat, i.result, i.flow, i.cost_micros, i.currency, i.account_id, "      \
    "i.parent_id, i.flagged, i.has_recording, i.has_transcript, i.last_message_at "                \
    "FROM {facts}." table " i FORCE INDEX (uq_id) "                                                \
    "WHERE {scope:i} AND i.id IN (:ids[])"

static const struct db_stmt closed_sql = {
    .name = "more_closed", .sql = MORE("closed_interactions"), .cols = COLUMNS};
static const struct db_stmt active_sql = {
    .name = "more_active", .sql = MORE("active_interactions"), .cols = COLUMNS};

const struct db_stmt *const interaction_more_statements[] = {&closed_sql, &active_sql, NULL};

static void fill(const struct db_rows *r, size_t i, struct interaction *row)
{
    row->direction = db_text(r, i, 1, NULL);
    row->platform = db_text(r, i, 2, NULL);
    row->outcome = db_text(r, i, 3, NULL);
    row->ended_by = db_text(r, i, 4, NULL);
    row->sentiment = db_text(r, i, 5, NULL);
    row->action_type = db_text(r, i, 6, NULL);
    row->wait_s = db_int(r, i, 7, -1);
    row->hold_s = db_int(r, i, 8, -1);
    row->csat = db_int(r, i, 9, -1);
    row->result = db_text(r, i, 10, NULL);
    row->flow = db_text(r, i, 11, NULL);
    row->cost_micros = db_int(r, i, 12, 0);
    row->currency = db_cell(r, i, 12)->null ? NULL : db_text(r, i, 13, "");
    row->account_id = db_int(r, i, 14, 0);
    row->parent_id = db_int(r, i, 15, 0);
    row->flagged = db_int(r, i, 16, 0);
    row->has_recording = db_int(r, i, 17, 0);
    row->has_transcript = db_int(r, i, 18, 0);
    row->last_message_at = db_int(r, i, 19, 0);
}

static void fill_one(const struct db_rows *r, size_t i, bool running, struct interaction_rows *rows)
{
    for (size_t n = 0; n < rows->n; n++)
        if (rows->rows[n].running == running && rows->rows[n].id == db_int(r, i, 0, 0))
            fill(r, i, &rows->rows[n]);
}

static enum err read_from(struct db *db, struct arena *a, const struct scope *scope, bool running,
                          struct interaction_rows *rows)
{
    struct db_rows r;
    int64_t *ids = arena_array(a, rows->n + 1, sizeof *ids);
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++)
        if (rows->rows[i].running == running)
            ids[n++] = rows->rows[i].id;
    if (!n)
        return OK;
    enum err e = db_query(db, a, scope, running ? &active_sql : &closed_sql,
                          DB_ARGS(DB_LIST("ids", ids, n)), &r);
    for (size_t i = 0; !e && i < r.n; i++)
        fill_one(&r, i, running, rows);
    return e;
}

enum err interactions_more(struct db *db, struct arena *a, const struct scope *scope,
                           struct interaction_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        rows->rows[i].wait_s = rows->rows[i].hold_s = rows->rows[i].csat = -1;
    enum err e = read_from(db, a, scope, true, rows);
    return e ? e : read_from(db, a, scope, false, rows);
}
