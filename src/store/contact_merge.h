/* Merging two contacts: what belongs to one goes over to the other, and the one is deleted. */
#ifndef STORE_CONTACT_MERGE_H
#define STORE_CONTACT_MERGE_H

#include "store/contacts.h"

extern const struct db_stmt *const contact_merge_statements[]; /* ends with NULL */

enum { CONTACT_MERGE_MAX = 20000 }; /* interactions that may move at once */

struct contact_belongings {
    int64_t interactions; /* closed and running; CONTACT_MERGE_MAX + 1: more than that */
    int64_t accounts;     /* at most CONTACT_MERGE_MAX + 1 */
};

enum err contact_belongings(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                            struct contact_belongings *out);

/* Moves all from `gone` to `keep`, fills what is empty in `keep`, deletes `gone`. Both are locked
 * by the caller. In batches, each within a statement's time; *moved is what did move. */
enum err contact_merge(struct db *db, struct arena *a, const struct scope *scope,
                       const struct contact *keep, const struct contact *gone,
                       struct contact_belongings *moved);

/* `keep` with what it has not from `gone`. */
struct contact contact_filled(const struct contact *keep, const struct contact *gone);

#endif
