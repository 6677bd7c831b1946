/* Agents, human and AI. */
#ifndef STORE_AGENTS_H
#define STORE_AGENTS_H

#include "store/listing.h"

extern const struct db_stmt *const agent_statements[]; /* ends with NULL */

struct agent {
    int64_t id;
    const char *name;
    bool ai, active;
};

/* Which agents. */
struct agents_filter {
    const char *state; /* "active", "off"; NULL: all */
    const char *kind;  /* "human", "ai"; NULL: all */
};

/* A page by name. */
enum err agents_page(struct db *db, struct arena *a, const struct scope *scope,
                     const struct listing *want, const struct agents_filter *f, struct agent **out,
                     size_t *n, bool *more);
enum err agents_count(struct db *db, struct arena *a, const struct scope *scope,
                      const struct listing *want, const struct agents_filter *f, int64_t *out);

/* Reads one, locked until the end of the transaction when `lock`. ERR_NOT_FOUND. */
enum err agent_find(struct db *db, struct arena *a, const struct scope *scope, int64_t id,
                    bool lock, struct agent *out);

/* Stores it; with id 0 as a new one, whose id is set. Bumps the catalog. */
enum err agent_save(struct db *db, struct arena *a, const struct scope *scope, struct agent *g);

#endif
