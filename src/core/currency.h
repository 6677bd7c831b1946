/* Currencies: the codes of ISO 4217 that are money in some country. */
#ifndef CORE_CURRENCY_H
#define CORE_CURRENCY_H

#include <stdbool.h>
#include <stdint.h>

struct currency {
    const char *code, *name;
};

/* All of them, by code; ends with {0}. */
extern const struct currency currencies[];

bool currency_valid(const char *code);

/* How many digits its amounts have behind the point: 2 for most. */
int currency_digits(const char *code);

/* An amount like "-1.25" in millionths of the unit; what is beyond them is cut. */
bool currency_micros(const char *text, int64_t *out);

#endif
