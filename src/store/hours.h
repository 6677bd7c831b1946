/* When a queue is open: hours per weekday in the tenant's zone, and holidays.
 *
 * parley.queue_settings keeps them as JSON. business_hours, by weekday, stretches from-to within a
 * day (24:00 is its end); a day without stretches or not named is closed; NULL: always open:
 *
 *     {"mon":[["09:00","12:00"],["13:00","17:30"]],"sat":[["10:00","14:00"]]}
 *
 * holidays, closed all day, in the order of their dates; NULL: none:
 *
 *     [{"on":"2026-12-25","name":"Christmas"}]
 */
#ifndef STORE_HOURS_H
#define STORE_HOURS_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/err.h"

enum { HOURS_STRETCHES = 8, HOURS_HOLIDAYS = 200, HOURS_NAME_MAX = 60 };

struct stretch {
    int from_min, to_min; /* minutes since midnight, from < to <= 1440 */
};

struct opening_day {
    size_t n;
    struct stretch stretches[HOURS_STRETCHES]; /* in order, apart from each other */
};

struct holiday {
    struct date on;
    const char *name;
};

struct hours {
    bool always;                /* `days` does not count; holidays do */
    struct opening_day days[7]; /* 0 = Monday */
    size_t n_holidays;
    const struct holiday *holidays; /* in order */
};

extern const char *const hours_day_keys[7];  /* "mon" ... */
extern const char *const hours_day_names[7]; /* "Monday" ... */

/* Reads both columns (either may be NULL). ERR_BAD_REQUEST with what is wrong in the detail. */
enum err hours_parse(struct arena *a, const char *business_hours, const char *holidays,
                     struct hours *out);

/* The columns of it; NULL where it is always, or there are none. */
const char *hours_json(struct arena *a, const struct hours *h);
const char *hours_holidays_json(struct arena *a, const struct hours *h);

/* Whether it is open at an instant, by the clocks of the zone: an hour that they repeat counts
 * twice, one that they skip does not happen. */
bool hours_open(const struct hours *h, const char *zone, ms_t at);

/* A day as people write it: "09:00-12:00, 13:00-17:30", "" when closed; and back: what is wrong
 * with it, or NULL. */
const char *hours_day_text(struct arena *a, const struct opening_day *d);
const char *hours_day_read(struct arena *a, const char *text, struct opening_day *out);

/* Holidays one per line, "2026-12-25 Christmas"; and back, sorted. */
const char *hours_holidays_text(struct arena *a, const struct hours *h);
const char *hours_holidays_read(struct arena *a, const char *text, struct hours *out);

#endif
