/* /api/v1: what a key sends is checked, stored in the inbox and answered with the event that it
 * became; the worker applies it. */
#include "api.h"

#include "app/paths.h"
#include "app/problem.h"
#include "auth/scope.h"
#include "auth/session.h"
#include "core/media.h"
#include "http/spool.h"
#include "intake/own.h"
#include "store/inbox.h"
#include "view/json_put.h"

#include <sodium.h>

/* --- what each request is ------------------------------------------------------------------- */

/* What is added to, and where files lie, has addresses of its own. */
static bool rule_whole(struct request *r, json_t *doc)
{
    static const char *const members[][2] = {
        {"append_messages", "messages are added by POST .../messages"},
        {"append_functions", "functions are added by POST .../functions"},
        {"add_tags", "tags are added by POST .../tags"},
        {"remove_tags", "a tag is taken away by DELETE .../tags/{tag}"},
        {"recordings", "a recording is set by PUT .../recording"},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (json_object_get(doc, members[i][0]))
            problem_fault(r, arena_printf(r->arena, "/%s", members[i][0]), members[i][1]);
    return !r->faults;
}

/* Without a queue it would be nobody's who has some queues only. */
static bool rule_create(struct request *r, json_t *doc)
{
    if (!scope_is_all(r->scope) && !json_is_string(json_object_get(doc, "queue")))
        problem_fault(r, "/queue", "is missing: this key is for some queues only");
    return rule_whole(r, doc);
}

static bool rule_untag(struct request *r, json_t *doc)
{
    json_object_set_new(doc, "remove_tags", json_pack("[{s:s}]", "tag", r->parts[1]));
    return true;
}

/* Below the tenant's folder, and not out of it. */
static bool is_beneath(const char *path)
{
    bool fine = path && *path && *path != '/' && !strchr(path, '\\');
    for (const char *s = path; fine && *s; s += strcspn(s, "/"), s += *s == '/') {
        size_t n = strcspn(s, "/");
        fine = n && !(n == 1 && *s == '.') && !(n == 2 && strncmp(s, "..", 2) == 0);
    }
    return fine && path[strlen(path) - 1] != '/' && media_find(path);
}

/* A file that lies there may belong to any queue. */
static bool rule_reference(struct request *r, json_t *doc)
{
    const json_t *item = json_array_get(json_object_get(doc, "recordings"), 0);
    const char *path = json_string_value(json_object_get(item, "path"));
    if (json_object_get(item, "url"))
        problem_fault(r, "/url", "nothing is fetched from elsewhere: send the sound itself");
    else if (!is_beneath(path))
        problem_fault(r, "/path", "must lead to a sound below the tenant's folder of recordings");
    else if (!scope_is_all(r->scope))
        problem_fault(r, "/path", "only a key for all queues may name a file: send the sound");
    return !r->faults;
}

static const struct api_verb create = {OWN_CREATE, NULL, false, false, rule_create};
static const struct api_verb update = {OWN_UPDATE, NULL, false, false, rule_whole};
static const struct api_verb messages = {OWN_MESSAGES, "append_messages", true, true, NULL};
static const struct api_verb functions = {OWN_FUNCTIONS, "append_functions", true, true, NULL};
static const struct api_verb tags = {OWN_TAGS, "add_tags", true, false, NULL};
static const struct api_verb untag = {OWN_UNTAG, NULL, false, false, rule_untag};
static const struct api_verb analysis = {OWN_ANALYSIS, "analysis", false, false, NULL};
static const struct api_verb reference = {OWN_RECORDING, "recordings", true, false, rule_reference};
static const struct api_verb sound = {OWN_SOUND, NULL, false, false, NULL};

/* --- understanding it ------------------------------------------------------------------------- */

enum { KEY_MAX = 255 };

/* A repeat under the same key is the same event; without a key every request is one. */
static enum err set_event(struct request *r, const struct api_verb *verb, struct inbox_arrival *to)
{
    unsigned char hash[16];
    char hex[2 * sizeof hash + 1];
    const char *key = request_header(r, "Idempotency-Key");
    size_t n = key ? strlen(key) : 0;
    if (!key && verb->keyed)
        return err_set(ERR_BAD_REQUEST, "send a header Idempotency-Key, else a repeat of this "
                                        "request would add the same again");
    if (n > KEY_MAX)
        return err_set(ERR_BAD_REQUEST, "an Idempotency-Key has at most %d bytes", KEY_MAX);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)key, n, NULL, 0);
    to->event_id = key ? arena_printf(r->arena, "key-%lld-%s", (long long)r->session->key_id,
                                      sodium_bin2hex(hex, sizeof hex, hash, sizeof hash))
                       : arena_printf(r->arena, "request-%s", r->id);
    return OK;
}

/* Of what a repeat must have the same: what is to be done, to which, with what. */
static void set_digest(struct request *r, struct inbox_arrival *to)
{
    crypto_generichash_state s;
    unsigned char *out = arena_alloc(r->arena, INBOX_DIGEST);
    crypto_generichash_init(&s, NULL, 0, INBOX_DIGEST);
    crypto_generichash_update(&s, (const unsigned char *)to->type, strlen(to->type) + 1);
    crypto_generichash_update(&s, (const unsigned char *)to->subject, strlen(to->subject) + 1);
    crypto_generichash_update(&s, (const unsigned char *)to->body, to->len);
    crypto_generichash_final(&s, out, INBOX_DIGEST);
    to->digest = out;
}

static void drop_text(void *data)
{
    free(data);
}

static enum err take_document(struct request *r, const struct api_verb *verb,
                              struct inbox_arrival *to)
{
    json_t *doc;
    enum err e = api_document(r, verb, &doc);
    if (e)
        return e;
    char *text = json_dumps(doc, JSON_COMPACT);
    if (!text)
        abort();
    arena_cleanup(r->arena, drop_text, text);
    to->subject = json_string_value(json_object_get(doc, "id"));
    to->body = text;
    to->len = strlen(text);
    return OK;
}

/* What it is, is seen by its first bytes, whatever is said. */
static enum err take_sound(struct request *r, struct inbox_arrival *to)
{
    enum err e = request_spool(r);
    size_t n = r->body_len < MEDIA_HEAD ? r->body_len : MEDIA_HEAD;
    if (e)
        return e;
    if (!r->body || !media_sniff((const unsigned char *)r->body, n, (int64_t)r->body_len))
        return err_set(ERR_MEDIA_TYPE, "that is no sound that is kept: WAV, MP3, Ogg, WebM, "
                                       "FLAC, M4A");
    to->subject = r->parts[0];
    to->body = r->body;
    to->len = r->body_len;
    to->file = spool_name(r);
    return OK;
}

static enum err understand(struct request *r, const struct api_verb *verb)
{
    struct inbox_arrival *to = arena_alloc(r->arena, sizeof *to);
    *to = (struct inbox_arrival){.tenant_id = r->session->tenant_id,
                                 .sender_id = r->session->key_id,
                                 .source = OWN_SOURCE,
                                 .type = verb->type,
                                 .at = r->now};
    enum err e = set_event(r, verb, to);
    if (!e)
        e = verb == &sound ? take_sound(r, to) : take_document(r, verb, to);
    if (e)
        return e;
    set_digest(r, to);
    r->prepared = to;
    return OK;
}

#define PREPARE(name)                                                                              \
    enum err api_##name(struct request *r, struct response *out)                                   \
    {                                                                                              \
        (void)out;                                                                                 \
        return understand(r, &(name));                                                             \
    }
PREPARE(create)
PREPARE(update)
PREPARE(messages)
PREPARE(functions)
PREPARE(tags)
PREPARE(untag)
PREPARE(analysis)

/* A reference in JSON, or the sound itself. */
enum err api_recording(struct request *r, struct response *out)
{
    static const char json[] = "application/json";
    (void)out;
    bool is = r->content_type && strncasecmp(r->content_type, json, sizeof json - 1) == 0;
    return understand(r, is ? &reference : &sound);
}

/* --- storing it ------------------------------------------------------------------------------ */

static const char *own_url(struct request *r, const char *own_id)
{
    struct buf b = {0};
    buf_puts(&b, PATH_API "/own/");
    buf_url(&b, own_id);
    const char *url = arena_dupn(r->arena, b.s, b.len);
    buf_free(&b);
    return url;
}

static void accept(struct request *r, struct response *out, const struct inbox_arrival *arrival,
                   int64_t id)
{
    struct buf *b = &out->body;
    const char *event = arena_printf(r->arena, PATH_API "/events/%lld", (long long)id);
    const char *interaction = own_url(r, arrival->subject);
    out->status = 202;
    out->type = "application/json";
    response_header(out, "Location", event);
    response_header(out, "Link", arena_printf(r->arena, "<%s>; rel=\"related\"", interaction));
    json_put_open(b, NULL, '{');
    json_put_int(b, "id", id);
    json_put_text(b, "type", arrival->type);
    json_put_text(b, "own_id", arrival->subject);
    json_put_text(b, "event", event);
    json_put_text(b, "interaction", interaction);
    json_put_close(b, '}');
}

enum err api_store(struct request *r, struct response *out)
{
    const struct inbox_arrival *arrival = r->prepared;
    int64_t id;
    bool same = true;
    enum err e = inbox_put(r->db, r->arena, arrival, &id);
    if (!e && id) /* from here on a row may name it, whatever becomes of the answer */
        spool_keep(r);
    else if (!e)
        e = inbox_repeated(r->db, r->arena, arrival, &id, &same);
    if (!e && !same)
        e = problem_fault(r, NULL, "this Idempotency-Key was used for another request");
    if (!e)
        accept(r, out, arrival, id);
    return e;
}
