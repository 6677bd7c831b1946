/* The transcript: what was said, by whom, when, and how it felt. */
#include "app/audit.h"
#include "conversation.h"
#include "detail.h"
#include "talk.h"

static struct talk talk_of(const struct detail *d)
{
    return (struct talk){
        .r = d->r,
        .v = d->v,
        .catalog = d->catalog,
        .i = &d->of.i,
        .list = *d->list ? d->list : NULL,
        .seeks = d->of.has_recording && detail_may(d, "recordings_play"),
    };
}

enum err detail_talk(struct detail *d)
{
    struct talk t = talk_of(d);
    bool any = false;
    if (!detail_may(d, "transcripts")) {
        view_set(d->v, "Talk.denied", "1");
        return OK;
    }
    struct talk_search search = {.text = &d->state.filters[FIELD_TEXT]};
    t.brief = true;
    t.search = &search;
    enum err e = talk_show(&t, -1, &any);
    if (e || !any)
        return e;
    audit_note(d->r, "transcript.viewed", conversation_subject(d->r, &d->of.i), NULL);
    view_set(d->v, "Talk.any", "1");
    talk_show_links(&t);
    return OK;
}

enum err detail_calls(struct detail *d)
{
    const struct request *r = d->r;
    struct talk t = talk_of(d);
    struct function_calls calls;
    enum err e =
        conversation_calls(r->db, r->arena, r->scope, t.i, &conversation_page_calls, &calls);
    for (size_t c = 0; c < calls.n && !e; c++)
        talk_show_call(&t, "Calls.items", c, &calls.list[c]);
    if (!e && calls.more)
        view_number(d->v, "Calls.more", (int64_t)calls.n);
    return e;
}
