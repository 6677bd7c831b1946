#include "net/mail.h"

#include "core/buf.h"

#include <sodium.h>
#include <string.h>

bool mail_address(const char *s)
{
    const char *at = strchr(s, '@');
    size_t n = strlen(s);
    if (!at || at == s || !at[1] || n > 254 || strchr(at + 1, '@'))
        return false;
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f || strchr("<>()[],;:\\\"", *p))
            return false;
    return true;
}

static void add_base64(struct buf *b, const char *bytes, size_t n)
{
    char line[128];
    sodium_bin2base64(line, sizeof line, (const unsigned char *)bytes, n,
                      sodium_base64_VARIANT_ORIGINAL);
    buf_puts(b, line);
}

/* A text in a header, as encoded words (RFC 2047) of whole characters. */
static void add_words(struct buf *b, const char *s)
{
    enum { BYTES = 45 };
    while (*s) {
        size_t n = strnlen(s, BYTES);
        while (s[n] && n > 1 && ((unsigned char)s[n] & 0xc0) == 0x80)
            n--;
        buf_puts(b, "=?UTF-8?B?");
        add_base64(b, s, n);
        buf_puts(b, "?=");
        s += n;
        if (*s)
            buf_puts(b, "\r\n ");
    }
}

/* Sat, 21 Nov 2026 09:00:00 +0000 */
static void add_date(struct buf *b, ms_t at)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil c = zone_civil("UTC", at);
    buf_printf(b, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", days[c.weekday], c.date.day,
               months[c.date.month - 1], c.date.year, c.hour, c.minute, c.second);
}

static void add_part(struct buf *b, const char *type, const char *text)
{
    enum { LINE = 57 }; /* 76 characters */
    buf_printf(b,
               "Content-Type: %s; charset=utf-8\r\n"
               "Content-Transfer-Encoding: base64\r\n\r\n",
               type);
    for (size_t at = 0, n = strlen(text); at < n; at += LINE) {
        add_base64(b, text + at, n - at < LINE ? n - at : LINE);
        buf_puts(b, "\r\n");
    }
}

/* What comes from outside stands in it as base64 only: no boundary can be in there. */
#define BOUNDARY "=_parley_parts"

static void add_body(struct buf *b, const struct mail *m)
{
    if (!m->html) {
        add_part(b, "text/plain", m->text);
        return;
    }
    buf_puts(b, "Content-Type: multipart/alternative; boundary=\"" BOUNDARY "\"\r\n\r\n"
                "--" BOUNDARY "\r\n");
    add_part(b, "text/plain", m->text);
    buf_puts(b, "\r\n--" BOUNDARY "\r\n");
    add_part(b, "text/html", m->html);
    buf_puts(b, "\r\n--" BOUNDARY "--\r\n");
}

const char *mail_text(struct arena *a, const struct mail *m)
{
    struct buf b = {0};
    add_date(&b, m->at);
    buf_puts(&b, "From: ");
    add_words(&b, m->from_name);
    buf_printf(&b, "\r\n <%s>\r\nTo: <%s>\r\nSubject: ", m->from, m->to);
    add_words(&b, m->subject);
    buf_printf(&b, "\r\nMessage-ID: %s\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n",
               m->id);
    add_body(&b, m);
    const char *text = arena_dupn(a, b.s, b.len);
    buf_free(&b);
    return text;
}
