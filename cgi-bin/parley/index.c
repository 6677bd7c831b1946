/* parley index: makes searchable what was said and written by others than Parley's own programs. */
#include "command.h"
#include "store/search_index.h"

/* Interactions in one transaction, and read at a time: the more together, the fewer pages of the
 * index are written twice. */
enum { LOOK = 10000, WRITE = 100 };

#define SYSTEM .system = "command line"
#define CREATED(table)                                                                             \
    "(SELECT i.created_at FROM {facts}." table " i WHERE i.tenant_id = m.tenant_id "               \
    "AND i.id = m.interaction_id)"

/* The next interactions that have messages: how many, when they began (NULL: no longer there), and
 * what the index has of them. */
static const struct db_stmt look_sql = {
    .name = "index_look",
    .sql = "SELECT m.interaction_id, m.n, COALESCE(" CREATED("closed_interactions") ", " CREATED(
        "active_interactions") ", " CREATED("deleted_interactions") "), "
                                                                    "x.messages, x.created_at FROM "
                                                                    "(SELECT g.tenant_id, "
                                                                    "g.interaction_id, COUNT(*) AS "
                                                                    "n "
                                                                    "FROM {facts}.messages g WHERE "
                                                                    "g.tenant_id = :tenant AND "
                                                                    "g.interaction_id > :after "
                                                                    "GROUP BY g.tenant_id, "
                                                                    "g.interaction_id ORDER BY "
                                                                    "g.interaction_id LIMIT :want) "
                                                                    "m "
                                                                    "LEFT JOIN {app}.search_texts "
                                                                    "x ON x.tenant_id = "
                                                                    "m.tenant_id "
                                                                    "AND x.interaction_id = "
                                                                    "m.interaction_id ORDER BY "
                                                                    "m.interaction_id",
    .cols = "iitit",
    SYSTEM,
};
static const struct db_stmt read_sql = {
    .name = "index_read",
    .sql = "SELECT m.interaction_id, m.message_no, m.role, m.body FROM {facts}.messages m "
           "WHERE m.tenant_id = :tenant AND m.interaction_id IN (:ids[]) "
           "ORDER BY m.interaction_id, m.message_no",
    .cols = "iiss",
    SYSTEM,
};
/* What is in the index and has no message any more. */
static const struct db_stmt gone_sql = {
    .name = "index_gone",
    .sql = "SELECT k.interaction_id, (SELECT 1 FROM {facts}.messages m "
           "WHERE m.tenant_id = k.tenant_id AND m.interaction_id = k.interaction_id LIMIT 1) "
           "FROM (SELECT x.tenant_id, x.interaction_id FROM {app}.search_texts x "
           "WHERE x.tenant_id = :tenant AND x.interaction_id > :after "
           "ORDER BY x.interaction_id LIMIT :want) k ORDER BY k.interaction_id",
    .cols = "ii",
    SYSTEM,
};
static const struct db_stmt last_sql = {
    .name = "index_last",
    .sql = "SELECT MAX(m.interaction_id) FROM {facts}.messages m WHERE m.tenant_id = :tenant",
    .cols = "i",
    SYSTEM,
};
static const struct db_stmt tenants_sql = {
    .name = "index_tenants",
    .sql = "SELECT id, slug FROM {app}.tenants [slug|WHERE slug = :slug] ORDER BY id",
    .cols = "is",
    SYSTEM,
};

struct indexing {
    struct command_env *env;
    struct arena *a; /* of the transaction at hand */
    int64_t tenant_id;
    bool all; /* also what is in the index already */
    int64_t after, last, made, forgotten;
    struct search_writer *writer;
    const struct db_rows *found; /* rows of index_look */
};

enum { ID, MESSAGES, BEGAN, INDEXED, INDEXED_BEGAN };

static bool stale(const struct indexing *x, size_t i)
{
    const struct db_rows *r = x->found;
    return x->all || db_int(r, i, INDEXED, -1) != db_int(r, i, MESSAGES, 0) ||
           db_int(r, i, INDEXED_BEGAN, -1) != db_int(r, i, BEGAN, 0);
}

static enum err write_some(struct indexing *x, const int64_t *ids, const ms_t *began, size_t n)
{
    struct db_rows r;
    size_t at = 0;
    enum err e = db_query(x->env->db, x->a, NULL, &read_sql,
                          DB_ARGS(DB_INT("tenant", x->tenant_id), DB_LIST("ids", ids, n)), &r);
    for (size_t i = 0; i < n && !e; i++) {
        search_writer_begin(x->writer, x->tenant_id, ids[i], began[i]);
        for (; at < r.n && db_int(&r, at, 0, 0) == ids[i]; at++)
            search_writer_add(x->writer, db_int(&r, at, 1, 0), db_text(&r, at, 2, ""),
                              db_text(&r, at, 3, ""));
        e = search_writer_end(x->writer);
    }
    x->made += (int64_t)n;
    return e;
}

/* Those of the look that are not indexed as they are; they are in the order of their ids. */
static enum err write_stale(struct indexing *x)
{
    int64_t ids[WRITE];
    ms_t began[WRITE];
    size_t n = 0;
    enum err e = OK;
    for (size_t i = 0; i < x->found->n && !e; i++) {
        ids[n] = db_int(x->found, i, ID, 0);
        began[n] = db_int(x->found, i, BEGAN, 0);
        if (!began[n] || !stale(x, i))
            continue;
        if (db_int(x->found, i, INDEXED, -1) >= 0)
            e = search_forget(x->env->db, x->a, x->tenant_id, ids[n]);
        if (!e && ++n == WRITE) {
            e = write_some(x, ids, began, n);
            n = 0;
        }
    }
    return e || !n ? e : write_some(x, ids, began, n);
}

static const struct db_arg *place(const struct indexing *x, struct db_arg args[4])
{
    args[0] = (struct db_arg)DB_INT("tenant", x->tenant_id);
    args[1] = (struct db_arg)DB_INT("after", x->after);
    args[2] = (struct db_arg)DB_INT("want", LOOK);
    args[3] = (struct db_arg){0};
    return args;
}

static enum err index_next(struct indexing *x, bool *more)
{
    struct db_rows r;
    struct db_arg args[4];
    enum err e = db_query(x->env->db, x->a, NULL, &look_sql, place(x, args), &r);
    *more = !e && r.n == LOOK;
    if (e || !r.n)
        return e;
    x->found = &r;
    x->after = db_int(&r, r.n - 1, ID, 0);
    e = search_writer_open(&x->writer, x->env->db);
    if (e)
        return e;
    e = write_stale(x);
    enum err end = search_writer_close(x->writer);
    return e ? e : end;
}

static enum err forget_next(struct indexing *x, bool *more)
{
    struct db_rows r;
    struct db_arg args[4];
    enum err e = db_query(x->env->db, x->a, NULL, &gone_sql, place(x, args), &r);
    *more = !e && r.n == LOOK;
    for (size_t i = 0; i < r.n && !e; i++) {
        x->after = db_int(&r, i, 0, 0);
        if (db_int(&r, i, 1, 0))
            continue;
        e = search_forget(x->env->db, x->a, x->tenant_id, x->after);
        x->forgotten++;
    }
    return e;
}

/* Each step is a transaction: what is done stays done when the command is stopped. */
static enum err steps(struct indexing *x, enum err (*step)(struct indexing *, bool *more))
{
    bool more = true;
    enum err e = OK;
    x->after = 0;
    while (more && !e) {
        x->a = arena_new();
        e = db_begin(x->env->db, false);
        if (!e)
            e = step(x, &more);
        if (!e)
            e = db_commit(x->env->db);
        else
            db_rollback(x->env->db);
        arena_free(x->a);
        if (!e && step == index_next && more)
            command_progress(x->env, "interactions up to number", x->after, x->last);
    }
    return e;
}

static enum err index_tenant(struct command_env *env, int64_t id, const char *slug, bool all)
{
    struct indexing x = {.env = env, .tenant_id = id, .all = all};
    struct db_rows r;
    enum err e = db_query(env->db, env->arena, NULL, &last_sql, DB_ARGS(DB_INT("tenant", id)), &r);
    if (!e) {
        x.last = db_int(&r, 0, 0, 0);
        e = steps(&x, index_next);
    }
    if (!e)
        e = steps(&x, forget_next);
    if (!e)
        printf("%s: %lld interactions indexed, %lld taken out\n", slug, (long long)x.made,
               (long long)x.forgotten);
    return e;
}

int index_command(struct command_env *env, int argc, char **argv)
{
    const char *slug = NULL;
    bool all = false;
    struct db_rows r;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--all") == 0)
            all = true;
        else if (strcmp(argv[i], "--tenant") == 0 && i + 1 < argc)
            slug = argv[++i];
        else
            return 2;
    }
    const struct db_arg with_slug[] = {DB_TEXT("slug", slug), {0}}, every[] = {{0}};
    enum err e = db_query(env->db, env->arena, NULL, &tenants_sql, slug ? with_slug : every, &r);
    if (!e && slug && !r.n)
        e = err_set(ERR_NOT_FOUND, "there is no tenant '%s'", slug);
    if (!e && !db_has_table(env->db, "messages"))
        e = err_set(ERR_NOT_FOUND, "there are no messages in the database");
    for (size_t t = 0; !e && t < r.n; t++)
        e = index_tenant(env, db_int(&r, t, 0, 0), db_text(&r, t, 1, ""), all);
    return e ? command_failed("index") : 0;
}
