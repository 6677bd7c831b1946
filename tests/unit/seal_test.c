#include "unit/unit.h"

#include "http/seal.h"

static const char secret[] = "0123456789abcdef0123456789abcdef";
enum { NOW = 1000000, LATER = NOW + 5000 };

static int with_secret(void **state)
{
    unit_arena(state);
    return unit_secret(*state, secret, 32, "");
}

static void a_sealed_text_comes_back(void **state)
{
    static const char *const texts[] = {"", "7 12 3", "a text that is a good deal longer\xc3\xa9"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *sealed = seal_text(*state, "code", "cookie", LATER, texts[i]);
        assert_int_equal(
            strspn(sealed, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            strlen(sealed));
        assert_string_equal(unseal_text(*state, "code", "cookie", NOW, sealed), texts[i]);
        assert_string_not_equal(sealed, seal_text(*state, "code", "cookie", LATER, texts[i]));
    }
}

static void for_its_time_purpose_and_context_only(void **state)
{
    const char *sealed = seal_text(*state, "code", "cookie", LATER, "text");
    assert_non_null(unseal_text(*state, "code", "cookie", LATER, sealed));
    assert_null(unseal_text(*state, "code", "cookie", LATER + 1, sealed));
    assert_null(unseal_text(*state, "pending", "cookie", NOW, sealed));
    assert_null(unseal_text(*state, "code", "cooki", NOW, sealed));
    assert_null(unseal_text(*state, "code", "", NOW, sealed));
    assert_int_equal(unit_secret(*state, "1123456789abcdef0123456789abcdef", 32, ""), OK);
    assert_null(unseal_text(*state, "code", "cookie", NOW, sealed));
}

static void every_character_counts(void **state)
{
    char *sealed = arena_dup(*state, seal_text(*state, "code", "cookie", LATER, "text!"));
    size_t n = strlen(sealed);
    for (size_t at = 0; at < n; at++) {
        char right = sealed[at];
        for (int c = 1; c < 256; c++) {
            sealed[at] = (char)c;
            assert_int_equal(unseal_text(*state, "code", "cookie", NOW, sealed) != NULL,
                             sealed[at] == right);
        }
        sealed[at] = right;
    }
    for (size_t len = 0; len < n; len++) {
        assert_null(unseal_text(*state, "code", "cookie", NOW, arena_dupn(*state, sealed, len)));
        if (len)
            assert_null(unseal_text(*state, "code", "cookie", NOW, sealed + len));
    }
    assert_null(unseal_text(*state, "code", "cookie", NOW, NULL));
    assert_null(unseal_text(*state, "code", "cookie", NOW, "%%%"));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, with_secret, unit_arena_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sealed_text_comes_back),
        TEST(for_its_time_purpose_and_context_only),
        TEST(every_character_counts),
    };
    return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
