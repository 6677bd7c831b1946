/* POST /hooks/<source>/<token>: an event of a vendor's, or of whoever signs as we do. */
#include "core/log.h"
#include "http/seal.h"
#include "http/spool.h"
#include "intake/event.h"
#include "intake/signature.h"
#include "intake/source.h"
#include "page.h"
#include "store/inbox.h"

struct webhook {
    const struct intake_source *source;
    struct inbox_sender from;
    struct inbox_arrival arrival;
};

void webhook_secrets(struct request *r, const struct inbox_sender *from,
                     const char *out[SIGNATURE_SECRETS])
{
    const char *tenant = arena_printf(r->arena, "%lld", (long long)from->tenant_id);
    for (size_t i = 0; i < SIGNATURE_SECRETS; i++) {
        size_t n = from->secrets[i].len;
        unsigned char *text = arena_alloc(r->arena, n + 1);
        bool fits = from->secrets[i].bytes && n > SEAL_MORE &&
                    unseal_bytes("intake", tenant, from->secrets[i].bytes, n, text);
        out[i] = fits ? (const char *)text : NULL;
    }
}

static enum err refuse(const struct webhook *w, enum err e, const char *why)
{
    LOG(LOG_WARN, "webhook_refused", LOG_S("source", w->source->name),
        LOG_N("tenant", w->from.tenant_id), LOG_N("connection", w->from.id), LOG_S("why", why));
    return err_set(e, "%s", why);
}

/* What can be told without the body is told before it goes to a file. */
static enum err verify(struct request *r, const struct webhook *w)
{
    struct signature s;
    const char *secrets[SIGNATURE_SECRETS], *why;
    const char *name = signature_header(w->source->name, w->from.scheme, w->from.header);
    const struct signature_claim claim = {.source = w->source->name,
                                          .scheme = w->from.scheme,
                                          .header = name ? request_header(r, name) : NULL,
                                          .now = r->now};
    webhook_secrets(r, &w->from, secrets);
    if (!signature_begin(&s, &claim, secrets, &why))
        return refuse(w, ERR_SIGNED_OUT, why);
    enum err e = request_spool(r);
    if (e)
        return e;
    signature_update(&s, r->body ? r->body : "", r->body_len);
    return signature_end(&s, &why) ? OK : refuse(w, ERR_SIGNED_OUT, why);
}

static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    size_t n = sizeof json - 1;
    return type && strncasecmp(type, json, n) == 0 && (!type[n] || strchr("; \t", type[n]));
}

static enum err understand(struct request *r, struct webhook *w)
{
    const char *why;
    struct inbox_arrival *to = &w->arrival;
    if (!is_json(r->content_type))
        return refuse(w, ERR_MEDIA_TYPE, "an event is sent as application/json");
    const json_t *body = event_read(r->arena, r->body ? r->body : "", r->body_len, NULL, &why);
    if (!body)
        return refuse(w, ERR_BAD_REQUEST, why);
    *to = (struct inbox_arrival){.tenant_id = w->from.tenant_id,
                                 .sender_id = w->from.id,
                                 .source = w->source->name,
                                 .body = r->body,
                                 .len = r->body_len,
                                 .file = spool_name(r),
                                 .at = r->now};
    if (!w->source->identify(body, r->arena, &to->type, &to->event_id, &to->subject, &why))
        return refuse(w, ERR_BAD_REQUEST, why);
    return OK;
}

/* A token that is unknown and a source that there is not give the same. */
enum err webhook_prepare(struct request *r, struct response *out)
{
    struct webhook *w = arena_alloc(r->arena, sizeof *w);
    (void)out;
    w->source = intake_source(r->parts[0]);
    if (!w->source || !w->source->identify)
        return err_set(ERR_NOT_FOUND, "no such source");
    enum err e = inbox_sender(r->db, r->arena, w->source->name, r->parts[1], r->now, &w->from);
    if (!e && r->unread && !w->source->large)
        e = refuse(w, ERR_TOO_LARGE, "an event of this source has at most 1 MB");
    if (!e)
        e = verify(r, w);
    if (!e)
        e = understand(r, w);
    r->prepared = w;
    return e;
}

enum err webhook_store(struct request *r, struct response *out)
{
    struct webhook *w = r->prepared;
    int64_t id;
    enum err e = inbox_put(r->db, r->arena, &w->arrival, &id);
    if (e)
        return e;
    if (id) /* from here on a row may name it, whatever becomes of the answer */
        spool_keep(r);
    out->type = "application/json";
    buf_puts(&out->body, id ? "{\"status\":\"accepted\"}\n" : "{\"status\":\"repeated\"}\n");
    return OK;
}
