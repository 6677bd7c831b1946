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
    HAS_TRANSCRIPT,
    FLAGGED,
    HAS_RECORDING,
    VENDOR,
    VENDOR_REF
};
static const char interaction_columns[] =
    "tenant_id, id, created_at, closed_at, channel, platform, direction, status, queue_id, "
    "agent_id, crm_contact_id, phone_number, phone_e164, did_id, disposition_id, outcome, result, "
    "action_type, account_id, flow, duration_s, wait_s, hold_s, acw_s, ended_by, sentiment, csat, "
    "cost_micros, currency, parent_id, last_message_at, has_transcript, flagged, has_recording, "
    "vendor, vendor_ref";
static const char interaction_types[] = "iittssssiiissiisssisiiiissiisitiiiss";

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

/* All that is written with the interactions, in the order of enum demo_table. */
static const struct {
    const char *table, *columns, *types;
} tables[DEMO_TABLES] = {
    [DEMO_CLOSED] = {"closed_interactions", interaction_columns, interaction_types},
    [DEMO_ACTIVE] = {"active_interactions", interaction_columns, interaction_types},
    [DEMO_LEG_ROWS] = {"legs",
                       "tenant_id, interaction_id, leg_no, queue_id, agent_id, queued_at, "
                       "answered_at, left_at, left_reason, ring_s, talk_s, hold_s, acw_s, "
                       "transfer_kind",
                       "iiiiitttsiiiis"},
    [DEMO_MESSAGES] = {"messages",
                       "tenant_id, interaction_id, message_no, role, agent_id, offset_ms, sent_at, "
                       "body, sentiment, media_type, media_path, media_name, media_bytes, "
                       "media_store",
                       "iiisiitsssssis"},
    [DEMO_FUNCTIONS] = {"function_calls",
                        "tenant_id, interaction_id, call_no, after_message_no, offset_ms, name, "
                        "parameters, result, status",
                        "iiiiissss"},
    [DEMO_VOICE_AI] = {"voice_ai_details",
                       "tenant_id, interaction_id, contact_result, call_disposition, sentiment, "
                       "willingness, cooperation, identity_verified, termination, phone_used, "
                       "llm_model, billable_messages, cost_parts, vendor_cost_micros, "
                       "vendor_cost_currency",
                       "iisssiiisssisis"},
    [DEMO_WEB] = {"web_details", "tenant_id, interaction_id, browser, os, ip, country, city, url",
                  "iissssss"},
    [DEMO_ANALYSES] = {"analyses",
                       "tenant_id, interaction_id, topic, summary, keywords, "
                       "sentiment_description, emotions, csat_description, criteria, performance, "
                       "collected, source, made_at",
                       "iisssssssssst"},
    [DEMO_TAGS] = {"tags", "tenant_id, interaction_id, kind, tag, source, set_by, set_at",
                   "iisssst"},
    [DEMO_FLAGS] = {"review_flags",
                    "tenant_id, interaction_id, flag_no, flag, reason, source, set_by, set_at, "
                    "cleared_by, cleared_at, clear_reason",
                    "iiisssststs"},
    [DEMO_NOTES] = {"interaction_notes",
                    "tenant_id, interaction_id, note_no, author_id, author, written_at, body",
                    "iiiists"},
    [DEMO_COACHING] = {"coaching_notes",
                       "tenant_id, interaction_id, note_no, author, written_at, body, "
                       "delivered_at",
                       "iiistst"},
    [DEMO_RECORDINGS] = {"recordings",
                         "tenant_id, interaction_id, recording_no, store, path, media_type, "
                         "size_bytes, duration_ms, voices",
                         "iiisssiii"},
};

enum err demo_write_open(struct demo_world *w)
{
    enum err e = OK;
    for (size_t t = 0; t < DEMO_TABLES && !e; t++)
        e = demo_bulk(w, &w->tables[t], true, tables[t].table, tables[t].columns, tables[t].types);
    return e ? e : search_writer_open(&w->search, w->env->db);
}

enum err demo_write_close(struct demo_world *w)
{
    enum err first = OK;
    for (size_t t = 0; t < DEMO_TABLES; t++) {
        enum err e = bulk_close(w->tables[t]);
        first = first ? first : e;
    }
    enum err e = search_writer_close(w->search);
    return first ? first : e;
}

void demo_put(struct bulk *b, int col, int64_t v)
{
    if (v != NONE)
        bulk_int(b, col, v);
}

void demo_put_time(struct bulk *b, int col, ms_t v)
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
    if (i->parent)
        agent = demo_answered_by(i->parent) + 1;
    demo_put(b, DURATION, duration);
    demo_put(b, WAIT, wait);
    demo_put(b, HOLD, hold);
    demo_put(b, ACW, acw);
    demo_put(b, AGENT, agent);
    if (i->legs || i->parent)
        bulk_int(b, QUEUE, (i->legs ? i->leg[i->legs - 1].queue : i->queue) + 1);
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
    demo_put(b, CSAT, i->csat);
    demo_put(b, COST, i->cost_micros);
    bulk_text(b, CURRENCY, i->cost_micros == NONE ? NULL : w->tenant->currency);
    demo_put(b, DISPOSITION, i->disposition == NONE ? NONE : i->disposition + 1);
    if (i->channel != VOICE && i->talk)
        demo_put_time(b, LAST_MESSAGE, i->talk->said[i->talk->n - 1].at);
}

static enum err write_leg(struct demo_world *w, const struct demo_interaction *i, int no)
{
    struct bulk *b = w->tables[DEMO_LEG_ROWS];
    const struct demo_leg *leg = &i->leg[no];
    bulk_int(b, LEG_TENANT, w->tenant_id);
    bulk_int(b, LEG_INTERACTION, i->id);
    bulk_int(b, LEG_NO, no + 1);
    bulk_int(b, LEG_QUEUE, leg->queue + 1);
    demo_put(b, LEG_AGENT, leg->answered ? leg->agent + 1 : NONE);
    demo_put_time(b, LEG_QUEUED, leg->queued_at);
    demo_put_time(b, LEG_ANSWERED, leg->answered_at);
    demo_put_time(b, LEG_LEFT, leg->left_at);
    bulk_text(b, LEG_REASON, leg->left_reason);
    demo_put(b, LEG_RING, leg->ring_s);
    demo_put(b, LEG_TALK, leg->talk_s);
    demo_put(b, LEG_HOLD, leg->hold_s);
    demo_put(b, LEG_ACW, leg->acw_s);
    bulk_text(b, LEG_TRANSFER, leg->transfer_kind);
    return bulk_row(b);
}

/* Calls of AI agents come from a platform that has numbers of its own for them. */
static void put_vendor(const struct demo_world *w, struct bulk *b, const struct demo_interaction *i)
{
    char ref[40];
    if (i->channel != VOICE || !i->closed || !demo_has_ai(w, i))
        return;
    snprintf(ref, sizeof ref, "conv_%016llx", (unsigned long long)i->seed);
    bulk_text(b, VENDOR, "elevenlabs");
    bulk_text(b, VENDOR_REF, ref);
}

static enum err write_recording(struct demo_world *w, const struct demo_interaction *i)
{
    enum { TENANT_ID, OF, NO, STORE, PATH, TYPE, BYTES, MS, VOICES };
    const struct demo_recording *rec = i->recording;
    struct bulk *b = w->tables[DEMO_RECORDINGS];
    if (!rec)
        return OK;
    bulk_int(b, TENANT_ID, w->tenant_id);
    bulk_int(b, OF, i->id);
    bulk_int(b, NO, 1);
    bulk_text(b, STORE, "disk");
    bulk_text(b, PATH, rec->path);
    bulk_text(b, TYPE, rec->type);
    bulk_int(b, BYTES, rec->bytes);
    bulk_int(b, MS, rec->ms);
    bulk_int(b, VOICES, rec->voices);
    return bulk_row(b);
}

static enum err write_more(struct demo_world *w, const struct demo_interaction *i)
{
    enum err e = demo_write_messages(w, i);
    if (!e)
        e = write_recording(w, i);
    if (!e)
        e = demo_write_details(w, i);
    if (!e)
        e = demo_write_analysis(w, i);
    return e ? e : demo_write_marks(w, i);
}

enum err demo_write(struct demo_world *w, const struct demo_interaction *i)
{
    struct bulk *b = w->tables[i->closed ? DEMO_CLOSED : DEMO_ACTIVE];
    bulk_int(b, TENANT, w->tenant_id);
    bulk_int(b, ID, i->id);
    bulk_time(b, CREATED, i->created);
    demo_put_time(b, CLOSED, i->closed);
    put_conversation(w, b, i);
    put_client(w, b, i);
    put_legs_sums(b, i);
    demo_put(b, PARENT, i->parent ? i->parent->id : NONE);
    bulk_int(b, HAS_TRANSCRIPT, i->channel == VOICE && i->talk);
    bulk_int(b, FLAGGED, demo_flagged(w, i));
    bulk_int(b, HAS_RECORDING, i->recording != NULL);
    put_vendor(w, b, i);
    w->made++;
    demo_remember_step(w, i);
    enum err e = bulk_row(b);
    for (int l = 0; l < i->legs && !e; l++)
        e = write_leg(w, i, l);
    return e ? e : write_more(w, i);
}
