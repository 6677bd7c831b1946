#include "store/detail_more.h"

#define JOINED(child, alias)                                                                       \
    "LEFT JOIN {facts}." child " " alias " ON " alias ".tenant_id = i.tenant_id AND " alias        \
    ".interaction_id = i.id "
/* What is longer is no JSON any more when it is cut, and is said to be unreadable. */
#define JSON(column) "LEFT(" column ", 64000)"

#define MORE(table)                                                                                                \
    "SELECT v.contact_result, v.call_disposition, v.sentiment, v.termination, v.phone_used, "                      \
    "v.willingness, v.cooperation, v.identity_verified, " JSON(                                                    \
        "v.cost_parts") ", v.llm_model, "                                                                          \
                        "v.billable_messages, w.browser, w.os, CAST(w.ip AS CHAR), w.country, "                    \
                        "w.city, w.url, "                                                                          \
                        "n.topic, n.summary, n.sentiment_description, n.csat_description, "                        \
                        "n.performance, n.source, " JSON("n.keywords") ", " JSON(                                  \
                            "n.emotions") ", " JSON("n.criteria") ", " JSON("n.collected") ", "                    \
                                                                                           "n."                    \
                                                                                           "made_"                 \
                                                                                           "at, "                  \
                                                                                           "(SELE"                 \
                                                                                           "CT "                   \
                                                                                           "COUNT"                 \
                                                                                           "(*) "                  \
                                                                                           "FROM "                 \
                                                                                           "{fact"                 \
                                                                                           "s}."                   \
                                                                                           "messa"                 \
                                                                                           "ges "                  \
                                                                                           "m "                    \
                                                                                           "WHERE"                 \
                                                                                           " m."                   \
                                                                                           "tenan"                 \
                                                                                           "t_id "                 \
                                                                                           "= "                    \
                                                                                           "i."                    \
                                                                                           "tenan"                 \
                                                                                           "t_id "                 \
                                                                                           "AND "                  \
                                                                                           "m."                    \
                                                                                           "inter"                 \
                                                                                           "actio"                 \
                                                                                           "n_id "                 \
                                                                                           "= "                    \
                                                                                           "i.id)"                 \
                                                                                           " FROM"                 \
                                                                                           " {"                    \
                                                                                           "facts"                 \
                                                                                           "}"                     \
                                                                                           "." table               \
                                                                                           " i "                   \
                                                                                           "FORCE"                 \
                                                                                           " INDE"                 \
                                                                                           "X "                    \
                                                                                           "(uq_"                  \
                                                                                           "id)"                   \
                                                                                           " " JOINED(             \
                                                                                               "v"                 \
                                                                                               "o"                 \
                                                                                               "i"                 \
                                                                                               "c"                 \
                                                                                               "e"                 \
                                                                                               "_"                 \
                                                                                               "a"                 \
                                                                                               "i"                 \
                                                                                               "_"                 \
                                                                                               "d"                 \
                                                                                               "e"                 \
                                                                                               "t"                 \
                                                                                               "a"                 \
                                                                                               "i"                 \
                                                                                               "l"                 \
                                                                                               "s",                \
                                                                                               "v")                \
                                                                                               JOINED(             \
                                                                                                   "web_details",  \
                                                                                                   "w")            \
                                                                                                   JOINED(         \
                                                                                                       "analyses", \
                                                                                                       "n") "WHERE {scope:i} AND i.id = :id"

#define OF_ONE(table, child, columns, order)                                                       \
    "SELECT " columns " FROM {facts}." table " i FORCE INDEX (uq_id) JOIN {facts}." child          \
    " m ON m.tenant_id = i.tenant_id AND m.interaction_id = i.id "                                 \
    "WHERE {scope:i} AND i.id = :id ORDER BY " order " LIMIT :want"
#define LEGS(table)                                                                                \
    OF_ONE(table, "legs",                                                                          \
           "m.queue_id, m.agent_id, m.queued_at, m.answered_at, m.left_at, m.ring_s, m.talk_s, "   \
           "m.hold_s, m.acw_s, m.left_reason, m.transfer_kind",                                    \
           "m.leg_no")
#define CALLED(table) OF_ONE(table, "function_calls", "m.name, m.status", "m.call_no")

/* A body of 1 MB is the most that a vendor sends but for sound. */
#define VENDOR(table)                                                                              \
    OF_ONE(table, "vendor_details", "m.source, LEFT(m.fields, 1000000)", "m.source")

#define BOTH(name_, shape, cols_)                                                                  \
    {                                                                                              \
        {.name = name_, .sql = shape("closed_interactions"), .cols = cols_},                       \
            {.name = name_ "_active", .sql = shape("active_interactions"), .cols = cols_},         \
    }
static const struct db_stmt more[2] = BOTH("detail_more", MORE, "sssssiiississssssssssssssssti");
static const struct db_stmt legs[2] = BOTH("detail_legs", LEGS, "iitttiiiiss");
static const struct db_stmt called[2] = BOTH("detail_called", CALLED, "ss");

static const struct db_stmt vendor[2] = BOTH("detail_vendor", VENDOR, "ss");

const struct db_stmt *const detail_more_statements[] = {
    &more[0], &more[1], &legs[0], &legs[1], &called[0], &called[1], &vendor[0], &vendor[1], NULL,
};

/* The columns in their order. */
#define TEXT db_text(r, 0, c++, NULL)
#define NUMBER(unknown) db_int(r, 0, c++, unknown)

static void read_more(const struct db_rows *r, struct detail_more *out)
{
    size_t c = 0;
    const char **const texts[] = {&out->contact_result, &out->call_disposition, &out->mood,
                                  &out->termination, &out->phone_used};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = TEXT;
    out->willingness = NUMBER(-1);
    out->cooperation = NUMBER(-1);
    out->identity_verified = NUMBER(-1);
    out->cost_parts = TEXT;
    out->llm_model = TEXT;
    out->billable_messages = NUMBER(-1);
    const char **const rest[] = {
        &out->browser,       &out->os,       &out->ip,          &out->country,
        &out->city,          &out->url,      &out->topic,       &out->summary,
        &out->sentiment_why, &out->csat_why, &out->performance, &out->source,
        &out->keywords,      &out->emotions, &out->criteria,    &out->collected};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        *rest[i] = TEXT;
    out->made_at = NUMBER(0);
    out->messages = NUMBER(0);
}

enum err detail_more(struct db *db, struct arena *a, const struct scope *scope,
                     const struct interaction *i, struct detail_more *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &more[i->running], DB_ARGS(DB_INT("id", i->id)), &r);
    if (!e && !r.n)
        return err_set(ERR_NOT_FOUND, "the interaction is gone");
    if (!e)
        read_more(&r, out);
    return e;
}

enum err detail_legs(struct db *db, struct arena *a, const struct scope *scope,
                     const struct interaction *i, struct leg **out, size_t *n)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &legs[i->running],
                          DB_ARGS(DB_INT("id", i->id), DB_INT("want", LEGS_MAX)), &r);
    if (e)
        return e;
    *n = r.n;
    *out = arena_array(a, r.n + 1, sizeof **out);
    for (size_t k = 0; k < r.n; k++) {
        int64_t queue = db_int(&r, k, 0, 0);
        bool shown = scope_is_all(scope) || scope_has(scope, queue);
        (*out)[k] = (struct leg){.queue_id = queue,
                                 .agent_id = shown ? db_int(&r, k, 1, 0) : 0,
                                 .queued_at = db_int(&r, k, 2, 0),
                                 .answered_at = db_int(&r, k, 3, 0),
                                 .left_at = db_int(&r, k, 4, 0),
                                 .ring_s = db_int(&r, k, 5, -1),
                                 .talk_s = db_int(&r, k, 6, -1),
                                 .hold_s = db_int(&r, k, 7, -1),
                                 .acw_s = db_int(&r, k, 8, -1),
                                 .left_reason = db_text(&r, k, 9, NULL),
                                 .transfer_kind = db_text(&r, k, 10, NULL)};
    }
    return OK;
}

enum err detail_called(struct db *db, struct arena *a, const struct scope *scope,
                       const struct interaction *i, struct called **out, size_t *n)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &called[i->running],
                          DB_ARGS(DB_INT("id", i->id), DB_INT("want", CALLED_MAX)), &r);
    if (e)
        return e;
    *n = r.n;
    *out = arena_array(a, r.n + 1, sizeof **out);
    for (size_t k = 0; k < r.n; k++)
        (*out)[k] = (struct called){.name = db_text(&r, k, 0, ""),
                                    .failed = strcmp(db_text(&r, k, 1, ""), "error") == 0,
                                    .open = strcmp(db_text(&r, k, 1, ""), "pending") == 0};
    return OK;
}

enum err detail_vendor_more(struct db *db, struct arena *a, const struct scope *scope,
                            const struct interaction *i, struct detail_vendor *out)
{
    struct db_rows r = {0};
    enum err e = OK;
    if (db_has_table(db, "vendor_details"))
        e = db_query(db, a, scope, &vendor[i->running],
                     DB_ARGS(DB_INT("id", i->id), DB_INT("want", 1)), &r);
    *out = (struct detail_vendor){0};
    if (!e && r.n) {
        out->source = db_text(&r, 0, 0, "");
        out->fields = db_text(&r, 0, 1, NULL);
    }
    return e;
}
