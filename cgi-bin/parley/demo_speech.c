/* Speech, from espeak-ng where it is installed. */
#include "demo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HEADER = 44, QUIET = 150, MOST = 16 << 20 };

static bool spawn(const char *voice, int in, int out, pid_t *pid)
{
    const char *const argv[] = {"espeak-ng", "--stdin", "--stdout", "-s", "165", "-v", voice, NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    bool ok = posix_spawnp(pid, argv[0], &files, NULL, (char *const *)argv, environ) == 0;
    posix_spawn_file_actions_destroy(&files);
    return ok;
}

static size_t read_all(int fd, char **out)
{
    size_t len = 0, cap = 1 << 16;
    char *p = malloc(cap);
    ssize_t n;
    while (p && len < MOST &&
           ((n = read(fd, p + len, cap - len)) > 0 || (n < 0 && errno == EINTR))) {
        len += n > 0 ? (size_t)n : 0;
        if (len == cap)
            p = realloc(p, cap *= 2);
    }
    if (!p)
        abort();
    *out = p;
    return len;
}

/* A sentence fits into a pipe: it can be written whole before anything is read. */
static size_t run(const char *voice, const char *text, char **wav)
{
    int in[2], out[2], status;
    pid_t pid;
    size_t len = 0;
    *wav = NULL;
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
        abort();
    bool ok = spawn(voice, in[0], out[1], &pid);
    close(in[0]);
    close(out[1]);
    if (ok)
        ok = write(in[1], text, strlen(text)) == (ssize_t)strlen(text);
    close(in[1]);
    if (ok)
        len = read_all(out[0], wav);
    close(out[0]);
    return ok && waitpid(pid, &status, 0) == pid && status == 0 ? len : 0;
}

/* To the rate of a telephone; each sample is the mean of those it stands for. */
static void resample(const int16_t *from, size_t n, int rate, struct demo_clip *out)
{
    out->n = n * DEMO_RATE / (size_t)rate;
    for (size_t k = 0; k < out->n; k++) {
        size_t a = k * (size_t)rate / DEMO_RATE, b = (k + 1) * (size_t)rate / DEMO_RATE;
        int sum = 0;
        for (size_t s = a; s < b; s++)
            sum += from[s];
        out->samples[k] = (int16_t)(sum / (int)(b - a));
    }
}

static bool is_quiet(int16_t x)
{
    return x > -QUIET && x < QUIET;
}

static void trim(struct demo_clip *c)
{
    while (c->n && is_quiet(c->samples[c->n - 1]))
        c->n--;
    while (c->n && is_quiet(*c->samples)) {
        c->samples++;
        c->n--;
    }
}

bool demo_speak(struct demo_world *w, const char *voice, const char *text, struct demo_clip *out)
{
    char *wav;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGPIPE, &ignore, &before);
    size_t len = run(voice, text, &wav);
    sigaction(SIGPIPE, &before, NULL);
    bool ok = len > HEADER && memcmp(wav, "RIFF", 4) == 0;
    if (ok) {
        int rate = (unsigned char)wav[24] | (unsigned char)wav[25] << 8;
        size_t n = (len - HEADER) / sizeof(int16_t);
        int16_t *samples = arena_array(w->days, n, sizeof *samples);
        memcpy(samples, wav + HEADER, n * sizeof *samples);
        out->samples = arena_array(w->days, n, sizeof *samples);
        resample(samples, n, rate < DEMO_RATE ? 22050 : rate, out);
        trim(out);
    }
    free(wav);
    return ok;
}
