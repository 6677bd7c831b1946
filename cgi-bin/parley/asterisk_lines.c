#include "asterisk_lines.h"

#include "core/buf.h"
#include "core/csv.h"

#include <fcntl.h>

/* Kinds beyond these are summed up as others: their names may come from the file. */
enum { KINDS_MAX = 60, MENDED = LINE_FATES };

struct kind {
    struct kind *next;
    const char *name;
    int fate;
    int64_t n;
};

struct lines {
    struct arena *arena;
    const char *path;
    FILE *file; /* NULL until there is something to write */
    struct buf line;
    int64_t written, counts[LOG_SOURCES][LINE_FATES];
    struct kind *kinds[LOG_SOURCES];
    size_t n_kinds;
};

static const char *const names[LOG_SOURCES] = {"queue_log", "cdr", "cel", "recordings"};

static void free_lines(void *data)
{
    struct lines *l = data;
    buf_free(&l->line);
    if (l->file)
        fclose(l->file);
}

struct lines *lines_new(struct arena *a, const char *path)
{
    struct lines *l = arena_alloc(a, sizeof *l);
    *l = (struct lines){.arena = a, .path = path};
    arena_cleanup(a, free_lines, l);
    return l;
}

static void count_kind(struct lines *l, enum log_source source, int fate, const char *name)
{
    struct kind **k = &l->kinds[source];
    if (l->n_kinds >= KINDS_MAX)
        name = "others";
    while (*k && ((*k)->fate != fate || strcmp((*k)->name, name) != 0))
        k = &(*k)->next;
    if (!*k) {
        *k = arena_alloc(l->arena, sizeof **k);
        **k = (struct kind){.name = arena_dup(l->arena, name), .fate = fate};
        l->n_kinds++;
    }
    (*k)->n++;
}

/* --- the file -------------------------------------------------------------------------------- */

static enum err put_line(struct lines *l, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_putc(&l->line, ',');
        csv_put(&l->line, cells[i], strlen(cells[i]), ',');
    }
    buf_putc(&l->line, '\n');
    bool ok = fwrite(l->line.s, l->line.len, 1, l->file) == 1;
    buf_clear(&l->line);
    return ok ? OK : err_set(ERR_INTERNAL, "cannot write %s: %m", l->path);
}

static enum err open_file(struct lines *l)
{
    static const char *const header[] = {"source", "line", "state", "reason", "text"};
    int fd = open(l->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    l->file = fd < 0 ? NULL : fdopen(fd, "w");
    return l->file ? put_line(l, header, sizeof header / sizeof *header)
                   : err_set(ERR_INTERNAL, "cannot write %s: %m", l->path);
}

enum err lines_count(struct lines *l, enum log_source source, enum line_fate fate, int64_t line,
                     const char *kind, const char *text)
{
    char number[24];
    l->counts[source][fate]++;
    if (kind)
        count_kind(l, source, (int)fate, kind);
    if (fate != LINE_REJECTED && fate != LINE_ODD)
        return OK;
    enum err e = l->file ? OK : open_file(l);
    snprintf(number, sizeof number, "%lld", (long long)line);
    const char *cells[] = {names[source], number, fate == LINE_ODD ? "odd" : "rejected",
                           kind ? kind : "", text};
    l->written++;
    return e ? e : put_line(l, cells, sizeof cells / sizeof *cells);
}

void lines_mended(struct lines *l, enum log_source source, const char *kind)
{
    count_kind(l, source, MENDED, kind);
}

int64_t lines_of(const struct lines *l, enum log_source source, enum line_fate fate)
{
    return l->counts[source][fate];
}

enum err lines_close(struct lines *l)
{
    FILE *file = l->file;
    l->file = NULL;
    return !file || fclose(file) == 0 ? OK : err_set(ERR_INTERNAL, "cannot write %s: %m", l->path);
}

/* --- the summary ----------------------------------------------------------------------------- */

static void print_kinds(const struct lines *l, FILE *out, enum log_source source, int fate)
{
    for (const struct kind *k = l->kinds[source]; k; k = k->next)
        if (k->fate == fate)
            fprintf(out, "    %-50s %12lld\n", k->name, (long long)k->n);
}

void lines_print(const struct lines *l, FILE *out)
{
    static const char *const fates[] = {
        "used",     "kept, of events that are not known", "of agents and reloads, not of calls",
        "repeated", "odd: contradict earlier ones, kept", "rejected",
    };
    for (enum log_source s = 0; s < LOG_SOURCES; s++) {
        int64_t all = 0;
        for (int f = 0; f < LINE_FATES; f++)
            all += l->counts[s][f];
        if (!all)
            continue;
        fprintf(out, "%-54s %12lld\n", names[s], (long long)all);
        for (int f = 0; f < LINE_FATES; f++) {
            if (l->counts[s][f] || f == LINE_USED || f == LINE_REJECTED)
                fprintf(out, "  %-52s %12lld\n", fates[f], (long long)l->counts[s][f]);
            print_kinds(l, out, s, f);
            if (f == LINE_USED)
                print_kinds(l, out, s, MENDED);
        }
    }
    if (l->written)
        fprintf(out, "%lld lines, rejected or odd, are in %s\n", (long long)l->written, l->path);
}
