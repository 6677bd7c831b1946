#include "unit/unit.h"

#include "db/tables.h"
#include "store/interactions.h"

static enum err check(const char *sql, const char *system)
{
    const struct db_stmt stmt = {.name = "tried", .sql = sql, .cols = "i", .system = system};
    err_clear();
    return tables_check(&stmt);
}

static void refuses(const char *sql, const char *says)
{
    if (check(sql, NULL) != ERR_DB_SCHEMA)
        fail_msg("taken: %s", sql);
    if (!strstr(err_detail(), "tried") || !strstr(err_detail(), says))
        fail_msg("'%s' does not name the statement and %s", err_detail(), says);
}

static void takes(const char *sql)
{
    if (check(sql, NULL) != OK)
        fail_msg("'%s' is refused: %s", sql, err_detail());
}

static void what_belongs_to_queues_needs_the_scope(void **state)
{
    static const char *const tables[] = {"closed_interactions", "active_interactions",
                                         "rollup_quarter"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *from = arena_printf(*state, "SELECT 1 FROM {facts}.%s i", tables[i]);
        refuses(from, tables[i]);
        refuses(arena_printf(*state, "%s WHERE {tenant:i}", from), tables[i]);
        refuses(arena_printf(*state, "%s WHERE {scope_id:i}", from), tables[i]);
        refuses(arena_printf(*state, "%s WHERE i.tenant_id = :tenant", from), tables[i]);
        takes(arena_printf(*state, "%s WHERE {scope:i}", from));
        takes(arena_printf(*state, "{arms}%s WHERE {arm:i}{/arms}", from));
    }
}

/* Between the tables of interactions rows are moved by who sees them; figures of the whole tenant
 * leave the deleted ones out. */
static void deleted_ones_are_moved_or_left_out(void **state)
{
    static const char from[] = "INSERT INTO {facts}.closed_interactions (tenant_id, id) SELECT "
                               "i.tenant_id, i.id FROM {facts}.deleted_interactions i WHERE ";
    takes(arena_printf(*state, "%s{scope:i}", from));
    refuses(arena_printf(*state, "%s{tenant:i}", from), "closed_interactions");
    refuses("SELECT d.id FROM {facts}.deleted_interactions d WHERE {tenant:d}",
            "deleted_interactions");
    refuses("SELECT 1 FROM {facts}.legs l JOIN {facts}.deleted_interactions d "
            "ON d.id = l.interaction_id WHERE {scope:l} AND {tenant:d}",
            "deleted_interactions");
    takes("SELECT 1 FROM {facts}.legs l WHERE {scope:l} AND l.interaction_id NOT IN (SELECT d.id "
          "FROM {facts}.deleted_interactions d WHERE {tenant:d})");
    refuses("SELECT 1 FROM {facts}.legs l WHERE {scope:l} AND l.interaction_id IN (SELECT d.id "
            "FROM {facts}.deleted_interactions d WHERE {tenant:d})",
            "deleted_interactions");
}

static void what_hangs_on_an_interaction_needs_it(void **state)
{
    static const char *const tables[] = {"messages",     "function_calls", "voice_ai_details",
                                         "web_details",  "analyses",       "tags",
                                         "review_flags", "recordings",     "coaching_notes"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *from = arena_printf(*state, "SELECT 1 FROM {facts}.%s x", tables[i]);
        refuses(from, tables[i]);
        refuses(arena_printf(*state, "%s WHERE {tenant:x}", from), tables[i]);
        refuses(arena_printf(*state, "%s WHERE {scope:x}", from), tables[i]);
        const char *join = " JOIN {facts}.closed_interactions i ON i.id = x.interaction_id";
        refuses(arena_printf(*state, "%s%s WHERE {scope:i}", from, join), tables[i]);
        refuses(arena_printf(*state, "%s%s AND {tenant:x}", from, join), tables[i]);
        refuses(arena_printf(*state, "%s%s WHERE {tenant:i} AND {scope:x}", from, join),
                "closed_interactions");
        takes(
            arena_printf(*state, "%s%s AND x.tenant_id = i.tenant_id WHERE {scope:i}", from, join));
        takes(arena_printf(*state, "%s%s WHERE {tenant:x} AND {scope:i}", from, join));
    }
}

static void what_is_inserted_hangs_on_rows_of_the_scope(void **state)
{
    static const char into[] = "INSERT INTO {facts}.tags (tenant_id, interaction_id, tag) ";
    static const char from[] = "SELECT i.tenant_id, i.id, :tag FROM {facts}.closed_interactions i ";
    takes(arena_printf(*state, "%s%sWHERE {scope:i} AND i.id = :id", into, from));
    refuses(arena_printf(*state, "%s%sWHERE {tenant:i} AND i.id = :id", into, from), "tags");
    refuses(arena_printf(*state, "%sVALUES (:tenant, :id, :tag)", into), "tags");
    refuses(arena_printf(*state,
                         "%sSELECT :tenant, i.id, :tag FROM {facts}.closed_interactions i "
                         "WHERE {scope:i}",
                         into),
            "tags");
}

/* A leg has a queue of its own, or is shown with its interaction. */
static void legs_need_either(void **state)
{
    (void)state;
    takes("SELECT 1 FROM {facts}.legs l WHERE {scope:l}");
    refuses("SELECT 1 FROM {facts}.legs l WHERE {tenant:l}", "legs");
    takes("SELECT 1 FROM {facts}.legs l JOIN {facts}.closed_interactions i "
          "ON i.tenant_id = l.tenant_id AND i.id = l.interaction_id WHERE {scope:i}");
    refuses("SELECT 1 FROM {facts}.legs l JOIN {facts}.closed_interactions i "
            "ON i.id = l.interaction_id WHERE {scope:i}",
            "legs");
}

/* Each table is tied by its own name: the token of one is none for another. */
static void a_token_counts_for_its_own_table(void **state)
{
    (void)state;
    refuses("SELECT 1 FROM {facts}.closed_interactions i JOIN {facts}.closed_interactions p "
            "ON p.tenant_id = i.tenant_id AND p.id = i.parent_id WHERE {scope:i}",
            "closed_interactions as 'p'");
    takes("SELECT 1 FROM {facts}.closed_interactions i JOIN {facts}.closed_interactions p "
          "ON p.tenant_id = i.tenant_id AND p.id = i.parent_id WHERE {scope:i} AND {scope:p}");
    refuses("SELECT 1 FROM {facts}.agents a JOIN {facts}.dids d ON d.id = a.id WHERE {tenant:a}",
            "dids as 'd'");
    refuses("SELECT 1 FROM {facts}.agents a JOIN {facts}.dids AS d ON d.tenant_id = :x "
            "WHERE {tenant:a}",
            "dids as 'd'");
    refuses("SELECT 1 FROM {facts}.agents aa JOIN {facts}.dids a ON a.id = 1 AND "
            "aa.tenant_id = 1 WHERE {tenant:aa}",
            "dids as 'a'");
    takes("SELECT 1 FROM {facts}.agents a JOIN {facts}.dids d ON a.tenant_id = d.tenant_id "
          "WHERE {tenant:a}");
    takes("SELECT 1 FROM {app}.roles r WHERE r.tenant_id IN (0, {tenant})");
    takes("UPDATE {app}.users SET name = :n WHERE {tenant:users} AND id = :id");
    takes("UPDATE {app}.users SET name = :n WHERE tenant_id = {tenant} AND id = :id");
    refuses("UPDATE {app}.users SET name = :n WHERE tenant_id = :t AND id = :id", "users");
    refuses("SELECT 1 FROM {app}.users u JOIN {app}.jobs j ON j.id = u.id WHERE tenant_id = "
            "{tenant}",
            "users as 'u'");
}

/* Without a tenant of their own, permissions belong to a role. */
static void what_has_no_tenant_is_joined(void **state)
{
    (void)state;
    refuses("SELECT 1 FROM {app}.role_permissions p", "role_permissions");
    takes("SELECT 1 FROM {app}.role_permissions p JOIN {app}.roles r ON r.id = p.role_id "
          "WHERE {tenant:r}");
}

static void the_queues_need_the_scope_of_queues(void **state)
{
    (void)state;
    refuses("SELECT 1 FROM {facts}.queues q", "queues");
    refuses("SELECT 1 FROM {facts}.queues q WHERE {tenant:q}", "queues");
    refuses("SELECT 1 FROM {facts}.queues q WHERE {scope:q}", "queues");
    takes("SELECT 1 FROM {facts}.queues q WHERE {scope_id:q}");
}

static void what_belongs_to_a_tenant_needs_any_token(void **state)
{
    static const char *const tables[] = {"agents",
                                         "dids",
                                         "dispositions",
                                         "crm_contacts",
                                         "accounts",
                                         "strategy_steps",
                                         "value_stats",
                                         "queue_settings",
                                         "catalog_versions",
                                         "saved_views",
                                         "share_links",
                                         "schedules",
                                         "jobs",
                                         "alert_rules",
                                         "audit",
                                         "audit_heads",
                                         "roles",
                                         "users",
                                         "user_queues",
                                         "sessions",
                                         "recovery_codes",
                                         "opt_outs",
                                         "agent_state_log",
                                         "account_debt_lines"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *from = arena_printf(*state, "SELECT 1 FROM {app}.%s t", tables[i]);
        refuses(from, tables[i]);
        refuses(arena_printf(*state, "%s WHERE t.tenant_id = :tenant", from), tables[i]);
        takes(arena_printf(*state, "%s WHERE {tenant:t}", from));
        takes(arena_printf(*state, "%s WHERE {scope:t}", from));
        takes(arena_printf(*state, "%s WHERE t.tenant_id = {tenant}", from));
        takes(arena_printf(*state, "INSERT INTO {app}.%s VALUES ({tenant})", tables[i]));
    }
}

static void what_is_read_before_there_is_a_scope_says_why(void **state)
{
    static const char *const tables[] = {"tenants", "signin_failures", "imports"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *sql =
            arena_printf(*state, "SELECT 1 FROM {app}.%s t WHERE {tenant:t}", tables[i]);
        refuses(sql, tables[i]);
        assert_int_equal(
            check(arena_printf(*state, "SELECT 1 FROM {app}.%s t", tables[i]), "sign-in"), OK);
        assert_int_equal(check(sql, "sign-in"), ERR_DB_SCHEMA); /* no scope to expand it to */
        refuses(arena_printf(*state, "SELECT 1 FROM {app}.%s t WHERE {scope:t} AND {scope_id:t}",
                             tables[i]),
                tables[i]);
    }
    assert_int_equal(check("SELECT 1 FROM {facts}.queues", "command line"), OK);
}

static void a_table_in_a_section_is_tied_there(void **state)
{
    (void)state;
    takes("SELECT 1 [x| UNION SELECT a.id FROM {facts}.agents a WHERE {tenant:a} "
          "AND a.id IN (:ids[])]");
    refuses("SELECT 1 [x| UNION SELECT a.id FROM {facts}.agents a WHERE 1 [y|AND {tenant:a}]]",
            "agents");
    refuses("SELECT 1 [x| FROM {facts}.agents a| WHERE {tenant:a}]", "agents");
    refuses("SELECT 1 [x| FROM {facts}.agents a] [y| WHERE {tenant:a}]", "agents");
    takes("SELECT 1 FROM {facts}.dids d WHERE {tenant:d} [x|AND EXISTS (SELECT 1 FROM "
          "{facts}.agents a WHERE a.tenant_id = d.tenant_id AND a.id IN (:ids[]))]");
}

static void a_token_that_may_be_switched_off_is_none(void **state)
{
    (void)state;
    refuses("SELECT 1 FROM {facts}.closed_interactions i WHERE 1 [x| AND {scope:i}]",
            "closed_interactions");
    refuses("SELECT 1 FROM {facts}.agents a WHERE a.id IN (:ids[]) [x|AND [y|{tenant:a}]]",
            "agents");
    assert_int_equal(check("SELECT 1 FROM {facts}.agents a WHERE [x|1|2] AND {tenant:a}", NULL),
                     OK);
}

static void each_of_several_tables_is_checked(void **state)
{
    (void)state;
    refuses("SELECT 1 FROM {facts}.closed_interactions i JOIN {facts}.queues q WHERE {scope:i}",
            "queues");
    refuses("SELECT 1 FROM {facts}.agents a JOIN {app}.inbox u WHERE {tenant:a}", "inbox");
    takes("SELECT 1 FROM {facts}.closed_interactions i JOIN {facts}.queues q "
          "WHERE {scope:i} AND {scope_id:q}");
}

static void unknown_tables_are_refused(void **state)
{
    (void)state;
    static const char *const unknown[] = {"{facts}.invoices",   "{app}.user",
                                          "{facts}.queuesx",    "{facts}.Queues",
                                          "{app}.queue",        "{facts}._queues",
                                          "{facts}.`Queues`",   "{facts}xqueues",
                                          "{facts}queues",      "{facts} .queues",
                                          "{facts}. queues",    "{facts}./**/queues",
                                          "{facts}.\"queues\"", "{app}"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        char sql[200];
        snprintf(sql, sizeof sql, "SELECT 1 FROM %s q WHERE {scope_id:q} AND {scope:i}",
                 unknown[i]);
        refuses(sql, "unknown table");
        assert_int_equal(check(sql, "command line"), ERR_DB_SCHEMA);
    }
}

static void a_name_in_quotes_is_the_same_name(void **state)
{
    (void)state;
    refuses("SELECT 1 FROM {facts}.`queues` q WHERE {tenant:q}", "queues");
    takes("SELECT 1 FROM {facts}.`queues` q WHERE {scope_id:q}");
}

static void statements_without_tables_are_taken(void **state)
{
    (void)state;
    takes("SELECT 1");
    takes("");
}

static void the_statements_of_the_list_are_taken(void **state)
{
    (void)state;
    for (size_t i = 0; interaction_statements[i]; i++)
        if (tables_check(interaction_statements[i]) != OK)
            fail_msg("%s", err_detail());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(what_belongs_to_queues_needs_the_scope),
        UNIT_TEST(deleted_ones_are_moved_or_left_out),
        UNIT_TEST(what_hangs_on_an_interaction_needs_it),
        UNIT_TEST(what_is_inserted_hangs_on_rows_of_the_scope),
        UNIT_TEST(legs_need_either),
        UNIT_TEST(a_token_counts_for_its_own_table),
        UNIT_TEST(what_has_no_tenant_is_joined),
        UNIT_TEST(the_queues_need_the_scope_of_queues),
        UNIT_TEST(what_belongs_to_a_tenant_needs_any_token),
        UNIT_TEST(what_is_read_before_there_is_a_scope_says_why),
        UNIT_TEST(a_table_in_a_section_is_tied_there),
        UNIT_TEST(a_token_that_may_be_switched_off_is_none),
        UNIT_TEST(each_of_several_tables_is_checked),
        UNIT_TEST(unknown_tables_are_refused),
        UNIT_TEST(a_name_in_quotes_is_the_same_name),
        UNIT_TEST(statements_without_tables_are_taken),
        UNIT_TEST(the_statements_of_the_list_are_taken),
    };
    return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
