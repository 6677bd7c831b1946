/* Which document each value of an interaction came from, so that documents may arrive in any order:
 * of those that carry a member, the one of the highest phase counts, and of these the latest. */
#ifndef INTAKE_RANK_H
#define INTAKE_RANK_H

#include "core/arena.h"
#include "core/clock.h"

#include <stdbool.h>

struct ranks;

/* As it was stored (NULL: nothing yet); what cannot be read is nothing. Lives in `a`. */
struct ranks *ranks_read(struct arena *a, const char *stored);

/* The document at hand; `at` 0: it does not say when, and counts as the latest of its phase. */
void ranks_begin(struct ranks *r, int phase, ms_t at);

/* Whether its value for a member counts; from then on the member is its own. */
bool ranks_take(struct ranks *r, const char *member);

/* Whether any document gave it so far. */
bool ranks_known(const struct ranks *r, const char *member);

/* For storing. */
const char *ranks_write(const struct ranks *r, struct arena *a);

#endif
