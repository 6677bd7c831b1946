#include "unit/unit.h"

#include "auth/scope.h"

static void a_whole_tenant_holds_every_queue(void **state)
{
    const struct scope *s = scope_all(*state, 7);
    assert_true(scope_is_all(s));
    assert_int_equal(scope_tenant(s), 7);
    assert_int_equal(scope_count(s), 0);
    assert_true(scope_has(s, 1));
    assert_true(scope_has(s, 4294967295));
}

static void some_queues_are_exactly_these(void **state)
{
    int64_t ids[] = {11, 13, 12};
    const struct scope *s = scope_queues(*state, 7, ids, 3);
    ids[0] = 99;
    assert_false(scope_is_all(s));
    assert_int_equal(scope_tenant(s), 7);
    assert_int_equal(scope_count(s), 3);
    assert_int_equal(scope_queue(s, 0), 11);
    assert_true(scope_has(s, 13));
    assert_false(scope_has(s, 14));
    assert_false(scope_has(s, 99));
    assert_false(scope_has(s, 0));
}

static void no_queues_hold_nothing(void **state)
{
    const struct scope *s = scope_queues(*state, 7, NULL, 0);
    assert_false(scope_is_all(s));
    assert_int_equal(scope_count(s), 0);
    assert_false(scope_has(s, 0));
    assert_false(scope_has(s, 1));
}

static void narrowing_to_an_own_queue_leaves_that_one(void **state)
{
    static const int64_t ids[] = {11, 12};
    const struct scope *s = scope_narrow(*state, scope_queues(*state, 7, ids, 2), 12);
    assert_int_equal(scope_count(s), 1);
    assert_int_equal(scope_queue(s, 0), 12);
    assert_int_equal(scope_tenant(s), 7);
    s = scope_narrow(*state, scope_all(*state, 7), 12);
    assert_false(scope_is_all(s));
    assert_int_equal(scope_count(s), 1);
    assert_int_equal(scope_tenant(s), 7);
}

static void narrowing_to_several_leaves_those_that_are_held(void **state)
{
    static const int64_t ids[] = {11, 12, 13}, wanted[] = {13, 99, 11};
    const struct scope *s = scope_narrow_some(*state, scope_queues(*state, 7, ids, 3), wanted, 3);
    assert_int_equal(scope_count(s), 2);
    assert_int_equal(scope_queue(s, 0), 13);
    assert_int_equal(scope_queue(s, 1), 11);
    s = scope_narrow_some(*state, scope_all(*state, 7), wanted, 0);
    assert_false(scope_is_all(s));
    assert_int_equal(scope_count(s), 0);
}

static void narrowing_to_a_foreign_queue_leaves_nothing(void **state)
{
    static const int64_t ids[] = {11, 12}, foreign[] = {13, 0, -1, 4294967295};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        const struct scope *s = scope_narrow(*state, scope_queues(*state, 7, ids, 2), foreign[i]);
        assert_false(scope_is_all(s));
        assert_int_equal(scope_count(s), 0);
        assert_int_equal(scope_tenant(s), 7);
        assert_false(scope_has(s, foreign[i]));
    }
}

static void narrowing_never_widens(void **state)
{
    static const int64_t ids[] = {11, 12};
    const struct scope *s = scope_queues(*state, 7, ids, 2);
    s = scope_narrow(*state, s, 11);
    s = scope_narrow(*state, s, 12);
    assert_int_equal(scope_count(s), 0);
    s = scope_narrow(*state, s, 11);
    assert_int_equal(scope_count(s), 0);
}

static void names_are_of_the_same_tenant(void **state)
{
    static const int64_t ids[] = {11};
    const struct scope *s = scope_names(*state, scope_queues(*state, 7, ids, 1));
    assert_true(scope_is_all(s));
    assert_int_equal(scope_tenant(s), 7);
}

static void beyond_the_end(void *scope)
{
    scope_queue(scope, 1);
}

static void asking_beyond_the_end_aborts(void **state)
{
    static const int64_t ids[] = {11};
    const struct scope *s = scope_queues(*state, 7, ids, 1);
    assert_true(unit_aborts(beyond_the_end, (void *)(uintptr_t)s));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_whole_tenant_holds_every_queue),
        UNIT_TEST(some_queues_are_exactly_these),
        UNIT_TEST(no_queues_hold_nothing),
        UNIT_TEST(narrowing_to_an_own_queue_leaves_that_one),
        UNIT_TEST(narrowing_to_several_leaves_those_that_are_held),
        UNIT_TEST(narrowing_to_a_foreign_queue_leaves_nothing),
        UNIT_TEST(narrowing_never_widens),
        UNIT_TEST(names_are_of_the_same_tenant),
        UNIT_TEST(asking_beyond_the_end_aborts),
    };
    return cmocka_run_group_tests_name("scope", tests, NULL, NULL);
}
