/* Sends what waits to go out. A message is taken before it is sent, and noted right before its
 * first byte goes out: one of which nothing was heard from there on is not sent again. */
#include "core/conf.h"
#include "core/log.h"
#include "intake/vendor_api.h"
#include "net/whatsapp.h"
#include "store/outgoing.h"
#include "task.h"

/* Attempts are counted on when a message is sent again by hand: every eighth ends a series. */
enum { TRIES = 8, LEASE_MS = 3 * 60 * 1000, PROBLEM_MAX = 480 };

struct sending {
    struct worker *w;
    struct outgoing *m;
    const char *ref; /* the id that it has there */
    const char *problem;
    int64_t retry_after_s;
};

static bool handing(void *data)
{
    struct sending *s = data;
    bool mine = false;
    enum err e = outgoing_handed(s->w->db, s->w->arena, s->m, clock_now(), &mine);
    return !e && mine;
}

/* The same for every try. */
static const char *message_id(struct arena *a, const struct outgoing *m)
{
    const char *at = strchr(conf(CONF_MAIL_FROM), '@');
    return arena_printf(a, "<parley.%lld.%lld%s>", (long long)m->tenant_id, (long long)m->id,
                        at ? at : "@localhost");
}

static enum sent send_mail(struct sending *s, const char *company)
{
    const struct mail mail = {.from_name = company,
                              .from = conf(CONF_MAIL_FROM),
                              .to = s->m->address,
                              .subject = s->m->subject ? s->m->subject : "",
                              .text = s->m->body,
                              .html = s->m->html,
                              .id = s->ref,
                              .at = clock_now(),
                              .handing = handing,
                              .data = s};
    if (!*conf(CONF_SMTP_URL)) {
        s->problem = "no mail server is set up (smtp_url)";
        return SENT_NEVER;
    }
    return mail_send(s->w->arena, &mail, &s->problem);
}

static enum sent send_whatsapp(struct sending *s)
{
    const struct whatsapp message = {.to = s->m->address,
                                     .text = s->m->body,
                                     .parameters = s->m->parameters,
                                     .handing = handing,
                                     .data = s,
                                     .stop = NULL}; /* what is handed over is heard to its end */
    if (!*conf(CONF_WHATSAPP_PHONE_ID)) {
        s->problem = "WhatsApp is not set up (whatsapp_phone_id)";
        return SENT_NEVER;
    }
    return whatsapp_send(s->w->arena, &message, &s->ref, &s->problem, &s->retry_after_s);
}

static const char *sentence(struct arena *a, const char *begin, const char *problem)
{
    char *s = arena_printf(a, "%s%.*s.", begin, PROBLEM_MAX - (int)strlen(begin), problem);
    if (*s >= 'a' && *s <= 'z')
        *s += 'A' - 'a';
    return s;
}

static enum err note(struct sending *s, enum sent end)
{
    struct worker *w = s->w;
    ms_t now = clock_now();
    const char *problem = sentence(w->arena, "", s->problem ? s->problem : "it was interrupted");
    if (end == SENT_YES)
        return outgoing_sent(w->db, w->arena, s->m, s->ref, now);
    if (end == SENT_LATER && s->m->attempts % TRIES)
        return outgoing_again(w->db, w->arena, s->m, problem,
                              now + vendor_wait_ms(s->m->attempts % TRIES, s->retry_after_s));
    if (end == SENT_UNSURE)
        problem = sentence(w->arena, "It may have been sent, and is not sent again by itself: ",
                           s->problem ? s->problem : "nothing was heard of it");
    return outgoing_failed(w->db, w->arena, s->m, problem,
                           end == SENT_UNSURE ? "retryable" : "failed", now);
}

static enum err send_one(struct worker *w, struct outgoing *m, struct task_report *out)
{
    struct sending s = {.w = w, .m = m, .retry_after_s = -1};
    bool mine, mail = strcmp(m->channel, "email") == 0;
    struct sender sender;
    enum sent end = SENT_UNSURE;
    ms_t now = clock_now();
    s.ref = mail ? message_id(w->arena, m) : NULL;
    enum err e = outgoing_take(w->db, w->arena, m, s.ref, now, now + LEASE_MS, &mine);
    if (!e && mine && !m->handed)
        e = sender_find(w->db, w->arena, m->tenant_id, &sender);
    if (e || !mine)
        return e;
    if (!m->handed)
        end = mail ? send_mail(&s, sender.company) : send_whatsapp(&s);
    out->done += end == SENT_YES;
    out->failed += end != SENT_YES;
    LOG(end == SENT_YES ? LOG_INFO : LOG_WARN, "sent", LOG_N("tenant", m->tenant_id),
        LOG_N("interaction", m->interaction_id), LOG_S("channel", m->channel),
        LOG_N("attempt", m->attempts), LOG_S("why", s.problem));
    return note(&s, end);
}

enum err send_task(struct worker *w, struct task_report *out)
{
    bool found = true;
    enum err e = OK;
    if (db_foreign(w->db))
        return OK;
    while (found && !e && !worker_stopping()) {
        struct outgoing m;
        e = outgoing_due(w->db, w->arena, clock_now(), &m, &found);
        if (!e && found)
            e = send_one(w, &m, out);
    }
    return e;
}
