/* parley bench-data: one tenant with millions of interactions, made by the server itself from
 * number sequences. Loads in minutes because the indexes are added afterwards. */
#include "bench_histories.h"
#include "bench_index.h"
#include "bench_texts.h"
#include "command.h"
#include "core/buf.h"
#include "core/conf.h"
#include "store/value_stats.h"

#include <errno.h>
#include <sodium.h>

enum {
    AGENTS = 2000,
    DIDS = 5000,
    DISPOSITIONS = 40,
    CONTACTS = 500000,
    ACTIVE = 300,
    BATCH = 500000,
    DAYS = 1096,
    DAY_S = 86400
};

struct bench {
    struct command_env *env;
    const char *slug;
    int64_t rows, queues, tenant_id, first_id;
    bool alone;             /* no other tenant has interactions */
    ms_t now, start;        /* start: a midnight UTC */
    double days;            /* from start to now, in the measure of busy_share */
    const char *words[128]; /* what {x} in a statement stands for, see set_words */
};

/* Runs a statement after replacing its words, and the words in these. */
static enum err run(const struct bench *b, const char *sql)
{
    struct buf out = {0};
    bool again = false;
    for (const char *s = sql; *s; s++) {
        bool word = s[0] == '{' && s[1] > 0 && s[2] == '}';
        if (!word) {
            buf_putc(&out, *s);
            continue;
        }
        if (!b->words[(int)s[1]]) {
            fprintf(stderr, "bench-data: no word {%c}\n", s[1]);
            abort();
        }
        buf_puts(&out, b->words[(int)s[1]]);
        again = true;
        s += 2;
    }
    enum err e = again ? run(b, out.s) : db_run(b->env->db, out.s);
    buf_free(&out);
    return e;
}

/* --- the words --- */

static const char first_names[] =
    "'Anna','Björn','Carmen','Derya','Emil','Fatima','Goran','Hanna','Ivo','Jürgen','Katja',"
    "'Liam','Mona','Nils','Olga','Pavel','Rosa','Sören','Tamar','Uwe','Vera','Wim','Yara','Zoë'";
static const char last_names[] =
    "'Adler','Brandt','Costa','D''Angelo','Engel','Fuchs','García','Huber','Ivanov','Jäger',"
    "'Keller','Lindqvist','Müller','Nowak','O''Brien','Peters','Quist','Rossi','Schröder',"
    "'Tanaka','Ünal','Vogt','Weiß','Zając'";

static char *number(const struct bench *b, int64_t n)
{
    return arena_printf(b->env->arena, "%lld", (long long)n);
}

/* {0} to {9}: random sequences for the batch of this number, beginning with row {l}. Seeds that are
 * near each other would give alike numbers at the start. */
static void set_draws(struct bench *b, int64_t batch, int64_t from)
{
    b->words['l'] = number(b, from);
    for (int column = 0; column < 10; column++) {
        uint64_t seed = (uint64_t)(batch * 16 + column) * 2654435761u % 1073741789u;
        b->words['0' + column] = arena_printf(b->env->arena, "RAND(%lld)", (long long)seed);
    }
}

/* --- what there is --- */

static const struct db_stmt find_tenant = {
    .name = "bench_tenant",
    .sql = "SELECT id FROM {app}.tenants WHERE slug = :slug",
    .cols = "i",
    .system = "command line",
};
static const struct db_stmt add_tenant = {
    .name = "bench_add_tenant",
    .sql = "INSERT INTO {app}.tenants (slug, name, zone) VALUES (:slug, 'Benchmark', 'UTC')",
    .cols = "",
    .system = "command line",
};
static const struct db_stmt count_rows = {
    .name = "bench_count",
    .sql = "SELECT COUNT(*), (SELECT COUNT(*) FROM {facts}.active_interactions "
           "WHERE tenant_id = :tenant), EXISTS (SELECT 1 FROM {facts}.closed_interactions "
           "WHERE tenant_id <> :tenant) FROM {facts}.closed_interactions "
           "WHERE tenant_id = :tenant",
    .cols = "iii",
    .system = "command line",
};
static const struct db_stmt next_id = {
    .name = "bench_next_id",
    .sql = "SELECT NEXTVAL({facts}.interaction_seq)",
    .cols = "i",
    .system = "command line",
};

static enum err find(struct bench *b)
{
    struct db_rows r;
    const struct db_arg *args = DB_ARGS(DB_TEXT("slug", b->slug));
    enum err e = db_query(b->env->db, b->env->arena, NULL, &find_tenant, args, &r);
    if (!e && !r.n) {
        e = db_exec(b->env->db, b->env->arena, NULL, &add_tenant, args, NULL);
        if (!e)
            e = db_query(b->env->db, b->env->arena, NULL, &find_tenant, args, &r);
    }
    if (!e)
        b->tenant_id = db_int(&r, 0, 0, 0);
    return e;
}

/* Whether all rows are there; if not, whether the table is otherwise empty. */
static enum err look(struct bench *b, bool *complete)
{
    struct db_rows r;
    enum err e = db_query(b->env->db, b->env->arena, NULL, &count_rows,
                          DB_ARGS(DB_INT("tenant", b->tenant_id)), &r);
    if (e)
        return e;
    *complete = db_int(&r, 0, 0, 0) == b->rows && db_int(&r, 0, 1, 0) > 0;
    b->alone = !db_int(&r, 0, 2, 0);
    return OK;
}

static enum err reserve_ids(struct bench *b)
{
    struct db_rows r;
    enum err e = db_query(b->env->db, b->env->arena, NULL, &next_id, DB_ARGS({0}), &r);
    if (e)
        return e;
    b->first_id = db_int(&r, 0, 0, 0);
    b->words['i'] = number(b, b->first_id);
    b->words['j'] = number(b, b->first_id + b->rows + ACTIVE + 1);
    return run(b, "SELECT SETVAL({f}.interaction_seq, {j})");
}

/* --- the catalog --- */

/* Country code 999 belongs to nobody. Repeating these changes nothing. */
static const char *const catalog[] = {
    "INSERT IGNORE INTO {f}.queues (tenant_id, id, name, channel) "
    "SELECT {t}, seq, CONCAT('Queue ', LPAD(seq, 3, '0')), ELT(1 + MOD(seq, 10), {C}) "
    "FROM {f}.seq_1_to_{Q}",
    "INSERT IGNORE INTO {f}.agents (tenant_id, id, name, kind) "
    "SELECT {t}, seq, {N}, IF(MOD(seq, 40) = 0, 'ai', 'human') FROM {f}.seq_1_to_{A}",
    "INSERT IGNORE INTO {f}.dids (tenant_id, id, number, label) "
    "SELECT {t}, seq, CONCAT('+9991', LPAD(seq, 7, '0')), CONCAT('Line ', seq) "
    "FROM {f}.seq_1_to_{D}",
    "INSERT IGNORE INTO {f}.dispositions (tenant_id, id, code, name) "
    "SELECT {t}, seq, CONCAT('D', LPAD(seq, 2, '0')), CONCAT('Disposition ', seq) "
    "FROM {f}.seq_1_to_{P}",
    "INSERT IGNORE INTO {f}.crm_contacts (tenant_id, id, name, phone_e164, zone) "
    "SELECT {t}, seq, {N}, CONCAT('+9992', LPAD(seq, 8, '0')), 'UTC' FROM {f}.seq_1_to_{K}",
};

static enum err make_catalog(struct bench *b)
{
    enum err e = OK;
    for (size_t c = 0; c < sizeof catalog / sizeof *catalog && !e; c++) {
        set_draws(b, (int64_t)c + 1, 1);
        e = run(b, catalog[c]);
    }
    return e;
}

/* --- the interactions --- */

/* 90 % of a day's interactions come between 7 and 20 o'clock. Its inverse stands in `times`. */
static double busy_share(double second_of_day)
{
    return second_of_day < 7 * 3600    ? second_of_day / (7 * 3600) * .05
           : second_of_day < 20 * 3600 ? .05 + (second_of_day - 7 * 3600) / (13 * 3600) * .9
                                       : .95 + (second_of_day - 20 * 3600) / (4 * 3600) * .05;
}

static void set_period(struct bench *b)
{
    ms_t day_ms = DAY_S * 1000LL, end = b->now - 600000;
    b->start = (end / day_ms - DAYS) * day_ms;
    b->days = DAYS + busy_share((double)(end % day_ms) / 1000);
}

/* Draws for each row of a batch. Value k of a dimension has a share of about 1/k. */
static const char draws[] =
    "(SELECT seq, seq * {d} / {n} AS x, FLOOR(POW({Q} + 1, {0})) AS q, "
    "FLOOR(POW({A} + 1, {1})) AS a, FLOOR(POW({D} + 1, {2})) AS d, FLOOR(POW({P} + 1, {3})) AS p, "
    "1 + FLOOR({K} * POW({4}, 2.5)) AS c, {5} AS u, {6} AS v, {7} AS w, {8} AS y, {9} AS z "
    "FROM {f}.seq_{l}_to_{h}) r";

/* What the row makes of its draws: the last twentieth of the queues is rare, each half as common as
 * the one before; one queue in 25 was closed after the first year. */
static const char facts[] =
    "(SELECT r.*, CASE WHEN u < .03 THEN NULL "
    "WHEN q > {R} AND v > POW(.5, q - {R}) THEN 1 + MOD(seq, 10) "
    "WHEN MOD(q, 25) = 24 AND seq > {n} / 3 THEN q - 1 ELSE q END AS queue, "
    "u >= .03 AND z >= .08 AS answered, "
    "5 + LEAST(7200, FLOOR(205 * EXP(1.5 * (v + w + y - 1.5)))) AS talk, "
    "LEAST(900, FLOOR(-25 * LN(1 - w))) AS wait, FLOOR(-40 * LN(1 - y)) AS wrap, "
    "FLOOR(x) AS day, x - FLOOR(x) AS f FROM {r}) s";

/* When it came in, and what follows from its queue. */
static const char times[] =
    "(SELECT s.*, MOD(IFNULL(queue, 1), 10) AS kind, '{b}' + INTERVAL ROUND(1000 * (day * 86400 + "
    "CASE WHEN f < .05 THEN f / .05 * 25200 WHEN f < .95 THEN 25200 + (f - .05) / .9 * 46800 "
    "ELSE 72000 + (f - .95) / .05 * 14400 END)) * 1000 MICROSECOND AS created, "
    "IF(y < .85, CONCAT('+9992', LPAD(c, 8, '0')), "
    "IF(y < .95, CONCAT('+9993', LPAD(c, 8, '0')), NULL)) AS phone FROM {s}) t";

static const struct {
    const char *column, *value;
} row[] = {
    {"tenant_id", "{t}"},
    {"id", "{i} + seq"},
    {"created_at", "created"},
    {"closed_at", "LEAST('{e}', created + INTERVAL wait + IF(answered, talk + wrap, 0) SECOND)"},
    {"channel", "ELT(1 + kind, {C})"},
    {"platform", "IF(kind IN (2, 6), 'web', 'phone')"},
    {"direction", "IF(u > .85, 'outbound', 'inbound')"},
    {"status", "'closed'"},
    {"queue_id", "queue"},
    {"agent_id", "IF(answered, a, NULL)"},
    {"crm_contact_id", "IF(y < .85, c, NULL)"},
    {"phone_number", "IF(kind IN (2, 6), NULL, phone)"},
    {"phone_e164", "IF(kind IN (2, 6), NULL, phone)"},
    {"did_id", "IF(kind IN (2, 6), NULL, d)"},
    {"disposition_id", "IF(answered AND w < .93, p, NULL)"},
    {"outcome", "IF(answered, ELT(1 + FLOOR(v * 4), 'success', 'success', 'complete', "
                "'incomplete'), 'abandoned')"},
    {"duration_s", "IF(answered, talk, NULL)"},
    {"wait_s", "IF(queue IS NULL, NULL, wait)"},
    {"hold_s", "IF(answered AND {V}, IF(v > .7, FLOOR(talk / 6), 0), NULL)"},
    {"acw_s", "IF(answered AND {V}, wrap, NULL)"},
    {"ended_by", "IF(answered AND w > .6, 'agent', 'client')"},
    {"sentiment", "IF(answered AND z > .6, ELT(1 + FLOOR(v * 5), 'extremely_negative', "
                  "'negative', 'neutral', 'positive', 'extremely_positive'), NULL)"},
    {"csat", "IF(answered AND z > .88, 1 + FLOOR(w * 5), NULL)"},
};
enum { COLUMNS = sizeof row / sizeof *row };

static enum err insert_batch(struct bench *b, int64_t from, int64_t to)
{
    struct buf sql = {0};
    set_draws(b, from, from);
    b->words['h'] = number(b, to);
    buf_puts(&sql, "INSERT INTO {f}.closed_interactions (");
    for (size_t c = 0; c < COLUMNS; c++)
        buf_printf(&sql, "%s%s", c ? ", " : "", row[c].column);
    buf_puts(&sql, ") SELECT ");
    for (size_t c = 0; c < COLUMNS; c++)
        buf_printf(&sql, "%s%s", c ? ", " : "", row[c].value);
    buf_printf(&sql, " FROM %s", times);
    enum err e = run(b, sql.s);
    buf_free(&sql);
    return e;
}

static enum err insert_batches(struct bench *b)
{
    /* Each level of a batch is computed once and kept, or its random numbers would be drawn anew
     * wherever they are named. */
    enum err e = run(b, "SET SESSION optimizer_switch = 'derived_merge=off', "
                        "tmp_memory_table_size = 512 << 20, max_heap_table_size = 512 << 20");
    for (int64_t from = 1; from <= b->rows && !e; from += BATCH) {
        int64_t to = from + BATCH - 1 < b->rows ? from + BATCH - 1 : b->rows;
        e = insert_batch(b, from, to);
        if (!e)
            command_progress(b->env, "interactions", to, b->rows);
    }
    return e;
}

static enum err insert_active(struct bench *b)
{
    set_draws(b, b->rows + 1, 1);
    b->words['h'] = number(b, ACTIVE);
    enum err e = run(b, "DELETE FROM {f}.active_interactions WHERE tenant_id = {t}");
    return e ? e
             : run(b, "INSERT INTO {f}.active_interactions (tenant_id, id, created_at, channel, "
                      "platform, direction, status, queue_id, agent_id, crm_contact_id, did_id, "
                      "wait_s) SELECT {t}, {i} + {n} + seq, "
                      "UTC_TIMESTAMP(3) - INTERVAL ({h} - seq) * 6 SECOND, "
                      "ELT(1 + MOD(q, 10), {C}), IF(MOD(q, 10) IN (2, 6), 'web', 'phone'), "
                      "'inbound', IF(u < .2, 'new', IF(u < .9, 'active', 'acw')), q, "
                      "IF(u < .2, NULL, a), c, IF(MOD(q, 10) IN (2, 6), NULL, d), "
                      "IF(u < .2, NULL, 5 + FLOOR(u * 40)) FROM {r}");
}

/* Capitals: how many there are of a kind, and what the queries share. Small letters: the run. */
static void set_words(struct bench *b)
{
    char now[CLOCK_ISO_SIZE], start[CLOCK_ISO_SIZE];
    clock_iso(b->now, now);
    clock_iso(b->start, start);
    b->words['f'] = conf(CONF_DB_FACTS);
    b->words['p'] = conf(CONF_DB_NAME);
    b->words['t'] = number(b, b->tenant_id);
    b->words['n'] = number(b, b->rows);
    b->words['d'] = arena_printf(b->env->arena, "%.9f", b->days);
    b->words['b'] = arena_printf(b->env->arena, "%.10s", start);
    b->words['e'] = arena_printf(b->env->arena, "%.10s %.12s", now, now + 11);
    b->words['r'] = draws;
    b->words['s'] = facts;
    b->words['Q'] = number(b, b->queues);
    b->words['R'] = number(b, b->queues - b->queues / 20);
    b->words['A'] = number(b, AGENTS);
    b->words['D'] = number(b, DIDS);
    b->words['P'] = number(b, DISPOSITIONS);
    b->words['K'] = number(b, CONTACTS);
    b->words['C'] =
        "'voice','voice','chat','voice','whatsapp','voice','email','voice','sms','voice'";
    b->words['V'] = "kind IN (0, 1, 3, 5, 7, 9)";
    b->words['N'] = arena_printf(b->env->arena,
                                 "CONCAT(ELT(1 + FLOOR({0} * 24), %s), ' ', CHAR(65 + FLOOR({1} * "
                                 "26) USING utf8mb4), '. ', ELT(1 + FLOOR({2} * 24), %s))",
                                 first_names, last_names);
}

/* --- the steps --- */

/* All of closed_interactions at once where it is all ours. */
static enum err empty_interactions(struct bench *b)
{
    if (b->alone) {
        enum err e = run(b, "TRUNCATE TABLE {f}.closed_interactions");
        return e ? e : bench_drop_indexes(b->env);
    }
    int64_t gone = 1;
    enum err e = OK;
    static const struct db_stmt delete_some = {
        .name = "bench_delete",
        .sql = "DELETE FROM {facts}.closed_interactions WHERE tenant_id = :tenant LIMIT 50000",
        .cols = "",
        .system = "command line",
    };
    while (gone && !e)
        e = db_exec(b->env->db, b->env->arena, NULL, &delete_some,
                    DB_ARGS(DB_INT("tenant", b->tenant_id)), &gone);
    return e;
}

static enum err empty(struct bench *b)
{
    enum err e = empty_interactions(b);
    static const char *const hanging[] = {"{f}.legs", "{f}.messages", "{p}.search_words",
                                          "{p}.search_texts"};
    for (size_t i = 0; i < sizeof hanging / sizeof *hanging && !e; i++)
        e = run(b, arena_printf(b->env->arena, "DELETE FROM %s WHERE tenant_id = {t}", hanging[i]));
    if (!e)
        e = run(b, "DELETE FROM {f}.active_interactions WHERE tenant_id = {t}");
    return e ? e : run(b, "DELETE FROM {f}.agents WHERE tenant_id = {t} AND id > {A}");
}

static enum err add_indexes(struct bench *b)
{
    fputs("indexes ...\n", stderr);
    return bench_add_indexes(b->env);
}

static enum err analyze(struct bench *b)
{
    enum err e = run(b, "ANALYZE TABLE {f}.closed_interactions, {f}.crm_contacts");
    return e ? e : value_stats_refresh(b->env->db, b->tenant_id);
}

/* Behind the numbers of the others. */
static enum err make_histories(struct bench *b)
{
    bool made;
    enum err e = bench_histories(b->env, b->tenant_id, b->rows, CONTACTS + 1, AGENTS + 1, &made);
    return e || !made ? e : analyze(b);
}

static const struct {
    const char *name;
    int64_t queues[10]; /* of 200 */
} users[] = {
    {"admin", {0}},
    {"supervisor", {1, 3, 8, 20, 50, 90, 120, 150, 180, 195}},
    {"few", {192, 195, 198}},
};

static enum err make_users(struct bench *b)
{
    enum err e = OK;
    for (size_t u = 0; u < sizeof users / sizeof *users && !e; u++) {
        int64_t queues[10];
        size_t n = 0;
        for (; n < 10 && users[u].queues[n]; n++)
            queues[n] = b->queues >= 200 ? users[u].queues[n]
                                         : 1 + (users[u].queues[n] - 1) * b->queues / 200;
        e = user_save(b->env->db, b->env->arena, b->tenant_id,
                      arena_printf(b->env->arena, "%s@%s.example", users[u].name, b->slug),
                      users[u].name, n ? "Contact Center Supervisor" : "Contact Center Admin",
                      "parley-bench-1", queues, n);
    }
    return e;
}

static enum err fill(struct bench *b)
{
    static enum err (*const steps[])(struct bench *) = {
        empty,   make_catalog, reserve_ids,   insert_batches, add_indexes,
        analyze, make_users,   insert_active, /* it tells a run that was completed */
    };
    enum err e = OK;
    set_period(b);
    set_words(b);
    for (size_t s = 0; s < sizeof steps / sizeof *steps && !e; s++)
        e = steps[s](b);
    return e;
}

static bool read_number(const char *s, int64_t low, int64_t high, int64_t *out)
{
    char *end;
    errno = 0;
    long long n = strtoll(s, &end, 10);
    *out = n;
    return !errno && end != s && !*end && n >= low && n <= high;
}

static bool read_options(struct bench *b, int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        bool ok = false;
        if (i + 1 < argc && strcmp(argv[i], "--rows") == 0)
            ok = read_number(argv[i + 1], 1000, 1000000000, &b->rows);
        else if (i + 1 < argc && strcmp(argv[i], "--queues") == 0)
            ok = read_number(argv[i + 1], 20, 10000, &b->queues);
        else if (i + 1 < argc && strcmp(argv[i], "--tenant-slug") == 0)
            ok = strspn(b->slug = argv[i + 1], "abcdefghijklmnopqrstuvwxyz0123456789-") ==
                 strlen(argv[i + 1]);
        if (!ok)
            return false;
    }
    return b->rows > 0;
}

int bench_data_command(struct command_env *env, int argc, char **argv)
{
    struct bench b = {.env = env, .slug = "bench", .queues = 200, .now = clock_now()};
    int64_t begin = clock_mono_us();
    bool complete = false;
    if (!read_options(&b, argc, argv))
        return 2;
    if (sodium_init() < 0)
        abort();
    enum err e = find(&b);
    if (!e)
        e = look(&b, &complete);
    if (!e && !complete)
        e = fill(&b);
    set_words(&b);
    if (!e)
        e = make_histories(&b);
    if (!e)
        e = bench_texts(env, b.tenant_id);
    if (e)
        return command_failed("bench-data");
    if (complete)
        printf("The tenant %s has its %lld interactions already.\n", b.slug, (long long)b.rows);
    else
        printf("%lld interactions of the tenant %s in %.0f seconds.\n", (long long)b.rows, b.slug,
               (double)(clock_mono_us() - begin) / 1e6);
    return 0;
}
