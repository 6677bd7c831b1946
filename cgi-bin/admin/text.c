#include "text.h"

#include <ctype.h>

static const char *trimmed(struct arena *a, const char *s, size_t n)
{
    while (n && isspace((unsigned char)*s)) {
        s++;
        n--;
    }
    while (n && isspace((unsigned char)s[n - 1]))
        n--;
    return arena_dupn(a, s, n);
}

const char *text_trimmed(struct arena *a, const char *text)
{
    const char *s = text ? trimmed(a, text, strlen(text)) : "";
    return *s ? s : NULL;
}

size_t text_length(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

const char *text_line(struct arena *a, const char **at)
{
    if (!*at || !**at)
        return NULL;
    size_t n = strcspn(*at, "\n");
    const char *line = trimmed(a, *at, n);
    *at += n + ((*at)[n] == '\n');
    return line;
}
