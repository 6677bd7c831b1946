#include "store/intake_rows.h"

#define WHY "the tenant is that of what arrives"

/* All columns of an interaction but duration_key, which is computed, in the order of the enum. */
#define EACH(X)                                                                                    \
    X(created_at, t)                                                                               \
    X(closed_at, t)                                                                                \
    X(channel, s)                                                                                  \
    X(platform, s)                                                                                 \
    X(direction, s)                                                                                \
    X(status, s)                                                                                   \
    X(queue_id, i)                                                                                 \
    X(agent_id, i)                                                                                 \
    X(crm_contact_id, i)                                                                           \
    X(phone_number, s)                                                                             \
    X(phone_e164, s)                                                                               \
    X(did_id, i)                                                                                   \
    X(disposition_id, i)                                                                           \
    X(outcome, s)                                                                                  \
    X(result, s)                                                                                   \
    X(action_type, s)                                                                              \
    X(account_id, i)                                                                               \
    X(flow, s)                                                                                     \
    X(duration_s, i)                                                                               \
    X(wait_s, i)                                                                                   \
    X(hold_s, i)                                                                                   \
    X(acw_s, i)                                                                                    \
    X(ended_by, s)                                                                                 \
    X(sentiment, s)                                                                                \
    X(csat, i)                                                                                     \
    X(cost_micros, i)                                                                              \
    X(currency, s)                                                                                 \
    X(flagged, i)                                                                                  \
    X(has_recording, i)                                                                            \
    X(has_transcript, i)                                                                           \
    X(parent_id, i)                                                                                \
    X(last_message_at, t)                                                                          \
    X(vendor, s)                                                                                   \
    X(vendor_ref, s)

#define READ(column, type) ", i." #column
#define NAME(column, type) ", " #column
#define VALUE(column, type) ", :" #column
#define SET(column, type) ", " #column " = :" #column
#define LETTER(column, type) #type
#define QUOTED(column, type) #column,

static const char *const names[ROW_COLS] = {EACH(QUOTED)};
static const char types[] = EACH(LETTER);

/* The running ones come first: one that is being closed is waited for there, and then found among
 * the closed ones; and one that is being deleted, among the deleted ones. */
#define IN(where, table, index, by)                                                                \
    "(SELECT " where ", i.id FROM {facts}." table " i FORCE INDEX (" index                         \
    ") WHERE i.tenant_id = :tenant AND " by " FOR UPDATE)"
#define LOCATE(name_, ref, deleted_ref, by)                                                        \
    {                                                                                              \
        .name = name_,                                                                             \
        .sql = IN("1", "active_interactions", ref, by) " UNION ALL " IN(                           \
            "2", "closed_interactions", ref, by) " UNION ALL " IN("3", "deleted_interactions",     \
                                                                  deleted_ref, by),                \
        .cols = "ii", .system = WHY,                                                               \
    }
static const struct db_stmt by_ref = LOCATE("intake_find_ref", "uq_vendor", "ix_deleted_vendor",
                                            "i.vendor = :vendor AND i.vendor_ref = :ref");
static const struct db_stmt by_id = LOCATE("intake_find_id", "uq_id", "uq_id", "i.id = :id");

#define READ_ROW(name_, table)                                                                     \
    {                                                                                              \
        .name = name_,                                                                             \
        .sql = "SELECT i.id" EACH(READ) ", v.phase, v.happened_at, v.fields, v.applied, "          \
                                        "v.parent_ref FROM {facts}." table                         \
                                        " i FORCE INDEX (uq_id) LEFT JOIN {facts}.vendor_details " \
                                        "v ON v.tenant_id = i.tenant_id AND v.interaction_id = "   \
                                        "i.id WHERE i.tenant_id = :tenant AND i.id = :id "         \
                                        "FOR UPDATE",                                              \
        .cols = "i" EACH(LETTER) "itsss", .system = WHY,                                           \
    }
static const struct db_stmt read_active = READ_ROW("intake_read_active", "active_interactions");
static const struct db_stmt read_closed = READ_ROW("intake_read_closed", "closed_interactions");

#define INSERT(name_, table)                                                                       \
    {                                                                                              \
        .name = name_,                                                                             \
        .sql = "INSERT INTO {facts}." table " (tenant_id, id" EACH(NAME) ") VALUES (:tenant, "     \
                                                                         ":id" EACH(VALUE) ")",    \
        .cols = "", .system = WHY,                                                                 \
    }
#define UPDATE(name_, table)                                                                       \
    {                                                                                              \
        .name = name_,                                                                             \
        .sql = "UPDATE {facts}." table                                                             \
               " FORCE INDEX (uq_id) SET id = :id" EACH(SET) " WHERE tenant_id = :tenant "         \
                                                             "AND id = :id",                       \
        .cols = "", .system = WHY,                                                                 \
    }
static const struct db_stmt insert_active = INSERT("intake_insert_active", "active_interactions");
static const struct db_stmt insert_closed = INSERT("intake_insert_closed", "closed_interactions");
static const struct db_stmt update_active = UPDATE("intake_update_active", "active_interactions");
static const struct db_stmt update_closed = UPDATE("intake_update_closed", "closed_interactions");
static const struct db_stmt leave_active = {
    .name = "intake_leave_active",
    .sql = "DELETE FROM {facts}.active_interactions WHERE tenant_id = :tenant AND id = :id",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt next_id = {
    .name = "intake_next_id",
    .sql = "SELECT NEXTVAL({facts}.interaction_seq)",
    .cols = "i",
    .system = WHY,
};
static const struct db_stmt put_details = {
    .name = "intake_put_details",
    .sql = "INSERT INTO {facts}.vendor_details (tenant_id, interaction_id, source, phase, "
           "happened_at, fields, applied, parent_ref) VALUES (:tenant, :id, :source, :phase, "
           ":happened, :fields, :applied, :parent_ref) ON DUPLICATE KEY UPDATE phase = :phase, "
           "happened_at = :happened, fields = :fields, applied = :applied, "
           "parent_ref = :parent_ref",
    .cols = "",
    .system = WHY,
};

const struct db_stmt *const intake_row_statements[] = {
    &by_ref,        &read_active,   &read_closed,  &by_id,   &insert_active, &insert_closed,
    &update_active, &update_closed, &leave_active, &next_id, &put_details,   NULL,
};

enum intake_col intake_col_find(const char *column)
{
    int c = 0;
    while (c < ROW_COLS && strcmp(names[c], column) != 0)
        c++;
    return (enum intake_col)c;
}

static enum err read_row(struct db *db, struct arena *a, struct intake_row *out)
{
    enum { REST = 1 + ROW_COLS };
    struct db_rows r;
    enum err e = db_query(db, a, NULL, out->where == ROW_IS_ACTIVE ? &read_active : &read_closed,
                          DB_ARGS(DB_INT("tenant", out->tenant_id), DB_INT("id", out->id)), &r);
    if (e || !r.n)
        return e ? e : err_set(ERR_CONFLICT, "interaction %lld was moved", (long long)out->id);
    memcpy(out->cells, db_cell(&r, 0, 1), sizeof out->cells);
    out->has_details = !db_cell(&r, 0, REST)->null;
    out->phase = (int)db_int(&r, 0, REST, 0);
    out->happened_at = db_int(&r, 0, REST + 1, 0);
    out->fields = db_text(&r, 0, REST + 2, NULL);
    out->applied = db_text(&r, 0, REST + 3, NULL);
    out->parent_ref = db_text(&r, 0, REST + 4, NULL);
    return OK;
}

static void set_text(struct db_cell *cell, const char *s)
{
    *cell = (struct db_cell){.null = !s, .s = s, .len = s ? strlen(s) : 0};
}

enum err intake_row_find(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                         const char *vendor, const char *ref, struct intake_row *out)
{
    struct db_rows r;
    const struct db_arg ref_args[] = {
        DB_INT("tenant", tenant_id), DB_TEXT("vendor", vendor), DB_TEXT("ref", ref), {0}};
    const struct db_arg id_args[] = {DB_INT("tenant", tenant_id), DB_INT("id", id), {0}};
    *out = (struct intake_row){.tenant_id = tenant_id, .where = ROW_IS_NEW};
    for (int c = 0; c < ROW_COLS; c++)
        out->cells[c].null = true;
    set_text(&out->cells[ROW_VENDOR], vendor);
    set_text(&out->cells[ROW_VENDOR_REF], ref);
    enum err e = db_query(db, a, NULL, id ? &by_id : &by_ref, id ? id_args : ref_args, &r);
    if (e || !r.n)
        return e;
    out->where = (int)db_int(&r, 0, 0, 0);
    out->id = db_int(&r, 0, 1, 0);
    return out->where == ROW_IS_DELETED ? OK : read_row(db, a, out);
}

enum err intake_row_id(struct db *db, struct arena *a, int64_t *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &next_id, DB_ARGS({0}), &r);
    *out = !e && r.n ? db_int(&r, 0, 0, 0) : 0;
    return e;
}

static struct db_arg arg_of(int c, const struct db_cell *cell)
{
    const char *name = names[c];
    if (cell->null)
        return (struct db_arg){.name = name, .type = DB_NULL_T};
    if (types[c] == 's')
        return (struct db_arg)DB_BYTES(name, cell->s, cell->len);
    if (types[c] == 't')
        return (struct db_arg)DB_TIME(name, cell->i);
    return (struct db_arg)DB_INT(name, cell->i);
}

enum err intake_row_write(struct db *db, struct arena *a, const struct intake_row *row)
{
    struct db_arg args[ROW_COLS + 3] = {DB_INT("tenant", row->tenant_id), DB_INT("id", row->id)};
    bool closed = strcmp(row->cells[ROW_STATUS].s, "closed") == 0;
    for (int c = 0; c < ROW_COLS; c++)
        args[c + 2] = arg_of(c, &row->cells[c]);
    if (row->where == ROW_IS_ACTIVE && !closed)
        return db_exec(db, a, NULL, &update_active, args, NULL);
    if (row->where == ROW_IS_CLOSED)
        return db_exec(db, a, NULL, &update_closed, args, NULL);
    enum err e = db_exec(db, a, NULL, closed ? &insert_closed : &insert_active, args, NULL);
    if (!e && row->where == ROW_IS_ACTIVE)
        e = db_exec(db, a, NULL, &leave_active,
                    DB_ARGS(DB_INT("tenant", row->tenant_id), DB_INT("id", row->id)), NULL);
    return e;
}

enum err intake_details_write(struct db *db, struct arena *a, const struct intake_row *row,
                              const char *source)
{
    struct db_arg happened = DB_TIME("happened", row->happened_at);
    if (!row->happened_at)
        happened.type = DB_NULL_T;
    return db_exec(db, a, NULL, &put_details,
                   DB_ARGS(DB_INT("tenant", row->tenant_id), DB_INT("id", row->id),
                           DB_TEXT("source", source), DB_INT("phase", row->phase), happened,
                           DB_TEXT("fields", row->fields), DB_TEXT("applied", row->applied),
                           DB_TEXT("parent_ref", row->parent_ref)),
                   NULL);
}
