/* The interaction's own row. */
#include "core/phone.h"
#include "intake/merge.h"
#include "store/intake_links.h"

#include <math.h>

/* On one line, without blanks around it; NULL where nothing is left. */
static const char *clean(struct arena *a, const char *s)
{
    char *out = arena_dup(a, s), *end;
    for (end = out; *end; end++)
        if ((unsigned char)*end < 0x20 || *end == 0x7f)
            *end = ' ';
    while (end > out && end[-1] == ' ')
        *--end = 0;
    out += strspn(out, " ");
    return *out ? out : NULL;
}

static const char *take_text(struct merge *m, const char *member)
{
    const char *s = doc_text(m->doc, member);
    s = s ? clean(m->a, s) : NULL;
    return s && ranks_take(m->ranks, member) ? s : NULL;
}

/* A number that is called, as it is dialled. */
static const char *dialled(struct merge *m, const char *number)
{
    const char *known = phone_e164(m->a, number, NULL, "");
    return known ? known : number;
}

static enum err set_name(struct merge *m, const struct doc_field *f, struct db_cell *cell)
{
    static const enum name_kind kinds[] = {[DOC_QUEUE] = NAME_QUEUE,
                                           [DOC_AGENT] = NAME_AGENT,
                                           [DOC_DID] = NAME_DID,
                                           [DOC_DISPOSITION] = NAME_DISPOSITION};
    const char *name = take_text(m, f->name);
    int64_t id = 0;
    if (!name)
        return OK;
    if (f->kind == DOC_DID)
        name = dialled(m, name);
    const char *label = f->kind == DOC_AGENT         ? doc_text(m->doc, "agent_kind")
                        : f->kind == DOC_DISPOSITION ? name
                                                     : NULL;
    enum err e = names_id(m->names, kinds[f->kind], name, label, &id);
    if (!e && id)
        merge_number(cell, id);
    return e;
}

static enum err set_value(struct merge *m, const struct doc_field *f, struct db_cell *cell)
{
    const json_t *v;
    const char *s;
    int64_t n = 0;
    switch (f->kind) {
    case DOC_QUEUE:
    case DOC_AGENT:
    case DOC_DID:
    case DOC_DISPOSITION:
        return set_name(m, f, cell);
    case DOC_TEXT:
        if ((s = take_text(m, f->name)))
            merge_text(cell, s);
        return OK;
    default:
        break;
    }
    if (!(v = merge_take(m, f->name)))
        return OK;
    if (f->kind == DOC_TIME ? doc_time(v, &n) : f->kind == DOC_MONEY && doc_micros(v, &n))
        merge_number(cell, n);
    else if (json_is_string(v))
        merge_text(cell, json_string_value(v));
    else
        merge_number(cell,
                     json_is_integer(v) ? json_integer_value(v) : llround(json_number_value(v)));
    return OK;
}

static enum err set_fields(struct merge *m)
{
    enum err e = OK;
    for (const struct doc_field *f = doc_own; !doc_is_last(f) && !e; f++) {
        enum intake_col c = f->column ? intake_col_find(f->column) : ROW_COLS;
        if (c != ROW_COLS && c != ROW_VENDOR_REF)
            e = set_value(m, f, &m->row.cells[c]);
    }
    struct db_cell *queue = &m->row.cells[ROW_QUEUE];
    if (queue->null && m->from->queue_id)
        merge_number(queue, m->from->queue_id);
    return e;
}

/* --- when, and whether it is over ------------------------------------------------------------ */

static ms_t when(const struct merge *m)
{
    return m->from->happened_at ? m->from->happened_at : m->from->now;
}

/* Where no document says when it began, it was there when the first of them happened. */
static void set_beginning(struct merge *m, const struct db_cell *before)
{
    struct db_cell *created = &m->row.cells[ROW_CREATED_AT];
    if (!ranks_known(m->ranks, "created_at") && (created->null || created->i > when(m)))
        merge_number(created, when(m));
    m->said = !before->null && before->i != created->i;
}

/* Where no document says when it ended: after its conversation, else when the last of them that
 * say so happened. Nothing ends before it began. */
static void set_end(struct merge *m, bool told)
{
    struct db_cell *row = m->row.cells, *closed = &row[ROW_CLOSED_AT];
    ms_t created = row[ROW_CREATED_AT].i;
    if (!ranks_known(m->ranks, "closed_at") && !row[ROW_DURATION].null)
        merge_number(closed, created + (row[ROW_DURATION].i + row[ROW_WAIT].i) * 1000);
    else if (!ranks_known(m->ranks, "closed_at") && (closed->null || (told && closed->i < when(m))))
        merge_number(closed, when(m));
    if (closed->i < created)
        merge_number(closed, created);
}

static void set_status(struct merge *m)
{
    const char *status = doc_text(m->doc, "status");
    struct db_cell *cell = &m->row.cells[ROW_STATUS];
    bool told = status ? strcmp(status, "closed") == 0
                       : json_is_string(json_object_get(m->doc, "closed_at"));
    bool counts = status && !told && ranks_take(m->ranks, "status");
    if (told || m->row.where == ROW_IS_CLOSED) {
        merge_text(cell, "closed");
        set_end(m, told);
    } else if (counts) {
        merge_text(cell, status);
    } else if (cell->null) {
        merge_text(cell, "active");
    }
}

/* --- what it leads to ------------------------------------------------------------------------ */

static enum err set_client(struct merge *m)
{
    struct db_cell *row = m->row.cells;
    bool number = doc_text(m->doc, "phone_number") != NULL;
    struct intake_client c = {.name = take_text(m, "client"),
                              .email = take_text(m, "client_email")};
    int64_t id;
    if (number)
        merge_text(&row[ROW_E164],
                   row[ROW_PHONE].null ? NULL : phone_e164(m->a, row[ROW_PHONE].s, NULL, ""));
    if (!number && !c.name && !c.email)
        return OK;
    c.phone_e164 = row[ROW_E164].null ? NULL : row[ROW_E164].s;
    c.known = row[ROW_CONTACT].null ? 0 : row[ROW_CONTACT].i;
    enum err e = intake_contact(m->db, m->a, m->row.tenant_id, &c, &id);
    if (!e && id)
        merge_number(&row[ROW_CONTACT], id);
    return e;
}

static enum err set_account(struct merge *m)
{
    struct db_cell *row = m->row.cells;
    const char *reference = take_text(m, "account");
    int64_t id;
    enum err e = OK;
    if (reference) {
        e = intake_account(m->db, m->a, m->row.tenant_id, reference, &id);
        if (!e)
            merge_number(&row[ROW_ACCOUNT], id);
    }
    if (e || row[ROW_ACCOUNT].null || row[ROW_CONTACT].null)
        return e;
    return intake_account_client(m->db, m->a, m->row.tenant_id, row[ROW_ACCOUNT].i,
                                 row[ROW_CONTACT].i);
}

static enum err set_parent(struct merge *m)
{
    const char *ref = take_text(m, "parent");
    int64_t id = m->from->parent_id;
    enum err e = OK;
    if (ref && !id) {
        e = intake_parent(m->db, m->a, m->row.tenant_id, m->from->source, ref, &id);
        m->row.parent_ref = id ? NULL : ref;
    }
    if (!e && id && id != m->row.id)
        merge_number(&m->row.cells[ROW_PARENT], id);
    return e;
}

enum err merge_own(struct merge *m)
{
    const struct db_cell created = m->row.cells[ROW_CREATED_AT];
    const struct db_cell channel = m->row.cells[ROW_CHANNEL];
    enum err e = set_fields(m);
    if (e)
        return e;
    if (m->row.cells[ROW_CHANNEL].null)
        merge_text(&m->row.cells[ROW_CHANNEL], "voice");
    set_beginning(m, &created);
    m->facts = m->said || (!channel.null && strcmp(channel.s, m->row.cells[ROW_CHANNEL].s) != 0);
    set_status(m);
    e = set_client(m);
    if (!e)
        e = set_account(m);
    return e ? e : set_parent(m);
}
