#include "view/format.h"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

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

const char *format_time(struct arena *a, const char *zone, ms_t at, ms_t now)
{
    struct civil c = zone_civil(zone, at);
    char *text = arena_alloc(a, 32), *p = text;
    bool this_year = c.date.year == year_of(zone, now);
    if (c.date.day >= 10)
        *p++ = (char)('0' + c.date.day / 10);
    *p++ = (char)('0' + c.date.day % 10);
    *p++ = ' ';
    memcpy(p, months[c.date.month - 1], 3);
    p[3] = ' ';
    p += 4;
    if (!this_year)
        p += snprintf(p, 8, "%d ", c.date.year % 10000);
    p = two(p, c.hour, ':');
    p = two(p, c.minute, this_year ? ':' : 0);
    if (this_year)
        two(p, c.second, 0);
    return text;
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

const char *format_count(struct arena *a, int64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)n), at = 0;
    char *out = arena_alloc(a, (size_t)len * 2);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0 && digits[i - 1] != '-')
            out[at++] = ',';
        out[at++] = digits[i];
    }
    return out;
}

const char *format_date(struct arena *a, struct date d)
{
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}
