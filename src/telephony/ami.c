#include "telephony/ami.h"

#include <curl/curl.h>

enum { CONNECT_S = 5, ANSWER_S = 15, ANSWER_MAX = 8 * 1024 * 1024, SESSIONS = 2 };

struct ami {
    CURL *curl;
    char *address; /* of rawman */
    char *user, *secret;
    bool (*stop)(void);
    struct buf form, answer;
    unsigned session;
    bool open; /* there is a session, as far as we know */
};

static char *copy(const char *s)
{
    char *out = strdup(s);
    if (!out)
        abort();
    return out;
}

static size_t add(char *bytes, size_t size, size_t n, void *data)
{
    struct ami *m = data;
    if (m->answer.len + size * n > ANSWER_MAX)
        return 0;
    buf_add(&m->answer, bytes, size * n);
    return size * n;
}

static int watch(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct ami *m = data;
    (void)a, (void)b, (void)c, (void)d;
    return m->stop && m->stop();
}

struct ami *ami_new(const char *url, const char *user, const char *secret, bool (*stop)(void))
{
    struct ami *m = calloc(1, sizeof *m);
    struct buf address = {0};
    size_t n = strlen(url);
    if (!m || !(m->curl = curl_easy_init()))
        abort();
    while (n && url[n - 1] == '/')
        n--;
    buf_add(&address, url, n);
    buf_puts(&address, "/rawman");
    m->address = address.s;
    m->user = copy(user);
    m->secret = copy(secret);
    m->stop = stop;
    return m;
}

void ami_free(struct ami *m)
{
    if (!m)
        return;
    curl_easy_cleanup(m->curl);
    buf_free(&m->form);
    buf_free(&m->answer);
    free(m->address);
    free(m->user);
    free(m->secret);
    free(m);
}

unsigned ami_session(const struct ami *m)
{
    return m->session;
}

/* The cookie of the session is kept by libcurl, in memory, as it came. */
static void prepare(struct ami *m, int seconds)
{
    CURL *c = m->curl;
    curl_easy_setopt(c, CURLOPT_URL, m->address);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_COOKIEFILE, "");
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)seconds);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, watch);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, m);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, add);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, m);
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, m->form.s);
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)m->form.len);
}

/* One request; the words of a secret are in no message. */
static enum err request(struct ami *m, struct arena *a, const struct ami_field *fields, int seconds,
                        struct ami_blocks *out)
{
    long status = 0;
    buf_clear(&m->form);
    buf_clear(&m->answer);
    if (!ami_form(&m->form, fields))
        return err_set(ERR_BAD_REQUEST, "a value for Asterisk has control characters");
    prepare(m, seconds);
    CURLcode code = curl_easy_perform(m->curl);
    curl_easy_getinfo(m->curl, CURLINFO_RESPONSE_CODE, &status);
    if (code)
        return err_set(ERR_INTERNAL, "cannot reach %s: %s", m->address,
                       code == CURLE_WRITE_ERROR ? "its answer is too large"
                                                 : curl_easy_strerror(code));
    if (status != 200)
        return err_set(ERR_INTERNAL, "%s answers %ld: is the manager's webenabled on?", m->address,
                       status);
    *out = ami_parse(a, m->answer.len ? m->answer.s : "", m->answer.len);
    if (!out->n || !*ami_get(&out->blocks[0], "Response"))
        return err_set(ERR_INTERNAL, "%s does not answer as the manager of Asterisk", m->address);
    return OK;
}

static bool has_failed(const struct ami_blocks *b)
{
    return strcasecmp(ami_get(&b->blocks[0], "Response"), "Error") == 0;
}

/* With the text of a session that has ended, or of a right that is not there. */
static bool is_denied(const struct ami_blocks *b)
{
    return has_failed(b) && strcasecmp(ami_get(&b->blocks[0], "Message"), "Permission denied") == 0;
}

static enum err sign_in(struct ami *m, struct arena *a)
{
    struct ami_blocks answer;
    const struct ami_field fields[] = {
        {"Action", "Login"}, {"Username", m->user}, {"Secret", m->secret}, {0}};
    curl_easy_setopt(m->curl, CURLOPT_COOKIELIST, "ALL"); /* forget the one that ended */
    m->open = false;
    enum err e = request(m, a, fields, ANSWER_S, &answer);
    if (e)
        return e;
    if (has_failed(&answer))
        return err_set(ERR_FORBIDDEN, "cannot sign in as %s: %s", m->user,
                       ami_get(&answer.blocks[0], "Message"));
    m->open = true;
    m->session++;
    return OK;
}

static enum err refused(const struct ami *m, const struct ami_field *fields,
                        const struct ami_blocks *b)
{
    return err_set(ERR_FORBIDDEN, "%s refused to %s: %s", m->user, fields[0].value,
                   ami_get(&b->blocks[0], "Message"));
}

enum err ami_ask(struct ami *m, struct arena *a, const struct ami_field *fields,
                 struct ami_blocks *out)
{
    enum err e = OK;
    for (int i = 0; i < SESSIONS; i++) {
        if (!m->open)
            e = sign_in(m, a);
        if (!e)
            e = request(m, a, fields, ANSWER_S, out);
        if (e || !is_denied(out))
            break;
        m->open = false; /* it has ended, or we may not: the second time it is that */
    }
    if (e)
        m->open = false;
    return !e && has_failed(out) ? refused(m, fields, out) : e;
}

/* In a new session nothing can have happened yet: there is more to do than to wait. */
enum err ami_wait(struct ami *m, struct arena *a, int seconds, struct ami_blocks *out)
{
    char text[16];
    snprintf(text, sizeof text, "%d", seconds);
    const struct ami_field fields[] = {{"Action", "WaitEvent"}, {"Timeout", text}, {0}};
    enum err e = m->open ? request(m, a, fields, seconds + ANSWER_S, out) : OK;
    if (!e && (!m->open || is_denied(out))) {
        *out = (struct ami_blocks){0};
        return sign_in(m, a);
    }
    if (e)
        m->open = false;
    return !e && has_failed(out) ? refused(m, fields, out) : e;
}
