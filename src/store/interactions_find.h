/* From what people type to what the list can be filtered by: contacts, accounts, and texts that
 * are in use. Everything is looked up in an index and bounded. */
#ifndef STORE_INTERACTIONS_FIND_H
#define STORE_INTERACTIONS_FIND_H

#include "store/interactions.h"

extern const struct db_stmt *const interaction_find_statements[]; /* ends with NULL */

enum { FIND_MAX = 2000, FIND_TEXT_MIN = 3 };

/* Ids found; `many`: there are more than FIND_MAX, none are told. */
struct found {
    const int64_t *ids;
    size_t n;
    bool many;
};

/* Contacts whose name has the text as a part, or whose number begins with `number` (digits after a
 * plus; NULL: by name only). */
enum err list_find_contacts(struct db *db, struct arena *a, const struct scope *scope,
                            const char *text, const char *number, struct found *out);

/* Accounts whose reference is the text, or has it as a part. */
enum err list_find_accounts(struct db *db, struct arena *a, const struct scope *scope,
                            const char *text, bool part, struct found *out);

/* Prepares a filter of clients: tells its `rows`. */
enum err list_count_clients(struct db *db, struct arena *a, const struct scope *scope,
                            struct client_filter *f);

/* Makes a filter by a part of a text: the names in use that have it, or, when those are too many,
 * the part itself. */
enum err list_find_names(struct db *db, struct arena *a, const struct scope *scope,
                         enum list_name which, const char *part, struct name_filter *out);

/* Prepares a filter by duration (TEST_IN): tells its `rows`. */
enum err list_count_durations(struct db *db, struct arena *a, const struct scope *scope,
                              struct range_filter *f);

/* Prepares a filter by what is flagged (TEST_IN, 1): tells its `rows`. */
enum err list_count_flagged(struct db *db, struct arena *a, const struct scope *scope,
                            struct id_filter *f);

/* Prepares a filter by names (TEST_IN): tells its `rows`. */
enum err list_count_names(struct db *db, struct arena *a, const struct scope *scope,
                          enum list_name which, struct name_filter *f);

#endif
