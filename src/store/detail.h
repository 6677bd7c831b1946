/* One interaction with all that its own row says. What hangs on it has files of its own. */
#ifndef STORE_DETAIL_H
#define STORE_DETAIL_H

#include "store/interactions.h"

extern const struct db_stmt *const detail_statements[]; /* ends with NULL */

struct detail_facts {
    struct interaction i;          /* all of it, also what interactions_more reads */
    const char *result, *flow;     /* NULL: unknown */
    int64_t account_id, parent_id; /* 0: none */
    int64_t cost_micros;           /* with `currency` */
    const char *currency;          /* NULL: the cost is unknown */
    bool flagged, has_recording, has_transcript;
    ms_t last_message_at;                                /* 0: unknown */
    const char *vendor, *vendor_ref, *account_reference; /* NULL: none */
};

/* Reads one interaction, running or closed. ERR_NOT_FOUND when there is none of that id in the
 * scope. */
enum err detail_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                     struct detail_facts *out);

#endif
