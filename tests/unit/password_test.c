#include "unit/unit.h"

#include "auth/password.h"

static const char right[] = "correct horse battery";

static void length_is_limited(void **state)
{
    assert_int_equal(password_check("elevenchars"), ERR_BAD_REQUEST);
    assert_non_null(strstr(err_detail(), "at least 12"));
    err_clear();
    assert_int_equal(password_check("twelve chars"), OK);
    assert_int_equal(password_check(arena_printf(*state, "%0200d", 1)), OK);
    assert_int_equal(password_check(arena_printf(*state, "%0201d", 1)), ERR_BAD_REQUEST);
    assert_non_null(strstr(err_detail(), "at most 200"));
}

static void a_password_is_right_for_its_hash_only(void **state)
{
    char hash[PASSWORD_HASH_SIZE];
    (void)state;
    assert_int_equal(password_hash(right, hash), OK);
    assert_int_equal(strncmp(hash, "$argon2id$v=19$m=65536,t=3,", 27), 0);
    assert_true(password_verify(right, hash));
    assert_false(password_verify("correct horse batterz", hash));
    assert_false(password_verify("", hash));
}

static void equal_passwords_have_different_hashes(void **state)
{
    char one[PASSWORD_HASH_SIZE], two[PASSWORD_HASH_SIZE];
    (void)state;
    assert_int_equal(password_hash(right, one), OK);
    assert_int_equal(password_hash(right, two), OK);
    assert_string_not_equal(one, two);
}

static void a_short_password_is_not_hashed(void **state)
{
    char hash[PASSWORD_HASH_SIZE];
    (void)state;
    assert_int_equal(password_hash("short", hash), ERR_BAD_REQUEST);
}

static void nobody_has_no_password(void **state)
{
    (void)state;
    assert_false(password_verify(right, NULL));
    assert_false(password_verify("", NULL));
    assert_false(password_verify(right, ""));
    assert_false(password_verify(right, "not a hash"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(length_is_limited),
        UNIT_TEST(a_password_is_right_for_its_hash_only),
        UNIT_TEST(equal_passwords_have_different_hashes),
        UNIT_TEST(a_short_password_is_not_hashed),
        UNIT_TEST(nobody_has_no_password),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
