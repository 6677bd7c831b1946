#include "core/csv.h"

enum { CHUNK = 64 * 1024, UTF8_MAX = 4 };

struct csv {
    struct csv_options options;
    bool plain[256]; /* bytes that mean nothing outside quotes */
    char *window;    /* what was read and is not consumed: [from, to) */
    size_t from, to, cap;
    bool began, ended, failed;
    int64_t line;    /* of window[from] */
    struct buf text; /* the fields, each NUL-terminated */
    size_t begins[CSV_FIELDS_MAX], lengths[CSV_FIELDS_MAX];
    struct csv_field fields[CSV_FIELDS_MAX];
    size_t n;
};

/* A record being read: how far, counted from `from`, and how many lines. */
struct scan {
    size_t at;
    int64_t lines;
};

struct csv *csv_new(const struct csv_options *options)
{
    struct csv *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->options = *options;
    c->line = 1;
    for (int i = 1; i < 256; i++)
        c->plain[i] = i != '\n' && i != '\r' && i != (unsigned char)options->delimiter;
    return c;
}

void csv_free(struct csv *c)
{
    if (!c)
        return;
    buf_free(&c->text);
    free(c->window);
    free(c);
}

const char *csv_error_text(enum csv_error e)
{
    static const char *const texts[CSV_ERRORS] = {
        [CSV_OK] = "",
        [CSV_OPEN_QUOTE] = "a quote is opened and never closed",
        [CSV_AFTER_QUOTE] = "text after a closing quote",
        [CSV_NUL] = "a NUL byte",
        [CSV_NOT_UTF8] = "not UTF-8",
        [CSV_MANY_FIELDS] = "more than 512 fields",
        [CSV_LONG_FIELD] = "a field of more than 64 KiB",
        [CSV_LONG_RECORD] = "a record of more than 1 MiB",
    };
    return texts[e];
}

/* --- the window ------------------------------------------------------------------------------ */

static void make_room(struct csv *c)
{
    if (c->from) {
        memmove(c->window, c->window + c->from, c->to - c->from);
        c->to -= c->from;
        c->from = 0;
    }
    if (c->cap - c->to >= CHUNK)
        return;
    c->cap = c->cap ? c->cap * 2 : (size_t)CHUNK * 2;
    c->window = realloc(c->window, c->cap);
    if (!c->window)
        abort();
}

/* Reads more; false at the end of the file. */
static bool refill(struct csv *c)
{
    if (c->ended)
        return false;
    make_room(c);
    ssize_t n = c->options.read(c->options.data, c->window + c->to, CHUNK);
    c->failed = n < 0;
    c->ended = n <= 0;
    if (n > 0)
        c->to += (size_t)n;
    return n > 0;
}

/* The byte `at` after the beginning of the record, or -1 at the end of the file. */
static int peek(struct csv *c, size_t at)
{
    while (c->from + at >= c->to)
        if (!refill(c))
            return -1;
    return (unsigned char)c->window[c->from + at];
}

/* The length of a line end at `at`: 0 (none), 1 or 2. */
static size_t line_end(struct csv *c, size_t at)
{
    int b = peek(c, at);
    if (b == '\r')
        return peek(c, at + 1) == '\n' ? 2 : 1;
    return b == '\n';
}

/* --- text ------------------------------------------------------------------------------------ */

/* The length of the UTF-8 character at s, or 0 where there is none (Unicode, table 3-7). */
static size_t utf8_length(const unsigned char *s, size_t left)
{
    static const struct {
        unsigned char low, high, second_low, second_high, length;
    } forms[] = {
        {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t n = forms[i].length;
        if (s[0] < forms[i].low || s[0] > forms[i].high)
            continue;
        if (n > left || (n > 1 && (s[1] < forms[i].second_low || s[1] > forms[i].second_high)))
            return 0;
        for (size_t k = 2; k < n; k++)
            if ((s[k] & 0xc0) != 0x80)
                return 0;
        return n;
    }
    return 0;
}

static bool is_utf8(const char *s, size_t len)
{
    const unsigned char *p = (const unsigned char *)s;
    for (size_t i = 0, n; i < len; i += n) {
        n = p[i] < 0x80 ? 1 : utf8_length(p + i, len - i);
        if (!n)
            return false;
    }
    return true;
}

static void put_latin1(struct buf *b, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char u = (unsigned char)s[i];
        if (u < 0x80)
            buf_putc(b, s[i]);
        else
            buf_add(b, (char[]){(char)(0xc0 | u >> 6), (char)(0x80 | (u & 0x3f))}, 2);
    }
}

static void put_span(struct csv *c, size_t at, size_t len)
{
    const char *s = c->window + c->from + at;
    if (c->options.latin1)
        put_latin1(&c->text, s, len);
    else
        buf_add(&c->text, s, len);
}

/* --- a record -------------------------------------------------------------------------------- */

static enum csv_error limits(const struct csv *c, const struct scan *s)
{
    if (c->text.len - c->begins[c->n] > CSV_FIELD_MAX)
        return CSV_LONG_FIELD;
    return s->at > CSV_RECORD_MAX ? CSV_LONG_RECORD : CSV_OK;
}

/* A field without quotes: up to a delimiter, a line end or the end of the file. */
static enum csv_error scan_plain(struct csv *c, struct scan *s)
{
    while (peek(c, s->at) > 0) {
        size_t n = 0, left = c->to - c->from - s->at;
        const unsigned char *p = (const unsigned char *)c->window + c->from + s->at;
        while (n < left && c->plain[p[n]])
            n++;
        put_span(c, s->at, n);
        s->at += n;
        enum csv_error e = limits(c, s);
        if (e || n < left)
            return e;
    }
    return CSV_OK;
}

/* Whatever stands within quotes at s->at: a span of text, a line end, a doubled quote. */
static enum csv_error scan_within(struct csv *c, struct scan *s, bool *closed)
{
    int b = peek(c, s->at);
    if (b <= 0)
        return b ? CSV_OPEN_QUOTE : CSV_NUL;
    size_t n = line_end(c, s->at), skip = 0;
    if (n) {
        s->lines++;
    } else if (b == '"') {
        *closed = peek(c, s->at + 1) != '"';
        skip = 1;
        n = !*closed;
    } else {
        const unsigned char *p = (const unsigned char *)c->window + c->from + s->at;
        size_t left = c->to - c->from - s->at;
        while (n < left && p[n] && p[n] != '"' && p[n] != '\n' && p[n] != '\r')
            n++;
    }
    put_span(c, s->at + skip, n);
    s->at += skip + n;
    return limits(c, s);
}

static enum csv_error scan_quoted(struct csv *c, struct scan *s)
{
    bool closed = false;
    enum csv_error e = CSV_OK;
    s->at++;
    while (!closed && !e)
        e = scan_within(c, s, &closed);
    if (e)
        return e;
    int b = peek(c, s->at);
    return b > 0 && c->plain[b] ? CSV_AFTER_QUOTE : CSV_OK;
}

static enum csv_error scan_field(struct csv *c, struct scan *s)
{
    c->begins[c->n] = c->text.len;
    enum csv_error e = peek(c, s->at) == '"' ? scan_quoted(c, s) : scan_plain(c, s);
    if (e)
        return e;
    if (peek(c, s->at) == 0)
        return CSV_NUL;
    size_t begin = c->begins[c->n], len = c->text.len - begin;
    if (len && !c->options.latin1 && !is_utf8(c->text.s + begin, len))
        return CSV_NOT_UTF8;
    c->lengths[c->n++] = len;
    buf_putc(&c->text, 0);
    return CSV_OK;
}

static enum csv_error scan_record(struct csv *c, struct scan *s)
{
    c->n = 0;
    buf_clear(&c->text);
    for (;;) {
        if (c->n == CSV_FIELDS_MAX)
            return CSV_MANY_FIELDS;
        enum csv_error e = scan_field(c, s);
        if (e)
            return e;
        if (peek(c, s->at) != (unsigned char)c->options.delimiter)
            return CSV_OK;
        s->at++;
    }
}

static void consume(struct csv *c, size_t n, int64_t lines)
{
    c->from += n;
    c->line += lines;
}

/* Adds the bytes at hand to the copy of a bad line: what is text as it is, the rest as '?'. */
static void put_raw(struct csv *c, size_t n)
{
    const unsigned char *p = (const unsigned char *)c->window + c->from;
    size_t step;
    for (size_t i = 0; i < n && c->text.len + UTF8_MAX <= CSV_RAW_MAX; i += step) {
        step = c->options.latin1 ? 1 : utf8_length(p + i, n - i);
        if (step && p[i])
            put_span(c, i, step);
        else
            buf_putc(&c->text, '?');
        step = step ? step : 1;
    }
}

/* Leaves a bad record behind: the line that it began on, of any length. */
static void skip_line(struct csv *c)
{
    size_t at = 0;
    buf_clear(&c->text);
    while (peek(c, at) >= 0 && !line_end(c, at)) {
        if (++at < CSV_RAW_MAX)
            continue;
        put_raw(c, at);
        consume(c, at, 0);
        at = 0;
    }
    put_raw(c, at);
    consume(c, at + line_end(c, at), 1);
}

/* --- reading --------------------------------------------------------------------------------- */

static void skip_mark(struct csv *c)
{
    if (!c->began && peek(c, 0) == 0xef && peek(c, 1) == 0xbb && peek(c, 2) == 0xbf)
        consume(c, 3, 0);
    c->began = true;
}

static enum csv_status bad_record(struct csv *c, struct csv_record *out, enum csv_error e)
{
    out->error = e;
    skip_line(c);
    out->raw = (struct csv_field){c->text.s ? c->text.s : "", c->text.len};
    return c->failed ? CSV_FAILED : CSV_BAD;
}

enum csv_status csv_next(struct csv *c, struct csv_record *out)
{
    size_t blank;
    struct scan s = {0};
    skip_mark(c);
    while ((blank = line_end(c, 0)))
        consume(c, blank, 1);
    *out = (struct csv_record){.line = c->line, .fields = c->fields};
    if (peek(c, 0) < 0)
        return c->failed ? CSV_FAILED : CSV_END;
    enum csv_error e = scan_record(c, &s);
    if (e)
        return bad_record(c, out, e);
    consume(c, s.at + line_end(c, s.at), s.lines + 1);
    for (size_t i = 0; i < c->n; i++)
        c->fields[i] = (struct csv_field){c->text.s + c->begins[i], c->lengths[i]};
    out->n = c->n;
    return c->failed ? CSV_FAILED : CSV_RECORD;
}

void csv_put(struct buf *b, const char *s, size_t len, char delimiter)
{
    bool quote = len && (s[0] == ' ' || s[len - 1] == ' ');
    for (size_t i = 0; i < len && !quote; i++)
        quote = s[i] == delimiter || s[i] == '"' || s[i] == '\n' || s[i] == '\r';
    if (!quote) {
        buf_add(b, s, len);
        return;
    }
    buf_putc(b, '"');
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '"')
            buf_putc(b, '"');
        buf_putc(b, s[i]);
    }
    buf_putc(b, '"');
}
