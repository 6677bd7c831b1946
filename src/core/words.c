#include "core/words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* What a character is to a word. */
enum role {
    BETWEEN, /* separates words */
    WITHIN,  /* a letter or digit */
    ALONE,   /* a word by itself */
    ATTACHED /* belongs to what stands before it: marks, and what is not seen at all */
};

struct range {
    utf8proc_int32_t from, to;
};

static bool in_ranges(const struct range *r, size_t n, utf8proc_int32_t c)
{
    for (size_t i = 0; i < n; i++)
        if (c >= r[i].from && c <= r[i].to)
            return true;
    return false;
}

#define IN(ranges, c) in_ranges((ranges), sizeof(ranges) / sizeof *(ranges), (c))

/* Written without blanks between words, and Hangul, whose words carry their particles. */
static const struct range unspaced[] = {
    {0x0E00, 0x0EFF}, {0x1000, 0x109F},   {0x1100, 0x11FF}, {0x1780, 0x17FF}, {0x3005, 0x3007},
    {0x3040, 0x312F}, {0x3130, 0x318F},   {0x31A0, 0x31BF}, {0x31F0, 0x31FF}, {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF}, {0xA960, 0xA97F},   {0xAC00, 0xD7FF}, {0xF900, 0xFAFF}, {0xFF66, 0xFF9D},
    {0xFFA0, 0xFFDC}, {0x20000, 0x3FFFF},
};

/* Marks that one may leave out: accents, the points of Hebrew, the vowel signs of Arabic, what
 * chooses the look of a character. Other scripts write vowels as marks. */
static const struct range marks[] = {
    {0x0300, 0x036F}, {0x0591, 0x05C7}, {0x0610, 0x061A}, {0x0640, 0x0640},
    {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06ED}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

enum { PICTURES = 0x2600, TATWEEL = 0x0640, HALF_MARK = 0xFF9E, HALF_MARK_2 = 0xFF9F };
enum { DOTLESS_I = 0x0131 };

static bool is_letter(utf8proc_category_t g)
{
    return (g >= UTF8PROC_CATEGORY_LU && g <= UTF8PROC_CATEGORY_LO) ||
           (g >= UTF8PROC_CATEGORY_ND && g <= UTF8PROC_CATEGORY_NO);
}

static bool is_mark(utf8proc_category_t g)
{
    return g >= UTF8PROC_CATEGORY_MN && g <= UTF8PROC_CATEGORY_ME;
}

static enum role role_of(utf8proc_int32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? WITHIN
                                                                                          : BETWEEN;
    utf8proc_category_t g = utf8proc_category(c);
    if (is_mark(g) || g == UTF8PROC_CATEGORY_CF || c == TATWEEL || c == HALF_MARK ||
        c == HALF_MARK_2)
        return ATTACHED;
    if (g == UTF8PROC_CATEGORY_SO && c >= PICTURES)
        return ALONE;
    if (!is_letter(g))
        return BETWEEN;
    return IN(unspaced, c) ? ALONE : WITHIN;
}

/* --- folding ---------------------------------------------------------------------------------- */

static bool fold_ascii(const char *s, size_t len, struct word *out)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= 0x80)
            return false;
        out->folded[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    out->folded[out->len = len] = 0;
    return true;
}

/* A dotless i is how capitals of Turkish are often typed and how they are not. */
static utf8proc_int32_t folded_char(utf8proc_int32_t c)
{
    utf8proc_category_t g = utf8proc_category(c);
    if (c == DOTLESS_I)
        return 'i';
    bool stays = is_letter(g) || is_mark(g) || (g == UTF8PROC_CATEGORY_SO && c >= PICTURES);
    return stays && !IN(marks, c) ? c : 0;
}

static utf8proc_uint8_t *map(const utf8proc_uint8_t *s, size_t len, int options)
{
    utf8proc_uint8_t *out = NULL;
    return utf8proc_map(s, (utf8proc_ssize_t)len, &out, (utf8proc_option_t)options) < 0 ? NULL
                                                                                        : out;
}

/* Leaves out of a decomposed text what does not count, in place. */
static size_t strip(utf8proc_uint8_t *s)
{
    utf8proc_uint8_t *to = s;
    utf8proc_int32_t c;
    utf8proc_ssize_t n;
    for (const utf8proc_uint8_t *from = s; (n = utf8proc_iterate(from, -1, &c)) > 0 && c;
         from += n) {
        c = folded_char(c);
        if (c)
            to += utf8proc_encode_char(c, to);
    }
    return (size_t)(to - s);
}

static void copy_folded(struct word *out, const char *s)
{
    size_t n = strlen(s);
    if (n > WORD_BYTES)
        for (n = WORD_BYTES; n && ((unsigned char)s[n] & 0xC0) == 0x80;)
            n--;
    memcpy(out->folded, s, n);
    out->folded[out->len = n] = 0;
}

static void fold(const char *s, size_t len, struct word *out)
{
    if (fold_ascii(s, len, out))
        return;
    out->folded[out->len = 0] = 0;
    utf8proc_uint8_t *apart = map((const utf8proc_uint8_t *)s, len,
                                  UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    utf8proc_uint8_t *whole =
        apart ? map(apart, strip(apart), UTF8PROC_STABLE | UTF8PROC_COMPOSE) : NULL;
    if (whole)
        copy_folded(out, (const char *)whole);
    free(whole);
    free(apart);
}

/* --- words ------------------------------------------------------------------------------------ */

/* The character at `at` and its length; what is no UTF-8 separates. */
static enum role read_role(const char *text, size_t len, size_t at, size_t *n)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t size =
        utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at), &c);
    *n = size > 0 ? (size_t)size : 1;
    return size > 0 ? role_of(c) : BETWEEN;
}

/* Where the word that begins at `at` ends. */
static size_t word_end(const char *text, size_t len, size_t at)
{
    size_t begin = at, n;
    enum role first = read_role(text, len, at, &n);
    for (at += n; at < len; at += n) {
        enum role next = read_role(text, len, at, &n);
        bool more = next == ATTACHED || (first == WITHIN && next == WITHIN);
        if (!more || at + n - begin > WORD_BYTES)
            break;
    }
    return at;
}

bool word_next(const char *text, size_t len, size_t *at, struct word *out)
{
    size_t n;
    while (*at < len) {
        enum role r = read_role(text, len, *at, &n);
        if (r != WITHIN && r != ALONE) {
            *at += n;
            continue;
        }
        out->start = *at;
        out->end = *at = word_end(text, len, *at);
        fold(text + out->start, out->end - out->start, out);
        if (out->len)
            return true;
    }
    return false;
}

void words_fold(struct buf *out, const char *text, size_t len)
{
    struct word w;
    bool any = false;
    for (size_t at = 0; word_next(text, len, &at, &w); any = true) {
        buf_putc(out, ' ');
        buf_add(out, w.folded, w.len);
    }
    if (any)
        buf_putc(out, ' ');
}

const char *words_step(const char *folded, size_t len, size_t *at, size_t *word_len)
{
    while (*at < len && folded[*at] == ' ')
        ++*at;
    const char *s = folded + *at, *end = *at < len ? memchr(s, ' ', len - *at) : NULL;
    if (!end)
        return NULL;
    *word_len = (size_t)(end - s);
    *at += *word_len;
    return s;
}

/* --- what is searched for --------------------------------------------------------------------- */

/* The length of the quotation mark at `s`, 0 where there is none. */
static size_t quote(const char *s)
{
    static const char *const quotes[] = {"\"",           "\xc2\xab",     "\xc2\xbb",
                                         "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e",
                                         "\xe2\x80\x9f", "\xe3\x80\x8c", "\xe3\x80\x8d"};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (strncmp(s, quotes[i], strlen(quotes[i])) == 0)
            return strlen(quotes[i]);
    return 0;
}

static bool add_item(struct arena *a, struct words_query *q, const char *s, size_t len)
{
    struct buf folded = {0};
    words_fold(&folded, s, len);
    bool known = !folded.len;
    for (size_t i = 0; i < q->n && !known; i++)
        known = strcmp(q->items[i], folded.s) == 0;
    bool fits = known || q->n < WORDS_ITEMS;
    if (!known && fits) {
        q->lens[q->n] = folded.len;
        q->items[q->n++] = arena_dupn(a, folded.s, folded.len);
    }
    buf_free(&folded);
    return fits;
}

bool words_query_read(struct arena *a, const char *text, enum words_mode mode,
                      struct words_query *out)
{
    bool quoted = false, fits = true;
    *out = (struct words_query){.mode = mode};
    if (mode == WORDS_PHRASE)
        return add_item(a, out, text, strlen(text));
    const char *start = text;
    while (fits) {
        size_t mark = quote(text);
        if (*text && !mark && (quoted || (unsigned char)*text > ' ')) {
            text++;
            continue;
        }
        fits = add_item(a, out, start, (size_t)(text - start));
        if (!*text)
            break;
        quoted ^= mark > 0;
        start = text += mark ? mark : 1;
    }
    return fits;
}

/* --- where it is found ------------------------------------------------------------------------ */

static size_t seek(const struct words_finder *f, size_t item, size_t from)
{
    const char *at = from < f->len ? memmem(f->folded + from, f->len - from, f->query->items[item],
                                            f->query->lens[item])
                                   : NULL;
    return at ? (size_t)(at - f->folded) : SIZE_MAX;
}

void words_find(struct words_finder *f, const struct words_query *q, const char *folded, size_t len)
{
    *f = (struct words_finder){.query = q, .folded = folded, .len = len};
    for (size_t i = 0; i < q->n; i++)
        f->next[i] = seek(f, i, 0);
}

static size_t first_item(const struct words_finder *f)
{
    size_t first = 0;
    for (size_t i = 1; i < f->query->n; i++)
        if (f->next[i] < f->next[first])
            first = i;
    return first;
}

bool words_found(struct words_finder *f, size_t *start, size_t *end)
{
    size_t i = f->query->n ? first_item(f) : 0;
    if (!f->query->n || f->next[i] == SIZE_MAX)
        return false;
    *start = f->next[i] + 1;
    *end = *start;
    /* Items have a blank at both ends: one that begins at the blank behind is a place of its own.
     */
    for (; f->next[i] != SIZE_MAX && (*end == *start || f->next[i] < *end); i = first_item(f)) {
        size_t reaches = f->next[i] + f->query->lens[i] - 1;
        *end = reaches > *end ? reaches : *end;
        f->next[i] = seek(f, i, f->next[i] + 1);
    }
    return true;
}

struct places {
    struct words_place *v;
    size_t n, cap;
};

static void add_place(struct arena *a, struct places *p, struct words_place place)
{
    if (p->n == p->cap) {
        struct words_place *old = p->v;
        p->cap = p->cap ? p->cap * 2 : 16;
        p->v = arena_array(a, p->cap, sizeof *p->v);
        if (old)
            memcpy(p->v, old, p->n * sizeof *old);
    }
    p->v[p->n++] = place;
}

/* The words are read a second time to tell where the places of the folded text stand. */
const struct words_place *words_places(struct arena *a, const struct words_query *q,
                                       const char *text, size_t len, size_t *n)
{
    struct buf folded = {0};
    struct places out = {0};
    struct words_finder f;
    struct word w = {0};
    size_t start, end, read = 0, at = 0; /* read: of the folded text, behind the word `w` */
    words_fold(&folded, text, len);
    words_find(&f, q, folded.s ? folded.s : "", folded.len);
    while (words_found(&f, &start, &end)) {
        struct words_place p = {0};
        while (read < end && word_next(text, len, &at, &w)) {
            if (read + 1 == start)
                p.start = w.start;
            read += 1 + w.len;
        }
        p.end = w.end;
        add_place(a, &out, p);
    }
    buf_free(&folded);
    *n = out.n;
    return out.v;
}

struct words_place words_around(const char *text, size_t len, struct words_place p, size_t before,
                                size_t after)
{
    struct word w;
    size_t at = p.start > before + WORD_BYTES ? p.start - before - WORD_BYTES : 0;
    struct words_place out = {at || p.start > before ? p.start : 0, p.end};
    while (word_next(text, len, &at, &w) && w.end <= p.end + after) {
        if (w.start < out.start && w.start + before >= p.start)
            out.start = w.start;
        if (w.end > out.end)
            out.end = w.end;
    }
    if (at >= len && len <= p.end + after)
        out.end = len;
    return out;
}
