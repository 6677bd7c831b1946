/* What stands in the cells of an interaction, wherever it is listed. */
#ifndef PAGES_CELLS_H
#define PAGES_CELLS_H

#include "store/interactions.h"

/* The name of an id; a dash where there is none. */
const char *cell_name(const struct catalog *c, enum catalog_dim dim, int64_t id);

/* The CRM name, else the number, else the DID. */
const char *cell_client(const struct interaction *i, const char *did);

/* Whether its duration is still growing: a conversation that is over but for the wrap-up has its
 * duration already. */
bool cell_counts_up(const struct interaction *i);

/* Where it is: New, Active, Wrap-up, Finished. */
const char *cell_status(const struct interaction *i);

/* What a column of the database calls no_answer, people call "No answer"; a dash where it is NULL.
 */
const char *cell_words(struct arena *a, const char *code);

#endif
