/* parley import: whole conversations. */
#include "command.h"
#include "import_file.h"
#include "import_report.h"
#include "import_talk.h"
#include "import_value.h"

enum { MINUTE_MS = 60000, LINE_MAX_BYTES = 16 * 1024 * 1024, BATCH_BYTES = 8 * 1024 * 1024 };

struct options {
    const char *file, *format, *tenant, *queue, *agent, *start, *vendor, *rejects;
    bool dry_run;
};

struct talks {
    const struct command_env *env;
    const struct options *options;
    const struct talk_format *format;
    struct map *map;
    gzFile file;
    int64_t size; /* of the file; 0: unknown */
    struct store *store;
    struct report *report;
    struct arena *batch;
    struct import_row *rows[STORE_BATCH];
    size_t n, bytes; /* of the batch */
    int64_t undated; /* conversations so far that the file gives no time */
    ms_t start, now; /* start 0: before now, backwards */
};

static const char help_text[] =
    "parley import conversations FILE --format FORMAT --tenant SLUG [--queue NAME] [--agent NAME]\n"
    "                            [--start TIME] [--vendor NAME] [--rejects FILE] [--dry-run]\n\n"
    "Reads whole conversations, plain or gzip: each becomes a closed interaction with its "
    "messages,\n"
    "function calls and what else the file knows. Those that were imported before are left alone.\n"
    "What does not have the form is listed, with the reason, in FILE.rejects.csv in the current\n"
    "folder or where --rejects says; the others are stored. --dry-run writes nothing but that "
    "list.\n\n"
    "  --queue, --agent  for conversations that name none of their own\n"
    "  --start           for formats without times: when the first began, as in\n"
    "                    2026-11-21T09:00:00Z; each further one a minute later. Without it the\n"
    "                    first began a minute ago, each further one a minute before that.\n"
    "  --vendor          names the source, up to 20 of a-z 0-9 _ -; by default the format\n\n"
    "Formats:\n";
static const char help_own[] =
    "\nOur own format is JSON Lines: an object a line, with the members of `parley import calls\n"
    "--help` (texts and numbers; id and created_at are needed), agent_kind (human or ai), and\n";

static int print_help(void)
{
    fputs(help_text, stdout);
    for (const struct talk_format *f = talk_formats; f->name; f++)
        printf("  %-14s %s\n", f->name, f->help);
    fputs(help_own, stdout);
    doc_help(stdout);
    return 0;
}

/* --- a conversation as a row -------------------------------------------------------------------
 */

/* Its members are the columns of a table that every format has. */
static enum err make_map(struct talks *t)
{
    const char *vendor = t->options->vendor ? t->options->vendor : t->format->name;
    json_t *columns = json_array(), *fields = json_object();
    for (enum map_field f = 0; f < MAP_FIELDS; f++) {
        json_array_append_new(columns, json_string(map_field_info[f].name));
        json_object_set_new(fields, map_field_info[f].name, json_string(map_field_info[f].name));
    }
    json_t *root = json_pack("{s:s, s:s, s:o, s:o}", "vendor", vendor, "zone", "UTC", "columns",
                             columns, "fields", fields);
    char *text = json_dumps(root, JSON_COMPACT);
    if (!text)
        abort();
    enum err e = map_parse(&t->map, t->env->arena, "--vendor", text);
    free(text);
    json_decref(root);
    return e;
}

static const char *scalar(struct arena *a, const json_t *v)
{
    if (json_is_string(v))
        return json_string_value(v);
    if (json_is_integer(v))
        return arena_printf(a, "%lld", (long long)json_integer_value(v));
    return json_is_real(v) ? arena_printf(a, "%f", json_real_value(v)) : "";
}

static struct csv_record record_of(struct talks *t, const json_t *talk, int64_t line)
{
    struct csv_field *fields = arena_array(t->batch, MAP_FIELDS, sizeof *fields);
    for (enum map_field f = 0; f < MAP_FIELDS; f++) {
        fields[f].s = scalar(t->batch, json_object_get(talk, map_field_info[f].name));
        fields[f].len = strlen(fields[f].s);
    }
    return (struct csv_record){.line = line, .n = MAP_FIELDS, .fields = fields};
}

static void set_time(json_t *talk, const char *member, ms_t at)
{
    char text[CLOCK_ISO_SIZE];
    json_object_set_new(talk, member, json_string(clock_iso(at, text)));
}

static void set_default(json_t *talk, const char *member, const char *value)
{
    if (value && !json_is_string(json_object_get(talk, member)))
        json_object_set_new(talk, member, json_string(value));
}

/* Where the source has no times, it gets one of creation. */
static bool set_undated(struct talks *t, json_t *talk)
{
    if (t->format == talk_formats || json_object_get(talk, "created_at"))
        return false;
    int64_t n = t->undated++;
    set_time(talk, "created_at",
             t->start ? t->start + n * MINUTE_MS : t->now - (n + 1) * MINUTE_MS);
    return true;
}

/* It ends with its last message. Where there are times, an agent was there from the beginning. */
static void complete(struct talks *t, json_t *talk, bool undated)
{
    ms_t created;
    const char *text = json_string_value(json_object_get(talk, "created_at"));
    set_default(talk, "queue", t->options->queue ? t->options->queue : t->format->queue);
    set_default(talk, "agent", t->options->agent);
    if (!text || !value_iso(t->map, text, &created))
        return;
    ms_t last = doc_last_message(talk, created);
    if (!json_object_get(talk, "closed_at"))
        set_time(talk, "closed_at", last > created ? last : created);
    if (!undated && t->format != talk_formats && json_object_get(talk, "agent") &&
        !json_object_get(talk, "answered_at")) {
        set_time(talk, "queued_at", created);
        set_time(talk, "answered_at", created);
    }
}

static void free_talk(void *talk)
{
    json_decref(talk);
}

static enum err store_rows(struct talks *t)
{
    enum err e = OK;
    if (t->n)
        e = store_batch(t->store, t->batch, t->rows, t->n, report_counts(t->report));
    if (!e)
        e = report_rows(t->report, t->rows, t->n);
    t->n = t->bytes = 0;
    arena_reset(t->batch);
    if (t->size && gzoffset(t->file) < t->size)
        command_progress(t->env, "reading", gzoffset(t->file), t->size);
    return e;
}

/* Takes one of the file's; NULL: it could not be read, `why`. */
static enum err take(struct talks *t, const json_t *theirs, int64_t line, size_t bytes,
                     const char *why)
{
    json_t *talk = theirs ? t->format->convert(theirs, t->options->file, &why) : NULL;
    bool undated = false;
    if (talk) {
        arena_cleanup(t->batch, free_talk, talk);
        why = talk_problem(talk, t->batch);
        undated = set_undated(t, talk);
        complete(t, talk, undated);
    }
    struct csv_record record = record_of(t, talk, line);
    struct import_row *row = row_read(t->map, &record, t->now, t->batch);
    if (why) {
        row->state = ROW_NEW; /* this is the better reason */
        row_reject(row, t->batch, "not in the form", "%s", why);
    }
    row->talk = talk;
    row->undated = undated;
    t->rows[t->n++] = row;
    t->bytes += bytes;
    return t->n == STORE_BATCH || t->bytes > BATCH_BYTES ? store_rows(t) : OK;
}

/* --- the shapes of files -----------------------------------------------------------------------
 */

static const char *json_why(struct talks *t, const json_error_t *error)
{
    return arena_printf(t->batch, "no JSON: %s", error->text);
}

static enum err take_line(struct talks *t, const char *text, size_t len, int64_t line)
{
    json_error_t error;
    if (strspn(text, " \t\r") == len)
        return OK;
    json_t *theirs = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    enum err e = take(t, theirs, line, len, theirs ? NULL : json_why(t, &error));
    json_decref(theirs);
    return e;
}

static void free_line(void *line)
{
    buf_free(line);
}

/* A line that is too long is an error of the file: what is behind it cannot be trusted. */
static enum err read_lines(struct talks *t)
{
    struct buf *line = arena_alloc(t->env->arena, sizeof *line);
    char piece[16384];
    int64_t number = 0;
    enum err e = OK;
    *line = (struct buf){0};
    arena_cleanup(t->env->arena, free_line, line);
    while (!e && gzgets(t->file, piece, sizeof piece)) {
        size_t n = strlen(piece);
        bool whole = n && piece[n - 1] == '\n';
        buf_add(line, piece, whole ? n - 1 : n);
        if (line->len > LINE_MAX_BYTES)
            return err_set(ERR_BAD_REQUEST, "line %lld is longer than %d MB", (long long)number + 1,
                           LINE_MAX_BYTES >> 20);
        if (!whole)
            continue;
        e = take_line(t, line->s, line->len, ++number);
        buf_clear(line);
    }
    return e || !line->len ? e : take_line(t, line->s, line->len, number + 1);
}

static size_t read_json(void *out, size_t size, void *file)
{
    int n = gzread(file, out, (unsigned)size);
    return n < 0 ? (size_t)-1 : (size_t)n;
}

static enum err read_list(struct talks *t)
{
    json_error_t error;
    json_t *root = json_load_callback(read_json, t->file, JSON_REJECT_DUPLICATES, &error);
    bool whole = t->format->shape == TALK_WHOLE;
    size_t n = whole ? 1 : json_array_size(root);
    enum err e = OK;
    if (!root)
        return err_set(ERR_BAD_REQUEST, "%s: line %d: %s", t->options->file, error.line,
                       error.text);
    if (!json_is_array(root))
        e = err_set(ERR_BAD_REQUEST, "%s: this is no JSON list", t->options->file);
    for (size_t i = 0; i < n && !e; i++)
        e = take(t, whole ? root : json_array_get(root, i), (int64_t)i + 1, 0, NULL);
    json_decref(root);
    return e;
}

static ssize_t read_table_bytes(void *data, char *out, size_t size)
{
    struct talks *t = data;
    return gzread(t->file, out, (unsigned)size);
}

static void free_csv(void *csv)
{
    csv_free(csv);
}

static json_t *row_object(const json_t *header, const struct csv_record *r)
{
    json_t *row = json_object();
    for (size_t i = 0; i < r->n && i < json_array_size(header); i++)
        json_object_set_new(row, json_string_value(json_array_get(header, i)),
                            json_string(r->fields[i].s));
    return row;
}

static const char *table_id(const json_t *rows)
{
    const char *id = json_string_value(json_object_get(json_array_get(rows, 0), "conversationId"));
    return id ? id : "";
}

/* Rows of one conversation follow each other. */
static enum err read_table_rows(struct talks *t, struct csv *csv, const json_t *header)
{
    struct csv_record r;
    enum csv_status status;
    json_t *rows = json_array();
    int64_t line = 0;
    enum err e = OK;
    while (!e && (status = csv_next(csv, &r)) != CSV_END && status != CSV_FAILED) {
        json_t *row = status == CSV_RECORD ? row_object(header, &r) : json_object();
        const char *id = json_string_value(json_object_get(row, "conversationId"));
        if (!id)
            e = take(t, NULL, r.line, 0, "a row without a conversationId");
        if (id && json_array_size(rows) && strcmp(id, table_id(rows)) != 0) {
            e = take(t, rows, line, 0, NULL);
            json_decref(rows);
            rows = json_array();
        }
        if (id && !json_array_size(rows))
            line = r.line;
        if (id)
            json_array_append(rows, row);
        json_decref(row);
    }
    if (!e && json_array_size(rows))
        e = take(t, rows, line, 0, NULL);
    json_decref(rows);
    return e;
}

static enum err read_table(struct talks *t)
{
    struct csv_record r;
    struct csv *csv = csv_new(&(struct csv_options){'\t', false, read_table_bytes, t});
    json_t *header = json_array();
    arena_cleanup(t->env->arena, free_csv, csv);
    if (csv_next(csv, &r) == CSV_RECORD)
        for (size_t i = 0; i < r.n; i++)
            json_array_append_new(header, json_string(r.fields[i].s));
    enum err e = json_array_size(header) > 1
                     ? read_table_rows(t, csv, header)
                     : err_set(ERR_BAD_REQUEST, "%s has no header line", t->options->file);
    json_decref(header);
    return e;
}

/* --- the whole ---------------------------------------------------------------------------------
 */

static void close_file(void *data)
{
    struct talks *t = data;
    gzclose(t->file);
    arena_free(t->batch);
}

static enum err open_all(struct talks *t)
{
    const struct options *o = t->options;
    struct arena *a = t->env->arena;
    const char *name = import_base_name(o->file);
    if (o->start && !value_iso(&(struct map){.zone = "UTC"}, o->start, &t->start))
        return err_set(ERR_BAD_REQUEST, "--start: '%s' is no time as in 2026-11-21T09:00:00Z",
                       o->start);
    enum err e = make_map(t);
    if (!e)
        e = import_open(o->file, &t->file, &t->size);
    if (e)
        return e;
    t->batch = arena_new();
    arena_cleanup(a, close_file, t);
    struct store_options to = {t->env->db, a, t->map, o->tenant, name, o->dry_run};
    e = store_open(&t->store, &to);
    if (!e)
        t->report = report_new(a, t->map,
                               o->rejects ? o->rejects : arena_printf(a, "%s.rejects.csv", name));
    return e;
}

static enum err import_file(struct talks *t)
{
    static enum err (*const read[])(struct talks *) = {[TALK_LINES] = read_lines,
                                                       [TALK_LIST] = read_list,
                                                       [TALK_WHOLE] = read_list,
                                                       [TALK_TABLE] = read_table};
    enum err e = open_all(t);
    if (e)
        return e;
    e = read[t->format->shape](t);
    if (!e)
        e = store_rows(t);
    if (!e)
        e = import_end(t->file, t->options->file, false);
    enum err end = report_close(t->report);
    return e ? e : end;
}

static int run(struct talks *t)
{
    enum err e = import_file(t);
    if (!e)
        e = store_finish(t->store);
    if (t->report) {
        report_print(t->report, stdout);
        fflush(stdout);
    }
    if (e)
        return command_failed("import");
    if (t->options->dry_run)
        puts("Nothing was written: this was a dry run.");
    return 0;
}

int import_conversations(struct command_env *env, int argc, char **argv)
{
    struct options o = {.file = argv[2]};
    const struct import_option known[] = {
        {"--format", &o.format, NULL},
        {"--tenant", &o.tenant, NULL},
        {"--queue", &o.queue, NULL},
        {"--agent", &o.agent, NULL},
        {"--start", &o.start, NULL},
        {"--vendor", &o.vendor, NULL},
        {"--rejects", &o.rejects, NULL},
        {"--dry-run", NULL, &o.dry_run},
        {0},
    };
    const struct talk_format *f = talk_formats;
    if (strcmp(o.file, "--help") == 0)
        return print_help();
    if (!import_options(argc, argv, known) || !o.format || !o.tenant)
        return 2;
    while (f->name && strcmp(f->name, o.format) != 0)
        f++;
    if (!f->name) {
        err_set(ERR_BAD_REQUEST, "there is no format '%s': see --help", o.format);
        return command_failed("import");
    }
    struct talks *t = arena_alloc(env->arena, sizeof *t);
    *t = (struct talks){.env = env, .options = &o, .format = f, .now = clock_now()};
    return run(t);
}
