/* Follows queue_log: what was read, and the calls that have not ended in it, are stored in the
 * transaction of what follows from it. Killed anywhere, it goes on from there. */
#include "asterisk/join.h"
#include "calls.h"
#include "core/conf.h"
#include "core/log.h"

enum { MOVED_MS = 10 * 60 * 1000, CHUNKS = 4 }; /* so many at once: memory is given back after */

/* Of this process. What is in memory is what is in the database, else `join` is NULL. */
static struct {
    struct follower follower;
    struct join *join;
    struct follow_at at;
    struct buf lines;
    json_t *over; /* documents of calls that are over, in their order */
    struct link_said said;
    ms_t last_at; /* of the last line */
    int64_t read, odd;
} log_ = {.follower = {.what = "queue_log"}};

static void forget(void)
{
    join_free(log_.join);
    json_decref(log_.over);
    log_.join = NULL;
    log_.over = NULL;
    log_.follower.mine = false;
}

static void on_done(void *data, const struct join_call *call)
{
    (void)data;
    if (call->document && json_array_append_new(log_.over, call->document) != 0)
        abort();
}

/* Who was sent on may come to another queue; that he hung up, only the manager says. */
static enum err load(struct worker *w)
{
    const struct join_options options = {.done = on_done,
                                         .moved_ms = *conf(CONF_AMI_URL) ? 0 : MOVED_MS};
    const char *state, *why = NULL;
    enum err e = telephony_read(w->db, w->arena, conf(CONF_ASTERISK_QUEUE_LOG), &log_.at, &state);
    if (e)
        return e;
    log_.join = join_new(&options);
    log_.over = json_array();
    json_t *saved = state ? json_loads(state, 0, NULL) : NULL;
    if (saved && json_object_size(saved) && !join_load(log_.join, saved, &why))
        LOG(LOG_ERROR, "queue_log_state", LOG_S("why", why));
    json_decref(saved);
    return OK;
}

/* --- what a line says ------------------------------------------------------------------------- */

static const struct {
    const char *event, *state;
} agent_events[] = {
    {"PAUSE", "break"},          {"PAUSEALL", "break"},      {"UNPAUSE", "available"},
    {"UNPAUSEALL", "available"}, {"ADDMEMBER", "available"}, {"REMOVEMEMBER", "offline"},
    {"AGENTLOGIN", "available"}, {"AGENTLOGOFF", "offline"},
};

/* The manager knows it better: in how many queues an agent is, and whether on the telephone. */
static enum err agent_line(struct worker *w, const struct queue_event *e)
{
    if (*conf(CONF_AMI_URL) || !*e->agent)
        return OK;
    for (size_t i = 0; i < sizeof agent_events / sizeof *agent_events; i++) {
        if (strcmp(agent_events[i].event, e->name) != 0)
            continue;
        bool paused = strcmp(e->name, "ADDMEMBER") == 0 && strcmp(e->param[0], "PAUSED") == 0;
        const struct agent_state state = {
            e->agent, paused ? "break" : agent_events[i].state,
            strncmp(e->name, "PAUSE", 5) == 0 && *e->param[0] ? e->param[0] : NULL, e->at};
        return telephony_agent(w->db, w->arena, log_.follower.scope, &state);
    }
    return OK;
}

static enum err read_line(struct worker *w, char *line)
{
    struct queue_event event;
    const char *why = NULL;
    log_.read++;
    if (!queue_log_line(line, NULL, &event, &why)) {
        log_.odd++;
        LOG(LOG_WARN, "queue_log_line", LOG_S("why", why));
        return OK;
    }
    log_.last_at = event.at;
    join_queue(log_.join, &event);
    return event.kind == QUEUE_AGENT ? agent_line(w, &event) : OK;
}

static enum err read_lines(struct worker *w)
{
    enum err e = OK;
    for (char *line = log_.lines.s, *end = line + log_.lines.len; !e && line < end;) {
        char *next = memchr(line, '\n', (size_t)(end - line)), *after = next ? next + 1 : end;
        if (next)
            *next = 0;
        size_t n = strlen(line);
        if (n && line[n - 1] == '\r')
            line[n - 1] = 0;
        if (*line)
            e = read_line(w, line);
        line = after;
    }
    return e;
}

/* --- what follows from it --------------------------------------------------------------------- */

struct applying {
    struct worker *w;
    struct task_report *out;
    enum err e;
};

static void apply(struct applying *p, const json_t *doc, enum call_phase phase)
{
    if (!p->e)
        p->e = call_apply(p->w, &log_.follower, phase, log_.last_at, doc, p->out);
}

static void on_changed(void *data, const char *id, json_t *doc, bool closed)
{
    (void)id;
    apply(data, doc, closed ? CALL_ENDED : CALL_BEGAN);
    json_decref(doc);
}

static enum err apply_all(struct worker *w, struct task_report *out)
{
    struct applying p = {w, out, OK};
    const json_t *doc;
    size_t i;
    join_changed(log_.join, on_changed, &p);
    json_array_foreach(log_.over, i, doc) apply(&p, doc, CALL_ENDED);
    json_array_clear(log_.over);
    return p.e;
}

static enum err keep_place(struct worker *w, const struct follow_at *to)
{
    json_t *saved = join_save(log_.join);
    char *text = saved ? json_dumps(saved, JSON_COMPACT) : NULL;
    if (!text)
        abort();
    json_decref(saved);
    enum err e = telephony_write(w->db, w->arena, conf(CONF_ASTERISK_QUEUE_LOG), to, text);
    free(text);
    return e;
}

/* All of a chunk, or nothing of it. */
static enum err store(struct worker *w, const struct follow_at *to, struct task_report *out)
{
    enum err e = db_begin(w->db, false);
    if (!e)
        e = telephony_lock(w->db, w->arena);
    if (!e)
        e = read_lines(w);
    if (!e)
        e = apply_all(w, out);
    if (!e)
        e = keep_place(w, to);
    if (!e)
        e = db_commit(w->db);
    if (e)
        db_rollback(w->db);
    else
        log_.at = *to;
    return e;
}

/* Without new lines only the time passes. */
static enum err advance(struct worker *w, struct task_report *out)
{
    log_.lines.len = 0;
    join_advance(log_.join, clock_now());
    return json_array_size(log_.over) ? store(w, &log_.at, out) : OK;
}

static enum err follow(struct worker *w, struct task_report *out, struct follow_seen *seen)
{
    enum err e = OK;
    int left = CHUNKS;
    do {
        struct follow_at to;
        follow_read(conf(CONF_ASTERISK_QUEUE_LOG), &log_.at, &log_.lines, &to, seen);
        if (seen->lost)
            LOG(LOG_WARN, "queue_log_lost", LOG_N("read", log_.at.byte));
        if (seen->found == FOLLOW_LINES)
            e = store(w, &to, out);
        else
            log_.at = to;
    } while (!e && seen->found == FOLLOW_LINES && --left && !worker_stopping());
    return e || seen->found == FOLLOW_LINES || seen->behind ? e : advance(w, out);
}

static void say(struct worker *w, const struct follow_seen *seen)
{
    const char *problem =
        seen->found == FOLLOW_MISSING
            ? arena_printf(w->arena, "%s: %s", conf(CONF_ASTERISK_QUEUE_LOG), seen->why)
            : NULL;
    const struct link_health h = {"queue_log", clock_now(), log_.last_at, problem, log_.read};
    link_say(w, &log_.said, &h);
}

enum err queue_log_task(struct worker *w, struct task_report *out)
{
    struct follow_seen seen = {0};
    bool ready;
    if (!*conf(CONF_ASTERISK_TENANT) || !*conf(CONF_ASTERISK_QUEUE_LOG) || db_foreign(w->db))
        return OK;
    enum err e = follower_ready(w, &log_.follower, &ready);
    if (!e && ready && !log_.join)
        e = load(w);
    if (!e && ready)
        e = follow(w, out, &seen);
    if (e)
        forget();
    else if (ready)
        say(w, &seen);
    return e;
}
