/* What an interaction cost. */
#ifndef PAGES_DETAIL_MONEY_H
#define PAGES_DETAIL_MONEY_H

#include "detail.h"

/* The whole; NULL where it is unknown. */
const char *detail_cost(const struct detail *d);

/* Its parts, as the items <field>.parts of the view; <field>.parts_bad where they cannot be read.
 */
void detail_cost_parts(struct detail *d, const char *field);

#endif
