#include "auth/key_access.h"

#include "auth/api_key.h"
#include "http/route.h"

enum { MINUTE_MS = 60 * 1000 };

/* One statement answers which tenant, which rights, which queues, and whether names in memory still
 * hold. */
static const struct db_stmt key_find = {
    .name = "key_find",
    .sql = "SELECT k.id, k.tenant_id, k.name, k.scope, k.permissions, k.per_minute, t.name, "
           "t.zone, t.locale, IF(k.scope = 'all', NULL, (SELECT GROUP_CONCAT(q.queue_id) "
           "FROM {app}.api_key_queues q WHERE q.tenant_id = k.tenant_id AND q.key_id = k.id)), "
           "(SELECT c.version FROM {app}.catalog_versions c WHERE c.tenant_id = k.tenant_id) "
           "FROM {app}.api_keys k JOIN {app}.tenants t ON t.id = k.tenant_id AND t.active "
           "WHERE k.key_hash = :hash AND k.revoked_at IS NULL",
    .cols = "iisssissssi",
    .system = "makes the scope",
};
enum { ID, TENANT_ID, NAME, SCOPE, PERMISSIONS, PER_MINUTE, TENANT, ZONE, LOCALE, QUEUES, VERSION };

static const struct db_stmt key_count = {
    .name = "key_count",
    .sql = "INSERT INTO {app}.api_key_use (tenant_id, key_id, minute_at, n) "
           "VALUES ({tenant}, :key, :minute, 1) ON DUPLICATE KEY UPDATE n = n + 1",
    .cols = "",
};
static const struct db_stmt key_used = {
    .name = "key_used",
    .sql = "SELECT u.n FROM {app}.api_key_use u "
           "WHERE {tenant:u} AND u.key_id = :key AND u.minute_at = :minute",
    .cols = "i",
};

/* Only the minute of the last use is of interest. */
static const struct db_stmt key_forget = {
    .name = "key_forget",
    .sql = "DELETE FROM {app}.api_key_use WHERE tenant_id = {tenant} AND key_id = :key "
           "AND minute_at < :minute",
    .cols = "",
};

const struct db_stmt *const key_statements[] = {&key_find, &key_count, &key_used, &key_forget,
                                                NULL};

/* The key of "Bearer pk_...", NULL when there is none. */
static const char *bearer(struct request *r)
{
    static const char scheme[] = "Bearer ";
    const char *s = request_header(r, "Authorization");
    if (!s || strncasecmp(s, scheme, sizeof scheme - 1) != 0)
        return NULL;
    s += sizeof scheme - 1;
    return s + strspn(s, " ");
}

static struct session *read_key(struct arena *a, const struct db_rows *rows)
{
    struct session *s = arena_alloc(a, sizeof *s);
    *s = (struct session){
        .key_id = db_int(rows, 0, ID, 0),
        .key_limit = db_int(rows, 0, PER_MINUTE, 0),
        .tenant_id = db_int(rows, 0, TENANT_ID, 0),
        .name = arena_printf(a, "API key %s", db_text(rows, 0, NAME, "")),
        .email = "",
        .role = "",
        .tenant = db_text(rows, 0, TENANT, ""),
        .zone = db_text(rows, 0, ZONE, "UTC"),
        .theme = "auto",
        .permissions = arena_printf(a, ",%s,", db_text(rows, 0, PERMISSIONS, "")),
        .cookie = "",
        .catalog_version = db_int(rows, 0, VERSION, 0),
    };
    if (!zone_valid(s->zone))
        s->zone = "UTC";
    s->viewer = (struct viewer){s->zone, locale_of(db_text(rows, 0, LOCALE, ""))};
    return s;
}

static enum err find(struct request *r)
{
    unsigned char hash[API_KEY_HASH];
    struct db_rows rows;
    const char *key = bearer(r);
    if (!key)
        return err_set(ERR_SIGNED_OUT,
                       "send a key of this API in the header Authorization: Bearer pk_...");
    if (!api_key_hash(key, hash))
        return err_set(ERR_SIGNED_OUT, "there is no such key");
    enum err e = db_query(r->db, r->arena, NULL, &key_find,
                          DB_ARGS(DB_BYTES("hash", hash, sizeof hash)), &rows);
    if (e)
        return e;
    if (!rows.n)
        return err_set(ERR_SIGNED_OUT, "there is no such key");
    r->session = read_key(r->arena, &rows);
    r->scope = strcmp(db_text(&rows, 0, SCOPE, ""), "all") == 0
                   ? scope_all(r->arena, r->session->tenant_id)
                   : scope_list(r->arena, r->session->tenant_id, db_text(&rows, 0, QUEUES, ""));
    return OK;
}

/* Counted before anything else is done for it, whatever comes of it. */
static enum err count(struct request *r)
{
    struct db_rows rows;
    struct session *s = r->session;
    const struct db_arg args[] = {
        DB_INT("key", s->key_id), DB_TIME("minute", r->now - r->now % MINUTE_MS), {0}};
    enum err e = db_exec(r->db, r->arena, r->scope, &key_count, args, NULL);
    if (!e)
        e = db_query(r->db, r->arena, r->scope, &key_used, args, &rows);
    if (e)
        return e;
    s->key_used = rows.n ? db_int(&rows, 0, 0, 0) : 0;
    if (s->key_used == 1)
        e = db_exec(r->db, r->arena, r->scope, &key_forget, args, NULL);
    if (!e && s->key_used > s->key_limit)
        e = err_set(ERR_BUSY, "this key may make %lld requests a minute", (long long)s->key_limit);
    return e;
}

enum err key_admit(struct request *r)
{
    enum err e = find(r);
    if (!e)
        e = count(r);
    return e ? e : session_allow(r->session, r->route->permission);
}

int64_t key_wait_s(const struct request *r)
{
    return (MINUTE_MS - r->now % MINUTE_MS + 999) / 1000;
}

void key_tell(const struct request *r, struct response *out)
{
    const struct session *s = r->session;
    if (!s || !s->key_used)
        return;
    int64_t left = s->key_limit > s->key_used ? s->key_limit - s->key_used : 0;
    const struct {
        const char *name;
        int64_t value;
    } headers[] = {{"RateLimit-Limit", s->key_limit},
                   {"RateLimit-Remaining", left},
                   {"RateLimit-Reset", key_wait_s(r)}};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        response_header(out, headers[i].name,
                        arena_printf(r->arena, "%lld", (long long)headers[i].value));
}
