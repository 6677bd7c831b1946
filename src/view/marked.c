#include "view/marked.h"

#include <string.h>

struct marked {
    struct view *v;
    struct arena *a;
    const char *list, *text;
    size_t parts;
};

static void put(struct marked *m, size_t start, size_t end, size_t hit)
{
    if (start == end)
        return;
    view_item(m->v, m->list, m->parts, "text", arena_dupn(m->a, m->text + start, end - start));
    if (hit)
        view_item(m->v, m->list, m->parts, "hit", arena_printf(m->a, "%zu", hit));
    m->parts++;
}

size_t view_marked(struct view *v, struct arena *a, const char *list, const char *text,
                   const struct words_query *query, size_t before)
{
    struct marked m = {v, a, list, text, 0};
    size_t n = 0, at = 0, len = strlen(text);
    const struct words_place *p = query ? words_places(a, query, text, len, &n) : NULL;
    for (size_t i = 0; i < n; i++) {
        put(&m, at, p[i].start, 0);
        put(&m, p[i].start, p[i].end, before + i + 1);
        at = p[i].end;
    }
    put(&m, at, len, 0);
    return n;
}
