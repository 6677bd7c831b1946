/* A text with what was searched for marked in it: alternating parts for the template, each escaped
 * there like any other value. */
#ifndef VIEW_MARKED_H
#define VIEW_MARKED_H

#include "core/words.h"
#include "view/view.h"

/* Sets list.0.text, list.1.text ... to the text in parts; those that the query finds (NULL: none)
 * have list.N.hit, too: their number, counted on from `before`. Returns how many there are. */
size_t view_marked(struct view *v, struct arena *a, const char *list, const char *text,
                   const struct words_query *query, size_t before);

#endif
