/* Locales: how a place writes times and numbers. The words of the pages stay English. */
#ifndef CORE_LOCALE_H
#define CORE_LOCALE_H

#include <stdbool.h>

struct locale {
    const char *key, *label; /* en-US, and its name for people */
    const char *months[12];
    const char *day_end; /* after the number of the day: 21. */
    const char *separator;
    bool month_first, hours_12;
    bool short_thousands; /* a number of four digits has its separator, too */
};

/* All of them; ends with {0}. The first one is what is meant by an unknown key. */
extern const struct locale locales[];

/* The locale of that key, of its language ("de-AT": de), else the first. Never NULL. */
const struct locale *locale_of(const char *key);

/* Whether exactly this key is in the table. */
bool locale_known(const char *key);

/* Who a time or a number is written for. */
struct viewer {
    const char *zone; /* valid, see zone_valid */
    const struct locale *locale;
};

#endif
