/* Files that hang on an interaction: what is needed to send one. Recordings are listed in
 * conversation.h. */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include "auth/scope.h"
#include "db/db.h"
#include "store/interactions.h"

extern const struct db_stmt *const file_statements[]; /* ends with NULL */

/* Where the file of a message lies. ERR_NOT_FOUND when the message is not there or has none. */
enum err file_of_message(struct db *db, struct arena *a, const struct scope *scope,
                         const struct interaction *i, int64_t message_no, const char **path,
                         bool *on_disk);

/* Whether the log has an action of a person with an interaction, with these details, since then. */
enum err file_noted(struct db *db, struct arena *a, const struct scope *scope, int64_t user_id,
                    int64_t interaction_id, const char *action, const char *details, ms_t since,
                    bool *out);

#endif
