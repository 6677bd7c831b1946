#include "store/audit_list.h"

#include "store/listing.h"

/* Every index ends in time and number, so each filter's rows come in order. */
#define WHICH                                                                                      \
    "AND a.at >= :from AND a.at < :to "                                                            \
    "[action|AND a.action = :action ][address|AND a.address = :address ]"                          \
    "[place|AND [up|a.at >= :place AND (a.at > :place OR a.seq > :place_seq)|a.at <= :place "      \
    "AND (a.at < :place OR a.seq < :place_seq)] ]"
#define ORDERED(alias)                                                                             \
    "ORDER BY [up|" alias ".at, " alias ".seq|" alias ".at DESC, " alias ".seq DESC] "

/* Found first, read then: the rows that are only looked through cost no details. */
#define AUDIT_ROWS(found)                                                                          \
    "SELECT r.seq, r.at, r.user_id, r.actor, r.address, r.action, r.subject, r.details, "          \
    "r.request_id FROM (" found ") f JOIN {app}.audit r ON {tenant:r} AND r.seq = f.seq "          \
    "[subject|WHERE f.subject LIKE :subject ESCAPE '|'] " ORDERED("f") "LIMIT :limit OFFSET :skip"

static const struct db_stmt everybody = {
    .name = "audit_list",
    .sql = AUDIT_ROWS(
        "SELECT a.at, a.seq, a.subject FROM {app}.audit a "
        "[actor|FORCE INDEX (ix_audit_actor)|[address|FORCE INDEX (ix_audit_address)|"
        "[action|FORCE INDEX (ix_audit_action)|FORCE INDEX (ix_audit_at)]]] "
        "WHERE {tenant:a} [actor|AND a.actor = :actor ]" WHICH ORDERED("a") "LIMIT :scan"),
    .cols = "itissssss",
};
static const struct db_stmt some_people = {
    .name = "audit_list_people",
    .sql = AUDIT_ROWS(
        "SELECT p.at, p.seq, p.subject FROM ({each:users}"
        "(SELECT a.at, a.seq, a.subject FROM {app}.audit a "
        "[action|FORCE INDEX (ix_audit_done)|FORCE INDEX (ix_audit_user)] "
        "WHERE {tenant:a} AND a.user_id = :it " WHICH ORDERED(
            "a") "LIMIT :scan)"
                 "{/each}[actor| UNION ALL (SELECT a.at, a.seq, a.subject FROM {app}.audit a "
                 "FORCE INDEX (ix_audit_actor) WHERE {tenant:a} AND a.actor = :actor "
                 "AND (a.user_id IS NULL OR a.user_id NOT IN (:users[])) " WHICH ORDERED(
                     "a") "LIMIT :scan)]) p " ORDERED("p") "LIMIT :scan"),
    .cols = "itissssss",
};
static const struct db_stmt people = {
    .name = "audit_people",
    .sql = "SELECT u.id FROM {app}.users u WHERE {tenant:u} AND (u.name LIKE :text ESCAPE '|' "
           "OR u.email LIKE :text ESCAPE '|') ORDER BY u.id LIMIT :limit",
    .cols = "i",
};

const struct db_stmt *const audit_list_statements[] = {&everybody, &some_people, &people, NULL};

static void add_filter(struct db_args *a, const struct audit_filter *f, struct audit_place place,
                       bool newer)
{
    db_add(a, DB_ARGS(DB_TIME("from", f->from), DB_TIME("to", f->to)));
    if (f->n_users)
        db_add(a, DB_ARGS(DB_LIST("users", f->users, f->n_users)));
    if (f->actor)
        db_add(a, DB_ARGS(DB_TEXT("actor", f->actor)));
    if (f->action)
        db_add(a, DB_ARGS(DB_TEXT("action", f->action)));
    if (f->address)
        db_add(a, DB_ARGS(DB_TEXT("address", f->address)));
    if (newer)
        db_add(a, DB_ARGS(DB_ON("up")));
    if (!place.at)
        return;
    db_add(a, DB_ARGS(DB_TIME("place", place.at), DB_INT("place_seq", place.seq)));
}

static enum err fetch(struct db *db, struct arena *a, const struct scope *scope,
                      const struct audit_filter *f, const struct db_args *filter, int64_t scan,
                      int64_t limit, int64_t skip, struct db_rows *rows)
{
    struct db_args args = *filter;
    db_add(&args, DB_ARGS(DB_INT("scan", scan), DB_INT("limit", limit), DB_INT("skip", skip)));
    return db_query(db, a, scope, f->n_users ? &some_people : &everybody, args.v, rows);
}

static struct audit_row read_row(const struct db_rows *rows, size_t i)
{
    return (struct audit_row){
        .seq = db_int(rows, i, 0, 0),
        .at = db_int(rows, i, 1, 0),
        .user_id = db_int(rows, i, 2, 0),
        .actor = db_text(rows, i, 3, ""),
        .address = db_text(rows, i, 4, NULL),
        .action = db_text(rows, i, 5, ""),
        .subject = db_text(rows, i, 6, NULL),
        .details = db_text(rows, i, 7, NULL),
        .request_id = db_text(rows, i, 8, NULL),
    };
}

static void read_rows(struct arena *a, const struct db_rows *rows, bool newer, size_t size,
                      struct audit_rows *out)
{
    out->more = rows->n > size;
    out->n = out->more ? size : rows->n;
    out->rows = arena_array(a, out->n + 1, sizeof *out->rows);
    for (size_t i = 0; i < out->n; i++)
        out->rows[newer ? out->n - 1 - i : i] = read_row(rows, i);
}

enum err audit_list(struct db *db, struct arena *a, const struct scope *scope,
                    const struct audit_filter *f, struct audit_place place, bool newer, size_t size,
                    struct audit_rows *out)
{
    struct db_args args = {.n = 0}, searching;
    struct db_rows rows, last;
    *out = (struct audit_rows){0};
    add_filter(&args, f, place, newer);
    searching = args;
    if (f->subject)
        db_add(&searching, DB_ARGS(DB_TEXT("subject", listing_containing(a, f->subject))));
    enum err e = fetch(db, a, scope, f, &searching, f->subject ? AUDIT_SCAN : (int64_t)size + 1,
                       (int64_t)size + 1, 0, &rows);
    if (e)
        return e;
    read_rows(a, &rows, newer, size, out);
    if (!f->subject || out->more)
        return OK;
    e = fetch(db, a, scope, f, &args, AUDIT_SCAN, 1, AUDIT_SCAN - 1, &last);
    if (!e && last.n)
        out->seen = (struct audit_place){db_int(&last, 0, 1, 0), db_int(&last, 0, 0, 0)};
    return e;
}

enum err audit_people(struct db *db, struct arena *a, const struct scope *scope, const char *text,
                      int64_t **ids, size_t *n, bool *more)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &people,
                          DB_ARGS(DB_TEXT("text", listing_containing(a, text)),
                                  DB_INT("limit", AUDIT_PEOPLE_MAX + 1)),
                          &rows);
    *more = !e && rows.n > AUDIT_PEOPLE_MAX;
    *n = e ? 0 : *more ? AUDIT_PEOPLE_MAX : rows.n;
    *ids = arena_array(a, *n + 1, sizeof **ids);
    for (size_t i = 0; i < *n; i++)
        (*ids)[i] = db_int(&rows, i, 0, 0);
    return e;
}
