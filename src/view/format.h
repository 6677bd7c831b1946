/* Values as people read them, each in the zone and by the customs of who reads them. Unknown is an
 * en dash, never a zero. */
#ifndef VIEW_FORMAT_H
#define VIEW_FORMAT_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/locale.h"

#define FORMAT_UNKNOWN "\xe2\x80\x93"

/* What no row can have, because this site does not record it; in a narrow column the dash, with the
 * explanation as its title. */
#define FORMAT_NOT_MEASURED "not measured"
#define FORMAT_NOT_MEASURED_TITLE "Not measured: this site does not record it"

/* 21 Nov 09:14:05; of another year 28 Dec 2025 19:23. Elsewhere Nov 21, 9:14:05 am or 21. Nov.
 * 09:14:05. */
const char *format_time(struct arena *a, const struct viewer *viewer, ms_t at, ms_t now);

/* 2026-11-21 09:14:05.123 CET: the exact value, for title. The same everywhere. */
const char *format_time_exact(struct arena *a, const char *zone, ms_t at);

/* m:ss, from an hour on h:mm:ss; negative is unknown. */
const char *format_duration(struct arena *a, int64_t seconds);

/* 12,345 */
const char *format_count(struct arena *a, const struct viewer *viewer, int64_t n);

/* 1,234.50 EUR, from millionths; as many digits more as a small amount needs to be told from zero
 * (0.0042 USD). */
const char *format_money(struct arena *a, const struct viewer *viewer, int64_t micros,
                         const char *currency);

/* 2026-11-21 */
const char *format_date(struct arena *a, struct date d);

#endif
