/* parley audit: proves that the audit log is whole. */
#include "app/audit.h"
#include "command.h"
#include "http/token.h"
#include "store/audit_check.h"

#include <pwd.h>
#include <sodium.h>

struct audit_options {
    const char *tenant;
    struct audit_expected expected;
};

/* SEQ:HASH as it was printed. */
static bool read_expected(const char *s, struct audit_expected *out)
{
    char *end;
    size_t n;
    out->seq = strtoll(s, &end, 10);
    return *end == ':' && out->seq > 0 && strlen(end + 1) == (size_t)AUDIT_HASH * 2 &&
           sodium_hex2bin(out->hash, AUDIT_HASH, end + 1, (size_t)AUDIT_HASH * 2, NULL, &n, NULL) ==
               0 &&
           n == AUDIT_HASH;
}

static bool read_options(struct audit_options *o, int argc, char **argv)
{
    *o = (struct audit_options){0};
    if (argc < 2 || argc % 2 || strcmp(argv[1], "verify") != 0)
        return false;
    for (int i = 2; i < argc; i += 2) {
        if (strcmp(argv[i], "--tenant") == 0)
            o->tenant = argv[i + 1];
        else if (strcmp(argv[i], "--expect") != 0 || !read_expected(argv[i + 1], &o->expected))
            return false;
    }
    return o->tenant || !o->expected.seq;
}

static void print(const struct audit_log *log, const struct audit_state *s)
{
    char hash[AUDIT_HASH * 2 + 1] = "-";
    if (s->rows)
        sodium_bin2hex(hash, sizeof hash, s->head, AUDIT_HASH);
    if (s->broken)
        printf("%-16s BROKEN at row %lld: %s. The rows before it are whole: %lld:%s\n", log->slug,
               (long long)s->broken_at, s->why, (long long)s->rows, hash);
    else
        printf("%-16s whole, %lld rows, head %lld:%s\n", log->slug, (long long)s->rows,
               (long long)s->rows, hash);
    fflush(stdout);
}

/* One snapshot for the rows and the head: what is written meanwhile is not there yet. */
static enum err check(struct command_env *env, const struct audit_log *log,
                      const struct audit_options *o, bool *broken)
{
    struct audit_state state;
    enum err e = db_begin(env->db, true);
    if (!e)
        e = audit_check(env->db, env->arena, log->tenant_id, &o->expected, &state);
    db_rollback(env->db);
    if (e)
        return e;
    print(log, &state);
    *broken |= state.broken;
    return OK;
}

static enum err verify(struct command_env *env, const struct audit_options *o, bool *broken)
{
    struct audit_log *logs;
    size_t n = 0, checked = 0;
    enum err e = token_init();
    if (!e)
        e = audit_logs(env->db, env->arena, &logs, &n);
    for (size_t i = 0; i < n && !e; i++) {
        if (o->tenant && strcmp(o->tenant, logs[i].slug) != 0)
            continue;
        e = check(env, &logs[i], o, broken);
        checked++;
    }
    return e || checked
               ? e
               : err_set(ERR_NOT_FOUND, "there is no tenant '%s' (parley tenant list)", o->tenant);
}

int audit_command(struct command_env *env, int argc, char **argv)
{
    struct audit_options options;
    bool broken = false;
    if (!read_options(&options, argc, argv))
        return 2;
    if (verify(env, &options, &broken) != OK)
        return command_failed("audit");
    if (broken)
        fputs("parley: audit: the log is not as Parley wrote it\n", stderr);
    return broken;
}

/* --- what the command line itself records --- */

static const char *actor(struct arena *a)
{
    char space[4096];
    struct passwd entry, *found = NULL;
    if (getpwuid_r(getuid(), &entry, space, sizeof space, &found) == 0 && found)
        return arena_printf(a, "command line: %s", found->pw_name);
    return arena_printf(a, "command line: uid %u", (unsigned)getuid());
}

enum err command_audit(struct command_env *env, int64_t tenant_id, const char *action,
                       const char *subject, const struct audit_detail *details)
{
    enum err e = token_init();
    const struct audit_event event = {
        .tenant_id = tenant_id,
        .actor = actor(env->arena),
        .action = action,
        .subject = subject,
        .details = audit_json(env->arena, details),
    };
    return e ? e : audit_write(env->db, env->arena, &event, clock_now());
}
