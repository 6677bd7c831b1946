#include "store/costs.h"

#include "auth/scope.h"

static const struct db_stmt due = {
    .name = "costs_due",
    .sql = "SELECT c.tenant_id FROM {app}.rate_cards c WHERE c.computed < c.version OR EXISTS "
           "(SELECT 1 FROM {facts}.closed_interactions i FORCE INDEX (uq_id) "
           "WHERE i.tenant_id = c.tenant_id AND i.id > c.computed_to) ORDER BY c.tenant_id",
    .cols = "i",
    .system = "costs are computed in every tenant",
};
#define COUNT(of)                                                                                  \
    "(SELECT COUNT(*) FROM {facts}.messages m WHERE m.tenant_id = i.tenant_id "                    \
    "AND m.interaction_id = i.id AND m.role " of ")"
static const struct db_stmt read_sql = {
    .name = "costs_read",
    .sql =
        "SELECT i.id, i.channel = 'voice', i.duration_s, i.cost_micros, i.currency, "
        "v.llm_model, v.input_tokens, v.output_tokens, v.vendor_cost_micros, "
        "v.vendor_cost_currency, v.billable_messages, v.cost_parts, "
        "[messages|" COUNT("= 'client'") "|0], [messages|" COUNT(
            "IN ('agent', 'ai')") "|0], "
                                  "k.micros, k.currency, k.billable, k.parts, k.vendor_parts "
                                  "FROM {facts}.closed_interactions i FORCE INDEX (uq_id) "
                                  "LEFT JOIN {facts}.voice_ai_details v ON v.tenant_id = "
                                  "i.tenant_id "
                                  "AND v.interaction_id = i.id "
                                  "LEFT JOIN {app}.computed_costs k ON k.tenant_id = i.tenant_id "
                                  "AND k.interaction_id = i.id "
                                  "WHERE {scope:i} AND [one|i.id = :one|i.id > :after] ORDER BY "
                                  "i.id LIMIT :limit",
    .cols = "iiiissiiisisiiisiss",
};
/* Only what is still as it was read: whoever was faster has had it computed. */
static const struct db_stmt write_sql = {
    .name = "costs_write",
    .sql = "UPDATE {facts}.closed_interactions i SET i.cost_micros = :micros, "
           "i.currency = :currency WHERE {scope:i} AND i.id = :id "
           "AND i.cost_micros <=> :was AND i.currency <=> :was_currency",
    .cols = "",
};
static const struct db_stmt details = {
    .name = "costs_details",
    .sql = "INSERT INTO {facts}.voice_ai_details (tenant_id, interaction_id, billable_messages, "
           "cost_parts) SELECT i.tenant_id, i.id, :billable, :parts "
           "FROM {facts}.closed_interactions i WHERE {scope:i} AND i.id = :id "
           "ON DUPLICATE KEY UPDATE billable_messages = VALUES(billable_messages), "
           "cost_parts = VALUES(cost_parts)",
    .cols = "",
};
static const struct db_stmt mark = {
    .name = "costs_mark",
    .sql = "INSERT INTO {app}.computed_costs (tenant_id, interaction_id, micros, currency, "
           "billable, parts, vendor_parts) VALUES ({tenant}, :id, :micros, :currency, :billable, "
           ":parts, :vendor_parts) ON DUPLICATE KEY UPDATE micros = VALUES(micros), "
           "currency = VALUES(currency), billable = VALUES(billable), parts = VALUES(parts), "
           "vendor_parts = VALUES(vendor_parts)",
    .cols = "",
};
static const struct db_stmt unmark = {
    .name = "costs_unmark",
    .sql = "DELETE FROM {app}.computed_costs WHERE tenant_id = {tenant} AND interaction_id = :id",
    .cols = "",
};
static const struct db_stmt move = {
    .name = "costs_move",
    .sql = "UPDATE {app}.rate_cards c SET c.computed_to = :to, "
           "c.computed = [done|c.version|c.computed] WHERE {tenant:c}",
    .cols = "",
};

const struct db_stmt *const cost_statements[] = {
    &due, &read_sql, &write_sql, &details, &mark, &unmark, &move, NULL,
};

/* An interaction as it stands, and what was made of it before. */
struct row {
    int64_t id, micros, billable; /* COST_NONE: none */
    const char *currency, *parts; /* NULL: none */
    struct cost_facts facts;
    bool marked;
    int64_t mark_micros, mark_billable;
    const char *mark_currency, *mark_parts, *vendor_parts;
};

enum {
    ID,
    CALL,
    DURATION,
    MICROS,
    CURRENCY,
    MODEL,
    INPUT,
    OUTPUT,
    VENDOR_MICROS,
    VENDOR_CURRENCY,
    BILLABLE,
    PARTS,
    OF_CLIENT,
    OF_AGENT,
    MARK_MICROS,
    MARK_CURRENCY,
    MARK_BILLABLE,
    MARK_PARTS,
    VENDOR_PARTS
};

static struct cost_facts read_facts(const struct db_rows *r, size_t i)
{
    const char *currency = db_text(r, i, VENDOR_CURRENCY, NULL);
    struct cost_facts f = {
        .call = db_int(r, i, CALL, 0),
        .duration_s = db_int(r, i, DURATION, COST_NONE),
        .client_messages = db_int(r, i, OF_CLIENT, 0),
        .agent_messages = db_int(r, i, OF_AGENT, 0),
        .model = db_text(r, i, MODEL, NULL),
        .input_tokens = db_int(r, i, INPUT, COST_NONE),
        .output_tokens = db_int(r, i, OUTPUT, COST_NONE),
        .vendor_known = currency && !db_cell(r, i, VENDOR_MICROS)->null,
        .vendor_micros = db_int(r, i, VENDOR_MICROS, 0),
    };
    snprintf(f.vendor_currency, sizeof f.vendor_currency, "%s", currency ? currency : "");
    return f;
}

static struct row read_row(const struct db_rows *r, size_t i)
{
    return (struct row){
        .id = db_int(r, i, ID, 0),
        .micros = db_int(r, i, MICROS, COST_NONE),
        .currency = db_text(r, i, CURRENCY, NULL),
        .billable = db_int(r, i, BILLABLE, COST_NONE),
        .parts = db_text(r, i, PARTS, NULL),
        .facts = read_facts(r, i),
        .marked = !db_cell(r, i, MARK_MICROS)->null,
        .mark_micros = db_int(r, i, MARK_MICROS, 0),
        .mark_currency = db_text(r, i, MARK_CURRENCY, ""),
        .mark_billable = db_int(r, i, MARK_BILLABLE, COST_NONE),
        .mark_parts = db_text(r, i, MARK_PARTS, NULL),
        .vendor_parts = db_text(r, i, VENDOR_PARTS, NULL),
    };
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool costs(const struct row *r, int64_t micros, const char *currency)
{
    return r->currency && r->micros == micros && strcmp(r->currency, currency) == 0;
}

static bool is_ours(const struct row *r)
{
    return r->marked && costs(r, r->mark_micros, r->mark_currency);
}

static bool is_the_vendors(const struct row *r)
{
    return r->facts.vendor_known && costs(r, r->facts.vendor_micros, r->facts.vendor_currency);
}

struct writer {
    struct db *db;
    struct arena *a;
    const struct scope *scope;
};

static struct db_arg number(const char *name, int64_t v)
{
    return v == COST_NONE ? DB_TEXT(name, NULL) : (struct db_arg)DB_INT(name, v);
}

static enum err put_mark(const struct writer *w, const struct row *r, const struct cost *c,
                         int64_t billable, const char *parts, const char *vendor_parts)
{
    if (!c->known)
        return r->marked
                   ? db_exec(w->db, w->a, w->scope, &unmark, DB_ARGS(DB_INT("id", r->id)), NULL)
                   : OK;
    return db_exec(w->db, w->a, w->scope, &mark,
                   DB_ARGS(DB_INT("id", r->id), DB_INT("micros", c->micros),
                           DB_TEXT("currency", c->currency), number("billable", billable),
                           DB_TEXT("parts", parts), DB_TEXT("vendor_parts", vendor_parts)),
                   NULL);
}

/* Writes what differs. *changed is counted up. */
static enum err put(const struct writer *w, const struct row *r, const struct cost *c,
                    int64_t *changed)
{
    bool parts_ours = r->marked && r->mark_parts && same(r->parts, r->mark_parts);
    const char *theirs = parts_ours ? r->vendor_parts : r->parts;
    const char *ours = cost_parts_json(w->a, c), *parts = ours ? ours : theirs;
    bool billable_ours = r->marked && r->billable == r->mark_billable;
    int64_t billable = c->billable != COST_NONE ? c->billable
                       : billable_ours          ? COST_NONE
                                                : r->billable;
    int64_t there = 1;
    bool differs = c->known ? !costs(r, c->micros, c->currency) : r->currency != NULL;
    enum err e = OK;
    if (differs)
        e = db_exec(w->db, w->a, w->scope, &write_sql,
                    DB_ARGS(DB_INT("id", r->id), number("micros", c->known ? c->micros : COST_NONE),
                            DB_TEXT("currency", c->known ? c->currency : NULL),
                            number("was", r->micros), DB_TEXT("was_currency", r->currency)),
                    &there);
    if (e || !there)
        return e;
    *changed += differs;
    if (!same(parts, r->parts) || billable != r->billable) {
        differs = true;
        e = db_exec(
            w->db, w->a, w->scope, &details,
            DB_ARGS(DB_INT("id", r->id), number("billable", billable), DB_TEXT("parts", parts)),
            NULL);
    }
    return e || !differs ? e : put_mark(w, r, c, c->billable, ours, theirs);
}

static enum err compute(const struct writer *w, const struct cost_card *card, const struct row *r,
                        int64_t *changed)
{
    bool ours = is_ours(r), theirs = is_the_vendors(r);
    struct cost c = cost_compute(card, &r->facts);
    if (!ours && !theirs && r->currency) /* somebody's own figure */
        return r->marked
                   ? db_exec(w->db, w->a, w->scope, &unmark, DB_ARGS(DB_INT("id", r->id)), NULL)
                   : OK;
    if (!c.known && !ours)
        return OK;
    return put(w, r, &c, changed);
}

static enum err read_rows(const struct writer *w, const struct cost_card *card, struct db_arg which,
                          size_t limit, struct db_rows *rows)
{
    const char *messages = card->message_micros != COST_NONE ? "messages" : NULL;
    return db_query(w->db, w->a, w->scope, &read_sql,
                    DB_ARGS(which, DB_INT("limit", limit), DB_ON(messages)), rows);
}

enum err costs_due(struct db *db, struct arena *a, int64_t **tenants, size_t *n)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &due, DB_ARGS({0}), &rows);
    *n = e ? 0 : rows.n;
    *tenants = arena_array(a, *n + 1, sizeof **tenants);
    for (size_t i = 0; i < *n; i++)
        (*tenants)[i] = db_int(&rows, i, 0, 0);
    return e;
}

enum err costs_step(struct db *db, struct arena *a, const struct scope *scope, bool *more,
                    int64_t *changed)
{
    struct writer w = {db, a, scope};
    struct rate_card card;
    struct db_rows rows;
    *more = false;
    enum err e = rate_card_find(db, a, scope, true, &card);
    if (e || !card.version)
        return e;
    e = read_rows(&w, &card.card, (struct db_arg)DB_INT("after", card.computed_to), COSTS_STEP,
                  &rows);
    for (size_t i = 0; !e && i < rows.n; i++) {
        struct row r = read_row(&rows, i);
        card.computed_to = r.id;
        e = compute(&w, &card.card, &r, changed);
    }
    if (e)
        return e;
    *more = rows.n == COSTS_STEP;
    return db_exec(db, a, scope, &move,
                   DB_ARGS(DB_INT("to", card.computed_to), DB_ON(*more ? NULL : "done")), NULL);
}

enum err costs_one(struct db *db, struct arena *a, const struct scope *scope, int64_t interaction)
{
    struct writer w = {db, a, scope};
    struct rate_card card;
    struct db_rows rows;
    int64_t changed = 0;
    if (db_foreign(db))
        return OK;
    enum err e = rate_card_find(db, a, scope, false, &card);
    if (e || !card.version)
        return e;
    e = read_rows(&w, &card.card, (struct db_arg)DB_INT("one", interaction), 1, &rows);
    if (e || !rows.n)
        return e;
    struct row r = read_row(&rows, 0);
    return compute(&w, &card.card, &r, &changed);
}
