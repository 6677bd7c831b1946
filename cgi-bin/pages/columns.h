/* The columns of the grid: one table of all there are, and the choice and order of somebody.
 *
 * As text a choice is keys with commas between them, or "standard". */
#ifndef PAGES_COLUMNS_H
#define PAGES_COLUMNS_H

#include "core/arena.h"
#include "core/err.h"

#include <stdbool.h>

enum column {
    COLUMN_CREATED,
    COLUMN_CLOSED,
    COLUMN_CHANNEL,
    COLUMN_QUEUE,
    COLUMN_AGENT,
    COLUMN_CLIENT,
    COLUMN_DID,
    COLUMN_DISPOSITION,
    COLUMN_DURATION,
    COLUMN_ACW,
    COLUMN_STATUS,
    COLUMN_C,
    COLUMN_A,
    COLUMN_DIRECTION,
    COLUMN_PLATFORM,
    COLUMN_OUTCOME,
    COLUMN_WAIT,
    COLUMN_HOLD,
    COLUMN_NUMBER,
    COLUMN_ENDED,
    COLUMN_SENTIMENT,
    COLUMN_CSAT,
    COLUMN_ACTION,
    COLUMN_ID,
    COLUMN_CUSTOMER,
    COLUMN_ACCOUNT,
    COLUMN_FLOW,
    COLUMN_RESULT,
    COLUMN_LAST,
    COLUMN_FLAGGED,
    COLUMN_FUNCTIONS,
    COLUMN_TAGS,
    COLUMN_WILLINGNESS,
    COLUMN_COST,
    COLUMN_RECORDING,
    COLUMN_TRANSCRIPT,
    COLUMNS
};

struct column_info {
    const char *key; /* small letters only: in addresses, in class names, a part of pages/row.cs */
    const char *label; /* the heading */
    const char *title; /* what the heading means or does; may be NULL */
    int sort;          /* enum list_sort; -1: the list cannot be sorted by it */
    bool standard;
    bool more; /* needs interactions_more */
};

extern const struct column_info columns_all[COLUMNS]; /* by enum column */

struct columns {
    unsigned char order[COLUMNS]; /* enum column, each at most once */
    size_t n;
};

#define COLUMNS_STANDARD "standard"
enum { COLUMNS_TEXT_MAX = 400 };

void columns_standard(struct columns *out);

/* Reads a choice as it stands in an address. ERR_BAD_REQUEST, with the reason for people, when a
 * column is unknown or named twice. */
enum err columns_read(struct arena *a, const char *text, struct columns *out);

/* Reads a choice that was stored: what is unknown today is left out; the standard when nothing is
 * left, or for NULL. */
void columns_read_stored(struct arena *a, const char *text, struct columns *out);

/* The choice as text, in the one way it is written. */
const char *columns_text(struct arena *a, const struct columns *c);

/* Whether any of them needs interactions_more. */
bool columns_need_more(const struct columns *c);

bool columns_have(const struct columns *c, enum column which);

#endif
