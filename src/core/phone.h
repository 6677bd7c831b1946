/* Telephone numbers as people write them, and their E.164 form. */
#ifndef CORE_PHONE_H
#define CORE_PHONE_H

#include "core/arena.h"

/* The E.164 form ("+" and 8 to 15 digits) of a number, or NULL where it cannot be known. A number
 * without "+" gets the country's code, if that is given: "00" leads abroad, `trunk` ("0", or "" for
 * none) is dropped before it. */
const char *phone_e164(struct arena *a, const char *number, const char *country, const char *trunk);

#endif
