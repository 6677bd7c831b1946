/* Which browser it was, in words, from what it calls itself. */
#ifndef VIEW_BROWSER_H
#define VIEW_BROWSER_H

#include "core/arena.h"

/* "Firefox on Windows", "Safari on iPhone"; "unknown browser" where nothing is known. `agent` may
 * be NULL. */
const char *browser_words(struct arena *a, const char *agent);

#endif
