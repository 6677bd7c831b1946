#include "store/queues.h"

#include "store/catalog.h"

#define COLUMNS                                                                                    \
    "q.id, q.name, q.channel, q.active, COALESCE(s.sl_threshold_s, 20), "                          \
    "ROUND(COALESCE(s.sl_target_pct, 80) * 100), COALESCE(s.short_abandon_s, 5), "                 \
    "COALESCE(s.count_abandons, 1), COALESCE(s.count_short_abandons, 0), "                         \
    "COALESCE(s.count_flow_outs, 0), s.business_hours, s.holidays "                                \
    "FROM {facts}.queues q LEFT JOIN {app}.queue_settings s "                                      \
    "ON s.tenant_id = q.tenant_id AND s.queue_id = q.id "
#define COLUMN_TYPES "issidddiiiss"

#define FITS                                                                                       \
    "{scope_id:q} [search|AND q.name LIKE :search ESCAPE '|' ][active|AND q.active ]"              \
    "[off|AND NOT q.active ]"

static const struct db_stmt page = {
    .name = "queues_page",
    .sql = "SELECT " COLUMNS "WHERE " FITS LISTING_PAGE("q.name", "q.id"),
    .cols = COLUMN_TYPES,
};
static const struct db_stmt count = {
    .name = "queues_count",
    .sql = LISTING_COUNT("{facts}.queues q WHERE " FITS),
    .cols = "i",
};
static const struct db_stmt find = {
    .name = "queue_find",
    .sql = "SELECT " COLUMNS "WHERE {scope_id:q} AND q.id = :id [lock|FOR UPDATE]",
    .cols = COLUMN_TYPES,
};
static const struct db_stmt taken_sql = {
    .name = "queue_name_taken",
    .sql = "SELECT q.id FROM {facts}.queues q WHERE {scope_id:q} AND q.name = :name "
           "AND q.id <> :id LIMIT 1",
    .cols = "i",
};
/* Locks the end of the ids, so that the row inserted next gets this one. */
static const struct db_stmt next_id = {
    .name = "queue_next_id",
    .sql = "SELECT CAST(COALESCE(MAX(q.id), 0) + 1 AS SIGNED) FROM {facts}.queues q WHERE "
           "{scope_id:q} FOR UPDATE",
    .cols = "i",
};
static const struct db_stmt insert = {
    .name = "queue_insert",
    .sql = "INSERT INTO {facts}.queues (tenant_id, id, name, channel, active) "
           "SELECT {tenant}, COALESCE(MAX(q.id), 0) + 1, :name, :channel, :active "
           "FROM {facts}.queues q WHERE {scope_id:q}",
    .cols = "",
};
static const struct db_stmt update = {
    .name = "queue_update",
    .sql = "UPDATE {facts}.queues q SET q.name = :name, q.channel = :channel, q.active = :active "
           "WHERE {scope_id:q} AND q.id = :id",
    .cols = "",
};
static const struct db_stmt save_settings = {
    .name = "queue_save_settings",
    .sql = "INSERT INTO {app}.queue_settings (tenant_id, queue_id, sl_threshold_s, sl_target_pct, "
           "short_abandon_s, count_abandons, count_short_abandons, count_flow_outs, "
           "business_hours, holidays) VALUES ({tenant}, :id, :threshold, :target / 100, :short, "
           ":abandons, :shorts, :flow_outs, :hours, :holidays) ON DUPLICATE KEY UPDATE "
           "sl_threshold_s = VALUES(sl_threshold_s), sl_target_pct = VALUES(sl_target_pct), "
           "short_abandon_s = VALUES(short_abandon_s), count_abandons = VALUES(count_abandons), "
           "count_short_abandons = VALUES(count_short_abandons), "
           "count_flow_outs = VALUES(count_flow_outs), business_hours = VALUES(business_hours), "
           "holidays = VALUES(holidays)",
    .cols = "",
};

const struct db_stmt *const queue_statements[] = {
    &page, &count, &find, &taken_sql, &next_id, &insert, &update, &save_settings, NULL,
};

static struct queue read_row(const struct db_rows *r, size_t i)
{
    return (struct queue){
        .id = db_int(r, i, 0, 0),
        .name = db_text(r, i, 1, ""),
        .channel = db_text(r, i, 2, NULL),
        .active = db_int(r, i, 3, 0),
        .sl_threshold_s = (int64_t)db_cell(r, i, 4)->d,
        .sl_target_percent_x100 = (int64_t)(db_cell(r, i, 5)->d + 0.5),
        .short_abandon_s = (int64_t)db_cell(r, i, 6)->d,
        .count_abandons = db_int(r, i, 7, 0),
        .count_short_abandons = db_int(r, i, 8, 0),
        .count_flow_outs = db_int(r, i, 9, 0),
        .business_hours = db_text(r, i, 10, NULL),
        .holidays = db_text(r, i, 11, NULL),
    };
}

enum err queues_page(struct db *db, struct arena *a, const struct scope *scope,
                     const struct listing *want, const char *state, struct queue **out, size_t *n,
                     bool *more)
{
    struct listing_rows rows;
    const struct db_arg args[] = {DB_ON(state), {0}};
    enum err e = listing_fetch(db, a, scope, &page, want, args, &rows);
    *n = e ? 0 : rows.rows.n;
    *more = !e && rows.more;
    *out = arena_array(a, *n, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = read_row(&rows.rows, i);
    return e;
}

enum err queues_count(struct db *db, struct arena *a, const struct scope *scope,
                      const struct listing *want, const char *state, int64_t *out)
{
    const struct db_arg args[] = {DB_ON(state), {0}};
    return listing_count(db, a, scope, &count, want, args, out);
}

enum err queue_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                    bool lock, struct queue *out)
{
    struct db_rows rows;
    const struct db_arg args[] = {DB_INT("id", id), DB_ON(lock ? "lock" : NULL), {0}};
    enum err e = db_query(db, a, scope, &find, args, &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such queue");
    if (!e)
        *out = read_row(&rows, 0);
    return e;
}

enum err queue_name_taken(struct db *db, struct arena *a, const struct scope *scope,
                          const char *name, int64_t id, bool *taken)
{
    struct db_rows rows;
    enum err e =
        db_query(db, a, scope, &taken_sql, DB_ARGS(DB_TEXT("name", name), DB_INT("id", id)), &rows);
    *taken = !e && rows.n;
    return e;
}

static enum err save_row(struct db *db, struct arena *a, const struct scope *scope, struct queue *q)
{
    struct db_rows rows;
    bool fresh = !q->id;
    enum err e = fresh ? db_query(db, a, scope, &next_id, DB_ARGS({0}), &rows) : OK;
    if (!e && fresh)
        q->id = db_int(&rows, 0, 0, 1);
    if (e)
        return e;
    return db_exec(db, a, scope, fresh ? &insert : &update,
                   DB_ARGS(DB_INT("id", q->id), DB_TEXT("name", q->name),
                           DB_TEXT("channel", q->channel), DB_INT("active", q->active)),
                   NULL);
}

enum err queue_save(struct db *db, struct arena *a, const struct scope *scope, struct queue *q)
{
    enum err e = save_row(db, a, scope, q);
    if (!e)
        e = db_exec(db, a, scope, &save_settings,
                    DB_ARGS(DB_INT("id", q->id), DB_INT("threshold", q->sl_threshold_s),
                            DB_INT("target", q->sl_target_percent_x100),
                            DB_INT("short", q->short_abandon_s),
                            DB_INT("abandons", q->count_abandons),
                            DB_INT("shorts", q->count_short_abandons),
                            DB_INT("flow_outs", q->count_flow_outs),
                            DB_TEXT("hours", q->business_hours), DB_TEXT("holidays", q->holidays)),
                    NULL);
    return e ? e : catalog_bump(db, a, scope);
}
