#include "store/api_writes.h"

#include "auth/scope.h"

static const struct db_stmt queue_named = {
    .name = "api_queue_named",
    .sql = "SELECT q.id FROM {facts}.queues q WHERE {scope_id:q} AND q.name = :name LIMIT 1",
    .cols = "i",
};
static const struct db_stmt key_scope = {
    .name = "api_key_scope",
    .sql = "SELECT k.scope, (SELECT GROUP_CONCAT(q.queue_id) FROM {app}.api_key_queues q "
           "WHERE q.tenant_id = k.tenant_id AND q.key_id = k.id) FROM {app}.api_keys k "
           "WHERE {tenant:k} AND k.id = :key",
    .cols = "ss",
};

const struct db_stmt *const api_write_statements[] = {&queue_named, NULL};
const struct db_stmt *const api_written_statements[] = {&queue_named, &key_scope, NULL};

enum err api_queue_named(struct db *db, struct arena *a, const struct scope *scope,
                         const char *name, int64_t *id)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &queue_named, DB_ARGS(DB_TEXT("name", name)), &r);
    *id = !e && r.n ? db_int(&r, 0, 0, 0) : 0;
    return e;
}

enum err api_key_scope(struct db *db, struct arena *a, int64_t tenant_id, int64_t key_id,
                       const struct scope **out)
{
    struct db_rows r;
    enum err e =
        db_query(db, a, scope_all(a, tenant_id), &key_scope, DB_ARGS(DB_INT("key", key_id)), &r);
    if (e)
        return e;
    bool all = r.n && strcmp(db_text(&r, 0, 0, ""), "all") == 0;
    *out =
        all ? scope_all(a, tenant_id) : scope_list(a, tenant_id, r.n ? db_text(&r, 0, 1, "") : "");
    return OK;
}
