/* Verification of the audit log: a chain is read from its first row to its head, and everything
 * that was changed, deleted, inserted or swapped by somebody who does not know the secret is found.
 * What it cannot find by itself is a whole database that was set back to an earlier state; for that
 * the head of an earlier verification is handed in. */
#ifndef STORE_AUDIT_CHECK_H
#define STORE_AUDIT_CHECK_H

#include "store/audit.h"

#include <stdbool.h>

/* Whose log. */
struct audit_log {
    int64_t tenant_id; /* 0: the installation's */
    const char *slug, *name;
};

/* What a chain turned out to be. */
struct audit_state {
    int64_t rows;                   /* from the first on that are whole: the number of the last */
    unsigned char head[AUDIT_HASH]; /* the hash of that row */
    bool broken;
    int64_t broken_at; /* the first row that is wrong */
    const char *why;   /* for people; NULL: whole */
};

/* A row that must be there as it was once seen; seq 0: none. */
struct audit_expected {
    int64_t seq;
    unsigned char hash[AUDIT_HASH];
};

enum { AUDIT_INSTALLATION = 0 };
#define AUDIT_INSTALLATION_SLUG "installation"

/* All logs: the installation's, and one for each tenant or number that has rows; by number. */
enum err audit_logs(struct db *db, struct arena *a, struct audit_log **out, size_t *n);

/* Reads a chain, in memory that does not grow with it. To be called in a transaction, so that rows
 * written meanwhile are not missed. */
enum err audit_check(struct db *db, struct arena *a, int64_t tenant_id,
                     const struct audit_expected *expected, struct audit_state *out);

#endif
