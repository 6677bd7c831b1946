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
    {.method = METHOD_GET,
     .path = "/hooks/whatsapp/*",
     .access = ACCESS_HOOK,
     .query = challenge_query,
     .handler = challenge_page},
    {.method = METHOD_POST,
     .path = "/hooks/tools/*/*",
     .access = ACCESS_HOOK,
     .body_max = EVENT_MAX,
     .prepare = tool_prepare,
     .handler = tool_store},
    {0},
};
