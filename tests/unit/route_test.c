#include "unit/unit.h"

#include "http/route.h"

static const struct route routes[] = {
    {.method = METHOD_GET, .path = "/"},
    {.method = METHOD_GET, .path = "/login"},
    {.method = METHOD_POST, .path = "/login"},
    {.method = METHOD_POST, .path = "/logout"},
    {.method = METHOD_POST, .path = "/hooks/*/*"},
    {.method = METHOD_GET, .path = "/api/things/*"},
    {.method = METHOD_PATCH, .path = "/api/things/*"},
    {.method = METHOD_DELETE, .path = "/api/things/*"},
    {.method = METHOD_PUT, .path = "/api/things/*/tags"},
    {.method = METHOD_GET, .path = "/api/things/*/tags", .access = ACCESS_ELSEWHERE},
    {0},
};

static struct request r;

static enum err find(enum method method, const char *path, const struct route **row,
                     const char **allow)
{
    r = (struct request){.method = method, .path = path, .raw_path = path, .arena = r.arena};
    *row = NULL;
    *allow = NULL;
    return route_find(routes, &r, row, allow);
}

static void rows_are_found_by_method_and_path(void **state)
{
    r.arena = *state;
    const struct route *row;
    const char *allow;
    assert_int_equal(find(METHOD_GET, "/", &row, &allow), OK);
    assert_ptr_equal(row, &routes[0]);
    assert_int_equal(find(METHOD_GET, "/login", &row, &allow), OK);
    assert_ptr_equal(row, &routes[1]);
    assert_int_equal(find(METHOD_POST, "/login", &row, &allow), OK);
    assert_ptr_equal(row, &routes[2]);
    assert_null(allow);
}

static void head_is_answered_by_get(void **state)
{
    r.arena = *state;
    const struct route *row;
    const char *allow;
    assert_int_equal(find(METHOD_HEAD, "/login", &row, &allow), OK);
    assert_ptr_equal(row, &routes[1]);
    assert_int_equal(find(METHOD_HEAD, "/logout", &row, &allow), ERR_METHOD);
}

static void another_path_is_nowhere(void **state)
{
    r.arena = *state;
    static const char *const paths[] = {"/x", "/login/", "/Login", "//", "/login?a", "/logi", "x"};
    const struct route *row;
    const char *allow;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_int_equal(find(METHOD_GET, paths[i], &row, &allow), ERR_NOT_FOUND);
        assert_null(row);
        assert_null(allow);
    }
}

static void another_method_is_told_which_there_are(void **state)
{
    r.arena = *state;
    const struct route *row;
    const char *allow;
    assert_int_equal(find(METHOD_POST, "/", &row, &allow), ERR_METHOD);
    assert_string_equal(allow, "GET, HEAD");
    assert_int_equal(find(METHOD_OTHER, "/login", &row, &allow), ERR_METHOD);
    assert_string_equal(allow, "GET, HEAD, POST");
    assert_int_equal(find(METHOD_GET, "/logout", &row, &allow), ERR_METHOD);
    assert_string_equal(allow, "POST");
    assert_null(row);
}

static void a_star_stands_for_one_part(void **state)
{
    const struct route *row;
    const char *allow;
    r.arena = *state;
    assert_int_equal(find(METHOD_POST, "/hooks/generic/abc", &row, &allow), OK);
    assert_string_equal(r.parts[0], "generic");
    assert_string_equal(r.parts[1], "abc");
    assert_int_equal(find(METHOD_PUT, "/api/things/7/tags", &row, &allow), OK);
    assert_string_equal(r.parts[0], "7");
    assert_int_equal(find(METHOD_PATCH, "/api/things/7", &row, &allow), OK);
    assert_int_equal(find(METHOD_POST, "/api/things/7", &row, &allow), ERR_METHOD);
    assert_string_equal(allow, "GET, HEAD, PATCH, DELETE");
    static const char *const none[] = {"/hooks/generic",    "/hooks/generic/", "/hooks//abc",
                                       "/hooks/a/b/",       "/hooks/a/b/c",    "/hooks/",
                                       "/api/things/7/tag", "/api/things/",    "/api/things"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(find(METHOD_POST, none[i], &row, &allow), ERR_NOT_FOUND);
}

static void parts_are_decoded_one_by_one(void **state)
{
    const struct route *row;
    const char *allow;
    r.arena = *state;
    assert_int_equal(find(METHOD_PUT, "/api/things/a%2Fb%20+%C3%BC/tags", &row, &allow), OK);
    assert_string_equal(r.parts[0], "a/b +\xc3\xbc");
    assert_int_equal(find(METHOD_PATCH, "/api/things/%252F", &row, &allow), OK);
    assert_string_equal(r.parts[0], "%2F");
    static const char *const none[] = {
        "/api/things/%",     "/api/things/%4",       "/api/things/%zz", "/api/things/%00",
        "/api/things/a%00b", "/api/things/%0A",      "/api/things/%FF", "/api/things/%7f",
        "/api%2Fthings/7",   "/api/things/7%2Ftags/"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(find(METHOD_PATCH, none[i], &row, &allow), ERR_NOT_FOUND);
}

static void what_another_program_answers_is_only_told(void **state)
{
    const struct route *row;
    const char *allow;
    r.arena = *state;
    assert_int_equal(find(METHOD_GET, "/api/things/7/tags", &row, &allow), ERR_METHOD);
    assert_null(row);
    assert_string_equal(allow, "GET, HEAD, PUT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(rows_are_found_by_method_and_path),
        UNIT_TEST(head_is_answered_by_get),
        UNIT_TEST(another_path_is_nowhere),
        UNIT_TEST(another_method_is_told_which_there_are),
        UNIT_TEST(a_star_stands_for_one_part),
        UNIT_TEST(parts_are_decoded_one_by_one),
        UNIT_TEST(what_another_program_answers_is_only_told),
    };
    return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
