/* The CSV reader on any bytes: it must read the same in whatever pieces the file comes, account
 * for every line, keep its limits, and read back what it writes. The first byte chooses the
 * delimiter and the encoding. */
#include "core/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct source {
    const uint8_t *s;
    size_t len, at, piece;
};

static ssize_t read_source(void *data, char *out, size_t size)
{
    struct source *f = data;
    size_t n = f->len - f->at;
    n = n < f->piece ? n : f->piece;
    n = n < size ? n : size;
    if (n)
        memcpy(out, f->s + f->at, n);
    f->at += n;
    return (ssize_t)n;
}

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check_record(const struct csv_record *r, enum csv_status status, int64_t after)
{
    must(r->line > after);
    must(status != CSV_FAILED);
    if (status == CSV_BAD) {
        must(r->error != CSV_OK && r->raw.len <= CSV_RAW_MAX);
        return;
    }
    must(r->n >= 1 && r->n <= CSV_FIELDS_MAX);
    for (size_t i = 0; i < r->n; i++)
        must(r->fields[i].len <= CSV_FIELD_MAX && strlen(r->fields[i].s) == r->fields[i].len);
}

/* Everything that was read, written again; bad records as their raw line in brackets. */
static void read_all(struct buf *out, struct source f, char delimiter, bool latin1, size_t *bad)
{
    struct csv *c = csv_new(&(struct csv_options){delimiter, latin1, read_source, &f});
    struct csv_record r;
    enum csv_status status;
    int64_t line = 0;
    *bad = 0;
    buf_clear(out);
    while ((status = csv_next(c, &r)) != CSV_END) {
        check_record(&r, status, line);
        line = r.line;
        *bad += status == CSV_BAD;
        if (status == CSV_BAD)
            buf_printf(out, "[%lld %d %s]", (long long)r.line, r.error, r.raw.s);
        for (size_t i = 0; status == CSV_RECORD && i < r.n; i++) {
            if (i)
                buf_putc(out, delimiter);
            /* an empty line would be none */
            if (r.n == 1 && !r.fields[i].len)
                buf_puts(out, "\"\"");
            csv_put(out, r.fields[i].s, r.fields[i].len, delimiter);
        }
        buf_putc(out, '\n');
    }
    csv_free(c);
}

static bool same(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && (!a->len || memcmp(a->s, b->s, a->len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf whole = {0}, pieces = {0}, again = {0};
    size_t bad, more;
    if (!size)
        return 0;
    char delimiter = ",;\t|"[data[0] & 3];
    bool latin1 = data[0] & 4;
    struct source f = {data + 1, size - 1, 0, SIZE_MAX};
    read_all(&whole, f, delimiter, latin1, &bad);
    f.piece = 1 + (data[0] >> 3);
    read_all(&pieces, f, delimiter, latin1, &more);
    must(same(&whole, &pieces) && bad == more);
    /* A mark is taken for one only at the beginning of a file. */
    if (!bad && !(whole.len >= 3 && memcmp(whole.s, "\xef\xbb\xbf", 3) == 0)) {
        f = (struct source){(const uint8_t *)(whole.s ? whole.s : ""), whole.len, 0, SIZE_MAX};
        read_all(&again, f, delimiter, false, &more);
        must(!more && same(&whole, &again));
    }
    buf_free(&whole);
    buf_free(&pieces);
    buf_free(&again);
    return 0;
}
