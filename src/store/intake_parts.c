#include "store/intake_parts.h"

#include "store/search_index.h"

#define WHY "the tenant is that of what arrives"
#define OF "tenant_id = :tenant AND interaction_id = :id"

#define CLEAR(table, but)                                                                          \
    {                                                                                              \
        .name = "intake_clear_" table, .sql = "DELETE FROM {facts}." table " WHERE " OF but,       \
        .cols = "", .system = WHY,                                                                 \
    }
#define LAST(table, number)                                                                        \
    {                                                                                              \
        .name = "intake_last_" table,                                                              \
        .sql = "SELECT CAST(COALESCE(MAX(m." number "), 0) AS SIGNED) FROM {facts}." table         \
               " m WHERE m.tenant_id = :tenant AND m.interaction_id = :id",                        \
        .cols = "i", .system = WHY,                                                                \
    }

static const struct {
    const char *table;
    struct db_stmt clear, last;
} lists[] = {
    {"messages", CLEAR("messages", ""), LAST("messages", "message_no")},
    {"function_calls", CLEAR("function_calls", ""), LAST("function_calls", "call_no")},
    {"legs", CLEAR("legs", ""), LAST("legs", "leg_no")},
    {"recordings", CLEAR("recordings", ""), LAST("recordings", "recording_no")},
    {"tags", CLEAR("tags", " AND source = 'vendor'"), {0}},
    {"review_flags", CLEAR("review_flags", " AND source = 'ai' AND cleared_at IS NULL"),
     LAST("review_flags", "flag_no")},
};
enum { LISTS = sizeof lists / sizeof *lists };

static const struct db_stmt cleared = {
    .name = "intake_flags_cleared",
    .sql = "SELECT f.flag FROM {facts}.review_flags f WHERE f.tenant_id = :tenant "
           "AND f.interaction_id = :id AND f.source = 'ai' AND f.cleared_at IS NOT NULL",
    .cols = "s",
    .system = WHY,
};
static const struct db_stmt remove_tag = {
    .name = "intake_remove_tag",
    .sql = "DELETE FROM {facts}.tags WHERE " OF " AND kind = :kind AND tag = :tag "
           "AND source <> 'person'",
    .cols = "",
    .system = WHY,
};
#define ANY(table, test)                                                                           \
    "EXISTS (SELECT 1 FROM {facts}." table " h WHERE h.tenant_id = :tenant "                       \
    "AND h.interaction_id = :id" test ")"
#define WHEN "COALESCE(m.sent_at, :created + INTERVAL m.offset_ms * 1000 MICROSECOND)"
static const struct db_stmt facts = {
    .name = "intake_facts",
    .sql = "SELECT COUNT(*), " ANY("recordings", "") ", " ANY(
        "review_flags", " AND h.cleared_at IS NULL") ", CAST(MAX(" WHEN
                                                     ") AS DATETIME(3)) FROM {facts}.messages m "
                                                     "WHERE m.tenant_id = :tenant "
                                                     "AND m.interaction_id = :id",
    .cols = "iiit",
    .system = WHY,
};
static const struct db_stmt said = {
    .name = "intake_said",
    .sql = "SELECT m.interaction_id, m.message_no, m.role, m.body FROM {facts}.messages m "
           "WHERE m.tenant_id = :tenant AND m.interaction_id IN (:ids[]) "
           "ORDER BY m.interaction_id, m.message_no",
    .cols = "iiss",
    .system = WHY,
};

const struct db_stmt *const intake_part_statements[] = {
    &lists[0].clear, &lists[1].clear, &lists[2].clear, &lists[3].clear,
    &lists[4].clear, &lists[5].clear, &lists[0].last,  &lists[1].last,
    &lists[2].last,  &lists[3].last,  &lists[5].last,  &cleared,
    &remove_tag,     &facts,          &said,           NULL,
};

static size_t list_of(const char *table)
{
    size_t i = 0;
    while (i < LISTS && strcmp(lists[i].table, table) != 0)
        i++;
    if (i == LISTS)
        abort();
    return i;
}

enum err intake_part_clear(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                           const char *table)
{
    return db_exec(db, a, NULL, &lists[list_of(table)].clear,
                   DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", id)), NULL);
}

enum err intake_part_last(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                          const char *table, int64_t *last)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &lists[list_of(table)].last,
                          DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", id)), &r);
    *last = e ? 0 : db_int(&r, 0, 0, 0);
    return e;
}

enum err intake_flags_cleared(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                              struct db_rows *out)
{
    return db_query(db, a, NULL, &cleared, DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", id)),
                    out);
}

enum err intake_tag_remove(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                           const char *kind, const char *tag)
{
    return db_exec(db, a, NULL, &remove_tag,
                   DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", id), DB_TEXT("kind", kind),
                           DB_TEXT("tag", tag)),
                   NULL);
}

enum err intake_facts(struct db *db, struct arena *a, int64_t tenant_id, int64_t id, ms_t created,
                      struct intake_facts *out)
{
    struct db_rows r;
    enum err e = db_query(
        db, a, NULL, &facts,
        DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", id), DB_TIME("created", created)), &r);
    if (!e)
        *out = (struct intake_facts){.messages = db_int(&r, 0, 0, 0) > 0,
                                     .recordings = db_int(&r, 0, 1, 0),
                                     .flagged = db_int(&r, 0, 2, 0),
                                     .last_message_at = db_int(&r, 0, 3, 0)};
    return e;
}

static int by_id(const void *a, const void *b)
{
    const struct to_index *x = a, *y = b;
    if (x->tenant_id != y->tenant_id)
        return x->tenant_id < y->tenant_id ? -1 : 1;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->said_no < y->said_no ? -1 : x->said_no > y->said_no;
}

/* Each once, as it was said last; what was there before any of them is forgotten. */
static size_t each_once(struct to_index *list, size_t n)
{
    size_t to = 0;
    qsort(list, n, sizeof *list, by_id);
    for (size_t i = 0; i < n; i++) {
        bool again =
            to && list[to - 1].tenant_id == list[i].tenant_id && list[to - 1].id == list[i].id;
        bool anew = list[i].anew || (again && list[to - 1].anew);
        to -= again;
        list[to] = list[i];
        list[to++].anew = anew;
    }
    return to;
}

/* Those of one tenant. */
static enum err index_some(struct db *db, struct arena *a, struct search_writer *w,
                           const struct to_index *list, size_t n)
{
    struct db_rows r;
    size_t at = 0;
    int64_t *ids = arena_array(a, n, sizeof *ids);
    enum err e = OK;
    for (size_t i = 0; i < n && !e; i++) {
        ids[i] = list[i].id;
        e = list[i].anew ? search_forget(db, a, list[i].tenant_id, list[i].id) : OK;
    }
    if (!e)
        e = db_query(db, a, NULL, &said,
                     DB_ARGS(DB_INT("tenant", list->tenant_id), DB_LIST("ids", ids, n)), &r);
    for (size_t i = 0; i < n && !e; i++) {
        search_writer_begin(w, list[i].tenant_id, list[i].id, list[i].created);
        for (; at < r.n && db_int(&r, at, 0, 0) == list[i].id; at++)
            search_writer_add(w, db_int(&r, at, 1, 0), db_text(&r, at, 2, "system"),
                              db_text(&r, at, 3, ""));
        e = search_writer_end(w);
    }
    return e;
}

enum err intake_index(struct db *db, struct arena *a, struct to_index *list, size_t n)
{
    struct search_writer *w;
    if (!n)
        return OK;
    n = each_once(list, n);
    enum err e = search_writer_open(&w, db);
    if (e)
        return e;
    for (size_t at = 0, end; at < n && !e; at = end) {
        for (end = at + 1; end < n && list[end].tenant_id == list[at].tenant_id;)
            end++;
        e = index_some(db, a, w, list + at, end - at);
    }
    enum err close = search_writer_close(w);
    return e ? e : close;
}
