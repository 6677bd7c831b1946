#include "db/bulk.h"

#include "core/buf.h"
#include "db/prepared.h"

enum { ROWS = 1000, BYTES = 1 << 20, DAY_MS = 86400000, KEPT = 16 };

/* One column of the rows collected: what mysql_stmt_bind_param reads. For numbers `values` holds
 * them side by side; times and texts are reached through `pointers`. */
struct bulk_column {
    char letter;
    void *values;
    void **pointers;
    unsigned long *lengths;
    char *indicators;
};

struct bulk {
    MYSQL *m;
    MYSQL_STMT *stmt;
    struct arena *own;  /* this struct's arrays */
    struct arena *text; /* texts of the rows collected */
    struct bulk_column *columns;
    size_t cols;
    unsigned rows;
    int64_t count;
    bool failed;
    char *sql;
};

/* Closed ones, for the next who does the same on that connection; the oldest comes first. */
static struct bulk *kept[KEPT];

static const struct {
    char letter;
    enum enum_field_types type;
    size_t size; /* of a value in `values`; 0: only pointers */
} kinds[] = {
    {'i', MYSQL_TYPE_LONGLONG, sizeof(int64_t)},
    {'d', MYSQL_TYPE_DOUBLE, sizeof(double)},
    {'t', MYSQL_TYPE_DATETIME, sizeof(MYSQL_TIME)},
    {'s', MYSQL_TYPE_STRING, 0},
    {'b', MYSQL_TYPE_BLOB, 0},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static size_t kind_of(char letter)
{
    for (size_t k = 0; k < KINDS; k++)
        if (kinds[k].letter == letter)
            return k;
    fprintf(stderr, "bulk: no type '%c'\n", letter);
    abort();
}

static void no_row_yet(struct bulk *b)
{
    for (size_t c = 0; c < b->cols; c++)
        b->columns[c].indicators[b->rows] = STMT_INDICATOR_NULL;
}

static void make_column(struct bulk *b, size_t c, char letter, MYSQL_BIND *bind)
{
    struct bulk_column *col = &b->columns[c];
    size_t kind = kind_of(letter), size = kinds[kind].size;
    col->letter = letter;
    col->values = size ? arena_array(b->own, ROWS, size) : NULL;
    col->pointers = arena_array(b->own, ROWS, sizeof(void *));
    col->lengths = arena_array(b->own, ROWS, sizeof(unsigned long));
    col->indicators = arena_alloc(b->own, ROWS);
    for (size_t r = 0; r < ROWS && size; r++) {
        col->pointers[r] = (char *)col->values + r * size;
        col->lengths[r] = size;
    }
    *bind = (MYSQL_BIND){
        .buffer_type = kinds[kind].type,
        .buffer = letter == 'i' || letter == 'd' ? col->values : (void *)col->pointers,
        .length = col->lengths,
        .u.indicator = col->indicators,
    };
}

static char *insert_text(const char *table, const char *columns, size_t cols, const char *merge)
{
    struct buf sql = {0};
    buf_printf(&sql, "INSERT INTO %s (%s) VALUES (", table, columns);
    for (size_t c = 0; c < cols; c++)
        buf_puts(&sql, c ? ",?" : "?");
    buf_printf(&sql, ")%s", merge);
    char *text = strdup(sql.s);
    if (!text)
        abort();
    buf_free(&sql);
    return text;
}

static enum err bind_columns(struct bulk *b, const char *types)
{
    MYSQL_BIND *binds = arena_array(b->own, b->cols, sizeof *binds);
    for (size_t c = 0; c < b->cols; c++)
        make_column(b, c, types[c], &binds[c]);
    /* The size comes first: binding looks at it. */
    unsigned size = ROWS;
    if (mysql_stmt_attr_set(b->stmt, STMT_ATTR_ARRAY_SIZE, &size) ||
        mysql_stmt_bind_param(b->stmt, binds))
        return prepared_error(b->m, b->stmt, "bulk bind");
    no_row_yet(b);
    return OK;
}

static void destroy(struct bulk *b)
{
    if (b->stmt)
        mysql_stmt_close(b->stmt);
    arena_free(b->text);
    arena_free(b->own);
    free(b->sql);
    free(b);
}

/* One that was kept, taken out; NULL: there is none. */
static struct bulk *take_kept(const MYSQL *m, const char *sql)
{
    for (size_t i = 0; i < KEPT; i++)
        if (kept[i] && kept[i]->m == m && (!sql || strcmp(kept[i]->sql, sql) == 0)) {
            struct bulk *b = kept[i];
            kept[i] = NULL;
            return b;
        }
    return NULL;
}

static void keep(struct bulk *b)
{
    b->count = 0;
    b->rows = 0;
    arena_reset(b->text);
    no_row_yet(b);
    if (kept[0])
        destroy(kept[0]);
    memmove(kept, kept + 1, sizeof kept - sizeof *kept);
    kept[KEPT - 1] = b;
}

void bulk_forget(const void *connection)
{
    for (struct bulk *b; (b = take_kept(connection, NULL));)
        destroy(b);
}

static enum err make(struct bulk *b, const char *table, const char *types)
{
    b->own = arena_new();
    b->text = arena_new();
    b->cols = strlen(types);
    b->columns = arena_array(b->own, b->cols, sizeof *b->columns);
    b->stmt = mysql_stmt_init(b->m);
    if (!b->stmt)
        abort();
    if (mysql_stmt_prepare(b->stmt, b->sql, strlen(b->sql)))
        return prepared_error(b->m, b->stmt, table);
    return bind_columns(b, types);
}

enum err bulk_open_merge(struct bulk **out, struct db *db, const char *table, const char *columns,
                         const char *types, const char *merge)
{
    MYSQL *m = db_handle(db);
    char *sql = insert_text(table, columns, strlen(types), merge);
    *out = take_kept(m, sql);
    if (*out) {
        free(sql);
        return OK;
    }
    struct bulk *b = calloc(1, sizeof *b);
    if (!b)
        abort();
    b->m = m;
    b->sql = sql;
    enum err e = make(b, table, types);
    if (e)
        destroy(b);
    else
        *out = b;
    return e;
}

enum err bulk_open(struct bulk **out, struct db *db, const char *table, const char *columns,
                   const char *types)
{
    return bulk_open_merge(out, db, table, columns, types, "");
}

/* The column to set, marked as not NULL. A setter that does not fit its type is a bug. */
static struct bulk_column *column(struct bulk *b, int col, const char *letters)
{
    if (col < 0 || (size_t)col >= b->cols || !strchr(letters, b->columns[col].letter)) {
        fprintf(stderr, "bulk: column %d is not of type %s\n", col, letters);
        abort();
    }
    b->columns[col].indicators[b->rows] = STMT_INDICATOR_NONE;
    return &b->columns[col];
}

void bulk_int(struct bulk *b, int col, int64_t v)
{
    ((int64_t *)column(b, col, "i")->values)[b->rows] = v;
}

void bulk_double(struct bulk *b, int col, double v)
{
    ((double *)column(b, col, "d")->values)[b->rows] = v;
}

void bulk_time(struct bulk *b, int col, ms_t v)
{
    int64_t days = v / DAY_MS - (v % DAY_MS < 0), rest = v - days * DAY_MS;
    struct date d = date_from_days(days);
    ((MYSQL_TIME *)column(b, col, "t")->values)[b->rows] = (MYSQL_TIME){
        .year = (unsigned)d.year,
        .month = (unsigned)d.month,
        .day = (unsigned)d.day,
        .hour = (unsigned)(rest / 3600000),
        .minute = (unsigned)(rest / 60000 % 60),
        .second = (unsigned)(rest / 1000 % 60),
        .second_part = (unsigned long)(rest % 1000) * 1000,
        .time_type = MYSQL_TIMESTAMP_DATETIME,
    };
}

void bulk_bytes(struct bulk *b, int col, const void *p, size_t len)
{
    struct bulk_column *c = column(b, col, "sb");
    c->pointers[b->rows] = arena_dupn(b->text, p, len);
    c->lengths[b->rows] = len;
}

void bulk_text(struct bulk *b, int col, const char *s)
{
    if (s)
        bulk_bytes(b, col, s, strlen(s));
    else
        column(b, col, "sb")->indicators[b->rows] = STMT_INDICATOR_NULL;
}

static enum err flush(struct bulk *b)
{
    unsigned size = b->rows;
    if (!size)
        return OK;
    if (mysql_stmt_attr_set(b->stmt, STMT_ATTR_ARRAY_SIZE, &size) || mysql_stmt_execute(b->stmt)) {
        b->failed = true;
        return prepared_error(b->m, b->stmt, "bulk insert");
    }
    b->count += size;
    b->rows = 0;
    arena_reset(b->text);
    no_row_yet(b);
    return OK;
}

enum err bulk_row(struct bulk *b)
{
    if (++b->rows == ROWS || arena_used(b->text) > BYTES)
        return flush(b);
    no_row_yet(b);
    return OK;
}

enum err bulk_close(struct bulk *b)
{
    if (!b)
        return OK;
    enum err e = b->failed ? OK : flush(b);
    if (b->failed)
        destroy(b);
    else
        keep(b);
    return e;
}

int64_t bulk_count(const struct bulk *b)
{
    return b->count;
}
