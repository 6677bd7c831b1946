/* parley doctor: looks at everything that Parley rests on and says what works. It changes nothing,
 * and it reads no more than a sample of the interactions. */
#include "doctor.h"

#include "core/conf.h"
#include "db/prepared.h"
#include "net/geo.h"

#include <dirent.h>
#include <limits.h>
#include <stdarg.h>

enum { WIDTH = 96, INDENT = 9, OLDEST = 101100, WORKER_LATE_MIN = 20 };

static const char *const verdicts[VERDICTS] = {"ok", "note", "slow", "WRONG"};

void doctor_heading(const char *heading)
{
    printf("\n%s\n", heading);
}

/* Words up to the width, the rest below, set in. */
static void print_wrapped(const char *text)
{
    int at = INDENT;
    while (*text) {
        int n = (int)strcspn(text, " ");
        if (at > INDENT && at + 1 + n > WIDTH) {
            printf("\n%*s", INDENT, "");
            at = INDENT;
        } else if (at > INDENT) {
            putchar(' ');
            at++;
        }
        printf("%.*s", n, text);
        at += n;
        text += n;
        text += strspn(text, " ");
    }
    putchar('\n');
}

void doctor_say(struct doctor *d, enum verdict v, const char *format, ...)
{
    va_list args;
    char *text = NULL;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        abort();
    va_end(args);
    d->said[v]++;
    printf("  %-*s", INDENT - 2, verdicts[v]);
    print_wrapped(text);
    free(text);
}

char **doctor_ask(struct doctor *d, const char *sql)
{
    MYSQL_RES *res = NULL;
    if (mysql_query(d->m, sql) || !(res = mysql_store_result(d->m))) {
        doctor_say(d, WRONG, "%s", mysql_error(d->m));
        return NULL;
    }
    MYSQL_ROW row = mysql_fetch_row(res);
    unsigned n = mysql_num_fields(res);
    char **out = row ? arena_array(d->env->arena, n, sizeof *out) : NULL;
    for (unsigned i = 0; i < n && row; i++)
        out[i] = arena_dup(d->env->arena, row[i] ? row[i] : "");
    mysql_free_result(res);
    return out;
}

/* --- the server ----------------------------------------------------------------------------- */

/* What is set for the whole server; what a connection needs, each connection sets itself. */
static const struct {
    const char *variable, *wanted, *otherwise;
} settings[] = {
    {"innodb_flush_log_at_trx_commit", "1",
     "what was saved in the last second is lost when the machine loses power"},
    {"local_infile", "0", "a client may be asked to hand over files"},
    {"character_set_server", "utf8mb4", "tables made by others may not hold every name"},
};

static void check_server(struct doctor *d)
{
    char sql[128];
    char **row = doctor_ask(d, "SELECT VERSION()");
    doctor_heading("Server");
    if (row && !strstr(row[0], "MariaDB"))
        doctor_say(d, WRONG, "%s is no MariaDB", row[0]);
    else if (row)
        doctor_say(d, mysql_get_server_version(d->m) < OLDEST ? NOTE : FINE, "MariaDB %s%s", row[0],
                   mysql_get_server_version(d->m) < OLDEST ? ": tried from 10.11 on" : "");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        snprintf(sql, sizeof sql, "SELECT @@GLOBAL.%s", settings[i].variable);
        row = doctor_ask(d, sql);
        if (row && strcmp(row[0], settings[i].wanted) != 0)
            doctor_say(d, NOTE, "%s is %s, better %s: %s", settings[i].variable, row[0],
                       settings[i].wanted, settings[i].otherwise);
    }
    row = doctor_ask(d, "SELECT CAST(ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000) AS SIGNED)");
    if (!row)
        return;
    ms_t apart = clock_now() - strtoll(row[0], NULL, 10);
    ms_t apart_abs = apart < 0 ? -apart : apart;
    doctor_say(d,
               apart_abs > 60000  ? WRONG
               : apart_abs > 2000 ? NOTE
                                  : FINE,
               "clocks of the server and of this machine are %lld.%03lld s apart",
               (long long)(apart_abs / 1000), (long long)(apart_abs % 1000));
}

/* --- the application's own state ------------------------------------------------------------ */

static int is_sql(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 4 && strcmp(e->d_name + n - 4, ".sql") == 0;
}

static void check_migrations(struct doctor *d, const char *folder, const char *recorded)
{
    char path[PATH_MAX], sql[256];
    struct dirent **files;
    snprintf(path, sizeof path, "%s/%s", conf(CONF_SQL_DIR), folder);
    int n = scandir(path, &files, is_sql, alphasort);
    long newest = n > 0 ? strtol(files[n - 1]->d_name, NULL, 10) : 0;
    for (int i = 0; i < n; i++)
        free(files[i]);
    if (n >= 0)
        free(files);
    snprintf(sql, sizeof sql,
             "SELECT COALESCE(MAX(number), 0), COALESCE(SUM(applied_at IS NULL), 0) "
             "FROM %s.migrations WHERE folder = '%s'",
             d->app, recorded);
    char **row = doctor_ask(d, sql);
    if (!row)
        return;
    long have = strtol(row[0], NULL, 10);
    if (n <= 0)
        doctor_say(d, WRONG, "there are no migrations in %s (sql_dir)", path);
    else if (have > newest)
        doctor_say(d, WRONG,
                   "%s is at migration %ld, this program knows %ld: install the newer one", folder,
                   have, newest);
    else if (have < newest || strcmp(row[1], "0") != 0)
        doctor_say(d, WRONG, "%s is at migration %ld of %ld: run `parley migrate`", folder, have,
                   newest);
    else
        doctor_say(d, FINE, "%s is at migration %ld, the newest", recorded, have);
}

static void check_state(struct doctor *d)
{
    char sql[256];
    doctor_heading("Parley's own state");
    check_migrations(d, "parley", "parley");
    snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM %s.tenants WHERE active", d->app);
    char **row = doctor_ask(d, sql);
    d->tenants = row ? strtol(row[0], NULL, 10) : 0;
    if (row && !d->tenants)
        doctor_say(d, NOTE, "there is no tenant yet: `parley tenant add`");
    else if (row)
        doctor_say(d, FINE, "%s active tenant%s", row[0], strcmp(row[0], "1") == 0 ? "" : "s");
}

/* What waits to be purged, and whether anybody does it. */
static void check_worker(struct doctor *d)
{
    char sql[512];
    snprintf(sql, sizeof sql,
             "SELECT task, TIMESTAMPDIFF(MINUTE, began_at, UTC_TIMESTAMP()), done, failed, problem "
             "FROM %s.worker_tasks WHERE task = 'purge'",
             d->app);
    char **row = doctor_ask(d, sql);
    doctor_heading("The worker");
    if (!row)
        doctor_say(d, NOTE, "it has not run yet: nothing is purged without it");
    else if (strtol(row[1], NULL, 10) > WORKER_LATE_MIN)
        doctor_say(d, WRONG, "%s ran %s minutes ago: is the program `worker` running?", row[0],
                   row[1]);
    else
        doctor_say(d, strcmp(row[3], "0") == 0 ? FINE : WRONG,
                   "%s ran %s minutes ago: %s done, %s failed%s%s", row[0], row[1], row[2], row[3],
                   *row[4] ? ": " : "", row[4]);
    snprintf(sql, sizeof sql,
             "SELECT COUNT(*) FROM (SELECT d.tenant_id, d.id FROM %s.deleted_interactions d "
             "WHERE d.purge_at < UTC_TIMESTAMP() - INTERVAL 1 HOUR LIMIT 10000) o "
             "WHERE NOT EXISTS (SELECT 1 FROM %s.legal_holds h WHERE h.tenant_id = o.tenant_id "
             "AND h.interaction_id = o.id)",
             d->facts, d->app);
    row = doctor_ask(d, sql);
    if (row && strcmp(row[0], "0") != 0)
        doctor_say(d, WRONG, "%s deleted interactions should be purged by now: `parley purge`",
                   row[0]);
}

/* --- accounts ------------------------------------------------------------------------------- */

/* What this account sees of the tables that we see ourselves. */
static void compare_sight(struct doctor *d, const char *program, struct db *db)
{
    size_t n;
    struct shape *theirs = NULL;
    const struct facts_table *tables = facts_tables(&n);
    struct buf hidden = {0};
    if (shape_read(&theirs, db_handle(db), d->facts) != OK) {
        doctor_say(d, WRONG, "parley_%s: %s", program, err_detail());
        err_clear();
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (shape_has_table(d->shape, &tables[i]) && !shape_has_table(theirs, &tables[i]))
            buf_printf(&hidden, " %s", tables[i].name);
    doctor_say(d, hidden.len ? WRONG : FINE, "parley_%s signs in%s%s%s", program,
               hidden.len ? ", but may not read" : "", hidden.len ? hidden.s : "",
               hidden.len ? ": run `parley migrate`" : "");
    buf_free(&hidden);
    shape_free(theirs);
}

/* Only programs that may read all of the facts are held against them: others see what they need. */
static bool reads_facts(struct doctor *d, const char *program)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "SELECT COUNT(*) FROM mysql.db WHERE user = 'parley_%s' AND db = '%s' "
             "AND select_priv = 'Y'",
             program, d->facts);
    char **row = doctor_ask(d, sql);
    return row && strcmp(row[0], "0") != 0;
}

static void check_account(struct doctor *d, const char *program)
{
    static const struct db_stmt *const none[] = {NULL};
    struct db *db = NULL;
    enum err e = db_new(&db, program, none);
    if (!e)
        e = db_connect(db);
    if (e)
        doctor_say(d, WRONG, "parley_%s cannot sign in: %s", program, err_detail());
    else if (strcmp(program, "pages") == 0 && !reads_facts(d, program))
        doctor_say(d, WRONG, "parley_pages may not read %s: run `parley migrate`", d->facts);
    else if (reads_facts(d, program))
        compare_sight(d, program, db);
    else
        doctor_say(d, FINE, "parley_%s signs in", program);
    err_clear();
    db_free(db);
}

static void check_accounts(struct doctor *d)
{
    char path[PATH_MAX], program[64];
    struct dirent **files;
    doctor_heading("Accounts of the programs");
    snprintf(path, sizeof path, "%s/grants", conf(CONF_SQL_DIR));
    int n = scandir(path, &files, is_sql, alphasort);
    if (n <= 0)
        doctor_say(d, WRONG, "there are no rights in %s (sql_dir)", path);
    for (int i = 0; i < n; i++) {
        snprintf(program, sizeof program, "%.*s", (int)strcspn(files[i]->d_name, "."),
                 files[i]->d_name);
        check_account(d, program);
        free(files[i]);
    }
    if (n >= 0)
        free(files);
}

/* --- all of it ------------------------------------------------------------------------------ */

static void check_owner(struct doctor *d)
{
    char heading[128], sql[256];
    snprintf(heading, sizeof heading, "Interactions, in the database %s", d->facts);
    doctor_heading(heading);
    snprintf(sql, sizeof sql,
             "SELECT default_character_set_name, default_collation_name, (SELECT COUNT(*) FROM "
             "information_schema.tables WHERE table_schema = schema_name) "
             "FROM information_schema.schemata WHERE schema_name = '%s'",
             d->facts);
    char **row = doctor_ask(d, sql);
    if (!row || strcmp(row[2], "0") == 0) {
        doctor_say(d, WRONG, "%s: run `parley migrate`", row ? "it is empty" : "it is not there");
        return;
    }
    if (d->own) {
        doctor_say(d, FINE, "Parley's own schema");
        check_migrations(d, "pbxlogs", d->facts);
    } else {
        doctor_say(d, FINE,
                   "a PBX's own schema: Parley reads it and never writes it (%s tables and views)",
                   row[2]);
    }
    if (strncmp(row[0], "utf8mb4", 7) != 0)
        doctor_say(d, NOTE, "its character set is %s: what that cannot hold, the PBX cannot record",
                   row[0]);
    doctor_facts(d);
}

static void summary(const struct doctor *d)
{
    doctor_heading("In short");
    if (d->said[WRONG])
        printf("  %u thing%s wrong, marked WRONG above.\n", d->said[WRONG],
               d->said[WRONG] == 1 ? " is" : "s are");
    else
        puts("  Nothing is wrong.");
    if (d->said[SLOW])
        puts("  Some searches may be slow; they are stopped after a time limit and say so. "
             "Indexes help.");
}

/* --- what else is rested on ----------------------------------------------------------------- */

static void check_places(struct doctor *d)
{
    bool there;
    enum err e = geo_open(&there);
    if (!there && !e)
        return;
    doctor_heading("Places of IP addresses");
    if (e)
        doctor_say(d, WRONG, "%s: countries and cities of web visits stay unknown", err_detail());
    else
        doctor_say(d, FINE, "%s is read", conf(CONF_GEOIP_FILE));
    err_clear();
}

int doctor_command(struct command_env *env, int argc, char **argv)
{
    struct doctor d = {.env = env,
                       .m = db_handle(env->db),
                       .facts = conf(CONF_DB_FACTS),
                       .app = conf(CONF_DB_NAME)};
    (void)argv;
    if (argc != 1)
        return 2;
    if (shape_read(&d.shape, d.m, d.facts) != OK)
        return command_failed("doctor");
    if (shape_is_own(d.m, d.app, d.facts, &d.own) != OK)
        err_clear(); /* not migrated yet: said below */
    printf("Parley looks at its databases.\n");
    check_server(&d);
    check_state(&d);
    check_accounts(&d);
    if (d.own) {
        check_worker(&d);
        doctor_intake(&d);
        doctor_asterisk(&d);
    }
    check_places(&d);
    check_owner(&d);
    doctor_areas(&d);
    summary(&d);
    shape_free(d.shape);
    return d.said[WRONG] ? 1 : 0;
}
