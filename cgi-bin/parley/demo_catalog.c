#include "demo.h"

#include <math.h>

static enum err write_queues(struct demo_world *w)
{
    struct bulk *b;
    enum err e = demo_bulk(w, &b, true, "queues", "tenant_id, id, name, channel, active", "iissi");
    for (size_t q = 0; q < w->queues && !e; q++) {
        const struct demo_queue *row = &w->tenant->queues[q];
        bulk_int(b, 0, w->tenant_id);
        bulk_int(b, 1, (int64_t)q + 1);
        bulk_text(b, 2, row->name);
        bulk_text(b, 3, row->several ? NULL : demo_channels[row->channel]);
        bulk_int(b, 4, row->closes <= 0);
        e = bulk_row(b);
    }
    enum err end = bulk_close(b);
    return e ? e : end;
}

static enum err write_queue_settings(struct demo_world *w)
{
    static const int threshold_s[CHANNELS] = {
        [VOICE] = 20, [CHAT] = 60, [SMS] = 600, [WHATSAPP] = 300, [EMAIL] = 14400};
    struct bulk *b;
    enum err e =
        demo_bulk(w, &b, false, "queue_settings", "tenant_id, queue_id, sl_threshold_s", "iii");
    for (size_t q = 0; q < w->queues && !e; q++) {
        bulk_int(b, 0, w->tenant_id);
        bulk_int(b, 1, (int64_t)q + 1);
        bulk_int(b, 2, threshold_s[w->tenant->queues[q].channel]);
        e = bulk_row(b);
    }
    enum err end = bulk_close(b);
    return e ? e : end;
}

static enum err write_dispositions(struct demo_world *w)
{
    struct bulk *b;
    enum err e = demo_bulk(w, &b, true, "dispositions", "tenant_id, id, code, name", "iiss");
    for (size_t d = 0; d < w->dispositions && !e; d++) {
        bulk_int(b, 0, w->tenant_id);
        bulk_int(b, 1, (int64_t)d + 1);
        bulk_text(b, 2, w->tenant->dispositions[d].code);
        bulk_text(b, 3, w->tenant->dispositions[d].name);
        e = bulk_row(b);
    }
    enum err end = bulk_close(b);
    return e ? e : end;
}

static enum err write_dids(struct demo_world *w)
{
    struct bulk *b;
    enum err e = demo_bulk(w, &b, true, "dids", "tenant_id, id, number, label", "iiss");
    for (size_t d = 0; d < w->dids && !e; d++) {
        bulk_int(b, 0, w->tenant_id);
        bulk_int(b, 1, (int64_t)d + 1);
        bulk_text(b, 2, w->tenant->dids[d].number);
        bulk_text(b, 3, w->tenant->dids[d].label);
        e = bulk_row(b);
    }
    enum err end = bulk_close(b);
    return e ? e : end;
}

/* --- agents --- */

static bool name_taken(const struct demo_world *w, const char *name)
{
    for (size_t a = 0; a < w->agent_count; a++)
        if (strcmp(w->agents[a].name, name) == 0)
            return true;
    return false;
}

static void make_ai_agents(struct demo_world *w)
{
    int first = (int)w->agent_count, n = 0, k = 0;
    for (; w->tenant->ai_agents[n]; n++) {
        struct demo_agent *a = &w->agents[w->agent_count++];
        *a = (struct demo_agent){
            .ai = true, .weight = 1, .speed = 1, .from = w->start, .until = INT64_MAX};
        snprintf(a->name, sizeof a->name, "%s", w->tenant->ai_agents[n]);
    }
    for (size_t q = 0; q < w->queues; q++)
        if (w->tenant->queues[q].ai > 0)
            w->agents[first + k++ % n].queues |= 1u << q;
}

/* Some joined or left during the period. */
static void make_human(struct demo_world *w)
{
    struct random *r = &w->random;
    struct demo_agent *a = &w->agents[w->agent_count];
    char name[DEMO_NAME_SIZE];
    do
        demo_name(r, w->tenant->cultures, name, NULL);
    while (name_taken(w, name));
    *a = (struct demo_agent){.weight = random_lognormal(r, 1, .4),
                             .speed = fmin(fmax(random_normal(r, 1, .15), .7), 1.5),
                             .from = w->start,
                             .until = INT64_MAX};
    memcpy(a->name, name, sizeof name);
    double fate = random_unit(r);
    ms_t some_day = random_between(r, w->start, w->now - 7 * DEMO_DAY_MS);
    if (fate < .1)
        a->until = some_day;
    else if (fate < .25)
        a->from = some_day;
    for (int64_t n = random_between(r, 1, 3); n > 0; n--)
        a->queues |= 1u << random_pick(r, w->queue_sums, w->queues);
    w->agent_count++;
}

/* Every queue has three people who have always been there, beside those it got by chance. */
static void staff_every_queue(struct demo_world *w)
{
    for (size_t q = 0; q < w->queues; q++) {
        int have = 0;
        for (size_t a = 0; a < w->agent_count; a++)
            have += !w->agents[a].ai && w->agents[a].queues >> q & 1 &&
                    w->agents[a].from == w->start && w->agents[a].until == INT64_MAX;
        for (; have < 3; have++) {
            size_t a;
            do
                a = (size_t)random_below(&w->random, (int64_t)w->agent_count);
            while (w->agents[a].ai || w->agents[a].from != w->start ||
                   w->agents[a].until != INT64_MAX || w->agents[a].queues >> q & 1);
            w->agents[a].queues |= 1u << q;
        }
    }
}

static enum err write_agents(struct demo_world *w)
{
    struct bulk *b;
    make_ai_agents(w);
    while (w->agent_count < DEMO_AGENTS)
        make_human(w);
    staff_every_queue(w);
    enum err e = demo_bulk(w, &b, true, "agents", "tenant_id, id, name, kind, active", "iissi");
    for (size_t a = 0; a < w->agent_count && !e; a++) {
        bulk_int(b, 0, w->tenant_id);
        bulk_int(b, 1, (int64_t)a + 1);
        bulk_text(b, 2, w->agents[a].name);
        bulk_text(b, 3, w->agents[a].ai ? "ai" : "human");
        bulk_int(b, 4, w->agents[a].until > w->now);
        e = bulk_row(b);
    }
    enum err end = bulk_close(b);
    return e ? e : end;
}

/* --- clients --- */

/* Contacts return by rank: the first some thousand times, most only a few. */
static void rank_contacts(struct demo_world *w)
{
    random_shuffle(&w->random, w->contact_of_rank, DEMO_CONTACTS);
    for (size_t k = 0; k < DEMO_CONTACTS; k++)
        w->contact_sums[k] = pow((double)k + 1, -.8);
    random_cumulate(w->contact_sums, DEMO_CONTACTS);
}

/* The most frequent clients are companies. */
static void company_names(const struct demo_world *w, const char **names)
{
    for (size_t k = 0; w->tenant->companies[k]; k++)
        names[w->contact_of_rank[k]] = w->tenant->companies[k];
}

static void put_person(struct demo_world *w, struct bulk *b, size_t contact, const char *company)
{
    struct demo_contact *c = &w->contacts[contact];
    static const char *const hosts[] = {"post", "mail", "inbox", "home"};
    char name[DEMO_NAME_SIZE], mailbox[DEMO_NAME_SIZE], email[DEMO_NAME_SIZE + 40];
    c->culture = demo_name(&w->random, w->tenant->cultures, name, mailbox);
    snprintf(email, sizeof email, "%s%d@%s.example", mailbox,
             (int)random_between(&w->random, 1, 999), hosts[random_below(&w->random, 4)]);
    c->name = company ? NULL : arena_dup(w->env->arena, name);
    c->email = random_chance(&w->random, .84) ? arena_dup(w->env->arena, email) : NULL;
    bulk_text(b, 2, company ? company : name);
    bulk_text(b, 4, c->email);
}

static enum err write_contacts(struct demo_world *w)
{
    const char **companies = arena_array(w->env->arena, DEMO_CONTACTS, sizeof *companies);
    const char **zones = arena_array(w->env->arena, DEMO_CONTACTS, sizeof *zones);
    struct bulk *b;
    rank_contacts(w);
    company_names(w, companies);
    demo_numbers(w, zones);
    enum err e = demo_bulk(w, &b, true, "crm_contacts",
                           "tenant_id, id, name, phone_e164, email, zone", "iissss");
    for (size_t c = 0; c < DEMO_CONTACTS && !e; c++) {
        bulk_int(b, 0, w->tenant_id);
        bulk_int(b, 1, (int64_t)c + 1);
        put_person(w, b, c, companies[c]);
        bulk_text(b, 3, w->contacts[c].phone);
        bulk_text(b, 5, zones[c]);
        e = bulk_row(b);
    }
    enum err end = bulk_close(b);
    return e ? e : end;
}

static void count_tables(struct demo_world *w)
{
    const struct demo_tenant *t = w->tenant;
    for (; t->queues[w->queues].name; w->queues++)
        w->queue_sums[w->queues] = t->queues[w->queues].share;
    random_cumulate(w->queue_sums, w->queues);
    while (t->dispositions[w->dispositions].code)
        w->dispositions++;
    while (t->dids[w->dids].number)
        w->dids++;
}

enum err demo_catalog(struct demo_world *w)
{
    count_tables(w);
    static enum err (*const steps[])(struct demo_world *) = {
        write_queues, write_queue_settings, write_dispositions,
        write_dids,   write_agents,         write_contacts,
    };
    enum err e = OK;
    for (size_t s = 0; s < sizeof steps / sizeof *steps && !e; s++)
        e = steps[s](w);
    return e || !w->tenant->account ? e : demo_accounts(w);
}
