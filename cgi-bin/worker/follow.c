/* Follows queue_log: what was read, and the calls that have not ended in it, are stored in the
 * transaction of what follows from it. Killed anywhere, it goes on from there. */
#include "asterisk/join.h"
#include "calls.h"
#include "core/conf.h"
#include "core/log.h"

enum { MOVED_MS = 30000, NAME_MAX_BYTES = 190 };

/* Of this process. What is in memory is what is in the database, else `join` is NULL. */
static struct {
    struct follower follower;
    struct join *join;
    struct follow_at at;
    struct buf lines;
    json_t *over;  /* documents of calls that are over, in their order */
    json_t *moved; /* id: {doc, due}: left a queue, and may come to another one */
    struct link_said said;
    ms_t last_at; /* of the last line */
    int64_t read, odd;
} log_ = {.follower = {.what = "queue_log"}};

static void forget(void)
{
    join_free(log_.join);
    json_decref(log_.over);
    json_decref(log_.moved);
    log_.join = NULL;
    log_.over = log_.moved = NULL;
    log_.follower.mine = false;
}

static void on_done(void *data, const struct join_call *call)
{
    (void)data;
    json_object_del(log_.moved, call->id);
    if (json_array_append_new(log_.over, call->document) != 0)
        abort();
}

static enum err load(struct worker *w)
{
    static const struct join_options options = {.done = on_done};
    const char *state, *why = NULL;
    enum err e =
        telephony_read(w->db, w->arena, conf(CONF_ASTERISK_QUEUE_LOG), &log_.at, &state);
    if (e)
        return e;
    log_.join = join_new(&options);
    log_.over = json_array();
    log_.moved = json_object();
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
    {"PAUSE", "break"},         {"PAUSEALL", "break"},      {"UNPAUSE", "available"},
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

/* Out of a queue, but not out of the house: transferred, or sent on by the dialplan. */
static bool has_moved(const json_t *doc)
{
    static const char *const on[] = {"transferred", "timeout", "overflow", "system"};
    const json_t *legs = json_object_get(doc, "legs");
    const char *reason = json_string_value(json_object_get(
        json_array_get(legs, json_array_size(legs) - 1), "left_reason"));
    for (size_t i = 0; reason && i < sizeof on / sizeof *on; i++)
        if (strcmp(on[i], reason) == 0)
            return true;
    return false;
}

/* What is closed stays so: therefore not at once where the caller may come to another queue. */
static void on_changed(void *data, const char *id, json_t *doc, bool closed)
{
    struct applying *p = data;
    json_object_del(log_.moved, id);
    if (closed && has_moved(doc)) {
        json_t *later = json_pack("{s:O, s:I}", "doc", doc, "due",
                                  (json_int_t)(log_.last_at + MOVED_MS));
        json_object_set_new(log_.moved, id, later);
        json_object_set_new(doc, "status", json_string("active"));
        json_object_del(doc, "closed_at");
        closed = false;
    }
    apply(p, doc, closed ? CALL_ENDED : CALL_BEGAN);
    json_decref(doc);
}

static void close_moved(struct applying *p, ms_t now)
{
    const char *id;
    json_t *later;
    void *next;
    (void)next, (void)now, (void)id, (void)later;
    (void)p;
}

static enum err apply_all(struct worker *w, ms_t now, struct task_report *out)
{
    struct applying p = {w, out, OK};
    const json_t *doc;
    size_t i;
    join_changed(log_.join, on_changed, &p);
    close_moved(&p, now);
    json_array_foreach(log_.over, i, doc) apply(&p, doc, CALL_ENDED);
    json_array_clear(log_.over);
    return p.e;
}
