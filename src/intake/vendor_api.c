#include "intake/vendor_api.h"

#include "core/buf.h"

#include <string.h>

static const struct vendor_api vendors[] = {
    {.source = "elevenlabs",
     .name = "ElevenLabs",
     .base = "https://api.elevenlabs.io",
     .path = "/v1/convai/conversations/",
     .key_before = "xi-api-key: ",
     .audio = "/audio"},
    {.source = "retell",
     .name = "Retell",
     .base = "https://api.retellai.com",
     .path = "/v2/get-call/",
     .key_before = "Authorization: Bearer "},
    {.source = "vapi",
     .name = "Vapi",
     .base = "https://api.vapi.ai",
     .path = "/call/",
     .key_before = "Authorization: Bearer "},
};

const struct vendor_api *vendor_api(const char *source)
{
    for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++)
        if (source && strcmp(vendors[i].source, source) == 0)
            return &vendors[i];
    return NULL;
}

const char *vendor_url(struct arena *a, const struct vendor_api *v, const char *base,
                       const char *ref, const char *behind)
{
    struct buf b = {0};
    const char *from = base && *base ? base : v->base;
    size_t n = strlen(from);
    while (n && from[n - 1] == '/')
        n--;
    buf_add(&b, from, n);
    buf_puts(&b, v->path);
    buf_url(&b, ref);
    buf_puts(&b, behind ? behind : "");
    const char *url = arena_dupn(a, b.s, b.len);
    buf_free(&b);
    return url;
}

/* --- what an answer means --------------------------------------------------------------------- */

/* What the vendor says is wrong, one line of it: detail.message, detail, message or error_message;
 * NULL: nothing. */
static const char *says(struct arena *a, const json_t *body)
{
    enum { MOST = 160 };
    const json_t *detail = json_object_get(body, "detail");
    const json_t *said[] = {
        json_object_get(detail, "message"), detail, json_object_get(body, "error_message"),
        json_object_get(body, "message"), json_object_get(json_array_get(detail, 0), "msg")};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        const char *s = json_string_value(said[i]);
        if (!s || !*s)
            continue;
        size_t n = strnlen(s, MOST);
        while (s[n] && n && ((unsigned char)s[n] & 0xc0) == 0x80)
            n--;
        char *line = arena_dupn(a, s, n);
        for (char *p = line; *p; p++)
            *p = (unsigned char)*p < ' ' || *p == 0x7f ? ' ' : *p;
        return line;
    }
    return NULL;
}

static bool is_key(long status, const json_t *body)
{
    const json_t *detail = json_object_get(body, "detail");
    const char *code = json_string_value(json_object_get(detail, "status"));
    return status == 401 || status == 403 ||
           (status == 400 && code && strcmp(code, "invalid_api_key") == 0);
}

static bool is_for_now(long status)
{
    return status == 408 || status == 409 || status == 425 || status == 429 || status >= 500;
}

enum vendor_said vendor_said(struct arena *a, const struct vendor_api *v, const char *account,
                             long status, const json_t *body, const char **problem)
{
    const char *said = says(a, body);
    const char *quoted = said ? arena_printf(a, ": \"%s\"", said) : "";
    if (status >= 200 && status < 300) {
        *problem = body ? NULL : arena_printf(a, "What %s answers is not a call", v->name);
        return body ? VENDOR_READY : VENDOR_LATER;
    }
    if (is_key(status, body)) {
        *problem = arena_printf(a,
                                "%s refuses the API key of the connection \"%s\" (answer %ld). An "
                                "administrator has to renew it under Administration, Intake",
                                v->name, account, status);
        return VENDOR_KEY;
    }
    if (status == 404 || status == 422) {
        *problem =
            arena_printf(a,
                         "Unknown at %s: it has no call of this id. It was deleted there, or "
                         "belongs to another account",
                         v->name);
        return VENDOR_UNKNOWN;
    }
    if (is_for_now(status)) {
        *problem = status == 429
                       ? arena_printf(a, "%s is busy (answer 429)%s", v->name, quoted)
                       : arena_printf(a, "%s is down (answer %ld)%s", v->name, status, quoted);
        return VENDOR_LATER;
    }
    *problem = status >= 300 && status < 400
                   ? arena_printf(a,
                                  "%s answers with a redirect, which is not followed. The "
                                  "address of the connection \"%s\" has to be corrected",
                                  v->name, account)
                   : arena_printf(a, "%s refuses to answer (%ld)%s", v->name, status, quoted);
    return VENDOR_NO;
}

ms_t vendor_wait_ms(int64_t attempts, int64_t retry_after_s)
{
    enum { FIRST_S = 30, LONGEST_S = 3600, DOUBLINGS = 7, MOST_S = 6 * 3600 };
    int64_t n = attempts < 1 ? 0 : attempts - 1;
    int64_t s = n > DOUBLINGS ? LONGEST_S : FIRST_S << n;
    s = s < LONGEST_S ? s : LONGEST_S;
    if (retry_after_s > 0)
        s = retry_after_s < MOST_S ? retry_after_s : MOST_S;
    return s * 1000;
}
