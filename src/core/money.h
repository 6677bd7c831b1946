/* Amounts as people type them: 1,234.50 or 1.234,50, whichever the place writes; kept as
 * millionths.
 */
#ifndef CORE_MONEY_H
#define CORE_MONEY_H

#include "core/arena.h"
#include "core/locale.h"

#include <stdbool.h>
#include <stdint.h>

/* At most nine digits before the mark and six behind it. A separator of thousands stands between
 * three digits each or is wrong: "1.5" is no number where that is written "1,5". */
bool money_read(const char *text, const struct locale *locale, int64_t *micros);

/* The same amount as it would be typed: no separators, at least `digits` behind the mark, and as
 * many more as it has. Not negative. */
const char *money_text(struct arena *a, const struct locale *locale, int64_t micros, int digits);

#endif
