#include "store/audit_check.h"

static const struct db_stmt logs = {
    .name = "audit_logs",
    .sql = "SELECT l.id, t.slug, t.name FROM (SELECT CAST(0 AS UNSIGNED) AS id UNION SELECT id "
           "FROM {app}.tenants "
           "UNION SELECT tenant_id FROM {app}.audit_heads "
           "UNION SELECT DISTINCT tenant_id FROM {app}.audit) l "
           "LEFT JOIN {app}.tenants t ON t.id = l.id ORDER BY l.id",
    .cols = "iss",
    .system = "command line",
};
static const struct db_stmt head = {
    .name = "audit_check_head",
    .sql = "SELECT seq, hash FROM {app}.audit_heads WHERE tenant_id = :tenant",
    .cols = "ib",
    .system = "command line",
};
static const struct db_stmt chain = {
    .name = "audit_chain",
    .sql = "SELECT seq, at, user_id, actor, address, action, subject, details, request_id, "
           "prev_hash, hash FROM {app}.audit WHERE tenant_id = :tenant ORDER BY seq",
    .cols = "itissssssbb",
    .system = "command line",
};
enum { SEQ, AT, USER, ACTOR, ADDRESS, ACTION, SUBJECT, DETAILS, REQUEST, BEFORE, HASH };

enum err audit_logs(struct db *db, struct arena *a, struct audit_log **out, size_t *n)
{
    struct db_rows rows;
    enum err e = db_query(db, a, NULL, &logs, DB_ARGS({0}), &rows);
    if (e)
        return e;
    *out = arena_array(a, rows.n, sizeof **out);
    *n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        int64_t id = db_int(&rows, i, 0, 0);
        (*out)[i] = (struct audit_log){
            .tenant_id = id,
            .slug = id == AUDIT_INSTALLATION
                        ? AUDIT_INSTALLATION_SLUG
                        : db_text(&rows, i, 1, arena_printf(a, "(tenant %lld)", (long long)id)),
            .name = id == AUDIT_INSTALLATION ? "Installation" : db_text(&rows, i, 2, "unknown"),
        };
    }
    return OK;
}

/* A walk along a chain. */
struct walk {
    struct audit_state *state;
    const struct audit_expected *expected;
    struct arena *rows; /* emptied after each row */
    int64_t tenant_id;
    unsigned char before[AUDIT_HASH]; /* the hash of the row before */
    bool saw_expected;
};

static enum err broken(struct walk *w, int64_t seq, const char *why)
{
    w->state->broken = true;
    w->state->broken_at = seq;
    w->state->why = why;
    return ERR_CONFLICT;
}

static const char *text(const struct db_cell *c)
{
    return c->null ? NULL : c->s;
}

static bool is_hash(const struct db_cell *c, const unsigned char *hash)
{
    return !c->null && c->len == AUDIT_HASH && memcmp(c->s, hash, AUDIT_HASH) == 0;
}

/* What the row's own hash must be. A user 0 is written as NULL: anything else was put there. */
static bool is_itself(const struct walk *w, const struct db_cell *c)
{
    unsigned char hash[AUDIT_HASH];
    const struct audit_row row = {
        .seq = c[SEQ].i,
        .at = c[AT].i,
        .user_id = c[USER].null ? 0 : c[USER].i,
        .actor = text(&c[ACTOR]),
        .address = text(&c[ADDRESS]),
        .action = text(&c[ACTION]),
        .subject = text(&c[SUBJECT]),
        .details = text(&c[DETAILS]),
        .request_id = text(&c[REQUEST]),
    };
    audit_hash(w->tenant_id, &row, w->before, hash);
    return is_hash(&c[HASH], hash) && (c[USER].null || c[USER].i);
}

static enum err check_row(void *data, const struct db_cell *c)
{
    struct walk *w = data;
    int64_t next = w->state->rows + 1;
    const struct audit_expected *expected = w->expected;
    if (c[SEQ].i > next)
        return broken(w, next, "it is missing");
    if (c[SEQ].i < next)
        return broken(w, c[SEQ].i, "it stands before the first row");
    if (!is_hash(&c[BEFORE], w->before))
        return broken(w, next, "it does not follow the row before it");
    if (!is_itself(w, c))
        return broken(w, next, "it is not as it was written");
    if (expected->seq == next && !is_hash(&c[HASH], expected->hash))
        return broken(w, next, "it is not the row that was expected");
    w->saw_expected |= expected->seq == next;
    w->state->rows = next;
    memcpy(w->before, c[HASH].s, AUDIT_HASH);
    arena_reset(w->rows);
    return OK;
}

/* The head says where the end must be. */
static void check_head(struct walk *w, const struct db_rows *rows)
{
    const struct audit_state *s = w->state;
    int64_t seq = rows->n ? db_int(rows, 0, 0, 0) : 0;
    if (seq > s->rows)
        broken(w, s->rows + 1, "it is missing, as the head of the chain shows");
    else if (seq < s->rows)
        broken(w, seq + 1, "it stands behind the head of the chain");
    else if (rows->n && !is_hash(db_cell(rows, 0, 1), w->before))
        broken(w, seq, "it is not the one that the head of the chain names");
    else if (w->expected->seq && !w->saw_expected)
        broken(w, s->rows + 1, "it is missing, as what was expected shows");
}

enum err audit_check(struct db *db, struct arena *a, int64_t tenant_id,
                     const struct audit_expected *expected, struct audit_state *out)
{
    static const struct audit_expected nothing;
    struct walk w = {.state = out,
                     .expected = expected ? expected : &nothing,
                     .rows = arena_new(),
                     .tenant_id = tenant_id};
    struct db_rows rows;
    *out = (struct audit_state){0};
    enum err e = db_query(db, a, NULL, &head, DB_ARGS(DB_INT("tenant", tenant_id)), &rows);
    if (!e)
        e = db_each(db, w.rows, NULL, &chain, DB_ARGS(DB_INT("tenant", tenant_id)), check_row, &w);
    if (!e)
        check_head(&w, &rows);
    arena_free(w.rows);
    memcpy(out->head, w.before, AUDIT_HASH);
    if (!out->broken)
        return e;
    err_clear();
    return OK;
}
