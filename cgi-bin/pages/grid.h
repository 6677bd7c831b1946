/* The grid at work: what its files share. */
#ifndef PAGES_GRID_H
#define PAGES_GRID_H

#include "grid_state.h"
#include "page.h"
#include "store/search.h"
#include "store/views.h"

struct grid {
    struct request *r;
    struct arena *a;
    struct grid_state state;
    const struct catalog *catalog;
    const struct scope *scope; /* narrowed by the queue filter */
    struct list_filter filter;
    struct interaction_rows rows;
    struct search_hit *hits; /* of each row, where a text is searched for */
    int64_t count;           /* -1: not known */
    bool at_start;           /* the first page of the list */
    struct columns columns;
    const struct saved_view *view;            /* the open one; NULL: none */
    const char *blocked_title, *blocked_text; /* a filter that cannot be searched by, and why */
    struct view *v;
};

/* Makes the filter and the scope from the state (grid_resolve.c). */
enum err grid_resolve(struct grid *g);

/* Filters and period: what stands above the list (grid_form.c). */
enum err grid_show_form(struct grid *g);

/* The address of the view that the person used last, when the grid is asked for without saying what
 * of it; NULL: none (grid_view.c). */
enum err grid_restore(struct request *r, const char **url);

/* Finds the view that the address says is open, and chooses the columns. A view that the person may
 * not use, or that is gone, is none: the address says itself what it shows. */
enum err grid_open_view(struct grid *g);

/* The open view, and the ways to views and columns. */
void grid_show_view(struct grid *g);
/* Choosing rows to edit together (grid_select.c): whether the person may, which is what leaves it
 * on in the state; and what stands above the list for it. */
void grid_allow_select(struct grid *g);
void grid_show_select(struct grid *g);

/* The filters in force (grid_chips.c). */
void grid_show_chips(struct grid *g);

/* Headings, count and pager (grid_list.c). */
void grid_show_list(struct grid *g);

/* Why there is nothing, and what to do. `filtered`: any filter but the period is on. */
void grid_show_empty(struct grid *g, bool filtered);

/* A page that was not found in time is a problem with a remedy, never an empty list. */
void grid_show_timeout(struct grid *g);

/* The way to the deleted ones, and what was just deleted or restored (grid_deleted.c). */
enum err grid_show_deleted(struct grid *g);

/* How the page asks for itself again. */
void grid_show_refresh(struct grid *g);

#endif
