#include "intake/vendors.h"

#include "intake/convert.h"

#include <string.h>

/* How the answer to a request for one call is read. */
static const struct fetched_form {
    const char *source, *id, *status;
    const char *ended[3]; /* the states in which all of it is there */
} forms[] = {
    {"elevenlabs", "conversation_id", "status", {"done", "failed", NULL}},
    {"retell", "call_id", "call_status", {"ended", "error", "not_connected"}},
    {"vapi", "id", "status", {"ended", NULL, NULL}},
};

static bool is_ready(const struct fetched_form *form, const char *state)
{
    for (size_t i = 0; i < 3 && form->ended[i]; i++)
        if (strcmp(form->ended[i], state) == 0)
            return true;
    return false;
}

static bool read_call(const char *source, const json_t *body, struct arena *a,
                      struct converted *out, const char **why)
{
    if (strcmp(source, "elevenlabs") == 0)
        return elevenlabs_call(body, "", a, out, why);
    if (strcmp(source, "retell") == 0)
        return retell_call(body, "", "call_analyzed", a, out, why);
    return vapi_call(body, "", "end-of-call-report", a, out, why);
}

enum fetched convert_fetched(const char *source, const char *id, const json_t *body,
                             struct arena *a, struct converted *out, const char **why)
{
    *out = (struct converted){0};
    *why = "it is not what this vendor answers";
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(forms[i].source, source) != 0)
            continue;
        const char *its = json_string_value(json_object_get(body, forms[i].id));
        const char *state = json_string_value(json_object_get(body, forms[i].status));
        if (!its || !state)
            return FETCHED_BAD;
        if (strcmp(its, id) != 0) {
            *why = "it is about another call";
            return FETCHED_BAD;
        }
        if (!is_ready(&forms[i], state)) {
            *why = arena_dup(a, state);
            return FETCHED_NOT_READY;
        }
        return read_call(source, body, a, out, why) ? FETCHED_DONE : FETCHED_BAD;
    }
    return FETCHED_BAD;
}
