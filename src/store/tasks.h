/* What the program `worker` did last, a row per task: how anybody sees that it runs. */
#ifndef STORE_TASKS_H
#define STORE_TASKS_H

#include "db/db.h"

extern const struct db_stmt *const task_statements[]; /* ends with NULL */

struct task_report {
    int64_t done, failed;
    const char *problem; /* the last one; NULL: none */
};

enum err task_began(struct db *db, struct arena *a, const char *task, ms_t now);
enum err task_ended(struct db *db, struct arena *a, const char *task, ms_t now,
                    const struct task_report *report);

#endif
