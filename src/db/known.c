/* What the facts have, for the store functions. */
#include "db/db.h"
#include "db/shape.h"

bool db_foreign(const struct db *db)
{
    return db_shape(db) != NULL;
}

static const struct facts_table *table_named(const char *name)
{
    const struct facts_table *t = facts_table(name, strlen(name));
    if (!t) {
        fprintf(stderr, "src/db/facts.c has no table %s\n", name);
        abort();
    }
    return t;
}

bool db_has_table(const struct db *db, const char *table)
{
    const struct facts_table *t = table_named(table);
    const struct shape *shape = db_shape(db);
    return !shape || shape_has_table(shape, t);
}

bool db_has_column(const struct db *db, const char *table, const char *column)
{
    const struct facts_table *t = table_named(table);
    const struct shape *shape = db_shape(db);
    int c = facts_column(t, column);
    if (c < 0) {
        fprintf(stderr, "src/db/facts.c has no column %s.%s\n", table, column);
        abort();
    }
    return !shape ||
           (shape_has_table(shape, t) && shape_column(shape, t, c, NULL, NULL) <= SHAPE_OTHER);
}

bool db_has_index(const struct db *db, const char *table, const char *index)
{
    const struct shape *shape = db_shape(db);
    const struct facts_index *i = facts_index(table, index, strlen(index));
    if (!i) {
        fprintf(stderr, "src/db/facts.c has no index %s.%s\n", table, index);
        abort();
    }
    return !shape || shape_index(shape, i, NULL);
}
