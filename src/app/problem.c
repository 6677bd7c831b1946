#include "app/problem.h"

#include "app/paths.h"
#include "auth/key_access.h"
#include "http/route.h"
#include "view/json_put.h"

enum { UNPROCESSABLE = 422, WAIT_S = 2 };

/* The types have their places on the page that shows the API. Without a text: what is recorded. */
static const struct {
    enum err err;
    const char *title, *text;
} problems[] = {
    {ERR_BAD_REQUEST, "The request cannot be read", NULL},
    {ERR_SIGNED_OUT, "No key or signature that is known", NULL},
    {ERR_FORBIDDEN, "The key may not do that", NULL},
    {ERR_NOT_FOUND, "There is nothing here", "It does not exist, or it is not yours to see."},
    {ERR_METHOD, "Not by this method", NULL},
    {ERR_TOO_LARGE, "That is too much at once", NULL},
    {ERR_MEDIA_TYPE, "Not in this format", NULL},
    {ERR_CONFLICT, "Another request was faster", NULL},
    {ERR_BUSY, "Too many requests", NULL},
    {ERR_DB_AWAY, "The database is not answering", "Nothing was changed. Try again in a moment."},
    {ERR_DB_TIMEOUT, "That took too long and was stopped",
     "Nothing was changed. A narrower period or one more filter makes it quick."},
    {ERR_DB_SCHEMA, "Parley and its database do not fit together", "Nothing was changed."},
    {ERR_INTERNAL, "Something went wrong in Parley", "Nothing was changed."},
};

enum err problem_fault(struct request *r, const char *pointer, const char *detail)
{
    struct fault **end = &r->faults, *f = arena_alloc(r->arena, sizeof *f);
    *f = (struct fault){.pointer = pointer ? arena_dup(r->arena, pointer) : NULL,
                        .detail = arena_dup(r->arena, detail)};
    while (*end)
        end = &(*end)->next;
    *end = f;
    return err_set(ERR_BAD_REQUEST, "%s", detail);
}

static void put_faults(struct buf *b, const struct fault *f)
{
    json_put_open(b, "errors", '[');
    for (; f; f = f->next) {
        json_put_open(b, NULL, '{');
        if (f->pointer)
            json_put_text(b, "pointer", f->pointer);
        json_put_text(b, "detail", f->detail);
        json_put_close(b, '}');
    }
    json_put_close(b, ']');
}

static const char *type_of(struct arena *a, enum err e, bool faulty)
{
    char *name = arena_dup(a, faulty ? "invalid" : err_name(e));
    for (char *s = name; *s; s++)
        *s = *s == '_' ? '-' : *s;
    return arena_printf(a, "%s#problem-%s", PATH_API_PAGE, name);
}

static void put_headers(struct request *r, struct response *out, enum err e)
{
    int64_t wait = e == ERR_BUSY ? key_wait_s(r) : out->status == 503 ? WAIT_S : 0;
    if (wait)
        response_header(out, "Retry-After", arena_printf(r->arena, "%lld", (long long)wait));
    if (e == ERR_SIGNED_OUT && r->route->access == ACCESS_KEY)
        response_header(out, "WWW-Authenticate", "Bearer");
}

void problem_answer(struct request *r, struct response *out, enum err e, const char *detail)
{
    struct buf *b = &out->body;
    bool faulty = e == ERR_BAD_REQUEST && r->faults;
    size_t i = 0;
    while (i + 1 < sizeof problems / sizeof *problems && problems[i].err != e)
        i++;
    if (problems[i].text)
        detail = problems[i].text;
    out->status = faulty ? UNPROCESSABLE : err_status(e);
    out->type = "application/problem+json";
    json_put_open(b, NULL, '{');
    json_put_text(b, "type", type_of(r->arena, e, faulty));
    json_put_text(b, "title", faulty ? "The document is not valid" : problems[i].title);
    json_put_int(b, "status", out->status);
    if (*detail)
        json_put_text(b, "detail", detail);
    json_put_text(b, "instance", arena_printf(r->arena, "urn:request:%s", r->id));
    if (faulty)
        put_faults(b, r->faults);
    json_put_close(b, '}');
    put_headers(r, out, e);
}
