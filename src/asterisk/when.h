/* Times as Asterisk writes them. Shared by the readers of its logs. */
#ifndef ASTERISK_WHEN_H
#define ASTERISK_WHEN_H

#include "core/clock.h"

#include <stdbool.h>

/* Seconds since 1970, or a local time YYYY-MM-DD HH:MM:SS of the zone (NULL: UTC), with or without
 * a fraction. False also for what is before 1990 or after 2100. */
bool when_read(const char *s, const char *zone, ms_t *out);

/* A whole number from 0 to `max`; a fraction behind it is cut. -1: none. */
int64_t when_number(const char *s, int64_t max);

/* When the channel of a unique id ([system-]seconds.number) began; 0: it does not say. */
ms_t when_uniqueid(const char *id);

/* Whether that can be a unique id: up to 100 printable characters, no blanks. */
bool when_id(const char *s);

#endif
