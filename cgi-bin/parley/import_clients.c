/* Who and where: the names of a batch's rows, and their clients. */
#include "core/conf.h"
#include "db/bulk.h"
#include "import_talk.h"
#include "intake/parts.h"

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
    .sql = "SELECT CAST(COALESCE(MAX(id), 0) AS SIGNED) FROM {facts}.crm_contacts WHERE tenant_id "
           "= :tenant",
    .cols = "i",
    .system = "command line",
};

static enum err find_name(struct batch *b, struct import_row *row, enum name_kind kind,
                          enum map_field f, int64_t *id)
{
    if (!row->has[f] || row->state != ROW_NEW)
        return OK;
    const char *label = kind == NAME_DISPOSITION ? row->disposition_name
                        : kind == NAME_AGENT     ? doc_text(row->talk, "agent_kind")
                                                 : NULL;
    enum err e = names_id(b->store->names, kind, row->text[f], label, id);
    if (!e && !*id && !b->store->o.dry_run)
        row_reject(row, b->arena, "too many new names", "%s: '%s'", names_called(kind),
                   row_excerpt(b->arena, row->text[f]));
    return e;
}

enum err batch_names(struct batch *b)
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
        if (!e && row->talk && row->state == ROW_NEW)
            e = parts_names(b->store->names, row->talk);
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
                          DB_ARGS(DB_TEXT("names", batch_list(b->arena, names, n)),
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

static enum err make_clients(struct batch *b, struct import_row **rows, size_t n, int64_t *made)
{
    int64_t last;
    struct bulk *bulk;
    struct store *s = b->store;
    char table[128];
    snprintf(table, sizeof table, "%s.crm_contacts", conf(CONF_DB_FACTS));
    enum err e =
        store_number(s, b->arena, &last_contact, DB_ARGS(DB_INT("tenant", s->tenant_id)), &last);
    if (!e)
        e = bulk_open(&bulk, s->o.db, table, "tenant_id, id, name, phone_e164", "iiss");
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

enum err batch_clients(struct batch *b, int64_t *made)
{
    struct import_row **rows = arena_array(b->arena, b->n, sizeof *rows);
    size_t n = rows_by_client(b, rows);
    *made = 0;
    if (!n)
        return OK;
    enum err e = find_clients(b, rows, n);
    return e ? e : make_clients(b, rows, n, made);
}
