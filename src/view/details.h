/* The details of an event of the audit log, as lines. */
#ifndef VIEW_DETAILS_H
#define VIEW_DETAILS_H

#include "view/view.h"

/* Sets list.0.key, .was (of a change) and .is, and so on, from the log's JSON object (may be NULL).
 * Long texts are cut. */
void details_show(struct view *v, struct arena *a, const char *list, const char *json);

#endif
