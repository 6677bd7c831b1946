#include "unit/unit.h"

#include "view/visible.h"

static void plain_text_is_returned_as_it_is(void **state)
{
    static const char *const texts[] = {"", "a", "two\nlines\tand a tab", "é 🙂 שלום \u202e",
                                        "\u00a0"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_ptr_equal(visible(*state, texts[i]), texts[i]);
}

static void control_characters_are_seen(void **state)
{
    assert_string_equal(visible(*state, "a\033[31m"), "a␛[31m");
    assert_string_equal(visible(*state, "\a\b\x01\x7f"), "␇␈␁␡");
    assert_string_equal(visible(*state, "x\xc2\x85y\xc2\x9b"), "x\ufffdy\ufffd");
}

static void line_ends_are_one(void **state)
{
    assert_string_equal(visible(*state, "a\r\nb\rc\n\rd\r"), "a\nb\nc\n\nd\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(plain_text_is_returned_as_it_is),
        UNIT_TEST(control_characters_are_seen),
        UNIT_TEST(line_ends_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
