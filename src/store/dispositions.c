#include "store/dispositions.h"

#include "store/catalog.h"

#define COLUMNS "d.id, d.code, d.name, d.active FROM {facts}.dispositions d "
#define FITS                                                                                       \
    "{tenant:d} [search|AND (d.code LIKE :search ESCAPE '|' OR d.name LIKE :search ESCAPE '|') ]"  \
    "[active|AND d.active ][off|AND NOT d.active ]"

static const struct db_stmt page = {
    .name = "dispositions_page",
    .sql = "SELECT " COLUMNS "WHERE " FITS LISTING_PAGE("d.code", "d.id"),
    .cols = "issi",
};
static const struct db_stmt page_by_name = {
    .name = "dispositions_page_by_name",
    .sql = "SELECT " COLUMNS "WHERE " FITS LISTING_PAGE("d.name", "d.id"),
    .cols = "issi",
};
static const struct db_stmt count = {
    .name = "dispositions_count",
    .sql = LISTING_COUNT("{facts}.dispositions d WHERE " FITS),
    .cols = "i",
};
static const struct db_stmt find = {
    .name = "disposition_find",
    .sql = "SELECT " COLUMNS "WHERE {tenant:d} AND d.id = :id [lock|FOR UPDATE]",
    .cols = "issi",
};
static const struct db_stmt taken_sql = {
    .name = "disposition_code_taken",
    .sql = "SELECT d.id FROM {facts}.dispositions d WHERE {tenant:d} AND d.code = :code "
           "AND d.id <> :id LIMIT 1",
    .cols = "i",
};
static const struct db_stmt next_id = {
    .name = "disposition_next_id",
    .sql = "SELECT CAST(COALESCE(MAX(d.id), 0) + 1 AS SIGNED) FROM {facts}.dispositions d "
           "WHERE {tenant:d} FOR UPDATE",
    .cols = "i",
};
static const struct db_stmt insert = {
    .name = "disposition_insert",
    .sql = "INSERT INTO {facts}.dispositions (tenant_id, id, code, name, active) "
           "VALUES ({tenant}, :id, :code, :name, :active)",
    .cols = "",
};
static const struct db_stmt update = {
    .name = "disposition_update",
    .sql = "UPDATE {facts}.dispositions d SET d.code = :code, d.name = :name, d.active = :active "
           "WHERE {tenant:d} AND d.id = :id",
    .cols = "",
};

const struct db_stmt *const disposition_statements[] = {
    &page, &page_by_name, &count, &find, &taken_sql, &next_id, &insert, &update, NULL,
};

static struct disposition read_row(const struct db_rows *r, size_t i)
{
    return (struct disposition){.id = db_int(r, i, 0, 0),
                                .code = db_text(r, i, 1, ""),
                                .name = db_text(r, i, 2, ""),
                                .active = db_int(r, i, 3, 0)};
}

enum err dispositions_page(struct db *db, struct arena *a, const struct scope *scope,
                           const struct listing *want, bool by_name, const char *state,
                           struct disposition **out, size_t *n, bool *more)
{
    struct listing_rows rows;
    const struct db_arg args[] = {DB_ON(state), {0}};
    enum err e = listing_fetch(db, a, scope, by_name ? &page_by_name : &page, want, args, &rows);
    *n = e ? 0 : rows.rows.n;
    *more = !e && rows.more;
    *out = arena_array(a, *n, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = read_row(&rows.rows, i);
    return e;
}

enum err dispositions_count(struct db *db, struct arena *a, const struct scope *scope,
                            const struct listing *want, const char *state, int64_t *out)
{
    const struct db_arg args[] = {DB_ON(state), {0}};
    return listing_count(db, a, scope, &count, want, args, out);
}

enum err disposition_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                          bool lock, struct disposition *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &find,
                          DB_ARGS(DB_INT("id", id), DB_ON(lock ? "lock" : NULL)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such disposition");
    if (!e)
        *out = read_row(&rows, 0);
    return e;
}

enum err disposition_code_taken(struct db *db, struct arena *a, const struct scope *scope,
                                const char *code, int64_t id, bool *taken)
{
    struct db_rows rows;
    enum err e =
        db_query(db, a, scope, &taken_sql, DB_ARGS(DB_TEXT("code", code), DB_INT("id", id)), &rows);
    *taken = !e && rows.n;
    return e;
}

enum err disposition_save(struct db *db, struct arena *a, const struct scope *scope,
                          struct disposition *d)
{
    struct db_rows rows;
    bool fresh = !d->id;
    enum err e = fresh ? db_query(db, a, scope, &next_id, DB_ARGS({0}), &rows) : OK;
    if (!e && fresh)
        d->id = db_int(&rows, 0, 0, 1);
    if (!e)
        e = db_exec(db, a, scope, fresh ? &insert : &update,
                    DB_ARGS(DB_INT("id", d->id), DB_TEXT("code", d->code), DB_TEXT("name", d->name),
                            DB_INT("active", d->active)),
                    NULL);
    return e ? e : catalog_bump(db, a, scope);
}
