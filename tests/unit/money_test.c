#include "unit/unit.h"

#include "core/money.h"

static void amounts_are_read_as_the_place_writes_them(void **state)
{
    static const struct {
        const char *locale, *text;
        int64_t micros; /* -1: no amount */
    } cases[] = {{"en", "0", 0},
                 {"en", "12", 12000000},
                 {"en", "0.12", 120000},
                 {"en", "0.000001", 1},
                 {"en", "0.0000001", -1},
                 {"en", "1,234.5", 1234500000},
                 {"en", "1,234,567", 1234567000000},
                 {"en", "1,23", -1},
                 {"en", "1,2345", -1},
                 {"en", "1234,567", -1},
                 {"en", "0,123", -1},
                 {"en", "999999999.999999", 999999999999999},
                 {"en", "1000000000", -1},
                 {"en", "1,000,000,000", -1},
                 {"en", ".5", -1},
                 {"en", "5.", -1},
                 {"en", "-1", -1},
                 {"en", "1e3", -1},
                 {"en", "1 EUR", -1},
                 {"en", "", -1},
                 {"en", "99999999999999999999999999", -1},
                 {"de", "0,12", 120000},
                 {"de", "1.234,50", 1234500000},
                 {"de", "1.5", -1},
                 {"de", "0.12", -1},
                 {"fr", "1 234,5", 1234500000},
                 {"fr",
                  "1\xe2\x80\xaf"
                  "234,5",
                  1234500000},
                 {"pl",
                  "1\xc2\xa0"
                  "234",
                  1234000000},
                 {"en", "1 234", -1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t micros = -1;
        bool is = money_read(cases[i].text, locale_of(cases[i].locale), &micros);
        if (is != (cases[i].micros >= 0) || (is && micros != cases[i].micros))
            fail_msg("%s in %s: %lld", cases[i].text, cases[i].locale, (long long)micros);
    }
}

static void amounts_come_back_as_they_were_typed(void **state)
{
    static const struct {
        const char *locale, *text;
        int64_t micros;
        int digits;
    } cases[] = {
        {"en", "0.12", 120000, 2}, {"en", "2.50", 2500000, 2},       {"en", "3", 3000000, 0},
        {"de", "0,000001", 1, 2},  {"de", "1234,50", 1234500000, 2}, {"en", "0.00", 0, 2},
        {"en", "0", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t micros = -1;
        const struct locale *l = locale_of(cases[i].locale);
        assert_string_equal(money_text(*state, l, cases[i].micros, cases[i].digits), cases[i].text);
        assert_true(money_read(cases[i].text, l, &micros));
        assert_int_equal(micros, cases[i].micros);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(amounts_are_read_as_the_place_writes_them),
        UNIT_TEST(amounts_come_back_as_they_were_typed),
    };
    return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}
