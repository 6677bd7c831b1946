/* Schemas of the description in words. */
#include "description.h"

#include <stdbool.h>

static const char *either(struct arena *a, const char *one, const char *other)
{
    return one && *one ? arena_printf(a, "%s or %s", one, other) : other;
}

static const char *word(const char *type, const json_t *schema)
{
    const char *format = description_get(schema, "format");
    if (strcmp(type, "string") == 0)
        return format && strcmp(format, "date-time") == 0 ? "time"
               : format && strcmp(format, "date") == 0    ? "date"
                                                          : "text";
    return strcmp(type, "integer") == 0   ? "whole number"
           : strcmp(type, "boolean") == 0 ? "true or false"
                                          : type;
}

/* "type" is a word, or several of them. */
static const char *plain(struct arena *a, const json_t *schema)
{
    const json_t *type = json_object_get(schema, "type");
    const char *text = json_is_string(type) ? word(json_string_value(type), schema) : NULL;
    for (size_t i = 0; i < json_array_size(type); i++)
        text = either(a, text, word(json_string_value(json_array_get(type, i)), schema));
    return text ? text : "JSON";
}

const char *description_type(struct arena *a, const json_t *schema, const char **name)
{
    const json_t *some = json_object_get(schema, "oneOf");
    const json_t *items = json_object_get(schema, "items");
    const char *text = description_name(schema), *inner = NULL;
    if (text)
        return *name = text;
    for (size_t i = 0; i < json_array_size(some); i++)
        text = either(a, text, description_type(a, json_array_get(some, i), name));
    if (text)
        return text;
    if (items) {
        inner = description_type(a, items, name);
        return arena_printf(a, "list of %s", strcmp(inner, "object") == 0 ? "objects" : inner);
    }
    return plain(a, schema);
}

static const char *add(struct arena *a, const char *text, const char *more)
{
    return *text ? arena_printf(a, "%s; %s", text, more) : more;
}

static const char *values(struct arena *a, const json_t *list)
{
    const char *text = "";
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *s = json_string_value(json_array_get(list, i));
        if (s)
            text = *text ? arena_printf(a, "%s, %s", text, s) : arena_printf(a, "one of %s", s);
    }
    return text;
}

const char *description_limits(struct arena *a, const json_t *schema)
{
    static const struct {
        const char *member, *before, *after;
    } limits[] = {
        {"minimum", "from", ""}, {"maximum", "up to", ""}, {"maxLength", "up to", " characters"}};
    const char *text = values(a, json_object_get(schema, "enum"));
    const json_t *standard = json_object_get(schema, "default");
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const json_t *n = json_object_get(schema, limits[i].member);
        if (n)
            text = add(a, text,
                       arena_printf(a, "%s %lld%s", limits[i].before,
                                    (long long)json_integer_value(n), limits[i].after));
    }
    if (json_is_string(standard))
        text = add(a, text, arena_printf(a, "standard: %s", json_string_value(standard)));
    else if (json_is_integer(standard))
        text = add(a, text,
                   arena_printf(a, "standard: %lld", (long long)json_integer_value(standard)));
    return text;
}

struct members {
    struct view *v;
    struct arena *a;
    const char *list;
    size_t n;
};

static bool is_needed(const json_t *schema, const char *name)
{
    const json_t *needed = json_object_get(schema, "required");
    for (size_t i = 0; i < json_array_size(needed); i++)
        if (strcmp(json_string_value(json_array_get(needed, i)), name) == 0)
            return true;
    return false;
}

static void put(struct members *m, const char *prefix, const json_t *schema);

static void put_one(struct members *m, const char *name, const json_t *schema, bool needed)
{
    const char *link = NULL;
    const char *type = description_type(m->a, schema, &link);
    const json_t *items = json_object_get(schema, "items");
    size_t i = m->n++;
    view_item(m->v, m->list, i, "name", name);
    view_item(m->v, m->list, i, "type", type);
    view_item(m->v, m->list, i, "link", link);
    view_item(m->v, m->list, i, "needed", needed ? "1" : NULL);
    view_item(m->v, m->list, i, "text", description_get(schema, "description"));
    const char *limits = description_limits(m->a, schema);
    view_item(m->v, m->list, i, "limits", *limits ? limits : NULL);
    put(m, arena_printf(m->a, "%s.", name), schema);
    put(m, arena_printf(m->a, "%s[].", name), items);
}

static void put(struct members *m, const char *prefix, const json_t *schema)
{
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(schema, "properties"), name, value)
        put_one(m, arena_printf(m->a, "%s%s", prefix, name), value, is_needed(schema, name));
}

void description_members(struct view *v, struct arena *a, const char *list, const json_t *schema)
{
    struct members m = {.v = v, .a = a, .list = list};
    put(&m, "", schema);
}
