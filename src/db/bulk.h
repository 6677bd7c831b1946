/* Many rows into one table, fast: a prepared INSERT executed with arrays of rows (MariaDB's bulk
 * protocol, STMT_ATTR_ARRAY_SIZE). Used by the command line and the worker. */
#ifndef DB_BULK_H
#define DB_BULK_H

#include "db/db.h"

struct bulk;

/* Prepares INSERT INTO <table> (<columns>). `columns` is a comma-separated list; `types` has one
 * letter per column as in struct db_stmt (i d t s b). Table and columns are the program's own text.
 * The caller ends it with bulk_close. */
enum err bulk_open(struct bulk **out, struct db *db, const char *table, const char *columns,
                   const char *types);

/* The same with what follows the values: "" or " ON DUPLICATE KEY UPDATE ...". */
enum err bulk_open_merge(struct bulk **out, struct db *db, const char *table, const char *columns,
                         const char *types, const char *merge);

/* Sets a column (from 0) of the row at hand; a column not set is NULL. Text is copied. */
void bulk_int(struct bulk *b, int col, int64_t v);
void bulk_time(struct bulk *b, int col, ms_t v);
void bulk_text(struct bulk *b, int col, const char *s); /* NULL: SQL NULL */
void bulk_bytes(struct bulk *b, int col, const void *p, size_t len);
void bulk_double(struct bulk *b, int col, double v);

/* Ends the row; sends the rows collected when there are enough. */
enum err bulk_row(struct bulk *b);

/* Sends what is left; what was prepared is kept for the next. Also after an error. NULL is allowed.
 */
enum err bulk_close(struct bulk *b);

/* Before a connection is closed: what was kept of it is given back. */
void bulk_forget(const void *connection);

/* Rows accepted by the server so far. */
int64_t bulk_count(const struct bulk *b);

#endif
