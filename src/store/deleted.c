#include "store/deleted.h"

/* All columns of an interaction but duration_key, which is computed. */
#define COLUMNS(i)                                                                                 \
    i "tenant_id, " i "id, " i "created_at, " i "closed_at, " i "channel, " i "platform, " i       \
      "direction, " i "status, " i "queue_id, " i "agent_id, " i "crm_contact_id, " i              \
      "phone_number, " i "phone_e164, " i "did_id, " i "disposition_id, " i "outcome, " i          \
      "result, " i "action_type, " i "account_id, " i "flow, " i "duration_s, " i "wait_s, " i     \
      "hold_s, " i "acw_s, " i "ended_by, " i "sentiment, " i "csat, " i "cost_micros, " i         \
      "currency, " i "flagged, " i "has_recording, " i "has_transcript, " i "parent_id, " i        \
      "last_message_at, " i "vendor, " i "vendor_ref"

static const struct db_stmt put_away = {
    .name = "interaction_put_away",
    .sql = "INSERT INTO {facts}.deleted_interactions (" COLUMNS("") ", deleted_at, deleted_by, "
                                                                    "delete_reason, purge_at) "
                                                                    "SELECT " COLUMNS(
                                                                        "i.") ", :now, "
                                                                              ":by, :reason, "
                                                                              ":purge FROM "
                                                                              "{facts}.closed_"
                                                                              "interactions i "
                                                                              "WHERE {scope:i} AND "
                                                                              "i.id = :id",
    .cols = "",
};
static const struct db_stmt take_closed = {
    .name = "interaction_take_closed",
    .sql = "DELETE FROM {facts}.closed_interactions WHERE {scope:closed_interactions} AND id = :id",
    .cols = "",
};
static const struct db_stmt put_back = {
    .name = "interaction_put_back",
    .sql = "INSERT INTO {facts}.closed_interactions (" COLUMNS("") ") SELECT " COLUMNS(
        "i.") " FROM {facts}.deleted_interactions i WHERE {scope:i} AND i.id = :id",
    .cols = "",
};
static const struct db_stmt take_deleted = {
    .name = "interaction_take_deleted",
    .sql = "DELETE FROM {facts}.deleted_interactions WHERE {scope:deleted_interactions} "
           "AND id = :id",
    .cols = "",
};

/* The vendor's name for it is asked of the whole tenant: it may have come to another queue. */
#define ARRIVED(table)                                                                             \
    "SELECT 1 FROM {facts}." table " r FORCE INDEX (uq_vendor) WHERE {scope:r} "                   \
    "AND r.vendor = :vendor AND r.vendor_ref = :ref"
static const struct db_stmt arrived = {
    .name = "interaction_arrived_again",
    .sql = ARRIVED("closed_interactions") " UNION ALL " ARRIVED("active_interactions") " LIMIT 1",
    .cols = "i",
};

#define SHOWN                                                                                      \
    "i.id, i.deleted_at, i.deleted_by, i.delete_reason, i.purge_at, h.interaction_id IS NOT "      \
    "NULL, i.created_at, i.channel, i.queue_id, i.did_id, c.name, i.phone_number, i.vendor, "      \
    "i.vendor_ref "
#define AROUND                                                                                     \
    "LEFT JOIN {facts}.crm_contacts c ON c.tenant_id = i.tenant_id AND c.id = i.crm_contact_id "   \
    "LEFT JOIN {app}.legal_holds h ON h.tenant_id = i.tenant_id AND h.interaction_id = i.id "
#define SHOWN_COLS "itsstitsiissss"

static const struct db_stmt find = {
    .name = "deleted_find",
    .sql = "SELECT " SHOWN "FROM {facts}.deleted_interactions i FORCE INDEX (uq_id) " AROUND
           "WHERE {scope:i} AND i.id = :id",
    .cols = SHOWN_COLS,
};

/* Found by the index of each queue first, read then. */
#define ORDER(k) "ORDER BY [up|" k ".deleted_at, " k ".id|" k ".deleted_at DESC, " k ".id DESC] "
static const struct db_stmt page = {
    .name = "deleted_page",
    .sql = "SELECT " SHOWN
           "FROM ({arms}(SELECT k.id, k.deleted_at FROM {facts}.deleted_interactions k "
           "WHERE {arm:k} AND k.deleted_at >= :from AND k.deleted_at < :to [id|AND k.id = :id ]"
           "[at|AND [up|k.deleted_at >= :at AND (k.deleted_at > :at OR k.id > :at_id)|"
           "k.deleted_at <= :at AND (k.deleted_at < :at OR k.id < :at_id)] ]" ORDER(
               "k") "LIMIT :want){/arms}) f JOIN {facts}.deleted_interactions i ON {scope:i} "
                    "AND i.id = f.id " AROUND ORDER("f") "LIMIT :want",
    .cols = SHOWN_COLS,
};

const struct db_stmt *const deleted_statements[] = {
    &put_away, &take_closed, &put_back, &take_deleted, &arrived, &find, &page, NULL,
};

enum {
    ID,
    DELETED_AT,
    BY,
    REASON,
    PURGE_AT,
    HELD,
    CREATED,
    CHANNEL,
    QUEUE,
    DID,
    CONTACT,
    NUMBER,
    VENDOR,
    VENDOR_REF
};

static struct deleted read_row(const struct db_rows *r, size_t i)
{
    return (struct deleted){
        .id = db_int(r, i, ID, 0),
        .del = {.by = db_text(r, i, BY, ""),
                .reason = db_text(r, i, REASON, NULL),
                .at = db_int(r, i, DELETED_AT, 0),
                .purge_at = db_int(r, i, PURGE_AT, 0)},
        .held = db_int(r, i, HELD, 0),
        .created_at = db_int(r, i, CREATED, 0),
        .channel = db_text(r, i, CHANNEL, ""),
        .queue_id = db_int(r, i, QUEUE, 0),
        .did_id = db_int(r, i, DID, 0),
        .contact_name = db_text(r, i, CONTACT, NULL),
        .phone_number = db_text(r, i, NUMBER, NULL),
    };
}

bool deleted_can(const struct db *db)
{
    return db_can(db, &put_away);
}

/* Both or, with the transaction, neither. */
static enum err move(struct db *db, struct arena *a, const struct scope *scope,
                     const struct db_stmt *put, const struct db_stmt *take,
                     const struct db_arg *args, int64_t id)
{
    int64_t put_n = 0, taken = 0;
    enum err e = db_exec(db, a, scope, put, args, &put_n);
    if (!e)
        e = db_exec(db, a, scope, take, DB_ARGS(DB_INT("id", id)), &taken);
    if (!e && put_n != taken)
        e = err_set(ERR_CONFLICT, "interaction %lld changed while it was moved", (long long)id);
    return e || taken ? e : err_set(ERR_NOT_FOUND, "no such interaction");
}

enum err interaction_delete(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                            const struct deletion *del)
{
    return move(db, a, scope, &put_away, &take_closed,
                DB_ARGS(DB_INT("id", id), DB_TIME("now", del->at), DB_TEXT("by", del->by),
                        DB_TEXT("reason", del->reason), DB_TIME("purge", del->purge_at)),
                id);
}

static enum err find_row(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                         struct db_rows *rows)
{
    enum err e = db_query(db, a, scope, &find, DB_ARGS(DB_INT("id", id)), rows);
    return e || rows->n ? e : err_set(ERR_NOT_FOUND, "no such deleted interaction");
}

enum err interaction_restore(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                             ms_t now, enum restored *how, struct deleted *was)
{
    struct db_rows row, again;
    enum err e = find_row(db, a, scope, id, &row);
    if (e)
        return e;
    *was = read_row(&row, 0);
    *how = was->del.purge_at <= now && !was->held ? RESTORE_LATE : RESTORED;
    if (*how == RESTORE_LATE)
        return OK;
    e = db_query(db, a, scope_names(a, scope), &arrived,
                 DB_ARGS(DB_TEXT("vendor", db_text(&row, 0, VENDOR, NULL)),
                         DB_TEXT("ref", db_text(&row, 0, VENDOR_REF, NULL))),
                 &again);
    if (e || again.n) {
        *how = RESTORE_AGAIN;
        return e;
    }
    return move(db, a, scope, &put_back, &take_deleted, DB_ARGS(DB_INT("id", id)), id);
}

enum err deleted_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      struct deleted *out)
{
    struct db_rows row;
    enum err e = find_row(db, a, scope, id, &row);
    if (!e)
        *out = read_row(&row, 0);
    return e;
}

enum err deleted_page(struct db *db, struct arena *a, const struct scope *scope,
                      const struct deleted_want *want, struct deleted **out, size_t *n, bool *more)
{
    struct db_rows rows;
    struct db_arg args[8] = {DB_TIME("from", want->from), DB_TIME("to", want->to),
                             DB_INT("want", want->size + 1)};
    size_t k = 3;
    if (want->id)
        args[k++] = (struct db_arg)DB_INT("id", want->id);
    if (want->at) {
        args[k++] = (struct db_arg)DB_TIME("at", want->at);
        args[k++] = (struct db_arg)DB_INT("at_id", want->at_id);
    }
    if (want->newer)
        args[k++] = (struct db_arg)DB_ON("up");
    enum err e = db_query(db, a, scope, &page, args, &rows);
    *more = !e && rows.n > want->size;
    *n = e ? 0 : *more ? want->size : rows.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[want->newer ? *n - 1 - i : i] = read_row(&rows, i);
    return e;
}
