#include "unit/unit.h"

#include "core/log.h"

static char written[65536];

/* Standard error goes into a file between these two; the second returns what was written. */
static int capture_file, real_stderr;

static void capture(void)
{
    char path[] = "/tmp/parley-unit-log-XXXXXX";
    capture_file = mkstemp(path);
    unlink(path);
    real_stderr = dup(STDERR_FILENO);
    dup2(capture_file, STDERR_FILENO);
}

static const char *captured(void)
{
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    ssize_t n = pread(capture_file, written, sizeof written - 1, 0);
    close(capture_file);
    written[n > 0 ? n : 0] = 0;
    return written;
}

static int open_log(void **state)
{
    log_open("unit", LOG_DEBUG);
    log_request(NULL);
    return unit_arena(state);
}

static void says(const char *what)
{
    if (!strstr(written, what))
        fail_msg("'%s' is not in: %s", what, written);
}

static void a_line_has_time_level_program_and_event(void **state)
{
    (void)state;
    capture();
    LOG(LOG_WARN, "worker_died", LOG_N("status", -3), LOG_S("why", "it fell"));
    captured();
    assert_int_equal(strncmp(written, "time=20", 7), 0);
    says(" level=warn program=unit pid=");
    says(" event=worker_died status=-3 why=\"it fell\"\n");
}

static void values_cannot_leave_their_quotes_or_line(void **state)
{
    (void)state;
    capture();
    LOG(LOG_INFO, "request", LOG_S("name", "a\"b\\c\nlevel=error\r\t\x1b[31m\x7f\x01"),
        LOG_S("end", "x"));
    captured();
    says(" name=\"a\\\"b\\\\c\\x0alevel=error\\x0d\\x09\\x1b[31m\\x7f\\x01\" end=\"x\"\n");
    assert_ptr_equal(strchr(written, '\n'), written + strlen(written) - 1);
}

static void no_byte_but_the_last_is_a_control_character(void **state)
{
    (void)state;
    char text[256];
    for (int i = 1; i < 256; i++)
        text[i - 1] = (char)i;
    text[255] = 0;
    capture();
    LOG(LOG_INFO, "request", LOG_S("name", text));
    captured();
    size_t n = strlen(written);
    for (size_t i = 0; i + 1 < n; i++)
        assert_true((unsigned char)written[i] >= 0x20 && written[i] != 0x7f);
    assert_int_equal(written[n - 1], '\n');
}

static void text_beyond_ascii_stays(void **state)
{
    (void)state;
    capture();
    LOG(LOG_INFO, "request", LOG_S("name", "Ren\xc3\xa9"));
    captured();
    says(" name=\"Ren\\xc3\\xa9\"");
}

static void nothing_is_a_dash(void **state)
{
    (void)state;
    const char *none = NULL;
    capture();
    LOG(LOG_INFO, "request", LOG_S("path", none));
    captured();
    says(" path=\"-\"\n");
}

static void lines_below_the_level_are_dropped(void **state)
{
    (void)state;
    static const char *const names[] = {"debug", "info", "warn", "error"};
    for (int lowest = LOG_DEBUG; lowest <= LOG_ERROR; lowest++) {
        log_open("unit", (enum log_level)lowest);
        capture();
        for (int level = LOG_DEBUG; level <= LOG_ERROR; level++)
            LOG((enum log_level)level, "try", LOG_N("n", level));
        captured();
        for (int level = LOG_DEBUG; level <= LOG_ERROR; level++) {
            char field[32];
            snprintf(field, sizeof field, "level=%s", names[level]);
            assert_int_equal(strstr(written, field) != NULL, level >= lowest);
        }
    }
}

static void the_request_stands_in_its_lines_only(void **state)
{
    (void)state;
    capture();
    log_request("0123456789abcdef");
    LOG(LOG_INFO, "one", LOG_N("n", 1));
    log_request(NULL);
    LOG(LOG_INFO, "two", LOG_N("n", 2));
    captured();
    says("event=one request=0123456789abcdef n=1\n");
    says("event=two n=2\n");
}

static void a_line_may_be_long(void **state)
{
    const char *text = arena_printf(*state, "%05000d", 7);
    capture();
    LOG(LOG_INFO, "request", LOG_S("name", text));
    LOG(LOG_INFO, "short", LOG_N("n", 1));
    captured();
    says(text);
    says("event=short n=1\n");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, open_log, unit_arena_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_has_time_level_program_and_event),
        TEST(values_cannot_leave_their_quotes_or_line),
        TEST(no_byte_but_the_last_is_a_control_character),
        TEST(text_beyond_ascii_stays),
        TEST(nothing_is_a_dash),
        TEST(lines_below_the_level_are_dropped),
        TEST(the_request_stands_in_its_lines_only),
        TEST(a_line_may_be_long),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
