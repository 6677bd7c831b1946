#include "unit/unit.h"

#include "intake/summary.h"
#include "net/mail.h"

static struct summary_text write_one(struct arena *a, const struct summary *s)
{
    struct summary_text out;
    summary_write(a, &(const struct viewer){"UTC", locale_of("en")}, s, &out);
    return out;
}

static const char *parameter(const struct summary_text *t, size_t i)
{
    return json_string_value(json_array_get(t->parameters, i));
}

static void what_is_unknown_is_left_out(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct summary_text t = write_one(a, &(const struct summary){.company = "C", .reference = "R"});
    assert_non_null(strstr(t.text, "Hello,\n"));
    assert_non_null(strstr(t.text, "Account: R\n"));
    assert_null(strstr(t.text, "balance"));
    assert_null(strstr(t.text, "Due"));
    assert_null(strstr(t.text, "Pay"));
    assert_null(strstr(t.text, "made of"));
    assert_int_equal(json_array_size(t.parameters), SUMMARY_PARAMETERS);
    assert_string_equal(parameter(&t, 0), "R");
    for (size_t i = 1; i < SUMMARY_PARAMETERS; i++)
        assert_string_equal(parameter(&t, i), "\xe2\x80\x93");
    json_decref(t.parameters);
    arena_free(a);
}

static void hostile_texts_stay_texts(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    static const char evil[] = "<b>\r\n\"x\"\t&        y";
    const struct summary_line line = {evil, "EUR", 1000000, 0};
    struct summary_text t = write_one(a, &(const struct summary){.company = evil,
                                                                 .client = evil,
                                                                 .reference = evil,
                                                                 .payment_url = "javascript:x",
                                                                 .lines = &line,
                                                                 .n = 1});
    assert_null(strstr(t.html, "<b>"));
    assert_null(strstr(t.html, "javascript"));
    assert_null(strpbrk(t.subject, "\r\n"));
    for (size_t i = 0; i < SUMMARY_PARAMETERS; i++) {
        assert_null(strpbrk(parameter(&t, i), "\r\n\t"));
        assert_null(strstr(parameter(&t, i), "     "));
    }
    json_decref(t.parameters);
    arena_free(a);
}

static void long_parameters_are_cut_between_characters(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char text[900];
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "\xc3\xa4", 2);
    text[898] = 0;
    struct summary_text t =
        write_one(a, &(const struct summary){.company = "C", .reference = text});
    assert_int_equal(strlen(parameter(&t, 0)), SUMMARY_PARAMETER_MAX);
    json_decref(t.parameters);
    arena_free(a);
}

static void addresses_cannot_break_a_header(void **state)
{
    (void)state;
    assert_true(mail_address("a.b+c@example.org"));
    static const char *const bad[] = {"",      "a",       "@b",      "a@",          "a@b@c",
                                      "a b@c", "a@b\r\n", "<a@b>",   "a@b>,<c@d",   "a@b\nBcc: c",
                                      "a;b@c", "\"a\"@b", "a@b\x01", "\xc3\xa4@b.c"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (mail_address(bad[i]))
            fail_msg("%s is taken", bad[i]);
}

static void headers_are_lines_of_words(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    const struct mail m = {.from_name = "A\r\nBcc: x@y.z",
                           .from = "a@b.c",
                           .to = "d@e.f",
                           .subject =
                               "\xc3\x84\r\nX: y, which is so long that it needs a second word",
                           .text = "t",
                           .id = "<1@b.c>",
                           .at = 1795222245000};
    const char *text = mail_text(a, &m);
    assert_null(strstr(text, "\nBcc"));
    assert_null(strstr(text, "\nX:"));
    assert_non_null(strstr(text, "Message-ID: <1@b.c>\r\n"));
    assert_non_null(strstr(text, "?=\r\n =?UTF-8?B?"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_unknown_is_left_out),
        cmocka_unit_test(hostile_texts_stay_texts),
        cmocka_unit_test(long_parameters_are_cut_between_characters),
        cmocka_unit_test(addresses_cannot_break_a_header),
        cmocka_unit_test(headers_are_lines_of_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
