#include "unit/unit.h"

#include "telephony/ami_text.h"

#define PARSE(a, text) ami_parse(a, text, sizeof(text) - 1)

static void blocks_and_fields(void **state)
{
    struct ami_blocks b = PARSE(*state, "Response: Success\r\nMessage: Hi there: you\r\n\r\n\r\n"
                                        "Event: Hangup\nCause-txt:\nno field\n: none\nX:y\n");
    assert_int_equal(b.n, 2);
    assert_string_equal(ami_get(&b.blocks[0], "message"), "Hi there: you");
    assert_string_equal(ami_get(&b.blocks[0], "Nothing"), "");
    assert_int_equal(b.blocks[1].n, 3);
    assert_string_equal(ami_get(&b.blocks[1], "X"), "y");
    assert_int_equal(PARSE(*state, "").n, 0);
    assert_int_equal(PARSE(*state, "\r\n\r\n").n, 0);
}

static void hostile_bytes_become_marks(void **state)
{
    struct ami_blocks b = PARSE(*state, "CallerIDName: a\0b\x1b[0m\xff\xc3\xa9\r\n");
    assert_string_equal(ami_get(&b.blocks[0], "CallerIDName"), "a?b?[0m?\xc3\xa9");
}

static void meanings(void **state)
{
    struct ami_blocks b =
        PARSE(*state, "CallerIDNum: <unknown>\r\nChanVariable: CC_ROLE=customer\r\n"
                      "ChanVariable: CC_INTERACTION_ID=10=01\r\nTimestamp: 1795227490.350033\r\n"
                      "Wait: 12\r\nBad: twelve\r\nHuge: 99999999999999999999\r\n");
    const struct ami_block *f = &b.blocks[0];
    assert_string_equal(ami_known(f, "CallerIDNum"), "");
    assert_string_equal(ami_variable(f, "CC_INTERACTION_ID"), "10=01");
    assert_string_equal(ami_variable(f, "CC_INTERACTION"), "");
    assert_int_equal(ami_time(f, 5), INT64_C(1795227490350));
    assert_int_equal(ami_number(f, "Wait", -1), 12);
    assert_int_equal(ami_number(f, "Bad", -1), -1);
    assert_int_equal(ami_number(f, "Huge", -1), -1);
    static const struct ami_block none = {0};
    assert_int_equal(ami_time(&none, 5), 5);
}

static void there_are_limits(void **state)
{
    struct buf text = {0};
    for (int i = 0; i < AMI_FIELDS_MAX + 10; i++)
        buf_printf(&text, "F%d: v\r\n", i);
    struct ami_blocks b = ami_parse(*state, text.s, text.len);
    assert_int_equal(b.blocks[0].n, AMI_FIELDS_MAX);
    assert_true(b.cut);
    buf_clear(&text);
    for (int i = 0; i < AMI_BLOCKS_MAX + 10; i++)
        buf_puts(&text, "a: b\n\n");
    b = ami_parse(*state, text.s, text.len);
    assert_int_equal(b.n, AMI_BLOCKS_MAX);
    assert_true(b.cut);
    buf_clear(&text);
    buf_puts(&text, "Long: ");
    for (int i = 0; i < AMI_VALUE_MAX; i++)
        buf_puts(&text, "xy");
    b = ami_parse(*state, text.s, text.len);
    assert_int_equal(strlen(ami_get(&b.blocks[0], "Long")), AMI_VALUE_MAX);
    buf_free(&text);
}

static void nothing_is_smuggled_into_an_action(void **state)
{
    struct buf out = {0};
    const struct ami_field good[] = {{"Action", "Login"}, {"Secret", "a&b=c d%"}, {0}};
    const struct ami_field bad[] = {{"Action", "Ping"}, {"X", "a\r\nAction: Hangup"}, {0}};
    (void)state;
    assert_true(ami_form(&out, good));
    assert_string_equal(out.s, "Action=Login&Secret=a%26b%3Dc%20d%25");
    assert_false(ami_form(&out, bad));
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(blocks_and_fields),
        UNIT_TEST(hostile_bytes_become_marks),
        UNIT_TEST(meanings),
        UNIT_TEST(there_are_limits),
        UNIT_TEST(nothing_is_smuggled_into_an_action),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
