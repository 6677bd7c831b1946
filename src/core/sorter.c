#include "core/sorter.h"

#include "core/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RUN_BUFFER = 64 * 1024 };

struct record {
    int64_t key, number; /* `number` is the order of adding */
    uint64_t len;
};

struct item {
    int64_t key, number;
    size_t at; /* of its record in the memory */
};

/* A sorted piece in a file, and the record of it that is next. */
struct run {
    FILE *file;
    struct record head;
    struct buf data;
};

struct sorter {
    size_t memory;
    struct buf held; /* records, each with its bytes */
    struct item *items;
    size_t n_items, items_cap;
    struct run *runs;
    size_t n_runs, runs_cap;
    struct run **heap; /* those that have a record, the smallest first */
    size_t n_heap;
    int64_t count;
    bool reading;
};

static void *must(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return p;
}

struct sorter *sorter_new(size_t memory)
{
    struct sorter *s = must(calloc(1, sizeof *s));
    s->memory = memory;
    return s;
}

void sorter_free(struct sorter *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n_runs; i++) {
        fclose(s->runs[i].file);
        buf_free(&s->runs[i].data);
    }
    buf_free(&s->held);
    free(s->items);
    free(s->runs);
    free((void *)s->heap);
    free(s);
}

int64_t sorter_count(const struct sorter *s)
{
    return s->count;
}

/* --- adding ---------------------------------------------------------------------------------- */

static int by_key(const void *x, const void *y)
{
    const struct item *a = x, *b = y;
    return a->key != b->key ? (a->key > b->key) - (a->key < b->key)
                            : (a->number > b->number) - (a->number < b->number);
}

/* A file without a name: it is gone when it is closed, whatever happens. */
static FILE *scratch(void)
{
    char path[512];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/parley-XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = mkstemp(path);
    if (fd < 0)
        return NULL;
    unlink(path);
    FILE *file = fdopen(fd, "w+");
    if (!file)
        close(fd);
    else
        setvbuf(file, NULL, _IOFBF, RUN_BUFFER);
    return file;
}

static enum err failed(void)
{
    return err_set(ERR_INTERNAL, "cannot use a temporary file: %m");
}

static enum err write_run(struct sorter *s)
{
    FILE *file = scratch();
    if (!file)
        return failed();
    if (s->n_runs == s->runs_cap) {
        s->runs_cap = s->runs_cap ? 2 * s->runs_cap : 8;
        s->runs = must(realloc(s->runs, s->runs_cap * sizeof *s->runs));
    }
    s->runs[s->n_runs++] = (struct run){.file = file};
    qsort(s->items, s->n_items, sizeof *s->items, by_key);
    for (size_t i = 0; i < s->n_items; i++) {
        struct record r;
        const char *at = s->held.s + s->items[i].at;
        memcpy(&r, at, sizeof r);
        if (fwrite(at, sizeof r + r.len, 1, file) != 1)
            return failed();
    }
    s->n_items = 0;
    buf_clear(&s->held);
    return fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0 ? OK : failed();
}

enum err sorter_add(struct sorter *s, int64_t key, const void *data, size_t len)
{
    struct record r = {key, s->count++, len};
    enum err e = OK;
    if (s->n_items && s->held.len + s->n_items * sizeof *s->items + len > s->memory)
        e = write_run(s);
    if (s->n_items == s->items_cap) {
        s->items_cap = s->items_cap ? 2 * s->items_cap : 1024;
        s->items = must(realloc(s->items, s->items_cap * sizeof *s->items));
    }
    s->items[s->n_items++] = (struct item){key, r.number, s->held.len};
    buf_add(&s->held, (const char *)&r, sizeof r);
    buf_add(&s->held, data, len);
    return e;
}

/* --- reading --------------------------------------------------------------------------------- */

static bool before(const struct run *a, const struct run *b)
{
    return a->head.key != b->head.key ? a->head.key < b->head.key : a->head.number < b->head.number;
}

static void sink(struct sorter *s, size_t i)
{
    for (;;) {
        size_t least = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2; child++)
            if (child < s->n_heap && before(s->heap[child], s->heap[least]))
                least = child;
        if (least == i)
            return;
        struct run *moved = s->heap[i];
        s->heap[i] = s->heap[least];
        s->heap[least] = moved;
        i = least;
    }
}

/* Reads a run's next record; false with *e OK at its end. */
static bool advance(struct run *r, enum err *e)
{
    if (fread(&r->head, sizeof r->head, 1, r->file) != 1) {
        *e = ferror(r->file) ? failed() : OK;
        return false;
    }
    buf_clear(&r->data);
    char piece[4096];
    for (uint64_t left = r->head.len; left;) {
        size_t n = left < sizeof piece ? (size_t)left : sizeof piece;
        if (fread(piece, n, 1, r->file) != 1) {
            *e = failed();
            return false;
        }
        buf_add(&r->data, piece, n);
        left -= n;
    }
    return true;
}

static enum err begin_reading(struct sorter *s)
{
    enum err e = s->n_items ? write_run(s) : OK;
    s->reading = true;
    buf_free(&s->held);
    free(s->items);
    s->items = NULL;
    s->heap = must(calloc(s->n_runs + 1, sizeof(struct run *)));
    for (size_t i = 0; i < s->n_runs && !e; i++)
        if (advance(&s->runs[i], &e))
            s->heap[s->n_heap++] = &s->runs[i];
    for (size_t i = s->n_heap; i-- > 0;)
        sink(s, i);
    return e;
}

/* The record given out last stands at the top of the heap until the next call. */
enum err sorter_next(struct sorter *s, const char **data, size_t *len)
{
    enum err e = OK;
    *data = NULL;
    if (!s->reading) {
        e = begin_reading(s);
    } else if (s->n_heap) {
        if (!advance(s->heap[0], &e) && !e)
            s->heap[0] = s->heap[--s->n_heap];
        sink(s, 0);
    }
    if (e || !s->n_heap)
        return e;
    *data = s->heap[0]->data.s ? s->heap[0]->data.s : "";
    *len = s->heap[0]->data.len;
    return OK;
}
