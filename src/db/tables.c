#include "db/tables.h"

#include "core/buf.h"

/* What a statement must say about a table, by the alias it gives it. "Tied": a scope token for the
 * alias, or its tenant_id compared with that of another table or with {tenant}. */
enum need {
    NEED_QUEUE,  /* belongs to queues: {scope:alias} or {arm:alias} */
    NEED_GONE,   /* the same, or its ids are what is left out */
    NEED_CHILD,  /* hangs on an interaction: tied, together with one under its own token */
    NEED_LEG,    /* has a queue of its own: either of the two */
    NEED_SELF,   /* the queues themselves: {scope_id:alias} */
    NEED_TENANT, /* belongs to a tenant: tied */
    NEED_JOINED, /* has no tenant but that of what it is joined to: any token */
    NEED_SYSTEM, /* read before there is a scope: only in statements that say why */
};

static const struct {
    const char *table;
    enum need need;
} tables[] = {
    {"closed_interactions", NEED_QUEUE},
    {"active_interactions", NEED_QUEUE},
    {"legs", NEED_LEG},
    {"messages", NEED_CHILD},
    {"function_calls", NEED_CHILD},
    {"voice_ai_details", NEED_CHILD},
    {"web_details", NEED_CHILD},
    {"vendor_details", NEED_CHILD},
    {"analyses", NEED_CHILD},
    {"tags", NEED_CHILD},
    {"review_flags", NEED_CHILD},
    {"recordings", NEED_CHILD},
    {"coaching_notes", NEED_CHILD},
    {"interaction_notes", NEED_CHILD},
    {"deleted_interactions", NEED_GONE},
    {"legal_holds", NEED_TENANT},
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
    {"search_texts", NEED_CHILD},
    {"search_words", NEED_TENANT}, /* hashes; what they lead to is asked for within the scope */
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
    {"role_permissions", NEED_JOINED},
    {"users", NEED_TENANT},
    {"user_queues", NEED_TENANT},
    {"sessions", NEED_TENANT},
    {"signin_failures", NEED_SYSTEM},
    {"recovery_codes", NEED_TENANT},
    {"inbox", NEED_TENANT},
    {"imports", NEED_SYSTEM},
    {"interaction_seq", NEED_SYSTEM},
    {"worker_tasks", NEED_SYSTEM},
    {"intake_connections", NEED_TENANT},
    {"api_keys", NEED_TENANT},
    {"api_key_queues", NEED_TENANT},
    {"api_key_use", NEED_TENANT},
    {"vendor_fetches", NEED_TENANT},
    {"outgoing_messages", NEED_TENANT},
    {"rate_cards", NEED_TENANT},
    {"rate_card_models", NEED_TENANT},
    {"computed_costs", NEED_TENANT},
    {"followed_files", NEED_SYSTEM},
};

/* A table as a statement names it. */
struct use {
    /* The statement without its sections, for a token that may be off is none, and behind it the
     * branch of a section in which the table itself stands. */
    const char *sql;
    char alias[40]; /* the table's own name where it has no other */
    bool bare;      /* it has no other: its columns may stand alone */
};

static bool has(const char *sql, const char *token)
{
    return strstr(sql, token) != NULL;
}

static bool has_for(const struct use *u, const char *before, const char *after)
{
    char text[80];
    snprintf(text, sizeof text, "%s%s%s", before, u->alias, after);
    return has(u->sql, text);
}

static bool scoped(const struct use *u)
{
    return has_for(u, "{scope:", "}") || has_for(u, "{arm:", "}");
}

/* In `a.tenant_id = x`: whether x is another column or the tenant, not a value from outside. */
static bool compared(const struct use *u)
{
    char text[80];
    snprintf(text, sizeof text, "%s.tenant_id = ", u->alias);
    for (const char *s = u->sql; (s = strstr(s, text)); s++) {
        const char *other = s + strlen(text);
        size_t n = strspn(other, "abcdefghijklmnopqrstuvwxyz_0123456789");
        bool whole = s == u->sql || !strchr("abcdefghijklmnopqrstuvwxyz_0123456789", s[-1]);
        if (whole && (strncmp(other, "{tenant}", 8) == 0 ||
                      (n && strncmp(other + n, ".tenant_id", 10) == 0)))
            return true;
    }
    if (u->bare && has(u->sql, " tenant_id = {tenant}"))
        return true;
    snprintf(text, sizeof text, ".tenant_id = %s.tenant_id", u->alias);
    return has(u->sql, text) || has_for(u, "", ".tenant_id IN (0, {tenant})");
}

static bool tied(const struct use *u)
{
    return scoped(u) || has_for(u, "{tenant:", "}") || has_for(u, "{scope_id:", "}") || compared(u);
}

/* What is inserted for rows that are read within the scope. */
static bool inserted_for(const struct use *u)
{
    return u->bare && strncmp(u->sql, "INSERT ", 7) == 0 &&
           has(u->sql, " SELECT i.tenant_id, i.id, ");
}

static bool hangs_on_one(const struct use *u)
{
    return (tied(u) || inserted_for(u)) && (has(u->sql, "{scope:") || has(u->sql, "{arm:")) &&
           (has(u->sql, "closed_interactions") || has(u->sql, "active_interactions") ||
            has(u->sql, "deleted_interactions"));
}

/* Rows are moved to it, from where they stand in the scope. */
static bool moved_to(const struct use *u)
{
    char text[80];
    snprintf(text, sizeof text, "INSERT INTO {facts}.%s (", u->alias);
    return u->bare && strncmp(u->sql, text, strlen(text)) == 0 && has(u->sql, "{scope:");
}

static bool left_out(const struct use *u)
{
    char text[200];
    snprintf(text, sizeof text,
             "NOT IN (SELECT %s.id FROM {facts}.deleted_interactions %s WHERE {tenant:%s})",
             u->alias, u->alias, u->alias);
    return has(u->sql, text);
}

static bool satisfied(enum need need, const struct use *u)
{
    /* INSERT gives the tenant as a value. */
    bool inserted = strncmp(u->sql, "INSERT ", 7) == 0 && has(u->sql, "{tenant}");
    switch (need) {
    case NEED_QUEUE:
        return scoped(u) || moved_to(u);
    case NEED_GONE:
        return scoped(u) || moved_to(u) || left_out(u);
    case NEED_CHILD:
        return hangs_on_one(u);
    case NEED_LEG:
        return scoped(u) || hangs_on_one(u);
    case NEED_SELF:
        return has_for(u, "{scope_id:", "}") || inserted;
    case NEED_TENANT:
        return tied(u) || inserted;
    case NEED_JOINED:
        return inserted || has(u->sql, "{scope:") || has(u->sql, "{scope_id:") ||
               has(u->sql, "{tenant");
    case NEED_SYSTEM:
        return false;
    }
    return false;
}

static enum err check_table(const struct db_stmt *stmt, const struct use *use, const char *name,
                            size_t len)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strlen(tables[i].table) != len || strncmp(tables[i].table, name, len) != 0)
            continue;
        if (stmt->system || satisfied(tables[i].need, use))
            return OK;
        return err_set(ERR_DB_SCHEMA, "statement %s reads %s as '%s' without its scope token",
                       stmt->name, tables[i].table, use->alias);
    }
    return err_set(ERR_DB_SCHEMA, "statement %s names the unknown table %.*s", stmt->name, (int)len,
                   name);
}

/* The alias behind a table's name: `name a`, `name AS a`. Keywords are written in capitals. */
static void read_alias(struct use *u, const char *name, size_t len)
{
    const char *s = name + len;
    s += *s == '`';
    s += strspn(s, " ");
    if (strncmp(s, "AS ", 3) == 0)
        s += 3 + strspn(s + 3, " ");
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_0123456789");
    u->bare = !n;
    if (!n) {
        s = name;
        n = len;
    }
    snprintf(u->alias, sizeof u->alias, "%.*s", (int)n, s);
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
static char *without_sections(const char *sql, size_t len)
{
    char *out = strndup(sql, len), *to = out;
    int depth = 0;
    if (!out)
        abort();
    sql = out;
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

/* Adds the branch of the innermost section around `at`, if any: [name|A|B] has two. */
static void add_branch(struct buf *out, const char *sql, const char *at)
{
    const char *begin = at, *end = at;
    int depth = 0;
    for (; begin > sql && (depth || !strchr("[|", *begin)); begin--)
        depth += (*begin == ']') - (*begin == '[');
    if (begin == sql)
        return;
    for (depth = 0; *end && (depth || !strchr("]|", *end)); end++)
        depth += (*end == '[') - (*end == ']');
    char *branch = without_sections(begin + 1, (size_t)(end - begin - 1));
    buf_putc(out, ' ');
    buf_puts(out, branch);
    free(branch);
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
    char *always = without_sections(stmt->sql, strlen(stmt->sql));
    struct buf text = {0};
    for (size_t i = 0; i < sizeof databases / sizeof *databases; i++) {
        for (const char *s = stmt->sql; !e && (s = strstr(s, databases[i])); s++) {
            const char *name = name_behind(s);
            size_t n = name ? strspn(name, "abcdefghijklmnopqrstuvwxyz_") : 0;
            buf_clear(&text);
            buf_puts(&text, always);
            add_branch(&text, stmt->sql, s);
            struct use use = {.sql = text.s};
            read_alias(&use, name ? name : "", n);
            e = check_table(stmt, &use, name ? name : "", n);
        }
    }
    buf_free(&text);
    free(always);
    return e;
}
