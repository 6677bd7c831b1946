#include "store/detail.h"

#define FIND(table)                                                                                \
    "SELECT i.id, i.created_at, i.closed_at, i.channel, i.status, i.queue_id, i.agent_id, "        \
    "i.crm_contact_id, i.did_id, i.disposition_id, c.name, i.phone_number, i.phone_e164, "         \
    "i.duration_s, i.acw_s, i.direction, i.platform, i.outcome, i.ended_by, i.sentiment, "         \
    "i.action_type, i.wait_s, i.hold_s, i.csat, i.result, i.flow, i.account_id, i.parent_id, "     \
    "i.cost_micros, i.currency, i.flagged, i.has_recording, i.has_transcript, "                    \
    "i.last_message_at, i.vendor, i.vendor_ref, k.reference "                                      \
    "FROM {facts}." table " i FORCE INDEX (uq_id) "                                                \
    "LEFT JOIN {facts}.crm_contacts c ON c.tenant_id = i.tenant_id AND c.id = i.crm_contact_id "   \
    "LEFT JOIN {facts}.accounts k ON k.tenant_id = i.tenant_id AND k.id = i.account_id "           \
    "WHERE {scope:i} AND i.id = :id"
#define COLUMNS "ittssiiiiisssiissssssiiissiiisiiitsss"

enum {
    ID,
    CREATED,
    CLOSED,
    CHANNEL,
    STATUS,
    QUEUE,
    AGENT,
    CONTACT,
    DID,
    DISPOSITION,
    CONTACT_NAME,
    NUMBER,
    E164,
    DURATION,
    ACW,
    DIRECTION,
    PLATFORM,
    OUTCOME,
    ENDED_BY,
    SENTIMENT,
    ACTION,
    WAIT,
    HOLD,
    CSAT,
    RESULT,
    FLOW,
    ACCOUNT,
    PARENT,
    COST,
    CURRENCY,
    FLAGGED,
    RECORDING,
    TRANSCRIPT,
    LAST_MESSAGE,
    VENDOR,
    VENDOR_REF,
    REFERENCE
};

static const struct db_stmt find[2] = {
    {.name = "detail_find", .sql = FIND("closed_interactions"), .cols = COLUMNS},
    {.name = "detail_find_active", .sql = FIND("active_interactions"), .cols = COLUMNS},
};

const struct db_stmt *const detail_statements[] = {&find[0], &find[1], NULL};

static struct interaction read_row(const struct db_rows *r, bool running)
{
    return (struct interaction){
        .id = db_int(r, 0, ID, 0),
        .running = running,
        .created_at = db_int(r, 0, CREATED, 0),
        .closed_at = db_int(r, 0, CLOSED, 0),
        .channel = db_text(r, 0, CHANNEL, ""),
        .status = db_text(r, 0, STATUS, ""),
        .queue_id = db_int(r, 0, QUEUE, 0),
        .agent_id = db_int(r, 0, AGENT, 0),
        .contact_id = db_int(r, 0, CONTACT, 0),
        .did_id = db_int(r, 0, DID, 0),
        .disposition_id = db_int(r, 0, DISPOSITION, 0),
        .contact_name = db_text(r, 0, CONTACT_NAME, NULL),
        .phone_number = db_text(r, 0, NUMBER, NULL),
        .phone_e164 = db_text(r, 0, E164, NULL),
        .duration_s = db_int(r, 0, DURATION, -1),
        .acw_s = db_int(r, 0, ACW, -1),
        .direction = db_text(r, 0, DIRECTION, NULL),
        .platform = db_text(r, 0, PLATFORM, NULL),
        .outcome = db_text(r, 0, OUTCOME, NULL),
        .ended_by = db_text(r, 0, ENDED_BY, NULL),
        .sentiment = db_text(r, 0, SENTIMENT, NULL),
        .action_type = db_text(r, 0, ACTION, NULL),
        .wait_s = db_int(r, 0, WAIT, -1),
        .hold_s = db_int(r, 0, HOLD, -1),
        .csat = db_int(r, 0, CSAT, -1),
    };
}

static struct detail_facts read_facts(const struct db_rows *r, bool running)
{
    bool costs = !db_cell(r, 0, COST)->null;
    return (struct detail_facts){
        .i = read_row(r, running),
        .result = db_text(r, 0, RESULT, NULL),
        .flow = db_text(r, 0, FLOW, NULL),
        .account_id = db_int(r, 0, ACCOUNT, 0),
        .parent_id = db_int(r, 0, PARENT, 0),
        .cost_micros = db_int(r, 0, COST, 0),
        .currency = costs ? db_text(r, 0, CURRENCY, NULL) : NULL,
        .flagged = db_int(r, 0, FLAGGED, 0),
        .has_recording = db_int(r, 0, RECORDING, 0),
        .has_transcript = db_int(r, 0, TRANSCRIPT, 0),
        .last_message_at = db_int(r, 0, LAST_MESSAGE, 0),
        .vendor = db_text(r, 0, VENDOR, NULL),
        .vendor_ref = db_text(r, 0, VENDOR_REF, NULL),
        .account_reference = db_text(r, 0, REFERENCE, NULL),
    };
}

enum err detail_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                     struct detail_facts *out)
{
    for (int running = 0; running < 2; running++) {
        struct db_rows r;
        enum err e = db_query(db, a, scope, &find[running], DB_ARGS(DB_INT("id", id)), &r);
        if (e)
            return e;
        if (r.n) {
            *out = read_facts(&r, running);
            return OK;
        }
    }
    return err_set(ERR_NOT_FOUND, "no such interaction");
}
