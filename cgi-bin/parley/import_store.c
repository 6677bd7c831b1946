#include "command.h"
#include "import_batch.h"
#include "store/value_stats.h"

#include <jansson.h>

enum { TRIES = 5 };

static const struct db_stmt find_tenant = {
    .name = "import_find_tenant",
    .sql = "SELECT id FROM {app}.tenants WHERE slug = :slug",
    .cols = "i",
    .system = "command line",
};
static const struct db_stmt lock = {
    .name = "import_lock",
    .sql = "SELECT GET_LOCK(CONCAT('parley_import_', :tenant), 10)",
    .cols = "i",
    .system = "command line",
};
static const struct db_stmt begin_import = {
    .name = "import_begin",
    .sql = "INSERT INTO {app}.imports (tenant_id, source, file_name, started_at) "
           "VALUES (:tenant, :vendor, :file, UTC_TIMESTAMP(3))",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt import_id = {
    .name = "import_id",
    .sql = "SELECT LAST_INSERT_ID()",
    .cols = "i",
    .system = "command line",
};
static const struct db_stmt count_import = {
    .name = "import_count",
    .sql = "UPDATE {app}.imports SET rows_read = :read, rows_new = :fresh, rows_known = :known, "
           "rows_mended = :mended, rows_rejected = :rejected WHERE id = :id",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt end_import = {
    .name = "import_end",
    .sql = "UPDATE {app}.imports SET done_at = UTC_TIMESTAMP(3) WHERE id = :id",
    .cols = "",
    .system = "command line",
};
/* Each id of the list once, with the call that has it, be it still going on; a deleted one does not
 * come back. */
#define KNOWN(table, index)                                                                        \
    "SELECT r.n, i.id, i.created_at FROM JSON_TABLE(:refs, '$[*]' COLUMNS ("                       \
    "n FOR ORDINALITY, ref VARCHAR(100) PATH '$')) r "                                             \
    "STRAIGHT_JOIN {facts}." table " i FORCE INDEX (" index ") "                                   \
    "ON i.tenant_id = :tenant AND i.vendor = :vendor "                                             \
    "AND i.vendor_ref = r.ref COLLATE utf8mb4_bin"
static const struct db_stmt find_known = {
    .name = "import_find_known",
    .sql = KNOWN("closed_interactions", "uq_vendor") " UNION ALL " KNOWN(
        "active_interactions", "uq_vendor") " UNION ALL " KNOWN("deleted_interactions",
                                                                "ix_deleted_vendor"),
    .cols = "iit",
    .system = "command line",
};
/* A sequence is no table: it is written so that the check of tables leaves it alone. */
static const struct db_stmt next_ids = {
    .name = "import_next_ids",
    .sql = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < :n) "
           "SELECT NEXTVAL({facts}.interaction_seq) FROM n",
    .cols = "i",
    .system = "command line",
};

struct import_counts counts_with(struct import_counts c, struct import_row *const *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        c.read++;
        c.fresh += rows[i]->state == ROW_NEW;
        c.known += rows[i]->state == ROW_KNOWN;
        c.rejected += rows[i]->state == ROW_REJECTED;
        c.mended += rows[i]->state == ROW_NEW && rows[i]->n_notes;
    }
    return c;
}

const struct names *store_names(const struct store *s)
{
    return s->names;
}

int64_t store_contacts(const struct store *s)
{
    return s->contacts;
}

enum err store_number(struct store *s, struct arena *a, const struct db_stmt *stmt,
                      const struct db_arg *args, int64_t *out)
{
    struct db_rows r;
    enum err e = db_query(s->o.db, a, NULL, stmt, args, &r);
    *out = !e && r.n ? db_int(&r, 0, 0, 0) : 0;
    return e;
}

const char *batch_list(struct arena *a, const char *const *texts, size_t n)
{
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        if (json_array_append_new(list, json_string(texts[i])) != 0)
            abort();
    char *text = json_dumps(list, JSON_COMPACT);
    if (!text)
        abort();
    char *copy = arena_dup(a, text);
    free(text);
    json_decref(list);
    return copy;
}

/* --- opening and ending ---------------------------------------------------------------------- */

static enum err open_tenant(struct store *s)
{
    int64_t locked;
    enum err e = store_number(s, s->o.arena, &find_tenant, DB_ARGS(DB_TEXT("slug", s->o.tenant)),
                              &s->tenant_id);
    if (!e && !s->tenant_id)
        return err_set(ERR_NOT_FOUND, "there is no tenant '%s'", s->o.tenant);
    if (!e)
        e = store_number(s, s->o.arena, &lock, DB_ARGS(DB_INT("tenant", s->tenant_id)), &locked);
    if (!e && !locked)
        return err_set(ERR_BUSY, "another import for '%s' is running", s->o.tenant);
    return e;
}

static enum err open_import(struct store *s)
{
    if (s->o.dry_run)
        return OK;
    enum err e =
        db_exec(s->o.db, s->o.arena, NULL, &begin_import,
                DB_ARGS(DB_INT("tenant", s->tenant_id), DB_TEXT("vendor", s->o.map->vendor),
                        DB_TEXT("file", s->o.file_name)),
                NULL);
    return e ? e : store_number(s, s->o.arena, &import_id, DB_ARGS({0}), &s->import_id);
}

enum err store_open(struct store **out, const struct store_options *options)
{
    struct store *s = arena_alloc(options->arena, sizeof *s);
    s->o = *options;
    enum err e = open_tenant(s);
    if (!e)
        e = open_import(s);
    s->names = names_new(s->o.arena, s->o.db, s->tenant_id, s->o.dry_run);
    *out = s;
    return e;
}

enum err store_finish(struct store *s)
{
    if (s->o.dry_run)
        return OK;
    enum err e = value_stats_refresh(s->o.db, s->tenant_id);
    return e ? e
             : db_exec(s->o.db, s->o.arena, NULL, &end_import, DB_ARGS(DB_INT("id", s->import_id)),
                       NULL);
}

/* --- what is known --------------------------------------------------------------------------- */

/* The rows that are not rejected, in an array of their own. */
static size_t good_rows(const struct batch *b, struct import_row **out)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++)
        if (b->rows[i]->state != ROW_REJECTED)
            out[n++] = b->rows[i];
    return n;
}

static int by_ref(const void *x, const void *y)
{
    const struct import_row *a = *(struct import_row *const *)x,
                            *b = *(struct import_row *const *)y;
    int order = strcmp(a->text[MAP_ID], b->text[MAP_ID]);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static void reject_repeated(struct batch *b, struct import_row *row, bool same_time)
{
    row_reject(row, b->arena, "repeated id", "'%s' is on an earlier line, too, %s",
               row_excerpt(b->arena, row->text[MAP_ID]),
               same_time ? "at the same time" : "at another time: the id needs more columns");
}

static void reject_repeated_within(struct batch *b)
{
    struct import_row **rows = arena_array(b->arena, b->n, sizeof *rows);
    size_t n = good_rows(b, rows);
    qsort(rows, n, sizeof(struct import_row *), by_ref);
    for (size_t i = 1, first = 0; i < n; i++) {
        if (strcmp(rows[first]->text[MAP_ID], rows[i]->text[MAP_ID]) != 0)
            first = i;
        else
            reject_repeated(b, rows[i],
                            rows[i]->number[MAP_CREATED_AT] == rows[first]->number[MAP_CREATED_AT]);
    }
}

/* A call that is stored: by an earlier run it is known, by this one the file has it twice. The same
 * id at another time is another call, which cannot be told apart. */
static void mark_known(struct batch *b, struct import_row *row, int64_t id, ms_t created)
{
    bool same_time =
        row->undated || b->store->o.ids_unique || created == row->number[MAP_CREATED_AT];
    if (b->store->first_id && id >= b->store->first_id)
        reject_repeated(b, row, same_time);
    else if (same_time)
        row->state = ROW_KNOWN;
    else
        row_reject(row, b->arena, "repeated id", "'%s' is stored already, at another time",
                   row_excerpt(b->arena, row->text[MAP_ID]));
}

static enum err find_stored(struct batch *b)
{
    struct import_row **rows = arena_array(b->arena, b->n, sizeof *rows);
    const char **refs = arena_array(b->arena, b->n, sizeof *refs);
    size_t n = good_rows(b, rows);
    struct db_rows r;
    for (size_t i = 0; i < n; i++)
        refs[i] = rows[i]->text[MAP_ID];
    if (!n)
        return OK;
    enum err e = db_query(b->store->o.db, b->arena, NULL, &find_known,
                          DB_ARGS(DB_TEXT("refs", batch_list(b->arena, refs, n)),
                                  DB_INT("tenant", b->store->tenant_id),
                                  DB_TEXT("vendor", b->store->o.map->vendor)),
                          &r);
    for (size_t i = 0; !e && i < r.n; i++)
        mark_known(b, rows[db_int(&r, i, 0, 1) - 1], db_int(&r, i, 1, 0), db_int(&r, i, 2, 0));
    return e;
}

/* --- the rows themselves --------------------------------------------------------------------- */

static enum err take_ids(struct batch *b, size_t n)
{
    struct db_rows r;
    enum err e = db_query(b->store->o.db, b->arena, NULL, &next_ids, DB_ARGS(DB_INT("n", n)), &r);
    if (e)
        return e;
    if (!b->store->first_id)
        b->store->first_id = db_int(&r, 0, 0, 0);
    for (size_t i = 0, k = 0; i < b->n; i++)
        if (b->rows[i]->state == ROW_NEW)
            b->rows[i]->id = db_int(&r, k++, 0, 0);
    return OK;
}

static enum err count(struct batch *b, struct import_counts c)
{
    return db_exec(b->store->o.db, b->arena, NULL, &count_import,
                   DB_ARGS(DB_INT("read", c.read), DB_INT("fresh", c.fresh),
                           DB_INT("known", c.known), DB_INT("mended", c.mended),
                           DB_INT("rejected", c.rejected), DB_INT("id", b->store->import_id)),
                   NULL);
}

static enum err insert_batch(struct batch *b, struct import_counts after, size_t fresh,
                             int64_t *clients)
{
    struct store *s = b->store;
    enum err e = db_begin(s->o.db, false);
    if (!e)
        e = batch_clients(b, clients);
    if (!e && fresh)
        e = batch_insert(b);
    if (!e)
        e = count(b, after);
    if (!e)
        e = db_commit(s->o.db);
    if (e)
        db_rollback(s->o.db);
    return e;
}

static enum err try_batch(struct batch *b, struct import_counts before)
{
    int64_t clients = 0;
    enum err e = find_stored(b);
    if (!e)
        e = batch_names(b);
    struct import_counts after = counts_with(before, b->rows, b->n);
    size_t fresh = (size_t)(after.fresh - before.fresh);
    if (e || b->store->o.dry_run)
        return e;
    if (fresh)
        e = take_ids(b, fresh);
    if (!e)
        e = insert_batch(b, after, fresh, &clients);
    if (!e)
        b->store->contacts += clients;
    return e;
}

/* What a failed try found out is forgotten. */
static void start_over(struct batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        struct import_row *row = b->rows[i];
        row->id = row->contact_id = 0;
        if (row->state == ROW_KNOWN)
            row->state = ROW_NEW;
    }
}

enum err store_batch(struct store *s, struct arena *a, struct import_row *const *rows, size_t n,
                     struct import_counts before)
{
    struct batch b = {s, a, rows, n};
    reject_repeated_within(&b);
    enum err e = try_batch(&b, before);
    for (int i = 1; i < TRIES && e == ERR_CONFLICT; i++) {
        err_clear();
        start_over(&b);
        e = try_batch(&b, before);
    }
    return e;
}
