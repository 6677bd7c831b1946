/* The rows of the grid as HTML. */
#ifndef PAGES_GRID_ROWS_H
#define PAGES_GRID_ROWS_H

#include "core/buf.h"
#include "grid_found.h"
#include "grid_state.h"

/* Appends the rows to `out`, with these columns, by the template pages/row.cs; below each what was
 * found in it. */
enum err grid_rows(struct request *r, const struct grid_state *s, const struct catalog *c,
                   const struct columns *cols, const struct interaction_rows *rows,
                   const struct grid_found *found, struct buf *out);

#endif
