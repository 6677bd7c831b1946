/* parley import asterisk: calls from what Asterisk logs. */
#include "asterisk_figures.h"
#include "asterisk_source.h"
#include "core/log.h"
#include "import_batch.h"
#include "import_file.h"
#include "import_report.h"
#include "import_talk.h"

enum {
    SOURCES_MAX = 200,
    SORT_BYTES = 32 * 1024 * 1024,
    BATCH_BYTES = 8 * 1024 * 1024,
    CALL_BYTES = 2048 /* about what a call takes in a batch */
};

struct options {
    const char *tenant, *zone, *database, *rejects, *agents, *recordings, *country;
    const char *cdr_columns, *cel_columns;
    bool dry_run;
    struct {
        enum log_source source;
        const char *from;
    } sources[SOURCES_MAX];
    size_t n_sources;
};

struct calls {
    const struct command_env *env;
    const struct options *options;
    struct log_feed feed;
    struct join *join;
    struct figures figures;
    struct map *map;
    struct store *store;
    struct report *report;
    struct arena *batch;
    struct import_row *rows[STORE_BATCH];
    struct join_figures of[STORE_BATCH];
    size_t n;
    int64_t joined;
    json_t *agents; /* NULL: none are named */
    ms_t now;
    enum err failed;
};

static const struct db_stmt find_zone = {
    .name = "import_find_zone",
    .sql = "SELECT zone FROM {app}.tenants WHERE slug = :slug",
    .cols = "s",
    .system = "command line",
};

static const char help_text[] =
    "parley import asterisk [--queue-log FROM]... [--cdr FROM]... [--cel FROM]... --tenant SLUG\n"
    "                       [--zone ZONE] [--database NAME] [--agents FILE] [--recordings FOLDER]\n"
    "                       [--country-code CODE] [--cdr-columns LIST] [--cel-columns LIST]\n"
    "                       [--rejects FILE] [--dry-run]\n\n"
    "Reads what Asterisk logs and makes one interaction of each call: its visits to queues, "
    "agents\n"
    "that did not answer, transfers, hold, and who hung up. Calls that were imported before are "
    "left\n"
    "alone, so the same files may be read again. FROM is a file, plain or gzip, or table:NAME of\n"
    "--database on the same server. Each may be given several times (rotated files) and in any "
    "order:\n"
    "all lines are sorted by time, on disk ($TMPDIR) where there are many.\n\n"
    "  --queue-log     /var/log/asterisk/queue_log, or its table (time, callid, queuename, agent,\n"
    "                  event, data1 to data5)\n"
    "  --cdr           CSV with a header line, or as cdr_csv writes it (Master.csv), or the table. "
    "It\n"
    "                  needs uniqueid (loguniqueid in cdr.conf), and linkedid (newcdrcolumns) to "
    "join\n"
    "                  transferred calls.\n"
    "  --cel           CSV with a header line, or as the sample of cel_custom.conf has it, or the "
    "table\n"
    "  --cdr-columns   names of the columns of a CSV without a header line, with commas; an empty "
    "name\n"
    "  --cel-columns   leaves a column out\n"
    "  --zone          of times without one, as in CDRs; by default that of the tenant\n"
    "  --agents        JSON: {\"SIP/8007\": \"Alice Baker\"}: names of interfaces\n"
    "  --recordings    folder below recordings_dir/<number of the tenant>: files whose names hold "
    "the\n"
    "                  unique id of one of a call's channels (MixMonitor(${UNIQUEID}.wav)) belong "
    "to it\n"
    "  --country-code  of telephone numbers without one, as in 49\n"
    "  --rejects       where lines are listed that could not be used, with the reason; by default\n"
    "                  asterisk.rejects.csv in the current folder. Calls that could not be stored "
    "are in\n"
    "                  the file of that name with .calls.csv behind it.\n"
    "  --dry-run       writes nothing but these lists\n\n"
    "A call is known by the linkedid of its CDRs and CELs, else by the unique id of the caller's\n"
    "channel. A call with a visit to a queue is inbound; else the context decides where it begins "
    "with\n"
    "from-trunk, from-pstn, from-did, ext-did, inbound or incoming, else the numbers: from at most "
    "6\n"
    "digits to 7 or more is outbound, the other way round inbound. The number called is that of an "
    "event\n"
    "DID, the column did, the DNID of CEL, or a dst of 7 digits or more. An agent whose phone rang "
    "in\n"
    "vain is a leg without an entry to the queue, before the visit it belongs to. Waiting callers "
    "who\n"
    "pressed a key or were sent away by an empty queue have left by overflow. Calls of which 12 "
    "hours\n"
    "nothing is heard, or no more when the files end, are stored as they are, as incomplete.\n\n"
    "At the end it prints what became of every line, and the log's own figures beside those of "
    "what was\n"
    "stored.\n";

/* --- calls ----------------------------------------------------------------------------------- */

static void free_document(void *doc)
{
    json_decref(doc);
}

static enum err store_rows(struct calls *c)
{
    enum err e = OK;
    if (c->n)
        e = store_batch(c->store, c->batch, c->rows, c->n, report_counts(c->report));
    if (!e)
        e = report_rows(c->report, c->rows, c->n);
    for (size_t i = 0; i < c->n && !e; i++)
        if (c->rows[i]->state != ROW_REJECTED)
            figures_stored(&c->figures, &c->of[i]);
    c->n = 0;
    arena_reset(c->batch);
    return e;
}

static void on_done(void *data, const struct join_call *call)
{
    struct calls *c = data;
    if (!call->document) {
        c->figures.lone_recordings++;
        return;
    }
    if (c->failed) {
        json_decref(call->document);
        return;
    }
    json_object_del(call->document, "status"); /* they are all closed */
    arena_cleanup(c->batch, free_document, call->document);
    if (c->options->recordings)
        log_named_recording(c->store->tenant_id, c->options->recordings, call->document, c->batch);
    c->figures.calls++;
    c->figures.incomplete += call->incomplete;
    c->figures.guessed += call->guessed;
    c->of[c->n] = call->figures;
    c->rows[c->n++] = talk_row(c->map, call->document, ++c->joined, c->now, c->batch,
                               talk_problem(call->document, c->batch));
    if (c->n == STORE_BATCH || arena_used(c->batch) + c->n * CALL_BYTES > BATCH_BYTES)
        c->failed = store_rows(c);
}

/* The name of an interface: as it stands, else without the options of a local channel, else by its
 * number alone. */
static const char *agent_of(void *data, const char *name)
{
    const struct calls *c = data;
    char number[64];
    const char *slash = strchr(name, '/');
    const char *known = json_string_value(json_object_get(c->agents, name));
    if (known || !slash)
        return known;
    snprintf(number, sizeof number, "%.*s", (int)strcspn(slash + 1, "@/"), slash + 1);
    return json_string_value(json_object_get(c->agents, number));
}

static enum line_fate fate_of(enum join_use use)
{
    static const enum line_fate fates[] = {
        [JOIN_USED] = LINE_USED, [JOIN_KEPT] = LINE_KEPT,       [JOIN_REPEATED] = LINE_REPEATED,
        [JOIN_ODD] = LINE_ODD,   [JOIN_NO_CALL] = LINE_NO_CALL,
    };
    return fates[use];
}

static enum err count_line(struct calls *c, const struct log_record *r, enum join_use use)
{
    struct buf text = {0};
    const char *kind = NULL;
    enum line_fate fate = fate_of(use);
    if (fate == LINE_KEPT)
        kind = r->source == LOG_QUEUE ? r->fields[4] : r->fields[CEL_EVENTTYPE];
    else if (fate == LINE_ODD)
        kind = r->source == LOG_QUEUE ? r->fields[4] : "too many of one call";
    for (size_t i = 0; fate == LINE_ODD && i < r->n; i++)
        buf_printf(&text, "%s%s", i ? "|" : "", r->fields[i]);
    enum err e = lines_count(c->feed.lines, r->source, fate, r->line, kind, text.s ? text.s : "");
    if (r->source == LOG_QUEUE && use != JOIN_REPEATED)
        figures_logged(&c->figures, r->fields[4], use == JOIN_ODD);
    buf_free(&text);
    return e;
}

static enum err join_all(struct calls *c)
{
    struct log_record r;
    enum err e;
    int64_t done = 0, all = sorter_count(c->feed.sorter);
    while (!c->failed && log_next(&c->feed, &r, &e)) {
        e = count_line(c, &r, log_join(&c->feed, c->join, &r));
        c->failed = e;
        if (++done % 1000 == 0)
            command_progress(c->env, "joining", done, all);
    }
    if (!c->failed)
        c->failed = e;
    if (!c->failed)
        join_flush(c->join);
    if (!c->failed)
        c->failed = store_rows(c);
    return c->failed;
}

/* --- the whole ------------------------------------------------------------------------------- */

static enum err load_agents(struct calls *c)
{
    json_error_t error;
    const char *key;
    json_t *v;
    if (!c->options->agents)
        return OK;
    c->agents = json_load_file(c->options->agents, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(c->agents))
        return err_set(ERR_BAD_REQUEST, "%s: line %d: %s", c->options->agents, error.line,
                       c->agents ? "this is no JSON object" : error.text);
    json_object_foreach(c->agents, key, v) if (!json_is_string(v)) return err_set(
        ERR_BAD_REQUEST, "%s: '%s' must be a text", c->options->agents, key);
    return OK;
}

static enum err find_the_zone(struct calls *c)
{
    struct db_rows r;
    c->feed.zone = c->options->zone;
    if (!c->feed.zone) {
        enum err e = db_query(c->env->db, c->env->arena, NULL, &find_zone,
                              DB_ARGS(DB_TEXT("slug", c->options->tenant)), &r);
        c->feed.zone = !e && r.n ? db_text(&r, 0, 0, "UTC") : "UTC";
        return e;
    }
    return zone_valid(c->feed.zone)
               ? OK
               : err_set(ERR_BAD_REQUEST, "--zone: '%s' is no zone", c->feed.zone);
}

static void close_all(void *data)
{
    struct calls *c = data;
    join_free(c->join);
    sorter_free(c->feed.sorter);
    json_decref(c->agents);
    arena_free(c->batch);
}

static void open_all(struct calls *c)
{
    const struct options *o = c->options;
    const char *rejects = o->rejects ? o->rejects : "asterisk.rejects.csv";
    const struct join_options join = {.done = on_done, .agent = agent_of, .data = c};
    c->batch = arena_new();
    c->join = join_new(&join);
    c->feed.env = c->env;
    c->feed.database = o->database;
    c->feed.now = c->now;
    c->feed.sorter = sorter_new(SORT_BYTES);
    c->feed.lines = lines_new(c->env->arena, rejects);
    arena_cleanup(c->env->arena, close_all, c);
}

static enum err open_store(struct calls *c)
{
    const struct options *o = c->options;
    struct arena *a = c->env->arena;
    const char *rejects = o->rejects ? o->rejects : "asterisk.rejects.csv";
    enum err e = talk_map(&c->map, a, "asterisk", o->country);
    struct store_options to = {
        c->env->db, a, c->map, o->tenant, import_base_name(o->sources[0].from), o->dry_run, true};
    to.map = c->map;
    if (!e)
        e = store_open(&c->store, &to);
    if (!e)
        c->report = report_new(a, c->map, arena_printf(a, "%s.calls.csv", rejects));
    return e;
}

static enum err read_all(struct calls *c)
{
    const struct options *o = c->options;
    enum err e = OK;
    for (size_t i = 0; i < o->n_sources && !e; i++) {
        enum log_source s = o->sources[i].source;
        e = log_read(&c->feed, s, o->sources[i].from,
                     s == LOG_CDR   ? o->cdr_columns
                     : s == LOG_CEL ? o->cel_columns
                                    : NULL);
    }
    if (!e && o->recordings)
        e = log_find_recordings(&c->feed, c->store->tenant_id, o->recordings);
    return e;
}

static enum err import_logs(struct calls *c)
{
    enum err e = find_the_zone(c);
    if (!e)
        e = load_agents(c);
    if (!e)
        e = open_store(c);
    if (!e)
        e = read_all(c);
    if (!e)
        e = join_all(c);
    enum err end = lines_close(c->feed.lines);
    if (!e)
        e = end;
    if (c->report)
        end = report_close(c->report);
    return e ? e : end;
}

static void print_all(const struct calls *c)
{
    lines_print(c->feed.lines, stdout);
    report_print(c->report, stdout);
    figures_print(&c->figures, c->feed.lines, report_counts(c->report).rejected, stdout);
    for (enum name_kind k = 0; k < NAME_KINDS; k++) {
        int64_t n = names_made(store_names(c->store), k);
        if (n)
            printf("%s %s: %lld\n", c->options->dry_run ? "would be new" : "new", names_called(k),
                   (long long)n);
    }
    fflush(stdout);
}

static int run(struct calls *c)
{
    open_all(c);
    enum err e = import_logs(c);
    if (!e)
        e = store_finish(c->store);
    if (c->report)
        print_all(c);
    if (e)
        return command_failed("import");
    if (c->options->dry_run)
        puts("Nothing was written: this was a dry run.");
    return 0;
}

/* Takes the sources, which may be given several times, out of the arguments; the rest stays. */
static bool take_sources(struct options *o, int argc, char **argv, int *left)
{
    static const char *const names[] = {
        [LOG_QUEUE] = "--queue-log", [LOG_CDR] = "--cdr", [LOG_CEL] = "--cel"};
    *left = 0;
    for (int i = 0; i < argc; i++) {
        enum log_source s = LOG_QUEUE;
        while (s < LOG_RECORDING && strcmp(argv[i], names[s]) != 0)
            s++;
        if (s == LOG_RECORDING) {
            argv[(*left)++] = argv[i];
            continue;
        }
        if (++i == argc || o->n_sources == SOURCES_MAX)
            return false;
        o->sources[o->n_sources].source = s;
        o->sources[o->n_sources++].from = argv[i];
    }
    return o->n_sources > 0;
}

int import_asterisk(struct command_env *env, int argc, char **argv)
{
    struct options o = {.n_sources = 0};
    const struct import_option known[] = {
        {"--tenant", &o.tenant, NULL},
        {"--zone", &o.zone, NULL},
        {"--database", &o.database, NULL},
        {"--agents", &o.agents, NULL},
        {"--recordings", &o.recordings, NULL},
        {"--country-code", &o.country, NULL},
        {"--cdr-columns", &o.cdr_columns, NULL},
        {"--cel-columns", &o.cel_columns, NULL},
        {"--rejects", &o.rejects, NULL},
        {"--dry-run", NULL, &o.dry_run},
        {0},
    };
    int left;
    if (strcmp(argv[2], "--help") == 0) {
        fputs(help_text, stdout);
        return 0;
    }
    if (!take_sources(&o, argc, argv, &left) || !import_options(left, argv, 2, known) || !o.tenant)
        return 2;
    struct calls *c = arena_alloc(env->arena, sizeof *c);
    c->env = env;
    c->options = &o;
    c->now = clock_now();
    return run(c);
}
