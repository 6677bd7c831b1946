#include "app/paths.h"
#include "page.h"

const struct route pages_routes[] = {
    {.method = METHOD_GET,
     .path = PATH_GRID,
     .access = ACCESS_SESSION,
     .permission = "interactions|cdr",
     .query = grid_query,
     .handler = grid_page},
    {.method = METHOD_GET,
     .path = "/health/live",
     .access = ACCESS_OPEN,
     .no_db = true,
     .handler = health_page},
    {.method = METHOD_GET, .path = "/health/ready", .access = ACCESS_OPEN, .handler = ready_page},
    {0},
};
