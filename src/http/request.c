#include "http/request.h"

#include <ctype.h>
#include <sodium.h>

static const struct {
    const char *name;
    enum method method;
} methods[] = {{"GET", METHOD_GET}, {"HEAD", METHOD_HEAD},   {"POST", METHOD_POST},
               {"PUT", METHOD_PUT}, {"PATCH", METHOD_PATCH}, {"DELETE", METHOD_DELETE}};

static const char *get(const struct request_source *s, const char *name)
{
    const char *v = s->get(s->data, name);
    return v && *v ? v : NULL;
}

static enum method method_of(const char *name)
{
    for (size_t i = 0; name && i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i].name, name) == 0)
            return methods[i].method;
    return METHOD_OTHER;
}

/* nginx gives each request an id; without one (or with a strange one) we make our own. */
static void set_id(struct request *r, const char *given)
{
    unsigned char raw[16];
    if (given && strlen(given) == 32 && strspn(given, "0123456789abcdef") == 32) {
        snprintf(r->id, sizeof r->id, "%s", given);
        return;
    }
    randombytes_buf(raw, sizeof raw);
    sodium_bin2hex(r->id, sizeof r->id, raw, sizeof raw);
}

static enum err read_length(struct request *r)
{
    const char *length = get(r->source, "CONTENT_LENGTH");
    if (!length)
        return OK;
    size_t digits = strlen(length);
    if (strspn(length, "0123456789") != digits || digits > 9)
        return err_set(ERR_BAD_REQUEST, "Content-Length is not a number");
    r->unread = strtoul(length, NULL, 10);
    if (r->unread && get(r->source, "HTTP_CONTENT_ENCODING"))
        return err_set(ERR_MEDIA_TYPE, "an encoded body is not read");
    return OK;
}

size_t request_piece(struct request *r, char *out, size_t size)
{
    size_t want = size < r->unread ? size : r->unread;
    size_t n = want ? r->source->read(r->source->data, out, want) : 0;
    r->unread = n < want ? 0 : r->unread - n; /* what is missing never comes */
    return n;
}

enum err request_body(struct request *r, size_t max)
{
    size_t n = r->unread;
    if (!n)
        return OK;
    if (n > max)
        return err_set(ERR_TOO_LARGE, "the body has %zu bytes, at most %zu are taken", n, max);
    char *body = arena_alloc(r->arena, n + 1);
    r->body_len = request_piece(r, body, n);
    r->body = body;
    if (r->body_len != n)
        return err_set(ERR_BAD_REQUEST, "the body ended early");
    return OK;
}

void request_drain(struct request *r)
{
    char piece[16384];
    while (r->unread)
        request_piece(r, piece, sizeof piece);
}

const char *request_header(struct request *r, const char *name)
{
    char *key = arena_printf(r->arena, "HTTP_%s", name);
    for (char *c = key; *c; c++)
        *c = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
    return get(r->source, key);
}

static const char *raw_path(struct request *r)
{
    const char *uri = get(r->source, "REQUEST_URI");
    return uri ? arena_dupn(r->arena, uri, strcspn(uri, "?")) : r->path;
}

static enum err check_path(struct request *r)
{
    size_t n = r->path ? strlen(r->path) : 0;
    if (!n || n > 1024 || r->path[0] != '/')
        return err_set(ERR_BAD_REQUEST, "the address is not one of this server");
    return OK;
}

enum err request_read(struct request *r, const struct request_source *s)
{
    r->source = s;
    set_id(r, get(s, "REQUEST_ID"));
    r->now = clock_now();
    r->method = method_of(get(s, "REQUEST_METHOD"));
    r->path = get(s, "DOCUMENT_URI");
    r->raw_path = raw_path(r);
    r->query_text = get(s, "QUERY_STRING");
    r->content_type = get(s, "CONTENT_TYPE");
    r->cookies = get(s, "HTTP_COOKIE");
    r->origin = get(s, "HTTP_ORIGIN");
    r->fetch_site = get(s, "HTTP_SEC_FETCH_SITE");
    r->address = get(s, "REMOTE_ADDR");
    r->user_agent = get(s, "HTTP_USER_AGENT");
    r->partial = get(s, "HTTP_HX_REQUEST") != NULL;
    r->refresh = get(s, "HTTP_X_PARLEY_REFRESH") != NULL;
    if (!r->query_text)
        r->query_text = "";
    if (!r->address)
        r->address = "";
    enum err e = check_path(r);
    if (!e && strlen(r->query_text) > QUERY_MAX)
        e = err_set(ERR_BAD_REQUEST, "the address is longer than %d bytes", QUERY_MAX);
    if (!e && r->cookies && strlen(r->cookies) > COOKIE_MAX)
        e = err_set(ERR_BAD_REQUEST, "the cookies are longer than %d bytes", COOKIE_MAX);
    return e ? e : read_length(r);
}

const char *request_cookie(struct request *r, const char *name)
{
    size_t n = strlen(name);
    const char *found = NULL;
    for (const char *s = r->cookies; s && *s;) {
        s += strspn(s, " ;");
        size_t len = strcspn(s, ";");
        if (len > n && s[n] == '=' && strncmp(s, name, n) == 0) {
            if (found)
                return NULL;
            found = arena_dupn(r->arena, s + n + 1, len - n - 1);
        }
        s += len;
    }
    return found;
}
