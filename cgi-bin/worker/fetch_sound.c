#include "fetch_sound.h"

#include "core/conf.h"
#include "intake/audio.h"
#include "net/http.h"
#include "task.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SOUND_S = 180 };
#define SOUND_MAX ((size_t)200 << 20)

/* A vendor's own address needs the key; one that stands in the call is open to who knows it, and
 * the key is for nobody else. */
bool fetch_sound_find(struct arena *a, struct fetch_sound *s)
{
    const json_t *details = json_object_get(s->doc, "details");
    const json_t *named = json_object_get(details, "recordings");
    const char *url = json_string_value(json_object_get(json_array_get(named, 0), "url"));
    s->with_key = s->vendor->audio != NULL;
    if (!s->with_key)
        s->url = url;
    else if (json_is_true(json_object_get(details, "has_audio")))
        s->url = vendor_url(a, s->vendor, s->account->api_base, s->ref, s->vendor->audio);
    return s->url != NULL;
}

/* A file without a name: gone with the process. */
static FILE *make_file(void)
{
    int fd = open(conf(CONF_SPOOL_DIR), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "w+") : NULL;
    if (fd >= 0 && !f)
        close(fd);
    return f;
}

static enum err keep(struct arena *a, struct fetch_sound *s, FILE *f, size_t len, const char *type)
{
    json_t *recording = NULL;
    if (!len || fflush(f))
        return err_set(ERR_BAD_REQUEST, "it is empty");
    void *bytes = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fileno(f), 0);
    if (bytes == MAP_FAILED)
        return err_set(ERR_INTERNAL, "cannot read it back: %s", strerror(errno));
    const struct audio audio = {.tenant_id = s->tenant_id,
                                .interaction_id = s->interaction_id,
                                .at = s->at,
                                .bytes = bytes,
                                .len = len,
                                .type = type};
    enum err e = audio_store(a, &audio, &recording);
    munmap(bytes, len);
    if (!e)
        json_object_set_new(s->doc, "recordings", json_pack("[o]", recording));
    return e;
}

/* Whether the same request may do better later. */
static bool is_for_now(enum http_end end, long status)
{
    return end == HTTP_UNSENT || end == HTTP_BROKEN ||
           (end == HTTP_ANSWERED && (status == 408 || status == 429 || status >= 500));
}

static enum vendor_said get(struct arena *a, struct fetch_sound *s, FILE *f)
{
    struct http_answer answer;
    const struct http_request q = {.method = "GET",
                                   .url = s->url,
                                   .headers = {s->with_key ? s->key : NULL},
                                   .max_bytes = SOUND_MAX,
                                   .seconds = SOUND_S,
                                   .to = f,
                                   .stop = worker_stopping};
    enum http_end end = http_ask(a, &q, &answer);
    s->retry_after_s = answer.retry_after_s;
    if (end == HTTP_ANSWERED && answer.status >= 200 && answer.status < 300) {
        if (keep(a, s, f, answer.len, answer.type))
            s->problem = arena_dup(a, err_detail());
        err_clear();
        return VENDOR_READY;
    }
    s->problem = end == HTTP_ANSWERED
                     ? arena_printf(a, "%s answers %ld", s->vendor->name, answer.status)
                     : answer.problem;
    return is_for_now(end, answer.status) ? VENDOR_LATER : VENDOR_READY;
}

enum vendor_said fetch_sound_get(struct arena *a, struct fetch_sound *s)
{
    enum vendor_said said = VENDOR_LATER;
    FILE *f = make_file();
    if (f) {
        said = get(a, s, f);
        fclose(f);
    } else {
        s->problem = arena_printf(a, "no file can be made in spool_dir: %s", strerror(errno));
        s->retry_after_s = -1;
    }
    if (s->problem)
        s->problem =
            arena_printf(a, "The transcript is stored, the recording is not: %s", s->problem);
    return said;
}
