#include "intake/parts.h"

#include "core/conf.h"
#include "db/bulk.h"

#include <math.h>

enum { COLUMNS_MAX = 24, TEXT_MAX = 1600 };

/* --- names ----------------------------------------------------------------------------------- */

static bool names_kind(enum doc_kind kind, enum name_kind *out)
{
    *out = kind == DOC_QUEUE ? NAME_QUEUE : NAME_AGENT;
    return kind == DOC_QUEUE || kind == DOC_AGENT;
}

/* AI agents are those whose messages say so. */
static enum err item_names(struct names *names, const struct doc_part *p, const json_t *item)
{
    const char *role = doc_text(item, "role"), *name;
    enum err e = OK;
    enum name_kind kind;
    int64_t id;
    for (const struct doc_field *f = p->fields; !doc_is_last(f) && !e; f++)
        if (names_kind(f->kind, &kind) && (name = doc_text(item, f->name)) && *name)
            e = names_id(names, kind, name,
                         kind == NAME_AGENT && role && strcmp(role, "ai") == 0 ? "ai" : NULL, &id);
    return e;
}

static bool has_names(const struct doc_part *p)
{
    enum name_kind kind;
    const struct doc_field *f = p->fields;
    while (!doc_is_last(f) && !names_kind(f->kind, &kind))
        f++;
    return !doc_is_last(f);
}

static enum err list_names(struct names *names, const struct doc_part *p, const json_t *list)
{
    enum err e = OK;
    for (size_t i = 0; i < json_array_size(list) && !e; i++)
        e = item_names(names, p, json_array_get(list, i));
    return e;
}

enum err parts_names(struct names *names, const json_t *doc)
{
    enum err e = OK;
    for (const struct doc_part *p = doc_parts; p->name && !e; p++) {
        if (!has_names(p))
            continue;
        e = list_names(names, p, json_object_get(doc, p->name));
        if (!e && p->append)
            e = list_names(names, p, json_object_get(doc, p->append));
    }
    return e;
}

/* --- values ---------------------------------------------------------------------------------- */

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

static void put_name(struct bulk *b, int col, const struct names *names, enum name_kind kind,
                     const char *name)
{
    int64_t id = names && name ? names_known(names, kind, name) : 0;
    if (id)
        bulk_int(b, col, id);
}

static void put_number(struct bulk *b, int col, const json_t *v)
{
    bulk_int(b, col,
             json_is_boolean(v)   ? json_is_true(v)
             : json_is_integer(v) ? json_integer_value(v)
                                  : llround(json_number_value(v)));
}

/* A value that is there. */
static void put_value(struct bulk *b, int col, const struct doc_field *f, const json_t *v,
                      const struct names *names)
{
    int64_t n;
    enum name_kind kind;
    if (f->kind == DOC_JSON || (f->kind == DOC_ANY && !json_is_string(v)))
        put_json(b, col, v);
    else if (names_kind(f->kind, &kind))
        put_name(b, col, names, kind, json_string_value(v));
    else if (f->kind == DOC_IP)
        put_ip(b, col, json_string_value(v));
    else if (f->kind == DOC_TIME && doc_time(v, &n))
        bulk_time(b, col, n);
    else if (f->kind == DOC_MONEY && doc_micros(v, &n))
        bulk_int(b, col, n);
    else if (json_is_string(v))
        bulk_text(b, col, json_string_value(v));
    else
        put_number(b, col, v);
}

static void put(struct bulk *b, int col, const struct doc_field *f, const json_t *item,
                const struct names *names, ms_t now)
{
    const json_t *v = f->name ? json_object_get(item, f->name) : NULL;
    if (f->kind == DOC_NOW)
        bulk_time(b, col, now);
    else if (v && !json_is_null(v))
        put_value(b, col, f, v, names);
    else if (f->is)
        bulk_text(b, col, f->is);
}

/* --- rows ------------------------------------------------------------------------------------ */

static enum err put_item(struct bulk *b, const struct doc_part *p, int64_t tenant_id,
                         const struct names *names, const struct part_rows *row, int64_t number,
                         const json_t *item)
{
    int col = 0;
    bulk_int(b, col++, tenant_id);
    bulk_int(b, col++, row->id);
    if (p->number)
        bulk_int(b, col++, number);
    for (const struct doc_field *f = p->fields; !doc_is_last(f); f++)
        if (f->column)
            put(b, col++, f, item, names, row->now);
    return bulk_row(b);
}

static enum err put_rows(struct bulk *b, const struct doc_part *p, int64_t tenant_id,
                         const struct names *names, const struct part_rows *row)
{
    enum err e = OK;
    if (json_is_object(row->value))
        return put_item(b, p, tenant_id, names, row, 0, row->value);
    for (size_t i = 0; i < json_array_size(row->value) && !e; i++)
        e = put_item(b, p, tenant_id, names, row, row->before + (int64_t)i + 1,
                     json_array_get(row->value, i));
    return e;
}

/* Columns and their types, as bulk_open takes them, and what happens where a row is there. */
static void list_columns(const struct doc_part *p, char columns[TEXT_MAX], char types[COLUMNS_MAX],
                         char merge[TEXT_MAX])
{
    static const char letters[] = {
        [DOC_TEXT] = 's',    [DOC_BODY] = 's',   [DOC_WORD] = 's',  [DOC_NUMBER] = 'i',
        [DOC_SECONDS] = 'i', [DOC_YES_NO] = 'i', [DOC_IP] = 's',    [DOC_TIME] = 't',
        [DOC_JSON] = 's',    [DOC_ANY] = 's',    [DOC_MONEY] = 'i', [DOC_CURRENCY] = 's',
        [DOC_QUEUE] = 'i',   [DOC_AGENT] = 'i',  [DOC_FIXED] = 's', [DOC_NOW] = 't'};
    size_t n = 2, at = (size_t)snprintf(columns, TEXT_MAX, "tenant_id, interaction_id"), m = 0;
    memcpy(types, "ii", 2);
    if (p->number) {
        at += (size_t)snprintf(columns + at, TEXT_MAX - at, ", %s", p->number);
        types[n++] = 'i';
    }
    m += (size_t)snprintf(merge, TEXT_MAX, " ON DUPLICATE KEY UPDATE ");
    for (const struct doc_field *f = p->fields; !doc_is_last(f); f++) {
        if (!f->column)
            continue;
        at += (size_t)snprintf(columns + at, TEXT_MAX - at, ", %s", f->column);
        m += (size_t)snprintf(merge + m, TEXT_MAX - m, "%s%s = COALESCE(VALUES(%s), %s)",
                              f == p->fields ? "" : ", ", f->column, f->column, f->column);
        types[n++] = letters[f->kind];
    }
    types[n] = 0;
    if (p->max)
        snprintf(merge, TEXT_MAX, " ON DUPLICATE KEY UPDATE %s = %s", p->fields->column,
                 p->fields->column);
}

/* The same tag twice is one tag, by what the database takes for the same. */
static bool may_repeat(const struct doc_part *p)
{
    return p->max && !p->number;
}

enum err part_insert(struct db *db, const struct doc_part *p, enum part_mode mode,
                     int64_t tenant_id, const struct names *names, const struct part_rows *rows,
                     size_t n)
{
    struct bulk *bulk;
    char table[128], columns[TEXT_MAX], types[COLUMNS_MAX], merge[TEXT_MAX];
    list_columns(p, columns, types, merge);
    snprintf(table, sizeof table, "%s.%s", conf(CONF_DB_FACTS), p->table);
    enum err e = bulk_open_merge(&bulk, db, table, columns, types,
                                 mode == PART_MERGE || may_repeat(p) ? merge : "");
    if (e)
        return e;
    for (size_t i = 0; i < n && !e; i++)
        e = put_rows(bulk, p, tenant_id, names, &rows[i]);
    enum err end = bulk_close(bulk);
    return e ? e : end;
}
