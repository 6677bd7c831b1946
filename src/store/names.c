#include "store/names.h"

/* A name is looked up by the table's own idea of equality (case, accents), which only the server
 * knows; the cache is by bytes. */
#define FIND(table, column)                                                                        \
    {                                                                                              \
        .name = "names_find_" table,                                                               \
        .sql = "SELECT id FROM {facts}." table " WHERE tenant_id = :tenant AND " column            \
               " = :name ORDER BY id LIMIT 1",                                                     \
        .cols = "i", .system = "the tenant is that of what arrives",                               \
    }

#define MAKE(table, columns, values)                                                               \
    {                                                                                              \
        .name = "names_make_" table,                                                               \
        .sql = "INSERT INTO {facts}." table " (tenant_id, id, " columns ") "                       \
               "SELECT :tenant, COALESCE(MAX(id), 0) + 1, " values " FROM {facts}." table          \
               " WHERE tenant_id = :tenant",                                                       \
        .cols = "", .system = "the tenant is that of what arrives",                                \
    }

static const struct {
    const char *called;
    int64_t max; /* new ones at a time; more of them are no names */
    struct db_stmt find, make;
} kinds[NAME_KINDS] = {
    [NAME_QUEUE] = {"queues", 2000, FIND("queues", "name"), MAKE("queues", "name", ":name")},
    [NAME_AGENT] = {"agents", 20000, FIND("agents", "name"),
                    MAKE("agents", "name, kind", ":name, COALESCE(:label, 'human')")},
    [NAME_DID] = {"numbers called", 20000, FIND("dids", "number"), MAKE("dids", "number", ":name")},
    [NAME_DISPOSITION] = {"dispositions", 2000, FIND("dispositions", "code"),
                          MAKE("dispositions", "code, name", ":name, :label")},
};

const struct db_stmt *const names_statements[] = {
    &kinds[NAME_QUEUE].find,       &kinds[NAME_QUEUE].make,       &kinds[NAME_AGENT].find,
    &kinds[NAME_AGENT].make,       &kinds[NAME_DID].find,         &kinds[NAME_DID].make,
    &kinds[NAME_DISPOSITION].find, &kinds[NAME_DISPOSITION].make, NULL,
};

struct entry {
    uint64_t hash;
    enum name_kind kind;
    const char *name; /* NULL: free */
    int64_t id;
};

struct names {
    struct arena *arena, *rows;
    struct db *db;
    int64_t tenant_id;
    bool dry;
    struct entry *entries; /* open addressing; the size is a power of two */
    size_t n, size;
    int64_t made[NAME_KINDS];
};

static void close_rows(void *rows)
{
    arena_free(rows);
}

struct names *names_new(struct arena *a, struct db *db, int64_t tenant_id, bool dry)
{
    struct names *n = arena_alloc(a, sizeof *n);
    *n = (struct names){.arena = a,
                        .rows = arena_new(),
                        .db = db,
                        .tenant_id = tenant_id,
                        .dry = dry,
                        .size = 1024};
    n->entries = arena_array(a, n->size, sizeof *n->entries);
    arena_cleanup(a, close_rows, n->rows);
    return n;
}

static uint64_t hash_of(enum name_kind kind, const char *s)
{
    uint64_t h = 1469598103934665603u + (uint64_t)kind; /* FNV-1a */
    while (*s)
        h = (h ^ (unsigned char)*s++) * 1099511628211u;
    return h;
}

/* The entry of a name, or the free one where it belongs. */
static struct entry *slot(const struct names *n, enum name_kind kind, const char *name)
{
    uint64_t hash = hash_of(kind, name);
    for (size_t i = hash;; i++) {
        struct entry *e = &n->entries[i & (n->size - 1)];
        if (!e->name || (e->hash == hash && e->kind == kind && strcmp(e->name, name) == 0))
            return e;
    }
}

static void grow(struct names *n)
{
    struct entry *old = n->entries;
    size_t size = n->size;
    n->size *= 4;
    n->entries = arena_array(n->arena, n->size, sizeof *n->entries);
    for (size_t i = 0; i < size; i++)
        if (old[i].name)
            *slot(n, old[i].kind, old[i].name) = old[i];
}

static void remember(struct names *n, enum name_kind kind, const char *name, int64_t id)
{
    if (++n->n > n->size / 2)
        grow(n);
    *slot(n, kind, name) = (struct entry){hash_of(kind, name), kind, arena_dup(n->arena, name), id};
}

static enum err find(struct names *n, enum name_kind kind, const char *name, int64_t *id)
{
    struct db_rows r;
    enum err e = db_query(n->db, n->rows, NULL, &kinds[kind].find,
                          DB_ARGS(DB_INT("tenant", n->tenant_id), DB_TEXT("name", name)), &r);
    *id = !e && r.n ? db_int(&r, 0, 0, 0) : 0;
    arena_reset(n->rows);
    return e;
}

/* Somebody else may make the same one at the same time: theirs is as good. */
static enum err make(struct names *n, enum name_kind kind, const char *name, const char *label,
                     int64_t *id)
{
    n->made[kind]++;
    if (n->dry)
        return OK;
    enum err e = db_exec(
        n->db, n->rows, NULL, &kinds[kind].make,
        DB_ARGS(DB_INT("tenant", n->tenant_id), DB_TEXT("name", name), DB_TEXT("label", label)),
        NULL);
    if (e && e != ERR_CONFLICT)
        return e;
    err_clear();
    e = find(n, kind, name, id);
    return e || *id ? e : err_set(ERR_CONFLICT, "%s: '%s'", kinds[kind].called, name);
}

enum err names_id(struct names *n, enum name_kind kind, const char *name, const char *label,
                  int64_t *id)
{
    const struct entry *known = slot(n, kind, name);
    if (known->name) {
        *id = known->id;
        return OK;
    }
    enum err e = find(n, kind, name, id);
    if (!e && !*id && n->made[kind] < kinds[kind].max)
        e = make(n, kind, name, label, id);
    else if (!e && !*id)
        return OK;
    if (!e)
        remember(n, kind, name, *id);
    return e;
}

int64_t names_known(const struct names *n, enum name_kind kind, const char *name)
{
    return slot(n, kind, name)->id;
}

int64_t names_made(const struct names *n, enum name_kind kind)
{
    return n->made[kind];
}

const char *names_called(enum name_kind kind)
{
    return kinds[kind].called;
}
