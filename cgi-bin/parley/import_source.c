#include "import_source.h"

static bool has_word(const char *const *words, const char *word)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

/* A value written in the map itself must be one that the field can have. */
static enum err check_value(struct map_parse *p, const char *where, enum map_field field,
                            const char *value)
{
    const struct map_field_info *info = &map_field_info[field];
    if (!value)
        return OK;
    if (info->kind == MAP_WORD && !has_word(info->words, value))
        return map_error(p, where, "'%s' is no %s", value, info->name);
    if (info->kind == MAP_TEXT && strlen(value) > info->max)
        return map_error(p, where, "'%s' is too long", value);
    return OK;
}

/* --- the members of a source ----------------------------------------------------------------- */

struct source_parse {
    struct map_parse *map;
    const char *where;
    enum map_field field;
    struct map_source *source;
};

static enum err read_source_text(struct source_parse *s, const json_t *json, const char **out)
{
    *out = map_text(s->map, s->where, json);
    return *out ? OK : ERR_BAD_REQUEST;
}

static enum err read_column(struct source_parse *s, const json_t *json)
{
    const char *name;
    enum err e = read_source_text(s, json, &name);
    if (e)
        return e;
    s->source->from = FROM_COLUMN;
    s->source->column = map_column(s->map, name);
    return OK;
}

static enum err read_time_column(struct source_parse *s, const json_t *json)
{
    const char *name;
    enum err e = read_source_text(s, json, &name);
    if (e)
        return e;
    s->source->split = true;
    s->source->time_column = map_column(s->map, name);
    return OK;
}

static enum err read_constant(struct source_parse *s, const json_t *json)
{
    s->source->from = FROM_CONSTANT;
    enum err e = read_source_text(s, json, &s->source->constant);
    return e ? e : check_value(s->map, s->where, s->field, s->source->constant);
}

static enum err read_source_nulls(struct source_parse *s, const json_t *json)
{
    s->source->nulls = map_texts(s->map, s->where, json);
    return s->source->nulls ? OK : ERR_BAD_REQUEST;
}

/* strptime knows conversions that depend on the machine's zone and locale; these do not. */
static enum err read_time_pattern(struct source_parse *s, const json_t *json, const char **out)
{
    enum err e = read_source_text(s, json, out);
    for (const char *f = e ? "" : *out; !e && (f = strchr(f, '%')); f += 2)
        if (!f[1] || !strchr("YymdeHkIlMSpbBTFR%", f[1]))
            e = map_error(s->map, s->where, "'%%%.1s' is no part of a format", f + 1);
    return e;
}

static enum err read_format(struct source_parse *s, const json_t *json)
{
    return read_time_pattern(s, json, &s->source->format);
}

static enum err read_time_format(struct source_parse *s, const json_t *json)
{
    return read_time_pattern(s, json, &s->source->time_format);
}

static enum err read_after(struct source_parse *s, const json_t *json)
{
    return read_source_text(s, json, &s->source->after);
}

static enum err read_until(struct source_parse *s, const json_t *json)
{
    return read_source_text(s, json, &s->source->until);
}

static enum err read_until_last(struct source_parse *s, const json_t *json)
{
    return read_source_text(s, json, &s->source->until_last);
}

static enum err read_prefix(struct source_parse *s, const json_t *json)
{
    return read_source_text(s, json, &s->source->prefix);
}

static enum err read_source_values(struct source_parse *s, const json_t *json)
{
    struct map_source *to = s->source;
    enum err e = map_values(s->map, s->where, json, &to->values, &to->n_values);
    for (size_t i = 0; i < to->n_values && !e; i++)
        e = check_value(s->map, s->where, s->field, to->values[i].value);
    return e;
}

enum { TIMES = 1, OTHERS = 2 };

static const struct {
    const char *key;
    enum err (*read)(struct source_parse *, const json_t *);
    int fits;
} source_members[] = {
    {"column", read_column, TIMES | OTHERS},
    {"null", read_source_nulls, TIMES | OTHERS},
    {"time_column", read_time_column, TIMES},
    {"format", read_format, TIMES},
    {"time_format", read_time_format, TIMES},
    {"constant", read_constant, OTHERS},
    {"after", read_after, OTHERS},
    {"until", read_until, OTHERS},
    {"until_last", read_until_last, OTHERS},
    {"prefix", read_prefix, OTHERS},
    {"values", read_source_values, OTHERS},
};
enum { SOURCE_MEMBERS = sizeof source_members / sizeof *source_members };

static enum err read_member(struct source_parse *s, const char *key, const json_t *json)
{
    int kind = map_field_info[s->field].kind == MAP_TIME ? TIMES : OTHERS;
    for (size_t i = 0; i < SOURCE_MEMBERS; i++)
        if (strcmp(source_members[i].key, key) == 0 && source_members[i].fits & kind) {
            const char *outer = s->where;
            s->where = arena_printf(s->map->arena, "%s.%s", outer, key);
            enum err e = source_members[i].read(s, json);
            s->where = outer;
            return e;
        }
    return map_error(s->map, s->where, "unknown key '%s'", key);
}

static enum err read_object(struct source_parse *s, const json_t *json)
{
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)(uintptr_t)json, key, item)
    {
        enum err e = read_member(s, key, item);
        if (e)
            return e;
    }
    bool column = json_object_get(json, "column"), constant = json_object_get(json, "constant");
    if (column == constant || (constant && json_object_size(json) > 1))
        return map_error(s->map, s->where, "needs a 'column', or a 'constant' alone");
    return OK;
}

static enum err read_source(struct source_parse *s, const json_t *json, bool literal)
{
    if (json_is_object(json))
        return read_object(s, json);
    if (literal && json_is_null(json))
        return OK;
    if (!json_is_string(json))
        return map_error(s->map, s->where, "must be a text, an object or a list of these");
    if (!literal)
        return read_column(s, json);
    if (map_field_info[s->field].kind == MAP_TIME)
        return map_error(s->map, s->where, "a time comes from a column: {\"column\": ...}");
    return read_constant(s, json);
}

static struct map_source *source_new(struct map_parse *p, bool split)
{
    static const char *const none[] = {NULL};
    struct map_source *s = arena_alloc(p->arena, sizeof *s);
    *s = (struct map_source){.nulls = none, .format = "iso", .time_format = "%H:%M:%S"};
    if (split)
        s->format = "%Y-%m-%d";
    return s;
}

const struct map_source *map_source(struct map_parse *p, const char *where, enum map_field field,
                                    const json_t *json, bool literal)
{
    const struct map_source *first = NULL, **last = &first;
    size_t n = json_is_array(json) ? json_array_size(json) : 1;
    if (!n)
        map_error(p, where, "is an empty list");
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_is_array(json) ? json_array_get(json, i) : json;
        bool list = json_is_array(json);
        struct map_source *source = source_new(p, json_object_get(item, "time_column"));
        struct source_parse s = {p, where, field, source};
        if (read_source(&s, item, literal && !list) != OK)
            return NULL;
        *last = source;
        last = &source->next;
    }
    return first;
}

/* --- rules ----------------------------------------------------------------------------------- */

/* Operators as they are written, longer ones first. */
static const struct {
    const char *sign;
    enum map_op op;
    bool number;
} operators[] = {
    {">=", MAP_AT_LEAST, true}, {"<=", MAP_AT_MOST, true}, {">", MAP_MORE, true},
    {"<", MAP_LESS, true},      {"!", MAP_UNEQUAL, false}, {"=", MAP_EQUAL, false},
};

static enum err read_test(struct map_parse *p, const char *where, const char *text,
                          struct map_test *out)
{
    size_t len = strlen(text);
    out->op = MAP_EQUAL;
    out->text = arena_dup(p->arena, text);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t n = strlen(operators[i].sign);
        if (strncmp(text, operators[i].sign, n) != 0)
            continue;
        char *end;
        out->op = operators[i].op;
        out->text += n;
        out->number = strtod(out->text, &end);
        if (operators[i].number && (*end || end == out->text))
            return map_error(p, where, "'%s' compares with no number", text);
        return OK;
    }
    if (len > 1 && text[len - 1] == '*') {
        out->op = MAP_BEGINS;
        out->text = arena_dupn(p->arena, text, len - 1);
    }
    return OK;
}

static enum err read_tests_of(struct map_parse *p, const char *where, const char *column,
                              const json_t *json, struct map_rule *rule, struct map_test *tests)
{
    size_t n = json_is_array(json) ? json_array_size(json) : 1;
    for (size_t i = 0; i < n; i++) {
        const char *text = json_string_value(json_is_array(json) ? json_array_get(json, i) : json);
        struct map_test *t = &tests[rule->n_tests++];
        if (!text)
            return map_error(p, where, "'%s' must be a text or a list of texts", column);
        t->column = map_column(p, column);
        t->or_next = i + 1 < n;
        enum err e = read_test(p, where, text, t);
        if (e)
            return e;
        if (n > 1 && t->op == MAP_UNEQUAL)
            return map_error(p, where, "'%s' must stand alone", text);
    }
    return n ? OK : map_error(p, where, "'%s' is an empty list", column);
}

static size_t count_tests(const json_t *when)
{
    size_t n = 0;
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)(uintptr_t)when, key, item) n +=
        json_is_array(item) ? json_array_size(item) : 1;
    return n;
}

static enum err read_when(struct map_parse *p, const char *where, const json_t *json,
                          struct map_rule *rule)
{
    const char *column;
    json_t *item;
    enum err e = OK;
    if (!json_is_object(json))
        return map_error(p, where, "must be an object");
    struct map_test *tests = arena_array(p->arena, count_tests(json), sizeof *tests);
    rule->tests = tests;
    json_object_foreach((json_t *)(uintptr_t)json, column, item)
    {
        if (!e)
            e = read_tests_of(p, where, column, item, rule, tests);
    }
    return e;
}

static enum err read_set(struct map_parse *p, const char *where, const json_t *json,
                         struct map_rule *rule)
{
    const char *key;
    json_t *item;
    if (!json_is_object(json))
        return map_error(p, where, "must be an object");
    struct map_setting *settings = arena_array(p->arena, json_object_size(json), sizeof *settings);
    rule->settings = settings;
    json_object_foreach((json_t *)(uintptr_t)json, key, item)
    {
        enum map_field f = map_field_find(key);
        if (f == MAP_FIELDS || f == MAP_ID || f == MAP_CREATED_AT)
            return map_error(p, where, "'%s' is no field that a rule can set", key);
        const char *inner = arena_printf(p->arena, "%s.%s", where, key);
        struct map_setting s = {f, map_source(p, inner, f, item, true)};
        if (!s.source)
            return ERR_BAD_REQUEST;
        settings[rule->n_settings++] = s;
    }
    return OK;
}

static enum err read_kind(struct map_parse *p, const char *where, const json_t *json,
                          const char **out)
{
    *out = map_text(p, where, json);
    if (!*out)
        return ERR_BAD_REQUEST;
    return strlen(*out) <= 60 ? OK : map_error(p, where, "is longer than 60 characters");
}

static enum err read_rule_member(struct map_parse *p, const char *where, const char *key,
                                 const json_t *json, struct map_rule *rule)
{
    const char *inner = arena_printf(p->arena, "%s.%s", where, key);
    if (strcmp(key, "when") == 0)
        return read_when(p, inner, json, rule);
    if (strcmp(key, "set") == 0)
        return read_set(p, inner, json, rule);
    if (strcmp(key, "mended") == 0)
        return read_kind(p, inner, json, &rule->mended);
    if (strcmp(key, "reject") == 0)
        return read_kind(p, inner, json, &rule->reject);
    return map_error(p, where, "unknown key '%s'", key);
}

static enum err read_rule(struct map_parse *p, const char *where, const json_t *json,
                          struct map_rule *rule)
{
    const char *key;
    json_t *item;
    enum err e = OK;
    if (!json_is_object(json))
        return map_error(p, where, "must be an object");
    json_object_foreach((json_t *)(uintptr_t)json, key, item)
    {
        if (!e)
            e = read_rule_member(p, where, key, item, rule);
    }
    return e;
}

static enum err read_table(struct map_parse *p, const char *name, const json_t *json,
                           struct map_rules *table)
{
    const char *where = arena_printf(p->arena, "rules.%s", name);
    table->name = arena_dup(p->arena, name);
    table->n = json_array_size(json);
    if (!table->n)
        return map_error(p, where, "must be a list of rules");
    struct map_rule *rules = arena_array(p->arena, table->n, sizeof *rules);
    table->rules = rules;
    enum err e = OK;
    for (size_t i = 0; i < table->n && !e; i++)
        e = read_rule(p, arena_printf(p->arena, "%s[%zu]", where, i + 1), json_array_get(json, i),
                      &rules[i]);
    return e;
}

enum err map_rules(struct map_parse *p, const json_t *json)
{
    const char *name;
    json_t *item;
    enum err e = OK;
    if (!json_is_object(json))
        return map_error(p, "rules", "must be an object of lists");
    struct map_rules *tables = arena_array(p->arena, json_object_size(json), sizeof *tables);
    p->map->tables = tables;
    json_object_foreach((json_t *)(uintptr_t)json, name, item)
    {
        if (!e)
            e = read_table(p, name, item, &tables[p->map->n_tables++]);
    }
    return e;
}
