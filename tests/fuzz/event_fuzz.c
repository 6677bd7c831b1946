/* Bodies of any shape: what is read is within the limits and reads the same again, and no source
 * trips over it. The first byte chooses the source; with its four highest bits set, the body is
 * blown up so that it is read as a large one. */
#include "core/clock.h"
#include "intake/event.h"
#include "intake/source.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static int depth_of(const json_t *v)
{
    const char *name;
    json_t *item;
    size_t i;
    int most = 0, d;
    if (!json_is_object(v) && !json_is_array(v))
        return 0;
    json_object_foreach((json_t *)(uintptr_t)v, name, item)
    {
        d = depth_of(item);
        most = d > most ? d : most;
    }
    json_array_foreach(v, i, item)
    {
        d = depth_of(item);
        most = d > most ? d : most;
    }
    return most + 1;
}

/* What was read, written and read again, is the same. */
static void check_again(struct arena *a, const json_t *body)
{
    const char *why;
    char *text = json_dumps(body, JSON_COMPACT);
    must(text != NULL);
    const json_t *again = event_read(a, text, strlen(text), NULL, &why);
    must(again && json_object_size(again) == json_object_size(body));
    free(text);
}

static void check_source(struct arena *a, const struct intake_source *s, const json_t *body)
{
    const char *type = NULL, *id = NULL, *subject = NULL, *why = NULL;
    struct converted c = {0};
    if (!s->identify)
        return;
    if (!s->identify(body, a, &type, &id, &subject, &why)) {
        must(why && *why);
        return;
    }
    must(type && *type && id && *id);
    const char *type2, *id2, *subject2;
    must(s->identify(body, a, &type2, &id2, &subject2, &why) && strcmp(id, id2) == 0);
    if (!s->convert)
        return;
    if (!s->convert(body, type, a, &c, &why))
        must(why && *why);
    must(!c.audio_type || c.doc);
    json_decref(c.doc);
}

/* The body with a long text in the place of its first byte 1. */
static char *blown_up(struct arena *a, const char *s, size_t size, size_t *len)
{
    char *out = arena_alloc(a, size + EVENT_MAX + 1);
    const char *mark = memchr(s, 1, size);
    size_t before = mark ? (size_t)(mark - s) : size, after = size - before;
    memcpy(out, s, before);
    memset(out + before, 'A', EVENT_MAX + 1);
    memcpy(out + before + EVENT_MAX + 1, s + before + (after ? 1 : 0), after ? after - 1 : 0);
    *len = size + EVENT_MAX + (after ? 0 : 1);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct event_text longest;
    const char *why = NULL, *text = (const char *)data + 1;
    size_t sources = 0, len = size - 1;
    if (!size)
        return 0;
    struct arena *a = arena_new();
    while (intake_sources[sources])
        sources++;
    if ((data[0] & 0xf0) == 0xf0)
        text = blown_up(a, text, len, &len);
    const json_t *body = event_read(a, text, len, &longest, &why);
    must(!body == (why != NULL));
    must(!longest.len || (longest.s >= text && longest.s + longest.len <= text + len));
    if (body) {
        must(json_is_object(body) && depth_of(body) <= EVENT_DEPTH);
        check_again(a, body);
        check_source(a, intake_sources[(data[0] & 0x0f) % sources], body);
    }
    arena_free(a);
    return 0;
}
