/* An interaction in one line, where it stands among others that it belongs to: on the timeline of
 * an account, among those sent during a call. */
#ifndef PAGES_LINKED_H
#define PAGES_LINKED_H

#include "http/request.h"
#include "store/interactions.h"
#include "view/view.h"

/* Sets item i of a list: url, when, channel, action, result, outcome, agent; of a voice call mood
 * and willingness. The row has what interactions_more and interactions_moods read; `summary` may
 * be NULL. */
void linked_show(struct request *r, struct view *v, const struct catalog *c, const char *list,
                 size_t i, const struct interaction *x, const char *summary);

/* The mood of a voice call, or, without one, that of its sentiment on five levels: the key of its
 * dot; NULL: neither is known. *label: in words. */
const char *linked_mood(struct arena *a, const struct interaction *x, const char **label);

/* The page of an interaction. */
const char *linked_url(struct arena *a, int64_t id);

#endif
