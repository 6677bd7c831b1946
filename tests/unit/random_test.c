/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/random.h"

#include <math.h>

enum { DRAWS = 200000 };

/* The reference implementations of splitmix64 and xoshiro256**, from seed 1. */
static void gives_the_reference_sequence(void **state)
{
    static const uint64_t filled[] = {0x910a2dec89025cc1, 0xbeeb8da1658eec67, 0xf893a2eefb32555e,
                                      0x71c18690ee42c90b};
    static const uint64_t expected[] = {0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514,
                                        0x642e1c7bc266a3a7};
    struct random r;
    (void)state;
    random_seed(&r, 1);
    for (size_t i = 0; i < 4; i++)
        assert_true(r.s[i] == filled[i]);
    for (size_t i = 0; i < 4; i++)
        assert_true(random_next(&r) == expected[i]);
}

static void same_seed_same_numbers(void **state)
{
    struct random a, b, c;
    bool differs = false;
    (void)state;
    random_seed(&a, 42);
    random_seed(&b, 42);
    random_seed(&c, 43);
    for (int i = 0; i < 100; i++) {
        uint64_t x = random_next(&a);
        assert_true(x == random_next(&b));
        differs |= x != random_next(&c);
    }
    assert_true(differs);
}

static void whole_numbers_stay_in_range_and_are_even(void **state)
{
    struct random r;
    int seen[7] = {0};
    (void)state;
    random_seed(&r, 5);
    for (int i = 0; i < 70000; i++) {
        int64_t n = random_below(&r, 7);
        assert_in_range(n, 0, 6);
        seen[n]++;
    }
    for (int n = 0; n < 7; n++)
        assert_in_range(seen[n], 9500, 10500);
    for (int i = 0; i < 1000; i++) {
        int64_t n = random_between(&r, -3, 3);
        assert_true(n >= -3 && n <= 3);
        assert_int_equal(random_between(&r, 9, 9), 9);
        assert_int_equal(random_below(&r, 1), 0);
        assert_true(random_below(&r, INT64_MAX) >= 0);
    }
}

static void unit_is_below_one(void **state)
{
    struct random r;
    double sum = 0;
    (void)state;
    random_seed(&r, 6);
    for (int i = 0; i < DRAWS; i++) {
        double x = random_unit(&r);
        assert_true(x >= 0 && x < 1);
        sum += x;
    }
    assert_true(fabs(sum / DRAWS - .5) < .005);
}

static void distributions_have_their_moments(void **state)
{
    struct random r;
    double sum = 0, squares = 0, waits = 0, chances = 0;
    int below_median = 0;
    (void)state;
    random_seed(&r, 7);
    for (int i = 0; i < DRAWS; i++) {
        double x = random_normal(&r, 10, 2);
        sum += x;
        squares += (x - 10) * (x - 10);
        double wait = random_exponential(&r, 30), talk = random_lognormal(&r, 200, .7);
        assert_true(wait >= 0 && isfinite(wait) && talk > 0 && isfinite(talk));
        waits += wait;
        below_median += talk < 200;
        chances += random_chance(&r, .25);
    }
    assert_true(fabs(sum / DRAWS - 10) < .05);
    assert_true(fabs(sqrt(squares / DRAWS) - 2) < .05);
    assert_true(fabs(waits / DRAWS - 30) < .5);
    assert_true(fabs((double)below_median / DRAWS - .5) < .01);
    assert_true(fabs(chances / DRAWS - .25) < .01);
}

static void chance_keeps_its_ends(void **state)
{
    struct random r;
    (void)state;
    random_seed(&r, 8);
    for (int i = 0; i < 1000; i++) {
        assert_false(random_chance(&r, 0));
        assert_true(random_chance(&r, 1));
    }
}

static void picks_follow_the_weights(void **state)
{
    double weights[] = {1, 0, 3, 6, 0};
    int seen[5] = {0};
    struct random r;
    (void)state;
    random_seed(&r, 9);
    random_cumulate(weights, 5);
    for (int i = 0; i < DRAWS; i++)
        seen[random_pick(&r, weights, 5)]++;
    assert_int_equal(seen[1], 0);
    assert_int_equal(seen[4], 0);
    assert_true(fabs((double)seen[0] / DRAWS - .1) < .01);
    assert_true(fabs((double)seen[2] / DRAWS - .3) < .01);
    assert_true(fabs((double)seen[3] / DRAWS - .6) < .01);
    double one[] = {5};
    assert_int_equal(random_pick(&r, one, 1), 0);
}

static void shuffle_keeps_every_number_once(void **state)
{
    enum { N = 1000 };
    int64_t order[N];
    bool seen[N] = {false};
    int in_place = 0;
    struct random r;
    (void)state;
    random_seed(&r, 10);
    random_shuffle(&r, order, N);
    for (int i = 0; i < N; i++) {
        assert_in_range(order[i], 0, N - 1);
        assert_false(seen[order[i]]);
        seen[order[i]] = true;
        in_place += order[i] == i;
    }
    assert_true(in_place < 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_reference_sequence),
        cmocka_unit_test(same_seed_same_numbers),
        cmocka_unit_test(whole_numbers_stay_in_range_and_are_even),
        cmocka_unit_test(unit_is_below_one),
        cmocka_unit_test(distributions_have_their_moments),
        cmocka_unit_test(chance_keeps_its_ends),
        cmocka_unit_test(picks_follow_the_weights),
        cmocka_unit_test(shuffle_keeps_every_number_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
