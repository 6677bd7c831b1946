/* A batch being stored: shared by import_store.c, import_clients.c and import_write.c only. */
#ifndef PARLEY_IMPORT_BATCH_H
#define PARLEY_IMPORT_BATCH_H

#include "import_store.h"

struct store {
    struct store_options o;
    int64_t tenant_id, import_id;
    int64_t first_id; /* of this run; 0: none yet */
    int64_t contacts; /* made */
    struct names *names;
};

struct batch {
    struct store *store;
    struct arena *arena;
    struct import_row *const *rows;
    size_t n;
};

/* The only number that a statement gives; 0 where it gives none. */
enum err store_number(struct store *s, struct arena *a, const struct db_stmt *stmt,
                      const struct db_arg *args, int64_t *out);

/* Texts as a JSON array: a list of any length in one bound value. */
const char *batch_list(struct arena *a, const char *const *texts, size_t n);

/* Gives the new rows the ids of their queues, agents, DIDs and dispositions. */
enum err batch_names(struct batch *b);

/* Gives the new rows the ids of their clients; *made counts those that were new. Within the batch's
 * transaction: an id that somebody else takes meanwhile fails the batch. */
enum err batch_clients(struct batch *b, int64_t *made);

/* Inserts the new rows and their queue visits. */
enum err batch_insert(struct batch *b);

#endif
