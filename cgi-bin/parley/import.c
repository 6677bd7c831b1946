/* parley import: calls from a CSV file. */
#include "command.h"
#include "import_file.h"
#include "import_report.h"

/* Rows are stored when there are STORE_BATCH of them or this much text. */
enum { BATCH_BYTES = 8 * 1024 * 1024 };

struct options {
    const char *file, *map, *tenant, *rejects;
    bool dry_run;
};

struct import {
    const struct command_env *env;
    const struct options *options;
    struct map *map;
    gzFile file;
    int64_t size; /* of the file; 0: unknown */
    struct csv *csv;
    struct store *store;
    struct report *report;
    struct arena *batch;
    struct import_row *rows[STORE_BATCH];
    size_t n;
    ms_t now;
};

/* --- help ------------------------------------------------------------------------------------ */

static const char help_map[] =
    "parley import calls FILE --map MAP.json --tenant SLUG [--rejects FILE] [--dry-run]\n\n"
    "Reads a CSV of calls, plain or gzip. Calls that were imported before are left alone, so a "
    "file\n"
    "may be read again, and an import that was stopped goes on when it is started again. Rejected\n"
    "and mended rows are listed, with the reason, in FILE.rejects.csv in the current folder or\n"
    "where --rejects says. --dry-run writes nothing but that list; it does not see ids that are\n"
    "repeated far apart.\n\n"
    "The map is a JSON object:\n"
    "  vendor        names the source, up to 20 of a-z 0-9 _ -; with the id it tells known calls\n"
    "  zone          of the times in the file, as in \"Europe/Berlin\"\n"
    "  delimiter     \",\" (default) \";\" \"|\" or \"\\t\"\n"
    "  encoding      \"utf-8\" (default) or \"latin1\"\n"
    "  columns       list of their names, only where the file has no header line\n"
    "  null          list of texts that mean \"no value\", in every column\n"
    "  country_code  of telephone numbers without one, with trunk_prefix (default \"0\")\n"
    "  dispositions  {\"code\": \"name\"}\n"
    "  fields        {\"field\": source}, see below\n"
    "  rules         {\"name\": [rule, ...]}: of each list the first rule that fits is applied; a\n"
    "                row that none fits is rejected\n\n"
    "A source is the name of a column, an object, or a list of these: the first that has a value\n"
    "counts (for id: joined with \"/\"). An object has\n"
    "  column, null              the column, more texts that mean no value\n"
    "  format                    times: iso (default), unix, unix_ms, or %Y-%m-%d %H:%M and so on\n"
    "  time_column, time_format  times: the time of day (%H:%M:%S) in a column of its own; half a\n"
    "                            day before created_at means the next day\n"
    "  after, until, until_last  others: the part of the text behind, before the first, the last\n"
    "  values                    others: {\"text\": \"value\" or null, \"*\": for all other "
    "texts}\n"
    "  prefix                    others: put before the value\n"
    "  constant                  others: a text, instead of a column\n\n"
    "A rule has\n"
    "  when    {\"column\": test or [test, ...]}; a test is \"text\", \"begin*\", \"!not this\", "
    "\"\" (empty),\n"
    "          \">1\" \">=1\" \"<1\" \"<=1\" (numbers) or \"=text\" for a text that looks like one "
    "of these\n"
    "  set     {\"field\": \"value\", null or source}\n"
    "  mended  counts the row as mended, as this kind;  reject  refuses it\n\n"
    "Fields:\n";

static const char help_end[] = "\nThe ending decides what is kept: answered keeps all; abandoned "
                               "(in the queue) has no agent and\n"
                               "no conversation; left_ivr no queue either; unanswered (an agent "
                               "was called in vain) and unknown\n"
                               "have no conversation. A row with a queue gets a queue visit; "
                               "reports count visits by queued_at,\n"
                               "so map it, be it to the column of created_at. Durations are "
                               "seconds, m:ss or h:mm:ss. Where they\n"
                               "are not mapped, the wait follows from queued_at, the conversation "
                               "from answered_at and closed_at.\n"
                               "Telephone numbers are made international where they begin with + "
                               "or the map has a country code.\n";

static int print_help(void)
{
    fputs(help_map, stdout);
    for (enum map_field f = 0; f < MAP_FIELDS; f++) {
        const struct map_field_info *info = &map_field_info[f];
        static const char *const kinds[] = {"text",     "one of",       "time",
                                            "duration", "score from 1", "amount"};
        printf("  %-14s %s%s%s", info->name, kinds[info->kind], *info->help ? "; " : "",
               info->help);
        for (const char *const *w = info->words; w && *w; w++)
            printf("%s%s", w == info->words ? "\n                 " : " ", *w);
        putchar('\n');
    }
    fputs(help_end, stdout);
    return 0;
}

/* --- the file -------------------------------------------------------------------------------- */

static ssize_t read_file(void *data, char *out, size_t size)
{
    struct import *im = data;
    return gzread(im->file, out, (unsigned)size);
}

static void close_file(void *data)
{
    struct import *im = data;
    csv_free(im->csv);
    gzclose(im->file);
    arena_free(im->batch);
}

static enum err open_file(struct import *im)
{
    enum err e = import_open(im->options->file, &im->file, &im->size);
    if (e)
        return e;
    im->batch = arena_new();
    im->csv = csv_new(&(struct csv_options){im->map->delimiter, im->map->latin1, read_file, im});
    arena_cleanup(im->env->arena, close_file, im);
    return OK;
}

/* --- the rows -------------------------------------------------------------------------------- */

static enum err read_header(struct import *im)
{
    struct csv_record r;
    if (im->map->width)
        return OK;
    enum csv_status status = csv_next(im->csv, &r);
    if (status == CSV_BAD)
        return err_set(ERR_BAD_REQUEST, "line %lld, the header: %s", (long long)r.line,
                       csv_error_text(r.error));
    if (status == CSV_RECORD)
        return map_bind(im->map, im->env->arena, &r);
    enum err e = import_end(im->file, im->options->file, status == CSV_FAILED);
    return e ? e : err_set(ERR_BAD_REQUEST, "%s is empty", im->options->file);
}

static void show_progress(const struct import *im)
{
    int64_t done = gzoffset(im->file);
    if (im->size && done < im->size)
        command_progress(im->env, "reading", done, im->size);
}

static enum err store_rows(struct import *im)
{
    enum err e = store_batch(im->store, im->batch, im->rows, im->n, report_counts(im->report));
    if (!e)
        e = report_rows(im->report, im->rows, im->n);
    im->n = 0;
    arena_reset(im->batch);
    show_progress(im);
    return e;
}

static enum err read_rows(struct import *im)
{
    struct csv_record r;
    enum csv_status status;
    enum err e = OK;
    while (!e && (status = csv_next(im->csv, &r)) != CSV_END) {
        if (status == CSV_FAILED)
            break;
        im->rows[im->n++] = row_read(im->map, &r, im->now, im->batch);
        if (im->n == STORE_BATCH || arena_used(im->batch) > BATCH_BYTES)
            e = store_rows(im);
    }
    if (!e && im->n)
        e = store_rows(im);
    return e ? e : import_end(im->file, im->options->file, status == CSV_FAILED);
}

static enum err import_file(struct import *im)
{
    const struct options *o = im->options;
    struct arena *a = im->env->arena;
    struct store_options to = {im->env->db, a,    im->map, o->tenant, import_base_name(o->file),
                               o->dry_run,  false};
    const char *rejects =
        o->rejects ? o->rejects : arena_printf(a, "%s.rejects.csv", import_base_name(o->file));
    enum err e = map_load(&im->map, a, o->map);
    to.map = im->map;
    if (!e)
        e = open_file(im);
    if (!e)
        e = read_header(im);
    if (!e)
        e = store_open(&im->store, &to);
    if (e)
        return e;
    im->report = report_new(a, im->map, rejects);
    e = read_rows(im);
    enum err end = report_close(im->report);
    return e ? e : end;
}

static void print_made(const struct import *im)
{
    const char *what = im->options->dry_run ? "would be new" : "new";
    for (enum name_kind k = 0; k < NAME_KINDS; k++) {
        int64_t n = names_made(store_names(im->store), k);
        if (n)
            printf("%s %s: %lld\n", what, names_called(k), (long long)n);
    }
    if (store_contacts(im->store))
        printf("%s clients: %lld\n", what, (long long)store_contacts(im->store));
}

/* Also after a failure it is said how far it went. */
static int run(struct import *im)
{
    enum err e = import_file(im);
    if (!e)
        e = store_finish(im->store);
    if (im->size && !e)
        command_progress(im->env, "reading", im->size, im->size);
    if (im->report) {
        report_print(im->report, stdout);
        print_made(im);
        fflush(stdout);
    }
    if (e)
        return command_failed("import");
    if (im->options->dry_run)
        puts("Nothing was written: this was a dry run.");
    return 0;
}

int import_calls(struct command_env *env, int argc, char **argv)
{
    struct options o = {.file = argv[2]};
    const struct import_option known[] = {
        {"--map", &o.map, NULL},
        {"--tenant", &o.tenant, NULL},
        {"--rejects", &o.rejects, NULL},
        {"--dry-run", NULL, &o.dry_run},
        {0},
    };
    if (strcmp(o.file, "--help") == 0)
        return print_help();
    if (!import_options(argc, argv, 3, known) || !o.map || !o.tenant)
        return 2;
    struct import *im = arena_alloc(env->arena, sizeof *im);
    im->env = env;
    im->options = &o;
    im->now = clock_now();
    return run(im);
}

int import_command(struct command_env *env, int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(struct command_env *, int, char **);
    } kinds[] = {{"calls", import_calls},
                 {"conversations", import_conversations},
                 {"asterisk", import_asterisk}};
    for (size_t k = 0; argc > 2 && k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(argv[1], kinds[k].name) == 0)
            return kinds[k].run(env, argc, argv);
    return 2;
}
