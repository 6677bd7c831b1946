#include "view/format.h"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

const char *format_time(struct arena *a, const char *zone, ms_t at, ms_t now)
{
    struct civil c = zone_civil(zone, at), today = zone_civil(zone, now);
    const char *text = arena_printf(a, "%d %s %02d:%02d:%02d", c.date.day, months[c.date.month - 1],
                                    c.hour, c.minute, c.second);
    return c.date.year == today.date.year ? text : arena_printf(a, "%d %s", c.date.year, text);
}

const char *format_time_exact(struct arena *a, const char *zone, ms_t at)
{
    struct civil c = zone_civil(zone, at);
    return arena_printf(a, "%04d-%02d-%02d %02d:%02d:%02d.%03d %s", c.date.year, c.date.month,
                        c.date.day, c.hour, c.minute, c.second, c.millisecond, c.abbreviation);
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
