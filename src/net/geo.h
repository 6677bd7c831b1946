/* Where an address is, from a database file in MaxMind's format that the operator names
 * (geoip_file). Without it nothing is known, and nothing fails. */
#ifndef NET_GEO_H
#define NET_GEO_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>

/* Opens the file, or opens it anew when it was replaced; *there is false where none is named. The
 * detail of an error says what is wrong with it. */
enum err geo_open(bool *there);

/* Country and city of an IP address in English; NULL where unknown. What is wrong with the file is
 * said once in the log. */
void geo_find(struct arena *a, const char *ip, const char **country, const char **city);

#endif
