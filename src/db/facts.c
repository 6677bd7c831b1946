#include "db/facts.h"

#include <stdlib.h>
#include <string.h>

/* What both tables of interactions have. */
#define INTERACTION                                                                                \
    "i tenant_id! i id! t created_at! t closed_at! e channel! e platform e direction e status! "   \
    "i queue_id! i agent_id i crm_contact_id s phone_number s phone_e164 i did_id "                \
    "i disposition_id e outcome e result s action_type i account_id s flow i duration_s "          \
    "i duration_key i wait_s i hold_s i acw_s e ended_by e sentiment i csat i cost_micros "        \
    "s currency i flagged i has_recording i has_transcript i parent_id t last_message_at "         \
    "s vendor s vendor_ref"
#define OF_INTERACTION "i tenant_id! i interaction_id! "

/* The values of the columns of type e, in the order of their positions from 1. */
static const struct {
    const char *column, *values;
} enums[] = {
    {"channel", "'voice','chat','sms','whatsapp','email'"},
    {"platform", "'phone','web'"},
    {"direction", "'inbound','outbound'"},
    {"status", "'new','active','acw','closed'"},
    {"outcome", "'success','complete','incomplete','abandoned','transferred','no_answer',"
                "'agent_error','technical_error','failed'"},
    {"result", "'scheduled','sent','delivered','responded','no_response','failed','retryable',"
               "'escalated','completed'"},
    {"ended_by", "'client','agent','system'"},
    {"sentiment", "'extremely_negative','negative','neutral','positive','extremely_positive'"},
};

static const char *enum_values(const char *column)
{
    for (size_t i = 0; i < sizeof enums / sizeof *enums; i++)
        if (strcmp(enums[i].column, column) == 0)
            return enums[i].values;
    abort();
}

/* Type (e: text out of a fixed list) and name of each column; ! without it nothing of the table, or
 * no page at all, can be shown.
 */
static const struct {
    const char *name, *columns;
} declared[] = {
    {"closed_interactions!", INTERACTION},
    {"active_interactions!", INTERACTION},
    {"queues!", "i tenant_id! i id! s name! s channel i active"},
    {"agents", "i tenant_id! i id! s name! s kind i active"},
    {"dids", "i tenant_id! i id! s number! s label"},
    {"dispositions", "i tenant_id! i id! s code s name! i active"},
    {"crm_contacts", "i tenant_id! i id! s name! s phone_e164 s email s zone "
                     "s preferred_channel"},
    {"accounts", "i tenant_id! i id! s reference! i crm_contact_id i balance_micros s currency "
                 "t due_on s payment_url"},
    {"account_debt_lines", "i tenant_id! i account_id! i line_no! s description i amount_micros! "
                           "s currency t incurred_on"},
    {"strategy_steps", "i tenant_id! i account_id! i step_no! s kind! s status t planned_at "
                       "t done_at i interaction_id"},
    {"legs", OF_INTERACTION "i leg_no! i queue_id! i agent_id t queued_at t answered_at t left_at "
                            "s left_reason i ring_s i talk_s i hold_s i acw_s s transfer_kind"},
    {"messages", OF_INTERACTION "i message_no! s role i agent_id i offset_ms t sent_at s body! "
                                "s media_type s media_path s sentiment s media_name i media_bytes "
                                "s media_store"},
    {"function_calls", OF_INTERACTION "i call_no! i after_message_no i offset_ms s name! "
                                      "s parameters s result s status"},
    {"voice_ai_details",
     OF_INTERACTION "s contact_result s call_disposition s sentiment i willingness i cooperation "
                    "i identity_verified s termination s phone_used s llm_model "
                    "i billable_messages s cost_parts i input_tokens i output_tokens "
                    "i vendor_cost_micros s vendor_cost_currency"},
    {"vendor_details",
     OF_INTERACTION "s source i phase t happened_at s fields s applied s parent_ref"},
    {"web_details", OF_INTERACTION "s browser s os s ip s country s city s url"},
    {"analyses", OF_INTERACTION "s topic s summary s keywords s sentiment_description s emotions "
                                "s csat_description s criteria s performance s source t made_at "
                                "s collected"},
    {"tags", OF_INTERACTION "s kind s tag! s source s set_by t set_at"},
    {"review_flags", OF_INTERACTION "i flag_no! s flag! s reason s source s set_by t set_at "
                                    "s cleared_by t cleared_at s clear_reason"},
    {"recordings", OF_INTERACTION "i recording_no! s store! s path! s media_type i size_bytes "
                                  "i duration_ms i voices"},
    {"interaction_notes", OF_INTERACTION "i note_no! i author_id s author t written_at t edited_at "
                                         "s body!"},
    {"deleted_interactions", INTERACTION " t deleted_at! s deleted_by s delete_reason t purge_at"},
    {"coaching_notes", OF_INTERACTION "i note_no! s author t written_at s body! t delivered_at"},
    {"agent_state_log", "i tenant_id! i agent_id! t since_at! s state! s reason"},
    {"opt_outs", "i tenant_id! s address! s channel t since_at"},
};
enum { DECLARED = sizeof declared / sizeof *declared };

/* Reads "i name! s name ..." into columns. */
static size_t read_columns(const char *s, struct facts_column *out)
{
    size_t n = 0;
    while (*s) {
        size_t len = strcspn(s + 2, " !");
        char *name = strndup(s + 2, len);
        if (!name || n == FACTS_COLUMNS)
            abort();
        out[n] = (struct facts_column){.name = name,
                                       .type = *s == 'e' ? 's' : *s,
                                       .needed = s[2 + len] == '!',
                                       .values = *s == 'e' ? enum_values(name) : NULL};
        s += 2 + len + out[n++].needed;
        s += strspn(s, " ");
    }
    return n;
}

const struct facts_table *facts_tables(size_t *n)
{
    static struct facts_column columns[DECLARED][FACTS_COLUMNS];
    static struct facts_table tables[DECLARED];
    for (size_t i = 0; i < DECLARED && !tables[DECLARED - 1].name; i++) {
        size_t len = strcspn(declared[i].name, "!");
        size_t count = read_columns(declared[i].columns, columns[i]);
        char *name = strndup(declared[i].name, len);
        if (!name)
            abort();
        tables[i] = (struct facts_table){name, declared[i].name[len] == '!', columns[i], count};
    }
    *n = DECLARED;
    return tables;
}

const struct facts_table *facts_table(const char *name, size_t len)
{
    size_t n;
    const struct facts_table *all = facts_tables(&n);
    for (size_t i = 0; i < n; i++)
        if (strlen(all[i].name) == len && strncmp(all[i].name, name, len) == 0)
            return &all[i];
    return NULL;
}

int facts_column(const struct facts_table *t, const char *name)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* --- what stands in ------------------------------------------------------------------------- */

static const struct {
    const char *table, *column, *other; /* table NULL: any */
} others[] = {
    {NULL, "crm_contact_id", "client_id"}, /* older schemas */
    {"closed_interactions", "phone_e164", "phone_number"},
    {"active_interactions", "phone_e164", "phone_number"},
    {"crm_contacts", "phone_e164", "phone_number"},
};

const char *facts_other_column(const char *table, const char *column)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i].column, column) == 0 &&
            (!others[i].table || strcmp(others[i].table, table) == 0))
            return others[i].other;
    return NULL;
}

static const struct {
    const char *column, *expression, *of;
} instead[] = {
    {"duration_key", "COALESCE(CAST(%s AS SIGNED), -1)", "duration_s"},
    {"active", "1", NULL}, /* what is not known to be retired is offered */
};

const char *facts_instead(const char *column, const char **of)
{
    for (size_t i = 0; i < sizeof instead / sizeof *instead; i++) {
        if (strcmp(instead[i].column, column) != 0)
            continue;
        *of = instead[i].of;
        return instead[i].expression;
    }
    return NULL;
}

/* --- indexes -------------------------------------------------------------------------------- */

#define CLOSED(name, columns, use)                                                                 \
    {                                                                                              \
        "closed_interactions", name, "tenant_id " columns, use                                     \
    }

/* In the order of their worth. */
const struct facts_index facts_indexes[] = {
    CLOSED("PRIMARY", "created_at id", "The list in order of time"),
    CLOSED("uq_id", "id", "Opening one interaction"),
    CLOSED("ix_queue", "queue_id created_at", "The lists of supervisors, filtering by queue"),
    CLOSED("ix_agent", "agent_id created_at", "Filtering by agent, histories of agents"),
    CLOSED("ix_contact", "crm_contact_id created_at", "Histories of clients"),
    CLOSED("ix_phone", "phone_e164 created_at", "Histories of clients without a CRM contact"),
    CLOSED("ix_did", "did_id created_at", "Filtering by DID"),
    CLOSED("ix_disposition", "disposition_id created_at", "Filtering by disposition"),
    CLOSED("ix_channel", "channel created_at", "Filtering by channel"),
    CLOSED("ix_closed", "closed_at id", "Sorting by closed"),
    CLOSED("ix_action", "action_type created_at", NULL),
    CLOSED("ix_flow", "flow created_at", NULL),
    CLOSED("ix_flagged", "flagged created_at", NULL),
    CLOSED("ix_agent_queue", "agent_id queue_id created_at", NULL),
    CLOSED("ix_queue_closed", "queue_id closed_at id", NULL),
    CLOSED("ix_duration", "duration_key id", NULL),
    CLOSED("ix_queue_duration", "queue_id duration_key id", NULL),
    CLOSED("ix_account", "account_id created_at", NULL),
    CLOSED("ix_parent", "parent_id", NULL),
    CLOSED("uq_vendor", "vendor vendor_ref", NULL),
    CLOSED("ix_missing", "vendor has_transcript closed_at", NULL),
    {"active_interactions", "PRIMARY", "tenant_id created_at id", NULL},
    {"active_interactions", "uq_id", "tenant_id id", NULL},
    {"active_interactions", "uq_vendor", "tenant_id vendor vendor_ref", NULL},
    {"deleted_interactions", "uq_id", "tenant_id id", NULL},
    {"deleted_interactions", "ix_purge", "purge_at", NULL},
    {"deleted_interactions", "ix_deleted_vendor", "tenant_id vendor vendor_ref", NULL},
    {"crm_contacts", "PRIMARY", "tenant_id id", "Names of clients"},
    {"crm_contacts", "ix_contact_name", "tenant_id name", NULL},
    {"crm_contacts", "ix_contact_phone", "tenant_id phone_e164", NULL},
    {"crm_contacts", "ix_contact_email", "tenant_id email", NULL},
    {"vendor_details", "ix_vendor_parent", "tenant_id source parent_ref", NULL},
    {"strategy_steps", "ix_step_interaction", "tenant_id interaction_id", NULL},
    {"legs", "PRIMARY", "tenant_id interaction_id leg_no", "The legs of an interaction"},
    {"legs", "ix_leg_queue", "tenant_id queue_id queued_at", NULL},
    {"legs", "ix_leg_agent", "tenant_id agent_id queued_at", NULL},
    {"messages", "PRIMARY", "tenant_id interaction_id message_no", "Messages and transcripts"},
    {"function_calls", "PRIMARY", "tenant_id interaction_id call_no", "Functions of AI agents"},
    {"recordings", "PRIMARY", "tenant_id interaction_id recording_no", "Recordings"},
    {"tags", "PRIMARY", "tenant_id interaction_id kind tag", NULL},
    {"review_flags", "PRIMARY", "tenant_id interaction_id flag_no", NULL},
    {"interaction_notes", "PRIMARY", "tenant_id interaction_id note_no", NULL},
    {"recordings", "ix_recording_path", "tenant_id path", NULL},
    {"messages", "ix_message_media", "tenant_id media_path", NULL},
    {"tags", "ix_tag", "tenant_id tag interaction_id", NULL},
    {"review_flags", "ix_flag", "tenant_id flag interaction_id", NULL},
    {NULL, NULL, NULL, NULL},
};

const struct facts_index *facts_index(const char *table, const char *name, size_t len)
{
    for (const struct facts_index *i = facts_indexes; i->table; i++)
        if (strcmp(i->table, table) == 0 && strlen(i->name) == len &&
            strncmp(i->name, name, len) == 0)
            return i;
    return NULL;
}
