#include "api.h"
#include "app/problem.h"
#include "auth/scope.h"
#include "intake/document.h"
#include "intake/event.h"
#include "intake/own.h"

static void drop(void *data)
{
    json_decref(data);
}

static bool is_json(const char *type)
{
    static const char *const types[] = {"application/json", "application/merge-patch+json"};
    size_t n = type ? strcspn(type, "; \t") : 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (n == strlen(types[i]) && strncasecmp(type, types[i], n) == 0)
            return true;
    return false;
}

/* event_read takes objects only, so a list is read within one. */
static enum err read_body(struct request *r, bool list, json_t **out)
{
    const char *why, *body = r->body ? r->body : "";
    bool wrap = list && body[strspn(body, " \t\r\n")] == '[';
    if (!is_json(r->content_type))
        return err_set(ERR_MEDIA_TYPE, "send it as application/json");
    const char *text = wrap ? arena_printf(r->arena, "{\"x\":%s}", body) : body;
    json_t *read =
        strlen(body) == r->body_len ? event_read(r->arena, text, strlen(text), NULL, &why) : NULL;
    if (!read)
        return err_set(ERR_BAD_REQUEST, "%s",
                       strlen(body) == r->body_len ? why : "there is a NUL in it");
    if (wrap && json_object_size(read) != 1)
        return err_set(ERR_BAD_REQUEST, "there is something behind the list");
    *out = wrap ? json_object_get(read, "x") : read;
    return OK;
}

/* A body that is a member only: with its id around it. */
static json_t *around(const struct api_verb *verb, json_t *body)
{
    json_t *doc = json_object();
    json_t *value = verb->list && !json_is_array(body) ? json_pack("[O]", body) : json_incref(body);
    json_object_set_new(doc, verb->member, value);
    return doc;
}

/* RFC 6901. */
static const char *pointer_to(struct arena *a, const char *member)
{
    char *out = arena_alloc(a, 2 * strlen(member) + 2), *to = out;
    *to++ = '/';
    for (; *member; member++) {
        if (*member == '~' || *member == '/')
            *to++ = '~';
        *to++ = *member == '~' ? '0' : *member == '/' ? '1' : *member;
    }
    return out;
}

/* Says it where it is: of each member one thing. */
static void check_members(struct request *r, const struct api_verb *verb, const json_t *doc)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)doc, key, value)
    {
        const char *why = doc_member_problem(key, value, r->arena);
        if (why)
            problem_fault(r, verb->member ? "" : pointer_to(r->arena, key), why);
    }
    const char *why = r->faults ? NULL : doc_problem(doc, r->arena);
    if (why)
        problem_fault(r, "", why);
}

static enum err check_queues(struct request *r, const json_t *doc)
{
    const char *pointer;
    enum err e = own_foreign_queue(r->db, r->arena, r->scope, doc, &pointer);
    if (!e && pointer)
        e = problem_fault(r, pointer, "this key has no such queue");
    return e;
}

/* The id of the address is the document's. */
static void set_id(struct request *r, json_t *doc)
{
    const json_t *given = json_object_get(doc, "id");
    const char *id = r->parts[0];
    if (id && given && (!json_is_string(given) || strcmp(json_string_value(given), id) != 0))
        problem_fault(r, "/id", "is not the id of the address");
    else if (id)
        json_object_set_new(doc, "id", json_string(id));
    else if (!json_is_string(given))
        problem_fault(r, "/id", "is missing: your own id of the interaction, a text");
}

enum err api_document(struct request *r, const struct api_verb *verb, json_t **out)
{
    json_t *body = NULL, *doc;
    enum err e = r->method == METHOD_DELETE ? OK : read_body(r, verb->list, &body);
    if (e)
        return e;
    doc = verb->member && body ? around(verb, body) : body ? json_incref(body) : json_object();
    arena_cleanup(r->arena, drop, doc);
    if (verb->rule)
        verb->rule(r, doc);
    set_id(r, doc);
    check_members(r, verb, doc);
    *out = doc;
    return r->faults ? ERR_BAD_REQUEST : check_queues(r, doc);
}
