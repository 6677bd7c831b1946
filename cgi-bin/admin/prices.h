/* The worked example beside the prices. */
#ifndef ADMIN_PRICES_H
#define ADMIN_PRICES_H

#include "area.h"
#include "store/costs.h"

/* What a call of five minutes costs by the card; `unsaved`: it is not the card that is stored. */
void prices_example(const struct area *a, struct view *v, const struct cost_card *card,
                    bool unsaved);

#endif
