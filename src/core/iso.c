#include "core/iso.h"

#include <ctype.h>

/* Exactly n digits at *s, which moves behind them. */
static bool digits(const char **s, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++, (*s)++) {
        if (!isdigit((unsigned char)**s))
            return false;
        *out = *out * 10 + (**s - '0');
    }
    return true;
}

static bool read_clock(const char **s, struct iso_time *t)
{
    int weight = 100;
    if (!digits(s, 2, &t->hour) || *(*s)++ != ':' || !digits(s, 2, &t->minute))
        return false;
    if (**s != ':')
        return true;
    ++*s;
    if (!digits(s, 2, &t->second))
        return false;
    if (**s != '.' && **s != ',')
        return true;
    ++*s;
    if (!isdigit((unsigned char)**s))
        return false;
    for (; isdigit((unsigned char)**s); weight /= 10)
        t->ms += (*(*s)++ - '0') * weight;
    return true;
}

/* The rest: nothing, Z, +hh, +hhmm or +hh:mm. */
static bool read_offset(const char *s, struct iso_time *t)
{
    int hours, rest = 0, sign = *s == '-' ? -1 : 1;
    t->zoned = *s != 0;
    if (!*s || strcmp(s, "Z") == 0)
        return true;
    if (*s != '+' && *s != '-')
        return false;
    s++;
    if (!digits(&s, 2, &hours))
        return false;
    s += *s == ':';
    if (*s && !digits(&s, 2, &rest))
        return false;
    t->offset_min = sign * (hours * 60 + rest);
    return !*s && hours <= 14 && rest <= 59;
}

static bool exists(const struct iso_time *t)
{
    struct date d = t->date;
    return d.year >= 1970 && d.year <= 9998 && d.month >= 1 && d.month <= 12 &&
           date_compare(date_from_days(date_days(d)), d) == 0 && t->hour <= 23 && t->minute <= 59 &&
           t->second <= 59;
}

bool iso_read(const char *s, struct iso_time *out)
{
    struct date *d = &out->date;
    *out = (struct iso_time){0};
    if (!digits(&s, 4, &d->year) || *s++ != '-' || !digits(&s, 2, &d->month) || *s++ != '-' ||
        !digits(&s, 2, &d->day) || (*s != 'T' && *s != ' '))
        return false;
    s++;
    return read_clock(&s, out) && read_offset(s, out) && exists(out);
}

bool iso_instant(const char *s, ms_t *out)
{
    struct iso_time t;
    bool read = iso_read(s, &t);
    *out = read ? clock_utc(t.date, t.hour, t.minute, t.second, t.ms) - t.offset_min * 60000LL : 0;
    return read;
}
