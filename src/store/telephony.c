#include "store/telephony.h"

#include "core/conf.h"

#define WHY "how far the files of the PBX were read"

enum { OPEN_MAX = 20000 };

static const struct db_stmt tenant = {
    .name = "telephony_tenant",
    .sql = "SELECT t.id FROM {app}.tenants t WHERE t.slug = :slug AND t.active = 1",
    .cols = "i",
    .system = "finds the tenant that the configuration names",
};
static const struct db_stmt turn = {
    .name = "telephony_turn",
    .sql = "SELECT GET_LOCK(:name, 0)",
    .cols = "i",
    .system = "a lock of the server",
};
static const struct db_stmt lock = {
    .name = "telephony_lock",
    .sql = "INSERT INTO {app}.followed_files (name, device, inode, at_byte) VALUES "
           "('calls', 0, 0, 0) ON DUPLICATE KEY UPDATE device = 0",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt read_at = {
    .name = "telephony_read",
    .sql = "SELECT f.device, f.inode, f.at_byte, JSON_VALUE(f.state, '$.mark'), "
           "JSON_QUERY(f.state, '$.state') FROM {app}.followed_files f WHERE f.name = :name",
    .cols = "iiiss",
    .system = WHY,
};
static const struct db_stmt write_at = {
    .name = "telephony_write",
    .sql = "INSERT INTO {app}.followed_files (name, device, inode, at_byte, state) "
           "VALUES (:name, :device, :inode, :byte, :state) ON DUPLICATE KEY UPDATE "
           "device = :device, inode = :inode, at_byte = :byte, state = :state",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt open_calls = {
    .name = "telephony_open",
    .sql = "SELECT i.vendor_ref, i.created_at FROM {facts}.active_interactions i "
           "FORCE INDEX (uq_vendor) WHERE {scope:i} AND i.vendor = 'asterisk' "
           "AND i.vendor_ref IS NOT NULL LIMIT :limit",
    .cols = "st",
};
static const struct db_stmt recorded = {
    .name = "telephony_recordings",
    .sql = "SELECT i.id, r.store, r.path, r.media_type, r.size_bytes, r.duration_ms, r.voices "
           "FROM {facts}.closed_interactions i FORCE INDEX (uq_vendor) "
           "LEFT JOIN {facts}.recordings r FORCE INDEX (PRIMARY) ON r.tenant_id = i.tenant_id "
           "AND r.interaction_id = i.id WHERE {scope:i} AND i.vendor = 'asterisk' "
           "AND i.vendor_ref = :ref ORDER BY r.recording_no",
    .cols = "isssiii",
};

/* Two sources may tell the same a little apart. */
#define STATES(s)                                                                                  \
    "FROM {facts}.agent_state_log " s " WHERE " s ".tenant_id = a.tenant_id AND " s                \
    ".agent_id = a.id AND " s ".since_at "
static const struct db_stmt agent = {
    .name = "telephony_agent",
    .sql = "INSERT IGNORE INTO {facts}.agent_state_log (tenant_id, agent_id, since_at, state, "
           "reason) SELECT {tenant}, a.id, :at, :state, :reason FROM {facts}.agents a "
           "WHERE {tenant:a} AND a.name = :name AND a.kind = 'human' AND COALESCE((SELECT "
           "s.state " STATES("s") "<= :at ORDER BY s.since_at DESC LIMIT 1), '') <> :state "
                                  "AND NOT EXISTS (SELECT 1 " STATES(
                                      "n") "BETWEEN :at AND :soon AND n.state = :state) "
                                           "ORDER BY a.id LIMIT 1",
    .cols = "",
};
static const struct db_stmt health = {
    .name = "telephony_health",
    .sql = "INSERT INTO {app}.worker_tasks (task, began_at, ended_at, done, failed, problem) "
           "VALUES (:task, :since, :until, :done, :failed, :problem) ON DUPLICATE KEY UPDATE "
           "began_at = :since, ended_at = :until, done = :done, failed = :failed, "
           "problem = :problem",
    .cols = "",
    .system = "the worker's own state",
};

const struct db_stmt *const telephony_statements[] = {
    &tenant, &turn, &lock, &read_at, &write_at, &open_calls, &recorded, &agent, &health, NULL,
};

enum err telephony_tenant(struct db *db, struct arena *a, int64_t *id)
{
    struct db_rows rows;
    const char *slug = conf(CONF_ASTERISK_TENANT);
    enum err e = db_query(db, a, NULL, &tenant, DB_ARGS(DB_TEXT("slug", slug)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "asterisk_tenant: there is no tenant '%s'", slug);
    *id = e ? 0 : db_int(&rows, 0, 0, 0);
    return e;
}

enum err telephony_turn(struct db *db, struct arena *a, const char *what, bool *mine)
{
    struct db_rows rows;
    const char *name = arena_printf(a, "%s.%s", conf(CONF_DB_NAME), what);
    enum err e = db_query(db, a, NULL, &turn, DB_ARGS(DB_TEXT("name", name)), &rows);
    *mine = !e && db_int(&rows, 0, 0, 0) == 1;
    return e;
}

enum err telephony_lock(struct db *db, struct arena *a)
{
    return db_exec(db, a, NULL, &lock, DB_ARGS({0}), NULL);
}

enum err telephony_read(struct db *db, struct arena *a, const char *name, struct follow_at *at,
                        const char **state)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &read_at, DB_ARGS(DB_TEXT("name", name)), &rows);
    *at = (struct follow_at){0};
    *state = NULL;
    if (e || !rows.n)
        return e;
    *at = (struct follow_at){
        .device = (uint64_t)db_int(&rows, 0, 0, 0),
        .inode = (uint64_t)db_int(&rows, 0, 1, 0),
        .byte = db_int(&rows, 0, 2, 0),
        .mark = strtoull(db_text(&rows, 0, 3, "0"), NULL, 16),
    };
    *state = db_text(&rows, 0, 4, NULL);
    return OK;
}

enum err telephony_write(struct db *db, struct arena *a, const char *name,
                         const struct follow_at *at, const char *state)
{
    const char *all = arena_printf(a, "{\"mark\":\"%llx\",\"state\":%s}",
                                   (unsigned long long)at->mark, state ? state : "{}");
    return db_exec(db, a, NULL, &write_at,
                   DB_ARGS(DB_TEXT("name", name), DB_INT("device", at->device),
                           DB_INT("inode", at->inode), DB_INT("byte", at->byte),
                           DB_TEXT("state", all)),
                   NULL);
}

enum err telephony_open(struct db *db, struct arena *a, const struct scope *s,
                        struct call_open **out, size_t *n)
{
    struct db_rows rows = {0};
    enum err e = db_query(db, a, s, &open_calls, DB_ARGS(DB_INT("limit", OPEN_MAX)), &rows);
    *n = e ? 0 : rows.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct call_open){db_text(&rows, i, 0, ""), db_int(&rows, i, 1, 0)};
    return e;
}

static void put_cell(json_t *o, const char *name, const struct db_cell *cell)
{
    if (!cell->null)
        json_object_set_new(o, name, cell->s ? json_string(cell->s) : json_integer(cell->i));
}

enum err telephony_recordings(struct db *db, struct arena *a, const struct scope *s,
                              const char *ref, int64_t *id, json_t **recordings)
{
    static const char *const names[] = {"store",      "path",        "media_type",
                                        "size_bytes", "duration_ms", "voices"};
    struct db_rows rows = {0};
    enum err e = db_query(db, a, s, &recorded, DB_ARGS(DB_TEXT("ref", ref)), &rows);
    *id = !e && rows.n ? db_int(&rows, 0, 0, 0) : 0;
    *recordings = json_array();
    for (size_t i = 0; !e && i < rows.n && !db_cell(&rows, i, 1)->null; i++) {
        json_t *o = json_object();
        for (size_t c = 0; c < sizeof names / sizeof *names; c++)
            put_cell(o, names[c], db_cell(&rows, i, c + 1));
        json_array_append_new(*recordings, o);
    }
    return e;
}

enum err telephony_agent(struct db *db, struct arena *a, const struct scope *s,
                         const struct agent_state *state)
{
    enum { APART_MS = 5000 };
    return db_exec(db, a, s, &agent,
                   DB_ARGS(DB_TEXT("name", state->agent), DB_TEXT("state", state->state),
                           DB_TEXT("reason", state->reason), DB_TIME("at", state->at),
                           DB_TIME("soon", state->at + APART_MS)),
                   NULL);
}

enum err telephony_health(struct db *db, struct arena *a, const struct link_health *h)
{
    return db_exec(db, a, NULL, &health,
                   DB_ARGS(DB_TEXT("task", h->task), DB_TIME("since", h->since),
                           DB_TIME("until", h->until), DB_INT("done", h->done),
                           DB_INT("failed", h->problem != NULL), DB_TEXT("problem", h->problem)),
                   NULL);
}
