/* What hangs on an interaction that documents are applied to: taking away what is replaced, and
 * what the interaction's own row says of the rest. */
#ifndef STORE_INTAKE_PARTS_H
#define STORE_INTAKE_PARTS_H

#include "db/db.h"

extern const struct db_stmt *const intake_part_statements[]; /* ends with NULL */

/* Empties a list (named by its table), but for what people have set or decided on. */
enum err intake_part_clear(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                           const char *table);

/* The highest number of a list; 0: it is empty. */
enum err intake_part_last(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                          const char *table, int64_t *last);

/* The AI's flags that people have cleared. */
enum err intake_flags_cleared(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                              struct db_rows *out);

/* Takes a tag away that no person has set. */
enum err intake_tag_remove(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                           const char *kind, const char *tag);

struct intake_facts {
    bool messages, recordings, flagged;
    ms_t last_message_at; /* 0: unknown */
};

/* What is there by now; `created` is when the interaction began. */
enum err intake_facts(struct db *db, struct arena *a, int64_t tenant_id, int64_t id, ms_t created,
                      struct intake_facts *out);

struct to_index {
    int64_t tenant_id, id;
    ms_t created;
    bool anew;      /* some messages were there before */
    size_t said_no; /* of those that stand more than once the last counts */
};

/* Indexes the messages of these interactions as they are by now; orders the list, in which one may
 * stand more than once. */
enum err intake_index(struct db *db, struct arena *a, struct to_index *list, size_t n);

#endif
