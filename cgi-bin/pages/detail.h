/* One interaction in full: a page that is also shown as a drawer over the grid. It is made of
 * sections, each in a file of its own: detail_<section>.c reads and shows, and
 * templates/pages/detail_<section>.cs lays out. */
#ifndef PAGES_DETAIL_H
#define PAGES_DETAIL_H

#include "grid_state.h"
#include "page.h"
#include "store/detail.h"

struct detail {
    struct request *r;
    struct view *v;
    const struct catalog *catalog;
    struct detail_facts of;  /* the interaction */
    struct grid_state state; /* the list that it was opened from */
};

/* A section reads what it shows, in the request's transaction and scope, and fills the view. What
 * is not known is not set. */
enum err detail_head(struct detail *d);
enum err detail_hold(struct detail *d);   /* and what can be done to it as a whole */
enum err detail_looked(struct detail *d); /* of the audit log */

/* Whether the person signed in has a permission. */
bool detail_may(const struct detail *d, const char *permission);

#endif
