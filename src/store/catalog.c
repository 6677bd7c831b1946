#include "store/catalog.h"

#include <utf8proc.h>

enum { TENANTS = 8, FRESH_MS = 60 * 1000 };

static const struct db_stmt catalog_queues = {
    .name = "catalog_queues",
    .sql =
        "SELECT q.id, q.name, 0, q.active FROM {facts}.queues q WHERE {scope_id:q} ORDER BY q.id",
    .cols = "isii",
};
static const struct db_stmt catalog_agents = {
    .name = "catalog_agents",
    .sql = "SELECT a.id, a.name, a.kind = 'ai', a.active FROM {facts}.agents a "
           "WHERE {tenant:a} ORDER BY a.id",
    .cols = "isii",
};
static const struct db_stmt catalog_dids = {
    .name = "catalog_dids",
    .sql = "SELECT d.id, d.number, 0, 1 FROM {facts}.dids d WHERE {tenant:d} ORDER BY d.id",
    .cols = "isii",
};
static const struct db_stmt catalog_dispositions = {
    .name = "catalog_dispositions",
    .sql = "SELECT d.id, d.name, 0, d.active FROM {facts}.dispositions d "
           "WHERE {tenant:d} ORDER BY d.id",
    .cols = "isii",
};
static const struct db_stmt catalog_stats = {
    .name = "catalog_stats",
    .sql = "SELECT s.dim, s.value_id, s.n, s.first_at, s.last_at FROM {app}.value_stats s "
           "WHERE {tenant:s}",
    .cols = "siitt",
};

const struct db_stmt catalog_bump_version = {
    .name = "catalog_bump_version",
    .sql = "INSERT INTO {app}.catalog_versions (tenant_id) VALUES ({tenant}) "
           "ON DUPLICATE KEY UPDATE version = version + 1",
    .cols = "",
};

const struct db_stmt *const catalog_statements[] = {
    &catalog_queues, &catalog_agents, &catalog_dids, &catalog_dispositions, &catalog_stats, NULL,
};

static const struct {
    const struct db_stmt *names;
    const char *dim; /* in value_stats */
} dims[DIMS] = {
    [DIM_QUEUE] = {&catalog_queues, "queue"},
    [DIM_AGENT] = {&catalog_agents, "agent"},
    [DIM_DID] = {&catalog_dids, "did"},
    [DIM_DISPOSITION] = {&catalog_dispositions, "disposition"},
    [DIM_CHANNEL] = {NULL, "channel"},
    [DIM_ALL] = {NULL, "all"},
};

enum { CHANNEL_VALUES = 5 };

static struct slot {
    int64_t tenant_id; /* 0: free */
    int64_t version;
    ms_t read_at, used_at;
    struct arena *arena;
    struct catalog catalog;
} slots[TENANTS];

const char *catalog_fold(struct arena *a, const char *text)
{
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                         UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    const char *copy = arena_dup(a, n < 0 ? text : (const char *)folded);
    free(folded);
    return copy;
}

static int compare_names(const void *a, const void *b)
{
    const struct catalog_entry *const *x = a, *const *y = b;
    return strcmp((*x)->folded, (*y)->folded);
}

static void sort_by_name(struct slot *s, int dim)
{
    size_t n = s->catalog.count[dim];
    const struct catalog_entry **sorted = arena_array(s->arena, n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &s->catalog.entries[dim][i];
    qsort(sorted, n, sizeof *sorted, compare_names);
    s->catalog.by_name[dim] = sorted;
}

/* The rows come in `scratch`: only what is kept goes into the slot's own memory. */
static enum err read_names(struct db *db, struct slot *s, struct arena *scratch,
                           const struct scope *names, int dim)
{
    struct db_rows rows;
    enum err e = db_query(db, scratch, names, dims[dim].names, DB_ARGS({0}), &rows);
    if (e)
        return e;
    struct catalog_entry *entries = arena_array(s->arena, rows.n, sizeof *entries);
    for (size_t i = 0; i < rows.n; i++) {
        const char *name = arena_dup(s->arena, db_text(&rows, i, 1, ""));
        entries[i] = (struct catalog_entry){.id = db_int(&rows, i, 0, 0),
                                            .name = name,
                                            .folded = catalog_fold(s->arena, name),
                                            .ai = db_int(&rows, i, 2, 0),
                                            .active = db_int(&rows, i, 3, 0)};
    }
    s->catalog.entries[dim] = entries;
    s->catalog.count[dim] = rows.n;
    sort_by_name(s, dim);
    return OK;
}

/* Dimensions without a table of names: their values are known. */
static void number_values(struct slot *s, int dim, size_t n, int64_t first)
{
    struct catalog_entry *entries = arena_array(s->arena, n, sizeof *entries);
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct catalog_entry){
            .id = first + (int64_t)i, .name = "", .folded = "", .active = true};
    s->catalog.entries[dim] = entries;
    s->catalog.count[dim] = n;
}

static enum err read_stats(struct db *db, struct slot *s, struct arena *scratch,
                           const struct scope *names)
{
    struct db_rows rows;
    enum err e = db_query(db, scratch, names, &catalog_stats, DB_ARGS({0}), &rows);
    for (size_t i = 0; i < rows.n && !e; i++) {
        const char *dim = db_text(&rows, i, 0, "");
        int d = 0;
        while (d < DIMS && strcmp(dims[d].dim, dim) != 0)
            d++;
        struct catalog_entry *entry =
            d == DIMS ? NULL
                      : (struct catalog_entry *)(uintptr_t)catalog_find(
                            &s->catalog, (enum catalog_dim)d, db_int(&rows, i, 1, 0));
        if (!entry)
            continue;
        entry->n = db_int(&rows, i, 2, 0);
        entry->first_at = db_int(&rows, i, 3, 0);
        entry->last_at = db_int(&rows, i, 4, 0);
    }
    return e;
}

static enum err fill(struct db *db, struct slot *s, const struct scope *scope)
{
    enum err e = OK;
    struct arena *scratch = arena_new();
    const struct scope *names = scope_names(scratch, scope);
    for (int d = 0; d < DIMS && !e; d++)
        if (dims[d].names)
            e = read_names(db, s, scratch, names, d);
    number_values(s, DIM_CHANNEL, CHANNEL_VALUES, 1);
    number_values(s, DIM_ALL, 1, 0);
    if (!e)
        e = read_stats(db, s, scratch, names);
    arena_free(scratch);
    return e;
}

/* The slot of the tenant, or the one not used for longest. */
static struct slot *slot_of(int64_t tenant)
{
    struct slot *oldest = slots;
    for (struct slot *s = slots; s < slots + TENANTS; s++) {
        if (s->tenant_id == tenant)
            return s;
        if (s->used_at < oldest->used_at)
            oldest = s;
    }
    return oldest;
}

enum err catalog_get(struct db *db, const struct scope *scope, int64_t version, ms_t now,
                     const struct catalog **out)
{
    int64_t tenant = scope_tenant(scope);
    struct slot *s = slot_of(tenant);
    s->used_at = now;
    *out = &s->catalog;
    if (s->tenant_id == tenant && s->version == version && now - s->read_at < FRESH_MS)
        return OK;
    if (!s->arena)
        s->arena = arena_new();
    arena_reset(s->arena);
    s->catalog = (struct catalog){0};
    s->tenant_id = 0;
    enum err e = fill(db, s, scope);
    if (e)
        return e;
    s->tenant_id = tenant;
    s->version = version;
    s->read_at = now;
    return OK;
}

enum err catalog_bump(struct db *db, struct arena *a, const struct scope *scope)
{
    return db_exec(db, a, scope, &catalog_bump_version, DB_ARGS({0}), NULL);
}

const struct catalog_entry *catalog_find(const struct catalog *c, enum catalog_dim dim, int64_t id)
{
    size_t low = 0, high = c->count[dim];
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int64_t at = c->entries[dim][mid].id;
        if (at == id)
            return &c->entries[dim][mid];
        if (at < id)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

size_t catalog_search(struct arena *a, const struct catalog *c, enum catalog_dim dim,
                      const char *text, int64_t **ids)
{
    const char *wanted = catalog_fold(a, text);
    size_t n = 0;
    *ids = arena_array(a, c->count[dim], sizeof **ids);
    for (size_t i = 0; i < c->count[dim]; i++)
        if (strstr(c->entries[dim][i].folded, wanted))
            (*ids)[n++] = c->entries[dim][i].id;
    return n;
}
