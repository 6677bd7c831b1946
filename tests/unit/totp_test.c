#include "unit/unit.h"

#include "auth/totp.h"

static const unsigned char rfc[TOTP_SECRET] = "12345678901234567890";
enum { NONE = -1 };

static int with_secret(void **state)
{
    unit_arena(state);
    return unit_secret(*state, "0123456789abcdef0123456789abcdef", 32, "");
}

/* RFC 6238, appendix B, SHA-1: the last six of its eight digits. */
static void the_vectors_of_the_standard(void **state)
{
    static const struct {
        ms_t second;
        const char *code;
    } cases[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                 {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t step = 0;
        assert_true(totp_right(rfc, cases[i].code, cases[i].second * 1000, NONE, &step));
        assert_int_equal(step, cases[i].second / 30);
    }
}

static void one_step_before_and_after_will_do(void **state)
{
    static const struct {
        ms_t second;
        bool right;
    } cases[] = {{0, true},  {29, true},  {30, true},   {59, true},          {60, true},
                 {89, true}, {90, false}, {120, false}, {10000000000, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t step = 0;
        assert_int_equal(totp_right(rfc, "287082", cases[i].second * 1000, NONE, &step),
                         cases[i].right);
        assert_int_equal(step, cases[i].right ? 1 : 0);
    }
}

static void a_step_that_was_taken_is_over(void **state)
{
    int64_t step;
    (void)state;
    assert_true(totp_right(rfc, "287082", 59000, 0, &step));
    assert_false(totp_right(rfc, "287082", 59000, 1, &step));
    assert_false(totp_right(rfc, "287082", 59000, 2, &step));
}

static void a_code_is_six_digits(void **state)
{
    static const char *const good[] = {"287082", "287 082", " 287082 ", "28-70-82"};
    static const char *const bad[] = {"",
                                      "28708",
                                      "2870822",
                                      "287083",
                                      "28708a",
                                      "+28708",
                                      "2870820",
                                      "\xd9\xa2"
                                      "87082",
                                      "287082287082287082287082287082"};
    int64_t step;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(totp_is_code(good[i]));
        assert_true(totp_right(rfc, good[i], 59000, NONE, &step));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(totp_right(rfc, bad[i], 59000, NONE, &step));
    assert_false(totp_is_code("ABCDE-FGH23"));
}

static void secrets_are_read_as_they_were_shown(void **state)
{
    unsigned char secret[TOTP_SECRET], back[TOTP_SECRET];
    assert_string_equal(totp_secret_text(*state, rfc), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    for (int i = 0; i < 50; i++) {
        totp_make(secret);
        assert_true(totp_secret_read(totp_secret_text(*state, secret), back));
        assert_memory_equal(secret, back, TOTP_SECRET);
    }
    assert_false(totp_secret_read("GEZDGNBV", back));
    assert_false(totp_secret_read("", back));
    assert_false(totp_secret_read("1ZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", back));
}

static void the_address_is_one_that_apps_read(void **state)
{
    assert_string_equal(totp_uri(*state, rfc, "Parley (desk.example)", "a+b&c@x.example"),
                        "otpauth://totp/Parley%20%28desk.example%29:a%2Bb%26c%40x.example"
                        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        "&issuer=Parley%20%28desk.example%29&algorithm=SHA1&digits=6&period=30");
}

static void a_sealed_secret_is_for_one_person(void **state)
{
    unsigned char sealed[TOTP_SEALED], other[TOTP_SEALED], back[TOTP_SECRET];
    (void)state;
    totp_seal(rfc, 7, sealed);
    totp_seal(rfc, 7, other);
    assert_memory_not_equal(sealed, other, TOTP_SEALED);
    assert_true(totp_unseal(sealed, sizeof sealed, 7, back));
    assert_memory_equal(back, rfc, TOTP_SECRET);
    assert_false(totp_unseal(sealed, sizeof sealed, 8, back));
    assert_false(totp_unseal(sealed, sizeof sealed - 1, 7, back));
    assert_false(totp_unseal(NULL, 0, 7, back));
    for (size_t bit = 0; bit < sizeof sealed * 8; bit++) {
        sealed[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_false(totp_unseal(sealed, sizeof sealed, 7, back));
        sealed[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    assert_int_equal(unit_secret(*state, "another secret of thirty-two byte", 32, ""), OK);
    assert_false(totp_unseal(sealed, sizeof sealed, 7, back));
}

static void recovery_codes_are_compared_as_people_write_them(void **state)
{
    unsigned char one[RECOVERY_HASH], two[RECOVERY_HASH];
    assert_true(recovery_hash("ABCDE-FGH23", 7, one));
    static const char *const same[] = {"abcdefgh23", "ABCDE FGH23", " a-b-c-d-e-f-g-h-2-3 "};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(recovery_hash(same[i], 7, two));
        assert_memory_equal(one, two, RECOVERY_HASH);
    }
    assert_true(recovery_hash("ABCDE-FGH23", 8, two));
    assert_memory_not_equal(one, two, RECOVERY_HASH);
    static const char *const bad[] = {"",
                                      "ABCDE-FGH2",
                                      "ABCDE-FGH234",
                                      "ABCDE-FGH21",
                                      "ABCDE_FGH23",
                                      "\xc3\x84"
                                      "BCDE-FGH2"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(recovery_hash(bad[i], 7, two));
    const char *made = recovery_make(*state), *another = recovery_make(*state);
    assert_int_equal(strlen(made), RECOVERY_LENGTH + 1);
    assert_int_equal(made[5], '-');
    assert_true(recovery_hash(made, 7, two));
    assert_string_not_equal(made, another);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, with_secret, unit_arena_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_vectors_of_the_standard),
        TEST(one_step_before_and_after_will_do),
        TEST(a_step_that_was_taken_is_over),
        TEST(a_code_is_six_digits),
        TEST(secrets_are_read_as_they_were_shown),
        TEST(the_address_is_one_that_apps_read),
        TEST(a_sealed_secret_is_for_one_person),
        TEST(recovery_codes_are_compared_as_people_write_them),
    };
    return cmocka_run_group_tests_name("totp", tests, NULL, NULL);
}
