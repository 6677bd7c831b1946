#include "demo.h"

#include <math.h>

/* Service, per channel: median and spread of the conversation, the patience of who waits, and how
 * often an agent passes it on. */
static const struct {
    double talk_s, spread, patience_s, transfer;
} service[CHANNELS] = {
    [VOICE] = {205, .75, 240, .065}, [CHAT] = {430, .6, 190, .04},
    [SMS] = {240, .8, 14400, .015},  [WHATSAPP] = {620, .8, 14400, .02},
    [EMAIL] = {260, .6, 4e6, .03},
};

static const double ai_speed = .6, ai_escalates = .24, after_hours_load = .04;

/* An interaction on its way: where it is, since when, and how busy it is there. */
struct course {
    struct demo_world *w;
    struct demo_interaction *i;
    const struct demo_queue *q;
    int queue;
    double load;
    ms_t at;
    bool human_only;
};

static bool live_channel(const struct course *c)
{
    return c->i->channel == VOICE || c->i->channel == CHAT;
}

static int draw_wait(struct course *c)
{
    struct random *r = &c->w->random;
    if (!live_channel(c))
        return 5 + (int)fmin(random_lognormal(r, c->q->wait_s, .9), 3 * 86400.0);
    int ring = (int)random_between(r, 2, 9);
    if (!random_chance(r, fmin(.92, .42 * pow(c->load, 1.3))))
        return ring;
    return ring + (int)random_exponential(r, c->q->wait_s * fmin(fmax(c->load, .6), 2));
}

static int draw_patience(struct course *c)
{
    struct random *r = &c->w->random;
    if (live_channel(c) && random_chance(r, .012))
        return (int)random_between(r, 1, 4);
    return 3 + (int)random_exponential(r, service[c->i->channel].patience_s);
}

static void leave(struct demo_leg *leg, int wait_s, const char *reason)
{
    leg->left = true;
    leg->wait_s = wait_s;
    leg->left_reason = reason;
}

/* Ways out of a queue of calls other than to an agent. */
static bool leaves_unanswered(struct course *c, struct demo_leg *leg, int wait, int patience)
{
    struct random *r = &c->w->random;
    bool voice = c->i->channel == VOICE;
    if (voice && c->q->curve == OFFICE && c->load < after_hours_load && random_chance(r, .8))
        leave(leg, (int)random_between(r, 18, 40), "voicemail");
    else if (patience < wait)
        leave(leg, patience, "abandoned");
    else if (voice && wait > 90 && random_chance(r, .06))
        leave(leg, wait - (int)random_between(r, 5, 60), "callback");
    else if (voice && wait > 150 && random_chance(r, .25) && c->i->legs < DEMO_LEGS)
        leave(leg, 150, "overflow");
    return leg->left;
}

static void converse(struct course *c, struct demo_leg *leg)
{
    struct random *r = &c->w->random;
    struct demo_agent *agent = &c->w->agents[leg->agent];
    double speed = agent->ai ? ai_speed : agent->speed;
    leg->answered = true;
    leg->talk_s = 5 + (int)fmin(random_lognormal(r, service[c->i->channel].talk_s * speed,
                                                 service[c->i->channel].spread),
                                7200);
    if (agent->ai || c->i->channel != VOICE)
        return;
    leg->hold_s = random_chance(r, .28) ? (int)fmin(random_lognormal(r, 38, .7), 900) : 0;
    leg->acw_s = random_chance(r, .92) ? (int)fmin(random_lognormal(r, 36 * speed, .6), 1200) : 0;
    double busy_ms = (leg->talk_s + leg->hold_s + leg->acw_s) * 1000.0;
    agent->free_at = c->at + (ms_t)(busy_ms * c->w->occupied);
}

static void complete(struct course *c, struct demo_leg *leg)
{
    static const struct {
        const char *by, *reason;
    } ends[] = {{"client", "completed_client"}, {"agent", "completed_agent"}, {"system", "system"}};
    double at = random_unit(&c->w->random);
    int end = c->i->channel == VOICE ? at >= .63 : at >= .25;
    if (at >= (c->i->channel == VOICE ? .98 : .85))
        end = 2;
    leg->left = true;
    leg->left_reason = ends[end].reason;
    c->i->ended_by = ends[end].by;
}

static int other_queue(struct course *c)
{
    for (;;) {
        int q = (int)random_pick(&c->w->random, c->w->queue_sums, c->w->queues);
        const struct demo_queue *other = &c->w->tenant->queues[q];
        if (q != c->queue && !other->outbound && !other->closes &&
            (other->channel == VOICE) == (c->i->channel == VOICE))
            return q;
    }
}

/* Where an answered leg is passed on to; NONE when it ends here. */
static int pass_on(struct course *c, struct demo_leg *leg)
{
    static const char *const kinds[] = {"blind", "blind", "attended", "queue"};
    struct random *r = &c->w->random;
    bool ai = c->w->agents[leg->agent].ai, voice = c->i->channel == VOICE;
    if (c->i->legs == DEMO_LEGS ||
        !random_chance(r, ai ? ai_escalates : service[c->i->channel].transfer))
        return NONE;
    leg->left = true;
    leg->left_reason = "transferred";
    leg->transfer_kind = voice && !ai ? kinds[random_below(r, 4)] : "queue";
    c->human_only = true;
    if (voice && !ai && random_chance(r, .12)) {
        leg->transfer_kind = "external";
        c->i->ended_by = "agent";
        return NONE;
    }
    return ai && random_chance(r, .75) ? c->queue : other_queue(c);
}

/* The agent who takes it at c->at, after `wait` more seconds of theirs; NONE if nobody can. */
static int find_agent(struct course *c, bool ai, int *wait)
{
    int agent = demo_pick_agent(c->w, c->queue, ai, c->at);
    if (agent == NONE)
        agent = demo_pick_agent(c->w, c->queue, !ai, c->at);
    *wait = 0;
    if (agent != NONE && c->i->channel == VOICE && c->w->agents[agent].free_at > c->at)
        *wait = (int)((c->w->agents[agent].free_at - c->at + 999) / 1000);
    return agent;
}

/* One leg. Returns the queue it goes on to, or NONE. */
static int visit(struct course *c)
{
    struct demo_leg *leg = demo_add_leg(c->i, c->queue);
    bool ai = !c->human_only && random_chance(&c->w->random, c->q->ai);
    int wait = ai ? (int)random_between(&c->w->random, 0, 2) : draw_wait(c);
    int patience = draw_patience(c), more;
    if (leaves_unanswered(c, leg, wait, patience)) {
        c->at += leg->wait_s * 1000LL;
        return strcmp(leg->left_reason, "overflow") == 0 ? other_queue(c) : NONE;
    }
    c->at += wait * 1000LL;
    leg->agent = find_agent(c, ai, &more);
    if (leg->agent == NONE || more > patience - wait) {
        leave(leg, leg->agent == NONE ? wait : patience, "abandoned");
        leg->agent = NONE;
        return NONE;
    }
    c->at += more * 1000LL;
    leg->wait_s = wait + more;
    if (c->i->channel == VOICE && !ai)
        leg->ring_s = leg->wait_s < 8 ? leg->wait_s : (int)random_between(&c->w->random, 2, 8);
    converse(c, leg);
    c->at += (leg->talk_s + leg->hold_s * (leg->hold_s > 0)) * 1000LL;
    int next = pass_on(c, leg);
    if (!leg->left)
        complete(c, leg);
    return next;
}

static void inbound(struct course *c)
{
    struct random *r = &c->w->random;
    if (c->i->channel == VOICE) {
        c->i->ivr_s = 4 + (int)fmin(random_lognormal(r, 16, .6), 120);
        if (random_chance(r, .032))
            return;
    }
    c->at += c->i->ivr_s * 1000LL;
    for (int next = c->queue; next != NONE; next = visit(c)) {
        c->queue = next;
        c->q = &c->w->tenant->queues[next];
    }
}

/* Nobody took the call, or the message was not replied to. */
static void not_reached(struct course *c, struct demo_leg *leg)
{
    leg->left = true;
    leg->left_reason = c->i->channel == VOICE ? "timeout" : "system";
    c->i->ended_by = "system";
}

static void outbound(struct course *c)
{
    struct random *r = &c->w->random;
    struct demo_leg *leg = demo_add_leg(c->i, c->queue);
    bool voice = c->i->channel == VOICE;
    leg->ring_s = voice ? (int)random_between(r, 4, 32) : (int)random_between(r, 1, 5);
    c->at += leg->ring_s * 1000LL;
    int more = 0;
    if (random_chance(r, voice ? .46 : .24))
        leg->agent = find_agent(c, random_chance(r, c->q->ai), &more);
    if (leg->agent == NONE || more > 0) {
        leg->agent = NONE;
        not_reached(c, leg);
        return;
    }
    if (!voice) /* until the client writes back */
        leg->ring_s += (int)fmin(random_lognormal(r, 900, 1.1), 86400);
    converse(c, leg);
    complete(c, leg);
}

void demo_call(struct demo_world *w, struct demo_interaction *i, ms_t created, int queue,
               double load)
{
    demo_begin(w, i, created, queue);
    struct course c = {.w = w,
                       .i = i,
                       .q = &w->tenant->queues[queue],
                       .queue = queue,
                       .load = load,
                       .at = created};
    if (i->outbound)
        outbound(&c);
    else
        inbound(&c);
    /* What would end in the future ends somewhat before now, not all at once. */
    demo_lay_out(i, w->now - random_below(&w->random, (w->now - created) / 3));
    demo_result(w, i);
    demo_talk(w, i);
    demo_cost(w, i);
}

/* The instant of a moment of the conversation, which leaves out the waits between legs. */
static ms_t instant_of(const struct demo_interaction *call, ms_t at)
{
    for (int l = 0; l < call->legs; l++) {
        const struct demo_leg *leg = &call->leg[l];
        ms_t took = (leg->talk_s + (leg->hold_s > 0 ? leg->hold_s : 0)) * 1000LL;
        if (leg->answered && at <= took)
            return leg->answered_at + at;
        at -= leg->answered ? took : 0;
    }
    return call->closed;
}

/* When the agent sent the summary, if it did; 0. */
static ms_t summary_sent(const struct demo_interaction *call)
{
    for (size_t k = 0; call->talk && k < call->talk->n; k++) {
        const struct demo_said *s = &call->talk->said[k];
        if (s->who == 'f' && s->mood == '+' && strcmp(s->text, "send_debt_summary") == 0)
            return instant_of(call, s->at);
    }
    return 0;
}

/* How far the message got; an answer takes its time. */
static void deliver(struct demo_world *w, struct demo_interaction *child)
{
    static const char *const results[] = {"delivered", "delivered", "responded",  "responded",
                                          "sent",      "failed",    "no_response"};
    struct random *r = &w->random;
    child->result = results[random_below(r, 7)];
    bool failed = strcmp(child->result, "failed") == 0;
    child->outcome = failed ? "failed" : "complete";
    ms_t took = strcmp(child->result, "responded") == 0 ? random_between(r, 20000, 900000)
                                                        : random_between(r, 400, 3000);
    child->closed = child->created + took < w->now ? child->created + took : w->now;
}

bool demo_follow_up(struct demo_world *w, const struct demo_interaction *call,
                    struct demo_interaction *child)
{
    ms_t sent = call->channel == VOICE && call->contact != NONE && w->tenant->follow_up
                    ? summary_sent(call)
                    : 0;
    if (!sent || sent > w->now - 60000)
        return false;
    demo_begin(w, child, sent, demo_queue_index(w->tenant, w->tenant->follow_up));
    child->parent = call;
    child->queue = call->leg[call->legs - 1].queue;
    child->channel = demo_via(call);
    if (child->channel == EMAIL)
        child->did = NONE;
    child->contact = call->contact;
    child->stranger = NONE;
    child->hidden_number = false;
    child->way_of_writing = 0;
    child->outbound = true;
    child->action = "debt_summary";
    child->flow = call->flow;
    child->ended_by = "system";
    deliver(w, child);
    demo_talk(w, child);
    return true;
}
