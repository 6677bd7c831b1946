/* parley stats: how common each value of a filter is. */
#include "command.h"

/* One pass over an index per dimension. */
#define COUNT_BY(dim, column, value, index)                                                        \
    {                                                                                              \
        .name = "stats_" dim,                                                                      \
        .sql = "INSERT INTO {app}.value_stats (tenant_id, dim, value_id, n, first_at, last_at) "   \
               "SELECT :tenant, '" dim "', " value ", COUNT(*), MIN(created_at), MAX(created_at) " \
               "FROM {facts}.closed_interactions FORCE INDEX (" index ") "                         \
               "WHERE tenant_id = :tenant AND " column " IS NOT NULL GROUP BY " column,            \
        .cols = "", .system = "command line",                                                      \
    }

static const struct db_stmt counts[] = {
    COUNT_BY("queue", "queue_id", "queue_id", "ix_queue"),
    COUNT_BY("agent", "agent_id", "agent_id", "ix_agent"),
    COUNT_BY("did", "did_id", "did_id", "ix_did"),
    COUNT_BY("disposition", "disposition_id", "disposition_id", "ix_disposition"),
};
enum { COUNTS = sizeof counts / sizeof *counts };

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
    .system = "command line",
};

/* Every interaction has a channel, so all of them are the sum over the channels. */
static const struct db_stmt count_all = {
    .name = "stats_all",
    .sql = "INSERT INTO {app}.value_stats (tenant_id, dim, value_id, n, first_at, last_at) "
           "SELECT :tenant, 'all', 0, SUM(n), MIN(first_at), MAX(last_at) FROM {app}.value_stats "
           "WHERE tenant_id = :tenant AND dim = 'channel' HAVING COUNT(*) > 0",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt clear = {
    .name = "stats_clear",
    .sql = "DELETE FROM {app}.value_stats WHERE tenant_id = :tenant",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt bump_version = {
    .name = "stats_bump_version",
    .sql = "INSERT INTO {app}.catalog_versions (tenant_id) VALUES (:tenant) "
           "ON DUPLICATE KEY UPDATE version = version + 1",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt list_tenants = {
    .name = "stats_tenants",
    .sql = "SELECT id, slug FROM {app}.tenants [slug|WHERE slug = :slug] ORDER BY id",
    .cols = "is",
    .system = "command line",
};
static const struct db_stmt summary = {
    .name = "stats_summary",
    .sql = "SELECT MAX(CASE WHEN dim = 'all' THEN n END), COUNT(*) FROM {app}.value_stats "
           "WHERE tenant_id = :tenant",
    .cols = "ii",
    .system = "command line",
};

static enum err recount(struct db *db, int64_t tenant_id)
{
    const struct db_arg *args = DB_ARGS(DB_INT("tenant", tenant_id));
    enum err e = db_exec(db, NULL, NULL, &clear, args, NULL);
    for (size_t c = 0; c < COUNTS && !e; c++)
        e = db_exec(db, NULL, NULL, &counts[c], args, NULL);
    if (!e)
        e = db_exec(db, NULL, NULL, &count_channels, args, NULL);
    if (!e)
        e = db_exec(db, NULL, NULL, &count_all, args, NULL);
    return e ? e : db_exec(db, NULL, NULL, &bump_version, args, NULL);
}

enum err stats_refresh(struct db *db, int64_t tenant_id)
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

static enum err refresh_and_say(struct command_env *env, int64_t tenant_id, const char *slug)
{
    struct db_rows r;
    enum err e = stats_refresh(env->db, tenant_id);
    if (!e)
        e = db_query(env->db, env->arena, NULL, &summary, DB_ARGS(DB_INT("tenant", tenant_id)), &r);
    if (!e)
        printf("%s: %lld closed interactions, %lld values counted\n", slug,
               (long long)db_int(&r, 0, 0, 0), (long long)db_int(&r, 0, 1, 0));
    return e;
}

int stats_command(struct command_env *env, int argc, char **argv)
{
    const char *slug = NULL;
    struct db_rows r;
    if (argc == 3 && strcmp(argv[1], "--tenant") == 0)
        slug = argv[2];
    else if (argc != 1)
        return 2;
    const struct db_arg with_slug[] = {DB_TEXT("slug", slug), {0}}, all[] = {{0}};
    enum err e = db_query(env->db, env->arena, NULL, &list_tenants, slug ? with_slug : all, &r);
    if (!e && slug && !r.n)
        e = err_set(ERR_NOT_FOUND, "there is no tenant '%s'", slug);
    for (size_t t = 0; t < r.n && !e; t++)
        e = refresh_and_say(env, db_int(&r, t, 0, 0), db_text(&r, t, 1, ""));
    return e ? command_failed("stats") : 0;
}
