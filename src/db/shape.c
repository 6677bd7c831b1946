#include "db/shape.h"

#include "db/prepared.h"

#include <strings.h>

enum { TABLE_INDEXES = 64, INDEX_COLUMNS = 16 };

struct seen_column {
    enum shape_state state;
    const char *source;     /* the site's column that it comes from; NULL: none */
    const char *expression; /* what is selected, over x */
    const char *type;       /* of the source */
    bool positions;         /* an ENUM of the same values in the same order */
};

struct seen_index {
    const char *name;
    const char *columns[INDEX_COLUMNS];
    size_t n;
};

struct seen_table {
    bool here;
    struct seen_column columns[FACTS_COLUMNS];
    struct seen_index indexes[TABLE_INDEXES];
    size_t n_indexes;
};

struct shape {
    struct arena *arena;
    const char *facts;
    struct seen_table tables[FACTS_TABLES];
};

/* How a column of the server's types is read as one of ours. */
static const struct {
    char type;
    const char *types, *expression;
} readings[] = {
    {'i', " tinyint smallint mediumint int bigint year ", "x.%s"},
    {'i', " bit ", "(x.%s + 0)"},
    {'i', " decimal float double ", "CAST(x.%s AS SIGNED)"},
    {'i', " time ", "CAST(TIME_TO_SEC(x.%s) AS SIGNED)"},
    {'t', " datetime timestamp date ", "x.%s"},
    {'s', " char varchar tinytext text mediumtext longtext enum set inet4 inet6 uuid ", "x.%s"},
    {'s', " tinyint smallint mediumint int bigint decimal ", "CAST(x.%s AS CHAR)"},
};

/* What a column is that nothing is known of: of its type, so that it can be reckoned with. */
static const char *unknown_of(char type)
{
    return type == 'i'   ? "CAST(NULL AS SIGNED)"
           : type == 't' ? "CAST(NULL AS DATETIME(3))"
                         : "CAST(NULL AS CHAR(1))";
}

static size_t table_number(const struct facts_table *t)
{
    size_t n;
    return (size_t)(t - facts_tables(&n));
}

static const struct seen_table *seen(const struct shape *s, const struct facts_table *t)
{
    return &s->tables[table_number(t)];
}

/* --- making --------------------------------------------------------------------------------- */

struct site {
    const struct shape_column_row *columns;
    size_t n;
};

static const struct shape_column_row *site_find(const struct site *site, const char *table,
                                                const char *name)
{
    for (size_t i = 0; i < site->n && name; i++)
        if (strcmp(site->columns[i].table, table) == 0 &&
            strcasecmp(site->columns[i].column, name) == 0)
            return &site->columns[i];
    return NULL;
}

static const char *reading_of(char type, const char *server_type)
{
    char word[40];
    snprintf(word, sizeof word, " %s ", server_type);
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        if (readings[i].type == type && strstr(readings[i].types, word))
            return readings[i].expression;
    return NULL;
}

/* The format is one of this file's or facts.c's own. */
static const char *filled(struct arena *a, const char *format, const char *with)
{
    const char *hole = strstr(format, "%s");
    if (!hole)
        return format;
    return arena_printf(a, "%.*s%s%s", (int)(hole - format), format, with, hole + 2);
}

static struct seen_column see_column(struct shape *s, const struct site *site,
                                     const struct facts_table *t, const struct facts_column *c)
{
    enum shape_state state = SHAPE_HERE;
    const struct shape_column_row *found = site_find(site, t->name, c->name);
    if (!found) {
        found = site_find(site, t->name, facts_other_column(t->name, c->name));
        state = SHAPE_OTHER;
    }
    if (!found)
        return (struct seen_column){.state = SHAPE_MISSING, .expression = unknown_of(c->type)};
    const char *reading = reading_of(c->type, found->type);
    struct seen_column seen_here = {.state = reading ? state : SHAPE_UNFIT,
                                    .source = arena_dup(s->arena, found->column),
                                    .expression = unknown_of(c->type),
                                    .type = arena_dup(s->arena, found->type)};
    if (reading)
        seen_here.expression = filled(s->arena, reading, seen_here.source);
    seen_here.positions =
        c->values && strcmp(found->whole_type, arena_printf(s->arena, "enum(%s)", c->values)) == 0;
    return seen_here;
}

/* Computed from another column, or assumed. */
static void see_instead(struct shape *s, const struct facts_table *t, size_t column)
{
    struct seen_table *table = &s->tables[table_number(t)];
    struct seen_column *c = &table->columns[column];
    const char *of = NULL, *expression = facts_instead(t->columns[column].name, &of);
    if (c->state != SHAPE_MISSING || !expression)
        return;
    int from = of ? facts_column(t, of) : -1;
    if (of && from < 0)
        return;
    c->expression = of ? filled(s->arena, expression, table->columns[from].expression) : expression;
    if (of)
        c->state = table->columns[from].state <= SHAPE_OTHER ? SHAPE_OTHER : SHAPE_MISSING;
}

static void see_tables(struct shape *s, const struct site *site)
{
    size_t n;
    const struct facts_table *tables = facts_tables(&n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < site->n; k++)
            s->tables[i].here |= strcmp(site->columns[k].table, tables[i].name) == 0;
        for (size_t c = 0; c < tables[i].n; c++)
            s->tables[i].columns[c] = see_column(s, site, &tables[i], &tables[i].columns[c]);
        for (size_t c = 0; c < tables[i].n; c++)
            see_instead(s, &tables[i], c);
    }
}

static void see_index_column(struct shape *s, const struct shape_index_row *row)
{
    const struct facts_table *t = facts_table(row->table, strlen(row->table));
    if (!t)
        return;
    struct seen_table *seen_here = &s->tables[table_number(t)];
    struct seen_index *i =
        seen_here->n_indexes ? &seen_here->indexes[seen_here->n_indexes - 1] : NULL;
    if (!i || strcmp(i->name, row->index) != 0) {
        if (seen_here->n_indexes == TABLE_INDEXES)
            return;
        i = &seen_here->indexes[seen_here->n_indexes++];
        i->name = arena_dup(s->arena, row->index);
    }
    if (i->n < INDEX_COLUMNS)
        i->columns[i->n++] = arena_dup(s->arena, row->column);
}

struct shape *shape_make(const char *facts, const struct shape_column_row *columns, size_t n,
                         const struct shape_index_row *indexes, size_t n_indexes)
{
    struct arena *a = arena_new();
    struct shape *s = arena_alloc(a, sizeof *s);
    s->arena = a;
    s->facts = arena_dup(a, facts);
    see_tables(s, &(struct site){columns, n});
    for (size_t i = 0; i < n_indexes; i++)
        see_index_column(s, &indexes[i]);
    return s;
}

void shape_free(struct shape *s)
{
    if (s)
        arena_free(s->arena);
}

/* --- reading -------------------------------------------------------------------------------- */

static enum err run(MYSQL *m, const char *sql, MYSQL_RES **res)
{
    if (mysql_query(m, sql) || !(*res = mysql_store_result(m)))
        return prepared_error(m, NULL, "reading the shape of the facts");
    return OK;
}

static enum err read_columns(struct arena *a, MYSQL *m, const char *facts,
                             struct shape_column_row **out, size_t *n)
{
    char sql[256];
    MYSQL_RES *res;
    snprintf(sql, sizeof sql,
             "SELECT table_name, column_name, data_type, column_type "
             "FROM information_schema.columns WHERE table_schema = '%s'",
             facts);
    enum err e = run(m, sql, &res);
    if (e)
        return e;
    *out = arena_array(a, mysql_num_rows(res) + 1, sizeof **out);
    for (MYSQL_ROW row; (row = mysql_fetch_row(res));)
        (*out)[(*n)++] = (struct shape_column_row){arena_dup(a, row[0]), arena_dup(a, row[1]),
                                                   arena_dup(a, row[2]), arena_dup(a, row[3])};
    mysql_free_result(res);
    return OK;
}

static enum err read_indexes(struct arena *a, MYSQL *m, const char *facts,
                             struct shape_index_row **out, size_t *n)
{
    char sql[512];
    MYSQL_RES *res;
    snprintf(sql, sizeof sql,
             "SELECT table_name, index_name, COALESCE(IF(sub_part IS NULL, column_name, ''), '') "
             "FROM information_schema.statistics WHERE table_schema = '%s' "
             "AND index_type = 'BTREE' ORDER BY table_name, index_name, seq_in_index",
             facts);
    enum err e = run(m, sql, &res);
    if (e)
        return e;
    *out = arena_array(a, mysql_num_rows(res) + 1, sizeof **out);
    for (MYSQL_ROW row; (row = mysql_fetch_row(res));)
        (*out)[(*n)++] = (struct shape_index_row){arena_dup(a, row[0]), arena_dup(a, row[1]),
                                                  arena_dup(a, row[2])};
    mysql_free_result(res);
    return OK;
}

enum err shape_read(struct shape **out, MYSQL *m, const char *facts)
{
    struct arena *a = arena_new();
    struct shape_column_row *columns;
    struct shape_index_row *indexes;
    size_t n = 0, n_indexes = 0;
    enum err e = read_columns(a, m, facts, &columns, &n);
    if (!e)
        e = read_indexes(a, m, facts, &indexes, &n_indexes);
    if (!e)
        *out = shape_make(facts, columns, n, indexes, n_indexes);
    arena_free(a);
    return e;
}

enum err shape_is_own(MYSQL *m, const char *app, const char *facts, bool *own)
{
    char sql[256];
    MYSQL_RES *res;
    snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM %s.migrations WHERE folder = '%s'", app, facts);
    enum err e = run(m, sql, &res);
    if (e)
        return e;
    MYSQL_ROW row = mysql_fetch_row(res);
    *own = row && strcmp(row[0], "0") != 0;
    mysql_free_result(res);
    return OK;
}

/* --- what is known -------------------------------------------------------------------------- */

enum shape_state shape_column(const struct shape *s, const struct facts_table *t, int column,
                              const char **source, const char **type)
{
    const struct seen_column *c = &seen(s, t)->columns[column];
    if (source)
        *source = c->source;
    if (type)
        *type = c->type;
    return c->state;
}

const char *shape_values(const struct shape *s, const struct facts_table *t, int column)
{
    return seen(s, t)->columns[column].positions ? NULL : t->columns[column].values;
}

bool shape_has_table(const struct shape *s, const struct facts_table *t)
{
    const struct seen_table *table = seen(s, t);
    for (size_t c = 0; c < t->n; c++)
        if (t->columns[c].needed && table->columns[c].state > SHAPE_OTHER)
            return false;
    return table->here;
}

enum err shape_ready(const struct shape *s, const struct facts_table *t)
{
    const struct seen_table *table = seen(s, t);
    if (!t->needed)
        return OK;
    if (!table->here)
        return err_set(ERR_DB_SCHEMA,
                       "%s has no table %s that this account may read: see `parley doctor`",
                       s->facts, t->name);
    for (size_t c = 0; c < t->n; c++) {
        const struct seen_column *column = &table->columns[c];
        if (t->columns[c].needed && column->state == SHAPE_UNFIT)
            return err_set(ERR_DB_SCHEMA, "%s.%s.%s is of type %s: see `parley doctor`", s->facts,
                           t->name, t->columns[c].name, column->type);
        if (t->columns[c].needed && column->state == SHAPE_MISSING)
            return err_set(ERR_DB_SCHEMA, "%s.%s has no column %s: see `parley doctor`", s->facts,
                           t->name, t->columns[c].name);
    }
    return OK;
}

/* Whether the index leads with these columns; an index holds the primary key at its end. */
static bool leads_with(const struct seen_table *t, const struct seen_index *i,
                       const char *const *wanted, size_t n)
{
    const struct seen_index *primary = NULL;
    for (size_t k = 0; k < t->n_indexes; k++)
        if (strcmp(t->indexes[k].name, "PRIMARY") == 0)
            primary = &t->indexes[k];
    size_t at = 0;
    for (size_t c = 0; c < i->n && at < n; c++)
        if (strcasecmp(i->columns[c], wanted[at]) == 0)
            at++;
        else
            return false;
    for (size_t c = 0; primary && c < primary->n && at < n; c++)
        if (strcasecmp(primary->columns[c], wanted[at]) == 0)
            at++;
    return at == n;
}

/* The site's columns of an index of ours; 0 where one is not there as it is. */
static size_t wanted_columns(const struct shape *s, const struct facts_index *i, const char **out)
{
    const struct facts_table *t = facts_table(i->table, strlen(i->table));
    size_t n = 0;
    for (const char *p = i->columns; *p && t; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        for (size_t c = 0; c < t->n; c++) {
            const struct seen_column *column = &seen(s, t)->columns[c];
            if (strlen(t->columns[c].name) != len || strncmp(t->columns[c].name, p, len) != 0)
                continue;
            if (!column->source || strncmp(column->expression, "x.", 2) != 0)
                return 0;
            out[n++] = column->source;
        }
        p += len;
    }
    return n;
}

static void put_quoted(struct buf *sql, const char *name)
{
    buf_putc(sql, '`');
    for (; *name; name++) {
        if (*name == '`')
            buf_putc(sql, '`');
        buf_putc(sql, *name);
    }
    buf_putc(sql, '`');
}

bool shape_index_columns(const struct shape *s, const struct facts_index *i, struct buf *out)
{
    const char *wanted[INDEX_COLUMNS];
    size_t n = wanted_columns(s, i, wanted);
    for (size_t c = 0; c < n; c++) {
        buf_puts(out, c ? ", " : "");
        buf_puts(out, wanted[c]);
    }
    return n > 0;
}

const char *shape_index(const struct shape *s, const struct facts_index *i, bool *bare)
{
    const char *wanted[INDEX_COLUMNS];
    const struct facts_table *t = facts_table(i->table, strlen(i->table));
    size_t n = wanted_columns(s, i, wanted);
    if (!n)
        return NULL;
    for (size_t skip = 0; skip < 2 && skip < n; skip++)
        for (size_t k = 0; k < seen(s, t)->n_indexes; k++)
            if (leads_with(seen(s, t), &seen(s, t)->indexes[k], wanted + skip, n - skip)) {
                if (bare)
                    *bare = skip > 0;
                return seen(s, t)->indexes[k].name;
            }
    return NULL;
}

/* --- writing -------------------------------------------------------------------------------- */

static void put_hint(const struct shape *s, const struct shape_use *use, struct buf *sql)
{
    const struct facts_index *ours =
        use->index ? facts_index(use->table->name, use->index, strlen(use->index)) : NULL;
    const char *theirs = ours ? shape_index(s, ours, NULL) : NULL;
    if (!theirs)
        return;
    buf_puts(sql, " FORCE INDEX (");
    put_quoted(sql, theirs);
    buf_putc(sql, ')');
}

void shape_put(const struct shape *s, const struct shape_use *use, struct buf *sql)
{
    const struct seen_table *table = seen(s, use->table);
    bool here = shape_has_table(s, use->table);
    const char *comma = "";
    buf_puts(sql, "(SELECT ");
    for (size_t c = 0; c < use->table->n; c++) {
        const struct facts_column *column = &use->table->columns[c];
        if (!(use->columns >> c & 1))
            continue;
        buf_puts(sql, comma);
        buf_puts(sql, here ? table->columns[c].expression : unknown_of(column->type));
        buf_puts(sql, " AS ");
        buf_puts(sql, column->name);
        comma = ", ";
    }
    buf_puts(sql, " FROM ");
    if (here) {
        buf_puts(sql, s->facts);
        buf_putc(sql, '.');
        buf_puts(sql, use->table->name);
        buf_puts(sql, " x");
        put_hint(s, use, sql);
    } else {
        buf_puts(sql, "DUAL WHERE FALSE");
    }
    buf_puts(sql, ") ");
    buf_puts(sql, use->alias);
}
