#include "unit/unit.h"

#include "http/param.h"

static const char *const sizes[] = {"25", "50", "100", NULL};
static const struct param declared[] = {
    {.name = "text", .kind = PARAM_TEXT, .max = 8},
    {.name = "secret", .kind = PARAM_SECRET, .max = 8},
    {.name = "n", .kind = PARAM_INT, .max = 4294967295},
    {.name = "day", .kind = PARAM_DATE},
    {.name = "size", .kind = PARAM_CHOICE, .choices = sizes},
    {.name = "token", .kind = PARAM_TOKEN, .max = 80},
    {.name = "l", .kind = PARAM_LIST, .max = 99},
    {.name = "lines", .kind = PARAM_LINES, .max = 12},
    {.name = "some", .kind = PARAM_TEXT, .max = 9, .label = "Some of them", .repeat = true},
    {0},
};

static struct params p;

static enum err parse_bytes(struct arena *a, const char *encoded, size_t n)
{
    /* A copy of exactly this length, so that reading beyond it is noticed. */
    char *exact = malloc(n ? n : 1);
    memcpy(exact, encoded, n);
    err_clear();
    enum err e = params_parse(a, declared, exact, n, &p);
    free(exact);
    return e;
}

static enum err parse(struct arena *a, const char *encoded)
{
    return parse_bytes(a, encoded, strlen(encoded));
}

static void refuses(struct arena *a, const char *encoded, const char *says)
{
    if (parse(a, encoded) != ERR_BAD_REQUEST)
        fail_msg("'%s' is taken", encoded);
    if (!strstr(err_detail(), says))
        fail_msg("'%s': '%s' does not say '%s'", encoded, err_detail(), says);
}

static void takes(struct arena *a, const char *encoded, const char *name, const char *value)
{
    if (parse(a, encoded) != OK)
        fail_msg("'%s' is refused: %s", encoded, err_detail());
    if (value)
        assert_string_equal(param_text(&p, name), value);
    else
        assert_null(param_text(&p, name));
}

static void what_is_declared_so_may_be_repeated(void **state)
{
    takes(*state, "some=a", "some", "a");
    takes(*state, "some=a&some=b", "some", "a,b");
    takes(*state, "some=&some=b&n=1&some=&some=c", "some", "b,c");
    takes(*state, "some=a%2Cb&some=c", "some", "a,b,c");
    takes(*state, "some=&some=", "some", NULL);
    takes(*state, "some=1234&some=5678", "some", "1234,5678");
    refuses(*state, "some=1234&some=56789", "'Some of them' is longer than 9 bytes");
    refuses(*state, "some=a&some=%ff", "'Some of them' is not valid UTF-8");
    refuses(*state, "some=a&text=b&text=c", "'text' is given twice");
}

static void nothing_gives_nothing(void **state)
{
    takes(*state, "", "text", NULL);
    takes(*state, "&", "text", NULL);
    takes(*state, "&&&", "text", NULL);
    assert_int_equal(param_int(&p, "n", 7), 7);
    assert_int_equal(param_choice(&p, "size", -1), -1);
}

static void every_kind_is_read(void **state)
{
    assert_int_equal(parse(*state, "text=a&secret=b%0A&n=12&day=2026-11-21&size=100&token=a-_.~Z"),
                     OK);
    assert_string_equal(param_text(&p, "text"), "a");
    assert_string_equal(param_text(&p, "secret"), "b\n");
    assert_int_equal(param_int(&p, "n", 0), 12);
    assert_string_equal(param_text(&p, "day"), "2026-11-21");
    assert_int_equal(param_choice(&p, "size", -1), 2);
    assert_string_equal(param_text(&p, "token"), "a-_.~Z");
}

static void only_what_is_declared_is_known(void **state)
{
    refuses(*state, "other=1", "no parameter 'other'");
    refuses(*state, "Text=1", "no parameter 'Text'");
    refuses(*state, "=1", "no parameter ''");
    refuses(*state, "text=a&other=", "no parameter 'other'");
    refuses(*state, "text%5B%5D=a", "no parameter 'text[]'");
    refuses(*state, "%ff=1", "no parameter '?'");
    assert_int_equal(params_parse(*state, NULL, "a=1", 3, &p), ERR_BAD_REQUEST);
    assert_int_equal(params_parse(*state, NULL, "", 0, &p), OK);
}

static void a_long_unknown_name_is_not_repeated(void **state)
{
    refuses(*state, arena_printf(*state, "%040d=1", 1), "no parameter '0000");
    refuses(*state, arena_printf(*state, "%041d=1", 1), "no parameter '?'");
    refuses(*state, arena_printf(*state, "%039d%%C3%%A9=1", 1), "no parameter '?'");
}

static void a_name_is_decoded_too(void **state)
{
    takes(*state, "%74ext=a", "text", "a");
}

static void nothing_is_given_twice(void **state)
{
    refuses(*state, "text=a&text=b", "'text' is given twice");
    refuses(*state, "text=&text=b", "'text' is given twice");
    refuses(*state, "text&text", "'text' is given twice");
    refuses(*state, "n=1&%6e=1", "'n' is given twice");
}

static void an_empty_value_is_as_good_as_none(void **state)
{
    takes(*state, "text=&n=&day=&size=&token=&secret=", "text", NULL);
    assert_null(param_text(&p, "secret"));
    assert_null(param_text(&p, "day"));
    assert_int_equal(param_int(&p, "n", -1), -1);
    assert_int_equal(param_choice(&p, "size", 1), 1);
    takes(*state, "text", "text", NULL);
}

static void plus_is_a_space_and_percent_two_hex_digits(void **state)
{
    takes(*state, "text=a+b%2Bc", "text", "a b+c");
    takes(*state, "text=%4a%4A", "text", "JJ");
    takes(*state, "text=a%3Db=c", "text", "a=b=c");
    takes(*state, "text=%26%3d", "text", "&=");
}

static void broken_encoding_is_refused(void **state)
{
    static const char *const bad[] = {"text=%",    "text=%4",  "text=a%4",  "text=%4&n=1",
                                      "text=%zz",  "text=%4g", "text=%%41", "te%xt=a",
                                      "text=% 41", "%",        "text=%+1",  "text=%u0041"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(*state, bad[i], "badly encoded");
}

static void nul_never_comes_through(void **state)
{
    refuses(*state, "text=%00", "badly encoded");
    refuses(*state, "text=a%00b", "badly encoded");
    refuses(*state, "secret=a%00b", "badly encoded");
    refuses(*state, "te%00xt=a", "badly encoded");
    assert_int_equal(parse_bytes(*state, "text=a\0b", 8), ERR_BAD_REQUEST);
}

static void text_is_valid_utf8(void **state)
{
    static const char *const bad[] = {
        "%80",             /* a continuation alone */
        "%C3",             /* cut off */
        "%E2%82",          /* cut off */
        "%C3%28",          /* no continuation */
        "%C0%AF",          /* overlong */
        "%E0%80%AF",       /* overlong */
        "%F0%80%80%AF",    /* overlong */
        "%C1%BF",          /* overlong */
        "%ED%A0%80",       /* a surrogate */
        "%ED%BF%BF",       /* a surrogate */
        "%F4%90%80%80",    /* beyond U+10FFFF */
        "%F8%88%80%80%80", /* five bytes */
        "%FF",
        "\xff",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        refuses(*state, arena_printf(*state, "text=%s", bad[i]), "not valid UTF-8");
        refuses(*state, arena_printf(*state, "secret=%s", bad[i]), "not valid UTF-8");
        refuses(*state, arena_printf(*state, "token=%s", bad[i]), "not valid UTF-8");
    }
    takes(*state, "text=%C3%A9%E2%82%AC", "text", "\xc3\xa9\xe2\x82\xac");
    takes(*state, "text=%F0%9F%93%9E", "text", "\xf0\x9f\x93\x9e");
    takes(*state, "text=\xc3\xa9", "text", "\xc3\xa9");
}

static void text_has_no_control_characters(void **state)
{
    for (int c = 1; c < 0x20; c++) {
        refuses(*state, arena_printf(*state, "text=a%%%02xb", (unsigned)c), "control character");
        takes(*state, arena_printf(*state, "secret=a%%%02xb", (unsigned)c), "secret",
              arena_printf(*state, "a%cb", c));
    }
    refuses(*state, "text=%7F", "control character");
    refuses(*state, "token=%0A", "control character");
}

static void length_is_counted_in_decoded_bytes(void **state)
{
    takes(*state, "text=12345678", "text", "12345678");
    takes(*state, "text=%31%32%33%34%35%36%37%38", "text", "12345678");
    refuses(*state, "text=123456789", "longer than 8");
    refuses(*state, "text=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9", "longer than 8");
    refuses(*state, "secret=123456789", "longer than 8");
    refuses(*state, arena_printf(*state, "token=%081d", 1), "longer than 80");
}

static void numbers_are_digits_up_to_the_maximum(void **state)
{
    static const char *const bad[] = {"4294967296",
                                      "9999999999",
                                      "9223372036854775807",
                                      "9223372036854775808",
                                      "18446744073709551617",
                                      "-1",
                                      "%2B1",
                                      "1.0",
                                      "1e3",
                                      "0x1",
                                      "+1",
                                      "1+",
                                      "%201",
                                      "%D9%A1",
                                      "1%0A",
                                      "0000000000000000001",
                                      "99999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(*state, arena_printf(*state, "n=%s", bad[i]), "'n' must be a whole number up to");
    takes(*state, "n=4294967295", "n", "4294967295");
    assert_int_equal(param_int(&p, "n", 0), 4294967295);
    takes(*state, "n=0", "n", "0");
    assert_int_equal(param_int(&p, "n", 5), 0);
    takes(*state, "n=007", "n", "007");
    assert_int_equal(param_int(&p, "n", 0), 7);
}

static void dates_exist(void **state)
{
    static const char *const bad[] = {"2026-02-29",       "today",      "2026-1-1",
                                      "2026-01-01T00:00", "1969-12-31", "10000-01-01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(*state, arena_printf(*state, "day=%s", bad[i]), "'day' must be a date");
}

static void choices_are_offered(void **state)
{
    static const char *const bad[] = {"26", "2", "250", "025", "25+", "%2025", "50,100"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(*state, arena_printf(*state, "size=%s", bad[i]), "'size' has a value");
    takes(*state, "size=25", "size", "25");
    assert_int_equal(param_choice(&p, "size", -1), 0);
}

static void tokens_have_unreserved_characters_only(void **state)
{
    for (int c = 0x21; c < 0x7f; c++) {
        bool fine = strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~", c);
        const char *text = arena_printf(*state, "token=a%%%02x", (unsigned)c);
        if (fine)
            takes(*state, text, "token", arena_printf(*state, "a%c", c));
        else
            refuses(*state, text, "'token' is damaged");
    }
    refuses(*state, "token=a+b", "'token' is damaged");
    refuses(*state, "token=%C3%A9", "'token' is damaged");
}

static void lines_are_divided_and_nothing_else(void **state)
{
    takes(*state, "lines=a%0D%0Ab%09c%0A", "lines", "a\r\nb\tc\n");
    refuses(*state, "lines=a%1Bb", "control character");
    refuses(*state, "lines=a%7Fb", "control character");
    refuses(*state, "lines=1234567890123", "longer than 12");
    refuses(*state, "text=a%0Ab", "control character");
}

static void a_list_is_given_as_often_as_one_likes(void **state)
{
    const int64_t *items;
    takes(*state, "l=7&n=1&l=&l=0&l=99&l=7", "n", "1");
    assert_int_equal(param_list(&p, "l", &items), 4);
    assert_int_equal(items[0], 7);
    assert_int_equal(items[1], 0);
    assert_int_equal(items[2], 99);
    assert_int_equal(items[3], 7);
    takes(*state, "n=1", "n", "1");
    assert_int_equal(param_list(&p, "l", &items), 0);
    refuses(*state, "l=1&l=100", "up to 99");
    refuses(*state, "l=1&l=x", "whole number");
}

static void many_fields_end_quickly(void **state)
{
    enum { N = 16 * 1024 };
    char *text = arena_alloc(*state, N + 1);
    memset(text, '&', N);
    assert_int_equal(parse(*state, text), OK);
    memset(text, '=', N);
    refuses(*state, text, "no parameter");
    memset(text, '%', N);
    refuses(*state, text, "badly encoded");
}

static void name_not_declared(void *data)
{
    param_text(data, "other");
}

static void asking_for_what_is_not_declared_aborts(void **state)
{
    assert_int_equal(parse(*state, ""), OK);
    assert_true(unit_aborts(name_not_declared, &p));
}

static void a_part_of_a_path_has_an_end(void **state)
{
    char long_one[PART_MAX + 2];
    memset(long_one, 'x', sizeof long_one);
    assert_non_null(param_part(*state, long_one, PART_MAX));
    assert_null(param_part(*state, long_one, PART_MAX + 1));
    assert_null(param_part(*state, "", 0));
    assert_string_equal(param_part(*state, "a+b", 3), "a+b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_part_of_a_path_has_an_end),
        UNIT_TEST(nothing_gives_nothing),
        UNIT_TEST(what_is_declared_so_may_be_repeated),
        UNIT_TEST(every_kind_is_read),
        UNIT_TEST(only_what_is_declared_is_known),
        UNIT_TEST(a_long_unknown_name_is_not_repeated),
        UNIT_TEST(a_name_is_decoded_too),
        UNIT_TEST(nothing_is_given_twice),
        UNIT_TEST(an_empty_value_is_as_good_as_none),
        UNIT_TEST(plus_is_a_space_and_percent_two_hex_digits),
        UNIT_TEST(broken_encoding_is_refused),
        UNIT_TEST(nul_never_comes_through),
        UNIT_TEST(text_is_valid_utf8),
        UNIT_TEST(text_has_no_control_characters),
        UNIT_TEST(length_is_counted_in_decoded_bytes),
        UNIT_TEST(numbers_are_digits_up_to_the_maximum),
        UNIT_TEST(dates_exist),
        UNIT_TEST(choices_are_offered),
        UNIT_TEST(tokens_have_unreserved_characters_only),
        UNIT_TEST(lines_are_divided_and_nothing_else),
        UNIT_TEST(a_list_is_given_as_often_as_one_likes),
        UNIT_TEST(many_fields_end_quickly),
        UNIT_TEST(asking_for_what_is_not_declared_aborts),
    };
    return cmocka_run_group_tests_name("param", tests, NULL, NULL);
}
