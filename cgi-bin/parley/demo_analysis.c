#include "core/buf.h"
#include "demo.h"

#include <ctype.h>

enum { ANALYSIS = 20 };
enum {
    TENANT,
    INTERACTION,
    TOPIC,
    SUMMARY,
    KEYWORDS,
    SENTIMENT,
    EMOTIONS,
    CSAT,
    CRITERIA,
    PERFORMANCE,
    COLLECTED,
    SOURCE,
    MADE
};

/* "a,b" as ["a","b"]; "joy 0.7,fear 0.2" as objects with a name and a score. */
static const char *as_list(struct demo_world *w, const char *text, bool scores)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    buf_putc(&b, '[');
    for (const char *s = text; s && *s;) {
        size_t n = strcspn(s, ","), name = scores ? strcspn(s, " ") : n;
        if (b.len > 1)
            buf_putc(&b, ',');
        buf_printf(&b, scores ? "{\"name\":\"%.*s\",\"score\":%.*s}" : "\"%.*s\"", (int)name, s,
                   (int)(n - name), s + name);
        s += n + (s[n] == ',');
    }
    buf_putc(&b, ']');
    return arena_dupn(w->days, b.s, b.len);
}

/* The moods of the client's first and last line. */
static void moods(const struct demo_talk *t, int *first, int *last)
{
    *first = *last = NONE;
    for (size_t k = 0; k < t->n; k++)
        if (t->said[k].who == 'c') {
            *last = t->said[k].mood - '0';
            *first = *first == NONE ? *last : *first;
        }
}

static const char *course_of_mood(const struct demo_talk *t)
{
    static const char *const texts[3][3] = {
        {"Annoyed from the first sentence to the last.", "Upset at first, calm towards the end.",
         "Upset at the beginning and relieved once there was a solution."},
        {"Factual at first, then disappointed by the answer.", "Factual from beginning to end.",
         "Factual at first and content with the answer."},
        {"Friendly at first, less so at the end.", "Friendly, without strong feelings.",
         "Friendly and content all along."},
    };
    int first, last;
    moods(t, &first, &last);
    if (first == NONE)
        return NULL;
    return texts[first < 2 ? 0 : first == 2 ? 1 : 2][last < 2 ? 0 : last == 2 ? 1 : 2];
}

static const char *about_csat(int csat)
{
    static const char *const texts[] = {
        "The request was not settled, and the client said so plainly.",
        "The client had to ask more than once and was not convinced.",
        "Settled in part; something was left open.",
        "Settled, with a small detour.",
        "Settled at once, and the client said thank you.",
    };
    return csat == NONE ? NULL : texts[csat - 1];
}

/* What the agent did, as far as it shows. */
struct conduct {
    int turns, done, failed, verified;
    bool solved, handed_over;
    const char *collected;
};

static struct conduct conduct_of(const struct demo_interaction *i)
{
    struct conduct c = {.verified = NONE, .handed_over = i->legs > 1};
    const char *how = i->outcome ? i->outcome : "";
    c.solved = strcmp(how, "success") == 0 || strcmp(how, "complete") == 0;
    for (size_t k = 0; k < i->talk->n; k++) {
        const struct demo_said *s = &i->talk->said[k];
        c.turns += s->who == 'a';
        c.done += s->who == 'f' && s->mood == '+';
        c.failed += s->who == 'f' && s->mood == '-';
        if (s->who == 'f' && strcmp(s->text, "verify_identity") == 0)
            c.verified = s->mood == '+';
        if (s->who == 'f' && s->mood == '+')
            c.collected = s->params;
    }
    return c;
}

static void add_criterion(struct buf *b, const char *name, int success, const char *rationale)
{
    buf_printf(b, "%c{\"name\":\"%s\",\"result\":\"%s\",\"rationale\":\"%s\"}", b->len ? ',' : '[',
               name,
               success == NONE ? "unknown"
               : success       ? "success"
                               : "failure",
               rationale);
}

static const char *criteria(struct demo_world *w, const struct conduct *c)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    add_criterion(&b, "Greeting and name", 1, "The agent said who it is and from where.");
    add_criterion(&b, "Identity checked", c->verified,
                  c->verified == NONE ? "There was no need to, or nobody asked."
                  : c->verified       ? "The answers agree with the records."
                                      : "The answers did not agree with the records.");
    add_criterion(&b, "Request settled", c->solved,
                  c->solved ? "The client got what they asked for."
                            : "Something was left open at the end.");
    add_criterion(&b, "Systems worked", c->done + c->failed ? !c->failed : NONE,
                  c->failed ? "A function answered with an error." : "No errors in the functions.");
    buf_putc(&b, ']');
    return arena_dupn(w->days, b.s, b.len);
}

static const char *performance(struct demo_world *w, const struct conduct *c, bool ai)
{
    return arena_printf(w->days, "The %s needed %d turns%s. %s%s", ai ? "AI agent" : "agent",
                        c->turns, c->handed_over ? " and handed the conversation over" : "",
                        c->failed ? "It went on sensibly after an error. " : "",
                        c->solved
                            ? "Clear language, no repetitions; the request was settled."
                            : "It stayed polite, but could have offered an alternative earlier.");
}

static bool is_analysed(const struct demo_world *w, const struct demo_interaction *i)
{
    struct random r = demo_chance(i, ANALYSIS);
    if (!i->talk || !i->closed || demo_answered_by(i) == NONE || i->parent)
        return false;
    return random_chance(&r, demo_has_ai(w, i)               ? demo_new(w, i, 60) ? .98 : .3
                             : demo_new(w, i, DEMO_NEW_DAYS) ? .3
                                                             : .01);
}

enum err demo_write_analysis(struct demo_world *w, const struct demo_interaction *i)
{
    if (!is_analysed(w, i))
        return OK;
    struct bulk *b = w->tables[DEMO_ANALYSES];
    struct random r = demo_chance(i, ANALYSIS + 1);
    const struct demo_script *s = i->talk->script;
    struct conduct c = conduct_of(i);
    ms_t made = i->closed + random_between(&r, 4000, 40000);
    int agent = demo_answered_by(i);
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    bulk_text(b, TOPIC, s->topic);
    bulk_text(b, SUMMARY,
              demo_fill(w, &i->talk->cast, w->agents[agent].name, &r, s->summary, false));
    bulk_text(b, KEYWORDS, as_list(w, s->keywords, false));
    bulk_text(b, SENTIMENT, course_of_mood(i->talk));
    bulk_text(b, EMOTIONS, as_list(w, s->emotions, true));
    bulk_text(b, CSAT, about_csat(i->csat));
    bulk_text(b, CRITERIA, criteria(w, &c));
    bulk_text(b, PERFORMANCE, performance(w, &c, demo_has_ai(w, i)));
    bulk_text(b, COLLECTED, c.collected);
    bulk_text(b, SOURCE, demo_has_ai(w, i) ? "vendor" : "parley");
    bulk_time(b, MADE, made < w->now ? made : w->now);
    return bulk_row(b);
}
