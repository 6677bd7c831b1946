/* What a scope is made of. Only auth/scope.c may make one and only the db layer may look inside:
 * tests/check/sql.sh refuses any other file that includes this one. */
#ifndef DB_SCOPE_DATA_H
#define DB_SCOPE_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scope {
    int64_t tenant_id;
    bool all_queues; /* and what has no queue */
    size_t n;        /* queues, where not all; none: sees nothing */
    const int64_t *queues;
};

#endif
