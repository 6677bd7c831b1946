/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/csv.h"

#include <string.h>

/* A file in memory that gives its bytes in pieces. */
struct source {
    const char *s;
    size_t len, at, piece;
    bool fails;
};

static ssize_t read_source(void *data, char *out, size_t size)
{
    struct source *f = data;
    size_t n = f->len - f->at;
    n = n < f->piece ? n : f->piece;
    n = n < size ? n : size;
    if (!n && f->fails)
        return -1;
    memcpy(out, f->s + f->at, n);
    f->at += n;
    return (ssize_t)n;
}

/* All records as one text: fields between < and >, records ended by '/', bad ones as !line:error.
 */
static void dump(struct buf *out, const char *s, size_t len, size_t piece, char delimiter,
                 bool latin1)
{
    struct source f = {s, len, 0, piece, false};
    struct csv *c = csv_new(&(struct csv_options){delimiter, latin1, read_source, &f});
    struct csv_record r;
    enum csv_status status;
    buf_clear(out);
    while ((status = csv_next(c, &r)) != CSV_END) {
        buf_printf(out, "%lld:", (long long)r.line);
        for (size_t i = 0; status == CSV_RECORD && i < r.n; i++) {
            buf_putc(out, '<');
            buf_add(out, r.fields[i].s, r.fields[i].len);
            buf_putc(out, '>');
        }
        if (status == CSV_BAD)
            buf_printf(out, "!%d(%.*s)", r.error, (int)r.raw.len, r.raw.s);
        buf_putc(out, '/');
    }
    csv_free(c);
}

static void check_bytes(const char *s, size_t len, char delimiter, bool latin1,
                        const char *expected)
{
    static const size_t pieces[] = {1, 2, 3, 7, 1 << 20};
    struct buf out = {0};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        dump(&out, s, len, pieces[i], delimiter, latin1);
        assert_string_equal(out.s ? out.s : "", expected);
    }
    buf_free(&out);
}

static void check(const char *s, const char *expected)
{
    check_bytes(s, strlen(s), ',', false, expected);
}

static void reads_what_rfc_4180_says(void **state)
{
    (void)state;
    check("", "");
    check("a,b\r\nc,d\r\n", "1:<a><b>/2:<c><d>/");
    check("a,b\nc,d", "1:<a><b>/2:<c><d>/");
    check("a,b\rc,d\r", "1:<a><b>/2:<c><d>/");
    check("\"a\",\"b,c\"\n", "1:<a><b,c>/");
    check("\"a\"\"b\",\"\"\n\"\"\"\"\n", "1:<a\"b><>/2:<\">/");
    check("\"a\nb\r\nc\rd\",e\nf,g\n", "1:<a\nb\r\nc\rd><e>/5:<f><g>/");
    check(",\n,,\n", "1:<><>/2:<><><>/");
    check("a, b ,\" c \"\n", "1:<a>< b >< c >/");
}

static void reads_what_real_files_have(void **state)
{
    (void)state;
    check("\xef\xbb\xbf"
          "a,b\n",
          "1:<a><b>/");
    check("a\n\xef\xbb\xbf"
          "b\n",
          "1:<a>/2:<\xef\xbb\xbf"
          "b>/");
    check("\n\r\na\n\n\nb\n\n", "3:<a>/6:<b>/");
    check("5\" pipe,a\"b\"\n", "1:<5\" pipe><a\"b\">/");
    check("\"\"\n", "1:<>/");
    check_bytes("a;b,c\n", 6, ';', false, "1:<a><b,c>/");
    check_bytes("a\tb\n", 4, '\t', false, "1:<a><b>/");
    check_bytes("a|b\n", 4, '|', false, "1:<a><b>/");
    check_bytes("M\xfcller,\x80\n", 9, ',', true, "1:<M\xc3\xbcller><\xc2\x80>/");
}

static void reports_errors_and_goes_on_at_the_next_line(void **state)
{
    (void)state;
    check("a,\"b\nc,d\ne,f\n", "1:!1(a,\"b)/2:<c><d>/3:<e><f>/");
    check("\"a\"x,b\nc\n", "1:!2(\"a\"x,b)/2:<c>/");
    check("\"a\nb\"x\nc\n", "1:!2(\"a)/2:<b\"x>/3:<c>/");
    check_bytes("a\0b\nc\n", 6, ',', false, "1:!3(a?b)/2:<c>/");
    check_bytes("\"a\0b\"\r\nc", 8, ',', false, "1:!3(\"a?b\")/2:<c>/");
    check("a\xff\nb\n", "1:!4(a?)/2:<b>/");
    check("\xc0\x80,\xed\xa0\x80,\xf4\x90\x80\x80,\xe2\x82\nb\n", "1:!4(?"
                                                                  "?,???,????,?"
                                                                  "?)/2:<b>/");
    check("\xe2\x82\xac,\xf0\x9f\x98\x80,\xed\x9f\xbf\n",
          "1:<\xe2\x82\xac><\xf0\x9f\x98\x80><\xed\x9f\xbf>/");
    check("\"", "1:!1(\")/");
}

static void many(struct buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_puts(b, s);
}

static enum csv_error first_error(const struct buf *file, size_t *records)
{
    struct source f = {file->s, file->len, 0, 5000, false};
    struct csv *c = csv_new(&(struct csv_options){',', false, read_source, &f});
    struct csv_record r;
    enum csv_status status;
    enum csv_error first = CSV_OK;
    for (*records = 0; (status = csv_next(c, &r)) != CSV_END; ++*records) {
        if (status == CSV_BAD && first == CSV_OK)
            first = r.error;
        assert_true(r.raw.len <= CSV_RAW_MAX);
    }
    csv_free(c);
    return first;
}

static void has_limits(void **state)
{
    struct buf b = {0};
    size_t n;
    (void)state;
    many(&b, ",", 511);
    assert_int_equal(first_error(&b, &n), CSV_OK);
    many(&b, ",", 1);
    many(&b, "\na\n", 1);
    assert_int_equal(first_error(&b, &n), CSV_MANY_FIELDS);
    assert_int_equal(n, 2);
    buf_clear(&b);
    many(&b, "x", CSV_FIELD_MAX);
    assert_int_equal(first_error(&b, &n), CSV_OK);
    many(&b, "x\na\n", 1);
    assert_int_equal(first_error(&b, &n), CSV_LONG_FIELD);
    assert_int_equal(n, 2);
    buf_clear(&b);
    buf_puts(&b, "\"");
    many(&b, "xxxxxxx\n", CSV_FIELD_MAX / 8 + 1);
    assert_int_equal(first_error(&b, &n), CSV_LONG_FIELD);
    assert_int_equal(n, CSV_FIELD_MAX / 8 + 1);
    buf_clear(&b);
    for (size_t i = 0; i < 20; i++) {
        many(&b, "x", CSV_FIELD_MAX);
        buf_puts(&b, ",");
    }
    assert_int_equal(first_error(&b, &n), CSV_LONG_RECORD);
    assert_int_equal(n, 1);
    buf_free(&b);
}

static void says_when_reading_fails(void **state)
{
    struct source f = {"a,b\nc", 5, 0, 100, true};
    struct csv *c = csv_new(&(struct csv_options){',', false, read_source, &f});
    struct csv_record r;
    (void)state;
    assert_int_equal(csv_next(c, &r), CSV_RECORD);
    assert_int_equal(csv_next(c, &r), CSV_FAILED);
    csv_free(c);
}

static void writes_what_it_reads(void **state)
{
    static const char *const fields[] = {"", "plain", "a,b", "a\"b", "\n", "\r", " edge", "edge "};
    struct buf b = {0}, out = {0}, expected = {0};
    (void)state;
    buf_puts(&expected, "1:");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (i)
            buf_putc(&b, ',');
        csv_put(&b, fields[i], strlen(fields[i]), ',');
        buf_printf(&expected, "<%s>", fields[i]);
    }
    buf_putc(&expected, '/');
    dump(&out, b.s, b.len, 3, ',', false);
    assert_string_equal(out.s, expected.s);
    buf_free(&b);
    buf_free(&out);
    buf_free(&expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_rfc_4180_says),
        cmocka_unit_test(reads_what_real_files_have),
        cmocka_unit_test(reports_errors_and_goes_on_at_the_next_line),
        cmocka_unit_test(has_limits),
        cmocka_unit_test(says_when_reading_fails),
        cmocka_unit_test(writes_what_it_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
