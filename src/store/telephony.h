/* What following an Asterisk keeps in the database: how far it was read, the states of agents, and
 * how the link is. All for the tenant of the configuration. */
#ifndef STORE_TELEPHONY_H
#define STORE_TELEPHONY_H

#include "auth/scope.h"
#include "db/db.h"
#include "telephony/calls.h"
#include "telephony/follow.h"

extern const struct db_stmt *const telephony_statements[]; /* ends with NULL */

/* The tenant of asterisk_tenant; ERR_NOT_FOUND with the detail when there is none. */
enum err telephony_tenant(struct db *db, struct arena *a, int64_t *id);

/* Of several workers one follows `what`, for as long as its connection lasts. */
enum err telephony_turn(struct db *db, struct arena *a, const char *what, bool *mine);

/* The first thing in a transaction that applies calls: until it ends, nobody else does. */
enum err telephony_lock(struct db *db, struct arena *a);

/* The place in a file and what was known there; `at` zero, *state NULL: nothing yet. */
enum err telephony_read(struct db *db, struct arena *a, const char *name, struct follow_at *at,
                        const char **state);
enum err telephony_write(struct db *db, struct arena *a, const char *name,
                         const struct follow_at *at, const char *state);

/* Calls that have not ended. */
enum err telephony_open(struct db *db, struct arena *a, const struct scope *s,
                        struct call_open **out, size_t *n);

/* Notes the state of an agent, if that is known by name and was in another one. */
enum err telephony_agent(struct db *db, struct arena *a, const struct scope *s,
                         const struct agent_state *state);

/* A call that has ended, and the recordings that it has, as `recordings` of a document (the
 * caller's). *id 0: there is none. */
enum err telephony_recordings(struct db *db, struct arena *a, const struct scope *s,
                              const char *ref, int64_t *id, json_t **recordings);

/* How a link is, for `parley doctor`: since when (0: it is not), up to when, what is wrong. */
struct link_health {
    const char *task;
    ms_t since, until;
    const char *problem; /* NULL: nothing */
    int64_t done;
};
enum err telephony_health(struct db *db, struct arena *a, const struct link_health *h);

#endif
