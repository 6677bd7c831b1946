#include "demo.h"

enum { TIMING = 3, FIRST_MS = 600 };

/* What one agent has of a conversation: its lines, and from when to when. */
struct segment {
    size_t from, to;
    ms_t begin, end;
};

static int letters(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80 ? 1 + ((unsigned char)*text >= 0xe3) : 0;
    return n;
}

/* How long it takes to say, and the pause behind it. */
static ms_t spoken_ms(struct random *r, const struct demo_said *s)
{
    if (s->who == 'f')
        return random_between(r, 700, 2400);
    return 350 + 62 * letters(s->text) + random_between(r, 250, 1200);
}

static ms_t segment_ms(struct random r, const struct demo_talk *t, size_t from, size_t to)
{
    ms_t sum = FIRST_MS;
    for (size_t k = from; k < to; k++)
        sum += spoken_ms(&r, &t->said[k]);
    return sum;
}

/* The lines up to the last of the same agent; clients speak with whoever speaks with them. */
static size_t segment_end(const struct demo_talk *t, size_t from)
{
    int agent = t->said[from].agent;
    while (from < t->n && (t->said[from].agent == agent || t->said[from].agent == NONE))
        from++;
    return from;
}

/* The conversation takes as long as its lines do, with pauses; an agent who takes longer for it is
 * busy for longer. */
static void fit_leg(struct demo_world *w, struct demo_leg *leg, ms_t needed, struct random *r)
{
    int before = leg->talk_s, least = (int)(needed / 1000) + 1;
    int most = (int)((double)least * (1.15 + .7 * random_unit(r)));
    leg->talk_s = before < least ? least : before > most ? most : before;
    if (leg->talk_s > before)
        w->agents[leg->agent].free_at += (leg->talk_s - before) * 1000LL;
}

/* Pauses are as long as the leg leaves room for them, before the agent's answers. */
static void place_spoken(struct demo_talk *t, const struct segment *s, struct random r)
{
    ms_t at = s->begin + FIRST_MS, spare = s->end - s->begin - segment_ms(r, t, s->from, s->to);
    int answers = 1;
    for (size_t k = s->from; k < s->to; k++)
        answers += t->said[k].who == 'a';
    for (size_t k = s->from; k < s->to; k++) {
        at += t->said[k].who == 'a' && k > s->from ? spare / answers : 0;
        t->said[k].at = at;
        at += spoken_ms(&r, &t->said[k]);
    }
}

static bool time_spoken(struct demo_world *w, struct demo_interaction *i, struct demo_talk *t)
{
    struct random r = demo_chance(i, TIMING), pauses = demo_chance(i, TIMING + 1);
    ms_t begin = 0;
    size_t from = 0;
    for (int l = 0; l < i->legs && from < t->n; l++) {
        struct demo_leg *leg = &i->leg[l];
        if (!leg->answered)
            continue;
        struct segment s = {.from = from, .to = segment_end(t, from), .begin = begin};
        fit_leg(w, leg, segment_ms(r, t, s.from, s.to), &pauses);
        s.end = begin + leg->talk_s * 1000LL;
        place_spoken(t, &s, r);
        begin = s.end + (leg->hold_s > 0 ? leg->hold_s * 1000LL : 0);
        from = s.to;
    }
    demo_lay_out(i, INT64_MAX);
    return i->closed <= w->now;
}

/* --- written --- */

/* What was written before the other side had a chance to answer. */
static size_t place_opening(const struct demo_interaction *i, struct demo_talk *t, ms_t latest,
                            struct random *r)
{
    size_t k = 0;
    ms_t at = i->created;
    for (; k < t->n && t->said[k].who == t->said[0].who; k++) {
        t->said[k].at = at < latest ? at : latest;
        at += random_between(r, 1500, 9000);
    }
    return k;
}

/* The rest lies between answer and end, a long text later than a short one. */
static void place_written(struct demo_world *w, struct demo_talk *t, const struct segment *s,
                          struct random *r)
{
    size_t n = s->to - s->from;
    double *sums = arena_array(w->days, n + 1, sizeof *sums);
    for (size_t k = 0; k < n; k++)
        sums[k] = t->said[s->from + k].who == 'f' ? .1 : .4 + 1.4 * random_unit(r);
    if (n)
        random_cumulate(sums, n);
    for (size_t k = 0; k < n; k++)
        t->said[s->from + k].at =
            s->begin + (ms_t)((double)(s->end - s->begin) * .97 * sums[k] / sums[n - 1]);
}

/* What is still to come has not been said. */
static void cut_at(struct demo_talk *t, ms_t now)
{
    size_t n = 0;
    while (n < t->n && t->said[n].at < now)
        n++;
    t->n = n;
}

static bool time_written(struct demo_world *w, struct demo_interaction *i, struct demo_talk *t)
{
    struct random r = demo_chance(i, TIMING);
    ms_t end = i->closed ? i->closed : w->now;
    size_t from = 0;
    bool opened = false;
    for (int l = 0; l < i->legs && from < t->n; l++) {
        const struct demo_leg *leg = &i->leg[l];
        if (!leg->answered)
            continue;
        struct segment s = {.from = from, .to = segment_end(t, from), .begin = leg->answered_at};
        s.end = leg->left_at ? leg->left_at : s.begin + (w->now - s.begin) * 2;
        if (!opened)
            s.from = place_opening(i, t, s.begin, &r);
        opened = true;
        place_written(w, t, &s, &r);
        from = s.to;
    }
    for (size_t k = opened ? t->n : place_opening(i, t, end, &r); k < t->n; k++)
        t->said[k].at = end;
    if (!i->closed)
        cut_at(t, w->now - 500);
    return t->n > 0;
}

bool demo_time_talk(struct demo_world *w, struct demo_interaction *i, struct demo_talk *t)
{
    return i->channel == VOICE ? time_spoken(w, i, t) : time_written(w, i, t);
}
