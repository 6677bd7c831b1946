#include "store/views.h"

#define VIEW_COLUMNS "v.id, v.user_id = :user, v.name, v.query, v.role_id, ro.name, u.name"
#define VIEW_TYPES "iississ"

/* The role as it is now; the owner belongs to the same tenant by a foreign key. */
#define VIEW_TABLES                                                                                \
    " FROM {app}.saved_views v "                                                                   \
    "JOIN {app}.users u ON u.tenant_id = v.tenant_id AND u.id = v.user_id "                        \
    "LEFT JOIN {app}.roles ro ON ro.id = v.role_id AND ro.tenant_id IN (0, {tenant}) "

static const struct db_stmt list_sql = {
    .name = "views_list",
    .sql = "SELECT " VIEW_COLUMNS VIEW_TABLES
           "WHERE {tenant:v} AND (v.user_id = :user OR v.role_id = :role) "
           "ORDER BY v.user_id = :user DESC, v.name, v.id",
    .cols = VIEW_TYPES,
};
static const struct db_stmt find_sql = {
    .name = "views_find",
    .sql = "SELECT " VIEW_COLUMNS VIEW_TABLES
           "WHERE {tenant:v} AND v.id = :id AND (v.user_id = :user OR v.role_id = :role)",
    .cols = VIEW_TYPES,
};
static const struct db_stmt roles_sql = {
    .name = "views_roles",
    .sql = "SELECT ro.id, ro.name FROM {app}.roles ro "
           "WHERE ({tenant:ro} OR ro.tenant_id = 0) AND EXISTS (SELECT 1 "
           "FROM {app}.role_permissions p WHERE p.role_id = ro.id "
           "AND p.permission IN ('interactions', 'cdr')) ORDER BY ro.tenant_id, ro.name, ro.id",
    .cols = "is",
};
static const struct db_stmt taken_sql = {
    .name = "views_name_taken",
    .sql = "SELECT COUNT(*) FROM {app}.saved_views v "
           "WHERE {tenant:v} AND v.user_id = :user AND v.name = :name AND v.id <> :id",
    .cols = "i",
};
static const struct db_stmt count_sql = {
    .name = "views_count",
    .sql = "SELECT COUNT(*) FROM {app}.saved_views v WHERE {tenant:v} AND v.user_id = :user",
    .cols = "i",
};
static const struct db_stmt add_sql = {
    .name = "views_add",
    .sql = "INSERT INTO {app}.saved_views (tenant_id, user_id, role_id, name, query) "
           "VALUES ({tenant}, :user, NULLIF(:role, 0), :name, :query)",
    .cols = "",
};
static const struct db_stmt set_query_sql = {
    .name = "views_set_query",
    .sql = "UPDATE {app}.saved_views v SET v.query = :query "
           "WHERE {tenant:v} AND v.user_id = :user AND v.id = :id",
    .cols = "",
};
static const struct db_stmt set_name_sql = {
    .name = "views_set_name",
    .sql = "UPDATE {app}.saved_views v SET v.name = :name, v.role_id = NULLIF(:role, 0) "
           "WHERE {tenant:v} AND v.user_id = :user AND v.id = :id",
    .cols = "",
};
static const struct db_stmt delete_sql = {
    .name = "views_delete",
    .sql = "DELETE FROM {app}.saved_views "
           "WHERE tenant_id = {tenant} AND user_id = :user AND id = :id",
    .cols = "",
};
static const struct db_stmt use_sql = {
    .name = "views_use",
    .sql = "UPDATE {app}.users u SET u.view_id = NULLIF(:id, 0) WHERE {tenant:u} AND u.id = :user",
    .cols = "",
};
static const struct db_stmt set_columns_sql = {
    .name = "views_set_columns",
    .sql = "UPDATE {app}.users u SET u.grid_columns = :columns WHERE {tenant:u} AND u.id = :user",
    .cols = "",
};

const struct db_stmt *const view_statements[] = {
    &list_sql,      &find_sql,     &roles_sql,  &taken_sql, &count_sql,       &add_sql,
    &set_query_sql, &set_name_sql, &delete_sql, &use_sql,   &set_columns_sql, NULL,
};

static struct saved_view read_view(const struct db_rows *r, size_t i)
{
    return (struct saved_view){
        .id = db_int(r, i, 0, 0),
        .own = db_int(r, i, 1, 0),
        .name = db_text(r, i, 2, ""),
        .query = db_text(r, i, 3, ""),
        .role_id = db_int(r, i, 4, 0),
        .role = db_text(r, i, 5, NULL),
        .owner = db_text(r, i, 6, ""),
    };
}

enum err views_list(const struct view_reader *w, struct saved_view **out, size_t *n)
{
    struct db_rows r;
    enum err e = db_query(w->db, w->arena, w->scope, &list_sql,
                          DB_ARGS(DB_INT("user", w->user_id), DB_INT("role", w->role_id)), &r);
    *n = e ? 0 : r.n;
    *out = arena_array(w->arena, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = read_view(&r, i);
    return e;
}

enum err views_find(const struct view_reader *w, int64_t id, struct saved_view *out)
{
    struct db_rows r;
    enum err e = db_query(
        w->db, w->arena, w->scope, &find_sql,
        DB_ARGS(DB_INT("id", id), DB_INT("user", w->user_id), DB_INT("role", w->role_id)), &r);
    if (e)
        return e;
    if (!r.n)
        return err_set(ERR_NOT_FOUND, "no such view");
    *out = read_view(&r, 0);
    return OK;
}

enum err views_find_own(const struct view_reader *w, int64_t id, struct saved_view *out)
{
    enum err e = views_find(w, id, out);
    return e || out->own ? e : err_set(ERR_NOT_FOUND, "no such view");
}

enum err views_roles(const struct view_reader *w, struct view_role **out, size_t *n)
{
    struct db_rows r;
    enum err e = db_query(w->db, w->arena, w->scope, &roles_sql, DB_ARGS({0}), &r);
    *n = e ? 0 : r.n;
    *out = arena_array(w->arena, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct view_role){db_int(&r, i, 0, 0), db_text(&r, i, 1, "")};
    return e;
}

enum err views_name_taken(const struct view_reader *w, const char *name, int64_t id, bool *taken)
{
    struct db_rows r;
    enum err e =
        db_query(w->db, w->arena, w->scope, &taken_sql,
                 DB_ARGS(DB_INT("user", w->user_id), DB_TEXT("name", name), DB_INT("id", id)), &r);
    *taken = !e && db_int(&r, 0, 0, 0) > 0;
    return e;
}

enum err views_count(const struct view_reader *w, int64_t *n)
{
    struct db_rows r;
    enum err e =
        db_query(w->db, w->arena, w->scope, &count_sql, DB_ARGS(DB_INT("user", w->user_id)), &r);
    *n = e ? 0 : db_int(&r, 0, 0, 0);
    return e;
}

enum err views_add(const struct view_reader *w, const char *name, const char *query,
                   int64_t role_id, int64_t *id)
{
    enum err e = db_exec(w->db, w->arena, w->scope, &add_sql,
                         DB_ARGS(DB_INT("user", w->user_id), DB_INT("role", role_id),
                                 DB_TEXT("name", name), DB_TEXT("query", query)),
                         NULL);
    *id = e ? 0 : db_inserted(w->db);
    return e;
}

enum err views_set_query(const struct view_reader *w, int64_t id, const char *query)
{
    return db_exec(w->db, w->arena, w->scope, &set_query_sql,
                   DB_ARGS(DB_INT("user", w->user_id), DB_INT("id", id), DB_TEXT("query", query)),
                   NULL);
}

enum err views_set_name(const struct view_reader *w, int64_t id, const char *name, int64_t role_id)
{
    return db_exec(w->db, w->arena, w->scope, &set_name_sql,
                   DB_ARGS(DB_INT("user", w->user_id), DB_INT("id", id), DB_TEXT("name", name),
                           DB_INT("role", role_id)),
                   NULL);
}

enum err views_delete(const struct view_reader *w, int64_t id)
{
    return db_exec(w->db, w->arena, w->scope, &delete_sql,
                   DB_ARGS(DB_INT("user", w->user_id), DB_INT("id", id)), NULL);
}

enum err views_use(const struct view_reader *w, int64_t id)
{
    return db_exec(w->db, w->arena, w->scope, &use_sql,
                   DB_ARGS(DB_INT("user", w->user_id), DB_INT("id", id)), NULL);
}

enum err views_set_columns(const struct view_reader *w, const char *columns)
{
    return db_exec(w->db, w->arena, w->scope, &set_columns_sql,
                   DB_ARGS(DB_INT("user", w->user_id), DB_TEXT("columns", columns)), NULL);
}
