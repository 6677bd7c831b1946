#include "store/arrivals.h"

#include "store/listing.h"

#define COLUMNS                                                                                    \
    "b.id, b.received_at, b.source, b.event_type, b.event_id, b.subject, b.bytes, "                \
    "CAST(b.state + 0 AS SIGNED), b.reason, b.applied_at, b.retry_at, b.attempts, "                \
    "b.interaction_id, b.file IS NOT NULL "
#define TYPES "itssssiisttiii"
#define LIKE(column)                                                                               \
    "CONVERT(b." column " USING utf8mb4) COLLATE utf8mb4_general_ci LIKE :text ESCAPE '|'"
#define FITS                                                                                       \
    "[source|AND b.source = :source ][text|AND (" LIKE("event_id") " OR " LIKE(                    \
        "subject") " OR " LIKE("reason") ") ]"
#define ORDERED(alias) "ORDER BY [up|" alias ".id|" alias ".id DESC] "

/* The newest of each state by the index, found first and read then: what is only looked through
 * costs no body. */
#define FOUND                                                                                      \
    "(SELECT s.id FROM ({each:states}(SELECT x.id FROM {app}.inbox x "                             \
    "FORCE INDEX (ix_inbox_tenant) WHERE {tenant:x} AND x.state = :it "                            \
    "[place|AND [up|x.id > :place|x.id < :place] ]" ORDERED(                                       \
        "x") "LIMIT :scan){/each}) s " ORDERED("s") "LIMIT :scan) f "

static const struct db_stmt list = {
    .name = "arrivals_list",
    .sql = "SELECT STRAIGHT_JOIN " COLUMNS "FROM " FOUND
           "JOIN {app}.inbox b FORCE INDEX (PRIMARY) ON {tenant:b} AND b.id = f.id " FITS ORDERED(
               "f") "LIMIT :limit",
    .cols = TYPES,
};
static const struct db_stmt last = {
    .name = "arrivals_last",
    .sql = "SELECT f.id FROM " FOUND ORDERED("f") "LIMIT 1 OFFSET :skip",
    .cols = "i",
};
static const struct db_stmt head = {
    .name = "arrivals_head",
    .sql = "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM {app}.inbox w "
           "FORCE INDEX (ix_inbox_tenant) WHERE {tenant:w} AND w.state = 'waiting' "
           "LIMIT 10001) c), "
           "(SELECT o.received_at FROM {app}.inbox o FORCE INDEX (ix_inbox_tenant) "
           "WHERE {tenant:o} AND o.state = 'waiting' ORDER BY o.id LIMIT 1), "
           "(SELECT COUNT(*) FROM (SELECT COALESCE(r.applied_at, r.received_at) AS at "
           "FROM {app}.inbox r FORCE INDEX (ix_inbox_tenant) "
           "WHERE {tenant:r} AND r.state = 'refused' ORDER BY r.id DESC LIMIT 1001) n "
           "WHERE n.at >= :since)",
    .cols = "iti",
};
static const struct db_stmt find = {
    .name = "arrival_find",
    .sql = "SELECT " COLUMNS "FROM {app}.inbox b WHERE {tenant:b} AND b.id = :id [lock|FOR UPDATE]",
    .cols = TYPES,
};
static const struct db_stmt body_sql = {
    .name = "arrival_body",
    .sql = "SELECT LEFT(b.body, :max) FROM {app}.inbox b WHERE {tenant:b} AND b.id = :id",
    .cols = "b",
};
#define AGAIN "SET b.state = 'waiting', b.reason = NULL, b.retry_at = NULL, b.attempts = 0 "
static const struct db_stmt retry = {
    .name = "arrival_retry",
    .sql = "UPDATE {app}.inbox b " AGAIN "WHERE {tenant:b} AND b.id = :id "
           "AND b.state IN ('waiting', 'refused')",
    .cols = "",
};
static const struct db_stmt retry_floor = {
    .name = "arrivals_retry_floor",
    .sql = "SELECT CAST(MIN(s.id) AS SIGNED) FROM (SELECT x.id FROM {app}.inbox x "
           "FORCE INDEX (ix_inbox_tenant) WHERE {tenant:x} AND x.state = 'refused' "
           "ORDER BY x.id DESC LIMIT :scan) s",
    .cols = "i",
};
static const struct db_stmt retry_many = {
    .name = "arrivals_retry",
    .sql = "UPDATE {app}.inbox b FORCE INDEX (ix_inbox_tenant) " AGAIN
           "WHERE {tenant:b} AND b.state = 'refused' AND b.id >= :floor " FITS,
    .cols = "",
};
static const struct db_stmt discard = {
    .name = "arrival_discard",
    .sql = "DELETE FROM {app}.inbox WHERE tenant_id = {tenant} AND id = :id "
           "AND state = 'refused'",
    .cols = "",
};

const struct db_stmt *const arrival_statements[] = {
    &list, &last, &head, &find, &body_sql, &retry, &retry_floor, &retry_many, &discard, NULL,
};

static struct arrival read_row(const struct db_rows *r, size_t i)
{
    return (struct arrival){
        .id = db_int(r, i, 0, 0),
        .received_at = db_int(r, i, 1, 0),
        .source = db_text(r, i, 2, ""),
        .type = db_text(r, i, 3, ""),
        .event_id = db_text(r, i, 4, ""),
        .subject = db_text(r, i, 5, NULL),
        .bytes = db_int(r, i, 6, 0),
        .state = (enum arrival_state)db_int(r, i, 7, 0),
        .reason = db_text(r, i, 8, NULL),
        .applied_at = db_int(r, i, 9, 0),
        .retry_at = db_int(r, i, 10, 0),
        .attempts = db_int(r, i, 11, 0),
        .interaction_id = db_int(r, i, 12, 0),
        .in_file = db_int(r, i, 13, 0),
    };
}

static void add_filter(struct db_args *args, struct arena *a, const struct arrival_filter *f)
{
    if (f->source)
        db_add(args, DB_ARGS(DB_TEXT("source", f->source)));
    if (f->text)
        db_add(args, DB_ARGS(DB_TEXT("text", listing_containing(a, f->text))));
}

static void add_place(struct db_args *args, const struct arrival_filter *f, int64_t place,
                      bool newer, int64_t scan)
{
    static const int64_t states[] = {ARRIVAL_WAITING, ARRIVAL_APPLIED, ARRIVAL_REFUSED};
    bool any = f->state == ARRIVAL_ANY;
    db_add(args, DB_ARGS(DB_LIST("states", any ? states : &states[f->state - 1], any ? 3 : 1),
                         DB_INT("scan", scan)));
    if (place)
        db_add(args, DB_ARGS(DB_INT("place", place)));
    if (newer)
        db_add(args, DB_ARGS(DB_ON("up")));
}

/* Where the search stopped, if it did before the end. */
static enum err find_last(struct db *db, struct arena *a, const struct scope *scope,
                          const struct db_args *places, int64_t *seen)
{
    struct db_args args = *places;
    struct db_rows rows;
    db_add(&args, DB_ARGS(DB_INT("skip", ARRIVALS_SCAN - 1)));
    enum err e = db_query(db, a, scope, &last, args.v, &rows);
    *seen = !e && rows.n ? db_int(&rows, 0, 0, 0) : 0;
    return e;
}

enum err arrivals_list(struct db *db, struct arena *a, const struct scope *scope,
                       const struct arrival_filter *f, int64_t place, bool newer, size_t size,
                       struct arrivals *out)
{
    struct db_rows rows;
    struct db_args places = {.n = 0}, args;
    bool searching = f->source || f->text;
    *out = (struct arrivals){0};
    add_place(&places, f, place, newer, searching ? ARRIVALS_SCAN : (int64_t)size + 1);
    args = places;
    add_filter(&args, a, f);
    db_add(&args, DB_ARGS(DB_INT("limit", size + 1)));
    enum err e = db_query(db, a, scope, &list, args.v, &rows);
    if (e)
        return e;
    out->more = rows.n > size;
    out->n = out->more ? size : rows.n;
    out->rows = arena_array(a, out->n + 1, sizeof *out->rows);
    for (size_t i = 0; i < out->n; i++)
        out->rows[newer ? out->n - 1 - i : i] = read_row(&rows, i);
    return searching && !out->more ? find_last(db, a, scope, &places, &out->seen) : OK;
}

enum err arrivals_head(struct db *db, struct arena *a, const struct scope *scope, ms_t since,
                       struct arrivals_head *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &head, DB_ARGS(DB_TIME("since", since)), &rows);
    *out = (struct arrivals_head){0};
    if (!e)
        *out = (struct arrivals_head){.waiting = db_int(&rows, 0, 0, 0),
                                      .oldest = db_int(&rows, 0, 1, 0),
                                      .refused = db_int(&rows, 0, 2, 0)};
    return e;
}

enum err arrival_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      bool lock, struct arrival *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &find,
                          DB_ARGS(DB_INT("id", id), DB_ON(lock ? "lock" : NULL)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such arrival");
    if (!e)
        *out = read_row(&rows, 0);
    return e;
}

enum err arrival_body(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      size_t max, const char **body, size_t *n)
{
    struct db_rows rows;
    enum err e =
        db_query(db, a, scope, &body_sql, DB_ARGS(DB_INT("id", id), DB_INT("max", max)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such arrival");
    if (e)
        return e;
    *body = db_cell(&rows, 0, 0)->s;
    *n = db_cell(&rows, 0, 0)->len;
    return OK;
}

enum err arrival_retry(struct db *db, struct arena *a, const struct scope *scope, int64_t id)
{
    return db_exec(db, a, scope, &retry, DB_ARGS(DB_INT("id", id)), NULL);
}

enum err arrivals_retry(struct db *db, struct arena *a, const struct scope *scope,
                        const struct arrival_filter *f, int64_t *n)
{
    struct db_rows rows;
    struct db_args args = {.n = 0};
    *n = 0;
    enum err e =
        db_query(db, a, scope, &retry_floor, DB_ARGS(DB_INT("scan", ARRIVALS_SCAN)), &rows);
    if (e || db_cell(&rows, 0, 0)->null)
        return e;
    db_add(&args, DB_ARGS(DB_INT("floor", db_int(&rows, 0, 0, 0))));
    add_filter(&args, a, f);
    return db_exec(db, a, scope, &retry_many, args.v, n);
}

enum err arrival_discard(struct db *db, struct arena *a, const struct scope *scope, int64_t id)
{
    return db_exec(db, a, scope, &discard, DB_ARGS(DB_INT("id", id)), NULL);
}
