/* One interaction in full: a page that is also shown as a drawer over the grid. It is made of
 * sections, each in a file of its own: detail_<section>.c reads and shows, and
 * templates/pages/detail_<section>.cs lays out. */
#ifndef PAGES_DETAIL_H
#define PAGES_DETAIL_H

#include "grid_state.h"
#include "marks.h"
#include "page.h"
#include "store/detail_more.h"

struct detail {
    struct request *r;
    struct view *v;
    const struct catalog *catalog;
    struct detail_facts of;       /* the interaction */
    struct detail_more more;      /* what was found out about it */
    const char *list;             /* the query of the list that it was opened from */
    struct grid_state state;      /* the same, understood */
    const struct mark_form *mark; /* a form that is shown again with its errors; NULL: none */
};

/* A section reads what it shows, in the request's transaction and scope, and fills the view. What
 * is not known is not set. */
enum err detail_head(struct detail *d);
enum err detail_steps(struct detail *d);
enum err detail_summary(struct detail *d);
enum err detail_path(struct detail *d);
enum err detail_fields(struct detail *d);
enum err detail_talk(struct detail *d);
enum err detail_calls(struct detail *d);
enum err detail_player(struct detail *d);
enum err detail_linked(struct detail *d);
enum err detail_vendor(struct detail *d);
enum err detail_hold(struct detail *d);   /* and what can be done to it as a whole */
enum err detail_looked(struct detail *d); /* of the audit log */

/* Whether the person signed in has a permission. */
bool detail_may(const struct detail *d, const char *permission);

/* A code of the database in words (cell_words); NULL where it is unknown. */
const char *detail_words(const struct detail *d, const char *code);

/* Its address, opened from the list of that query (NULL or "": from none). */
const char *detail_url(struct arena *a, int64_t id, const char *list);

/* The page. `mark`: with this form shown again; NULL: none. */
enum err detail_show(struct request *r, struct response *out, int64_t id, const char *list,
                     const struct mark_form *mark);

#endif
