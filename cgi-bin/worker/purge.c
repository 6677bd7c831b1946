/* Purges deleted interactions whose time is over. */
#include "app/purge.h"
#include "core/log.h"
#include "task.h"

static void told(const struct purge_item *item, size_t files, const char *problem)
{
    if (problem)
        LOG(LOG_WARN, "purge_failed", LOG_N("tenant", item->tenant_id),
            LOG_N("interaction", item->id), LOG_S("why", problem));
    else
        LOG(LOG_INFO, "purged", LOG_N("tenant", item->tenant_id), LOG_N("interaction", item->id),
            LOG_N("files", files));
}

/* Somebody at the command line is at it: then there is nothing left to do. */
enum err purge_task(struct worker *w, struct task_report *out)
{
    struct purge_run run = {.stop = worker_stopping, .told = told};
    bool mine = false;
    if (db_foreign(w->db)) /* the PBX deletes on its own */
        return OK;
    enum err e = purge_take_turn(w->db, w->arena, 0, &mine);
    if (e || !mine)
        return e;
    e = purge_run(w->db, clock_now(), &run);
    purge_end_turn(w->db, w->arena);
    out->done = run.done;
    out->failed = run.failed;
    out->problem = run.failed ? arena_dup(w->arena, run.problem) : NULL;
    return e;
}
