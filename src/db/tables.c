#include "db/tables.h"

enum need {
    NEED_QUEUE,  /* belongs to queues: {scope:} or {arm:} */
    NEED_CHILD,  /* hangs on an interaction: named together with one, under its token */
    NEED_SELF,   /* the queues themselves: {scope_id:} */
    NEED_TENANT, /* belongs to a tenant: any of the tokens */
    NEED_SYSTEM, /* read before there is a scope: only in statements that say why */
};

static const struct {
    const char *table;
    enum need need;
} tables[] = {
    {"closed_interactions", NEED_QUEUE},
    {"active_interactions", NEED_QUEUE},
    {"legs", NEED_QUEUE},
    {"messages", NEED_CHILD},
    {"function_calls", NEED_CHILD},
    {"voice_ai_details", NEED_CHILD},
    {"web_details", NEED_CHILD},
    {"analyses", NEED_CHILD},
    {"tags", NEED_CHILD},
    {"review_flags", NEED_CHILD},
    {"recordings", NEED_CHILD},
    {"coaching_notes", NEED_CHILD},
    {"queues", NEED_SELF},
    {"agents", NEED_TENANT},
    {"dids", NEED_TENANT},
    {"dispositions", NEED_TENANT},
    {"crm_contacts", NEED_TENANT},
    {"accounts", NEED_TENANT},
    {"account_debt_lines", NEED_TENANT},
    {"strategy_steps", NEED_TENANT},
    {"agent_state_log", NEED_TENANT},
    {"opt_outs", NEED_TENANT},
    {"value_stats", NEED_TENANT},
    {"rollup_quarter", NEED_QUEUE},
    {"queue_settings", NEED_TENANT},
    {"catalog_versions", NEED_TENANT},
    {"saved_views", NEED_TENANT},
    {"share_links", NEED_TENANT},
    {"schedules", NEED_TENANT},
    {"jobs", NEED_TENANT},
    {"alert_rules", NEED_TENANT},
    {"audit", NEED_TENANT},
    {"audit_heads", NEED_TENANT},
    {"tenants", NEED_SYSTEM},
    {"roles", NEED_TENANT},
    {"role_permissions", NEED_TENANT},
    {"users", NEED_TENANT},
    {"user_queues", NEED_TENANT},
    {"sessions", NEED_TENANT},
    {"signin_failures", NEED_SYSTEM},
    {"recovery_codes", NEED_TENANT},
    {"inbox", NEED_SYSTEM},
    {"imports", NEED_SYSTEM},
    {"interaction_seq", NEED_SYSTEM},
};

static bool has(const char *sql, const char *token)
{
    return strstr(sql, token) != NULL;
}

static bool satisfied(enum need need, const char *sql)
{
    bool queue = has(sql, "{scope:") || has(sql, "{arm:");
    switch (need) {
    case NEED_QUEUE:
        return queue;
    case NEED_CHILD:
        return queue && (has(sql, "closed_interactions") || has(sql, "active_interactions"));
    case NEED_SELF:
        return has(sql, "{scope_id:");
    case NEED_TENANT:
        return queue || has(sql, "{scope_id:") || has(sql, "{tenant");
    case NEED_SYSTEM:
        return false;
    }
    return false;
}

/* `always`: the statement without its sections, for a token that may be switched off is none. */
static enum err check_table(const struct db_stmt *stmt, const char *always, const char *name,
                            size_t len)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strlen(tables[i].table) != len || strncmp(tables[i].table, name, len) != 0)
            continue;
        if (stmt->system || satisfied(tables[i].need, always))
            return OK;
        return err_set(ERR_DB_SCHEMA, "statement %s reads %s without its scope token", stmt->name,
                       tables[i].table);
    }
    return err_set(ERR_DB_SCHEMA, "statement %s names the unknown table %.*s", stmt->name, (int)len,
                   name);
}

/* The name that stands behind {facts} or {app}; NULL where there is none. */
static const char *name_behind(const char *database)
{
    const char *s = strchr(database, '}') + 1;
    if (*s++ != '.')
        return NULL;
    return *s == '`' ? s + 1 : s;
}

/* A copy without what stands in [brackets]. */
static char *without_sections(const char *sql)
{
    char *out = strdup(sql), *to = out;
    int depth = 0;
    if (!out)
        abort();
    for (; *sql; sql++) {
        bool name_in_list = strncmp(sql, "[]", 2) == 0; /* :values[] */
        depth += *sql == '[' && !name_in_list;
        if (!depth)
            *to++ = *sql;
        depth -= *sql == ']' && depth > 0 && sql[-1] != '[';
    }
    *to = 0;
    return out;
}

/* Without a scope there is nothing to expand them to. */
static enum err check_system(const struct db_stmt *stmt)
{
    static const char *const tokens[] = {"{scope", "{tenant", "{arm"};
    for (size_t i = 0; stmt->system && i < sizeof tokens / sizeof *tokens; i++)
        if (has(stmt->sql, tokens[i]))
            return err_set(ERR_DB_SCHEMA, "statement %s runs without a scope but names %s...",
                           stmt->name, tokens[i]);
    return OK;
}

/* Tables are always written {facts}.name or {app}.name; a table without its database is refused by
 * the server, for no default database is set. */
enum err tables_check(const struct db_stmt *stmt)
{
    static const char *const databases[] = {"{facts}", "{app}"};
    enum err e = check_system(stmt);
    char *always = without_sections(stmt->sql);
    for (size_t i = 0; i < sizeof databases / sizeof *databases; i++) {
        for (const char *s = stmt->sql; !e && (s = strstr(s, databases[i])); s++) {
            const char *name = name_behind(s);
            size_t n = name ? strspn(name, "abcdefghijklmnopqrstuvwxyz_") : 0;
            e = check_table(stmt, always, name ? name : "", n);
        }
    }
    free(always);
    return e;
}
