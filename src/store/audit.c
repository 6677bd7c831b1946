#include "store/audit.h"

#include "core/buf.h"
#include "http/token.h"

const struct audit_action audit_actions[] = {
    {"signin", "Signed in"},
    {"signin.failed", "Failed to sign in"},
    {"signout", "Signed out"},
    {"history.client", "Looked at a client's history"},
    {"history.agent", "Looked at an agent's history"},
    {"interaction.viewed", "Looked at an interaction"},
    {"transcript.viewed", "Read a transcript"},
    {"transcripts.searched", "Searched in transcripts"},
    {"recording.played", "Played a recording"},
    {"recording.downloaded", "Downloaded a recording"},
    {"transcript.exported", "Exported a transcript"},
    {"transcript.fetched", "Asked a vendor for a transcript"},
    {"message.sent_again", "Sent a message again"},
    {"interaction.flagged", "Flagged an interaction"},
    {"interaction.unflagged", "Cleared a flag"},
    {"interaction.tagged", "Tagged an interaction"},
    {"interaction.untagged", "Took a tag away"},
    {"interactions.edited", "Changed flags or tags of many interactions"},
    {"note.written", "Wrote a note"},
    {"note.changed", "Changed a note"},
    {"note.deleted", "Deleted a note"},
    {"interaction.deleted", "Deleted an interaction"},
    {"interaction.restored", "Restored an interaction"},
    {"interaction.purged", "Purged an interaction"},
    {"hold.set", "Put an interaction under legal hold"},
    {"hold.released", "Released an interaction from legal hold"},
    {"account.viewed", "Looked at an account"},
    {"export.made", "Exported a list"},
    {"account.changed", "Changed own settings"},
    {"password.changed", "Changed own password"},
    {"totp.enabled", "Switched the second factor on"},
    {"totp.disabled", "Switched the second factor off"},
    {"recovery.made", "Made new recovery codes"},
    {"recovery.used", "Signed in with a recovery code"},
    {"session.ended", "Ended a session"},
    {"view.saved", "Saved a view"},
    {"view.deleted", "Deleted a view"},
    {"user.created", "Added an administrator"},
    {"user.changed", "Changed an administrator"},
    {"user.disabled", "Disabled an administrator"},
    {"user.enabled", "Enabled an administrator"},
    {"user.password_reset", "Reset a password"},
    {"user.totp_reset", "Took a second factor away"},
    {"user.sessions_ended", "Ended somebody's sessions"},
    {"role.created", "Added a role"},
    {"role.changed", "Changed a role"},
    {"role.deleted", "Deleted a role"},
    {"tenant.created", "Added a tenant"},
    {"tenant.changed", "Changed a tenant"},
    {"queue.created", "Added a queue"},
    {"queue.changed", "Changed a queue"},
    {"agent.created", "Added an agent"},
    {"agent.changed", "Changed an agent"},
    {"did.created", "Added a DID"},
    {"did.changed", "Changed a DID"},
    {"did.deleted", "Deleted a DID"},
    {"disposition.created", "Added a disposition"},
    {"disposition.changed", "Changed a disposition"},
    {"contact.created", "Added a contact"},
    {"contact.changed", "Changed a contact"},
    {"contact.merged", "Merged contacts"},
    {"arrival.viewed", "Looked at what arrived"},
    {"arrival.downloaded", "Downloaded what arrived"},
    {"intake.retried", "Had arrivals tried again"},
    {"intake.discarded", "Discarded an arrival"},
    {"connection.created", "Added a connection"},
    {"connection.changed", "Changed a connection"},
    {"connection.secret", "Gave a connection a new secret"},
    {"connection.secret_ended", "Ended a connection's old secret"},
    {"api_key.created", "Made an API key"},
    {"api_key.revoked", "Revoked an API key"},
    {"prices.changed", "Changed the prices"},
    {0},
};

const char *audit_label(const char *action)
{
    for (const struct audit_action *a = audit_actions; a->key; a++)
        if (strcmp(a->key, action) == 0)
            return a->label;
    return action;
}

/* Makes the row where there is none, and locks it in either case. */
const struct db_stmt audit_lock_head = {
    .name = "audit_lock_head",
    .sql = "INSERT INTO {app}.audit_heads (tenant_id, seq, hash) VALUES (:tenant, 0, :none) "
           "ON DUPLICATE KEY UPDATE seq = seq",
    .cols = "",
    .system = "the log of whichever tenant the thing belongs to",
};
const struct db_stmt audit_read_head = {
    .name = "audit_read_head",
    .sql = "SELECT seq, hash FROM {app}.audit_heads WHERE tenant_id = :tenant FOR UPDATE",
    .cols = "ib",
    .system = "the log of whichever tenant the thing belongs to",
};
const struct db_stmt audit_insert = {
    .name = "audit_insert",
    .sql = "INSERT INTO {app}.audit (tenant_id, seq, at, user_id, actor, address, action, subject, "
           "details, request_id, prev_hash, hash) VALUES (:tenant, :seq, :at, NULLIF(:user, 0), "
           ":actor, :address, :action, :subject, :details, :request, :before, :hash)",
    .cols = "",
    .system = "the log of whichever tenant the thing belongs to",
};
/* Rows that differ in nothing but their subject, sent as one text: what is not plain ASCII or might
 * be escaped stands in it in hex digits, so that each row is stored as it was hashed. */
const struct db_stmt audit_insert_many = {
    .name = "audit_insert_many",
    .sql = "INSERT INTO {app}.audit (tenant_id, seq, at, user_id, actor, address, action, subject, "
           "details, request_id, prev_hash, hash) SELECT :tenant, j.seq, :at, NULLIF(:user, 0), "
           ":actor, :address, :action, CONVERT(UNHEX(j.subject) USING utf8mb4), :details, "
           ":request, UNHEX(j.prev), UNHEX(j.hash) FROM JSON_TABLE(:rows, '$[*]' COLUMNS ("
           "seq BIGINT PATH '$.s', subject VARCHAR(1600) PATH '$.t', prev CHAR(64) PATH '$.p', "
           "hash CHAR(64) PATH '$.h')) j",
    .cols = "",
    .system = "the log of whichever tenant the thing belongs to",
};
const struct db_stmt audit_move_head = {
    .name = "audit_move_head",
    .sql = "UPDATE {app}.audit_heads SET seq = :seq, hash = :hash WHERE tenant_id = :tenant",
    .cols = "",
    .system = "the log of whichever tenant the thing belongs to",
};

/* Every field with its length before it, so that none can flow into the next. */
static void add_field(struct buf *b, const char *text)
{
    if (text)
        buf_printf(b, "%zu:%s", strlen(text), text);
    else
        buf_puts(b, "-");
}

void audit_hash(int64_t tenant_id, const struct audit_row *row,
                const unsigned char before[AUDIT_HASH], unsigned char out[AUDIT_HASH])
{
    struct buf b = {0};
    buf_printf(&b, "%lld %lld %lld %lld ", (long long)tenant_id, (long long)row->seq,
               (long long)row->at, (long long)row->user_id);
    add_field(&b, row->actor);
    add_field(&b, row->address);
    add_field(&b, row->action);
    add_field(&b, row->subject);
    add_field(&b, row->details);
    add_field(&b, row->request_id);
    buf_add(&b, (const char *)before, AUDIT_HASH);
    token_hmac("audit", b.s, b.len, out);
    buf_free(&b);
}

enum err audit_lock(struct db *db, struct arena *a, int64_t tenant_id)
{
    static const unsigned char none[AUDIT_HASH];
    return db_exec(db, a, NULL, &audit_lock_head,
                   DB_ARGS(DB_INT("tenant", tenant_id), DB_BYTES("none", none, AUDIT_HASH)), NULL);
}

/* A text that the column takes: cut between characters. */
static const char *cut(struct arena *a, const char *text, size_t characters)
{
    size_t n = 0;
    const char *end = text;
    for (; end && *end; end++)
        if (((unsigned char)*end & 0xc0) != 0x80 && n++ == characters)
            return arena_dupn(a, text, (size_t)(end - text));
    return text;
}

/* The end of a tenant's chain, held from one event to the next: an edit of thousands of
 * interactions moves the head in the database once. */
struct chain {
    int64_t tenant_id, seq;
    unsigned char hash[AUDIT_HASH];
    bool open;
};

static enum err chain_open(struct db *db, struct arena *a, int64_t tenant_id, struct chain *c)
{
    struct db_rows head;
    enum err e = audit_lock(db, a, tenant_id);
    if (!e)
        e = db_query(db, a, NULL, &audit_read_head, DB_ARGS(DB_INT("tenant", tenant_id)), &head);
    if (e)
        return e;
    *c = (struct chain){.tenant_id = tenant_id, .seq = db_int(&head, 0, 0, 0), .open = true};
    memcpy(c->hash, db_cell(&head, 0, 1)->s, AUDIT_HASH);
    return OK;
}

static enum err chain_close(struct db *db, struct arena *a, struct chain *c)
{
    if (!c->open)
        return OK;
    c->open = false;
    return db_exec(db, a, NULL, &audit_move_head,
                   DB_ARGS(DB_INT("seq", c->seq), DB_BYTES("hash", c->hash, AUDIT_HASH),
                           DB_INT("tenant", c->tenant_id)),
                   NULL);
}

static struct audit_row next_row(struct arena *a, const struct audit_event *event, ms_t now,
                                 const struct chain *c)
{
    return (struct audit_row){.seq = c->seq + 1,
                              .user_id = event->user_id,
                              .at = now,
                              .actor = cut(a, event->actor, 150),
                              .address = cut(a, event->address, 45),
                              .action = event->action,
                              .subject = cut(a, event->subject, 200),
                              .details = event->details,
                              .request_id = event->request_id};
}

#define ROW_ARGS(row)                                                                              \
    DB_TIME("at", (row).at), DB_INT("user", (row).user_id), DB_TEXT("actor", (row).actor),         \
        DB_TEXT("address", (row).address), DB_TEXT("action", (row).action),                        \
        DB_TEXT("details", (row).details), DB_TEXT("request", (row).request_id)

static enum err add(struct db *db, struct arena *a, const struct audit_event *event, ms_t now,
                    struct chain *c)
{
    unsigned char hash[AUDIT_HASH];
    const struct audit_row row = next_row(a, event, now, c);
    audit_hash(event->tenant_id, &row, c->hash, hash);
    enum err e =
        db_exec(db, a, NULL, &audit_insert,
                DB_ARGS(DB_INT("tenant", event->tenant_id), DB_INT("seq", row.seq),
                        DB_TEXT("subject", row.subject), DB_BYTES("before", c->hash, AUDIT_HASH),
                        DB_BYTES("hash", hash, AUDIT_HASH), ROW_ARGS(row)),
                NULL);
    c->seq = row.seq;
    memcpy(c->hash, hash, AUDIT_HASH);
    return e;
}

enum { MANY = 500 }; /* rows in one statement */

static bool same_but_subject(const struct audit_event *a, const struct audit_event *b)
{
    return a->tenant_id == b->tenant_id && a->user_id == b->user_id && a->actor == b->actor &&
           a->action == b->action && a->details == b->details && a->subject && b->subject;
}

/* How many events from this one on can be one statement. */
static size_t run_of(const struct audit_event *first)
{
    size_t n = 1;
    for (const struct audit_event *x = first->next; x && n < MANY && same_but_subject(first, x);
         x = x->next)
        n++;
    return n;
}

static void put_hex(struct buf *b, const void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(b, "%02x", ((const unsigned char *)bytes)[i]);
}

static enum err add_many(struct db *db, struct arena *a, const struct audit_event *event, size_t n,
                         ms_t now, struct chain *c)
{
    const struct audit_row first = next_row(a, event, now, c);
    struct buf rows = {0};
    for (size_t i = 0; i < n; i++, event = event->next) {
        const struct audit_row row = next_row(a, event, now, c);
        buf_printf(&rows, "%s{\"s\":%lld,\"t\":\"", i ? "," : "[", (long long)row.seq);
        put_hex(&rows, row.subject, strlen(row.subject));
        buf_puts(&rows, "\",\"p\":\"");
        put_hex(&rows, c->hash, AUDIT_HASH);
        audit_hash(c->tenant_id, &row, c->hash, c->hash);
        buf_puts(&rows, "\",\"h\":\"");
        put_hex(&rows, c->hash, AUDIT_HASH);
        buf_puts(&rows, "\"}");
        c->seq = row.seq;
    }
    buf_putc(&rows, ']');
    enum err e = db_exec(
        db, a, NULL, &audit_insert_many,
        DB_ARGS(DB_INT("tenant", c->tenant_id), DB_TEXT("rows", rows.s), ROW_ARGS(first)), NULL);
    buf_free(&rows);
    return e;
}

enum err audit_write(struct db *db, struct arena *a, const struct audit_event *events, ms_t now)
{
    struct chain c = {0};
    enum err e = OK;
    while (events && !e) {
        if (!c.open || c.tenant_id != events->tenant_id) {
            e = chain_close(db, a, &c);
            if (!e)
                e = chain_open(db, a, events->tenant_id, &c);
        }
        size_t n = run_of(events);
        if (!e)
            e = n > 1 ? add_many(db, a, events, n, now, &c) : add(db, a, events, now, &c);
        for (; n; n--)
            events = events->next;
    }
    return e ? e : chain_close(db, a, &c);
}
