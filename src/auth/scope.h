/* Scope: which tenant and which of its queues somebody may see. The only maker of the handles that
 * every store function asks for. */
#ifndef AUTH_SCOPE_H
#define AUTH_SCOPE_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scope;

/* All queues of the tenant, and what has no queue. */
const struct scope *scope_all(struct arena *a, int64_t tenant_id);

/* Exactly these queues (copied); none of them: sees nothing. */
const struct scope *scope_queues(struct arena *a, int64_t tenant_id, const int64_t *queues,
                                 size_t n);

/* The same of a text as the database makes it: "3,5". */
const struct scope *scope_list(struct arena *a, int64_t tenant_id, const char *list);

/* A part of a scope: the queue, if the scope holds it, else nothing. A queue that is foreign and
 * one that does not exist give the same. */
const struct scope *scope_narrow(struct arena *a, const struct scope *s, int64_t queue_id);

/* The same for several queues: those of them that the scope holds. */
const struct scope *scope_narrow_some(struct arena *a, const struct scope *s, const int64_t *queues,
                                      size_t n);

/* The whole tenant of a scope, for reading names into memory. What is shown is chosen by the
 * narrower scope. */
const struct scope *scope_names(struct arena *a, const struct scope *s);

bool scope_has(const struct scope *s, int64_t queue_id);
bool scope_is_all(const struct scope *s);
size_t scope_count(const struct scope *s);
int64_t scope_queue(const struct scope *s, size_t i);
int64_t scope_tenant(const struct scope *s);

#endif
