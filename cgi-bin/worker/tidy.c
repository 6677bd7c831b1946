/* What the inbox needs no more: rows long applied, and files that no row names. */
#include "core/log.h"
#include "http/spool.h"
#include "store/inbox.h"
#include "task.h"

#define KEPT_MS (INT64_C(30) * 24 * 3600 * 1000)
#define YOUNG_MS (INT64_C(3600) * 1000) /* its row may still be on the way */

struct tidy {
    struct worker *w;
    struct task_report *out;
};

static enum err remove_unneeded(void *data, const char *name)
{
    struct tidy *t = data;
    bool needs;
    enum err e = worker_stopping() ? OK : inbox_needs(t->w->db, t->w->arena, name, &needs);
    if (e || worker_stopping() || needs)
        return e;
    LOG(LOG_INFO, "spool_orphan", LOG_S("file", name));
    spool_remove(name);
    t->out->done++;
    return OK;
}

enum err tidy_task(struct worker *w, struct task_report *out)
{
    struct tidy t = {w, out};
    ms_t now = clock_now();
    int64_t n = 1;
    bool mine = false;
    enum err e = inbox_take_turn(w->db, w->arena, &mine);
    if (e || !mine)
        return e;
    while (!e && n && !worker_stopping()) {
        e = inbox_forget(w->db, w->arena, now - KEPT_MS, &n);
        out->done += e ? 0 : n;
    }
    return e ? e : spool_each(now - YOUNG_MS, remove_unneeded, &t);
}
