/* Business hours: what people write, what is stored, and whether it is open at an instant. */
#include "store/hours.h"

#include "unit.h"

static struct arena *a;

static int setup(void **state)
{
    (void)state;
    a = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static void day_as_written(void **state)
{
    static const struct {
        const char *text, *kept; /* kept NULL: refused */
    } cases[] = {
        {"", ""},
        {"09:00-12:00", "09:00-12:00"},
        {" 9:00 - 12:00 , 13:00-17:30 ", "09:00-12:00, 13:00-17:30"},
        {"9:00\xe2\x80\x93"
         "17:00",
         "09:00-17:00"},
        {"00:00-24:00", "00:00-24:00"},
        {"09:00-12:00;12:00-13:00", "09:00-12:00, 12:00-13:00"},
        {"09:00-09:00", NULL},
        {"22:00-06:00", NULL},
        {"09:00-12:00, 11:00-13:00", NULL},
        {"13:00-14:00, 09:00-10:00", NULL},
        {"24:01-24:30", NULL},
        {"09:60-10:00", NULL},
        {"9-10", NULL},
        {"09:00", NULL},
        {"09:00-", NULL},
        {"-", NULL},
        {"closed", NULL},
        {"09:00-10:00 11:00-12:00", NULL},
        {"009:00-10:00", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct opening_day d;
        const char *wrong = hours_day_read(a, cases[i].text, &d);
        assert_int_equal(wrong == NULL, cases[i].kept != NULL);
        if (!wrong)
            assert_string_equal(hours_day_text(a, &d), cases[i].kept);
    }
}

static void too_many_stretches(void **state)
{
    const char *text = "";
    struct opening_day d;
    (void)state;
    for (int i = 0; i <= HOURS_STRETCHES; i++) {
        assert_null(hours_day_read(a, text, &d));
        text = arena_printf(a, "%s%02d:00-%02d:30,", text, i, i);
    }
    assert_non_null(hours_day_read(a, text, &d));
}

static void holidays_as_written(void **state)
{
    struct hours h = {0};
    (void)state;
    assert_null(hours_holidays_read(
        a, "2026-12-26 Boxing Day\r\n\r\n 2026-12-25  Christmas \n2027-01-01", &h));
    assert_int_equal(h.n_holidays, 3);
    assert_string_equal(hours_holidays_text(a, &h),
                        "2026-12-25 Christmas\n2026-12-26 Boxing Day\n2027-01-01\n");
    assert_non_null(hours_holidays_read(a, "25.12.2026 Christmas", &h));
    assert_non_null(hours_holidays_read(a, "2026-02-30", &h));
    assert_non_null(hours_holidays_read(a, "2026-12-25 A\n2026-12-25 B", &h));
    assert_null(hours_holidays_read(a, "", &h));
    assert_int_equal(h.n_holidays, 0);
}

static void json_round_trip(void **state)
{
    static const char hours_text[] =
        "{\"mon\":[[\"09:00\",\"12:00\"],[\"13:00\",\"17:30\"]],\"sun\":[[\"00:00\",\"24:00\"]]}";
    static const char holidays[] = "[{\"on\":\"2026-12-25\",\"name\":\"Christmas \\\"eve\\\"\"}]";
    struct hours h;
    (void)state;
    assert_int_equal(hours_parse(a, hours_text, holidays, &h), OK);
    assert_false(h.always);
    assert_int_equal(h.days[0].n, 2);
    assert_int_equal(h.days[6].stretches[0].to_min, 1440);
    assert_string_equal(hours_json(a, &h), hours_text);
    assert_string_equal(hours_holidays_json(a, &h), holidays);
    assert_int_equal(hours_parse(a, NULL, NULL, &h), OK);
    assert_true(h.always);
    assert_null(hours_json(a, &h));
    assert_null(hours_holidays_json(a, &h));
}

static void json_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "[]",
                                      "{\"mon\":1}",
                                      "{\"someday\":[]}",
                                      "{\"mon\":[[\"09:00\"]]}",
                                      "{\"mon\":[[\"12:00\",\"09:00\"]]}",
                                      "{\"mon\":[[9,12]]}"};
    struct hours h;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(hours_parse(a, bad[i], NULL, &h), ERR_BAD_REQUEST);
        err_clear();
    }
    assert_int_equal(hours_parse(a, NULL, "{}", &h), ERR_BAD_REQUEST);
    err_clear();
    assert_int_equal(hours_parse(a, NULL, "[{\"name\":\"x\"}]", &h), ERR_BAD_REQUEST);
    err_clear();
}

static ms_t at(int year, int month, int day, int hour, int minute)
{
    return clock_utc((struct date){year, month, day}, hour, minute, 0, 0);
}

/* Berlin, Sunday 2026-03-29: 02:00 becomes 03:00 (01:00 UTC). Sunday 2026-10-25: 03:00 becomes
 * 02:00 again (01:00 UTC). */
static void open_over_changes_of_clocks(void **state)
{
    static const char zone[] = "Europe/Berlin";
    struct hours h;
    (void)state;
    assert_int_equal(
        hours_parse(a, "{\"sun\":[[\"02:00\",\"03:00\"],[\"09:00\",\"17:00\"]]}", NULL, &h), OK);
    /* The skipped hour does not happen. */
    assert_false(hours_open(&h, zone, at(2026, 3, 29, 0, 59)));
    assert_false(hours_open(&h, zone, at(2026, 3, 29, 1, 0)));
    /* Opens by the clock on the wall: 09:00 is 07:00 UTC from then on, 08:00 UTC in winter. */
    assert_false(hours_open(&h, zone, at(2026, 3, 29, 6, 59)));
    assert_true(hours_open(&h, zone, at(2026, 3, 29, 7, 0)));
    assert_false(hours_open(&h, zone, at(2026, 3, 22, 7, 0)));
    assert_true(hours_open(&h, zone, at(2026, 3, 22, 8, 0)));
    /* The repeated hour counts twice. */
    assert_false(hours_open(&h, zone, at(2026, 10, 24, 23, 59)));
    assert_true(hours_open(&h, zone, at(2026, 10, 25, 0, 0)));
    assert_true(hours_open(&h, zone, at(2026, 10, 25, 0, 59)));
    assert_true(hours_open(&h, zone, at(2026, 10, 25, 1, 59)));
    assert_false(hours_open(&h, zone, at(2026, 10, 25, 2, 0)));
}

static void ends_and_holidays(void **state)
{
    struct hours h;
    (void)state;
    assert_int_equal(
        hours_parse(a, "{\"mon\":[[\"09:00\",\"12:00\"]],\"tue\":[[\"22:00\",\"24:00\"]]}",
                    "[{\"on\":\"2026-11-23\",\"name\":\"\"}]", &h),
        OK);
    assert_true(hours_open(&h, "UTC", at(2026, 11, 16, 9, 0)));
    assert_true(hours_open(&h, "UTC", at(2026, 11, 16, 11, 59)));
    assert_false(hours_open(&h, "UTC", at(2026, 11, 16, 12, 0)));
    assert_true(hours_open(&h, "UTC", at(2026, 11, 17, 23, 59)));
    assert_false(hours_open(&h, "UTC", at(2026, 11, 18, 0, 0)));
    assert_false(hours_open(&h, "UTC", at(2026, 11, 23, 9, 0)));
    /* The day is the zone's: 23:30 UTC on the 22nd is the 23rd in Kolkata. */
    assert_int_equal(hours_parse(a, NULL, "[{\"on\":\"2026-11-23\"}]", &h), OK);
    assert_false(hours_open(&h, "Asia/Kolkata", at(2026, 11, 22, 18, 30)));
    assert_true(hours_open(&h, "Asia/Kolkata", at(2026, 11, 22, 18, 29)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_as_written),      cmocka_unit_test(too_many_stretches),
        cmocka_unit_test(holidays_as_written), cmocka_unit_test(json_round_trip),
        cmocka_unit_test(json_refused),        cmocka_unit_test(open_over_changes_of_clocks),
        cmocka_unit_test(ends_and_holidays),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
