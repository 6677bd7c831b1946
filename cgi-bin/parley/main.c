/* parley: the command line of whoever runs the desk. */
#include "command.h"
#include "core/conf.h"
#include "core/log.h"

static int config_command(struct command_env *env, int argc, char **argv)
{
    (void)env, (void)argc, (void)argv;
    conf_document(stdout);
    return 0;
}

static const struct {
    const char *name;
    int (*run)(struct command_env *, int, char **);
    bool without_db;
    bool writes_facts;
    const char *summary;
    const char *usage;
} commands[] = {
    {"migrate", migrate_command, false, false, "bring the databases and accounts to this version",
     "parley migrate\n\n"
     "Creates the databases if they are missing, applies the migrations they lack, and gives each\n"
     "program's account its password and rights. Safe to repeat. Refuses a database that is newer\n"
     "than this program.\n\n"
     "A database of interactions (db_facts) that has tables already is left as it is; `parley "
     "doctor`\nsays what works with it.\n"},
    {"doctor", doctor_command, false, false, "look at the databases and say what works",
     "parley doctor\n\n"
     "Looks at the server, the accounts of the programs and the interactions (db_facts), which may "
     "be a\nPBX's own: what of them there is, what that means for the pages, which indexes to "
     "add. Changes\nnothing. Exit status 1 when something does not work.\n"},
    {"tenant", tenant_command, false, false, "add and list tenants",
     "parley tenant add SLUG NAME [--zone ZONE] [--locale LOCALE] [--currency CODE] [--id NUMBER]\n"
     "parley tenant list\n\n"
     "--id gives the number by which a PBX's own database knows the tenant (tenant_id).\n"},
    {"user", user_command, false, false, "add, list and disable users, set passwords",
     "parley user add EMAIL NAME --tenant SLUG --role ROLE [--queue NAME]...\n"
     "parley user passwd EMAIL\n"
     "parley user totp-off EMAIL\n"
     "parley user list\n"
     "parley user disable EMAIL\n"
     "parley user enable EMAIL\n\n"
     "A ROLE is admin, supervisor, system (manages the tenants of the installation), or the name "
     "of\n"
     "a role.\n"
     "The password is read from standard input: two equal lines from a terminal, one from a pipe.\n"
     "totp-off takes the second factor away from who has lost phone and recovery codes.\n"
     "A change ends the sessions of the user. All of it stands in the tenant's audit log.\n"},
    {"audit", audit_command, false, false, "prove that the audit log is whole",
     "parley audit verify [--tenant SLUG] [--expect SEQ:HASH]\n\n"
     "Reads the log of each tenant (and of the installation: --tenant installation) from its "
     "first\n"
     "row and finds the first that was changed, deleted, inserted or swapped. Prints the head of\n"
     "each chain as SEQ:HASH. Keep it outside of this machine: a database that was set back to an\n"
     "earlier state is whole in itself, and only `--tenant SLUG --expect SEQ:HASH` with a head "
     "that\n"
     "was printed later than that state shows it. Exit status 1 when a log is broken.\n\n"
     "The chain is signed with the secret `hmac`. With another one, every log reads as broken at\n"
     "its first row: verify, keep the heads and keep the old secret before it is ever changed.\n"},
    {"import", import_command, false, true, "read interactions from files",
     "parley import calls FILE --map MAP.json --tenant SLUG [--rejects FILE] [--dry-run]\n\n"
     "parley import conversations FILE --format FORMAT --tenant SLUG [--queue NAME] [--agent "
     "NAME]\n"
     "                            [--start TIME] [--vendor NAME] [--rejects FILE] [--dry-run]\n\n"
     "parley import asterisk [--queue-log FROM]... [--cdr FROM]... [--cel FROM]... --tenant SLUG\n"
     "                       [--zone ZONE] [--database NAME] [--agents FILE] [--recordings "
     "FOLDER]\n"
     "                       [--country-code CODE] [--cdr-columns LIST] [--cel-columns LIST]\n"
     "                       [--rejects FILE] [--dry-run]\n\n"
     "Reads calls from a CSV, whole conversations from JSON, calls from Asterisk's logs; plain or\n"
     "gzip. `parley import calls --help` describes the map, `parley import conversations --help` "
     "the\n"
     "formats, `parley import asterisk --help` how calls are joined.\n"},
    {"stats", stats_command, false, false, "recount how common each filter value is",
     "parley stats [--tenant SLUG]\n\n"
     "The grid plans by these figures. Imports refresh them; do it daily where a PBX writes on "
     "its\n"
     "own.\n"},
    {"index", index_command, false, false, "make searchable what others have written",
     "parley index [--tenant SLUG] [--all]\n\n"
     "Indexes the messages that are not in the index yet or were added since, and takes out what "
     "is gone.\nParley's own programs index what they write; run this once after an update, and "
     "daily where a PBX\nwrites on its own. It can be stopped at any time and goes on where it "
     "was. "
     "--all makes everything\nanew, also messages that were changed.\n"},
    {"purge", purge_command, false, true, "remove for good what was deleted 30 days ago",
     "parley purge [--dry-run]\n\n"
     "What the program `worker` does every few minutes: removes the recordings and media of "
     "deleted\n"
     "interactions whose time is over, from disk or object store, then all their rows, and records "
     "each\n"
     "in the audit log. What is under legal hold stays; so does what has a file that cannot be "
     "removed,\n"
     "which is said, and is tried again. --dry-run says what would go. Exit status 1 when "
     "something\n"
     "stayed.\n"},
    {"demo", demo_command, false, true, "fill two tenants with invented interactions",
     "parley demo [--seed N] [--rows N]\n\n"
     "Does nothing when they are there. Recordings and files go to recordings_dir; calls are "
     "spoken\n"
     "where espeak-ng is installed.\n"},
    {"bench-data", bench_data_command, false, true, "fill a tenant for measuring",
     "parley bench-data --rows N [--queues N] [--tenant-slug SLUG]\n\n"
     "For a database of its own: loads fast by taking the indexes away meanwhile.\n"},
    {"config", config_command, true, false, "print every configuration key with its meaning",
     "parley config > parley.conf\n"},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static int usage(FILE *out, int status)
{
    fputs("parley [--config FILE] COMMAND [ARGUMENTS]\n\n", out);
    for (int i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-11s %s\n", commands[i].name, commands[i].summary);
    fputs("\nThe configuration is FILE, else $PARLEY_CONFIG, else /etc/parley/parley.conf.\n"
          "`parley COMMAND --help` says more.\n",
          out);
    return status;
}

int command_failed(const char *what)
{
    fprintf(stderr, "parley: %s: %s\n", what, err_detail()[0] ? err_detail() : "failed");
    return 1;
}

enum err command_transaction(struct command_env *env,
                             enum err (*work)(struct command_env *env, const void *data),
                             const void *data)
{
    enum { TRIES = 4 };
    enum err e = ERR_CONFLICT;
    for (int i = 0; i < TRIES && e == ERR_CONFLICT; i++) {
        err_clear();
        e = db_begin(env->db, false);
        if (!e)
            e = work(env, data);
        if (!e)
            return db_commit(env->db);
        db_rollback(env->db);
    }
    return e;
}

void command_progress(const struct command_env *env, const char *what, int64_t done, int64_t total)
{
    static int64_t last_us;
    int64_t now = clock_mono_us();
    bool end = done >= total;
    if (!end && now - last_us < (env->tty ? 100000 : 2000000))
        return;
    last_us = now;
    fprintf(stderr, "%s%s: %lld of %lld (%d %%)%s", env->tty ? "\r" : "", what, (long long)done,
            (long long)total, total ? (int)(done * 100 / total) : 100,
            env->tty && !end ? "" : "\n");
}

static int run(int c, int argc, char **argv)
{
    static const struct db_stmt *const none[] = {NULL};
    struct command_env env = {.arena = arena_new(), .tty = isatty(STDERR_FILENO)};
    int status = 1;
    if (!commands[c].without_db &&
        (db_new(&env.db, "parley", none) != OK || db_connect(env.db) != OK))
        command_failed("database");
    else if (commands[c].writes_facts && db_foreign(env.db))
        fprintf(stderr,
                "parley: %s: %s is not Parley's own: the PBX writes it, Parley only reads it\n",
                commands[c].name, conf(CONF_DB_FACTS));
    else
        status = commands[c].run(&env, argc, argv);
    if (status == 2)
        fputs(commands[c].usage, stderr);
    db_free(env.db);
    arena_free(env.arena);
    return status;
}

static int find_command(const char *name)
{
    for (int c = 0; c < COMMANDS; c++)
        if (strcmp(commands[c].name, name) == 0)
            return c;
    return -1;
}

/* The longer help of a subcommand is the command's own. */
static int help(int c, int argc, char **argv)
{
    if (argc > 2 && commands[c].run == import_command)
        return commands[c].run(&(struct command_env){0}, argc, argv);
    fputs(commands[c].usage ? commands[c].usage : commands[c].summary, stdout);
    return 0;
}

int main(int argc, char **argv)
{
    const char *config = getenv("PARLEY_CONFIG");
    int at = 1;
    if (at + 1 < argc && strcmp(argv[at], "--config") == 0) {
        config = argv[at + 1];
        at += 2;
    }
    if (at >= argc)
        return usage(stderr, 2);
    if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "help") == 0)
        return usage(stdout, 0);
    int c = find_command(argv[at]);
    if (c < 0) {
        fprintf(stderr, "parley: no command '%s'\n\n", argv[at]);
        return usage(stderr, 2);
    }
    if (at + 1 < argc && strcmp(argv[argc - 1], "--help") == 0)
        return help(c, argc - at, argv + at);
    if (!commands[c].without_db && conf_load(config ? config : "/etc/parley/parley.conf") != OK)
        return command_failed("configuration");
    log_open("parley", LOG_WARN);
    return run(c, argc - at, argv + at);
}
