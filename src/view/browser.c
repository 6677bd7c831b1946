#include "view/browser.h"

#include <string.h>

struct sign {
    const char *mark, *name;
};

/* Browsers pretend to be others: who is more than the others comes first. */
static const struct sign browsers[] = {
    {"Edg/", "Edge"},        {"EdgA/", "Edge"},       {"EdgiOS/", "Edge"},
    {"OPR/", "Opera"},       {"Vivaldi/", "Vivaldi"}, {"SamsungBrowser/", "Samsung Internet"},
    {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},   {"HeadlessChrome/", "Chrome"},
    {"CriOS/", "Chrome"},    {"Chrome/", "Chrome"},   {"Chromium/", "Chromium"},
    {"Version/", "Safari"},  {"curl/", "curl"},       {NULL, NULL},
};
static const struct sign systems[] = {
    {"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
    {"CrOS", "ChromeOS"},   {"Macintosh", "macOS"}, {"Linux", "Linux"},   {NULL, NULL},
};

static const char *find(const struct sign *signs, const char *agent)
{
    for (; signs->mark; signs++)
        if (strstr(agent, signs->mark))
            return signs->name;
    return NULL;
}

const char *browser_words(struct arena *a, const char *agent)
{
    const char *browser = find(browsers, agent ? agent : "");
    const char *system = find(systems, agent ? agent : "");
    if (browser && system)
        return arena_printf(a, "%s on %s", browser, system);
    if (system)
        return arena_printf(a, "unknown browser on %s", system);
    return browser ? browser : "unknown browser";
}
