/* The parts of a conversation: what each may hold, and into which table it goes. */
#include "import_talk.h"

#include "core/conf.h"
#include "db/bulk.h"
#include "import_value.h"
#include "store/search_index.h"

#include <arpa/inet.h>
#include <utf8proc.h>

enum { FIELDS_MAX = 16, BODY_MAX = 1024 * 1024, ITEMS_MAX = 20000 };

enum kind {
    TEXT,   /* up to `max` characters */
    BODY,   /* the same, and not empty */
    WORD,   /* one of `words` */
    NUMBER, /* up to `max` */
    YES_NO,
    IP,
    TIME,  /* ISO 8601 */
    JSON,  /* anything, kept as JSON */
    ANY,   /* a text as it is, anything else as JSON */
    AGENT, /* a name, made if new */
    FIXED, /* always `is`; not a member of the file */
    NOW,   /* the time of the import */
};

struct field {
    const char *name, *column;
    enum kind kind;
    int64_t max;
    const char *const *words;
    const char *is;
};

static const char *const roles[] = {"client", "agent", "ai", "system", "coach", NULL};
static const char *const statuses[] = {"ok", "error", "pending", NULL};
static const char *const phones[] = {"primary", "alternate", NULL};
static const char *const moods[] = {"positive", "neutral", "negative", "hostile", NULL};
static const char *const levels[] = {"extremely_negative", "negative",           "neutral",
                                     "positive",           "extremely_positive", NULL};

#define LONG_MAX_MS ((int64_t)7 * 24 * 3600 * 1000)

static const struct field message_fields[] = {
    {"role", "role", WORD, 0, roles, NULL},
    {"text", "body", BODY, BODY_MAX, NULL, NULL},
    {"agent", "agent_id", AGENT, 100, NULL, NULL},
    {"offset_ms", "offset_ms", NUMBER, LONG_MAX_MS, NULL, NULL},
    {"sent_at", "sent_at", TIME, 0, NULL, NULL},
    {"sentiment", "sentiment", WORD, 0, levels, NULL},
    {NULL},
};
static const struct field function_fields[] = {
    {"name", "name", BODY, 100, NULL, NULL},
    {"after", "after_message_no", NUMBER, ITEMS_MAX, NULL, NULL},
    {"offset_ms", "offset_ms", NUMBER, LONG_MAX_MS, NULL, NULL},
    {"parameters", "parameters", JSON, BODY_MAX, NULL, NULL},
    {"result", "result", ANY, BODY_MAX, NULL, NULL},
    {"status", "status", WORD, 0, statuses, NULL},
    {NULL},
};
static const struct field voice_fields[] = {
    {"contact_result", "contact_result", TEXT, 40, NULL, NULL},
    {"call_disposition", "call_disposition", TEXT, 60, NULL, NULL},
    {"sentiment", "sentiment", WORD, 0, moods, NULL},
    {"willingness", "willingness", NUMBER, 5, NULL, NULL},
    {"cooperation", "cooperation", NUMBER, 5, NULL, NULL},
    {"identity_verified", "identity_verified", YES_NO, 0, NULL, NULL},
    {"termination", "termination", TEXT, 60, NULL, NULL},
    {"phone_used", "phone_used", WORD, 0, phones, NULL},
    {"llm_model", "llm_model", TEXT, 100, NULL, NULL},
    {"billable_messages", "billable_messages", NUMBER, ITEMS_MAX, NULL, NULL},
    {"cost_parts", "cost_parts", JSON, BODY_MAX, NULL, NULL},
    {NULL},
};
static const struct field web_fields[] = {
    {"browser", "browser", TEXT, 100, NULL, NULL},
    {"os", "os", TEXT, 100, NULL, NULL},
    {"country", "country", TEXT, 100, NULL, NULL},
    {"city", "city", TEXT, 100, NULL, NULL},
    {"url", "url", TEXT, 2000, NULL, NULL},
    {"ip", "ip", IP, 45, NULL, NULL},
    {NULL},
};
static const struct field analysis_fields[] = {
    {"topic", "topic", TEXT, 200, NULL, NULL},
    {"summary", "summary", TEXT, 10000, NULL, NULL},
    {"keywords", "keywords", JSON, BODY_MAX, NULL, NULL},
    {"sentiment_description", "sentiment_description", TEXT, 10000, NULL, NULL},
    {"emotions", "emotions", JSON, BODY_MAX, NULL, NULL},
    {"csat_description", "csat_description", TEXT, 10000, NULL, NULL},
    {"criteria", "criteria", JSON, BODY_MAX, NULL, NULL},
    {"collected", "collected", JSON, BODY_MAX, NULL, NULL},
    {"performance", "performance", TEXT, 10000, NULL, NULL},
    {"source", "source", TEXT, 40, NULL, NULL},
    {"made_at", "made_at", TIME, 0, NULL, NULL},
    {NULL},
};
static const struct field tag_fields[] = {
    {"kind", "kind", TEXT, 40, NULL, NULL},
    {"tag", "tag", BODY, 80, NULL, NULL},
    {NULL, "source", FIXED, 0, NULL, "vendor"},
    {NULL},
};
static const struct field flag_fields[] = {
    {"flag", "flag", BODY, 60, NULL, NULL},
    {"reason", "reason", TEXT, 500, NULL, NULL},
    {NULL, "source", FIXED, 0, NULL, "ai"},
    {NULL, "set_at", NOW, 0, NULL, NULL},
    {NULL},
};

static const struct part {
    const char *name, *table;
    const char *number; /* column that counts the items from 1; NULL: they are not counted */
    bool list;
    const struct field *fields;
    const char *help;
} parts[] = {
    {"messages", "messages", "message_no", true, message_fields, "what was said, in its order"},
    {"functions", "function_calls", "call_no", true, function_fields,
     "what the agent called; after: the number of the message before it, from 1"},
    {"voice_ai", "voice_ai_details", NULL, false, voice_fields, "what a voice agent found"},
    {"web", "web_details", NULL, false, web_fields, "where a chat came from"},
    {"analysis", "analyses", NULL, false, analysis_fields, "what was made of it"},
    {"tags", "tags", NULL, true, tag_fields, ""},
    {"flags", "review_flags", "flag_no", true, flag_fields, "set for review"},
};
enum { PARTS = sizeof parts / sizeof *parts };

static bool is_last(const struct field *f)
{
    return !f->name && !f->column;
}

/* --- the help -------------------------------------------------------------------------------- */

void talk_help(FILE *out)
{
    static const char *const kinds[] = {"text",          "text, needed",     "one of", "number",
                                        "true or false", "IP address",       "time",   "JSON",
                                        "text or JSON",  "name, made if new"};
    for (size_t p = 0; p < PARTS; p++) {
        fprintf(out, "  %s: %s%s%s\n", parts[p].name, parts[p].list ? "list of objects" : "object",
                *parts[p].help ? "; " : "", parts[p].help);
        for (const struct field *f = parts[p].fields; !is_last(f); f++) {
            if (!f->name)
                continue;
            fprintf(out, "    %-22s %s", f->name, kinds[f->kind]);
            for (const char *const *w = f->words; w && *w; w++)
                fprintf(out, " %s", *w);
            fputc('\n', out);
        }
    }
}

/* --- what is wrong --------------------------------------------------------------------------- */

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static bool has_word(const char *const *words, const char *s)
{
    while (*words && strcmp(*words, s) != 0)
        words++;
    return *words != NULL;
}

/* Reads an ISO time with its zone, or in UTC. */
static bool read_time(const json_t *v, ms_t *out)
{
    static const struct map utc = {.zone = "UTC"};
    return json_is_string(v) && value_iso(&utc, json_string_value(v), out);
}

/* What a value must be and is not; NULL when it is. */
static const char *wrong(const struct field *f, const json_t *v, struct arena *a)
{
    ms_t t;
    struct in6_addr ip;
    const char *s = json_string_value(v);
    int64_t n = json_integer_value(v);
    switch (f->kind) {
    case TEXT:
    case AGENT:
    case BODY:
        if (!s)
            return "must be a text";
        if (characters(s) > (size_t)f->max)
            return arena_printf(a, "has more than %lld characters", (long long)f->max);
        return f->kind == BODY && !*s ? "is empty" : NULL;
    case WORD:
        return s && has_word(f->words, s) ? NULL : "has a value that is not known";
    case NUMBER:
        return json_is_integer(v) && n >= 0 && n <= f->max
                   ? NULL
                   : arena_printf(a, "must be a number from 0 to %lld", (long long)f->max);
    case YES_NO:
        return json_is_boolean(v) ? NULL : "must be true or false";
    case IP:
        return s && (inet_pton(AF_INET, s, &ip) == 1 || inet_pton(AF_INET6, s, &ip) == 1)
                   ? NULL
                   : "must be an IP address";
    case TIME:
        return read_time(v, &t) ? NULL : "must be a time as in 2026-11-21T09:00:00Z";
    default:
        return NULL;
    }
}

static const struct field *field_find(const struct part *p, const char *name)
{
    for (const struct field *f = p->fields; !is_last(f); f++)
        if (f->name && strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

static const char *item_problem(const struct part *p, const json_t *item, struct arena *a)
{
    const char *key;
    json_t *v;
    if (!json_is_object(item))
        return arena_printf(a, "%s: must be %s", p->name,
                            p->list ? "a list of objects" : "an object");
    json_object_foreach((json_t *)(uintptr_t)item, key, v)
    {
        const struct field *f = field_find(p, key);
        const char *why = !f ? "is not known" : json_is_null(v) ? NULL : wrong(f, v, a);
        if (why)
            return arena_printf(a, "%s: '%s' %s", p->name, row_excerpt(a, key), why);
    }
    for (const struct field *f = p->fields; !is_last(f); f++)
        if (f->kind == BODY && !json_is_string(json_object_get(item, f->name)))
            return arena_printf(a, "%s: '%s' is missing", p->name, f->name);
    return NULL;
}

static const char *part_problem(const struct part *p, const json_t *value, struct arena *a)
{
    size_t i;
    json_t *item;
    const char *why = NULL;
    if (!p->list)
        return item_problem(p, value, a);
    if (!json_is_array(value))
        return arena_printf(a, "%s: must be a list of objects", p->name);
    if (json_array_size(value) > ITEMS_MAX)
        return arena_printf(a, "%s: more than %d", p->name, ITEMS_MAX);
    json_array_foreach((json_t *)(uintptr_t)value, i, item) if (!why)
    {
        why = item_problem(p, item, a);
        why = why ? arena_printf(a, "%s (number %zu)", why, i + 1) : NULL;
    }
    return why;
}

const char *talk_problem(const json_t *talk, struct arena *a)
{
    const char *key, *why = NULL;
    json_t *v;
    json_object_foreach((json_t *)(uintptr_t)talk, key, v)
    {
        size_t p = 0;
        while (p < PARTS && strcmp(parts[p].name, key) != 0)
            p++;
        bool kind = strcmp(key, "agent_kind") == 0;
        if (why || json_is_null(v))
            continue;
        if (p < PARTS)
            why = part_problem(&parts[p], v, a);
        else if (kind && strcmp(json_string_value(v) ? json_string_value(v) : "", "ai") != 0 &&
                 strcmp(json_string_value(v) ? json_string_value(v) : "", "human") != 0)
            why = "agent_kind: must be human or ai";
        else if (!kind && map_field_find(key) == MAP_FIELDS)
            why = arena_printf(a, "'%s' is not known", row_excerpt(a, key));
        else if (!json_is_string(v) && !json_is_number(v))
            why = arena_printf(a, "%s: must be a text or a number", key);
    }
    return why;
}

/* --- what the interaction's own row says of them ------------------------------------------------
 */

const char *talk_agent_kind(const json_t *talk)
{
    return json_string_value(json_object_get(talk, "agent_kind"));
}

size_t talk_messages(const json_t *talk)
{
    return json_array_size(json_object_get(talk, "messages"));
}

bool talk_flagged(const json_t *talk)
{
    return json_array_size(json_object_get(talk, "flags")) > 0;
}

ms_t talk_last_message(const json_t *talk, ms_t created)
{
    const json_t *list = json_object_get(talk, "messages"), *m;
    ms_t at, last = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        m = json_array_get(list, i);
        const json_t *offset = json_object_get(m, "offset_ms");
        if (!read_time(json_object_get(m, "sent_at"), &at))
            at = json_is_integer(offset) ? created + json_integer_value(offset) : 0;
        last = at > last ? at : last;
    }
    return last;
}

/* --- storing --------------------------------------------------------------------------------- */

/* AI agents are those whose messages say so. */
enum err talk_names(struct batch *b, struct import_row *row)
{
    const json_t *list = json_object_get(row->talk, "messages");
    enum err e = OK;
    for (size_t i = 0; i < json_array_size(list) && !e; i++) {
        json_t *m = json_array_get(list, i);
        int64_t id;
        const char *name = json_string_value(json_object_get(m, "agent"));
        const char *role = json_string_value(json_object_get(m, "role"));
        const char *kind = role && strcmp(role, "ai") == 0 ? "ai" : NULL;
        if (!name || !*name)
            continue;
        e = names_id(b->store->names, NAME_AGENT, name, kind, &id);
        if (!e && id)
            json_object_set_new(m, "agent", json_integer(id));
    }
    return e;
}

static void put_json(struct bulk *b, int col, const json_t *v)
{
    char *text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
    if (!text)
        abort();
    bulk_text(b, col, text);
    free(text);
}

/* The column holds IPv6: IPv4 in the way that IPv6 writes it. */
static void put_ip(struct bulk *b, int col, const char *ip)
{
    char text[64];
    snprintf(text, sizeof text, "%s%s", strchr(ip, ':') ? "" : "::ffff:", ip);
    bulk_text(b, col, text);
}

static void put(struct bulk *b, int col, const struct field *f, const json_t *item, ms_t now)
{
    const json_t *v = f->name ? json_object_get(item, f->name) : NULL;
    ms_t t;
    if (f->kind == FIXED)
        bulk_text(b, col, f->is);
    else if (f->kind == NOW)
        bulk_time(b, col, now);
    else if (strcmp(f->column, "kind") == 0 && !v)
        bulk_text(b, col, "");
    else if (!v || json_is_null(v) || (f->kind == AGENT && !json_is_integer(v)))
        return;
    else if (f->kind == JSON || (f->kind == ANY && !json_is_string(v)))
        put_json(b, col, v);
    else if (f->kind == IP)
        put_ip(b, col, json_string_value(v));
    else if (f->kind == TIME && read_time(v, &t))
        bulk_time(b, col, t);
    else if (json_is_string(v))
        bulk_text(b, col, json_string_value(v));
    else
        bulk_int(b, col, json_is_boolean(v) ? json_is_true(v) : json_integer_value(v));
}

/* Without case, accents and blanks at the end, as the table's key compares. The caller frees. */
static char *folded(const json_t *item, const char *member)
{
    const char *s = json_string_value(json_object_get(item, member));
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)(s ? s : ""), 0, &out,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                         UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    if (n < 0)
        return strdup(s);
    while (n && out[n - 1] == ' ')
        out[--n] = 0;
    return (char *)out;
}

static bool same(const json_t *x, const json_t *y, const char *member)
{
    char *a = folded(x, member), *b = folded(y, member);
    if (!a || !b)
        abort();
    bool equal = strcmp(a, b) == 0;
    free(a);
    free(b);
    return equal;
}

/* The same tag twice is one tag. */
static bool repeated(const json_t *list, size_t i)
{
    const json_t *item = json_array_get(list, i);
    for (size_t k = 0; k < i; k++)
        if (same(json_array_get(list, k), item, "kind") &&
            same(json_array_get(list, k), item, "tag"))
            return true;
    return false;
}

static enum err put_item(struct bulk *b, const struct part *p, int64_t tenant, int64_t id,
                         size_t number, const json_t *item, ms_t now)
{
    int col = 0;
    bulk_int(b, col++, tenant);
    bulk_int(b, col++, id);
    if (p->number)
        bulk_int(b, col++, (int64_t)number);
    for (const struct field *f = p->fields; !is_last(f); f++)
        put(b, col++, f, item, now);
    return bulk_row(b);
}

static enum err put_part(struct bulk *b, const struct part *p, int64_t tenant,
                         const struct import_row *row, ms_t now)
{
    const json_t *value = json_object_get(row->talk, p->name);
    enum err e = OK;
    if (value && !p->list && !json_is_null(value))
        return put_item(b, p, tenant, row->id, 0, value, now);
    for (size_t i = 0; i < json_array_size(value) && !e; i++)
        if (p->number || !repeated(value, i))
            e = put_item(b, p, tenant, row->id, i + 1, json_array_get(value, i), now);
    return e;
}

/* Columns and their types, as bulk_open takes them. */
static void list_columns(const struct part *p, char columns[400], char types[FIELDS_MAX])
{
    static const char letters[] = {
        [TEXT] = 's', [BODY] = 's', [WORD] = 's', [NUMBER] = 'i', [YES_NO] = 'i', [IP] = 's',
        [TIME] = 't', [JSON] = 's', [ANY] = 's',  [AGENT] = 'i',  [FIXED] = 's',  [NOW] = 't'};
    size_t n = 2, at = (size_t)snprintf(columns, 400, "tenant_id, interaction_id");
    memcpy(types, "ii", 2);
    if (p->number) {
        at += (size_t)snprintf(columns + at, 400 - at, ", %s", p->number);
        types[n++] = 'i';
    }
    for (const struct field *f = p->fields; !is_last(f); f++) {
        at += (size_t)snprintf(columns + at, 400 - at, ", %s", f->column);
        types[n++] = letters[f->kind];
    }
    types[n] = 0;
}

static enum err insert_part(struct batch *b, const struct part *p, ms_t now)
{
    struct bulk *bulk;
    char table[128], columns[400], types[FIELDS_MAX];
    list_columns(p, columns, types);
    snprintf(table, sizeof table, "%s.%s", conf(CONF_DB_FACTS), p->table);
    enum err e = bulk_open(&bulk, b->store->o.db, table, columns, types);
    if (e)
        return e;
    for (size_t i = 0; i < b->n && !e; i++)
        if (b->rows[i]->state == ROW_NEW)
            e = put_part(bulk, p, b->store->tenant_id, b->rows[i], now);
    enum err end = bulk_close(bulk);
    return e ? e : end;
}

static enum err index_row(struct search_writer *w, const struct batch *b,
                          const struct import_row *row)
{
    const json_t *list = json_object_get(row->talk, "messages"), *m;
    search_writer_begin(w, b->store->tenant_id, row->id, row->number[MAP_CREATED_AT]);
    for (size_t i = 0; i < json_array_size(list); i++) {
        m = json_array_get(list, i);
        const char *role = json_string_value(json_object_get(m, "role"));
        search_writer_add(w, (int64_t)i + 1, role ? role : "system",
                          json_string_value(json_object_get(m, "text")));
    }
    return search_writer_end(w);
}

/* What was said can be searched from the moment it is there. */
static enum err index_batch(struct batch *b)
{
    struct search_writer *w;
    enum err e = search_writer_open(&w, b->store->o.db);
    if (e)
        return e;
    for (size_t i = 0; i < b->n && !e; i++)
        if (b->rows[i]->state == ROW_NEW && talk_messages(b->rows[i]->talk))
            e = index_row(w, b, b->rows[i]);
    enum err end = search_writer_close(w);
    return e ? e : end;
}

enum err talk_insert(struct batch *b)
{
    bool any = false;
    ms_t now = clock_now();
    enum err e = OK;
    for (size_t i = 0; i < b->n; i++)
        any = any || (b->rows[i]->state == ROW_NEW && b->rows[i]->talk);
    if (!any)
        return OK;
    for (size_t p = 0; p < PARTS && !e; p++)
        e = insert_part(b, &parts[p], now);
    return e ? e : index_batch(b);
}
