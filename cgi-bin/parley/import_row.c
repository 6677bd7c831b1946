#include "import_row.h"

#include "core/currency.h"
#include "import_value.h"

#include <stdarg.h>

enum {
    HOUR_MS = 3600 * 1000,
    HALF_DAY_MS = 12 * HOUR_MS,
    DAY_MS = 24 * HOUR_MS,
    CALL_MAX_MS = 7 * DAY_MS,
    CALL_MAX_S = CALL_MAX_MS / 1000,
    SLACK_S = 5 /* how far times and durations of one call may be apart */
};

/* A row being made. */
struct making {
    const struct map *map;
    const struct csv_record *record;
    struct arena *arena;
    struct import_row *row;
    const struct map_source *sources[MAP_FIELDS];
};

const char *row_excerpt(struct arena *a, const char *s)
{
    size_t n = strnlen(s, 60);
    if (n < 60)
        return s;
    while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
        n--;
    return arena_printf(a, "%s...", arena_dupn(a, s, n));
}

static struct row_note note_make(struct arena *a, const char *kind, const char *format,
                                 va_list args)
{
    char text[400];
    vsnprintf(text, sizeof text, format, args);
    return (struct row_note){kind, arena_dup(a, text)};
}

__attribute__((format(printf, 3, 4))) static void mend(struct making *k, const char *kind,
                                                       const char *format, ...)
{
    struct import_row *row = k->row;
    va_list args;
    va_start(args, format);
    if (row->n_notes < ROW_NOTES)
        row->notes[row->n_notes++] = note_make(k->arena, kind, format, args);
    va_end(args);
}

void row_reject(struct import_row *row, struct arena *a, const char *kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct row_note note = note_make(a, kind, format, args);
    va_end(args);
    if (row->state == ROW_REJECTED)
        return;
    row->state = ROW_REJECTED;
    row->notes[0] = note;
    row->n_notes = 1;
}

static bool rejected(const struct making *k)
{
    return k->row->state == ROW_REJECTED;
}

static void keep_original(struct import_row *row, const struct csv_record *r, struct arena *a)
{
    bool bad = r->error != CSV_OK;
    const struct csv_field *from = bad ? &r->raw : r->fields;
    row->n_original = bad ? 1 : r->n;
    struct csv_field *to = arena_array(a, row->n_original, sizeof *to);
    for (size_t i = 0; i < row->n_original; i++)
        to[i] = (struct csv_field){arena_dupn(a, from[i].s, from[i].len), from[i].len};
    row->original = to;
}

/* --- rules ----------------------------------------------------------------------------------- */

static void apply_rule(struct making *k, const struct map_rules *table, const struct map_rule *rule)
{
    if (rule->reject)
        row_reject(k->row, k->arena, rule->reject, "by a rule of '%s'", table->name);
    if (rule->mended)
        mend(k, rule->mended, "by a rule of '%s'", table->name);
    for (size_t i = 0; i < rule->n_settings; i++)
        k->sources[rule->settings[i].field] = rule->settings[i].source;
}

/* What the columns hold that the rules of a table look at, for the message. */
static const char *looked_at(const struct making *k, const struct map_rules *table)
{
    const char *all = "";
    size_t seen[8], n = 0;
    for (size_t i = 0; i < table->n; i++)
        for (size_t t = 0; t < table->rules[i].n_tests; t++) {
            size_t column = table->rules[i].tests[t].column, s = 0;
            while (s < n && seen[s] != column)
                s++;
            if (s < n || n == sizeof seen / sizeof *seen)
                continue;
            seen[n++] = column;
            const char *cell = value_cell(k->map, k->record, column, k->arena);
            all = arena_printf(k->arena, "%s %s='%s'", all, k->map->columns[column],
                               row_excerpt(k->arena, cell));
        }
    return all;
}

static void apply_rules(struct making *k)
{
    memcpy(k->sources, k->map->fields, sizeof k->sources);
    for (size_t i = 0; i < k->map->n_tables && !rejected(k); i++) {
        const struct map_rules *table = &k->map->tables[i];
        size_t r = 0;
        while (r < table->n && !value_fits(k->map, &table->rules[r], k->record, k->arena))
            r++;
        if (r < table->n)
            apply_rule(k, table, &table->rules[r]);
        else
            row_reject(k->row, k->arena, "unmapped value", "no rule of '%s' fits:%s", table->name,
                       looked_at(k, table));
    }
}

/* --- values ---------------------------------------------------------------------------------- */

static void set_number(struct import_row *row, enum map_field f, int64_t number)
{
    row->has[f] = true;
    row->number[f] = number;
}

static void drop(struct import_row *row, enum map_field f)
{
    row->has[f] = false;
    row->text[f] = NULL;
    row->number[f] = 0;
}

/* Control characters become spaces; what does not fit is cut between characters. */
static const char *clean(struct making *k, const char *s, size_t max, bool *cut)
{
    char *out = arena_dup(k->arena, s), *end = out;
    size_t characters = 0;
    for (; *end; end++) {
        unsigned char c = (unsigned char)*end;
        if (c < 0x20 || c == 0x7f)
            *end = ' ';
        if ((c & 0xc0) != 0x80 && ++characters > max)
            break;
    }
    *cut = *end != 0;
    while (end > out && end[-1] == ' ')
        end--;
    *end = 0;
    return out + strspn(out, " ");
}

static void set_text(struct making *k, enum map_field f, const char *text)
{
    const struct map_field_info *info = &map_field_info[f];
    bool cut;
    const char *s = clean(k, text, info->max, &cut);
    if (cut && f == MAP_ID)
        row_reject(k->row, k->arena, "id too long", "more than %zu characters", info->max);
    else if (cut)
        mend(k, "text cut", "%s: more than %zu characters", info->name, info->max);
    k->row->has[f] = *s != 0;
    k->row->text[f] = *s ? s : NULL;
}

static void set_word(struct making *k, enum map_field f, const char *text)
{
    const char *const *words = map_field_info[f].words;
    while (*words && strcmp(*words, text) != 0)
        words++;
    k->row->has[f] = *words != NULL;
    k->row->text[f] = *words;
    if (!*words)
        row_reject(k->row, k->arena, "unmapped value", "%s: '%s'", map_field_info[f].name,
                   row_excerpt(k->arena, text));
}

static void set_score(struct making *k, enum map_field f, const char *text)
{
    const struct map_field_info *info = &map_field_info[f];
    if (text[0] < '1' || (size_t)(text[0] - '0') > info->max || text[1])
        mend(k, "unreadable number", "%s: '%s' is not 1 to %zu", info->name,
             row_excerpt(k->arena, text), info->max);
    else
        set_number(k->row, f, text[0] - '0');
}

static void set_money(struct making *k, enum map_field f, const char *text)
{
    int64_t micros;
    if (currency_micros(text, &micros))
        set_number(k->row, f, micros);
    else
        mend(k, "unreadable number", "%s: '%s'", map_field_info[f].name,
             row_excerpt(k->arena, text));
}

static void set_seconds(struct making *k, enum map_field f, const char *text)
{
    int64_t s;
    const char *name = map_field_info[f].name;
    if (!value_seconds(text, &s))
        mend(k, "unreadable number", "%s: '%s'", name, row_excerpt(k->arena, text));
    else if (s < 0)
        mend(k, "negative duration", "%s: %lld", name, (long long)s);
    else if (s > CALL_MAX_S)
        mend(k, "impossible duration", "%s: %lld", name, (long long)s);
    else
        set_number(k->row, f, s);
}

/* A time of day has its day from the call's beginning; more than half a day before it means the
 * day after. */
static void set_time(struct making *k, enum map_field f, struct value_time t, const char *seen)
{
    ms_t created = k->row->number[MAP_CREATED_AT];
    const char *name = map_field_info[f].name;
    if (t.split && f != MAP_CREATED_AT && t.at < created - HALF_DAY_MS) {
        t = value_next_day(k->map, t);
        mend(k, "over midnight", "%s: %s is on the next day", name, seen);
    }
    if (t.shifted)
        mend(k, "skipped by the clocks", "%s: %s", name, seen);
    if (f != MAP_CREATED_AT && (t.at < created - HALF_DAY_MS || t.at > created + CALL_MAX_MS))
        mend(k, "impossible time", "%s: %s", name, seen);
    else
        set_number(k->row, f, t.at);
}

static void take_time(struct making *k, enum map_field f)
{
    struct value_time t;
    const char *seen;
    enum value_status status = value_time(k->map, k->sources[f], k->record, k->arena, &t, &seen);
    if (status == VALUE_OK)
        set_time(k, f, t, row_excerpt(k->arena, seen));
    else if (status == VALUE_BAD)
        mend(k, "unreadable time", "%s: '%s'", map_field_info[f].name, row_excerpt(k->arena, seen));
}

static void take_text(struct making *k, enum map_field f)
{
    static void (*const set[])(struct making *, enum map_field,
                               const char *) = {[MAP_TEXT] = set_text,
                                                [MAP_WORD] = set_word,
                                                [MAP_SECONDS] = set_seconds,
                                                [MAP_SCORE] = set_score,
                                                [MAP_MONEY] = set_money};
    const char *text, *seen;
    enum value_status status = (f == MAP_ID ? value_joined : value_text)(
        k->map, k->sources[f], k->record, k->arena, &text, &seen);
    if (status == VALUE_OK)
        set[map_field_info[f].kind](k, f, text);
    else if (status == VALUE_UNMAPPED)
        row_reject(k->row, k->arena, "unmapped value", "%s: '%s'", map_field_info[f].name,
                   row_excerpt(k->arena, seen));
}

static void take_values(struct making *k)
{
    for (enum map_field f = 0; f < MAP_FIELDS && !rejected(k); f++) {
        if (k->sources[f] && map_field_info[f].kind == MAP_TIME && f != MAP_CREATED_AT)
            take_time(k, f);
        else if (k->sources[f] && map_field_info[f].kind != MAP_TIME)
            take_text(k, f);
    }
}

/* Without an id or a beginning there is nothing to store. */
static void take_beginning(struct making *k, ms_t now)
{
    static const ms_t earliest = 631152000000; /* 1990 */
    struct import_row *row = k->row;
    struct value_time t;
    const char *seen;
    enum value_status status =
        value_time(k->map, k->sources[MAP_CREATED_AT], k->record, k->arena, &t, &seen);
    const char *shown = row_excerpt(k->arena, seen);
    if (status == VALUE_NONE)
        row_reject(row, k->arena, "no time of creation", "it is empty");
    else if (status == VALUE_BAD)
        row_reject(row, k->arena, "no time of creation", "'%s' cannot be read", shown);
    else if (t.at < earliest || t.at > now + DAY_MS)
        row_reject(row, k->arena, "impossible time", "created_at: %s", shown);
    else
        set_time(k, MAP_CREATED_AT, t, shown);
}

/* --- sense ----------------------------------------------------------------------------------- */

/* What an ending leaves of a row. */
static const struct ending {
    const char *word;
    bool queue, agent, answer;
    bool told; /* a service is a contradiction worth counting */
    const char *left_reason;
} ending_rules[] = {
    {"answered", true, true, true, false, NULL},
    {"abandoned", true, false, false, true, "abandoned"},
    {"left_ivr", false, false, false, true, NULL},
    {"unanswered", true, true, false, true, "ring_no_answer"},
    {"unknown", true, true, false, false, "system"},
};

static const struct ending *ending_of(struct import_row *row)
{
    if (!row->has[MAP_ENDING])
        return row->has[MAP_ANSWERED_AT] ? &ending_rules[0] : NULL;
    const struct ending *e = ending_rules;
    while (strcmp(e->word, row->text[MAP_ENDING]) != 0)
        e++;
    return e;
}

static bool left_known(const struct import_row *row)
{
    return row->has[MAP_LEFT_QUEUE_AT] || (row->has[MAP_QUEUED_AT] && row->has[MAP_WAIT_S]);
}

static void leave_out(struct making *k, const struct ending *e)
{
    struct import_row *row = k->row;
    bool served =
        (!e->agent && row->has[MAP_AGENT]) || (!e->answer && row->number[MAP_DURATION_S] > 0);
    if (served && e->told) {
        mend(k, "served though not answered", "an agent or a conversation with ending '%s'",
             e->word);
        if (e->queue && left_known(row))
            drop(row, MAP_CLOSED_AT);
    }
    if (!e->answer) {
        drop(row, MAP_ANSWERED_AT);
        drop(row, MAP_DURATION_S);
        drop(row, MAP_HOLD_S);
    }
    if (!e->agent)
        drop(row, MAP_AGENT);
    if (!e->queue) {
        drop(row, MAP_QUEUE);
        drop(row, MAP_QUEUED_AT);
        drop(row, MAP_LEFT_QUEUE_AT);
        drop(row, MAP_WAIT_S);
    }
}

static void put_later(struct import_row *row, enum map_field to, enum map_field from,
                      enum map_field seconds)
{
    if (!row->has[to] && row->has[from] && row->has[seconds])
        set_number(row, to, row->number[from] + row->number[seconds] * 1000);
}

static void copy_time(struct import_row *row, enum map_field to, enum map_field from)
{
    if (!row->has[to] && row->has[from])
        set_number(row, to, row->number[from]);
}

/* Times that follow from others. */
static void fill_times(struct import_row *row, const struct ending *e)
{
    if (e->answer) {
        put_later(row, MAP_ANSWERED_AT, MAP_QUEUED_AT, MAP_WAIT_S);
        if (!row->has[MAP_QUEUED_AT] && row->has[MAP_QUEUE] && row->has[MAP_WAIT_S] &&
            row->has[MAP_ANSWERED_AT])
            set_number(row, MAP_QUEUED_AT,
                       row->number[MAP_ANSWERED_AT] - row->number[MAP_WAIT_S] * 1000);
        put_later(row, MAP_CLOSED_AT, MAP_ANSWERED_AT, MAP_DURATION_S);
        drop(row, MAP_LEFT_QUEUE_AT);
        return;
    }
    put_later(row, MAP_LEFT_QUEUE_AT, MAP_QUEUED_AT, MAP_WAIT_S);
    if (row->has[MAP_QUEUE])
        copy_time(row, MAP_LEFT_QUEUE_AT, MAP_CLOSED_AT);
    copy_time(row, MAP_CLOSED_AT, MAP_LEFT_QUEUE_AT);
}

/* Each of the queue's times comes after the entry. */
static void queue_first(struct making *k)
{
    struct import_row *row = k->row;
    int64_t *at = row->number;
    for (enum map_field f = MAP_ANSWERED_AT; f <= MAP_LEFT_QUEUE_AT; f++)
        if (row->has[MAP_QUEUED_AT] && row->has[f] && at[f] < at[MAP_QUEUED_AT]) {
            mend(k, "queued after it left the queue", "%s is before queued_at",
                 map_field_info[f].name);
            at[MAP_QUEUED_AT] = at[f];
        }
}

/* A call lasts from the first of its times to the last. */
static void put_in_order(struct making *k)
{
    struct import_row *row = k->row;
    int64_t *at = row->number, first = at[MAP_CREATED_AT], last = first;
    queue_first(k);
    for (enum map_field f = MAP_QUEUED_AT; f <= MAP_CLOSED_AT; f++) {
        if (row->has[f] && at[f] < first && f != MAP_CLOSED_AT)
            first = at[f];
        if (row->has[f] && at[f] > last)
            last = at[f];
    }
    if (first < at[MAP_CREATED_AT])
        mend(k, "begins after its other times", "created_at is %lld s after another time",
             (long long)(at[MAP_CREATED_AT] - first) / 1000);
    at[MAP_CREATED_AT] = first;
    if (!row->has[MAP_CLOSED_AT] && k->map->fields[MAP_CLOSED_AT])
        mend(k, "no time of end", "the last time known is taken");
    else if (row->has[MAP_CLOSED_AT] && at[MAP_CLOSED_AT] < last)
        mend(k, "ends before its other times", "closed_at is %lld s before another time",
             (long long)(last - at[MAP_CLOSED_AT]) / 1000);
    set_number(row, MAP_CLOSED_AT, last);
}

/* Durations that follow from times, where the file has none, and those that contradict them. */
static void compare_seconds(struct making *k, enum map_field f, enum map_field from,
                            enum map_field to)
{
    struct import_row *row = k->row;
    if (!row->has[from] || !row->has[to])
        return;
    int64_t s = (row->number[to] - row->number[from] + 500) / 1000;
    if (!row->has[f] && !k->map->fields[f])
        set_number(row, f, s);
    else if (row->has[f] && llabs(s - row->number[f]) > SLACK_S)
        mend(k, "times and durations disagree", "%s is %lld, from %s to %s it is %lld",
             map_field_info[f].name, (long long)row->number[f], map_field_info[from].name,
             map_field_info[to].name, (long long)s);
}

static void make_sense(struct making *k)
{
    struct import_row *row = k->row;
    const struct ending *e = ending_of(row);
    if (e) {
        leave_out(k, e);
        fill_times(row, e);
        row->left_reason = e->left_reason;
    }
    put_in_order(k);
    bool answered = row->has[MAP_ANSWERED_AT];
    compare_seconds(k, MAP_WAIT_S, MAP_QUEUED_AT, answered ? MAP_ANSWERED_AT : MAP_LEFT_QUEUE_AT);
    if (!row->number[MAP_HOLD_S] && !row->number[MAP_ACW_S])
        compare_seconds(k, MAP_DURATION_S, MAP_ANSWERED_AT, MAP_CLOSED_AT);
    if (e && e->answer && k->map->fields[MAP_AGENT] && !row->has[MAP_AGENT])
        mend(k, "answered without agent", "nobody is named");
    if (answered && row->has[MAP_ENDED_BY] && !row->left_reason)
        row->left_reason = strcmp(row->text[MAP_ENDED_BY], "client") == 0  ? "completed_client"
                           : strcmp(row->text[MAP_ENDED_BY], "agent") == 0 ? "completed_agent"
                                                                           : "system";
}

static void finish(struct making *k)
{
    struct import_row *row = k->row;
    const struct map *m = k->map;
    if (!row->has[MAP_CHANNEL])
        row->text[MAP_CHANNEL] = "voice";
    bool currency = row->has[MAP_CURRENCY] && currency_valid(row->text[MAP_CURRENCY]);
    if ((row->has[MAP_COST] || row->has[MAP_CURRENCY]) && !(row->has[MAP_COST] && currency)) {
        mend(k, "cost without currency", "an amount and a code like EUR belong together");
        drop(row, MAP_COST);
        drop(row, MAP_CURRENCY);
    }
    if (row->has[MAP_PHONE_NUMBER])
        row->phone_e164 = value_e164(m, row->text[MAP_PHONE_NUMBER], k->arena);
    if (row->has[MAP_DID]) {
        const char *known = value_e164(m, row->text[MAP_DID], k->arena);
        row->text[MAP_DID] = known ? known : row->text[MAP_DID];
    }
    if (row->has[MAP_DISPOSITION]) {
        const char *code = row->text[MAP_DISPOSITION];
        row->disposition_name = code;
        if (map_value_find(m->dispositions, m->n_dispositions, code, &row->disposition_name) &&
            !row->disposition_name)
            row->disposition_name = code;
    }
}

static void make(struct making *k, ms_t now)
{
    apply_rules(k);
    if (!rejected(k))
        take_beginning(k, now);
    if (!rejected(k))
        take_values(k);
    if (!rejected(k) && !k->row->has[MAP_ID])
        row_reject(k->row, k->arena, "no id", "its columns are empty");
    if (rejected(k))
        return;
    make_sense(k);
    finish(k);
}

struct import_row *row_read(const struct map *m, const struct csv_record *r, ms_t now,
                            struct arena *a)
{
    struct import_row *row = arena_alloc(a, sizeof *row);
    struct making k = {.map = m, .record = r, .arena = a, .row = row};
    row->line = r->line;
    keep_original(row, r, a);
    if (r->error != CSV_OK)
        row_reject(row, a, "malformed line", "%s", csv_error_text(r->error));
    else if (r->n != m->width)
        row_reject(row, a, "wrong number of columns", "%zu, expected %zu", r->n, m->width);
    else
        make(&k, now);
    return row;
}
