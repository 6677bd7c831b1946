#include "store/tasks.h"

static const struct db_stmt began = {
    .name = "task_began",
    .sql = "INSERT INTO {app}.worker_tasks (task, began_at) VALUES (:task, :now) "
           "ON DUPLICATE KEY UPDATE began_at = :now, ended_at = NULL",
    .cols = "",
    .system = "the worker's own state",
};
static const struct db_stmt ended = {
    .name = "task_ended",
    .sql = "UPDATE {app}.worker_tasks SET ended_at = :now, done = :done, failed = :failed, "
           "problem = :problem WHERE task = :task",
    .cols = "",
    .system = "the worker's own state",
};

const struct db_stmt *const task_statements[] = {&began, &ended, NULL};

enum err task_began(struct db *db, struct arena *a, const char *task, ms_t now)
{
    return db_exec(db, a, NULL, &began, DB_ARGS(DB_TEXT("task", task), DB_TIME("now", now)), NULL);
}

enum err task_ended(struct db *db, struct arena *a, const char *task, ms_t now,
                    const struct task_report *report)
{
    return db_exec(db, a, NULL, &ended,
                   DB_ARGS(DB_TEXT("task", task), DB_TIME("now", now), DB_INT("done", report->done),
                           DB_INT("failed", report->failed), DB_TEXT("problem", report->problem)),
                   NULL);
}
