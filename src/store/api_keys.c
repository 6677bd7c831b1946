#include "store/api_keys.h"

#include "auth/api_key.h"

#define COLUMNS                                                                                    \
    "k.id, k.name, k.prefix, k.scope = 'all', k.permissions, k.per_minute, k.created_by, "         \
    "k.created_at, k.revoked_at, (SELECT COUNT(*) FROM {app}.api_key_queues kq "                   \
    "WHERE kq.tenant_id = k.tenant_id AND kq.key_id = k.id), "                                     \
    "(SELECT MAX(u.minute_at) FROM {app}.api_key_use u WHERE u.tenant_id = k.tenant_id "           \
    "AND u.key_id = k.id) FROM {app}.api_keys k WHERE {tenant:k} "
#define TYPES "issisisttit"
#define FITS                                                                                       \
    "[search|AND (k.name LIKE :search ESCAPE '|' OR k.prefix LIKE :search ESCAPE '|') ]"           \
    "AND k.revoked_at IS [revoked|NOT NULL|NULL] "

static const struct db_stmt page = {
    .name = "api_keys_page",
    .sql = "SELECT " COLUMNS FITS LISTING_PAGE("k.name", "k.id"),
    .cols = TYPES,
};
static const struct db_stmt count = {
    .name = "api_keys_count",
    .sql = LISTING_COUNT("{app}.api_keys k WHERE {tenant:k} " FITS),
    .cols = "i",
};
static const struct db_stmt find = {
    .name = "api_key_find",
    .sql = "SELECT " COLUMNS "AND k.id = :id [lock|FOR UPDATE]",
    .cols = TYPES,
};
static const struct db_stmt names = {
    .name = "api_key_queue_names",
    .sql = "SELECT q.name FROM {app}.api_key_queues kq JOIN {facts}.queues q ON {scope_id:q} "
           "AND q.id = kq.queue_id WHERE {tenant:kq} AND kq.key_id = :id ORDER BY q.name LIMIT 51",
    .cols = "s",
};
static const struct db_stmt taken_sql = {
    .name = "api_key_name_taken",
    .sql = "SELECT k.id FROM {app}.api_keys k WHERE {tenant:k} AND k.name = :name "
           "AND k.revoked_at IS NULL LIMIT 1",
    .cols = "i",
};
static const struct db_stmt insert = {
    .name = "api_key_insert",
    .sql = "INSERT INTO {app}.api_keys (tenant_id, name, prefix, key_hash, scope, permissions, "
           "per_minute, created_by, created_at) VALUES ({tenant}, :name, :prefix, :hash, :scope, "
           ":permissions, :per_minute, :by, :at)",
    .cols = "",
};
static const struct db_stmt add_queues = {
    .name = "api_key_add_queues",
    .sql = "INSERT INTO {app}.api_key_queues (tenant_id, key_id, queue_id) "
           "SELECT {tenant}, :id, q.id FROM {facts}.queues q "
           "WHERE {scope_id:q} AND q.id IN (:queues[])",
    .cols = "",
};
static const struct db_stmt revoke_sql = {
    .name = "api_key_revoke",
    .sql = "UPDATE {app}.api_keys k SET k.revoked_at = :now "
           "WHERE {tenant:k} AND k.id = :id AND k.revoked_at IS NULL",
    .cols = "",
};

const struct db_stmt *const api_key_statements[] = {
    &page, &count, &find, &names, &taken_sql, &insert, &add_queues, &revoke_sql, NULL,
};

static struct api_key_row read_row(const struct db_rows *r, size_t i)
{
    return (struct api_key_row){
        .id = db_int(r, i, 0, 0),
        .name = db_text(r, i, 1, ""),
        .prefix = db_text(r, i, 2, ""),
        .all_queues = db_int(r, i, 3, 0),
        .permissions = db_text(r, i, 4, ""),
        .per_minute = db_int(r, i, 5, 0),
        .created_by = db_text(r, i, 6, ""),
        .created_at = db_int(r, i, 7, 0),
        .revoked_at = db_int(r, i, 8, 0),
        .queues = db_int(r, i, 9, 0),
        .used_at = db_int(r, i, 10, 0),
    };
}

static const struct db_arg *filter(bool revoked)
{
    static const struct db_arg only_revoked[] = {DB_ON("revoked"), {0}};
    return revoked ? only_revoked : NULL;
}

enum err api_keys_page(struct db *db, struct arena *a, const struct scope *scope,
                       const struct listing *want, bool revoked, struct api_key_row **out,
                       size_t *n, bool *more)
{
    struct listing_rows rows;
    enum err e = listing_fetch(db, a, scope, &page, want, filter(revoked), &rows);
    *n = e ? 0 : rows.rows.n;
    *more = !e && rows.more;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = read_row(&rows.rows, i);
    return e;
}

enum err api_keys_count(struct db *db, struct arena *a, const struct scope *scope,
                        const struct listing *want, bool revoked, int64_t *out)
{
    return listing_count(db, a, scope, &count, want, filter(revoked), out);
}

enum err api_key_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      bool lock, struct api_key_row *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &find,
                          DB_ARGS(DB_INT("id", id), DB_ON(lock ? "lock" : NULL)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such key");
    if (!e)
        *out = read_row(&rows, 0);
    return e;
}

enum err api_key_queue_names(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                             const char **out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &names, DB_ARGS(DB_INT("id", id)), &rows);
    *out = "";
    for (size_t i = 0; !e && i < rows.n && i < 50; i++)
        *out = arena_printf(a, "%s%s%s", *out, i ? ", " : "", db_text(&rows, i, 0, ""));
    if (!e && rows.n > 50)
        *out = arena_printf(a, "%s and more", *out);
    return e;
}

enum err api_key_name_taken(struct db *db, struct arena *a, const struct scope *scope,
                            const char *name, bool *taken)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &taken_sql, DB_ARGS(DB_TEXT("name", name)), &rows);
    *taken = !e && rows.n;
    return e;
}

enum err api_key_insert(struct db *db, struct arena *a, const struct scope *scope,
                        struct api_key_row *k, const unsigned char *hash, const int64_t *queues,
                        size_t n)
{
    enum err e =
        db_exec(db, a, scope, &insert,
                DB_ARGS(DB_TEXT("name", k->name), DB_TEXT("prefix", k->prefix),
                        DB_BYTES("hash", hash, API_KEY_HASH),
                        DB_TEXT("scope", k->all_queues ? "all" : "assigned"),
                        DB_TEXT("permissions", k->permissions), DB_INT("per_minute", k->per_minute),
                        DB_TEXT("by", k->created_by), DB_TIME("at", k->created_at)),
                NULL);
    k->id = e ? 0 : db_inserted(db);
    if (!e && !k->all_queues)
        e = db_exec(db, a, scope, &add_queues,
                    DB_ARGS(DB_INT("id", k->id), DB_LIST("queues", queues, n)), NULL);
    return e;
}

enum err api_key_revoke(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                        ms_t now)
{
    return db_exec(db, a, scope, &revoke_sql, DB_ARGS(DB_INT("id", id), DB_TIME("now", now)), NULL);
}
