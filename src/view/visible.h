/* A text that somebody wrote, over several lines, as it can be shown. */
#ifndef VIEW_VISIBLE_H
#define VIEW_VISIBLE_H

#include "core/arena.h"

/* Line ends are "\n", tabs stay; other control characters, which do nothing good in a page, a file
 * or a terminal, become their pictures (U+2400...) or U+FFFD. The text is valid UTF-8; one without
 * any of them is returned as it is. */
const char *visible(struct arena *a, const char *text);

#endif
