/* worker: what has to be done without anybody asking for it. One process, one task after the other,
 * each in small steps that may be stopped anywhere: whoever supervises it starts it again. */
#include "app/purge.h"
#include "core/conf.h"
#include "core/log.h"
#include "http/token.h"
#include "store/search_index.h"
#include "task.h"

#include <poll.h>
#include <signal.h>

static const struct {
    const char *name;
    int every_s;
    enum err (*run)(struct worker *, struct task_report *);
} tasks[] = {
    {"purge", 300, purge_task},
};
enum { TASKS = sizeof tasks / sizeof *tasks, RETRY_S = 5 };

static const struct db_stmt *const *const statement_lists[] = {
    purge_statements, search_index_statements, task_statements, NULL};

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

static enum err run_task(struct worker *w, size_t t)
{
    struct task_report report = {0};
    int64_t began = clock_mono_us();
    enum err e = db_connect(w->db);
    if (!e)
        e = task_began(w->db, w->arena, tasks[t].name, clock_now());
    if (!e)
        e = tasks[t].run(w, &report);
    if (!e)
        e = task_ended(w->db, w->arena, tasks[t].name, clock_now(), &report);
    LOG(e ? LOG_ERROR : LOG_INFO, "task", LOG_S("task", tasks[t].name), LOG_N("done", report.done),
        LOG_N("failed", report.failed), LOG_S("error", err_name(e)), LOG_S("why", err_detail()),
        LOG_N("us", clock_mono_us() - began));
    if (e == ERR_DB_AWAY)
        db_disconnect(w->db);
    err_clear();
    arena_reset(w->arena);
    return e;
}

static void work(struct worker *w)
{
    int64_t due_us[TASKS] = {0};
    while (!stopping) {
        int64_t next = INT64_MAX;
        for (size_t t = 0; t < TASKS && !stopping; t++) {
            if (clock_mono_us() >= due_us[t]) {
                enum err e = run_task(w, t);
                due_us[t] = clock_mono_us() + (e ? RETRY_S : tasks[t].every_s) * INT64_C(1000000);
            }
            next = due_us[t] < next ? due_us[t] : next;
        }
        sleep_until(next);
    }
}

enum { STATEMENTS_MAX = 64 };

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

static int begin(const char *config)
{
    struct worker w = {.arena = arena_new()};
    enum err e = conf_load(config);
    if (!e)
        e = token_init();
    if (!e)
        e = db_new(&w.db, "worker", all_statements());
    if (e) {
        LOG(LOG_ERROR, "cannot_run", LOG_S("why", err_detail()));
        arena_free(w.arena);
        return 1;
    }
    LOG(LOG_INFO, "started", LOG_N("tasks", TASKS));
    work(&w);
    LOG(LOG_INFO, "stopped", LOG_N("tasks", TASKS));
    db_free(w.db);
    arena_free(w.arena);
    return 0;
}

int main(int argc, char **argv)
{
    const char *config = getenv("PARLEY_CONFIG");
    if (argc == 3 && strcmp(argv[1], "--config") == 0) {
        config = argv[2];
    } else if (argc != 1) {
        bool help = argc == 2 && strcmp(argv[1], "--help") == 0;
        fprintf(help ? stdout : stderr,
                "worker [--config FILE]\n\nPurges deleted interactions whose time is over, until "
                "it is told to stop.\nSeveral may run: one at a time works.\n");
        return help ? 0 : 2;
    }
    log_open("worker", LOG_INFO);
    handle_signals();
    return begin(config ? config : "/etc/parley/parley.conf");
}
