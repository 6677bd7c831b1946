#include "store/agents.h"

#include "store/catalog.h"

#define COLUMNS "g.id, g.name, g.kind = 'ai', g.active FROM {facts}.agents g "
#define FITS                                                                                       \
    "{tenant:g} [search|AND g.name LIKE :search ESCAPE '|' ][active|AND g.active ]"                \
    "[off|AND NOT g.active ][human|AND g.kind = 'human' ][ai|AND g.kind = 'ai' ]"

static const struct db_stmt page = {
    .name = "agents_page",
    .sql = "SELECT " COLUMNS "WHERE " FITS LISTING_PAGE("g.name", "g.id"),
    .cols = "isii",
};
static const struct db_stmt count = {
    .name = "agents_count",
    .sql = LISTING_COUNT("{facts}.agents g WHERE " FITS),
    .cols = "i",
};
static const struct db_stmt find = {
    .name = "agent_find",
    .sql = "SELECT " COLUMNS "WHERE {tenant:g} AND g.id = :id [lock|FOR UPDATE]",
    .cols = "isii",
};
static const struct db_stmt next_id = {
    .name = "agent_next_id",
    .sql = "SELECT CAST(COALESCE(MAX(g.id), 0) + 1 AS SIGNED) FROM {facts}.agents g WHERE "
           "{tenant:g} FOR UPDATE",
    .cols = "i",
};
static const struct db_stmt insert = {
    .name = "agent_insert",
    .sql = "INSERT INTO {facts}.agents (tenant_id, id, name, kind, active) "
           "VALUES ({tenant}, :id, :name, :kind, :active)",
    .cols = "",
};
static const struct db_stmt update = {
    .name = "agent_update",
    .sql = "UPDATE {facts}.agents g SET g.name = :name, g.kind = :kind, g.active = :active "
           "WHERE {tenant:g} AND g.id = :id",
    .cols = "",
};

const struct db_stmt *const agent_statements[] = {
    &page, &count, &find, &next_id, &insert, &update, NULL,
};

static struct agent read_row(const struct db_rows *r, size_t i)
{
    return (struct agent){.id = db_int(r, i, 0, 0),
                          .name = db_text(r, i, 1, ""),
                          .ai = db_int(r, i, 2, 0),
                          .active = db_int(r, i, 3, 0)};
}

static void filter_args(const struct agents_filter *f, struct db_arg out[3])
{
    size_t n = 0;
    if (f->state)
        out[n++] = (struct db_arg)DB_ON(f->state);
    if (f->kind)
        out[n++] = (struct db_arg)DB_ON(f->kind);
    out[n] = (struct db_arg){0};
}

enum err agents_page(struct db *db, struct arena *a, const struct scope *scope,
                     const struct listing *want, const struct agents_filter *f, struct agent **out,
                     size_t *n, bool *more)
{
    struct listing_rows rows;
    struct db_arg args[3];
    filter_args(f, args);
    enum err e = listing_fetch(db, a, scope, &page, want, args, &rows);
    *n = e ? 0 : rows.rows.n;
    *more = !e && rows.more;
    *out = arena_array(a, *n, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = read_row(&rows.rows, i);
    return e;
}

enum err agents_count(struct db *db, struct arena *a, const struct scope *scope,
                      const struct listing *want, const struct agents_filter *f, int64_t *out)
{
    struct db_arg args[3];
    filter_args(f, args);
    return listing_count(db, a, scope, &count, want, args, out);
}

enum err agent_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                    bool lock, struct agent *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &find,
                          DB_ARGS(DB_INT("id", id), DB_ON(lock ? "lock" : NULL)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such agent");
    if (!e)
        *out = read_row(&rows, 0);
    return e;
}

enum err agent_save(struct db *db, struct arena *a, const struct scope *scope, struct agent *g)
{
    struct db_rows rows;
    bool fresh = !g->id;
    enum err e = fresh ? db_query(db, a, scope, &next_id, DB_ARGS({0}), &rows) : OK;
    if (!e && fresh)
        g->id = db_int(&rows, 0, 0, 1);
    if (!e)
        e = db_exec(db, a, scope, fresh ? &insert : &update,
                    DB_ARGS(DB_INT("id", g->id), DB_TEXT("name", g->name),
                            DB_TEXT("kind", g->ai ? "ai" : "human"), DB_INT("active", g->active)),
                    NULL);
    return e ? e : catalog_bump(db, a, scope);
}
