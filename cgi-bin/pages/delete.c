/* Deleting one interaction: what happens, asked once more, its number typed. */
#include "act.h"
#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "conversation.h"
#include "store/deleted.h"
#include "view/format.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

const struct param delete_form[] = {
    ACT_PARAMS,
    {.name = "number", .kind = PARAM_TEXT, .max = 40, .label = "Number"},
    {0},
};

static const char *const paragraphs[] = {
    "It disappears from every list, history, count and figure at once, with its transcript, its "
    "recording and all that hangs on it.",
    "For 30 days it waits under Deleted interactions and can be restored as it was. Then it is "
    "purged for good, with its recording. That cannot be undone.",
    "Who deleted it, when and why stands in the audit log.",
    NULL,
};
static const struct act_page page = {
    .path = PATH_INTERACTION_DELETE,
    .title = "Delete this interaction?",
    .button = "Delete",
    .paragraphs = paragraphs,
    .asks_reason = true,
    .asks_number = true,
    .dangerous = true,
};

static enum err begin(struct request *r, struct act *a)
{
    enum err e = act_begin(r, a);
    if (e || a->refused)
        return e;
    if (a->of.running)
        a->refused = "It is still running. It can be deleted once it is closed.";
    else if (a->hold.by)
        a->refused = arena_printf(r->arena, "It is under legal hold since %s by %s: %s",
                                  format_time(r->arena, &r->session->viewer, a->hold.at, r->now),
                                  a->hold.by, a->hold.reason);
    return OK;
}

enum err delete_page(struct request *r, struct response *out)
{
    struct act a;
    enum err e = begin(r, &a);
    return e ? e : act_show(&a, &page, out);
}

static bool typed_its_number(struct act *a)
{
    a->typed = param_text(&a->r->form, "number");
    const char *number = arena_printf(a->r->arena, "%lld", (long long)a->of.id);
    bool same = a->typed && strcmp(a->typed, number) == 0;
    if (!same)
        a->typed_error =
            arena_printf(a->r->arena, "Type %s, the number of this interaction.", number);
    return same;
}

/* The list that it was opened from, with the way to take it back. */
static const char *list_after(const struct act *a)
{
    const char *url = grid_url(a->r->arena, &a->state);
    return arena_printf(a->r->arena, "%s%cdeleted=%lld", url, strchr(url, '?') ? '&' : '?',
                        (long long)a->of.id);
}

enum err delete_submit(struct request *r, struct response *out)
{
    struct act a;
    enum err e = begin(r, &a);
    if (e)
        return e;
    bool given = typed_its_number(&a) & act_has_reason(&a);
    if (a.refused || !given)
        return act_show(&a, &page, out);
    e = interaction_delete(r->db, r->arena, r->scope, a.of.id,
                           &(struct deletion){.by = r->session->name,
                                              .reason = a.reason,
                                              .at = r->now,
                                              .purge_at = r->now + DELETED_DAYS * (ms_t)DAY_MS});
    if (e)
        return e;
    audit_note(r, "interaction.deleted", conversation_subject(r, &a.of),
               (const struct audit_detail[]){{.key = "reason", .is = a.reason}, {0}});
    response_redirect(out, list_after(&a));
    return OK;
}
