/* Names to ids: queues, agents, DIDs and dispositions of a tenant, made when they are new. */
#ifndef STORE_NAMES_H
#define STORE_NAMES_H

#include "db/db.h"

extern const struct db_stmt *const names_statements[]; /* ends with NULL */

enum name_kind { NAME_QUEUE, NAME_AGENT, NAME_DID, NAME_DISPOSITION, NAME_KINDS };

struct names;

/* An empty cache for a tenant; lives in `a`. With `dry` nothing is made: new names get id 0. */
struct names *names_new(struct arena *a, struct db *db, int64_t tenant_id, bool dry);

/* The id of a name (for a disposition the code, with `label` as its name; `label` of an agent is
 * its kind, NULL for human), which becomes a row of its own if it is new: a cache that made some is
 * good only as long as the transaction that made them is not rolled back. *id is 0 when so many are
 * new that they can be no names. */
enum err names_id(struct names *n, enum name_kind kind, const char *name, const char *label,
                  int64_t *id);

/* The id of a name that was asked for before, else 0. */
int64_t names_known(const struct names *n, enum name_kind kind, const char *name);

/* How many were new, and what they are called. */
int64_t names_made(const struct names *n, enum name_kind kind);
const char *names_called(enum name_kind kind);

#endif
