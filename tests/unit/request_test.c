#include "unit/unit.h"

#include "unit/source.h"

static struct request r;

static char *filled(struct arena *a, size_t n)
{
    char *text = arena_alloc(a, n + 1);
    memset(text, 'a', n);
    return text;
}

static enum err get(struct arena *a, const char *name, const char *value)
{
    struct source s = {.pairs = {"REQUEST_METHOD", "GET", "DOCUMENT_URI", "/", name, value}};
    err_clear();
    return source_request(&r, a, &s);
}

static enum err post(struct arena *a, const char *length, const char *body)
{
    struct source s = {
        .pairs = {"REQUEST_METHOD", "POST", "DOCUMENT_URI", "/login", "CONTENT_LENGTH", length},
        .body = body,
        .body_len = strlen(body)};
    err_clear();
    return source_request(&r, a, &s);
}

static void the_envelope_is_read(void **state)
{
    struct source s = {.pairs = {"REQUEST_METHOD",      "POST",
                                 "DOCUMENT_URI",        "/login",
                                 "QUERY_STRING",        "a=%20b",
                                 "CONTENT_TYPE",        "text/x",
                                 "CONTENT_LENGTH",      "3",
                                 "HTTP_COOKIE",         "a=1",
                                 "HTTP_ORIGIN",         "o",
                                 "HTTP_SEC_FETCH_SITE", "same-origin",
                                 "REMOTE_ADDR",         "::1",
                                 "HTTP_HX_REQUEST",     "true",
                                 "REQUEST_ID",          "0123456789abcdef0123456789abcdef"},
                       .body = "abc",
                       .body_len = 3};
    assert_int_equal(source_request(&r, *state, &s), OK);
    assert_int_equal(r.method, METHOD_POST);
    assert_string_equal(r.path, "/login");
    assert_string_equal(r.query_text, "a=%20b");
    assert_string_equal(r.content_type, "text/x");
    assert_string_equal(r.body, "abc");
    assert_int_equal(r.body_len, 3);
    assert_string_equal(r.origin, "o");
    assert_string_equal(r.fetch_site, "same-origin");
    assert_string_equal(r.address, "::1");
    assert_true(r.partial);
    assert_false(r.refresh);
    assert_string_equal(r.id, "0123456789abcdef0123456789abcdef");
    assert_true(r.now > 0);
}

static void what_is_missing_is_absent(void **state)
{
    assert_int_equal(get(*state, NULL, NULL), OK);
    assert_string_equal(r.query_text, "");
    assert_string_equal(r.address, "");
    assert_null(r.body);
    assert_null(r.cookies);
    assert_null(r.origin);
    assert_null(request_cookie(&r, "parley"));
    struct source nothing = {{NULL}, NULL, 0};
    assert_int_equal(source_request(&r, *state, &nothing), ERR_BAD_REQUEST);
    assert_int_equal(r.method, METHOD_OTHER);
}

static void methods_are_six_and_the_rest(void **state)
{
    static const struct {
        const char *name;
        enum method method;
    } cases[] = {{"GET", METHOD_GET},       {"HEAD", METHOD_HEAD},   {"POST", METHOD_POST},
                 {"PUT", METHOD_PUT},       {"PATCH", METHOD_PATCH}, {"DELETE", METHOD_DELETE},
                 {"get", METHOD_OTHER},     {"GETX", METHOD_OTHER},  {"OPTIONS", METHOD_OTHER},
                 {"CONNECT", METHOD_OTHER}, {"TRACE", METHOD_OTHER}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source s = {.pairs = {"REQUEST_METHOD", cases[i].name, "DOCUMENT_URI", "/"}};
        assert_int_equal(source_request(&r, *state, &s), OK);
        assert_int_equal(r.method, cases[i].method);
    }
}

static void a_strange_id_is_replaced(void **state)
{
    static const char *const strange[] = {"",
                                          "0123",
                                          "0123456789ABCDEF0123456789ABCDEF",
                                          "0123456789abcdef0123456789abcdef0",
                                          "0123456789abcdef0123456789abcde\n",
                                          "0123456789abcdef0123456789abcde\""};
    char last[REQUEST_ID_SIZE] = "";
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        assert_int_equal(get(*state, "REQUEST_ID", strange[i]), OK);
        assert_int_equal(strlen(r.id), 32);
        assert_int_equal(strspn(r.id, "0123456789abcdef"), 32);
        assert_string_not_equal(r.id, strange[i]);
        assert_string_not_equal(r.id, last);
        snprintf(last, sizeof last, "%s", r.id);
    }
}

static void the_path_begins_with_a_slash_and_has_an_end(void **state)
{
    struct source s = {.pairs = {"REQUEST_METHOD", "GET", "DOCUMENT_URI", "http://x/"}};
    assert_int_equal(source_request(&r, *state, &s), ERR_BAD_REQUEST);
    char *path = filled(*state, 1025);
    path[0] = '/';
    s.pairs[3] = path;
    assert_int_equal(source_request(&r, *state, &s), ERR_BAD_REQUEST);
    path[1024] = 0;
    assert_int_equal(source_request(&r, *state, &s), OK);
}

static void query_and_cookies_have_limits(void **state)
{
    assert_int_equal(get(*state, "QUERY_STRING", filled(*state, QUERY_MAX)), OK);
    assert_int_equal(get(*state, "QUERY_STRING", filled(*state, QUERY_MAX + 1)), ERR_BAD_REQUEST);
    assert_int_equal(get(*state, "HTTP_COOKIE", filled(*state, COOKIE_MAX)), OK);
    assert_int_equal(get(*state, "HTTP_COOKIE", filled(*state, COOKIE_MAX + 1)), ERR_BAD_REQUEST);
}

static void the_body_has_a_limit(void **state)
{
    assert_int_equal(post(*state, "16384", filled(*state, BODY_MAX)), OK);
    assert_int_equal(r.body_len, BODY_MAX);
    assert_int_equal(r.body[BODY_MAX], 0);
    assert_int_equal(post(*state, "16385", filled(*state, BODY_MAX + 1)), ERR_TOO_LARGE);
    assert_int_equal(post(*state, "999999999", ""), ERR_TOO_LARGE);
}

static void a_bad_length_is_refused(void **state)
{
    static const char *const bad[] = {"-1",  "+1",  "1 ", " 1",         "0x1",
                                      "1e1", "1,1", "a",  "1234567890", "18446744073709551616"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(post(*state, bad[i], "a"), ERR_BAD_REQUEST);
}

static void a_short_body_is_refused(void **state)
{
    assert_int_equal(post(*state, "4", "abc"), ERR_BAD_REQUEST);
    assert_int_equal(post(*state, "1", ""), ERR_BAD_REQUEST);
}

static void only_the_announced_part_of_a_body_is_read(void **state)
{
    assert_int_equal(post(*state, "2", "abc"), OK);
    assert_string_equal(r.body, "ab");
    assert_int_equal(post(*state, "0", "abc"), OK);
    assert_int_equal(r.body_len, 0);
    assert_int_equal(post(*state, "", "abc"), OK);
    assert_int_equal(r.body_len, 0);
}

static void an_encoded_body_is_refused(void **state)
{
    struct source s = {.pairs = {"REQUEST_METHOD", "POST", "DOCUMENT_URI", "/", "CONTENT_LENGTH",
                                 "1", "HTTP_CONTENT_ENCODING", "gzip"},
                       .body = "a",
                       .body_len = 1};
    assert_int_equal(source_request(&r, *state, &s), ERR_MEDIA_TYPE);
}

static void a_body_is_read_in_pieces(void **state)
{
    char piece[4];
    struct source s = {
        .pairs = {"REQUEST_METHOD", "POST", "DOCUMENT_URI", "/", "CONTENT_LENGTH", "7"},
        .body = "abcdefg",
        .body_len = 7};
    const struct request_source source = {source_get, source_read, &s};
    r = (struct request){.arena = *state};
    assert_int_equal(request_read(&r, &source), OK);
    assert_null(r.body);
    assert_int_equal(r.unread, 7);
    assert_int_equal(request_piece(&r, piece, 4), 4);
    assert_int_equal(request_piece(&r, piece, 4), 3);
    assert_int_equal(request_piece(&r, piece, 4), 0);
    s.body_len = 5; /* the rest never comes */
    assert_int_equal(request_read(&r, &source), OK);
    request_drain(&r);
    assert_int_equal(r.unread, 0);
}

static void headers_are_found_by_the_name_that_people_write(void **state)
{
    struct source s = {.pairs = {"REQUEST_METHOD", "GET", "DOCUMENT_URI", "/",
                                 "HTTP_X_PARLEY_SIGNATURE", "t=1", "HTTP_EMPTY", ""}};
    assert_int_equal(source_request(&r, *state, &s), OK);
    assert_string_equal(request_header(&r, "X-Parley-Signature"), "t=1");
    assert_string_equal(request_header(&r, "x-parley-signature"), "t=1");
    assert_null(request_header(&r, "Empty"));
    assert_null(request_header(&r, "Parley-Signature"));
}

static void cookie_is(struct arena *a, const char *cookies, const char *value)
{
    assert_int_equal(get(a, "HTTP_COOKIE", cookies), OK);
    const char *found = request_cookie(&r, "parley");
    if (value ? !found || strcmp(found, value) != 0 : found != NULL)
        fail_msg("'%s' gives '%s'", cookies, found ? found : "nothing");
}

static void cookies_are_found_by_their_whole_name(void **state)
{
    cookie_is(*state, "parley=abc", "abc");
    cookie_is(*state, "a=1; parley=abc; b=2", "abc");
    cookie_is(*state, "a=1;parley=abc;b=2", "abc");
    cookie_is(*state, ";; ;parley=abc;", "abc");
    cookie_is(*state, "parley=", "");
    cookie_is(*state, "parley=a=b", "a=b");
    cookie_is(*state, "parley=\"a b\"", "\"a b\"");
    cookie_is(*state, "parley", NULL);
    cookie_is(*state, "parley2=x", NULL);
    cookie_is(*state, "xparley=x", NULL);
    cookie_is(*state, "Parley=x", NULL);
    cookie_is(*state, "__Host-parley=x", NULL);
    cookie_is(*state, "a=parley=x", NULL);
    cookie_is(*state, "a=\"; parley=x", "x");
    cookie_is(*state, ";", NULL);
}

/* Another site below the same domain could add one of its own. */
static void a_cookie_given_twice_is_none(void **state)
{
    cookie_is(*state, "parley=a; parley=b", NULL);
    cookie_is(*state, "parley=a; parley=a", NULL);
    cookie_is(*state, "parley=; x=1; parley=a", NULL);
    cookie_is(*state, "parley=a; parley=b; parley=c", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_envelope_is_read),
        UNIT_TEST(what_is_missing_is_absent),
        UNIT_TEST(methods_are_six_and_the_rest),
        UNIT_TEST(a_strange_id_is_replaced),
        UNIT_TEST(the_path_begins_with_a_slash_and_has_an_end),
        UNIT_TEST(query_and_cookies_have_limits),
        UNIT_TEST(the_body_has_a_limit),
        UNIT_TEST(a_bad_length_is_refused),
        UNIT_TEST(a_short_body_is_refused),
        UNIT_TEST(only_the_announced_part_of_a_body_is_read),
        UNIT_TEST(an_encoded_body_is_refused),
        UNIT_TEST(a_body_is_read_in_pieces),
        UNIT_TEST(headers_are_found_by_the_name_that_people_write),
        UNIT_TEST(cookies_are_found_by_their_whole_name),
        UNIT_TEST(a_cookie_given_twice_is_none),
    };
    return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
