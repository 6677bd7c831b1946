#include "unit/unit.h"

#include "view/json_put.h"

#include <jansson.h>

static struct buf b;

static void is(const char *want)
{
    assert_string_equal(b.s, want);
    buf_clear(&b);
}

static void pieces_are_joined(void **state)
{
    (void)state;
    json_put_open(&b, NULL, '{');
    json_put_int(&b, "a", -1);
    json_put_open(&b, "list", '[');
    json_put_text(&b, NULL, "x");
    json_put_text(&b, NULL, NULL);
    json_put_open(&b, NULL, '{');
    json_put_close(&b, '}');
    json_put_close(&b, ']');
    json_put_bool(&b, "yes", true);
    json_put_known(&b, "n", 5, false);
    json_put_time(&b, "at", 0);
    json_put_close(&b, '}');
    is("{\"a\":-1,\"list\":[\"x\",null,{}],\"yes\":true,\"n\":null,\"at\":null}");
}

/* Whatever a text is, it comes back. */
static void texts_come_back(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "\"",
                                        "\\",
                                        "a\nb\tc\r",
                                        "\x01\x1f\x7f",
                                        "</script>",
                                        "\xc3\xbc \xf0\x9f\x98\x80",
                                        "{",
                                        "[",
                                        "ends with {"};
    json_put_open(&b, NULL, '[');
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        json_put_text(&b, NULL, texts[i]);
    json_put_close(&b, ']');
    json_t *read = json_loads(b.s, 0, NULL);
    assert_non_null(read);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(json_string_value(json_array_get(read, i)), texts[i]);
    json_decref(read);
    buf_clear(&b);
}

static void json_stays_json_and_the_rest_is_text(void **state)
{
    (void)state;
    json_put_open(&b, NULL, '{');
    json_put_json(&b, "a", "{\"x\": 1.50}", 0);
    json_put_json(&b, "b", "5", 0);
    json_put_json(&b, "c", "5", JSON_DECODE_ANY);
    json_put_json(&b, "d", "{\"x\":", 0);
    json_put_json(&b, "e", NULL, 0);
    json_put_close(&b, '}');
    is("{\"a\":{\"x\": 1.50},\"b\":\"5\",\"c\":5,\"d\":\"{\\\"x\\\":\",\"e\":null}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(pieces_are_joined),
        UNIT_TEST(texts_come_back),
        UNIT_TEST(json_stays_json_and_the_rest_is_text),
    };
    int failed = cmocka_run_group_tests_name("json_put", tests, NULL, NULL);
    buf_free(&b);
    return failed;
}
