/* Batches of imported rows into the database, each with its count in one transaction. */
#ifndef PARLEY_IMPORT_STORE_H
#define PARLEY_IMPORT_STORE_H

#include "import_row.h"
#include "store/names.h"

enum { STORE_BATCH = 1000 };

struct import_counts {
    int64_t read, fresh, known, mended, rejected; /* mended ones are among the fresh */
};

/* The counts with some more rows, of which each has its final state. */
struct import_counts counts_with(struct import_counts c, struct import_row *const *rows, size_t n);

struct store_options {
    struct db *db;
    struct arena *arena; /* of the whole run */
    const struct map *map;
    const char *tenant;    /* slug */
    const char *file_name; /* for the list of imports */
    bool dry_run;          /* looks everything up and writes nothing */
};

struct store;

/* Finds the tenant, keeps other imports of it away, begins a row in the list of imports. */
enum err store_open(struct store **out, const struct store_options *options);

/* Decides which rows are new, known or repeated and stores the new ones; `before` counts what came
 * earlier in the file. `a` is for the batch. Tried again where another writer was in the way. */
enum err store_batch(struct store *s, struct arena *a, struct import_row *const *rows, size_t n,
                     struct import_counts before);

/* Ends the row in the list of imports and refreshes what the grid plans by. */
enum err store_finish(struct store *s);

/* For the summary: names made, and customers. */
const struct names *store_names(const struct store *s);
int64_t store_contacts(const struct store *s);

#endif
