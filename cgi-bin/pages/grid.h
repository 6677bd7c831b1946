/* The grid at work: what its files share. */
#ifndef PAGES_GRID_H
#define PAGES_GRID_H

#include "grid_state.h"
#include "page.h"

struct grid {
    struct request *r;
    struct arena *a;
    struct grid_state state;
    const struct catalog *catalog;
    const struct scope *scope; /* narrowed by the queue filter */
    struct list_filter filter;
    struct interaction_rows rows;
    int64_t count;                            /* -1: not known */
    bool at_start;                            /* the first page of the list */
    const char *blocked_title, *blocked_text; /* a filter that cannot be searched by, and why */
    struct view *v;
};

/* Makes the filter and the scope from the state (grid_resolve.c). */
enum err grid_resolve(struct grid *g);

/* Filters and period: what stands above the list (grid_form.c). */
enum err grid_show_form(struct grid *g);

/* The filters in force (grid_chips.c). */
void grid_show_chips(struct grid *g);

/* Headings, count and pager (grid_list.c). */
void grid_show_list(struct grid *g);

/* Why there is nothing, and what to do. `filtered`: any filter but the period is on. */
void grid_show_empty(struct grid *g, bool filtered);

/* A page that was not found in time is a problem with a remedy, never an empty list. */
void grid_show_timeout(struct grid *g);

/* How the page asks for itself again. */
void grid_show_refresh(struct grid *g);

#endif
