#include "unit/unit.h"

#include "core/buf.h"

static void starts_empty_and_frees_to_empty(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_clear(&b);
    buf_free(&b);
    buf_puts(&b, "x");
    buf_free(&b);
    assert_null(b.s);
    assert_int_equal(b.len, 0);
    buf_puts(&b, "again");
    assert_string_equal(b.s, "again");
    buf_free(&b);
}

static void adding_nothing_gives_an_empty_text(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_add(&b, NULL, 0);
    assert_string_equal(b.s, "");
    buf_html(&b, "");
    buf_url(&b, "");
    buf_puts(&b, "");
    assert_int_equal(b.len, 0);
    buf_free(&b);
}

static void grows_by_single_characters(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct buf b = {0};
    for (int i = 0; i < N; i++) {
        buf_putc(&b, (char)('a' + i % 26));
        assert_int_equal(b.s[b.len], 0);
    }
    assert_int_equal(b.len, N);
    for (int i = 0; i < N; i++)
        assert_int_equal(b.s[i], 'a' + i % 26);
    buf_free(&b);
}

static void grows_by_pieces_of_any_length(void **state)
{
    (void)state;
    char text[3000];
    for (size_t n = 0; n < sizeof text; n += 7) {
        struct buf b = {0};
        memset(text, 'z', n);
        text[n] = 0;
        buf_puts(&b, "<");
        buf_add(&b, text, n);
        buf_printf(&b, "%s>", text);
        assert_int_equal(b.len, 2 * n + 2);
        assert_int_equal(b.s[0], '<');
        assert_int_equal(b.s[b.len - 1], '>');
        assert_int_equal(strlen(b.s), b.len);
        buf_free(&b);
    }
}

static void keeps_its_memory_when_cleared(void **state)
{
    (void)state;
    struct buf b = {0};
    for (int i = 0; i < 1000; i++)
        buf_puts(&b, "0123456789");
    const char *memory = b.s;
    buf_clear(&b);
    assert_string_equal(b.s, "");
    buf_puts(&b, "x");
    assert_ptr_equal(b.s, memory);
    buf_free(&b);
}

static void may_hold_nul_bytes(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_add(&b, "a\0b", 3);
    assert_int_equal(b.len, 3);
    assert_memory_equal(b.s, "a\0b", 4);
    buf_free(&b);
}

static void html_escapes_what_ends_text_or_an_attribute(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"<", "&lt;"},
        {">", "&gt;"},
        {"&", "&amp;"},
        {"\"", "&quot;"},
        {"'", "&#39;"},
        {"<>&\"'", "&lt;&gt;&amp;&quot;&#39;"},
        {"a<b", "a&lt;b"},
        {"<a", "&lt;a"},
        {"a<", "a&lt;"},
        {"&amp;", "&amp;amp;"},
        {"plain", "plain"},
        {"J\xc3\xbcrgen \xe4\xb8\xad", "J\xc3\xbcrgen \xe4\xb8\xad"},
        {"\xff\xfe", "\xff\xfe"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = {0};
        buf_html(&b, cases[i].in);
        assert_string_equal(b.s, cases[i].out);
        buf_free(&b);
    }
}

static void html_leaves_every_other_byte(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++) {
        struct buf b = {0};
        const char text[] = {(char)c, 0};
        buf_html(&b, text);
        if (strchr("<>&\"'", c))
            assert_true(b.len > 1 && b.s[0] == '&' && b.s[b.len - 1] == ';');
        else
            assert_string_equal(b.s, text);
        buf_free(&b);
    }
}

static void url_keeps_unreserved_characters_only(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++) {
        struct buf b = {0};
        const char text[] = {(char)c, 0};
        char encoded[8];
        snprintf(encoded, sizeof encoded, "%%%02X", c);
        bool unreserved =
            strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", c);
        buf_url(&b, text);
        assert_string_equal(b.s, unreserved ? text : encoded);
        buf_free(&b);
    }
}

static void url_encodes_text_byte_by_byte(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_url(&b, "a b&c=\xc3\xa9");
    assert_string_equal(b.s, "a%20b%26c%3D%C3%A9");
    buf_free(&b);
}

static void parameters_follow_the_address(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "/list");
    buf_param(&b, "none", NULL);
    assert_string_equal(b.s, "/list");
    buf_param(&b, "a", "1");
    buf_param(&b, "b", "x & y?");
    buf_param(&b, "none", NULL);
    buf_param(&b, "c", "");
    assert_string_equal(b.s, "/list?a=1&b=x%20%26%20y%3F&c=");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts_empty_and_frees_to_empty),
        cmocka_unit_test(adding_nothing_gives_an_empty_text),
        cmocka_unit_test(grows_by_single_characters),
        cmocka_unit_test(grows_by_pieces_of_any_length),
        cmocka_unit_test(keeps_its_memory_when_cleared),
        cmocka_unit_test(may_hold_nul_bytes),
        cmocka_unit_test(html_escapes_what_ends_text_or_an_attribute),
        cmocka_unit_test(html_leaves_every_other_byte),
        cmocka_unit_test(url_keeps_unreserved_characters_only),
        cmocka_unit_test(url_encodes_text_byte_by_byte),
        UNIT_TEST(parameters_follow_the_address),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
