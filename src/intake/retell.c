/* Retell: {"event", "call"}; the call is what its REST answers for one. */
#include "intake/convert.h"
#include "intake/vendors.h"

#include <string.h>

static const struct cv_word roles[] = {
    {"agent", "ai"},       {"user", "client"}, {"transfer_target", "agent"},
    {"injected", "coach"}, {"sms", "system"},  {NULL, NULL}};
static const struct cv_word speakers[] = {
    {"Agent", "ai"}, {"User", "client"}, {"Transfer Target", "agent"}, {NULL, NULL}};
static const struct cv_word platforms[] = {
    {"phone_call", "phone"}, {"web_call", "web"}, {NULL, NULL}};
static const struct cv_word directions[] = {
    {"inbound", "inbound"}, {"outbound", "outbound"}, {NULL, NULL}};
static const struct cv_word states[] = {{"registered", "active"},    {"ongoing", "active"},
                                        {"not_connected", "closed"}, {"ended", "closed"},
                                        {"error", "closed"},         {NULL, NULL}};

static const struct cv_ending endings[] = {
    {"user_hangup", "client", NULL, NULL},
    {"agent_hangup", "agent", NULL, NULL},
    {"call_transfer", "agent", "transferred", NULL},
    {"transfer_bridged", "agent", "transferred", NULL},
    {"transfer_cancelled", "system", NULL, NULL},
    {"call_take_over", "agent", "transferred", NULL},
    {"manual_stopped", "agent", NULL, NULL},
    {"voicemail_reached", "agent", "no_answer", "voicemail"},
    {"ivr_reached", "agent", "incomplete", "ivr"},
    {"inactivity", "system", "incomplete", NULL},
    {"max_duration_reached", "system", "incomplete", NULL},
    {"dial_busy", "system", "no_answer", "busy"},
    {"dial_no_answer", "system", "no_answer", "no_answer"},
    {"user_declined", "client", "no_answer", "declined"},
    {"dial_failed", "system", "failed", "failed"},
    {"invalid_destination", "system", "failed", "invalid_number"},
    {"marked_as_spam", "system", "failed", NULL},
    {"scam_detected", "system", "failed", NULL},
    {"no_valid_payment", "system", "failed", NULL},
    {"concurrency_limit_reached", "system", "failed", NULL},
    {"no_concurrency_fallback", "system", "failed", NULL},
    {"registered_call_timeout", "system", "failed", NULL},
    {"telephony_provider_*", "system", "technical_error", NULL},
    {"sip_routing_error", "system", "technical_error", NULL},
    {"error_user_not_joined", "system", "no_answer", NULL},
    {"error_*", "system", "technical_error", NULL},
    {NULL, NULL, NULL, NULL}};

static const struct {
    const char *event;
    int phase;
} phases[] = {{"call_started", PHASE_BEGAN},       {"call_ended", PHASE_ENDED},
              {"call_analyzed", PHASE_ANALYSED},   {"transcript_updated", PHASE_BEGAN},
              {"transfer_started", PHASE_BEGAN},   {"transfer_bridged", PHASE_BEGAN},
              {"transfer_cancelled", PHASE_BEGAN}, {"transfer_ended", PHASE_BEGAN}};

/* PHASE_PLAIN: that event is not known. */
static int phase_of(const char *event)
{
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++)
        if (strcmp(phases[i].event, event) == 0)
            return phases[i].phase;
    return PHASE_PLAIN;
}

/* --- the transcript -------------------------------------------------------------------------- */

static void take_said(struct conversion *c, json_t *turn, const char *role)
{
    const char *ours = cv_word_of(roles, role), *text = cv_text_at(c->a, turn, "content");
    int64_t offset = cv_offset_at(json_array_get(json_object_get(turn, "words"), 0), "start");
    if (offset < 0)
        offset = cv_offset_at(turn, "time_sec");
    if (!cv_add_message(c, ours ? ours : "system", text, offset))
        return;
    cv_gone(turn, "content");
    cv_gone(turn, "words");
    cv_gone(turn, "time_sec");
    if (ours && strcmp(role, "sms") != 0)
        cv_gone(turn, "role");
}

static void take_call_of(struct conversion *c, json_t *turn)
{
    if (cv_add_call(c, cv_text_at(c->a, turn, "tool_call_id"), cv_text_at(c->a, turn, "name"),
                    json_object_get(turn, "arguments"), NO_OFFSET) &&
        json_object_size(turn) <= 4)
        json_object_clear(turn);
}

static void take_result(struct conversion *c, json_t *turn)
{
    const json_t *ok = json_object_get(turn, "successful");
    const char *status = json_is_false(ok) ? "error" : "ok";
    if (cv_add_result(c, cv_text_at(c->a, turn, "tool_call_id"), NULL,
                      json_object_get(turn, "content"), status) &&
        json_object_size(turn) <= 4)
        json_object_clear(turn);
}

static void take_turn(struct conversion *c, size_t no, json_t *turn)
{
    const char *role = json_string_value(json_object_get(turn, "role"));
    const char *digit = cv_text_at(c->a, turn, "digit");
    role = role ? role : "";
    if (strcmp(role, "tool_call_invocation") == 0)
        take_call_of(c, turn);
    else if (strcmp(role, "tool_call_result") == 0)
        take_result(c, turn);
    else if (strcmp(role, "dtmf") == 0 && digit &&
             cv_add_message(c, "client", arena_printf(c->a, "Pressed %s", digit), NO_OFFSET))
        json_object_clear(turn);
    else
        take_said(c, turn, role);
    cv_keep_turn(c, no, turn);
}

/* Three tellings of the same; the fullest is taken, and the others add nothing to it. */
static void take_transcript(struct conversion *c, json_t *call)
{
    static const char *const tellings[] = {"transcript_with_tool_calls", "transcript_object"};
    size_t i;
    json_t *turn;
    bool taken = false;
    for (size_t t = 0; t < 2; t++) {
        json_t *all = json_object_get(call, tellings[t]);
        bool take = json_array_size(all) && !taken;
        if (take)
            json_array_foreach(all, i, turn) take_turn(c, i + 1, turn);
        taken = taken || take;
        if (json_is_array(all))
            cv_gone(call, tellings[t]);
    }
    const char *text = json_string_value(json_object_get(call, "transcript"));
    if (text && !taken)
        cv_add_lines(c, text, speakers);
    if (text)
        cv_gone(call, "transcript");
}

/* --- what was made of it, and what it cost ---------------------------------------------------- */

static void take_analysis(struct conversion *c, json_t *call)
{
    const char *key;
    json_t *v, *analysis = json_object_get(call, "call_analysis");
    json_t *custom = json_object_get(analysis, "custom_analysis_data");
    if (!json_object_size(analysis))
        return;
    cv_take_text(c, analysis, "call_summary", "analysis", "summary", 10000);
    if (json_is_object(custom)) {
        json_object_foreach(custom, key, v) cv_collect(c, key, v, NULL);
        cv_gone(analysis, "custom_analysis_data");
    }
    if (cv_put_mood(c, json_string_value(json_object_get(analysis, "user_sentiment"))))
        cv_gone(analysis, "user_sentiment");
    v = json_object_get(analysis, "in_voicemail");
    if (json_is_true(v))
        cv_put_text(c, "voice_ai", "contact_result", "voicemail", 40);
    if (json_is_boolean(v))
        cv_gone(analysis, "in_voicemail");
    cv_put_text(c, "analysis", "source", "Retell", 40);
}

/* Its money is cents. */
static void take_cost(struct conversion *c, json_t *call)
{
    double cents;
    size_t i;
    json_t *part;
    if (!cv_number_at(call, "call_cost.combined_cost", &cents))
        return;
    cv_put_cost(c, cents / 100, "USD");
    cv_gone(call, "call_cost.combined_cost");
    json_array_foreach(cv_at(call, "call_cost.product_costs"), i,
                       part) if (cv_number_at(part, "cost", &cents))
        cv_put_cost_part(c, cv_text_at(c->a, part, "product"), cents / 100);
}

/* --- the call --------------------------------------------------------------------------------- */

static void take_times(struct conversion *c, json_t *call)
{
    ms_t start = 0, end = 0;
    double ms;
    if (cv_time_at(call, "start_timestamp", &start) && cv_put_time(c, "created_at", start))
        cv_gone(call, "start_timestamp");
    bool lasted = cv_number_at(call, "duration_ms", &ms) && ms >= 0 && ms < 1e12;
    if (lasted)
        cv_put_duration(c, ms / 1000);
    if (!cv_time_at(call, "end_timestamp", &end) && lasted && start)
        end = start + (ms_t)ms;
    if (end && cv_put_time(c, "closed_at", end)) {
        cv_gone(call, "end_timestamp");
        cv_gone(call, "duration_ms");
    }
}

static void take_numbers(struct conversion *c, json_t *call)
{
    const char *direction = json_string_value(json_object_get(call, "direction"));
    bool out = direction && strcmp(direction, "outbound") == 0;
    cv_take_word(c, call, "direction", NULL, "direction", directions);
    cv_take_numbers(c, call, out ? "to_number" : "from_number", out ? "from_number" : "to_number");
}

static void take_recordings(struct conversion *c, json_t *call)
{
    static const char *const names[] = {"recording_multi_channel_url", "recording_url",
                                        "scrubbed_recording_multi_channel_url",
                                        "scrubbed_recording_url"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cv_take_recording(c, call, names[i]);
}

/* Going by what happened, then by what the analysis found, then by how it ended. */
static void take_end(struct conversion *c, json_t *call)
{
    const char *reason = json_string_value(json_object_get(call, "disconnection_reason"));
    const json_t *well = cv_at(call, "call_analysis.call_successful");
    if (json_is_true(well))
        cv_put_text(c, NULL, "outcome", "success", 20);
    cv_put_ending(c, endings, reason);
    if (json_is_false(well))
        cv_put_text(c, NULL, "outcome", "incomplete", 20);
    if (json_is_boolean(well))
        cv_gone(call, "call_analysis.call_successful");
    cv_take_text(c, call, "disconnection_reason", "voice_ai", "termination", 60);
}

static void take_call(struct conversion *c, json_t *call, int phase)
{
    const char *state = cv_word_of(states, json_string_value(json_object_get(call, "call_status")));
    cv_take_text(c, call, "call_id", NULL, "id", 100);
    cv_take_text(c, call, "agent_name", NULL, "agent", 100);
    cv_put_text(c, NULL, "agent_kind", "ai", 10);
    cv_put_text(c, NULL, "channel", "voice", 10);
    cv_put_text(c, NULL, "status", phase > PHASE_BEGAN ? "closed" : state ? state : "active", 10);
    if (state)
        cv_gone(call, "call_status");
    cv_take_word(c, call, "call_type", NULL, "platform", platforms);
    take_times(c, call);
    take_numbers(c, call);
    take_transcript(c, call);
    take_analysis(c, call);
    take_end(c, call);
    take_cost(c, call);
    take_recordings(c, call);
    cv_use_variables(c, json_object_get(call, "retell_llm_dynamic_variables"));
    cv_use_variables(c, json_object_get(call, "collected_dynamic_variables"));
    cv_use_variables(c, json_object_get(call, "metadata"));
}

/* When that happened, as far as it is said. */
static ms_t moment(const json_t *call, int phase)
{
    ms_t t = 0;
    if (phase == PHASE_BEGAN)
        cv_time_at(call, "start_timestamp", &t);
    else
        cv_time_at(call, "end_timestamp", &t);
    return t;
}

bool retell_call(const json_t *body, const char *path, const char *event, struct arena *a,
                 struct converted *out, const char **why)
{
    struct conversion c;
    const json_t *said = *path ? cv_at(body, path) : body;
    if (!cv_id_fits(json_string_value(json_object_get(said, "call_id")), why))
        return false;
    cv_begin(&c, a, body);
    json_t *call = *path ? cv_at(c.rest, path) : c.rest;
    out->phase = phase_of(event);
    out->happened_at = moment(call, out->phase);
    take_call(&c, call, out->phase);
    cv_keep_envelope(&c, call, path, strncmp(event, "transfer_", 9) == 0 ? event : "event");
    out->doc = cv_end(&c, call);
    return true;
}

/* An event that may come several times for one call is told from others by all it says. */
static bool identify(const json_t *body, struct arena *a, const char **type, const char **id,
                     const char **subject, const char **why)
{
    *type = json_string_value(json_object_get(body, "event"));
    *subject = json_string_value(cv_at(body, "call.call_id"));
    if (!*type || !**type || strlen(*type) > EVENT_TYPE_MAX) {
        *why = "it has no event";
        return false;
    }
    bool once = strncmp(*type, "call_", 5) == 0;
    if (!cv_id_fits(*subject, why))
        return false;
    *id = cv_event_id(a, *type, *subject, once ? NULL : cv_body_digest(a, body));
    return true;
}

static bool convert(const json_t *body, const char *type, struct arena *a, struct converted *out,
                    const char **why)
{
    *out = (struct converted){0};
    return phase_of(type) == PHASE_PLAIN || retell_call(body, "call", type, a, out, why);
}

const struct intake_source source_retell = {
    .name = "retell", .identify = identify, .convert = convert};
