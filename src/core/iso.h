/* Times as ISO 8601 writes them: 2026-11-21T09:00:00.5Z, with a blank for the T, without seconds,
 * with +hh, +hhmm or +hh:mm, or without a zone. */
#ifndef CORE_ISO_H
#define CORE_ISO_H

#include "core/clock.h"

struct iso_time {
    struct date date;
    int hour, minute, second, ms;
    bool zoned; /* it says where: `offset_min` east of UTC */
    int offset_min;
};

/* Only times that exist, from 1970 to 9998. */
bool iso_read(const char *s, struct iso_time *out);

/* The instant; without a zone, in UTC. */
bool iso_instant(const char *s, ms_t *out);

#endif
