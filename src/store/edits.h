/* Edits of many interactions at once, as the audit log has them: what somebody did, and to which
 * interactions, for telling the result and for undoing it. An edit is known by who made it and
 * when. */
#ifndef STORE_EDITS_H
#define STORE_EDITS_H

#include "auth/scope.h"
#include "db/db.h"

extern const struct db_stmt *const edit_statements[]; /* ends with NULL */

struct edit_record {
    const char *edit;            /* of edit_keys (pages/edit.h) */
    const char *flag, *tag, *of; /* NULL: not given; `of` is the tag's kind */
    int64_t changed, already;    /* interactions */
    bool undoes;                 /* it undid another one */
};

/* ERR_NOT_FOUND when the person made none at that moment. */
enum err edits_find(struct db *db, struct arena *a, const struct scope *scope, int64_t user_id,
                    ms_t at, struct edit_record *out);

/* The interactions that it changed, by the action that was recorded for each of them. */
enum err edits_ids(struct db *db, struct arena *a, const struct scope *scope, int64_t user_id,
                   ms_t at, const char *action, int64_t **ids, size_t *n);

#endif
