/* Local times where the clocks change; the expected instants are from Python's zoneinfo. */
#include "unit/unit.h"

#include "core/clock.h"

struct local {
    const char *zone;
    struct date date;
    int hour, minute;
    const char *utc;
    bool shifted;
};

static const struct local locals[] = {
    /* forward at 02:00 on 29 March 2026 */
    {"Europe/Berlin", {2026, 3, 29}, 1, 59, "2026-03-29T00:59:00.000Z", false},
    {"Europe/Berlin", {2026, 3, 29}, 2, 0, "2026-03-29T01:00:00.000Z", true},
    {"Europe/Berlin", {2026, 3, 29}, 2, 30, "2026-03-29T01:30:00.000Z", true},
    {"Europe/Berlin", {2026, 3, 29}, 3, 0, "2026-03-29T01:00:00.000Z", false},
    /* back at 03:00 on 25 October 2026: the hour from 02:00 happens twice */
    {"Europe/Berlin", {2026, 10, 25}, 1, 59, "2026-10-24T23:59:00.000Z", false},
    {"Europe/Berlin", {2026, 10, 25}, 2, 0, "2026-10-25T00:00:00.000Z", false},
    {"Europe/Berlin", {2026, 10, 25}, 2, 59, "2026-10-25T00:59:00.000Z", false},
    {"Europe/Berlin", {2026, 10, 25}, 3, 0, "2026-10-25T02:00:00.000Z", false},
    {"Europe/Berlin", {2026, 7, 1}, 12, 0, "2026-07-01T10:00:00.000Z", false},
    {"America/New_York", {2026, 3, 8}, 2, 30, "2026-03-08T07:30:00.000Z", true},
    {"America/New_York", {2026, 3, 8}, 3, 30, "2026-03-08T07:30:00.000Z", false},
    {"America/New_York", {2026, 11, 1}, 1, 30, "2026-11-01T05:30:00.000Z", false},
    {"America/New_York", {2026, 11, 1}, 2, 0, "2026-11-01T07:00:00.000Z", false},
    {"Asia/Kolkata", {2026, 11, 21}, 0, 0, "2026-11-20T18:30:00.000Z", false},
    {"Pacific/Chatham", {2026, 4, 5}, 3, 0, "2026-04-04T13:15:00.000Z", false},
    {"Pacific/Chatham", {2026, 4, 5}, 3, 45, "2026-04-04T15:00:00.000Z", false},
    {"Pacific/Chatham", {2026, 9, 27}, 3, 0, "2026-09-26T14:15:00.000Z", true},
    /* half an hour */
    {"Australia/Lord_Howe", {2026, 10, 4}, 2, 15, "2026-10-03T15:45:00.000Z", true},
    /* midnight is skipped */
    {"America/Santiago", {2026, 9, 6}, 0, 30, "2026-09-06T04:30:00.000Z", true},
    {"Asia/Beirut", {2026, 3, 29}, 0, 0, "2026-03-28T22:00:00.000Z", true},
    {"Africa/Cairo", {2026, 4, 24}, 0, 0, "2026-04-23T22:00:00.000Z", true},
    /* the day that Samoa left out */
    {"Pacific/Apia", {2011, 12, 29}, 23, 59, "2011-12-30T09:59:00.000Z", false},
    {"Pacific/Apia", {2011, 12, 30}, 12, 0, "2011-12-30T22:00:00.000Z", true},
    {"Pacific/Apia", {2011, 12, 31}, 0, 0, "2011-12-30T10:00:00.000Z", false},
    {"UTC", {2016, 12, 31}, 23, 59, "2016-12-31T23:59:00.000Z", false},
};

static void local_times_become_instants(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof locals / sizeof *locals; i++) {
        const struct local *l = &locals[i];
        char out[CLOCK_ISO_SIZE];
        bool shifted = !l->shifted;
        ms_t at = zone_instant(l->zone, l->date, l->hour, l->minute, 0, &shifted);
        assert_string_equal(clock_iso(at, out), l->utc);
        assert_int_equal(shifted, l->shifted);
        assert_int_equal(zone_instant(l->zone, l->date, l->hour, l->minute, 0, NULL), at);
    }
}

static const struct {
    const char *zone;
    struct date date;
    const char *utc;
} starts[] = {
    {"UTC", {2026, 11, 21}, "2026-11-21T00:00:00.000Z"},
    {"Europe/Berlin", {2026, 3, 29}, "2026-03-28T23:00:00.000Z"},
    {"Europe/Berlin", {2026, 3, 30}, "2026-03-29T22:00:00.000Z"},
    {"Europe/Berlin", {2026, 10, 25}, "2026-10-24T22:00:00.000Z"},
    {"Europe/Berlin", {2026, 10, 26}, "2026-10-25T23:00:00.000Z"},
    {"America/New_York", {2026, 3, 9}, "2026-03-09T04:00:00.000Z"},
    {"Asia/Kolkata", {2026, 1, 1}, "2025-12-31T18:30:00.000Z"},
    {"Pacific/Chatham", {2026, 4, 5}, "2026-04-04T10:15:00.000Z"},
    {"Pacific/Chatham", {2026, 4, 6}, "2026-04-05T11:15:00.000Z"},
    /* midnight is skipped: the day begins at one */
    {"America/Santiago", {2026, 9, 6}, "2026-09-06T04:00:00.000Z"},
    {"Asia/Beirut", {2026, 3, 29}, "2026-03-28T22:00:00.000Z"},
    {"Africa/Cairo", {2026, 4, 24}, "2026-04-23T22:00:00.000Z"},
    /* the hour before midnight happens twice: the day begins after the second */
    {"America/Santiago", {2026, 4, 5}, "2026-04-05T04:00:00.000Z"},
    {"Asia/Beirut", {2026, 10, 25}, "2026-10-24T22:00:00.000Z"},
    {"Africa/Cairo", {2026, 10, 30}, "2026-10-29T22:00:00.000Z"},
    /* midnight happens twice: the day begins at the first */
    {"Atlantic/Azores", {2026, 10, 25}, "2026-10-25T00:00:00.000Z"},
    {"America/Havana", {2026, 11, 1}, "2026-11-01T04:00:00.000Z"},
    /* a day left out begins, and ends, where the next one begins */
    {"Pacific/Apia", {2011, 12, 29}, "2011-12-29T10:00:00.000Z"},
    {"Pacific/Apia", {2011, 12, 30}, "2011-12-30T10:00:00.000Z"},
    {"Pacific/Apia", {2011, 12, 31}, "2011-12-30T10:00:00.000Z"},
    {"Pacific/Apia", {2012, 1, 1}, "2011-12-31T10:00:00.000Z"},
    /* a leap second was added between these two; a day has 86,400 seconds all the same */
    {"UTC", {2016, 12, 31}, "2016-12-31T00:00:00.000Z"},
    {"UTC", {2017, 1, 1}, "2017-01-01T00:00:00.000Z"},
};

static void days_begin_where_the_clocks_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        char out[CLOCK_ISO_SIZE];
        ms_t at = zone_day_start(starts[i].zone, starts[i].date);
        assert_string_equal(clock_iso(at, out), starts[i].utc);
    }
}

static const char *const zones[] = {
    "UTC",          "Europe/Berlin", "America/New_York",    "America/St_Johns",  "America/Santiago",
    "Asia/Kolkata", "Asia/Beirut",   "Africa/Cairo",        "Africa/Casablanca", "Pacific/Chatham",
    "Pacific/Apia", "Asia/Tehran",   "Australia/Lord_Howe", "America/Asuncion",  "Asia/Gaza",
};

/* The first instant of a day is in the day, the one before it is not. */
static void every_day_begins_at_its_first_instant(void **state)
{
    (void)state;
    int64_t last = date_days((struct date){2037, 12, 31});
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
        for (int64_t day = date_days((struct date){2005, 1, 1}); day < last; day++) {
            struct date d = date_from_days(day);
            ms_t at = zone_day_start(zones[z], d);
            struct date first = zone_civil(zones[z], at).date;
            struct date before = zone_civil(zones[z], at - 1).date;
            bool left_out = strcmp(zones[z], "Pacific/Apia") == 0 && d.year == 2011 &&
                            d.month == 12 && d.day == 30;
            assert_int_equal(date_compare(first, d), left_out ? 1 : 0);
            assert_int_equal(date_compare(before, d), -1);
        }
    }
}

static void instants_read_back_as_the_local_time(void **state)
{
    (void)state;
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
        for (int64_t day = date_days((struct date){2011, 1, 1}); day < 16800; day++) {
            for (int minute = 0; minute < 24 * 60; minute += 45) {
                bool shifted;
                struct date d = date_from_days(day);
                ms_t at = zone_instant(zones[z], d, minute / 60, minute % 60, 0, &shifted);
                struct civil c = zone_civil(zones[z], at);
                bool same = date_compare(c.date, d) == 0 && c.hour == minute / 60 &&
                            c.minute == minute % 60;
                assert_int_equal(same, !shifted);
            }
        }
    }
}

static void civil_times_know_weekday_offset_and_name(void **state)
{
    (void)state;
    struct civil c = zone_civil("Europe/Berlin", 1795248845123); /* 2026-11-21T08:14:05.123Z */
    assert_int_equal(date_compare(c.date, (struct date){2026, 11, 21}), 0);
    assert_int_equal(c.hour * 10000 + c.minute * 100 + c.second, 91405);
    assert_int_equal(c.millisecond, 123);
    assert_int_equal(c.weekday, 6);
    assert_int_equal(c.offset_s, 3600);
    assert_string_equal(c.abbreviation, "CET");
    c = zone_civil("America/New_York", -1);
    assert_int_equal(date_compare(c.date, (struct date){1969, 12, 31}), 0);
    assert_int_equal(c.millisecond, 999);
    assert_int_equal(c.offset_s, -5 * 3600);
}

static void zones_of_the_system_are_valid(void **state)
{
    (void)state;
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++)
        assert_true(zone_valid(zones[z]));
    assert_true(zone_valid("Etc/GMT+5"));
    assert_true(zone_valid("America/Argentina/Buenos_Aires"));
}

static void other_names_are_no_zones(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "Europe",
        "Europe/",
        "America/Argentina",
        "/usr/share/zoneinfo/UTC",
        "/etc/passwd",
        "../zoneinfo/UTC",
        "Europe/../UTC",
        "../../../etc/passwd",
        "Europe/Berlin\n",
        "Europe/Berlin ",
        ":Europe/Berlin",
        "Europe/Nowhere",
        "zone.tab",
        "leapseconds",
        "leap-seconds.list",
        "right/Europe/Berlin",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "Europe/Berlinnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
        "\xc3\xa9",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (zone_valid(bad[i]))
            fail_msg("'%s' is taken for a zone", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(local_times_become_instants),
        cmocka_unit_test(days_begin_where_the_clocks_say),
        cmocka_unit_test(every_day_begins_at_its_first_instant),
        cmocka_unit_test(instants_read_back_as_the_local_time),
        cmocka_unit_test(civil_times_know_weekday_offset_and_name),
        cmocka_unit_test(zones_of_the_system_are_valid),
        cmocka_unit_test(other_names_are_no_zones),
    };
    return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
