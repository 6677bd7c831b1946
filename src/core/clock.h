/* Time: instants are milliseconds since 1970-01-01 UTC (`ms`); days are civil dates in a zone.
 * Zones are IANA names, read by the C library from the system's zone files, DST included. */
#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

typedef int64_t ms_t;

enum { CLOCK_ISO_SIZE = 32, CLOCK_TEXT_SIZE = 64 };

struct date {
    int year, month, day; /* month and day from 1 */
};

struct civil {
    struct date date;
    int hour, minute, second, millisecond;
    int weekday;  /* 0 = Sunday */
    int offset_s; /* east of UTC */
    char abbreviation[8];
};

/* The clock of the wall, and one that only goes forward (for measuring), in microseconds. */
ms_t clock_now(void);
int64_t clock_mono_us(void);

/* 2026-11-21T09:00:00.000Z into `out`; returns `out`. */
const char *clock_iso(ms_t at, char out[CLOCK_ISO_SIZE]);

/* Days since 1970-01-01 of a civil date (proleptic Gregorian) and back. */
int64_t date_days(struct date d);
struct date date_from_days(int64_t days);

/* Reads YYYY-MM-DD, years 1970 to 9999, only dates that exist. */
bool date_parse(const char *s, struct date *out);

int date_compare(struct date a, struct date b);

/* Milliseconds of a civil time in UTC. */
ms_t clock_utc(struct date d, int hour, int minute, int second, int millisecond);

/* Whether the system knows this zone name (letters, digits, "/_+-"; beneath the zone folder). */
bool zone_valid(const char *zone);

/* The civil time of an instant in a zone. The zone must be valid. */
struct civil zone_civil(const char *zone, ms_t at);

/* The first instant of a date in a zone: midnight, or what comes first where the clocks skip it. */
ms_t zone_day_start(const char *zone, struct date d);

/* The instant of a local time. Where it happens twice the first is meant; where the clocks skip it,
 * the time is moved on by what was skipped and *shifted (may be NULL) is set. */
ms_t zone_instant(const char *zone, struct date d, int hour, int minute, int second, bool *shifted);

#endif
