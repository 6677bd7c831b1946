#include "core/buf.h"
#include "demo.h"

enum { VOICE_DETAILS = 10, WEB_DETAILS = 11 };

/* --- voice --- */

enum {
    TENANT,
    INTERACTION,
    CONTACT_RESULT,
    CALL_DISPOSITION,
    SENTIMENT,
    WILLINGNESS,
    COOPERATION,
    VERIFIED,
    TERMINATION,
    PHONE_USED,
    MODEL,
    BILLABLE,
    COST_PARTS,
    VENDOR_COST,
    VENDOR_CURRENCY
};

static int mood_of(const struct demo_interaction *i)
{
    for (int m = 0; i->sentiment && m < 5; m++)
        if (strcmp(demo_sentiments[m], i->sentiment) == 0)
            return m;
    return NONE;
}

static const char *voice_sentiment(const struct demo_interaction *i)
{
    int mood = mood_of(i);
    if (mood == NONE)
        return NULL;
    if (mood == 0 && i->talk && i->talk->script->hostile)
        return "hostile";
    return mood < 2 ? "negative" : mood == 2 ? "neutral" : "positive";
}

static int five(int n)
{
    return n < 1 ? 1 : n > 5 ? 5 : n;
}

/* 1 where they were identified, 0 where that failed, NONE where nobody tried. */
static int verified(const struct demo_interaction *i)
{
    int result = NONE;
    for (size_t k = 0; i->talk && k < i->talk->n; k++) {
        const struct demo_said *s = &i->talk->said[k];
        if (s->who == 'f' && strcmp(s->text, "verify_identity") == 0)
            result = s->mood == '+';
    }
    return result;
}

static const char *termination(const struct demo_interaction *i, bool spoken)
{
    const char *how = i->outcome ? i->outcome : "";
    if (strcmp(how, "technical_error") == 0)
        return "failed";
    if (!spoken)
        return "no_answer";
    if (i->legs > 1 || strcmp(how, "transferred") == 0)
        return "transferred";
    return i->seed % 40 == 0 ? "dropped" : "normal";
}

static int replies(const struct demo_world *w, const struct demo_interaction *i)
{
    int n = 0;
    for (size_t k = 0; i->talk && k < i->talk->n; k++) {
        const struct demo_said *s = &i->talk->said[k];
        n += s->who == 'a' && s->agent != NONE && w->agents[s->agent].ai;
    }
    return n;
}

/* What the whole is made of; rounding goes to the last part. */
static void put_cost_parts(struct bulk *b, const struct demo_interaction *i)
{
    static const struct {
        const char *name;
        int percent;
    } of_calls[] = {{"llm", 34}, {"speech", 28}, {"transcription", 12}, {"telephony", 26}, {0}},
      of_texts[] = {{"llm", 82}, {"platform", 18}, {0}};
    static struct buf text; /* scratch: emptied before every use */
    int64_t left = i->cost_micros;
    buf_clear(&text);
    for (size_t k = 0; (i->channel == VOICE ? of_calls : of_texts)[k].name; k++) {
        const char *name = (i->channel == VOICE ? of_calls : of_texts)[k].name;
        bool last = !(i->channel == VOICE ? of_calls : of_texts)[k + 1].name;
        int64_t part =
            last ? left
                 : i->cost_micros * (i->channel == VOICE ? of_calls : of_texts)[k].percent / 100;
        buf_printf(&text, "%c\"%s\":%lld", k ? ',' : '{', name, (long long)part);
        left -= part;
    }
    buf_putc(&text, '}');
    bulk_text(b, COST_PARTS, text.s);
}

static void put_willingness(struct bulk *b, const struct demo_interaction *i,
                            const struct demo_disposition *d)
{
    int mood = mood_of(i);
    if (mood == NONE)
        return;
    if (d && d->willing)
        bulk_int(b, WILLINGNESS, five(d->willing + (mood > 3) - (mood < 1)));
    bulk_int(b, COOPERATION, five(mood + 1 + (int)(i->seed / 7 % 3) - 1));
}

/* What is known of calls only; `spoken`: somebody was on the line. */
static void put_call(struct bulk *b, const struct demo_interaction *i,
                     const struct demo_disposition *d, bool spoken)
{
    if (spoken)
        bulk_text(b, CONTACT_RESULT, d && d->reached ? d->reached : "right_party");
    else
        bulk_text(b, CONTACT_RESULT, d && d->reached ? d->reached : "no_answer");
    bulk_text(b, CALL_DISPOSITION, d ? d->call : NULL);
    bulk_text(b, TERMINATION, termination(i, spoken));
    bulk_text(b, SENTIMENT, voice_sentiment(i));
    if (spoken)
        put_willingness(b, i, d);
    demo_put(b, VERIFIED, verified(i));
    if (i->contact != NONE)
        bulk_text(b, PHONE_USED, i->seed % 7 ? "primary" : "alternate");
}

/* Nobody took the call, but an AI agent had dialled it. */
static bool dialed_by_ai(const struct demo_world *w, const struct demo_interaction *i)
{
    const struct demo_queue *q = &w->tenant->queues[i->queue];
    struct random r = demo_chance(i, VOICE_DETAILS);
    return i->outbound && i->channel == VOICE && i->closed && i->disposition != NONE &&
           demo_answered_by(i) == NONE && random_chance(&r, q->ai);
}

static enum err write_ai(struct demo_world *w, const struct demo_interaction *i)
{
    static const char *const models[] = {"atlas-4-mini", "atlas-4", "boreal-2-flash"};
    bool spoken = demo_has_ai(w, i);
    if (!i->closed || (!spoken && !dialed_by_ai(w, i)))
        return OK;
    struct bulk *b = w->tables[DEMO_VOICE_AI];
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    if (i->channel == VOICE)
        put_call(b, i, i->disposition == NONE ? NULL : &w->tenant->dispositions[i->disposition],
                 spoken);
    bulk_text(b, MODEL, models[i->queue % 3]);
    demo_put(b, BILLABLE, i->talk ? replies(w, i) : NONE);
    if (i->cost_micros != NONE) {
        put_cost_parts(b, i);
        bulk_int(b, VENDOR_COST, i->cost_micros);
        bulk_text(b, VENDOR_CURRENCY, w->tenant->currency);
    }
    return bulk_row(b);
}

/* --- web --- */

static const struct {
    const char *country, *city;
} places[DEMO_TENANTS][6] = {
    {{"Germany", "Berlin"},
     {"Germany", "Hamburg"},
     {"Germany", "Köln"},
     {"France", "Lyon"},
     {"United Kingdom", "Leeds"},
     {"Germany", NULL}},
    {{"United States", "New York"},
     {"United States", "Cleveland"},
     {"United States", "Chicago"},
     {"United States", "Denver"},
     {"United States", "San José"},
     {"Mexico", "Mérida"}},
};

static const char *address(struct demo_world *w, struct random *r)
{
    static const char *const ranges[] = {"192.0.2", "198.51.100", "203.0.113"};
    if (random_chance(r, .3))
        return arena_printf(w->days, "2001:db8:%x:%x::%x", (int)random_below(r, 65536),
                            (int)random_below(r, 256), 1 + (int)random_below(r, 65535));
    return arena_printf(w->days, "::ffff:%s.%d", ranges[random_below(r, 3)],
                        (int)random_between(r, 1, 254));
}

static enum err write_web(struct demo_world *w, const struct demo_interaction *i)
{
    enum { BROWSER = 2, OS, IP, COUNTRY, CITY, URL };
    static const char *const machines[][2] = {{"Chrome 130", "Windows 11"},
                                              {"Firefox 132", "Ubuntu"},
                                              {"Safari 18", "iOS 18"},
                                              {"Chrome 130", "Android 14"},
                                              {"Edge 130", "Windows 11"},
                                              {"Safari 18", "macOS 15"},
                                              {"Samsung Internet 27", "Android 15"},
                                              {"Firefox 132", "Windows 10"}};
    static const char *const pages[] = {"", "bills", "moving-home?step=2", "login", "help/contact"};
    struct random r = demo_chance(i, WEB_DETAILS);
    struct bulk *b = w->tables[DEMO_WEB];
    size_t tenant = w->tenant == demo_tenants[0] ? 0 : 1, place = (size_t)random_below(&r, 6);
    const char *const *machine = machines[random_below(&r, 8)];
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, INTERACTION, i->id);
    bulk_text(b, BROWSER, machine[0]);
    bulk_text(b, OS, machine[1]);
    bulk_text(b, IP, address(w, &r));
    bulk_text(b, COUNTRY, places[tenant][place].country);
    bulk_text(b, CITY, places[tenant][place].city);
    bulk_text(b, URL,
              arena_printf(w->days, "https://www.%s.example/%s", w->tenant->slug,
                           pages[random_below(&r, 5)]));
    return bulk_row(b);
}

enum err demo_write_details(struct demo_world *w, const struct demo_interaction *i)
{
    enum err e = write_ai(w, i);
    return e || i->channel != CHAT ? e : write_web(w, i);
}
