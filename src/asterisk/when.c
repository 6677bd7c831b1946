#include "asterisk/when.h"

#include <string.h>

static const ms_t earliest = 631152000000, latest = 4102444800000; /* 1990, 2100 */

static size_t digits(const char *s)
{
    return strspn(s, "0123456789");
}

/* Milliseconds of ".250033"; false where something else stands there. */
static bool read_fraction(const char *s, int *out)
{
    *out = 0;
    if (!*s)
        return true;
    if (*s++ != '.' || digits(s) != strlen(s))
        return false;
    for (int i = 0; i < 3; i++)
        *out = *out * 10 + (*s ? *s++ - '0' : 0);
    return true;
}

static int two(const char *s)
{
    return (s[0] - '0') * 10 + (s[1] - '0');
}

static bool read_local(const char *s, const char *zone, ms_t *out)
{
    static const char shape[] = "dddd-dd-dd dd:dd:dd";
    char day[11];
    struct date date;
    int ms;
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == 'd'   ? s[i] < '0' || s[i] > '9'
            : shape[i] == ' ' ? s[i] != ' ' && s[i] != 'T'
                              : s[i] != shape[i])
            return false;
    memcpy(day, s, 10);
    day[10] = 0;
    int hour = two(s + 11), minute = two(s + 14), second = two(s + 17);
    if (!date_parse(day, &date) || hour > 23 || minute > 59 || second > 60 ||
        !read_fraction(s + 19, &ms))
        return false;
    *out = (zone ? zone_instant(zone, date, hour, minute, second, NULL)
                 : clock_utc(date, hour, minute, second, 0)) +
           ms;
    return true;
}

bool when_read(const char *s, const char *zone, ms_t *out)
{
    size_t n = digits(s);
    int ms;
    if (n == 4 && s[4] == '-')
        return read_local(s, zone, out) && *out >= earliest && *out < latest;
    if (!n || n > 10 || !read_fraction(s + n, &ms))
        return false;
    ms_t at = 0;
    for (size_t i = 0; i < n; i++)
        at = at * 10 + (s[i] - '0');
    *out = at * 1000 + ms;
    return *out >= earliest && *out < latest;
}

int64_t when_number(const char *s, int64_t max)
{
    size_t n = digits(s);
    int64_t v = 0;
    int ms;
    if (!n || n > 15 || !read_fraction(s + n, &ms))
        return -1;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (s[i] - '0');
    return v <= max ? v : -1;
}

ms_t when_uniqueid(const char *id)
{
    const char *dot = strrchr(id, '.'), *s = dot;
    ms_t at = 0;
    while (s && s > id && s[-1] >= '0' && s[-1] <= '9')
        s--;
    if (!dot || dot - s < 9 || dot - s > 10)
        return 0;
    for (; s < dot; s++)
        at = at * 10 + (*s - '0');
    at *= 1000;
    return at >= earliest && at < latest ? at : 0;
}

bool when_id(const char *s)
{
    size_t n = 0;
    while (s[n] > 0x20 && s[n] < 0x7f && n <= 100)
        n++;
    return n && n <= 100 && !s[n];
}
