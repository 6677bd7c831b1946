/* Pages of a list that is ordered by a text (or number) and the id: the next page begins behind the
 * last row of this one, however long the list is. */
#ifndef STORE_LISTING_H
#define STORE_LISTING_H

#include "db/db.h"

enum { LISTING_COUNT_BOUND = 10000 };

/* What is asked for. */
struct listing {
    const char *search; /* NULL: all */
    const char *key;    /* with `id`: the row behind which the page begins; NULL: at the start */
    int64_t id;
    bool backwards; /* the page before that row instead; without one: the last page */
    bool descending;
    size_t size;
};

struct listing_rows {
    struct db_rows rows; /* in the order of the list, at most `size` */
    bool more;           /* there are further ones in the direction asked for */
};

/* The end of a statement that reads a page: `key` is the column that sorts, `id` the id. In the
 * WHERE clause; the two columns must be covered by an index where the table is large. */
#define LISTING_PAGE(key, id)                                                                      \
    "[after|AND [down|" key " <= :after AND (" key " < :after OR " id " < :after_id)|" key         \
    " >= :after AND (" key " > :after OR " id " > :after_id)]] "                                   \
    "ORDER BY [down|" key " DESC, " id " DESC|" key ", " id "] LIMIT :limit"

/* Runs a statement made with LISTING_PAGE. `more_args` (may be NULL, ends with {0}) are its other
 * values; `search` is given as :search where there is one. */
enum err listing_fetch(struct db *db, struct arena *a, const struct scope *scope,
                       const struct db_stmt *stmt, const struct listing *want,
                       const struct db_arg *more_args, struct listing_rows *out);

/* The number that a statement answers: SELECT COUNT(*) FROM (... LIMIT bound + 1), so that it costs
 * no more than that. */
enum err listing_count(struct db *db, struct arena *a, const struct scope *scope,
                       const struct db_stmt *stmt, const struct listing *want,
                       const struct db_arg *more_args, int64_t *out);

#define LISTING_COUNT(from) "SELECT COUNT(*) FROM (SELECT 1 FROM " from " LIMIT 10001) bounded"

/* A text as a pattern for LIKE ... ESCAPE '|': its own % and _ are no wildcards. */
const char *listing_containing(struct arena *a, const char *text);
const char *listing_beginning(struct arena *a, const char *text);

#endif
