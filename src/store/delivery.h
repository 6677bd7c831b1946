/* What became of a message that was sent from here, for its page; and sending it again. */
#ifndef STORE_DELIVERY_H
#define STORE_DELIVERY_H

#include "core/clock.h"
#include "db/db.h"

extern const struct db_stmt *const delivery_statements[]; /* ends with NULL */

struct delivery {
    const char *address, *channel, *problem;
    const char *state; /* NULL: nothing was sent from here */
    int64_t attempts;
    ms_t next_at;  /* 0: it is not tried again */
    bool given_up; /* it did not arrive, as far as is known, and is not tried again */
    bool unsure;   /* it may have arrived all the same */
};

/* Of an interaction that was found in the scope. */
enum err delivery_find(struct db *db, struct arena *a, const struct scope *scope,
                       int64_t interaction, struct delivery *out);

/* Whether its address does not want to be written to (any more). */
enum err delivery_opted_out(struct db *db, struct arena *a, const struct scope *scope,
                            const struct delivery *d, bool *out);

/* Sends one that was given up once more, and its interaction is scheduled; `was`: as it was found.
 * ERR_CONFLICT where it is on its way by now, or has arrived. */
enum err delivery_again(struct db *db, struct arena *a, const struct scope *scope,
                        int64_t interaction, const struct delivery *was, ms_t now);

#endif
