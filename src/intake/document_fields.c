/* What a document may hold. */
#include "intake/document.h"

enum { BODY_MAX = 1024 * 1024, ITEMS_MAX = 20000, MARKS_MAX = 500, DAYS_MAX_S = 7 * 24 * 3600 };
#define LONG_MAX_MS ((int64_t)DAYS_MAX_S * 1000)

const char *const doc_channels[] = {"voice", "chat", "sms", "whatsapp", "email", NULL};
const char *const doc_platforms[] = {"phone", "web", NULL};
const char *const doc_directions[] = {"inbound", "outbound", NULL};
const char *const doc_outcomes[] = {"success",     "complete",  "incomplete",  "abandoned",
                                    "transferred", "no_answer", "agent_error", "technical_error",
                                    "failed",      NULL};
const char *const doc_results[] = {"scheduled",   "sent",   "delivered", "responded",
                                   "no_response", "failed", "retryable", "escalated",
                                   "completed",   NULL};
const char *const doc_sentiments[] = {"extremely_negative", "negative",           "neutral",
                                      "positive",           "extremely_positive", NULL};
const char *const doc_ends[] = {"client", "agent", "system", NULL};

static const char *const states[] = {"new", "active", "acw", "closed", NULL};
static const char *const agents[] = {"human", "ai", NULL};
static const char *const roles[] = {"client", "agent", "ai", "system", "coach", NULL};
static const char *const statuses[] = {"ok", "error", "pending", NULL};
static const char *const phones[] = {"primary", "alternate", NULL};
static const char *const moods[] = {"positive", "neutral", "negative", "hostile", NULL};
static const char *const stores[] = {"disk", "s3", NULL};
static const char *const reasons[] = {
    "completed_client", "completed_agent", "abandoned",      "transferred", "overflow", "callback",
    "voicemail",        "timeout",         "ring_no_answer", "system",      NULL};
static const char *const transfers[] = {"blind", "attended", "queue", "external", NULL};

#define TEXT(name, column, max)                                                                    \
    {                                                                                              \
        name, column, DOC_TEXT, 0, max, NULL, NULL                                                 \
    }
#define BODY(name, column, max)                                                                    \
    {                                                                                              \
        name, column, DOC_BODY, 0, max, NULL, NULL                                                 \
    }
#define WORD(name, column, words)                                                                  \
    {                                                                                              \
        name, column, DOC_WORD, 0, 0, words, NULL                                                  \
    }
#define NUMBER(name, min, max)                                                                     \
    {                                                                                              \
        name, name, DOC_NUMBER, min, max, NULL, NULL                                               \
    }
#define SECONDS(name)                                                                              \
    {                                                                                              \
        name, name, DOC_SECONDS, 0, DAYS_MAX_S, NULL, NULL                                         \
    }
#define JSON(name)                                                                                 \
    {                                                                                              \
        name, name, DOC_JSON, 0, BODY_MAX, NULL, NULL                                              \
    }
#define OTHER(name, column, kind, max)                                                             \
    {                                                                                              \
        name, column, kind, 0, max, NULL, NULL                                                     \
    }
#define LAST                                                                                       \
    {                                                                                              \
        NULL, NULL, 0, 0, 0, NULL, NULL                                                            \
    }

const struct doc_field doc_own[] = {
    BODY("id", "vendor_ref", 100),
    OTHER("created_at", "created_at", DOC_TIME, 0),
    OTHER("closed_at", "closed_at", DOC_TIME, 0),
    WORD("status", NULL, states),
    WORD("channel", "channel", doc_channels),
    WORD("platform", "platform", doc_platforms),
    WORD("direction", "direction", doc_directions),
    OTHER("queue", "queue_id", DOC_QUEUE, 100),
    OTHER("agent", "agent_id", DOC_AGENT, 100),
    WORD("agent_kind", NULL, agents),
    TEXT("client", NULL, 150),
    TEXT("client_email", NULL, 254),
    TEXT("phone_number", "phone_number", 32),
    OTHER("did", "did_id", DOC_DID, 32),
    OTHER("disposition", "disposition_id", DOC_DISPOSITION, 40),
    WORD("outcome", "outcome", doc_outcomes),
    WORD("result", "result", doc_results),
    TEXT("action_type", "action_type", 40),
    TEXT("account", NULL, 64),
    TEXT("flow", "flow", 100),
    SECONDS("duration_s"),
    SECONDS("wait_s"),
    SECONDS("hold_s"),
    SECONDS("acw_s"),
    WORD("ended_by", "ended_by", doc_ends),
    WORD("sentiment", "sentiment", doc_sentiments),
    NUMBER("csat", 1, 5),
    OTHER("cost", "cost_micros", DOC_MONEY, 0),
    OTHER("currency", "currency", DOC_CURRENCY, 0),
    TEXT("parent", NULL, 100),
    LAST,
};

static const struct doc_field message_fields[] = {
    {"role", "role", DOC_WORD, 1, 0, roles, NULL},
    BODY("text", "body", BODY_MAX),
    OTHER("agent", "agent_id", DOC_AGENT, 100),
    NUMBER("offset_ms", 0, LONG_MAX_MS),
    OTHER("sent_at", "sent_at", DOC_TIME, 0),
    WORD("sentiment", "sentiment", doc_sentiments),
    LAST,
};
static const struct doc_field function_fields[] = {
    BODY("name", "name", 100),
    OTHER("after", "after_message_no", DOC_NUMBER, ITEMS_MAX),
    NUMBER("offset_ms", 0, LONG_MAX_MS),
    JSON("parameters"),
    OTHER("result", "result", DOC_ANY, BODY_MAX),
    WORD("status", "status", statuses),
    LAST,
};
static const struct doc_field voice_fields[] = {
    TEXT("contact_result", "contact_result", 40),
    TEXT("call_disposition", "call_disposition", 60),
    WORD("sentiment", "sentiment", moods),
    NUMBER("willingness", 1, 5),
    NUMBER("cooperation", 1, 5),
    OTHER("identity_verified", "identity_verified", DOC_YES_NO, 0),
    TEXT("termination", "termination", 60),
    WORD("phone_used", "phone_used", phones),
    TEXT("llm_model", "llm_model", 100),
    NUMBER("billable_messages", 0, ITEMS_MAX),
    JSON("cost_parts"),
    NUMBER("input_tokens", 0, INT64_C(1000000000000)),
    NUMBER("output_tokens", 0, INT64_C(1000000000000)),
    OTHER("vendor_cost", "vendor_cost_micros", DOC_MONEY, 0),
    OTHER("vendor_cost_currency", "vendor_cost_currency", DOC_CURRENCY, 0),
    LAST,
};
static const struct doc_field web_fields[] = {
    TEXT("browser", "browser", 100), TEXT("os", "os", 100),
    TEXT("country", "country", 100), TEXT("city", "city", 100),
    TEXT("url", "url", 2000),        OTHER("ip", "ip", DOC_IP, 45),
    TEXT("user_agent", NULL, 2000),  LAST,
};
static const struct doc_field analysis_fields[] = {
    TEXT("topic", "topic", 200),
    TEXT("summary", "summary", 10000),
    JSON("keywords"),
    TEXT("sentiment_description", "sentiment_description", 10000),
    JSON("emotions"),
    TEXT("csat_description", "csat_description", 10000),
    JSON("criteria"),
    JSON("collected"),
    TEXT("performance", "performance", 10000),
    TEXT("source", "source", 40),
    OTHER("made_at", "made_at", DOC_TIME, 0),
    LAST,
};
static const struct doc_field tag_fields[] = {
    {"kind", "kind", DOC_TEXT, 0, 40, NULL, ""},
    BODY("tag", "tag", 80),
    {NULL, "source", DOC_FIXED, 0, 0, NULL, "vendor"},
    LAST,
};
static const struct doc_field flag_fields[] = {
    BODY("flag", "flag", 60),
    TEXT("reason", "reason", 500),
    {NULL, "source", DOC_FIXED, 0, 0, NULL, "ai"},
    {NULL, "set_at", DOC_NOW, 0, 0, NULL, NULL},
    LAST,
};
static const struct doc_field leg_fields[] = {
    OTHER("queue", "queue_id", DOC_QUEUE, 100),
    OTHER("agent", "agent_id", DOC_AGENT, 100),
    OTHER("queued_at", "queued_at", DOC_TIME, 0),
    OTHER("answered_at", "answered_at", DOC_TIME, 0),
    OTHER("left_at", "left_at", DOC_TIME, 0),
    WORD("left_reason", "left_reason", reasons),
    SECONDS("ring_s"),
    SECONDS("talk_s"),
    SECONDS("hold_s"),
    SECONDS("acw_s"),
    WORD("transfer_kind", "transfer_kind", transfers),
    LAST,
};
static const struct doc_field recording_fields[] = {
    {"store", "store", DOC_WORD, 0, 0, stores, "disk"},
    BODY("path", "path", 500),
    TEXT("media_type", "media_type", 100),
    NUMBER("size_bytes", 0, INT64_C(1) << 40),
    NUMBER("duration_ms", 0, LONG_MAX_MS),
    NUMBER("voices", 1, 2),
    LAST,
};

const struct doc_part doc_parts[] = {
    {"messages", "messages", "append_messages", "message_no", ITEMS_MAX, message_fields,
     "what was said, in its order"},
    {"functions", "function_calls", "append_functions", "call_no", ITEMS_MAX, function_fields,
     "what the agent called; after: the number of the message before it, from 1"},
    {"voice_ai", "voice_ai_details", NULL, NULL, 0, voice_fields, "what a voice agent found"},
    {"web", "web_details", NULL, NULL, 0, web_fields,
     "where a chat came from; browser and os are read from user_agent, country and city from ip"},
    {"analysis", "analyses", NULL, NULL, 0, analysis_fields, "what was made of it"},
    {"tags", "tags", "add_tags", NULL, MARKS_MAX, tag_fields, ""},
    {"flags", "review_flags", NULL, "flag_no", MARKS_MAX, flag_fields, "set for review"},
    {"legs", "legs", NULL, "leg_no", ITEMS_MAX, leg_fields, "its visits to queues and agents"},
    {"recordings", "recordings", NULL, "recording_no", MARKS_MAX, recording_fields,
     "files below the tenant's folder"},
    {NULL, NULL, NULL, NULL, 0, NULL, NULL},
};
