#include "unit/unit.h"

static char order[16];
static char one[] = "1", two[] = "2", three[] = "3", four[] = "4";

static void note(void *data)
{
    order[strlen(order)] = *(const char *)data;
}

static void memory_is_aligned_and_zero(void **state)
{
    for (size_t size = 0; size < 300; size++) {
        unsigned char *p = arena_alloc(*state, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xff, size);
    }
}

static void memory_is_zero_again_after_a_reset(void **state)
{
    struct arena *a = *state;
    memset(arena_alloc(a, 1000), 0xff, 1000);
    arena_reset(a);
    const unsigned char *p = arena_alloc(a, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(p[i], 0);
}

static void pieces_do_not_overlap(void **state)
{
    unsigned char *pieces[2000];
    for (size_t i = 0; i < 2000; i++) {
        pieces[i] = arena_alloc(*state, 100);
        memset(pieces[i], (int)(i % 251), 100);
    }
    for (size_t i = 0; i < 2000; i++)
        for (size_t k = 0; k < 100; k++)
            assert_int_equal(pieces[i][k], i % 251);
}

static void a_reset_keeps_one_chunk(void **state)
{
    struct arena *a = *state;
    char *first = arena_alloc(a, 16);
    for (int i = 0; i < 100; i++)
        arena_alloc(a, 64 * 1024);
    assert_true(arena_used(a) >= 100 * 64 * 1024);
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    assert_ptr_equal(arena_alloc(a, 16), first);
}

static void a_large_piece_has_its_own_chunk(void **state)
{
    enum { LARGE = 10 * 1024 * 1024 };
    char *small = arena_alloc(*state, 8), *large = arena_alloc(*state, LARGE);
    large[0] = large[LARGE - 1] = 'x';
    assert_int_equal(small[0], 0);
    char *after = arena_alloc(*state, 8);
    assert_true(after < large || after >= large + LARGE);
}

static void clean_ups_run_newest_first_and_once(void **state)
{
    struct arena *a = *state;
    memset(order, 0, sizeof order);
    arena_cleanup(a, note, one);
    arena_cleanup(a, note, two);
    arena_alloc(a, 200 * 1024);
    arena_cleanup(a, note, three);
    arena_reset(a);
    assert_string_equal(order, "321");
    arena_reset(a);
    assert_string_equal(order, "321");
    arena_cleanup(a, note, four);
    arena_reset(a);
    assert_string_equal(order, "3214");
}

static void clean_ups_see_memory_older_than_themselves(void **state)
{
    struct arena *a = *state;
    memset(order, 0, sizeof order);
    arena_cleanup(a, note, arena_dup(a, "7"));
    arena_free(a);
    assert_string_equal(order, "7");
    *state = arena_new();
}

static void note_later(void *a)
{
    arena_cleanup(a, note, two);
    note(one);
}

static void a_clean_up_may_register_another(void **state)
{
    struct arena *a = *state;
    memset(order, 0, sizeof order);
    arena_cleanup(a, note, three);
    arena_cleanup(a, note_later, a);
    arena_reset(a);
    assert_string_equal(order, "123");
}

static void freeing_nothing_is_allowed(void **state)
{
    (void)state;
    arena_free(NULL);
}

static void strings_are_copied(void **state)
{
    char text[] = "queue";
    char *copy = arena_dup(*state, text), *part = arena_dupn(*state, text, 3);
    text[0] = 'Q';
    assert_string_equal(copy, "queue");
    assert_string_equal(part, "que");
    assert_string_equal(arena_dupn(*state, "", 0), "");
}

/* Texts around the sizes where another way of formatting begins. */
static void formatted_texts_have_any_length(void **state)
{
    char text[1200];
    for (int n = 0; n < 1100; n++) {
        memset(text, 'a' + n % 26, (size_t)n);
        text[n] = 0;
        assert_string_equal(arena_printf(*state, "%s", text), text);
    }
    assert_string_equal(arena_printf(*state, "%d-%s", 7, "x"), "7-x");
}

static void overflowing_array(void *a)
{
    arena_array(a, SIZE_MAX / 4, 8);
}

static void wrapping_array(void *a)
{
    arena_array(a, SIZE_MAX / 2 + 2, 2);
}

static void huge_piece(void *a)
{
    arena_alloc(a, SIZE_MAX - 3);
}

static void sizes_that_overflow_abort(void **state)
{
    assert_true(unit_aborts(overflowing_array, *state));
    assert_true(unit_aborts(wrapping_array, *state));
    assert_true(unit_aborts(huge_piece, *state));
    assert_non_null(arena_array(*state, 0, 8));
    assert_non_null(arena_array(*state, 8, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(memory_is_aligned_and_zero),
        UNIT_TEST(memory_is_zero_again_after_a_reset),
        UNIT_TEST(pieces_do_not_overlap),
        UNIT_TEST(a_reset_keeps_one_chunk),
        UNIT_TEST(a_large_piece_has_its_own_chunk),
        UNIT_TEST(clean_ups_run_newest_first_and_once),
        UNIT_TEST(clean_ups_see_memory_older_than_themselves),
        UNIT_TEST(a_clean_up_may_register_another),
        UNIT_TEST(freeing_nothing_is_allowed),
        UNIT_TEST(strings_are_copied),
        UNIT_TEST(formatted_texts_have_any_length),
        UNIT_TEST(sizes_that_overflow_abort),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
