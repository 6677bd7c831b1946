#include "import_store.h"

#include "command.h"
#include "core/buf.h"
#include "core/conf.h"
#include "db/bulk.h"

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
/* Each id of the list once, with the call that has it. */
static const struct db_stmt find_known = {
    .name = "import_find_known",
    .sql = "SELECT r.n, i.id, i.created_at FROM JSON_TABLE(:refs, '$[*]' COLUMNS ("
           "n FOR ORDINALITY, ref VARCHAR(100) PATH '$')) r "
           "STRAIGHT_JOIN {facts}.closed_interactions i FORCE INDEX (uq_vendor) "
           "ON i.tenant_id = :tenant AND i.vendor = :vendor "
           "AND i.vendor_ref = r.ref COLLATE utf8mb4_bin",
    .cols = "iit",
    .system = "command line",
};
/* The collation is the index's; the second comparison is the exact one. */
static const struct db_stmt find_contacts = {
    .name = "import_find_contacts",
    .sql = "SELECT r.n, MIN(c.id) FROM JSON_TABLE(:names, '$[*]' COLUMNS ("
           "n FOR ORDINALITY, name VARCHAR(150) PATH '$')) r "
           "STRAIGHT_JOIN {facts}.crm_contacts c FORCE INDEX (ix_contact_name) "
           "ON c.tenant_id = :tenant AND c.name = r.name COLLATE utf8mb4_unicode_520_ci "
           "AND c.name = r.name COLLATE utf8mb4_bin GROUP BY r.n",
    .cols = "ii",
    .system = "command line",
};
static const struct db_stmt last_contact = {
    .name = "import_last_contact",
    .sql = "SELECT COALESCE(MAX(id), 0) FROM {facts}.crm_contacts WHERE tenant_id = :tenant",
    .cols = "i",
    .system = "command line",
};
/* A sequence is no table: it is written so that the check of tables leaves it alone. */
static const struct db_stmt next_ids = {
    .name = "import_next_ids",
    .sql = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < :n) "
           "SELECT NEXTVAL({facts}.`interaction_seq`) FROM n",
    .cols = "i",
    .system = "command line",
};

struct store {
    struct store_options o;
    int64_t tenant_id, import_id;
    int64_t first_id; /* of this run; 0: none yet */
    int64_t contacts;
    struct names *names;
    char calls[96], legs[96], crm_contacts[96]; /* tables, with their database */
};

struct batch {
    struct store *store;
    struct arena *arena;
    struct import_row *const *rows;
    size_t n;
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

/* --- opening and ending ---------------------------------------------------------------------- */

static enum err get_number(struct store *s, const struct db_stmt *stmt, const struct db_arg *args,
                           int64_t *out)
{
    struct db_rows r;
    enum err e = db_query(s->o.db, s->o.arena, NULL, stmt, args, &r);
    *out = !e && r.n ? db_int(&r, 0, 0, 0) : 0;
    return e;
}

static enum err open_tenant(struct store *s)
{
    int64_t locked;
    enum err e = get_number(s, &find_tenant, DB_ARGS(DB_TEXT("slug", s->o.tenant)), &s->tenant_id);
    if (!e && !s->tenant_id)
        return err_set(ERR_NOT_FOUND, "there is no tenant '%s'", s->o.tenant);
    if (!e)
        e = get_number(s, &lock, DB_ARGS(DB_INT("tenant", s->tenant_id)), &locked);
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
    return e ? e : get_number(s, &import_id, DB_ARGS({0}), &s->import_id);
}

enum err store_open(struct store **out, const struct store_options *options)
{
    struct store *s = arena_alloc(options->arena, sizeof *s);
    s->o = *options;
    snprintf(s->calls, sizeof s->calls, "%s.closed_interactions", conf(CONF_DB_FACTS));
    snprintf(s->legs, sizeof s->legs, "%s.legs", conf(CONF_DB_FACTS));
    snprintf(s->crm_contacts, sizeof s->crm_contacts, "%s.crm_contacts", conf(CONF_DB_FACTS));
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
    enum err e = stats_refresh(s->o.db, s->tenant_id);
    return e ? e
             : db_exec(s->o.db, s->o.arena, NULL, &end_import, DB_ARGS(DB_INT("id", s->import_id)),
                       NULL);
}

/* --- what is known --------------------------------------------------------------------------- */

/* Texts as a JSON array: a list of any length in one bound value. */
static char *json_list(struct arena *a, const char *const *texts, size_t n)
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
    bool same_time = created == row->number[MAP_CREATED_AT];
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
                          DB_ARGS(DB_TEXT("refs", json_list(b->arena, refs, n)),
                                  DB_INT("tenant", b->store->tenant_id),
                                  DB_TEXT("vendor", b->store->o.map->vendor)),
                          &r);
    for (size_t i = 0; !e && i < r.n; i++)
        mark_known(b, rows[db_int(&r, i, 0, 1) - 1], db_int(&r, i, 1, 0), db_int(&r, i, 2, 0));
    return e;
}

/* --- names ----------------------------------------------------------------------------------- */

static enum err find_name(struct batch *b, struct import_row *row, enum name_kind kind,
                          enum map_field f, int64_t *id)
{
    if (!row->has[f] || row->state != ROW_NEW)
        return OK;
    enum err e = names_id(b->store->names, kind, row->text[f], row->disposition_name, id);
    if (!e && !*id && !b->store->o.dry_run)
        row_reject(row, b->arena, "too many new names", "%s: '%s'", names_called(kind),
                   row_excerpt(b->arena, row->text[f]));
    return e;
}

static enum err find_names(struct batch *b)
{
    enum err e = OK;
    for (size_t i = 0; i < b->n && !e; i++) {
        struct import_row *row = b->rows[i];
        e = find_name(b, row, NAME_QUEUE, MAP_QUEUE, &row->queue_id);
        if (!e)
            e = find_name(b, row, NAME_AGENT, MAP_AGENT, &row->agent_id);
        if (!e)
            e = find_name(b, row, NAME_DID, MAP_DID, &row->did_id);
        if (!e)
            e = find_name(b, row, NAME_DISPOSITION, MAP_DISPOSITION, &row->disposition_id);
    }
    return e;
}

static int by_client(const void *x, const void *y)
{
    const struct import_row *a = *(struct import_row *const *)x,
                            *b = *(struct import_row *const *)y;
    int order = strcmp(a->text[MAP_CLIENT], b->text[MAP_CLIENT]);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* The new rows with a client, those of one client together. */
static size_t rows_by_client(const struct batch *b, struct import_row **out)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++)
        if (b->rows[i]->state == ROW_NEW && b->rows[i]->has[MAP_CLIENT])
            out[n++] = b->rows[i];
    qsort(out, n, sizeof(struct import_row *), by_client);
    return n;
}

static bool same_client(const struct import_row *a, const struct import_row *b)
{
    return strcmp(a->text[MAP_CLIENT], b->text[MAP_CLIENT]) == 0;
}

static enum err find_clients(struct batch *b, struct import_row **rows, size_t n)
{
    const char **names = arena_array(b->arena, n, sizeof *names);
    struct db_rows r;
    for (size_t i = 0; i < n; i++)
        names[i] = rows[i]->text[MAP_CLIENT];
    enum err e = db_query(b->store->o.db, b->arena, NULL, &find_contacts,
                          DB_ARGS(DB_TEXT("names", json_list(b->arena, names, n)),
                                  DB_INT("tenant", b->store->tenant_id)),
                          &r);
    for (size_t i = 0; !e && i < r.n; i++)
        rows[db_int(&r, i, 0, 1) - 1]->contact_id = db_int(&r, i, 1, 0);
    return e;
}

static enum err put_contact(struct bulk *bulk, const struct store *s, const struct import_row *row)
{
    bulk_int(bulk, 0, s->tenant_id);
    bulk_int(bulk, 1, row->contact_id);
    bulk_text(bulk, 2, row->text[MAP_CLIENT]);
    bulk_text(bulk, 3, row->phone_e164);
    return bulk_row(bulk);
}

/* Within the batch's transaction: a number that somebody else takes meanwhile fails the batch. */
static enum err make_clients(struct batch *b, struct import_row **rows, size_t n, int64_t *made)
{
    int64_t last;
    struct bulk *bulk;
    struct store *s = b->store;
    enum err e = get_number(s, &last_contact, DB_ARGS(DB_INT("tenant", s->tenant_id)), &last);
    if (!e)
        e = bulk_open(&bulk, s->o.db, s->crm_contacts, "tenant_id, id, name, phone_e164", "iiss");
    if (e)
        return e;
    for (size_t i = 0; i < n && !e; i++) {
        if (i && same_client(rows[i], rows[i - 1])) {
            rows[i]->contact_id = rows[i - 1]->contact_id;
        } else if (!rows[i]->contact_id) {
            rows[i]->contact_id = last + ++*made;
            e = put_contact(bulk, s, rows[i]);
        }
    }
    enum err end = bulk_close(bulk);
    return e ? e : end;
}

static enum err store_clients(struct batch *b, int64_t *made)
{
    struct import_row **rows = arena_array(b->arena, b->n, sizeof *rows);
    size_t n = rows_by_client(b, rows);
    *made = 0;
    if (!n)
        return OK;
    enum err e = find_clients(b, rows, n);
    return e ? e : make_clients(b, rows, n, made);
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

static void put_id(struct bulk *b, int col, int64_t id)
{
    if (id)
        bulk_int(b, col, id);
}

static void put_time(struct bulk *b, int col, const struct import_row *row, enum map_field f)
{
    if (row->has[f])
        bulk_time(b, col, row->number[f]);
}

static void put_seconds(struct bulk *b, int col, const struct import_row *row, enum map_field f)
{
    if (row->has[f])
        bulk_int(b, col, row->number[f]);
}

static const char call_columns[] = "tenant_id, id, created_at, closed_at, status, channel, "
                                   "platform, direction, outcome, ended_by, "
                                   "flow, phone_number, phone_e164, vendor, vendor_ref, queue_id, "
                                   "agent_id, crm_contact_id, did_id, "
                                   "disposition_id, duration_s, wait_s, hold_s, acw_s";
static const char call_types[] = "iitt"
                                 "sssss"
                                 "ssssss"
                                 "iiiii"
                                 "iiii";

static enum err put_call(struct bulk *b, const struct store *s, const struct import_row *row)
{
    static const enum map_field texts[] = {MAP_CHANNEL,  MAP_PLATFORM, MAP_DIRECTION,   MAP_OUTCOME,
                                           MAP_ENDED_BY, MAP_FLOW,     MAP_PHONE_NUMBER};
    const int64_t ids[] = {row->queue_id, row->agent_id, row->contact_id, row->did_id,
                           row->disposition_id};
    int col = 0;
    bulk_int(b, col++, s->tenant_id);
    bulk_int(b, col++, row->id);
    put_time(b, col++, row, MAP_CREATED_AT);
    put_time(b, col++, row, MAP_CLOSED_AT);
    bulk_text(b, col++, "closed");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bulk_text(b, col++, row->text[texts[i]]);
    bulk_text(b, col++, row->phone_e164);
    bulk_text(b, col++, s->o.map->vendor);
    bulk_text(b, col++, row->text[MAP_ID]);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        put_id(b, col++, ids[i]);
    for (enum map_field f = MAP_DURATION_S; f <= MAP_ACW_S; f++)
        put_seconds(b, col++, row, f);
    return bulk_row(b);
}

static const char leg_columns[] =
    "tenant_id, interaction_id, leg_no, queue_id, agent_id, queued_at, "
    "answered_at, left_at, left_reason, talk_s, hold_s, acw_s";
static const char leg_types[] = "iiiiitttsiii";

static enum err put_leg(struct bulk *b, const struct store *s, const struct import_row *row)
{
    bool answered = row->has[MAP_ANSWERED_AT];
    bulk_int(b, 0, s->tenant_id);
    bulk_int(b, 1, row->id);
    bulk_int(b, 2, 1);
    put_id(b, 3, row->queue_id);
    put_id(b, 4, row->agent_id);
    put_time(b, 5, row, MAP_QUEUED_AT);
    put_time(b, 6, row, MAP_ANSWERED_AT);
    put_time(b, 7, row, answered ? MAP_CLOSED_AT : MAP_LEFT_QUEUE_AT);
    bulk_text(b, 8, row->left_reason);
    put_seconds(b, 9, row, MAP_DURATION_S);
    put_seconds(b, 10, row, MAP_HOLD_S);
    put_seconds(b, 11, row, MAP_ACW_S);
    return bulk_row(b);
}

static enum err
insert_rows(struct batch *b, const char *table, const char *columns, const char *types,
            enum err (*put)(struct bulk *, const struct store *, const struct import_row *),
            bool queued_only)
{
    struct bulk *bulk;
    enum err e = bulk_open(&bulk, b->store->o.db, table, columns, types);
    if (e)
        return e;
    for (size_t i = 0; i < b->n && !e; i++)
        if (b->rows[i]->state == ROW_NEW && (!queued_only || b->rows[i]->queue_id))
            e = put(bulk, b->store, b->rows[i]);
    enum err end = bulk_close(bulk);
    return e ? e : end;
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
        e = store_clients(b, clients);
    if (!e && fresh)
        e = insert_rows(b, s->calls, call_columns, call_types, put_call, false);
    if (!e && fresh)
        e = insert_rows(b, s->legs, leg_columns, leg_types, put_leg, true);
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
        e = find_names(b);
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
