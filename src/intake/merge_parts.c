/* What hangs on the interaction. */
#include "intake/merge.h"
#include "intake/parts.h"
#include "intake/web.h"
#include "store/intake_parts.h"

static enum err insert(struct merge *m, const struct doc_part *p, enum part_mode mode,
                       const json_t *value, int64_t before)
{
    ms_t at = m->from->happened_at ? m->from->happened_at : m->from->now;
    const struct part_rows row = {.id = m->row.id, .value = value, .before = before, .now = at};
    if (json_is_array(value) && !json_array_size(value))
        return OK;
    return part_insert(m->db, p, mode, m->row.tenant_id, m->names, &row, 1);
}

static void free_json(void *json)
{
    json_decref(json);
}

/* --- objects --------------------------------------------------------------------------------- */

/* Each field on its own: those that count. */
static enum err merge_object(struct merge *m, const struct doc_part *p, const json_t *value)
{
    json_t *counts = json_object(), *v;
    const char *key;
    arena_cleanup(m->a, free_json, counts);
    if (strcmp(p->name, "web") == 0)
        value = web_complete(m->a, value);
    json_object_foreach((json_t *)(uintptr_t)value, key, v)
    {
        if (!json_is_null(v) && ranks_take(m->ranks, arena_printf(m->a, "%s.%s", p->name, key)))
            json_object_set(counts, key, v);
    }
    return json_object_size(counts) ? insert(m, p, PART_MERGE, counts, 0) : OK;
}

/* --- lists ----------------------------------------------------------------------------------- */

/* What people have decided is no flag is not set again. */
static enum err without_cleared(struct merge *m, const json_t *flags, json_t **out)
{
    struct db_rows cleared;
    enum err e = intake_flags_cleared(m->db, m->a, m->row.tenant_id, m->row.id, &cleared);
    *out = json_array();
    arena_cleanup(m->a, free_json, *out);
    for (size_t i = 0; i < json_array_size(flags) && !e; i++) {
        json_t *flag = json_array_get(flags, i);
        size_t c = 0;
        while (c < cleared.n && strcmp(db_text(&cleared, c, 0, ""), doc_text(flag, "flag")) != 0)
            c++;
        if (c == cleared.n)
            json_array_append(*out, flag);
    }
    return e;
}

static enum err last_number(struct merge *m, const struct doc_part *p, int64_t *last)
{
    *last = 0;
    return m->row.where == ROW_IS_NEW || !p->number
               ? OK
               : intake_part_last(m->db, m->a, m->row.tenant_id, m->row.id, p->table, last);
}

static enum err replace_list(struct merge *m, const struct doc_part *p, const json_t *list,
                             bool had)
{
    bool flags = strcmp(p->name, "flags") == 0;
    json_t *uncleared;
    int64_t last = 0;
    enum err e = had ? intake_part_clear(m->db, m->a, m->row.tenant_id, m->row.id, p->table) : OK;
    if (!e && flags && had) {
        e = without_cleared(m, list, &uncleared);
        list = uncleared;
    }
    if (!e && flags)
        e = last_number(m, p, &last);
    return e ? e : insert(m, p, PART_NEW, list, last);
}

static enum err append_list(struct merge *m, const struct doc_part *p, const json_t *list)
{
    int64_t last;
    enum err e = last_number(m, p, &last);
    if (!e && last + (int64_t)json_array_size(list) > (int64_t)p->max)
        return err_set(ERR_BAD_REQUEST, "%s: more than %zu in all", p->append, p->max);
    return e ? e : insert(m, p, PART_NEW, list, last);
}

static enum err merge_list(struct merge *m, const struct doc_part *p)
{
    bool messages = strcmp(p->name, "messages") == 0, had = merge_may_have(m, p->name);
    const json_t *list = merge_take(m, p->name);
    const json_t *more = p->append ? json_object_get(m->doc, p->append) : NULL;
    enum err e = list ? replace_list(m, p, list, had) : OK;
    if (!e && json_array_size(more)) {
        ranks_take(m->ranks, p->name);
        m->appended = true;
        e = append_list(m, p, more);
    }
    m->facts = m->facts || ((list || json_array_size(more)) && strcmp(p->name, "tags") != 0);
    m->said = m->said || (messages && (list || json_array_size(more)));
    return e;
}

static enum err remove_tags(struct merge *m)
{
    const json_t *list = json_object_get(m->doc, "remove_tags"), *tag;
    enum err e = OK;
    for (size_t i = 0; i < json_array_size(list) && !e; i++) {
        tag = json_array_get(list, i);
        const char *kind = doc_text(tag, "kind");
        e = intake_tag_remove(m->db, m->a, m->row.tenant_id, m->row.id, kind ? kind : "",
                              doc_text(tag, "tag"));
    }
    return e;
}

enum err merge_parts(struct merge *m)
{
    enum err e = OK;
    for (const struct doc_part *p = doc_parts; p->name && !e; p++) {
        const json_t *value = json_object_get(m->doc, p->name);
        if (p->max)
            e = merge_list(m, p);
        else if (json_is_object(value))
            e = merge_object(m, p, value);
    }
    return e ? e : remove_tags(m);
}

/* --- details --------------------------------------------------------------------------------- */

void merge_details(struct merge *m)
{
    const json_t *details = json_object_get(m->doc, "details");
    json_t *all = m->row.fields ? json_loads(m->row.fields, 0, NULL) : NULL, *v;
    const char *key;
    all = all ? all : json_object();
    json_object_foreach((json_t *)(uintptr_t)details, key, v)
    {
        if (!json_is_null(v) && ranks_take(m->ranks, arena_printf(m->a, "details.%s", key)))
            json_object_set(all, key, v);
    }
    if (json_object_size(all)) {
        char *text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
        if (!text)
            abort();
        m->row.fields = arena_dup(m->a, text);
        free(text);
    }
    json_decref(all);
}
