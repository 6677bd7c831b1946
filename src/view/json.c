#include "view/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* What vendors call it, the most telling first. */
static const char *const names[] = {
    "name",      "label", "emotion",     "criterion",          "criteria", "key",
    "parameter", "tag",   "criteria_id", "data_collection_id", "id",       NULL};
static const char *const values[] = {"value",  "result",     "score", "status",
                                     "amount", "confidence", NULL};
static const char *const reasons[] = {"rationale", "reason", "explanation", "why", NULL};

static const json_t *first_of(const json_t *object, const char *const *keys)
{
    for (; *keys; keys++) {
        const json_t *found = json_object_get(object, *keys);
        if (found && !json_is_null(found))
            return found;
    }
    return NULL;
}

/* At most JSON_TEXT_MAX bytes, whole characters. */
static const char *bounded(struct arena *a, const char *text)
{
    size_t n = strlen(text);
    if (n <= JSON_TEXT_MAX)
        return arena_dup(a, text);
    for (n = JSON_TEXT_MAX; n && ((unsigned char)text[n] & 0xC0) == 0x80;)
        n--;
    return arena_printf(a, "%.*s\xe2\x80\xa6", (int)n, text);
}

static const char *dumped(struct arena *a, const json_t *j)
{
    char *text = json_dumps(j, JSON_COMPACT | JSON_ENCODE_ANY);
    const char *out = text ? bounded(a, text) : NULL;
    free(text);
    return out;
}

/* NULL for null and for an empty text. */
static const char *text_of(struct arena *a, const json_t *j)
{
    switch (j ? json_typeof(j) : JSON_NULL) {
    case JSON_STRING:
        return *json_string_value(j) ? bounded(a, json_string_value(j)) : NULL;
    case JSON_INTEGER:
        return arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(j));
    case JSON_REAL:
        return arena_printf(a, "%.6g", json_real_value(j));
    case JSON_TRUE:
        return "yes";
    case JSON_FALSE:
        return "no";
    case JSON_NULL:
        return NULL;
    default:
        return dumped(a, j);
    }
}

static void set_value(struct arena *a, struct json_item *item, const json_t *j)
{
    item->value = text_of(a, j);
    item->is_number = json_is_number(j);
    item->whole = json_is_integer(j);
    item->number = json_number_value(j);
}

/* {"value": .., "rationale": ..}, of that name or its own. One that says nothing of this kind stays
 * as it is. */
static struct json_item of_object(struct arena *a, const char *name, const json_t *j)
{
    const json_t *own = name ? NULL : first_of(j, names);
    const json_t *value = first_of(j, values);
    struct json_item item = {.name = name ? name : text_of(a, own),
                             .why = text_of(a, first_of(j, reasons))};
    if (!value && !own && !item.why && json_object_size(j))
        value = j;
    set_value(a, &item, value);
    return item;
}

static struct json_item read_item(struct arena *a, const char *name, const json_t *j)
{
    if (json_is_object(j))
        return of_object(a, name, j);
    struct json_item item = {.name = name ? name : text_of(a, j)};
    if (name)
        set_value(a, &item, j);
    return item;
}

static void add(struct json_item *out, size_t *n, struct json_item item)
{
    if (*n < JSON_ITEMS_MAX && (item.name || item.value || item.why))
        out[(*n)++] = item;
}

static void read_all(struct arena *a, json_t *root, struct json_item *out, size_t *n)
{
    const char *key;
    size_t i;
    json_t *j;
    if (json_is_array(root)) {
        json_array_foreach(root, i, j) add(out, n, read_item(a, NULL, j));
    } else if (json_is_object(root)) {
        json_object_foreach(root, key, j) add(out, n, read_item(a, bounded(a, key), j));
    } else {
        add(out, n, read_item(a, NULL, root));
    }
}

bool json_items(struct arena *a, const char *text, struct json_item **out, size_t *n)
{
    size_t len = text ? strlen(text) : 0;
    *n = 0;
    *out = NULL;
    if (!len)
        return true;
    if (len > JSON_BYTES_MAX)
        return false;
    json_t *root = json_loadb(text, len, JSON_DECODE_ANY, NULL);
    if (!root)
        return false;
    *out = arena_array(a, JSON_ITEMS_MAX, sizeof **out);
    read_all(a, root, *out, n);
    json_decref(root);
    return true;
}
