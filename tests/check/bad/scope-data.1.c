#include "db/scope_data.h"

long tenant(const struct scope *s);

long tenant(const struct scope *s)
{
    return s->tenant_id;
}
