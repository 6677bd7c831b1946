/* The filters of the list as sections of its statements, on a row `i` of either table of
 * interactions. One line per column in LIST_BY; interactions_filter.c adds the values. */
#ifndef STORE_INTERACTIONS_FILTER_H
#define STORE_INTERACTIONS_FILTER_H

/* What is tested by ids: X(enum list_by, name of the argument, column) */
#define LIST_BY(X)                                                                                 \
    X(BY_AGENT, "agents", "i.agent_id")                                                            \
    X(BY_AGENT_KIND, "kind_agents", "i.agent_id")                                                  \
    X(BY_DID, "dids", "i.did_id")                                                                  \
    X(BY_DISPOSITION, "dispositions", "i.disposition_id")                                          \
    X(BY_QUEUE, "queues", "i.queue_id")                                                            \
    X(BY_CHANNEL, "channels", "i.channel")                                                         \
    X(BY_DIRECTION, "directions", "i.direction")                                                   \
    X(BY_OUTCOME, "outcomes", "i.outcome")                                                         \
    X(BY_SENTIMENT, "sentiments", "i.sentiment")                                                   \
    X(BY_RESULT, "results", "i.result")                                                            \
    X(BY_PLATFORM, "platforms", "i.platform")                                                      \
    X(BY_FLAGGED, "flagged", "i.flagged")                                                          \
    X(BY_RECORDING, "recording", "i.has_recording")                                                \
    X(BY_TRANSCRIPT, "transcript", "i.has_transcript")                                             \
    X(BY_CONTACT, "contacts", "i.crm_contact_id")                                                  \
    X(BY_ACCOUNT, "accounts", "i.account_id")

#define ID_SECTIONS(by, name, column)                                                              \
    "[" name "| AND " column " IN (:" name "[])]"                                                  \
    "[not_" name "| AND (" column " NOT IN (:not_" name "[]) OR " column " IS NULL)]"              \
    "[no_" name "| AND " column " IS NULL]"                                                        \
    "[some_" name "| AND " column " IS NOT NULL]"                                                  \
    "[other_" name "| AND " column " NOT IN (:other_" name "[])]"                                  \
    "[or_no_" name "| AND (" column " IN (:or_no_" name "[]) OR " column " IS NULL)]"

/* Up to sixteen texts, in steps of two, four, eight: few distinct statements. */
#define NAME_LIST(n)                                                                               \
    "(:" n "_1[" n "_2|,:" n "_2][" n "_3|,:" n "_3,:" n "_4]"                                     \
    "[" n "_5|,:" n "_5,:" n "_6,:" n "_7,:" n "_8]"                                               \
    "[" n "_9|,:" n "_9,:" n "_10,:" n "_11,:" n "_12,:" n "_13,:" n "_14,:" n "_15,:" n "_16])"

/* Asked row by row: LIMIT 1 in a value keeps the server from turning it into a join of its own. */
#define ANY_OF(table, more)                                                                        \
    "(SELECT 1 FROM {facts}." table " x WHERE x.tenant_id = i.tenant_id "                          \
    "AND x.interaction_id = i.id" more " LIMIT 1)"

/* Texts in rows that hang on the interaction. */
#define HANGING_SECTIONS(n, table, column, valid)                                                  \
    "[" n "_in| AND " ANY_OF(                                                                      \
        table, valid " AND " column " IN " NAME_LIST(                                              \
                   n)) " IS NOT NULL]"                                                             \
                       "[" n "_out| AND " ANY_OF(                                                  \
                           table,                                                                  \
                           valid " AND " column " IN " NAME_LIST(                                  \
                               n)) " IS NULL]"                                                     \
                                   "[" n "_part| AND " ANY_OF(                                     \
                                       table,                                                      \
                                       valid " AND " column " LIKE :" n                            \
                                             "_part") " IS NOT NULL]"                              \
                                                      "[" n "_none| AND " ANY_OF(                  \
                                                          table,                                   \
                                                          valid) " IS NULL]"                       \
                                                                 "[" n "_some| AND " ANY_OF(       \
                                                                     table, valid) " IS NOT NULL]"

#define FLAG_VALID " AND x.cleared_at IS NULL"
#define TAG_SECTIONS HANGING_SECTIONS("tag", "tags", "x.tag", "")
#define FLAG_SECTIONS HANGING_SECTIONS("flag", "review_flags", "x.flag", FLAG_VALID)

/* A text of the interaction's own. */
#define OWN_TEXT_SECTIONS(n, column)                                                               \
    "[" n "_in| AND " column                                                                       \
    " IN " NAME_LIST(n) "]"                                                                        \
                        "[" n "_out| AND (" column                                                 \
                        " NOT IN " NAME_LIST(n) " OR " column " IS NULL)]"                         \
                                                "[" n "_part| AND " column " LIKE :" n "_part]"    \
                                                "[" n "_none| AND " column " IS NULL][" n          \
                                                "_some| AND " column " IS NOT NULL]"
#define ACTION_SECTIONS OWN_TEXT_SECTIONS("action", "i.action_type")
#define FLOW_SECTIONS OWN_TEXT_SECTIONS("flow", "i.flow")

#define RANGE_SECTIONS(n, column)                                                                  \
    "[" n "_from| AND " column " >= :" n "_from][" n "_to| AND " column " < :" n "_to]"            \
    "[not_" n "_from| AND (" column " < :not_" n "_from OR " column " >= :not_" n "_to"            \
    " OR " column " IS NULL)]"                                                                     \
    "[no_" n "| AND " column " IS NULL][some_" n "| AND " column " IS NOT NULL]"

/* The key that duration is sorted by is -1 where it is unknown. */
#define DURATION_SECTIONS                                                                          \
    "[duration_from| AND i.duration_key >= :duration_from]"                                        \
    "[duration_to| AND i.duration_key < :duration_to]"                                             \
    "[not_duration_from| AND (i.duration_key < :not_duration_from "                                \
    "OR i.duration_key >= :not_duration_to)]"                                                      \
    "[no_duration| AND i.duration_key < 0][some_duration| AND i.duration_key >= 0]"

#define CLIENT_SECTIONS                                                                            \
    "[phone| AND i.phone_e164 = :phone]"                                                           \
    "[not_phone| AND (i.phone_e164 <> :not_phone OR i.phone_e164 IS NULL)]"                        \
    "[no_client| AND i.crm_contact_id IS NULL AND i.phone_number IS NULL]"                         \
    "[some_client| AND (i.crm_contact_id IS NOT NULL OR i.phone_number IS NOT NULL)]"              \
    "[clients|[number| AND (i.crm_contact_id IN (:clients[]) OR i.phone_e164 LIKE :number)"        \
    "| AND i.crm_contact_id IN (:clients[])]|[number| AND i.phone_e164 LIKE :number]]"

/* A parent that the viewer sees, of the same account, that has none itself. */
#define NO_PARENT(table)                                                                           \
    "(SELECT 1 FROM {facts}." table " p FORCE INDEX (uq_id) WHERE {scope:p} "                      \
    "AND p.id = i.parent_id AND p.account_id = i.account_id AND p.parent_id IS NULL "              \
    "LIMIT 1) IS NULL"
#define ROOT_SECTION                                                                               \
    "[roots| AND (i.parent_id IS NULL OR (" NO_PARENT("closed_interactions") " AND " NO_PARENT(    \
        "active_interactions") "))]"
/* Whether the text has a word or phrase, said by whom it is asked of. */
#define SAID                                                                                       \
    "[by_client|LEFT(x.said, x.client_bytes)|[by_agent|"                                           \
    "SUBSTRING(x.said, x.client_bytes + 1, x.agent_bytes)|x.said]]"
#define HAS(n) "INSTR(" SAID ", :" n ") > 0"
#define HAS_TOO(word, n) "[" n "| " word " " HAS(n) "]"
#define HAS_SOME(word, n)                                                                          \
    HAS(n "_1")                                                                                    \
    HAS_TOO(word, n "_2")                                                                          \
    HAS_TOO(word, n "_3")                                                                          \
    HAS_TOO(word, n "_4")                                                                          \
    HAS_TOO(word, n "_5") HAS_TOO(word, n "_6") HAS_TOO(word, n "_7") HAS_TOO(word, n "_8")
#define TEXT_OF                                                                                    \
    "(SELECT 1 FROM {app}.search_texts x WHERE x.tenant_id = i.tenant_id "                         \
    "AND x.interaction_id = i.id AND ("
#define TEXT_SECTIONS                                                                              \
    "[all_1| AND " TEXT_OF HAS_SOME("AND", "all") ") LIMIT 1) IS NOT NULL]"                        \
                                                  "[any_1| AND " TEXT_OF HAS_SOME(                 \
                                                      "OR", "any") ") LIMIT 1) IS NOT NULL]"

/* Where the filters other than the scope are tested; those two apart by which a statement may be
 * driven from another table. */
#define OWN_FILTERS                                                                                \
    LIST_BY(ID_SECTIONS)                                                                           \
    CLIENT_SECTIONS DURATION_SECTIONS RANGE_SECTIONS("wait", "i.wait_s")                           \
        ACTION_SECTIONS FLOW_SECTIONS ROOT_SECTION TEXT_SECTIONS
#define FILTERS OWN_FILTERS TAG_SECTIONS FLAG_SECTIONS
#define STATUS_FILTER ID_SECTIONS(BY_STATUS, "status", "i.status")

#endif
