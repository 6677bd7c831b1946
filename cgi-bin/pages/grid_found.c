#include "grid_found.h"

#include "app/paths.h"
#include "auth/session.h"
#include "store/search_index.h"
#include "view/format.h"
#include "view/rows.h"

/* Bytes of the text that stand around the first hit. */
enum { BEFORE = 60, AFTER = 160 };

enum slot { S_ID, S_URL, S_HITS, S_WHO, S_WHO_KEY, S_COLUMNS, S_TEXT, SLOTS };
enum { F_BEGIN = 1, F_MARK = 2, F_END = 4 };

static struct rows_template template = {
    .template_name = "pages/found.cs",
    .slots = {"id", "url", "hits", "who", "who_key", "columns", "text", NULL},
    .flags = {"begin", "mark", "end", NULL},
};

static enum err put(struct request const *r, unsigned flags, const char *text, size_t len,
                    struct buf *out)
{
    const char *v[SLOTS] = {[S_TEXT] = arena_dupn(r->arena, text, len)};
    return len ? rows_add(&template, flags, v, out) : OK;
}

/* The text around its first place, cut between words, with all places in it marked. */
static enum err put_text(const struct request *r, const struct words_query *q,
                         const struct search_hit *hit, struct buf *out)
{
    static const char more[] = "\xe2\x80\xa6";
    const char *text = hit->body;
    size_t n, len = hit->body_len;
    const struct words_place *p = words_places(r->arena, q, text, len, &n);
    struct words_place around =
        words_around(text, len, n ? p[0] : (struct words_place){0, 0}, BEFORE, AFTER);
    size_t at = around.start;
    enum err e = at ? put(r, 0, more, strlen(more), out) : OK;
    for (size_t i = 0; i < n && p[i].end <= around.end && !e; i++) {
        e = put(r, 0, text + at, p[i].start - at, out);
        if (!e)
            e = put(r, F_MARK, text + p[i].start, p[i].end - p[i].start, out);
        at = p[i].end;
    }
    if (!e)
        e = put(r, 0, text + at, around.end - at, out);
    return e || around.end == len ? e : put(r, 0, more, strlen(more), out);
}

static const char *address(struct arena *a, int64_t id, const char *list)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    buf_printf(&b, "%s?id=%lld&list=", PATH_INTERACTION, (long long)id);
    buf_url(&b, list);
    return arena_dupn(a, b.s, b.len);
}

enum err grid_found_row(const struct request *r, const struct grid_found *f, size_t i, int64_t id,
                        struct buf *out)
{
    static const char *const who[] = {
        [SAID_BY_CLIENT] = "Client", [SAID_BY_AGENT] = "Agent", [SAID_BY_OTHERS] = "System"};
    static const char *const keys[] = {
        [SAID_BY_CLIENT] = "client", [SAID_BY_AGENT] = "agent", [SAID_BY_OTHERS] = "system"};
    const struct search_hit *hit = &f->hits[i];
    if (!hit->hits || !hit->body)
        return OK;
    enum search_who by = search_who(hit->role);
    const char *count = format_count(r->arena, &r->session->viewer, (int64_t)hit->hits);
    const char *v[SLOTS] = {
        [S_ID] = arena_printf(r->arena, "%lld", (long long)id),
        [S_URL] = address(r->arena, id, f->list),
        [S_HITS] = arena_printf(r->arena, "%s %s", count, hit->hits == 1 ? "hit" : "hits"),
        [S_WHO] = who[by],
        [S_WHO_KEY] = keys[by],
        [S_COLUMNS] = arena_printf(r->arena, "%zu", f->columns),
    };
    enum err e = rows_add(&template, F_BEGIN, v, out);
    if (!e)
        e = put_text(r, &f->filter->query, hit, out);
    return e ? e : rows_add(&template, F_END, v, out);
}
