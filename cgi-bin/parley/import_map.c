#include "core/clock.h"
#include "import_source.h"
#include "intake/document.h"

#include <ctype.h>
#include <stdarg.h>

static const char *const ending_words[] = {"answered",   "abandoned", "left_ivr",
                                           "unanswered", "unknown",   NULL};

const struct map_field_info map_field_info[MAP_FIELDS] = {
    [MAP_ID] = {"id", MAP_TEXT, 100, NULL, "what tells a call from all others; needed"},
    [MAP_CREATED_AT] = {"created_at", MAP_TIME, 0, NULL, "when it began; needed"},
    [MAP_QUEUED_AT] = {"queued_at", MAP_TIME, 0, NULL, "when it entered the queue"},
    [MAP_ANSWERED_AT] = {"answered_at", MAP_TIME, 0, NULL, "when an agent took it"},
    [MAP_LEFT_QUEUE_AT] = {"left_queue_at", MAP_TIME, 0, NULL, "when it was given up in the queue"},
    [MAP_CLOSED_AT] = {"closed_at", MAP_TIME, 0, NULL, "when it ended"},
    [MAP_ENDING] = {"ending", MAP_WORD, 0, ending_words,
                    "how it went; decides what is kept of the rest"},
    [MAP_CHANNEL] = {"channel", MAP_WORD, 0, doc_channels, "voice where it is not mapped"},
    [MAP_PLATFORM] = {"platform", MAP_WORD, 0, doc_platforms, ""},
    [MAP_DIRECTION] = {"direction", MAP_WORD, 0, doc_directions, ""},
    [MAP_OUTCOME] = {"outcome", MAP_WORD, 0, doc_outcomes, ""},
    [MAP_ENDED_BY] = {"ended_by", MAP_WORD, 0, doc_ends, ""},
    [MAP_QUEUE] = {"queue", MAP_TEXT, 100, NULL, "name; made if new"},
    [MAP_AGENT] = {"agent", MAP_TEXT, 100, NULL, "name; made if new"},
    [MAP_CLIENT] = {"client", MAP_TEXT, 150, NULL, "name or number of the customer; made if new"},
    [MAP_PHONE_NUMBER] = {"phone_number", MAP_TEXT, 32, NULL, "of the customer"},
    [MAP_DID] = {"did", MAP_TEXT, 32, NULL, "the number that was called; made if new"},
    [MAP_DISPOSITION] = {"disposition", MAP_TEXT, 40, NULL, "code; made if new"},
    [MAP_FLOW] = {"flow", MAP_TEXT, 100, NULL, "name of the IVR flow"},
    [MAP_RESULT] = {"result", MAP_WORD, 0, doc_results, "what came of a message or call"},
    [MAP_ACTION_TYPE] = {"action_type", MAP_TEXT, 40, NULL, "what it was for, as in \"reminder\""},
    [MAP_SENTIMENT] = {"sentiment", MAP_WORD, 0, doc_sentiments, "of the client"},
    [MAP_CURRENCY] = {"currency", MAP_TEXT, 3, NULL, "of the cost, as in \"EUR\""},
    [MAP_CSAT] = {"csat", MAP_SCORE, 5, NULL, "satisfaction of the client"},
    [MAP_COST] = {"cost", MAP_MONEY, 0, NULL, "as in 1.25; with a currency"},
    [MAP_DURATION_S] = {"duration_s", MAP_SECONDS, 0, NULL, "conversation, without waiting"},
    [MAP_WAIT_S] = {"wait_s", MAP_SECONDS, 0, NULL, "in the queue"},
    [MAP_HOLD_S] = {"hold_s", MAP_SECONDS, 0, NULL, "on hold"},
    [MAP_ACW_S] = {"acw_s", MAP_SECONDS, 0, NULL, "the agent's work after it"},
};

enum map_field map_field_find(const char *name)
{
    enum map_field f = 0;
    while (f < MAP_FIELDS && strcmp(map_field_info[f].name, name) != 0)
        f++;
    return f;
}

bool map_value_find(const struct map_value *values, size_t n, const char *text, const char **out)
{
    const struct map_value *other = NULL;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(values[i].text, text) == 0) {
            *out = values[i].value;
            return true;
        }
        if (strcmp(values[i].text, "*") == 0)
            other = &values[i];
    }
    if (other)
        *out = other->value;
    return other != NULL;
}

/* --- pieces of JSON -------------------------------------------------------------------------- */

enum err map_error(const struct map_parse *p, const char *where, const char *format, ...)
{
    char text[300];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return err_set(ERR_BAD_REQUEST, "%s: %s%s%s", p->name, where, *where ? ": " : "", text);
}

size_t map_column(struct map_parse *p, const char *name)
{
    struct map *m = p->map;
    for (size_t i = 0; i < m->n_columns; i++)
        if (strcmp(m->columns[i], name) == 0)
            return i;
    if (m->n_columns == p->columns_cap) {
        p->columns_cap = p->columns_cap ? p->columns_cap * 2 : 32;
        const char **more = arena_array(p->arena, p->columns_cap, sizeof *more);
        if (m->n_columns)
            memcpy(more, m->columns, m->n_columns * sizeof *more);
        m->columns = more;
    }
    m->columns[m->n_columns] = arena_dup(p->arena, name);
    return m->n_columns++;
}

const char *map_text(struct map_parse *p, const char *where, const json_t *json)
{
    const char *s = json_string_value(json);
    if (s && *s)
        return arena_dup(p->arena, s);
    map_error(p, where, s ? "is empty" : "must be a text");
    return NULL;
}

/* Empty texts are allowed here: an empty cell is a value like others. */
const char *const *map_texts(struct map_parse *p, const char *where, const json_t *json)
{
    size_t n = json_array_size(json);
    const char **list = arena_array(p->arena, n + 1, sizeof *list);
    if (!json_is_array(json)) {
        map_error(p, where, "must be a list of texts");
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        const char *s = json_string_value(json_array_get(json, i));
        if (!s) {
            map_error(p, where, "must be a list of texts");
            return NULL;
        }
        list[i] = arena_dup(p->arena, s);
    }
    return list;
}

enum err map_values(struct map_parse *p, const char *where, const json_t *json,
                    const struct map_value **out, size_t *n)
{
    if (!json_is_object(json) || !json_object_size(json))
        return map_error(p, where, "must be an object of texts");
    struct map_value *values = arena_array(p->arena, json_object_size(json), sizeof *values);
    const char *key;
    json_t *item;
    *n = 0;
    *out = values;
    json_object_foreach((json_t *)(uintptr_t)json, key, item)
    {
        if (!json_is_string(item) && !json_is_null(item))
            return map_error(p, where, "'%s' must be a text or null", key);
        values[(*n)++] = (struct map_value){
            arena_dup(p->arena, key),
            json_is_string(item) ? arena_dup(p->arena, json_string_value(item)) : NULL};
    }
    return OK;
}

/* --- the members of the map ------------------------------------------------------------------ */

static enum err read_vendor(struct map_parse *p, const json_t *json)
{
    const char *s = map_text(p, "vendor", json);
    if (!s)
        return ERR_BAD_REQUEST;
    if (strlen(s) > 20 || strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(s))
        return map_error(p, "vendor", "up to 20 small letters, digits, _ and -");
    p->map->vendor = s;
    return OK;
}

static enum err read_zone(struct map_parse *p, const json_t *json)
{
    const char *s = map_text(p, "zone", json);
    if (!s)
        return ERR_BAD_REQUEST;
    if (!zone_valid(s))
        return map_error(p, "zone", "'%s' is no zone of this system (Europe/Berlin is one)", s);
    p->map->zone = s;
    return OK;
}

static enum err read_delimiter(struct map_parse *p, const json_t *json)
{
    const char *s = map_text(p, "delimiter", json);
    if (!s)
        return ERR_BAD_REQUEST;
    if (s[1] || !strchr(",;\t|", *s))
        return map_error(p, "delimiter", "one of , ; | and tab");
    p->map->delimiter = *s;
    return OK;
}

static enum err read_encoding(struct map_parse *p, const json_t *json)
{
    const char *s = map_text(p, "encoding", json);
    if (!s)
        return ERR_BAD_REQUEST;
    p->map->latin1 = strcasecmp(s, "latin1") == 0;
    if (!p->map->latin1 && strcasecmp(s, "utf-8") != 0)
        return map_error(p, "encoding", "utf-8 or latin1");
    return OK;
}

static enum err read_columns(struct map_parse *p, const json_t *json)
{
    p->map->header = map_texts(p, "columns", json);
    p->map->width = json_array_size(json);
    if (!p->map->header)
        return ERR_BAD_REQUEST;
    if (!p->map->width || p->map->width > CSV_FIELDS_MAX)
        return map_error(p, "columns", "from 1 to 512 names");
    return OK;
}

static enum err read_nulls(struct map_parse *p, const json_t *json)
{
    p->map->nulls = map_texts(p, "null", json);
    return p->map->nulls ? OK : ERR_BAD_REQUEST;
}

static enum err read_country_code(struct map_parse *p, const json_t *json)
{
    const char *s = map_text(p, "country_code", json);
    if (!s)
        return ERR_BAD_REQUEST;
    if (strlen(s) > 3 || strspn(s, "0123456789") != strlen(s) || *s == '0')
        return map_error(p, "country_code", "up to 3 digits, as in \"49\"");
    p->map->country_code = s;
    return OK;
}

static enum err read_trunk_prefix(struct map_parse *p, const json_t *json)
{
    const char *s = json_string_value(json);
    if (!s || strlen(s) > 2 || strspn(s, "0123456789") != strlen(s))
        return map_error(p, "trunk_prefix", "up to 2 digits, or \"\" where there is none");
    p->map->trunk_prefix = arena_dup(p->arena, s);
    return OK;
}

static enum err read_dispositions(struct map_parse *p, const json_t *json)
{
    struct map *m = p->map;
    enum err e = map_values(p, "dispositions", json, &m->dispositions, &m->n_dispositions);
    for (size_t i = 0; i < m->n_dispositions && !e; i++)
        if (m->dispositions[i].value && strlen(m->dispositions[i].value) > 100)
            e = map_error(p, "dispositions", "'%s' has a name of more than 100 characters",
                          m->dispositions[i].text);
    return e;
}

static enum err read_fields(struct map_parse *p, const json_t *json)
{
    const char *key;
    json_t *item;
    if (!json_is_object(json))
        return map_error(p, "fields", "must be an object");
    json_object_foreach((json_t *)(uintptr_t)json, key, item)
    {
        enum map_field f = map_field_find(key);
        if (f == MAP_FIELDS)
            return map_error(p, "fields", "there is no field '%s'", key);
        p->map->fields[f] = map_source(p, arena_printf(p->arena, "fields.%s", key), f, item, false);
        if (!p->map->fields[f])
            return ERR_BAD_REQUEST;
    }
    return OK;
}

static const struct {
    const char *key;
    enum err (*read)(struct map_parse *, const json_t *);
    bool needed;
} members[] = {
    {"vendor", read_vendor, true},
    {"zone", read_zone, true},
    {"delimiter", read_delimiter, false},
    {"encoding", read_encoding, false},
    {"columns", read_columns, false},
    {"null", read_nulls, false},
    {"country_code", read_country_code, false},
    {"trunk_prefix", read_trunk_prefix, false},
    {"dispositions", read_dispositions, false},
    {"fields", read_fields, true},
    {"rules", map_rules, false},
};
enum { MEMBERS = sizeof members / sizeof *members };

static enum err unknown_member(struct map_parse *p, const json_t *root)
{
    const char *key;
    json_t *item;
    if (!json_is_object(root))
        return map_error(p, "", "must be an object");
    json_object_foreach((json_t *)(uintptr_t)root, key, item)
    {
        size_t i = 0;
        while (i < MEMBERS && strcmp(members[i].key, key) != 0)
            i++;
        if (i == MEMBERS)
            return map_error(p, "", "unknown key '%s'", key);
    }
    return OK;
}

/* Where the columns are, for a record whose columns have these names. */
static enum err place_columns(struct map *m, struct arena *a)
{
    m->at = arena_array(a, m->n_columns, sizeof *m->at);
    for (size_t i = 0; i < m->n_columns; i++) {
        size_t found = 0;
        for (size_t k = 0; k < m->width; k++) {
            if (strcmp(m->header[k], m->columns[i]) != 0)
                continue;
            m->at[i] = k;
            found++;
        }
        if (found != 1)
            return err_set(ERR_BAD_REQUEST, "the file has %s column '%s'",
                           found ? "more than one" : "no", m->columns[i]);
    }
    return OK;
}

static enum err check_whole(struct map_parse *p)
{
    struct map *m = p->map;
    for (enum map_field f = MAP_ID; f <= MAP_CREATED_AT; f++)
        if (!m->fields[f])
            return map_error(p, "fields", "'%s' is missing", map_field_info[f].name);
    if (m->width && place_columns(m, p->arena) != OK) {
        char detail[200];
        snprintf(detail, sizeof detail, "%s", err_detail());
        err_clear();
        return map_error(p, "columns", "%s", detail);
    }
    return OK;
}

static enum err read_root(struct map_parse *p, const json_t *root)
{
    enum err e = unknown_member(p, root);
    for (size_t i = 0; i < MEMBERS && !e; i++) {
        const json_t *item = json_object_get(root, members[i].key);
        if (item)
            e = members[i].read(p, item);
        else if (members[i].needed)
            e = map_error(p, "", "'%s' is missing", members[i].key);
    }
    return e ? e : check_whole(p);
}

enum err map_parse(struct map **out, struct arena *a, const char *name, const char *text)
{
    static const char *const no_texts[] = {NULL};
    json_error_t error;
    struct map *m = arena_alloc(a, sizeof *m);
    struct map_parse p = {.map = m, .arena = a, .name = name};
    *m = (struct map){.delimiter = ',', .nulls = no_texts, .trunk_prefix = "0"};
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return err_set(ERR_BAD_REQUEST, "%s: line %d: %s", name, error.line, error.text);
    enum err e = read_root(&p, root);
    json_decref(root);
    if (!e)
        *out = m;
    return e;
}

enum err map_load(struct map **out, struct arena *a, const char *path)
{
    enum { MAX = 256 * 1024 };
    FILE *f = fopen(path, "re");
    if (!f)
        return err_set(ERR_BAD_REQUEST, "cannot read the map %s: %m", path);
    char *text = arena_alloc(a, MAX + 1);
    size_t n = fread(text, 1, MAX + 1, f);
    bool failed = ferror(f);
    fclose(f);
    if (failed)
        return err_set(ERR_BAD_REQUEST, "cannot read the map %s", path);
    if (n > MAX || memchr(text, 0, n))
        return err_set(ERR_BAD_REQUEST, "%s: this is no map", path);
    return map_parse(out, a, path, text);
}

static const char *trimmed(struct arena *a, const struct csv_field *f)
{
    const char *s = f->s, *end = f->s + f->len;
    while (s < end && isspace((unsigned char)*s))
        s++;
    while (end > s && isspace((unsigned char)end[-1]))
        end--;
    return arena_dupn(a, s, (size_t)(end - s));
}

enum err map_bind(struct map *m, struct arena *a, const struct csv_record *header)
{
    const char **names = arena_array(a, header->n, sizeof *names);
    for (size_t i = 0; i < header->n; i++)
        names[i] = trimmed(a, &header->fields[i]);
    m->header = names;
    m->width = header->n;
    return place_columns(m, a);
}
