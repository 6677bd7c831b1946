/* What hangs on the interactions of a page and is shown in a column of its own: read by one
 * statement per column, and only where the column is shown. */
#ifndef STORE_INTERACTIONS_COLUMNS_H
#define STORE_INTERACTIONS_COLUMNS_H

#include "store/interactions.h"

extern const struct db_stmt *const interaction_column_statements[]; /* ends with NULL */

/* Each reads its fields of the rows that a page found, in the same scope. */
enum err interactions_functions(struct db *db, struct arena *a, const struct scope *scope,
                                struct interaction_rows *rows);
enum err interactions_tags(struct db *db, struct arena *a, const struct scope *scope,
                           struct interaction_rows *rows);
enum err interactions_accounts(struct db *db, struct arena *a, const struct scope *scope,
                               struct interaction_rows *rows);

/* Mood and willingness of voice calls. */
enum err interactions_moods(struct db *db, struct arena *a, const struct scope *scope,
                            struct interaction_rows *rows);

#endif
