#include "import_report.h"

#include <fcntl.h>

struct kind {
    struct kind *next;
    const char *name;
    bool rejected;
    int64_t n;
};

struct report {
    struct arena *arena;
    const struct map *map;
    const char *path;
    FILE *file; /* NULL until there is something to write */
    struct import_counts counts;
    struct kind *kinds; /* in the order of their first row */
    struct buf line;
    int64_t written;
};

static void close_report(void *data)
{
    struct report *r = data;
    buf_free(&r->line);
    if (r->file)
        fclose(r->file);
}

struct report *report_new(struct arena *a, const struct map *m, const char *path)
{
    struct report *r = arena_alloc(a, sizeof *r);
    *r = (struct report){.arena = a, .map = m, .path = path};
    arena_cleanup(a, close_report, r);
    return r;
}

struct import_counts report_counts(const struct report *r)
{
    return r->counts;
}

static void count_kind(struct report *r, const char *name, bool rejected)
{
    struct kind **k = &r->kinds;
    while (*k && ((*k)->rejected != rejected || strcmp((*k)->name, name) != 0))
        k = &(*k)->next;
    if (!*k) {
        *k = arena_alloc(r->arena, sizeof **k);
        **k = (struct kind){.name = name, .rejected = rejected};
    }
    (*k)->n++;
}

/* A row counts once for each kind. */
static void count_row(struct report *r, const struct import_row *row)
{
    if (row->state == ROW_KNOWN)
        return;
    for (size_t i = 0; i < row->n_notes; i++) {
        size_t before = 0;
        while (before < i && strcmp(row->notes[before].kind, row->notes[i].kind) != 0)
            before++;
        if (before == i)
            count_kind(r, row->notes[i].kind, row->state == ROW_REJECTED);
    }
}

/* --- the file -------------------------------------------------------------------------------- */

static void put(struct report *r, const char *s, size_t len)
{
    if (r->line.len)
        buf_putc(&r->line, r->map->delimiter);
    csv_put(&r->line, s, len, r->map->delimiter);
}

static enum err end_line(struct report *r)
{
    buf_putc(&r->line, '\n');
    size_t n = fwrite(r->line.s, 1, r->line.len, r->file);
    bool ok = n == r->line.len;
    buf_clear(&r->line);
    return ok ? OK : err_set(ERR_INTERNAL, "cannot write %s: %m", r->path);
}

static enum err open_file(struct report *r)
{
    static const char *const own[] = {"line", "state", "kind", "reason"};
    int fd = open(r->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    r->file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!r->file)
        return err_set(ERR_INTERNAL, "cannot write %s: %m", r->path);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        put(r, own[i], strlen(own[i]));
    for (size_t i = 0; i < r->map->width; i++)
        put(r, r->map->header[i], strlen(r->map->header[i]));
    return end_line(r);
}

/* All notes of a row in one field. */
static void put_notes(struct report *r, const struct import_row *row, bool reasons)
{
    struct buf all = {0};
    for (size_t i = 0; i < row->n_notes; i++)
        buf_printf(&all, "%s%s", i ? "; " : "",
                   reasons ? row->notes[i].reason : row->notes[i].kind);
    put(r, all.s, all.len);
    buf_free(&all);
}

static enum err write_row(struct report *r, const struct import_row *row)
{
    char line[24];
    const char *state = row->state == ROW_REJECTED ? "rejected" : "mended";
    enum err e = r->file ? OK : open_file(r);
    if (e)
        return e;
    snprintf(line, sizeof line, "%lld", (long long)row->line);
    put(r, line, strlen(line));
    put(r, state, strlen(state));
    put_notes(r, row, false);
    put_notes(r, row, true);
    for (size_t i = 0; i < row->n_original; i++)
        put(r, row->original[i].s, row->original[i].len);
    r->written++;
    return end_line(r);
}

enum err report_rows(struct report *r, struct import_row *const *rows, size_t n)
{
    enum err e = OK;
    for (size_t i = 0; i < n && !e; i++) {
        count_row(r, rows[i]);
        if (rows[i]->n_notes)
            e = write_row(r, rows[i]);
    }
    r->counts = counts_with(r->counts, rows, n);
    return e;
}

enum err report_close(struct report *r)
{
    FILE *file = r->file;
    r->file = NULL;
    if (file && fclose(file) != 0)
        return err_set(ERR_INTERNAL, "cannot write %s: %m", r->path);
    return OK;
}

/* --- the summary ----------------------------------------------------------------------------- */

static void print_kinds(const struct report *r, FILE *out, bool rejected)
{
    for (const struct kind *k = r->kinds; k; k = k->next)
        if (k->rejected == rejected)
            fprintf(out, "  %-34s %12lld\n", k->name, (long long)k->n);
}

void report_print(const struct report *r, FILE *out)
{
    const struct import_counts *c = &r->counts;
    fprintf(out, "%-36s %12lld\n", "rows read", (long long)c->read);
    fprintf(out, "%-36s %12lld\n", "new", (long long)c->fresh);
    fprintf(out, "%-36s %12lld\n", "known already", (long long)c->known);
    fprintf(out, "%-36s %12lld\n", "mended (of the new)", (long long)c->mended);
    print_kinds(r, out, false);
    fprintf(out, "%-36s %12lld\n", "rejected", (long long)c->rejected);
    print_kinds(r, out, true);
    if (r->written)
        fprintf(out, "%lld rows, rejected or mended, are in %s\n", (long long)r->written, r->path);
}
