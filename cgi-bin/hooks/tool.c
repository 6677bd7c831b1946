/* POST /hooks/tools/<tool>/<token>: a tool that an AI agent calls during a call. It is verified,
 * stored and answered with a sentence that the agent can say; the worker does it. */
#include "intake/tool.h"
#include "core/log.h"
#include "intake/event.h"
#include "intake/signature.h"
#include "page.h"
#include "store/inbox.h"

struct tool {
    struct inbox_sender from;
    const char *source;
    struct tool_call calls[TOOL_CALLS_MAX];
    size_t n;
};

/* ElevenLabs signs what it tells of, not its tools: they carry the secret in a header of ours. */
static const struct tool_source {
    const char *source, *header; /* header NULL: as its webhooks */
} sources[] = {{"elevenlabs", "X-Parley-Secret"}, {"vapi", NULL}};

static enum err find_sender(struct request *r, struct tool *t, const struct tool_source **out)
{
    enum err e = ERR_NOT_FOUND;
    for (size_t i = 0; i < sizeof sources / sizeof *sources && e == ERR_NOT_FOUND; i++) {
        err_clear();
        *out = &sources[i];
        t->source = sources[i].source;
        e = inbox_sender(r->db, r->arena, t->source, r->parts[1], r->now, &t->from);
    }
    return e;
}

static enum err refuse(const struct tool *t, enum err e, const char *why)
{
    LOG(LOG_WARN, "tool_refused", LOG_S("source", t->source), LOG_N("tenant", t->from.tenant_id),
        LOG_N("connection", t->from.id), LOG_S("why", why));
    return err_set(e, "%s", why);
}

static enum err verify(struct request *r, const struct tool *t, const struct tool_source *s)
{
    const char *secrets[SIGNATURE_SECRETS], *why = "there is no secret";
    bool own = s->header && strcmp(t->from.scheme, "vendor") == 0;
    const char *scheme = own ? "header" : t->from.scheme;
    const char *name = signature_header(t->source, scheme, own ? s->header : t->from.header);
    const char *value = name ? request_header(r, name) : NULL;
    webhook_secrets(r, &t->from, secrets);
    for (size_t i = 0; i < SIGNATURE_SECRETS; i++)
        if (secrets[i] && signature_ok(t->source, scheme, value, secrets[i], r->body ? r->body : "",
                                       r->body_len, r->now, &why))
            return OK;
    return refuse(t, ERR_SIGNED_OUT, why);
}

static enum err understand(struct request *r, struct tool *t)
{
    const char *why;
    const json_t *body = event_read(r->arena, r->body ? r->body : "", r->body_len, NULL, &why);
    if (!body)
        return refuse(t, ERR_BAD_REQUEST, why);
    if (!tool_read(body, r->arena, t->calls, &t->n, &why))
        return refuse(t, ERR_BAD_REQUEST, why);
    if (strcmp(t->calls[0].source, t->source) != 0)
        return refuse(t, ERR_BAD_REQUEST, "this is not how its vendor calls a tool");
    return OK;
}

enum err tool_prepare(struct request *r, struct response *out)
{
    struct tool *t = arena_alloc(r->arena, sizeof *t);
    const struct tool_source *source;
    (void)out;
    if (strcmp(r->parts[0], TOOL_SUMMARY) != 0)
        return err_set(ERR_NOT_FOUND, "no such tool");
    enum err e = find_sender(r, t, &source);
    if (!e)
        e = verify(r, t, source);
    if (!e)
        e = understand(r, t);
    r->prepared = t;
    return e;
}

static enum err store(struct request *r, const struct tool *t, const struct tool_call *call)
{
    int64_t id;
    const struct inbox_arrival arrival = {.tenant_id = t->from.tenant_id,
                                          .sender_id = t->from.id,
                                          .source = source_tool.name,
                                          .event_id = call->event_id,
                                          .type = call->name,
                                          .subject = call->ref,
                                          .body = r->body,
                                          .len = r->body_len,
                                          .at = r->now};
    if (strcmp(call->name, TOOL_SUMMARY) != 0)
        return OK;
    return inbox_put(r->db, r->arena, &arrival, &id);
}

/* As the vendor wants it: a result per call, or the sentence alone. */
static json_t *answer_of(const struct tool *t)
{
    json_t *results = json_array();
    for (size_t i = 0; i < t->n && t->calls[i].id; i++)
        json_array_append_new(results, json_pack("{s:s, s:s}", "toolCallId", t->calls[i].id,
                                                 "result", tool_sentence(&t->calls[i])));
    if (json_array_size(results))
        return json_pack("{s:o}", "results", results);
    json_decref(results);
    return json_pack("{s:s}", "result", tool_sentence(&t->calls[0]));
}

enum err tool_store(struct request *r, struct response *out)
{
    const struct tool *t = r->prepared;
    enum err e = OK;
    for (size_t i = 0; i < t->n && !e; i++)
        e = store(r, t, &t->calls[i]);
    if (e)
        return e;
    json_t *answer = answer_of(t);
    char *text = answer ? json_dumps(answer, JSON_COMPACT) : NULL;
    if (!text)
        abort();
    out->type = "application/json";
    buf_puts(&out->body, text);
    free(text);
    json_decref(answer);
    return OK;
}
