/* Keys of the API at work: which tenant and queues a request is for, what it may do, and how many
 * of them there may be. Decided anew at every request, so a key that is revoked is worth nothing
 * from then on. */
#ifndef AUTH_KEY_ACCESS_H
#define AUTH_KEY_ACCESS_H

#include "auth/session.h"

extern const struct db_stmt *const key_statements[]; /* ends with NULL */

/* Finds the key of the header Authorization and fills r->session (as its name "API key <name>", in
 * the zone of its tenant) and r->scope. ERR_SIGNED_OUT for none, an unknown and a revoked one
 * alike, ERR_BUSY when it has had its requests of this minute, ERR_FORBIDDEN when it lacks the
 * permission of the route. */
enum err key_admit(struct request *r);

/* Adds the headers that say how many requests are left; nothing where there is no key. */
void key_tell(const struct request *r, struct response *out);

/* Seconds until the next minute begins. */
int64_t key_wait_s(const struct request *r);

#endif
