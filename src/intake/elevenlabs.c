/* ElevenLabs Agents: {"type", "event_timestamp", "data"}. The data of a transcription is what its
 * REST answers for a conversation. */
#include "intake/convert.h"
#include "intake/vendors.h"

#include <string.h>
#include <strings.h>

static const struct cv_word roles[] = {
    {"user", "client"}, {"agent", "ai"}, {"assistant", "ai"}, {"system", "system"}, {NULL, NULL}};
static const struct cv_word directions[] = {
    {"inbound", "inbound"}, {"outbound", "outbound"}, {NULL, NULL}};
static const struct cv_word good[] = {{"success", "success"}, {NULL, NULL}};
static const struct cv_word bad[] = {{"failure", "incomplete"}, {NULL, NULL}};
static const struct cv_word web_sources[] = {{"widget", "web"},      {"js_sdk", "web"},
                                             {"react_sdk", "web"},   {"android_sdk", "web"},
                                             {"swift_sdk", "web"},   {"react_native_sdk", "web"},
                                             {"flutter_sdk", "web"}, {NULL, NULL}};

/* It says in free text how a call ended. */
static const struct cv_ending endings[] = {{"*voicemail*", "agent", "no_answer", "voicemail"},
                                           {"*end_call*", "agent", NULL, NULL},
                                           {"*transfer*", "agent", "transferred", NULL},
                                           {"*remote party*", "client", NULL, NULL},
                                           {"*client disconnected*", "client", NULL, NULL},
                                           {"*client ended*", "client", NULL, NULL},
                                           {"*user ended*", "client", NULL, NULL},
                                           {"*max*duration*", "system", "incomplete", NULL},
                                           {"*maximum*", "system", "incomplete", NULL},
                                           {"*inactiv*", "system", "incomplete", NULL},
                                           {"*silence*", "system", "incomplete", NULL},
                                           {"*error*", "system", "technical_error", NULL},
                                           {NULL, NULL, NULL, NULL}};

/* Why a call did not come about. */
static const struct cv_ending failures[] = {{"busy", "system", "no_answer", "busy"},
                                            {"no-answer", "system", "no_answer", "no_answer"},
                                            {"*", "system", "failed", "failed"},
                                            {NULL, NULL, NULL, NULL}};

/* --- the transcript -------------------------------------------------------------------------- */

/* Whether nothing is left of a call but what the function's own row says. */
static bool only_names(const json_t *call)
{
    const char *key;
    json_t *v;
    bool only = true;
    json_object_foreach((json_t *)(uintptr_t)call, key, v) only =
        only && (json_is_null(v) || strcmp(key, "request_id") == 0 ||
                 strcmp(key, "tool_name") == 0 || strcmp(key, "type") == 0);
    return only;
}

static void take_calls(struct conversion *c, json_t *turn, int64_t offset)
{
    size_t i;
    json_t *call;
    json_array_foreach(json_object_get(turn, "tool_calls"), i, call)
    {
        const char *name = cv_text_at(c->a, call, "tool_name");
        if (!name || !cv_add_call(c, cv_text_at(c->a, call, "request_id"), name,
                                  json_object_get(call, "params_as_json"), offset))
            continue;
        cv_gone(call, "params_as_json");
        if (json_is_true(json_object_get(call, "tool_has_been_called")))
            cv_gone(call, "tool_has_been_called");
        if (only_names(call))
            json_object_clear(call);
    }
}

static void take_results(struct conversion *c, json_t *turn)
{
    size_t i;
    json_t *result;
    json_array_foreach(json_object_get(turn, "tool_results"), i, result)
    {
        const json_t *error = json_object_get(result, "is_error");
        const char *name = cv_text_at(c->a, result, "tool_name");
        const char *status = json_is_true(error) ? "error" : json_is_false(error) ? "ok" : NULL;
        if (!name || !cv_add_result(c, cv_text_at(c->a, result, "request_id"), name,
                                    json_object_get(result, "result_value"), status))
            continue;
        cv_gone(result, "result_value");
        cv_gone(result, "is_error");
        if (json_is_true(json_object_get(result, "tool_has_been_called")))
            cv_gone(result, "tool_has_been_called");
    }
}

/* Several voices in one turn: their texts one after the other. */
static const char *voices(struct arena *a, const json_t *turn)
{
    size_t i;
    json_t *part;
    const char *out = NULL;
    json_array_foreach(cv_at(turn, "multivoice_message.parts"), i, part)
    {
        const char *text = cv_text_at(a, part, "text");
        if (text)
            out = out ? arena_printf(a, "%s %s", out, text) : text;
    }
    return out;
}

static void take_turn(struct conversion *c, size_t no, json_t *turn)
{
    int64_t offset = cv_offset_at(turn, "time_in_call_secs");
    const char *role = cv_word_of(roles, json_string_value(json_object_get(turn, "role")));
    const char *text = cv_text_at(c->a, turn, "message");
    text = text ? text : voices(c->a, turn);
    if (json_is_object(turn) && cv_add_message(c, role ? role : "system", text, offset)) {
        cv_gone(turn, "message");
        if (role)
            cv_gone(turn, "role");
    }
    take_calls(c, turn, offset);
    take_results(c, turn);
    json_t *alone = json_object_get(turn, "role"); /* a turn of which nothing else is left */
    if (alone && role && !text)
        cv_gone(turn, "role");
    if (offset >= 0)
        cv_gone(turn, "time_in_call_secs");
    cv_keep_turn(c, no, turn);
}

static void take_transcript(struct conversion *c, json_t *data)
{
    size_t i;
    json_t *turn, *all = json_object_get(data, "transcript");
    if (!json_is_array(all))
        return;
    json_array_foreach(all, i, turn) take_turn(c, i + 1, turn);
    cv_gone(data, "transcript");
}

/* --- what it was made of it ------------------------------------------------------------------- */

static void take_criterion(struct conversion *c, const char *key, json_t *item)
{
    const char *id = cv_text_at(c->a, item, "criteria_id");
    id = id ? id : key;
    if (!id || !json_object_get(item, "result"))
        return;
    cv_judge(c, id, json_object_get(item, "result"), cv_text_at(c->a, item, "rationale"));
    cv_gone(item, "criteria_id");
    cv_gone(item, "result");
    cv_gone(item, "rationale");
}

static void take_collected(struct conversion *c, const char *key, json_t *item)
{
    const char *id = cv_text_at(c->a, item, "data_collection_id");
    id = id ? id : key;
    json_t *value = json_object_get(item, "value");
    if (!id || !value)
        return;
    cv_collect(c, id, value, cv_text_at(c->a, item, "rationale"));
    cv_gone(item, "data_collection_id");
    cv_gone(item, "value");
    cv_gone(item, "rationale");
}

/* An object by id; a list of the same is sent as well, and only read where there is no object. */
static void take_each(struct conversion *c, json_t *analysis, const char *name, const char *other,
                      void (*take)(struct conversion *, const char *, json_t *))
{
    const char *key;
    size_t i;
    json_t *item, *by_id = json_object_get(analysis, name);
    if (json_object_size(by_id)) {
        json_object_foreach(by_id, key, item) take(c, key, item);
        cv_gone(analysis, other);
    } else {
        json_array_foreach(json_object_get(analysis, other), i, item) take(c, NULL, item);
    }
}

static void take_analysis(struct conversion *c, json_t *data)
{
    json_t *analysis = json_object_get(data, "analysis");
    if (!json_object_size(analysis))
        return;
    cv_take_text(c, analysis, "transcript_summary", "analysis", "summary", 10000);
    cv_take_text(c, analysis, "call_summary_title", "analysis", "topic", 200);
    take_each(c, analysis, "evaluation_criteria_results", "evaluation_criteria_results_list",
              take_criterion);
    take_each(c, analysis, "data_collection_results", "data_collection_results_list",
              take_collected);
    cv_take_word(c, analysis, "call_successful", NULL, "outcome", good);
    cv_put_text(c, "analysis", "source", "ElevenLabs", 40);
}

/* --- what it cost ----------------------------------------------------------------------------- */

/* Adds the tokens of {model: {kind: {"tokens": n}}}; the model with the most of them is the one. */
static void add_tokens(const json_t *usage, double *in, double *out, const char **model,
                       double *most)
{
    const char *name, *kind;
    json_t *kinds, *count;
    double n;
    json_object_foreach(json_object_get(usage, "model_usage"), name, kinds)
    {
        double all = 0;
        json_object_foreach(kinds, kind, count)
        {
            if (!cv_number_at(count, "tokens", &n) || n < 0 || n > 1e12)
                continue;
            *(strncmp(kind, "output", 6) == 0 ? out : in) += n;
            all += n;
        }
        if (all >= *most) {
            *most = all;
            *model = name;
        }
    }
}

static void take_usage(struct conversion *c, const json_t *data, const json_t *charging)
{
    double in = 0, out = 0, most = 0;
    const char *model = NULL, *key;
    json_t *use;
    size_t i;
    json_object_foreach(json_object_get(charging, "llm_usage"), key, use)
        add_tokens(use, &in, &out, &model, &most);
    if (!model)
        json_array_foreach(json_object_get(data, "transcript"), i, use)
            add_tokens(json_object_get(use, "llm_usage"), &in, &out, &model, &most);
    if (!model || in > 1e12 || out > 1e12)
        return;
    cv_put_text(c, "voice_ai", "llm_model", model, 100);
    cv_put(c, "voice_ai", "input_tokens", json_integer((json_int_t)in));
    cv_put(c, "voice_ai", "output_tokens", json_integer((json_int_t)out));
}

/* Credits are no money: they stay in the details, and are called so. */
static void take_cost(struct conversion *c, json_t *metadata)
{
    double cost, part;
    if (cv_number_at(metadata, "cost", &cost)) {
        json_object_set(metadata, "cost_credits", json_object_get(metadata, "cost"));
        cv_gone(metadata, "cost");
    }
    if (!cv_number_at(metadata, "cost_fiat", &cost))
        return;
    cv_put_cost(c, cost, "USD");
    cv_gone(metadata, "cost_fiat");
    if (cv_number_at(metadata, "charging.llm_price", &part))
        cv_put_cost_part(c, "llm", part);
    if (cv_number_at(metadata, "charging.platform_price", &part))
        cv_put_cost_part(c, "platform", part);
}

/* --- the call --------------------------------------------------------------------------------- */

static void take_times(struct conversion *c, json_t *metadata)
{
    ms_t start;
    double seconds;
    bool lasted = cv_number_at(metadata, "call_duration_secs", &seconds) && seconds >= 0;
    if (lasted)
        cv_put_duration(c, seconds);
    if (!cv_time_at(metadata, "start_time_unix_secs", &start) ||
        !cv_put_time(c, "created_at", start))
        return;
    cv_gone(metadata, "start_time_unix_secs");
    if (lasted && seconds < 1e9 && cv_put_time(c, "closed_at", start + (ms_t)(seconds * 1000)))
        cv_gone(metadata, "call_duration_secs");
}

/* By telephone, by a messenger, or in a browser. */
static void take_way(struct conversion *c, json_t *metadata)
{
    json_t *phone = json_object_get(metadata, "phone_call");
    json_t *app = json_object_get(metadata, "whatsapp"), *sms = json_object_get(metadata, "sms");
    const char *channel = json_object_size(app)                                  ? "whatsapp"
                          : json_object_size(sms)                                ? "sms"
                          : json_is_true(json_object_get(metadata, "text_only")) ? "chat"
                                                                                 : "voice";
    cv_put_text(c, NULL, "channel", channel, 20);
    if (json_object_size(phone)) {
        cv_put_text(c, NULL, "platform", "phone", 20);
        cv_take_word(c, phone, "direction", NULL, "direction", directions);
        cv_take_numbers(c, phone, "external_number", "agent_number");
    } else {
        const char *by =
            json_string_value(json_object_get(metadata, "conversation_initiation_source"));
        cv_put_text(c, NULL, "platform", cv_word_of(web_sources, by), 20);
        cv_take_word(c, app, "direction", NULL, "direction", directions);
        cv_take_word(c, sms, "direction", NULL, "direction", directions);
        cv_put_phone(c, "phone_number", cv_text_at(c->a, app, "whatsapp_user_id"));
        cv_take_numbers(c, sms, "sms_user_phone_number", "agent_phone_number");
    }
}

static void take_feedback(struct conversion *c, json_t *metadata)
{
    double rating;
    json_t *feedback = json_object_get(metadata, "feedback");
    if (cv_number_at(feedback, "rating", &rating) && rating >= 1 && rating <= 5 &&
        rating == (int)rating && cv_put(c, NULL, "csat", json_integer((json_int_t)rating)))
        cv_gone(feedback, "rating");
    cv_take_text(c, feedback, "comment", "analysis", "csat_description", 10000);
}

static void take_end(struct conversion *c, json_t *data, json_t *metadata)
{
    const char *status = json_string_value(json_object_get(data, "status"));
    cv_put_ending(c, endings, json_string_value(json_object_get(metadata, "termination_reason")));
    cv_take_text(c, metadata, "termination_reason", "voice_ai", "termination", 60);
    cv_take_word(c, data, "analysis.call_successful", NULL, "outcome", bad);
    if (status && strcmp(status, "done") == 0)
        cv_gone(data, "status");
}

static bool went_wrong(const json_t *data)
{
    const char *status = json_string_value(json_object_get(data, "status"));
    return json_object_size(cv_at(data, "metadata.error")) ||
           (status && strcmp(status, "failed") == 0);
}

static void take_call(struct conversion *c, json_t *data)
{
    json_t *metadata = json_object_get(data, "metadata");
    cv_take_text(c, data, "conversation_id", NULL, "id", 100);
    cv_take_text(c, data, "agent_name", NULL, "agent", 100);
    cv_put_text(c, NULL, "agent_kind", "ai", 10);
    cv_put_text(c, NULL, "status", "closed", 10);
    take_times(c, metadata);
    take_way(c, metadata);
    take_usage(c, data, json_object_get(metadata, "charging"));
    take_cost(c, metadata);
    take_transcript(c, data);
    take_feedback(c, metadata);
    if (went_wrong(data))
        cv_put_text(c, NULL, "outcome", "technical_error", 20);
    take_analysis(c, data);
    take_end(c, data, metadata);
    cv_use_variables(c, cv_at(data, "conversation_initiation_client_data.dynamic_variables"));
}

bool elevenlabs_call(const json_t *body, const char *path, struct arena *a, struct converted *out,
                     const char **why)
{
    struct conversion c;
    const json_t *call = *path ? cv_at(body, path) : body;
    if (!cv_id_fits(json_string_value(json_object_get(call, "conversation_id")), why))
        return false;
    cv_begin(&c, a, body);
    json_t *data = *path ? cv_at(c.rest, path) : c.rest;
    take_call(&c, data);
    out->phase = PHASE_ANALYSED;
    cv_time_at(body, "event_timestamp", &out->happened_at);
    cv_keep_envelope(&c, data, path, "event");
    out->doc = cv_end(&c, data);
    return true;
}

/* --- other events ----------------------------------------------------------------------------- */

/* A call that did not come about: it was made to the client. */
static void take_failure(struct conversion *c, json_t *data, ms_t when)
{
    json_t *body = cv_at(data, "metadata.body");
    cv_take_text(c, data, "conversation_id", NULL, "id", 100);
    cv_take_text(c, data, "agent_name", NULL, "agent", 100);
    cv_put_text(c, NULL, "agent_kind", "ai", 10);
    cv_put_text(c, NULL, "channel", "voice", 10);
    cv_put_text(c, NULL, "platform", "phone", 10);
    cv_put_text(c, NULL, "direction", "outbound", 10);
    cv_put_text(c, NULL, "status", "closed", 10);
    cv_take_numbers(c, body, "To", "From");
    cv_take_numbers(c, body, "to_number", "from_number");
    cv_put_ending(c, failures, json_string_value(json_object_get(data, "failure_reason")));
    cv_take_text(c, data, "failure_reason", "voice_ai", "termination", 60);
    cv_put_duration(c, 0);
    if (when) {
        cv_put_time(c, "created_at", when);
        cv_put_time(c, "closed_at", when);
    }
}

static bool convert_failure(const json_t *body, struct arena *a, struct converted *out)
{
    struct conversion c;
    cv_begin(&c, a, body);
    json_t *data = cv_at(c.rest, "data");
    cv_time_at(body, "event_timestamp", &out->happened_at);
    take_failure(&c, data, out->happened_at);
    out->phase = PHASE_ENDED;
    cv_keep_envelope(&c, data, "data", "event");
    out->doc = cv_end(&c, data);
    return true;
}

/* The sound may come before all else: then there is a call of which no more is known. */
static bool convert_audio(const json_t *body, struct arena *a, struct converted *out,
                          const char **why)
{
    struct conversion c;
    const json_t *audio = cv_at(body, "data.full_audio");
    if (!json_is_string(audio)) {
        *why = "there is no sound in it";
        return false;
    }
    cv_begin(&c, a, body);
    json_t *data = cv_at(c.rest, "data");
    cv_gone(data, "full_audio");
    cv_take_text(&c, data, "conversation_id", NULL, "id", 100);
    cv_take_text(&c, data, "agent_name", NULL, "agent", 100);
    cv_put_text(&c, NULL, "agent_kind", "ai", 10);
    cv_put_text(&c, NULL, "channel", "voice", 10);
    cv_put_text(&c, NULL, "status", "closed", 10);
    cv_time_at(body, "event_timestamp", &out->happened_at);
    out->phase = PHASE_BEGAN; /* whatever else is said of the call knows better */
    out->audio = json_string_value(audio);
    out->audio_len = json_string_length(audio);
    out->audio_type = "audio/mpeg";
    cv_keep_envelope(&c, data, "data", "event");
    out->doc = cv_end(&c, data);
    return true;
}

static bool identify(const json_t *body, struct arena *a, const char **type, const char **id,
                     const char **subject, const char **why)
{
    *type = json_string_value(json_object_get(body, "type"));
    *subject = json_string_value(cv_at(body, "data.conversation_id"));
    if (!*type || strlen(*type) > EVENT_TYPE_MAX)
        *why = "it has no type";
    else if (cv_id_fits(*subject, why))
        *id = cv_event_id(a, *type, *subject, NULL);
    else
        return false;
    return *type && strlen(*type) <= EVENT_TYPE_MAX;
}

static bool convert(const json_t *body, const char *type, struct arena *a, struct converted *out,
                    const char **why)
{
    *out = (struct converted){0};
    if (!cv_id_fits(json_string_value(cv_at(body, "data.conversation_id")), why))
        return false;
    if (strcmp(type, "post_call_transcription") == 0)
        return elevenlabs_call(body, "data", a, out, why);
    if (strcmp(type, "call_initiation_failure") == 0)
        return convert_failure(body, a, out);
    if (strcmp(type, "post_call_audio") == 0)
        return convert_audio(body, a, out, why);
    return true; /* of a kind that is not known: kept where it arrived */
}

const struct intake_source source_elevenlabs = {
    .name = "elevenlabs", .large = true, .identify = identify, .convert = convert};
