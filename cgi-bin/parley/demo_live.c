#include "demo.h"

/* What an interaction that runs now is doing. */
enum doing { WAITING, TALKING, WRAPPING_UP };

static enum doing draw(struct demo_world *w, const struct demo_interaction *i)
{
    static const double shares[] = {.25, .85, 1};
    size_t d = random_pick(&w->random, shares, 3);
    if (d == WAITING && i->outbound)
        return TALKING;
    if (d == WRAPPING_UP && i->channel != VOICE)
        return TALKING;
    return (enum doing)d;
}

static void answer(struct demo_world *w, struct demo_interaction *i, int queue, bool ai,
                   int elapsed)
{
    struct demo_leg *leg = &i->leg[0];
    int wait = (int)random_between(&w->random, 1, 1 + elapsed / 4);
    leg->agent = demo_pick_agent(w, queue, ai, w->now);
    if (leg->agent == NONE)
        leg->agent = demo_pick_agent(w, queue, !ai, w->now);
    if (leg->agent == NONE)
        return; /* keeps waiting */
    leg->answered = true;
    *(i->outbound ? &leg->ring_s : &leg->wait_s) = wait;
    i->status = "active";
    if (w->agents[leg->agent].ai)
        i->flow = w->tenant->queues[queue].flow;
    else if (i->channel == VOICE)
        w->agents[leg->agent].free_at = w->now + 600000;
}

static void wrap_up(struct demo_world *w, struct demo_interaction *i, int elapsed)
{
    struct demo_leg *leg = &i->leg[0];
    int used = (leg->wait_s > 0 ? leg->wait_s : leg->ring_s) + i->ivr_s;
    int after = (int)random_between(&w->random, 1, 40);
    if (!leg->answered || w->agents[leg->agent].ai || elapsed - used - after < 10)
        return;
    leg->talk_s = elapsed - used - after;
    leg->hold_s = 0;
    leg->left = true;
    leg->left_reason = "completed_client";
    i->ended_by = "client";
    i->status = "acw";
}

void demo_live(struct demo_world *w, struct demo_interaction *i)
{
    int queue;
    do
        queue = (int)random_pick(&w->random, w->queue_sums, w->queues);
    while (w->tenant->queues[queue].closes > 0);
    demo_begin(w, i, i->created, queue);
    int elapsed = (int)((w->now - i->created) / 1000);
    enum doing doing = draw(w, i);
    i->status = "new";
    if (i->channel == VOICE && !i->outbound)
        i->ivr_s = elapsed / 5 < 20 ? elapsed / 5 : 20;
    demo_add_leg(i, queue);
    bool ai = random_chance(&w->random, w->tenant->queues[queue].ai);
    if (doing != WAITING || elapsed > 300 || i->outbound)
        answer(w, i, queue, ai && doing != WRAPPING_UP, elapsed - i->ivr_s);
    if (doing == WRAPPING_UP)
        wrap_up(w, i, elapsed);
    demo_lay_out(i, w->now);
    i->closed = 0;
    demo_talk(w, i);
}
