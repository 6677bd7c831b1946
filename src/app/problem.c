#include "app/problem.h"

#include <jansson.h>

static const struct {
    enum err err;
    const char *title, *detail; /* NULL: as it was recorded */
} problems[] = {
    {ERR_BAD_REQUEST, "Bad Request", NULL},
    {ERR_SIGNED_OUT, "Unauthorized", NULL},
    {ERR_FORBIDDEN, "Forbidden", NULL},
    {ERR_NOT_FOUND, "Not Found", "There is nothing here."},
    {ERR_METHOD, "Method Not Allowed", NULL},
    {ERR_TOO_LARGE, "Content Too Large", NULL},
    {ERR_MEDIA_TYPE, "Unsupported Media Type", NULL},
    {ERR_CONFLICT, "Conflict", NULL},
    {ERR_BUSY, "Too Many Requests", NULL},
    {ERR_DB_AWAY, "Service Unavailable", "The database is not answering: send it again."},
    {ERR_DB_TIMEOUT, "Service Unavailable", "The database took too long: send it again."},
    {ERR_DB_SCHEMA, "Internal Server Error", "Parley and its database do not fit together."},
    {ERR_INTERNAL, "Internal Server Error", "The reason stands in the log under this request."},
};

void problem_answer(struct request *r, struct response *out, enum err e, const char *detail)
{
    size_t i = 0;
    while (problems[i].err != e)
        i++;
    out->status = err_status(e);
    out->type = "application/problem+json";
    if (out->status == 503)
        response_header(out, "Retry-After", "2");
    const char *told = problems[i].detail ? problems[i].detail : detail;
    json_t *body =
        json_pack("{s:s, s:s, s:i, s:s, s:s}", "type", "about:blank", "title", problems[i].title,
                  "status", out->status, "code", err_name(e), "request_id", r->id);
    json_object_set_new(body, "detail", json_string(*told ? told : problems[i].title));
    char *text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    if (!text)
        abort();
    buf_clear(&out->body);
    buf_puts(&out->body, text);
    free(text);
}
