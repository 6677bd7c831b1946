#include "unit/unit.h"

#include "intake/event.h"

#include <string.h>

static const char *why;

static json_t *read_text(struct arena *a, const char *text)
{
    return event_read(a, text, strlen(text), NULL, &why);
}

/* A text of n times a character, between two others. */
static char *around(struct arena *a, const char *before, char c, size_t n, const char *after)
{
    char *out = arena_alloc(a, strlen(before) + n + strlen(after) + 1);
    size_t at = strlen(before);
    memcpy(out, before, at);
    memset(out + at, c, n);
    memcpy(out + at + n, after, strlen(after));
    return out;
}

static void an_object_is_read(void **state)
{
    json_t *v = read_text(*state, " {\"a\": [1, \"\\u00e4\", null], \"b\": \"{[\\\"\"} ");
    assert_non_null(v);
    assert_null(why);
    assert_string_equal(json_string_value(json_object_get(v, "b")), "{[\"");
}

static void what_is_no_object_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      " ",
                                      "[]",
                                      "1",
                                      "{",
                                      "}",
                                      "{}{}",
                                      "{\"a\":1,\"a\":1}",
                                      "{\"a\":{\"b\":1,\"b\":2}}",
                                      "{\"a\":\"\\u0000\"}",
                                      "{\"a\":\"\xff\"}",
                                      "{\"a\":\"\xc0\x80\"}",
                                      "{\"a\":\"\xed\xa0\x80\"}",
                                      "{\"a\":\"\\ud800\"}",
                                      "{\"a\":1e999}",
                                      "{\"a\":NaN}",
                                      "{\"a\":1,}",
                                      "{\"a\":\"\n\"}",
                                      "{\"a\":\"x",
                                      "{\"a\":\"x\\"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (read_text(*state, bad[i]) || !why)
            fail_msg("taken: %s", bad[i]);
    }
    assert_null(event_read(*state, "{\"a\":\"\0\"}", 9, NULL, &why));
    assert_null(event_read(*state, "{}\0", 3, NULL, &why));
}

static void depth_has_an_end(void **state)
{
    char fits[2 * EVENT_DEPTH + 16] = "{\"a\":", *s = fits + 5;
    memset(s, '[', EVENT_DEPTH - 1);
    memset(s + EVENT_DEPTH - 1, ']', EVENT_DEPTH - 1);
    strcpy(s + 2 * EVENT_DEPTH - 2, "}");
    assert_non_null(read_text(*state, fits));
    char *deeper = around(*state, "{\"a\":[", '[', EVENT_DEPTH - 1, "");
    assert_null(read_text(*state, deeper));
    assert_non_null(strstr(why, "32"));
    assert_non_null(read_text(*state, around(*state, "{\"a\":\"", '[', 100, "\"}")));
    assert_null(read_text(*state, around(*state, "{\"a\":", '[', 1000000, "")));
}

static void a_number_too_large_for_us_is_kept_nearly(void **state)
{
    json_t *v = read_text(*state, "{\"a\":123456789012345678901234567890}");
    assert_non_null(v);
    assert_true(json_real_value(json_object_get(v, "a")) > 1.2e29);
}

static void long_texts_of_a_large_body_are_left_out(void **state)
{
    struct event_text longest;
    char *body =
        around(*state, "{\"short\":\"x\\\\\",\"long\":\"", 'A', EVENT_MAX, "\",\"n\":[7]}");
    json_t *v = event_read(*state, body, strlen(body), &longest, &why);
    assert_non_null(v);
    assert_string_equal(json_string_value(json_object_get(v, "long")), "");
    assert_string_equal(json_string_value(json_object_get(v, "short")), "x\\");
    assert_int_equal(json_integer_value(json_array_get(json_object_get(v, "n"), 0)), 7);
    assert_int_equal(longest.len, EVENT_MAX);
    assert_ptr_equal(longest.s, strstr(body, "AAA"));
    assert_non_null(event_read(*state, body, strlen(body), NULL, &why));
}

static void a_large_body_without_long_texts_is_refused(void **state)
{
    struct event_text longest;
    char *body = around(*state, "{\"a\":[\"x\"", ' ', EVENT_MAX, "]}");
    assert_null(event_read(*state, body, strlen(body), &longest, &why));
    assert_non_null(strstr(why, "1 MB"));
    assert_int_equal(longest.len, 0);
    body = around(*state, "{\"a\":\"", 'x', EVENT_MAX, ""); /* has no end */
    assert_null(event_read(*state, body, strlen(body), &longest, &why));
    body = around(*state, "{\"a\":\"", '\\', EVENT_MAX + 1, "");
    assert_null(event_read(*state, body, strlen(body), &longest, &why));
}

static void the_same_body_gives_the_same_up_to_the_limit(void **state)
{
    struct event_text longest;
    size_t frame = strlen("{\"a\":\"\"}");
    char *body = around(*state, "{\"a\":\"", 'x', EVENT_MAX - frame, "\"}");
    json_t *v = event_read(*state, body, strlen(body), &longest, &why);
    assert_int_equal(json_string_length(json_object_get(v, "a")), EVENT_MAX - frame);
    assert_int_equal(longest.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(an_object_is_read),
        UNIT_TEST(what_is_no_object_is_refused),
        UNIT_TEST(depth_has_an_end),
        UNIT_TEST(a_number_too_large_for_us_is_kept_nearly),
        UNIT_TEST(long_texts_of_a_large_body_are_left_out),
        UNIT_TEST(a_large_body_without_long_texts_is_refused),
        UNIT_TEST(the_same_body_gives_the_same_up_to_the_limit),
    };
    return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
