/* The commands of the command line: one file each, one row each in main.c. */
#ifndef PARLEY_COMMAND_H
#define PARLEY_COMMAND_H

#include "app/audit.h"
#include "core/err.h"
#include "db/db.h"

/* What a command works with. The database is connected with the operator's own account, unless the
 * command's row says that it needs none. */
struct command_env {
    struct db *db;
    struct arena *arena; /* of the whole run */
    bool tty;            /* progress may be redrawn in place */
};

/* Each gets its own arguments (argv[0] is its name) and returns the exit status: 0 done, 1 failed
 * (said on standard error), 2 wrong usage. `--help` is answered by main.c from the table. */
int migrate_command(struct command_env *env, int argc, char **argv);
int user_command(struct command_env *env, int argc, char **argv);
int tenant_command(struct command_env *env, int argc, char **argv);
int demo_command(struct command_env *env, int argc, char **argv);
int import_command(struct command_env *env, int argc, char **argv);
int bench_data_command(struct command_env *env, int argc, char **argv);
int doctor_command(struct command_env *env, int argc, char **argv);
int stats_command(struct command_env *env, int argc, char **argv);
int index_command(struct command_env *env, int argc, char **argv);
int purge_command(struct command_env *env, int argc, char **argv);
int audit_command(struct command_env *env, int argc, char **argv);

/* Prints the recorded error detail and returns 1. */
int command_failed(const char *what);

/* Runs `work` as one transaction, again when another one overtook it. */
enum err command_transaction(struct command_env *env,
                             enum err (*work)(struct command_env *env, const void *data),
                             const void *data);

/* Records what a command did, in the tenant's log (audit.c). Part of the transaction at hand. */
enum err command_audit(struct command_env *env, int64_t tenant_id, const char *action,
                       const char *subject, const struct audit_detail *details);

/* A progress line on standard error: redrawn on a terminal, else at most one every 2 seconds. */
void command_progress(const struct command_env *env, const char *what, int64_t done, int64_t total);

/* Makes or updates a user (user.c): argon2id password, role by name ("Contact Center Admin",
 * "Contact Center Supervisor"); queue_ids for an assigned scope. */
enum err user_save(struct db *db, struct arena *a, int64_t tenant_id, const char *email,
                   const char *name, const char *role, const char *password,
                   const int64_t *queue_ids, size_t queues);

#endif
