/* Lists out of JSON that somebody else wrote. */
#include "core/buf.h"
#include "unit.h"
#include "view/json.h"

static const char *shown(struct arena *a, const char *text)
{
    struct json_item *items;
    size_t n;
    const char *out = "";
    if (!json_items(a, text, &items, &n))
        return "unreadable";
    for (size_t i = 0; i < n; i++)
        out = arena_printf(a, "%s[%s=%s:%s]", out, items[i].name ? items[i].name : "",
                           items[i].value ? items[i].value : "", items[i].why ? items[i].why : "");
    return out;
}

static void lists_and_objects_are_items(void **state)
{
    static const struct {
        const char *json, *items;
    } cases[] = {
        {NULL, ""},
        {"", ""},
        {"[]", ""},
        {"{}", ""},
        {"null", ""},
        {"[\"fees\",\"refund\"]", "[fees=:][refund=:]"},
        {"[1,2.5,true,null,\"\"]", "[1=:][2.5=:][yes=:]"},
        {"\"one\"", "[one=:]"},
        {"[{\"name\":\"Gratitude\",\"score\":0.82}]", "[Gratitude=0.82:]"},
        {"[{\"emotion\":\"Curiosity\"}]", "[Curiosity=:]"},
        {"{\"Approval\":0.5}", "[Approval=0.5:]"},
        {"[{\"name\":\"Greeting\",\"result\":\"success\",\"rationale\":\"Said so\"}]",
         "[Greeting=success:Said so]"},
        {"{\"greeting\":{\"criteria_id\":\"g\",\"result\":\"failure\",\"rationale\":\"None\"}}",
         "[greeting=failure:None]"},
        {"{\"date\":{\"value\":null,\"rationale\":\"Not said\"}}", "[date=:Not said]"},
        {"{\"a\":{\"x\":[1,{\"y\":2}]},\"b\":[1,2]}", "[a={\"x\":[1,{\"y\":2}]}:][b=[1,2]:]"},
        {"[[1],{\"odd\":1}]", "[[1]=:][={\"odd\":1}:]"},
        {"{\"a\":1,\"a\":2}", "[a=2:]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(shown(*state, cases[i].json), cases[i].items);
}

static void what_is_no_json_cannot_be_read(void **state)
{
    static const char *const cases[] = {"x",     "[1",          "{\"a\":}", "[1]]",          "'a'",
                                        "[1,]",  "\"\\u0000\"", "\"\xff\"", "[\"\\ud800\"]", "nul",
                                        "{1:2}", "[1e999]"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(shown(*state, cases[i]), "unreadable");
}

static void too_much_is_unreadable_or_cut(void **state)
{
    char *text = arena_alloc(*state, JSON_BYTES_MAX + 8);
    struct json_item *items;
    size_t n;
    memset(text, '[', JSON_BYTES_MAX);
    assert_false(json_items(*state, text, &items, &n)); /* deeper than any reader goes */
    memset(text, '1', JSON_BYTES_MAX + 1);
    assert_false(json_items(*state, text, &items, &n));
    assert_int_equal(n, 0);

    /* a long text ends at a whole character */
    struct buf long_text = {0};
    buf_puts(&long_text, "[\"x");
    for (int i = 0; i < JSON_TEXT_MAX; i++)
        buf_puts(&long_text, "\xc3\xa9");
    buf_puts(&long_text, "\"]");
    assert_true(json_items(*state, long_text.s, &items, &n));
    buf_free(&long_text);
    assert_int_equal(n, 1);
    assert_true(strlen(items[0].name) <= JSON_TEXT_MAX + 3);
    assert_string_equal(items[0].name + strlen(items[0].name) - 5, "\xc3\xa9\xe2\x80\xa6");

    char *list = arena_dup(*state, "[0");
    for (int i = 0; i < 300; i++)
        list = arena_printf(*state, "%s,%d", list, i);
    assert_true(json_items(*state, arena_printf(*state, "%s]", list), &items, &n));
    assert_int_equal(n, JSON_ITEMS_MAX);
}

static void numbers_say_what_they_are(void **state)
{
    struct json_item *items;
    size_t n;
    assert_true(json_items(*state, "{\"a\":12000,\"b\":0.25,\"c\":\"7\"}", &items, &n));
    assert_int_equal(n, 3);
    assert_true(items[0].is_number && items[0].whole && items[0].number == 12000);
    assert_true(items[1].is_number && !items[1].whole && items[1].number == 0.25);
    assert_false(items[2].is_number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(lists_and_objects_are_items),
        UNIT_TEST(what_is_no_json_cannot_be_read),
        UNIT_TEST(too_much_is_unreadable_or_cut),
        UNIT_TEST(numbers_say_what_they_are),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
