#include "unit/unit.h"

static const char secret[] = "0123456789abcdef0123456789abcdef";

static int with_secret(void **state)
{
    unit_arena(state);
    return unit_secret(*state, secret, 32, "");
}

static void a_signed_text_comes_back(void **state)
{
    static const char *const texts[] = {"",
                                        "/",
                                        "/?agent=J%C3%BCrgen&size=50",
                                        "a.b.c",
                                        "\xc3\xa9\xff",
                                        "a text that is a good deal longer"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *token = token_sign(*state, "next", texts[i]);
        assert_int_equal(
            strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."),
            strlen(token));
        assert_string_equal(token_open(*state, "next", token), texts[i]);
    }
}

static void each_bit_counts(void **state)
{
    static const char *const texts[] = {"/", "/?a", "/?ab", "/?period=30d&size=50"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *token = arena_dup(*state, token_sign(*state, "next", texts[i]));
        for (size_t bit = 0; bit < strlen(texts[i]) * 8; bit++) {
            token[bit / 8] ^= (char)(1 << bit % 8);
            assert_null(token_open(*state, "next", token));
            token[bit / 8] ^= (char)(1 << bit % 8);
        }
        for (size_t at = 0; at < strlen(token); at++) {
            char right = token[at];
            for (int c = 1; c < 256; c++) {
                token[at] = (char)c;
                assert_int_equal(token_open(*state, "next", token) != NULL, token[at] == right);
            }
            token[at] = right;
        }
    }
}

static void a_part_of_a_token_is_worth_nothing(void **state)
{
    const char *token = token_sign(*state, "next", "/?period=30d");
    size_t n = strlen(token);
    for (size_t len = 0; len < n; len++) {
        assert_null(token_open(*state, "next", arena_dupn(*state, token, len)));
        if (len)
            assert_null(token_open(*state, "next", token + len));
    }
}

static void a_longer_token_is_worth_nothing(void **state)
{
    const char *token = token_sign(*state, "next", "/");
    static const char *const more[] = {"A", "=", "==", ".", "\n", " ", "%00", ".x"};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        assert_null(token_open(*state, "next", arena_printf(*state, "%s%s", token, more[i])));
        assert_null(token_open(*state, "next", arena_printf(*state, "%s%s", more[i], token)));
    }
}

static void what_was_never_signed_is_worth_nothing(void **state)
{
    static const char *const texts[] = {"",    ".",     "..", "Lw",       "Lw.",
                                        ".Lw", "Lw.Lw", "%",  "////.////"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_null(token_open(*state, "next", texts[i]));
    assert_null(token_open(*state, "next", NULL));
}

static void a_purpose_is_worth_nothing_for_another(void **state)
{
    const char *token = token_sign(*state, "next", "/");
    assert_null(token_open(*state, "csrf", token));
    assert_null(token_open(*state, "nex", token));
    assert_null(token_open(*state, "next2", token));
    assert_null(token_open(*state, "", token));
    /* Where one ends and the other begins is signed as well. */
    assert_string_not_equal(token_mac(*state, "ab", "c"), token_mac(*state, "a", "bc"));
    assert_string_not_equal(token_mac(*state, "abc", ""), token_mac(*state, "", "abc"));
}

static void a_signature_is_checked_whole(void **state)
{
    const char *mac = token_mac(*state, "csrf", "cookie");
    assert_int_equal(strlen(mac), 43);
    assert_true(token_check(*state, "csrf", "cookie", mac));
    assert_false(token_check(*state, "csrf", "cookie2", mac));
    assert_false(token_check(*state, "next", "cookie", mac));
    assert_false(token_check(*state, "csrf", "cookie", ""));
    assert_false(token_check(*state, "csrf", "cookie", NULL));
    for (size_t len = 0; len < 43; len++)
        assert_false(token_check(*state, "csrf", "cookie", arena_dupn(*state, mac, len)));
    assert_false(token_check(*state, "csrf", "cookie", arena_printf(*state, "%sA", mac)));
}

static void another_secret_signs_otherwise(void **state)
{
    const char *token = token_sign(*state, "next", "/");
    assert_int_equal(unit_secret(*state, "1123456789abcdef0123456789abcdef", 32, ""), OK);
    assert_null(token_open(*state, "next", token));
    assert_int_equal(unit_secret(*state, secret, 32, ""), OK);
    assert_string_equal(token_open(*state, "next", token), "/");
}

/* HMAC-SHA-256 of "csrf" NUL "cookie", computed by another program. */
static void signatures_do_not_change_with_the_program(void **state)
{
    assert_string_equal(token_mac(*state, "csrf", "cookie"),
                        "k2EDNxTZ5mzzeOFPr7xuKyhCKyNsRMzZ0hAdeqgQsjY");
}

static void a_short_secret_is_refused(void **state)
{
    assert_int_equal(unit_secret(*state, secret, 31, ""), ERR_INTERNAL);
    assert_non_null(strstr(err_detail(), "at least 32"));
    err_clear();
    assert_int_equal(unit_secret(*state, secret, 0, ""), ERR_INTERNAL);
}

static void a_secret_may_hold_any_byte(void **state)
{
    char bytes[32] = {0, '\n', 0, (char)255};
    assert_int_equal(unit_secret(*state, bytes, 32, ""), OK);
    const char *token = token_sign(*state, "next", "/");
    bytes[31] = '\n';
    assert_int_equal(unit_secret(*state, bytes, 32, ""), OK);
    assert_null(token_open(*state, "next", token));
}

static void random_texts_differ(void **state)
{
    const char *one = token_random(*state), *two = token_random(*state);
    assert_int_equal(strlen(one), 43);
    assert_string_not_equal(one, two);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, with_secret, unit_arena_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_signed_text_comes_back),
        TEST(each_bit_counts),
        TEST(a_part_of_a_token_is_worth_nothing),
        TEST(a_longer_token_is_worth_nothing),
        TEST(what_was_never_signed_is_worth_nothing),
        TEST(a_purpose_is_worth_nothing_for_another),
        TEST(a_signature_is_checked_whole),
        TEST(another_secret_signs_otherwise),
        TEST(signatures_do_not_change_with_the_program),
        TEST(a_short_secret_is_refused),
        TEST(a_secret_may_hold_any_byte),
        TEST(random_texts_differ),
    };
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
