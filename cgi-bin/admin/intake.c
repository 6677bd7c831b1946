#include "intake.h"

#include "app/paths.h"
#include "http/seal.h"
#include "text.h"
#include "view/format.h"

#include <sodium.h>

static const struct intake_source_row sources[] = {
    {"elevenlabs", "ElevenLabs", .connects = true},
    {"retell", "Retell", .connects = true},
    {"vapi", "Vapi", .connects = true, .schemes = true},
    {"whatsapp", "WhatsApp", .connects = true},
    {"generic", "Own system", .connects = true, .schemes = true},
    {"api", "API", .connects = false},
    {"tool", "Tool of an agent", .connects = false},
};
enum { SOURCES = sizeof sources / sizeof *sources };

const struct param confirm_form[] = {FORM_PARAMS, {0}};

void intake_tabs(const struct area *a, struct view *v, enum intake_tab current)
{
    static const struct {
        const char *label, *path;
    } tabs[INTAKE_TABS] = {
        [INTAKE_ARRIVALS] = {"Arrivals", PATH_INTAKE},
        [INTAKE_CONNECTIONS] = {"Connections", PATH_CONNECTIONS},
        [INTAKE_KEYS] = {"API keys", PATH_KEYS},
    };
    view_set(v, "Page.intake", "1");
    for (size_t i = 0; i < INTAKE_TABS; i++) {
        view_item(v, "Tabs", i, "label", tabs[i].label);
        view_item(v, "Tabs", i, "url", area_url(a, tabs[i].path, 0, NULL));
        view_item(v, "Tabs", i, "current", i == current ? "1" : NULL);
    }
    view_set(v, "Section.label", tabs[current].label);
    view_set(v, "Section.url", area_url(a, tabs[current].path, 0, NULL));
}

const struct intake_source_row *intake_source_row(const char *name)
{
    for (size_t i = 0; i < SOURCES; i++)
        if (strcmp(sources[i].name, name) == 0)
            return &sources[i];
    return NULL;
}

const char *intake_source_label(const char *name)
{
    const struct intake_source_row *row = intake_source_row(name);
    return row ? row->label : name;
}

const struct list_choice *intake_source_choices(struct arena *a, const char *first, bool connect)
{
    struct list_choice *c = arena_array(a, SOURCES + 2, sizeof *c);
    size_t at = 1;
    c[0] = (struct list_choice){"", first};
    for (size_t i = 0; i < SOURCES; i++)
        if (sources[i].connects || !connect)
            c[at++] = (struct list_choice){sources[i].name, sources[i].label};
    return c;
}

const char *intake_time(const struct area *a, ms_t at)
{
    const struct request *r = a->r;
    return at ? format_time(r->arena, &r->session->viewer, at, r->now) : NULL;
}

const char *intake_interaction_url(const struct area *a, int64_t id)
{
    const struct session *s = a->r->session;
    bool may = a->tenant.id == s->tenant_id && permission_in(s->permissions, "interactions|cdr");
    return id && may ? arena_printf(a->r->arena, PATH_INTERACTION "?id=%lld", (long long)id) : NULL;
}

static const char *context(const struct area *a)
{
    return arena_printf(a->r->arena, "%lld", (long long)a->tenant.id);
}

struct sealed intake_seal(const struct area *a, const char *secret)
{
    size_t n = strlen(secret);
    unsigned char *out = arena_alloc(a->r->arena, n + SEAL_MORE);
    seal_bytes("intake", context(a), secret, n, out);
    return (struct sealed){out, n + SEAL_MORE};
}

/* The end is shown of long ones only, where it is a small part. */
const char *intake_secret_words(const struct area *a, struct sealed s)
{
    enum { END = 4, LONG = 16 };
    struct arena *arena = a->r->arena;
    if (!s.bytes)
        return NULL;
    char *text = arena_alloc(arena, s.n + 1);
    if (s.n < SEAL_MORE || !unseal_bytes("intake", context(a), s.bytes, s.n, (unsigned char *)text))
        return "Cannot be opened: enter it again";
    size_t n = s.n - SEAL_MORE;
    const char *end = text_length(text) >= LONG ? text + n - END : NULL;
    const char *words = "Set";
    if (end &&
        strspn(end, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/") == END)
        words = arena_printf(arena, "Set, ends in \xe2\x80\xa6%s", end);
    sodium_memzero(text, n);
    return words;
}
