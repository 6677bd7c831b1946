#include "net/whatsapp.h"

#include "core/conf.h"
#include "net/http.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_BYTES = 65536, ANSWER_S = 30, TOKEN_MAX = 1024 };

static json_t *template_of(const struct whatsapp *m)
{
    json_t *list = json_array(), *texts = json_loads(m->parameters ? m->parameters : "[]", 0, NULL);
    size_t i;
    json_t *text;
    json_array_foreach(texts, i, text)
        json_array_append_new(list, json_pack("{s:s, s:O}", "type", "text", "text", text));
    json_decref(texts);
    return json_pack("{s:s, s:{s:s}, s:[{s:s, s:o}]}", "name", conf(CONF_WHATSAPP_TEMPLATE),
                     "language", "code", conf(CONF_WHATSAPP_LANGUAGE), "components", "type", "body",
                     "parameters", list);
}

static const char *body_of(struct arena *a, const struct whatsapp *m)
{
    bool with_template = *conf(CONF_WHATSAPP_TEMPLATE);
    json_t *content =
        with_template ? template_of(m) : json_pack("{s:b, s:s}", "preview_url", 0, "body", m->text);
    const char *kind = with_template ? "template" : "text";
    json_t *body =
        json_pack("{s:s, s:s, s:s, s:s, s:o}", "messaging_product", "whatsapp", "recipient_type",
                  "individual", "to", m->to + (*m->to == '+'), "type", kind, kind, content);
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    if (!text)
        abort();
    const char *out = arena_dup(a, text);
    free(text);
    json_decref(body);
    return out;
}

/* Codes of the Cloud API for too much at a time, and for its own troubles. */
static bool is_for_now(long status, json_int_t code)
{
    static const json_int_t codes[] = {1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code)
            return true;
    return status == 401 || status == 403 || status == 408 || status == 429 || status >= 500;
}

static enum sent read_answer(struct arena *a, const struct http_answer *answer, const char **ref,
                             const char **problem)
{
    enum sent end = SENT_YES;
    json_t *body = json_loads(answer->body, JSON_REJECT_DUPLICATES, NULL);
    const json_t *error = json_object_get(body, "error");
    const char *said = json_string_value(json_object_get(error, "message"));
    const char *id = json_string_value(
        json_object_get(json_array_get(json_object_get(body, "messages"), 0), "id"));
    *ref = id && strlen(id) <= 200 ? arena_dup(a, id) : NULL;
    if (answer->status < 200 || answer->status >= 300) {
        end = is_for_now(answer->status, json_integer_value(json_object_get(error, "code")))
                  ? SENT_LATER
                  : SENT_NEVER;
        *problem = arena_printf(a, "WhatsApp answers %ld%s%.200s", answer->status, said ? ": " : "",
                                said ? said : "");
    } else if (!*ref) {
        end = SENT_UNSURE;
        *problem = "WhatsApp's answer has no id of a message";
    }
    json_decref(body);
    return end;
}

static enum sent ask(struct arena *a, const struct whatsapp *m, const char *token, const char **ref,
                     const char **problem, int64_t *retry_after_s)
{
    struct http_answer answer;
    const char *body = body_of(a, m);
    const struct http_request q = {
        .method = "POST",
        .url = arena_printf(a, "%s/%s/messages", conf(CONF_WHATSAPP_URL),
                            conf(CONF_WHATSAPP_PHONE_ID)),
        .headers = {arena_printf(a, "Authorization: Bearer %s", token),
                    "Content-Type: application/json"},
        .body = body,
        .len = strlen(body),
        .max_bytes = ANSWER_BYTES,
        .seconds = ANSWER_S,
        .stop = m->stop,
    };
    if (!m->handing(m->data))
        return SENT_LATER;
    enum http_end end = http_ask(a, &q, &answer);
    *retry_after_s = answer.retry_after_s;
    if (end == HTTP_ANSWERED)
        return read_answer(a, &answer, ref, problem);
    *problem = arena_printf(a, "WhatsApp: %s", answer.problem);
    return end == HTTP_BROKEN ? SENT_UNSURE : SENT_LATER;
}

enum sent whatsapp_send(struct arena *a, const struct whatsapp *m, const char **ref,
                        const char **problem, int64_t *retry_after_s)
{
    char token[TOKEN_MAX];
    *ref = NULL;
    *retry_after_s = -1;
    if (!conf_secret("whatsapp", 1, token, sizeof token) || strpbrk(token, "\r\n")) {
        *problem = arena_dup(a, *err_detail() ? err_detail() : "the secret whatsapp is no token");
        err_clear();
        return SENT_LATER;
    }
    enum sent end = ask(a, m, token, ref, problem, retry_after_s);
    explicit_bzero(token, sizeof token);
    return end;
}
