#include "view/browser.h"

#include "core/user_agent.h"

const char *browser_words(struct arena *a, const char *agent)
{
    const struct user_agent who = user_agent_read(a, agent);
    if (who.browser && who.system)
        return arena_printf(a, "%s on %s", who.browser, who.system);
    if (who.system)
        return arena_printf(a, "unknown browser on %s", who.system);
    return who.browser ? who.browser : "unknown browser";
}
