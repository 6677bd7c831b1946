#include "intake/apply.h"

#include "intake/merge.h"
#include "intake/parts.h"
#include "store/catalog.h"
#include "store/costs.h"
#include "store/intake_links.h"
#include "store/intake_parts.h"

const struct db_stmt *const apply_statements[] = {&catalog_bump_version, NULL};

const json_t *merge_take(struct merge *m, const char *member)
{
    const json_t *v = json_object_get(m->doc, member);
    return v && !json_is_null(v) && ranks_take(m->ranks, member) ? v : NULL;
}

bool merge_may_have(const struct merge *m, const char *list)
{
    return m->row.where != ROW_IS_NEW && (!m->row.applied || ranks_known(m->ranks, list));
}

void merge_text(struct db_cell *cell, const char *s)
{
    *cell = (struct db_cell){.null = !s, .s = s, .len = s ? strlen(s) : 0};
}

void merge_number(struct db_cell *cell, int64_t n)
{
    *cell = (struct db_cell){.i = n};
}

static enum err find_row(struct merge *m)
{
    const char *ref = doc_text(m->doc, "id");
    if (!m->from->interaction_id && !ref)
        return err_set(ERR_BAD_REQUEST, "id: is missing");
    enum err e = intake_row_find(m->db, m->a, m->from->tenant_id, m->from->interaction_id,
                                 m->from->source, ref, &m->row);
    if (e)
        return e;
    if (m->row.where == ROW_IS_DELETED)
        return err_set(ERR_NOT_FOUND, "was deleted");
    if (m->row.where == ROW_IS_NEW && m->from->interaction_id)
        return err_set(ERR_NOT_FOUND, "there is no such interaction");
    m->ranks = ranks_read(m->a, m->row.applied);
    ranks_begin(m->ranks, m->from->phase, m->from->happened_at);
    m->said_before = merge_may_have(m, "messages");
    return m->row.where == ROW_IS_NEW ? intake_row_id(m->db, m->a, &m->row.id) : OK;
}

/* Of a new one all is in the document. */
static struct intake_facts facts_of_new(const struct merge *m)
{
    return (struct intake_facts){
        .messages = json_array_size(json_object_get(m->doc, "messages")) > 0,
        .recordings = json_array_size(json_object_get(m->doc, "recordings")) > 0,
        .flagged = json_array_size(json_object_get(m->doc, "flags")) > 0,
        .last_message_at = doc_last_message(m->doc, m->row.cells[ROW_CREATED_AT].i)};
}

/* What the row says of the rows that hang on it. */
static enum err set_facts(struct merge *m)
{
    struct db_cell *row = m->row.cells;
    bool is_new = m->row.where == ROW_IS_NEW;
    struct intake_facts f = {0};
    enum err e = OK;
    if (!is_new && !m->facts)
        return OK;
    if (is_new && !m->appended)
        f = facts_of_new(m);
    else
        e = intake_facts(m->db, m->a, m->row.tenant_id, m->row.id, row[ROW_CREATED_AT].i, &f);
    merge_number(&row[ROW_FLAGGED], f.flagged);
    merge_number(&row[ROW_HAS_RECORDING], f.recordings);
    merge_number(&row[ROW_HAS_TRANSCRIPT], f.messages && strcmp(row[ROW_CHANNEL].s, "voice") == 0);
    merge_text(&row[ROW_LAST_MESSAGE], NULL);
    if (f.last_message_at)
        merge_number(&row[ROW_LAST_MESSAGE], f.last_message_at);
    m->said = m->said && (f.messages || m->said_before);
    return e;
}

/* The highest of what was applied. */
static void set_source(struct merge *m)
{
    const struct apply_from *f = m->from;
    if (f->phase > m->row.phase || !m->row.has_details) {
        m->row.phase = f->phase;
        m->row.happened_at = f->happened_at;
    } else if (f->phase == m->row.phase && f->happened_at > m->row.happened_at) {
        m->row.happened_at = f->happened_at;
    }
    m->row.applied = ranks_write(m->ranks, m->a);
}

static enum err write_row(struct merge *m)
{
    set_source(m);
    enum err e = intake_row_write(m->db, m->a, &m->row);
    return e ? e : intake_details_write(m->db, m->a, &m->row, m->from->source);
}

/* A call whose result is there lets its strategy go on. */
static enum err finish_step(struct merge *m)
{
    const struct db_cell *row = m->row.cells;
    bool told = !row[ROW_OUTCOME].null || !row[ROW_RESULT].null || !row[ROW_DISPOSITION].null ||
                row[ROW_HAS_TRANSCRIPT].i;
    return told && strcmp(row[ROW_STATUS].s, "closed") == 0
               ? intake_step_done(m->db, m->a, m->row.tenant_id, m->row.id, row[ROW_CLOSED_AT].i)
               : OK;
}

static enum err tell_others(struct merge *m)
{
    enum err e = OK;
    if (batch_made(m->names) != m->made)
        e = catalog_bump(m->db, m->a, scope_all(m->a, m->row.tenant_id));
    if (!e && m->row.where == ROW_IS_NEW)
        e = intake_children(m->db, m->a, m->row.tenant_id, m->from->source,
                            m->row.cells[ROW_VENDOR_REF].s, m->row.id);
    if (!e)
        e = finish_step(m);
    if (!e && m->said)
        e = batch_index(m);
    if (!e && strcmp(m->row.cells[ROW_STATUS].s, "closed") == 0)
        e = costs_one(m->db, m->a, scope_all(m->a, m->row.tenant_id), m->row.id);
    return e;
}

static enum err merge_all(struct merge *m)
{
    enum err e = find_row(m);
    if (e)
        return e;
    m->names = batch_names(m);
    m->made = batch_made(m->names);
    e = merge_own(m);
    if (!e)
        e = parts_names(m->names, m->doc);
    if (!e)
        e = merge_parts(m);
    if (!e)
        e = set_facts(m);
    merge_details(m);
    if (!e)
        e = write_row(m);
    return e ? e : tell_others(m);
}

enum err apply_document(struct db *db, struct arena *a, const struct apply_from *from,
                        const json_t *doc, int64_t *id)
{
    struct merge m = {.db = db, .a = a, .from = from, .doc = doc};
    const char *why = doc_problem(doc, a);
    *id = 0;
    if (db_foreign(db))
        return err_set(ERR_BAD_REQUEST,
                       "the interactions are the PBX's own: nothing can be added to them here");
    if (why)
        return err_set(ERR_BAD_REQUEST, "%s", why);
    enum err e = merge_all(&m);
    *id = e ? 0 : m.row.id;
    return e;
}
