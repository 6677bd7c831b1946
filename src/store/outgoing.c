#include "store/outgoing.h"

#include "intake/summary.h"

#define WHY "sends for every tenant"

/* --- what a debt summary is made of ------------------------------------------------------------
 */

static const struct db_stmt debtor = {
    .name = "debtor_find",
    .sql = "SELECT k.id, k.reference, k.balance_micros, k.currency, k.due_on, k.payment_url, "
           "c.name, c.email, c.phone_e164, c.preferred_channel FROM {facts}.accounts k "
           "LEFT JOIN {facts}.crm_contacts c ON c.tenant_id = k.tenant_id AND c.id = "
           "COALESCE(k.crm_contact_id, "
           "(SELECT i.crm_contact_id FROM {facts}.active_interactions i "
           "WHERE i.tenant_id = :tenant AND i.id = :call), "
           "(SELECT j.crm_contact_id FROM {facts}.closed_interactions j "
           "WHERE j.tenant_id = :tenant AND j.id = :call)) "
           "WHERE k.tenant_id = :tenant AND k.reference = :reference",
    .cols = "isistsssss",
    .system = WHY,
};
static const struct db_stmt lines = {
    .name = "debtor_lines",
    .sql = "SELECT l.description, l.amount_micros, l.currency, l.incurred_on "
           "FROM {facts}.account_debt_lines l "
           "WHERE l.tenant_id = :tenant AND l.account_id = :account "
           "ORDER BY l.line_no LIMIT :limit",
    .cols = "sist",
    .system = WHY,
};
static const struct db_stmt sender = {
    .name = "sender_find",
    .sql = "SELECT t.name, t.zone, t.locale FROM {app}.tenants t WHERE t.id = :tenant",
    .cols = "sss",
    .system = WHY,
};
static const struct db_stmt opted = {
    .name = "opted_out",
    .sql = "SELECT 1 FROM {facts}.opt_outs o WHERE o.tenant_id = :tenant "
           "AND o.address = :address AND o.channel = :channel",
    .cols = "i",
    .system = WHY,
};
#define CALL(table)                                                                                \
    "SELECT k.reference, EXISTS (SELECT 1 FROM {facts}.function_calls f "                          \
    "WHERE f.tenant_id = i.tenant_id AND f.interaction_id = i.id AND f.name = :function), "        \
    "i.queue_id "                                                                                  \
    "FROM {facts}." table " i LEFT JOIN {facts}.accounts k ON k.tenant_id = i.tenant_id "          \
    "AND k.id = i.account_id WHERE i.tenant_id = :tenant AND i.id = :id"
static const struct db_stmt call = {
    .name = "asking_call",
    .sql = CALL("active_interactions") " UNION ALL " CALL("closed_interactions"),
    .cols = "sii",
    .system = WHY,
};

enum err debtor_find(struct db *db, struct arena *a, int64_t tenant_id, const char *reference,
                     int64_t of_call, struct debtor *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &debtor,
                          DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("reference", reference),
                                  DB_INT("call", of_call)),
                          &r);
    *out = (struct debtor){0};
    if (!e && r.n)
        *out = (struct debtor){
            .account_id = db_int(&r, 0, 0, 0),
            .reference = db_text(&r, 0, 1, ""),
            .has_balance = !db_cell(&r, 0, 2)->null && !db_cell(&r, 0, 3)->null,
            .balance_micros = db_int(&r, 0, 2, 0),
            .currency = db_text(&r, 0, 3, NULL),
            .due_on = db_int(&r, 0, 4, 0),
            .payment_url = db_text(&r, 0, 5, NULL),
            .client = db_text(&r, 0, 6, NULL),
            .email = db_text(&r, 0, 7, NULL),
            .phone = db_text(&r, 0, 8, NULL),
            .preferred = db_text(&r, 0, 9, NULL),
        };
    return e;
}

enum err debtor_lines(struct db *db, struct arena *a, int64_t tenant_id, int64_t account,
                      struct debt_lines *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &lines,
                          DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("account", account),
                                  DB_INT("limit", DEBT_LINES_MAX)),
                          &r);
    out->n = e ? 0 : r.n;
    out->list = arena_array(a, out->n + 1, sizeof *out->list);
    for (size_t i = 0; i < out->n; i++)
        out->list[i] = (struct summary_line){.description = db_text(&r, i, 0, ""),
                                             .amount_micros = db_int(&r, i, 1, 0),
                                             .currency = db_text(&r, i, 2, ""),
                                             .incurred_on = db_int(&r, i, 3, 0)};
    return e;
}

enum err sender_find(struct db *db, struct arena *a, int64_t tenant_id, struct sender *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &sender, DB_ARGS(DB_INT("tenant", tenant_id)), &r);
    if (!e && !r.n)
        return err_set(ERR_NOT_FOUND, "the tenant is gone");
    if (!e)
        *out = (struct sender){db_text(&r, 0, 0, ""), db_text(&r, 0, 1, "UTC"),
                               db_text(&r, 0, 2, "en")};
    return e;
}

enum err opted_out(struct db *db, struct arena *a, int64_t tenant_id, const char *channel,
                   const char *address, bool *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &opted,
                          DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("address", address),
                                  DB_TEXT("channel", channel)),
                          &r);
    *out = !e && r.n;
    return e;
}

enum err asking_call(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                     const char *function, struct asking_call *out)
{
    struct db_rows r;
    enum err e = db_query(
        db, a, NULL, &call,
        DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", id), DB_TEXT("function", function)), &r);
    *out = (struct asking_call){0};
    if (!e && r.n)
        *out = (struct asking_call){db_text(&r, 0, 0, NULL), db_int(&r, 0, 1, 0) == 1,
                                    db_int(&r, 0, 2, 0)};
    return e;
}

/* --- on the way --------------------------------------------------------------------------------
 */

static const struct db_stmt insert = {
    .name = "outgoing_put",
    .sql = "INSERT IGNORE INTO {app}.outgoing_messages (tenant_id, interaction_id, channel, "
           "address, subject, body, html, parameters, run_after) VALUES (:tenant, :interaction, "
           ":channel, :address, :subject, :body, :html, :parameters, :now)",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt due = {
    .name = "outgoing_due",
    .sql = "SELECT o.tenant_id, o.id, o.interaction_id, o.attempts, o.channel, o.address, "
           "o.subject, o.body, o.html, o.parameters, o.handed_at IS NOT NULL "
           "FROM {app}.outgoing_messages o WHERE o.state IN ('waiting', 'sending') "
           "AND o.run_after <= :now ORDER BY o.run_after LIMIT 1",
    .cols = "iiiissssssi",
    .system = WHY,
};
static const struct db_stmt take = {
    .name = "outgoing_take",
    .sql = "UPDATE {app}.outgoing_messages SET state = 'sending', attempts = attempts + 1, "
           "run_after = :until, provider_ref = COALESCE(provider_ref, :ref) "
           "WHERE tenant_id = :tenant AND id = :id AND attempts = :attempts "
           "AND state IN ('waiting', 'sending') AND run_after <= :now",
    .cols = "",
    .system = WHY,
};
#define MINE "WHERE tenant_id = :tenant AND id = :id AND attempts = :attempts AND state = 'sending'"
static const struct db_stmt handed = {
    .name = "outgoing_handed",
    .sql = "UPDATE {app}.outgoing_messages SET handed_at = :now " MINE,
    .cols = "",
    .system = WHY,
};
static const struct db_stmt sent = {
    .name = "outgoing_sent",
    .sql = "UPDATE {app}.outgoing_messages SET state = 'sent', problem = NULL, done_at = :now, "
           "provider_ref = COALESCE(:ref, provider_ref) " MINE,
    .cols = "",
    .system = WHY,
};
static const struct db_stmt again = {
    .name = "outgoing_again",
    .sql = "UPDATE {app}.outgoing_messages SET state = 'waiting', problem = :problem, "
           "run_after = :at, handed_at = NULL " MINE,
    .cols = "",
    .system = WHY,
};
static const struct db_stmt failed = {
    .name = "outgoing_failed",
    .sql = "UPDATE {app}.outgoing_messages SET state = 'failed', problem = :problem, "
           "done_at = :now " MINE,
    .cols = "",
    .system = WHY,
};
/* Results in the order in which they come; what was responded to was delivered. */
static const struct db_stmt result = {
    .name = "outgoing_result",
    .sql = "UPDATE {facts}.closed_interactions SET result = :result WHERE tenant_id = :tenant "
           "AND id = :id AND FIELD(COALESCE(result, 'scheduled'), 'scheduled', 'retryable', "
           "'failed', 'sent', 'delivered', 'responded') <= IF(:result = 'failed', 4, "
           "FIELD(:result, 'scheduled', 'retryable', 'failed', 'sent', 'delivered', 'responded'))",
    .cols = "",
    .system = WHY,
};

enum err outgoing_put(struct db *db, struct arena *a, const struct outgoing *m, ms_t now,
                      bool *first)
{
    int64_t n = 0;
    enum err e = db_exec(
        db, a, NULL, &insert,
        DB_ARGS(DB_INT("tenant", m->tenant_id), DB_INT("interaction", m->interaction_id),
                DB_TEXT("channel", m->channel), DB_TEXT("address", m->address),
                DB_TEXT("subject", m->subject), DB_TEXT("body", m->body), DB_TEXT("html", m->html),
                DB_TEXT("parameters", m->parameters), DB_TIME("now", now)),
        &n);
    *first = n == 1;
    return e;
}

enum err outgoing_due(struct db *db, struct arena *a, ms_t now, struct outgoing *out, bool *found)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &due, DB_ARGS(DB_TIME("now", now)), &r);
    *found = !e && r.n;
    if (*found)
        *out = (struct outgoing){.tenant_id = db_int(&r, 0, 0, 0),
                                 .id = db_int(&r, 0, 1, 0),
                                 .interaction_id = db_int(&r, 0, 2, 0),
                                 .attempts = db_int(&r, 0, 3, 0),
                                 .channel = db_text(&r, 0, 4, ""),
                                 .address = db_text(&r, 0, 5, ""),
                                 .subject = db_text(&r, 0, 6, NULL),
                                 .body = db_text(&r, 0, 7, ""),
                                 .html = db_text(&r, 0, 8, NULL),
                                 .parameters = db_text(&r, 0, 9, NULL),
                                 .handed = db_int(&r, 0, 10, 0) == 1};
    return e;
}

#define OF_ITEM DB_INT("tenant", m->tenant_id), DB_INT("id", m->id), DB_INT("attempts", m->attempts)

enum err outgoing_take(struct db *db, struct arena *a, struct outgoing *m, const char *ref,
                       ms_t now, ms_t until, bool *mine)
{
    int64_t n = 0;
    enum err e = db_exec(
        db, a, NULL, &take,
        DB_ARGS(OF_ITEM, DB_TEXT("ref", ref), DB_TIME("now", now), DB_TIME("until", until)), &n);
    *mine = n == 1;
    m->attempts += *mine;
    return e;
}

enum err outgoing_handed(struct db *db, struct arena *a, const struct outgoing *m, ms_t now,
                         bool *mine)
{
    int64_t n = 0;
    enum err e = db_exec(db, a, NULL, &handed, DB_ARGS(OF_ITEM, DB_TIME("now", now)), &n);
    *mine = n == 1;
    return e;
}

static enum err set_result(struct db *db, struct arena *a, int64_t tenant_id, int64_t interaction,
                           const char *to)
{
    return db_exec(
        db, a, NULL, &result,
        DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", interaction), DB_TEXT("result", to)),
        NULL);
}

/* The message and the result of its interaction, together. */
static enum err move(struct db *db, struct arena *a, const struct outgoing *m,
                     const struct db_stmt *stmt, const struct db_arg *args, const char *to)
{
    int64_t n = 0;
    enum err e = db_begin(db, false);
    if (!e)
        e = db_exec(db, a, NULL, stmt, args, &n);
    if (!e && n)
        e = set_result(db, a, m->tenant_id, m->interaction_id, to);
    if (!e)
        return db_commit(db);
    db_rollback(db);
    return e;
}

enum err outgoing_sent(struct db *db, struct arena *a, const struct outgoing *m, const char *ref,
                       ms_t now)
{
    return move(db, a, m, &sent, DB_ARGS(OF_ITEM, DB_TEXT("ref", ref), DB_TIME("now", now)),
                "sent");
}

enum err outgoing_again(struct db *db, struct arena *a, const struct outgoing *m,
                        const char *problem, ms_t at)
{
    return move(db, a, m, &again, DB_ARGS(OF_ITEM, DB_TEXT("problem", problem), DB_TIME("at", at)),
                "retryable");
}

enum err outgoing_failed(struct db *db, struct arena *a, const struct outgoing *m,
                         const char *problem, const char *to, ms_t now)
{
    return move(db, a, m, &failed,
                DB_ARGS(OF_ITEM, DB_TEXT("problem", problem), DB_TIME("now", now)), to);
}

/* --- what is heard of it later -----------------------------------------------------------------
 */

static const struct db_stmt by_ref = {
    .name = "outgoing_by_ref",
    .sql = "SELECT o.interaction_id FROM {app}.outgoing_messages o FORCE INDEX (ix_outgoing_ref) "
           "WHERE o.tenant_id = :tenant AND o.provider_ref = :ref LIMIT 1",
    .cols = "i",
    .system = WHY,
};
static const struct db_stmt by_address = {
    .name = "outgoing_by_address",
    .sql = "SELECT o.interaction_id FROM {app}.outgoing_messages o "
           "FORCE INDEX (ix_outgoing_address) WHERE o.tenant_id = :tenant "
           "AND o.channel = :channel AND o.address = :address AND o.done_at >= :since "
           "AND o.state = 'sent' ORDER BY o.id DESC LIMIT 1",
    .cols = "i",
    .system = WHY,
};
static const struct db_stmt pending = {
    .name = "outgoing_pending",
    .sql = "SELECT 1 FROM {app}.outgoing_messages o FORCE INDEX (ix_outgoing_due) "
           "WHERE o.state = 'sending' AND o.tenant_id = :tenant AND o.channel = :channel "
           "AND o.handed_at IS NOT NULL LIMIT 1",
    .cols = "i",
    .system = WHY,
};
static const struct db_stmt note = {
    .name = "outgoing_note",
    .sql = "UPDATE {app}.outgoing_messages SET problem = :problem WHERE tenant_id = :tenant "
           "AND interaction_id = :interaction",
    .cols = "",
    .system = WHY,
};

const struct db_stmt *const outgoing_worker_statements[] = {
    &debtor, &lines, &sender, &opted,  &call,   &insert,     &due,     &take, &handed,
    &sent,   &again, &failed, &result, &by_ref, &by_address, &pending, &note, NULL,
};

static enum err first_id(enum err e, const struct db_rows *r, int64_t *id)
{
    *id = !e && r->n ? db_int(r, 0, 0, 0) : 0;
    return e;
}

enum err outgoing_by_ref(struct db *db, struct arena *a, int64_t tenant_id, const char *ref,
                         int64_t *interaction)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &by_ref,
                          DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("ref", ref)), &r);
    return first_id(e, &r, interaction);
}

enum err outgoing_by_address(struct db *db, struct arena *a, int64_t tenant_id, const char *channel,
                             const char *address, ms_t since, int64_t *interaction)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &by_address,
                          DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("channel", channel),
                                  DB_TEXT("address", address), DB_TIME("since", since)),
                          &r);
    return first_id(e, &r, interaction);
}

enum err outgoing_pending(struct db *db, struct arena *a, int64_t tenant_id, const char *channel,
                          bool *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &pending,
                          DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("channel", channel)), &r);
    *out = !e && r.n;
    return e;
}

enum err outgoing_heard(struct db *db, struct arena *a, int64_t tenant_id, int64_t interaction,
                        const char *to, const char *problem)
{
    enum err e = set_result(db, a, tenant_id, interaction, to);
    if (!e && problem)
        e = db_exec(db, a, NULL, &note,
                    DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("interaction", interaction),
                            DB_TEXT("problem", problem)),
                    NULL);
    return e;
}
