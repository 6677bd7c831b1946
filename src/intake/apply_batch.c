/* What the documents of one transaction share. */
#include "intake/merge.h"
#include "store/intake_parts.h"

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

int64_t batch_made(const struct names *names)
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
        made += batch_made(b->of[i].names);
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

struct names *batch_names(struct merge *m)
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

enum err batch_index(struct merge *m)
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
