/* Purging: what was deleted and whose time is over goes for good. Files first, rows after, so that
 * it goes on wherever it was stopped: what is due and not held is never restored any more. */
#ifndef STORE_PURGE_H
#define STORE_PURGE_H

#include "db/db.h"

extern const struct db_stmt *const purge_statements[]; /* ends with NULL */

/* Only one at a time purges: the worker or the command line. *got is false when another one is at
 * it for longer than so many seconds. */
enum err purge_take_turn(struct db *db, struct arena *a, int wait_s, bool *got);
void purge_end_turn(struct db *db, struct arena *a);

struct purge_item {
    int64_t tenant_id, id;
    ms_t purge_at;
};

/* The next few that are due at `now` and not under legal hold, behind `last` (its id 0: from the
 * first on), in the order of their time. */
enum err purge_due(struct db *db, struct arena *a, ms_t now, const struct purge_item *last,
                   struct purge_item **out, size_t *n);

/* A file of it: a recording, or what hangs on a message. */
struct purge_file {
    bool on_disk;
    const char *path;
    bool shared; /* another interaction has it, too: it goes with the last of them */
};

enum err purge_files(struct db *db, struct arena *a, const struct purge_item *item,
                     struct purge_file **out, size_t *n);

/* Removes what hangs on it, some rows at a time, and then itself, with the record of it in the
 * audit log. *gone is false when it is none to be purged any more. */
enum err purge_rows(struct db *db, struct arena *a, const struct purge_item *item, ms_t now,
                    bool *gone);

#endif
