#include "db/prepared.h"

#include <mariadb/errmsg.h>
#include <mariadb/mysqld_error.h>

enum { TEXT_FIRST = 512 };

/* Where the client library puts a column of the row at hand. */
struct column {
    char type;
    my_bool null, truncated;
    unsigned long length;
    int64_t number;
    double real;
    MYSQL_TIME time;
    char text[TEXT_FIRST];
};

static const struct {
    unsigned number;
    enum err err;
} errors[] = {
    {CR_CONNECTION_ERROR, ERR_DB_AWAY},
    {CR_CONN_HOST_ERROR, ERR_DB_AWAY},
    {CR_SERVER_GONE_ERROR, ERR_DB_AWAY},
    {CR_SERVER_LOST, ERR_DB_AWAY},
    {CR_SERVER_LOST_EXTENDED, ERR_DB_AWAY},
    {ER_SERVER_SHUTDOWN, ERR_DB_AWAY},
    {ER_CONNECTION_KILLED, ERR_DB_AWAY},
    {ER_CON_COUNT_ERROR, ERR_DB_AWAY},
    {ER_UNKNOWN_COM_ERROR, ERR_DB_AWAY}, /* 1047: a cluster node without quorum */
    {ER_STATEMENT_TIMEOUT, ERR_DB_TIMEOUT},
    {ER_QUERY_INTERRUPTED, ERR_DB_TIMEOUT},
    {ER_LOCK_WAIT_TIMEOUT, ERR_CONFLICT},
    {ER_LOCK_DEADLOCK, ERR_CONFLICT},
    {ER_CHECKREAD, ERR_CONFLICT}, /* snapshot isolation: the row changed under us */
    {ER_DUP_ENTRY, ERR_CONFLICT},
    {ER_ROW_IS_REFERENCED_2, ERR_CONFLICT}, /* somebody began to use what is deleted */
    {ER_NO_REFERENCED_ROW_2, ERR_CONFLICT}, /* somebody deleted what is referred to */
    {ER_NO_SUCH_TABLE, ERR_DB_SCHEMA},
    {ER_BAD_FIELD_ERROR, ERR_DB_SCHEMA},
    {ER_BAD_DB_ERROR, ERR_DB_SCHEMA},
    {ER_PARSE_ERROR, ERR_DB_SCHEMA},
    {ER_KEY_DOES_NOT_EXISTS, ERR_DB_SCHEMA},
    {ER_TABLEACCESS_DENIED_ERROR, ERR_DB_SCHEMA},
    {ER_COLUMNACCESS_DENIED_ERROR, ERR_DB_SCHEMA},
    {ER_DBACCESS_DENIED_ERROR, ERR_DB_SCHEMA},
    {ER_ACCESS_DENIED_ERROR, ERR_DB_SCHEMA},
};

/* An error of a statement may be known to the connection only, and the other way round. */
enum err prepared_error(MYSQL *m, MYSQL_STMT *stmt, const char *what)
{
    unsigned number = stmt ? mysql_stmt_errno(stmt) : 0;
    const char *text = number ? mysql_stmt_error(stmt) : mysql_error(m);
    if (!number)
        number = mysql_errno(m);
    enum err e = ERR_INTERNAL;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].number == number)
            e = errors[i].err;
    return err_set(e, "%s: %u %s", what, number, text);
}

static bool fits(char letter, enum enum_field_types type)
{
    switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
        return letter == 'i';
    case MYSQL_TYPE_DOUBLE:
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_NEWDECIMAL:
        return letter == 'd';
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP:
    case MYSQL_TYPE_DATE:
        return letter == 't';
    case MYSQL_TYPE_STRING:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
        return letter == 's' || letter == 'b';
    case MYSQL_TYPE_NULL:
        return true;
    default:
        return false;
    }
}

static enum err check_columns(const struct db_stmt *s, MYSQL_STMT *stmt, size_t values)
{
    size_t cols = strlen(s->cols);
    if (mysql_stmt_param_count(stmt) != values)
        return err_set(ERR_DB_SCHEMA, "statement %s: the server counts %lu values, we %zu", s->name,
                       mysql_stmt_param_count(stmt), values);
    if (mysql_stmt_field_count(stmt) != cols)
        return err_set(ERR_DB_SCHEMA, "statement %s: %u columns, declared %zu", s->name,
                       mysql_stmt_field_count(stmt), cols);
    if (!cols)
        return OK;
    enum err e = OK;
    MYSQL_RES *meta = mysql_stmt_result_metadata(stmt);
    MYSQL_FIELD *fields = mysql_fetch_fields(meta);
    for (size_t i = 0; i < cols && !e; i++)
        if (!fits(s->cols[i], fields[i].type))
            e = err_set(ERR_DB_SCHEMA, "statement %s: column %s is of type %d, declared '%c'",
                        s->name, fields[i].name, (int)fields[i].type, s->cols[i]);
    mysql_free_result(meta);
    return e;
}

static void bind_column(MYSQL_BIND *b, struct column *c)
{
    *b = (MYSQL_BIND){.is_null = &c->null, .length = &c->length, .error = &c->truncated};
    switch (c->type) {
    case 'i':
        b->buffer_type = MYSQL_TYPE_LONGLONG;
        b->buffer = &c->number;
        break;
    case 'd':
        b->buffer_type = MYSQL_TYPE_DOUBLE;
        b->buffer = &c->real;
        break;
    case 't':
        b->buffer_type = MYSQL_TYPE_DATETIME;
        b->buffer = &c->time;
        break;
    default:
        b->buffer_type = c->type == 'b' ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
        b->buffer = c->text;
        b->buffer_length = sizeof c->text;
    }
}

static enum err bind_columns(struct prepared *p, const char *cols)
{
    MYSQL_BIND binds[PREPARED_COLS];
    p->cols = strlen(cols);
    if (!p->cols)
        return OK;
    if (p->cols > PREPARED_COLS)
        abort();
    p->columns = calloc(p->cols, sizeof *p->columns);
    if (!p->columns)
        abort();
    for (size_t i = 0; i < p->cols; i++) {
        p->columns[i].type = cols[i];
        bind_column(&binds[i], &p->columns[i]);
    }
    if (mysql_stmt_bind_result(p->stmt, binds))
        return err_set(ERR_INTERNAL, "bind: %s", mysql_stmt_error(p->stmt));
    return OK;
}

static void drop(struct prepared *p)
{
    if (p->stmt)
        mysql_stmt_close(p->stmt);
    free(p->columns);
    free(p->sql);
    *p = (struct prepared){0};
}

static uint64_t hash_of(const char *s, size_t n)
{
    uint64_t h = 1469598103934665603u; /* FNV-1a */
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 1099511628211u;
    return h;
}

static enum err prepare(struct prepared *p, MYSQL *m, const struct db_stmt *s,
                        const struct buf *sql, size_t values)
{
    p->sql = strdup(sql->s);
    p->stmt = mysql_stmt_init(m);
    if (!p->sql || !p->stmt)
        abort();
    enum err e = OK;
    if (mysql_stmt_prepare(p->stmt, sql->s, sql->len))
        e = prepared_error(m, p->stmt, s->name);
    if (!e)
        e = check_columns(s, p->stmt, values);
    if (!e)
        e = bind_columns(p, s->cols);
    if (e)
        drop(p);
    return e;
}

struct prepared *prepared_get(struct prepared_cache *c, MYSQL *m, const struct db_stmt *stmt,
                              const struct buf *sql, size_t values, enum err *e)
{
    uint64_t hash = hash_of(sql->s, sql->len);
    struct prepared *oldest = c->slots;
    c->clock++;
    for (struct prepared *p = c->slots; p < c->slots + PREPARED_MAX; p++) {
        if (p->hash == hash && p->sql && strcmp(p->sql, sql->s) == 0) {
            p->used = c->clock;
            return p;
        }
        if (p->used < oldest->used)
            oldest = p;
    }
    drop(oldest);
    *e = prepare(oldest, m, stmt, sql, values);
    if (*e)
        return NULL;
    oldest->hash = hash;
    oldest->used = c->clock;
    return oldest;
}

static MYSQL_TIME to_mysql_time(ms_t at)
{
    struct civil c = zone_civil("UTC", at);
    return (MYSQL_TIME){
        .year = (unsigned)c.date.year,
        .month = (unsigned)c.date.month,
        .day = (unsigned)c.date.day,
        .hour = (unsigned)c.hour,
        .minute = (unsigned)c.minute,
        .second = (unsigned)c.second,
        .second_part = (unsigned long)c.millisecond * 1000,
        .time_type = MYSQL_TIMESTAMP_DATETIME,
    };
}

static ms_t from_mysql_time(const MYSQL_TIME *t)
{
    return clock_utc((struct date){(int)t->year, (int)t->month, (int)t->day}, (int)t->hour,
                     (int)t->minute, (int)t->second, (int)(t->second_part / 1000));
}

static void bind_value(MYSQL_BIND *b, MYSQL_TIME *time, struct db_arg *v)
{
    *b = (MYSQL_BIND){0};
    switch (v->type) {
    case DB_INT_T:
        b->buffer_type = MYSQL_TYPE_LONGLONG;
        b->buffer = &v->number;
        break;
    case DB_DOUBLE_T:
        b->buffer_type = MYSQL_TYPE_DOUBLE;
        b->buffer = &v->real;
        break;
    case DB_TIME_T:
        *time = to_mysql_time(v->number);
        b->buffer_type = MYSQL_TYPE_DATETIME;
        b->buffer = time;
        break;
    case DB_TEXT_T:
        b->buffer_type = MYSQL_TYPE_STRING;
        b->buffer = (void *)(uintptr_t)v->text;
        b->buffer_length = v->len;
        break;
    case DB_NULL_T:
        b->buffer_type = MYSQL_TYPE_NULL;
        break;
    default:
        fprintf(stderr, "value %s cannot be bound\n", v->name);
        abort();
    }
}

enum err prepared_execute(struct prepared *p, MYSQL *m, const struct token_binds *values)
{
    enum { SMALL = 64 };
    MYSQL_BIND small_binds[SMALL], *binds = small_binds;
    MYSQL_TIME small_times[SMALL], *times = small_times;
    if (values->n > SMALL) {
        binds = calloc(values->n, sizeof *binds);
        times = calloc(values->n, sizeof *times);
        if (!binds || !times)
            abort();
    }
    for (size_t i = 0; i < values->n; i++)
        bind_value(&binds[i], &times[i], &values->v[i]);
    enum err e = OK;
    if (values->n && mysql_stmt_bind_param(p->stmt, binds))
        e = prepared_error(m, p->stmt, "bind");
    if (!e && mysql_stmt_execute(p->stmt))
        e = prepared_error(m, p->stmt, "execute");
    if (binds != small_binds) {
        free(binds);
        free(times);
    }
    return e;
}

static enum err whole_text(struct prepared *p, MYSQL *m, struct arena *a, unsigned col,
                           struct db_cell *cell)
{
    struct column *c = &p->columns[col];
    char *text = arena_alloc(a, c->length + 1);
    if (c->length <= sizeof c->text) {
        memcpy(text, c->text, c->length);
    } else {
        MYSQL_BIND b = {.buffer_type = c->type == 'b' ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING,
                        .buffer = text,
                        .buffer_length = c->length,
                        .length = &c->length,
                        .is_null = &c->null,
                        .error = &c->truncated};
        if (mysql_stmt_fetch_column(p->stmt, &b, col, 0))
            return prepared_error(m, p->stmt, "fetch");
    }
    cell->s = text;
    cell->len = c->length;
    return OK;
}

static enum err read_cell(struct prepared *p, MYSQL *m, struct arena *a, unsigned col,
                          struct db_cell *cell)
{
    const struct column *c = &p->columns[col];
    *cell = (struct db_cell){.null = c->null};
    if (c->null)
        return OK;
    switch (c->type) {
    case 'i':
        cell->i = c->number;
        return OK;
    case 'd':
        cell->d = c->real;
        return OK;
    case 't':
        cell->i = from_mysql_time(&c->time);
        return OK;
    default:
        return whole_text(p, m, a, col, cell);
    }
}

enum err prepared_fetch(struct prepared *p, MYSQL *m, struct arena *a, struct db_cell *cells,
                        bool *more)
{
    int rc = mysql_stmt_fetch(p->stmt);
    *more = rc == 0 || rc == MYSQL_DATA_TRUNCATED;
    if (rc == MYSQL_NO_DATA)
        return OK;
    if (!*more)
        return prepared_error(m, p->stmt, "fetch");
    enum err e = OK;
    for (unsigned i = 0; i < p->cols && !e; i++)
        e = read_cell(p, m, a, i, &cells[i]);
    return e;
}

void prepared_done(struct prepared *p)
{
    mysql_stmt_free_result(p->stmt);
}

void prepared_clear(struct prepared_cache *c)
{
    for (struct prepared *p = c->slots; p < c->slots + PREPARED_MAX; p++)
        drop(p);
    c->clock = 0;
}
