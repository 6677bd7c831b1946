#include "store/timeline.h"

static const struct db_stmt account = {
    .name = "timeline_account",
    .sql = "SELECT k.id, k.crm_contact_id, k.reference, c.name, c.phone_e164, k.payment_url, "
           "k.balance_micros, k.currency, k.due_on FROM {facts}.accounts k "
           "LEFT JOIN {facts}.crm_contacts c ON c.tenant_id = k.tenant_id "
           "AND c.id = k.crm_contact_id WHERE {tenant:k} AND k.id = :account",
    .cols = "iissssist",
};
static const struct db_stmt lines = {
    .name = "timeline_lines",
    .sql = "SELECT l.description, l.currency, l.amount_micros, l.incurred_on "
           "FROM {facts}.account_debt_lines l WHERE {tenant:l} AND l.account_id = :account "
           "ORDER BY l.line_no LIMIT :want",
    .cols = "ssit",
};

/* An account has few steps: all of them are looked through. */
#define STEP_AT "COALESCE(s.done_at, s.planned_at)"
#define STEP_INTERACTION(table, alias)                                                             \
    " LEFT JOIN {facts}." table " " alias " FORCE INDEX (uq_id) ON {scope:" alias "} AND " alias   \
    ".id = s.interaction_id"
static const struct db_stmt steps = {
    .name = "timeline_steps",
    .sql =
        "SELECT s.step_no, s.kind, s.status, " STEP_AT
        ", s.done_at IS NOT NULL, COALESCE(v.id, w.id) FROM {facts}.strategy_steps "
        "s" STEP_INTERACTION("closed_interactions", "v") STEP_INTERACTION(
            "active_interactions",
            "w") " WHERE {tenant:s} AND s.account_id = :account AND [newest|(" STEP_AT
                 " >= :from OR " STEP_AT " IS NULL)|" STEP_AT " >= :from AND " STEP_AT " < :to] "
                 "ORDER BY " STEP_AT " IS NULL DESC, " STEP_AT " DESC, s.step_no DESC LIMIT :want",
    .cols = "isstii",
};

/* --- linked interactions --- */

#define LINKED(table, running, index, condition)                                                   \
    "(SELECT i.id, " running " AS running, i.parent_id, i.created_at, i.closed_at, i.channel, "    \
    "i.status, i.queue_id, i.agent_id, i.duration_s FROM {facts}." table " i FORCE INDEX (" index  \
    ") WHERE {scope:i} AND " condition " LIMIT :want)"
#define LINKED_BOTH(index, condition, order)                                                       \
    LINKED("active_interactions", "1", index, condition)                                           \
    " UNION ALL " LINKED("closed_interactions", "0", index, condition) order " LIMIT :want"
#define LINKED_COLUMNS "iiittssiii"

static const struct db_stmt children = {
    .name = "timeline_children",
    .sql = LINKED_BOTH("ix_parent", "i.parent_id IN (:ids[]) AND i.id <> i.parent_id",
                       " ORDER BY parent_id, created_at, id"),
    .cols = LINKED_COLUMNS,
};
static const struct db_stmt visible = {
    .name = "timeline_visible",
    .sql = LINKED_BOTH("uq_id", "i.id IN (:ids[])", ""),
    .cols = LINKED_COLUMNS,
};

#define SUMMARIES(table)                                                                           \
    "SELECT i.id, LEFT(n.summary, 600) FROM {facts}." table " i FORCE INDEX (uq_id) "              \
    "JOIN {facts}.analyses n ON n.tenant_id = i.tenant_id AND n.interaction_id = i.id "            \
    "WHERE {scope:i} AND i.id IN (:ids[])"
static const struct db_stmt summaries = {
    .name = "timeline_summaries",
    .sql = SUMMARIES("active_interactions") " UNION ALL " SUMMARIES("closed_interactions"),
    .cols = "is",
};

/* Bounded before anything is looked up. */
static const struct db_stmt trend = {
    .name = "timeline_trend",
    .sql = "SELECT i.id, i.created_at, v.sentiment, v.willingness, i.sentiment FROM "
           "(SELECT z.id, z.channel FROM {facts}.closed_interactions z FORCE INDEX (ix_account) "
           "WHERE {scope:z} AND z.account_id = :account ORDER BY z.created_at DESC, z.id DESC "
           "LIMIT 2000) k STRAIGHT_JOIN {facts}.closed_interactions i FORCE INDEX (uq_id) "
           "ON {scope:i} AND i.id = k.id LEFT JOIN {facts}.voice_ai_details v "
           "ON v.tenant_id = i.tenant_id AND v.interaction_id = i.id WHERE k.channel = 'voice' "
           "AND (v.sentiment IS NOT NULL OR v.willingness IS NOT NULL OR i.sentiment IS NOT NULL) "
           "ORDER BY i.created_at DESC, i.id DESC LIMIT :want",
    .cols = "itsis",
};

#define SEEN(table)                                                                                \
    "(SELECT 1 FROM {facts}." table " i FORCE INDEX (ix_account) WHERE {scope:i} "                 \
    "AND i.account_id = k.id LIMIT 1) IS NOT NULL"
static const struct db_stmt of_contact = {
    .name = "timeline_of_contact",
    .sql = "SELECT k.id, k.reference FROM {facts}.accounts k WHERE {tenant:k} "
           "AND k.crm_contact_id = :contact AND (" SEEN("closed_interactions") " OR " SEEN(
               "active_interactions") ") ORDER BY k.reference, k.id LIMIT 10",
    .cols = "is",
};

const struct db_stmt *const timeline_statements[] = {
    &account, &lines, &steps, &children, &visible, &summaries, &trend, &of_contact, NULL};

enum err timeline_account(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                          struct timeline_account *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &account, DB_ARGS(DB_INT("account", id)), &r);
    if (e)
        return e;
    if (!r.n)
        return err_set(ERR_NOT_FOUND, "no such account");
    *out = (struct timeline_account){
        .id = db_int(&r, 0, 0, 0),
        .contact_id = db_int(&r, 0, 1, 0),
        .reference = db_text(&r, 0, 2, ""),
        .contact_name = db_text(&r, 0, 3, NULL),
        .contact_phone = db_text(&r, 0, 4, NULL),
        .payment_url = db_text(&r, 0, 5, NULL),
        .balance_micros = db_int(&r, 0, 6, 0),
        .currency = db_cell(&r, 0, 6)->null ? NULL : db_text(&r, 0, 7, ""),
        .due_on = db_int(&r, 0, 8, -1),
    };
    return OK;
}

enum err timeline_lines(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                        struct timeline_line **out, size_t *n)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &lines,
                          DB_ARGS(DB_INT("account", id), DB_INT("want", TIMELINE_LINES)), &r);
    *n = e ? 0 : r.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct timeline_line){.description = db_text(&r, i, 0, ""),
                                           .currency = db_text(&r, i, 1, ""),
                                           .amount_micros = db_int(&r, i, 2, 0),
                                           .incurred_on = db_int(&r, i, 3, -1)};
    return e;
}

enum err timeline_steps(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                        ms_t from, ms_t to, struct timeline_step **out, size_t *n)
{
    struct db_rows r;
    const struct db_arg newest[] = {DB_INT("account", id),
                                    DB_TIME("from", from),
                                    DB_INT("want", TIMELINE_STEPS),
                                    DB_ON("newest"),
                                    {0}};
    const struct db_arg between[] = {DB_INT("account", id),
                                     DB_TIME("from", from),
                                     DB_TIME("to", to),
                                     DB_INT("want", TIMELINE_STEPS),
                                     {0}};
    enum err e = db_query(db, a, scope, &steps, to == LIST_ALL_TO ? newest : between, &r);
    *n = e ? 0 : r.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct timeline_step){.no = db_int(&r, i, 0, 0),
                                           .kind = db_text(&r, i, 1, ""),
                                           .status = db_text(&r, i, 2, NULL),
                                           .at = db_int(&r, i, 3, -1),
                                           .done = db_int(&r, i, 4, 0),
                                           .interaction_id = db_int(&r, i, 5, 0)};
    return e;
}

static struct interaction read_linked(const struct db_rows *r, size_t i)
{
    return (struct interaction){
        .id = db_int(r, i, 0, 0),
        .running = db_int(r, i, 1, 0),
        .parent_id = db_int(r, i, 2, 0),
        .created_at = db_int(r, i, 3, 0),
        .closed_at = db_int(r, i, 4, 0),
        .channel = db_text(r, i, 5, ""),
        .status = db_text(r, i, 6, ""),
        .queue_id = db_int(r, i, 7, 0),
        .agent_id = db_int(r, i, 8, 0),
        .duration_s = db_int(r, i, 9, -1),
        .acw_s = -1,
    };
}

static enum err read_rows(struct db *db, struct arena *a, const struct scope *scope,
                          const struct db_stmt *stmt, const int64_t *ids, size_t n,
                          struct interaction_rows *out)
{
    struct db_rows r;
    *out = (struct interaction_rows){0};
    if (!n)
        return OK;
    enum err e =
        db_query(db, a, scope, stmt,
                 DB_ARGS(DB_LIST("ids", ids, n), DB_INT("want", TIMELINE_CHILDREN + 1)), &r);
    if (e)
        return e;
    out->more = r.n > TIMELINE_CHILDREN;
    out->n = out->more ? TIMELINE_CHILDREN : r.n;
    out->rows = arena_array(a, out->n + 1, sizeof *out->rows);
    for (size_t i = 0; i < out->n; i++)
        out->rows[i] = read_linked(&r, i);
    return interactions_more(db, a, scope, out);
}

/* Without the index, what hangs on one interaction could be found only by reading all. */
enum err timeline_children(struct db *db, struct arena *a, const struct scope *scope,
                           const int64_t *parents, size_t n, struct interaction_rows *out)
{
    bool can = db_has_index(db, "closed_interactions", "ix_parent");
    return read_rows(db, a, scope, &children, parents, can ? n : 0, out);
}

enum err timeline_visible(struct db *db, struct arena *a, const struct scope *scope,
                          const int64_t *ids, size_t n, struct interaction_rows *out)
{
    return read_rows(db, a, scope, &visible, ids, n, out);
}

enum err timeline_summaries(struct db *db, struct arena *a, const struct scope *scope,
                            const struct interaction_rows *rows, const char **out)
{
    struct db_rows r;
    int64_t *ids = arena_array(a, rows->n + 1, sizeof *ids);
    for (size_t i = 0; i < rows->n; i++) {
        ids[i] = rows->rows[i].id;
        out[i] = NULL;
    }
    if (!rows->n)
        return OK;
    enum err e = db_query(db, a, scope, &summaries, DB_ARGS(DB_LIST("ids", ids, rows->n)), &r);
    for (size_t i = 0; !e && i < r.n; i++)
        for (size_t k = 0; k < rows->n; k++)
            if (ids[k] == db_int(&r, i, 0, 0))
                out[k] = db_text(&r, i, 1, NULL);
    return e;
}

enum err timeline_trend(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                        struct interaction_rows *out)
{
    struct db_rows r;
    *out = (struct interaction_rows){0};
    if (!db_has_index(db, "closed_interactions", "ix_account"))
        return OK;
    enum err e = db_query(db, a, scope, &trend,
                          DB_ARGS(DB_INT("account", id), DB_INT("want", TIMELINE_TREND)), &r);
    out->n = e ? 0 : r.n;
    out->rows = arena_array(a, out->n + 1, sizeof *out->rows);
    for (size_t i = 0; i < out->n; i++)
        out->rows[i] = (struct interaction){.id = db_int(&r, i, 0, 0),
                                            .created_at = db_int(&r, i, 1, 0),
                                            .channel = "voice",
                                            .mood = db_text(&r, i, 2, NULL),
                                            .willingness = db_int(&r, i, 3, 0),
                                            .sentiment = db_text(&r, i, 4, NULL)};
    return e;
}

enum err timeline_of_contact(struct db *db, struct arena *a, const struct scope *scope,
                             int64_t contact, struct contact_account **out, size_t *n)
{
    struct db_rows r = {0};
    bool can = db_has_index(db, "closed_interactions", "ix_account");
    enum err e =
        can ? db_query(db, a, scope, &of_contact, DB_ARGS(DB_INT("contact", contact)), &r) : OK;
    *n = e ? 0 : r.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct contact_account){db_int(&r, i, 0, 0), db_text(&r, i, 1, "")};
    return e;
}
