/* Statements over facts of another shape than Parley's own (db/facts, db/shape, db/token). */
#include "unit/unit.h"

#include "auth/scope.h"
#include "db/shape.h"
#include "db/token.h"

#define ROWS(a) (a), sizeof(a) / sizeof *(a)

/* An older PBX: another name for the client, a text for the channel, no waits, no legs. */
static const struct shape_column_row columns[] = {
    {"closed_interactions", "tenant_id", "bigint", "bigint(20)"},
    {"closed_interactions", "ID", "int", "int(11)"},
    {"closed_interactions", "created_at", "timestamp", "timestamp"},
    {"closed_interactions", "closed_at", "datetime", "datetime(6)"},
    {"closed_interactions", "channel", "varchar", "varchar(20)"},
    {"closed_interactions", "status", "enum", "enum('new','active','acw','closed')"},
    {"closed_interactions", "queue_id", "int", "int(11)"},
    {"closed_interactions", "client_id", "int", "int(11)"},
    {"closed_interactions", "phone_number", "bigint", "bigint(20)"},
    {"closed_interactions", "duration_s", "decimal", "decimal(10,2)"},
    {"closed_interactions", "acw_s", "varchar", "varchar(8)"},
    {"closed_interactions", "something", "text", "text"},
    {"queues", "tenant_id", "int", "int(11)"},
    {"queues", "id", "int", "int(11)"},
    {"queues", "name", "varchar", "varchar(100)"},
    {"legs", "tenant_id", "int", "int(11)"},
    {"calls", "id", "int", "int(11)"},
};
static const struct shape_index_row indexes[] = {
    {"closed_interactions", "PRIMARY", "id"},
    {"closed_interactions", "by_client", "tenant_id"},
    {"closed_interactions", "by_client", "client_id"},
    {"closed_interactions", "by_client", "created_at"},
    {"closed_interactions", "by_start", ""},
    {"closed_interactions", "by_start", "created_at"},
    {"closed_interactions", "odd`name", "created_at"},
    {"closed_interactions", "queue", "tenant_id"},
    {"closed_interactions", "queue", "queue_id"},
};

static struct shape *shape;
static struct buf sql;
static struct token_binds binds;

static int with_shape(void **state)
{
    shape = shape_make("pbx", ROWS(columns), ROWS(indexes));
    return unit_arena(state);
}

static int clean(void **state)
{
    shape_free(shape);
    buf_free(&sql);
    token_binds_free(&binds);
    return unit_arena_free(state);
}

static struct token *parse(struct arena *a, const char *text)
{
    err_clear();
    struct token *t = token_parse(a, text);
    if (!t)
        fail_msg("'%s' is refused: %s", text, err_detail());
    return t;
}

static const char *expand(struct arena *a, const char *text, const struct shape *s,
                          const struct db_arg *args)
{
    const struct token_use use = {"pbx", "app", scope_all(a, 7), args, CHECK_NONE, s};
    buf_clear(&sql);
    binds.n = 0;
    token_expand(parse(a, text), &use, &sql, &binds);
    return sql.s;
}

#define FOREIGN(text, ...) expand(*state, (text), shape, DB_ARGS(__VA_ARGS__))
#define OWN(text, ...) expand(*state, (text), NULL, DB_ARGS(__VA_ARGS__))

static void in_our_own_schema_nothing_changes(void **state)
{
    static const char *const texts[] = {
        "SELECT i.wait_s FROM {facts}.closed_interactions i FORCE INDEX (ix_agent) WHERE 1",
        "SELECT name FROM {facts}.queues WHERE id = 1",
        "SELECT q.name FROM {facts}.queues AS q LEFT JOIN {facts}.agents a ON TRUE",
        "INSERT INTO {facts}.tags SELECT 1 FROM {facts}.tags",
        "SELECT NEXTVAL({facts}.interaction_seq)",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char want[200] = "", *to = want;
        for (const char *s = texts[i]; *s; s++) {
            bool facts = strncmp(s, "{facts}", 7) == 0;
            to += sprintf(to, facts ? "pbx" : "%c", *s);
            s += facts ? 6 : 0;
        }
        assert_string_equal(OWN(texts[i], {0}), want);
    }
}

#define KEYS "x.tenant_id AS tenant_id, x.ID AS id, "
#define QUEUE "x.queue_id AS queue_id"

static void columns_are_read_by_the_names_they_have(void **state)
{
    assert_string_equal(FOREIGN("SELECT i.crm_contact_id FROM {facts}.closed_interactions i", {0}),
                        "SELECT i.crm_contact_id FROM (SELECT " KEYS QUEUE
                        ", x.client_id AS crm_contact_id FROM pbx.closed_interactions x) i");
    assert_string_equal(FOREIGN("SELECT name FROM {facts}.queues WHERE {tenant:queues}", {0}),
                        "SELECT name FROM (SELECT x.tenant_id AS tenant_id, x.id AS id, x.name AS "
                        "name FROM pbx.queues x) queues WHERE queues.tenant_id = ?");
}

static void only_what_a_statement_names_is_read(void **state)
{
    assert_string_equal(
        FOREIGN("SELECT COUNT(*) FROM {facts}.closed_interactions i WHERE x_wait_s", {0}),
        "SELECT COUNT(*) FROM (SELECT " KEYS QUEUE
        " FROM pbx.closed_interactions x) i WHERE x_wait_s");
}

static void types_are_converted_or_unknown(void **state)
{
    const char *s = FOREIGN("SELECT created_at, phone_number, duration_s, acw_s, wait_s, "
                            "direction, last_message_at FROM {facts}.closed_interactions i",
                            {0});
    assert_non_null(strstr(s, "x.created_at AS created_at"));
    assert_non_null(strstr(s, "CAST(x.phone_number AS CHAR) AS phone_number"));
    assert_non_null(strstr(s, "CAST(x.duration_s AS SIGNED) AS duration_s"));
    assert_non_null(strstr(s, "CAST(NULL AS SIGNED) AS acw_s"));
    assert_non_null(strstr(s, "CAST(NULL AS SIGNED) AS wait_s"));
    assert_non_null(strstr(s, "CAST(NULL AS CHAR(1)) AS direction"));
    assert_non_null(strstr(s, "CAST(NULL AS DATETIME(3)) AS last_message_at"));
}

static void what_can_be_computed_is(void **state)
{
    const char *s = FOREIGN("SELECT duration_key FROM {facts}.closed_interactions i", {0});
    assert_non_null(strstr(s, "COALESCE(CAST(CAST(x.duration_s AS SIGNED) AS SIGNED), -1) AS "
                              "duration_key"));
    assert_non_null(strstr(FOREIGN("SELECT active FROM {facts}.queues q", {0}), "1 AS active"));
}

static void a_table_that_is_not_there_has_no_rows(void **state)
{
    static const char *const texts[] = {
        "SELECT body FROM {facts}.messages m FORCE INDEX (PRIMARY)",
        "SELECT 1 FROM {facts}.legs l", /* there, but without what it needs */
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *s = FOREIGN(texts[i], {0});
        assert_non_null(strstr(s, "FROM DUAL WHERE FALSE) "));
        assert_null(strstr(s, "FORCE"));
        assert_null(strstr(s, "pbx."));
    }
}

static const char *hint(void **state, const char *index)
{
    const char *s = FOREIGN(arena_printf(*state,
                                         "SELECT 1 FROM {facts}.closed_interactions i FORCE INDEX "
                                         "(%s) WHERE TRUE",
                                         index),
                            {0});
    const char *at = strstr(s, " FORCE INDEX (");
    return at ? arena_dupn(*state, at + 14, strcspn(at + 14, ")")) : "";
}

static void an_index_is_one_of_the_same_columns(void **state)
{
    assert_string_equal(hint(state, "ix_contact"), "`by_client`");
    assert_string_equal(hint(state, "uq_id"), "`PRIMARY`");
    assert_string_equal(hint(state, "PRIMARY"), "`odd``name`"); /* of one tenant; not by_start */
    assert_string_equal(hint(state, "ix_queue"), "");           /* not in order of time */
    assert_string_equal(hint(state, "ix_phone"), "");           /* of a converted column */
    assert_string_equal(hint(state, "ix_agent"), "");
    assert_string_equal(hint(state, "ix_of_another_name"), "");
}

static void numbers_stand_for_values_where_the_site_has_texts(void **state)
{
    static const int64_t items[] = {1, 3};
    static const char from[] = "SELECT 1 FROM {facts}.closed_interactions i WHERE ";
#define VOICE "ELT(?,'voice','chat','sms','whatsapp','email')"
#define ENDS(text, end, ...)                                                                       \
    do {                                                                                           \
        const char *s_ = FOREIGN(arena_printf(*state, "%s%s", from, (text)), __VA_ARGS__);         \
        assert_string_equal(strstr(s_, "WHERE ") + 6, (end));                                      \
    } while (0)
    ENDS("i.channel = :c", "i.channel = " VOICE, DB_INT("c", 1));
    ENDS("i.channel = :c", "i.channel = ?", DB_TEXT("c", "voice"));
    ENDS("i.channel NOT IN (:c[])", "i.channel NOT IN (" VOICE "," VOICE ")",
         DB_LIST("c", items, 2));
    ENDS("i.status IN (:c[])", "i.status IN (?,?)", DB_LIST("c", items, 2));
    ENDS("i.agent_id = :c", "i.agent_id = ?", DB_INT("c", 1));
    ENDS("j.channel = :c", "j.channel = ?", DB_INT("c", 1));
    ENDS("channel = :c AND LEFT(:c)", "channel = ? AND LEFT(?)", DB_INT("c", 1));
    ENDS("{each:c}i.channel=:it{/each}", "i.channel=" VOICE " UNION ALL i.channel=" VOICE,
         DB_LIST("c", items, 2));
    assert_non_null(strstr(
        OWN("SELECT 1 FROM {facts}.closed_interactions i WHERE i.channel = :c", DB_INT("c", 1)),
        "i.channel = ?"));
}

static void changes_are_told_from_reading(void **state)
{
    static const struct {
        const char *text;
        bool writes;
    } cases[] = {
        {"SELECT 1 FROM {facts}.queues q", false},
        {"SELECT 1 FROM {app}.users u, {facts}.queues q", false},
        {"INSERT INTO {app}.x SELECT 1 FROM {facts}.queues q", false},
        {"DELETE FROM {facts}.queues WHERE id = 1", true},
        {"DELETE  FROM {app}.users WHERE id IN (SELECT id FROM {facts}.queues)", false},
        {"UPDATE {facts}.queues SET id = 1", true},
        {"INSERT INTO {facts}.queues (id) VALUES (1)", true},
        {"SELECT NEXTVAL({facts}.interaction_seq)", true},
        {"[x|DELETE FROM {facts}.queues|SELECT 1]", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (token_writes_facts(parse(*state, cases[i].text)) != cases[i].writes)
            fail_msg("%s", cases[i].text);
}

static void what_cannot_be_done_without_is_asked_for(void **state)
{
    static const struct shape_column_row wrong[] = {
        {"closed_interactions", "tenant_id", "int", "int"},
        {"closed_interactions", "id", "int", "int"},
        {"closed_interactions", "created_at", "varchar", "varchar(30)"},
    };
    struct shape *s = shape_make("pbx", ROWS(wrong), NULL, 0);
    const struct {
        const char *text, *says;
    } cases[] = {
        {"SELECT 1 FROM {facts}.closed_interactions i", "created_at is of type varchar"},
        {"[x|SELECT 1 FROM {facts}.closed_interactions i]", "created_at is of type varchar"},
        {"SELECT 1 FROM {facts}.queues q", "has no table queues"},
    };
    assert_int_equal(token_ready(parse(*state, cases[0].text), shape), OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(token_ready(parse(*state, cases[i].text), s), ERR_DB_SCHEMA);
        assert_non_null(strstr(err_detail(), cases[i].says));
    }
    assert_int_equal(token_ready(parse(*state, "SELECT 1 FROM {facts}.messages m"), s), OK);
    shape_free(s);
}

static void what_is_not_declared_is_refused(void **state)
{
    static const char *const texts[] = {
        "SELECT 1 FROM {facts}.calls c",
        "SELECT 1 FROM {facts}.queue q",
        "SELECT 1 FROM {facts}.queues q USE INDEX (a)",
        "SELECT 1 FROM {facts}.queues q FORCE INDEX (a, b)",
        "SELECT 1 FROM {facts}.queues q FORCE INDEX (a",
        "SELECT 1 FROM {facts}.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (token_parse(*state, texts[i]))
            fail_msg("'%s' is taken", texts[i]);
    err_clear();
}

static void what_is_declared_holds_together(void **state)
{
    (void)state;
    size_t n;
    const struct facts_table *t = facts_tables(&n);
    assert_true(n <= FACTS_TABLES);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(facts_table(t[i].name, strlen(t[i].name)), &t[i]);
        assert_string_equal(t[i].columns[0].name, "tenant_id");
        for (size_t c = 0; c < t[i].n; c++) {
            assert_int_equal(facts_column(&t[i], t[i].columns[c].name), c);
            assert_non_null(strchr("its", t[i].columns[c].type));
        }
    }
    for (const struct facts_index *i = facts_indexes; i->table; i++) {
        char list[200], *rest = list;
        const struct facts_table *of = facts_table(i->table, strlen(i->table));
        assert_non_null(of);
        snprintf(list, sizeof list, "%s", i->columns);
        for (char *word; (word = strsep(&rest, " "));)
            assert_true(facts_column(of, word) >= 0);
    }
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, with_shape, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(in_our_own_schema_nothing_changes),
        TEST(columns_are_read_by_the_names_they_have),
        TEST(only_what_a_statement_names_is_read),
        TEST(types_are_converted_or_unknown),
        TEST(what_can_be_computed_is),
        TEST(a_table_that_is_not_there_has_no_rows),
        TEST(an_index_is_one_of_the_same_columns),
        TEST(numbers_stand_for_values_where_the_site_has_texts),
        TEST(changes_are_told_from_reading),
        TEST(what_cannot_be_done_without_is_asked_for),
        TEST(what_is_not_declared_is_refused),
        TEST(what_is_declared_holds_together),
    };
    return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
