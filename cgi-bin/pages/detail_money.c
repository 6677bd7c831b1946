#include "detail_money.h"

#include "auth/session.h"
#include "cells.h"
#include "view/format.h"
#include "view/json.h"

const char *detail_cost(const struct detail *d)
{
    if (!d->of.currency)
        return NULL;
    return format_money(d->r->arena, &d->r->session->viewer, d->of.cost_micros, d->of.currency);
}

/* A whole number is in millionths, as all money here; one with a fraction is in the currency
 * itself. */
static const char *amount(struct detail *d, const struct json_item *item)
{
    double micros = item->whole ? item->number : item->number * 1e6;
    if (!item->is_number || micros > 9e17 || micros < -9e17)
        return item->value;
    return format_money(d->r->arena, &d->r->session->viewer,
                        (int64_t)(micros < 0 ? micros - .5 : micros + .5), d->of.currency);
}

void detail_cost_parts(struct detail *d, const char *field)
{
    struct json_item *items;
    size_t n;
    struct arena *a = d->r->arena;
    if (!json_items(a, d->more.cost_parts, &items, &n))
        view_set(d->v, arena_printf(a, "%s.parts_bad", field), "1");
    const char *list = arena_printf(a, "%s.parts", field);
    for (size_t i = 0; i < n; i++) {
        view_item(d->v, list, i, "label", cell_words(a, items[i].name));
        view_item(d->v, list, i, "value", amount(d, &items[i]));
    }
}
