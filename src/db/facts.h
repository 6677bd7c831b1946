/* The facts as this program knows them: tables and columns of sql/pbxlogs, and what stands in for
 * one that a site's own database lacks. A migration of pbxlogs adds its columns in facts.c. */
#ifndef DB_FACTS_H
#define DB_FACTS_H

#include <stdbool.h>
#include <stddef.h>

enum { FACTS_TABLES = 25, FACTS_COLUMNS = 48 };

struct facts_column {
    const char *name;
    char type;          /* as in struct db_stmt: i t s */
    bool needed;        /* without it nothing of the table can be shown */
    const char *values; /* of an ENUM that statements compare by position; NULL: none */
};

struct facts_table {
    const char *name;
    bool needed; /* without it no page can be shown */
    const struct facts_column *columns;
    size_t n;
};

/* All tables; *n of them. */
const struct facts_table *facts_tables(size_t *n);

/* NULL, -1: there is none of that name. */
const struct facts_table *facts_table(const char *name, size_t len);
int facts_column(const struct facts_table *t, const char *name);

/* Another column that says the same where `column` is not there; NULL: none is known. */
const char *facts_other_column(const char *table, const char *column);

/* What stands in for a column that is not there, made of column *of (%s); NULL: nothing does. */
const char *facts_instead(const char *column, const char **of);

/* An index that statements name, and what it is for. */
struct facts_index {
    const char *table, *name;
    const char *columns; /* separated by blanks */
    const char *use;     /* "Filtering by agent"; NULL: not worth a word */
};

extern const struct facts_index facts_indexes[]; /* ends with a row of NULLs */

const struct facts_index *facts_index(const char *table, const char *name, size_t len);

#endif
