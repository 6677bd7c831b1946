/* parley user: the people who sign in. */
#include "auth/password.h"
#include "command.h"
#include "store/audit.h"
#include "store/roles.h"
#include "store/tenants.h"
#include "store/users.h"

#include <sodium.h>
#include <termios.h>

static const struct db_stmt find_queue = {
    .name = "user_find_queue",
    .sql = "SELECT id FROM {facts}.queues WHERE tenant_id = :tenant AND name = :name",
    .cols = "i",
    .system = "command line",
};
static const struct db_stmt find_user = {
    .name = "user_find_email",
    .sql = "SELECT id, tenant_id FROM {app}.users WHERE email = :email",
    .cols = "ii",
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

/* A user by address; id 0: there is none. */
static enum err look_up(struct db *db, struct arena *a, const char *email, int64_t *tenant,
                        int64_t *user)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &find_user, DB_ARGS(DB_TEXT("email", email)), &rows);
    *user = !e && rows.n ? db_int(&rows, 0, 0, 0) : 0;
    *tenant = !e && rows.n ? db_int(&rows, 0, 1, 0) : 0;
    return e;
}

static enum err user_ids(struct db *db, struct arena *a, const char *email, int64_t *tenant,
                         int64_t *user)
{
    enum err e = look_up(db, a, email, tenant, user);
    return e || *user ? e : err_set(ERR_NOT_FOUND, "there is no user %s", email);
}

static enum err role_by_name(struct db *db, struct arena *a, const struct scope *scope,
                             const char *name, int64_t *id)
{
    struct role_row *roles;
    size_t n;
    enum err e = roles_all(db, a, scope, &roles, &n);
    *id = 0;
    for (size_t i = 0; i < n && !e; i++)
        if (strcasecmp(roles[i].name, name) == 0)
            *id = roles[i].id;
    return e || *id ? e : err_set(ERR_NOT_FOUND, "there is no role '%s'", name);
}

static enum err renew(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                      const struct user_new *u)
{
    enum err e = user_update(db, a, scope, id, u->email, u->name, u->role_id);
    if (!e)
        e = user_set_password(db, a, scope, id, u->hash, false);
    return e ? e : user_set_active(db, a, scope, id, true);
}

enum err user_save(struct db *db, struct arena *a, int64_t tenant_id, const char *email,
                   const char *name, const char *role, const char *password,
                   const int64_t *queue_ids, size_t queues)
{
    char hash[PASSWORD_HASH_SIZE];
    struct user_new u = {.email = email, .name = name, .hash = hash};
    int64_t tenant = 0, user = 0;
    const struct scope *scope = scope_all(a, tenant_id);
    enum err e = password_hash(password, hash);
    if (!e)
        e = role_by_name(db, a, scope, role, &u.role_id);
    if (!e)
        e = look_up(db, a, email, &tenant, &user);
    if (!e && user && tenant != tenant_id)
        e = err_set(ERR_CONFLICT, "%s is a user of another tenant", email);
    if (!e)
        e = user ? renew(db, a, scope, user, &u) : user_insert(db, a, scope, &u, &user);
    return e ? e : user_assign_queues(db, a, scope, user, queue_ids, queues);
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
    static const char *const names[][2] = {{"admin", "Contact Center Admin"},
                                           {"supervisor", "Contact Center Supervisor"},
                                           {"system", "System Administrator"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(role, names[i][0]) == 0)
            return names[i][1];
    return role;
}

struct new_user {
    const struct add_options *options;
    int64_t tenant, queues[256];
    char password[PASSWORD_MAX + 8];
};

static const char *queue_names(struct arena *a, const struct add_options *o)
{
    const char *all = NULL;
    for (size_t i = 0; i < o->n; i++)
        all = all ? arena_printf(a, "%s, %s", all, o->queues[i]) : o->queues[i];
    return all;
}

static enum err insert_user(struct command_env *env, const void *data)
{
    const struct new_user *u = data;
    const struct add_options *o = u->options;
    enum err e = audit_lock(env->db, env->arena, u->tenant);
    if (!e)
        e = user_save(env->db, env->arena, u->tenant, o->email, o->name, role_name(o->role),
                      u->password, u->queues, o->n);
    return e ? e
             : command_audit(
                   env, u->tenant, "user.created",
                   arena_printf(env->arena, "%s (%s)", o->name, o->email),
                   (struct audit_detail[]){{.key = "role", .is = role_name(o->role)},
                                           {.key = "queues", .is = queue_names(env->arena, o)},
                                           {0}});
}

/* The numbers of what was named. */
static enum err find_names(struct command_env *env, const struct add_options *o, struct new_user *u)
{
    struct db_rows rows;
    struct tenant_row tenant = {0};
    int64_t none;
    bool found = false;
    enum err e = look_up(env->db, env->arena, o->email, &none, &u->tenant);
    if (!e && u->tenant)
        return err_set(ERR_CONFLICT, "there is a user %s already", o->email);
    if (!strchr(o->email, '@'))
        return err_set(ERR_BAD_REQUEST, "'%s' is no e-mail address", o->email);
    if (!e)
        e = tenant_find_slug(env->db, env->arena, o->tenant, &tenant, &found);
    if (!e && !found)
        return err_set(ERR_NOT_FOUND, "there is no tenant '%s' (parley tenant list)", o->tenant);
    u->tenant = tenant.id;
    for (size_t i = 0; i < o->n && !e; i++) {
        e = db_query(env->db, env->arena, NULL, &find_queue,
                     DB_ARGS(DB_INT("tenant", u->tenant), DB_TEXT("name", o->queues[i])), &rows);
        if (!e && !rows.n)
            return err_set(ERR_NOT_FOUND, "tenant %s has no queue '%s'", o->tenant, o->queues[i]);
        u->queues[i] = e ? 0 : db_int(&rows, 0, 0, 0);
    }
    return e;
}

static enum err add_user(struct command_env *env, const struct add_options *o)
{
    struct new_user u = {.options = o};
    enum err e = find_names(env, o, &u);
    if (!e)
        e = read_password(u.password, sizeof u.password);
    if (!e)
        e = command_transaction(env, insert_user, &u);
    sodium_memzero(u.password, sizeof u.password);
    return e;
}

/* A change of somebody who is there. */
struct change {
    int64_t tenant, user;
    const char *action;
    char hash[PASSWORD_HASH_SIZE]; /* of user.password_reset */
};

static enum err make_change(struct command_env *env, const void *data)
{
    const struct change *c = data;
    const struct scope *scope = scope_all(env->arena, c->tenant);
    struct user_row user;
    enum err e = audit_lock(env->db, env->arena, c->tenant);
    if (!e)
        e = user_find(env->db, env->arena, scope, c->user, &user);
    if (!e)
        e = strcmp(c->action, "user.totp_reset") == 0
                ? user_reset_totp(env->db, env->arena, scope, c->user)
            : c->hash[0] ? user_set_password(env->db, env->arena, scope, c->user, c->hash, false)
                         : user_set_active(env->db, env->arena, scope, c->user,
                                           strcmp(c->action, "user.enabled") == 0);
    return e ? e
             : command_audit(env, c->tenant, c->action,
                             arena_printf(env->arena, "%s (%s)", user.name, user.email), NULL);
}

static enum err change_password(struct command_env *env, const char *email)
{
    char password[PASSWORD_MAX + 8];
    struct change c = {.action = "user.password_reset"};
    enum err e = user_ids(env->db, env->arena, email, &c.tenant, &c.user);
    if (!e)
        e = read_password(password, sizeof password);
    if (!e)
        e = password_hash(password, c.hash);
    sodium_memzero(password, sizeof password);
    return e ? e : command_transaction(env, make_change, &c);
}

static enum err change_active(struct command_env *env, const char *email, bool active)
{
    struct change c = {.action = active ? "user.enabled" : "user.disabled"};
    enum err e = user_ids(env->db, env->arena, email, &c.tenant, &c.user);
    return e ? e : command_transaction(env, make_change, &c);
}

/* For who has lost the phone and the recovery codes. */
static enum err remove_second_factor(struct command_env *env, const char *email)
{
    struct change c = {.action = "user.totp_reset"};
    enum err e = user_ids(env->db, env->arena, email, &c.tenant, &c.user);
    return e ? e : command_transaction(env, make_change, &c);
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
        e = change_active(env, argv[2], false);
    else if (strcmp(verb, "enable") == 0 && argc == 3)
        e = change_active(env, argv[2], true);
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
