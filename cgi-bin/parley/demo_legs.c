#include "demo.h"

struct demo_leg *demo_add_leg(struct demo_interaction *i, int queue)
{
    struct demo_leg *leg = &i->leg[i->legs++];
    *leg = (struct demo_leg){
        .queue = queue,
        .agent = NONE,
        .wait_s = NONE,
        .ring_s = NONE,
        .talk_s = NONE,
        .hold_s = NONE,
        .acw_s = NONE,
    };
    return leg;
}

static bool can_take(const struct demo_agent *a, int queue, bool ai, ms_t at)
{
    return a->ai == ai && a->queues >> queue & 1 && a->from <= at && at < a->until;
}

int demo_pick_agent(struct demo_world *w, int queue, bool ai, ms_t at)
{
    double sums[DEMO_AGENTS];
    int soonest = NONE;
    for (size_t a = 0; a < w->agent_count; a++) {
        const struct demo_agent *agent = &w->agents[a];
        bool can = can_take(agent, queue, ai, at);
        sums[a] = can && agent->free_at <= at ? agent->weight : 0;
        if (can && (soonest == NONE || agent->free_at < w->agents[soonest].free_at))
            soonest = (int)a;
    }
    random_cumulate(sums, w->agent_count);
    if (sums[w->agent_count - 1] > 0)
        return (int)random_pick(&w->random, sums, w->agent_count);
    return soonest;
}

static int known(int seconds)
{
    return seconds > 0 ? seconds : 0;
}

/* One after the other; the after-call work of a leg that was passed on runs beside the next. */
static void place(struct demo_interaction *i)
{
    ms_t t = i->created + i->ivr_s * 1000LL;
    for (int l = 0; l < i->legs; l++) {
        struct demo_leg *leg = &i->leg[l];
        leg->queued_at = i->outbound ? 0 : t;
        t += (known(leg->wait_s) + known(i->outbound ? leg->ring_s : 0)) * 1000LL;
        leg->answered_at = leg->answered ? t : 0;
        t += (known(leg->talk_s) + known(leg->hold_s)) * 1000LL;
        leg->left_at = leg->left ? t : 0;
    }
    i->closed = t + (i->legs ? known(i->leg[i->legs - 1].acw_s) * 1000LL : 0);
}

static void shorten(int *seconds, double by)
{
    if (*seconds > 0)
        *seconds = (int)(*seconds * by);
}

void demo_lay_out(struct demo_interaction *i, ms_t latest)
{
    place(i);
    if (i->closed <= latest)
        return;
    double by = (double)(latest - i->created) / (double)(i->closed - i->created);
    shorten(&i->ivr_s, by);
    for (int l = 0; l < i->legs; l++) {
        struct demo_leg *leg = &i->leg[l];
        int *parts[] = {&leg->wait_s, &leg->ring_s, &leg->talk_s, &leg->hold_s, &leg->acw_s};
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
            shorten(parts[p], by);
    }
    place(i);
}
