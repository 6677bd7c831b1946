#include "unit/unit.h"

static void the_first_record_stays(void **state)
{
    (void)state;
    assert_int_equal(err_set(ERR_NOT_FOUND, "row %d", 7), ERR_NOT_FOUND);
    assert_int_equal(err_set(ERR_INTERNAL, "later"), ERR_INTERNAL);
    assert_string_equal(err_detail(), "row 7");
    err_clear();
    assert_string_equal(err_detail(), "");
    err_set(ERR_INTERNAL, "next");
    assert_string_equal(err_detail(), "next");
}

static void a_long_record_is_cut(void **state)
{
    err_set(ERR_INTERNAL, "%s", arena_printf(*state, "%05000d", 1));
    assert_true(strlen(err_detail()) > 100 && strlen(err_detail()) < 1000);
}

static void every_error_has_a_status_and_a_name(void **state)
{
    (void)state;
    for (int e = OK; e < ERR_COUNT; e++) {
        int status = err_status((enum err)e);
        assert_true(e == OK ? status == 200 : status >= 400 && status <= 503);
        assert_non_null(err_name((enum err)e));
        for (int other = OK; other < e; other++)
            assert_string_not_equal(err_name((enum err)e), err_name((enum err)other));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_first_record_stays),
        UNIT_TEST(a_long_record_is_cut),
        UNIT_TEST(every_error_has_a_status_and_a_name),
    };
    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
