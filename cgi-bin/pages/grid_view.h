/* Saved views as the pages see them: an address with a name. */
#ifndef PAGES_GRID_VIEW_H
#define PAGES_GRID_VIEW_H

#include "grid_state.h"
#include "store/views.h"

/* Who asks for views. */
struct view_reader view_reader(struct request *r);

/* The state that a view stands for, open; *dropped (may be NULL): it was stored with something that
 * is not understood any more. */
void view_state(const struct request *r, const struct saved_view *view, struct grid_state *out,
                bool *dropped);

/* The columns that a state shows to the person. */
void view_columns(const struct request *r, const struct grid_state *s, struct columns *out);

/* What of a state a view keeps, as it is stored: no place in the list, but the columns in any case.
 */
const char *view_query(const struct request *r, const struct grid_state *s);

/* Whether the state differs from what the view stores. */
bool view_changed(const struct request *r, const struct saved_view *view,
                  const struct grid_state *s);

#endif
