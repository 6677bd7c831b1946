#include "core/phone.h"

#include <ctype.h>
#include <stdbool.h>

enum { E164_MIN = 8, E164_MAX = 15 };

/* The digits of a number written by people; NULL where there is anything else in it. */
static const char *only_digits(const char *s, struct arena *a)
{
    char *out = arena_alloc(a, strlen(s) + 1), *to = out;
    for (; *s; s++) {
        if (isdigit((unsigned char)*s))
            *to++ = *s;
        else if (!strchr(" -./()", *s))
            return NULL;
    }
    *to = 0;
    return out;
}

/* With the country code, as far as the number itself says that it lacks one. */
static const char *with_country(struct arena *a, const char *digits_only, const char *country,
                                const char *trunk)
{
    size_t n = strlen(trunk);
    if (!country)
        return NULL;
    if (n && strncmp(digits_only, "00", 2) == 0)
        return digits_only + 2;
    if (strncmp(digits_only, trunk, n) != 0 || (!n && *digits_only == '0'))
        return NULL;
    if (!n && strlen(digits_only) > 10 && strncmp(digits_only, country, strlen(country)) == 0)
        return digits_only;
    return arena_printf(a, "%s%s", country, digits_only + n);
}

const char *phone_e164(struct arena *a, const char *number, const char *country, const char *trunk)
{
    bool plus = *number == '+';
    const char *digits_only = only_digits(number + plus, a);
    if (digits_only && !plus)
        digits_only = with_country(a, digits_only, country, trunk);
    if (!digits_only)
        return NULL;
    size_t n = strlen(digits_only);
    if (n < E164_MIN || n > E164_MAX || *digits_only == '0')
        return NULL;
    return arena_printf(a, "+%s", digits_only);
}
