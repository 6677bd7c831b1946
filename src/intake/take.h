/* An event from the inbox becomes what it says. */
#ifndef INTAKE_TAKE_H
#define INTAKE_TAKE_H

#include "db/db.h"
#include "intake/source.h"

/* Reads, converts and applies it within the caller's transaction. *interaction_id is what it was
 * applied to, 0 when it says nothing that is to be applied. Errors of apply_document; err_detail()
 * says why, for people. */
enum err event_take(struct db *db, struct arena *a, const struct intake_event *e,
                    int64_t *interaction_id);

#endif
