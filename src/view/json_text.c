#include "view/json_text.h"

#include <jansson.h>
#include <string.h>

/* Members in their order; numbers with as many digits as say the same again. */
enum { LAID_OUT = JSON_INDENT(2) | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15) };

static int depth_of(json_t *j)
{
    const char *name;
    json_t *item;
    size_t i;
    int most = 0;
    if (json_is_object(j)) {
        json_object_foreach(j, name, item)
        {
            int depth = depth_of(item);
            most = depth > most ? depth : most;
        }
    } else if (json_is_array(j)) {
        json_array_foreach(j, i, item)
        {
            int depth = depth_of(item);
            most = depth > most ? depth : most;
        }
    }
    return most + 1;
}

static bool has_parts(json_t *j)
{
    return (json_is_object(j) && json_object_size(j)) || (json_is_array(j) && json_array_size(j));
}

/* A string without its quotes; NULL: too long. */
static const char *value_text(struct arena *a, json_t *j)
{
    if (json_is_string(j))
        return arena_dupn(a, json_string_value(j), json_string_length(j));
    size_t len = json_dumpb(j, NULL, 0, LAID_OUT);
    if (len > JSON_BYTES)
        return NULL;
    char *text = arena_alloc(a, len + 1);
    json_dumpb(j, text, len, LAID_OUT);
    return text;
}

/* False: one of the values is too long. */
static bool read_members(struct arena *a, json_t *object, struct json_text *out)
{
    const char *name;
    json_t *value;
    out->members = arena_array(a, json_object_size(object) + 1, sizeof *out->members);
    json_object_foreach(object, name, value)
    {
        const char *text = value_text(a, value);
        if (!text)
            return false;
        out->members[out->n++] = (struct json_member){arena_dup(a, name), text, has_parts(value)};
    }
    return true;
}

static bool read_any(struct arena *a, json_t *j, struct json_text *out)
{
    if (depth_of(j) > JSON_DEPTH)
        return false;
    if (json_is_object(j) && json_object_size(j) <= JSON_MEMBERS)
        return read_members(a, j, out);
    out->text = value_text(a, j);
    out->laid_out = has_parts(j);
    return out->text != NULL;
}

struct json_text json_text(struct arena *a, const char *text)
{
    struct json_text out = {0};
    json_t *j = json_loadb(text, strlen(text), JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    if (!j || !read_any(a, j, &out))
        out = (struct json_text){.text = text};
    json_decref(j);
    return out;
}
