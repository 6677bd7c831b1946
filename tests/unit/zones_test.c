#include "unit/unit.h"

#include "core/clock.h"
#include "core/zones.h"

static void the_list_is_sorted_and_valid(void **state)
{
    size_t n = 0;
    bool utc = false;
    (void)state;
    for (const char *const *z = zone_names(); *z; z++, n++) {
        assert_true(zone_valid(*z));
        utc |= strcmp(*z, "UTC") == 0;
        if (n)
            assert_true(strcmp(z[-1], *z) < 0);
    }
    assert_true(n > 300);
    assert_true(utc);
    assert_ptr_equal(zone_names(), zone_names());
}

static void what_is_typed_is_understood(void **state)
{
    static const struct {
        const char *typed, *zone;
    } cases[] = {{"Europe/Berlin", "Europe/Berlin"},
                 {"europe/BERLIN", "Europe/Berlin"},
                 {"america/new york", "America/New_York"},
                 {"utc", "UTC"},
                 {"US/Eastern", "US/Eastern"},
                 {"Berlin", NULL},
                 {"Europe/Nowhere", NULL},
                 {"../../etc/passwd", NULL},
                 {"/etc/passwd", NULL},
                 {"right/Europe/Berlin", NULL},
                 {"", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *zone = zone_meant(cases[i].typed);
        if (cases[i].zone)
            assert_string_equal(zone, cases[i].zone);
        else
            assert_null(zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_list_is_sorted_and_valid),
        UNIT_TEST(what_is_typed_is_understood),
    };
    return cmocka_run_group_tests_name("zones", tests, NULL, NULL);
}
