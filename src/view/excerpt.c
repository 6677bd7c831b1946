#include "view/excerpt.h"

#include "core/buf.h"

#include <stdbool.h>
#include <utf8proc.h>

static bool is_space(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return (c >= '\t' && c <= '\r') || c == 0x85 || category == UTF8PROC_CATEGORY_ZS ||
           category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/* The next code point that is shown, white space as one blank; 0 at the end. */
static utf8proc_int32_t next(const utf8proc_uint8_t **s)
{
    utf8proc_int32_t c;
    bool space = false;
    while (**s) {
        utf8proc_ssize_t n = utf8proc_iterate(*s, -1, &c);
        if (n > 0 && !is_space(c) && utf8proc_category(c) != UTF8PROC_CATEGORY_CC) {
            if (space)
                return ' ';
            *s += n;
            return c;
        }
        space |= n > 0 && is_space(c);
        *s += n > 0 ? n : 1;
    }
    return 0;
}

/* Whether a character as people see it ends between the two. The library does not know yet that a
 * sign which takes a letter its vowel joins it to the next letter (Unicode 15.1, GB9c). */
static bool ends_between(utf8proc_int32_t a, utf8proc_int32_t b, utf8proc_int32_t *state)
{
    enum { VIRAMA = 9 };
    bool ends = utf8proc_grapheme_break_stateful(a, b, state);
    return ends && !(utf8proc_get_property(a)->combining_class == VIRAMA &&
                     utf8proc_category(b) == UTF8PROC_CATEGORY_LO);
}

static void trim(struct buf *b)
{
    while (b->len && b->s[b->len - 1] == ' ')
        b->s[--b->len] = 0;
}

const char *excerpt(struct arena *a, const char *text, size_t max)
{
    static struct buf out; /* scratch: emptied before every use */
    const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)text;
    utf8proc_int32_t before = 0, c, state = 0;
    utf8proc_uint8_t bytes[4];
    size_t n = 0;
    buf_clear(&out);
    while ((c = next(&s))) {
        if (!before && c == ' ')
            continue;
        if (!before || ends_between(before, c, &state))
            n++;
        if (n > max)
            break;
        buf_add(&out, (const char *)bytes, (size_t)utf8proc_encode_char(c, bytes));
        before = c;
    }
    trim(&out);
    if (c)
        buf_puts(&out, "\xe2\x80\xa6");
    return arena_dupn(a, out.len ? out.s : "", out.len);
}
