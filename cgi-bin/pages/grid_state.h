/* What the grid shows, as it stands in its address: filters, period, sorting, page. The address is
 * the state; changing one thing is copying the state, changing the field and making its address. */
#ifndef PAGES_GRID_STATE_H
#define PAGES_GRID_STATE_H

#include "http/request.h"
#include "store/interactions.h"

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
    const char *agent, *did, *channel; /* NULL: not filtered */
    int64_t queue, disposition, agent_id;
    const char *client; /* c<contact id> or p<number in E.164> */
    enum period period;
    const char *from, *to; /* of PERIOD_CUSTOM; either may be NULL */
    enum list_sort sort;
    bool ascending;
    int size; /* 0, 1, 2: 25, 50, 100 rows */
    const char *after, *before;
    bool end; /* the last page */
    bool exact;
};

enum { GRID_SIZE_STANDARD = 1, GRID_SIZES = 3 };
extern const int grid_sizes[GRID_SIZES];
extern const char *const grid_period_keys[]; /* the values in the address, NULL at the end */
extern const char *const grid_period_labels[];
extern const char *const grid_channel_keys[];
extern const char *const grid_channel_labels[];
extern const char *const grid_sort_keys[];

/* What the steps to the first, previous, next and last page are called, by sort and direction. */
extern const char *const grid_page_labels[][2][4];

/* The state that a request's parameters name. ERR_BAD_REQUEST when they contradict. */
enum err grid_state_read(const struct request *r, struct grid_state *out);

/* Its address: path and query, only what differs from the standard. */
const char *grid_url(struct arena *a, const struct grid_state *s);

/* The same state from its first page on. */
struct grid_state grid_first_page(const struct grid_state *s);

/* The instants of the period in the viewer's zone: created in [*from, *to). */
void grid_period(const struct grid_state *s, const char *zone, ms_t now, ms_t *from, ms_t *to);

/* A cursor as it stands in the address, and back; *out unset when it is damaged. */
const char *grid_cursor_text(struct arena *a, struct list_cursor k);
bool grid_cursor_read(const char *text, struct list_cursor *out);

#endif
