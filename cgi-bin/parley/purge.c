/* parley purge: what the worker does every few minutes, now and by hand. */
#include "app/purge.h"

#include "command.h"
#include "http/token.h"

enum { TURN_S = 30 };

static void told(const struct purge_item *item, size_t files, const char *problem)
{
    if (problem)
        printf("tenant %lld, interaction %lld: STAYS: %s\n", (long long)item->tenant_id,
               (long long)item->id, problem);
    else
        printf("tenant %lld, interaction %lld: %zu file%s\n", (long long)item->tenant_id,
               (long long)item->id, files, files == 1 ? "" : "s");
}

static enum err purge(struct command_env *env, struct purge_run *run)
{
    bool mine = false;
    enum err e = token_init();
    if (!e)
        e = purge_take_turn(env->db, env->arena, run->dry ? 0 : TURN_S, &mine);
    if (!e && !mine && !run->dry)
        e = err_set(ERR_BUSY, "the worker is at it and goes on by itself");
    if (!e)
        e = purge_run(env->db, clock_now(), run);
    if (mine)
        purge_end_turn(env->db, env->arena);
    return e;
}

int purge_command(struct command_env *env, int argc, char **argv)
{
    struct purge_run run = {.told = told};
    if (argc > 2 || (argc == 2 && strcmp(argv[1], "--dry-run") != 0))
        return 2;
    run.dry = argc == 2;
    if (purge(env, &run) != OK)
        return command_failed("purge");
    if (run.dry)
        printf("%lld would be purged now.\n", (long long)run.done);
    else
        printf("%lld purged, %lld could not be.\n", (long long)run.done, (long long)run.failed);
    return run.failed ? 1 : 0;
}
