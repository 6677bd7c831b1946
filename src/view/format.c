#include "view/format.h"

#include "core/currency.h"

/* Two digits and what follows them; a page has some 200 times, and printf shows. */
static char *two(char *out, int n, char then)
{
    *out++ = (char)('0' + n / 10 % 10);
    *out++ = (char)('0' + n % 10);
    *out++ = then;
    return out;
}

/* The viewer's current year: asked once per cell, the same for a whole page. */
static int year_of(const char *zone, ms_t now)
{
    static char of_zone[64];
    static ms_t of_now = -1;
    static int year;
    if (now != of_now || strcmp(of_zone, zone) != 0) {
        snprintf(of_zone, sizeof of_zone, "%s", zone);
        of_now = now;
        year = zone_civil(zone, now).date.year;
    }
    return year;
}

static char *text(char *out, const char *s)
{
    size_t n = strlen(s);
    memcpy(out, s, n);
    return out + n;
}

/* Without a zero before it. */
static char *number(char *out, int n)
{
    if (n >= 10)
        *out++ = (char)('0' + n / 10 % 10);
    *out++ = (char)('0' + n % 10);
    return out;
}

static char *day_and_month(char *p, const struct locale *l, const struct civil *c, bool this_year)
{
    const char *month = l->months[c->date.month - 1];
    if (l->month_first) {
        p = text(p, month);
        *p++ = ' ';
    }
    p = text(number(p, c->date.day), l->day_end);
    if (!l->month_first) {
        *p++ = ' ';
        p = text(p, month);
    }
    if (!this_year)
        p += snprintf(p, 8, l->month_first ? ", %d" : " %d", c->date.year % 10000);
    return text(p, l->month_first ? ", " : " ");
}

static char *clock_time(char *p, const struct locale *l, const struct civil *c, bool seconds)
{
    if (l->hours_12) {
        p = number(p, c->hour % 12 ? c->hour % 12 : 12);
        *p++ = ':';
    } else {
        p = two(p, c->hour, ':');
    }
    p = two(p, c->minute, ':') - !seconds;
    if (seconds)
        p = two(p, c->second, 0) - 1;
    return text(p, !l->hours_12 ? "" : c->hour < 12 ? " am" : " pm");
}

const char *format_time(struct arena *a, const struct viewer *viewer, ms_t at, ms_t now)
{
    struct civil c = zone_civil(viewer->zone, at);
    char *out = arena_alloc(a, 48);
    bool this_year = c.date.year == year_of(viewer->zone, now);
    char *end = day_and_month(out, viewer->locale, &c, this_year);
    *clock_time(end, viewer->locale, &c, this_year) = 0;
    return out;
}

const char *format_clock(struct arena *a, const struct viewer *viewer, ms_t at)
{
    struct civil c = zone_civil(viewer->zone, at);
    char *out = arena_alloc(a, 24);
    *clock_time(out, viewer->locale, &c, true) = 0;
    return out;
}

const char *format_time_exact(struct arena *a, const char *zone, ms_t at)
{
    struct civil c = zone_civil(zone, at);
    char *text = arena_alloc(a, 48), *p = text;
    p = two(p, c.date.year / 100, 0) - 1;
    p = two(p, c.date.year % 100, '-');
    p = two(p, c.date.month, '-');
    p = two(p, c.date.day, ' ');
    p = two(p, c.hour, ':');
    p = two(p, c.minute, ':');
    p = two(p, c.second, '.');
    *p++ = (char)('0' + c.millisecond / 100);
    p = two(p, c.millisecond % 100, ' ');
    memcpy(p, c.abbreviation, strlen(c.abbreviation));
    return text;
}

const char *format_duration(struct arena *a, int64_t seconds)
{
    if (seconds < 0)
        return FORMAT_UNKNOWN;
    long long h = seconds / 3600, m = seconds / 60 % 60, s = seconds % 60;
    return h ? arena_printf(a, "%lld:%02lld:%02lld", h, m, s)
             : arena_printf(a, "%lld:%02lld", m, s);
}

const char *format_count(struct arena *a, const struct viewer *viewer, int64_t n)
{
    const struct locale *l = viewer->locale;
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)n);
    bool grouped = len - (n < 0) > 4 || l->short_thousands;
    char *out = arena_alloc(a, (size_t)len * 2 + 24), *p = out;
    for (int i = 0; i < len; i++) {
        if (grouped && i && (len - i) % 3 == 0 && digits[i - 1] != '-')
            p = text(p, l->separator);
        *p++ = digits[i];
    }
    return out;
}

const char *format_money(struct arena *a, const struct viewer *viewer, int64_t micros,
                         const char *currency)
{
    bool comma = strcmp(viewer->locale->separator, ",") != 0;
    uint64_t size = micros < 0 ? 0 - (uint64_t)micros : (uint64_t)micros;
    int digits = currency_digits(currency);
    uint64_t step = digits == 0 ? 1000000 : digits == 2 ? 10000 : 1000;
    if (size && size < 1000000 && size % step) {
        digits = 4;
        step = 100;
    }
    uint64_t rounded = (size + step / 2) / step, scale = 1000000 / step;
    const char *whole = format_count(a, viewer, (int64_t)(rounded / scale));
    if (digits)
        whole = arena_printf(a, "%s%s%0*llu", whole, comma ? "," : ".", digits,
                             (unsigned long long)(rounded % scale));
    return arena_printf(a, "%s%s %s", micros < 0 ? "-" : "", whole, currency ? currency : "");
}

const char *format_date(struct arena *a, struct date d)
{
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}
