/* parley user: the people who sign in. */
#include "auth/password.h"
#include "command.h"
#include "db/prepared.h"

#include <sodium.h>
#include <termios.h>

static const struct db_stmt find_tenant = {
    .name = "user_find_tenant",
    .sql = "SELECT id FROM {app}.tenants WHERE slug = :slug",
    .cols = "i",
    .system = "command line",
};
static const struct db_stmt find_queue = {
    .name = "user_find_queue",
    .sql = "SELECT id FROM {facts}.queues WHERE tenant_id = :tenant AND name = :name",
    .cols = "i",
    .system = "command line",
};
static const struct db_stmt save = {
    .name = "user_save",
    .sql = "INSERT INTO {app}.users (tenant_id, email, name, role_id, password_hash) "
           "SELECT :tenant, :email, :name, id, :hash FROM {app}.roles "
           "WHERE name = :role AND tenant_id IN (0, :tenant) "
           "ON DUPLICATE KEY UPDATE name = VALUES(name), role_id = VALUES(role_id), "
           "password_hash = VALUES(password_hash), active = 1, "
           "rights_version = rights_version + 1",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt find_user = {
    .name = "user_find",
    .sql = "SELECT id, tenant_id FROM {app}.users WHERE email = :email",
    .cols = "ii",
    .system = "command line",
};
static const struct db_stmt clear_queues = {
    .name = "user_clear_queues",
    .sql = "DELETE FROM {app}.user_queues WHERE tenant_id = :tenant AND user_id = :user",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt add_queue = {
    .name = "user_add_queue",
    .sql = "INSERT INTO {app}.user_queues (tenant_id, user_id, queue_id) "
           "VALUES (:tenant, :user, :queue)",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt end_sessions = {
    .name = "user_end_sessions",
    .sql = "DELETE FROM {app}.sessions WHERE tenant_id = :tenant AND user_id = :user",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt set_password = {
    .name = "user_set_password",
    .sql = "UPDATE {app}.users SET password_hash = :hash, rights_version = rights_version + 1 "
           "WHERE id = :user",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt clear_totp = {
    .name = "user_clear_totp",
    .sql = "UPDATE {app}.users SET totp_secret = NULL, totp_step = NULL, "
           "rights_version = rights_version + 1 WHERE id = :user",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt clear_recovery = {
    .name = "user_clear_recovery",
    .sql = "DELETE FROM {app}.recovery_codes WHERE tenant_id = :tenant AND user_id = :user",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt set_active = {
    .name = "user_set_active",
    .sql = "UPDATE {app}.users SET active = :active, rights_version = rights_version + 1 "
           "WHERE id = :user",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt list_users = {
    .name = "user_list",
    .sql = "SELECT u.email, u.name, t.slug, r.name, u.active, "
           "(SELECT COUNT(*) FROM {app}.user_queues q WHERE q.user_id = u.id), r.scope "
           "FROM {app}.users u JOIN {app}.tenants t ON t.id = u.tenant_id "
           "JOIN {app}.roles r ON r.id = u.role_id ORDER BY t.slug, u.email",
    .cols = "ssssiis",
    .system = "command line",
};

static enum err user_ids(struct db *db, struct arena *a, const char *email, int64_t *tenant,
                         int64_t *user)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &find_user, DB_ARGS(DB_TEXT("email", email)), &rows);
    if (!e && !rows.n)
        e = err_set(ERR_NOT_FOUND, "there is no user %s", email);
    if (!e) {
        *user = db_int(&rows, 0, 0, 0);
        *tenant = db_int(&rows, 0, 1, 0);
    }
    return e;
}

static enum err replace_queues(struct db *db, struct arena *a, int64_t tenant, int64_t user,
                               const int64_t *queue_ids, size_t queues)
{
    enum err e = db_exec(db, a, NULL, &clear_queues,
                         DB_ARGS(DB_INT("tenant", tenant), DB_INT("user", user)), NULL);
    for (size_t i = 0; i < queues && !e; i++)
        e = db_exec(
            db, a, NULL, &add_queue,
            DB_ARGS(DB_INT("tenant", tenant), DB_INT("user", user), DB_INT("queue", queue_ids[i])),
            NULL);
    return e;
}

enum err user_save(struct db *db, struct arena *a, int64_t tenant_id, const char *email,
                   const char *name, const char *role, const char *password,
                   const int64_t *queue_ids, size_t queues)
{
    char hash[PASSWORD_HASH_SIZE];
    int64_t affected = 0, tenant, user;
    enum err e = password_hash(password, hash);
    if (!e)
        e = db_exec(db, a, NULL, &save,
                    DB_ARGS(DB_INT("tenant", tenant_id), DB_TEXT("email", email),
                            DB_TEXT("name", name), DB_TEXT("hash", hash), DB_TEXT("role", role)),
                    &affected);
    if (!e && !affected)
        e = err_set(ERR_NOT_FOUND, "there is no role '%s'", role);
    if (!e)
        e = user_ids(db, a, email, &tenant, &user);
    if (!e && tenant != tenant_id)
        e = err_set(ERR_CONFLICT, "%s is a user of another tenant", email);
    return e ? e : replace_queues(db, a, tenant, user, queue_ids, queues);
}

/* One line without echo from a terminal, as it is from a pipe. */
static bool read_line(const char *prompt, char *out, size_t size)
{
    struct termios old, quiet;
    bool tty = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &old) == 0;
    if (tty) {
        quiet = old;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        fputs(prompt, stderr);
    }
    bool got = fgets(out, (int)size, stdin) != NULL;
    if (tty) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
        fputs("\n", stderr);
    }
    if (got)
        out[strcspn(out, "\r\n")] = 0;
    return got;
}

static enum err read_password(char *out, size_t size)
{
    char again[PASSWORD_MAX + 8];
    if (!read_line("Password: ", out, size))
        return err_set(ERR_BAD_REQUEST, "no password on standard input");
    if (isatty(STDIN_FILENO) &&
        (!read_line("Again: ", again, sizeof again) || strcmp(out, again) != 0))
        return err_set(ERR_BAD_REQUEST, "the two passwords differ");
    return password_check(out);
}

struct add_options {
    const char *email, *name, *tenant, *role;
    const char *queues[256];
    size_t n;
};

static bool read_options(struct add_options *o, int argc, char **argv)
{
    if (argc < 4)
        return false;
    o->email = argv[2];
    o->name = argv[3];
    for (int i = 4; i < argc; i += 2) {
        if (i + 1 >= argc)
            return false;
        if (strcmp(argv[i], "--tenant") == 0)
            o->tenant = argv[i + 1];
        else if (strcmp(argv[i], "--role") == 0)
            o->role = argv[i + 1];
        else if (strcmp(argv[i], "--queue") == 0 && o->n < 256)
            o->queues[o->n++] = argv[i + 1];
        else
            return false;
    }
    return o->tenant && o->role;
}

static const char *role_name(const char *role)
{
    return strcmp(role, "admin") == 0        ? "Contact Center Admin"
           : strcmp(role, "supervisor") == 0 ? "Contact Center Supervisor"
           : strcmp(role, "system") == 0     ? "System Administrator"
                                             : role;
}

static enum err add_user(struct command_env *env, const struct add_options *o)
{
    struct db_rows rows;
    int64_t queues[256], tenant;
    char password[PASSWORD_MAX + 8];
    enum err e =
        db_query(env->db, env->arena, NULL, &find_user, DB_ARGS(DB_TEXT("email", o->email)), &rows);
    if (!e && rows.n)
        return err_set(ERR_CONFLICT, "there is a user %s already", o->email);
    if (!strchr(o->email, '@'))
        return err_set(ERR_BAD_REQUEST, "'%s' is no e-mail address", o->email);
    if (!e)
        e = db_query(env->db, env->arena, NULL, &find_tenant, DB_ARGS(DB_TEXT("slug", o->tenant)),
                     &rows);
    if (!e && !rows.n)
        return err_set(ERR_NOT_FOUND, "there is no tenant '%s' (parley tenant list)", o->tenant);
    tenant = e ? 0 : db_int(&rows, 0, 0, 0);
    for (size_t i = 0; i < o->n && !e; i++) {
        e = db_query(env->db, env->arena, NULL, &find_queue,
                     DB_ARGS(DB_INT("tenant", tenant), DB_TEXT("name", o->queues[i])), &rows);
        if (!e && !rows.n)
            return err_set(ERR_NOT_FOUND, "tenant %s has no queue '%s'", o->tenant, o->queues[i]);
        queues[i] = e ? 0 : db_int(&rows, 0, 0, 0);
    }
    if (!e)
        e = read_password(password, sizeof password);
    if (!e)
        e = user_save(env->db, env->arena, tenant, o->email, o->name, role_name(o->role), password,
                      queues, o->n);
    sodium_memzero(password, sizeof password);
    return e;
}

static enum err change_password(struct command_env *env, const char *email)
{
    char password[PASSWORD_MAX + 8], hash[PASSWORD_HASH_SIZE];
    int64_t tenant, user;
    enum err e = user_ids(env->db, env->arena, email, &tenant, &user);
    if (!e)
        e = read_password(password, sizeof password);
    if (!e)
        e = password_hash(password, hash);
    sodium_memzero(password, sizeof password);
    if (!e)
        e = db_exec(env->db, env->arena, NULL, &set_password,
                    DB_ARGS(DB_TEXT("hash", hash), DB_INT("user", user)), NULL);
    return e ? e
             : db_exec(env->db, env->arena, NULL, &end_sessions,
                       DB_ARGS(DB_INT("tenant", tenant), DB_INT("user", user)), NULL);
}

static enum err change_active(struct command_env *env, const char *email, int active)
{
    int64_t tenant, user;
    enum err e = user_ids(env->db, env->arena, email, &tenant, &user);
    if (!e)
        e = db_exec(env->db, env->arena, NULL, &set_active,
                    DB_ARGS(DB_INT("active", active), DB_INT("user", user)), NULL);
    return e ? e
             : db_exec(env->db, env->arena, NULL, &end_sessions,
                       DB_ARGS(DB_INT("tenant", tenant), DB_INT("user", user)), NULL);
}

/* For who has lost the phone and the recovery codes. */
static enum err remove_second_factor(struct command_env *env, const char *email)
{
    int64_t tenant, user;
    enum err e = user_ids(env->db, env->arena, email, &tenant, &user);
    if (!e)
        e = db_exec(env->db, env->arena, NULL, &clear_totp, DB_ARGS(DB_INT("user", user)), NULL);
    if (!e)
        e = db_exec(env->db, env->arena, NULL, &clear_recovery,
                    DB_ARGS(DB_INT("tenant", tenant), DB_INT("user", user)), NULL);
    return e ? e
             : db_exec(env->db, env->arena, NULL, &end_sessions,
                       DB_ARGS(DB_INT("tenant", tenant), DB_INT("user", user)), NULL);
}

static enum err print_users(struct command_env *env)
{
    struct db_rows r;
    enum err e = db_query(env->db, env->arena, NULL, &list_users, DB_ARGS({0}), &r);
    for (size_t i = 0; i < r.n && !e; i++) {
        char queues[32] = "all queues";
        if (strcmp(db_text(&r, i, 6, ""), "assigned") == 0)
            snprintf(queues, sizeof queues, "%d queues", (int)db_int(&r, i, 5, 0));
        printf("%-32s %-24s %-10s %-26s %-10s %s\n", db_text(&r, i, 0, ""), db_text(&r, i, 1, ""),
               db_text(&r, i, 2, ""), db_text(&r, i, 3, ""), queues,
               db_int(&r, i, 4, 0) ? "" : "disabled");
    }
    if (!e && !r.n)
        puts("No users yet: parley user add EMAIL NAME --tenant SLUG --role admin");
    return e;
}

int user_command(struct command_env *env, int argc, char **argv)
{
    struct add_options options = {0};
    const char *verb = argc > 1 ? argv[1] : "";
    enum err e;
    if (sodium_init() < 0)
        abort();
    if (strcmp(verb, "add") == 0 && read_options(&options, argc, argv))
        e = add_user(env, &options);
    else if (strcmp(verb, "passwd") == 0 && argc == 3)
        e = change_password(env, argv[2]);
    else if (strcmp(verb, "totp-off") == 0 && argc == 3)
        e = remove_second_factor(env, argv[2]);
    else if (strcmp(verb, "disable") == 0 && argc == 3)
        e = change_active(env, argv[2], 0);
    else if (strcmp(verb, "enable") == 0 && argc == 3)
        e = change_active(env, argv[2], 1);
    else if (strcmp(verb, "list") == 0 && argc == 2)
        e = print_users(env);
    else
        return 2;
    if (e)
        return command_failed("user");
    if (strcmp(verb, "list") != 0)
        puts("Done.");
    return 0;
}
