#include "store/costs.h"

static const struct db_stmt find = {
    .name = "rate_card_find",
    .sql = "SELECT c.currency, c.minute_micros, c.message_micros, "
           "CAST(c.billable + 0 AS SIGNED), c.message_on_calls, c.vendor_first, c.version, "
           "c.computed, c.computed_to FROM {app}.rate_cards c WHERE {tenant:c} "
           "[lock|FOR UPDATE]",
    .cols = "siiiiiiii",
};
static const struct db_stmt models = {
    .name = "rate_card_models",
    .sql = "SELECT m.model, m.input_micros, m.output_micros FROM {app}.rate_card_models m "
           "WHERE {tenant:m} ORDER BY m.model LIMIT 16",
    .cols = "sii",
};
static const struct db_stmt save = {
    .name = "rate_card_save",
    .sql = "INSERT INTO {app}.rate_cards (tenant_id, currency, minute_micros, message_micros, "
           "billable, message_on_calls, vendor_first) VALUES ({tenant}, :currency, :minute, "
           ":message, :billable, :on_calls, :vendor_first) ON DUPLICATE KEY UPDATE "
           "currency = VALUES(currency), minute_micros = VALUES(minute_micros), "
           "message_micros = VALUES(message_micros), billable = VALUES(billable), "
           "message_on_calls = VALUES(message_on_calls), vendor_first = VALUES(vendor_first), "
           "version = version + 1, computed_to = 0",
    .cols = "",
};
static const struct db_stmt no_models = {
    .name = "rate_card_no_models",
    .sql = "DELETE FROM {app}.rate_card_models WHERE tenant_id = {tenant}",
    .cols = "",
};
static const struct db_stmt add_model = {
    .name = "rate_card_add_model",
    .sql = "INSERT INTO {app}.rate_card_models (tenant_id, model, input_micros, output_micros) "
           "VALUES ({tenant}, :model, :input, :output)",
    .cols = "",
};
static const struct db_stmt ids = {
    .name = "rate_card_ids",
    .sql = "SELECT CAST(MIN(i.id) AS SIGNED), CAST(MAX(i.id) AS SIGNED) "
           "FROM {facts}.closed_interactions i WHERE {scope:i}",
    .cols = "ii",
};

const struct db_stmt *const rate_card_statements[] = {&find, &models, NULL};
const struct db_stmt *const rate_card_change_statements[] = {
    &save, &no_models, &add_model, &ids, NULL,
};

static enum err find_models(struct db *db, struct arena *a, const struct scope *scope,
                            struct cost_card *card)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &models, DB_ARGS({0}), &rows);
    if (e)
        return e;
    struct cost_model *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++)
        list[i] = (struct cost_model){db_text(&rows, i, 0, ""), db_int(&rows, i, 1, COST_NONE),
                                      db_int(&rows, i, 2, COST_NONE)};
    card->models = list;
    card->n_models = rows.n;
    return OK;
}

enum err rate_card_find(struct db *db, struct arena *a, const struct scope *scope, bool lock,
                        struct rate_card *out)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &find, DB_ARGS(DB_ON(lock ? "lock" : NULL)), &rows);
    *out = (struct rate_card){0};
    if (e || !rows.n)
        return e;
    out->card = (struct cost_card){
        .minute_micros = db_int(&rows, 0, 1, COST_NONE),
        .message_micros = db_int(&rows, 0, 2, COST_NONE),
        .billable = (enum cost_billable)(db_int(&rows, 0, 3, 1) - 1),
        .message_on_calls = db_int(&rows, 0, 4, 0),
        .vendor_first = db_int(&rows, 0, 5, 0),
    };
    snprintf(out->card.currency, sizeof out->card.currency, "%s", db_text(&rows, 0, 0, ""));
    out->version = db_int(&rows, 0, 6, 1);
    out->computed = db_int(&rows, 0, 7, 0);
    out->computed_to = db_int(&rows, 0, 8, 0);
    return find_models(db, a, scope, &out->card);
}

static struct db_arg price(const char *name, int64_t micros)
{
    return micros == COST_NONE ? DB_TEXT(name, NULL) : (struct db_arg)DB_INT(name, micros);
}

enum err rate_card_save(struct db *db, struct arena *a, const struct scope *scope,
                        const struct cost_card *c)
{
    static const char *const whose[] = {"all", "client", "agent"};
    enum err e = db_exec(
        db, a, scope, &save,
        DB_ARGS(DB_TEXT("currency", c->currency), price("minute", c->minute_micros),
                price("message", c->message_micros), DB_TEXT("billable", whose[c->billable]),
                DB_INT("on_calls", c->message_on_calls), DB_INT("vendor_first", c->vendor_first)),
        NULL);
    if (!e)
        e = db_exec(db, a, scope, &no_models, DB_ARGS({0}), NULL);
    for (size_t i = 0; i < c->n_models && !e; i++)
        e = db_exec(db, a, scope, &add_model,
                    DB_ARGS(DB_TEXT("model", c->models[i].name),
                            price("input", c->models[i].input_micros),
                            price("output", c->models[i].output_micros)),
                    NULL);
    return e;
}

enum err rate_card_progress(struct db *db, struct arena *a, const struct scope *scope,
                            const struct rate_card *card, int *percent)
{
    struct db_rows rows;
    enum err e = db_query(db, a, scope, &ids, DB_ARGS({0}), &rows);
    *percent = 0;
    if (e)
        return e;
    int64_t first = db_int(&rows, 0, 0, 0), last = db_int(&rows, 0, 1, 0);
    if (card->computed_to >= first && last > first)
        *percent = (int)((card->computed_to - first) * 100 / (last - first));
    if (*percent > 99)
        *percent = 99;
    return OK;
}
