/* The border to MariaDB: one connection, prepared statements, typed rows.
 *
 * A statement is constant text with named values. The layer expands its tokens, prepares each
 * expansion once, and binds every value; no text from outside ever becomes SQL.
 *
 *   :name          a value                       :name[]         a list of numbers, at least one
 *   {scope:i}      i.tenant_id = ? and, for a scope of some queues, i.queue_id IN (...)
 *   {scope_id:q}   the same for the table of queues itself (q.id)
 *   {tenant:t}     t.tenant_id = ?               {tenant}        the number itself, as a value
 *   {arms}A{/arms} A once per queue of the scope, joined by UNION ALL; within, {arm:i} is
 *                  i.tenant_id = ? AND i.queue_id = ?   (for a scope of all queues: tenant only)
 *   {each:xs}A{/each}  A once per item of the list xs, joined by UNION ALL; within, :it is the item
 *   [name|A|B]     A when an argument `name` is given, else B (which may be left out)
 *   {facts} {app}  the names of the two databases
 *
 * Where the facts are not Parley's own, {facts}.table [alias] [FORCE INDEX (name)] behind FROM or
 * JOIN becomes what the site has instead (shape.h): a column that it lacks reads NULL, a table that
 * it lacks has no rows. db_has_column says which, for what must not look like none or 0. Statements
 * that change the facts are refused there: the PBX writes them.
 *
 * A table that belongs to tenants or queues must be named under the matching token (tables.c), or
 * the program does not start. All statements are prepared at connection and checked against the
 * schema: number and type of columns, number of values. */
#ifndef DB_DB_H
#define DB_DB_H

#include "core/arena.h"
#include "core/clock.h"
#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct db;
struct scope;
struct shape;

struct db_stmt {
    const char *name;
    const char *sql;
    /* One letter per column: i integer, d decimal or double, t time, s text, b bytes; "" for none.
     */
    const char *cols;
    /* Why the statement may run without a scope (sign-in, session); NULL for all others. */
    const char *system;
    /* Time limit in ms where it differs from the connection's; 0 otherwise. SELECT only. A longer
     * one costs a connection of its own. */
    int limit_ms;
};

enum db_type { DB_END, DB_NULL_T, DB_INT_T, DB_DOUBLE_T, DB_TIME_T, DB_TEXT_T, DB_LIST_T, DB_ON_T };

/* A named value. Make them with the macros; end the list with {0}. */
struct db_arg {
    const char *name;
    enum db_type type;
    int64_t number;
    double real;
    const char *text;
    size_t len; /* of text in bytes, or the number of items */
    const int64_t *items;
};

#define DB_INT(n, v)                                                                               \
    {                                                                                              \
        .name = (n), .type = DB_INT_T, .number = (int64_t)(v)                                      \
    }
#define DB_DOUBLE(n, v)                                                                            \
    {                                                                                              \
        .name = (n), .type = DB_DOUBLE_T, .real = (v)                                              \
    }
#define DB_TIME(n, v)                                                                              \
    {                                                                                              \
        .name = (n), .type = DB_TIME_T, .number = (v)                                              \
    }
#define DB_BYTES(n, p, l)                                                                          \
    {                                                                                              \
        .name = (n), .type = DB_TEXT_T, .text = (const char *)(p), .len = (l)                      \
    }
#define DB_TEXT(n, s) db_text_arg((n), (s)) /* NULL: SQL NULL */
#define DB_LIST(n, p, l)                                                                           \
    {                                                                                              \
        .name = (n), .type = DB_LIST_T, .items = (p), .len = (l)                                   \
    }
#define DB_ON(n)                                                                                   \
    {                                                                                              \
        .name = (n), .type = DB_ON_T                                                               \
    } /* switches a section on, binds nothing */
static inline struct db_arg db_text_arg(const char *name, const char *s)
{
    return (struct db_arg){
        .name = name, .type = s ? DB_TEXT_T : DB_NULL_T, .text = s, .len = s ? strlen(s) : 0};
}

#define DB_ARGS(...) ((const struct db_arg[]){__VA_ARGS__, {0}})

/* Values that come together bit by bit: begin with {.n = 0}, give `v` to the statement. */
enum { DB_ARGS_MAX = 16 };
struct db_args {
    struct db_arg v[DB_ARGS_MAX + 1];
    size_t n;
};

/* Adds a list of values (DB_ARGS; NULL: none); aborts beyond DB_ARGS_MAX. */
void db_add(struct db_args *args, const struct db_arg *more);

/* A cell; text is NUL-terminated and lives in the arena of the query. */
struct db_cell {
    bool null;
    int64_t i; /* integers; times in ms */
    double d;
    const char *s;
    size_t len;
};

struct db_rows {
    size_t n, cols;
    struct db_cell *cells;
};

/* The cell of a row and column, both from 0; aborts beyond the result. */
const struct db_cell *db_cell(const struct db_rows *rows, size_t row, size_t col);

/* Its value, or the given one where it is NULL. */
int64_t db_int(const struct db_rows *rows, size_t row, size_t col, int64_t when_null);
const char *db_text(const struct db_rows *rows, size_t row, size_t col, const char *when_null);

/* Prepares a handle for the account of `program` (password: secret db_<program>; the command line,
 * "parley", signs in by the Unix socket). `statements` ends with NULL and outlives the handle.
 * Checks the tokens of all of them, without a connection. The caller frees with db_free. */
enum err db_new(struct db **out, const char *program, const struct db_stmt *const *statements);
void db_free(struct db *db);

/* Connects if there is no connection, prepares and checks all statements.
 * ERR_DB_AWAY when the server cannot be reached, ERR_DB_SCHEMA when a statement does not fit. */
enum err db_connect(struct db *db);

/* Drops the connection; the next db_connect makes a new one. */
void db_disconnect(struct db *db);

/* Whether the facts are a site's own: Parley reads them and never writes. Known once connected. */
bool db_foreign(const struct db *db);

/* Whether a statement can run at all: not where it changes facts that are a site's own. */
bool db_can(const struct db *db, const struct db_stmt *stmt);

/* What the facts have, as far as this program may see: without it, what is read is unknown ("not
 * measured"), not empty. Always true of Parley's own. Names are those of sql/pbxlogs; one that is
 * not there aborts. */
bool db_has_table(const struct db *db, const char *table);
bool db_has_column(const struct db *db, const char *table, const char *column);
bool db_has_index(const struct db *db, const char *table, const char *index);

/* Transactions. Only the request loop, jobs and the command line call these. */
enum err db_begin(struct db *db, bool read_only);
enum err db_commit(struct db *db);
void db_rollback(struct db *db);

/* Within one: a point, and undoing what came after it. A later point takes the place of it. */
enum err db_point(struct db *db);
enum err db_undo(struct db *db);

/* Runs a statement. `scope` may be NULL only for statements with `system` set. Rows come from `a`.
 * A scope without queues makes {scope} match nothing. */
enum err db_query(struct db *db, struct arena *a, const struct scope *scope,
                  const struct db_stmt *stmt, const struct db_arg *args, struct db_rows *out);

/* The same for a change; *affected may be NULL. */
enum err db_exec(struct db *db, struct arena *a, const struct scope *scope,
                 const struct db_stmt *stmt, const struct db_arg *args, int64_t *affected);

/* The number that the last INSERT of this connection was given. */
int64_t db_inserted(const struct db *db);

/* Calls `row` for each row as it arrives; stops at the first error it returns. The cells are valid
 * during the call only. The connection is busy until it returns. */
enum err db_each(struct db *db, struct arena *a, const struct scope *scope,
                 const struct db_stmt *stmt, const struct db_arg *args,
                 enum err (*row)(void *data, const struct db_cell *cells), void *data);

/* For the command line: runs SQL text as it stands (migrations, bulk work). */
enum err db_run(struct db *db, const char *sql);

/* The shape of facts that are a site's own (shape.h), NULL for Parley's own: for db/known.c. */
const struct shape *db_shape(const struct db *db);

/* The MariaDB connection itself, for db/bulk.c. */
void *db_handle(struct db *db);

/* Statements sent on this handle so far, for the log line of a request. */
unsigned db_count(const struct db *db);

#endif
