#include "intake/web.h"

#include "core/user_agent.h"
#include "intake/document.h"
#include "net/geo.h"

static void set_default(json_t *web, const char *member, const char *value)
{
    const struct doc_field *f = doc_field_find(doc_part_find("web")->fields, member);
    const json_t *said = json_object_get(web, member);
    if (value && doc_fits(f, value) && (!said || json_is_null(said)))
        json_object_set_new(web, member, json_string(value));
}

static void free_json(void *json)
{
    json_decref(json);
}

const json_t *web_complete(struct arena *a, const json_t *web)
{
    const char *agent = doc_text(web, "user_agent"), *ip = doc_text(web, "ip"), *country, *city;
    if (!agent && !ip)
        return web;
    json_t *all = json_copy((json_t *)(uintptr_t)web);
    const struct user_agent who = user_agent_read(a, agent);
    arena_cleanup(a, free_json, all);
    set_default(all, "browser",
                who.version ? arena_printf(a, "%s %s", who.browser, who.version) : who.browser);
    set_default(all, "os", who.os);
    if (ip) {
        geo_find(a, ip, &country, &city);
        set_default(all, "country", country);
        set_default(all, "city", city);
    }
    return all;
}
