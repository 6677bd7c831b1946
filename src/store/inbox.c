#include "store/inbox.h"

#include "auth/scope.h"
#include "core/conf.h"

#include <sodium.h>

#define BEFORE "the token says whose it is"
#define WHY "applies what arrived for every tenant"

enum { EVENT_ID = 150, TYPE = 60, SUBJECT = 150, REASON = 500, FORGET = 200 };

/* --- receiving ---------------------------------------------------------------------------------
 */

static const struct db_stmt find_sender = {
    .name = "inbox_sender",
    .sql = "SELECT c.tenant_id, c.id, c.scheme, c.header, c.secret, "
           "IF(c.old_until > :now, c.old_secret, NULL) FROM {app}.intake_connections c "
           "JOIN {app}.tenants t ON t.id = c.tenant_id "
           "WHERE c.token = :token AND c.source = :source AND c.active AND t.active",
    .cols = "iissbb",
    .system = BEFORE,
};
/* What would not fit is made to before: nothing is ignored but a repeat. */
static const struct db_stmt put = {
    .name = "inbox_put",
    .sql = "INSERT IGNORE INTO {app}.inbox (tenant_id, source, event_id, event_type, subject, "
           "sender_id, body, file, bytes, digest, received_at) VALUES ({tenant}, :source, :event, "
           ":type, "
           ":subject, :sender, :body, :file, :bytes, :digest, :now)",
    .cols = "",
};

static const struct db_stmt repeated = {
    .name = "inbox_repeated",
    .sql = "SELECT x.id, x.sender_id = :sender AND x.digest = :digest FROM {app}.inbox x "
           "WHERE {tenant:x} AND x.source = :source AND x.event_id = :event",
    .cols = "ii",
};

const struct db_stmt *const inbox_put_statements[] = {&find_sender, &put, &repeated, NULL};

enum err inbox_sender(struct db *db, struct arena *a, const char *source, const char *token,
                      ms_t now, struct inbox_sender *out)
{
    struct db_rows r;
    enum err e = db_query(
        db, a, NULL, &find_sender,
        DB_ARGS(DB_TEXT("source", source), DB_TEXT("token", token), DB_TIME("now", now)), &r);
    if (!e && !r.n)
        e = err_set(ERR_NOT_FOUND, "no active connection has that token");
    if (e)
        return e;
    *out = (struct inbox_sender){.tenant_id = db_int(&r, 0, 0, 0),
                                 .id = db_int(&r, 0, 1, 0),
                                 .scheme = db_text(&r, 0, 2, ""),
                                 .header = db_text(&r, 0, 3, NULL)};
    for (size_t i = 0; i < 2; i++) {
        const struct db_cell *c = db_cell(&r, 0, 4 + i);
        out->secrets[i].bytes = c->null ? NULL : c->s;
        out->secrets[i].len = c->len;
    }
    return OK;
}

/* The first so many characters of a text. */
static const char *cut(struct arena *a, const char *s, size_t max)
{
    size_t n = 0;
    for (const char *c = s; s && *c; c++)
        if ((*c & 0xc0) != 0x80 && n++ == max)
            return arena_dupn(a, s, (size_t)(c - s));
    return s;
}

const char *inbox_event_id(struct arena *a, const char *event_id)
{
    unsigned char hash[16];
    char hex[2 * sizeof hash + 1];
    size_t n = strlen(event_id), plain = 0;
    while (event_id[plain] > 0x20 && event_id[plain] < 0x7f)
        plain++;
    if (n && n <= EVENT_ID && plain == n)
        return event_id;
    crypto_generichash(hash, sizeof hash, (const unsigned char *)event_id, n, NULL, 0);
    return arena_printf(a, "digest:%s", sodium_bin2hex(hex, sizeof hex, hash, sizeof hash));
}

static struct db_arg digest(const struct inbox_arrival *arrival)
{
    const struct db_arg none = DB_TEXT("digest", NULL);
    const struct db_arg some = DB_BYTES("digest", arrival->digest, INBOX_DIGEST);
    return arrival->digest ? some : none;
}

enum err inbox_put(struct db *db, struct arena *a, const struct inbox_arrival *arrival, int64_t *id)
{
    int64_t stored = 0;
    enum err e = db_exec(db, a, scope_all(a, arrival->tenant_id), &put,
                         DB_ARGS(DB_TEXT("source", arrival->source),
                                 DB_TEXT("event", inbox_event_id(a, arrival->event_id)),
                                 DB_TEXT("type", cut(a, arrival->type, TYPE)),
                                 DB_TEXT("subject", cut(a, arrival->subject, SUBJECT)),
                                 DB_INT("sender", arrival->sender_id),
                                 DB_BYTES("body", arrival->body, arrival->file ? 0 : arrival->len),
                                 DB_TEXT("file", arrival->file), DB_INT("bytes", arrival->len),
                                 digest(arrival), DB_TIME("now", arrival->at)),
                         &stored);
    *id = !e && stored ? db_inserted(db) : 0;
    return e;
}

enum err inbox_repeated(struct db *db, struct arena *a, const struct inbox_arrival *arrival,
                        int64_t *id, bool *same)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope_all(a, arrival->tenant_id), &repeated,
                          DB_ARGS(DB_TEXT("source", arrival->source),
                                  DB_TEXT("event", inbox_event_id(a, arrival->event_id)),
                                  DB_INT("sender", arrival->sender_id),
                                  DB_BYTES("digest", arrival->digest, INBOX_DIGEST)),
                          &r);
    if (!e && !r.n)
        e = err_set(ERR_CONFLICT, "the event has just been forgotten");
    *id = e ? 0 : db_int(&r, 0, 0, 0);
    *same = !e && db_int(&r, 0, 1, 0);
    return e;
}

/* --- applying -----------------------------------------------------------------------------------
 */

static const struct db_stmt take_turn = {
    .name = "inbox_take_turn",
    .sql = "SELECT IF(IS_USED_LOCK(:name) = CONNECTION_ID(), 1, GET_LOCK(:name, 0))",
    .cols = "i",
    .system = "a lock of the server",
};
static const struct db_stmt due = {
    .name = "inbox_due",
    .sql = "(SELECT i.id, i.bytes FROM {app}.inbox i FORCE INDEX (ix_inbox_due) "
           "WHERE i.state = 'waiting' AND i.retry_at IS NULL ORDER BY i.id LIMIT :max) UNION ALL "
           "(SELECT i.id, i.bytes FROM {app}.inbox i FORCE INDEX (ix_inbox_due) "
           "WHERE i.state = 'waiting' AND i.retry_at <= :now ORDER BY i.retry_at, i.id LIMIT :max)",
    .cols = "ii",
    .system = WHY,
};
static const struct db_stmt read_rows = {
    .name = "inbox_read",
    .sql = "SELECT i.id, i.tenant_id, i.source, i.event_type, i.event_id, i.sender_id, i.body, "
           "i.file, i.attempts, i.received_at, c.queue_id, i.subject FROM {app}.inbox i "
           "FORCE INDEX (PRIMARY) LEFT JOIN {app}.intake_connections c ON c.id = i.sender_id "
           "AND c.tenant_id = i.tenant_id AND c.source = i.source "
           "WHERE i.id IN (:ids[]) AND i.state = 'waiting' ORDER BY i.id FOR UPDATE",
    .cols = "iisssibsitis",
    .system = WHY,
};
static const struct db_stmt applied = {
    .name = "inbox_applied",
    .sql =
        "UPDATE {app}.inbox SET state = 'applied', interaction_id = :interaction, reason = NULL, "
        "file = NULL, retry_at = NULL, attempts = attempts + 1, applied_at = :now "
        "WHERE id = :id",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt refused = {
    .name = "inbox_refused",
    .sql = "UPDATE {app}.inbox SET state = 'refused', reason = :reason, retry_at = NULL, "
           "attempts = attempts + 1 WHERE id = :id",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt later = {
    .name = "inbox_later",
    .sql = "UPDATE {app}.inbox SET reason = :reason, retry_at = :retry, attempts = attempts + 1 "
           "WHERE id = :id AND state = 'waiting'",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt attempt = {
    .name = "inbox_attempt",
    .sql = "UPDATE {app}.inbox SET attempts = attempts + 1 WHERE id = :id",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt forget = {
    .name = "inbox_forget",
    .sql = "DELETE FROM {app}.inbox WHERE state = 'applied' AND applied_at < :before "
           "ORDER BY applied_at LIMIT :max",
    .cols = "",
    .system = WHY,
};
static const struct db_stmt needs_file = {
    .name = "inbox_needs",
    .sql = "SELECT 1 FROM {app}.inbox i FORCE INDEX (ix_inbox_file) WHERE i.file = :file LIMIT 1",
    .cols = "i",
    .system = WHY,
};

const struct db_stmt *const inbox_statements[] = {
    &take_turn, &due, &read_rows, &applied, &refused, &later, &attempt, &forget, &needs_file, NULL};

enum err inbox_take_turn(struct db *db, struct arena *a, bool *got)
{
    struct db_rows r;
    const char *name = arena_printf(a, "%s.inbox", conf(CONF_DB_NAME));
    enum err e = db_query(db, a, NULL, &take_turn, DB_ARGS(DB_TEXT("name", name)), &r);
    *got = !e && db_int(&r, 0, 0, 0) == 1;
    return e;
}

enum err inbox_due(struct db *db, struct arena *a, ms_t now, size_t max, size_t max_bytes,
                   int64_t *ids, size_t *n)
{
    struct db_rows r;
    size_t bytes = 0;
    enum err e = db_query(db, a, NULL, &due, DB_ARGS(DB_INT("max", max), DB_TIME("now", now)), &r);
    *n = 0;
    for (size_t i = 0; !e && i < r.n && *n < max; i++) {
        bytes += (size_t)db_int(&r, i, 1, 0);
        if (*n && bytes > max_bytes)
            break;
        ids[(*n)++] = db_int(&r, i, 0, 0);
    }
    return e;
}

static void read_row(const struct db_rows *r, size_t i, struct inbox_row *out)
{
    *out = (struct inbox_row){.id = db_int(r, i, 0, 0),
                              .tenant_id = db_int(r, i, 1, 0),
                              .source = db_text(r, i, 2, ""),
                              .type = db_text(r, i, 3, ""),
                              .event_id = db_text(r, i, 4, ""),
                              .sender_id = db_int(r, i, 5, 0),
                              .body = db_text(r, i, 6, ""),
                              .len = db_cell(r, i, 6)->len,
                              .file = db_text(r, i, 7, NULL),
                              .attempts = db_int(r, i, 8, 0),
                              .received_at = db_int(r, i, 9, 0),
                              .queue_id = db_int(r, i, 10, 0),
                              .subject = db_text(r, i, 11, NULL)};
}

enum err inbox_read(struct db *db, struct arena *a, const int64_t *ids, size_t n,
                    struct inbox_row **out, size_t *found)
{
    struct db_rows r = {0};
    enum err e = db_query(db, a, NULL, &read_rows, DB_ARGS(DB_LIST("ids", ids, n)), &r);
    *found = e ? 0 : r.n;
    *out = arena_array(a, *found + 1, sizeof **out);
    for (size_t i = 0; i < *found; i++)
        read_row(&r, i, &(*out)[i]);
    return e;
}

enum err inbox_applied(struct db *db, struct arena *a, int64_t id, int64_t interaction_id, ms_t now)
{
    const struct db_arg none = DB_TEXT("interaction", NULL);
    const struct db_arg some = DB_INT("interaction", interaction_id);
    return db_exec(db, a, NULL, &applied,
                   DB_ARGS(DB_INT("id", id), interaction_id ? some : none, DB_TIME("now", now)),
                   NULL);
}

enum err inbox_refused(struct db *db, struct arena *a, int64_t id, const char *reason)
{
    return db_exec(db, a, NULL, &refused,
                   DB_ARGS(DB_INT("id", id), DB_TEXT("reason", cut(a, reason, REASON))), NULL);
}

enum err inbox_later(struct db *db, struct arena *a, int64_t id, const char *reason, ms_t retry_at)
{
    return db_exec(db, a, NULL, &later,
                   DB_ARGS(DB_INT("id", id), DB_TEXT("reason", cut(a, reason, REASON)),
                           DB_TIME("retry", retry_at)),
                   NULL);
}

enum err inbox_attempt(struct db *db, struct arena *a, int64_t id)
{
    return db_exec(db, a, NULL, &attempt, DB_ARGS(DB_INT("id", id)), NULL);
}

enum err inbox_forget(struct db *db, struct arena *a, ms_t before, int64_t *n)
{
    return db_exec(db, a, NULL, &forget, DB_ARGS(DB_TIME("before", before), DB_INT("max", FORGET)),
                   n);
}

enum err inbox_needs(struct db *db, struct arena *a, const char *file, bool *needs)
{
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &needs_file, DB_ARGS(DB_TEXT("file", file)), &r);
    *needs = e || r.n;
    return e;
}
