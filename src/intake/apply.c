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

/* --- what documents of a transaction share ------------------------------------------------------
 */

enum { BATCH_TENANTS = 16 };

struct apply_batch {
    struct arena *arena;
    struct db *db;
    struct {
        int64_t tenant_id;
        struct names *names;
    } of[BATCH_TENANTS];
    size_t tenants, n, cap, n_point;
    int64_t made_point;
    struct to_index *list;
};

static int64_t all_made(const struct names *names)
{
    int64_t made = 0;
    for (enum name_kind k = 0; k < NAME_KINDS; k++)
        made += names_made(names, k);
    return made;
}

static int64_t made_in(const struct apply_batch *b)
{
    int64_t made = 0;
    for (size_t i = 0; i < b->tenants; i++)
        made += all_made(b->of[i].names);
    return made;
}

struct apply_batch *apply_batch_new(struct arena *a, struct db *db)
{
    struct apply_batch *b = arena_alloc(a, sizeof *b);
    *b = (struct apply_batch){.arena = a, .db = db};
    return b;
}

void apply_batch_point(struct apply_batch *b)
{
    b->n_point = b->n;
    b->made_point = made_in(b);
}

/* Names that were made since are not there any more. */
void apply_batch_undo(struct apply_batch *b)
{
    b->n = b->n_point;
    if (made_in(b) != b->made_point)
        b->tenants = 0;
}

enum err apply_batch_end(struct apply_batch *b)
{
    enum err e = intake_index(b->db, b->arena, b->list, b->n);
    b->n = b->n_point = 0;
    return e;
}

static struct names *names_of(struct merge *m)
{
    struct apply_batch *b = m->from->batch;
    if (!b)
        return names_new(m->a, m->db, m->row.tenant_id, false);
    for (size_t i = 0; i < b->tenants; i++)
        if (b->of[i].tenant_id == m->row.tenant_id)
            return b->of[i].names;
    struct names *names = names_new(b->arena, m->db, m->row.tenant_id, false);
    if (b->tenants < BATCH_TENANTS) {
        b->of[b->tenants].tenant_id = m->row.tenant_id;
        b->of[b->tenants++].names = names;
    }
    return names;
}

static enum err index_said(struct merge *m)
{
    struct apply_batch *b = m->from->batch;
    struct to_index one = {m->row.tenant_id, m->row.id, m->row.cells[ROW_CREATED_AT].i,
                           m->said_before, 0};
    if (!b)
        return intake_index(m->db, m->a, &one, 1);
    if (b->n == b->cap) {
        size_t cap = b->cap ? 2 * b->cap : 128;
        struct to_index *list = arena_array(b->arena, cap, sizeof *list);
        if (b->n)
            memcpy(list, b->list, b->n * sizeof *list);
        b->list = list;
        b->cap = cap;
    }
    one.said_no = b->n;
    b->list[b->n++] = one;
    return OK;
}

/* ------------------------------------------------------------------------------------------------
 */

static enum err tell_others(struct merge *m)
{
    enum err e = OK;
    if (all_made(m->names) != m->made)
        e = catalog_bump(m->db, m->a, scope_all(m->a, m->row.tenant_id));
    if (!e && m->row.where == ROW_IS_NEW)
        e = intake_children(m->db, m->a, m->row.tenant_id, m->from->source,
                            m->row.cells[ROW_VENDOR_REF].s, m->row.id);
    if (!e)
        e = finish_step(m);
    if (!e && m->said)
        e = index_said(m);
    if (!e && strcmp(m->row.cells[ROW_STATUS].s, "closed") == 0)
        e = costs_one(m->db, m->a, scope_all(m->a, m->row.tenant_id), m->row.id);
    return e;
}

static enum err merge_all(struct merge *m)
{
    enum err e = find_row(m);
    if (e)
        return e;
    m->names = names_of(m);
    m->made = all_made(m->names);
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
