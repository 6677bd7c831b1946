/* The beginning of a text that somebody wrote, for one line of a table. */
#ifndef VIEW_EXCERPT_H
#define VIEW_EXCERPT_H

#include "core/arena.h"

#include <stddef.h>

/* At most `max` characters as people count them (grapheme clusters: an emoji of several code
 * points, a letter with its accents), white space folded to single blanks, control characters left
 * out, "…" at the end when there is more. The text is valid UTF-8. */
const char *excerpt(struct arena *a, const char *text, size_t max);

#endif
