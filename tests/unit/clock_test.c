#include "unit/unit.h"

#include "core/clock.h"

static bool parses(const char *s)
{
    struct date d;
    return date_parse(s, &d);
}

static void dates_that_exist_are_read(void **state)
{
    (void)state;
    struct date d;
    assert_true(date_parse("2026-11-21", &d));
    assert_int_equal(d.year * 10000 + d.month * 100 + d.day, 20261121);
    assert_true(parses("1970-01-01"));
    assert_true(parses("9999-12-31"));
    assert_true(parses("2024-02-29"));
    assert_true(parses("2000-02-29"));
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "2023-02-29",  "2100-02-29", "2026-02-30",  "2026-04-31", "2026-00-10", "2026-13-01",
        "2026-01-00",  "2026-01-32", "1969-12-31",  "0000-01-01", "",           "2",
        "2026",        "2026-1-1",   "2026-11-2",   "26-11-21",   "2026/11/21", "2026-11-21 ",
        " 2026-11-21", "2026-11-2x", "2026-11-211", "+026-11-21", "-026-11-21", "20261121",
        "2026-11",     "2026-11-",   "\xd9\xa2",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(parses(bad[i]));
}

static void days_and_dates_are_each_others_inverse(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t day = 0;
    for (int y = 1970; y <= 2100; y++) {
        bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
        for (int m = 1; m <= 12; m++) {
            int length = lengths[m - 1] + (m == 2 && leap);
            for (int d = 1; d <= length; d++, day++) {
                struct date date = {y, m, d};
                assert_int_equal(date_days(date), day);
                assert_int_equal(date_compare(date_from_days(day), date), 0);
            }
        }
    }
}

static void dates_before_the_epoch_count_backwards(void **state)
{
    (void)state;
    assert_int_equal(date_days((struct date){1969, 12, 31}), -1);
    assert_int_equal(date_compare(date_from_days(-1), (struct date){1969, 12, 31}), 0);
    assert_int_equal(date_days((struct date){1900, 1, 1}), -25567);
}

static void dates_are_compared_by_year_then_month_then_day(void **state)
{
    (void)state;
    static const struct date order[] = {
        {2025, 12, 31}, {2026, 1, 1}, {2026, 1, 2}, {2026, 2, 1}, {2027, 1, 1}};
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 5; k++)
            assert_int_equal(date_compare(order[i], order[k]), (i > k) - (i < k));
}

static void instants_are_written_in_iso(void **state)
{
    (void)state;
    char out[CLOCK_ISO_SIZE];
    assert_string_equal(clock_iso(0, out), "1970-01-01T00:00:00.000Z");
    assert_string_equal(clock_iso(-1, out), "1969-12-31T23:59:59.999Z");
    assert_string_equal(clock_iso(clock_utc((struct date){2026, 11, 21}, 9, 14, 5, 7), out),
                        "2026-11-21T09:14:05.007Z");
    assert_string_equal(clock_iso(clock_utc((struct date){9999, 12, 31}, 23, 59, 59, 999), out),
                        "9999-12-31T23:59:59.999Z");
}

static void the_clocks_move_forward(void **state)
{
    (void)state;
    int64_t before = clock_mono_us();
    assert_true(clock_now() > clock_utc((struct date){2020, 1, 1}, 0, 0, 0, 0));
    assert_true(clock_mono_us() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_that_exist_are_read),
        cmocka_unit_test(dates_that_do_not_exist_are_refused),
        cmocka_unit_test(days_and_dates_are_each_others_inverse),
        cmocka_unit_test(dates_before_the_epoch_count_backwards),
        cmocka_unit_test(dates_are_compared_by_year_then_month_then_day),
        cmocka_unit_test(instants_are_written_in_iso),
        cmocka_unit_test(the_clocks_move_forward),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
