/* A history at work: what its files share. */
#ifndef PAGES_HISTORY_H
#define PAGES_HISTORY_H

#include "history_state.h"
#include "page.h"

struct history {
    struct request *r;
    struct arena *a;
    struct history_state state;
    const struct catalog *catalog;
    struct list_filter filter;
    struct interaction_rows rows;
    struct history_extra *extras; /* one per row */
    const char *name;             /* of whom it is */
    struct history_contact contact;
    int64_t count; /* -1: not known */
    bool at_start; /* the first page of the list */
    struct view *v;
};

/* Proves that the person sees at least one interaction of whom the history is of, then finds the
 * name. ERR_NOT_FOUND when there is none to see. */
enum err history_know(struct history *h);

/* Who it is, the filters and links (history_view.c). */
void history_show_head(struct history *h);
void history_show_list(struct history *h);
void history_show_empty(struct history *h);
void history_show_timeout(struct history *h);

/* Appends the rows to `out`, by the template pages/history_row.cs. */
enum err history_rows(struct history *h, struct buf *out);

/* Reads the figures into the view. A figure that takes too long says so. */
enum err history_show_figures(struct history *h);

#endif
