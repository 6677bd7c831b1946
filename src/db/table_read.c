#include "db/table_read.h"

#include "core/buf.h"

#include <mysql.h>

enum { COLUMNS_MAX = 200 };

static bool name_ok(const char *s)
{
    static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-";
    size_t n = strlen(s);
    return n && n <= 64 && strspn(s, good) == n;
}

static enum err failed(MYSQL *m, const char *database, const char *table)
{
    return err_set(ERR_BAD_REQUEST, "cannot read the table %s.%s: %s", database, table,
                   mysql_error(m));
}

static void add_name(struct buf *sql, const char *name)
{
    buf_putc(sql, '`');
    for (; *name; name++) {
        if (*name == '`')
            buf_putc(sql, '`');
        buf_putc(sql, *name);
    }
    buf_putc(sql, '`');
}

/* The columns, each as it is to be read. */
static enum err list_columns(MYSQL *m, struct arena *a, const char *from, struct buf *sql,
                             const char *names[COLUMNS_MAX], size_t *n)
{
    struct buf look = {0};
    buf_printf(&look, "SELECT * FROM %s LIMIT 0", from);
    bool ok = mysql_real_query(m, look.s, look.len) == 0;
    MYSQL_RES *r = ok ? mysql_store_result(m) : NULL;
    buf_free(&look);
    if (!r)
        return ERR_BAD_REQUEST;
    *n = mysql_num_fields(r);
    buf_puts(sql, "SET STATEMENT max_statement_time = 0 FOR SELECT ");
    for (size_t i = 0; i < *n && i < COLUMNS_MAX; i++) {
        const MYSQL_FIELD *f = mysql_fetch_field_direct(r, (unsigned)i);
        bool stamp = f->type == MYSQL_TYPE_TIMESTAMP;
        names[i] = arena_dup(a, f->name);
        buf_puts(sql, i ? ", " : "");
        buf_puts(sql, stamp ? "UNIX_TIMESTAMP(" : "");
        add_name(sql, f->name);
        buf_puts(sql, stamp ? ")" : "");
    }
    buf_printf(sql, " FROM %s", from);
    mysql_free_result(r);
    return *n <= COLUMNS_MAX ? OK : ERR_BAD_REQUEST;
}

static enum err read_rows(MYSQL *m, const struct table_reader *reader, size_t n)
{
    MYSQL_RES *r = mysql_use_result(m);
    MYSQL_ROW row;
    enum err e = r ? OK : ERR_BAD_REQUEST;
    while (!e && (row = mysql_fetch_row(r)))
        e = reader->row(reader->data, (const char *const *)row, n);
    if (!e && mysql_errno(m))
        e = ERR_BAD_REQUEST;
    mysql_free_result(r);
    return e;
}

enum err table_read(struct db *db, struct arena *a, const char *database, const char *table,
                    const struct table_reader *reader)
{
    MYSQL *m = db_handle(db);
    struct buf sql = {0};
    const char *names[COLUMNS_MAX];
    size_t n = 0;
    if (!name_ok(database) || !name_ok(table))
        return err_set(ERR_BAD_REQUEST, "'%s.%s' is no name of a table", database, table);
    const char *from = arena_printf(a, "`%s`.`%s`", database, table);
    enum err e = list_columns(m, a, from, &sql, names, &n);
    if (!e)
        e = reader->begin(reader->data, names, n);
    if (!e && mysql_real_query(m, sql.s, sql.len))
        e = ERR_BAD_REQUEST;
    if (!e)
        e = read_rows(m, reader, n);
    buf_free(&sql);
    return e && !*err_detail() ? failed(m, database, table) : e;
}
