#include "unit/unit.h"

#include "view/json_fields.h"

static const char *const hidden[] = {"secret", "turns", NULL};

/* One line for each field: group|path|name=value */
static const char *shown(struct arena *a, const char *json)
{
    struct json_field *f;
    size_t n, more;
    const char *out = "";
    assert_true(json_fields(a, json, hidden, &f, &n, &more));
    for (size_t i = 0; i < n; i++)
        out = arena_printf(a, "%s%s|%s|%s=%s\n", out, f[i].group ? f[i].group : "",
                           f[i].path ? f[i].path : "", f[i].name, f[i].value);
    return out;
}

static void what_is_nested_has_a_path(void **state)
{
    assert_string_equal(shown(*state, "{\"b\":{\"c\":{\"d\":1},\"e\":2},\"a\":\"x\"}"),
                        "||a=x\nb||e=2\nb|c|d=1\n");
    assert_string_equal(shown(*state, "{\"list\":[{\"x\":1},{\"x\":[{\"y\":2}]}]}"),
                        "list|1|x=1\nlist|2 › x › 1|y=2\n");
    assert_string_equal(shown(*state, "{\"said\":[{\"turn\":7,\"x\":1}]}"), "said|turn 7|x=1\n");
}

static void values_read_as_people_write_them(void **state)
{
    assert_string_equal(shown(*state, "{\"yes\":true,\"no\":false,\"n\":null,\"e\":\"\",\"o\":{}}"),
                        "||yes=yes\n||no=no\n");
    assert_string_equal(shown(*state, "{\"a\":0.00004,\"b\":1.5,\"c\":12345678901,\"d\":0.1}"),
                        "||a=0.00004\n||b=1.5\n||c=12345678901\n||d=0.1\n");
    assert_string_equal(shown(*state, "{\"words\":[\"a\",2,true]}"), "||words=a, 2, yes\n");
    assert_string_equal(shown(*state, "{\"o\":{\"words\":[\"a\",\"b\"]}}"), "o||words=a, b\n");
}

static void names_are_told_in_one_way(void **state)
{
    assert_string_equal(shown(*state, "{\"endedReason\":\"x\",\"logURL\":\"y\"}"),
                        "||ended_reason=x\n||log_url=y\n");
}

static void what_is_hidden_is_left_out_with_all_below(void **state)
{
    assert_string_equal(
        shown(*state, "{\"turns\":[{\"a\":1}],\"b\":{\"mySecret\":{\"c\":1},\"d\":2}}"),
        "b||d=2\n");
}

static void times_are_times(void **state)
{
    struct json_field *f;
    size_t n, more;
    assert_true(json_fields(*state,
                            "{\"start_unix_secs\":1795250400,\"end_timestamp\":1795250400123,"
                            "\"last_unix_secs\":5}",
                            hidden, &f, &n, &more));
    assert_int_equal(n, 3);
    assert_string_equal(f[0].name, "start");
    assert_int_equal(f[0].at, INT64_C(1795250400000));
    assert_int_equal(f[1].at, INT64_C(1795250400123));
    assert_int_equal(f[2].at, 0);
}

static void there_is_an_end_to_it(void **state)
{
    struct arena *a = *state;
    struct json_field *f;
    size_t n, more;
    char *json = arena_alloc(a, 40000), *to = json;
    for (int i = 0; i < 1500; i++)
        to += snprintf(to, 20, "%c\"k%d\":1", i ? ',' : '{', i);
    *to = '}';
    assert_true(json_fields(a, json, hidden, &f, &n, &more));
    assert_int_equal(n, FIELDS_MAX);
    assert_int_equal(more, 1500 - FIELDS_MAX);
    assert_false(json_fields(a, "[1]", hidden, &f, &n, &more));
    assert_false(json_fields(a, "{\"a\":", hidden, &f, &n, &more));
    assert_false(json_fields(a, NULL, hidden, &f, &n, &more));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(what_is_nested_has_a_path), UNIT_TEST(values_read_as_people_write_them),
        UNIT_TEST(names_are_told_in_one_way), UNIT_TEST(what_is_hidden_is_left_out_with_all_below),
        UNIT_TEST(times_are_times),           UNIT_TEST(there_is_an_end_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
