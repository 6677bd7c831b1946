/* Follows the manager's events: calls appear as they come, and close when their channel hangs up.
 * After each sign-in it lists what there is, for what was missed meanwhile. */
#include "calls.h"
#include "core/conf.h"
#include "core/log.h"
#include "telephony/ami.h"

enum { WAIT_S = 2, AGAIN_MS = 3000 }; /* in between, recordings are linked */

/* Of this process. What is in memory is what is in the database, else `calls` is NULL. */
static struct {
    struct follower follower;
    struct ami *ami;
    struct calls *calls;
    unsigned listed; /* the session that the lists are of; 0: none */
    ms_t since, again;
    struct link_said said;
    int64_t events;
} link_ = {.follower = {.what = "telephony"}};

static const struct follow_at no_place;
static const char name[] = "manager";

/* What was not stored is learned anew. */
static void forget(void)
{
    calls_free(link_.calls);
    link_.calls = NULL;
    link_.listed = 0;
    link_.follower.mine = false;
}

static enum err load(struct worker *w)
{
    struct follow_at at;
    const char *state;
    enum err e = telephony_read(w->db, w->arena, name, &at, &state);
    if (!e)
        link_.calls = calls_new(state);
    return e;
}

static enum err make(struct ami **out)
{
    char secret[256];
    if (!conf_secret("ami", 1, secret, sizeof secret))
        return ERR_INTERNAL;
    *out = ami_new(conf(CONF_AMI_URL), conf(CONF_AMI_USER), secret, worker_stopping);
    explicit_bzero(secret, sizeof secret);
    return OK;
}

/* --- storing ---------------------------------------------------------------------------------- */

static enum err apply_changes(struct worker *w, const struct call_change *changes, size_t n,
                              struct task_report *out)
{
    enum err e = OK;
    for (size_t i = 0; i < n && !e; i++)
        e = call_apply(w, &link_.follower, CALL_BEGAN, changes[i].at, changes[i].doc, out);
    return e;
}

static enum err apply_agents(struct worker *w, const struct agent_state *states, size_t n)
{
    enum err e = OK;
    for (size_t i = 0; i < n && !e; i++)
        e = telephony_agent(w->db, w->arena, link_.follower.scope, &states[i]);
    return e;
}

/* All that changed, or nothing of it. Legs whose beginning was missed: better from queue_log. */
static enum err store(struct worker *w, struct task_report *out)
{
    struct call_change *changes;
    struct agent_state *states;
    size_t n = calls_changes(link_.calls, w->arena, !*conf(CONF_ASTERISK_QUEUE_LOG), &changes);
    size_t agents = calls_agents(link_.calls, w->arena, &states);
    if (!n && !agents)
        return OK;
    enum err e = db_begin(w->db, false);
    if (!e)
        e = telephony_lock(w->db, w->arena);
    if (!e)
        e = apply_changes(w, changes, n, out);
    if (!e)
        e = apply_agents(w, states, agents);
    calls_settled(link_.calls);
    if (!e)
        e = telephony_write(w->db, w->arena, name, &no_place, calls_state(link_.calls, w->arena));
    if (!e)
        e = db_commit(w->db);
    if (e)
        db_rollback(w->db);
    return e;
}

/* --- asking ----------------------------------------------------------------------------------- */

/* What is in the database is read first: what ended since is not in the lists. */
static enum err list(struct worker *w, enum err *heard)
{
    static const struct ami_field channels_of[] = {{"Action", "CoreShowChannels"}, {0}};
    static const struct ami_field queues_of[] = {{"Action", "QueueStatus"}, {0}};
    struct ami_blocks channels, queues;
    struct call_open *open;
    size_t n;
    enum err e = telephony_open(w->db, w->arena, link_.follower.scope, &open, &n);
    if (e)
        return e;
    *heard = ami_ask(link_.ami, w->arena, channels_of, &channels);
    unsigned session = ami_session(link_.ami);
    if (!*heard)
        *heard = ami_ask(link_.ami, w->arena, queues_of, &queues);
    if (*heard || session != ami_session(link_.ami))
        return OK;
    calls_listed(link_.calls, &channels, &queues, open, n, clock_now());
    link_.listed = session;
    link_.since = clock_now();
    LOG(LOG_INFO, "manager_listed", LOG_N("session", session), LOG_N("channels", channels.n),
        LOG_N("calls", calls_open(link_.calls)));
    return OK;
}

static void listen(struct worker *w, enum err *heard)
{
    struct ami_blocks events = {0};
    *heard = ami_wait(link_.ami, w->arena, WAIT_S, &events);
    if (events.cut) /* more than is read at once: as good as missed */
        link_.listed = 0;
    for (size_t i = 0; !*heard && i < events.n; i++)
        calls_event(link_.calls, &events.blocks[i], clock_now());
    link_.events += *heard ? 0 : (int64_t)events.n;
}

static enum err follow(struct worker *w, struct task_report *out, enum err *heard)
{
    enum err e = OK;
    *heard = link_.ami ? OK : make(&link_.ami);
    if (*heard)
        return OK;
    if (!link_.listed || link_.listed != ami_session(link_.ami))
        e = list(w, heard);
    else
        listen(w, heard);
    if (*heard)
        link_.listed = 0;
    return e ? e : store(w, out);
}

static void say(struct worker *w, enum err heard)
{
    const char *problem =
        heard ? arena_dup(w->arena, *err_detail() ? err_detail() : err_name(heard)) : NULL;
    ms_t now = clock_now();
    if (heard)
        link_.again = now + AGAIN_MS;
    const struct link_health h = {"manager", link_.since ? link_.since : now, now, problem,
                                  link_.events};
    err_clear();
    if (!worker_stopping())
        link_say(w, &link_.said, &h);
}

enum err telephony_task(struct worker *w, struct task_report *out)
{
    enum err heard = OK;
    bool ready;
    if (!*conf(CONF_ASTERISK_TENANT) || !*conf(CONF_AMI_URL) || db_foreign(w->db) ||
        clock_now() < link_.again)
        return OK;
    enum err e = follower_ready(w, &link_.follower, &ready);
    if (!e && ready && !link_.calls)
        e = load(w);
    if (!e && ready)
        e = follow(w, out, &heard);
    if (e)
        forget();
    else if (ready)
        say(w, heard);
    return e;
}

const char *telephony_recorded(const char *file)
{
    return link_.calls ? calls_recorded(link_.calls, file) : NULL;
}
