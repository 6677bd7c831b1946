/* What the converters of vendors hold to on any body: an event that is understood has an id that
 * the inbox can keep, and its document can be applied. */
#ifndef FUZZ_VENDOR_H
#define FUZZ_VENDOR_H

#include "intake/document.h"
#include "intake/event.h"
#include "intake/vendors.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check_document(struct arena *a, json_t *doc)
{
    if (doc)
        must(!doc_problem(doc, a) && doc_text(doc, "id"));
    json_decref(doc);
}

static void check_event(struct arena *a, const struct intake_source *s, const json_t *body)
{
    struct converted out = {0};
    const char *type = NULL, *id = NULL, *again = NULL, *subject = NULL, *why = NULL;
    if (!s->identify(body, a, &type, &id, &subject, &why)) {
        must(why != NULL);
        return;
    }
    must(type && id && *id && strlen(id) <= EVENT_ID_MAX);
    must(s->identify(body, a, &type, &again, &subject, &why) && strcmp(id, again) == 0);
    why = NULL;
    if (s->convert(body, type, a, &out, &why))
        check_document(a, out.doc);
    else
        must(why && !out.doc);
}

static void check_fetched(struct arena *a, const char *source, const json_t *body)
{
    static const char *const ids[] = {"conversation_id", "call_id", "id"};
    struct converted out;
    const char *why;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        const char *id = doc_text(body, ids[i]);
        if (id && convert_fetched(source, id, body, a, &out, &why) == FETCHED_DONE)
            check_document(a, out.doc);
    }
}

static int fuzz_vendor(const struct intake_source *s, const uint8_t *data, size_t size)
{
    const char *why;
    struct arena *a = arena_new();
    const json_t *body = event_read(a, (const char *)data, size, NULL, &why);
    if (body) {
        check_event(a, s, body);
        check_fetched(a, s->name, body);
    }
    arena_free(a);
    return 0;
}

#endif
