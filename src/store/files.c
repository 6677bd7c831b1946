#include "store/files.h"

#define OF_MESSAGE(table)                                                                          \
    "SELECT m.media_path, COALESCE(m.media_store, 'disk') = 'disk' "                               \
    "FROM {facts}." table " i FORCE INDEX (uq_id) JOIN {facts}.messages m "                        \
    "ON m.tenant_id = i.tenant_id AND m.interaction_id = i.id "                                    \
    "WHERE {scope:i} AND i.id = :id AND m.message_no = :no AND m.media_path IS NOT NULL"

static const struct db_stmt of_message[2] = {
    {.name = "file_of_message", .sql = OF_MESSAGE("closed_interactions"), .cols = "si"},
    {.name = "file_of_message_active", .sql = OF_MESSAGE("active_interactions"), .cols = "si"},
};
static const struct db_stmt noted = {
    .name = "file_noted",
    .sql = "SELECT 1 FROM {app}.audit a FORCE INDEX (ix_audit_done) WHERE {tenant:a} "
           "AND a.user_id = :user AND a.action = :action AND a.at >= :since "
           "AND a.details = :details AND (a.subject = :subject OR a.subject LIKE :named) LIMIT 1",
    .cols = "i",
};

const struct db_stmt *const file_statements[] = {&of_message[0], &of_message[1], &noted, NULL};

enum err file_of_message(struct db *db, struct arena *a, const struct scope *scope,
                         const struct interaction *i, int64_t message_no, const char **path,
                         bool *on_disk)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &of_message[i->running],
                          DB_ARGS(DB_INT("id", i->id), DB_INT("no", message_no)), &r);
    if (e)
        return e;
    if (!r.n)
        return err_set(ERR_NOT_FOUND, "no such file");
    *path = db_text(&r, 0, 0, "");
    *on_disk = db_int(&r, 0, 1, 0);
    return OK;
}

/* The subject of an interaction is "interaction <id>", and behind it ", <name>" where there is one.
 */
enum err file_noted(struct db *db, struct arena *a, const struct scope *scope, int64_t user_id,
                    int64_t interaction_id, const char *action, const char *details, ms_t since,
                    bool *out)
{
    struct db_rows r;
    const char *subject = arena_printf(a, "interaction %lld", (long long)interaction_id);
    enum err e = db_query(db, a, scope, &noted,
                          DB_ARGS(DB_INT("user", user_id), DB_TEXT("action", action),
                                  DB_TIME("since", since), DB_TEXT("details", details),
                                  DB_TEXT("subject", subject),
                                  DB_TEXT("named", arena_printf(a, "%s,%%", subject))),
                          &r);
    *out = !e && r.n;
    return e;
}
