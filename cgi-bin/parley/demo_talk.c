#include "demo.h"

#include <math.h>

enum { TALK = 2, LINES = 96 };

/* How often there is a transcript of an answered call, by how many days ago it was. */
static const struct {
    int days;
    double ai, human;
} transcribed[] = {{DEMO_NEW_DAYS, .98, .4}, {60, .99, .06}, {1000, .2, .004}};

/* What is said when a conversation is handed over, and by whom. */
static const struct {
    const char *language, *before, *after;
} handovers[] = {
    {"de", "Ich verbinde Sie mit einem Kollegen. Einen Moment, bitte.",
     "Guten Tag, mein Name ist <agent>. Ich sehe, worum es geht."},
    {"es", "Le paso con un compañero. Un momento, por favor.",
     "Hola, soy <agent>. Ya veo el caso."},
    {"ar", "سأحولك إلى زميل. لحظة من فضلك.", "مرحبا، أنا <agent>. أرى الموضوع أمامي."},
    {"ja", "担当者におつなぎします。少々お待ちください。", "<agent> です。内容を確認しました。"},
    {NULL, "I will put you through to a colleague who can help you. One moment, please.",
     "Hello, this is <agent>. I can see what it is about."},
};

/* A conversation while it is put together. */
struct making {
    struct demo_world *w;
    struct demo_interaction *i;
    struct demo_talk *talk;
    struct random r;
    int leg[DEMO_LEGS], legs; /* those that were answered */
};

static double share_transcribed(const struct demo_world *w, const struct demo_interaction *i)
{
    size_t k = 0;
    if (i->special)
        return 1;
    while (!demo_new(w, i, transcribed[k].days) && k < 2)
        k++;
    return demo_has_ai(w, i) ? transcribed[k].ai : transcribed[k].human;
}

static bool is_known(struct making *m)
{
    if (m->i->channel != VOICE)
        return m->i->legs || m->i->parent;
    return m->legs && m->i->closed && random_chance(&m->r, share_transcribed(m->w, m->i));
}

/* --- which script --- */

static bool has_media(const struct demo_script *s)
{
    for (const struct demo_line *l = s->lines; l->who; l++)
        if (l->media)
            return true;
    return false;
}

static bool can_follow(const struct making *m, const struct demo_script *s, const char *language)
{
    const struct demo_interaction *i = m->i;
    const char *queue = m->w->tenant->queues[i->queue].name;
    bool ai = m->legs && m->w->agents[i->leg[m->leg[0]].agent].ai;
    return strchr(s->channels, "vcswe"[i->channel]) &&
           (i->parent ? s->during_call : !s->during_call) &&
           (!s->queue || strcmp(s->queue, queue) == 0) &&
           strcmp(s->language ? s->language : "", language ? language : "") == 0 &&
           (!s->who || !m->legs || (s->who == 'a') == ai) &&
           (!s->way || (s->way == 'o') == i->outbound) &&
           (demo_new(m->w, i, DEMO_NEW_DAYS) || !has_media(s));
}

static bool fits(const struct demo_interaction *i, const struct demo_script *s)
{
    return !s->fits || i->disposition == NONE || strchr(s->fits, 'a' + i->disposition);
}

/* Old ones are mostly brief. Those that fit come first, and those of the queue before others. */
static double weight(const struct making *m, const struct demo_script *s)
{
    double x = fits(m->i, s) ? 1 : s->queue ? .001 : .00001;
    if (s->queue || s->language)
        x *= 4;
    if (!demo_new(m->w, m->i, 60) && m->i->channel != VOICE && !s->brief)
        x *= .1;
    return x;
}

static const struct demo_script *choose(struct making *m, const char *language)
{
    enum { MOST = 120 };
    const struct demo_script *found[MOST];
    double sums[MOST];
    size_t n = 0;
    for (const struct demo_script *const *table = m->w->tenant->scripts; *table; table++)
        for (const struct demo_script *s = *table; s->channels && n < MOST; s++)
            if (can_follow(m, s, language)) {
                found[n] = s;
                sums[n++] = weight(m, s);
            }
    if (!n)
        return NULL;
    random_cumulate(sums, n);
    return found[random_pick(&m->r, sums, n)];
}

static const struct demo_script *choose_any(struct making *m)
{
    static const struct {
        const char *language;
        double share;
    } shares[] = {{"de", .3}, {"es", .45}, {"ar", .6}, {"ja", .9}};
    const struct demo_interaction *i = m->i;
    const char *own = i->contact == NONE ? NULL : demo_language(m->w->contacts[i->contact].culture);
    for (size_t k = 0; own && k < sizeof shares / sizeof *shares; k++) {
        bool want = strcmp(own, shares[k].language) == 0 && random_chance(&m->r, shares[k].share);
        const struct demo_script *s = want ? choose(m, own) : NULL;
        if (s && fits(i, s))
            return s;
    }
    return choose(m, NULL);
}

/* --- what is known of the interaction agrees with it --- */

static void agree(struct making *m)
{
    static const int near[] = {-1, 0, 0, 0, 0, 0, 1};
    struct demo_interaction *i = m->i;
    const struct demo_script *s = m->talk->script;
    if (i->disposition != NONE && !fits(i, s))
        demo_use_disposition(m->w, i, demo_letter(&m->r, s->fits));
    int mood = s->mood + near[random_below(&m->r, 7)];
    mood = s->hostile || mood < 0 ? 0 : mood > 4 ? 4 : mood;
    if (i->sentiment)
        i->sentiment = demo_sentiments[mood];
    if (i->csat != NONE)
        i->csat = (int)fmin(fmax(mood + 1 + near[random_below(&m->r, 7)], 1), 5);
}

/* --- its lines --- */

static void say(struct making *m, int agent, struct demo_line line)
{
    struct demo_talk *t = m->talk;
    bool ai = agent != NONE && m->w->agents[agent].ai, function = line.who == 'f';
    const char *name = agent == NONE ? NULL : m->w->agents[agent].name;
    if (t->n == LINES || (function && !ai))
        return;
    t->said[t->n++] = (struct demo_said){
        .who = line.who,
        .mood = line.mood,
        .agent = agent,
        .text = demo_fill(m->w, &t->cast, name, &m->r, line.text, false),
        .params = function ? demo_fill(m->w, &t->cast, name, &m->r, line.params, true) : NULL,
        .result = line.result
                      ? demo_fill(m->w, &t->cast, name, &m->r, line.result, line.result[0] == '{')
                      : NULL,
        .media = line.media,
    };
}

static void hand_over(struct making *m, int from, int to)
{
    size_t k = 0;
    const char *language = m->talk->script->language;
    while (handovers[k].language && (!language || strcmp(handovers[k].language, language) != 0))
        k++;
    say(m, from, (struct demo_line)A(handovers[k].before));
    say(m, from,
        (struct demo_line)F("transfer_to_human", "{'reason':'needs_a_person'}",
                            "{'transferred':true}"));
    say(m, to, (struct demo_line)A(handovers[k].after));
}

/* The client says what it is about before anybody else; nobody may ever answer. */
static void say_opening(struct making *m)
{
    const struct demo_line *l = m->talk->script->lines;
    bool all = m->i->parent && strcmp(m->i->result, "responded") == 0;
    for (char first = l->who; l->who == first || (all && l->who); l++)
        say(m, demo_answered_by(m->i), *l);
}

static void say_all(struct making *m)
{
    const struct demo_line *lines = m->talk->script->lines;
    size_t n = 0, at = 0;
    while (lines[n].who)
        n++;
    bool broken = m->i->outcome && strcmp(m->i->outcome, "technical_error") == 0;
    if (broken)
        n = n * 6 / 10 + 1;
    for (int l = 0; l < m->legs; l++) {
        int agent = m->i->leg[m->leg[l]].agent;
        size_t end = n * (size_t)(l + 1) / (size_t)m->legs;
        while (l + 1 < m->legs && end < n && (!end || lines[end - 1].who != 'c'))
            end++;
        for (; at < end; at++)
            say(m, agent, lines[at]);
        if (l + 1 < m->legs)
            hand_over(m, agent, m->i->leg[m->leg[l + 1]].agent);
    }
    if (broken)
        say(m, NONE, (struct demo_line){.who = 's', .text = "The connection was lost."});
}

static void find_legs(struct making *m)
{
    for (int l = 0; l < m->i->legs; l++)
        if (m->i->leg[l].answered)
            m->leg[m->legs++] = l;
}

static bool make(struct making *m)
{
    struct demo_talk *t = m->talk = arena_alloc(m->w->days, sizeof *t);
    t->script = choose_any(m);
    if (!t->script)
        return false;
    t->said = arena_array(m->w->days, LINES, sizeof *t->said);
    demo_cast(m->w, m->i, t->script->language, &t->cast);
    if (m->legs)
        say_all(m);
    else
        say_opening(m);
    if (m->i->closed && m->legs)
        agree(m);
    return demo_time_talk(m->w, m->i, t);
}

void demo_talk(struct demo_world *w, struct demo_interaction *i)
{
    struct making m = {.w = w, .i = i, .r = demo_chance(i, TALK)};
    struct demo_interaction before = *i;
    find_legs(&m);
    if (!is_known(&m))
        return;
    bool made = make(&m);
    if (!made)
        *i = before;
    i->talk = made ? m.talk : NULL;
}
