/* Rate cards, and what they make of the interactions: cost_micros and currency, billable_messages
 * and cost_parts. How a cost is worked out: intake/cost.h.
 *
 * The vendor's figure is voice_ai_details.vendor_cost_micros with its currency (without one it is
 * no money, but credits or the like). A cost that the interaction came with and that is neither
 * that figure nor one of ours (computed_costs) is somebody's own: an imported one, or one that the
 * API was given. It is never changed, and nothing beside it. */
#ifndef STORE_COSTS_H
#define STORE_COSTS_H

#include "db/db.h"
#include "intake/cost.h"

/* Each ends with NULL: reading a card, changing it, computing costs (which reads cards, too). */
extern const struct db_stmt *const rate_card_statements[];
extern const struct db_stmt *const rate_card_change_statements[];
extern const struct db_stmt *const cost_statements[];

enum { RATE_CARD_MODELS = 16, COSTS_STEP = 200 };

struct rate_card {
    struct cost_card card;
    int64_t version, computed; /* version 0: there is no card */
    int64_t computed_to;       /* the interaction up to which `version` is computed */
};

/* The card of the tenant, locked until the end of the transaction when `lock`. */
enum err rate_card_find(struct db *db, struct arena *a, const struct scope *scope, bool lock,
                        struct rate_card *out);

/* Stores prices, as a new version: everything is to be computed anew. */
enum err rate_card_save(struct db *db, struct arena *a, const struct scope *scope,
                        const struct cost_card *card);

/* How far it is, in whole per cent of the ids. */
enum err rate_card_progress(struct db *db, struct arena *a, const struct scope *scope,
                            const struct rate_card *card, int *percent);

/* The tenants that have something to be computed: a new version of their card, or interactions that
 * came since. */
enum err costs_due(struct db *db, struct arena *a, int64_t **tenants, size_t *n);

/* Computes the next COSTS_STEP closed interactions and moves on, within the caller's transaction.
 * *more: there are further ones; *changed: how many costs changed. */
enum err costs_step(struct db *db, struct arena *a, const struct scope *scope, bool *more,
                    int64_t *changed);

/* Computes one interaction, if it is closed and there is a card: after something was applied to it,
 * within the same transaction. */
enum err costs_one(struct db *db, struct arena *a, const struct scope *scope, int64_t interaction);

#endif
