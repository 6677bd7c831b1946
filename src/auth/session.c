#include "auth/session.h"

#include "core/conf.h"
#include "http/token.h"

#include <sodium.h>

enum { TOUCH_MS = 60 * 1000 };

/* One statement answers who, which rights, which queues, and whether names in memory still hold. */
const struct db_stmt session_find = {
    .name = "session_find",
    .sql = "SELECT u.id, u.tenant_id, u.name, u.email, ro.name, ro.scope, t.name, "
           "COALESCE(u.zone, t.zone), COALESCE(u.locale, t.locale), u.theme, s.created_at, "
           "s.seen_at, u.role_id, u.must_change_password, u.view_id, u.grid_columns, "
           "(SELECT GROUP_CONCAT(p.permission) FROM {app}.role_permissions p "
           "WHERE p.role_id = u.role_id), "
           "IF(ro.scope = 'all', NULL, (SELECT GROUP_CONCAT(q.queue_id) FROM {app}.user_queues q "
           "WHERE q.tenant_id = u.tenant_id AND q.user_id = u.id)), "
           "(SELECT c.version FROM {app}.catalog_versions c WHERE c.tenant_id = u.tenant_id) "
           "FROM {app}.sessions s "
           "JOIN {app}.users u ON u.id = s.user_id AND u.tenant_id = s.tenant_id "
           "AND u.rights_version = s.rights_version AND u.active "
           "JOIN {app}.tenants t ON t.id = u.tenant_id AND t.active "
           "JOIN {app}.roles ro ON ro.id = u.role_id "
           "WHERE s.id_hash = :hash",
    .cols = "iisssssssstt"
            "iiisssi",
    .system = "makes the scope",
};
enum {
    USER_ID,
    TENANT_ID,
    NAME,
    EMAIL,
    ROLE,
    SCOPE,
    TENANT,
    ZONE,
    LOCALE,
    THEME,
    CREATED,
    SEEN,
    ROLE_ID,
    MUST_CHANGE,
    VIEW,
    GRID_COLUMNS,
    PERMISSIONS,
    QUEUES,
    VERSION
};

const struct db_stmt session_touch = {
    .name = "session_touch",
    .sql = "UPDATE {app}.sessions SET seen_at = :now WHERE id_hash = :hash",
    .cols = "",
    .system = "before there is a scope",
};

const struct db_stmt session_insert = {
    .name = "session_insert",
    .sql = "INSERT INTO {app}.sessions (id_hash, tenant_id, user_id, rights_version, created_at, "
           "seen_at, address, user_agent) "
           "VALUES (:hash, :tenant, :user, :rights, :now, :now, :address, :agent)",
    .cols = "",
    .system = "before there is a scope",
};

const struct db_stmt session_delete = {
    .name = "session_delete",
    .sql = "DELETE FROM {app}.sessions WHERE id_hash = :hash",
    .cols = "",
    .system = "before there is a scope",
};

const struct db_stmt session_delete_all = {
    .name = "session_delete_all",
    .sql = "DELETE FROM {app}.sessions WHERE tenant_id = :tenant AND user_id = :user",
    .cols = "",
    .system = "of one person, all of them",
};

/* A few at a time, at some sign-ins: sessions that nobody ended. */
const struct db_stmt session_purge = {
    .name = "session_purge",
    .sql = "DELETE FROM {app}.sessions WHERE seen_at < :before LIMIT 20",
    .cols = "",
    .system = "before there is a scope",
};

static void hash_cookie(const char *cookie, unsigned char hash[SESSION_HASH])
{
    crypto_generichash(hash, SESSION_HASH, (const unsigned char *)cookie, strlen(cookie), NULL, 0);
}

static const struct scope *read_scope(struct arena *a, const struct db_rows *rows)
{
    int64_t tenant = db_int(rows, 0, TENANT_ID, 0);
    if (strcmp(db_text(rows, 0, SCOPE, ""), "all") == 0)
        return scope_all(a, tenant);
    return scope_list(a, tenant, db_text(rows, 0, QUEUES, ""));
}

static struct session *read_session(struct arena *a, const struct db_rows *rows, const char *cookie)
{
    struct session *s = arena_alloc(a, sizeof *s);
    *s = (struct session){
        .user_id = db_int(rows, 0, USER_ID, 0),
        .tenant_id = db_int(rows, 0, TENANT_ID, 0),
        .name = db_text(rows, 0, NAME, ""),
        .email = db_text(rows, 0, EMAIL, ""),
        .role_id = db_int(rows, 0, ROLE_ID, 0),
        .role = db_text(rows, 0, ROLE, ""),
        .tenant = db_text(rows, 0, TENANT, ""),
        .zone = db_text(rows, 0, ZONE, "UTC"),
        .theme = db_text(rows, 0, THEME, "auto"),
        .must_change_password = db_int(rows, 0, MUST_CHANGE, 0),
        .view_id = db_int(rows, 0, VIEW, 0),
        .grid_columns = db_text(rows, 0, GRID_COLUMNS, NULL),
        .permissions = arena_printf(a, ",%s,", db_text(rows, 0, PERMISSIONS, "")),
        .cookie = cookie,
        .catalog_version = db_int(rows, 0, VERSION, 0),
        .seen_at = db_int(rows, 0, SEEN, 0),
    };
    if (!zone_valid(s->zone))
        s->zone = "UTC";
    s->viewer = (struct viewer){s->zone, locale_of(db_text(rows, 0, LOCALE, ""))};
    return s;
}

static bool too_old(const struct db_rows *rows, ms_t now)
{
    ms_t idle = (ms_t)conf_int(CONF_SESSION_IDLE_MIN) * 60000;
    ms_t longest = (ms_t)conf_int(CONF_SESSION_MAX_H) * 3600000;
    return now - db_int(rows, 0, SEEN, 0) > idle || now - db_int(rows, 0, CREATED, 0) > longest;
}

enum err session_load(struct request *r)
{
    unsigned char hash[SESSION_HASH];
    struct db_rows rows;
    const char *cookie = request_cookie(r, cookie_name(r->arena, SESSION_COOKIE));
    if (!cookie)
        return err_set(ERR_SIGNED_OUT, "not signed in");
    hash_cookie(cookie, hash);
    enum err e = db_query(r->db, r->arena, NULL, &session_find,
                          DB_ARGS(DB_BYTES("hash", hash, sizeof hash)), &rows);
    if (e)
        return e;
    if (!rows.n || too_old(&rows, r->now))
        return err_set(ERR_SIGNED_OUT, "the session has ended");
    r->session = read_session(r->arena, &rows, cookie);
    memcpy(r->session->key, hash, sizeof hash);
    r->scope = read_scope(r->arena, &rows);
    if (r->refresh || r->now - r->session->seen_at < TOUCH_MS)
        return OK;
    return db_exec(r->db, r->arena, NULL, &session_touch,
                   DB_ARGS(DB_TIME("now", r->now), DB_BYTES("hash", hash, sizeof hash)), NULL);
}

enum err session_allow(const struct session *s, const char *permission)
{
    if (permission_in(s->permissions, permission))
        return OK;
    return err_set(ERR_FORBIDDEN, "%s does not have the permission '%.*s'",
                   s->key_id ? "this key" : "your role", (int)strcspn(permission, "|"), permission);
}

enum err session_administer(const struct request *r, int64_t tenant_id, const struct scope **out)
{
    bool own = tenant_id == r->session->tenant_id && scope_is_all(r->scope);
    if (!own && !permission_in(r->session->permissions, "tenants"))
        return err_set(ERR_NOT_FOUND, "no such tenant");
    *out = scope_all(r->arena, tenant_id);
    return OK;
}

/* Whatever the browser calls itself, as printable ASCII of a length that the column takes. */
static void plain_agent(const char *given, char *out, size_t size)
{
    size_t n = 0;
    for (; given[n] && n < size - 1; n++)
        out[n] = given[n] >= 0x20 && given[n] < 0x7f ? given[n] : '?';
    out[n] = 0;
}

enum err session_start(struct request *r, struct response *out, int64_t tenant_id, int64_t user_id,
                       int64_t rights_version)
{
    unsigned char hash[SESSION_HASH];
    const char *cookie = token_random(r->arena);
    hash_cookie(cookie, hash);
    char agent[201];
    plain_agent(r->user_agent ? r->user_agent : "", agent, sizeof agent);
    enum err e = db_exec(r->db, r->arena, NULL, &session_insert,
                         DB_ARGS(DB_BYTES("hash", hash, sizeof hash), DB_INT("tenant", tenant_id),
                                 DB_INT("user", user_id), DB_INT("rights", rights_version),
                                 DB_TIME("now", r->now), DB_TEXT("address", r->address),
                                 DB_TEXT("agent", agent)),
                         NULL);
    if (!e)
        response_cookie(out, SESSION_COOKIE, cookie);
    if (!e && r->session) {
        r->session->cookie = cookie;
        memcpy(r->session->key, hash, sizeof hash);
    }
    return e;
}

enum err session_tidy(struct request *r)
{
    ms_t oldest = r->now - (ms_t)conf_int(CONF_SESSION_MAX_H) * 3600000;
    return db_exec(r->db, r->arena, NULL, &session_purge, DB_ARGS(DB_TIME("before", oldest)), NULL);
}

enum err session_renew(struct request *r, struct response *out, int64_t rights_version)
{
    const struct session *s = r->session;
    enum err e = db_exec(r->db, r->arena, NULL, &session_delete_all,
                         DB_ARGS(DB_INT("tenant", s->tenant_id), DB_INT("user", s->user_id)), NULL);
    return e ? e : session_start(r, out, s->tenant_id, s->user_id, rights_version);
}

enum err session_end(struct request *r, struct response *out)
{
    unsigned char hash[SESSION_HASH];
    const char *cookie = request_cookie(r, cookie_name(r->arena, SESSION_COOKIE));
    response_cookie(out, SESSION_COOKIE, NULL);
    if (!cookie)
        return OK;
    hash_cookie(cookie, hash);
    return db_exec(r->db, r->arena, NULL, &session_delete,
                   DB_ARGS(DB_BYTES("hash", hash, sizeof hash)), NULL);
}
