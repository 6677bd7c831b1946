/* Prepared statements of one connection: made on first use of an expanded text, kept, and thrown
 * away least recently used first. */
#ifndef DB_PREPARED_H
#define DB_PREPARED_H

#include "db/token.h"

#include <mariadb/mysql.h>

enum { PREPARED_MAX = 512, PREPARED_COLS = 64 };

struct prepared {
    char *sql; /* NULL: free slot */
    uint64_t hash, used;
    MYSQL_STMT *stmt;
    struct column *columns; /* result buffers */
    size_t cols;
};

struct prepared_cache {
    struct prepared slots[PREPARED_MAX];
    uint64_t clock;
};

/* Finds or prepares the text and checks its columns against `cols`. NULL with *e set on failure. */
struct prepared *prepared_get(struct prepared_cache *c, MYSQL *m, const struct db_stmt *stmt,
                              const struct buf *sql, size_t values, enum err *e);

/* Runs it with the values; rows are then read with prepared_fetch until *more is false. */
enum err prepared_execute(struct prepared *p, MYSQL *m, const struct token_binds *binds);

/* Reads the next row into `cells` (text from `a`). */
enum err prepared_fetch(struct prepared *p, MYSQL *m, struct arena *a, struct db_cell *cells,
                        bool *more);

/* Ends reading, also in the middle. */
void prepared_done(struct prepared *p);

/* Closes all statements (the connection may be dead already). */
void prepared_clear(struct prepared_cache *c);

/* The error of the connection or statement at hand as ours, recorded with `what`. */
enum err prepared_error(MYSQL *m, MYSQL_STMT *stmt, const char *what);

#endif
