#include "view/visible.h"

#include "core/buf.h"

#include <stdbool.h>
#include <string.h>

/* U+0080 to U+009F are the bytes C2 80 to C2 9F. */
static bool is_c1(const unsigned char *s)
{
    return s[0] == 0xc2 && s[1] >= 0x80 && s[1] < 0xa0;
}

static bool is_control(const unsigned char *s)
{
    return (*s < 0x20 && *s != '\n' && *s != '\t') || *s == 0x7f || is_c1(s);
}

/* Adds what stands for the control character; returns where it ends. */
static const unsigned char *add_picture(struct buf *b, const unsigned char *s)
{
    if (is_c1(s)) {
        buf_puts(b, "\xef\xbf\xbd");
        return s + 2;
    }
    if (*s == '\r') {
        buf_putc(b, '\n');
        return s + 1 + (s[1] == '\n');
    }
    buf_puts(b, "\xe2\x90");
    buf_putc(b, *s == 0x7f ? '\xa1' : (char)(0x80 + *s));
    return s + 1;
}

const char *visible(struct arena *a, const char *text)
{
    static struct buf out; /* scratch: emptied before every use */
    const unsigned char *s = (const unsigned char *)text, *plain = s;
    buf_clear(&out);
    while (*s) {
        if (!is_control(s)) {
            s++;
            continue;
        }
        buf_add(&out, (const char *)plain, (size_t)(s - plain));
        plain = s = add_picture(&out, s);
    }
    if ((const char *)plain == text)
        return text;
    buf_add(&out, (const char *)plain, (size_t)(s - plain));
    return arena_dupn(a, out.s, out.len);
}
