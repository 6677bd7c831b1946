/* Recordings: the page that plays them, and the files, which nginx sends once they are authorised.
 */
#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "conversation.h"
#include "core/buf.h"
#include "core/conf.h"
#include "view/format.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* Where nginx answers for files of recordings_dir, to nobody but us. */
#define FILES "/recordings-of/"

const struct param play_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {0},
};
const struct param recording_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "no", .kind = PARAM_INT, .max = 65535},
    {0},
};

/* What is played, by the end of the file's name: never what somebody says it is. */
static const struct {
    const char *end, *type;
} types[] = {
    {".wav", "audio/wav"}, {".mp3", "audio/mpeg"}, {".ogg", "audio/ogg"},   {".opus", "audio/ogg"},
    {".m4a", "audio/mp4"}, {".mp4", "audio/mp4"},  {".webm", "audio/webm"}, {".flac", "audio/flac"},
};

static const char *type_of(const char *path)
{
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t end = strlen(types[i].end);
        if (n > end && strcasecmp(path + n - end, types[i].end) == 0)
            return types[i].type;
    }
    return NULL;
}

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

/* Whether the path is a file beneath the tenant's folder, without a symbolic link on the way. */
static bool is_there(int64_t tenant, const char *path)
{
    char folder[4096];
    struct open_how how = {.flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    struct stat st;
    snprintf(folder, sizeof folder, "%s/%lld", conf(CONF_RECORDINGS_DIR), (long long)tenant);
    int dir = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return false;
    long file = plain(path) ? syscall(SYS_openat2, dir, path, &how, sizeof how) : -1;
    bool there = file >= 0 && fstat((int)file, &st) == 0 && S_ISREG(st.st_mode);
    if (file >= 0)
        close((int)file);
    close(dir);
    return there;
}

/* Why it cannot be played; NULL when it can. */
static const char *problem(const struct request *r, const struct recording *rec)
{
    if (!rec->on_disk)
        return "It is kept in an object store. It cannot be played from here yet.";
    if (!type_of(rec->path))
        return "It is of a kind that browsers do not play.";
    if (!is_there(r->session->tenant_id, rec->path))
        return "Its file is missing. Your administrator can find out whether it was moved or "
               "deleted.";
    return NULL;
}

static enum err read_all(struct request *r, struct interaction *i, const struct catalog **catalog,
                         struct recording **list, size_t *n)
{
    enum err e = conversation_read(r, i, catalog);
    if (!e)
        e = conversation_recordings(r->db, r->arena, r->scope, i, list, n);
    return e || *n ? e : err_set(ERR_NOT_FOUND, "no recording");
}

enum err play_page(struct request *r, struct response *out)
{
    struct interaction i;
    const struct catalog *catalog;
    struct recording *list;
    size_t n;
    enum err e = read_all(r, &i, &catalog, &list, &n);
    if (e)
        return e;
    struct view *v = conversation_view(r, n > 1 ? "Recordings" : "Recording", &i, catalog);
    for (size_t k = 0; k < n; k++) {
        const char *why = problem(r, &list[k]);
        const char *url = arena_printf(r->arena, "%s?id=%lld&no=%lld", PATH_RECORDING,
                                       (long long)i.id, (long long)list[k].no);
        int64_t ms = list[k].duration_ms;
        view_item(v, "Recordings", k, "no", arena_printf(r->arena, "%zu", k + 1));
        view_item(v, "Recordings", k, "problem", why);
        view_item(v, "Recordings", k, "url", why ? NULL : url);
        view_item(v, "Recordings", k, "duration",
                  ms < 0 ? NULL : format_duration(r->arena, ms / 1000));
    }
    return app_render(v, "pages/play.cs", out);
}

/* The address of the file for nginx. */
static const char *file_address(struct request *r, const char *path)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    buf_printf(&b, FILES "%lld", (long long)r->session->tenant_id);
    while (*path) {
        size_t n = strcspn(path, "/");
        buf_putc(&b, '/');
        buf_url(&b, arena_dupn(r->arena, path, n));
        path += n + (path[n] == '/');
    }
    return arena_dupn(r->arena, b.s, b.len);
}

enum err recording_page(struct request *r, struct response *out)
{
    struct interaction i;
    const struct catalog *catalog;
    struct recording *list, *found = NULL;
    size_t n;
    enum err e = read_all(r, &i, &catalog, &list, &n);
    if (e)
        return e;
    for (size_t k = 0; k < n; k++)
        if (list[k].no == param_int(&r->query, "no", 0))
            found = &list[k];
    if (!found || problem(r, found))
        return err_set(ERR_NOT_FOUND, "no such recording");
    struct audit_detail details[] = {
        {.key = "recording", .is = arena_printf(r->arena, "%lld", (long long)found->no)}, {0}};
    audit_note(r, "recording.played", conversation_subject(r, &i), details);
    out->type = type_of(found->path);
    response_header(out, "X-Accel-Redirect", file_address(r, found->path));
    return OK;
}
