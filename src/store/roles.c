#include "store/roles.h"

#define ROLE_COLUMNS                                                                               \
    "SELECT ro.id, ro.name, ro.tenant_id = 0, ro.scope = 'all', "                                  \
    "(SELECT GROUP_CONCAT(p.permission) FROM {app}.role_permissions p WHERE p.role_id = ro.id), "  \
    "(SELECT COUNT(*) FROM {app}.users u WHERE {tenant:u} AND u.role_id = ro.id) "
#define ROLE_FROM "{app}.roles ro WHERE ro.tenant_id IN (0, {tenant}) "
#define ROLE_FILTER "[search|AND ro.name LIKE :search ESCAPE '|' ]"

enum { ID, NAME, SHIPPED, ALL_QUEUES, PERMISSIONS, USERS };

static const struct db_stmt list = {
    .name = "roles_list",
    .sql = ROLE_COLUMNS "FROM " ROLE_FROM ROLE_FILTER LISTING_PAGE("ro.name", "ro.id"),
    .cols = "isiisi",
};
static const struct db_stmt count = {
    .name = "roles_count",
    .sql = LISTING_COUNT(ROLE_FROM ROLE_FILTER),
    .cols = "i",
};
static const struct db_stmt all = {
    .name = "roles_all",
    .sql = ROLE_COLUMNS "FROM " ROLE_FROM "ORDER BY ro.tenant_id <> 0, "
                        "IF(ro.tenant_id = 0, ro.id, 0), ro.name, ro.id",
    .cols = "isiisi",
};
static const struct db_stmt find = {
    .name = "role_find",
    .sql = ROLE_COLUMNS "FROM " ROLE_FROM "AND ro.id = :id",
    .cols = "isiisi",
};
static const struct db_stmt name_taken = {
    .name = "role_name_taken",
    .sql = "SELECT ro.id FROM " ROLE_FROM "AND ro.name = :name AND ro.id <> :except",
    .cols = "i",
};
static const struct db_stmt insert = {
    .name = "role_insert",
    .sql = "INSERT INTO {app}.roles (tenant_id, name, scope) VALUES ({tenant}, :name, :scope)",
    .cols = "",
};
static const struct db_stmt update = {
    .name = "role_update",
    .sql = "UPDATE {app}.roles ro SET ro.name = :name, ro.scope = :scope "
           "WHERE {tenant:ro} AND ro.id = :id",
    .cols = "",
};
static const struct db_stmt new_rights = {
    .name = "role_new_rights",
    .sql = "UPDATE {app}.users u SET u.rights_version = u.rights_version + 1 "
           "WHERE {tenant:u} AND u.role_id = :id",
    .cols = "",
};
static const struct db_stmt no_permissions = {
    .name = "role_no_permissions",
    .sql = "DELETE FROM {app}.role_permissions WHERE role_id = :id "
           "AND role_id IN (SELECT ro.id FROM {app}.roles ro WHERE {tenant:ro})",
    .cols = "",
};
static const struct db_stmt add_permission = {
    .name = "role_add_permission",
    .sql = "INSERT INTO {app}.role_permissions (role_id, permission) "
           "SELECT ro.id, :permission FROM {app}.roles ro WHERE {tenant:ro} AND ro.id = :id",
    .cols = "",
};
static const struct db_stmt delete_role = {
    .name = "role_delete",
    .sql = "DELETE FROM {app}.roles WHERE tenant_id = {tenant} AND id = :id",
    .cols = "",
};

const struct db_stmt *const role_statements[] = {
    &list,           &count,          &all,         &find,
    &name_taken,     &insert,         &update,      &new_rights,
    &no_permissions, &add_permission, &delete_role, NULL,
};

enum err roles_list(struct db *db, struct arena *a, const struct scope *scope,
                    const struct listing *want, struct listing_rows *out)
{
    return listing_fetch(db, a, scope, &list, want, NULL, out);
}

enum err roles_count(struct db *db, struct arena *a, const struct scope *scope,
                     const struct listing *want, int64_t *out)
{
    return listing_count(db, a, scope, &count, want, NULL, out);
}

struct role_row role_read(struct arena *a, const struct db_rows *rows, size_t i)
{
    return (struct role_row){
        .id = db_int(rows, i, ID, 0),
        .name = db_text(rows, i, NAME, ""),
        .shipped = db_int(rows, i, SHIPPED, 0),
        .all_queues = db_int(rows, i, ALL_QUEUES, 0),
        .permissions = arena_printf(a, ",%s,", db_text(rows, i, PERMISSIONS, "")),
        .users = db_int(rows, i, USERS, 0),
    };
}

enum err roles_all(struct db *db, struct arena *a, const struct scope *scope, struct role_row **out,
                   size_t *n)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &all, DB_ARGS({0}), &rows);
    *n = e ? 0 : rows.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = role_read(a, &rows, i);
    return e;
}

enum err role_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                   struct role_row *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &find, DB_ARGS(DB_INT("id", id)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such role");
    if (!e)
        *out = role_read(a, &rows, 0);
    return e;
}

enum err role_name_taken(struct db *db, struct arena *a, const struct scope *scope,
                         const char *name, int64_t except, bool *taken)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &name_taken,
                          DB_ARGS(DB_TEXT("name", name), DB_INT("except", except)), &rows);
    *taken = !e && rows.n;
    return e;
}

static const char *scope_name(bool all_queues)
{
    return all_queues ? "all" : "assigned";
}

enum err role_insert(struct db *db, struct arena *a, const struct scope *scope, const char *name,
                     bool all_queues, int64_t *id)
{
    enum err e =
        db_exec(db, a, scope, &insert,
                DB_ARGS(DB_TEXT("name", name), DB_TEXT("scope", scope_name(all_queues))), NULL);
    *id = e ? 0 : db_inserted(db);
    return e;
}

enum err role_update(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                     const char *name, bool all_queues, bool rights_changed)
{
    enum err e = db_exec(
        db, a, scope, &update,
        DB_ARGS(DB_TEXT("name", name), DB_TEXT("scope", scope_name(all_queues)), DB_INT("id", id)),
        NULL);
    if (!e && rights_changed)
        e = db_exec(db, a, scope, &new_rights, DB_ARGS(DB_INT("id", id)), NULL);
    return e;
}

enum err role_set_permissions(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                              const char *const *keys)
{
    enum err e = db_exec(db, a, scope, &no_permissions, DB_ARGS(DB_INT("id", id)), NULL);
    for (; *keys && !e; keys++)
        e = db_exec(db, a, scope, &add_permission,
                    DB_ARGS(DB_TEXT("permission", *keys), DB_INT("id", id)), NULL);
    return e;
}

enum err role_delete(struct db *db, struct arena *a, const struct scope *scope, int64_t id)
{
    enum err e = db_exec(db, a, scope, &no_permissions, DB_ARGS(DB_INT("id", id)), NULL);
    return e ? e : db_exec(db, a, scope, &delete_role, DB_ARGS(DB_INT("id", id)), NULL);
}
