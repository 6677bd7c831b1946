#include "asterisk_source.h"

#include "asterisk/when.h"
#include "core/csv.h"
#include "db/table_read.h"
#include "import_file.h"

enum {
    COLUMNS_MAX = CSV_FIELDS_MAX,
    LINE_MAX_BYTES = 32 * 1024,
    DAY_MS = 24 * 3600 * 1000,
    HEADER_NAMES = 3 /* that a first line has, if it is a header */
};

_Static_assert(CDR_FIELDS <= 32 && CEL_FIELDS <= 32 && QUEUE_FIELDS <= 32, "a record holds them");

/* A source that is being read. */
struct reading {
    struct log_feed *f;
    enum log_source source;
    const char *from;
    gzFile file;
    int64_t size;
    int at[COLUMNS_MAX]; /* which field a column is, -1: none */
    size_t n_columns;    /* 0: of each line what its number of fields says */
    int64_t line;
    struct buf record;
};

static const size_t n_fields[] = {
    [LOG_QUEUE] = QUEUE_FIELDS, [LOG_CDR] = CDR_FIELDS, [LOG_CEL] = CEL_FIELDS};

/* --- into the sorter ------------------------------------------------------------------------- */

static void put_text(struct buf *b, const char *s)
{
    buf_add(b, s ? s : "", s ? strlen(s) + 1 : 1);
}

/* The time of a record of fields; false with the reason where it is none. CDRs stand where their
 * channel began, so that all of a call are known before it ends. */
static bool time_of(const struct log_feed *f, enum log_source source, const char *const *fields,
                    size_t n, ms_t *at, const char **why)
{
    struct queue_event q;
    struct cdr cdr;
    struct cel cel;
    bool ok = source == LOG_QUEUE ? queue_log_fields(fields, n, f->zone, &q, why)
              : source == LOG_CDR ? cdr_read(fields, f->zone, &cdr, why)
                                  : cel_read(fields, f->zone, &cel, why);
    if (!ok)
        return false;
    *at = source == LOG_QUEUE ? q.at : source == LOG_CDR ? cdr.start : cel.at;
    *why = "its time is in the future";
    return *at < f->now + DAY_MS;
}

/* The fields as one text, for people. */
static const char *shown(struct reading *r, const char *const *fields, size_t n)
{
    struct buf *b = &r->record;
    buf_clear(b);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_putc(b, '|');
        buf_puts(b, fields[i] ? fields[i] : "");
    }
    return b->s ? b->s : "";
}

static enum err reject(struct reading *r, const char *why, const char *text)
{
    return lines_count(r->f->lines, r->source, LINE_REJECTED, r->line, why, text);
}

static enum err take(struct reading *r, const char *const *fields, size_t n)
{
    ms_t at;
    const char *why;
    uint8_t head[2] = {(uint8_t)r->source, (uint8_t)n};
    if (!time_of(r->f, r->source, fields, n, &at, &why))
        return reject(r, why, shown(r, fields, n));
    buf_clear(&r->record);
    buf_add(&r->record, (const char *)head, sizeof head);
    buf_add(&r->record, (const char *)&r->line, sizeof r->line);
    for (size_t i = 0; i < n; i++)
        put_text(&r->record, fields[i]);
    return sorter_add(r->f->sorter, at, r->record.s, r->record.len);
}

/* --- columns --------------------------------------------------------------------------------- */

static int column_of(enum log_source source, const char *name)
{
    int f = source == LOG_QUEUE ? queue_log_column(name)
            : source == LOG_CDR ? (int)cdr_column(name)
                                : (int)cel_column(name);
    return source != LOG_QUEUE && (size_t)f == n_fields[source] ? -1 : f;
}

/* Takes the names of columns; how many of them are known. */
static size_t bind(struct reading *r, const char *const *names, size_t n)
{
    size_t known = 0;
    for (size_t i = 0; i < n && i < COLUMNS_MAX; i++) {
        r->at[i] = column_of(r->source, names[i]);
        known += r->at[i] >= 0;
    }
    r->n_columns = n;
    return known;
}

static enum err bind_list(struct reading *r, const char *columns)
{
    const char *names[COLUMNS_MAX];
    size_t n = 0;
    char *s = arena_dup(r->f->env->arena, columns);
    for (char *comma = s; s && n < COLUMNS_MAX; s = comma) {
        comma = strchr(s, ',');
        if (comma)
            *comma++ = 0;
        names[n++] = s;
    }
    for (size_t i = 0; i < n; i++)
        if (*names[i] && column_of(r->source, names[i]) < 0)
            return err_set(ERR_BAD_REQUEST, "'%s' is no column of it", names[i]);
    bind(r, names, n);
    return OK;
}

/* The columns of a line without names. */
static bool bind_default(struct reading *r, size_t n)
{
    enum cdr_field cdr[CDR_FIELDS];
    enum cel_field cel[CEL_FIELDS];
    if (!(r->source == LOG_CDR ? cdr_default(n, cdr) : cel_default(n, cel)))
        return false;
    for (size_t i = 0; i < n; i++)
        r->at[i] = r->source == LOG_CDR ? (int)cdr[i] : (int)cel[i];
    return true;
}

static enum err take_cells(struct reading *r, const char *const *cells, size_t n)
{
    const char *fields[32] = {NULL};
    size_t last = 0;
    if (r->n_columns ? n != r->n_columns : !bind_default(r, n))
        return reject(r, "wrong number of columns", shown(r, cells, n));
    for (size_t i = 0; i < n && i < COLUMNS_MAX; i++)
        if (r->at[i] >= 0) {
            fields[r->at[i]] = cells[i];
            if (cells[i] && *cells[i] && (size_t)r->at[i] > last)
                last = (size_t)r->at[i];
        }
    if (r->source != LOG_QUEUE)
        return take(r, fields, n_fields[r->source]);
    for (size_t i = 0; i <= last; i++)
        fields[i] = fields[i] ? fields[i] : "";
    return take(r, fields, last + 1);
}

/* --- files ----------------------------------------------------------------------------------- */

static void progress(const struct reading *r)
{
    int64_t done = gzoffset(r->file);
    if (r->size && done < r->size)
        command_progress(r->f->env, import_base_name(r->from), done, r->size);
}

/* Splits a line of the queue_log; whatever follows too many bars belongs to the last field. */
static enum err take_queue_line(struct reading *r, char *line)
{
    const char *fields[QUEUE_FIELDS];
    size_t n = 0;
    for (char *s = line; s; n++) {
        char *bar = n < QUEUE_FIELDS - 1 ? strchr(s, '|') : NULL;
        fields[n] = s;
        if (bar)
            *bar++ = 0;
        s = bar;
    }
    return take(r, fields, n);
}

static enum err end_line(struct reading *r, struct buf *line, const char *bad)
{
    enum err e = OK;
    r->line++;
    while (line->len && line->s[line->len - 1] == '\r')
        line->s[--line->len] = 0;
    if (bad)
        e = reject(r, bad, line->s);
    else if (line->len)
        e = take_queue_line(r, line->s);
    else
        r->line--; /* an empty line is none */
    buf_clear(line);
    if (r->line % 1000 == 0)
        progress(r);
    return e;
}

static enum err read_lines(struct reading *r)
{
    struct buf line = {0};
    const char *bad = NULL;
    enum err e = OK;
    for (int c; !e && (c = gzgetc(r->file)) >= 0;) {
        if (c == '\n') {
            e = end_line(r, &line, bad);
            bad = NULL;
            continue;
        }
        if (!c)
            bad = "a byte that no text has";
        if (line.len >= LINE_MAX_BYTES)
            bad = "longer than any line of a queue_log";
        else
            buf_putc(&line, c ? (char)c : '?');
    }
    if (!e && line.len)
        e = end_line(r, &line, bad);
    buf_free(&line);
    return e;
}

static ssize_t read_file(void *data, char *out, size_t size)
{
    return gzread(((struct reading *)data)->file, out, (unsigned)size);
}

static enum err take_record(struct reading *r, const struct csv_record *record, bool first)
{
    const char *cells[CSV_FIELDS_MAX];
    r->line = record->line;
    if (record->error != CSV_OK)
        return reject(r, csv_error_text(record->error), record->raw.s);
    for (size_t i = 0; i < record->n; i++)
        cells[i] = record->fields[i].s;
    if (first && !r->n_columns) {
        if (bind(r, cells, record->n) >= HEADER_NAMES)
            return OK;
        r->n_columns = 0;
    }
    return take_cells(r, cells, record->n);
}

static enum err read_csv(struct reading *r)
{
    struct csv_record record;
    enum csv_status status;
    enum err e = OK;
    int64_t n = 0;
    struct csv *csv = csv_new(&(struct csv_options){',', false, read_file, r});
    while (!e && (status = csv_next(csv, &record)) != CSV_END && status != CSV_FAILED) {
        e = take_record(r, &record, n++ == 0);
        if (n % 1000 == 0)
            progress(r);
    }
    csv_free(csv);
    return e;
}

static enum err read_path(struct reading *r)
{
    enum err e = import_open(r->from, &r->file, &r->size);
    if (e)
        return e;
    e = r->source == LOG_QUEUE ? read_lines(r) : read_csv(r);
    if (!e)
        e = import_end(r->file, r->from, false);
    gzclose(r->file);
    return e;
}

/* --- tables ---------------------------------------------------------------------------------- */

static enum err begin_table(void *data, const char *const *names, size_t n)
{
    struct reading *r = data;
    return bind(r, names, n) >= HEADER_NAMES
               ? OK
               : err_set(ERR_BAD_REQUEST, "%s has not the columns that Asterisk's has", r->from);
}

/* Older tables have the parameters in one column, with bars. */
static enum err take_row(void *data, const char *const *cells, size_t n)
{
    struct reading *r = data;
    struct buf all = {0};
    enum err e;
    size_t params = 0, bars = 0;
    r->line++;
    for (size_t i = 0; r->source == LOG_QUEUE && i < n; i++) {
        params += r->at[i] > 5;
        bars = r->at[i] == 5 && cells[i] && strchr(cells[i], '|') ? i + 1 : bars;
    }
    if (!bars || params)
        return take_cells(r, cells, n);
    for (int f = 0; f <= 5; f++)
        for (size_t i = 0; i < n; i++)
            if (r->at[i] == f)
                buf_printf(&all, "%s%s", f ? "|" : "", cells[i] ? cells[i] : "");
    e = take_queue_line(r, all.s);
    buf_free(&all);
    return e;
}

static enum err read_table(struct reading *r, const char *name)
{
    const struct table_reader to = {begin_table, take_row, r};
    if (!r->f->database)
        return err_set(ERR_BAD_REQUEST, "table:%s needs --database", name);
    return table_read(r->f->env->db, r->f->env->arena, r->f->database, name, &to);
}

enum err log_read(struct log_feed *f, enum log_source source, const char *from, const char *columns)
{
    struct reading *r = arena_alloc(f->env->arena, sizeof *r);
    *r = (struct reading){.f = f, .source = source, .from = from};
    enum err e = columns ? bind_list(r, columns) : OK;
    if (!e)
        e = strncmp(from, "table:", 6) == 0 ? read_table(r, from + 6) : read_path(r);
    buf_free(&r->record);
    return e;
}

/* --- out of the sorter ----------------------------------------------------------------------- */

bool log_next(struct log_feed *f, struct log_record *out, enum err *e)
{
    const char *s;
    size_t len;
    *e = sorter_next(f->sorter, &s, &len);
    if (*e || !s)
        return false;
    out->source = (enum log_source)(uint8_t)s[0];
    out->n = (uint8_t)s[1];
    memcpy(&out->line, s + 2, sizeof out->line);
    s += 2 + sizeof out->line;
    for (size_t i = 0; i < out->n; i++) {
        out->fields[i] = s;
        s += strlen(s) + 1;
    }
    return true;
}

static enum join_use join_file(struct join *j, const struct log_record *r)
{
    return join_recording(j, r->fields[0], when_uniqueid(r->fields[0]), r->fields[1],
                          when_number(r->fields[2], INT64_C(1) << 40));
}

/* They were read before: this cannot fail. */
enum join_use log_join(const struct log_feed *f, struct join *j, const struct log_record *r)
{
    const char *why;
    struct queue_event q;
    struct cdr cdr;
    struct cel cel;
    const char *odd = NULL;
    enum join_use use = JOIN_ODD;
    if (r->source == LOG_RECORDING)
        return join_file(j, r);
    if (r->source == LOG_QUEUE && queue_log_fields(r->fields, r->n, f->zone, &q, &why)) {
        use = join_queue(j, &q);
        odd = q.odd;
    } else if (r->source == LOG_CDR && cdr_read(r->fields, f->zone, &cdr, &why)) {
        use = join_cdr(j, &cdr);
        odd = cdr.odd;
    } else if (r->source == LOG_CEL && cel_read(r->fields, f->zone, &cel, &why)) {
        use = join_cel(j, &cel);
        odd = cel.odd;
    }
    if (odd && use == JOIN_USED)
        lines_mended(f->lines, r->source, odd);
    return use;
}
