/* What a search in texts found in a row of the grid: how often, and the first place of it. */
#ifndef PAGES_GRID_FOUND_H
#define PAGES_GRID_FOUND_H

#include "core/buf.h"
#include "http/request.h"
#include "store/search.h"

struct grid_found {
    const struct text_filter *filter; /* NULL: nothing was searched for */
    const struct search_hit *hits;    /* of each row */
    const char *list;                 /* the query of the grid, for the detail page */
    size_t columns;
};

/* Appends the line below row number `i`, by the template pages/found.cs. */
enum err grid_found_row(const struct request *r, const struct grid_found *f, size_t i, int64_t id,
                        struct buf *out);

#endif
