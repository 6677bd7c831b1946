/* Reading the index of what was said and written (search_index.h): how common what is searched for
 * is, and what of it is found in the rows of a page. */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "store/interactions.h"

extern const struct db_stmt *const search_statements[]; /* ends with NULL */

/* Whether anything of the tenant is in the index at all. */
enum err search_ready(struct db *db, struct arena *a, const struct scope *scope, bool *ready);

/* Prepares a filter whose query and speaker are set, for the period [from, to): tells by which
 * words it is looked up, and how many interactions have them. */
enum err search_prepare(struct db *db, struct arena *a, const struct scope *scope,
                        const struct catalog *c, ms_t from, ms_t to, struct text_filter *f);

/* What is found in an interaction: how often, and the first message that has it. */
struct search_hit {
    size_t hits; /* as the transcript marks them; 0: not found any more */
    const char *role, *body;
    size_t body_len;
};

/* For the rows of a page, in the same scope: out[i] belongs to rows->rows[i]. */
enum err search_hits(struct db *db, struct arena *a, const struct scope *scope,
                     const struct text_filter *f, const struct interaction_rows *rows,
                     struct search_hit *out);

#endif
