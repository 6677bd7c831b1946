#include "store/administered.h"

static const struct db_stmt tenants = {
    .name = "administered_tenants",
    .sql = "SELECT t.id, t.name, t.zone, t.currency, t.active FROM {app}.tenants t "
           "WHERE [one|t.id = :one|1] ORDER BY t.name, t.id LIMIT 2000",
    .cols = "isssi",
    .system = "which tenant is administered decides the scope",
};

const struct db_stmt *const administered_statements[] = {&tenants, NULL};

enum err administered_find(struct db *db, struct arena *a, int64_t tenant_id, bool all,
                           struct administered **out, size_t *n)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &tenants,
                          all ? DB_ARGS({0}) : DB_ARGS(DB_INT("one", tenant_id)), &rows);
    *n = e ? 0 : rows.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct administered){.id = db_int(&rows, i, 0, 0),
                                          .name = db_text(&rows, i, 1, ""),
                                          .zone = db_text(&rows, i, 2, "UTC"),
                                          .currency = db_text(&rows, i, 3, ""),
                                          .active = db_int(&rows, i, 4, 0)};
    return e;
}
