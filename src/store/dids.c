#include "store/dids.h"

#include "store/catalog.h"

#define COLUMNS "d.id, d.number, d.label FROM {facts}.dids d "
#define FITS                                                                                       \
    "{tenant:d} [search|AND (d.number LIKE :search ESCAPE '|' "                                    \
    "OR d.label LIKE :search ESCAPE '|') ]"

static const struct db_stmt page = {
    .name = "dids_page",
    .sql = "SELECT " COLUMNS "WHERE " FITS LISTING_PAGE("d.number", "d.id"),
    .cols = "iss",
};
static const struct db_stmt count = {
    .name = "dids_count",
    .sql = LISTING_COUNT("{facts}.dids d WHERE " FITS),
    .cols = "i",
};
static const struct db_stmt find = {
    .name = "did_find",
    .sql = "SELECT " COLUMNS "WHERE {tenant:d} AND d.id = :id [lock|FOR UPDATE]",
    .cols = "iss",
};
static const struct db_stmt taken_sql = {
    .name = "did_number_taken",
    .sql = "SELECT d.id FROM {facts}.dids d WHERE {tenant:d} AND d.number = :number "
           "AND d.id <> :id LIMIT 1",
    .cols = "i",
};
static const struct db_stmt uses = {
    .name = "did_uses",
    .sql = "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM {facts}.closed_interactions i "
           "WHERE {scope:i} AND i.did_id = :id LIMIT 10001) c) + "
           "(SELECT COUNT(*) FROM {facts}.active_interactions i "
           "WHERE {scope:i} AND i.did_id = :id) + "
           "(SELECT COUNT(*) FROM (SELECT 1 FROM {facts}.deleted_interactions i "
           "WHERE {scope:i} AND i.did_id = :id LIMIT 10001) d)",
    .cols = "i",
};
static const struct db_stmt next_id = {
    .name = "did_next_id",
    .sql = "SELECT CAST(COALESCE(MAX(d.id), 0) + 1 AS SIGNED) FROM {facts}.dids d WHERE {tenant:d} "
           "FOR UPDATE",
    .cols = "i",
};
static const struct db_stmt insert = {
    .name = "did_insert",
    .sql = "INSERT INTO {facts}.dids (tenant_id, id, number, label) "
           "VALUES ({tenant}, :id, :number, :label)",
    .cols = "",
};
static const struct db_stmt update = {
    .name = "did_update",
    .sql = "UPDATE {facts}.dids d SET d.number = :number, d.label = :label "
           "WHERE {tenant:d} AND d.id = :id",
    .cols = "",
};
static const struct db_stmt delete = {
    .name = "did_delete",
    .sql = "DELETE FROM {facts}.dids WHERE tenant_id = {tenant} AND id = :id",
    .cols = "",
};

const struct db_stmt *const did_statements[] = {
    &page, &count, &find, &taken_sql, &uses, &next_id, &insert, &update, &delete, NULL,
};

static struct did read_row(const struct db_rows *r, size_t i)
{
    return (struct did){
        .id = db_int(r, i, 0, 0), .number = db_text(r, i, 1, ""), .label = db_text(r, i, 2, NULL)};
}

enum err dids_page(struct db *db, struct arena *a, const struct scope *scope,
                   const struct listing *want, struct did **out, size_t *n, bool *more)
{
    struct listing_rows rows;
    enum err e = listing_fetch(db, a, scope, &page, want, NULL, &rows);
    *n = e ? 0 : rows.rows.n;
    *more = !e && rows.more;
    *out = arena_array(a, *n, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = read_row(&rows.rows, i);
    return e;
}

enum err dids_count(struct db *db, struct arena *a, const struct scope *scope,
                    const struct listing *want, int64_t *out)
{
    return listing_count(db, a, scope, &count, want, NULL, out);
}

enum err did_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id, bool lock,
                  struct did *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &find,
                          DB_ARGS(DB_INT("id", id), DB_ON(lock ? "lock" : NULL)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such DID");
    if (!e)
        *out = read_row(&rows, 0);
    return e;
}

enum err did_number_taken(struct db *db, struct arena *a, const struct scope *scope,
                          const char *number, int64_t id, bool *taken)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &taken_sql,
                          DB_ARGS(DB_TEXT("number", number), DB_INT("id", id)), &rows);
    *taken = !e && rows.n;
    return e;
}

enum err did_uses(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                  int64_t *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &uses, DB_ARGS(DB_INT("id", id)), &rows);
    *out = e ? 0 : db_int(&rows, 0, 0, 0);
    return e;
}

enum err did_save(struct db *db, struct arena *a, const struct scope *scope, struct did *d)
{
    struct db_rows rows;
    bool fresh = !d->id;
    enum err e = fresh ? db_query(db, a, scope, &next_id, DB_ARGS({0}), &rows) : OK;
    if (!e && fresh)
        d->id = db_int(&rows, 0, 0, 1);
    if (!e)
        e = db_exec(
            db, a, scope, fresh ? &insert : &update,
            DB_ARGS(DB_INT("id", d->id), DB_TEXT("number", d->number), DB_TEXT("label", d->label)),
            NULL);
    return e ? e : catalog_bump(db, a, scope);
}

enum err did_delete(struct db *db, struct arena *a, const struct scope *scope, int64_t id)
{
    enum err e = db_exec(db, a, scope, &delete, DB_ARGS(DB_INT("id", id)), NULL);
    return e ? e : catalog_bump(db, a, scope);
}
