#include "unit/unit.h"

#include "auth/permission.h"

static void a_whole_name_counts(void **state)
{
    (void)state;
    assert_true(permission_in(",interactions,cdr,", "cdr"));
    assert_true(permission_in(",interactions,cdr,", "interactions"));
    assert_false(permission_in(",interactions,cdr,", "interaction"));
    assert_false(permission_in(",recordings_play,", "recordings"));
    assert_false(permission_in(",recordings_play,", "play"));
    assert_false(permission_in(",,", "cdr"));
    assert_false(permission_in("", "cdr"));
}

static void one_of_several_is_enough(void **state)
{
    (void)state;
    assert_true(permission_in(",cdr,", "interactions|cdr"));
    assert_true(permission_in(",interactions,", "interactions|cdr"));
    assert_false(permission_in(",export,audit,", "interactions|cdr"));
    assert_true(permission_in(",export,audit,", "administration|audit|tenants"));
}

static void none_is_needed(void **state)
{
    (void)state;
    assert_true(permission_in(",,", NULL));
}

static void nothing_that_is_no_permission_is_found(void **state)
{
    (void)state;
    assert_ptr_equal(permission_find("audit"), permission_find("audit"));
    assert_string_equal(permission_find("audit")->key, "audit");
    assert_null(permission_find("audi"));
    assert_null(permission_find(""));
    assert_null(permission_find("interactions|cdr"));
}

/* The list ",a,b," is cut at commas, alternatives at bars. */
static void names_are_words(void **state)
{
    (void)state;
    for (const struct permission *p = permissions; p->key; p++) {
        assert_int_equal(strspn(p->key, "abcdefghijklmnopqrstuvwxyz_"), strlen(p->key));
        assert_true(strlen(p->key) <= 40);
        assert_non_null(p->label);
        assert_non_null(p->text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_whole_name_counts), UNIT_TEST(one_of_several_is_enough),
        UNIT_TEST(none_is_needed),      UNIT_TEST(nothing_that_is_no_permission_is_found),
        UNIT_TEST(names_are_words),
    };
    return cmocka_run_group_tests_name("permission", tests, NULL, NULL);
}
