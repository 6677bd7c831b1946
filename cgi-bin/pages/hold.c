/* Legal hold: set with a reason, released with a reason. */
#include "act.h"
#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "conversation.h"
#include "view/format.h"

static const char *const set_paragraphs[] = {
    "Nobody can delete it until the hold is released, whatever their rights, and it is not purged.",
    "Everybody who sees the interaction sees that it is held, by whom and why.",
    NULL,
};
static const struct act_page setting = {
    .path = PATH_HOLD,
    .title = "Put under legal hold?",
    .button = "Put under legal hold",
    .paragraphs = set_paragraphs,
    .asks_reason = true,
};

static const char *const release_paragraphs[] = {
    "From then on whoever may delete interactions can delete it.",
    "Who held it, who released it and why stands in the audit log.",
    NULL,
};
static const struct act_page releasing = {
    .path = PATH_RELEASE,
    .title = "Release from legal hold?",
    .button = "Release",
    .paragraphs = release_paragraphs,
    .asks_reason = true,
    .dangerous = true,
};

static enum err begin(struct request *r, bool release, struct act *a)
{
    enum err e = act_begin(r, a);
    if (e || a->refused)
        return e;
    if (release && !a->hold.by)
        a->refused = "It is not under legal hold (any more).";
    else if (!release && a->hold.by)
        a->refused = arena_printf(r->arena, "It is under legal hold already, by %s: %s", a->hold.by,
                                  a->hold.reason);
    return OK;
}

static enum err ask(struct request *r, struct response *out, bool release)
{
    struct act a;
    enum err e = begin(r, release, &a);
    return e ? e : act_show(&a, release ? &releasing : &setting, out);
}

static enum err change(struct act *a, bool release)
{
    struct request *r = a->r;
    if (release)
        return hold_release(r->db, r->arena, r->scope, a->of.id);
    return hold_set(r->db, r->arena, r->scope, a->of.id,
                    &(struct hold){a->reason, r->session->name, r->now});
}

static enum err submit(struct request *r, struct response *out, bool release)
{
    struct act a;
    enum err e = begin(r, release, &a);
    if (e)
        return e;
    if (a.refused || !act_has_reason(&a))
        return act_show(&a, release ? &releasing : &setting, out);
    e = change(&a, release);
    if (e)
        return e;
    const struct audit_detail details[] = {
        {.key = "reason", .is = a.reason},
        {.key = release ? "was_held_by" : NULL, .is = a.hold.by},
        {.key = "was_held_for", .is = a.hold.reason},
        {0},
    };
    audit_note(r, release ? "hold.released" : "hold.set", conversation_subject(r, &a.of), details);
    response_redirect(out, arena_printf(r->arena, "%s#hold",
                                        act_url(r->arena, PATH_INTERACTION, a.of.id, &a.state)));
    return OK;
}

enum err hold_page(struct request *r, struct response *out)
{
    return ask(r, out, false);
}

enum err hold_submit(struct request *r, struct response *out)
{
    return submit(r, out, false);
}

enum err release_hold_page(struct request *r, struct response *out)
{
    return ask(r, out, true);
}

enum err release_hold_submit(struct request *r, struct response *out)
{
    return submit(r, out, true);
}
