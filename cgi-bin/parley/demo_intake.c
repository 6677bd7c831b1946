/* What the first tenant's administration shows of its intake: a connection that is switched off, a
 * key that was revoked, arrivals of every state, prices. And of every tenant, what became of the
 * messages that went out. */
#include "auth/api_key.h"
#include "demo.h"

#include <sodium.h>

enum { HOUR = 3600000, MINUTE = 60000, APPLIED = 6 };

static const struct db_stmt add_connection = {
    .name = "demo_add_connection",
    .sql = "INSERT INTO {app}.intake_connections (tenant_id, source, name, token, active, "
           "created_at) VALUES (:tenant, 'elevenlabs', 'Agents of the service line', :token, 0, "
           ":at)",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt add_key = {
    .name = "demo_add_key",
    .sql = "INSERT INTO {app}.api_keys (tenant_id, name, prefix, key_hash, scope, permissions, "
           "per_minute, created_by, created_at, revoked_at) VALUES (:tenant, 'Old dialer', "
           ":prefix, :hash, 'all', 'write', 600, :by, :at, :revoked)",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt latest = {
    .name = "demo_latest_calls",
    .sql = "SELECT i.id, i.closed_at FROM {facts}.closed_interactions i FORCE INDEX (ix_channel) "
           "WHERE i.tenant_id = :tenant AND i.channel = 'voice' ORDER BY i.created_at DESC "
           "LIMIT :limit",
    .cols = "it",
    .system = "command line",
};
static const struct db_stmt add_arrival = {
    .name = "demo_add_arrival",
    .sql = "INSERT INTO {app}.inbox (tenant_id, source, event_id, event_type, body, received_at, "
           "state, reason, applied_at, sender_id, subject, bytes, attempts, retry_at, "
           "interaction_id) VALUES (:tenant, :source, :event, :type, :body, :at, :state, :reason, "
           ":applied, :sender, :subject, LENGTH(:body), :attempts, :retry, :interaction)",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt add_card = {
    .name = "demo_add_card",
    .sql = "INSERT INTO {app}.rate_cards (tenant_id, currency, minute_micros, message_micros, "
           "billable, message_on_calls, computed, computed_to) VALUES (:tenant, :currency, 90000, "
           "15000, 'agent', 0, 1, :to)",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt add_models = {
    .name = "demo_add_models",
    .sql = "INSERT INTO {app}.rate_card_models (tenant_id, model, input_micros, output_micros) "
           "VALUES (:tenant, 'atlas-4', 2500000, 10000000), "
           "(:tenant, 'atlas-4-mini', 150000, 600000), (:tenant, 'boreal-2-flash', 75000, 300000)",
    .cols = "",
    .system = "command line",
};
/* None waits: nothing of the demo may go out by itself. */
static const struct db_stmt add_deliveries = {
    .name = "demo_add_deliveries",
    .sql = "INSERT INTO {app}.outgoing_messages (tenant_id, interaction_id, channel, address, "
           "subject, body, state, attempts, run_after, done_at, problem) "
           "SELECT i.tenant_id, i.id, i.channel, "
           "IF(i.channel = 'email', c.email, c.phone_e164) address, 'Your account', m.body, "
           "IF(i.channel = 'email' AND i.result = 'failed', 'failed', 'sent'), 1, i.closed_at, "
           "i.closed_at, IF(i.result <> 'failed', NULL, IF(i.channel = 'email', "
           "'The mail server answers 550: no such mailbox.', "
           "'WhatsApp did not deliver it: Message undeliverable.')) "
           "FROM {facts}.closed_interactions i JOIN {facts}.crm_contacts c "
           "ON c.tenant_id = i.tenant_id AND c.id = i.crm_contact_id JOIN {facts}.messages m "
           "ON m.tenant_id = i.tenant_id AND m.interaction_id = i.id AND m.message_no = 1 "
           "WHERE i.tenant_id = :tenant AND i.action_type = 'debt_summary' "
           "AND i.channel IN ('email', 'whatsapp') HAVING address IS NOT NULL",
    .cols = "",
    .system = "command line",
};

static const char conversation[] =
    "{\"type\":\"post_call_transcription\",\"event_timestamp\":%lld,\"data\":{\"agent_id\":"
    "\"agent_north\",\"conversation_id\":\"%s\",\"status\":\"done\",\"transcript\":[{\"role\":"
    "\"agent\",\"message\":\"North Utilities, good day. What can I do for you?\","
    "\"time_in_call_secs\":0},{\"role\":\"user\",\"message\":\"I would like to tell you the "
    "reading of my meter.\",\"time_in_call_secs\":4}],\"metadata\":{\"start_time_unix_secs\":%lld,"
    "\"call_duration_secs\":%d}}}";

struct told {
    const char *source, *type, *ref, *state, *reason, *body;
    int minutes, attempts; /* minutes: how long ago */
};

/* What could not be applied, and why; and one that waits. */
static const struct told others[] = {
    {"api", "interaction", "dialer-20881", "refused",
     "messages[2].role: \"narrator\" is none of client, agent, ai, system, coach",
     "{\"id\":\"dialer-20881\",\"channel\":\"voice\",\"messages\":[{\"role\":\"agent\",\"text\":"
     "\"Hello\"},{\"role\":\"client\",\"text\":\"Yes?\"},{\"role\":\"narrator\",\"text\":"
     "\"A door closes\"}]}",
     95, 1},
    {"api", "interaction", "dialer-20907", "refused",
     "created_at: \"21.11. 09:14\" is no time. Times are ISO 8601 with a zone: "
     "2026-11-21T09:14:05Z",
     "{\"id\":\"dialer-20907\",\"channel\":\"voice\",\"created_at\":\"21.11. 09:14\"}", 200, 1},
    {"elevenlabs", "post_call_audio", "conv_5f3a90c1", "refused",
     "full_audio: this is no MP3 or WAV file",
     "{\"type\":\"post_call_audio\",\"data\":{\"conversation_id\":\"conv_5f3a90c1\","
     "\"full_audio\":\"PGh0bWw+\"}}",
     31 * 60, 2},
    {"elevenlabs", "post_call_transcription", "conv_77d1e604", "waiting",
     "the connection is switched off",
     "{\"type\":\"post_call_transcription\",\"data\":{\"conversation_id\":\"conv_77d1e604\"}}", 12,
     1},
};

static enum err insert_connection(struct demo_world *w, int64_t *id)
{
    unsigned char raw[16];
    char token[23];
    randombytes_buf(raw, sizeof raw);
    sodium_bin2base64(token, sizeof token, raw, sizeof raw,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    enum err e = db_exec(w->env->db, w->env->arena, NULL, &add_connection,
                         DB_ARGS(DB_INT("tenant", w->tenant_id), DB_TEXT("token", token),
                                 DB_TIME("at", w->now - 40 * DEMO_DAY_MS)),
                         NULL);
    *id = db_inserted(w->env->db);
    return e;
}

static enum err insert_key(struct demo_world *w, int64_t *id)
{
    char key[API_KEY_SIZE], prefix[API_KEY_PREFIX];
    unsigned char hash[API_KEY_HASH];
    api_key_make(key);
    api_key_prefix(key, prefix);
    api_key_hash(key, hash);
    sodium_memzero(key, sizeof key);
    enum err e = db_exec(
        w->env->db, w->env->arena, NULL, &add_key,
        DB_ARGS(DB_INT("tenant", w->tenant_id), DB_TEXT("prefix", prefix),
                DB_BYTES("hash", hash, sizeof hash), DB_TEXT("by", w->tenant->users[0].name),
                DB_TIME("at", w->now - 60 * DEMO_DAY_MS), DB_TIME("revoked", w->now - HOUR)),
        NULL);
    *id = db_inserted(w->env->db);
    return e;
}

static enum err insert_other(struct demo_world *w, const struct told *t, int64_t sender)
{
    ms_t at = w->now - (ms_t)t->minutes * MINUTE;
    bool waits = strcmp(t->state, "waiting") == 0;
    struct db_arg none = DB_TEXT("", NULL), applied = none, retry = none;
    applied.name = "applied";
    retry.name = "retry";
    if (waits)
        retry = (struct db_arg)DB_TIME("retry", w->now + 365 * DEMO_DAY_MS);
    else
        applied = (struct db_arg)DB_TIME("applied", at + 40);
    return db_exec(w->env->db, w->env->arena, NULL, &add_arrival,
                   DB_ARGS(DB_INT("tenant", w->tenant_id), DB_TEXT("source", t->source),
                           DB_TEXT("event", t->ref), DB_TEXT("type", t->type),
                           DB_TEXT("body", t->body), DB_TIME("at", at), DB_TEXT("state", t->state),
                           DB_TEXT("reason", t->reason), applied, DB_INT("sender", sender),
                           DB_TEXT("subject", t->ref), DB_INT("attempts", t->attempts), retry,
                           DB_TEXT("interaction", NULL)),
                   NULL);
}

static enum err insert_applied(struct demo_world *w, int64_t interaction, ms_t at, int64_t sender)
{
    struct arena *a = w->env->arena;
    const char *ref = arena_printf(a, "conv_%08llx", (unsigned long long)interaction * 2654435761u);
    const char *body =
        arena_printf(a, conversation, (long long)at / 1000, ref, (long long)at / 1000 - 190, 184);
    return db_exec(w->env->db, a, NULL, &add_arrival,
                   DB_ARGS(DB_INT("tenant", w->tenant_id), DB_TEXT("source", "elevenlabs"),
                           DB_TEXT("event", arena_printf(a, "post_call_transcription:%s", ref)),
                           DB_TEXT("type", "post_call_transcription"), DB_TEXT("body", body),
                           DB_TIME("at", at), DB_TEXT("state", "applied"), DB_TEXT("reason", NULL),
                           DB_TIME("applied", at + 25), DB_INT("sender", sender),
                           DB_TEXT("subject", ref), DB_INT("attempts", 1), DB_TEXT("retry", NULL),
                           DB_INT("interaction", interaction)),
                   NULL);
}

static enum err insert_arrivals(struct demo_world *w, int64_t connection, int64_t key)
{
    struct db_rows r;
    enum err e = db_query(w->env->db, w->env->arena, NULL, &latest,
                          DB_ARGS(DB_INT("tenant", w->tenant_id), DB_INT("limit", APPLIED)), &r);
    for (size_t i = sizeof others / sizeof *others; i-- && !e;)
        e = insert_other(w, &others[i], strcmp(others[i].source, "api") == 0 ? key : connection);
    for (size_t i = e ? 0 : r.n; i-- && !e;)
        e = insert_applied(w, db_int(&r, i, 0, 0), db_int(&r, i, 1, w->now), connection);
    return e;
}

static enum err insert_card(struct demo_world *w)
{
    enum err e =
        db_exec(w->env->db, w->env->arena, NULL, &add_card,
                DB_ARGS(DB_INT("tenant", w->tenant_id), DB_TEXT("currency", w->tenant->currency),
                        DB_INT("to", w->last_id)),
                NULL);
    return e ? e
             : db_exec(w->env->db, w->env->arena, NULL, &add_models,
                       DB_ARGS(DB_INT("tenant", w->tenant_id)), NULL);
}

enum err demo_intake(struct demo_world *w)
{
    int64_t connection = 0, key = 0;
    enum err e = db_exec(w->env->db, w->env->arena, NULL, &add_deliveries,
                         DB_ARGS(DB_INT("tenant", w->tenant_id)), NULL);
    if (e || w->tenant != demo_tenants[0])
        return e;
    e = insert_connection(w, &connection);
    if (!e)
        e = insert_key(w, &key);
    if (!e)
        e = insert_arrivals(w, connection, key);
    return e ? e : insert_card(w);
}
