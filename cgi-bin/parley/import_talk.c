/* The conversations of a batch: their parts, and what can be searched in them. */
#include "import_talk.h"

#include "core/conf.h"
#include "db/bulk.h"
#include "import_value.h"
#include "intake/parts.h"
#include "intake/web.h"
#include "store/search_index.h"

/* Those of the interaction's own fields that a CSV has, too, are read and mended like one
 * (import_row.h); they only have to be texts or numbers. */
const char *talk_problem(const json_t *talk, struct arena *a)
{
    const char *key, *why = NULL;
    json_t *v;
    json_object_foreach((json_t *)(uintptr_t)talk, key, v)
    {
        bool plain = map_field_find(key) != MAP_FIELDS;
        if (why || json_is_null(v))
            continue;
        if (plain)
            why = json_is_string(v) || json_is_number(v)
                      ? NULL
                      : arena_printf(a, "%s: must be a text or a number", key);
        else if (doc_part_find(key) || strcmp(key, "details") == 0 ||
                 strcmp(key, "agent_kind") == 0)
            why = doc_member_problem(key, v, a);
        else
            why = arena_printf(a, "'%s' is not known", row_excerpt(a, key));
    }
    return why;
}

size_t talk_count(const json_t *talk, const char *part)
{
    return json_array_size(json_object_get(talk, part));
}

static enum err insert_part(struct batch *b, const struct doc_part *p, ms_t now)
{
    struct part_rows *rows = arena_array(b->arena, b->n, sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < b->n; i++) {
        const json_t *value = json_object_get(b->rows[i]->talk, p->name);
        if (json_is_object(value) && strcmp(p->name, "web") == 0)
            value = web_complete(b->arena, value);
        if (b->rows[i]->state == ROW_NEW && (json_is_object(value) || json_array_size(value)))
            rows[n++] = (struct part_rows){.id = b->rows[i]->id, .value = value, .now = now};
    }
    return n ? part_insert(b->store->o.db, p, PART_NEW, b->store->tenant_id, b->store->names, rows,
                           n)
             : OK;
}

static enum err put_details(struct bulk *bulk, const struct batch *b, const struct import_row *row)
{
    char *text = json_dumps(json_object_get(row->talk, "details"), JSON_COMPACT);
    if (!text)
        abort();
    bulk_int(bulk, 0, b->store->tenant_id);
    bulk_int(bulk, 1, row->id);
    bulk_text(bulk, 2, b->store->o.map->vendor);
    bulk_text(bulk, 3, text);
    free(text);
    return bulk_row(bulk);
}

static enum err insert_details(struct batch *b)
{
    struct bulk *bulk;
    char table[128];
    snprintf(table, sizeof table, "%s.vendor_details", conf(CONF_DB_FACTS));
    enum err e = bulk_open(&bulk, b->store->o.db, table,
                           "tenant_id, interaction_id, source, fields", "iiss");
    if (e)
        return e;
    for (size_t i = 0; i < b->n && !e; i++)
        if (b->rows[i]->state == ROW_NEW && json_object_get(b->rows[i]->talk, "details"))
            e = put_details(bulk, b, b->rows[i]);
    enum err end = bulk_close(bulk);
    return e ? e : end;
}

static enum err index_row(struct search_writer *w, const struct batch *b,
                          const struct import_row *row)
{
    const json_t *list = json_object_get(row->talk, "messages");
    search_writer_begin(w, b->store->tenant_id, row->id, row->number[MAP_CREATED_AT]);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *m = json_array_get(list, i);
        const char *role = doc_text(m, "role");
        search_writer_add(w, (int64_t)i + 1, role ? role : "system", doc_text(m, "text"));
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
        if (b->rows[i]->state == ROW_NEW && talk_count(b->rows[i]->talk, "messages"))
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
    for (const struct doc_part *p = doc_parts; p->name && !e; p++)
        e = insert_part(b, p, now);
    if (!e)
        e = insert_details(b);
    return e ? e : index_batch(b);
}
