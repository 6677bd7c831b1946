/* Counts how common each value of a filter is, of tenants whose figures are old. */
#include "store/value_stats.h"
#include "task.h"

enum err stats_task(struct worker *w, struct task_report *out)
{
    int64_t tenant = 1;
    enum err e = OK;
    while (tenant && !e && !worker_stopping()) {
        e = value_stats_due(w->db, w->arena, &tenant);
        if (!e && tenant)
            e = value_stats_refresh(w->db, tenant);
        out->done += !e && tenant;
    }
    return e;
}
