/* parley stats: how common each value of a filter is. */
#include "command.h"
#include "store/value_stats.h"

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

static enum err refresh_and_say(struct command_env *env, int64_t tenant_id, const char *slug)
{
    struct db_rows r;
    enum err e = value_stats_refresh(env->db, tenant_id);
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
