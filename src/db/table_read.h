/* A table of another database on the same server, as its rows arrive: for imports from what a PBX
 * writes. Used by the command line. */
#ifndef DB_TABLE_READ_H
#define DB_TABLE_READ_H

#include "db/db.h"

struct table_reader {
    /* The names of the columns, once. */
    enum err (*begin)(void *data, const char *const *names, size_t n);
    /* A row; NULL is NULL. The texts are valid during the call. */
    enum err (*row)(void *data, const char *const *cells, size_t n);
    void *data;
};

/* Reads all rows in no order. Columns of the type TIMESTAMP come as seconds since 1970. The names
 * are letters, digits, "_", "$" and "-". ERR_BAD_REQUEST when there is no such table. */
enum err table_read(struct db *db, struct arena *a, const char *database, const char *table,
                    const struct table_reader *reader);

#endif
