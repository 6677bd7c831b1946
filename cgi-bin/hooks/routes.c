#include "intake/event.h"
#include "page.h"

const struct route hooks_routes[] = {
    {.method = METHOD_POST,
     .path = "/hooks/*/*",
     .access = ACCESS_HOOK,
     .body_max = EVENT_MAX,
     .spool_max = EVENT_LARGE,
     .prepare = webhook_prepare,
     .handler = webhook_store},
    {0},
};
