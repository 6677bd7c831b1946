#include "core/conf.h"
#include "demo.h"

#include <ctype.h>

enum err demo_bulk(struct demo_world *w, struct bulk **out, bool facts, const char *table,
                   const char *columns, const char *types)
{
    const char *database = conf(facts ? CONF_DB_FACTS : CONF_DB_NAME);
    return bulk_open(out, w->env->db, arena_printf(w->env->arena, "%s.%s", database, table),
                     columns, types);
}

/* Column numbers, in the order of the names below. */
enum {
    TENANT,
    ID,
    CREATED,
    CLOSED,
    CHANNEL,
    PLATFORM,
    DIRECTION,
    STATUS,
    QUEUE,
    AGENT,
    CONTACT,
    PHONE,
    PHONE_E164,
    DID,
    DISPOSITION,
    OUTCOME,
    RESULT,
    ACTION,
    ACCOUNT,
    FLOW,
    DURATION,
    WAIT,
    HOLD,
    ACW,
    ENDED_BY,
    SENTIMENT,
    CSAT,
    COST,
    CURRENCY,
    PARENT,
    LAST_MESSAGE,
    HAS_TRANSCRIPT
};
static const char interaction_columns[] =
    "tenant_id, id, created_at, closed_at, channel, platform, direction, status, queue_id, "
    "agent_id, crm_contact_id, phone_number, phone_e164, did_id, disposition_id, outcome, result, "
    "action_type, account_id, flow, duration_s, wait_s, hold_s, acw_s, ended_by, sentiment, csat, "
    "cost_micros, currency, parent_id, last_message_at, has_transcript";
static const char interaction_types[] = "iittssssiiissiisssisiiiissiisiti";

enum {
    LEG_TENANT,
    LEG_INTERACTION,
    LEG_NO,
    LEG_QUEUE,
    LEG_AGENT,
    LEG_QUEUED,
    LEG_ANSWERED,
    LEG_LEFT,
    LEG_REASON,
    LEG_RING,
    LEG_TALK,
    LEG_HOLD,
    LEG_ACW,
    LEG_TRANSFER
};
static const char leg_columns[] =
    "tenant_id, interaction_id, leg_no, queue_id, agent_id, queued_at, answered_at, left_at, "
    "left_reason, ring_s, talk_s, hold_s, acw_s, transfer_kind";
static const char leg_types[] = "iiiiitttsiiiis";
static const char message_columns[] =
    "tenant_id, interaction_id, message_no, role, agent_id, offset_ms, sent_at, body";
static const char message_types[] = "iiisiits";

enum err demo_write_open(struct demo_world *w)
{
    enum err e = demo_bulk(w, &w->closed, true, "closed_interactions", interaction_columns,
                           interaction_types);
    if (!e)
        e = demo_bulk(w, &w->active, true, "active_interactions", interaction_columns,
                      interaction_types);
    if (!e)
        e = demo_bulk(w, &w->messages, true, "messages", message_columns, message_types);
    if (!e)
        e = search_writer_open(&w->search, w->env->db);
    return e ? e : demo_bulk(w, &w->legs, true, "legs", leg_columns, leg_types);
}

enum err demo_write_close(struct demo_world *w)
{
    struct bulk *all[] = {w->closed, w->active, w->legs, w->messages};
    enum err first = OK;
    for (size_t b = 0; b < sizeof all / sizeof *all; b++) {
        enum err e = bulk_close(all[b]);
        first = first ? first : e;
    }
    enum err e = search_writer_close(w->search);
    return first ? first : e;
}

/* A value that may be missing. */
static void put(struct bulk *b, int col, int64_t v)
{
    if (v != NONE)
        bulk_int(b, col, v);
}

static void put_time(struct bulk *b, int col, ms_t v)
{
    if (v)
        bulk_time(b, col, v);
}

/* The number as a telephone system might have written it. */
static void put_phone(struct bulk *b, const struct demo_interaction *i,
                      const struct demo_contact *c)
{
    char text[DEMO_NUMBER_SIZE + 4];
    if (i->way_of_writing == 1)
        snprintf(text, sizeof text, "%s%s", c->trunk, c->phone + c->country);
    else if (i->way_of_writing == 2)
        snprintf(text, sizeof text, "00%s", c->phone + 1);
    else
        snprintf(text, sizeof text, "%s", c->phone);
    bulk_text(b, PHONE, text);
    bulk_text(b, PHONE_E164, c->phone);
}

static void put_client(struct demo_world *w, struct bulk *b, const struct demo_interaction *i)
{
    int who = i->contact == NONE ? i->stranger : i->contact;
    if (i->contact != NONE) {
        bulk_int(b, CONTACT, i->contact + 1);
        if (w->contacts[i->contact].has_account)
            bulk_int(b, ACCOUNT, i->contact + 1);
    }
    if (who != NONE && i->channel != CHAT && i->channel != EMAIL)
        put_phone(b, i, &w->contacts[who]);
    else if (i->hidden_number)
        bulk_text(b, PHONE, "anonymous");
    if (i->did != NONE)
        bulk_int(b, DID, i->did + 1);
}

/* Adds seconds that may be unknown: the sum of nothing known is unknown. */
static void sum(int *total, int seconds)
{
    if (seconds != NONE)
        *total = (*total == NONE ? 0 : *total) + seconds;
}

static void put_legs_sums(struct bulk *b, const struct demo_interaction *i)
{
    int duration = NONE, wait = NONE, hold = NONE, acw = NONE, agent = NONE;
    for (int l = 0; l < i->legs; l++) {
        const struct demo_leg *leg = &i->leg[l];
        sum(&duration, leg->talk_s);
        sum(&duration, leg->hold_s);
        sum(&wait, leg->wait_s);
        sum(&hold, leg->hold_s);
        sum(&acw, leg->acw_s);
        if (leg->answered)
            agent = leg->agent + 1;
    }
    put(b, DURATION, duration);
    put(b, WAIT, wait);
    put(b, HOLD, hold);
    put(b, ACW, acw);
    put(b, AGENT, agent);
    if (i->legs)
        bulk_int(b, QUEUE, i->leg[i->legs - 1].queue + 1);
}

static void put_conversation(struct demo_world *w, struct bulk *b, const struct demo_interaction *i)
{
    bool web = i->channel == CHAT || i->channel == EMAIL;
    bulk_text(b, CHANNEL, demo_channels[i->channel]);
    bulk_text(b, PLATFORM, web ? "web" : "phone");
    bulk_text(b, DIRECTION, i->outbound ? "outbound" : "inbound");
    bulk_text(b, STATUS, i->status);
    bulk_text(b, OUTCOME, i->outcome);
    bulk_text(b, RESULT, i->result);
    bulk_text(b, ACTION, i->action);
    bulk_text(b, FLOW, i->flow);
    bulk_text(b, ENDED_BY, i->ended_by);
    bulk_text(b, SENTIMENT, i->sentiment);
    put(b, CSAT, i->csat);
    put(b, COST, i->cost_micros);
    bulk_text(b, CURRENCY, i->cost_micros == NONE ? NULL : w->tenant->currency);
    put(b, DISPOSITION, i->disposition == NONE ? NONE : i->disposition + 1);
    if (i->channel != VOICE)
        put_time(b, LAST_MESSAGE, i->closed ? i->closed : w->now - 1000);
}

static enum err write_leg(struct demo_world *w, const struct demo_interaction *i, int no)
{
    struct bulk *b = w->legs;
    const struct demo_leg *leg = &i->leg[no];
    bulk_int(b, LEG_TENANT, w->tenant_id);
    bulk_int(b, LEG_INTERACTION, i->id);
    bulk_int(b, LEG_NO, no + 1);
    bulk_int(b, LEG_QUEUE, leg->queue + 1);
    put(b, LEG_AGENT, leg->answered ? leg->agent + 1 : NONE);
    put_time(b, LEG_QUEUED, leg->queued_at);
    put_time(b, LEG_ANSWERED, leg->answered_at);
    put_time(b, LEG_LEFT, leg->left_at);
    bulk_text(b, LEG_REASON, leg->left_reason);
    put(b, LEG_RING, leg->ring_s);
    put(b, LEG_TALK, leg->talk_s);
    put(b, LEG_HOLD, leg->hold_s);
    put(b, LEG_ACW, leg->acw_s);
    bulk_text(b, LEG_TRANSFER, leg->transfer_kind);
    return bulk_row(b);
}

enum err demo_write(struct demo_world *w, const struct demo_interaction *i)
{
    struct bulk *b = i->closed ? w->closed : w->active;
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, ID, i->id);
    bulk_time(b, CREATED, i->created);
    put_time(b, CLOSED, i->closed);
    put_conversation(w, b, i);
    put_client(w, b, i);
    put_legs_sums(b, i);
    put(b, PARENT, i->parent ? i->parent->id : NONE);
    bulk_int(b, HAS_TRANSCRIPT, demo_has_transcript(w, i));
    w->made++;
    enum err e = bulk_row(b);
    for (int l = 0; l < i->legs && !e; l++)
        e = write_leg(w, i, l);
    return e ? e : demo_write_messages(w, i);
}
