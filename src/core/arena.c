#include "core/arena.h"

#include <stdarg.h>
#include <stdint.h>

enum { CHUNK = 64 * 1024, ALIGN = _Alignof(max_align_t) };

struct chunk {
    struct chunk *next;
    size_t size, used;
    _Alignas(max_align_t) unsigned char bytes[];
};

struct cleanup {
    struct cleanup *next;
    void (*fn)(void *);
    void *data;
};

struct arena {
    struct chunk *chunks; /* newest first; the oldest is kept over a reset */
    struct cleanup *cleanups;
    size_t used;
};

static void *must(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return p;
}

static struct chunk *chunk_new(size_t size, struct chunk *next)
{
    struct chunk *c = must(malloc(sizeof *c + size));
    *c = (struct chunk){.next = next, .size = size};
    return c;
}

struct arena *arena_new(void)
{
    struct arena *a = must(calloc(1, sizeof *a));
    a->chunks = chunk_new(CHUNK, NULL);
    return a;
}

void arena_reset(struct arena *a)
{
    while (a->cleanups) {
        struct cleanup *c = a->cleanups;
        a->cleanups = c->next;
        c->fn(c->data);
    }
    while (a->chunks->next) {
        struct chunk *c = a->chunks;
        a->chunks = c->next;
        free(c);
    }
    a->chunks->used = 0;
    a->used = 0;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    free(a->chunks);
    free(a);
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        abort();
    size_t need = (size + ALIGN - 1) / ALIGN * ALIGN;
    struct chunk *c = a->chunks;
    if (c->size - c->used < need)
        c = a->chunks = chunk_new(need > CHUNK ? need : CHUNK, c);
    void *p = c->bytes + c->used;
    c->used += need;
    a->used += need;
    return memset(p, 0, need);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        abort();
    return arena_alloc(a, n * size);
}

char *arena_dupn(struct arena *a, const char *s, size_t len)
{
    char *copy = arena_alloc(a, len + 1);
    memcpy(copy, s, len);
    return copy;
}

char *arena_dup(struct arena *a, const char *s)
{
    return arena_dupn(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    char small[256]; /* most texts fit: formatted once */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (len < 0)
        abort();
    char *s = arena_alloc(a, (size_t)len + 1);
    if ((size_t)len < sizeof small)
        memcpy(s, small, (size_t)len);
    else
        vsnprintf(s, (size_t)len + 1, format, again);
    va_end(again);
    return s;
}

void arena_cleanup(struct arena *a, void (*fn)(void *), void *data)
{
    struct cleanup *c = arena_alloc(a, sizeof *c);
    *c = (struct cleanup){.next = a->cleanups, .fn = fn, .data = data};
    a->cleanups = c;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
