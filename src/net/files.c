#include "net/files.h"

#include "core/clock.h"
#include "core/conf.h"
#include "net/http.h"
#include "net/s3.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

enum { ANSWER_S = 20, ANSWER_BYTES = 65536 };

/* --- the disk -------------------------------------------------------------------------------- */

/* Opens a folder beneath another one, without a symbolic link on the way. */
static int open_folder(int dir, const char *path)
{
    struct open_how how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    return (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
}

/* A file system that is not mounted must not look like files that are gone. */
static enum err open_tenant(struct arena *a, int64_t tenant_id, int *dir)
{
    const char *folder =
        arena_printf(a, "%s/%lld", conf(CONF_RECORDINGS_DIR), (long long)tenant_id);
    *dir = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return *dir >= 0
               ? OK
               : err_set(ERR_INTERNAL, "cannot open the folder %s: %s", folder, strerror(errno));
}

static bool is_gone(int error)
{
    return error == ENOENT || error == ENOTDIR;
}

static enum err remove_from_disk(struct arena *a, int64_t tenant_id, const char *path)
{
    int dir, folder;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    enum err e = open_tenant(a, tenant_id, &dir);
    if (e)
        return e;
    folder = open_folder(dir, slash ? arena_dupn(a, path, (size_t)(slash - path)) : ".");
    int failed = folder < 0 || unlinkat(folder, name, 0) != 0 ? errno : 0;
    if (folder >= 0)
        close(folder);
    close(dir);
    return !failed || is_gone(failed) ? OK
                                      : err_set(ERR_INTERNAL, "cannot remove the file %lld/%s: %s",
                                                (long long)tenant_id, path, strerror(failed));
}

/* --- the object store ------------------------------------------------------------------------ */

/* The address holds the signature: it is in no message. */
static enum err remove_from_store(struct arena *a, int64_t tenant_id, const char *path)
{
    const struct s3 *s;
    struct http_answer answer;
    enum err e = s3_store(&s);
    if (!e && !s)
        e = err_set(ERR_INTERNAL, "s3_endpoint is not set");
    if (e)
        return e;
    const struct s3_request q = {.method = "DELETE",
                                 .key = s3_key(a, s, tenant_id, path),
                                 .now = clock_now(),
                                 .seconds = ANSWER_S * 2};
    const struct http_request ask = {
        .method = "DELETE",
        .url = arena_printf(a, "%s%s", s->origin, s3_presign(a, s, &q)),
        .max_bytes = ANSWER_BYTES,
        .seconds = ANSWER_S,
        .own = true,
    };
    if (http_ask(a, &ask, &answer) != HTTP_ANSWERED)
        return err_set(ERR_INTERNAL, "cannot remove the object %s: %s", q.key, answer.problem);
    if ((answer.status >= 200 && answer.status < 300) || answer.status == 404)
        return OK;
    return err_set(ERR_INTERNAL, "cannot remove the object %s: the store answers %ld", q.key,
                   answer.status);
}

enum err file_remove(struct arena *a, int64_t tenant_id, bool on_disk, const char *path)
{
    return on_disk ? remove_from_disk(a, tenant_id, path) : remove_from_store(a, tenant_id, path);
}
