#include "store/contact_merge.h"

enum { BATCH = 1000 };

static const struct db_stmt belongings = {
    .name = "contact_belongings",
    .sql = "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM {facts}.closed_interactions i "
           "WHERE {scope:i} AND i.crm_contact_id = :id LIMIT 20001) c), "
           "(SELECT COUNT(*) FROM {facts}.active_interactions i "
           "WHERE {scope:i} AND i.crm_contact_id = :id), "
           "(SELECT COUNT(*) FROM (SELECT 1 FROM {facts}.accounts k "
           "WHERE {tenant:k} AND k.crm_contact_id = :id LIMIT 20001) k)",
    .cols = "iii",
};
static const struct db_stmt move_closed = {
    .name = "contact_move_closed",
    .sql = "UPDATE {facts}.closed_interactions i SET i.crm_contact_id = :keep "
           "WHERE {scope:i} AND i.crm_contact_id = :gone LIMIT 1000",
    .cols = "",
};
static const struct db_stmt move_active = {
    .name = "contact_move_active",
    .sql = "UPDATE {facts}.active_interactions i SET i.crm_contact_id = :keep "
           "WHERE {scope:i} AND i.crm_contact_id = :gone LIMIT 1000",
    .cols = "",
};
/* Whoever restores one finds it with the contact that stayed. */
static const struct db_stmt move_deleted = {
    .name = "contact_move_deleted",
    .sql = "UPDATE {facts}.deleted_interactions i SET i.crm_contact_id = :keep "
           "WHERE {scope:i} AND i.crm_contact_id = :gone LIMIT 1000",
    .cols = "",
};
static const struct db_stmt move_accounts = {
    .name = "contact_move_accounts",
    .sql = "UPDATE {facts}.accounts k SET k.crm_contact_id = :keep "
           "WHERE {tenant:k} AND k.crm_contact_id = :gone LIMIT 1000",
    .cols = "",
};
static const struct db_stmt delete = {
    .name = "contact_delete",
    .sql = "DELETE FROM {facts}.crm_contacts WHERE tenant_id = {tenant} AND id = :id",
    .cols = "",
};

const struct db_stmt *const contact_merge_statements[] = {
    &belongings, &move_closed, &move_active, &move_deleted, &move_accounts, &delete, NULL,
};

static int64_t bounded(int64_t n)
{
    return n > CONTACT_MERGE_MAX ? CONTACT_MERGE_MAX + 1 : n;
}

enum err contact_belongings(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                            struct contact_belongings *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &belongings, DB_ARGS(DB_INT("id", id)), &rows);
    *out = (struct contact_belongings){0};
    if (!e) {
        out->interactions = bounded(db_int(&rows, 0, 0, 0) + db_int(&rows, 0, 1, 0));
        out->accounts = bounded(db_int(&rows, 0, 2, 0));
    }
    return e;
}

static enum err move(struct db *db, struct arena *a, const struct scope *scope,
                     const struct db_stmt *stmt, int64_t keep, int64_t gone, int64_t *moved)
{
    int64_t n = BATCH;
    enum err e = OK;
    while (n == BATCH && !e) {
        e = db_exec(db, a, scope, stmt, DB_ARGS(DB_INT("keep", keep), DB_INT("gone", gone)), &n);
        *moved += e ? 0 : n;
    }
    return e;
}

struct contact contact_filled(const struct contact *keep, const struct contact *gone)
{
    struct contact c = *keep;
    c.phone_e164 = c.phone_e164 ? c.phone_e164 : gone->phone_e164;
    c.email = c.email ? c.email : gone->email;
    c.zone = c.zone ? c.zone : gone->zone;
    return c;
}

enum err contact_merge(struct db *db, struct arena *a, const struct scope *scope,
                       const struct contact *keep, const struct contact *gone,
                       struct contact_belongings *moved)
{
    const struct contact filled = contact_filled(keep, gone);
    int64_t unseen = 0;
    *moved = (struct contact_belongings){0};
    enum err e = move(db, a, scope, &move_closed, keep->id, gone->id, &moved->interactions);
    if (!e)
        e = move(db, a, scope, &move_active, keep->id, gone->id, &moved->interactions);
    if (!e)
        e = move(db, a, scope, &move_deleted, keep->id, gone->id, &unseen);
    if (!e)
        e = move(db, a, scope, &move_accounts, keep->id, gone->id, &moved->accounts);
    if (!e)
        e = db_exec(db, a, scope, &delete, DB_ARGS(DB_INT("id", gone->id)), NULL);
    return e ? e : contact_save(db, a, scope, &filled);
}
