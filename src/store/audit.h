/* The audit log: who did or looked at what, when, from where. Append-only by grants, and a chain
 * per tenant: each row's hash is an HMAC over the row and the hash before it, with the secret
 * `hmac`, so that whoever can write the database but does not know the secret cannot mend it. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "auth/scope.h"
#include "db/db.h"

enum { AUDIT_HASH = 32 };

/* One thing that was done. */
struct audit_event {
    int64_t tenant_id; /* whose log it goes to; 0: of the installation */
    int64_t user_id;   /* 0: nobody known */
    const char *actor; /* name or e-mail, as it was then */
    const char *address;
    const char *action;  /* of audit_actions */
    const char *subject; /* what it was done to, for people; may be NULL */
    const char *details; /* a JSON object; may be NULL */
    const char *request_id;
    struct audit_event *next;
};

/* What can be done, and what people call it; ends with {0}. */
struct audit_action {
    const char *key, *label;
};
extern const struct audit_action audit_actions[];

/* The label of an action; the key itself when it is not known (any more). */
const char *audit_label(const char *action);

/* A row of the log, as stored. */
struct audit_row {
    int64_t seq, user_id;
    ms_t at;
    const char *actor, *address, *action, *subject, *details, *request_id;
};

extern const struct db_stmt audit_lock_head, audit_read_head, audit_insert, audit_insert_many,
    audit_move_head;

/* Makes whoever writes the tenant's log next wait for the end of this transaction. As the first
 * statement of a transaction it never conflicts. */
enum err audit_lock(struct db *db, struct arena *a, int64_t tenant_id);

/* Adds the events of a list to their logs. Part of the caller's transaction: they stand or fall
 * with what they record. */
enum err audit_write(struct db *db, struct arena *a, const struct audit_event *events, ms_t now);

/* The hash of a row of a tenant's log, given the one before it. */
void audit_hash(int64_t tenant_id, const struct audit_row *row,
                const unsigned char before[AUDIT_HASH], unsigned char out[AUDIT_HASH]);

#endif
