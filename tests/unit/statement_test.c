/* Statements as written and as sent (db/token). */
#include "unit/unit.h"

#include "auth/scope.h"
#include "db/token.h"

static struct buf sql;
static struct token_binds binds;

static int clean(void **state)
{
    buf_free(&sql);
    token_binds_free(&binds);
    return unit_arena_free(state);
}

static struct token *parse(struct arena *a, const char *text)
{
    /* A copy of exactly this length, so that reading beyond it is noticed. */
    size_t n = strlen(text) + 1;
    char *exact = malloc(n);
    memcpy(exact, text, n);
    err_clear();
    struct token *t = token_parse(a, exact);
    free(exact);
    return t;
}

static const char *expand(struct arena *a, const char *text, const struct scope *scope,
                          const struct db_arg *args, enum token_check check)
{
    struct token *t = parse(a, text);
    if (!t)
        fail_msg("'%s' is refused: %s", text, err_detail());
    const struct token_use use = {"pbxlogs", "parley", scope, args, check, NULL};
    buf_clear(&sql);
    binds.n = 0;
    token_expand(t, &use, &sql, &binds);
    return sql.s ? sql.s : "";
}

#define EXPAND(text, scope, ...) expand(*state, (text), (scope), DB_ARGS(__VA_ARGS__), CHECK_NONE)

static void bound(size_t n, ...)
{
    va_list numbers;
    assert_int_equal(binds.n, n);
    va_start(numbers, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(binds.v[i].number, va_arg(numbers, int));
    va_end(numbers);
}

static const struct scope *queues(struct arena *a, size_t n)
{
    int64_t ids[40];
    for (size_t i = 0; i < n; i++)
        ids[i] = (int64_t)(11 + i);
    return scope_queues(a, 7, ids, n);
}

static void plain_text_stays(void **state)
{
    assert_string_equal(EXPAND("", NULL, {0}), "");
    assert_string_equal(EXPAND("a = b | c ] 12:30 : ::", NULL, {0}), "a = b | c ] 12:30 : ::");
    assert_string_equal(EXPAND("'[x|:a{scope:i}' , ':b'''", NULL, {0}),
                        "'[x|:a{scope:i}' , ':b'''");
    bound(0);
}

static void values_are_bound_in_their_order(void **state)
{
    assert_string_equal(EXPAND("a=:a AND b=:b OR :a<c", NULL, DB_INT("b", 2), DB_INT("a", 1)),
                        "a=? AND b=? OR ?<c");
    bound(3, 1, 2, 1);
}

static void values_of_every_type_are_bound_as_given(void **state)
{
    const char *none = NULL;
    EXPAND(":i:d:t:s:b:n", NULL, DB_INT("i", 1), DB_DOUBLE("d", 1.5), DB_TIME("t", 99),
           DB_TEXT("s", "' OR 1=1 --"), DB_BYTES("b", "\0x", 2), DB_TEXT("n", none));
    assert_string_equal(sql.s, "??????");
    static const enum db_type types[] = {DB_INT_T,  DB_DOUBLE_T, DB_TIME_T,
                                         DB_TEXT_T, DB_TEXT_T,   DB_NULL_T};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(binds.v[i].type, types[i]);
    assert_string_equal(binds.v[3].text, "' OR 1=1 --");
    assert_int_equal(binds.v[4].len, 2);
}

static void the_names_of_the_databases_are_put_in(void **state)
{
    assert_string_equal(EXPAND("{facts}.queues,{app}.users", NULL, {0}),
                        "pbxlogs.queues,parley.users");
}

static void lists_are_padded_to_a_power_of_two(void **state)
{
    static const int64_t items[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    static const size_t padded[] = {0, 1, 2, 4, 4, 8, 8, 8, 8, 16};
    for (size_t n = 1; n <= 9; n++) {
        EXPAND("(:ids[])", NULL, DB_LIST("ids", items, n));
        assert_int_equal(binds.n, padded[n]);
        assert_int_equal(sql.len, 2 + 2 * padded[n] - 1);
        for (size_t i = 0; i < padded[n]; i++)
            assert_int_equal(binds.v[i].number, i < n ? items[i] : items[n - 1]);
    }
    assert_string_equal(EXPAND("(:ids[])", NULL, DB_LIST("ids", items, 3)), "(?,?,?,?)");
}

static void a_scope_of_all_queues_asks_for_the_tenant(void **state)
{
    const struct scope *all = scope_all(*state, 7);
    assert_string_equal(EXPAND("{scope:i}", all, {0}), "i.tenant_id = ?");
    bound(1, 7);
    assert_string_equal(EXPAND("{scope_id:q}", all, {0}), "q.tenant_id = ?");
    assert_string_equal(EXPAND("{tenant:t}", all, {0}), "t.tenant_id = ?");
    assert_string_equal(EXPAND("VALUES ({tenant})", all, {0}), "VALUES (?)");
    bound(1, 7);
}

static void a_scope_of_some_queues_asks_for_them_too(void **state)
{
    const struct scope *three = queues(*state, 3);
    assert_string_equal(EXPAND("{scope:i} AND x", three, {0}),
                        "i.tenant_id = ? AND i.queue_id IN (?,?,?,?) AND x");
    bound(5, 7, 11, 12, 13, 13);
    assert_string_equal(EXPAND("{scope_id:q}", three, {0}),
                        "q.tenant_id = ? AND q.id IN (?,?,?,?)");
    bound(5, 7, 11, 12, 13, 13);
    assert_string_equal(EXPAND("{tenant:t}", three, {0}), "t.tenant_id = ?");
    bound(1, 7);
}

static void a_scope_of_no_queues_matches_nothing(void **state)
{
    const struct scope *none = queues(*state, 0);
    assert_string_equal(EXPAND("{scope:i}", none, {0}), "i.tenant_id = ? AND FALSE");
    assert_string_equal(EXPAND("{scope_id:q}", none, {0}), "q.tenant_id = ? AND FALSE");
    assert_string_equal(EXPAND("{arms}({arm:i}){/arms}", none, {0}), "(i.tenant_id = ? AND FALSE)");
    bound(1, 7);
}

static void arms_are_repeated_per_queue(void **state)
{
    assert_string_equal(EXPAND("{arms}({arm:i} AND :x){/arms}!", queues(*state, 2), DB_INT("x", 5)),
                        "(i.tenant_id = ? AND i.queue_id = ? AND ?) UNION ALL "
                        "(i.tenant_id = ? AND i.queue_id = ? AND ?)!");
    bound(6, 7, 11, 5, 7, 12, 5);
    assert_string_equal(EXPAND("{arms}({arm:i}){/arms}", scope_all(*state, 7), {0}),
                        "(i.tenant_id = ?)");
    bound(1, 7);
}

static void each_is_repeated_per_item(void **state)
{
    static const int64_t items[] = {31, 32, 33};
    assert_string_equal(
        EXPAND("{each:xs}(:it,:y){/each}", NULL, DB_LIST("xs", items, 3), DB_INT("y", 1)),
        "(?,?) UNION ALL (?,?) UNION ALL (?,?)");
    bound(6, 31, 1, 32, 1, 33, 1);
}

static void a_section_is_there_when_its_argument_is(void **state)
{
    static const char text[] = "a[x| AND x = :x|, y][z|, z]";
    const char *null_text = NULL;
    assert_string_equal(EXPAND(text, NULL, DB_INT("x", 3)), "a AND x = ?");
    bound(1, 3);
    assert_string_equal(EXPAND(text, NULL, {0}), "a, y");
    bound(0);
    assert_string_equal(EXPAND(text, NULL, DB_ON("z")), "a, y, z");
    bound(0);
    /* NULL is a value, and a value is given. */
    assert_string_equal(EXPAND(text, NULL, DB_TEXT("x", null_text)), "a AND x = ?");
}

static void sections_nest(void **state)
{
    static const char text[] = "[a|1[b|2|3]|4[b|5|6]]";
    assert_string_equal(EXPAND(text, NULL, DB_ON("a"), DB_ON("b")), "12");
    assert_string_equal(EXPAND(text, NULL, DB_ON("a")), "13");
    assert_string_equal(EXPAND(text, NULL, DB_ON("b")), "45");
    assert_string_equal(EXPAND(text, NULL, {0}), "46");
    assert_string_equal(EXPAND("[a||x]|[a|y|]", NULL, {0}), "x|");
    assert_string_equal(EXPAND("[a||x]|[a|y|]", NULL, DB_ON("a")), "|y");
}

static void sections_and_repetitions_nest_in_each_other(void **state)
{
    static const int64_t items[] = {1, 2};
    static const char text[] = "{each:xs}({scope:i}[f| AND :f|]{arms}<{arm:a} :it>{/arms}){/each}";
    const char *one = "(i.tenant_id = ? AND i.queue_id IN (?) AND ?"
                      "<a.tenant_id = ? AND a.queue_id = ? ?>)";
    assert_string_equal(EXPAND(text, queues(*state, 1), DB_LIST("xs", items, 2), DB_INT("f", 9)),
                        arena_printf(*state, "%s UNION ALL %s", one, one));
    bound(12, 7, 11, 9, 7, 11, 1, 7, 11, 9, 7, 11, 2);
    assert_string_equal(EXPAND("[on|{each:xs}:it{/each}|{arms}{arm:i}{/arms}]", queues(*state, 1),
                               DB_ON("on"), DB_LIST("xs", items, 2)),
                        "? UNION ALL ?");
}

static void checks_need_no_values(void **state)
{
    static const char text[] = "[x|X :x|Y :y] IN (:l[]) {each:e}:it{/each} {scope:i}";
    const struct scope *one = queues(*state, 1);
    assert_string_equal(expand(*state, text, one, NULL, CHECK_ON),
                        "X ? IN (?) ? i.tenant_id = ? AND i.queue_id IN (?)");
    bound(5, 0, 0, 0, 7, 11);
    assert_string_equal(expand(*state, text, one, NULL, CHECK_OFF),
                        "Y ? IN (?) ? i.tenant_id = ? AND i.queue_id IN (?)");
    for (size_t i = 0; i < binds.n; i++)
        assert_int_equal(binds.v[i].type, DB_INT_T);
}

static void there_are_as_many_values_as_question_marks(void **state)
{
    static const int64_t items[] = {1, 2, 3, 4, 5};
    static const char text[] = "[a|:a|]{scope:i}[l|(:l[])]{arms}{arm:i}[a|:a]{/arms}{each:l}:it{/"
                               "each}{tenant}{scope_id:q}";
    for (size_t n = 0; n < 9; n++) {
        for (size_t l = 1; l <= 5; l++) {
            EXPAND(text, n == 8 ? scope_all(*state, 7) : queues(*state, n), DB_INT("a", 1),
                   DB_LIST("l", items, l));
            size_t marks = 0;
            for (const char *s = sql.s; *s; s++)
                marks += *s == '?';
            assert_int_equal(binds.n, marks);
        }
    }
}

static void wrong_texts_are_refused_with_a_reason(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"a [", "expected [name|"},
        {"a [x", "expected [name|"},
        {"a []", "expected [name|"},
        {"a [x]", "expected [name|"},
        {"a [ x|y]", "expected [name|"},
        {"a [x|y", "expected ]"},
        {"a [x|", "expected ]"},
        {"a [x|y|z", "expected ]"},
        {"a [x|[y|z]", "expected ]"},
        {"a {", "expected }"},
        {"a {scope", "expected }"},
        {"a {scope:i", "expected }"},
        {"a {scope i}", "expected }"},
        {"a {scoop:i}", "unknown token"},
        {"a {Scope:i}", "unknown token"},
        {"a {}", "unknown token"},
        {"a {arms}b", "expected the end of a repeated part"},
        {"a {arms}b{/each}", "expected the end of a repeated part"},
        {"a {each:x}b{/arms}", "expected the end of a repeated part"},
        {"a {each:x}b{/eac", "expected the end of a repeated part"},
        {"a {/arms} b", "stray token"},
        {"a {/", "stray token"},
        {"a 'b", "open quote"},
        {"[a|'b]", "open quote"},
        {"{arms}[a|b{/arms}", "expected ]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (parse(*state, cases[i].text))
            fail_msg("'%s' is taken", cases[i].text);
        if (!strstr(err_detail(), cases[i].says))
            fail_msg("'%s': '%s' does not say '%s'", cases[i].text, err_detail(), cases[i].says);
    }
}

static void missing_value(void *a)
{
    expand(a, "a = :a", NULL, DB_ARGS(DB_INT("b", 1)), CHECK_NONE);
}

static void missing_list(void *a)
{
    expand(a, "{each:a}:it{/each}", NULL, DB_ARGS(DB_INT("b", 1)), CHECK_NONE);
}

static void empty_list(void *a)
{
    static const int64_t none[1];
    expand(a, "(:a[])", NULL, DB_ARGS(DB_LIST("a", none, 0)), CHECK_NONE);
}

static void a_missing_value_aborts(void **state)
{
    assert_true(unit_aborts(missing_value, *state));
    assert_true(unit_aborts(missing_list, *state));
    assert_true(unit_aborts(empty_list, *state));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, unit_arena, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plain_text_stays),
        TEST(values_are_bound_in_their_order),
        TEST(values_of_every_type_are_bound_as_given),
        TEST(the_names_of_the_databases_are_put_in),
        TEST(lists_are_padded_to_a_power_of_two),
        TEST(a_scope_of_all_queues_asks_for_the_tenant),
        TEST(a_scope_of_some_queues_asks_for_them_too),
        TEST(a_scope_of_no_queues_matches_nothing),
        TEST(arms_are_repeated_per_queue),
        TEST(each_is_repeated_per_item),
        TEST(a_section_is_there_when_its_argument_is),
        TEST(sections_nest),
        TEST(sections_and_repetitions_nest_in_each_other),
        TEST(checks_need_no_values),
        TEST(there_are_as_many_values_as_question_marks),
        TEST(wrong_texts_are_refused_with_a_reason),
        TEST(a_missing_value_aborts),
    };
    return cmocka_run_group_tests_name("statement", tests, NULL, NULL);
}
