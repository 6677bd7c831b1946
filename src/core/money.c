#include "core/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { WHOLE_DIGITS = 9, PART_DIGITS = 6 };

static char mark_of(const struct locale *l)
{
    return strcmp(l->separator, ",") == 0 ? '.' : ',';
}

static size_t begins(const char *s, const char *with)
{
    size_t n = strlen(with);
    return strncmp(s, with, n) == 0 ? n : 0;
}

/* How long the separator of thousands is that stands here; 0: none. Where it is a blank, any will
 * do: nobody can type the narrow one. */
static size_t separator(const char *s, const struct locale *l)
{
    size_t n = begins(s, l->separator);
    bool blank = strcmp(l->separator, ",") != 0 && strcmp(l->separator, ".") != 0;
    if (!n && blank)
        n = begins(s, " ");
    if (!n && blank)
        n = begins(s, "\xc2\xa0");
    return n;
}

/* Adds the digits at *s to *value; returns how many there are. */
static size_t digits(const char **s, int64_t *value)
{
    size_t n = strspn(*s, "0123456789");
    for (size_t i = 0; i < n && i <= WHOLE_DIGITS; i++)
        *value = *value * 10 + (*s)[i] - '0';
    *s += n;
    return n;
}

bool money_read(const char *text, const struct locale *l, int64_t *micros)
{
    const char *s = text;
    int64_t whole = 0, part = 0;
    size_t first = digits(&s, &whole), all = first, n;
    if (!first || first > WHOLE_DIGITS)
        return false;
    while ((n = separator(s, l))) {
        s += n;
        n = digits(&s, &whole);
        all += n;
        if (n != 3 || first > 3 || *text == '0' || all > WHOLE_DIGITS)
            return false;
    }
    if (*s == mark_of(l)) {
        s++;
        n = digits(&s, &part);
        if (!n || n > PART_DIGITS)
            return false;
        for (; n < PART_DIGITS; n++)
            part *= 10;
    }
    *micros = whole * 1000000 + part;
    return !*s;
}

const char *money_text(struct arena *a, const struct locale *l, int64_t micros, int least)
{
    char part[PART_DIGITS + 8];
    size_t n = PART_DIGITS;
    snprintf(part, sizeof part, "%06d", (int)(micros % 1000000));
    while (n > (size_t)least && part[n - 1] == '0')
        n--;
    if (!n)
        return arena_printf(a, "%" PRId64, micros / 1000000);
    return arena_printf(a, "%" PRId64 "%c%.*s", micros / 1000000, mark_of(l), (int)n, part);
}
