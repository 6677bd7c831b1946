#include "store/looked.h"

/* Its subject is "interaction <id>", alone or followed by a comma and whom it was with. */
static const struct db_stmt read_sql = {
    .name = "looked_read",
    .sql = "SELECT a.at, a.user_id, a.actor, a.action, a.subject, a.details FROM {app}.audit a "
           "FORCE INDEX (ix_audit_subject) WHERE {tenant:a} AND (a.subject = :subject "
           "OR a.subject LIKE :more) ORDER BY a.at DESC LIMIT :limit",
    .cols = "tissss",
};

const struct db_stmt *const looked_statements[] = {&read_sql, NULL};

enum err looked_read(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                     struct audit_row **out, size_t *n, bool *more)
{
    struct db_rows r;
    const char *subject = arena_printf(a, "interaction %lld", (long long)id);
    enum err e = db_query(db, a, scope, &read_sql,
                          DB_ARGS(DB_TEXT("subject", subject),
                                  DB_TEXT("more", arena_printf(a, "%s,%%", subject)),
                                  DB_INT("limit", LOOKED_MAX + 1)),
                          &r);
    *more = !e && r.n > LOOKED_MAX;
    *n = e ? 0 : *more ? LOOKED_MAX : r.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct audit_row){.at = db_int(&r, i, 0, 0),
                                       .user_id = db_int(&r, i, 1, 0),
                                       .actor = db_text(&r, i, 2, ""),
                                       .action = db_text(&r, i, 3, ""),
                                       .subject = db_text(&r, i, 4, NULL),
                                       .details = db_text(&r, i, 5, NULL)};
    return e;
}
