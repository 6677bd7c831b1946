#include "http/spool.h"

#include "core/conf.h"
#include "core/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_SIZE = 33 };

struct spool {
    char name[NAME_SIZE];
    bool keep;
};

struct map {
    void *at;
    size_t len;
};

static void unmap(void *data)
{
    const struct map *m = data;
    munmap(m->at, m->len);
}

static void forget(void *data)
{
    const struct spool *s = data;
    if (!s->keep)
        spool_remove(s->name);
}

static int open_folder(void)
{
    return open(conf(CONF_SPOOL_DIR), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static enum err failed(const char *what)
{
    return err_set(ERR_INTERNAL, "cannot %s in the spool_dir %s: %s", what, conf(CONF_SPOOL_DIR),
                   strerror(errno));
}

static enum err show(struct arena *a, int fd, size_t len, const char **out)
{
    struct map *m = arena_alloc(a, sizeof *m);
    *m = (struct map){mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0), len};
    if (m->at == MAP_FAILED)
        return failed("read");
    arena_cleanup(a, unmap, m);
    *out = m->at;
    return OK;
}

static bool write_all(int fd, const char *s, size_t n)
{
    while (n) {
        ssize_t put = write(fd, s, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        s += put;
        n -= (size_t)put;
    }
    return true;
}

static enum err copy(struct request *r, int fd)
{
    char piece[65536];
    size_t n, all = r->unread;
    while ((n = request_piece(r, piece, sizeof piece))) {
        if (!write_all(fd, piece, n))
            return failed("write");
        r->body_len += n;
    }
    if (r->body_len != all)
        return err_set(ERR_BAD_REQUEST, "the body ended early");
    return OK;
}

static enum err write_file(struct request *r, int folder, const char *name)
{
    int fd = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed("make a file");
    enum err e = copy(r, fd);
    if (!e && (fsync(fd) || fsync(folder)))
        e = failed("write");
    if (!e)
        e = show(r->arena, fd, r->body_len, &r->body);
    close(fd);
    return e;
}

enum err request_spool(struct request *r)
{
    if (!r->unread)
        return OK;
    int folder = open_folder();
    if (folder < 0)
        return failed("begin");
    struct spool *s = arena_alloc(r->arena, sizeof *s);
    unsigned char raw[16];
    randombytes_buf(raw, sizeof raw);
    sodium_bin2hex(s->name, sizeof s->name, raw, sizeof raw);
    arena_cleanup(r->arena, forget, s);
    enum err e = write_file(r, folder, s->name);
    close(folder);
    r->spool = s;
    return e;
}

const char *spool_name(const struct request *r)
{
    return r->spool ? r->spool->name : NULL;
}

void spool_keep(struct request *r)
{
    if (r->spool)
        r->spool->keep = true;
}

/* Names are ours: 32 hexadecimal digits. */
static bool is_name(const char *name)
{
    return strlen(name) == NAME_SIZE - 1 && strspn(name, "0123456789abcdef") == NAME_SIZE - 1;
}

enum err spool_open(struct arena *a, const char *name, const char **bytes, size_t *len)
{
    struct stat st;
    int folder = open_folder();
    int fd = is_name(name) ? openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
    enum err e = OK;
    if (fd < 0 || fstat(fd, &st) || !st.st_size)
        e = err_set(ERR_NOT_FOUND, "its body is not in spool_dir any more");
    if (!e)
        e = show(a, fd, *len = (size_t)st.st_size, bytes);
    if (fd >= 0)
        close(fd);
    if (folder >= 0)
        close(folder);
    return e;
}

void spool_remove(const char *name)
{
    int folder = open_folder();
    if (is_name(name) && unlinkat(folder, name, 0) && errno != ENOENT)
        LOG(LOG_WARN, "spool_remove", LOG_S("file", name), LOG_S("why", strerror(errno)));
    if (folder >= 0)
        close(folder);
}

enum err spool_each(ms_t before, enum err (*each)(void *data, const char *name), void *data)
{
    enum err e = OK;
    struct stat st;
    DIR *folder = opendir(conf(CONF_SPOOL_DIR));
    if (!folder)
        return errno == ENOENT ? OK : failed("list files");
    for (struct dirent *d; !e && (d = readdir(folder));)
        if (is_name(d->d_name) && !fstatat(dirfd(folder), d->d_name, &st, AT_SYMLINK_NOFOLLOW) &&
            st.st_mtime * INT64_C(1000) < before)
            e = each(data, d->d_name);
    closedir(folder);
    return e;
}
