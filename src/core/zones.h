/* The names of the time zones that people choose from. */
#ifndef CORE_ZONES_H
#define CORE_ZONES_H

/* All zones of the zone database's list of inhabited places, and UTC, in order of name; ends with
 * NULL. Read once, kept for the life of the process. Only UTC where the list is missing. */
const char *const *zone_names(void);

/* The zone that is meant by what somebody typed: a name of the list whatever the letter case and
 * with blanks for underscores, or any other name that the system knows. NULL: none. */
const char *zone_meant(const char *typed);

#endif
