/* worker: what has to be done without anybody asking for it. A process per lane, so that none waits
 * for another's; within a lane one task after the other, each in small steps that may be stopped
 * anywhere. The first process keeps the lanes alive, and they end with it. */
#include "app/purge.h"
#include "core/conf.h"
#include "core/log.h"
#include "http/fcgi.h"
#include "http/token.h"
#include "intake/apply.h"
#include "store/api_writes.h"
#include "store/costs.h"
#include "store/fetches.h"
#include "store/inbox.h"
#include "store/intake_links.h"
#include "store/intake_parts.h"
#include "store/intake_rows.h"
#include "store/names.h"
#include "store/outgoing.h"
#include "store/search_index.h"
#include "store/telephony.h"
#include "store/value_stats.h"
#include "task.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct task {
    const char *name;
    int every_ms;
    enum err (*run)(struct worker *, struct task_report *);
};

static const struct task intake[] = {{"drain", 200, drain_task}, {"tidy", 300000, tidy_task}, {0}};
static const struct task upkeep[] = {
    {"purge", 300000, purge_task}, {"costs", 2000, costs_task}, {"stats", 60000, stats_task}, {0}};
static const struct task queue_log[] = {{"queue_log_read", 300, queue_log_task}, {0}};
static const struct task telephony[] = {
    {"telephony", 200, telephony_task}, {"monitor", 3000, monitor_task}, {0}};

static const struct task fetch[] = {
    {"fetch", 1000, fetch_task}, {"fetch_look", 60000, fetch_look_task}, {0}};
static const struct task send[] = {{"send", 1000, send_task}, {0}};

static const struct lane {
    const char *name;
    const struct task *tasks; /* ends with {0} */
} lanes[] = {
    {"intake", intake}, {"upkeep", upkeep},       {"fetch", fetch},
    {"send", send},     {"queue_log", queue_log}, {"telephony", telephony},
};
enum { LANES = sizeof lanes / sizeof *lanes, TASKS_MAX = 8, RETRY_MS = 5000, SOON_MS = 1000 };

static const struct db_stmt *const *const statement_lists[] = {
    purge_statements,
    inbox_statements,
    api_written_statements,
    apply_statements,
    names_statements,
    intake_row_statements,
    intake_link_statements,
    task_statements,
    search_index_statements,
    intake_part_statements,
    fetch_worker_statements,
    outgoing_worker_statements,
    telephony_statements,
    rate_card_statements,
    cost_statements,
    value_stats_statements,
    NULL,
};

static volatile sig_atomic_t stopping;

static void stop(int number)
{
    (void)number;
    stopping = 1;
}

bool worker_stopping(void)
{
    return stopping;
}

/* SIGHUP ends it, too: who starts it again has it read the configuration. */
static const int ends[] = {SIGTERM, SIGINT, SIGHUP};
enum { ENDS = sizeof ends / sizeof *ends };

static void handle_signals(void)
{
    struct sigaction act = {.sa_handler = stop};
    sigemptyset(&act.sa_mask);
    for (size_t i = 0; i < ENDS; i++)
        sigaction(ends[i], &act, NULL);
}

/* Until then, or a signal, which is not lost on the way to sleep. */
static void sleep_until(int64_t then_us)
{
    sigset_t set, before;
    int64_t wait_us = then_us - clock_mono_us();
    const struct timespec wait = {.tv_sec = wait_us / 1000000, .tv_nsec = wait_us % 1000000 * 1000};
    sigemptyset(&set);
    for (size_t i = 0; i < ENDS; i++)
        sigaddset(&set, ends[i]);
    sigprocmask(SIG_BLOCK, &set, &before);
    if (!stopping && wait_us > 0)
        ppoll(NULL, 0, &wait, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* What comes often is noted only when there was something to do. */
static enum err run_task(struct worker *w, const struct task *t)
{
    struct task_report report = {0};
    int64_t began = clock_mono_us();
    bool seldom = t->every_ms >= 60000;
    enum err e = db_connect(w->db);
    if (!e && seldom)
        e = task_began(w->db, w->arena, t->name, clock_now());
    if (!e)
        e = t->run(w, &report);
    bool worth = seldom || e || report.done || report.failed;
    if (!e && worth)
        e = task_ended(w->db, w->arena, t->name, clock_now(), &report);
    if (worth)
        LOG(e ? LOG_ERROR : LOG_INFO, "task", LOG_S("task", t->name), LOG_N("done", report.done),
            LOG_N("failed", report.failed), LOG_S("error", err_name(e)), LOG_S("why", err_detail()),
            LOG_N("us", clock_mono_us() - began));
    if (e == ERR_DB_AWAY)
        db_disconnect(w->db);
    err_clear();
    arena_reset(w->arena);
    return e;
}

static void work(struct worker *w, const struct lane *lane)
{
    int64_t due_us[TASKS_MAX] = {0};
    while (!stopping) {
        int64_t next = INT64_MAX;
        for (size_t t = 0; lane->tasks[t].name && !stopping; t++) {
            if (clock_mono_us() >= due_us[t]) {
                enum err e = run_task(w, &lane->tasks[t]);
                int wait_ms = lane->tasks[t].every_ms;
                if (e)
                    wait_ms = wait_ms < SOON_MS ? SOON_MS : RETRY_MS;
                due_us[t] = clock_mono_us() + wait_ms * INT64_C(1000);
            }
            next = due_us[t] < next ? due_us[t] : next;
        }
        sleep_until(next);
    }
}

enum { STATEMENTS_MAX = 256 };

static const struct db_stmt *const *all_statements(void)
{
    static const struct db_stmt *all[STATEMENTS_MAX + 1];
    size_t n = 0;
    for (const struct db_stmt *const *const *list = statement_lists; *list; list++)
        for (const struct db_stmt *const *s = *list; *s; s++) {
            if (n == STATEMENTS_MAX)
                abort();
            all[n++] = *s;
        }
    return all;
}

/* One lane, in a process of its own. Returns its exit status. */
static int run_lane(const struct lane *lane)
{
    struct worker w = {.arena = arena_new()};
    enum err e = db_new(&w.db, "worker", all_statements());
    if (e) {
        LOG(LOG_ERROR, "cannot_run", LOG_S("why", err_detail()));
        arena_free(w.arena);
        return WORKER_CANNOT_RUN;
    }
    work(&w, lane);
    db_free(w.db);
    arena_free(w.arena);
    return 0;
}

static pid_t start_lane(const struct lane *lane)
{
    pid_t parent = getpid(), pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* what it was at is begun again by the next one */
    if (getppid() != parent)
        _exit(0);
    int status = run_lane(lane);
    fflush(NULL);
    _exit(status);
}

/* Until told to stop. A lane that died is started again after a while; one that cannot run ends
 * all, as whoever supervises has to know. */
static int keep_lanes(void)
{
    pid_t pids[LANES] = {0};
    int status = 0, end = 0;
    while (!stopping && end != WORKER_CANNOT_RUN) {
        for (size_t i = 0; i < LANES; i++)
            if (pids[i] <= 0)
                pids[i] = start_lane(&lanes[i]);
        for (size_t i = 0; i < LANES; i++)
            if (pids[i] > 0 && waitpid(pids[i], &status, WNOHANG) == pids[i]) {
                end = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
                LOG(LOG_ERROR, "lane_ended", LOG_S("lane", lanes[i].name), LOG_N("status", status));
                pids[i] = 0;
            }
        sleep_until(clock_mono_us() + 500000);
    }
    for (size_t i = 0; i < LANES; i++)
        if (pids[i] > 0)
            kill(pids[i], SIGTERM);
    for (size_t i = 0; i < LANES; i++)
        if (pids[i] > 0)
            waitpid(pids[i], NULL, 0);
    return end == WORKER_CANNOT_RUN ? 1 : 0;
}

static int begin(const char *config)
{
    enum err e = conf_load(config);
    if (!e)
        e = token_init();
    if (e) {
        LOG(LOG_ERROR, "cannot_run", LOG_S("why", err_detail()));
        return 1;
    }
    LOG(LOG_INFO, "started", LOG_N("lanes", LANES));
    int status = keep_lanes();
    LOG(LOG_INFO, "stopped", LOG_N("lanes", LANES));
    return status;
}

int main(int argc, char **argv)
{
    const char *config = getenv("PARLEY_CONFIG");
    if (argc == 3 && strcmp(argv[1], "--config") == 0) {
        config = argv[2];
    } else if (argc != 1) {
        bool help = argc == 2 && strcmp(argv[1], "--help") == 0;
        fprintf(
            help ? stdout : stderr,
            "worker [--config FILE]\n\nApplies what arrives, fetches, sends and purges until it is "
            "told to stop.\nSeveral may run: one at a time works on each thing.\n");
        return help ? 0 : 2;
    }
    log_open("worker", LOG_INFO);
    handle_signals();
    int status = begin(config ? config : "/etc/parley/parley.conf");
    fflush(NULL);
    _exit(status); /* a leak check of this process has been seen to wait for ever */
}
