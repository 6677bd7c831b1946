#include "http/response.h"

#include "core/conf.h"

/* Nothing is inline and nothing comes from elsewhere. */
static const char *const security_headers[] = {
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: DENY",
    "Referrer-Policy: same-origin",
    "Cross-Origin-Opener-Policy: same-origin",
    "Cross-Origin-Resource-Policy: same-origin",
    "Permissions-Policy: camera=(), geolocation=(), microphone=()",
};

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {202, "Accepted"},
    {303, "See Other"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

void response_reset(struct response *r, struct arena *a)
{
    struct buf body = r->body;
    buf_clear(&body);
    *r = (struct response){
        .arena = a, .status = 200, .type = "text/html; charset=utf-8", .body = body};
}

void response_header(struct response *r, const char *name, const char *value)
{
    if (r->n == RESPONSE_HEADERS || strpbrk(value, "\r\n"))
        abort();
    r->headers[r->n].name = name;
    r->headers[r->n++].value = arena_dup(r->arena, value);
}

/* Browsers drop control characters from an address and then read what is left. */
void response_redirect(struct response *r, const char *path)
{
    if (path[0] != '/' || path[1] == '/' || path[1] == '\\')
        abort();
    for (const char *s = path; *s; s++)
        if ((unsigned char)*s < 0x20)
            abort();
    r->status = 303;
    response_header(r, "Location", path);
}

const char *cookie_name(struct arena *a, const char *name)
{
    return conf_on(CONF_COOKIE_SECURE) ? arena_printf(a, "__Host-%s", name) : name;
}

void response_cookie(struct response *r, const char *name, const char *value)
{
    response_header(r, "Set-Cookie",
                    arena_printf(r->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                                 cookie_name(r->arena, name), value ? value : "",
                                 conf_on(CONF_COOKIE_SECURE) ? "; Secure" : "",
                                 value ? "" : "; Max-Age=0"));
}

static const char *reason(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Error";
}

void response_head(const struct response *r, struct buf *out)
{
    buf_printf(out, "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", r->status,
               reason(r->status), r->type, r->body.len);
    buf_puts(out, "Cache-Control: no-store\r\n");
    for (size_t i = 0; i < sizeof security_headers / sizeof *security_headers; i++)
        buf_printf(out, "%s\r\n", security_headers[i]);
    if (conf_on(CONF_COOKIE_SECURE))
        buf_puts(out, "Strict-Transport-Security: max-age=31536000\r\n");
    for (size_t i = 0; i < r->n; i++)
        buf_printf(out, "%s: %s\r\n", r->headers[i].name, r->headers[i].value);
    buf_puts(out, "\r\n");
}
