#include "unit/unit.h"

#include "view/json_indent.h"

static void laid_out_and_nothing_changed(void **state)
{
    static const struct {
        const char *text, *laid_out;
    } cases[] = {
        {"", ""},
        {" \n", ""},
        {"{\"a\":1,\"a\":1.50e+9}", "{\n  \"a\": 1,\n  \"a\": 1.50e+9\n}"},
        {"[ ]", "[]"},
        {"{\"a\":{ },\"b\":[1,[]]}", "{\n  \"a\": {},\n  \"b\": [\n    1,\n    []\n  ]\n}"},
        {"\"a {b} \\\" [c], d: e\"", "\"a {b} \\\" [c], d: e\""},
        {"{\"a\":\"cut of", "{\n  \"a\": \"cut of"},
        {"{\"a\":\"cut\\", "{\n  \"a\": \"cut\\"},
        {"]]}", "\n]\n]\n}"},
        {"<p>no json</p>", "<p>nojson</p>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(json_indent(*state, cases[i].text), cases[i].laid_out);
}

static void depth_is_bounded(void **state)
{
    enum { DEEP = 20000 };
    char *text = arena_alloc(*state, DEEP + 1);
    memset(text, '[', DEEP);
    assert_true(strlen(json_indent(*state, text)) < DEEP * (2 * JSON_INDENT_MAX + 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(laid_out_and_nothing_changed),
        UNIT_TEST(depth_is_bounded),
    };
    return cmocka_run_group_tests_name("json_indent", tests, NULL, NULL);
}
