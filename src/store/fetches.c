#include "store/fetches.h"

#include "auth/scope.h"

#define WHY "fetches for every tenant"

enum { ITEMS = 20, ACCOUNTS = 5 };

/* --- the page --------------------------------------------------------------------------------- */

static const struct db_stmt find = {
    .name = "fetch_find",
    .sql = "SELECT f.state, f.step, f.problem, f.asked_by, f.attempts, f.run_after, f.asked_at, "
           "f.tried_at, f.done_at FROM {app}.vendor_fetches f "
           "WHERE {tenant:f} AND f.interaction_id = :id",
    .cols = "ssssitttt",
};
/* The columns are assigned in their order: `state` is still the old one until the end. */
static const struct db_stmt ask = {
    .name = "fetch_ask",
    .sql = "INSERT INTO {app}.vendor_fetches (tenant_id, interaction_id, run_after, asked_by, "
           "asked_at) VALUES ({tenant}, :id, :now, :by, :now) ON DUPLICATE KEY UPDATE "
           "run_after = IF(state = 'running', run_after, :now), "
           "attempts = IF(state IN ('done', 'failed'), 0, attempts), "
           "problem = IF(state = 'running', problem, NULL), "
           "step = IF(state = 'running', step, NULL), "
           "asked_by = IF(state = 'running', asked_by, :by), "
           "asked_at = IF(state = 'running', asked_at, :now), "
           "done_at = NULL, state = IF(state = 'running', state, 'waiting')",
    .cols = "",
};
static const struct db_stmt can_ask = {
    .name = "fetch_can_ask",
    .sql = "SELECT 1 FROM {app}.intake_connections c WHERE {tenant:c} AND c.source = :source "
           "AND c.active AND c.can_ask LIMIT 1",
    .cols = "i",
};

const struct db_stmt *const fetch_statements[] = {&find, &ask, &can_ask, NULL};

enum err fetch_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                    struct fetch *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &find, DB_ARGS(DB_INT("id", id)), &r);
    *out = (struct fetch){0};
    if (!e && r.n)
        *out = (struct fetch){
            .state = db_text(&r, 0, 0, NULL),
            .step = db_text(&r, 0, 1, NULL),
            .problem = db_text(&r, 0, 2, NULL),
            .asked_by = db_text(&r, 0, 3, NULL),
            .attempts = db_int(&r, 0, 4, 0),
            .run_after = db_int(&r, 0, 5, 0),
            .asked_at = db_int(&r, 0, 6, 0),
            .tried_at = db_int(&r, 0, 7, 0),
            .done_at = db_int(&r, 0, 8, 0),
        };
    return e;
}

enum err fetch_ask(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                   const char *by, ms_t now)
{
    return db_exec(db, a, scope, &ask,
                   DB_ARGS(DB_INT("id", id), DB_TEXT("by", by), DB_TIME("now", now)), NULL);
}

enum err fetch_can_ask(struct db *db, struct arena *a, const struct scope *scope,
                       const char *source, bool *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &can_ask, DB_ARGS(DB_TEXT("source", source)), &r);
    *out = !e && r.n;
    return e;
}

/* --- one after the other ---------------------------------------------------------------------- */

static const struct db_stmt due = {
    .name = "fetch_due",
    .sql = "SELECT f.tenant_id, f.interaction_id, f.attempts FROM {app}.vendor_fetches f "
           "WHERE f.state IN ('waiting', 'running') AND f.run_after <= :now "
           "ORDER BY f.run_after LIMIT :limit",
    .cols = "iii",
    .system = WHY,
};
static const struct db_stmt take = {
    .name = "fetch_take",
    .sql = "UPDATE {app}.vendor_fetches SET state = 'running', step = 'asked', "
           "attempts = attempts + 1, run_after = :until, tried_at = :now "
           "WHERE tenant_id = :tenant AND interaction_id = :id AND attempts = :attempts "
           "AND state IN ('waiting', 'running') AND run_after <= :now",
    .cols = "",
    .system = WHY,
};
#define MINE                                                                                       \
    "WHERE tenant_id = :tenant AND interaction_id = :id AND attempts = :attempts "                 \
    "AND state = 'running'"
static const struct db_stmt step = {
    .name = "fetch_step",
    .sql = "UPDATE {app}.vendor_fetches SET step = :step, run_after = :until " MINE,
    .cols = "",
    .system = WHY,
};
static const struct db_stmt again = {
    .name = "fetch_again",
    .sql = "UPDATE {app}.vendor_fetches SET state = 'waiting', step = NULL, problem = :problem, "
           "run_after = :at " MINE,
    .cols = "",
    .system = WHY,
};
static const struct db_stmt end = {
    .name = "fetch_end",
    .sql = "UPDATE {app}.vendor_fetches SET state = :state, step = NULL, problem = :problem, "
           "done_at = :now " MINE,
    .cols = "",
    .system = WHY,
};

enum err fetch_due(struct db *db, struct arena *a, ms_t now, struct fetch_item **out, size_t *n)
{
    struct db_rows r;
    enum err e =
        db_query(db, a, NULL, &due, DB_ARGS(DB_TIME("now", now), DB_INT("limit", ITEMS)), &r);
    *n = e ? 0 : r.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] =
            (struct fetch_item){db_int(&r, i, 0, 0), db_int(&r, i, 1, 0), db_int(&r, i, 2, 0)};
    return e;
}

#define OF_ITEM                                                                                    \
    DB_INT("tenant", item->tenant_id), DB_INT("id", item->id), DB_INT("attempts", item->attempts)

enum err fetch_take(struct db *db, struct arena *a, struct fetch_item *item, ms_t now, ms_t until,
                    bool *mine)
{
    int64_t n = 0;
    enum err e = db_exec(db, a, NULL, &take,
                         DB_ARGS(OF_ITEM, DB_TIME("now", now), DB_TIME("until", until)), &n);
    *mine = n == 1;
    item->attempts += *mine;
    return e;
}

static enum err of_mine(struct db *db, struct arena *a, const struct db_stmt *stmt,
                        const struct db_arg *args, bool *mine)
{
    int64_t n = 0;
    enum err e = db_exec(db, a, NULL, stmt, args, &n);
    *mine = n == 1;
    return e;
}

enum err fetch_step(struct db *db, struct arena *a, const struct fetch_item *item, const char *at,
                    ms_t until, bool *mine)
{
    return of_mine(db, a, &step, DB_ARGS(OF_ITEM, DB_TEXT("step", at), DB_TIME("until", until)),
                   mine);
}

enum err fetch_again(struct db *db, struct arena *a, const struct fetch_item *item,
                     const char *problem, ms_t at, bool *mine)
{
    return of_mine(db, a, &again, DB_ARGS(OF_ITEM, DB_TEXT("problem", problem), DB_TIME("at", at)),
                   mine);
}

enum err fetch_end(struct db *db, struct arena *a, const struct fetch_item *item, bool done,
                   const char *problem, ms_t now, bool *mine)
{
    return of_mine(db, a, &end,
                   DB_ARGS(OF_ITEM, DB_TEXT("state", done ? "done" : "failed"),
                           DB_TEXT("problem", problem), DB_TIME("now", now)),
                   mine);
}

/* --- what is asked, and whom ------------------------------------------------------------------ */

#define OF(table)                                                                                  \
    "SELECT i.vendor, i.vendor_ref, i.queue_id, i.has_recording FROM {facts}." table               \
    " i FORCE INDEX (uq_id) WHERE i.tenant_id = :tenant AND i.id = :id "                           \
    "AND i.vendor IS NOT NULL AND i.vendor_ref IS NOT NULL"
static const struct db_stmt of = {
    .name = "fetch_of",
    .sql = OF("closed_interactions") " UNION ALL " OF("active_interactions"),
    .cols = "ssii",
    .system = WHY,
};
static const struct db_stmt accounts = {
    .name = "fetch_accounts",
    .sql = "SELECT c.id, c.name, c.api_base, c.api_key FROM {app}.intake_connections c "
           "WHERE c.tenant_id = :tenant AND c.source = :source AND c.active AND c.can_ask "
           "ORDER BY COALESCE(c.queue_id, 0) <> :queue, c.id LIMIT :limit",
    .cols = "issb",
    .system = WHY,
};

enum err fetch_of(struct db *db, struct arena *a, const struct fetch_item *item,
                  struct fetch_of *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &of,
                          DB_ARGS(DB_INT("tenant", item->tenant_id), DB_INT("id", item->id)), &r);
    if (!e && !r.n)
        return err_set(ERR_NOT_FOUND, "the interaction is not there any more");
    if (!e)
        *out = (struct fetch_of){db_text(&r, 0, 0, ""), db_text(&r, 0, 1, ""), db_int(&r, 0, 2, 0),
                                 db_int(&r, 0, 3, 0) == 1};
    return e;
}

enum err fetch_accounts(struct db *db, struct arena *a, int64_t tenant_id,
                        const struct fetch_of *asked, struct fetch_account **out, size_t *n)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &accounts,
                          DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("source", asked->source),
                                  DB_INT("queue", asked->queue_id), DB_INT("limit", ACCOUNTS)),
                          &r);
    *n = e ? 0 : r.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++) {
        const struct db_cell *key = db_cell(&r, i, 3);
        (*out)[i] = (struct fetch_account){db_int(&r, i, 0, 0), db_text(&r, i, 1, ""),
                                           db_text(&r, i, 2, NULL), key->s, key->len};
    }
    return e;
}

/* --- what nobody asked for -------------------------------------------------------------------- */

static const struct db_stmt sources = {
    .name = "fetch_sources",
    .sql = "SELECT DISTINCT c.tenant_id, c.source FROM {app}.intake_connections c "
           "WHERE c.active AND c.can_ask",
    .cols = "is",
    .system = WHY,
};
#define LOOK(table, index, condition)                                                              \
    "INSERT IGNORE INTO {app}.vendor_fetches (tenant_id, interaction_id, run_after, asked_at) "    \
    "SELECT i.tenant_id, i.id, :now, :now FROM {facts}." table " i FORCE INDEX (" index ") "       \
    "LEFT JOIN {app}.vendor_fetches f ON f.tenant_id = i.tenant_id AND f.interaction_id = i.id "   \
    "WHERE i.tenant_id = :tenant AND i.vendor = :source AND i.has_transcript = 0 " condition       \
    "AND i.channel = 'voice' AND i.vendor_ref IS NOT NULL AND f.interaction_id IS NULL "           \
    "LIMIT 200"
static const struct db_stmt ended = {
    .name = "fetch_look_ended",
    .sql = LOOK("closed_interactions", "ix_missing",
                "AND i.closed_at >= :from AND i.closed_at < :by "),
    .cols = "",
    .system = WHY,
};
static const struct db_stmt running = {
    .name = "fetch_look_running",
    .sql = LOOK("active_interactions", "uq_vendor",
                "AND i.created_at >= :from AND i.created_at < :by "),
    .cols = "",
    .system = WHY,
};

const struct db_stmt *const fetch_worker_statements[] = {
    &due, &take, &step, &again, &end, &of, &accounts, &sources, &ended, &running, NULL,
};

enum err fetch_look(struct db *db, struct arena *a, ms_t from, ms_t ended_by, ms_t began_by,
                    ms_t now, int64_t *n)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &sources, NULL, &r);
    *n = 0;
    for (size_t i = 0; i < 2 * r.n && !e; i++) {
        int64_t more = 0;
        bool runs = i % 2;
        e = db_exec(db, a, NULL, runs ? &running : &ended,
                    DB_ARGS(DB_INT("tenant", db_int(&r, i / 2, 0, 0)),
                            DB_TEXT("source", db_text(&r, i / 2, 1, "")), DB_TIME("from", from),
                            DB_TIME("by", runs ? began_by : ended_by), DB_TIME("now", now)),
                    &more);
        *n += more;
    }
    return e;
}
