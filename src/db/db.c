#include "db/db.h"

#include "core/conf.h"
#include "core/log.h"
#include "db/bulk.h"
#include "db/prepared.h"
#include "db/scope_data.h"
#include "db/shape.h"
#include "db/tables.h"

#include <ctype.h>
#include <malloc.h>

enum { LATE_MAX = 128 };

struct db {
    const char *program;
    const struct db_stmt *const *statements;
    struct token **tokens; /* parsed, in the order of statements */
    size_t n;
    struct arena *arena; /* of the tokens */
    struct {
        const char *sql;
        struct token *token;
    } late[LATE_MAX]; /* the command line's, parsed when first used */
    size_t n_late;
    MYSQL *m;            /* NULL: not connected */
    struct shape *shape; /* of facts that are a site's own; NULL: of Parley's own */
    bool shape_borrowed;
    int limit_ms; /* of every statement; 0: none (command line) */
    struct prepared_cache cache;
    struct buf sql;
    struct token_binds binds;
    unsigned count;
    bool in_transaction, read_only;
    bool committing; /* COMMIT was sent, its answer not read yet */
};

static bool plain_name(const char *s)
{
    size_t n = strlen(s);
    return n && n <= 64 &&
           strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == n;
}

static bool is_command_line(const struct db *db)
{
    return strcmp(db->program, "parley") == 0;
}

static enum err parse_all(struct db *db)
{
    enum err e = OK;
    while (db->statements[db->n])
        db->n++;
    db->tokens = arena_array(db->arena, db->n, sizeof(struct token *));
    for (size_t i = 0; i < db->n && !e; i++) {
        e = tables_check(db->statements[i]);
        if (!e && !(db->tokens[i] = token_parse(db->arena, db->statements[i]->sql)))
            e = ERR_DB_SCHEMA;
    }
    return e;
}

static struct db *db_make(const char *program, const struct db_stmt *const *statements,
                          int limit_ms)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        abort();
    db->program = program;
    db->statements = statements;
    db->arena = arena_new();
    db->limit_ms = limit_ms;
    return db;
}

enum err db_new(struct db **out, const char *program, const struct db_stmt *const *statements)
{
    if (!plain_name(conf(CONF_DB_NAME)) || !plain_name(conf(CONF_DB_FACTS)))
        return err_set(ERR_BAD_REQUEST, "db_name and db_facts may have letters, digits and _ only");
    struct db *db = db_make(program, statements, 0);
    if (!is_command_line(db))
        db->limit_ms = conf_int(CONF_STATEMENT_MS);
    enum err e = parse_all(db);
    if (e) {
        db_free(db);
        return e;
    }
    *out = db;
    return OK;
}

/* Kept over a loss of the connection, for what a page says meanwhile. */
static void forget_shape(struct db *db)
{
    if (!db->shape_borrowed)
        shape_free(db->shape);
    db->shape = NULL;
}

void db_free(struct db *db)
{
    if (!db)
        return;
    db_disconnect(db);
    forget_shape(db);
    arena_free(db->arena);
    buf_free(&db->sql);
    token_binds_free(&db->binds);
    free(db);
}

void db_disconnect(struct db *db)
{
    prepared_clear(&db->cache);
    bulk_forget(db->m);
    if (db->m)
        mysql_close(db->m);
    db->m = NULL;
    db->in_transaction = db->committing = false;
}

/* Before anything else is sent, what was sent is answered. */
static enum err settle(struct db *db)
{
    bool waiting = db->committing;
    db->committing = false;
    if (waiting && mysql_read_query_result(db->m))
        return prepared_error(db->m, NULL, "COMMIT");
    return OK;
}

static enum err run_text(struct db *db, const char *sql)
{
    enum err e = settle(db);
    if (e)
        return e;
    db->count++;
    if (mysql_real_query(db->m, sql, strlen(sql)))
        return prepared_error(db->m, NULL, "statement");
    MYSQL_RES *res = mysql_store_result(db->m);
    if (res)
        mysql_free_result(res);
    else if (mysql_errno(db->m))
        return prepared_error(db->m, NULL, "statement");
    return OK;
}

static enum err session_settings(struct db *db)
{
    char sql[512];
    snprintf(sql, sizeof sql,
             "SET SESSION time_zone = '+00:00', max_statement_time = %.3f, lock_wait_timeout = %d, "
             "innodb_lock_wait_timeout = %d, in_predicate_conversion_threshold = 0, "
             "innodb_snapshot_isolation = ON, "
             "sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
             db->limit_ms / 1000.0, db->limit_ms ? 2 : 60, db->limit_ms ? 2 : 60);
    return run_text(db, sql);
}

/* The password comes from the program's own secret; the command line is who it is. */
static enum err sign_in(struct db *db)
{
    char name[64], user[80], password[256] = "";
    unsigned connect_s = 1, read_s = (unsigned)(db->limit_ms / 1000 + 1);
    snprintf(name, sizeof name, "db_%s", db->program);
    snprintf(user, sizeof user, "parley_%s", db->program);
    if (is_command_line(db))
        snprintf(user, sizeof user, "%s", conf(CONF_DB_ADMIN_USER));
    else if (!conf_secret(name, 1, password, sizeof password))
        return ERR_INTERNAL;
    db->m = mysql_init(NULL);
    if (!db->m)
        abort();
    mysql_options(db->m, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(db->m, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
    if (db->limit_ms) {
        mysql_options(db->m, MYSQL_OPT_READ_TIMEOUT, &read_s);
        mysql_options(db->m, MYSQL_OPT_WRITE_TIMEOUT, &read_s);
    }
    if (!mysql_real_connect(db->m, NULL, user, password, NULL, 0, conf(CONF_DB_SOCKET), 0)) {
        enum err e = prepared_error(db->m, NULL, "connect");
        return e == ERR_DB_SCHEMA ? ERR_DB_SCHEMA : ERR_DB_AWAY;
    }
    return session_settings(db);
}

static bool has_shorter_limit(const struct db *db, const struct db_stmt *stmt)
{
    return stmt->limit_ms && stmt->limit_ms < db->limit_ms;
}

static enum err send(struct db *db, const struct db_stmt *stmt, const struct token *token,
                     const struct token_use *use, struct prepared **out)
{
    enum err e = OK;
    buf_clear(&db->sql);
    db->binds.n = 0;
    if (has_shorter_limit(db, stmt))
        buf_printf(&db->sql, "SET STATEMENT max_statement_time = %.3f FOR ",
                   stmt->limit_ms / 1000.0);
    token_expand(token, use, &db->sql, &db->binds);
    *out = prepared_get(&db->cache, db->m, stmt, &db->sql, db->binds.n, &e);
    return e;
}

/* Every statement is prepared with all its sections on and with all of them off: a wrong column,
 * table, index or grant shows at start and not at the click that first needs it. */
static enum err check_statements(struct db *db)
{
    static const int64_t queue[] = {0};
    static const struct scope one = {.n = 1, .queues = queue};
    struct token_use use = {
        .facts = conf(CONF_DB_FACTS), .app = conf(CONF_DB_NAME), .scope = &one, .shape = db->shape};
    enum err e = OK;
    for (size_t i = 0; i < db->n && !e; i++) {
        struct prepared *p;
        if (db->shape && token_writes_facts(db->tokens[i]))
            continue;
        e = db->shape ? token_ready(db->tokens[i], db->shape) : OK;
        if (e)
            break;
        use.check = CHECK_ON;
        e = send(db, db->statements[i], db->tokens[i], &use, &p);
        use.check = CHECK_OFF;
        if (!e)
            e = send(db, db->statements[i], db->tokens[i], &use, &p);
    }
    /* Most of them are seldom asked for: those that are come back by themselves. */
    prepared_clear(&db->cache);
    malloc_trim(0);
    return e;
}

/* The command line comes before the first migration, too: then there is nothing else to be found
 * than what it will make. */
static enum err see_facts(struct db *db)
{
    bool own = true;
    if (db->shape_borrowed)
        return OK;
    forget_shape(db);
    enum err e = shape_is_own(db->m, conf(CONF_DB_NAME), conf(CONF_DB_FACTS), &own);
    if (e == ERR_DB_SCHEMA && is_command_line(db)) {
        err_clear();
        e = OK;
    }
    return e || own ? e : shape_read(&db->shape, db->m, conf(CONF_DB_FACTS));
}

enum err db_connect(struct db *db)
{
    if (db->m)
        return OK;
    enum err e = sign_in(db);
    if (!e)
        e = see_facts(db);
    if (!e)
        e = check_statements(db);
    if (e)
        db_disconnect(db);
    return e;
}

const struct shape *db_shape(const struct db *db)
{
    return db->shape;
}

enum err db_begin(struct db *db, bool read_only)
{
    enum err e = run_text(db, read_only ? "START TRANSACTION READ ONLY" : "START TRANSACTION");
    db->in_transaction = !e;
    db->read_only = read_only;
    return e;
}

enum err db_commit(struct db *db)
{
    static const char commit[] = "COMMIT";
    db->in_transaction = false;
    if (!db->read_only)
        return run_text(db, commit);
    /* There is nothing that could fail to be kept, so nobody waits for the answer. */
    db->count++;
    db->committing = true;
    if (mysql_send_query(db->m, commit, strlen(commit)) == 0)
        return OK;
    db_disconnect(db);
    return OK;
}

void db_rollback(struct db *db)
{
    if (db->m && db->in_transaction && run_text(db, "ROLLBACK") != OK)
        db_disconnect(db);
    db->in_transaction = false;
}

enum err db_run(struct db *db, const char *sql)
{
    return run_text(db, sql);
}

void *db_handle(struct db *db)
{
    return db->m;
}

unsigned db_count(const struct db *db)
{
    return db->count;
}

/* The programs name all their statements at start; only the command line, whose commands run once,
 * parses them as they come. */
static enum err parse_late(struct db *db, const struct db_stmt *stmt, struct token **token)
{
    if (!is_command_line(db) || db->n_late == LATE_MAX) {
        fprintf(stderr, "statement %s is not in the list of %s\n", stmt->name, db->program);
        abort();
    }
    enum err e = tables_check(stmt);
    *token = e ? NULL : token_parse(db->arena, stmt->sql);
    if (!*token)
        return ERR_DB_SCHEMA;
    db->late[db->n_late].sql = arena_dup(db->arena, stmt->sql);
    db->late[db->n_late++].token = *token;
    return OK;
}

static enum err find_token(struct db *db, const struct db_stmt *stmt, struct token **token)
{
    for (size_t i = 0; i < db->n; i++) {
        if (db->statements[i] == stmt) {
            *token = db->tokens[i];
            return OK;
        }
    }
    for (size_t i = 0; i < db->n_late; i++) {
        if (strcmp(db->late[i].sql, stmt->sql) == 0) {
            *token = db->late[i].token;
            return OK;
        }
    }
    return parse_late(db, stmt, token);
}

bool db_can(const struct db *db, const struct db_stmt *stmt)
{
    for (size_t i = 0; i < db->n; i++)
        if (db->statements[i] == stmt)
            return !db->shape || !token_writes_facts(db->tokens[i]);
    fprintf(stderr, "statement %s is not in the list of %s\n", stmt->name, db->program);
    abort();
}

static enum err start(struct db *db, const struct scope *scope, const struct db_stmt *stmt,
                      const struct db_arg *args, struct prepared **p)
{
    if (!scope && !stmt->system) {
        fprintf(stderr, "statement %s needs a scope\n", stmt->name);
        abort();
    }
    if (!db->m)
        return err_set(ERR_DB_AWAY, "no connection");
    struct token *token;
    enum err e = settle(db);
    if (!e)
        e = find_token(db, stmt, &token);
    if (!e && db->shape && token_writes_facts(token))
        e = err_set(ERR_DB_SCHEMA, "statement %s changes %s, which only the PBX writes", stmt->name,
                    conf(CONF_DB_FACTS));
    if (!e)
        e = send(db, stmt, token,
                 &(struct token_use){.facts = conf(CONF_DB_FACTS),
                                     .app = conf(CONF_DB_NAME),
                                     .scope = scope,
                                     .args = args,
                                     .shape = db->shape},
                 p);
    db->count++;
    return e ? e : prepared_execute(*p, db->m, &db->binds);
}

static enum err each_row(struct db *db, struct prepared *p, struct arena *a,
                         enum err (*row)(void *, const struct db_cell *), void *data)
{
    struct db_cell cells[PREPARED_COLS];
    bool more = true;
    enum err e = OK;
    while (!e && more) {
        e = prepared_fetch(p, db->m, a, cells, &more);
        if (!e && more)
            e = row(data, cells);
    }
    prepared_done(p);
    return e;
}

/* A statement that may take longer than the rest runs on a connection of its own, whose limits are
 * its own: the read timeout of a connection cannot be changed once it is open. */
static enum err with_longer_limit(struct db *db, struct arena *a, const struct scope *scope,
                                  const struct db_stmt *stmt, const struct db_arg *args,
                                  enum err (*row)(void *, const struct db_cell *), void *data)
{
    const struct db_stmt alone = {
        .name = stmt->name, .sql = stmt->sql, .cols = stmt->cols, .system = stmt->system};
    const struct db_stmt *const list[] = {&alone, NULL};
    struct db *longer = db_make(db->program, list, stmt->limit_ms);
    longer->shape = db->shape;
    longer->shape_borrowed = true;
    enum err e = parse_all(longer);
    if (!e)
        e = db_connect(longer);
    if (!e)
        e = db_each(longer, a, scope, &alone, args, row, data);
    db->count += longer->count;
    db_free(longer);
    return e;
}

enum err db_each(struct db *db, struct arena *a, const struct scope *scope,
                 const struct db_stmt *stmt, const struct db_arg *args,
                 enum err (*row)(void *data, const struct db_cell *cells), void *data)
{
    struct prepared *p;
    if (stmt->limit_ms && db->limit_ms && !has_shorter_limit(db, stmt))
        return with_longer_limit(db, a, scope, stmt, args, row, data);
    enum err e = start(db, scope, stmt, args, &p);
    return e ? e : each_row(db, p, a, row, data);
}

struct collect {
    struct arena *arena;
    struct db_rows *rows;
    size_t cap;
};

static enum err collect_row(void *data, const struct db_cell *cells)
{
    struct collect *c = data;
    struct db_rows *r = c->rows;
    if (r->n == c->cap) {
        size_t cap = c->cap ? c->cap * 2 : 64;
        struct db_cell *bigger = arena_array(c->arena, cap * r->cols, sizeof *bigger);
        if (r->n)
            memcpy(bigger, r->cells, r->n * r->cols * sizeof *bigger);
        r->cells = bigger;
        c->cap = cap;
    }
    memcpy(r->cells + r->n++ * r->cols, cells, r->cols * sizeof *cells);
    return OK;
}

enum err db_query(struct db *db, struct arena *a, const struct scope *scope,
                  const struct db_stmt *stmt, const struct db_arg *args, struct db_rows *out)
{
    *out = (struct db_rows){.cols = strlen(stmt->cols)};
    struct collect c = {.arena = a, .rows = out};
    return db_each(db, a, scope, stmt, args, collect_row, &c);
}

enum err db_exec(struct db *db, struct arena *a, const struct scope *scope,
                 const struct db_stmt *stmt, const struct db_arg *args, int64_t *affected)
{
    struct prepared *p;
    (void)a;
    enum err e = start(db, scope, stmt, args, &p);
    if (!e && affected)
        *affected = (int64_t)mysql_stmt_affected_rows(p->stmt);
    return e;
}

int64_t db_inserted(const struct db *db)
{
    return (int64_t)mysql_insert_id(db->m);
}

const struct db_cell *db_cell(const struct db_rows *rows, size_t row, size_t col)
{
    if (row >= rows->n || col >= rows->cols)
        abort();
    return &rows->cells[row * rows->cols + col];
}

int64_t db_int(const struct db_rows *rows, size_t row, size_t col, int64_t when_null)
{
    const struct db_cell *c = db_cell(rows, row, col);
    return c->null ? when_null : c->i;
}

const char *db_text(const struct db_rows *rows, size_t row, size_t col, const char *when_null)
{
    const struct db_cell *c = db_cell(rows, row, col);
    return c->null ? when_null : c->s;
}
