#include "http/fcgi.h"

#include "core/conf.h"
#include "core/log.h"

#include <errno.h>
#include <fcgiapp.h>
#include <limits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>

enum { BACKLOG = 511, WORKERS_MAX = 256, YOUNG_US = 1000000, GRACE_S = 10 };

struct worker {
    pid_t pid;
    int64_t started_us;
    bool going; /* told to leave: not an accident */
};

struct master {
    const struct fcgi_program *program;
    const char *config;
    int socket;
    int n;
    struct worker workers[WORKERS_MAX];
};

static const char *source_get(void *data, const char *name)
{
    FCGX_Request *f = data;
    return FCGX_GetParam(name, f->envp);
}

static size_t source_read(void *data, char *out, size_t size)
{
    FCGX_Request *f = data;
    size_t have = 0;
    while (have < size) {
        int n = FCGX_GetStr(out + have, (int)(size - have), f->in);
        if (n <= 0)
            break;
        have += (size_t)n;
    }
    return have;
}

/* Sends all of it, however often the kernel takes a part. */
static bool send_all(int fd, struct iovec *v, int n)
{
    while (n) {
        struct msghdr m = {.msg_iov = v, .msg_iovlen = (size_t)n};
        ssize_t sent = sendmsg(fd, &m, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        while (n && (size_t)sent >= v->iov_len) {
            sent -= (ssize_t)v++->iov_len;
            n--;
        }
        if (n) {
            v->iov_base = (char *)v->iov_base + sent;
            v->iov_len -= (size_t)sent;
        }
    }
    return true;
}

/* libfcgi's own stream sends 8 KiB at a time, and each piece wakes nginx. An answer is whole when
 * it is sent, so it goes out in STDOUT records of the greatest size (FastCGI 1.0, section 3.3), by
 * one system call; FCGX_Finish_r then ends the stream. */
static void send_stdout(FCGX_Request *f, const char *s, size_t len)
{
    enum { CONTENT_MAX = 65528, RECORDS = 8, STDOUT = 6 };
    while (len) {
        unsigned char heads[RECORDS][8];
        struct iovec v[RECORDS * 2];
        int n = 0;
        for (; len && n < RECORDS; n++) {
            size_t part = len < CONTENT_MAX ? len : CONTENT_MAX;
            memcpy(heads[n],
                   (unsigned char[8]){1, STDOUT, (unsigned char)(f->requestId >> 8),
                                      (unsigned char)f->requestId, (unsigned char)(part >> 8),
                                      (unsigned char)part, 0, 0},
                   8);
            v[n * 2] = (struct iovec){.iov_base = heads[n], .iov_len = 8};
            v[n * 2 + 1] = (struct iovec){.iov_base = (void *)(uintptr_t)s, .iov_len = part};
            s += part;
            len -= part;
        }
        if (!send_all(f->ipcFd, v, n * 2))
            return; /* nginx has gone: nobody is left to tell */
    }
}

static void send_answer(FCGX_Request *f, const struct response *out, bool head_only,
                        struct buf *whole)
{
    buf_clear(whole);
    response_head(out, whole);
    if (!head_only && out->body.len)
        buf_add(whole, out->body.s, out->body.len);
    send_stdout(f, whole->s, whole->len);
}

/* What was refused unread: who hangs up on a body that is still coming looks dead to nginx, which
 * then says 502 in place of what we say. It is as long as nginx lets it be, and on this machine. */
static void read_rest(FCGX_Request *f)
{
    char waste[16 * 1024];
    while (FCGX_GetStr(waste, sizeof waste, f->in) == sizeof waste)
        continue;
}

static void answer_one(const struct fcgi_program *p, FCGX_Request *f, struct response *out,
                       struct arena *arena, struct buf *head)
{
    struct request r = {.arena = arena};
    const struct request_source source = {source_get, source_read, f};
    response_reset(out, arena);
    p->answer(p->data, &source, &r, out);
    if (r.method != METHOD_GET && r.method != METHOD_HEAD)
        read_rest(f);
    send_answer(f, out, r.method == METHOD_HEAD, head);
    FCGX_Finish_r(f);
    log_request(NULL);
    arena_reset(arena);
}

static void work(const struct fcgi_program *p, int socket)
{
    FCGX_Request f;
    struct response out = {0};
    struct buf head = {0};
    struct arena *arena = arena_new();
    enum err e = p->start(p->data);
    if (e) {
        LOG(LOG_ERROR, "cannot_run", LOG_S("why", err_detail()));
        _exit(WORKER_CANNOT_RUN);
    }
    if (FCGX_Init() || FCGX_InitRequest(&f, socket, FCGI_FAIL_ACCEPT_ON_INTR))
        _exit(WORKER_CANNOT_RUN);
    while (FCGX_Accept_r(&f) == 0)
        answer_one(p, &f, &out, arena, &head);
    arena_free(arena);
    buf_free(&head);
    buf_free(&out.body);
}

static void spawn(struct master *m, struct worker *w)
{
    static const int inherited[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGUSR1};
    pid_t master_pid = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        LOG(LOG_ERROR, "fork", LOG_S("why", strerror(errno)));
        *w = (struct worker){0};
        return;
    }
    if (pid) {
        *w = (struct worker){.pid = pid, .started_us = clock_mono_us()};
        return;
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != master_pid)
        _exit(0);
    sigset_t none;
    sigemptyset(&none);
    for (size_t i = 0; i < sizeof inherited / sizeof *inherited; i++)
        signal(inherited[i], SIG_DFL);
    signal(SIGINT, SIG_IGN); /* a terminal's ^C is the master's to pass on */
    sigprocmask(SIG_SETMASK, &none, NULL);
    work(m->program, m->socket);
    exit(0);
}

static struct worker *find(struct master *m, pid_t pid)
{
    for (int i = 0; i < m->n; i++)
        if (m->workers[i].pid == pid)
            return &m->workers[i];
    return NULL;
}

static void say_died(const struct worker *w, int status)
{
    if (w->going)
        return;
    LOG(LOG_WARN, "worker_died", LOG_N("worker", w->pid),
        LOG_N("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0),
        LOG_N("status", WIFEXITED(status) ? WEXITSTATUS(status) : 0));
}

/* Takes note of every worker that has ended; false when one says that none can run. */
static bool reap(struct master *m)
{
    int status;
    pid_t pid;
    bool fine = true;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        struct worker *w = find(m, pid);
        if (!w)
            continue;
        say_died(w, status);
        fine &= !(WIFEXITED(status) && WEXITSTATUS(status) == WORKER_CANNOT_RUN);
        w->pid = 0;
    }
    return fine;
}

/* Starts what is missing; one that died young waits. Returns whether some still wait. */
static bool refill(struct master *m)
{
    bool waiting = false;
    for (int i = 0; i < m->n; i++) {
        struct worker *w = &m->workers[i];
        if (w->pid)
            continue;
        if (w->going || clock_mono_us() - w->started_us > YOUNG_US / 2)
            spawn(m, w);
        else
            waiting = true;
    }
    return waiting;
}

static void signal_workers(struct master *m, int number)
{
    for (int i = 0; i < m->n; i++)
        if (m->workers[i].pid) {
            m->workers[i].going = true;
            kill(m->workers[i].pid, number);
        }
}

static bool any_alive(const struct master *m)
{
    for (int i = 0; i < m->n; i++)
        if (m->workers[i].pid)
            return true;
    return false;
}

/* A worker between two requests may miss one signal, so it is repeated; what is left after the
 * grace is killed. */
static void stop_all(struct master *m)
{
    for (int tick = 0; any_alive(m) && tick < GRACE_S * 10; tick++) {
        if (tick % 5 == 0)
            signal_workers(m, SIGTERM);
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
        reap(m);
    }
    signal_workers(m, SIGKILL);
}

/* One worker after the other, so that the rest go on answering. */
static void replace_all(struct master *m)
{
    if (conf_load(m->config) != OK) {
        LOG(LOG_ERROR, "reload_refused", LOG_S("why", err_detail()));
        err_clear();
        return;
    }
    LOG(LOG_INFO, "reload", LOG_N("workers", m->n));
    for (int i = 0; i < m->n; i++) {
        struct worker *w = &m->workers[i];
        for (int tick = 0; w->pid && tick < GRACE_S * 10; tick++) {
            w->going = true;
            kill(w->pid, tick < GRACE_S * 10 - 1 ? SIGTERM : SIGKILL);
            nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
            reap(m);
        }
        refill(m);
    }
}

static int listen_on(const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s.sock", conf(CONF_RUN_DIR), name);
    mode_t old = umask(0117); /* 0660 */
    int fd = FCGX_OpenSocket(path, BACKLOG);
    umask(old);
    return fd;
}

static int oversee(struct master *m, const sigset_t *signals)
{
    bool waiting = refill(m);
    for (;;) {
        struct timespec soon = {.tv_nsec = waiting ? 100000000 : 0, .tv_sec = waiting ? 0 : 5};
        int number = sigtimedwait(signals, NULL, &soon);
        if (number == SIGTERM || number == SIGINT) {
            stop_all(m);
            LOG(LOG_INFO, "stopped", LOG_N("workers", m->n));
            return 0;
        }
        if (number == SIGHUP)
            replace_all(m);
        if (!reap(m)) {
            stop_all(m);
            return 1;
        }
        waiting = refill(m);
    }
}

int fcgi_run(const struct fcgi_program *program, const char *config)
{
    static struct master m;
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
    sigset_t signals;
    m = (struct master){.program = program, .config = config, .n = conf_int(CONF_WORKERS)};
    /* libfcgi otherwise waits up to 2 s for nginx to close first: a third of the throughput. */
    setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "0", 1);
    m.socket = listen_on(program->name);
    if (m.socket < 0) {
        LOG(LOG_ERROR, "cannot_listen", LOG_S("run_dir", conf(CONF_RUN_DIR)),
            LOG_S("why", strerror(errno)));
        return 1;
    }
    sigemptyset(&signals);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaddset(&signals, numbers[i]);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    LOG(LOG_INFO, "started", LOG_N("workers", m.n));
    return oversee(&m, &signals);
}
