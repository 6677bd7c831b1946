/* The shape of a facts database that is not Parley's own: what of the facts (facts.h) is there,
 * under which names, with which indexes.
 *
 * Statements are written for Parley's own schema. Where the site has another one, each
 * {facts}.table that a statement reads becomes a sub-select with the columns that the statement
 * names: those there are as they are, others by what stands in for them, the rest as typed NULLs.
 * The server merges such a sub-select into the statement, so that it costs nothing and its indexes
 * serve. A table that is not there becomes one without rows. */
#ifndef DB_SHAPE_H
#define DB_SHAPE_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "db/facts.h"

#include <stdint.h>

struct shape;
struct st_mysql; /* MYSQL: its header would bring its own names along */

enum shape_state {
    SHAPE_HERE,
    SHAPE_OTHER,   /* another column says the same, or it is computed from one */
    SHAPE_MISSING, /* reads NULL: not measured */
    SHAPE_UNFIT,   /* there, but of a type that cannot be read: as if missing */
};

/* What a server says of a database: a row per column, and one per column of an index, in order. */
struct shape_column_row {
    const char *table, *column, *type, *whole_type; /* "enum", "enum('a','b')" */
};
struct shape_index_row {
    const char *table, *index, *column; /* "" where only the beginning of the column is indexed */
};

/* Makes the shape of what is there; the caller frees. Keeps none of the texts. */
struct shape *shape_make(const char *facts, const struct shape_column_row *columns, size_t n,
                         const struct shape_index_row *indexes, size_t n_indexes);
void shape_free(struct shape *s);

/* The same, asked of the server, which tells what the account may see. */
enum err shape_read(struct shape **out, struct st_mysql *m, const char *facts);

/* Whether `facts` was made by Parley's own migrations; true while nothing is migrated at all. */
enum err shape_is_own(struct st_mysql *m, const char *app, const char *facts, bool *own);

/* A table as a statement names it. */
struct shape_use {
    const struct facts_table *table;
    uint64_t columns;  /* bits: those that the statement names */
    const char *alias; /* the table's own name where it has none */
    const char *index; /* of FORCE INDEX; NULL without */
};

/* Whether the table named at `at` is read there: it stands behind FROM or JOIN. */
bool shape_use_reads(const char *sql, const char *at);

/* The column that a value at `at` is compared with by = <> IN or NOT IN: its alias and its name,
 * cut out of the text. */
bool shape_use_compares(struct arena *a, const char *sql, const char *at, const char **alias,
                        const char **column);

/* Reads ".table [AS] [alias] [FORCE INDEX (name)]" at `at`, the place behind {facts}; an alias is
 * in small letters, as keywords are not. Returns the place behind it, or NULL with the reason. */
const char *shape_use_parse(struct arena *a, const char *sql, const char *at, struct shape_use *use,
                            const char **why);

/* Appends what stands for the table behind FROM or JOIN, alias included. */
void shape_put(const struct shape *s, const struct shape_use *use, struct buf *sql);

/* ERR_DB_SCHEMA, saying what is wrong, where a needed column of a needed table cannot be read. */
enum err shape_ready(const struct shape *s, const struct facts_table *t);

/* The values of the column, by which a number stands for one of them, where the site's column is no
 * ENUM with the same; NULL where it can be compared as it is. */
const char *shape_values(const struct shape *s, const struct facts_table *t, int column);

/* What is known of a table, column (NULL: where it comes from) or index. */
bool shape_has_table(const struct shape *s, const struct facts_table *t);
enum shape_state shape_column(const struct shape *s, const struct facts_table *t, int column,
                              const char **source, const char **type);

/* The site's columns of an index of ours, as in CREATE INDEX; false where one is not there. */
bool shape_index_columns(const struct shape *s, const struct facts_index *i, struct buf *out);

/* The name of the site's index that does what this one is for; NULL: there is none. *bare (may be
 * NULL): it does not lead with the tenant, which serves where there is only one. */
const char *shape_index(const struct shape *s, const struct facts_index *i, bool *bare);

#endif
