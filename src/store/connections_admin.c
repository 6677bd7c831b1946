#include "store/connections_admin.h"

#define COLUMNS                                                                                    \
    "c.id, c.source, c.name, c.token, CAST(c.scheme AS CHAR), c.header, c.secret, c.old_secret, "  \
    "c.old_until, c.api_base, c.api_key, c.queue_id, q.name, c.active, "                           \
    "(SELECT b.received_at FROM {app}.inbox b FORCE INDEX (ix_inbox_sender) "                      \
    "WHERE b.tenant_id = c.tenant_id AND b.source = c.source AND b.sender_id = c.id "              \
    "ORDER BY b.id DESC LIMIT 1) "
#define FROM_WHERE                                                                                 \
    "FROM {app}.intake_connections c LEFT JOIN {facts}.queues q ON {scope_id:q} "                  \
    "AND q.id = c.queue_id WHERE {tenant:c} "
#define TYPES "isssssbbtsbisit"
#define FITS "[search|AND c.name LIKE :search ESCAPE '|' ][source|AND c.source = :source ]"

static const struct db_stmt page = {
    .name = "connections_page",
    .sql = "SELECT " COLUMNS FROM_WHERE FITS LISTING_PAGE("c.name", "c.id"),
    .cols = TYPES,
};
static const struct db_stmt count = {
    .name = "connections_count",
    .sql = LISTING_COUNT("{app}.intake_connections c WHERE {tenant:c} " FITS),
    .cols = "i",
};
static const struct db_stmt find = {
    .name = "connection_find",
    .sql = "SELECT " COLUMNS FROM_WHERE "AND c.id = :id",
    .cols = TYPES,
};
static const struct db_stmt lock_sql = {
    .name = "connection_lock",
    .sql = "SELECT c.id FROM {app}.intake_connections c WHERE {tenant:c} AND c.id = :id FOR UPDATE",
    .cols = "i",
};
static const struct db_stmt insert = {
    .name = "connection_insert",
    .sql = "INSERT INTO {app}.intake_connections (tenant_id, source, name, token, scheme, header, "
           "secret, api_base, api_key, queue_id, active, created_at) VALUES ({tenant}, :source, "
           ":name, :token, :scheme, :header, :secret, :api_base, :api_key, :queue, :active, :now)",
    .cols = "",
};
static const struct db_stmt update = {
    .name = "connection_update",
    .sql = "UPDATE {app}.intake_connections c SET c.name = :name, c.scheme = :scheme, "
           "c.header = :header, c.api_base = :api_base, c.api_key = :api_key, "
           "c.queue_id = :queue, c.active = :active WHERE {tenant:c} AND c.id = :id",
    .cols = "",
};
/* The old one is read before it is replaced: assignments go from left to right. */
static const struct db_stmt new_secret = {
    .name = "connection_new_secret",
    .sql = "UPDATE {app}.intake_connections c SET "
           "c.old_secret = [until|c.secret|NULL], c.old_until = [until|:until|NULL], "
           "c.secret = :secret WHERE {tenant:c} AND c.id = :id",
    .cols = "",
};
static const struct db_stmt end_old = {
    .name = "connection_end_old",
    .sql = "UPDATE {app}.intake_connections c SET c.old_secret = NULL, c.old_until = NULL "
           "WHERE {tenant:c} AND c.id = :id",
    .cols = "",
};

const struct db_stmt *const connection_statements[] = {
    &page, &count, &find, &lock_sql, &insert, &update, &new_secret, &end_old, NULL,
};

static struct sealed sealed_of(const struct db_rows *r, size_t i, size_t col)
{
    const struct db_cell *c = db_cell(r, i, col);
    return c->null ? (struct sealed){0} : (struct sealed){(const unsigned char *)c->s, c->len};
}

static struct connection read_row(const struct db_rows *r, size_t i)
{
    return (struct connection){
        .id = db_int(r, i, 0, 0),
        .source = db_text(r, i, 1, ""),
        .name = db_text(r, i, 2, ""),
        .token = db_text(r, i, 3, ""),
        .scheme = db_text(r, i, 4, ""),
        .header = db_text(r, i, 5, NULL),
        .secret = sealed_of(r, i, 6),
        .old_secret = sealed_of(r, i, 7),
        .old_until = db_int(r, i, 8, 0),
        .api_base = db_text(r, i, 9, NULL),
        .api_key = sealed_of(r, i, 10),
        .queue_id = db_int(r, i, 11, 0),
        .queue = db_text(r, i, 12, NULL),
        .active = db_int(r, i, 13, 0),
        .last_at = db_int(r, i, 14, 0),
    };
}

static const struct db_arg *filter(struct arena *a, const char *source)
{
    struct db_arg *args = arena_array(a, 2, sizeof *args);
    if (source)
        args[0] = DB_TEXT("source", source);
    return args;
}

enum err connections_page(struct db *db, struct arena *a, const struct scope *scope,
                          const struct listing *want, const char *source, struct connection **out,
                          size_t *n, bool *more)
{
    struct listing_rows rows;
    enum err e = listing_fetch(db, a, scope, &page, want, filter(a, source), &rows);
    *n = e ? 0 : rows.rows.n;
    *more = !e && rows.more;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = read_row(&rows.rows, i);
    return e;
}

enum err connections_count(struct db *db, struct arena *a, const struct scope *scope,
                           const struct listing *want, const char *source, int64_t *out)
{
    return listing_count(db, a, scope, &count, want, filter(a, source), out);
}

enum err connection_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                         bool lock, struct connection *out)
{
    struct db_rows rows;
    enum err e = lock ? db_query(db, a, scope, &lock_sql, DB_ARGS(DB_INT("id", id)), &rows) : OK;
    if (!e)
        e = db_query(db, a, scope, &find, DB_ARGS(DB_INT("id", id)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "no such connection");
    if (!e)
        *out = read_row(&rows, 0);
    return e;
}

static struct db_arg bytes_arg(const char *name, struct sealed s)
{
    return s.bytes ? (struct db_arg)DB_BYTES(name, s.bytes, s.n) : DB_TEXT(name, NULL);
}

/* 0: none. */
static struct db_arg id_arg(const char *name, int64_t id)
{
    return id ? (struct db_arg)DB_INT(name, id) : DB_TEXT(name, NULL);
}

enum err connection_save(struct db *db, struct arena *a, const struct scope *scope,
                         struct connection *c, ms_t now)
{
    bool fresh = !c->id;
    enum err e = db_exec(db, a, scope, fresh ? &insert : &update,
                         DB_ARGS(DB_INT("id", c->id), DB_TEXT("source", c->source),
                                 DB_TEXT("name", c->name), DB_TEXT("token", c->token),
                                 DB_TEXT("scheme", c->scheme), DB_TEXT("header", c->header),
                                 bytes_arg("secret", c->secret), DB_TEXT("api_base", c->api_base),
                                 bytes_arg("api_key", c->api_key), id_arg("queue", c->queue_id),
                                 DB_INT("active", c->active), DB_TIME("now", now)),
                         NULL);
    if (!e && fresh)
        c->id = db_inserted(db);
    return e;
}

enum err connection_new_secret(struct db *db, struct arena *a, const struct scope *scope,
                               int64_t id, struct sealed secret, ms_t old_until)
{
    struct db_arg args[] = {
        DB_INT("id", id), bytes_arg("secret", secret), DB_TIME("until", old_until), {0}};
    if (!old_until)
        args[2] = (struct db_arg){0};
    return db_exec(db, a, scope, &new_secret, args, NULL);
}

enum err connection_end_old(struct db *db, struct arena *a, const struct scope *scope, int64_t id)
{
    return db_exec(db, a, scope, &end_old, DB_ARGS(DB_INT("id", id)), NULL);
}
