#include "intake/generic.h"

#include "intake/document.h"

#include <sodium.h>
#include <string.h>

static const char *const members[] = {"event_id", "type", "at", "interaction"};

static bool known(const char *name)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (strcmp(members[i], name) == 0)
            return true;
    return false;
}

/* The id of an event that has none: what it says. */
static const char *hash_of(const json_t *body, struct arena *a)
{
    unsigned char hash[16];
    char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        abort();
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text, strlen(text), NULL, 0);
    free(text);
    return sodium_bin2hex(arena_alloc(a, 2 * sizeof hash + 1), 2 * sizeof hash + 1, hash,
                          sizeof hash);
}

static bool texts_fit(const json_t *body, const char **why)
{
    static const char *const texts[] = {"event_id", "type", "at"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const json_t *v = json_object_get(body, texts[i]);
        if (v && !json_is_string(v))
            *why = "event_id, type and at are texts";
    }
    return !*why;
}

static bool identify(const json_t *body, struct arena *a, const char **type, const char **event_id,
                     const char **subject, const char **why)
{
    const char *name;
    json_t *value;
    const json_t *doc = json_object_get(body, "interaction");
    *why = NULL;
    json_object_foreach((json_t *)(uintptr_t)body, name, value)
    {
        if (!known(name))
            *why = arena_printf(a, "'%.60s' is not a member of an event", name);
    }
    if (!*why && !json_is_object(doc))
        *why = "there is no object 'interaction'";
    if (*why || !texts_fit(body, why))
        return false;
    const char *id = json_string_value(json_object_get(body, "event_id"));
    const char *kind = json_string_value(json_object_get(body, "type"));
    *event_id = id && *id ? id : hash_of(body, a);
    *type = kind && *kind ? kind : "interaction";
    *subject = json_string_value(json_object_get(doc, "id"));
    if (!*subject || !**subject)
        *why = "the interaction has no id";
    return !*why;
}

static bool convert(const json_t *body, const char *type, struct arena *a, struct converted *out,
                    const char **why)
{
    const json_t *at = json_object_get(body, "at");
    const json_t *doc = json_object_get(body, "interaction");
    (void)type;
    *why = NULL;
    if (at && !doc_time(at, &out->happened_at))
        *why = "'at' is not a time such as 2026-11-21T10:00:00Z";
    else if (json_object_get(doc, "recordings"))
        *why = "recordings are not named from outside";
    else
        *why = doc_problem(doc, a);
    if (!*why)
        out->doc = json_incref((json_t *)(uintptr_t)doc);
    return !*why;
}

const struct intake_source source_generic = {
    .name = "generic",
    .identify = identify,
    .convert = convert,
};
