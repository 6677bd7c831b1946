#include "store/conversation.h"

#define FIND(table)                                                                                \
    "SELECT i.id, i.created_at, i.closed_at, i.channel, i.status, i.queue_id, i.agent_id, "        \
    "i.crm_contact_id, i.did_id, i.disposition_id, c.name, i.phone_number, i.phone_e164, "         \
    "i.duration_s, i.acw_s FROM {facts}." table " i FORCE INDEX (uq_id) "                          \
    "LEFT JOIN {facts}.crm_contacts c ON c.tenant_id = i.tenant_id AND c.id = i.crm_contact_id "   \
    "WHERE {scope:i} AND i.id = :id"

#define OF_ONE(table, child, columns, order)                                                       \
    "SELECT " columns " FROM {facts}." table " i FORCE INDEX (uq_id) JOIN {facts}." child          \
    " m ON m.tenant_id = i.tenant_id AND m.interaction_id = i.id "                                 \
    "WHERE {scope:i} AND i.id = :id ORDER BY " order " LIMIT :want"

#define MESSAGES(table)                                                                            \
    OF_ONE(table, "messages", "m.role, m.agent_id, m.offset_ms, m.sent_at, LEFT(m.body, 16000)",   \
           "m.message_no")
#define RECORDINGS(table)                                                                          \
    OF_ONE(table, "recordings",                                                                    \
           "m.recording_no, m.duration_ms, m.store = 'disk', m.path, m.voices", "m.recording_no")

#define BOTH(name_, shape, cols_)                                                                  \
    {                                                                                              \
        {.name = name_, .sql = shape("closed_interactions"), .cols = cols_},                       \
            {.name = name_ "_active", .sql = shape("active_interactions"), .cols = cols_},         \
    }

static const struct db_stmt find[2] = BOTH("conversation_find", FIND, "ittssiiiiisssii");
static const struct db_stmt messages[2] = BOTH("conversation_messages", MESSAGES, "siits");
static const struct db_stmt recordings[2] = BOTH("conversation_recordings", RECORDINGS, "iiisi");

const struct db_stmt *const conversation_statements[] = {
    &find[0], &find[1], &messages[0], &messages[1], &recordings[0], &recordings[1], NULL,
};

static struct interaction read_row(const struct db_rows *r, bool running)
{
    return (struct interaction){
        .id = db_int(r, 0, 0, 0),
        .running = running,
        .created_at = db_int(r, 0, 1, 0),
        .closed_at = db_int(r, 0, 2, 0),
        .channel = db_text(r, 0, 3, ""),
        .status = db_text(r, 0, 4, ""),
        .queue_id = db_int(r, 0, 5, 0),
        .agent_id = db_int(r, 0, 6, 0),
        .contact_id = db_int(r, 0, 7, 0),
        .did_id = db_int(r, 0, 8, 0),
        .disposition_id = db_int(r, 0, 9, 0),
        .contact_name = db_text(r, 0, 10, NULL),
        .phone_number = db_text(r, 0, 11, NULL),
        .phone_e164 = db_text(r, 0, 12, NULL),
        .duration_s = db_int(r, 0, 13, -1),
        .acw_s = db_int(r, 0, 14, -1),
    };
}

enum err conversation_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                           struct interaction *out)
{
    for (int running = 0; running < 2; running++) {
        struct db_rows r;
        enum err e = db_query(db, a, scope, &find[running], DB_ARGS(DB_INT("id", id)), &r);
        if (e)
            return e;
        if (r.n) {
            *out = read_row(&r, running);
            return OK;
        }
    }
    return err_set(ERR_NOT_FOUND, "no such interaction");
}

enum err conversation_messages(struct db *db, struct arena *a, const struct scope *scope,
                               const struct interaction *i, struct message **out, size_t *n,
                               bool *more)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &messages[i->running],
                          DB_ARGS(DB_INT("id", i->id), DB_INT("want", CONVERSATION_MAX + 1)), &r);
    if (e)
        return e;
    *more = r.n > CONVERSATION_MAX;
    *n = *more ? CONVERSATION_MAX : r.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t m = 0; m < *n; m++)
        (*out)[m] = (struct message){.role = db_text(&r, m, 0, ""),
                                     .agent_id = db_int(&r, m, 1, 0),
                                     .offset_ms = db_int(&r, m, 2, -1),
                                     .sent_at = db_int(&r, m, 3, 0),
                                     .body = db_text(&r, m, 4, "")};
    return OK;
}

enum err conversation_recordings(struct db *db, struct arena *a, const struct scope *scope,
                                 const struct interaction *i, struct recording **out, size_t *n)
{
    enum { RECORDINGS_MAX = 100 };
    struct db_rows r;
    enum err e = db_query(db, a, scope, &recordings[i->running],
                          DB_ARGS(DB_INT("id", i->id), DB_INT("want", RECORDINGS_MAX)), &r);
    if (e)
        return e;
    *n = r.n;
    *out = arena_array(a, *n + 1, sizeof **out);
    for (size_t k = 0; k < *n; k++)
        (*out)[k] = (struct recording){.no = db_int(&r, k, 0, 0),
                                       .duration_ms = db_int(&r, k, 1, -1),
                                       .on_disk = db_int(&r, k, 2, 0),
                                       .path = db_text(&r, k, 3, ""),
                                       .voices = db_int(&r, k, 4, 0)};
    return OK;
}
