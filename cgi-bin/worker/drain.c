/* Applies what arrived. What became of an event and what it changed are committed together, so it
 * is applied once whatever is killed when. */
#include "core/log.h"
#include "http/spool.h"
#include "intake/apply.h"
#include "intake/take.h"
#include "store/inbox.h"
#include "task.h"

enum { BATCH = 100, BATCH_BYTES = 4 * 1024 * 1024, TRIES = 4, GIVE_UP = 12, STOPPED_US = 30 };

struct batch {
    struct worker *w;
    struct arena *arena, *scratch; /* of the batch, of an event */
    ms_t now;
    struct task_report told; /* what will be told once it is committed */
    const char *files[BATCH];
    size_t files_n;
    struct apply_batch *shared;
    bool points; /* one may be undone without the others */
};

/* 2 s, 4 s ... an hour. */
static ms_t after(const struct batch *b, int64_t attempts)
{
    int64_t s = attempts < 11 ? INT64_C(2) << attempts : 3600;
    return b->now + s * 1000;
}

static enum err take(struct batch *b, const struct inbox_row *row, int64_t *interaction_id)
{
    struct intake_event e = {.batch = b->shared,
                             .tenant_id = row->tenant_id,
                             .inbox_id = row->id,
                             .sender_id = row->sender_id,
                             .queue_id = row->queue_id,
                             .source = row->source,
                             .type = row->type,
                             .event_id = row->event_id,
                             .subject = row->subject,
                             .received_at = row->received_at,
                             .now = b->now,
                             .body = row->body,
                             .len = row->len,
                             .file = row->file};
    enum err err = e.file ? spool_open(b->scratch, e.file, &e.body, &e.len) : OK;
    return err ? err : event_take(b->w->db, b->scratch, &e, interaction_id);
}

static enum err put_off(struct batch *b, const struct inbox_row *row, enum err e, const char *why)
{
    bool hopeless = e == ERR_BAD_REQUEST || e == ERR_NOT_FOUND || e == ERR_FORBIDDEN ||
                    e == ERR_TOO_LARGE || e == ERR_MEDIA_TYPE || row->attempts >= GIVE_UP;
    LOG(LOG_WARN, hopeless ? "event_refused" : "event_later", LOG_N("tenant", row->tenant_id),
        LOG_N("event", row->id), LOG_S("source", row->source), LOG_S("why", why));
    b->told.failed++;
    b->told.problem = arena_printf(b->arena, "event %lld: %s", (long long)row->id, why);
    if (hopeless)
        return inbox_refused(b->w->db, b->arena, row->id, why);
    return inbox_later(b->w->db, b->arena, row->id, why, after(b, row->attempts));
}

/* The whole batch is to be made again, or cannot be. */
static bool is_of_all(enum err e)
{
    return e == ERR_CONFLICT || e == ERR_DB_AWAY || e == ERR_DB_SCHEMA;
}

static enum err apply_one(struct batch *b, const struct inbox_row *row)
{
    int64_t interaction_id = 0;
    enum err e = b->points ? db_point(b->w->db) : OK;
    if (e)
        return e;
    apply_batch_point(b->shared);
    e = take(b, row, &interaction_id);
    if (e && !is_of_all(e) && !b->points) { /* which is seldom: all again, each on its own */
        b->points = true;
        return ERR_CONFLICT;
    }
    if (is_of_all(e))
        return e;
    if (e) {
        const char *why = arena_dup(b->arena, err_detail()[0] ? err_detail() : err_name(e));
        err_clear();
        enum err undone = db_undo(b->w->db);
        apply_batch_undo(b->shared);
        return undone ? undone : put_off(b, row, e, why);
    }
    b->told.done++;
    if (row->file)
        b->files[b->files_n++] = row->file;
    return inbox_applied(b->w->db, b->scratch, row->id, interaction_id, b->now);
}

static enum err apply_rows(struct batch *b, const int64_t *ids, size_t n)
{
    struct inbox_row *rows;
    enum err e = inbox_read(b->w->db, b->arena, ids, n, &rows, &n);
    for (size_t i = 0; i < n && !e; i++) {
        e = apply_one(b, &rows[i]);
        arena_reset(b->scratch);
    }
    return e;
}

static enum err apply_once(struct batch *b, const int64_t *ids, size_t n)
{
    arena_reset(b->arena);
    err_clear();
    b->told = (struct task_report){0};
    b->files_n = 0;
    b->shared = apply_batch_new(b->arena, b->w->db);
    b->now = clock_now();
    enum err e = db_begin(b->w->db, false);
    if (!e)
        e = apply_rows(b, ids, n);
    if (!e)
        e = apply_batch_end(b->shared);
    if (!e)
        e = db_commit(b->w->db);
    if (e)
        db_rollback(b->w->db);
    return e;
}

/* From here on it stands. */
static void tell(struct batch *b, struct task_report *out)
{
    out->done += b->told.done;
    out->failed += b->told.failed;
    if (b->told.problem)
        out->problem = arena_dup(b->w->arena, b->told.problem);
    for (size_t i = 0; i < b->files_n; i++)
        spool_remove(b->files[i]);
}

/* Others change the same things: what lost is made again, in the end one by one; what still does
 * not fit then waits, so that nothing waits for it. */
static enum err apply_batch(struct batch *b, const int64_t *ids, size_t n, struct task_report *out)
{
    enum err e = ERR_CONFLICT;
    b->points = n == 1;
    for (int i = 0; i < TRIES && e == ERR_CONFLICT; i++)
        e = apply_once(b, ids, n);
    if (!e)
        tell(b, out);
    if (e != ERR_CONFLICT)
        return e;
    const char *why = arena_dup(b->arena, err_detail());
    LOG(LOG_WARN, "inbox_conflict", LOG_N("events", n), LOG_N("first", ids[0]), LOG_S("why", why));
    err_clear();
    e = n > 1 ? OK : inbox_later(b->w->db, b->arena, *ids, why, after(b, 2));
    for (size_t i = 0; i < n && n > 1 && !e; i++)
        e = apply_batch(b, &ids[i], 1, out);
    return e;
}

/* What was at hand when the worker died may be what killed it: so the first ones after a start are
 * applied alone, and counted before. */
static enum err apply_carefully(struct batch *b, int64_t id, struct task_report *out)
{
    struct inbox_row *row;
    size_t n;
    arena_reset(b->arena);
    enum err e = inbox_attempt(b->w->db, b->arena, id);
    if (!e)
        e = inbox_read(b->w->db, b->arena, &id, 1, &row, &n);
    if (!e && n && row->attempts > STOPPED_US)
        return inbox_refused(b->w->db, b->arena, id, "the worker ended each time that it tried");
    return e ? e : apply_batch(b, &id, 1, out);
}

static enum err apply_due(struct batch *b, bool carefully, struct task_report *out, size_t *n)
{
    int64_t ids[BATCH];
    arena_reset(b->arena);
    enum err e = inbox_due(b->w->db, b->arena, clock_now(), BATCH, BATCH_BYTES, ids, n);
    if (e || !*n)
        return e;
    if (!carefully)
        return apply_batch(b, ids, *n, out);
    for (size_t i = 0; i < *n && !e && !worker_stopping(); i++)
        e = apply_carefully(b, ids[i], out);
    return e;
}

/* Where another worker is at it, there is nothing left to do. */
enum err drain_task(struct worker *w, struct task_report *out)
{
    static bool begun;
    struct batch b = {.w = w};
    bool mine = false;
    size_t n = 1;
    if (db_foreign(w->db)) /* the PBX writes the facts */
        return OK;
    enum err e = inbox_take_turn(w->db, w->arena, &mine);
    if (e || !mine)
        return e;
    b.arena = arena_new();
    b.scratch = arena_new();
    while (!e && n && !worker_stopping()) {
        e = apply_due(&b, !begun, out, &n);
        begun |= !e;
    }
    arena_free(b.scratch);
    arena_free(b.arena);
    return e;
}
