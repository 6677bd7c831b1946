#include "unit/unit.h"

static const char *folder, *path;

static int make_folder(void **state)
{
    unit_arena(state);
    folder = unit_folder(*state);
    return 0;
}

static int remove_folder(void **state)
{
    static const char *const names[] = {"parley.conf", "hmac", NULL};
    unsetenv("PARLEY_WORKERS");
    unsetenv("PARLEY_BASE_URL");
    unsetenv("PARLEY_COOKIE_SECURE");
    unit_remove(*state, folder, names);
    return unit_arena_free(state);
}

static enum err load(struct arena *a, const char *text)
{
    err_clear();
    path = unit_file(a, folder, "parley.conf", text, strlen(text));
    return conf_load(path);
}

static void refuses(struct arena *a, const char *text, const char *const *says)
{
    assert_int_equal(load(a, text), ERR_BAD_REQUEST);
    for (; *says; says++)
        if (!strstr(err_detail(), *says))
            fail_msg("'%s' does not say '%s'", err_detail(), *says);
}

#define REFUSES(text, ...)                                                                         \
    refuses(*state, (text), (const char *const[]){"parley.conf", __VA_ARGS__, NULL})

static void an_empty_file_gives_the_defaults(void **state)
{
    assert_int_equal(load(*state, ""), OK);
    assert_string_equal(conf(CONF_DB_NAME), "parley");
    assert_int_equal(conf_int(CONF_WORKERS), 4);
    assert_true(conf_on(CONF_COOKIE_SECURE));
}

static void lines_comments_and_spaces_are_read(void **state)
{
    assert_int_equal(load(*state, "# a comment\n\n  \t\n"
                                  "  workers =  7  \r\n"
                                  "base_url=http://127.0.0.1:8080/?a=b\n"
                                  "cookie_secure = off\n"
                                  "# workers = 9\n"
                                  "log_level = debug"),
                     OK);
    assert_int_equal(conf_int(CONF_WORKERS), 7);
    assert_string_equal(conf(CONF_BASE_URL), "http://127.0.0.1:8080/?a=b");
    assert_false(conf_on(CONF_COOKIE_SECURE));
    assert_string_equal(conf(CONF_LOG_LEVEL), "debug");
}

static void loading_again_forgets_the_values_before(void **state)
{
    assert_int_equal(load(*state, "workers = 7\n"), OK);
    assert_int_equal(load(*state, "\n"), OK);
    assert_int_equal(conf_int(CONF_WORKERS), 4);
}

static void unknown_keys_are_named(void **state)
{
    REFUSES("workers = 7\nworkerz = 8\n", ":2:", "unknown key 'workerz'");
    REFUSES("Workers = 7\n", ":1:", "unknown key 'Workers'");
    REFUSES("= 7\n", ":1:", "unknown key ''");
}

static void repeated_keys_are_named(void **state)
{
    REFUSES("workers = 7\n\nworkers = 7\n", ":3:", "workers is set twice");
}

static void lines_that_are_no_pairs_are_named(void **state)
{
    REFUSES("# one\nworkers 7\n", ":2:", "expected key = value");
}

static void bad_values_are_named_with_their_line(void **state)
{
    static const char *const numbers[] = {"0", "257", "-1", "x", "4x", "", "99999999999999999999"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        REFUSES(arena_printf(*state, "\nworkers = %s\n", numbers[i]), ":2:", "workers",
                "from 1 to 256");
    REFUSES("cookie_secure = yes\n", ":1:", "cookie_secure", "on or off", "'yes'");
    REFUSES("\n\nbase_url =\n", ":3:", "base_url", "empty");
}

static void a_log_level_is_one_of_four_words(void **state)
{
    static const char *const bad[] = {"rror", "ebug", "warn error", "", "Info", "information"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        REFUSES(arena_printf(*state, "log_level = %s\n", bad[i]), ":1:", "log_level",
                "debug, info, warn or error");
}

static void a_line_that_is_too_long_is_named(void **state)
{
    REFUSES(arena_printf(*state, "#\nbase_url = %02000d\n", 1), ":2:", "too long");
}

static void the_environment_overrides_the_file(void **state)
{
    setenv("PARLEY_WORKERS", "9", 1);
    setenv("PARLEY_BASE_URL", "https://desk.example", 1);
    assert_int_equal(load(*state, "workers = 7\n"), OK);
    assert_int_equal(conf_int(CONF_WORKERS), 9);
    assert_string_equal(conf(CONF_BASE_URL), "https://desk.example");
}

static void bad_values_of_the_environment_are_refused(void **state)
{
    setenv("PARLEY_COOKIE_SECURE", "maybe", 1);
    assert_int_equal(load(*state, ""), ERR_BAD_REQUEST);
    assert_non_null(strstr(err_detail(), "environment"));
    assert_non_null(strstr(err_detail(), "cookie_secure"));
    assert_non_null(strstr(err_detail(), "'maybe'"));
}

static void a_file_that_cannot_be_read_is_named(void **state)
{
    const char *missing = arena_printf(*state, "%s/missing.conf", folder);
    assert_int_equal(conf_load(missing), ERR_BAD_REQUEST);
    assert_non_null(strstr(err_detail(), missing));
    err_clear();
    assert_int_equal(conf_load(folder), ERR_BAD_REQUEST);
    assert_non_null(strstr(err_detail(), folder));
}

static void the_documentation_is_a_configuration(void **state)
{
    char text[16384];
    FILE *out = fmemopen(text, sizeof text, "w");
    conf_document(out);
    assert_true(ftell(out) > 0 && ftell(out) < (long)sizeof text - 1);
    fclose(out);
    assert_int_equal(load(*state, text), OK);
    for (char *hash = text; (hash = strstr(hash, "\n#")); hash++)
        if (hash[2] != ' ')
            hash[1] = ' ';
    assert_int_equal(load(*state, text), OK);
    assert_int_equal(conf_int(CONF_WORKERS), 4);
}

static void secrets_are_read_and_bounded(void **state)
{
    char out[8];
    setenv("PARLEY_SECRETS_DIR", folder, 1);
    assert_int_equal(load(*state, ""), OK);
    unsetenv("PARLEY_SECRETS_DIR");
    unit_file(*state, folder, "hmac", "abc\r\n", 5);
    assert_int_equal(conf_secret("hmac", 1, out, sizeof out), 3);
    assert_string_equal(out, "abc");
    assert_int_equal(conf_secret("hmac", 0, out, sizeof out), 5);
    unit_file(*state, folder, "hmac", "0123456789", 10);
    assert_int_equal(conf_secret("hmac", 0, out, sizeof out), 7);
    assert_string_equal(out, "0123456");
    assert_string_equal(err_detail(), "");
    unit_file(*state, folder, "hmac", "\n\n", 2);
    assert_int_equal(conf_secret("hmac", 1, out, sizeof out), 0);
    assert_non_null(strstr(err_detail(), "hmac is empty"));
    err_clear();
    assert_int_equal(conf_secret("db_nobody", 1, out, sizeof out), 0);
    assert_non_null(strstr(err_detail(), "db_nobody"));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_file_gives_the_defaults),
        TEST(lines_comments_and_spaces_are_read),
        TEST(loading_again_forgets_the_values_before),
        TEST(unknown_keys_are_named),
        TEST(repeated_keys_are_named),
        TEST(lines_that_are_no_pairs_are_named),
        TEST(bad_values_are_named_with_their_line),
        TEST(a_log_level_is_one_of_four_words),
        TEST(a_line_that_is_too_long_is_named),
        TEST(the_environment_overrides_the_file),
        TEST(bad_values_of_the_environment_are_refused),
        TEST(a_file_that_cannot_be_read_is_named),
        TEST(the_documentation_is_a_configuration),
        TEST(secrets_are_read_and_bounded),
    };
    return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
