#include "unit/unit.h"

#include "http/response.h"

static struct response out;
static struct buf head;

static int plain(void **state)
{
    unit_arena(state);
    unit_conf(*state, "cookie_secure = off\n");
    out = (struct response){0};
    response_reset(&out, *state);
    return 0;
}

static int done(void **state)
{
    buf_free(&out.body);
    buf_free(&head);
    return unit_arena_free(state);
}

static void says(const char *what)
{
    buf_clear(&head);
    response_head(&out, &head);
    if (!strstr(head.s, what))
        fail_msg("'%s' is not in:\n%s", what, head.s);
}

static void says_not(const char *what)
{
    buf_clear(&head);
    response_head(&out, &head);
    if (strstr(head.s, what))
        fail_msg("'%s' is in:\n%s", what, head.s);
}

static void the_head_has_status_type_length_and_an_end(void **state)
{
    (void)state;
    buf_puts(&out.body, "hello");
    says("Status: 200 OK\r\n");
    says("\r\nContent-Type: text/html; charset=utf-8\r\n");
    says("\r\nContent-Length: 5\r\n");
    says("\r\nCache-Control: no-store\r\n");
    assert_int_equal(strncmp(head.s, "Status:", 7), 0);
    assert_ptr_equal(strstr(head.s, "\r\n\r\n"), head.s + head.len - 4);
}

static void every_status_has_its_reason(void **state)
{
    for (int e = OK; e < ERR_COUNT; e++) {
        out.status = err_status((enum err)e);
        says_not(arena_printf(*state, "Status: %d Error\r\n", out.status));
    }
    out.status = 303;
    says("Status: 303 See Other\r\n");
    out.status = 418;
    says("Status: 418 Error\r\n");
}

static void nothing_inline_and_nothing_from_elsewhere(void **state)
{
    (void)state;
    says("Content-Security-Policy: default-src 'none'; ");
    says("script-src 'self'; ");
    says("style-src 'self'; ");
    says("form-action 'self'; ");
    says("base-uri 'none'; ");
    says("frame-ancestors 'none'\r\n");
    says("X-Content-Type-Options: nosniff\r\n");
    says("X-Frame-Options: DENY\r\n");
    says("Referrer-Policy: same-origin\r\n");
    says_not("unsafe");
    says_not("*");
}

static void headers_are_copied_and_sent(void **state)
{
    (void)state;
    char value[] = "GET, HEAD";
    response_header(&out, "Allow", value);
    value[0] = 'X';
    says("\r\nAllow: GET, HEAD\r\n");
}

static void resetting_starts_over(void **state)
{
    buf_puts(&out.body, "half a page");
    response_header(&out, "Allow", "GET");
    out.status = 503;
    out.type = "text/plain";
    response_reset(&out, *state);
    says("Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 0\r\n");
    says_not("Allow");
    assert_string_equal(out.body.s, "");
}

static void add_header(void *value)
{
    response_header(&out, "X-Name", value);
}

static void redirect(void *path)
{
    response_redirect(&out, path);
}

static void line_breaks_in_a_header_abort(void **state)
{
    static const char *const bad[] = {"a\nb", "a\rb", "\r\nSet-Cookie: parley=x", "a\n", "\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_true(unit_aborts(add_header, arena_dup(*state, bad[i])));
    assert_false(unit_aborts(add_header, arena_dup(*state, "plain")));
    assert_true(unit_aborts(redirect, arena_dup(*state, "/a\r\nSet-Cookie: parley=x")));
}

static void set_bad_cookie(void *value)
{
    response_cookie(&out, "parley", value);
}

static void line_breaks_in_a_cookie_abort(void **state)
{
    assert_true(unit_aborts(set_bad_cookie, arena_dup(*state, "a\r\nX: y")));
}

static void too_many_headers_abort(void **state)
{
    char *value = arena_dup(*state, "x");
    for (int i = 0; i < RESPONSE_HEADERS; i++)
        add_header(value);
    assert_true(unit_aborts(add_header, value));
}

static void redirects_stay_on_this_server(void **state)
{
    static const char *const bad[] = {"//evil.example/",
                                      "/\\evil.example/",
                                      "http://evil.example/",
                                      "https:evil",
                                      "javascript:x",
                                      "",
                                      "evil",
                                      "\\\\evil",
                                      " /",
                                      "/\t/evil.example",
                                      "/\x01/evil"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!unit_aborts(redirect, arena_dup(*state, bad[i])))
            fail_msg("redirects to '%s'", bad[i]);
    response_redirect(&out, "/login?next=a.b");
    says("Status: 303 See Other\r\n");
    says("\r\nLocation: /login?next=a.b\r\n");
    assert_false(unit_aborts(redirect, arena_dup(*state, "/")));
}

static void cookies_are_out_of_reach_of_scripts_and_other_sites(void **state)
{
    response_cookie(&out, "parley", "abc");
    says("\r\nSet-Cookie: parley=abc; Path=/; HttpOnly; SameSite=Lax\r\n");
    says_not("Strict-Transport-Security");
    assert_string_equal(cookie_name(*state, "parley"), "parley");
}

static void cookies_are_secure_and_of_this_host(void **state)
{
    unit_conf(*state, "cookie_secure = on\n");
    response_cookie(&out, "parley", "abc");
    says("\r\nSet-Cookie: __Host-parley=abc; Path=/; HttpOnly; SameSite=Lax; Secure\r\n");
    says("\r\nStrict-Transport-Security: max-age=");
    says_not("Domain");
    assert_string_equal(cookie_name(*state, "parley"), "__Host-parley");
}

static void a_cookie_is_removed_by_an_end_in_the_past(void **state)
{
    (void)state;
    response_cookie(&out, "parley", NULL);
    says("\r\nSet-Cookie: parley=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0\r\n");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, plain, done)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_head_has_status_type_length_and_an_end),
        TEST(every_status_has_its_reason),
        TEST(nothing_inline_and_nothing_from_elsewhere),
        TEST(headers_are_copied_and_sent),
        TEST(resetting_starts_over),
        TEST(line_breaks_in_a_header_abort),
        TEST(line_breaks_in_a_cookie_abort),
        TEST(too_many_headers_abort),
        TEST(redirects_stay_on_this_server),
        TEST(cookies_are_out_of_reach_of_scripts_and_other_sites),
        TEST(cookies_are_secure_and_of_this_host),
        TEST(a_cookie_is_removed_by_an_end_in_the_past),
    };
    return cmocka_run_group_tests_name("response", tests, NULL, NULL);
}
