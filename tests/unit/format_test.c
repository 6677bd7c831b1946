#include "unit/unit.h"

#include "view/format.h"

/* An English viewer in a zone. */
static const struct viewer *in(const char *zone)
{
    static struct viewer viewer;
    viewer = (struct viewer){zone, &locales[0]};
    return &viewer;
}

static void durations_have_hours_from_an_hour_on(void **state)
{
    static const struct {
        int64_t s;
        const char *text;
    } cases[] = {{0, "0:00"},          {5, "0:05"},
                 {59, "0:59"},         {60, "1:00"},
                 {61, "1:01"},         {600, "10:00"},
                 {3599, "59:59"},      {3600, "1:00:00"},
                 {3661, "1:01:01"},    {36000, "10:00:00"},
                 {86400, "24:00:00"},  {359999999, "99999:59:59"},
                 {-1, FORMAT_UNKNOWN}, {INT64_MIN, FORMAT_UNKNOWN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(format_duration(*state, cases[i].s), cases[i].text);
}

static void counts_have_commas(void **state)
{
    static const struct {
        int64_t n;
        const char *text;
    } cases[] = {{0, "0"},
                 {7, "7"},
                 {12, "12"},
                 {999, "999"},
                 {1000, "1,000"},
                 {12345, "12,345"},
                 {999999, "999,999"},
                 {1000000, "1,000,000"},
                 {-1, "-1"},
                 {-999, "-999"},
                 {-1000, "-1,000"},
                 {-123456, "-123,456"},
                 {INT64_MAX, "9,223,372,036,854,775,807"},
                 {INT64_MIN, "-9,223,372,036,854,775,808"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(format_count(*state, in("UTC"), cases[i].n), cases[i].text);
}

static void money_has_its_cents_and_small_amounts_their_digits(void **state)
{
    static const struct {
        int64_t micros;
        const char *text;
    } cases[] = {{0, "0.00 EUR"},
                 {1500000, "1.50 EUR"},
                 {1234567890000, "1,234,567.89 EUR"},
                 {-42000000, "-42.00 EUR"},
                 {4200, "0.0042 EUR"},
                 {250000, "0.25 EUR"},
                 {1004999, "1.00 EUR"},
                 {1005000, "1.01 EUR"},
                 {999960, "1.0000 EUR"},
                 {INT64_MIN, "-9,223,372,036,854.78 EUR"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(format_money(*state, in("UTC"), cases[i].micros, "EUR"), cases[i].text);
    struct viewer german = {"UTC", locale_of("de")};
    assert_string_equal(format_money(*state, &german, 1234560000, "EUR"), "1.234,56 EUR");
    assert_string_equal(format_money(*state, in("UTC"), 1234000000, "JPY"), "1,234 JPY");
    assert_string_equal(format_money(*state, in("UTC"), 250000, "JPY"), "0.2500 JPY");
    assert_string_equal(format_money(*state, in("UTC"), 1234567000, "KWD"), "1,234.567 KWD");
}

static void dates_are_iso(void **state)
{
    assert_string_equal(format_date(*state, (struct date){2026, 1, 2}), "2026-01-02");
    assert_string_equal(format_date(*state, (struct date){9999, 12, 31}), "9999-12-31");
}

static ms_t utc(int year, int month, int day, int hour, int minute)
{
    return clock_utc((struct date){year, month, day}, hour, minute, 5, 123);
}

static void times_are_in_the_zone_of_the_viewer(void **state)
{
    ms_t now = utc(2026, 11, 21, 12, 0);
    assert_string_equal(format_time(*state, in("UTC"), utc(2026, 11, 21, 9, 14), now),
                        "21 Nov 09:14:05");
    assert_string_equal(format_time(*state, in("Asia/Kolkata"), utc(2026, 11, 21, 20, 14), now),
                        "22 Nov 01:44:05");
    assert_string_equal(format_time(*state, in("America/New_York"), utc(2026, 3, 8, 7, 30), now),
                        "8 Mar 03:30:05");
}

static void another_year_is_named(void **state)
{
    ms_t now = utc(2026, 1, 1, 3, 0);
    assert_string_equal(format_time(*state, in("UTC"), utc(2025, 12, 31, 23, 59), now),
                        "31 Dec 2025 23:59");
    assert_string_equal(format_time(*state, in("UTC"), utc(2026, 1, 1, 0, 0), now),
                        "1 Jan 00:00:05");
    /* There it is still the year before. */
    assert_string_equal(format_time(*state, in("America/New_York"), utc(2025, 12, 31, 23, 59), now),
                        "31 Dec 18:59:05");
    assert_string_equal(format_time(*state, in("UTC"), utc(9999, 12, 31, 23, 59), now),
                        "31 Dec 9999 23:59");
}

static void every_month_and_day_is_written(void **state)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    ms_t now = utc(2024, 7, 1, 0, 0);
    for (int64_t day = date_days((struct date){2024, 1, 1}),
                 end = date_days((struct date){2025, 1, 1});
         day < end; day++) {
        struct date d = date_from_days(day);
        assert_string_equal(
            format_time(*state, in("UTC"), utc(d.year, d.month, d.day, 10, 20), now),
            arena_printf(*state, "%d %s 10:20:05", d.day, months[d.month - 1]));
    }
}

static void exact_times_have_everything(void **state)
{
    assert_string_equal(format_time_exact(*state, "Europe/Berlin", utc(2026, 11, 21, 8, 14)),
                        "2026-11-21 09:14:05.123 CET");
    assert_string_equal(format_time_exact(*state, "Europe/Berlin", utc(2026, 7, 1, 8, 14)),
                        "2026-07-01 10:14:05.123 CEST");
    assert_string_equal(format_time_exact(*state, "Pacific/Chatham", utc(2026, 7, 1, 8, 14)),
                        "2026-07-01 20:59:05.123 +1245");
    assert_string_equal(format_time_exact(*state, "UTC", 0), "1970-01-01 00:00:00.000 UTC");
    assert_string_equal(format_time_exact(*state, "UTC", 7), "1970-01-01 00:00:00.007 UTC");
    assert_string_equal(format_time_exact(*state, "UTC", utc(9999, 12, 31, 23, 59)),
                        "9999-12-31 23:59:05.123 UTC");
}

static void each_place_has_its_customs(void **state)
{
    static const struct {
        const char *key, *this_year, *other_year, *count, *thousand;
    } cases[] = {
        {"en", "21 Nov 09:14:05", "28 Dec 2025 19:23", "1,234,567", "1,234"},
        {"en-US", "Nov 21, 9:14:05 am", "Dec 28, 2025, 7:23 pm", "1,234,567", "1,234"},
        {"de", "21. Nov. 09:14:05", "28. Dez. 2025 19:23", "1.234.567", "1.234"},
        {"es", "21 nov 09:14:05", "28 dic 2025 19:23", "1.234.567", "1234"},
        {"fr", "21 nov. 09:14:05",
         "28 d\xc3\xa9"
         "c. 2025 19:23",
         "1\xe2\x80\xaf"
         "234\xe2\x80\xaf"
         "567",
         "1\xe2\x80\xaf"
         "234"},
        {"it", "21 nov 09:14:05", "28 dic 2025 19:23", "1.234.567", "1.234"},
        {"nl", "21 nov 09:14:05", "28 dec 2025 19:23", "1.234.567", "1.234"},
        {"pl", "21 lis 09:14:05", "28 gru 2025 19:23",
         "1\xc2\xa0"
         "234\xc2\xa0"
         "567",
         "1234"},
    };
    ms_t now = utc(2026, 11, 21, 12, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct viewer v = {"UTC", locale_of(cases[i].key)};
        assert_string_equal(locales[i].key, cases[i].key);
        assert_string_equal(format_time(*state, &v, utc(2026, 11, 21, 9, 14), now),
                            cases[i].this_year);
        assert_string_equal(format_time(*state, &v, utc(2025, 12, 28, 19, 23), now),
                            cases[i].other_year);
        assert_string_equal(format_count(*state, &v, 1234567), cases[i].count);
        assert_string_equal(format_count(*state, &v, 1234), cases[i].thousand);
        assert_string_equal(format_count(*state, &v, -999), "-999");
    }
    assert_null(locales[sizeof cases / sizeof *cases].key);
}

static void hours_of_twelve(void **state)
{
    static const struct {
        int hour;
        const char *text;
    } cases[] = {{0, "Mar 1, 12:05:05 am"},  {1, "Mar 1, 1:05:05 am"},  {11, "Mar 1, 11:05:05 am"},
                 {12, "Mar 1, 12:05:05 pm"}, {13, "Mar 1, 1:05:05 pm"}, {23, "Mar 1, 11:05:05 pm"}};
    const struct viewer v = {"UTC", locale_of("en-US")};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            format_time(*state, &v, utc(2026, 3, 1, cases[i].hour, 5), utc(2026, 7, 1, 0, 0)),
            cases[i].text);
}

static void a_language_will_do(void **state)
{
    (void)state;
    assert_string_equal(locale_of("de-AT")->key, "de");
    assert_string_equal(locale_of("DE_ch")->key, "de");
    assert_string_equal(locale_of("en-us")->key, "en-US");
    assert_string_equal(locale_of("en-GB")->key, "en");
    assert_string_equal(locale_of("tlh")->key, "en");
    assert_string_equal(locale_of("")->key, "en");
    assert_true(locale_known("en-US"));
    assert_false(locale_known("en-us"));
    assert_false(locale_known("de-AT"));
    assert_false(locale_known(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(durations_have_hours_from_an_hour_on),
        UNIT_TEST(counts_have_commas),
        UNIT_TEST(money_has_its_cents_and_small_amounts_their_digits),
        UNIT_TEST(dates_are_iso),
        UNIT_TEST(times_are_in_the_zone_of_the_viewer),
        UNIT_TEST(another_year_is_named),
        UNIT_TEST(every_month_and_day_is_written),
        UNIT_TEST(exact_times_have_everything),
        UNIT_TEST(each_place_has_its_customs),
        UNIT_TEST(hours_of_twelve),
        UNIT_TEST(a_language_will_do),
    };
    return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
