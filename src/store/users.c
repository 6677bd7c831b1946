#include "store/users.h"

#define USER_COLUMNS                                                                               \
    "SELECT u.id, u.email, u.name, u.role_id, ro.name, ro.scope = 'all', u.active, "               \
    "u.password_hash IS NOT NULL, u.totp_secret IS NOT NULL, "                                     \
    "(SELECT GROUP_CONCAT(p.permission) FROM {app}.role_permissions p "                            \
    "WHERE p.role_id = u.role_id), "                                                               \
    "(SELECT COUNT(*) FROM {app}.user_queues q WHERE q.tenant_id = u.tenant_id "                   \
    "AND q.user_id = u.id), "                                                                      \
    "(SELECT MAX(a.at) FROM {app}.audit a WHERE a.tenant_id = u.tenant_id "                        \
    "AND a.user_id = u.id AND a.action = 'signin') "
#define USER_FROM                                                                                  \
    "{app}.users u JOIN {app}.roles ro ON ro.id = u.role_id AND ro.tenant_id IN (0, {tenant}) "    \
    "WHERE {tenant:u} "
#define USER_FILTER                                                                                \
    "[search|AND (u.name LIKE :search ESCAPE '|' OR u.email LIKE :search ESCAPE '|') ]"            \
    "[role|AND u.role_id = :role ][active|AND u.active = :active ]"                                \
    "[no_password|AND u.password_hash IS NULL ]"

enum {
    ID,
    EMAIL,
    NAME,
    ROLE_ID,
    ROLE,
    ALL_QUEUES,
    ACTIVE,
    HAS_PASSWORD,
    TOTP,
    PERMISSIONS,
    QUEUES,
    SIGNED_IN
};

static const struct db_stmt list = {
    .name = "users_list",
    .sql = USER_COLUMNS "FROM " USER_FROM USER_FILTER LISTING_PAGE("u.name", "u.id"),
    .cols = "issisiiiisit",
};
static const struct db_stmt count = {
    .name = "users_count",
    .sql = LISTING_COUNT(USER_FROM USER_FILTER),
    .cols = "i",
};
static const struct db_stmt find = {
    .name = "user_find",
    .sql = USER_COLUMNS "FROM " USER_FROM "AND u.id = :id",
    .cols = "issisiiiisit",
};
static const struct db_stmt email_taken = {
    .name = "user_email_taken",
    .sql = "SELECT 1 FROM {app}.users WHERE email = :email AND id <> :except",
    .cols = "i",
    .system = "an address signs in to the whole installation",
};

/* Locks what it reads: two who each rely on the other cannot both be taken away. */
#define OTHER_WITH(permission)                                                                     \
    "SELECT u.id FROM {app}.users u "                                                              \
    "JOIN {app}.roles ro ON ro.id = u.role_id AND ro.scope = 'all' "                               \
    "JOIN {app}.role_permissions p ON p.role_id = ro.id AND p.permission = '" permission "' "
static const struct db_stmt other_admin = {
    .name = "users_other_admin",
    .sql = OTHER_WITH("administration") "WHERE {tenant:u} AND ro.tenant_id IN (0, {tenant}) AND "
                                        "u.active AND u.password_hash IS NOT "
                                        "NULL AND u.id <> :user AND u.role_id <> :role "
                                        "LIMIT 1 LOCK IN SHARE MODE",
    .cols = "i",
};
static const struct db_stmt other_operator = {
    .name = "users_other_operator",
    .sql = OTHER_WITH("tenants") "JOIN {app}.tenants t ON t.id = u.tenant_id AND t.active "
                                 "WHERE u.active AND u.password_hash IS NOT NULL "
                                 "AND u.id <> :user AND u.tenant_id <> :tenant "
                                 "LIMIT 1 LOCK IN SHARE MODE",
    .cols = "i",
    .system = "who manages tenants does so for the whole installation",
};

static const struct db_stmt insert = {
    .name = "user_insert",
    .sql = "INSERT INTO {app}.users (tenant_id, email, name, role_id, password_hash, "
           "must_change_password) VALUES ({tenant}, :email, :name, :role, :hash, :must_change)",
    .cols = "",
};
static const struct db_stmt update = {
    .name = "user_update",
    .sql = "UPDATE {app}.users u SET u.email = :email, u.name = :name, "
           "u.rights_version = u.rights_version + (u.role_id <> :role), u.role_id = :role "
           "WHERE {tenant:u} AND u.id = :id",
    .cols = "",
};
static const struct db_stmt set_active = {
    .name = "user_set_active",
    .sql = "UPDATE {app}.users u SET u.active = :active, u.rights_version = u.rights_version + 1 "
           "WHERE {tenant:u} AND u.id = :id",
    .cols = "",
};
static const struct db_stmt set_password = {
    .name = "user_set_password",
    .sql = "UPDATE {app}.users u SET u.password_hash = :hash, "
           "u.must_change_password = :must_change, u.rights_version = u.rights_version + 1 "
           "WHERE {tenant:u} AND u.id = :id",
    .cols = "",
};
static const struct db_stmt new_rights = {
    .name = "user_new_rights",
    .sql = "UPDATE {app}.users u SET u.rights_version = u.rights_version + 1 "
           "WHERE {tenant:u} AND u.id = :id",
    .cols = "",
};
static const struct db_stmt no_totp = {
    .name = "user_no_totp",
    .sql = "UPDATE {app}.users u SET u.totp_secret = NULL, u.totp_step = NULL, "
           "u.rights_version = u.rights_version + 1 WHERE {tenant:u} AND u.id = :id",
    .cols = "",
};
static const struct db_stmt no_codes = {
    .name = "user_no_codes",
    .sql = "DELETE FROM {app}.recovery_codes WHERE tenant_id = {tenant} AND user_id = :id",
    .cols = "",
};
static const struct db_stmt no_sessions = {
    .name = "user_no_sessions",
    .sql = "DELETE FROM {app}.sessions WHERE tenant_id = {tenant} AND user_id = :id",
    .cols = "",
};

static const struct db_stmt queues = {
    .name = "user_queues",
    .sql = "SELECT q.id, q.name, q.active, uq.user_id IS NOT NULL FROM {facts}.queues q "
           "LEFT JOIN {app}.user_queues uq ON uq.tenant_id = q.tenant_id AND uq.user_id = :user "
           "AND uq.queue_id = q.id WHERE {scope_id:q} AND (q.active OR uq.user_id IS NOT NULL) "
           "ORDER BY q.name, q.id",
    .cols = "isii",
};
static const struct db_stmt no_queues = {
    .name = "user_no_queues",
    .sql = "DELETE FROM {app}.user_queues WHERE tenant_id = {tenant} AND user_id = :user",
    .cols = "",
};
static const struct db_stmt add_queues = {
    .name = "user_add_queues",
    .sql = "INSERT INTO {app}.user_queues (tenant_id, user_id, queue_id) "
           "SELECT {tenant}, :user, q.id FROM {facts}.queues q "
           "WHERE {scope_id:q} AND q.id IN (:queues[])",
    .cols = "",
};

const struct db_stmt *const user_statements[] = {
    &list,     &count,       &find,       &email_taken,  &other_admin, &other_operator,
    &insert,   &update,      &set_active, &set_password, &new_rights,  &no_totp,
    &no_codes, &no_sessions, &queues,     &no_queues,    &add_queues,  NULL,
};

enum { FILTER_ARGS = 3 };

static void filter_args(const struct user_filter *f, struct db_arg out[FILTER_ARGS + 1])
{
    size_t n = 0;
    if (f->role_id)
        out[n++] = (struct db_arg)DB_INT("role", f->role_id);
    if (f->state == USER_ACTIVE || f->state == USER_DISABLED)
        out[n++] = (struct db_arg)DB_INT("active", f->state == USER_ACTIVE);
    if (f->state == USER_NO_PASSWORD)
        out[n++] = (struct db_arg)DB_ON("no_password");
    out[n] = (struct db_arg){0};
}

enum err users_list(struct db *db, struct arena *a, const struct scope *scope,
                    const struct listing *want, const struct user_filter *filter,
                    struct listing_rows *out)
{
    struct db_arg args[FILTER_ARGS + 1];
    filter_args(filter, args);
    return listing_fetch(db, a, scope, &list, want, args, out);
}

enum err users_count(struct db *db, struct arena *a, const struct scope *scope,
                     const struct listing *want, const struct user_filter *filter, int64_t *out)
{
    struct db_arg args[FILTER_ARGS + 1];
    filter_args(filter, args);
    return listing_count(db, a, scope, &count, want, args, out);
}

struct user_row user_read(struct arena *a, const struct db_rows *rows, size_t i)
{
    return (struct user_row){
        .id = db_int(rows, i, ID, 0),
        .email = db_text(rows, i, EMAIL, ""),
        .name = db_text(rows, i, NAME, ""),
        .role_id = db_int(rows, i, ROLE_ID, 0),
        .role = db_text(rows, i, ROLE, ""),
        .all_queues = db_int(rows, i, ALL_QUEUES, 0),
        .active = db_int(rows, i, ACTIVE, 0),
        .has_password = db_int(rows, i, HAS_PASSWORD, 0),
        .second_factor = db_int(rows, i, TOTP, 0),
        .permissions = arena_printf(a, ",%s,", db_text(rows, i, PERMISSIONS, "")),
        .queues = db_int(rows, i, QUEUES, 0),
        .signed_in_at = db_int(rows, i, SIGNED_IN, 0),
    };
}

enum err user_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                   struct user_row *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &find, DB_ARGS(DB_INT("id", id)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such user");
    if (!e)
        *out = user_read(a, &rows, 0);
    return e;
}

static enum err any(struct db *db, struct arena *a, const struct scope *scope,
                    const struct db_stmt *stmt, const struct db_arg *args, bool *there)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, stmt, args, &rows);
    *there = !e && rows.n;
    return e;
}

enum err user_email_taken(struct db *db, struct arena *a, const char *email, int64_t except,
                          bool *taken)
{
    return any(db, a, NULL, &email_taken,
               DB_ARGS(DB_TEXT("email", email), DB_INT("except", except)), taken);
}

enum err users_other_admin(struct db *db, struct arena *a, const struct scope *scope,
                           int64_t without_user, int64_t without_role, bool *there)
{
    return any(db, a, scope, &other_admin,
               DB_ARGS(DB_INT("user", without_user), DB_INT("role", without_role)), there);
}

enum err users_other_operator(struct db *db, struct arena *a, int64_t without_user,
                              int64_t without_tenant, bool *there)
{
    return any(db, a, NULL, &other_operator,
               DB_ARGS(DB_INT("user", without_user), DB_INT("tenant", without_tenant)), there);
}

enum err user_insert(struct db *db, struct arena *a, const struct scope *scope,
                     const struct user_new *user, int64_t *id)
{
    enum err e = db_exec(db, a, scope, &insert,
                         DB_ARGS(DB_TEXT("email", user->email), DB_TEXT("name", user->name),
                                 DB_INT("role", user->role_id), DB_TEXT("hash", user->hash),
                                 DB_INT("must_change", user->must_change_password)),
                         NULL);
    *id = e ? 0 : db_inserted(db);
    return e;
}

enum err user_update(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                     const char *email, const char *name, int64_t role_id)
{
    return db_exec(db, a, scope, &update,
                   DB_ARGS(DB_TEXT("email", email), DB_TEXT("name", name), DB_INT("role", role_id),
                           DB_INT("id", id)),
                   NULL);
}

enum err user_end_sessions(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           int64_t *ended)
{
    enum err e = db_exec(db, a, scope, &no_sessions, DB_ARGS(DB_INT("id", id)), ended);
    return e ? e : db_exec(db, a, scope, &new_rights, DB_ARGS(DB_INT("id", id)), NULL);
}

static enum err change(struct db *db, struct arena *a, const struct scope *scope,
                       const struct db_stmt *stmt, const struct db_arg *args, int64_t id)
{
    enum err e = db_exec(db, a, scope, stmt, args, NULL);
    return e ? e : db_exec(db, a, scope, &no_sessions, DB_ARGS(DB_INT("id", id)), NULL);
}

enum err user_set_active(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                         bool active)
{
    return change(db, a, scope, &set_active, DB_ARGS(DB_INT("active", active), DB_INT("id", id)),
                  id);
}

enum err user_set_password(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           const char *hash, bool must_change)
{
    return change(
        db, a, scope, &set_password,
        DB_ARGS(DB_TEXT("hash", hash), DB_INT("must_change", must_change), DB_INT("id", id)), id);
}

enum err user_reset_totp(struct db *db, struct arena *a, const struct scope *scope, int64_t id)
{
    enum err e = db_exec(db, a, scope, &no_codes, DB_ARGS(DB_INT("id", id)), NULL);
    return e ? e : change(db, a, scope, &no_totp, DB_ARGS(DB_INT("id", id)), id);
}

enum err user_queues(struct db *db, struct arena *a, const struct scope *scope, int64_t user_id,
                     struct user_queue **out, size_t *n)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &queues, DB_ARGS(DB_INT("user", user_id)), &rows);
    *n = e ? 0 : rows.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct user_queue){.id = db_int(&rows, i, 0, 0),
                                        .name = db_text(&rows, i, 1, ""),
                                        .active = db_int(&rows, i, 2, 0),
                                        .assigned = db_int(&rows, i, 3, 0)};
    return e;
}

enum err user_assign_queues(struct db *db, struct arena *a, const struct scope *scope,
                            int64_t user_id, const int64_t *ids, size_t n)
{
    enum err e = db_exec(db, a, scope, &no_queues, DB_ARGS(DB_INT("user", user_id)), NULL);
    if (!e && n)
        e = db_exec(db, a, scope, &add_queues,
                    DB_ARGS(DB_INT("user", user_id), DB_LIST("queues", ids, n)), NULL);
    return e ? e : db_exec(db, a, scope, &new_rights, DB_ARGS(DB_INT("id", user_id)), NULL);
}
