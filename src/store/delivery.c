#include "store/delivery.h"

/* WhatsApp may say that it failed after it took it; then the interaction knows. */
static const struct db_stmt find = {
    .name = "delivery_find",
    .sql = "SELECT o.address, o.state, o.problem, o.attempts, IF(o.state = 'waiting', o.run_after, "
           "NULL), o.state = 'failed' OR (o.state = 'sent' AND i.result = 'failed'), "
           "o.state = 'failed' AND i.result = 'retryable', "
           "o.channel FROM {app}.outgoing_messages o "
           "JOIN {facts}.closed_interactions i ON i.tenant_id = o.tenant_id "
           "AND i.id = o.interaction_id "
           "WHERE {tenant:o} AND {scope:i} AND o.interaction_id = :interaction",
    .cols = "sssitiis",
};
static const struct db_stmt opted = {
    .name = "delivery_opted_out",
    .sql = "SELECT 1 FROM {facts}.opt_outs o WHERE {tenant:o} AND o.address = :address "
           "AND o.channel = :channel",
    .cols = "i",
};
/* A mail keeps its Message-ID, by which a mail server knows what it has already; what WhatsApp
 * still says of the first one must not be taken for the second. */
static const struct db_stmt again = {
    .name = "delivery_again",
    .sql = "UPDATE {app}.outgoing_messages o SET o.state = 'waiting', o.run_after = :now, "
           "o.handed_at = NULL, o.done_at = NULL, o.problem = NULL, "
           "o.provider_ref = IF(o.channel = 'email', o.provider_ref, NULL) "
           "WHERE {tenant:o} AND o.interaction_id = :interaction AND o.state = :state",
    .cols = "",
};
static const struct db_stmt scheduled = {
    .name = "delivery_scheduled",
    .sql = "UPDATE {facts}.closed_interactions i SET i.result = 'scheduled' "
           "WHERE {scope:i} AND i.id = :interaction AND i.result IN ('failed', 'retryable')",
    .cols = "",
};

const struct db_stmt *const delivery_statements[] = {&find, &opted, &again, &scheduled, NULL};

enum err delivery_find(struct db *db, struct arena *a, const struct scope *scope,
                       int64_t interaction, struct delivery *out)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &find, DB_ARGS(DB_INT("interaction", interaction)), &r);
    *out = (struct delivery){0};
    if (!e && r.n)
        *out = (struct delivery){.address = db_text(&r, 0, 0, NULL),
                                 .state = db_text(&r, 0, 1, NULL),
                                 .problem = db_text(&r, 0, 2, NULL),
                                 .attempts = db_int(&r, 0, 3, 0),
                                 .next_at = db_int(&r, 0, 4, 0),
                                 .given_up = db_int(&r, 0, 5, 0) == 1,
                                 .unsure = db_int(&r, 0, 6, 0) == 1,
                                 .channel = db_text(&r, 0, 7, NULL)};
    return e;
}

enum err delivery_opted_out(struct db *db, struct arena *a, const struct scope *scope,
                            const struct delivery *d, bool *out)
{
    struct db_rows r;
    enum err e =
        db_query(db, a, scope, &opted,
                 DB_ARGS(DB_TEXT("address", d->address), DB_TEXT("channel", d->channel)), &r);
    *out = !e && r.n;
    return e;
}

enum err delivery_again(struct db *db, struct arena *a, const struct scope *scope,
                        int64_t interaction, const struct delivery *was, ms_t now)
{
    int64_t sent = 0, moved = 0;
    enum err e = db_exec(db, a, scope, &again,
                         DB_ARGS(DB_INT("interaction", interaction), DB_TEXT("state", was->state),
                                 DB_TIME("now", now)),
                         &sent);
    if (!e && sent)
        e = db_exec(db, a, scope, &scheduled, DB_ARGS(DB_INT("interaction", interaction)), &moved);
    return !e && (!sent || !moved) ? err_set(ERR_CONFLICT, "It is on its way, or has arrived.") : e;
}
