#include "prices.h"

#include "view/format.h"

enum { SECONDS = 300, OF_CLIENT = 11, OF_AGENT = 13, INPUT = 18000, OUTPUT = 1500 };
static const int64_t VENDOR_MICROS = 420000;

static const char *money(const struct area *a, int64_t micros, const char *currency)
{
    return format_money(a->r->arena, &a->r->session->viewer, micros, currency);
}

static const char *words(const struct area *a, const struct cost_part *p, const char *model,
                         const char *currency)
{
    struct arena *arena = a->r->arena;
    const char *price = money(a, p->price, currency);
    const char *count = format_count(arena, &a->r->session->viewer, p->count);
    if (strcmp(p->name, "minutes") == 0)
        return arena_printf(arena, "%s minutes at %s", format_duration(arena, p->count), price);
    if (strcmp(p->name, "messages") == 0)
        return arena_printf(arena, "%s messages at %s", count, price);
    return arena_printf(arena, "%s %s tokens of %s at %s a million", count,
                        strcmp(p->name, "input_tokens") == 0 ? "input" : "output", model, price);
}

void prices_example(const struct area *a, struct view *v, const struct cost_card *card,
                    bool unsaved)
{
    const char *model = card->n_models ? card->models[0].name : NULL;
    struct cost_facts f = {.call = true,
                           .duration_s = SECONDS,
                           .client_messages = OF_CLIENT,
                           .agent_messages = OF_AGENT,
                           .model = model,
                           .input_tokens = INPUT,
                           .output_tokens = OUTPUT};
    struct cost c = cost_compute(card, &f);
    for (size_t i = 0; i < c.n; i++) {
        view_item(v, "Parts", i, "label", words(a, &c.parts[i], model, c.currency));
        view_item(v, "Parts", i, "value", money(a, c.parts[i].micros, c.currency));
    }
    view_set(v, "Example.total", c.known ? money(a, c.micros, c.currency) : NULL);
    view_set(v, "Example.unsaved", unsaved ? "1" : NULL);
    view_number(v, "Example.client", OF_CLIENT);
    view_number(v, "Example.agent", OF_AGENT);
    if (card->vendor_first)
        view_set(v, "Example.vendor", money(a, VENDOR_MICROS, "USD"));
}
