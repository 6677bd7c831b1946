#include "view/details.h"

#include <jansson.h>
#include <string.h>

enum { LINE_MAX_CHARS = 300 };

static const char *value_text(struct arena *a, const json_t *value)
{
    const char *s = json_string_value(value);
    if (!s || !*s)
        return "none";
    if (strlen(s) <= LINE_MAX_CHARS)
        return arena_dup(a, s);
    size_t n = LINE_MAX_CHARS;
    while (((unsigned char)s[n] & 0xc0) == 0x80)
        n--;
    return arena_printf(a, "%.*s…", (int)n, s);
}

static const char *key_text(struct arena *a, const char *key)
{
    char *text = arena_dup(a, key);
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
    return text;
}

void details_show(struct view *v, struct arena *a, const char *list, const char *json)
{
    const char *key;
    json_t *object = json ? json_loads(json, 0, NULL) : NULL, *value;
    size_t n = 0;
    json_object_foreach(object, key, value)
    {
        if (strcmp(key, "id") == 0)
            continue;
        view_item(v, list, n, "key", key_text(a, key));
        if (json_is_array(value)) {
            view_item(v, list, n, "was", value_text(a, json_array_get(value, 0)));
            value = json_array_get(value, 1);
        }
        view_item(v, list, n++, "is", value_text(a, value));
    }
    json_decref(object);
}
