/* The catalog: names of a tenant's queues, agents, DIDs and dispositions, and how common each is,
 * kept in the worker's memory. A join for five names per row costs three times the page itself. */
#ifndef STORE_CATALOG_H
#define STORE_CATALOG_H

#include "auth/scope.h"
#include "db/db.h"

extern const struct db_stmt *const catalog_statements[]; /* ends with NULL */

enum catalog_dim {
    DIM_QUEUE,
    DIM_AGENT,
    DIM_DID,
    DIM_DISPOSITION,
    DIM_CHANNEL, /* value: position in the ENUM, from 1 */
    DIM_ALL,     /* value: 0 */
    DIMS
};

struct catalog_entry {
    int64_t id;
    const char *name;
    const char *folded; /* for searching: case and accents gone */
    bool ai;            /* agents */
    bool active;
    int64_t n; /* closed interactions with this value, about; 0: none, or not counted yet */
    ms_t first_at, last_at;
};

struct catalog {
    struct catalog_entry *entries[DIMS];        /* in the order of id */
    const struct catalog_entry **by_name[DIMS]; /* the same in the order of folded name */
    size_t count[DIMS];
};

/* The tenant's catalog: from memory when it is of this version and not older than a minute, else
 * read anew. Valid until the next call. */
enum err catalog_get(struct db *db, const struct scope *scope, int64_t version, ms_t now,
                     const struct catalog **out);

/* Says that names changed: every program reads them anew at its next request. Part of the change's
 * transaction; only programs with the right to it run it. */
extern const struct db_stmt catalog_bump_version;
enum err catalog_bump(struct db *db, struct arena *a, const struct scope *scope);

/* Finds an id, NULL when it is not there. */
const struct catalog_entry *catalog_find(const struct catalog *c, enum catalog_dim dim, int64_t id);

/* The ids whose name has the text as a part, case and accents apart; the array is in `a`. */
size_t catalog_search(struct arena *a, const struct catalog *c, enum catalog_dim dim,
                      const char *text, int64_t **ids);

/* Folds a text for comparison: NFKC, case and accents gone. */
const char *catalog_fold(struct arena *a, const char *text);

#endif
