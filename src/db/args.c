#include "db/db.h"

#include <stdlib.h>

void db_add(struct db_args *args, const struct db_arg *more)
{
    for (; more && more->name; more++) {
        if (args->n == DB_ARGS_MAX)
            abort();
        args->v[args->n++] = *more;
    }
}
