/* The page that shows people what the API can do: its description, laid out. */
#include "app/app.h"
#include "app/paths.h"
#include "core/conf.h"
#include "description.h"
#include "page.h"

struct shown {
    struct view *v;
    struct arena *a;
    const json_t *whole;
    size_t n;         /* operations so far */
    const char *item; /* Ops.<n> */
};

static const char *const methods[] = {"get", "post", "patch", "put", "delete", NULL};

static void set(struct shown *s, const char *field, const char *value)
{
    view_item(s->v, "Ops", s->n, field, value);
}

static const char *list_of(struct shown *s, const char *name)
{
    return arena_printf(s->a, "%s.%s", s->item, name);
}

/* --- examples --------------------------------------------------------------------------------- */

static const char *laid_out(struct arena *a, const json_t *value)
{
    char *text = value ? json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY) : NULL;
    const char *copy = text ? arena_dup(a, text) : NULL;
    free(text);
    return copy;
}

/* The path with its parts as in the examples of its parameters. */
static const char *example_path(struct shown *s, const char *path, const json_t *params)
{
    const char *out = "";
    for (size_t n; *path; path += n) {
        n = strcspn(path, "{");
        out = arena_printf(s->a, "%s%.*s", out, (int)n, path);
        if (!path[n])
            break;
        const char *name = path + n + 1;
        size_t len = strcspn(name, "}");
        for (size_t i = 0; i < json_array_size(params); i++) {
            const json_t *p = json_array_get(params, i);
            const char *is = description_get(p, "name");
            if (strlen(is) == len && strncmp(is, name, len) == 0)
                out = arena_printf(s->a, "%s%s", out, description_get(p, "example"));
        }
        n += len + 2;
    }
    return out;
}

static bool needs_key(const json_t *params)
{
    for (size_t i = 0; i < json_array_size(params); i++) {
        const json_t *p = json_array_get(params, i);
        if (strcmp(description_get(p, "in"), "header") == 0 &&
            json_is_true(json_object_get(p, "required")))
            return true;
    }
    return false;
}

static void show_curl(struct shown *s, const char *method, const char *path, const json_t *op)
{
    const json_t *params = json_object_get(op, "parameters");
    const json_t *content = json_object_get(json_object_get(op, "requestBody"), "content");
    const json_t *json = json_object_get(content, "application/json");
    const char *out = "curl";
    if (strcmp(method, "GET") != 0)
        out = arena_printf(s->a, "curl -X %s", method);
    out = arena_printf(s->a, "%s %s%s%s", out, conf(CONF_BASE_URL), example_path(s, path, params),
                       strcmp(path, PATH_API_INTERACTIONS) == 0 && strcmp(method, "GET") == 0
                           ? "?channel=voice"
                           : "");
    if (!json_object_get(op, "security"))
        out = arena_printf(s->a, "%s \\\n  -H 'Authorization: Bearer pk_...'", out);
    if (needs_key(params))
        out = arena_printf(s->a, "%s \\\n  -H 'Idempotency-Key: 4711-1'", out);
    if (json_object_get(content, "audio/*"))
        out = arena_printf(s->a, "%s \\\n  -H 'Content-Type: audio/wav' --data-binary @call.wav",
                           out);
    else if (json)
        out = arena_printf(s->a, "%s \\\n  -H 'Content-Type: application/json' \\\n  -d '%s'", out,
                           laid_out(s->a, json_object_get(json, "example")));
    set(s, "curl", out);
}

/* --- one operation ---------------------------------------------------------------------------- */

static void show_params(struct shown *s, const json_t *params)
{
    const char *list = list_of(s, "params");
    for (size_t i = 0; i < json_array_size(params); i++) {
        const char *link = NULL;
        const json_t *p = json_array_get(params, i), *schema = json_object_get(p, "schema");
        const char *limits = description_limits(s->a, schema);
        view_item(s->v, list, i, "name", description_get(p, "name"));
        view_item(s->v, list, i, "in", description_get(p, "in"));
        view_item(s->v, list, i, "type", description_type(s->a, schema, &link));
        view_item(s->v, list, i, "limits", *limits ? limits : NULL);
        view_item(s->v, list, i, "text", description_get(p, "description"));
        view_item(s->v, list, i, "needed",
                  json_is_true(json_object_get(p, "required")) ? "1" : NULL);
    }
    if (json_array_size(params) > 8)
        view_number(s->v, arena_printf(s->a, "%s.many", s->item), (int64_t)json_array_size(params));
}

/* One line for each kind of body: what it is sent as, and what it is. */
static void show_contents(struct shown *s, const char *list, const json_t *content)
{
    const char *type;
    json_t *media;
    size_t i = 0;
    json_object_foreach((json_t *)(uintptr_t)content, type, media)
    {
        const char *link = NULL;
        const json_t *schema = json_object_get(media, "schema");
        const char *words = description_type(s->a, schema, &link);
        const char *text = description_get(schema, "description");
        view_item(s->v, list, i, "media", type);
        view_item(s->v, list, i, "type", strcmp(words, "JSON") == 0 && text ? text : words);
        view_item(s->v, list, i++, "link", link);
    }
}

static void show_answers(struct shown *s, const json_t *answers)
{
    const char *status, *list = list_of(s, "answers");
    json_t *value;
    size_t i = 0;
    json_object_foreach((json_t *)(uintptr_t)answers, status, value)
    {
        const json_t *answer = description_of(value);
        const json_t *content = json_object_get(answer, "content");
        view_item(s->v, list, i, "status", status);
        view_item(s->v, list, i, "good", status[0] == '2' ? "1" : NULL);
        view_item(s->v, list, i, "text", description_get(answer, "description"));
        show_contents(s, arena_printf(s->a, "%s.%zu.bodies", list, i), content);
        if (status[0] == '2')
            set(s, "example",
                laid_out(s->a,
                         json_object_get(json_object_get(content, "application/json"), "example")));
        i++;
    }
}

static void show_operation(struct shown *s, const char *method, const char *path, const json_t *op)
{
    char *name = arena_dup(s->a, method);
    for (char *c = name; *c; c++)
        *c = (char)(*c - 'a' + 'A');
    s->item = arena_printf(s->a, "Ops.%zu", s->n);
    set(s, "id", description_get(op, "operationId"));
    set(s, "method", name);
    set(s, "key", method);
    set(s, "path", path);
    set(s, "tag", json_string_value(json_array_get(json_object_get(op, "tags"), 0)));
    set(s, "summary", description_get(op, "summary"));
    set(s, "text", description_get(op, "description"));
    set(s, "permission", description_get(op, "x-permission"));
    show_params(s, json_object_get(op, "parameters"));
    show_contents(s, list_of(s, "bodies"),
                  json_object_get(json_object_get(op, "requestBody"), "content"));
    show_answers(s, json_object_get(op, "responses"));
    show_curl(s, name, path, op);
    s->n++;
}

/* By the tags in their order: what is read, what is written. */
static void show_operations(struct shown *s)
{
    const json_t *tags = json_object_get(s->whole, "tags");
    const char *path, *tag;
    json_t *at;
    for (size_t t = 0; t < json_array_size(tags); t++) {
        tag = description_get(json_array_get(tags, t), "name");
        view_item(s->v, "Tags", t, "name", tag);
        view_item(s->v, "Tags", t, "text", description_get(json_array_get(tags, t), "description"));
        json_object_foreach(json_object_get(s->whole, "paths"), path, at)
        {
            for (size_t m = 0; methods[m]; m++) {
                const json_t *op = json_object_get(at, methods[m]);
                const json_t *of = json_array_get(json_object_get(op, "tags"), 0);
                if (op && strcmp(json_string_value(of), tag) == 0)
                    show_operation(s, methods[m], path, op);
            }
        }
    }
}

/* --- what they speak of ----------------------------------------------------------------------- */

static void show_schemas(struct shown *s)
{
    const char *name;
    json_t *schema;
    size_t i = 0;
    const json_t *parts = json_object_get(s->whole, "components");
    json_object_foreach(json_object_get(parts, "schemas"), name, schema)
    {
        view_item(s->v, "Schemas", i, "name", name);
        view_item(s->v, "Schemas", i, "text", description_get(schema, "description"));
        description_members(s->v, s->a, arena_printf(s->a, "Schemas.%zu.members", i++), schema);
    }
}

static void show_problems(struct shown *s)
{
    const char *name;
    json_t *answer;
    size_t i = 0;
    const json_t *parts = json_object_get(s->whole, "components");
    json_object_foreach(json_object_get(parts, "responses"), name, answer)
    {
        const json_t *content = json_object_get(answer, "content");
        const json_t *example =
            json_object_get(json_object_get(content, "application/problem+json"), "example");
        const char *type = description_get(example, "type");
        view_item(s->v, "Problems", i, "id", type ? strchr(type, '#') + 1 : NULL);
        view_item(
            s->v, "Problems", i, "status",
            arena_printf(s->a, "%lld", json_integer_value(json_object_get(example, "status"))));
        view_item(s->v, "Problems", i, "title", description_get(example, "title"));
        view_item(s->v, "Problems", i++, "text", description_get(answer, "description"));
    }
}

enum err api_page(struct request *r, struct response *out)
{
    struct shown s = {.a = r->arena};
    enum err e = description(&s.whole);
    if (e)
        return e;
    s.v = app_page(r, "API");
    view_set(s.v, "Api.base", conf(CONF_BASE_URL));
    view_set(s.v, "Api.description", PATH_API_DESCRIPTION);
    view_set(s.v, "Api.text", description_get(json_object_get(s.whole, "info"), "description"));
    show_operations(&s);
    show_schemas(&s);
    show_problems(&s);
    return app_render(s.v, "pages/api.cs", out);
}
