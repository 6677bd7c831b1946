#include "unit/unit.h"

#include "store/conversation.h"

enum { UNKNOWN = -1 };

static bool before(int64_t after_message, int64_t call_ms, int64_t message, int64_t message_ms)
{
    struct function_call c = {.after_message_no = after_message, .offset_ms = call_ms};
    struct message m = {.no = message, .offset_ms = message_ms};
    return conversation_before(&c, &m);
}

static void the_message_before_it_decides(void **state)
{
    (void)state;
    assert_false(before(3, UNKNOWN, 3, UNKNOWN));
    assert_true(before(3, UNKNOWN, 4, UNKNOWN));
    assert_true(before(0, UNKNOWN, 1, UNKNOWN));
    assert_false(before(3, 100, 3, 200)); /* whatever the times say */
    assert_true(before(3, 900, 4, 200));
}

static void else_the_time(void **state)
{
    (void)state;
    assert_true(before(UNKNOWN, 1000, 7, 1001));
    assert_false(before(UNKNOWN, 1000, 7, 1000));
    assert_false(before(UNKNOWN, 1000, 7, UNKNOWN));
    assert_true(before(UNKNOWN, 0, 1, 1));
}

static void of_neither_it_comes_last(void **state)
{
    (void)state;
    assert_false(before(UNKNOWN, UNKNOWN, 1, 0));
    assert_false(before(UNKNOWN, UNKNOWN, 9, 99999));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_message_before_it_decides),
        cmocka_unit_test(else_the_time),
        cmocka_unit_test(of_neither_it_comes_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
