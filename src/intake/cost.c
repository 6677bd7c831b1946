#include "intake/cost.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* count * price / per, rounded half up; false when it does not fit. */
static bool amount(int64_t count, int64_t price, int64_t per, int64_t *out)
{
    __int128 product = (__int128)count * price + per / 2;
    *out = (int64_t)(product / per);
    return product / per <= INT64_MAX;
}

/* Adds a part. False: the sum is beyond what can be told. */
static bool add(struct cost *c, const char *name, int64_t count, int64_t price, int64_t per)
{
    struct cost_part *p = &c->parts[c->n];
    *p = (struct cost_part){.name = name, .count = count, .price = price};
    c->n++;
    return amount(count, price, per, &p->micros) &&
           !__builtin_add_overflow(c->micros, p->micros, &c->micros);
}

static const struct cost_model *model_of(const struct cost_card *card, const char *name)
{
    for (size_t i = 0; name && i < card->n_models; i++)
        if (strcasecmp(card->models[i].name, name) == 0)
            return &card->models[i];
    return NULL;
}

static bool add_minutes(const struct cost_card *card, const struct cost_facts *f, struct cost *c)
{
    if (!f->call || card->minute_micros == COST_NONE)
        return true;
    return f->duration_s != COST_NONE && add(c, "minutes", f->duration_s, card->minute_micros, 60);
}

static bool add_messages(const struct cost_card *card, const struct cost_facts *f, struct cost *c)
{
    bool kept = f->client_messages > 0 || f->agent_messages > 0;
    if (card->message_micros == COST_NONE || !kept || (f->call && !card->message_on_calls))
        return true;
    c->billable = (card->billable == COST_OF_AGENT ? 0 : f->client_messages) +
                  (card->billable == COST_OF_CLIENT ? 0 : f->agent_messages);
    return add(c, "messages", c->billable, card->message_micros, 1);
}

static bool add_tokens(const struct cost_card *card, const struct cost_facts *f, struct cost *c)
{
    const struct cost_model *m = model_of(card, f->model);
    bool fits = true;
    if (m && m->input_micros != COST_NONE && f->input_tokens != COST_NONE)
        fits = add(c, "input_tokens", f->input_tokens, m->input_micros, 1000000);
    if (fits && m && m->output_micros != COST_NONE && f->output_tokens != COST_NONE)
        fits = add(c, "output_tokens", f->output_tokens, m->output_micros, 1000000);
    return fits;
}

struct cost cost_compute(const struct cost_card *card, const struct cost_facts *f)
{
    struct cost c = {.billable = COST_NONE};
    bool whole = add_minutes(card, f, &c) && add_messages(card, f, &c) && add_tokens(card, f, &c);
    if (card->vendor_first && f->vendor_known) {
        c.known = c.vendors = true;
        c.n = 0;
        c.micros = f->vendor_micros;
        memcpy(c.currency, f->vendor_currency, sizeof c.currency);
        return c;
    }
    c.known = whole && c.n;
    memcpy(c.currency, card->currency, sizeof c.currency);
    if (!c.known)
        c.n = 0, c.micros = 0;
    return c;
}

const char *cost_parts_json(struct arena *a, const struct cost *c)
{
    const char *text = NULL;
    for (size_t i = 0; i < c->n; i++)
        text = arena_printf(a, "%s%s\"%s\":%" PRId64, text ? text : "{", text ? "," : "",
                            c->parts[i].name, c->parts[i].micros);
    return text ? arena_printf(a, "%s}", text) : NULL;
}
