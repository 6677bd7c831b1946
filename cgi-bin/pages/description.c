#include "description.h"

#include "core/conf.h"

static struct buf text;
static json_t *root;

static enum err read_text(void)
{
    char piece[4096], path[512];
    size_t n;
    snprintf(path, sizeof path, "%s/api/openapi.json", conf(CONF_TEMPLATE_DIR));
    FILE *f = fopen(path, "re");
    if (!f)
        return err_set(ERR_INTERNAL, "%s cannot be read", path);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&text, piece, n);
    fclose(f);
    return OK;
}

enum err description(const json_t **out)
{
    json_error_t why;
    enum err e = root ? OK : read_text();
    if (!e && !root)
        root = json_loadb(text.s, text.len, JSON_REJECT_DUPLICATES, &why);
    if (!e && !root) {
        buf_clear(&text);
        e = err_set(ERR_INTERNAL, "the description of the API: line %d: %s", why.line, why.text);
    }
    *out = root;
    return e;
}

enum err description_text(struct buf *out)
{
    const json_t *whole;
    enum err e = description(&whole);
    if (!e)
        buf_add(out, text.s, text.len);
    return e;
}

/* "#/components/schemas/Problem", by its parts. */
const json_t *description_of(const json_t *value)
{
    const char *at = json_string_value(json_object_get(value, "$ref"));
    const json_t *found = root;
    if (!at)
        return value;
    for (at += strcspn(at, "/"); *at; at += strcspn(at, "/")) {
        char part[100];
        size_t n = strcspn(++at, "/");
        snprintf(part, sizeof part, "%.*s", (int)n, at);
        found = json_object_get(found, part);
    }
    return found;
}

const char *description_name(const json_t *value)
{
    const char *at = json_string_value(json_object_get(value, "$ref"));
    return at ? strrchr(at, '/') + 1 : NULL;
}

const char *description_get(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}
