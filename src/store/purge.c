#include "store/purge.h"

#include "core/conf.h"
#include "store/audit.h"
#include "store/search_index.h"

#define WHY "purges what is due in every tenant"

enum { ITEMS = 20, ROWS = 500 };

static const struct db_stmt take_turn = {
    .name = "purge_take_turn",
    .sql = "SELECT GET_LOCK(:name, :wait)",
    .cols = "i",
    .system = "a lock of the server",
};
static const struct db_stmt end_turn = {
    .name = "purge_end_turn",
    .sql = "SELECT RELEASE_LOCK(:name)",
    .cols = "i",
    .system = "a lock of the server",
};
static const struct db_stmt due = {
    .name = "purge_due",
    .sql = "SELECT d.tenant_id, d.id, d.purge_at FROM {facts}.deleted_interactions d "
           "FORCE INDEX (ix_purge) LEFT JOIN {app}.legal_holds h ON h.tenant_id = d.tenant_id "
           "AND h.interaction_id = d.id WHERE d.purge_at <= :now [id|AND (d.purge_at > :at "
           "OR (d.purge_at = :at AND (d.tenant_id > :tenant "
           "OR (d.tenant_id = :tenant AND d.id > :id)))) ]AND h.interaction_id IS NULL "
           "ORDER BY d.purge_at, d.tenant_id, d.id LIMIT :limit",
    .cols = "iit",
    .system = WHY,
};

static const struct db_stmt files = {
    .name = "purge_files",
    .sql = "SELECT r.store = 'disk', r.path FROM {facts}.recordings r "
           "WHERE r.tenant_id = :tenant AND r.interaction_id = :id "
           "UNION SELECT COALESCE(m.media_store, 'disk') = 'disk', m.media_path "
           "FROM {facts}.messages m WHERE m.tenant_id = :tenant AND m.interaction_id = :id "
           "AND m.media_path IS NOT NULL",
    .cols = "is",
    .system = WHY,
};
/* The index does not tell capitals from small letters, file systems do. */
static const struct db_stmt shared = {
    .name = "purge_shared",
    .sql = "SELECT 1 FROM {facts}.recordings r FORCE INDEX (ix_recording_path) "
           "WHERE r.tenant_id = :tenant AND r.path = :path AND BINARY r.path = :path "
           "AND r.interaction_id <> :id AND (r.store = 'disk') = :disk "
           "UNION ALL SELECT 1 FROM {facts}.messages m FORCE INDEX (ix_message_media) "
           "WHERE m.tenant_id = :tenant AND m.media_path = :path AND BINARY m.media_path = :path "
           "AND m.interaction_id <> :id AND (COALESCE(m.media_store, 'disk') = 'disk') = :disk "
           "LIMIT 1",
    .cols = "i",
    .system = WHY,
};

#define CHILD(table) ROWS("facts", table)
#define OWN_CHILD(table) ROWS("app", table)
#define ROWS(database, table)                                                                      \
    {                                                                                              \
        .name = "purge_" table,                                                                    \
        .sql = "DELETE FROM {" database "}." table                                                 \
               " WHERE tenant_id = :tenant AND interaction_id = :id LIMIT 500",                    \
        .cols = "", .system = WHY,                                                                 \
    }
static const struct db_stmt children[] = {
    CHILD("messages"),
    CHILD("function_calls"),
    CHILD("voice_ai_details"),
    CHILD("web_details"),
    CHILD("vendor_details"),
    CHILD("analyses"),
    CHILD("tags"),
    CHILD("review_flags"),
    CHILD("coaching_notes"),
    CHILD("legs"),
    CHILD("recordings"),
    CHILD("interaction_notes"),
    OWN_CHILD("computed_costs"),
    OWN_CHILD("vendor_fetches"),
    OWN_CHILD("outgoing_messages"),
};
enum { CHILDREN = sizeof children / sizeof *children };

/* What refers to it and stays. */
#define FREE(table, column)                                                                        \
    {                                                                                              \
        .name = "purge_free_" table,                                                               \
        .sql = "UPDATE {facts}." table " SET " column " = NULL WHERE tenant_id = :tenant AND "     \
               "" column " = :id",                                                                 \
        .cols = "", .system = WHY,                                                                 \
    }
static const struct db_stmt references[] = {
    FREE("closed_interactions", "parent_id"),
    FREE("active_interactions", "parent_id"),
    FREE("deleted_interactions", "parent_id"),
    FREE("strategy_steps", "interaction_id"),
};
enum { REFERENCES = sizeof references / sizeof *references };

static const struct db_stmt lock = {
    .name = "purge_lock",
    .sql = "SELECT d.id FROM {facts}.deleted_interactions d "
           "WHERE d.tenant_id = :tenant AND d.id = :id AND d.purge_at <= :now AND NOT EXISTS "
           "(SELECT 1 FROM {app}.legal_holds h WHERE h.tenant_id = d.tenant_id "
           "AND h.interaction_id = d.id) FOR UPDATE",
    .cols = "i",
    .system = WHY,
};
static const struct db_stmt itself = {
    .name = "purge_itself",
    .sql = "DELETE FROM {facts}.deleted_interactions WHERE tenant_id = :tenant AND id = :id",
    .cols = "",
    .system = WHY,
};

const struct db_stmt *const purge_statements[] = {
    &take_turn,
    &end_turn,
    &due,
    &files,
    &shared,
    &children[0],
    &children[1],
    &children[2],
    &children[3],
    &children[4],
    &children[5],
    &children[6],
    &children[7],
    &children[8],
    &children[9],
    &children[10],
    &children[11],
    &children[12],
    &children[13],
    &children[14],
    &references[0],
    &references[1],
    &references[2],
    &references[3],
    &lock,
    &itself,
    &audit_lock_head,
    &audit_read_head,
    &audit_insert,
    &audit_move_head,
    NULL,
};

static const char *turn(struct arena *a)
{
    return arena_printf(a, "%s.purge", conf(CONF_DB_NAME));
}

enum err purge_take_turn(struct db *db, struct arena *a, int wait_s, bool *got)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &take_turn,
                          DB_ARGS(DB_TEXT("name", turn(a)), DB_INT("wait", wait_s)), &r);
    *got = !e && db_int(&r, 0, 0, 0) == 1;
    return e;
}

void purge_end_turn(struct db *db, struct arena *a)
{
    struct db_rows r;
    if (db_query(db, a, NULL, &end_turn, DB_ARGS(DB_TEXT("name", turn(a))), &r) != OK)
        db_disconnect(db); /* which ends it, too */
}

enum err purge_due(struct db *db, struct arena *a, ms_t now, const struct purge_item *last,
                   struct purge_item **out, size_t *n)
{
    struct db_rows rows;
    struct db_arg args[6] = {DB_TIME("now", now), DB_INT("limit", ITEMS)};
    if (last->id) {
        args[2] = (struct db_arg)DB_INT("id", last->id);
        args[3] = (struct db_arg)DB_INT("tenant", last->tenant_id);
        args[4] = (struct db_arg)DB_TIME("at", last->purge_at);
    }
    enum err e = db_query(db, a, NULL, &due, args, &rows);
    *n = e ? 0 : rows.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = (struct purge_item){db_int(&rows, i, 0, 0), db_int(&rows, i, 1, 0),
                                        db_int(&rows, i, 2, 0)};
    return e;
}

static enum err find_shared(struct db *db, struct arena *a, const struct purge_item *item,
                            struct purge_file *file)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &shared,
                          DB_ARGS(DB_INT("tenant", item->tenant_id), DB_INT("id", item->id),
                                  DB_TEXT("path", file->path), DB_INT("disk", file->on_disk)),
                          &rows);
    file->shared = !e && rows.n;
    return e;
}

enum err purge_files(struct db *db, struct arena *a, const struct purge_item *item,
                     struct purge_file **out, size_t *n)
{
    struct db_rows rows;
    enum err e =
        db_query(db, a, NULL, &files,
                 DB_ARGS(DB_INT("tenant", item->tenant_id), DB_INT("id", item->id)), &rows);
    *n = e ? 0 : rows.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n && !e; i++) {
        (*out)[i] = (struct purge_file){.on_disk = db_int(&rows, i, 0, 0),
                                        .path = db_text(&rows, i, 1, "")};
        e = find_shared(db, a, item, &(*out)[i]);
    }
    return e;
}

static enum err empty(struct db *db, struct arena *a, const struct purge_item *item,
                      const struct db_stmt *child)
{
    int64_t n = ROWS;
    enum err e = OK;
    while (!e && n == ROWS)
        e = db_exec(db, a, NULL, child,
                    DB_ARGS(DB_INT("tenant", item->tenant_id), DB_INT("id", item->id)), &n);
    return e;
}

static enum err record(struct db *db, struct arena *a, const struct purge_item *item)
{
    return audit_write(db, a,
                       &(struct audit_event){
                           .tenant_id = item->tenant_id,
                           .actor = "Parley",
                           .action = "interaction.purged",
                           .subject = arena_printf(a, "interaction %lld", (long long)item->id),
                       },
                       clock_now());
}

static enum err remove_itself(struct db *db, struct arena *a, const struct purge_item *item,
                              ms_t now, bool *gone)
{
    struct db_rows row;
    const struct db_arg *const args =
        DB_ARGS(DB_INT("tenant", item->tenant_id), DB_INT("id", item->id), DB_TIME("now", now));
    enum err e = audit_lock(db, a, item->tenant_id);
    if (!e)
        e = db_query(db, a, NULL, &lock, args, &row);
    *gone = !e && row.n;
    for (size_t i = 0; i < REFERENCES && !e && *gone; i++)
        e = db_exec(db, a, NULL, &references[i], args, NULL);
    if (!e && *gone)
        e = db_exec(db, a, NULL, &itself, args, NULL);
    return e || !*gone ? e : record(db, a, item);
}

enum err purge_rows(struct db *db, struct arena *a, const struct purge_item *item, ms_t now,
                    bool *gone)
{
    enum err e = search_forget(db, a, item->tenant_id, item->id);
    for (size_t i = 0; i < CHILDREN && !e; i++)
        e = empty(db, a, item, &children[i]);
    if (!e)
        e = db_begin(db, false);
    if (e)
        return e;
    e = remove_itself(db, a, item, now, gone);
    if (!e)
        return db_commit(db);
    db_rollback(db);
    return e;
}
