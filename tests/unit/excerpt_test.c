#include "unit/unit.h"

#include "view/excerpt.h"

static struct arena *a;

static void check(const char *text, size_t max, const char *expected)
{
    assert_string_equal(excerpt(a, text, max), expected);
}

static void short_texts_stay(void **state)
{
    (void)state;
    check("", 5, "");
    check("hello", 5, "hello");
    check("hello!", 5, "hello…");
    check("<b>&", 5, "<b>&");
}

static void white_space_is_folded(void **state)
{
    (void)state;
    check("  a \n\t b\r\n", 5, "a b");
    check("a\xc2\xa0\xe2\x80\xa8"
          "b",
          5, "a b");
    check(" \n ", 5, "");
    check("ab   cd", 3, "ab…");
    check("abc   ", 3, "abc");
    check("a\001b\177c", 5, "abc");
}

static void characters_are_never_cut(void **state)
{
    (void)state;
    check("e\xcc\x81"
          "e\xcc\x81"
          "e\xcc\x81",
          2,
          "e\xcc\x81"
          "e\xcc\x81…");
    check("👩‍👩‍👧‍👦👩‍👩‍👧‍👦x", 2,
          "👩‍👩‍👧‍👦👩‍👩‍👧‍👦…");
    check("🇩🇪🇫🇷🇮🇹", 2, "🇩🇪🇫🇷…");
    check("👍🏽👍🏽", 1, "👍🏽…");
    check("नमस्ते", 3, "नमस्ते");
    check("नमस्ते", 2, "नम…");
    check("שלום", 3, "שלו…");
}

static int set_up(void **state)
{
    (void)state;
    a = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_texts_stay),
        cmocka_unit_test(white_space_is_folded),
        cmocka_unit_test(characters_are_never_cut),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
