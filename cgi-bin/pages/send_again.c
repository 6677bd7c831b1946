/* A message that did not arrive, sent again: asked once more, for nothing takes it back. */
#include "act.h"
#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "conversation.h"
#include "detail.h"
#include "store/delivery.h"

static const char *refusal(const struct request *r, const struct delivery *m, bool opted_out)
{
    if (!m->state)
        return "It was not sent from here.";
    if (!m->given_up)
        return "It is on its way, or has arrived.";
    if (opted_out)
        return arena_printf(r->arena, "%s has opted out of messages of this kind.", m->address);
    return NULL;
}

static enum err begin(struct request *r, struct act *a, struct delivery *m)
{
    bool opted_out = false;
    enum err e = act_begin(r, a);
    *m = (struct delivery){0};
    if (e || a->refused)
        return e;
    e = delivery_find(r->db, r->arena, r->scope, a->of.id, m);
    if (!e && m->given_up)
        e = delivery_opted_out(r->db, r->arena, r->scope, m, &opted_out);
    if (!e)
        a->refused = refusal(r, m, opted_out);
    return e;
}

static enum err show(const struct act *a, const struct delivery *m, struct response *out)
{
    const char *paragraphs[] = {
        arena_printf(a->r->arena, "It goes out once more to %s, as it was written.", m->address),
        m->unsure ? "It may have arrived: whoever it was handed to did not answer. Then the client "
                    "gets it twice."
                  : "As far as is known, it has not arrived.",
        "Who sent it again stands in the audit log.",
        NULL,
    };
    const struct act_page page = {
        .path = PATH_SEND,
        .title = "Send this message again?",
        .button = "Send again",
        .paragraphs = paragraphs,
    };
    return act_show(a, &page, out);
}

enum err send_page(struct request *r, struct response *out)
{
    struct act a;
    struct delivery m;
    enum err e = begin(r, &a, &m);
    return e ? e : show(&a, &m, out);
}

enum err send_submit(struct request *r, struct response *out)
{
    struct act a;
    struct delivery m;
    enum err e = begin(r, &a, &m);
    if (e || a.refused)
        return e ? e : show(&a, &m, out);
    e = delivery_again(r->db, r->arena, r->scope, a.of.id, &m, r->now);
    if (e)
        return e;
    audit_note(r, "message.sent_again", conversation_subject(r, &a.of),
               (const struct audit_detail[]){{.key = "to", .is = m.address},
                                             {.key = m.problem ? "was" : NULL, .is = m.problem},
                                             {0}});
    response_redirect(out, arena_printf(r->arena, "%s#facts-delivery",
                                        act_url(r->arena, PATH_INTERACTION, a.of.id, &a.state)));
    return OK;
}
