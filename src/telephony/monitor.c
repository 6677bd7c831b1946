#include "telephony/monitor.h"

#include "core/conf.h"
#include "core/media.h"
#include "core/wave.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DEPTH = 4, PATH_SIZE = 512, COPY_BYTES = 256 * 1024 };

static int open_beneath(int dir, const char *path, uint64_t flags)
{
    struct open_how how = {.flags = flags | O_CLOEXEC,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    return (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
}

/* --- what there is ---------------------------------------------------------------------------- */

struct scan {
    int root;
    void (*each)(void *, const struct monitor_file *);
    void *data;
};

static bool is_sound(const char *name)
{
    const struct media *m = media_find(name);
    return m && *name != '.' && (m->kind == MEDIA_SOUND || m->kind == MEDIA_FOREIGN);
}

static bool is_folder(const char *name)
{
    return *name && strspn(name, "0123456789") == strlen(name);
}

static void scan_folder(const struct scan *s, const char *below, int depth);

static void scan_entry(const struct scan *s, int dir, const char *below, const char *name,
                       int depth)
{
    char path[PATH_SIZE];
    struct stat st;
    if ((!is_sound(name) && !is_folder(name)) ||
        fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
        snprintf(path, sizeof path, "%s%s%s", below, *below ? "/" : "", name) >= PATH_SIZE)
        return;
    if (S_ISDIR(st.st_mode) && is_folder(name) && depth < DEPTH)
        scan_folder(s, path, depth + 1);
    if (!S_ISREG(st.st_mode) || !is_sound(name))
        return;
    const struct monitor_file file = {
        path, name, st.st_mtim.tv_sec * INT64_C(1000) + st.st_mtim.tv_nsec / 1000000, st.st_size};
    s->each(s->data, &file);
}

static void scan_folder(const struct scan *s, const char *below, int depth)
{
    int fd = open_beneath(s->root, *below ? below : ".", O_RDONLY | O_DIRECTORY);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    for (struct dirent *e; d && (e = readdir(d));)
        scan_entry(s, dirfd(d), below, e->d_name, depth);
    if (d)
        closedir(d);
}

static enum err open_root(const char *folder, int *out)
{
    *out = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return *out >= 0
               ? OK
               : err_set(ERR_NOT_FOUND, "cannot open the folder %s: %s", folder, strerror(errno));
}

enum err monitor_scan(const char *folder, void (*each)(void *data, const struct monitor_file *),
                      void *data)
{
    struct scan s = {.each = each, .data = data};
    enum err e = open_root(folder, &s.root);
    if (e)
        return e;
    scan_folder(&s, "", 0);
    close(s.root);
    return OK;
}

/* --- keeping one ------------------------------------------------------------------------------ */

const char *monitor_path(struct arena *a, const struct monitor_file *file)
{
    static const char fine[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
    struct civil c = zone_civil("UTC", file->written_at);
    char *name = arena_dup(a, file->name);
    for (char *s = name; *s; s++)
        if (!strchr(fine, *s))
            *s = '_';
    return arena_printf(a, "asterisk/%04d/%02d/%s", c.date.year, c.date.month, name);
}

/* Makes the folders of a path below another one, and opens the last; -1 with errno. */
static int make_folders(int root, const char *path)
{
    char part[PATH_SIZE];
    for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        if (mkdirat(root, part, 0750) != 0 && errno != EEXIST)
            return -1;
    }
    return open_beneath(root, part, O_RDONLY | O_DIRECTORY);
}

static bool copy_bytes(int from, int to)
{
    static char bytes[COPY_BYTES];
    ssize_t n;
    while ((n = read(from, bytes, sizeof bytes)) > 0)
        for (ssize_t done = 0; done < n;) {
            ssize_t w = write(to, bytes + done, (size_t)(n - done));
            if (w < 0)
                return false;
            done += w;
        }
    return n == 0 && fsync(to) == 0;
}

/* Complete under its name, or not there. */
static bool copy_file(int from, int dir, const char *name)
{
    struct stat st;
    char part[PATH_SIZE];
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        return S_ISREG(st.st_mode);
    snprintf(part, sizeof part, ".%s.part", name);
    int to = openat(dir, part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (to < 0)
        return false;
    bool fine = copy_bytes(from, to);
    fine = close(to) == 0 && fine && renameat(dir, part, dir, name) == 0 && fsync(dir) == 0;
    if (!fine) {
        int why = errno;
        unlinkat(dir, part, 0);
        errno = why;
    }
    return fine;
}

static json_t *describe(int fd, const char *path, int64_t size)
{
    unsigned char head[MEDIA_HEAD];
    struct wave wave = {0};
    ssize_t n = pread(fd, head, sizeof head, 0);
    json_t *o = json_pack("{s:s, s:s, s:s, s:I}", "store", "disk", "path", path, "media_type",
                          media_find(path)->type, "size_bytes", (json_int_t)size);
    if (!o)
        abort();
    if (n <= 0 || !wave_parse(head, (size_t)n, &wave) || wave.tag != 1 || !wave.channels ||
        wave.channels > WAVE_VOICES)
        return o;
    int64_t sound = size - wave.at, second = wave.rate * wave.channels * wave.bits / 8;
    json_object_set_new(o, "voices", json_integer(wave.channels));
    if (second > 0 && sound > 0)
        json_object_set_new(o, "duration_ms", json_integer(sound * 1000 / second));
    return o;
}

static enum err keep(struct arena *a, int from, const struct monitor_file *file, int64_t tenant_id,
                     json_t **recording)
{
    const char *folder =
        arena_printf(a, "%s/%lld", conf(CONF_RECORDINGS_DIR), (long long)tenant_id);
    const char *path = monitor_path(a, file);
    if (mkdir(folder, 0750) != 0 && errno != EEXIST)
        return err_set(ERR_INTERNAL, "cannot make the folder %s: %s", folder, strerror(errno));
    int root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int dir = root < 0 ? -1 : make_folders(root, path);
    bool fine = dir >= 0 && copy_file(from, dir, strrchr(path, '/') + 1);
    enum err e = fine ? OK
                      : err_set(ERR_INTERNAL, "cannot copy the recording to %s/%s: %s", folder,
                                path, strerror(errno));
    if (dir >= 0)
        close(dir);
    if (root >= 0)
        close(root);
    if (!e)
        *recording = describe(from, path, file->size);
    return e;
}

enum err monitor_keep(struct arena *a, const char *folder, const struct monitor_file *file,
                      int64_t tenant_id, json_t **recording)
{
    int root;
    enum err e = open_root(folder, &root);
    if (e)
        return e;
    int from = open_beneath(root, file->path, O_RDONLY | O_NONBLOCK);
    if (from < 0)
        e = err_set(ERR_INTERNAL, "cannot open %s/%s: %s", folder, file->path, strerror(errno));
    else
        e = keep(a, from, file, tenant_id, recording);
    if (from >= 0)
        close(from);
    close(root);
    return e;
}
