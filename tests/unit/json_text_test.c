#include "unit/unit.h"

#include "core/buf.h"
#include "view/json_text.h"

/* Members as "name=value", laid out ones with a *, joined by |. */
static const char *members(struct arena *a, const char *text)
{
    struct json_text j = json_text(a, text);
    const char *out = "";
    assert_non_null(j.members);
    for (size_t i = 0; i < j.n; i++)
        out = arena_printf(a, "%s%s%s=%s%s", out, i ? "|" : "", j.members[i].name,
                           j.members[i].laid_out ? "*" : "", j.members[i].value);
    return out;
}

static void an_object_is_names_and_values(void **state)
{
    assert_string_equal(members(*state, "{}"), "");
    assert_string_equal(members(*state, "{\"b\":1,\"a\":\"x\"}"), "b=1|a=x");
    assert_string_equal(members(*state, " {\"t\":true,\"n\":null,\"e\":\"\",\"o\":{},\"l\":[]} "),
                        "t=true|n=null|e=|o={}|l=[]");
    assert_string_equal(members(*state, "{\"u\":\"\\u00e9\\ud83d\\ude42\",\"\":\"a\\nb\"}"),
                        "u=é🙂|=a\nb");
    assert_string_equal(members(*state, "{\"x\":{\"y\":[1,{}]}}"),
                        "x=*{\n  \"y\": [\n    1,\n    {}\n  ]\n}");
}

static void numbers_stay_what_they_were(void **state)
{
    assert_string_equal(members(*state, "{\"a\":19.99,\"b\":-12.5,\"c\":9223372036854775807}"),
                        "a=19.99|b=-12.5|c=9223372036854775807");
    assert_string_equal(members(*state, "{\"a\":[0.1,1e3]}"), "a=*[\n  0.1,\n  1000.0\n]");
}

static void anything_else_is_laid_out(void **state)
{
    struct json_text j = json_text(*state, "[1,\"a\"]");
    assert_null(j.members);
    assert_true(j.laid_out);
    assert_string_equal(j.text, "[\n  1,\n  \"a\"\n]");
    j = json_text(*state, "\"text\"");
    assert_false(j.laid_out);
    assert_string_equal(j.text, "text");
    assert_string_equal(json_text(*state, "42").text, "42");
    assert_string_equal(json_text(*state, "[]").text, "[]");
}

static void stays(void **state, const char *text)
{
    struct json_text j = json_text(*state, text);
    assert_null(j.members);
    assert_false(j.laid_out);
    assert_string_equal(j.text, text);
}

static void what_is_no_json_stays(void **state)
{
    static const char *const texts[] = {"",
                                        "plain text",
                                        "{\"broken\": ",
                                        "{'a': 1}",
                                        "{\"a\":1} more",
                                        "{\"a\":1,\"a\":2}",
                                        "{\"a\":\"\\u0000\"}",
                                        "[99999999999999999999]",
                                        "{\"a\":\"\\ud800\"}",
                                        "NaN",
                                        "\xff\xfe"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        stays(state, texts[i]);
}

static const char *nested(struct arena *a, int depth)
{
    char *text = arena_alloc(a, (size_t)depth * 2 + 1);
    memset(text, '[', (size_t)depth);
    memset(text + depth, ']', (size_t)depth);
    return text;
}

static void what_grows_too_much_stays(void **state)
{
    assert_true(json_text(*state, nested(*state, JSON_DEPTH)).laid_out);
    stays(state, nested(*state, JSON_DEPTH + 1));
    stays(state, nested(*state, 100000));
    char *wide = arena_alloc(*state, 400000);
    size_t n = 0;
    n += (size_t)sprintf(wide + n, "[[[[[[[[1");
    while (n < 100000)
        n += (size_t)sprintf(wide + n, ",1");
    sprintf(wide + n, "]]]]]]]]");
    stays(state, wide);
}

static void many_members_are_laid_out_as_one(void **state)
{
    struct buf b = {0};
    buf_puts(&b, "{");
    for (int i = 0; i <= JSON_MEMBERS; i++)
        buf_printf(&b, "%s\"m%d\":1", i ? "," : "", i);
    buf_puts(&b, "}");
    struct json_text j = json_text(*state, b.s);
    assert_null(j.members);
    assert_true(j.laid_out);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(an_object_is_names_and_values), UNIT_TEST(numbers_stay_what_they_were),
        UNIT_TEST(anything_else_is_laid_out),     UNIT_TEST(what_is_no_json_stays),
        UNIT_TEST(what_grows_too_much_stays),     UNIT_TEST(many_members_are_laid_out_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
