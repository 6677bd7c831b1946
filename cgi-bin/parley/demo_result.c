#include "demo.h"

#include <math.h>

static const struct demo_leg *last_leg(const struct demo_interaction *i)
{
    return i->legs ? &i->leg[i->legs - 1] : NULL;
}

void demo_use_disposition(struct demo_world *w, struct demo_interaction *i, int d)
{
    const struct demo_disposition *row = &w->tenant->dispositions[d];
    i->disposition = d;
    i->outcome = row->outcome;
    i->result = row->result;
}

/* Nobody spoke with the client: they hung up, left a message, or were not reached. */
static void unanswered(struct demo_world *w, struct demo_interaction *i)
{
    const struct demo_leg *leg = last_leg(i);
    if (i->outbound && i->channel == VOICE) {
        demo_use_disposition(w, i, demo_letter(&w->random, w->tenant->unreached));
        return;
    }
    if (i->outbound) {
        static const char *const results[] = {"delivered", "delivered", "delivered", "no_response",
                                              "sent",      "retryable", "failed"};
        i->result = results[random_below(&w->random, 7)];
        bool arrived = strcmp(i->result, "failed") != 0 && strcmp(i->result, "retryable") != 0;
        i->outcome = arrived ? "complete" : "failed";
        return;
    }
    bool gave_up = !leg || strcmp(leg->left_reason, "abandoned") == 0;
    i->outcome = gave_up ? "abandoned" : "incomplete";
    i->ended_by = "client";
}

static void answered(struct demo_world *w, struct demo_interaction *i, bool ai)
{
    struct random *r = &w->random;
    const struct demo_leg *leg = last_leg(i);
    if (leg->transfer_kind && strcmp(leg->transfer_kind, "external") == 0) {
        i->outcome = "transferred";
    } else if (ai && random_chance(r, .006)) {
        i->outcome = "technical_error";
        i->ended_by = "system";
    } else if (random_chance(r, .06)) {
        i->outcome = "complete";
    } else {
        demo_use_disposition(w, i, demo_letter(r, w->tenant->queues[leg->queue].mix));
    }
}

/* Long waits and being passed on show in the mood, and the mood in the rating. */
static void mood(struct demo_world *w, struct demo_interaction *i, bool ai)
{
    struct random *r = &w->random;
    double score = .35 - .35 * (i->legs - 1);
    int wait = 0;
    for (int l = 0; l < i->legs; l++)
        wait += i->leg[l].wait_s > 0 ? i->leg[l].wait_s : 0;
    if (i->channel == VOICE || i->channel == CHAT)
        score -= fmin(wait / 240.0, 1.2);
    if (i->outcome && strcmp(i->outcome, "success") == 0)
        score += .35;
    score = random_normal(r, score, .8);
    if (random_chance(r, ai ? .9 : .22))
        i->sentiment = demo_sentiments[(int)fmin(fmax(round(2 + score), 0), 4)];
    if (!i->outbound && random_chance(r, .16))
        i->csat = (int)fmin(fmax(round(random_normal(r, 3.9 + .8 * score, .5)), 1), 5);
}

static int replies(const struct demo_interaction *i, int agent)
{
    int n = 0;
    for (size_t k = 0; i->talk && k < i->talk->n; k++)
        n += i->talk->said[k].who == 'a' && i->talk->said[k].agent == agent;
    return n;
}

/* By the second on the telephone, else by the reply. */
void demo_cost(struct demo_world *w, struct demo_interaction *i)
{
    if (!demo_has_ai(w, i))
        return;
    i->cost_micros = 0;
    for (int l = 0; l < i->legs; l++) {
        const struct demo_leg *leg = &i->leg[l];
        if (leg->answered && w->agents[leg->agent].ai)
            i->cost_micros +=
                i->channel == VOICE ? leg->talk_s * 1350LL : 2600LL * replies(i, leg->agent);
    }
}

void demo_result(struct demo_world *w, struct demo_interaction *i)
{
    const struct demo_leg *leg = last_leg(i);
    bool ai = demo_has_ai(w, i);
    if (ai)
        i->flow = w->tenant->queues[i->leg[0].queue].flow;
    if (!leg || !leg->answered)
        unanswered(w, i);
    else
        answered(w, i, ai);
    if (leg && leg->answered)
        mood(w, i, ai);
}
