/* What the unit tests share. */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

/* What cmocka needs stands before it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include "core/arena.h"
#include "core/conf.h"
#include "http/token.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* An arena per test; *state is it. */
static inline int unit_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static inline int unit_arena_free(void **state)
{
    arena_free(*state);
    err_clear();
    return 0;
}

#define UNIT_TEST(fn) cmocka_unit_test_setup_teardown(fn, unit_arena, unit_arena_free)

/* Whether fn(data) aborts; in a process of its own, with nothing on its standard error. */
static inline bool unit_aborts(void (*fn)(void *), void *data)
{
    int status = 0;
    fflush(NULL);
    pid_t pid = fork();
    if (!pid) {
        struct rlimit no_core = {0, 0};
        int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
        setrlimit(RLIMIT_CORE, &no_core);
        dup2(null, STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        fn(data);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

/* A new folder below /tmp, removed by unit_remove. */
static inline char *unit_folder(struct arena *a)
{
    char *path = arena_dup(a, "/tmp/parley-unit-XXXXXX");
    if (!mkdtemp(path))
        abort();
    return path;
}

static inline char *unit_file(struct arena *a, const char *folder, const char *name,
                              const void *bytes, size_t n)
{
    char *path = arena_printf(a, "%s/%s", folder, name);
    FILE *f = fopen(path, "we");
    if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
        abort();
    return path;
}

/* Removes the named files of a folder and the folder; the names end with NULL. */
static inline void unit_remove(struct arena *a, const char *folder, const char *const *names)
{
    for (; *names; names++)
        unlink(arena_printf(a, "%s/%s", folder, *names));
    rmdir(folder);
}

/* Loads a configuration of the given text. */
static inline void unit_conf(struct arena *a, const char *text)
{
    static const char *const names[] = {"parley.conf", NULL};
    const char *folder = unit_folder(a);
    if (conf_load(unit_file(a, folder, names[0], text, strlen(text))) != OK) {
        fprintf(stderr, "%s\n", err_detail());
        abort();
    }
    unit_remove(a, folder, names);
}

/* Reads a secret of `n` bytes for tokens, and a configuration with more lines. */
static inline enum err unit_secret(struct arena *a, const char *bytes, size_t n, const char *more)
{
    static const char *const names[] = {"hmac", NULL};
    const char *folder = unit_folder(a);
    unit_file(a, folder, names[0], bytes, n);
    unit_conf(a, arena_printf(a, "secrets_dir = %s\n%s", folder, more));
    enum err e = token_init();
    unit_remove(a, folder, names);
    return e;
}

#endif
