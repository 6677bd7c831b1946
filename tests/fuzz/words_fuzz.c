/* Words of any bytes: places lie within the text, in order and apart; folding what is folded
 * changes nothing; what is found in the folded text is found in the text. The first line is the
 * query, its first byte the mode. */
#include "core/words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check_words(const char *text, size_t len, const struct buf *folded)
{
    struct word w;
    size_t at = 0, step = 0, n, end = 0;
    while (word_next(text, len, &at, &w)) {
        must(w.start >= end && w.end > w.start && w.end <= len && at == w.end);
        must(w.len > 0 && w.len <= WORD_BYTES && !memchr(w.folded, ' ', w.len));
        const char *s = words_step(folded->s, folded->len, &step, &n);
        must(s && n == w.len && memcmp(s, w.folded, n) == 0);
        end = w.end;
    }
    must(!words_step(folded->s, folded->len, &step, &n));
}

static size_t count(const struct words_query *q, const struct buf *folded)
{
    struct words_finder f;
    size_t n = 0, start, end, last = 0;
    words_find(&f, q, folded->s ? folded->s : "", folded->len);
    for (; words_found(&f, &start, &end); n++) {
        must(start > last || (!n && start == 1));
        must(end > start && end < folded->len);
        last = end;
    }
    return n;
}

static void check_places(struct arena *a, const struct words_query *q, const char *text, size_t len,
                         const struct buf *folded)
{
    size_t n, end = 0;
    const struct words_place *p = words_places(a, q, text, len, &n);
    must(n == count(q, folded));
    for (size_t i = 0; i < n; i++) {
        must(p[i].start >= end && p[i].end > p[i].start && p[i].end <= len);
        struct words_place around = words_around(text, len, p[i], 40, 100);
        must(around.start <= p[i].start && around.end >= p[i].end && around.end <= len);
        end = p[i].end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct words_query q;
    struct buf folded = {0};
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    if (!line || line == data)
        return 0;
    struct arena *a = arena_new();
    const char *query = arena_dupn(a, (const char *)data + 1, (size_t)(line - data - 1));
    const char *text = (const char *)line + 1;
    size_t len = size - (size_t)(line - data) - 1;
    words_query_read(a, query, (enum words_mode)(data[0] % 3), &q);
    buf_puts(&folded, "");
    words_fold(&folded, text, len);
    check_words(text, len, &folded);
    check_places(a, &q, text, len, &folded);
    buf_free(&folded);
    arena_free(a);
    return 0;
}
