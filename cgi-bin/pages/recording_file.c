/* Files of a tenant: what can be done with each, and handing it to nginx, which sends it once it is
 * authorised. */
#include "auth/session.h"
#include "core/buf.h"
#include "core/conf.h"
#include "core/log.h"
#include "core/wave.h"
#include "net/s3.h"
#include "recording.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* Where nginx answers for files of recordings_dir and for objects, to nobody but us. */
#define ON_DISK "/recordings-of/"
#define IN_STORE "/recordings-in-store"

/* nginx asks the store at once. */
enum { ASKED_WITHIN_S = 60 };

/* A path of plain names, as nginx will take it. */
static bool plain(const char *path)
{
    for (const char *s = path; *s; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7f)
            return false;
    for (const char *s = path;; s++) {
        size_t n = strcspn(s, "/");
        if (!n || s[0] == '.')
            return false;
        s += n;
        if (!*s)
            return true;
    }
}

/* Opens a file beneath the tenant's folder, without a symbolic link on the way; -1 when there is
 * none. */
static int open_beneath(int64_t tenant, const char *path)
{
    char folder[4096];
    struct open_how how = {.flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    snprintf(folder, sizeof folder, "%s/%lld", conf(CONF_RECORDINGS_DIR), (long long)tenant);
    int dir = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return -1;
    long file = syscall(SYS_openat2, dir, path, &how, sizeof how);
    close(dir);
    return (int)file;
}

static enum file_state look(int fd, const struct media *m)
{
    static const enum file_state states[] = {[MEDIA_FINE] = FILE_FINE,
                                             [MEDIA_EMPTY] = FILE_EMPTY,
                                             [MEDIA_DAMAGED] = FILE_DAMAGED,
                                             [MEDIA_UNPLAYED] = FILE_UNPLAYED};
    unsigned char head[MEDIA_HEAD];
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return FILE_MISSING;
    ssize_t n = pread(fd, head, sizeof head, 0);
    return n < 0 ? FILE_MISSING : states[media_check(m, head, (size_t)n, st.st_size)];
}

static enum file_state on_disk(struct request *r, const char *path, const struct media *m)
{
    int fd = open_beneath(r->session->tenant_id, path);
    enum file_state state = fd < 0 ? FILE_MISSING : look(fd, m);
    if (fd >= 0)
        close(fd);
    return state;
}

static const struct s3 *store(void)
{
    const struct s3 *s;
    if (s3_store(&s) != OK) {
        LOG(LOG_ERROR, "object_store", LOG_S("why", err_detail()));
        err_clear();
    }
    return s;
}

enum file_state file_state(struct request *r, const struct file *f)
{
    const struct media *m = media_find(f->path);
    if (!m)
        return FILE_UNKNOWN;
    if (!plain(f->path))
        return FILE_MISSING;
    if (f->on_disk)
        return on_disk(r, f->path, m);
    return !store() ? FILE_NO_STORE : m->kind == MEDIA_FOREIGN ? FILE_UNPLAYED : FILE_FINE;
}

const char *file_problem(enum file_state s)
{
    static const char *const problems[] = {
        [FILE_FINE] = NULL,
        [FILE_UNPLAYED] = "It is stored in a format that browsers do not play.",
        [FILE_EMPTY] = "Its file is empty: nothing was recorded.",
        [FILE_DAMAGED] = "Its file is damaged: what is in it is not what its name says.",
        [FILE_MISSING] = "Its file is missing. Your administrator can find out whether it was "
                         "moved or deleted.",
        [FILE_UNKNOWN] = "It is of a kind that browsers do not play.",
        [FILE_NO_STORE] = "It is kept in an object store that is not set up here. Your "
                          "administrator finds the reason in the log.",
    };
    return problems[s];
}

size_t file_peaks(struct request *r, const struct file *f,
                  unsigned char out[WAVE_VOICES][WAVE_PEAKS])
{
    if (!f->on_disk || file_state(r, f) != FILE_FINE)
        return 0;
    int fd = open_beneath(r->session->tenant_id, f->path);
    size_t voices = fd < 0 ? 0 : wave_peaks(fd, out);
    if (fd >= 0)
        close(fd);
    return voices;
}

/* The address of a file on disk for nginx. */
static const char *address(struct request *r, const char *path)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    buf_printf(&b, ON_DISK "%lld", (long long)r->session->tenant_id);
    while (*path) {
        size_t n = strcspn(path, "/");
        buf_putc(&b, '/');
        buf_url(&b, arena_dupn(r->arena, path, n));
        path += n + (path[n] == '/');
    }
    return arena_dupn(r->arena, b.s, b.len);
}

static const char *object(struct request *r, const char *path)
{
    const struct s3 *s = store();
    const struct s3_request q = {.method = "GET",
                                 .key = s3_key(r->arena, s, r->session->tenant_id, path),
                                 .now = r->now,
                                 .seconds = ASKED_WITHIN_S};
    return s3_presign(r->arena, s, &q);
}

enum err file_send(struct request *r, struct response *out, const struct file *f, const char *name)
{
    enum file_state state = file_state(r, f);
    if (state != FILE_FINE && (state != FILE_UNPLAYED || !name))
        return err_set(ERR_NOT_FOUND, "no such file");
    const struct media *m = media_find(f->path);
    out->type = m->type;
    response_header(out, "Content-Disposition",
                    name ? arena_printf(r->arena, "attachment; filename=\"%s%s\"", name, m->end)
                         : "inline");
    if (f->on_disk) {
        response_header(out, "X-Accel-Redirect", address(r, f->path));
        return OK;
    }
    response_header(out, "X-Accel-Redirect", IN_STORE);
    response_header(out, "X-Parley-Object", object(r, f->path));
    return OK;
}
