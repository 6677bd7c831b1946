/* Statements as written -> statements as sent: parses the tokens listed in db.h once and expands
 * them for the values at hand. */
#ifndef DB_TOKEN_H
#define DB_TOKEN_H

#include "core/buf.h"
#include "db/db.h"

struct token;
struct shape;

/* An expansion without values, to be prepared only: with every section on, or with every section
 * off; one item per list. */
enum token_check { CHECK_NONE, CHECK_ON, CHECK_OFF };

/* What an expansion is made for. */
struct token_use {
    const char *facts, *app; /* names of the databases */
    const struct scope *scope;
    const struct db_arg *args;
    enum token_check check;
    const struct shape *shape; /* of the facts; NULL: Parley's own */
};

/* The values to bind, in the order of the question marks. */
struct token_binds {
    struct db_arg *v;
    size_t n, cap;
};

/* Parses a statement's text; NULL with the detail recorded when the text is wrong. */
struct token *token_parse(struct arena *a, const char *sql);

/* Appends the expanded text to `sql` and its values to `binds`. A value that the statement names
 * and the caller does not give is a bug: aborts. */
void token_expand(const struct token *t, const struct token_use *use, struct buf *sql,
                  struct token_binds *binds);

/* Whether the statement names a table of the facts other than to read it. */
bool token_writes_facts(const struct token *t);

/* ERR_DB_SCHEMA where the facts lack what the statement cannot do without. */
enum err token_ready(const struct token *t, const struct shape *shape);

void token_binds_free(struct token_binds *binds);

#endif
