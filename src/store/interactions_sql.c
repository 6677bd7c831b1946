#include "store/interactions_sql.h"

#include "store/interactions_filter.h"

/* --- the statements ---------------------------------------------------------------------------
 *
 * Two shapes, three columns to sort by, one index per drive, each named in the statement: along an
 * index, or by dives for single values. Dives find the keys `k` from their index, alone where it
 * can be; only the rows of the page are then looked up whole. */

#define PERIOD                                                                                     \
    "[from| AND i.created_at >= :from]"                                                            \
    "[to| AND i.created_at < :to]"

/* The rows behind the cursor: written so that the index is entered at the cursor. */
#define AFTER(key)                                                                                 \
    "[after|[asc| AND " key " >= :after AND (" key " > :after OR i.id > :after_id)"                \
    "| AND " key " <= :after AND (" key " < :after OR i.id < :after_id)]]"

#define ORDER(key) " ORDER BY " key " [asc|ASC|DESC], i.id [asc|ASC|DESC]"

#define COLUMNS                                                                                    \
    "i.id, i.created_at, i.closed_at, i.channel, i.status, i.queue_id, i.agent_id, "               \
    "i.crm_contact_id, i.did_id, i.disposition_id, c.name, i.phone_number, i.phone_e164, "         \
    "i.duration_s, i.acw_s, i.duration_key"
#define COLUMN_TYPES "ittssiiiiisssiii"

#define CONTACT_JOIN                                                                               \
    " LEFT JOIN {facts}.crm_contacts c ON c.tenant_id = i.tenant_id AND c.id = i.crm_contact_id"

/* In the order of an index, the filters tested on the way. */
#define ALONG_TABLE(table, index, key, filters)                                                    \
    "SELECT " COLUMNS " FROM {facts}." table " i FORCE INDEX (" index ")" CONTACT_JOIN             \
    " WHERE {scope:i}" filters PERIOD AFTER("i." key) ORDER("i." key) " LIMIT :want"
#define ALONG(index, key) ALONG_TABLE("closed_interactions", index, key, FILTERS)

/* Whole rows for the keys that several dives found. */
#define PAGE(dives, key)                                                                           \
    "SELECT " COLUMNS " FROM (" dives ") k JOIN {facts}.closed_interactions i "                    \
    "ON {tenant:i} AND i.created_at = k.created_at AND i.id = k.id" CONTACT_JOIN ORDER(            \
        "i." key) " LIMIT :want"

#define KEYS_FROM(index)                                                                           \
    "SELECT i.created_at, i.id FROM {facts}.closed_interactions i FORCE INDEX (" index ") WHERE "

/* One dive per value of a filter. */
#define DIVES(index, condition, key)                                                               \
    PAGE("{each:values}(" KEYS_FROM(index) "{scope:i} AND " condition FILTERS PERIOD AFTER(        \
             "i." key) ORDER("i." key) " LIMIT :want){/each}",                                     \
         key)

/* One dive per queue of the scope. */
#define QUEUE_DIVES(index, key)                                                                    \
    PAGE("{arms}(" KEYS_FROM(index) "{arm:i}" FILTERS PERIOD AFTER("i." key)                       \
             ORDER("i." key) " LIMIT :want){/arms}",                                               \
         key)

/* Keys in the order of an index, the rows of one value; only those of the page are looked up. */
#define KEYS_ALONG(index, condition, key)                                                          \
    "(" KEYS_FROM(index) "{scope:i}" condition FILTERS PERIOD AFTER("i." key)                      \
        ORDER("i." key) " LIMIT :want)"

/* From the clients that a text found: by contact, by number, or both. */
#define BY_CLIENTS "[clients| AND i.crm_contact_id IN (:clients[])| AND FALSE]"
#define BY_NUMBER "[number| AND i.phone_e164 LIKE :number| AND FALSE]"
#define CLIENT_DIVES(key)                                                                          \
    PAGE(KEYS_ALONG("ix_contact", BY_CLIENTS, key) " UNION " KEYS_ALONG("ix_phone", BY_NUMBER,     \
                                                                        key),                      \
         key)

/* From the rows that hang on interactions and have one of the texts. */
#define HANGING(table, index, n, column, valid)                                                    \
    "(SELECT DISTINCT x.interaction_id FROM {facts}." table " x FORCE INDEX (" index               \
    ") WHERE {tenant:x}" valid " AND " column                                                      \
    " IN " NAME_LIST(n) ") h STRAIGHT_JOIN {facts}.closed_interactions i FORCE INDEX (uq_id) "     \
                        "ON i.id = h.interaction_id WHERE {scope:i}"
#define TAGGED HANGING("tags", "ix_tag", "tag", "x.tag", "")
#define FLAGGED HANGING("review_flags", "ix_flag", "flag", "x.flag", FLAG_VALID)
#define HANGING_DIVES(from, filters, key)                                                          \
    PAGE("SELECT i.created_at, i.id FROM " from filters PERIOD AFTER("i." key)                     \
             ORDER("i." key) " LIMIT :want",                                                       \
         key)

/* From the words of a text. In order of time they are read no further than the page reaches. */
#define WORDS_OF                                                                                   \
    "{app}.search_words w FORCE INDEX (PRIMARY) STRAIGHT_JOIN {facts}.closed_interactions i "      \
    "FORCE INDEX (PRIMARY) ON i.tenant_id = w.tenant_id AND i.created_at = w.created_at "          \
    "AND i.id = w.interaction_id WHERE {tenant:w} AND w.word = :it"                                \
    "[by_client| AND w.who & 1][by_agent| AND w.who & 2]"                                          \
    "[from| AND w.created_at >= :from][to| AND w.created_at < :to] AND {scope:i}" FILTERS PERIOD
#define AFTER_WORD                                                                                 \
    "[after|[asc| AND w.created_at >= :after AND (w.created_at > :after "                          \
    "OR w.interaction_id > :after_id)"                                                             \
    "| AND w.created_at <= :after AND (w.created_at < :after OR w.interaction_id < :after_id)]]"
#define TEXT_DIVES(after, order, key)                                                              \
    PAGE("SELECT DISTINCT d.created_at, d.id FROM ({each:words}(SELECT i.created_at, i.id "        \
         "FROM " WORDS_OF after order " LIMIT :want){/each}) d",                                   \
         key)
#define TEXT_BY_TIME                                                                               \
    TEXT_DIVES(AFTER_WORD,                                                                         \
               " ORDER BY w.created_at [asc|ASC|DESC], w.interaction_id [asc|ASC|DESC]",           \
               "created_at")
#define TEXT_BY(key) TEXT_DIVES(AFTER("i." key), ORDER("i." key), key)

#define STATEMENT(name_, sql_)                                                                     \
    {                                                                                              \
        .name = name_, .sql = sql_, .cols = COLUMN_TYPES                                           \
    }

/* By what is sorted; the clustered key and the index of each sort key. */
#define PAGE_STATEMENTS(sort, key, own, queue_own, text)                                           \
    {                                                                                              \
        [DRIVE_TIME] = STATEMENT(sort "_along", ALONG(own, key)),                                  \
        [DRIVE_QUEUE] = STATEMENT(sort "_queue", QUEUE_DIVES(queue_own, key)),                     \
        [DRIVE_AGENT] = STATEMENT(sort "_agent", DIVES("ix_agent", "i.agent_id = :it", key)),      \
        [DRIVE_AGENT_QUEUE] =                                                                      \
            STATEMENT(sort "_agent_queue", DIVES("ix_agent_queue", "i.agent_id = :it", key)),      \
        [DRIVE_DID] = STATEMENT(sort "_did", DIVES("ix_did", "i.did_id = :it", key)),              \
        [DRIVE_DISPOSITION] = STATEMENT(sort "_disposition",                                       \
                                        DIVES("ix_disposition", "i.disposition_id = :it", key)),   \
        [DRIVE_CHANNEL] = STATEMENT(sort "_channel", DIVES("ix_channel", "i.channel = :it", key)), \
        [DRIVE_CONTACT] = STATEMENT(sort "_contact", ALONG("ix_contact", key)),                    \
        [DRIVE_PHONE] = STATEMENT(sort "_phone", ALONG("ix_phone", key)),                          \
        [DRIVE_ACCOUNT] =                                                                          \
            STATEMENT(sort "_account", PAGE(KEYS_ALONG("ix_account", "", key), key)),              \
        [DRIVE_CLIENTS] = STATEMENT(sort "_clients", CLIENT_DIVES(key)),                           \
        [DRIVE_ACTION] = STATEMENT(sort "_action", ALONG("ix_action", key)),                       \
        [DRIVE_FLOW] = STATEMENT(sort "_flow", ALONG("ix_flow", key)),                             \
        [DRIVE_FLAGGED] = STATEMENT(sort "_flagged", ALONG("ix_flagged", key)),                    \
        [DRIVE_DURATION] = STATEMENT(sort "_range", ALONG("ix_duration", key)),                    \
        [DRIVE_TAG] =                                                                              \
            STATEMENT(sort "_tag", HANGING_DIVES(TAGGED, OWN_FILTERS FLAG_SECTIONS, key)),         \
        [DRIVE_FLAG] =                                                                             \
            STATEMENT(sort "_flag", HANGING_DIVES(FLAGGED, OWN_FILTERS TAG_SECTIONS, key)),        \
        [DRIVE_TEXT] = STATEMENT(sort "_text", text),                                              \
    }

const struct db_stmt interactions_page_sql[3][DRIVES] = {
    [SORT_CREATED] = PAGE_STATEMENTS("created", "created_at", "PRIMARY", "ix_queue", TEXT_BY_TIME),
    [SORT_CLOSED] = PAGE_STATEMENTS("closed", "closed_at", "ix_closed", "ix_queue_closed",
                                    TEXT_BY("closed_at")),
    [SORT_DURATION] = PAGE_STATEMENTS("duration", "duration_key", "ix_duration",
                                      "ix_queue_duration", TEXT_BY("duration_key")),
};

/* The period read in order of time and sorted: for a short period and another sort key. */
const struct db_stmt interactions_sorted_sql[3] = {
    [SORT_CREATED] = STATEMENT("created_sorted", ALONG("PRIMARY", "created_at")),
    [SORT_CLOSED] = STATEMENT("closed_sorted", ALONG("PRIMARY", "closed_at")),
    [SORT_DURATION] = STATEMENT("duration_sorted", ALONG("PRIMARY", "duration_key")),
};

/* The running ones are few and always in the order of creation. */
const struct db_stmt interactions_active_sql = STATEMENT(
    "active", ALONG_TABLE("active_interactions", "PRIMARY", "created_at", FILTERS STATUS_FILTER));

#define COUNT_OF(rows) "SELECT COUNT(*) FROM (" rows "[bound| LIMIT :bound]) c"
/* A count that nobody asked for may not take longer than this: then there are "many". */
enum { BOUNDED_MS = 150 };

#define COUNT_TABLE(table, index, filters)                                                         \
    COUNT_OF("SELECT 1 FROM {facts}." table " i FORCE INDEX (" index                               \
             ") WHERE {scope:i}" filters PERIOD)
#define COUNT(name, index)                                                                         \
    {                                                                                              \
        "count_" name, COUNT_TABLE("closed_interactions", index, FILTERS), "i", NULL, BOUNDED_MS   \
    }
#define COUNT_HANGING(name, from, filters)                                                         \
    {                                                                                              \
        "count_" name, COUNT_OF("SELECT 1 FROM " from filters PERIOD), "i", NULL, BOUNDED_MS       \
    }
#define CLIENT_IDS(index, condition)                                                               \
    "SELECT i.id FROM {facts}.closed_interactions i FORCE INDEX (" index                           \
    ") WHERE {scope:i}" condition FILTERS PERIOD
#define CLIENT_COUNT                                                                               \
    CLIENT_IDS("ix_contact", BY_CLIENTS) " UNION " CLIENT_IDS("ix_phone", BY_NUMBER)

#define TEXT_COUNT                                                                                 \
    COUNT_OF("SELECT DISTINCT d.id FROM ({each:words}(SELECT i.id FROM " WORDS_OF                  \
             "[bound| LIMIT :bound]){/each}) d")

const struct db_stmt interactions_count_sql[DRIVES] = {
    [DRIVE_TIME] = COUNT("time", "PRIMARY"),
    [DRIVE_QUEUE] = COUNT("queue", "ix_queue"),
    [DRIVE_AGENT] = COUNT("agent", "ix_agent"),
    [DRIVE_AGENT_QUEUE] = COUNT("agent_queue", "ix_agent_queue"),
    [DRIVE_DID] = COUNT("did", "ix_did"),
    [DRIVE_DISPOSITION] = COUNT("disposition", "ix_disposition"),
    [DRIVE_CHANNEL] = COUNT("channel", "ix_channel"),
    [DRIVE_CONTACT] = COUNT("contact", "ix_contact"),
    [DRIVE_PHONE] = COUNT("phone", "ix_phone"),
    [DRIVE_ACCOUNT] = COUNT("account", "ix_account"),
    [DRIVE_CLIENTS] = {"count_clients", COUNT_OF(CLIENT_COUNT), "i", NULL, BOUNDED_MS},
    [DRIVE_ACTION] = COUNT("action", "ix_action"),
    [DRIVE_FLOW] = COUNT("flow", "ix_flow"),
    [DRIVE_FLAGGED] = COUNT("flagged", "ix_flagged"),
    [DRIVE_DURATION] = COUNT("range", "ix_duration"),
    [DRIVE_TAG] = COUNT_HANGING("tag", TAGGED, OWN_FILTERS FLAG_SECTIONS),
    [DRIVE_FLAG] = COUNT_HANGING("flag", FLAGGED, OWN_FILTERS TAG_SECTIONS),
    [DRIVE_TEXT] = {"count_text", TEXT_COUNT, "i", NULL, BOUNDED_MS},
};
const struct db_stmt interactions_active_count_sql = {
    "count_active", COUNT_TABLE("active_interactions", "PRIMARY", FILTERS STATUS_FILTER), "i", NULL,
    BOUNDED_MS};

#define EACH_DRIVE(X)                                                                              \
    X(DRIVE_TIME), X(DRIVE_QUEUE), X(DRIVE_AGENT), X(DRIVE_AGENT_QUEUE), X(DRIVE_DID),             \
        X(DRIVE_DISPOSITION), X(DRIVE_CHANNEL), X(DRIVE_CONTACT), X(DRIVE_PHONE),                  \
        X(DRIVE_ACCOUNT), X(DRIVE_CLIENTS), X(DRIVE_ACTION), X(DRIVE_FLOW), X(DRIVE_FLAGGED),      \
        X(DRIVE_TAG), X(DRIVE_FLAG), X(DRIVE_DURATION), X(DRIVE_TEXT)
#define BY_CREATED(d) &interactions_page_sql[SORT_CREATED][d]
#define BY_CLOSED(d) &interactions_page_sql[SORT_CLOSED][d]
#define BY_DURATION(d) &interactions_page_sql[SORT_DURATION][d]
#define COUNTED(d) &interactions_count_sql[d]

const struct db_stmt *const interaction_statements[] = {
    EACH_DRIVE(BY_CREATED),
    EACH_DRIVE(BY_CLOSED),
    EACH_DRIVE(BY_DURATION),
    EACH_DRIVE(COUNTED),
    &interactions_sorted_sql[SORT_CREATED],
    &interactions_sorted_sql[SORT_CLOSED],
    &interactions_sorted_sql[SORT_DURATION],
    &interactions_active_sql,
    &interactions_active_count_sql,
    NULL,
};
