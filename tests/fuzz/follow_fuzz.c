/* A log that is written, renamed and emptied (with a copy) while it is followed, as the input says:
 * what was written comes, all of it and once. A half line ends where its file does. */
#include "telephony/follow.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NAME = 160, ASIDE_MAX = 6 };

static char folder[64], path[96];

static void must(bool ok)
{
    if (!ok)
        abort();
}

static const char *aside(int n)
{
    static char name[NAME];
    snprintf(name, sizeof name, "%s.%d", path, n);
    return name;
}

static void remove_all(void)
{
    unlink(path);
    for (int i = 0; i < ASIDE_MAX; i++)
        unlink(aside(i));
}

static void leave(void)
{
    remove_all();
    rmdir(folder);
}

static void append(const char *to, const void *bytes, size_t n)
{
    int fd = open(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    must(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    close(fd);
}

static void begin(void)
{
    if (!*folder) {
        snprintf(folder, sizeof folder, "/tmp/follow_fuzz.XXXXXX");
        must(mkdtemp(folder) != NULL);
        snprintf(path, sizeof path, "%s/log", folder);
        atexit(leave);
    }
    remove_all();
    append(path, "", 0);
}

struct world {
    struct buf written, read, now; /* all of it; what came; what is in the file */
    struct follow_at at;
    int asides;
};

static void read_on(struct world *w)
{
    struct follow_seen seen;
    struct buf chunk = {0};
    do {
        struct follow_at to;
        follow_read(path, &w->at, &chunk, &to, &seen);
        must(!seen.lost);
        buf_add(&w->read, chunk.len ? chunk.s : "", chunk.len);
        w->at = to;
    } while (seen.found == FOLLOW_LINES);
    buf_free(&chunk);
}

static void put_aside(struct world *w, bool renamed)
{
    if (w->asides == ASIDE_MAX || !w->now.len)
        return;
    read_on(w);
    const char *to = aside(w->asides++);
    if (renamed) {
        must(rename(path, to) == 0);
        append(path, "", 0);
    } else {
        append(to, w->now.s, w->now.len);
        must(truncate(path, 0) == 0);
    }
    read_on(w);
    buf_clear(&w->now);
}

static void step(struct world *w, uint8_t what, const uint8_t *bytes, size_t n)
{
    if (what % 8 == 0)
        put_aside(w, true);
    else if (what % 8 == 1)
        put_aside(w, false);
    else if (what % 8 == 2)
        read_on(w);
    append(path, bytes, n);
    buf_add(&w->now, (const char *)bytes, n);
    buf_add(&w->written, (const char *)bytes, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world w = {0};
    begin();
    append(path, "begin\n", 6);
    buf_puts(&w.now, "begin\n");
    buf_puts(&w.written, "begin\n");
    buf_puts(&w.read, "");
    read_on(&w);
    for (size_t at = 0; at + 2 <= size;) {
        size_t n = data[at + 1] % 40;
        n = n < size - at - 2 ? n : size - at - 2;
        step(&w, data[at], data + at + 2, n);
        at += 2 + n;
    }
    append(path, "\nend\n", 5);
    buf_puts(&w.written, "\nend\n");
    read_on(&w);
    must(w.read.len == w.written.len && memcmp(w.read.s, w.written.s, w.read.len) == 0);
    buf_free(&w.written);
    buf_free(&w.read);
    buf_free(&w.now);
    return 0;
}
