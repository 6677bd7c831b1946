/* parley demo: two tenants with 13 months of invented interactions. */
#include "demo.h"
#include "store/value_stats.h"

#include "core/conf.h"
#include "store/tenants.h"

#include <errno.h>
#include <sodium.h>

enum { MONTHS = 13, ROWS = 200000, MIN_ROWS = 2000, MAX_ROWS = 20000000 };
static const char password[] = "parley-demo-1";

struct options {
    int64_t seed, rows;
};

/* What the database holds of a tenant. */
enum state { ABSENT, UNCOUNTED, COMPLETE };

static const struct db_stmt find_tenant = {
    .name = "demo_find_tenant",
    .sql = "SELECT t.id, (SELECT MAX(IF(i.done_at IS NULL, 1, 2)) FROM {app}.imports i "
           "WHERE i.tenant_id = t.id AND i.source = 'demo') "
           "FROM {app}.tenants t WHERE t.slug = :slug",
    .cols = "ii",
    .system = "command line",
};
static const struct db_stmt add_tenant = {
    .name = "demo_add_tenant",
    .sql = "INSERT INTO {app}.tenants (slug, name, zone, locale, currency) "
           "VALUES (:slug, :name, :zone, :locale, :currency)",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt add_import = {
    .name = "demo_add_import",
    .sql = "INSERT INTO {app}.imports (tenant_id, source, file_name, started_at, rows_read, "
           "rows_new) VALUES (:tenant, 'demo', :seed, :start, :rows, :rows)",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt end_import = {
    .name = "demo_end_import",
    .sql = "UPDATE {app}.imports SET done_at = UTC_TIMESTAMP(3) "
           "WHERE tenant_id = :tenant AND source = 'demo'",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt find_user = {
    .name = "demo_find_user",
    .sql = "SELECT u.id FROM {app}.users u WHERE u.tenant_id = :tenant AND u.email = :email",
    .cols = "i",
    .system = "command line",
};
static const struct db_stmt next_id = {
    .name = "demo_next_id",
    .sql = "SELECT NEXTVAL({facts}.interaction_seq)",
    .cols = "i",
    .system = "command line",
};

static bool read_number(const char *s, int64_t low, int64_t high, int64_t *out)
{
    char *end;
    errno = 0;
    long long n = strtoll(s, &end, 10);
    *out = n;
    return !errno && end != s && !*end && n >= low && n <= high;
}

static bool read_options(struct options *o, int argc, char **argv)
{
    *o = (struct options){1, ROWS};
    for (int i = 1; i < argc; i += 2) {
        bool ok = false;
        if (i + 1 < argc && strcmp(argv[i], "--seed") == 0)
            ok = read_number(argv[i + 1], 0, INT64_MAX, &o->seed);
        else if (i + 1 < argc && strcmp(argv[i], "--rows") == 0)
            ok = read_number(argv[i + 1], MIN_ROWS, MAX_ROWS, &o->rows);
        if (!ok)
            return false;
    }
    return true;
}

static enum err find(struct command_env *env, const char *slug, int64_t *id, enum state *state)
{
    struct db_rows r;
    enum err e =
        db_query(env->db, env->arena, NULL, &find_tenant, DB_ARGS(DB_TEXT("slug", slug)), &r);
    *state = ABSENT;
    if (e || !r.n)
        return e;
    *id = db_int(&r, 0, 0, 0);
    *state = (enum state)db_int(&r, 0, 1, 0);
    return *state != ABSENT
               ? OK
               : err_set(ERR_CONFLICT, "the tenant '%s' is there and is not the demo's", slug);
}

/* Takes a block of ids from the sequence: more than are needed, for messages sent during calls. */
static enum err reserve_ids(struct demo_world *w)
{
    struct db_rows r;
    char sql[160];
    enum err e = db_query(w->env->db, w->env->arena, NULL, &next_id, DB_ARGS({0}), &r);
    if (e)
        return e;
    w->next_id = db_int(&r, 0, 0, 0);
    w->last_id = w->next_id + w->rows + w->rows / 8;
    snprintf(sql, sizeof sql, "SELECT SETVAL(%s.interaction_seq, %lld)", conf(CONF_DB_FACTS),
             (long long)w->last_id);
    return db_run(w->env->db, sql);
}

static enum err insert_tenant(struct demo_world *w)
{
    const struct demo_tenant *t = w->tenant;
    struct db_rows r;
    enum err e = db_exec(w->env->db, w->env->arena, NULL, &add_tenant,
                         DB_ARGS(DB_TEXT("slug", t->slug), DB_TEXT("name", t->name),
                                 DB_TEXT("zone", t->zone), DB_TEXT("locale", t->locale),
                                 DB_TEXT("currency", t->currency)),
                         NULL);
    if (!e)
        e = db_query(w->env->db, w->env->arena, NULL, &find_tenant,
                     DB_ARGS(DB_TEXT("slug", t->slug)), &r);
    if (!e)
        w->tenant_id = db_int(&r, 0, 0, 0);
    return e;
}

static enum err insert_interactions(struct demo_world *w)
{
    enum err e = demo_write_open(w);
    if (!e)
        e = demo_arrivals(w);
    enum err end = demo_write_close(w);
    if (!e && !end && w->next_id > w->last_id)
        return err_set(ERR_INTERNAL, "the demo ran out of the ids it took");
    return e ? e : end;
}

static enum err insert_users(struct demo_world *w)
{
    struct db_rows r;
    enum err e = OK;
    for (const struct demo_user *u = w->tenant->users; u->email && !e; u++) {
        int64_t queues[4];
        size_t n = 0;
        for (; u->queues[n]; n++)
            queues[n] = demo_queue_index(w->tenant, u->queues[n]) + 1;
        e = user_save(w->env->db, w->env->arena, w->tenant_id, u->email, u->name,
                      n ? "Contact Center Supervisor" : "Contact Center Admin", password, queues,
                      n);
        if (!e)
            e = db_query(w->env->db, w->env->arena, NULL, &find_user,
                         DB_ARGS(DB_INT("tenant", w->tenant_id), DB_TEXT("email", u->email)), &r);
        if (!e)
            w->user_ids[u - w->tenant->users] = db_int(&r, 0, 0, 0);
    }
    return e;
}

static enum err insert_import(struct demo_world *w)
{
    char seed[40];
    snprintf(seed, sizeof seed, "seed %llu", (unsigned long long)w->seed);
    return db_exec(w->env->db, w->env->arena, NULL, &add_import,
                   DB_ARGS(DB_INT("tenant", w->tenant_id), DB_TEXT("seed", seed),
                           DB_TIME("start", w->now), DB_INT("rows", w->rows)),
                   NULL);
}

/* All of a tenant is one transaction: a run that is killed leaves nothing behind. */
static enum err load(struct demo_world *w)
{
    static enum err (*const steps[])(struct demo_world *) = {
        insert_tenant,       reserve_ids,     demo_catalog, insert_users,
        insert_interactions, demo_strategies, demo_intake,  insert_import,
    };
    enum err e = db_begin(w->env->db, false);
    for (size_t s = 0; s < sizeof steps / sizeof *steps && !e; s++)
        e = steps[s](w);
    if (!e)
        return db_commit(w->env->db);
    db_rollback(w->env->db);
    demo_remove_files(w);
    return e;
}

static ms_t months_ago(const char *zone, ms_t now, int months)
{
    struct date d = zone_civil(zone, now).date;
    int month = d.year * 12 + d.month - 1 - months;
    d = (struct date){month / 12, month % 12 + 1, d.day < 28 ? d.day : 28};
    return zone_day_start(zone, d);
}

static void free_days(void *data)
{
    struct demo_world *w = data;
    arena_free(w->days);
}

static struct demo_world *make_world(struct command_env *env, const struct options *o, int t,
                                     ms_t now)
{
    struct demo_world *w = arena_alloc(env->arena, sizeof *w);
    w->tenant = demo_tenants[t];
    w->env = env;
    w->seed = (uint64_t)o->seed * DEMO_TENANTS + (uint64_t)t;
    w->rows = (int64_t)((double)o->rows * w->tenant->share);
    w->occupied = o->rows > ROWS ? (double)ROWS / (double)o->rows : 1;
    w->now = now;
    w->start = months_ago(w->tenant->zone, now, MONTHS);
    random_seed(&w->random, w->seed);
    w->days = arena_new();
    arena_cleanup(env->arena, free_days, w);
    struct demo_clip clip;
    w->can_speak = demo_speak(w, "en", "a", &clip);
    return w;
}

static void print_tenant(const struct demo_world *w)
{
    printf("%-18s %lld interactions (%d of them running now), %zu queues, %zu agents, %d "
           "contacts\n",
           w->tenant->name, (long long)w->made, DEMO_LIVE, w->queues, w->agent_count,
           DEMO_CONTACTS);
    if (!demo_files_possible())
        printf("    no recordings and files: %s cannot be written to\n", conf(CONF_RECORDINGS_DIR));
    else if (!w->can_speak)
        puts("    no spoken recordings: espeak-ng is not installed");
}

static enum err make_tenant(struct command_env *env, const struct options *o, int t, ms_t now,
                            bool *changed)
{
    int64_t id = 0;
    enum state state;
    enum err e = find(env, demo_tenants[t]->slug, &id, &state);
    if (e || state == COMPLETE)
        return e;
    *changed = true;
    if (state == ABSENT) {
        struct demo_world *w = make_world(env, o, t, now);
        e = load(w);
        id = w->tenant_id;
        if (!e)
            print_tenant(w);
    }
    if (!e)
        e = value_stats_refresh(env->db, id);
    return e ? e
             : db_exec(env->db, env->arena, NULL, &end_import, DB_ARGS(DB_INT("tenant", id)), NULL);
}

/* Who manages the tenants has one of their own, and sees no interaction. */
static enum err insert_operator(struct command_env *env, const void *data)
{
    const struct tenant_row *t = data;
    int64_t id;
    enum err e = tenant_insert(env->db, env->arena, t, &id);
    return e ? e
             : user_save(env->db, env->arena, id, "system@parley.example", "Sol Systems",
                         "System Administrator", password, NULL, 0);
}

static enum err make_operator(struct command_env *env, bool *changed)
{
    static const struct tenant_row tenant = {
        .slug = "operator", .name = "Operator", .zone = "UTC", .locale = "en", .currency = "EUR"};
    struct tenant_row there;
    bool found;
    enum err e = tenant_find_slug(env->db, env->arena, tenant.slug, &there, &found);
    if (e || found)
        return e;
    *changed = true;
    return command_transaction(env, insert_operator, &tenant);
}

static void print_users(double seconds)
{
    puts("\nSign in with the password parley-demo-1 as");
    for (int t = 0; t < DEMO_TENANTS; t++)
        for (const struct demo_user *u = demo_tenants[t]->users; u->email; u++)
            printf("  %-26s %-16s %s\n", u->email, u->name,
                   u->queues[0] ? "3 queues" : "all queues");
    printf("  %-26s %-16s %s\n", "system@parley.example", "Sol Systems", "the tenants");
    printf("\nDone in %.1f seconds.\n", seconds);
}

int demo_command(struct command_env *env, int argc, char **argv)
{
    struct options options;
    int64_t begin = clock_mono_us();
    ms_t now = clock_now();
    bool changed = false;
    enum err e = OK;
    if (!read_options(&options, argc, argv))
        return 2;
    if (sodium_init() < 0)
        abort();
    for (int t = 0; t < DEMO_TENANTS && !e; t++)
        e = make_tenant(env, &options, t, now, &changed);
    if (!e)
        e = make_operator(env, &changed);
    if (e)
        return command_failed("demo");
    if (changed)
        print_users((double)(clock_mono_us() - begin) / 1e6);
    else
        puts("The demo data is there already.");
    return 0;
}
