#include "unit/unit.h"

#include "auth/password.h"

static const char right[] = "correct horse battery";

static void length_is_limited(void **state)
{
    assert_int_equal(password_check("elevenchars"), ERR_BAD_REQUEST);
    assert_non_null(strstr(err_detail(), "at least 12"));
    err_clear();
    assert_int_equal(password_check("twelve chars"), OK);
    /* Characters, not bytes: eleven of two bytes each are too few. */
    assert_int_equal(password_check("\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0"
                                    "\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0"),
                     ERR_BAD_REQUEST);
    err_clear();
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

/* Each with what the detail must say. */
static void what_is_tried_first_is_not_chosen(void **state)
{
    static const struct {
        const char *password, *why;
    } bad[] = {
        {"short", "at least 12"},
        {"password1234", "commonest"},
        {"Password 12 34 !!", "commonest"},
        {"123-Qwertyuiop-!!", "commonest"},
        {"correct horse battery staple", "commonest"},
        {"aaaaaaaaaaaa", "again and again"},
        {"abcabcabcabcab", "again and again"},
        {"12-312-312-312-3", "again and again"},
        {"123456789012", "row of keys"},
        {"abcdefghijklmn", "row of keys"},
        {"qwertyuiopasdf", "row of keys"},
        {"1q2w3e4r5t6y", "row of keys"},
        {"una.user@north.example", "name or address"},
        {"UNA.USER@north.example1", "name or address"},
        {"una.user12345", "name or address"},
        {"123Longname!!!!!", "name or address"},
        {"unalongname2026", "name or address"},
        {"una longname 2026", "name or address"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(password_choose(bad[i].password, "una.user@north.example", "Una Longname"),
                         ERR_BAD_REQUEST);
        if (!strstr(err_detail(), bad[i].why))
            fail_msg("%s: %s", bad[i].password, err_detail());
        err_clear();
    }
}

static void what_is_hard_to_guess_is_chosen(void **state)
{
    static const char *const good[] = {"correct-horse-battery", "parley-demo-1",
                                       "una went to sea",       "t9#kQ2!vXp7z",
                                       "twelve chars",          "my password is long"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (password_choose(good[i], "una.user@north.example", "Una Longname") != OK)
            fail_msg("%s: %s", good[i], err_detail());
    assert_int_equal(password_choose("somebody-else-99", "", ""), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(length_is_limited),
        UNIT_TEST(a_password_is_right_for_its_hash_only),
        UNIT_TEST(equal_passwords_have_different_hashes),
        UNIT_TEST(a_short_password_is_not_hashed),
        UNIT_TEST(nobody_has_no_password),
        UNIT_TEST(what_is_tried_first_is_not_chosen),
        UNIT_TEST(what_is_hard_to_guess_is_chosen),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
