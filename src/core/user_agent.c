#include "core/user_agent.h"

#include <stdbool.h>

/* Browsers pretend to be others: who is more than the others comes first. */
static const struct {
    const char *mark, *name, *version; /* version NULL: behind the mark */
} browsers[] = {
    {"Edg/", "Edge", NULL},
    {"EdgA/", "Edge", NULL},
    {"EdgiOS/", "Edge", NULL},
    {"OPR/", "Opera", NULL},
    {"Vivaldi/", "Vivaldi", NULL},
    {"YaBrowser/", "Yandex Browser", NULL},
    {"UCBrowser/", "UC Browser", NULL},
    {"SamsungBrowser/", "Samsung Internet", NULL},
    {"DuckDuckGo/", "DuckDuckGo", NULL},
    {"Firefox/", "Firefox", NULL},
    {"FxiOS/", "Firefox", NULL},
    {"HeadlessChrome/", "Chrome", NULL},
    {"CriOS/", "Chrome", NULL},
    {"Chrome/", "Chrome", NULL},
    {"Chromium/", "Chromium", NULL},
    {"Version/", "Safari", NULL},
    {"MSIE ", "Internet Explorer", NULL},
    {"Trident/", "Internet Explorer", "rv:"},
    {"curl/", "curl", NULL},
};

/* Of Windows 10 and macOS on, all say the same. */
static const struct {
    const char *mark, *name, *os, *version; /* version: what stands before it; NULL: none is told */
} systems[] = {
    {"Windows NT 10.0", "Windows", "Windows 10 or 11", NULL},
    {"Windows NT 6.3", "Windows", "Windows 8.1", NULL},
    {"Windows NT 6.2", "Windows", "Windows 8", NULL},
    {"Windows NT 6.1", "Windows", "Windows 7", NULL},
    {"Windows", "Windows", "Windows", NULL},
    {"Android 10; K)", "Android", "Android", NULL},
    {"Android", "Android", "Android", "Android "},
    {"iPhone", "iPhone", "iOS", "iPhone OS "},
    {"iPad", "iPad", "iPadOS", "CPU OS "},
    {"CrOS", "ChromeOS", "ChromeOS", NULL},
    {"Macintosh", "macOS", "macOS", NULL},
    {"Linux", "Linux", "Linux", NULL},
};

enum {
    BROWSERS = sizeof browsers / sizeof *browsers,
    SYSTEMS = sizeof systems / sizeof *systems,
    DIGITS = 5
};

/* The number behind a mark, with its second part as in 17.1 or 17_1 where wanted. */
static const char *number(struct arena *a, const char *agent, const char *mark, bool two)
{
    const char *at = strstr(agent, mark);
    size_t n = at ? strspn(at += strlen(mark), "0123456789") : 0;
    if (!n || n > DIGITS)
        return NULL;
    size_t m = at[n] == '.' || at[n] == '_' ? strspn(at + n + 1, "0123456789") : 0;
    return two && m && m <= DIGITS ? arena_printf(a, "%.*s.%.*s", (int)n, at, (int)m, at + n + 1)
                                   : arena_dupn(a, at, n);
}

struct user_agent user_agent_read(struct arena *a, const char *agent)
{
    struct user_agent out = {0};
    size_t b = 0, s = 0;
    agent = agent ? agent : "";
    while (b < BROWSERS && !strstr(agent, browsers[b].mark))
        b++;
    while (s < SYSTEMS && !strstr(agent, systems[s].mark))
        s++;
    if (b < BROWSERS) {
        out.browser = browsers[b].name;
        out.version =
            number(a, agent, browsers[b].version ? browsers[b].version : browsers[b].mark, false);
    }
    if (s < SYSTEMS) {
        const char *version =
            systems[s].version ? number(a, agent, systems[s].version, true) : NULL;
        out.system = systems[s].name;
        out.os = version ? arena_printf(a, "%s %s", systems[s].os, version) : systems[s].os;
    }
    return out;
}
