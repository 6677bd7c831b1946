#include "core/conf.h"
#include "demo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What was written, to be taken away again when the run fails. */
struct file {
    struct file *before;
    const char *path;
};

/* Files and folders belong to whom the folder of all recordings belongs, with its rights. */
static bool hand_over(int fd, const struct stat *root, mode_t most)
{
    if (geteuid() == 0 && fchown(fd, root->st_uid, root->st_gid) != 0)
        return false;
    return fchmod(fd, root->st_mode & most) == 0;
}

static bool make_folder(const char *path, const struct stat *root)
{
    if (mkdir(path, 0700) != 0)
        return errno == EEXIST;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && hand_over(fd, root, 0777);
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool make_folders(char *path, size_t from, const struct stat *root)
{
    for (char *s = path + from; (s = strchr(s, '/')); s++) {
        *s = 0;
        bool ok = make_folder(path, root);
        *s = '/';
        if (!ok)
            return false;
    }
    return true;
}

static bool write_all(int fd, const char *p, size_t len)
{
    while (len) {
        ssize_t n = write(fd, p, len);
        if (n <= 0)
            return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

bool demo_file(struct demo_world *w, const char *name, const void *content, size_t len)
{
    struct stat root;
    const char *top = conf(CONF_RECORDINGS_DIR);
    char *path = arena_printf(w->env->arena, "%s/%lld/%s", top, (long long)w->tenant_id, name);
    if (stat(top, &root) != 0 || !make_folders(path, strlen(top) + 1, &root))
        return false;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    struct file *f = arena_alloc(w->env->arena, sizeof *f);
    *f = (struct file){w->files, path};
    w->files = f;
    bool ok = write_all(fd, content, len) && hand_over(fd, &root, 0666);
    return close(fd) == 0 && ok;
}

void demo_remove_files(struct demo_world *w)
{
    for (const struct file *f = w->files; f; f = f->before)
        unlink(f->path);
    w->files = NULL;
}

const char *demo_file_name(struct demo_world *w, const char *folder, ms_t at, int64_t id,
                           const char *end)
{
    struct date d = zone_civil("UTC", at).date;
    return arena_printf(w->days, "%s%04d/%02d/%lld%s", folder, d.year, d.month, (long long)id, end);
}

bool demo_files_possible(void)
{
    return access(conf(CONF_RECORDINGS_DIR), W_OK | X_OK) == 0;
}
