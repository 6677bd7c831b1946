#include "net/http.h"

#include "core/buf.h"
#include "core/conf.h"
#include "net/address.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ERROR_BYTES_MAX = 65536 }; /* of an answer that was to go to a file, but is none */

struct asking {
    const struct http_request *q;
    struct http_answer *out;
    struct arena *arena;
    CURL *curl;
    struct curl_slist *headers;
    struct buf body;
    bool any_address, address_refused, too_large;
};

/* --- where to --------------------------------------------------------------------------------- */

static char *part_of(struct arena *a, CURLU *u, CURLUPart part, unsigned flags)
{
    char *text = NULL, *copy = NULL;
    if (curl_url_get(u, part, &text, flags) == CURLUE_OK)
        copy = arena_dup(a, text);
    curl_free(text);
    return copy;
}

static void free_url(void *u)
{
    curl_url_cleanup(u);
}

/* *any: it may be at any address. */
static bool may_ask(struct arena *a, const char *url, bool own, bool *any, const char **why)
{
    CURLU *u = curl_url();
    if (!u)
        abort();
    arena_cleanup(a, free_url, u);
    if (curl_url_set(u, CURLUPART_URL, url, CURLU_DISALLOW_USER) != CURLUE_OK) {
        *why = "its address is not the address of a web server";
        return false;
    }
    const char *scheme = part_of(a, u, CURLUPART_SCHEME, 0),
               *host = part_of(a, u, CURLUPART_HOST, 0);
    const char *port = part_of(a, u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    bool secure = scheme && strcmp(scheme, "https") == 0;
    bool plain = scheme && strcmp(scheme, "http") == 0;
    *any = own || (host && port &&
                   address_listed(conf(CONF_HTTP_HOSTS), host, (int)strtol(port, NULL, 10)));
    if (secure || (plain && *any))
        return true;
    *why = plain ? "its address is http, and http_hosts of the configuration does not list it"
                 : "its address does not begin with https";
    return false;
}

bool http_may_ask(struct arena *a, const char *url, bool own, const char **why)
{
    bool any;
    return may_ask(a, url, own, &any, why);
}

/* The address that the name was resolved to: the last word on where a request goes. */
static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct asking *k = data;
    (void)purpose;
    if (k->any_address || address_public(&to->addr))
        return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    k->address_refused = true;
    return CURL_SOCKET_BAD;
}

/* --- what comes back -------------------------------------------------------------------------- */

static bool to_file(const struct asking *k)
{
    long status = 0;
    curl_easy_getinfo(k->curl, CURLINFO_RESPONSE_CODE, &status);
    return k->q->to && status >= 200 && status < 300;
}

static size_t take(char *bytes, size_t size, size_t n, void *data)
{
    struct asking *k = data;
    size_t more = size * n;
    bool file = to_file(k);
    size_t max = k->q->to && !file ? ERROR_BYTES_MAX : k->q->max_bytes;
    k->too_large = k->out->len + more > max;
    if (k->too_large || (file && fwrite(bytes, 1, more, k->q->to) != more))
        return 0;
    if (!file)
        buf_add(&k->body, bytes, more);
    k->out->len += more;
    return more;
}

static int look(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct asking *k = data;
    (void)a, (void)b, (void)c, (void)d;
    return k->q->stop && k->q->stop();
}

/* --- asking ----------------------------------------------------------------------------------- */

static void add_headers(struct asking *k)
{
    /* No "Expect: 100-continue", which some servers never answer. */
    k->headers = curl_slist_append(NULL, "Expect:");
    for (size_t i = 0; k->headers && k->q->headers[i]; i++) {
        if (strpbrk(k->q->headers[i], "\r\n"))
            abort();
        k->headers = curl_slist_append(k->headers, k->q->headers[i]);
    }
    if (!k->headers)
        abort();
    curl_easy_setopt(k->curl, CURLOPT_HTTPHEADER, k->headers);
}

static void set_limits(struct asking *k)
{
    curl_easy_setopt(k->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(k->curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(k->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(k->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(k->curl, CURLOPT_CONNECTTIMEOUT, (long)HTTP_CONNECT_S);
    curl_easy_setopt(k->curl, CURLOPT_TIMEOUT, (long)k->q->seconds);
    curl_easy_setopt(k->curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(k->curl, CURLOPT_OPENSOCKETDATA, k);
    if (*conf(CONF_CA_FILE))
        curl_easy_setopt(k->curl, CURLOPT_CAINFO, conf(CONF_CA_FILE));
}

static void set_request(struct asking *k)
{
    curl_easy_setopt(k->curl, CURLOPT_URL, k->q->url);
    if (k->q->body) {
        /* On one that was open already, libcurl would ask twice when it breaks. */
        curl_easy_setopt(k->curl, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(k->curl, CURLOPT_POSTFIELDS, k->q->body);
        curl_easy_setopt(k->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)k->q->len);
    }
    curl_easy_setopt(k->curl, CURLOPT_CUSTOMREQUEST, k->q->method);
    curl_easy_setopt(k->curl, CURLOPT_USERAGENT, "Parley");
    curl_easy_setopt(k->curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(k->curl, CURLOPT_WRITEDATA, k);
    curl_easy_setopt(k->curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(k->curl, CURLOPT_XFERINFOFUNCTION, look);
    curl_easy_setopt(k->curl, CURLOPT_XFERINFODATA, k);
    add_headers(k);
    set_limits(k);
}

/* Whether the request was never received, whatever it asked for. */
static bool is_unsent(CURLcode code)
{
    static const CURLcode unsent[] = {
        CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,          CURLE_SSL_CONNECT_ERROR,
        CURLE_SSL_CACERT_BADFILE,   CURLE_PEER_FAILED_VERIFICATION, CURLE_UNSUPPORTED_PROTOCOL,
        CURLE_URL_MALFORMAT,
    };
    for (size_t i = 0; i < sizeof unsent / sizeof *unsent; i++)
        if (unsent[i] == code)
            return true;
    return false;
}

static enum http_end end_of(struct asking *k, CURLcode code)
{
    curl_off_t after = 0;
    const char *type = NULL;
    if (k->address_refused) {
        k->out->problem = "its address is within a private network, and http_hosts of the "
                          "configuration does not list it";
        return HTTP_REFUSED;
    }
    if (code) {
        k->out->problem = k->too_large ? "its answer is too large" : curl_easy_strerror(code);
        return is_unsent(code) ? HTTP_UNSENT : HTTP_BROKEN;
    }
    curl_easy_getinfo(k->curl, CURLINFO_RESPONSE_CODE, &k->out->status);
    curl_easy_getinfo(k->curl, CURLINFO_RETRY_AFTER, &after);
    curl_easy_getinfo(k->curl, CURLINFO_CONTENT_TYPE, &type);
    k->out->retry_after_s = after > 0 ? after : -1;
    k->out->type = type ? arena_dup(k->arena, type) : NULL;
    k->out->body = k->body.s ? arena_dupn(k->arena, k->body.s, k->body.len) : "";
    return HTTP_ANSWERED;
}

/* Kept with its connections. Those that may lead anywhere are apart: one that is open already is
 * not looked at again. */
static CURL *handle(bool any_address)
{
    static CURL *kept[2];
    if (!kept[any_address] && !(kept[any_address] = curl_easy_init()))
        abort();
    return kept[any_address];
}

enum http_end http_ask(struct arena *a, const struct http_request *q, struct http_answer *out)
{
    struct asking k = {.q = q, .out = out, .arena = a};
    *out = (struct http_answer){.body = "", .retry_after_s = -1};
    if (!may_ask(a, q->url, q->own, &k.any_address, &out->problem))
        return HTTP_REFUSED;
    k.curl = handle(k.any_address);
    set_request(&k);
    enum http_end end = end_of(&k, curl_easy_perform(k.curl));
    curl_easy_reset(k.curl); /* nothing of this request is left in it, but its connection */
    curl_slist_free_all(k.headers);
    buf_free(&k.body);
    return end;
}
