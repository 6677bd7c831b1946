#include "unit/unit.h"

#include "http/csrf.h"

static const struct param form[] = {{.name = "csrf", .kind = PARAM_TOKEN, .max = 64}, {0}};
static struct request r;

static int signed_in(void **state)
{
    unit_arena(state);
    r = (struct request){.arena = *state};
    return unit_secret(*state, "0123456789abcdef0123456789abcdef", 32,
                       "base_url = https://desk.example\n");
}

static enum err sent(const char *token, const char *origin, const char *site, const char *basis)
{
    const char *body = token ? arena_printf(r.arena, "csrf=%s", token) : "";
    r.origin = origin;
    r.fetch_site = site;
    err_clear();
    assert_int_equal(params_parse(r.arena, form, body, strlen(body), &r.form), OK);
    return csrf_check(&r, basis);
}

static void the_token_of_the_same_cookie_is_right(void **state)
{
    (void)state;
    const char *token = csrf_token(&r, "cookie");
    assert_int_equal(sent(token, NULL, NULL, "cookie"), OK);
    assert_int_equal(sent(token, "https://desk.example", "same-origin", "cookie"), OK);
    assert_int_equal(sent(token, "https://desk.example", "same-origin", "other"), ERR_FORBIDDEN);
    assert_int_equal(sent(token, "https://desk.example", "same-origin", NULL), ERR_FORBIDDEN);
}

static void without_a_token_nothing_is_done(void **state)
{
    (void)state;
    assert_int_equal(sent(NULL, "https://desk.example", "same-origin", "cookie"), ERR_FORBIDDEN);
    assert_int_equal(sent("", "https://desk.example", "same-origin", "cookie"), ERR_FORBIDDEN);
    assert_int_equal(sent("x", "https://desk.example", "same-origin", "cookie"), ERR_FORBIDDEN);
    assert_int_equal(sent(token_mac(r.arena, "next", "cookie"), NULL, NULL, "cookie"),
                     ERR_FORBIDDEN);
}

static void another_origin_is_refused(void **state)
{
    (void)state;
    static const char *const origins[] = {"https://evil.example",     "null",
                                          "http://desk.example",      "https://desk.example.evil",
                                          "https://desk.example:444", "https://DESK.example",
                                          "https://desk.example/",    "desk.example"};
    const char *token = csrf_token(&r, "cookie");
    for (size_t i = 0; i < sizeof origins / sizeof *origins; i++)
        assert_int_equal(sent(token, origins[i], NULL, "cookie"), ERR_FORBIDDEN);
}

static void another_site_is_refused(void **state)
{
    (void)state;
    static const char *const sites[] = {"cross-site", "same-site", "none", "x"};
    const char *token = csrf_token(&r, "cookie");
    for (size_t i = 0; i < sizeof sites / sizeof *sites; i++)
        assert_int_equal(sent(token, "https://desk.example", sites[i], "cookie"), ERR_FORBIDDEN);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, signed_in, unit_arena_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_token_of_the_same_cookie_is_right),
        TEST(without_a_token_nothing_is_done),
        TEST(another_origin_is_refused),
        TEST(another_site_is_refused),
    };
    return cmocka_run_group_tests_name("csrf", tests, NULL, NULL);
}
