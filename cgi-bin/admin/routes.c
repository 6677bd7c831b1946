#include "app/paths.h"
#include "page.h"

const struct route admin_routes[] = {
    {.method = METHOD_GET,
     .path = PATH_ADMIN,
     .access = ACCESS_SESSION,
     .permission = "administration|audit|tenants",
     .handler = index_page},
    {0},
};
