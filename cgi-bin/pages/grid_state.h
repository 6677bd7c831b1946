/* What the grid shows, as it stands in its address: filters, period, sorting, page. The address is
 * the state; changing one thing is copying the state, changing the field and making its address. */
#ifndef PAGES_GRID_STATE_H
#define PAGES_GRID_STATE_H

#include "columns.h"
#include "grid_filters.h"

enum period {
    PERIOD_TODAY,
    PERIOD_YESTERDAY,
    PERIOD_7D,
    PERIOD_30D,
    PERIOD_MONTH,
    PERIOD_LAST_MONTH,
    PERIOD_ALL,
    PERIOD_CUSTOM, /* from and to */
};

struct grid_state {
    struct grid_filter filters[GRID_FIELDS];
    int64_t agent_id; /* one agent's history; 0: all */
    enum period period;
    const char *from, *to; /* of PERIOD_CUSTOM; either may be NULL */
    enum list_sort sort;
    bool ascending;
    int size; /* 0, 1, 2: 25, 50, 100 rows */
    const char *after, *before;
    bool end; /* the last page */
    bool exact;
    const char *cols; /* columns as text (columns.h); NULL: the person's own */
    int64_t view;     /* the saved view that is open; 0: not said; GRID_NO_VIEW: none */
    bool select;      /* rows have boxes, to choose what is edited together */
};
enum { GRID_NO_VIEW = -1 };

enum { GRID_SIZE_STANDARD = 1, GRID_SIZES = 3 };
extern const int grid_sizes[GRID_SIZES];
extern const char *const grid_period_keys[]; /* the values in the address, NULL at the end */
extern const char *const grid_period_labels[];
extern const char *const grid_sort_keys[];

/* What the steps to the first, previous, next and last page are called, by sort and direction. */
extern const char *const grid_page_labels[][2][4];

/* What the parameters of a list say, and no more: filters, period (`standard` where it is not
 * given), sorting, place. */
enum err grid_state_list(const struct request *r, enum period standard, struct grid_state *out);

/* The state that a request's parameters name. ERR_BAD_REQUEST when they contradict. */
enum err grid_state_read(const struct request *r, struct grid_state *out);

/* Its address: path and query, only what differs from the standard. */
const char *grid_url(struct arena *a, const struct grid_state *s);

/* The query of that address alone, without the question mark: as a view is stored. */
const char *grid_query_text(struct arena *a, const struct grid_state *s);

/* The state of a query as grid_query_text makes it. ERR_BAD_REQUEST as for an address. */
enum err grid_state_parse(const struct request *r, const char *query, struct grid_state *out);

/* The same for one that was stored, maybe long ago: parameters that are not understood any more are
 * left out, and *dropped (may be NULL) is set. */
void grid_state_stored(const struct request *r, const char *query, struct grid_state *out,
                       bool *dropped);

/* The same state from its first page on. */
struct grid_state grid_first_page(const struct grid_state *s);

/* Its look without its filters: sorting, rows a page, columns, the open view. */
struct grid_state grid_cleared(const struct grid_state *s);

/* Its filters and period without its look: what it is a list of. */
struct grid_state grid_filters_only(const struct grid_state *s);

/* Whether any filter but the period is on. */
bool grid_filtered(const struct grid_state *s);

/* The instants of the period in the viewer's zone: created in [*from, *to). */
void grid_period(const struct grid_state *s, const char *zone, ms_t now, ms_t *from, ms_t *to);

/* A cursor as it stands in the address, and back; *out unset when it is damaged. */
const char *grid_cursor_text(struct arena *a, struct list_cursor k);
bool grid_cursor_read(const char *text, struct list_cursor *out);

#endif
