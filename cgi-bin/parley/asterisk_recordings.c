/* Recordings of calls: the files of a folder whose names hold the unique id of a channel. */
#include "asterisk/when.h"
#include "asterisk_source.h"
#include "core/buf.h"
#include "core/conf.h"
#include "core/media.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { DEPTH = 6 }; /* of folders, as in 2026/11/21 */

/* Below the tenant's folder only: what leads elsewhere is not followed. */
static bool folder_ok(const char *folder)
{
    return *folder && *folder != '/' && !strstr(folder, "..");
}

static enum err take_file(struct log_feed *f, const char *path, int64_t size)
{
    char id[64];
    struct buf b = {0};
    int64_t line = 0;
    const uint8_t head[2] = {LOG_RECORDING, 3};
    const struct media *m = media_find(path);
    if (!m || (m->kind != MEDIA_SOUND && m->kind != MEDIA_FOREIGN))
        return OK;
    if (!join_recording_id(path, id, sizeof id) || !when_uniqueid(id))
        return lines_count(f->lines, LOG_RECORDING, LINE_REJECTED, 0,
                           "no unique id in the name of the file", path);
    buf_add(&b, (const char *)head, sizeof head);
    buf_add(&b, (const char *)&line, sizeof line);
    buf_add(&b, id, strlen(id) + 1);
    buf_add(&b, path, strlen(path) + 1);
    buf_printf(&b, "%lld", (long long)size);
    buf_putc(&b, 0);
    enum err e = sorter_add(f->sorter, when_uniqueid(id), b.s, b.len);
    buf_free(&b);
    return e;
}

static enum err walk(struct log_feed *f, int fd, const char *path, int depth)
{
    DIR *dir = fdopendir(fd);
    enum err e = OK;
    if (!dir)
        return err_set(ERR_BAD_REQUEST, "cannot read %s: %m", path);
    for (struct dirent *d; !e && (d = readdir(dir));) {
        struct stat st;
        char inner[512];
        int n = snprintf(inner, sizeof inner, "%s/%s", path, d->d_name);
        if (d->d_name[0] == '.' || n < 0 || (size_t)n >= sizeof inner - 12 ||
            fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        int sub =
            S_ISDIR(st.st_mode) && depth < DEPTH
                ? openat(dirfd(dir), d->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                : -1;
        if (sub >= 0)
            e = walk(f, sub, inner, depth + 1);
        else if (S_ISREG(st.st_mode))
            e = take_file(f, inner, st.st_size);
    }
    closedir(dir);
    return e;
}

enum err log_find_recordings(struct log_feed *f, int64_t tenant_id, const char *folder)
{
    if (!folder_ok(folder))
        return err_set(ERR_BAD_REQUEST, "--recordings: '%s' is no folder below the tenant's",
                       folder);
    const char *top = arena_printf(f->env->arena, "%s/%lld/%s", conf(CONF_RECORDINGS_DIR),
                                   (long long)tenant_id, folder);
    int fd = open(top, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? err_set(ERR_BAD_REQUEST, "cannot read %s: %m", top) : walk(f, fd, folder, 0);
}

/* --- files that a CDR names ------------------------------------------------------------------ */

static bool is_there(int64_t tenant_id, const char *path, int64_t *size)
{
    struct stat st;
    struct arena *a = arena_new();
    const char *full =
        arena_printf(a, "%s/%lld/%s", conf(CONF_RECORDINGS_DIR), (long long)tenant_id, path);
    bool there = lstat(full, &st) == 0 && S_ISREG(st.st_mode);
    *size = there ? st.st_size : 0;
    arena_free(a);
    return there;
}

/* The name of a sound in a field of a CDR, as in audio:/var/spool/asterisk/monitor/a.wav; NULL. */
static const char *sound_name(const char *field)
{
    const char *slash = field ? strrchr(field, '/') : NULL;
    const char *name = slash ? slash + 1 : field;
    const struct media *m = name && *name != '.' ? media_find(name) : NULL;
    return m && (m->kind == MEDIA_SOUND || m->kind == MEDIA_FOREIGN) ? name : NULL;
}

void log_named_recording(int64_t tenant_id, const char *folder, json_t *doc, struct arena *a)
{
    const json_t *details = json_object_get(doc, "details");
    const char *field = json_string_value(json_object_get(details, "recording_file"));
    const char *name = sound_name(field);
    const char *day = json_string_value(json_object_get(doc, "created_at"));
    int64_t size;
    if (!name)
        name = sound_name(json_string_value(json_object_get(details, "user_field")));
    if (!name || !day || json_object_get(doc, "recordings"))
        return;
    const char *paths[] = {
        arena_printf(a, "%s/%s", folder, name),
        arena_printf(a, "%s/%.4s/%.2s/%.2s/%s", folder, day, day + 5, day + 8, name)};
    for (size_t i = 0; i < 2; i++)
        if (is_there(tenant_id, paths[i], &size)) {
            json_object_set_new(doc, "recordings",
                                json_pack("[{s:s, s:s, s:I}]", "store", "disk", "path", paths[i],
                                          "size_bytes", (json_int_t)size));
            return;
        }
}
