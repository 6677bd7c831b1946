/* Vapi: {"message": {"type", "call", ..}}. A report has beside the call what its REST answers
 * within it. */
#include "intake/convert.h"
#include "intake/vendors.h"

#include <string.h>

static const struct cv_word roles[] = {{"user", "client"},      {"bot", "ai"},
                                       {"assistant", "ai"},     {"system", "system"},
                                       {"developer", "system"}, {NULL, NULL}};
static const struct cv_word speakers[] = {
    {"AI", "ai"}, {"Assistant", "ai"}, {"Bot", "ai"}, {"User", "client"}, {NULL, NULL}};
static const struct cv_word platforms[] = {{"inboundPhoneCall", "phone"},
                                           {"outboundPhoneCall", "phone"},
                                           {"webCall", "web"},
                                           {NULL, NULL}};
static const struct cv_word directions[] = {
    {"inboundPhoneCall", "inbound"}, {"outboundPhoneCall", "outbound"}, {NULL, NULL}};
static const struct cv_word states[] = {{"queued", "active"},      {"ringing", "active"},
                                        {"in-progress", "active"}, {"forwarding", "active"},
                                        {"ended", "closed"},       {NULL, NULL}};

/* The first that fits. There are hundreds of them: what errors have in common is enough. */
static const struct cv_ending endings[] = {
    {"customer-ended-call*", "client", NULL, NULL},
    {"customer-busy", "system", "no_answer", "busy"},
    {"customer-did-not-answer", "system", "no_answer", "no_answer"},
    {"customer-did-not-give-microphone-permission", "client", "failed", NULL},
    {"twilio-reported-customer-misdialed", "system", "failed", "invalid_number"},
    {"voicemail", "agent", "no_answer", "voicemail"},
    {"silence-timed-out", "system", "incomplete", NULL},
    {"exceeded-max-duration", "system", "incomplete", NULL},
    {"manually-canceled", "agent", "incomplete", NULL},
    {"assistant-forwarded-call", "agent", "transferred", NULL},
    {"assistant-request-returned-forwarding-phone-number", "system", "transferred", NULL},
    {"*hook-executed-transfer", "agent", "transferred", NULL},
    {"assistant-ended-call*", "agent", NULL, NULL},
    {"assistant-said-end-call-phrase", "agent", NULL, NULL},
    {"*hungup-before-call-connect", "client", "abandoned", NULL},
    {"*completed-call", "client", NULL, NULL},
    {"*-completed", "client", NULL, NULL},
    {"*-busy", "system", "no_answer", "busy"},
    {"*temporarily-unavailable", "system", "no_answer", NULL},
    {"*failed-to-connect-call", "system", "failed", "failed"},
    {"*-rejected", "system", "failed", NULL},
    {"*error*", "system", "technical_error", NULL},
    {"*fault*", "system", "technical_error", NULL},
    {"worker-shutdown", "system", "technical_error", NULL},
    {"*-not-found", "system", "technical_error", NULL},
    {"*-not-valid", "system", "technical_error", NULL},
    {"assistant-*", "system", "technical_error", NULL},
    {"phone-call-provider-*", "system", "technical_error", NULL},
    {NULL, NULL, NULL, NULL}};

/* Where a call's members stand: in the event, or in the call within it; an answer of the REST is
 * the call. */
struct places {
    json_t *event, *call;
};

static json_t *held_by(const struct places *p, const char *path)
{
    const json_t *v = cv_at(p->event, path);
    return v && !json_is_null(v) ? p->event : p->call;
}

static const char *word_at(const struct places *p, const char *path)
{
    return json_string_value(cv_at(held_by(p, path), path));
}

static void gone(const struct places *p, const char *path)
{
    cv_gone(p->event, path);
    cv_gone(p->call, path);
}

static void take_text(struct conversion *c, const struct places *p, const char *path,
                      const char *part, const char *name, size_t max)
{
    if (cv_put_text(c, part, name, cv_text_at(c->a, held_by(p, path), path), max))
        gone(p, path);
}

/* --- the transcript -------------------------------------------------------------------------- */

static void take_calls(struct conversion *c, json_t *turn, int64_t offset)
{
    size_t i;
    json_t *call;
    json_array_foreach(json_object_get(turn, "toolCalls"), i, call)
    {
        const char *name = cv_text_at(c->a, call, "function.name");
        const json_t *arguments = cv_at(call, "function.arguments");
        name = name ? name : cv_text_at(c->a, call, "name");
        arguments = arguments ? arguments : json_object_get(call, "parameters");
        if (cv_add_call(c, cv_text_at(c->a, call, "id"), name, arguments, offset) &&
            json_object_size(call) <= 3)
            json_object_clear(call);
    }
}

static void take_result(struct conversion *c, json_t *turn)
{
    const char *error = cv_text_at(c->a, turn, "error");
    if (cv_add_result(c, cv_text_at(c->a, turn, "toolCallId"), cv_text_at(c->a, turn, "name"),
                      json_object_get(turn, "result"), error ? "error" : "ok")) {
        cv_gone(turn, "result");
        cv_gone(turn, "role");
        if (json_object_size(turn) <= 4)
            json_object_clear(turn);
    }
}

static void take_turn(struct conversion *c, size_t no, json_t *turn)
{
    static const char *const told[] = {"message", "secondsFromStart", "time", "endTime",
                                       "duration"};
    const char *role = json_string_value(json_object_get(turn, "role"));
    const char *ours = cv_word_of(roles, role), *text = cv_text_at(c->a, turn, "message");
    int64_t offset = cv_offset_at(turn, "secondsFromStart");
    text = text ? text : cv_text_at(c->a, turn, "content");
    bool said = cv_add_message(c, ours ? ours : "system", text, offset);
    take_calls(c, turn, offset);
    if (json_object_get(turn, "toolCallId"))
        take_result(c, turn);
    bool calls = json_array_size(json_object_get(turn, "toolCalls")) > 0;
    for (size_t i = 0; i < sizeof told / sizeof *told && (said || calls); i++)
        cv_gone(turn, told[i]);
    if (said)
        cv_gone(turn, "content");
    if ((said && ours) || calls)
        cv_gone(turn, "role");
    cv_keep_turn(c, no, turn);
}

/* The same list stands in several places, and once more as one text. */
static void take_transcript(struct conversion *c, const struct places *p)
{
    static const char *const lists[] = {"artifact.messages", "messages"};
    static const char *const others[] = {"artifact.transcript", "transcript"};
    size_t i;
    json_t *turn;
    bool taken = false;
    for (size_t k = 0; k < 2; k++) {
        json_t *all = cv_at(held_by(p, lists[k]), lists[k]);
        if (json_array_size(all) && !taken) {
            json_array_foreach(all, i, turn) take_turn(c, i + 1, turn);
            taken = true;
        }
        if (json_is_array(all))
            gone(p, lists[k]);
    }
    for (size_t k = 0; k < 2; k++) {
        const char *text = word_at(p, others[k]);
        if (text && !taken)
            cv_add_lines(c, text, speakers);
        taken = taken || text;
        gone(p, others[k]);
    }
    if (taken) {
        gone(p, "artifact.messagesOpenAIFormatted");
        gone(p, "messagesOpenAIFormatted");
    }
}

/* --- what was made of it, and what it cost ---------------------------------------------------- */

static void take_outputs(struct conversion *c, json_t *outputs)
{
    const char *key;
    json_t *o;
    json_object_foreach(outputs, key, o)
    {
        const char *name = cv_text_at(c->a, o, "name");
        json_t *result = json_object_get(o, "result");
        if (!result)
            continue;
        cv_collect(c, name ? name : key, result, NULL);
        cv_gone(o, "result");
    }
}

static void take_verdict(struct conversion *c, const struct places *p)
{
    bool well;
    json_t *from = held_by(p, "analysis.successEvaluation");
    const json_t *verdict = cv_at(from, "analysis.successEvaluation");
    if (!verdict || json_is_null(verdict))
        return;
    cv_judge(c, "Success evaluation", verdict, NULL);
    if (cv_yes_no(verdict, &well) && well)
        cv_put_text(c, NULL, "outcome", "success", 20);
    cv_put_ending(c, endings, word_at(p, "endedReason"));
    if (cv_yes_no(verdict, &well) && !well)
        cv_put_text(c, NULL, "outcome", "incomplete", 20);
    cv_gone(from, "analysis.successEvaluation");
}

static void take_analysis(struct conversion *c, const struct places *p)
{
    const char *key;
    json_t *v, *from = held_by(p, "analysis");
    json_t *data = cv_at(from, "analysis.structuredData");
    take_text(c, p, "analysis.summary", "analysis", "summary", 10000);
    if (json_is_object(data)) {
        json_object_foreach(data, key, v) cv_collect(c, key, v, NULL);
        cv_gone(from, "analysis.structuredData");
    }
    take_outputs(c, cv_at(held_by(p, "artifact.structuredOutputs"), "artifact.structuredOutputs"));
    take_verdict(c, p);
    if (json_object_get(c->doc, "analysis"))
        cv_put_text(c, "analysis", "source", "Vapi", 40);
}

/* The parts of a cost: {"transport": 0.01, ...}; else out of the list of all that cost. */
static void take_parts(struct conversion *c, const struct places *p)
{
    static const char *const parts[] = {
        "transport",        "stt", "llm", "tts", "vapi", "chat", "voicemailDetectionCost",
        "knowledgeBaseCost"};
    double n;
    size_t i;
    json_t *cost, *sum = cv_at(held_by(p, "costBreakdown"), "costBreakdown");
    for (i = 0; i < sizeof parts / sizeof *parts; i++)
        if (cv_number_at(sum, parts[i], &n) && n > 0)
            cv_put_cost_part(c, parts[i], n);
    if (!json_is_object(sum))
        json_array_foreach(cv_at(held_by(p, "costs"), "costs"), i,
                           cost) if (cv_number_at(cost, "cost", &n))
            cv_put_cost_part(c, cv_text_at(c->a, cost, "type"), n);
}

static void take_model(struct conversion *c, const struct places *p)
{
    static const char *const tokens[][2] = {{"promptTokens", "input_tokens"},
                                            {"completionTokens", "output_tokens"}};
    double n, sum[2] = {0};
    size_t i;
    json_t *cost;
    bool any = false;
    json_array_foreach(cv_at(held_by(p, "costs"), "costs"), i, cost)
    {
        cv_put_text(c, "voice_ai", "llm_model", cv_text_at(c->a, cost, "model.model"), 100);
        for (size_t k = 0; k < 2; k++)
            if (cv_number_at(cost, tokens[k][0], &n) && n >= 0 && n < 1e9) {
                any = true;
                sum[k] += n;
            }
    }
    for (size_t k = 0; k < 2 && any; k++)
        cv_put(c, "voice_ai", tokens[k][1], json_integer((json_int_t)sum[k]));
    const char *model = "assistant.model.model";
    cv_put_text(c, "voice_ai", "llm_model", cv_text_at(c->a, held_by(p, model), model), 100);
}

static void take_cost(struct conversion *c, const struct places *p)
{
    double cost;
    if (!cv_number_at(held_by(p, "cost"), "cost", &cost))
        return;
    cv_put_cost(c, cost, "USD");
    gone(p, "cost");
    take_parts(c, p);
}

/* --- the call --------------------------------------------------------------------------------- */

static void take_times(struct conversion *c, const struct places *p, bool ended)
{
    ms_t start = 0, end = 0;
    bool began = cv_time_at(held_by(p, "startedAt"), "startedAt", &start) ||
                 cv_time_at(held_by(p, "createdAt"), "createdAt", &start);
    if (began)
        cv_put_time(c, "created_at", start);
    if (!ended || !cv_time_at(held_by(p, "endedAt"), "endedAt", &end) ||
        !cv_put_time(c, "closed_at", end))
        return;
    if (began && end >= start)
        cv_put_duration(c, (double)(end - start) / 1000);
    gone(p, "startedAt");
    gone(p, "endedAt");
}

static void take_who(struct conversion *c, const struct places *p)
{
    const char *type = json_string_value(json_object_get(p->call, "type"));
    cv_put_text(c, NULL, "direction", cv_word_of(directions, type), 20);
    cv_put_text(c, NULL, "platform", cv_word_of(platforms, type), 20);
    take_text(c, p, "assistant.name", NULL, "agent", 100);
    take_text(c, p, "customer.name", NULL, "client", 150);
    take_text(c, p, "customer.email", NULL, "client_email", 254);
    if (cv_put_phone(c, "phone_number",
                     cv_text_at(c->a, held_by(p, "customer.number"), "customer.number")))
        gone(p, "customer.number");
    if (cv_put_phone(c, "did",
                     cv_text_at(c->a, held_by(p, "phoneNumber.number"), "phoneNumber.number")))
        gone(p, "phoneNumber.number");
    static const char *const variables[] = {"artifact.variableValues", "artifact.variables",
                                            "assistantOverrides.variableValues"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        cv_use_variables(c, cv_at(held_by(p, variables[i]), variables[i]));
}

/* Those with an own signature can be read by whoever asks. */
static void take_recordings(struct conversion *c, const struct places *p)
{
    static const char *const names[] = {"artifact.presignedStereoUrl",
                                        "artifact.stereoRecordingUrl",
                                        "artifact.recording.stereoUrl",
                                        "artifact.presignedMonoUrl",
                                        "artifact.recordingUrl",
                                        "artifact.recording.mono.combinedUrl",
                                        "stereoRecordingUrl",
                                        "recordingUrl",
                                        "artifact.presignedAssistantUrl",
                                        "artifact.recording.mono.assistantUrl",
                                        "artifact.presignedCustomerUrl",
                                        "artifact.recording.mono.customerUrl",
                                        "artifact.videoRecordingUrl",
                                        "artifact.recording.videoUrl"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cv_take_recording(c, p->event, names[i]);
        cv_take_recording(c, p->call, names[i]);
    }
}

static void take_call(struct conversion *c, const struct places *p, const char *state)
{
    bool ended = strcmp(state, "closed") == 0;
    cv_take_text(c, p->call, "id", NULL, "id", 100);
    cv_put_text(c, NULL, "agent_kind", "ai", 10);
    cv_put_text(c, NULL, "channel", "voice", 10);
    cv_put_text(c, NULL, "status", state, 10);
    take_times(c, p, ended);
    take_who(c, p);
    take_transcript(c, p);
    take_analysis(c, p);
    cv_put_ending(c, endings, word_at(p, "endedReason"));
    take_text(c, p, "endedReason", "voice_ai", "termination", 60);
    take_model(c, p);
    take_cost(c, p);
    take_recordings(c, p);
    if (p->event != p->call)
        cv_gone(p->event, "type");
    if (cv_word_of(states, json_string_value(json_object_get(p->call, "status"))))
        cv_gone(p->call, "status");
    if (cv_word_of(states, json_string_value(json_object_get(p->event, "status"))))
        cv_gone(p->event, "status");
}

bool vapi_call(const json_t *body, const char *path, const char *type, struct arena *a,
               struct converted *out, const char **why)
{
    struct conversion c;
    const json_t *said = *path ? cv_at(body, path) : body;
    const json_t *call = *path ? json_object_get(said, "call") : said;
    const char *state = cv_word_of(states, json_string_value(json_object_get(said, "status")));
    bool report = strcmp(type, "end-of-call-report") == 0;
    if (!cv_id_fits(json_string_value(json_object_get(call, "id")), why))
        return false;
    if (!report && !state && strcmp(type, "status-update") == 0)
        return true; /* of a call that is only planned, or in a state that nobody knows */
    state = report ? "closed" : state ? state : "active";
    cv_begin(&c, a, body);
    struct places p = {.event = *path ? cv_at(c.rest, path) : c.rest};
    p.call = *path ? json_object_get(p.event, "call") : p.event;
    out->phase = report ? PHASE_ANALYSED : strcmp(state, "closed") == 0 ? PHASE_ENDED : PHASE_BEGAN;
    cv_time_at(p.event, "timestamp", &out->happened_at);
    take_call(&c, &p, state);
    cv_gone(p.event, "timestamp");
    cv_keep_envelope(&c, p.event, path, "event");
    out->doc = cv_end(&c, p.event);
    return true;
}

/* --- events ----------------------------------------------------------------------------------- */

/* Of the many messages that a call sends, those that say something about it as a whole. */
static bool is_kept(const char *type)
{
    static const char *const kept[] = {"end-of-call-report", "status-update", "transfer-update"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (strcmp(kept[i], type) == 0)
            return true;
    return false;
}

static bool identify(const json_t *body, struct arena *a, const char **type, const char **id,
                     const char **subject, const char **why)
{
    const json_t *m = json_object_get(body, "message");
    *type = json_string_value(json_object_get(m, "type"));
    *subject = json_string_value(cv_at(m, "call.id"));
    if (!*type || !**type || strlen(*type) > EVENT_TYPE_MAX) {
        *why = "it has no message with a type";
        return false;
    }
    if (is_kept(*type) && !cv_id_fits(*subject, why))
        return false;
    const char *more = json_string_value(json_object_get(m, "status"));
    if (strcmp(*type, "end-of-call-report") == 0)
        more = NULL;
    else if (strcmp(*type, "status-update") != 0 || !more)
        more = cv_body_digest(a, body);
    if (*subject && !cv_id_fits(*subject, why))
        *subject = NULL;
    *id = cv_event_id(a, *type, *subject ? *subject : "", more);
    return true;
}

static bool convert(const json_t *body, const char *type, struct arena *a, struct converted *out,
                    const char **why)
{
    *out = (struct converted){0};
    return !is_kept(type) || vapi_call(body, "message", type, a, out, why);
}

const struct intake_source source_vapi = {.name = "vapi", .identify = identify, .convert = convert};
