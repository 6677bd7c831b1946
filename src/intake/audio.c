#include "intake/audio.h"

#include "core/conf.h"
#include "core/media.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 48 * 1024, HASH = 8 };

/* The sound as bytes, piece by piece. */
struct reader {
    const char *at, *end;
    bool base64;
};

static enum err failed(const char *what)
{
    return err_set(ERR_INTERNAL, "cannot %s in recordings_dir: %s", what, strerror(errno));
}

/* As it stands in JSON: a slash may have a backslash before it, lines may be broken. */
static size_t digits(struct reader *r, char *out, size_t size)
{
    size_t n = 0;
    while (r->at < r->end && n < size) {
        char c = *r->at++;
        if (c == '\\' && r->at < r->end) {
            c = *r->at++;
            if (c == 'n' || c == 'r')
                continue;
        }
        if (c != '\n' && c != '\r')
            out[n++] = c;
    }
    return n;
}

static enum err next(struct reader *r, unsigned char *out, size_t *n)
{
    char text[PIECE / 3 * 4];
    if (!r->base64) {
        *n = (size_t)(r->end - r->at) < PIECE ? (size_t)(r->end - r->at) : PIECE;
        memcpy(out, r->at, *n);
        r->at += *n;
        return OK;
    }
    size_t len = digits(r, text, sizeof text);
    if (sodium_base642bin(out, PIECE, text, len, NULL, n, NULL, sodium_base64_VARIANT_ORIGINAL))
        return err_set(ERR_BAD_REQUEST, "the sound is not base64");
    return OK;
}

/* What it is by its first bytes, whatever the sender says. */
static enum err kind_of(struct reader r, size_t size, const char *type, const struct media **m)
{
    unsigned char head[PIECE];
    size_t n;
    enum err e = next(&r, head, &n);
    if (e)
        return e;
    *m = media_sniff(head, n < MEDIA_HEAD ? n : MEDIA_HEAD, (int64_t)size);
    if (*m)
        return OK;
    return err_set(ERR_BAD_REQUEST,
                   n ? "what is sent as %s is no sound that is known" : "the sound (%s) is empty",
                   type ? type : "sound");
}

static enum err write_all(int fd, const unsigned char *s, size_t n)
{
    while (n) {
        ssize_t put = write(fd, s, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return failed("write");
        s += put;
        n -= (size_t)put;
    }
    return OK;
}

static enum err copy(struct reader r, int fd, size_t *size, unsigned char hash[HASH])
{
    unsigned char piece[PIECE], whole[crypto_generichash_BYTES];
    crypto_generichash_state state;
    enum err e = OK;
    crypto_generichash_init(&state, NULL, 0, sizeof whole);
    *size = 0;
    for (size_t n = 1; !e && n;) {
        e = next(&r, piece, &n);
        if (!e)
            e = write_all(fd, piece, n);
        if (!e)
            crypto_generichash_update(&state, piece, n);
        *size += n;
    }
    crypto_generichash_final(&state, whole, sizeof whole);
    memcpy(hash, whole, HASH);
    return !e && fsync(fd) ? failed("write") : e;
}

/* The folder of that name in another, made if it is new; closes the other. */
static int into(int parent, const char *name)
{
    if (parent < 0)
        return -1;
    if (mkdirat(parent, name, 0750) == 0)
        fsync(parent);
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    close(parent);
    return fd;
}

/* Opens the folder of the month, whose path goes to `path`. */
static int folder(struct arena *a, const struct audio *audio, const char **path)
{
    char iso[CLOCK_ISO_SIZE];
    clock_iso(audio->at, iso);
    const char *year = arena_dupn(a, iso, 4), *month = arena_dupn(a, iso + 5, 2);
    const char *tenant = arena_printf(a, "%lld", (long long)audio->tenant_id);
    *path = arena_printf(a, "intake/%s/%s", year, month);
    int fd = open(conf(CONF_RECORDINGS_DIR), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return into(into(into(into(fd, tenant), "intake"), year), month);
}

/* Writes under a name for the time being, then gives it its own. */
static enum err store(struct arena *a, const struct audio *audio, int dir, const char *end,
                      struct reader r, const char **name, size_t *size)
{
    unsigned char hash[HASH];
    char hex[2 * HASH + 1];
    const char *part = arena_printf(a, ".%lld.%d", (long long)audio->interaction_id, getpid());
    int fd = openat(dir, part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (fd < 0)
        return failed("make a file");
    enum err e = copy(r, fd, size, hash);
    close(fd);
    sodium_bin2hex(hex, sizeof hex, hash, HASH);
    *name = arena_printf(a, "%lld-%s%s", (long long)audio->interaction_id, hex, end);
    if (!e && (renameat(dir, part, dir, *name) || fsync(dir)))
        e = failed("name a file");
    if (e)
        unlinkat(dir, part, 0);
    return e;
}

enum err audio_store(struct arena *a, const struct audio *audio, json_t **recording)
{
    const char *path, *name;
    const struct media *m;
    size_t size;
    struct reader r = {audio->bytes, (const char *)audio->bytes + audio->len, audio->base64};
    enum err e = kind_of(r, audio->base64 ? audio->len / 4 * 3 : audio->len, audio->type, &m);
    if (e)
        return e;
    int dir = folder(a, audio, &path);
    if (dir < 0)
        return failed("make a folder");
    e = store(a, audio, dir, m->end, r, &name, &size);
    close(dir);
    if (!e)
        *recording = json_pack("{s:s, s:s, s:s, s:I}", "store", "disk", "path",
                               arena_printf(a, "%s/%s", path, name), "media_type", m->type,
                               "size_bytes", (json_int_t)size);
    return e;
}
