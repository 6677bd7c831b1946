#include "import_talk.h"

#include "core/conf.h"
#include "db/bulk.h"

static void put_id(struct bulk *b, int col, int64_t id)
{
    if (id)
        bulk_int(b, col, id);
}

static void put_time(struct bulk *b, int col, const struct import_row *row, enum map_field f)
{
    if (row->has[f])
        bulk_time(b, col, row->number[f]);
}

static void put_number(struct bulk *b, int col, const struct import_row *row, enum map_field f)
{
    if (row->has[f])
        bulk_int(b, col, row->number[f]);
}

static const char call_columns[] =
    "tenant_id, id, created_at, closed_at, status, channel, platform, direction, outcome, "
    "ended_by, "
    "flow, phone_number, result, action_type, sentiment, currency, phone_e164, vendor, vendor_ref, "
    "queue_id, agent_id, crm_contact_id, did_id, disposition_id, "
    "csat, cost_micros, duration_s, wait_s, hold_s, acw_s, flagged, has_recording, "
    "has_transcript, "
    "last_message_at";
static const char call_types[] = "iittsssssssssssssssiiiiiiiiiiiiiit";

static enum err put_call(struct bulk *b, const struct store *s, const struct import_row *row)
{
    static const enum map_field texts[] = {
        MAP_CHANNEL,      MAP_PLATFORM, MAP_DIRECTION,   MAP_OUTCOME,   MAP_ENDED_BY, MAP_FLOW,
        MAP_PHONE_NUMBER, MAP_RESULT,   MAP_ACTION_TYPE, MAP_SENTIMENT, MAP_CURRENCY};
    const int64_t ids[] = {row->queue_id, row->agent_id, row->contact_id, row->did_id,
                           row->disposition_id};
    ms_t last = doc_last_message(row->talk, row->number[MAP_CREATED_AT]);
    int col = 0;
    bulk_int(b, col++, s->tenant_id);
    bulk_int(b, col++, row->id);
    put_time(b, col++, row, MAP_CREATED_AT);
    put_time(b, col++, row, MAP_CLOSED_AT);
    bulk_text(b, col++, "closed");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bulk_text(b, col++, row->text[texts[i]]);
    bulk_text(b, col++, row->phone_e164);
    bulk_text(b, col++, s->o.map->vendor);
    bulk_text(b, col++, row->text[MAP_ID]);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        put_id(b, col++, ids[i]);
    for (enum map_field f = MAP_CSAT; f <= MAP_ACW_S; f++)
        put_number(b, col++, row, f);
    bulk_int(b, col++, talk_count(row->talk, "flags") > 0);
    bulk_int(b, col++, talk_count(row->talk, "recordings") > 0);
    bulk_int(b, col++,
             talk_count(row->talk, "messages") && strcmp(row->text[MAP_CHANNEL], "voice") == 0);
    if (last)
        bulk_time(b, col, last);
    return bulk_row(b);
}

/* Of those that do not bring their own. */
static const char leg_columns[] =
    "tenant_id, interaction_id, leg_no, queue_id, agent_id, queued_at, "
    "answered_at, left_at, left_reason, talk_s, hold_s, acw_s";
static const char leg_types[] = "iiiiitttsiii";

static enum err put_leg(struct bulk *b, const struct store *s, const struct import_row *row)
{
    bool given_up = !row->has[MAP_ANSWERED_AT] && row->has[MAP_LEFT_QUEUE_AT];
    bulk_int(b, 0, s->tenant_id);
    bulk_int(b, 1, row->id);
    bulk_int(b, 2, 1);
    put_id(b, 3, row->queue_id);
    put_id(b, 4, row->agent_id);
    put_time(b, 5, row, MAP_QUEUED_AT);
    put_time(b, 6, row, MAP_ANSWERED_AT);
    if (!row->undated)
        put_time(b, 7, row, given_up ? MAP_LEFT_QUEUE_AT : MAP_CLOSED_AT);
    bulk_text(b, 8, row->left_reason);
    put_number(b, 9, row, MAP_DURATION_S);
    put_number(b, 10, row, MAP_HOLD_S);
    put_number(b, 11, row, MAP_ACW_S);
    return bulk_row(b);
}

typedef enum err put_fn(struct bulk *, const struct store *, const struct import_row *);

static enum err insert(struct batch *b, const char *table, const char *columns, const char *types,
                       put_fn *put, bool (*which)(const struct import_row *))
{
    struct bulk *bulk;
    char name[128];
    snprintf(name, sizeof name, "%s.%s", conf(CONF_DB_FACTS), table);
    enum err e = bulk_open(&bulk, b->store->o.db, name, columns, types);
    if (e)
        return e;
    for (size_t i = 0; i < b->n && !e; i++)
        if (b->rows[i]->state == ROW_NEW && (!which || which(b->rows[i])))
            e = put(bulk, b->store, b->rows[i]);
    enum err end = bulk_close(bulk);
    return e ? e : end;
}

static bool one_leg(const struct import_row *row)
{
    return row->queue_id && !talk_count(row->talk, "legs");
}

enum err batch_insert(struct batch *b)
{
    enum err e = insert(b, "closed_interactions", call_columns, call_types, put_call, NULL);
    if (!e)
        e = insert(b, "legs", leg_columns, leg_types, put_leg, one_leg);
    return e ? e : talk_insert(b);
}
