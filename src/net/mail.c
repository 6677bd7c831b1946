#include "net/mail.h"

#include "core/conf.h"
#include "net/address.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_S = 10, MAIL_S = 60, PASSWORD_MAX = 256 };

struct sending {
    const struct mail *m;
    struct arena *arena;
    CURL *curl;
    struct curl_slist *to;
    const char *rest; /* of the message */
    bool handed;
    char error[CURL_ERROR_SIZE];
    char password[PASSWORD_MAX];
};

/* The server asks for the message only after it has taken sender and recipient. */
static size_t give(char *out, size_t size, size_t n, void *data)
{
    struct sending *s = data;
    if (!s->handed && !s->m->handing(s->m->data))
        return CURL_READFUNC_ABORT;
    s->handed = true;
    size_t take = strnlen(s->rest, size * n);
    memcpy(out, s->rest, take);
    s->rest += take;
    return take;
}

/* Whether the server may be talked to in the clear. */
static bool may_be_plain(const char *url)
{
    char *host = NULL, *port = NULL;
    CURLU *u = curl_url();
    bool listed = u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
                  curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                  curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                  address_listed(conf(CONF_HTTP_HOSTS), host, (int)strtol(port, NULL, 10));
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(u);
    return listed;
}

static bool set_account(struct sending *s, const char **problem)
{
    if (!*conf(CONF_SMTP_USER))
        return true;
    if (!conf_secret("smtp", 1, s->password, sizeof s->password)) {
        *problem = arena_dup(s->arena, err_detail());
        err_clear();
        return false;
    }
    curl_easy_setopt(s->curl, CURLOPT_USERNAME, conf(CONF_SMTP_USER));
    curl_easy_setopt(s->curl, CURLOPT_PASSWORD, s->password);
    return true;
}

static void set_options(struct sending *s)
{
    const char *url = conf(CONF_SMTP_URL), *from = conf(CONF_MAIL_FROM);
    s->to = curl_slist_append(NULL, arena_printf(s->arena, "<%s>", s->m->to));
    if (!s->to)
        abort();
    curl_easy_setopt(s->curl, CURLOPT_URL, url);
    curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(s->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(s->curl, CURLOPT_USE_SSL,
                     (long)(may_be_plain(url) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    curl_easy_setopt(s->curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(s->curl, CURLOPT_TIMEOUT, (long)MAIL_S);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, arena_printf(s->arena, "<%s>", from));
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, s->to);
    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(s->curl, CURLOPT_READDATA, s);
    curl_easy_setopt(s->curl, CURLOPT_ERRORBUFFER, s->error);
    if (*conf(CONF_CA_FILE))
        curl_easy_setopt(s->curl, CURLOPT_CAINFO, conf(CONF_CA_FILE));
}

/* By the server's last word: 4xx not now, 5xx never. That it does not know us may be mended. */
static enum sent end_of(const struct sending *s, CURLcode code, const char **problem)
{
    long said = 0;
    curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &said);
    if (code == CURLE_OK)
        return SENT_YES;
    const char *why = *s->error ? s->error : curl_easy_strerror(code);
    *problem = said >= 400 ? arena_printf(s->arena, "the mail server answers %ld: %s", said, why)
                           : arena_printf(s->arena, "the mail server: %s", why);
    if (said >= 500 && code != CURLE_LOGIN_DENIED)
        return SENT_NEVER;
    return s->handed && said < 400 ? SENT_UNSURE : SENT_LATER;
}

enum sent mail_send(struct arena *a, const struct mail *m, const char **problem)
{
    struct sending s = {.m = m, .arena = a, .rest = mail_text(a, m)};
    enum sent end = SENT_LATER;
    if (!mail_address(m->to) || !mail_address(m->from)) {
        *problem = mail_address(m->from) ? "this is no mail address" : "mail_from is no address";
        return SENT_NEVER;
    }
    if (!(s.curl = curl_easy_init()))
        abort();
    set_options(&s);
    if (set_account(&s, problem))
        end = end_of(&s, curl_easy_perform(s.curl), problem);
    explicit_bzero(s.password, sizeof s.password);
    curl_easy_cleanup(s.curl);
    curl_slist_free_all(s.to);
    return end;
}
