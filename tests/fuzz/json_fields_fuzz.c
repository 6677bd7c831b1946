/* What a vendor sent beyond the desk's fields, on any bytes: names and values that can be shown. */
#include "view/json_fields.h"
#include "view/visible.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const hidden[] = {"hidden", NULL};
    struct arena *a = arena_new();
    struct json_field *f;
    size_t n, more;
    bool read = json_fields(a, arena_dupn(a, (const char *)data, size), hidden, &f, &n, &more);
    must(n <= FIELDS_MAX && (read || !n) && (!more || n == FIELDS_MAX));
    for (size_t i = 0; i < n; i++) {
        must(f[i].name && f[i].value && *f[i].value && !strstr(f[i].name, "hidden"));
        must(visible(a, f[i].value) == f[i].value && visible(a, f[i].name) == f[i].name);
        must(!f[i].path || f[i].group);
    }
    arena_free(a);
    return 0;
}
