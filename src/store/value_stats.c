#include "store/value_stats.h"

#include "db/db.h"

#define WHY "counts for every tenant"

enum { OFTEN_BELOW = 200000, OFTEN_H = 1, SELDOM_H = 20 };

/* One pass over an index per dimension. */
#define COUNT_BY(dim, column, value, index)                                                        \
    {                                                                                              \
        .name = "stats_" dim,                                                                      \
        .sql = "INSERT INTO {app}.value_stats (tenant_id, dim, value_id, n, first_at, last_at) "   \
               "SELECT :tenant, '" dim "', " value ", COUNT(*), MIN(created_at), MAX(created_at) " \
               "FROM {facts}.closed_interactions FORCE INDEX (" index ") "                         \
               "WHERE tenant_id = :tenant AND " column " IS NOT NULL GROUP BY " column,            \
        .cols = "", .system = WHY,                                                                 \
    }

static const struct db_stmt counts[] = {
    COUNT_BY("queue", "queue_id", "queue_id", "ix_queue"),
    COUNT_BY("agent", "agent_id", "agent_id", "ix_agent"),
    COUNT_BY("did", "did_id", "did_id", "ix_did"),
    COUNT_BY("disposition", "disposition_id", "disposition_id", "ix_disposition"),
};
/* By position; what is none of them is 0, so that all are counted. */
static const struct db_stmt count_channels = {
    .name = "stats_channel",
    .sql = "INSERT INTO {app}.value_stats (tenant_id, dim, value_id, n, first_at, last_at) "
           "SELECT :tenant, 'channel', FIELD(k.channel, 'voice', 'chat', 'sms', 'whatsapp', "
           "'email') AS position, SUM(k.n), MIN(k.first_at), MAX(k.last_at) FROM (SELECT channel, "
           "COUNT(*) AS n, MIN(created_at) AS first_at, MAX(created_at) AS last_at "
           "FROM {facts}.closed_interactions FORCE INDEX (ix_channel) WHERE tenant_id = :tenant "
           "AND channel IS NOT NULL GROUP BY channel) k GROUP BY position",
    .cols = "",
    .system = WHY,
};

/* Every interaction has a channel, so all of them are the sum over the channels. */
static const struct db_stmt count_all = {
    .name = "stats_all",
    .sql = "INSERT INTO {app}.value_stats (tenant_id, dim, value_id, n, first_at, last_at) "
           "SELECT :tenant, 'all', 0, SUM(n), MIN(first_at), MAX(last_at) FROM {app}.value_stats "
           "WHERE tenant_id = :tenant AND dim = 'channel' HAVING COUNT(*) > 0",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt clear = {
    .name = "stats_clear",
    .sql = "DELETE FROM {app}.value_stats WHERE tenant_id = :tenant",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt bump_version = {
    .name = "stats_bump_version",
    .sql = "INSERT INTO {app}.catalog_versions (tenant_id) VALUES (:tenant) "
           "ON DUPLICATE KEY UPDATE version = version + 1",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt counted = {
    .name = "stats_counted",
    .sql = "UPDATE {app}.tenants SET counted_at = UTC_TIMESTAMP(3) WHERE id = :tenant",
    .cols = "",
    .system = WHY,
};
/* The smaller a tenant is, the faster it is counted, and the sooner its figures are old. */
static const struct db_stmt due = {
    .name = "stats_due",
    .sql = "SELECT t.id FROM {app}.tenants t LEFT JOIN {app}.value_stats s ON s.tenant_id = t.id "
           "AND s.dim = 'all' WHERE t.active AND (t.counted_at IS NULL OR t.counted_at < "
           "UTC_TIMESTAMP(3) - INTERVAL IF(COALESCE(s.n, 0) < :often_below, :often, :seldom) HOUR) "
           "ORDER BY t.counted_at LIMIT 1",
    .cols = "i",
    .system = WHY,
};

const struct db_stmt *const value_stats_statements[] = {
    &clear,     &counts[0],    &counts[1], &counts[2], &counts[3], &count_channels,
    &count_all, &bump_version, &counted,   &due,       NULL};

static enum err recount(struct db *db, int64_t tenant_id)
{
    const struct db_arg *args = DB_ARGS(DB_INT("tenant", tenant_id));
    enum err e = OK;
    for (size_t i = 0; value_stats_statements[i] != &due && !e; i++)
        e = db_exec(db, NULL, NULL, value_stats_statements[i], args, NULL);
    return e;
}

enum err value_stats_refresh(struct db *db, int64_t tenant_id)
{
    /* At this level an INSERT ... SELECT does not lock what it reads: the PBX goes on writing. */
    enum err e = db_run(db, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
    if (!e)
        e = db_begin(db, false);
    if (!e)
        e = recount(db, tenant_id);
    if (!e)
        return db_commit(db);
    db_rollback(db);
    return e;
}

enum err value_stats_due(struct db *db, struct arena *a, int64_t *tenant_id)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &due,
                          DB_ARGS(DB_INT("often_below", OFTEN_BELOW), DB_INT("often", OFTEN_H),
                                  DB_INT("seldom", SELDOM_H)),
                          &r);
    *tenant_id = !e && r.n ? db_int(&r, 0, 0, 0) : 0;
    return e;
}
