#include "telephony/follow.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MARKED = 128 }; /* bytes before a place that its mark is made of */

/* Not for safety, but to notice another file: FNV-1a. */
static uint64_t mark_of(const char *bytes, size_t n)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    return h;
}

static uint64_t mark_at(int fd, int64_t byte)
{
    char bytes[MARKED];
    size_t n = byte < MARKED ? (size_t)byte : MARKED;
    return pread(fd, bytes, n, byte - (int64_t)n) == (ssize_t)n ? mark_of(bytes, n) : 0;
}

/* A file of the folder; -1 with errno. */
static int open_file(int dir, const char *name, struct stat *st)
{
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return -1;
    if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
        return fd;
    close(fd);
    errno = EINVAL;
    return -1;
}

static bool is_at(const struct stat *st, const struct follow_at *at)
{
    return st->st_dev == at->device && st->st_ino == at->inode;
}

/* Its bytes before the place are those that were read. */
static bool continues(int fd, const struct stat *st, const struct follow_at *at)
{
    return st->st_size >= at->byte && mark_at(fd, at->byte) == at->mark;
}

/* --- files that were put aside ---------------------------------------------------------------- */

/* queue_log.1, queue_log-20261121, queue_log.2026-11-21: not what is packed, nor queue_log.bak. */
static bool is_aside(const char *name, const char *base)
{
    size_t n = strlen(base);
    return strncmp(name, base, n) == 0 && (name[n] == '.' || name[n] == '-') && name[n + 1] &&
           strspn(name + n + 1, "0123456789-") == strlen(name + n + 1);
}

static bool is_newer(const struct stat *a, const struct stat *b)
{
    return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec > b->st_mtim.tv_sec
                                                  : a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

struct aside {
    int dir;
    const char *base;
    bool (*fits)(int fd, const struct stat *st, const void *what);
    const void *what;
    bool newest;
};

/* The oldest or newest of those that fit; -1: none. */
static int find_aside(const struct aside *q, struct stat *st)
{
    int best = -1, copy = dup(q->dir);
    DIR *d = copy < 0 ? NULL : fdopendir(copy);
    if (!d)
        return -1;
    rewinddir(d);
    for (struct dirent *e; (e = readdir(d));) {
        struct stat found;
        int fd = is_aside(e->d_name, q->base) ? open_file(q->dir, e->d_name, &found) : -1;
        bool better = fd >= 0 && q->fits(fd, &found, q->what) &&
                      (best < 0 || (q->newest ? is_newer(&found, st) : is_newer(st, &found)));
        if (better) {
            if (best >= 0)
                close(best);
            best = fd;
            *st = found;
        } else if (fd >= 0) {
            close(fd);
        }
    }
    closedir(d);
    return best;
}

/* The file itself under another name. */
static bool fits_itself(int fd, const struct stat *st, const void *at)
{
    return is_at(st, at) && continues(fd, st, at);
}

/* A copy that was made before it was emptied. */
static bool fits_copy(int fd, const struct stat *st, const void *what)
{
    const struct follow_at *at = what;
    return at->byte && continues(fd, st, at);
}

static bool fits_later(int fd, const struct stat *st, const void *than)
{
    (void)fd;
    return is_newer(st, than);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* `last`: nobody writes to it any more, so that a line without an end is one. */
static bool read_lines(int fd, const struct stat *st, int64_t byte, bool last, struct buf *out,
                       struct follow_at *to)
{
    static char bytes[FOLLOW_CHUNK];
    ssize_t n = pread(fd, bytes, sizeof bytes, byte);
    const char *end = n > 0 ? memrchr(bytes, '\n', (size_t)n) : NULL;
    size_t whole = end ? (size_t)(end - bytes) + 1 : 0;
    if (!whole && n > 0 && (last || n == sizeof bytes))
        whole = (size_t)n;
    buf_add(out, bytes, whole);
    *to = (struct follow_at){st->st_dev, st->st_ino, byte + (int64_t)whole, 0};
    to->mark = mark_at(fd, to->byte);
    return whole > 0;
}

struct reading {
    int dir;
    const char *base;
    const struct follow_at *from;
    struct buf *out;
    struct follow_at *to;
    struct follow_seen *seen;
};

static bool take(struct reading *r, int fd, const struct stat *st, int64_t byte, bool last)
{
    bool some = read_lines(fd, st, byte, last, r->out, r->to);
    r->seen->behind = st->st_size > r->to->byte ? st->st_size - r->to->byte : 0;
    r->seen->found = some ? FOLLOW_LINES : FOLLOW_NOTHING;
    return some;
}

/* What is left of the file that was read before, then those that were put aside after it, then the
 * one that has its name now; to be read until that has something, for until then its writer may not
 * have noticed. */
static void go_on(struct reading *r, int now, const struct stat *now_st)
{
    struct stat st, later_st;
    struct aside before = {r->dir, r->base, fits_itself, r->from, true};
    int fd = find_aside(&before, &st);
    before.fits = fits_copy;
    fd = fd >= 0 ? fd : find_aside(&before, &st);
    r->seen->lost = fd < 0;
    if (fd < 0) {
        take(r, now, now_st, 0, false);
        return;
    }
    const struct aside after = {r->dir, r->base, fits_later, &st, false};
    int later = find_aside(&after, &later_st);
    bool last = later >= 0 || now_st->st_size > 0;
    if (!take(r, fd, &st, r->from->byte, last) && last) {
        const struct follow_at old = *r->to;
        bool some =
            later >= 0 ? take(r, later, &later_st, 0, true) : take(r, now, now_st, 0, false);
        if (!some && later < 0)
            *r->to = old; /* it may yet be put aside with no more than half a line */
    }
    if (later >= 0)
        close(later);
    close(fd);
}

static void read_from(struct reading *r, int fd, const struct stat *st)
{
    if (!r->from->inode)
        take(r, fd, st, 0, false);
    else if (is_at(st, r->from) && continues(fd, st, r->from))
        take(r, fd, st, r->from->byte, false);
    else
        go_on(r, fd, st);
}

/* The folder of a path, and the name in it. */
static int open_folder(const char *path, const char **base)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    *base = slash ? slash + 1 : path;
    if (!slash)
        return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

void follow_read(const char *path, const struct follow_at *from, struct buf *out,
                 struct follow_at *to, struct follow_seen *seen)
{
    struct reading r = {.from = from, .out = out, .to = to, .seen = seen};
    struct stat st;
    buf_clear(out);
    *to = *from;
    *seen = (struct follow_seen){.found = FOLLOW_NOTHING};
    r.dir = open_folder(path, &r.base);
    int fd = r.dir < 0 ? -1 : open_file(r.dir, r.base, &st);
    if (fd < 0)
        *seen = (struct follow_seen){.found = FOLLOW_MISSING, .why = strerror(errno)};
    else
        read_from(&r, fd, &st);
    if (fd >= 0)
        close(fd);
    if (r.dir >= 0)
        close(r.dir);
}
