#include "telephony/ami_text.h"

#include <errno.h>
#include <utf8proc.h>

/* Text as it may be kept and shown, of at most `max` bytes. */
static char *clean(struct arena *a, const char *s, size_t len, size_t max)
{
    size_t n = 0;
    len = len < max ? len : max;
    char *out = arena_alloc(a, len + 1);
    for (size_t i = 0; i < len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(len - i), &c);
        bool fine = step > 0 && c >= ' ' && c != 0x7f;
        for (utf8proc_ssize_t k = 0; fine && k < step; k++)
            out[n++] = s[i + (size_t)k];
        if (!fine)
            out[n++] = '?';
        i += step > 0 ? (size_t)step : 1;
    }
    out[n] = 0;
    return out;
}

/* A field of a line without its end; false when it is none. */
static bool read_field(struct arena *a, const char *line, size_t len, struct ami_field *out)
{
    const char *colon = memchr(line, ':', len);
    size_t n = colon ? (size_t)(colon - line) : 0;
    if (!n || n > AMI_NAME_MAX)
        return false;
    const char *value = colon + 1;
    size_t left = len - n - 1;
    while (left && *value == ' ')
        value++, left--;
    *out =
        (struct ami_field){clean(a, line, n, AMI_NAME_MAX), clean(a, value, left, AMI_VALUE_MAX)};
    return true;
}

struct reader {
    struct arena *a;
    struct ami_blocks out;
    size_t room;
    struct ami_field fields[AMI_FIELDS_MAX];
    size_t n;
};

static void end_block(struct reader *r)
{
    struct ami_blocks *out = &r->out;
    if (!r->n)
        return;
    if (out->n == AMI_BLOCKS_MAX) {
        out->cut = true;
        r->n = 0;
        return;
    }
    if (out->n == r->room) {
        struct ami_block *more = arena_array(r->a, r->room = r->room * 2 + 16, sizeof *more);
        if (out->n)
            memcpy(more, out->blocks, out->n * sizeof *more);
        out->blocks = more;
    }
    struct ami_field *kept = arena_array(r->a, r->n, sizeof *kept);
    memcpy(kept, r->fields, r->n * sizeof *kept);
    out->blocks[out->n++] = (struct ami_block){kept, r->n};
    r->n = 0;
}

struct ami_blocks ami_parse(struct arena *a, const char *text, size_t len)
{
    struct reader *r = arena_alloc(a, sizeof *r);
    r->a = a;
    for (size_t at = 0; at < len;) {
        const char *line = text + at, *end = memchr(line, '\n', len - at);
        size_t n = end ? (size_t)(end - line) : len - at;
        at += n + 1;
        if (n && line[n - 1] == '\r')
            n--;
        if (!n)
            end_block(r);
        else if (r->n == AMI_FIELDS_MAX)
            r->out.cut = true;
        else if (!r->out.cut || r->out.n < AMI_BLOCKS_MAX)
            r->n += read_field(a, line, n, &r->fields[r->n]);
    }
    end_block(r);
    return r->out;
}

const char *ami_get(const struct ami_block *b, const char *name)
{
    for (size_t i = 0; i < b->n; i++)
        if (strcasecmp(b->fields[i].name, name) == 0)
            return b->fields[i].value;
    return "";
}

const char *ami_known(const struct ami_block *b, const char *name)
{
    static const char *const unknown[] = {"<unknown>", "unknown", "(null)", "anonymous"};
    const char *value = ami_get(b, name);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (strcasecmp(value, unknown[i]) == 0)
            return "";
    return value;
}

const char *ami_variable(const struct ami_block *b, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < b->n; i++) {
        const char *value = b->fields[i].value;
        if (strcasecmp(b->fields[i].name, "ChanVariable") == 0 && strncmp(value, name, n) == 0 &&
            value[n] == '=')
            return value + n + 1;
    }
    return "";
}

int64_t ami_number(const struct ami_block *b, const char *name, int64_t otherwise)
{
    const char *s = ami_get(b, name);
    char *end;
    errno = 0;
    long long n = strtoll(s, &end, 10);
    return errno || end == s ? otherwise : n;
}

ms_t ami_time(const struct ami_block *b, ms_t otherwise)
{
    static const int64_t last_s = INT64_C(253402300799); /* of the year 9999 */
    const char *s = ami_get(b, "Timestamp"), *dot;
    int64_t seconds = ami_number(b, "Timestamp", 0), ms = 0;
    if (seconds <= 0 || seconds > last_s)
        return otherwise;
    dot = strchr(s, '.');
    for (int i = 1, unit = 100; dot && i <= 3 && dot[i] >= '0' && dot[i] <= '9'; i++, unit /= 10)
        ms += (dot[i] - '0') * unit;
    return seconds * 1000 + ms;
}

bool ami_form(struct buf *out, const struct ami_field *fields)
{
    for (; fields->name; fields++) {
        for (const char *s = fields->value; *s; s++)
            if ((unsigned char)*s < ' ' || *s == 0x7f)
                return false;
        if (out->len)
            buf_putc(out, '&');
        buf_url(out, fields->name);
        buf_putc(out, '=');
        buf_url(out, fields->value);
    }
    return true;
}
