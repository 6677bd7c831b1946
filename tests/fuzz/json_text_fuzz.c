/* What functions gave back, on any bytes: what is shown of it is text without control characters,
 * and never much longer than it was. */
#include "core/arena.h"
#include "view/json_text.h"
#include "view/visible.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check_shown(struct arena *a, const char *text)
{
    const char *shown = visible(a, text);
    must(visible(a, shown) == shown);
    for (const char *s = shown; *s; s++)
        must((unsigned char)*s >= ' ' || *s == '\n' || *s == '\t');
    must(strlen(shown) <= strlen(text) * 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    const char *text = arena_dupn(a, (const char *)data, size);
    struct json_text j = json_text(a, text);
    must((j.members != NULL) != (j.text != NULL));
    must(j.n <= JSON_MEMBERS);
    for (size_t i = 0; i < j.n; i++) {
        must(j.members[i].name && strlen(j.members[i].value) <= JSON_BYTES + size);
        check_shown(a, j.members[i].value);
    }
    if (j.text)
        check_shown(a, j.text);
    arena_free(a);
    return 0;
}
