#include "demo.h"

/* How often the client is a contact of the CRM, or known by the number only. The rest is nobody. */
static const struct {
    double contact, stranger;
    bool phone;
} clients[CHANNELS] = {
    [VOICE] = {.80, .11, true},    [CHAT] = {.62, 0, false},  [SMS] = {.90, .10, true},
    [WHATSAPP] = {.86, .14, true}, [EMAIL] = {.84, 0, false},
};

static void pick_client(struct demo_world *w, struct demo_interaction *i)
{
    struct random *r = &w->random;
    double at = i->outbound ? 0 : random_unit(r);
    if (at < clients[i->channel].contact)
        i->contact = (int)w->contact_of_rank[random_pick(r, w->contact_sums, DEMO_CONTACTS)];
    else if (at < clients[i->channel].contact + clients[i->channel].stranger)
        i->stranger = DEMO_CONTACTS + (int)random_below(r, DEMO_STRANGERS);
    else
        i->hidden_number = clients[i->channel].phone && random_chance(r, .5);
    double way = random_unit(r);
    i->way_of_writing = i->outbound || way < .7 ? 0 : way < .9 ? 1 : 2;
}

static int pick_mailbox(const struct demo_tenant *t)
{
    int last = NONE;
    for (int d = 0; t->dids[d].number; d++)
        if (strchr(t->dids[d].number, '@'))
            last = d;
    return last;
}

void demo_begin(struct demo_world *w, struct demo_interaction *i, ms_t created, int queue)
{
    const struct demo_queue *q = &w->tenant->queues[queue];
    bool mail = q->several && random_chance(&w->random, .35);
    *i = (struct demo_interaction){
        .created = created,
        .seed = random_next(&w->random),
        .queue = queue,
        .channel = mail ? EMAIL : q->channel,
        .outbound = q->outbound,
        .status = "closed",
        .action = q->action,
        .contact = NONE,
        .stranger = NONE,
        .disposition = NONE,
        .csat = NONE,
        .cost_micros = NONE,
    };
    i->did = mail ? pick_mailbox(w->tenant) : demo_letter(&w->random, q->dids);
    pick_client(w, i);
}
