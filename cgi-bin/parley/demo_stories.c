/* What chance would not bring about: accounts whose interactions tell a story, and two
 * conversations that are very long. */
#include "core/buf.h"
#include "demo.h"

enum {
    COPIES = 4,
    COPY_DAYS = 1,
    FIRST_RANK = 1500,
    NEXT_RANK = 37,
    HOUR = 10,
    STORY = 60,
    OLDEST_DAYS = 60
};

struct chapter {
    int story, days_ago;
    const char *queue, *disposition;
    bool ai;
};

/* From the first refusal to the last payment, and the other way round. */
static const struct chapter chapters[] = {
    {0, 45, "Outbound Reminders", "REFUSED", true},
    {0, 38, "Outbound Reminders", "NOCOMMIT", true},
    {0, 30, "Outbound Reminders", "CALLBACK", true},
    {0, 29, "Outbound Reminders", "PTP", true},
    {0, 19, "Broken Promises", "PTP", true},
    {0, 9, "Payment Line", "PARTIAL", true},
    {0, 1, "Payment Line", "PAID", true},
    {1, 50, "Early Stage", "PTP", true},
    {1, 41, "Broken Promises", "PTP", true},
    {1, 31, "Broken Promises", "NOCOMMIT", true},
    {1, 22, "Outbound Reminders", "DISPUTE", true},
    {1, 13, "Outbound Reminders", "REFUSED", true},
    {1, 4, "Late Stage", "REFUSED", false},
    {1, 0, "Outbound Reminders", "STOP", true},
    {2, 40, "Outbound Reminders", "NOCOMMIT", true},
    {2, 33, "Outbound Reminders", "HARDSHIP", true},
    {2, 31, "Hardship & Arrangements", "PLAN", false},
    {2, 17, "SMS Reminders", "PTP", true},
    {2, 16, "Payment Line", "PARTIAL", true},
    {2, 2, "Payment Line", "PARTIAL", true},
    {3, 28, "Outbound Reminders", "DISPUTE", true},
    {3, 20, "Disputes", "DISPUTE", false},
    {3, 8, "Outbound Reminders", "CALLBACK", true},
    {3, 1, "Outbound Reminders", "PTP", true},
    {4, 21, "SMS Reminders", "NOCOMMIT", true},
    {4, 15, "WhatsApp Payments", "PARTIAL", true},
    {4, 7, "Outbound Reminders", "PTP", true},
    {4, 0, "Payment Line", "PAID", true},
    {5, 25, "Early Stage", "PTP", true},
    {5, 14, "Broken Promises", "PTP", true},
    {5, 6, "Outbound Reminders", "PLAN", true},
    {5, 0, "Portal Chat", "PLAN", true},
};
enum { CHAPTERS = sizeof chapters / sizeof *chapters };

/* People with an account and few interactions of their own. */
static int hero(const struct demo_world *w, int story, int copy)
{
    int rank = FIRST_RANK + (story * COPIES + copy) * NEXT_RANK;
    while (!w->contacts[w->contact_of_rank[rank]].has_account ||
           !w->contacts[w->contact_of_rank[rank]].name)
        rank++;
    return (int)w->contact_of_rank[rank];
}

/* In office hours of that day, or shortly before now. */
static ms_t story_time(const struct demo_world *w, const struct chapter *c, int copy)
{
    int days = c->days_ago + (c->days_ago > 3 ? copy * COPY_DAYS : 0);
    int64_t day = date_days(zone_civil(w->tenant->zone, w->now).date) - days;
    ms_t at = zone_instant(w->tenant->zone, date_from_days(day), HOUR + copy * 2,
                           (c->story * 11 + copy * 7) % 60, 12, NULL);
    ms_t latest = w->now - (10 + 9 * copy + c->story) * 60000LL;
    return at < latest ? at : latest;
}

static int disposition_index(const struct demo_tenant *t, const char *code)
{
    int d = 0;
    while (strcmp(t->dispositions[d].code, code) != 0)
        d++;
    return d;
}

static void answer(struct demo_world *w, struct demo_interaction *i, int queue, bool ai, int talk_s)
{
    struct demo_leg *leg = demo_add_leg(i, queue);
    leg->agent = demo_pick_agent(w, queue, ai, i->created);
    leg->answered = leg->left = true;
    *(i->outbound ? &leg->ring_s : &leg->wait_s) = 4;
    leg->talk_s = talk_s;
    leg->left_reason = "completed_client";
    i->ended_by = "client";
    demo_lay_out(i, w->now);
}

static void tell(struct demo_world *w, struct demo_interaction *i, const struct chapter *c, ms_t at,
                 int copy)
{
    int queue = demo_queue_index(w->tenant, c->queue);
    demo_begin(w, i, at, queue);
    i->special = DEMO_STORY;
    i->contact = hero(w, c->story, copy);
    i->stranger = NONE;
    i->hidden_number = false;
    i->channel = w->tenant->queues[queue].channel;
    i->seed = demo_chance(i, STORY + (uint64_t)i->contact).s[0];
    answer(w, i, queue, c->ai, i->channel == VOICE ? 60 : 200 + (int)(i->seed % 500));
    if (c->ai)
        i->flow = w->tenant->queues[queue].flow;
    demo_use_disposition(w, i, disposition_index(w->tenant, c->disposition));
    i->sentiment = "neutral";
    demo_talk(w, i);
    demo_cost(w, i);
}

bool demo_story(struct demo_world *w, ms_t from, ms_t to, int *next, struct demo_interaction *out)
{
    if (!w->tenant->account || to < w->now - OLDEST_DAYS * DEMO_DAY_MS)
        return false;
    while (*next < CHAPTERS * COPIES) {
        int copy = *next % COPIES;
        const struct chapter *c = &chapters[(*next)++ / COPIES];
        ms_t at = story_time(w, c, copy);
        if (at < from || at >= to)
            continue;
        tell(w, out, c, at, copy);
        return true;
    }
    return false;
}

/* --- very long ones --- */

static const struct demo_script long_script = {
    .channels = "vw",
    .mood = 2,
    .topic = "Readings of all meters",
    .summary =
        "<name> read out the meters of a housing estate, one after the other. All were noted.",
    .keywords = "meter readings,housing estate",
    .emotions = "patience 0.9",
};

static void add_line(struct demo_talk *t, char who, int agent, const char *text)
{
    t->said[t->n++] = (struct demo_said){.who = who, .mood = '2', .agent = agent, .text = text};
}

/* "4 7 1 2  8 0 3 1 1": the digits of a number and of its reading, to be spoken one by one. */
static const char *spoken_digits(struct demo_world *w, struct random *r, int digits)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    for (int k = 0; k < digits; k++)
        buf_printf(&b, k == digits - 5 && k ? "  %d" : k ? " %d" : "%d", (int)random_below(r, 10));
    return arena_dupn(w->days, b.s, b.len);
}

static void read_out(struct demo_world *w, struct random *r, struct demo_talk *t, int agent, int n)
{
    static const char *const answers[] = {"I have that.", "Noted. The next one, please.",
                                          "Thank you, go on.", "Got it.", "Yes. And the next?"};
    add_line(t, 'a', agent, "North Utilities, good morning. You wanted to read out your meters?");
    add_line(t, 'c', agent, "Yes, of the whole estate. It will take a while, I am afraid.");
    add_line(t, 'a', agent, "No problem. Please give me the last four digits, then the reading.");
    while ((int)t->n + 3 < n) {
        add_line(t, 'c', agent, spoken_digits(w, r, 9));
        add_line(t, 'a', agent, answers[random_below(r, 5)]);
    }
    add_line(t, 'c', agent, "That was the last one. Thank you for your patience!");
    add_line(t, 'a', agent, "Thank you. All readings are stored. Goodbye.");
}

static void write_out(struct demo_world *w, struct random *r, struct demo_talk *t, int agent, int n)
{
    static const char *const answers[] = {"Stored.", "Thank you.", "Got it 👍", "Noted.",
                                          "Is that the water meter?"};
    static const char *const streets[] = {"Lindenallee", "Birkenring", "Amselweg", "Seestraße"};
    add_line(t, 'c', agent, "Hello, here come the readings of our housing estate, house by house.");
    add_line(t, 'a', agent, "Good morning. Send them as you like, I store them one by one.");
    for (int k = 0; (int)t->n + 2 < n; k++) {
        add_line(t, 'c', agent,
                 arena_printf(w->days, "%s %d, flat %d: meter 7%07d reads %d", streets[k / 240 % 4],
                              k / 12 % 20 + 1, k % 12 + 1, (int)random_below(r, 10000000),
                              (int)random_between(r, 900, 89999)));
        add_line(t, 'a', agent, answers[random_below(r, 5)]);
    }
    add_line(t, 'c', agent, "That was all of them. Thank you!");
    add_line(t, 'a', agent, "Thank you for your work. Everything is stored.");
}

static const struct {
    const char *queue;
    int minutes_ago, talk_s, lines;
    bool spoken;
} longs[] = {
    {"Billing & Payments", 130, 2000, 480, true},
    {"WhatsApp Service", 3 * 1440, 3 * 86400 - 7200, 2000, false},
};

bool demo_long(struct demo_world *w, int *next, struct demo_interaction *out)
{
    struct random r;
    if (w->tenant->account || *next == 2)
        return false;
    int k = (*next)++, queue = demo_queue_index(w->tenant, longs[k].queue);
    demo_begin(w, out, w->now - longs[k].minutes_ago * 60000LL, queue);
    r = demo_chance(out, STORY);
    out->special = DEMO_LONG;
    out->contact = (int)w->contact_of_rank[0]; /* a company with many meters */
    out->stranger = NONE;
    out->hidden_number = false;
    answer(w, out, queue, false, longs[k].talk_s);
    demo_use_disposition(w, out, disposition_index(w->tenant, "METER"));
    out->sentiment = "neutral";
    struct demo_talk *t = arena_alloc(w->days, sizeof *t);
    t->script = &long_script;
    t->said = arena_array(w->days, (size_t)longs[k].lines + 8, sizeof *t->said);
    demo_cast(w, out, NULL, &t->cast);
    (longs[k].spoken ? read_out : write_out)(w, &r, t, out->leg[0].agent, longs[k].lines);
    out->talk = demo_time_talk(w, out, t) ? t : NULL;
    return true;
}
