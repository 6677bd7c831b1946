#include "core/locale.h"

#include <string.h>

#define ENGLISH                                                                                    \
    {                                                                                              \
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"         \
    }
#define NO_BREAK_SPACE "\xc2\xa0"
#define THIN_SPACE "\xe2\x80\xaf" /* narrow, no break */

/* Abbreviated months, order and separators as the Unicode CLDR has them. */
const struct locale locales[] = {
    {.key = "en",
     .label = "English",
     .months = ENGLISH,
     .day_end = "",
     .separator = ",",
     .short_thousands = true},
    {.key = "en-US",
     .label = "English (United States)",
     .months = ENGLISH,
     .day_end = "",
     .separator = ",",
     .month_first = true,
     .hours_12 = true,
     .short_thousands = true},
    {.key = "de",
     .label = "Deutsch",
     .months = {"Jan.", "Feb.", "M\xc3\xa4rz", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.",
                "Okt.", "Nov.", "Dez."},
     .day_end = ".",
     .separator = ".",
     .short_thousands = true},
    {.key = "es",
     .label = "Espa\xc3\xb1ol",
     .months = {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov",
                "dic"},
     .day_end = "",
     .separator = "."},
    {.key = "fr",
     .label = "Fran\xc3\xa7"
              "ais",
     .months = {"janv.", "f\xc3\xa9vr.", "mars", "avr.", "mai", "juin", "juil.", "ao\xc3\xbbt",
                "sept.", "oct.", "nov.",
                "d\xc3\xa9"
                "c."},
     .day_end = "",
     .separator = THIN_SPACE,
     .short_thousands = true},
    {.key = "it",
     .label = "Italiano",
     .months = {"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"},
     .day_end = "",
     .separator = ".",
     .short_thousands = true},
    {.key = "nl",
     .label = "Nederlands",
     .months = {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"},
     .day_end = "",
     .separator = ".",
     .short_thousands = true},
    {.key = "pl",
     .label = "Polski",
     .months = {"sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "pa\xc5\xba", "lis",
                "gru"},
     .day_end = "",
     .separator = NO_BREAK_SPACE},
    {0},
};

static const struct locale *find(const char *key, size_t len)
{
    for (const struct locale *l = locales; l->key; l++)
        if (strlen(l->key) == len && strncasecmp(l->key, key, len) == 0)
            return l;
    return NULL;
}

const struct locale *locale_of(const char *key)
{
    const struct locale *l = find(key, strlen(key));
    if (!l)
        l = find(key, strcspn(key, "-_"));
    return l ? l : &locales[0];
}

bool locale_known(const char *key)
{
    for (const struct locale *l = locales; l->key; l++)
        if (strcmp(l->key, key) == 0)
            return true;
    return false;
}
