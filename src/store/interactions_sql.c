#include "store/interactions_sql.h"

/* --- the statements ---------------------------------------------------------------------------
 *
 * Two shapes, three columns to sort by, one index per drive, each named in the statement: along an
 * index, or by dives for single values. Dives find the keys `k` from their index, alone where it
 * can be; only the rows of the page are then looked up whole. */

/* Where the filters other than the scope are tested. */
#define FILTERS                                                                                    \
    "[agents| AND i.agent_id IN (:agents[])]"                                                      \
    "[dids| AND i.did_id IN (:dids[])]"                                                            \
    "[dispositions| AND i.disposition_id IN (:dispositions[])]"                                    \
    "[channel| AND i.channel = :channel]"                                                          \
    "[contact| AND i.crm_contact_id = :contact]"                                                   \
    "[phone| AND i.phone_e164 = :phone]"

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
#define ALONG(table, index, key)                                                                   \
    "SELECT " COLUMNS " FROM {facts}." table " i FORCE INDEX (" index ")" CONTACT_JOIN             \
    " WHERE {scope:i}" FILTERS PERIOD AFTER("i." key) ORDER("i." key) " LIMIT :want"

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

#define STATEMENT(name_, sql_)                                                                     \
    {                                                                                              \
        .name = name_, .sql = sql_, .cols = COLUMN_TYPES                                           \
    }

/* By what is sorted; the clustered key and the index of each sort key. */
#define PAGE_STATEMENTS(sort, key, own, queue_own)                                                 \
    {                                                                                              \
        [DRIVE_TIME] = STATEMENT(sort "_along", ALONG("closed_interactions", own, key)),           \
        [DRIVE_QUEUE] = STATEMENT(sort "_queue", QUEUE_DIVES(queue_own, key)),                     \
        [DRIVE_AGENT] = STATEMENT(sort "_agent", DIVES("ix_agent", "i.agent_id = :it", key)),      \
        [DRIVE_AGENT_QUEUE] =                                                                      \
            STATEMENT(sort "_agent_queue", DIVES("ix_agent_queue", "i.agent_id = :it", key)),      \
        [DRIVE_DID] = STATEMENT(sort "_did", DIVES("ix_did", "i.did_id = :it", key)),              \
        [DRIVE_DISPOSITION] = STATEMENT(sort "_disposition",                                       \
                                        DIVES("ix_disposition", "i.disposition_id = :it", key)),   \
        [DRIVE_CHANNEL] =                                                                          \
            STATEMENT(sort "_channel", ALONG("closed_interactions", "ix_channel", key)),           \
        [DRIVE_CONTACT] =                                                                          \
            STATEMENT(sort "_contact", ALONG("closed_interactions", "ix_contact", key)),           \
        [DRIVE_PHONE] = STATEMENT(sort "_phone", ALONG("closed_interactions", "ix_phone", key)),   \
    }

const struct db_stmt interactions_page_sql[3][DRIVES] = {
    [SORT_CREATED] = PAGE_STATEMENTS("created", "created_at", "PRIMARY", "ix_queue"),
    [SORT_CLOSED] = PAGE_STATEMENTS("closed", "closed_at", "ix_closed", "ix_queue_closed"),
    [SORT_DURATION] =
        PAGE_STATEMENTS("duration", "duration_key", "ix_duration", "ix_queue_duration"),
};

/* The period read in order of time and sorted: for a short period and another sort key. */
const struct db_stmt interactions_sorted_sql[3] = {
    [SORT_CREATED] =
        STATEMENT("created_sorted", ALONG("closed_interactions", "PRIMARY", "created_at")),
    [SORT_CLOSED] =
        STATEMENT("closed_sorted", ALONG("closed_interactions", "PRIMARY", "closed_at")),
    [SORT_DURATION] =
        STATEMENT("duration_sorted", ALONG("closed_interactions", "PRIMARY", "duration_key")),
};

/* The running ones are few and always in the order of creation. */
const struct db_stmt interactions_active_sql =
    STATEMENT("active", ALONG("active_interactions", "PRIMARY", "created_at"));

#define COUNT(table, index)                                                                        \
    "SELECT COUNT(*) FROM (SELECT 1 FROM {facts}." table " i FORCE INDEX (" index                  \
    ") WHERE {scope:i}" FILTERS PERIOD "[bound| LIMIT :bound]) c"

const struct db_stmt interactions_count_sql[DRIVES] = {
    [DRIVE_TIME] = {"count_time", COUNT("closed_interactions", "PRIMARY"), "i", NULL, 0},
    [DRIVE_QUEUE] = {"count_queue", COUNT("closed_interactions", "ix_queue"), "i", NULL, 0},
    [DRIVE_AGENT] = {"count_agent", COUNT("closed_interactions", "ix_agent"), "i", NULL, 0},
    [DRIVE_AGENT_QUEUE] = {"count_agent_queue", COUNT("closed_interactions", "ix_agent_queue"), "i",
                           NULL, 0},
    [DRIVE_DID] = {"count_did", COUNT("closed_interactions", "ix_did"), "i", NULL, 0},
    [DRIVE_DISPOSITION] = {"count_disposition", COUNT("closed_interactions", "ix_disposition"), "i",
                           NULL, 0},
    [DRIVE_CHANNEL] = {"count_channel", COUNT("closed_interactions", "ix_channel"), "i", NULL, 0},
    [DRIVE_CONTACT] = {"count_contact", COUNT("closed_interactions", "ix_contact"), "i", NULL, 0},
    [DRIVE_PHONE] = {"count_phone", COUNT("closed_interactions", "ix_phone"), "i", NULL, 0},
};
const struct db_stmt interactions_active_count_sql = {
    "count_active", COUNT("active_interactions", "PRIMARY"), "i", NULL, 0};

#define SORT_LIST(s)                                                                               \
    &interactions_page_sql[s][DRIVE_TIME], &interactions_page_sql[s][DRIVE_QUEUE],                 \
        &interactions_page_sql[s][DRIVE_AGENT], &interactions_page_sql[s][DRIVE_AGENT_QUEUE],      \
        &interactions_page_sql[s][DRIVE_DID], &interactions_page_sql[s][DRIVE_DISPOSITION],        \
        &interactions_page_sql[s][DRIVE_CHANNEL], &interactions_page_sql[s][DRIVE_CONTACT],        \
        &interactions_page_sql[s][DRIVE_PHONE], &interactions_sorted_sql[s]

const struct db_stmt *const interaction_statements[] = {
    SORT_LIST(SORT_CREATED),
    SORT_LIST(SORT_CLOSED),
    SORT_LIST(SORT_DURATION),
    &interactions_active_sql,
    &interactions_count_sql[DRIVE_TIME],
    &interactions_count_sql[DRIVE_QUEUE],
    &interactions_count_sql[DRIVE_AGENT],
    &interactions_count_sql[DRIVE_AGENT_QUEUE],
    &interactions_count_sql[DRIVE_DID],
    &interactions_count_sql[DRIVE_DISPOSITION],
    &interactions_count_sql[DRIVE_CHANNEL],
    &interactions_count_sql[DRIVE_CONTACT],
    &interactions_count_sql[DRIVE_PHONE],
    &interactions_active_count_sql,
    NULL,
};

/* --- their values --- */

void list_args_add(struct list_args *a, struct db_arg v)
{
    if (a->n == LIST_ARGS)
        abort();
    a->v[a->n++] = v;
}

static void add_ids(struct list_args *a, const char *name, const struct id_filter *f)
{
    if (f->on)
        LIST_ADD(a, DB_LIST(name, f->ids, f->n));
}

void list_args_filter(struct list_args *a, const struct list_filter *f)
{
    add_ids(a, "agents", &f->agents);
    add_ids(a, "dids", &f->dids);
    add_ids(a, "dispositions", &f->dispositions);
    if (f->channel)
        list_args_add(a, DB_TEXT("channel", f->channel));
    if (f->contact_id)
        LIST_ADD(a, DB_INT("contact", f->contact_id));
    if (f->phone_e164)
        list_args_add(a, DB_TEXT("phone", f->phone_e164));
    if (f->from > LIST_ALL_FROM)
        LIST_ADD(a, DB_TIME("from", f->from));
    if (f->to < LIST_ALL_TO)
        LIST_ADD(a, DB_TIME("to", f->to));
}

bool list_matches_nothing(const struct scope *scope, const struct list_filter *f)
{
    return (!scope_is_all(scope) && !scope_count(scope)) || (f->agents.on && !f->agents.n) ||
           (f->dids.on && !f->dids.n) || (f->dispositions.on && !f->dispositions.n) ||
           f->from >= f->to;
}
