#include "store/edits.h"

#define OWN_AT                                                                                     \
    "FROM {app}.audit a WHERE {tenant:a} AND a.at = :at AND a.user_id = :user AND a.action = "

#define DETAIL(key) "LEFT(JSON_VALUE(a.details, '$." key "'), 200)"
static const struct db_stmt find_sql = {
    .name = "edits_find",
    .sql = "SELECT " DETAIL("edit") ", " DETAIL("flag") ", " DETAIL("tag") ", " DETAIL(
        "kind") ", CAST(" DETAIL("changed") " AS SIGNED), CAST(" DETAIL("already") " AS SIGNED), "
                                                                                   "JSON_EXISTS(a."
                                                                                   "details, "
                                                                                   "'$.undoes')"
                                                                                   " " OWN_AT
                                                                                   "'interactions."
                                                                                   "edited' LIMIT "
                                                                                   "1",
    .cols = "ssssiii",
};

/* The subject is "interaction <id>" or "interaction <id>, <client>". */
static const struct db_stmt ids_sql = {
    .name = "edits_ids",
    .sql = "SELECT CAST(SUBSTRING_INDEX(SUBSTRING(a.subject, 13), ',', 1) AS SIGNED) " OWN_AT
           ":action",
    .cols = "i",
};

const struct db_stmt *const edit_statements[] = {&find_sql, &ids_sql, NULL};

enum err edits_find(struct db *db, struct arena *a, const struct scope *scope, int64_t user_id,
                    ms_t at, struct edit_record *out)
{
    struct db_rows r;
    enum err e =
        db_query(db, a, scope, &find_sql, DB_ARGS(DB_INT("user", user_id), DB_TIME("at", at)), &r);
    if (e)
        return e;
    if (!r.n)
        return err_set(ERR_NOT_FOUND, "no such edit");
    *out = (struct edit_record){.edit = db_text(&r, 0, 0, ""),
                                .flag = db_text(&r, 0, 1, NULL),
                                .tag = db_text(&r, 0, 2, NULL),
                                .of = db_text(&r, 0, 3, NULL),
                                .changed = db_int(&r, 0, 4, 0),
                                .already = db_int(&r, 0, 5, 0),
                                .undoes = db_int(&r, 0, 6, 0)};
    return OK;
}

enum err edits_ids(struct db *db, struct arena *a, const struct scope *scope, int64_t user_id,
                   ms_t at, const char *action, int64_t **ids, size_t *n)
{
    struct db_rows r;
    enum err e = db_query(
        db, a, scope, &ids_sql,
        DB_ARGS(DB_INT("user", user_id), DB_TIME("at", at), DB_TEXT("action", action)), &r);
    *n = e ? 0 : r.n;
    *ids = arena_array(a, *n + 1, sizeof **ids);
    for (size_t i = 0; i < *n; i++)
        (*ids)[i] = db_int(&r, i, 0, 0);
    return e;
}
