/* An interaction as JSON. */
#include "api.h"

#include "auth/session.h"
#include "core/currency.h"

void api_begin(struct response *out)
{
    out->type = "application/json";
}

int64_t api_number(const char *part)
{
    size_t n = strlen(part);
    return n <= 18 && strspn(part, "0123456789") == n ? strtoll(part, NULL, 10) : 0;
}

void api_put_named(struct buf *b, const char *name, const struct api_names *names,
                   enum catalog_dim dim, int64_t id)
{
    const struct catalog_entry *e = id ? catalog_find(names->catalog, dim, id) : NULL;
    if (!id) {
        json_put_text(b, name, NULL);
        return;
    }
    json_put_open(b, name, '{');
    json_put_int(b, "id", id);
    json_put_text(b, "name", e ? e->name : NULL);
    if (dim == DIM_AGENT)
        json_put_text(b, "kind", !e ? NULL : e->ai ? "ai" : "human");
    json_put_close(b, '}');
}

void api_put_money(struct buf *b, const char *name, int64_t micros, const char *currency)
{
    char amount[32];
    uint64_t n = micros < 0 ? -(uint64_t)micros : (uint64_t)micros;
    if (!currency) {
        json_put_text(b, name, NULL);
        return;
    }
    snprintf(amount, sizeof amount, "%s%llu.%06llu", micros < 0 ? "-" : "",
             (unsigned long long)(n / 1000000), (unsigned long long)(n % 1000000));
    json_put_open(b, name, '{');
    json_put_text(b, "amount", amount);
    json_put_text(b, "currency", currency);
    json_put_close(b, '}');
}

/* Yes or no; null where the site has no column for it. */
static void put_flag(struct buf *b, const struct api_names *names, const struct interaction *i,
                     const char *name, const char *column, bool is)
{
    const struct db *db = names->r->db;
    if (db_foreign(db) &&
        !db_has_column(db, i->running ? "active_interactions" : "closed_interactions", column))
        json_put_text(b, name, NULL);
    else
        json_put_bool(b, name, is);
}

static void put_people(struct buf *b, const struct api_names *names, const struct interaction *i)
{
    api_put_named(b, "queue", names, DIM_QUEUE, i->queue_id);
    api_put_named(b, "agent", names, DIM_AGENT, i->agent_id);
    json_put_open(b, "client", '{');
    json_put_known(b, "id", i->contact_id, i->contact_id > 0);
    json_put_text(b, "name", i->contact_name);
    json_put_text(b, "number", i->phone_number);
    json_put_text(b, "e164", i->phone_e164);
    json_put_close(b, '}');
    api_put_named(b, "did", names, DIM_DID, i->did_id);
    api_put_named(b, "disposition", names, DIM_DISPOSITION, i->disposition_id);
    if (i->account_id) {
        json_put_open(b, "account", '{');
        json_put_int(b, "id", i->account_id);
        json_put_text(b, "reference", i->account);
        json_put_close(b, '}');
    } else {
        json_put_text(b, "account", NULL);
    }
}

static void put_facts(struct buf *b, const struct interaction *i)
{
    const struct {
        const char *name, *value;
    } words[] = {{"direction", i->direction},     {"platform", i->platform},
                 {"outcome", i->outcome},         {"result", i->result},
                 {"ended_by", i->ended_by},       {"sentiment", i->sentiment},
                 {"action_type", i->action_type}, {"flow", i->flow}};
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {{"duration_s", i->duration_s},
                   {"wait_s", i->wait_s},
                   {"hold_s", i->hold_s},
                   {"acw_s", i->acw_s},
                   {"csat", i->csat}};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        json_put_text(b, words[k].name, words[k].value);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        json_put_known(b, numbers[k].name, numbers[k].value, numbers[k].value >= 0);
    json_put_known(b, "parent_id", i->parent_id, i->parent_id > 0);
}

void api_put_interaction(struct buf *b, const struct api_names *names, const struct interaction *i)
{
    json_put_int(b, "id", i->id);
    json_put_text(b, "status", i->status);
    json_put_time(b, "created_at", i->created_at);
    json_put_time(b, "closed_at", i->closed_at);
    json_put_time(b, "last_message_at", i->last_message_at);
    json_put_text(b, "channel", i->channel);
    put_people(b, names, i);
    put_facts(b, i);
    api_put_money(b, "cost", i->cost_micros, i->currency);
    put_flag(b, names, i, "flagged", "flagged", i->flagged);
    put_flag(b, names, i, "has_recording", "has_recording", i->has_recording);
    put_flag(b, names, i, "has_transcript", "has_transcript", i->has_transcript);
}
