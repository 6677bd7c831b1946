/* What an interaction that arrives leads to: the client, the account, the interaction during which
 * it was sent, the step of a strategy that waits for it. */
#ifndef STORE_INTAKE_LINKS_H
#define STORE_INTAKE_LINKS_H

#include "db/db.h"

extern const struct db_stmt *const intake_link_statements[]; /* ends with NULL */

/* Who it was with, as far as it is said; NULL: it is not. */
struct intake_client {
    const char *name, *phone_e164, *email;
    int64_t known; /* who was found before; 0: nobody */
};

/* The contact of that number, else of that address, else (where neither is given) of that name;
 * else who was known before, of whom now more is known; else a new one, if there is a name or an
 * address. *id is 0 when it is nobody. */
enum err intake_contact(struct db *db, struct arena *a, int64_t tenant_id,
                        const struct intake_client *c, int64_t *id);

/* The account of a reference, made if new. */
enum err intake_account(struct db *db, struct arena *a, int64_t tenant_id, const char *reference,
                        int64_t *id);

/* An account without a client is that of this one. */
enum err intake_account_client(struct db *db, struct arena *a, int64_t tenant_id, int64_t account,
                               int64_t contact);

/* The interaction that the source calls so; 0: it has not arrived. */
enum err intake_parent(struct db *db, struct arena *a, int64_t tenant_id, const char *vendor,
                       const char *ref, int64_t *id);

/* Those that arrived before their parent get it. */
enum err intake_children(struct db *db, struct arena *a, int64_t tenant_id, const char *vendor,
                         const char *ref, int64_t id);

/* The step that waits for the result of this interaction is done. */
enum err intake_step_done(struct db *db, struct arena *a, int64_t tenant_id, int64_t id, ms_t at);

#endif
