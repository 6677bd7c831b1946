#include "store/holds.h"

static const struct db_stmt find = {
    .name = "hold_find",
    .sql = "SELECT h.reason, h.set_by, h.set_at FROM {app}.legal_holds h "
           "WHERE {tenant:h} AND h.interaction_id = :id [lock|FOR UPDATE]",
    .cols = "sst",
};
static const struct db_stmt insert = {
    .name = "hold_insert",
    .sql = "INSERT INTO {app}.legal_holds (tenant_id, interaction_id, reason, set_by, set_at) "
           "VALUES ({tenant}, :id, :reason, :by, :at)",
    .cols = "",
};
static const struct db_stmt delete = {
    .name = "hold_delete",
    .sql = "DELETE FROM {app}.legal_holds WHERE tenant_id = {tenant} AND interaction_id = :id",
    .cols = "",
};

const struct db_stmt *const hold_statements[] = {&find, &insert, &delete, NULL};

enum err hold_find(struct db *db, struct arena *a, const struct scope *scope, int64_t interaction,
                   bool lock, struct hold *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &find,
                          DB_ARGS(DB_INT("id", interaction), DB_ON(lock ? "lock" : NULL)), &r);
    *out = (struct hold){0};
    if (!e && r.n)
        *out = (struct hold){db_text(&r, 0, 0, ""), db_text(&r, 0, 1, ""), db_int(&r, 0, 2, 0)};
    return e;
}

enum err hold_set(struct db *db, struct arena *a, const struct scope *scope, int64_t interaction,
                  const struct hold *hold)
{
    return db_exec(db, a, scope, &insert,
                   DB_ARGS(DB_INT("id", interaction), DB_TEXT("reason", hold->reason),
                           DB_TEXT("by", hold->by), DB_TIME("at", hold->at)),
                   NULL);
}

enum err hold_release(struct db *db, struct arena *a, const struct scope *scope,
                      int64_t interaction)
{
    return db_exec(db, a, scope, &delete, DB_ARGS(DB_INT("id", interaction)), NULL);
}
