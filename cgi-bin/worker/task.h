/* The tasks of the worker: each is a row in main.c and a function in a file of its own. */
#ifndef WORKER_TASK_H
#define WORKER_TASK_H

#include "core/arena.h"
#include "store/tasks.h"

struct worker {
    struct db *db;
    struct arena *arena; /* emptied after each task */
};

/* Told to end: a task looks at it between two steps, each of which may as well be the last. */
bool worker_stopping(void);

/* Does all there is to do, and fills the report; an error is one of the database. */
enum err drain_task(struct worker *w, struct task_report *out); /* the inbox */
enum err tidy_task(struct worker *w, struct task_report *out);  /* what it needs no more */
enum err stats_task(struct worker *w, struct task_report *out);
enum err purge_task(struct worker *w, struct task_report *out);
enum err fetch_task(struct worker *w, struct task_report *out);
enum err fetch_look_task(struct worker *w, struct task_report *out);
enum err send_task(struct worker *w, struct task_report *out);

/* Asterisk: its queue_log as it grows, its manager's events, MixMonitor's files. */
enum err queue_log_task(struct worker *w, struct task_report *out);
enum err telephony_task(struct worker *w, struct task_report *out);
enum err monitor_task(struct worker *w, struct task_report *out);
enum err costs_task(struct worker *w, struct task_report *out);

#endif
