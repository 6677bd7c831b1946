/* Names to ids: queues, agents, DIDs and dispositions of a tenant, made when they are new. */
#ifndef PARLEY_IMPORT_NAMES_H
#define PARLEY_IMPORT_NAMES_H

#include "db/db.h"

enum name_kind { NAME_QUEUE, NAME_AGENT, NAME_DID, NAME_DISPOSITION, NAME_KINDS };

struct names;

/* An empty cache for a tenant; lives in `a`. With `dry` nothing is made: new names get id 0. */
struct names *names_new(struct arena *a, struct db *db, int64_t tenant_id, bool dry);

/* The id of a name (for a disposition the code, with `label` as its name; `label` of an agent is
 * its kind, NULL for human), which becomes a row of its own if it is new; call it outside a
 * transaction. *id is 0 when the import has made so many new ones that the wrong column must have
 * been mapped. */
enum err names_id(struct names *n, enum name_kind kind, const char *name, const char *label,
                  int64_t *id);

/* How many were new, and what they are called. */
int64_t names_made(const struct names *n, enum name_kind kind);
const char *names_called(enum name_kind kind);

#endif
