/* Which browser on which system it was, from what it calls itself. */
#ifndef CORE_USER_AGENT_H
#define CORE_USER_AGENT_H

#include "core/arena.h"

struct user_agent {
    const char *browser, *version; /* "Firefox", "120"; NULL: unknown */
    const char *system, *os;       /* "iPhone", "iOS 17.1"; NULL: unknown */
};

/* `agent` may be NULL. */
struct user_agent user_agent_read(struct arena *a, const char *agent);

#endif
