#include "demo.h"

enum { TAGGING = 30, FLAGGING = 31, NOTING = 32 };
enum { TENANT, INTERACTION };

/* What is still running, or was never answered, has nothing that could be judged. */
static bool has_marks(const struct demo_interaction *i)
{
    return i->talk && i->closed && demo_answered_by(i) != NONE && !i->parent;
}

/* --- tags --- */

static enum err tag(struct demo_world *w, const struct demo_interaction *i, const char *kind,
                    const char *text, const char *source, const char *by)
{
    enum { KIND = 2, TAG, SOURCE, SET_BY, SET_AT };
    struct bulk *b = w->tables[DEMO_TAGS];
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    bulk_text(b, KIND, kind);
    bulk_text(b, TAG, text);
    bulk_text(b, SOURCE, source);
    bulk_text(b, SET_BY, by);
    if (by)
        bulk_time(b, SET_AT, i->closed);
    return bulk_row(b);
}

static const char *language_name(const char *code)
{
    static const char *const names[][2] = {
        {"de", "German"}, {"es", "Spanish"}, {"ar", "Arabic"}, {"ja", "Japanese"}};
    for (size_t k = 0; code && k < sizeof names / sizeof *names; k++)
        if (strcmp(names[k][0], code) == 0)
            return names[k][1];
    return "English";
}

/* What functions led to, as tags: by name, once. */
static enum err tag_functions(struct demo_world *w, const struct demo_interaction *i)
{
    static const char *const outputs[][2] = {
        {"register_payment_promise", "Promise registered"},
        {"take_payment", "Payment taken"},
        {"schedule_callback", "Callback scheduled"},
        {"send_debt_summary", "Summary sent"},
        {"submit_meter_reading", "Reading stored"},
        {"transfer_to_human", "Handed to a person"},
        {"open_dispute", "Dispute opened"},
        {"create_payment_plan", "Plan created"},
    };
    enum err e = OK;
    for (size_t o = 0; o < sizeof outputs / sizeof *outputs && !e; o++)
        for (size_t k = 0; k < i->talk->n; k++) {
            const struct demo_said *s = &i->talk->said[k];
            if (s->who != 'f' || s->mood != '+' || strcmp(s->text, outputs[o][0]) != 0)
                continue;
            e = tag(w, i, "function", outputs[o][1], "vendor", NULL);
            break;
        }
    return e;
}

static enum err tag_by_person(struct demo_world *w, const struct demo_interaction *i)
{
    static const char *const tags[] = {"training", "VIP", "call quality", "check again",
                                       "good example"};
    struct random r = demo_chance(i, TAGGING);
    if (!random_chance(&r, demo_new(w, i, DEMO_NEW_DAYS) ? .05 : .004))
        return OK;
    return tag(w, i, "", tags[random_below(&r, 5)], "person", w->tenant->users[0].name);
}

static enum err write_tags(struct demo_world *w, const struct demo_interaction *i)
{
    const struct demo_script *s = i->talk->script;
    enum err e = tag_by_person(w, i);
    if (e || !demo_has_ai(w, i) || (!demo_new(w, i, 60) && i->seed % 4))
        return e;
    e = tag(w, i, "call_reason", s->topic, "ai", NULL);
    if (!e)
        e = tag(w, i, "language", language_name(s->language), "ai", NULL);
    if (!e && s->issue)
        e = tag(w, i, "issue", s->issue, "ai", NULL);
    return e ? e : tag_functions(w, i);
}

/* --- flags --- */

struct flag {
    const char *name, *reason, *clear_reason; /* not cleared: NULL */
    bool by_person;
};

static bool has_failed_function(const struct demo_interaction *i)
{
    for (size_t k = 0; k < i->talk->n; k++)
        if (i->talk->said[k].who == 'f' && i->talk->said[k].mood == '-')
            return true;
    return false;
}

/* What the review by an AI found. */
static bool find_flag(const struct demo_world *w, const struct demo_interaction *i,
                      struct random *r, struct flag *f)
{
    bool ai = demo_has_ai(w, i), broken = i->outcome && strcmp(i->outcome, "technical_error") == 0;
    if (broken)
        *f = (struct flag){"technical_error", "The connection was lost before the end.", NULL, 0};
    else if (ai && i->talk->script->hostile)
        *f = (struct flag){"hostile_client",
                           "The client was abusive; check how the agent dealt "
                           "with it.",
                           NULL, 0};
    else if (ai && has_failed_function(i) && random_chance(r, .25))
        *f = (struct flag){"function_failed", "A function answered with an error.", NULL, 0};
    else if (ai && i->channel == VOICE && random_chance(r, .012))
        *f = (struct flag){"compliance", "The notice about the recording may be missing.", NULL, 0};
    return f->name;
}

static bool flag_by_person(const struct demo_world *w, const struct demo_interaction *i,
                           struct random *r, struct flag *f)
{
    static const struct flag flags[] = {
        {"quality", "Please listen to this in the next team meeting.", NULL, true},
        {"follow_up", "The client was promised a callback. Did it happen?", NULL, true},
        {"coaching", "A good example of how to calm somebody down.", NULL, true},
    };
    if (random_chance(r, demo_new(w, i, DEMO_NEW_DAYS) ? .015 : .001))
        *f = flags[random_below(r, 3)];
    return f->name;
}

/* At most one by each; older ones were mostly dealt with. */
static size_t flags_of(const struct demo_world *w, const struct demo_interaction *i,
                       struct flag flags[2])
{
    static const char *const reasons[] = {"Listened to it, nothing to do.",
                                          "Discussed with the agent.",
                                          "Known failure, it was mended."};
    struct random r = demo_chance(i, FLAGGING);
    size_t n = 0;
    memset(flags, 0, 2 * sizeof *flags);
    if (!has_marks(i))
        return 0;
    n += find_flag(w, i, &r, &flags[n]);
    n += flag_by_person(w, i, &r, &flags[n]);
    for (size_t k = 0; k < n; k++)
        if (random_chance(&r, demo_new(w, i, 2) ? .1 : .6))
            flags[k].clear_reason = reasons[random_below(&r, 3)];
    return n;
}

bool demo_flagged(const struct demo_world *w, const struct demo_interaction *i)
{
    struct flag flags[2];
    size_t n = flags_of(w, i, flags);
    return (n > 0 && !flags[0].clear_reason) || (n > 1 && !flags[1].clear_reason);
}

static ms_t later(const struct demo_world *w, ms_t at, int64_t ms)
{
    return at + ms < w->now ? at + ms : w->now;
}

static enum err write_flag(struct demo_world *w, const struct demo_interaction *i, int no,
                           const struct flag *f)
{
    enum { NO = 2, FLAG, REASON, SOURCE, SET_BY, SET_AT, CLEARED_BY, CLEARED_AT, CLEAR_REASON };
    struct bulk *b = w->tables[DEMO_FLAGS];
    const struct demo_user *users = w->tenant->users;
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    bulk_int(b, NO, no);
    bulk_text(b, FLAG, f->name);
    bulk_text(b, REASON, f->reason);
    bulk_text(b, SOURCE, f->by_person ? "person" : "ai");
    bulk_text(b, SET_BY, f->by_person ? users[1].name : NULL);
    bulk_time(b, SET_AT, later(w, i->closed, f->by_person ? 3600000 : 30000));
    if (f->clear_reason) {
        bulk_text(b, CLEARED_BY, users[0].name);
        bulk_time(b, CLEARED_AT, later(w, i->closed, DEMO_DAY_MS));
        bulk_text(b, CLEAR_REASON, f->clear_reason);
    }
    return bulk_row(b);
}

static enum err write_flags(struct demo_world *w, const struct demo_interaction *i)
{
    struct flag flags[2];
    size_t n = flags_of(w, i, flags);
    enum err e = OK;
    for (size_t k = 0; k < n && !e; k++)
        e = write_flag(w, i, (int)k + 1, &flags[k]);
    return e;
}

/* --- notes --- */

static enum err write_note(struct demo_world *w, const struct demo_interaction *i)
{
    enum { NO = 2, AUTHOR_ID, AUTHOR, WRITTEN, BODY };
    static const char *const notes[] = {
        "Called back: the matter is settled.",
        "Waiting for the document. Remind them on Monday.",
        "Known client, prefers to be called in the evening.",
        "Check with accounting whether the payment has arrived.\nIf not, offer a plan.",
    };
    struct bulk *b = w->tables[DEMO_NOTES];
    size_t by = i->seed % 2;
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    bulk_int(b, NO, 1);
    bulk_int(b, AUTHOR_ID, w->user_ids[by]);
    bulk_text(b, AUTHOR, w->tenant->users[by].name);
    bulk_time(b, WRITTEN, later(w, i->closed, 1800000));
    bulk_text(b, BODY, notes[i->seed / 2 % 4]);
    return bulk_row(b);
}

static enum err write_coaching(struct demo_world *w, const struct demo_interaction *i)
{
    enum { NO = 2, AUTHOR, WRITTEN, BODY, DELIVERED };
    static const char *const notes[] = {"Offer the payment plan now.",
                                        "Speak a little slower, please.",
                                        "Ask for the meter number once more."};
    struct bulk *b = w->tables[DEMO_COACHING];
    const struct demo_leg *leg = &i->leg[0];
    ms_t at = leg->answered_at + leg->talk_s * 400LL;
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    bulk_int(b, NO, 1);
    bulk_text(b, AUTHOR, w->tenant->users[1].name);
    bulk_time(b, WRITTEN, at);
    bulk_text(b, BODY, notes[i->seed % 3]);
    bulk_time(b, DELIVERED, at + 800);
    return bulk_row(b);
}

enum err demo_write_marks(struct demo_world *w, const struct demo_interaction *i)
{
    struct random r = demo_chance(i, NOTING);
    if (!has_marks(i))
        return OK;
    enum err e = write_tags(w, i);
    if (!e)
        e = write_flags(w, i);
    if (!e && random_chance(&r, demo_new(w, i, DEMO_NEW_DAYS) ? .03 : .002))
        e = write_note(w, i);
    if (!e && i->leg[0].answered && random_chance(&r, .002))
        e = write_coaching(w, i);
    return e;
}
