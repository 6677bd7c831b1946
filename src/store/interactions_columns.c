#include "store/interactions_columns.h"

/* Rows of `child`, of running and of closed interactions; ids are of either table. */
#define OF(table, columns, join)                                                                   \
    "SELECT i.id, " columns " FROM {facts}." table " i FORCE INDEX (uq_id) JOIN {facts}." join     \
    " WHERE {scope:i} AND i.id IN (:ids[])"
#define OF_BOTH(columns, join, more)                                                               \
    "(" OF("active_interactions", columns, join) more                                              \
        ") UNION ALL (" OF("closed_interactions", columns, join) more ")"
#define CHILD(table, alias)                                                                        \
    table " " alias " ON " alias ".tenant_id = i.tenant_id AND " alias ".interaction_id = i.id"

/* A robot may call thousands of times: each name comes once, and how many rows is bounded. */
#define GROUPED(name, place) " GROUP BY i.id, " name " ORDER BY i.id, " place " LIMIT 5000"

static const struct db_stmt functions = {
    .name = "column_functions",
    .sql = OF_BOTH("f.name", CHILD("function_calls", "f"), GROUPED("f.name", "MIN(f.call_no)")),
    .cols = "is",
};
static const struct db_stmt tags = {
    .name = "column_tags",
    .sql = OF_BOTH("x.tag", CHILD("tags", "x"), GROUPED("x.tag", "x.tag")),
    .cols = "is",
};
static const struct db_stmt accounts = {
    .name = "column_accounts",
    .sql = OF_BOTH("k.reference", "accounts k ON k.tenant_id = i.tenant_id AND k.id = i.account_id",
                   ""),
    .cols = "is",
};
static const struct db_stmt moods = {
    .name = "column_moods",
    .sql = OF_BOTH("v.sentiment, v.willingness", CHILD("voice_ai_details", "v"), ""),
    .cols = "isi",
};

const struct db_stmt *const interaction_column_statements[] = {&functions, &tags, &accounts, &moods,
                                                               NULL};

typedef void reader(const struct db_rows *r, size_t i, struct interaction *row);

static void read_function(const struct db_rows *r, size_t i, struct interaction *row)
{
    if (row->functions.n < NAMES_SHOWN)
        row->functions.first[row->functions.n] = db_text(r, i, 1, "");
    row->functions.n++;
}

static void read_tag(const struct db_rows *r, size_t i, struct interaction *row)
{
    if (row->tags.n < NAMES_SHOWN)
        row->tags.first[row->tags.n] = db_text(r, i, 1, "");
    row->tags.n++;
}

static void read_account(const struct db_rows *r, size_t i, struct interaction *row)
{
    row->account = db_text(r, i, 1, NULL);
}

static void read_mood(const struct db_rows *r, size_t i, struct interaction *row)
{
    row->mood = db_text(r, i, 1, NULL);
    row->willingness = db_int(r, i, 2, 0);
}

static enum err read_all(struct db *db, struct arena *a, const struct scope *scope,
                         const struct db_stmt *stmt, reader *read, struct interaction_rows *rows)
{
    struct db_rows r;
    int64_t *ids = arena_array(a, rows->n + 1, sizeof *ids);
    for (size_t i = 0; i < rows->n; i++)
        ids[i] = rows->rows[i].id;
    if (!rows->n)
        return OK;
    enum err e = db_query(db, a, scope, stmt, DB_ARGS(DB_LIST("ids", ids, rows->n)), &r);
    for (size_t i = 0; !e && i < r.n; i++)
        for (size_t k = 0; k < rows->n; k++)
            if (ids[k] == db_int(&r, i, 0, 0))
                read(&r, i, &rows->rows[k]);
    return e;
}

enum err interactions_functions(struct db *db, struct arena *a, const struct scope *scope,
                                struct interaction_rows *rows)
{
    return read_all(db, a, scope, &functions, read_function, rows);
}

enum err interactions_tags(struct db *db, struct arena *a, const struct scope *scope,
                           struct interaction_rows *rows)
{
    return read_all(db, a, scope, &tags, read_tag, rows);
}

enum err interactions_accounts(struct db *db, struct arena *a, const struct scope *scope,
                               struct interaction_rows *rows)
{
    return read_all(db, a, scope, &accounts, read_account, rows);
}

enum err interactions_moods(struct db *db, struct arena *a, const struct scope *scope,
                            struct interaction_rows *rows)
{
    return read_all(db, a, scope, &moods, read_mood, rows);
}
