/* Computes costs by the rate cards: all of a tenant's closed interactions when its card changed,
 * then those that come. */
#include "store/costs.h"
#include "auth/scope.h"
#include "task.h"

enum { TURN_US = 1500000 };

/* A step of one tenant: stopped at any moment it begins where the last one ended. Somebody who
 * writes to the same interactions goes first: it is done next time. */
static enum err step(struct worker *w, int64_t tenant, bool *more, int64_t *changed)
{
    struct arena *a = arena_new();
    int64_t n = 0;
    enum err e = db_begin(w->db, false);
    if (!e)
        e = costs_step(w->db, a, scope_all(a, tenant), more, &n);
    if (!e)
        e = db_commit(w->db);
    if (e)
        db_rollback(w->db);
    else
        *changed += n;
    arena_free(a);
    if (e != ERR_CONFLICT)
        return e;
    *more = true;
    err_clear();
    return OK;
}

/* A step of each in turn; what there is no time for goes first next time. */
enum err costs_task(struct worker *w, struct task_report *out)
{
    static int64_t last;
    int64_t *tenants, until = clock_mono_us() + TURN_US;
    size_t n, at = 0, left;
    if (db_foreign(w->db)) /* the PBX writes them */
        return OK;
    enum err e = costs_due(w->db, w->arena, &tenants, &n);
    while (at < n && tenants[at] <= last)
        at++;
    for (left = n; left && !e && !worker_stopping() && clock_mono_us() < until;) {
        bool more = false;
        at = at < n ? at : 0;
        if (tenants[at]) {
            last = tenants[at];
            e = step(w, last, &more, &out->done);
            tenants[at] = more ? last : 0;
            left -= !more;
        }
        at++;
    }
    return e;
}
