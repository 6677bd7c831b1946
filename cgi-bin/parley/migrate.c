/* parley migrate: numbered SQL files, each applied once, in order; then accounts and rights.
 *
 * A data definition cannot be rolled back, so the number of statements done is kept per file: a run
 * that was killed goes on where it stopped. */
#include "command.h"
#include "core/buf.h"
#include "core/conf.h"
#include "db/prepared.h"
#include "db/shape.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <mariadb/mysqld_error.h>
#include <sodium.h>
#include <stdarg.h>

static const char *const databases[] = {"parley", "pbxlogs"}; /* and their folders */

static const char *database_name(const char *folder)
{
    return strcmp(folder, "parley") == 0 ? conf(CONF_DB_NAME) : conf(CONF_DB_FACTS);
}

/* Under what name the migrations of a folder are recorded: facts may change to another database,
 * which then has its own. */
static const char *recorded_as(const char *folder)
{
    return strcmp(folder, "parley") == 0 ? folder : conf(CONF_DB_FACTS);
}

/* Runs a text made by printf; tolerates one server error number. */
__attribute__((format(printf, 3, 4))) static enum err runf(struct db *db, unsigned tolerate,
                                                           const char *format, ...)
{
    va_list args;
    char *sql = NULL;
    va_start(args, format);
    if (vasprintf(&sql, format, args) < 0)
        abort();
    va_end(args);
    enum err e = db_run(db, sql);
    if (e && tolerate && mysql_errno(db_handle(db)) == tolerate) {
        err_clear();
        e = OK;
    }
    free(sql);
    return e;
}

/* The first column of the first row as text; "" when there is none. */
static enum err ask(struct db *db, const char *sql, char *out, size_t size)
{
    MYSQL *m = db_handle(db);
    out[0] = 0;
    if (mysql_query(m, sql))
        return prepared_error(m, NULL, "statement");
    MYSQL_RES *res = mysql_store_result(m);
    if (!res)
        return prepared_error(m, NULL, "statement");
    MYSQL_ROW row = mysql_fetch_row(res);
    snprintf(out, size, "%s", row && row[0] ? row[0] : "");
    mysql_free_result(res);
    return OK;
}

static char *read_whole(struct arena *a, const char *path)
{
    struct buf b = {0};
    char chunk[4096];
    size_t n;
    FILE *f = fopen(path, "re");
    if (!f) {
        err_set(ERR_INTERNAL, "cannot read %s: %s", path, strerror(errno));
        return NULL;
    }
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(&b, chunk, n);
    fclose(f);
    char *text = arena_dupn(a, b.s ? b.s : "", b.len);
    buf_free(&b);
    return text;
}

static int is_sql(const struct dirent *d)
{
    size_t n = strlen(d->d_name);
    return n > 4 && strcmp(d->d_name + n - 4, ".sql") == 0;
}

/* Cuts the next statement off the text: up to a semicolon at the end of a line. Comment lines in
 * front of it are skipped. NULL at the end. */
static char *next_statement(char **text)
{
    char *s = *text;
    for (;;) {
        s += strspn(s, " \t\r\n");
        if (strncmp(s, "--", 2) != 0)
            break;
        s += strcspn(s, "\n");
    }
    if (!*s)
        return NULL;
    char *end = strstr(s, ";\n");
    if (end) {
        *end = 0;
        *text = end + 2;
    } else {
        *text = s + strlen(s);
    }
    return s;
}

static const unsigned already_there[] = {ER_TABLE_EXISTS_ERROR, ER_DUP_KEYNAME, ER_DUP_ENTRY,
                                         ER_DUP_FIELDNAME, ER_DUP_CONSTRAINT_NAME};

/* The statement at which an earlier run was killed may have been done without being counted. */
static bool was_done_already(struct db *db)
{
    unsigned number = mysql_errno(db_handle(db));
    for (size_t i = 0; i < sizeof already_there / sizeof *already_there; i++)
        if (already_there[i] == number)
            return true;
    return false;
}

static enum err apply_statements(struct db *db, const char *folder, long number, char *text,
                                 long done)
{
    enum err e = OK;
    const char *app = conf(CONF_DB_NAME);
    long at = 0, resumed = done;
    for (char *s; !e && (s = next_statement(&text)); at++) {
        if (at < done)
            continue;
        e = db_run(db, s);
        if (e && at == resumed && resumed > 0 && was_done_already(db)) {
            err_clear();
            e = OK;
        }
        if (!e)
            e = runf(db, 0,
                     "UPDATE %s.migrations SET statements_done = %ld WHERE folder = '%s' "
                     "AND number = %ld",
                     app, at + 1, recorded_as(folder), number);
    }
    return e;
}

static enum err apply_file(struct command_env *env, const char *folder, const char *file)
{
    const char *app = conf(CONF_DB_NAME);
    char path[PATH_MAX], sql[256], state[64];
    long number = strtol(file, NULL, 10);
    snprintf(sql, sizeof sql,
             "SELECT IF(applied_at IS NULL, statements_done, 'applied') FROM %s.migrations WHERE "
             "folder = '%s' AND number = %ld",
             app, recorded_as(folder), number);
    enum err e = ask(env->db, sql, state, sizeof state);
    if (e || strcmp(state, "applied") == 0)
        return e;
    printf("%s/%s\n", folder, file);
    snprintf(path, sizeof path, "%s/%s/%s", conf(CONF_SQL_DIR), folder, file);
    char *text = read_whole(env->arena, path);
    if (!text)
        return ERR_INTERNAL;
    if (!state[0])
        e = runf(
            env->db, 0,
            "INSERT INTO %s.migrations (folder, number, statements_done) VALUES ('%s', %ld, 0)",
            app, recorded_as(folder), number);
    if (!e)
        e = runf(env->db, 0, "USE %s", database_name(folder));
    if (!e)
        e = apply_statements(env->db, folder, number, text, strtol(state, NULL, 10));
    if (!e)
        e = runf(env->db, 0,
                 "UPDATE %s.migrations SET applied_at = UTC_TIMESTAMP() WHERE folder = '%s' AND "
                 "number = %ld",
                 app, recorded_as(folder), number);
    return e;
}

/* A database that a newer version has migrated is none of ours. */
static enum err refuse_newer(struct db *db, const char *folder, long newest)
{
    char sql[160], have[32];
    snprintf(sql, sizeof sql, "SELECT MAX(number) FROM %s.migrations WHERE folder = '%s'",
             conf(CONF_DB_NAME), recorded_as(folder));
    enum err e = ask(db, sql, have, sizeof have);
    if (!e && strtol(have, NULL, 10) > newest)
        e = err_set(ERR_CONFLICT,
                    "database %s is at migration %s, this program knows %ld: install the newer "
                    "program",
                    database_name(folder), have, newest);
    return e;
}

static enum err migrate_folder(struct command_env *env, const char *folder)
{
    char path[PATH_MAX];
    struct dirent **files;
    snprintf(path, sizeof path, "%s/%s", conf(CONF_SQL_DIR), folder);
    int n = scandir(path, &files, is_sql, alphasort);
    if (n <= 0)
        return err_set(ERR_INTERNAL, "no migrations in %s (sql_dir)", path);
    enum err e = refuse_newer(env->db, folder, strtol(files[n - 1]->d_name, NULL, 10));
    for (int i = 0; i < n; i++) {
        if (!e)
            e = apply_file(env, folder, files[i]->d_name);
        free(files[i]);
    }
    free(files);
    return e;
}

static enum err make_databases(struct db *db)
{
    enum err e = OK;
    for (size_t i = 0; i < 2 && !e; i++)
        e = runf(db, 0,
                 "CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4 COLLATE "
                 "utf8mb4_unicode_520_ci",
                 database_name(databases[i]));
    if (!e)
        e = runf(db, 0,
                 "CREATE TABLE IF NOT EXISTS %s.migrations (folder VARCHAR(64) NOT NULL, number "
                 "INT NOT NULL, statements_done INT NOT NULL, applied_at DATETIME NULL, PRIMARY "
                 "KEY (folder, number))",
                 conf(CONF_DB_NAME));
    if (!e) /* it was shorter once */
        e = runf(db, 0, "ALTER TABLE %s.migrations MODIFY folder VARCHAR(64) NOT NULL",
                 conf(CONF_DB_NAME));
    if (!e)
        e = runf(db, 0,
                 "CREATE TABLE IF NOT EXISTS %s.account_rights (program VARCHAR(20) NOT NULL "
                 "PRIMARY KEY, hash CHAR(64) NOT NULL)",
                 conf(CONF_DB_NAME));
    return e;
}

/* Facts with tables of which no migration is recorded were made by somebody else. */
static enum err find_owner(struct db *db, bool *foreign)
{
    char sql[256], tables[32] = "";
    bool own = false;
    enum err e = shape_is_own(db_handle(db), conf(CONF_DB_NAME), conf(CONF_DB_FACTS), &own);
    snprintf(sql, sizeof sql,
             "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '%s'",
             conf(CONF_DB_FACTS));
    if (!e && !own)
        e = ask(db, sql, tables, sizeof tables);
    *foreign = !own && strtol(tables, NULL, 10) > 0;
    return e;
}

static enum err replace_words(struct buf *out, const char *text, const char *program)
{
    static const char *const words[] = {"{facts}", "{app}", "{account}"};
    char account[96];
    snprintf(account, sizeof account, "'parley_%s'@'localhost'", program);
    const char *const values[] = {conf(CONF_DB_FACTS), conf(CONF_DB_NAME), account};
    while (*text) {
        size_t n = strcspn(text, "{");
        buf_add(out, text, n);
        text += n;
        for (size_t i = 0; *text && i < 3; i++) {
            if (strncmp(text, words[i], strlen(words[i])) == 0) {
                buf_puts(out, values[i]);
                text += strlen(words[i]);
                break;
            }
            if (i == 2)
                return err_set(ERR_INTERNAL, "unknown word near '%.20s' in the rights", text);
        }
    }
    return OK;
}

static enum err set_password(struct db *db, const char *program)
{
    char name[80], password[200], quoted[512];
    snprintf(name, sizeof name, "db_%s", program);
    size_t n = conf_secret(name, 1, password, sizeof password);
    if (!n)
        return ERR_INTERNAL;
    mysql_real_escape_string(db_handle(db), quoted, password, n);
    enum err e = runf(db, 0, "CREATE USER IF NOT EXISTS 'parley_%s'@'localhost' IDENTIFIED BY '%s'",
                      program, quoted);
    return e ? e
             : runf(db, 0, "ALTER USER 'parley_%s'@'localhost' IDENTIFIED BY '%s'", program,
                    quoted);
}

/* Rights are taken away and given anew only when the file has changed, for between the two a
 * running program has none. */
static enum err grant_rights(struct db *db, const char *program, char *text)
{
    unsigned char digest[32];
    char hash[65], have[80], sql[200];
    crypto_generichash(digest, sizeof digest, (unsigned char *)text, strlen(text), NULL, 0);
    sodium_bin2hex(hash, sizeof hash, digest, sizeof digest);
    snprintf(sql, sizeof sql, "SELECT hash FROM %s.account_rights WHERE program = '%s'",
             conf(CONF_DB_NAME), program);
    enum err e = ask(db, sql, have, sizeof have);
    if (e || strcmp(have, hash) == 0)
        return e;
    printf("rights of %s\n", program);
    e = runf(db, 0, "REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'parley_%s'@'localhost'", program);
    for (char *s; !e && (s = next_statement(&text));)
        e = db_run(db, s);
    return e ? e
             : runf(db, 0, "REPLACE INTO %s.account_rights (program, hash) VALUES ('%s', '%s')",
                    conf(CONF_DB_NAME), program, hash);
}

/* Facts that are a site's own may be read as far as they are there, and not be changed: the rights
 * on their tables become rights to read. */
static enum err read_only_rights(struct db *db, struct buf *out, char *text)
{
    char facts[80], table[80], sql[256], here[32];
    enum err e = OK;
    snprintf(facts, sizeof facts, " ON %s.", conf(CONF_DB_FACTS));
    for (char *s; !e && (s = next_statement(&text));) {
        const char *on = strstr(s, facts);
        if (!on) {
            buf_printf(out, "%s;\n", s);
            continue;
        }
        const char *name = on + strlen(facts), *select = strstr(s, "SELECT");
        snprintf(table, sizeof table, "%.*s", (int)strcspn(name, " "), name);
        snprintf(sql, sizeof sql,
                 "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '%s' AND "
                 "table_name = '%s'",
                 conf(CONF_DB_FACTS), table);
        e = ask(db, sql, here, sizeof here);
        if (!e && select && select < on && (*table == '*' || strcmp(here, "0") != 0))
            buf_printf(out, "GRANT SELECT%s;\n", on);
    }
    return e;
}

static enum err grant_file(struct command_env *env, bool foreign, const char *file)
{
    char path[PATH_MAX], program[64];
    snprintf(program, sizeof program, "%.*s", (int)strcspn(file, "."), file);
    snprintf(path, sizeof path, "%s/grants/%s", conf(CONF_SQL_DIR), file);
    char *text = read_whole(env->arena, path);
    struct buf filled = {0}, rights = {0};
    enum err e = text ? replace_words(&filled, text, program) : ERR_INTERNAL;
    /* Every program asks whose the facts are. */
    if (!e)
        e = replace_words(&filled, "GRANT SELECT ON {app}.migrations TO {account};\n", program);
    if (!e && foreign)
        e = read_only_rights(env->db, &rights, filled.s);
    if (!e)
        e = set_password(env->db, program);
    if (!e)
        e = grant_rights(env->db, program, foreign ? rights.s : filled.s);
    buf_free(&filled);
    buf_free(&rights);
    return e;
}

static enum err grants(struct command_env *env, bool foreign)
{
    char path[PATH_MAX];
    struct dirent **files;
    enum err e = OK;
    snprintf(path, sizeof path, "%s/grants", conf(CONF_SQL_DIR));
    int n = scandir(path, &files, is_sql, alphasort);
    if (n < 0)
        return err_set(ERR_INTERNAL, "cannot read %s", path);
    for (int i = 0; i < n; i++) {
        if (!e)
            e = grant_file(env, foreign, files[i]->d_name);
        free(files[i]);
    }
    free(files);
    return e;
}

static enum err migrate(struct command_env *env)
{
    char locked[8];
    bool foreign = false;
    enum err e = ask(env->db, "SELECT GET_LOCK('parley_migrate', 30)", locked, sizeof locked);
    if (!e && strcmp(locked, "1") != 0)
        e = err_set(ERR_CONFLICT, "another migration is running");
    if (!e)
        e = make_databases(env->db);
    if (!e)
        e = find_owner(env->db, &foreign);
    if (!e)
        e = migrate_folder(env, "parley");
    if (!e && foreign)
        printf("%s is not Parley's own: left as it is. `parley doctor` says what works with it.\n",
               conf(CONF_DB_FACTS));
    else if (!e)
        e = migrate_folder(env, "pbxlogs");
    return e ? e : grants(env, foreign);
}

int migrate_command(struct command_env *env, int argc, char **argv)
{
    (void)argv;
    if (argc != 1)
        return 2;
    if (sodium_init() < 0)
        abort();
    if (migrate(env) != OK)
        return command_failed("migrate");
    puts("The databases are up to date.");
    return 0;
}
