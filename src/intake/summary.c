#include "intake/summary.h"

#include "core/buf.h"
#include "view/format.h"

#include <stdlib.h>
#include <string.h>

/* One line of text from outside: what breaks or hides lines becomes a blank. */
static const char *plain(struct arena *a, const char *s)
{
    char *out = arena_dup(a, s);
    for (char *p = out; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7f)
            *p = ' ';
    return out;
}

static const char *date(struct arena *a, ms_t at)
{
    return at ? format_date(a, zone_civil("UTC", at).date) : NULL;
}

/* A link that a reader may follow, and nothing else that begins like one. */
static const char *link_of(struct arena *a, const char *url)
{
    bool web = url && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0);
    return web && !strpbrk(url, " \t\r\n<>\"") ? arena_dup(a, url) : NULL;
}

/* What is told, in its order, each with its label. */
enum { REFERENCE, BALANCE, DUE, PAY, FACTS };
static const char *const labels[FACTS] = {"Account", "Outstanding balance", "Due date", "Pay at"};

static void read_facts(struct arena *a, const struct viewer *viewer, const struct summary *s,
                       const char *facts[FACTS])
{
    facts[REFERENCE] = plain(a, s->reference);
    facts[BALANCE] =
        s->has_balance ? format_money(a, viewer, s->balance_micros, s->currency) : NULL;
    facts[DUE] = date(a, s->due_on);
    facts[PAY] = link_of(a, s->payment_url);
}

static const char *line_text(struct arena *a, const struct viewer *viewer,
                             const struct summary_line *l)
{
    const char *on = date(a, l->incurred_on);
    return arena_printf(a, "%s%s%s%s: %s", plain(a, l->description), on ? " (" : "", on ? on : "",
                        on ? ")" : "", format_money(a, viewer, l->amount_micros, l->currency));
}

/* --- plain ------------------------------------------------------------------------------------ */

#define ASKED "as you asked during our call, here is a summary of your account."

static const char *text_of(struct arena *a, const struct viewer *viewer, const struct summary *s,
                           const char *const facts[FACTS])
{
    struct buf b = {0};
    buf_printf(&b, "Hello%s%s,\n\n" ASKED "\n\n", s->client ? " " : "",
               s->client ? plain(a, s->client) : "");
    for (size_t i = 0; i < FACTS; i++)
        if (facts[i])
            buf_printf(&b, "%s: %s\n", labels[i], facts[i]);
    if (s->n)
        buf_puts(&b, "\nWhat it is made of:\n");
    for (size_t i = 0; i < s->n; i++)
        buf_printf(&b, "- %s\n", line_text(a, viewer, &s->lines[i]));
    buf_printf(&b, "\n%s\n", plain(a, s->company));
    const char *text = arena_dupn(a, b.s, b.len);
    buf_free(&b);
    return text;
}

/* --- HTML ------------------------------------------------------------------------------------- */

static void html_facts(struct buf *b, const char *const facts[FACTS])
{
    buf_puts(b, "<table cellpadding=\"4\">\n");
    for (size_t i = 0; i < FACTS; i++) {
        if (!facts[i])
            continue;
        buf_printf(b, "<tr><th align=\"left\">%s</th><td>", labels[i]);
        if (i == PAY) {
            buf_puts(b, "<a href=\"");
            buf_html(b, facts[i]);
            buf_puts(b, "\">");
        }
        buf_html(b, facts[i]);
        buf_puts(b, i == PAY ? "</a></td></tr>\n" : "</td></tr>\n");
    }
    buf_puts(b, "</table>\n");
}

static void html_lines(struct buf *b, struct arena *a, const struct viewer *viewer,
                       const struct summary *s)
{
    if (!s->n)
        return;
    buf_puts(b, "<p>What it is made of:</p>\n<ul>\n");
    for (size_t i = 0; i < s->n; i++) {
        buf_puts(b, "<li>");
        buf_html(b, line_text(a, viewer, &s->lines[i]));
        buf_puts(b, "</li>\n");
    }
    buf_puts(b, "</ul>\n");
}

static const char *html_of(struct arena *a, const struct viewer *viewer, const struct summary *s,
                           const char *const facts[FACTS])
{
    struct buf b = {0};
    buf_puts(&b, "<!doctype html>\n<html><head><meta charset=\"utf-8\"></head><body>\n<p>Hello");
    if (s->client) {
        buf_putc(&b, ' ');
        buf_html(&b, plain(a, s->client));
    }
    buf_puts(&b, ",</p>\n<p>" ASKED "</p>\n");
    html_facts(&b, facts);
    html_lines(&b, a, viewer, s);
    buf_puts(&b, "<p>");
    buf_html(&b, plain(a, s->company));
    buf_puts(&b, "</p>\n</body></html>\n");
    const char *html = arena_dupn(a, b.s, b.len);
    buf_free(&b);
    return html;
}

/* --- the parameters of a template ------------------------------------------------------------- */

/* WhatsApp takes no line breaks, tabs or more than four blanks in a row there. */
static json_t *parameter(struct arena *a, const char *s)
{
    char *out = arena_alloc(a, strlen(s) + 1);
    size_t n = 0;
    for (; *s; s++)
        if (*s != ' ' || (n && out[n - 1] != ' '))
            out[n++] = *s;
    size_t cut = n < SUMMARY_PARAMETER_MAX ? n : SUMMARY_PARAMETER_MAX;
    while (cut < n && cut && ((unsigned char)out[cut] & 0xc0) == 0x80)
        cut--;
    out[cut] = 0;
    json_t *text = json_string(n ? out : FORMAT_UNKNOWN);
    if (!text)
        text = json_string(FORMAT_UNKNOWN);
    return text;
}

static json_t *parameters_of(struct arena *a, const struct viewer *viewer, const struct summary *s,
                             const char *const facts[FACTS])
{
    struct buf b = {0};
    json_t *out = json_array();
    if (!out)
        abort();
    for (size_t i = 0; i < FACTS; i++)
        json_array_append_new(out, parameter(a, facts[i] ? facts[i] : ""));
    for (size_t i = 0; i < s->n; i++)
        buf_printf(&b, "%s%s", i ? "; " : "", line_text(a, viewer, &s->lines[i]));
    json_array_append_new(out, parameter(a, b.s ? b.s : ""));
    buf_free(&b);
    return out;
}

void summary_write(struct arena *a, const struct viewer *viewer, const struct summary *s,
                   struct summary_text *out)
{
    const char *facts[FACTS];
    read_facts(a, viewer, s, facts);
    *out = (struct summary_text){
        .subject = arena_printf(a, "Your account %s", facts[REFERENCE]),
        .text = text_of(a, viewer, s, facts),
        .html = html_of(a, viewer, s, facts),
        .parameters = parameters_of(a, viewer, s, facts),
    };
}
