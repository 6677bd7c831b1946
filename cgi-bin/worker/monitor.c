/* Links MixMonitor's files to calls that have ended, by the unique id in their names, or as the
 * manager said. A file is copied first, so that a row never leads nowhere. */
#include "telephony/monitor.h"

#include "asterisk/join.h"
#include "calls.h"
#include "core/conf.h"
#include "core/log.h"

enum {
    STILL_MS = 3000, /* not written to for so long: it is complete */
    OLDEST_MS = 2 * 24 * 3600 * 1000,
    AT_ONCE = 20,
    KNOWN_MAX = 100000,
};

/* Of this process: path: when it is worth to look at it again; 0: it is done. */
static struct {
    struct follower follower;
    json_t *known;
    struct link_said said;
} monitor_ = {.follower = {.what = "monitor"}};

struct round {
    struct worker *w;
    struct task_report *out;
    ms_t now;
    int left;
    enum err e;
};

static bool is_due(const struct round *r, const struct monitor_file *f)
{
    const json_t *due = json_object_get(monitor_.known, f->path);
    if (f->written_at > r->now - STILL_MS || f->written_at < r->now - OLDEST_MS || !f->size)
        return false;
    return !due || (json_integer_value(due) && json_integer_value(due) <= r->now);
}

/* The older the file, the longer until its call may still turn up. */
static void remember(const struct round *r, const struct monitor_file *f, bool done)
{
    ms_t age = r->now - f->written_at, due = done ? 0 : r->now + (age / 2 > 5000 ? age / 2 : 5000);
    if (json_object_size(monitor_.known) >= KNOWN_MAX)
        json_object_clear(monitor_.known);
    json_object_set_new(monitor_.known, f->path, json_integer(due));
}

static bool is_there(const json_t *recordings, const char *path)
{
    const json_t *o;
    size_t i;
    json_array_foreach(recordings, i, o)
    {
        const char *p = json_string_value(json_object_get(o, "path"));
        if (p && strcmp(p, path) == 0)
            return true;
    }
    return false;
}

static enum err apply(struct round *r, const char *ref, json_t *recordings)
{
    json_t *doc = json_pack("{s:s, s:O}", "id", ref, "recordings", recordings);
    if (!doc)
        abort();
    enum err e = call_apply(r->w, &monitor_.follower, CALL_ENDED, r->now, doc, r->out);
    json_decref(doc);
    return e;
}

/* One that cannot be copied is tried again later. */
static enum err link_file(struct round *r, const struct monitor_file *f, const char *ref,
                          json_t *recordings)
{
    json_t *one = NULL;
    enum err e =
        monitor_keep(r->w->arena, conf(CONF_MONITOR_DIR), f, monitor_.follower.tenant_id, &one);
    if (e) {
        LOG(LOG_WARN, "recording_not_linked", LOG_S("file", f->path), LOG_S("why", err_detail()));
        err_clear();
        return OK;
    }
    json_array_append_new(recordings, one);
    e = apply(r, ref, recordings);
    if (!e)
        LOG(LOG_INFO, "recording_linked", LOG_S("file", f->path), LOG_S("call", ref));
    return e;
}

static enum err look_up(struct round *r, const struct monitor_file *f, const char *ref)
{
    int64_t id = 0;
    json_t *recordings = NULL;
    bool done = false;
    enum err e = db_begin(r->w->db, false);
    if (!e)
        e = telephony_lock(r->w->db, r->w->arena);
    if (!e)
        e = telephony_recordings(r->w->db, r->w->arena, monitor_.follower.scope, ref, &id,
                                 &recordings);
    done = !e && id && is_there(recordings, monitor_path(r->w->arena, f));
    if (!e && id && !done)
        e = link_file(r, f, ref, recordings);
    e = e ? e : db_commit(r->w->db);
    if (e)
        db_rollback(r->w->db);
    json_decref(recordings);
    remember(r, f, done); /* when it was linked, the next look sees it */
    return e;
}

static void each(void *data, const struct monitor_file *f)
{
    struct round *r = data;
    char id[128];
    if (r->e || !r->left || worker_stopping() || !is_due(r, f))
        return;
    const char *ref = telephony_recorded(f->name);
    if (!ref && join_recording_id(f->name, id, sizeof id))
        ref = id;
    if (!ref) {
        remember(r, f, false);
        return;
    }
    r->left--;
    r->e = look_up(r, f, ref);
}

static void say(struct worker *w, enum err found)
{
    const char *problem = found ? arena_dup(w->arena, err_detail()) : NULL;
    const struct link_health h = {"monitor", clock_now(), clock_now(), problem, 0};
    err_clear();
    link_say(w, &monitor_.said, &h);
}

enum err monitor_task(struct worker *w, struct task_report *out)
{
    struct round r = {.w = w, .out = out, .now = clock_now(), .left = AT_ONCE};
    bool ready;
    if (!*conf(CONF_ASTERISK_TENANT) || !*conf(CONF_MONITOR_DIR) || db_foreign(w->db))
        return OK;
    if (!monitor_.known)
        monitor_.known = json_object();
    enum err e = follower_ready(w, &monitor_.follower, &ready);
    if (e || !ready)
        return e;
    enum err found = monitor_scan(conf(CONF_MONITOR_DIR), each, &r);
    say(w, found);
    if (r.e)
        monitor_.follower.mine = false;
    return r.e;
}
