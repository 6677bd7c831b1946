/* What a manager says, on any bytes: it is text afterwards, and calls come of it whose documents
 * could be applied, and which go on from their state. */
#include "core/arena.h"
#include "intake/document.h"
#include "telephony/calls.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check_block(const struct ami_block *b)
{
    must(b->n && b->n <= AMI_FIELDS_MAX);
    for (size_t i = 0; i < b->n; i++) {
        must(strlen(b->fields[i].name) <= AMI_NAME_MAX);
        must(strlen(b->fields[i].value) <= AMI_VALUE_MAX);
        for (const char *s = b->fields[i].value; *s; s++)
            must((unsigned char)*s >= ' ');
    }
}

static void check_documents(struct calls *c, struct arena *a)
{
    struct call_change *changes;
    struct agent_state *states;
    size_t n = calls_changes(c, a, true, &changes);
    for (size_t i = 0; i < n; i++)
        must(strcmp(json_string_value(json_object_get(changes[i].doc, "id")), changes[i].ref) == 0);
    n = calls_agents(c, a, &states);
    for (size_t i = 0; i < n; i++)
        must(*states[i].agent && *states[i].state);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct ami_blocks b = ami_parse(a, (const char *)data, size);
    struct calls *c = calls_new(NULL);
    for (size_t i = 0; i < b.n; i++) {
        check_block(&b.blocks[i]);
        calls_event(c, &b.blocks[i], 1000 + (ms_t)i);
    }
    check_documents(c, a);
    struct calls *next = calls_new(calls_state(c, a));
    must(calls_open(next) == calls_open(c));
    calls_listed(next, &b, &b, NULL, 0, 5000);
    check_documents(next, a);
    calls_settled(next);
    calls_free(next);
    calls_free(c);
    arena_free(a);
    return 0;
}
