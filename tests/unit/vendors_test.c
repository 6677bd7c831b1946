#include "unit/unit.h"

#include "intake/convert.h"
#include "intake/document.h"
#include "intake/vendors.h"

static const struct intake_source *source_of(const char *name)
{
    return intake_source(strncmp(name, "eleven", 6) == 0 ? "elevenlabs"
                         : *name == 'r'                  ? "retell"
                                                         : "vapi");
}

static void unref(void *json)
{
    json_decref(json);
}

static json_t *load(struct arena *a, const char *name)
{
    json_t *body = json_load_file(arena_printf(a, "tests/fixtures/vendors/%s.json", name), 0, NULL);
    assert_non_null(body);
    arena_cleanup(a, unref, body);
    return body;
}

/* Converts, and holds the document to what one may be. */
static json_t *converted(struct arena *a, const struct intake_source *s, const json_t *body,
                         struct converted *out)
{
    const char *type, *id, *subject, *why = NULL;
    assert_true(s->identify(body, a, &type, &id, &subject, &why));
    assert_true(strlen(id) <= EVENT_ID_MAX);
    assert_true(s->convert(body, type, a, out, &why));
    if (!out->doc)
        return NULL;
    arena_cleanup(a, unref, out->doc);
    const char *problem = doc_problem(out->doc, a);
    if (problem)
        fail_msg("%s", problem);
    return out->doc;
}

static json_t *sample(struct arena *a, const char *name, int phase)
{
    struct converted out;
    json_t *doc = converted(a, source_of(name), load(a, name), &out);
    assert_non_null(doc);
    assert_int_equal(out.phase, phase);
    return doc;
}

/* The value at a path, as JSON: texts with their quotes. Numbers in a path count from 0. */
static const char *value(struct arena *a, const json_t *doc, const char *path)
{
    char key[100];
    const json_t *v = doc;
    for (size_t n; *path; path += n + (path[n] == '/')) {
        n = strcspn(path, "/");
        snprintf(key, sizeof key, "%.*s", (int)n, path);
        v = json_is_array(v) ? json_array_get(v, strtoul(key, NULL, 10)) : json_object_get(v, key);
    }
    char *text = v ? json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(12)) : NULL;
    const char *out = text ? arena_dup(a, text) : "absent";
    free(text);
    return out;
}

struct expected {
    const char *path, *value;
};

static void expect(struct arena *a, const json_t *doc, const struct expected *e)
{
    for (; e->path; e++)
        if (strcmp(value(a, doc, e->path), e->value) != 0)
            fail_msg("%s is %s, not %s", e->path, value(a, doc, e->path), e->value);
}

#define EXPECT(doc, ...) expect(*state, doc, (const struct expected[]){__VA_ARGS__, {NULL, NULL}})

/* --- ElevenLabs ------------------------------------------------------------------------------ */

static void a_transcription_of_elevenlabs_is_mapped_in_full(void **state)
{
    json_t *doc = sample(*state, "elevenlabs_transcription", PHASE_ANALYSED);
    EXPECT(doc, {"id", "\"conv_5401k5x8f2h9e7tvmn6q\""}, {"agent", "\"Collections EN\""},
           {"agent_kind", "\"ai\""}, {"channel", "\"voice\""}, {"platform", "\"phone\""},
           {"direction", "\"outbound\""}, {"phone_number", "\"+31612345678\""},
           {"did", "\"+31201234567\""}, {"created_at", "\"2026-11-21T08:40:00.000Z\""},
           {"closed_at", "\"2026-11-21T08:40:38.000Z\""}, {"duration_s", "38"},
           {"outcome", "\"success\""}, {"ended_by", "\"agent\""}, {"csat", "4"},
           {"client", "\"Maria Jansen\""}, {"account", "\"NF-204417\""},
           {"client_email", "\"maria@jansen.example\""}, {"cost", "\"0.073100\""},
           {"currency", "\"USD\""}, {"sentiment", "\"positive\""});
    EXPECT(doc, {"voice_ai/contact_result", "\"right_party\""},
           {"voice_ai/call_disposition", "\"promise_to_pay\""}, {"voice_ai/willingness", "4"},
           {"voice_ai/cooperation", "5"}, {"voice_ai/identity_verified", "true"},
           {"voice_ai/sentiment", "\"positive\""}, {"voice_ai/phone_used", "\"primary\""},
           {"voice_ai/termination", "\"end_call tool was called.\""},
           {"voice_ai/llm_model", "\"gemini-2.5-flash\""}, {"voice_ai/input_tokens", "5684"},
           {"voice_ai/output_tokens", "109"}, {"voice_ai/vendor_cost", "\"0.073100\""},
           {"voice_ai/cost_parts/llm", "3100"});
    EXPECT(doc, {"analysis/topic", "\"Promise to pay by Friday\""},
           {"analysis/csat_description", "\"Friendly, a bit fast.\""},
           {"analysis/criteria/1/name", "\"no_pressure\""},
           {"analysis/criteria/1/result", "\"failure\""},
           {"analysis/criteria/1/rationale", "\"The agent proposed a date at once.\""},
           {"analysis/collected/promise_date/value", "\"2026-11-27\""},
           {"analysis/collected/promise_date/rationale", "\"Friday of that week.\""},
           {"details/metadata/cost_credits", "412"},
           {"details/metadata/warnings/0", "\"Audio of the user was quiet in two places\""},
           {"details/metadata/main_language", "\"en\""},
           {"details/tag_ids/0", "\"tag_spring_campaign\""});
}

static void functions_stand_where_they_were_called(void **state)
{
    json_t *doc = sample(*state, "elevenlabs_transcription", PHASE_ANALYSED);
    EXPECT(doc, {"messages/0/role", "\"ai\""}, {"messages/1/role", "\"client\""},
           {"messages/1/offset_ms", "6000"}, {"messages/7", "absent"},
           {"functions/0/name", "\"verify_identity\""}, {"functions/0/after", "3"},
           {"functions/0/parameters/birth_date", "\"1984-03-07\""},
           {"functions/0/status", "\"ok\""},
           {"functions/0/result", "\"{\\\"verified\\\":true,\\\"name\\\":\\\"Maria Jansen\\\"}\""},
           {"functions/1/name", "\"lookup_debt\""}, {"functions/1/status", "\"error\""},
           {"functions/1/result", "\"Upstream answered 502\""}, {"functions/1/after", "4"},
           {"functions/1/offset_ms", "18000"}, {"functions/2/status", "\"pending\""},
           {"functions/3/name", "\"end_call\""}, {"functions/3/after", "7"},
           {"functions/4", "absent"});
}

static void what_opens_doors_is_hidden(void **state)
{
    json_t *doc = sample(*state, "elevenlabs_transcription", PHASE_ANALYSED);
    EXPECT(doc, {"details/turns/2/tool_calls/0/tool_details/headers/Authorization", "\"(hidden)\""},
           {"details/turns/2/tool_calls/0/tool_details/headers/X-Trace", "\"t-1\""},
           {"details/conversation_initiation_client_data/dynamic_variables/secret__api_token",
            "\"(hidden)\""},
           {"details/metadata/authorization_method", "\"authorization_header\""});
    assert_null(strstr(value(*state, doc, ""), "s3cret-token"));
    doc = sample(*state, "vapi_end_of_call_report", PHASE_ANALYSED);
    assert_null(strstr(value(*state, doc, ""), "never-show-this"));
}

static void a_call_that_did_not_come_about_is_one(void **state)
{
    EXPECT(sample(*state, "elevenlabs_failure_twilio", PHASE_ENDED), {"id", "\"conv_0001k5busy\""},
           {"status", "\"closed\""}, {"outcome", "\"no_answer\""},
           {"voice_ai/contact_result", "\"busy\""}, {"direction", "\"outbound\""},
           {"phone_number", "\"+31612345678\""}, {"did", "\"+31201234567\""},
           {"created_at", "\"2026-11-21T08:45:00.000Z\""},
           {"details/metadata/body/SipResponseCode", "\"486\""});
    EXPECT(sample(*state, "elevenlabs_failure_sip", PHASE_ENDED), {"outcome", "\"no_answer\""},
           {"voice_ai/contact_result", "\"no_answer\""}, {"phone_number", "\"+31687654321\""},
           {"details/metadata/body/sip_status_code", "480"});
}

static void sound_makes_a_call_and_is_handed_on(void **state)
{
    struct converted out;
    json_t *body = json_pack("{s:s, s:i, s:{s:s, s:s, s:s, s:[i]}}", "type", "post_call_audio",
                             "event_timestamp", 1795250600, "data", "agent_id", "a",
                             "conversation_id", "conv_1", "full_audio", "SUQzBA==", "odd", 1);
    arena_cleanup(*state, unref, body);
    json_t *doc = converted(*state, source_of("elevenlabs"), body, &out);
    EXPECT(doc, {"id", "\"conv_1\""}, {"channel", "\"voice\""}, {"details/odd/0", "1"},
           {"details/full_audio", "absent"});
    assert_string_equal(out.audio, "SUQzBA==");
    assert_string_equal(out.audio_type, "audio/mpeg");
    assert_int_equal(out.audio_len, 8);
}

/* --- Retell ---------------------------------------------------------------------------------- */

static void the_three_events_of_retell_tell_more_and_more(void **state)
{
    json_t *doc = sample(*state, "retell_call_started", PHASE_BEGAN);
    EXPECT(doc, {"status", "\"active\""}, {"closed_at", "absent"}, {"agent", "\"Front desk\""},
           {"direction", "\"inbound\""}, {"phone_number", "\"+12137771234\""},
           {"did", "\"+12137771235\""}, {"client", "\"John Doe\""}, {"messages", "absent"},
           {"created_at", "\"2026-11-21T08:40:00.123Z\""});
    doc = sample(*state, "retell_call_ended", PHASE_ENDED);
    EXPECT(doc, {"status", "\"closed\""}, {"duration_s", "62"}, {"ended_by", "\"agent\""},
           {"outcome", "absent"}, {"cost", "\"0.700000\""}, {"currency", "\"USD\""},
           {"voice_ai/cost_parts/elevenlabs_tts", "450000"}, {"account", "\"AC-77\""},
           {"voice_ai/termination", "\"agent_hangup\""}, {"details/metadata/branch", "\"Utrecht\""},
           {"details/transfer_destination", "\"+12137770000\""}, {"details/latency/e2e/p50", "800"},
           {"details/recordings/0/name", "\"recording_multi_channel_url\""},
           {"details/recordings/2", "absent"});
    doc = sample(*state, "retell_call_analyzed", PHASE_ANALYSED);
    EXPECT(doc, {"outcome", "\"success\""}, {"sentiment", "\"positive\""},
           {"analysis/summary", "\"The caller booked a visit for Monday at ten.\""},
           {"voice_ai/call_disposition", "\"appointment_booked\""}, {"voice_ai/cooperation", "4"},
           {"voice_ai/identity_verified", "true"},
           {"analysis/collected/detailed_reason/value", "\"Tooth ache on the left\""});
}

static void all_kinds_of_turns_of_retell_are_told(void **state)
{
    json_t *doc = sample(*state, "retell_call_ended", PHASE_ENDED);
    EXPECT(doc, {"messages/0/offset_ms", "700"}, {"messages/1/role", "\"client\""},
           {"messages/2/text", "\"Pressed 1\""}, {"messages/3/role", "\"coach\""},
           {"messages/5/role", "\"agent\""}, {"messages/6/text", "\"Your visit: Monday 10:00\""},
           {"messages/7", "absent"}, {"functions/0/name", "\"book_appointment\""},
           {"functions/0/after", "2"}, {"functions/0/parameters/hour", "10"},
           {"functions/0/status", "\"ok\""}, {"functions/1/status", "\"error\""},
           {"functions/1/result", "\"No credit left\""},
           {"details/turns/0/new_node_name", "\"Welcome\""},
           {"details/turns/1/multimedia/0/summary", "\"A map\""}, {"details/turns/2", "absent"});
}

static void a_dial_that_failed_never_began(void **state)
{
    EXPECT(sample(*state, "retell_dial_failed", PHASE_ENDED), {"outcome", "\"no_answer\""},
           {"voice_ai/contact_result", "\"no_answer\""}, {"phone_number", "\"+12137779999\""},
           {"did", "\"+12137771235\""}, {"messages", "absent"}, {"cost", "\"0.000000\""});
    EXPECT(sample(*state, "retell_transfer", PHASE_BEGAN),
           {"details/transfer_started/transfer_destination/number", "\"+12137770000\""});
}

static void what_may_come_again_is_told_apart(void **state)
{
    const char *type, *once, *again, *subject, *why;
    json_t *body = load(*state, "retell_transfer"), *same = load(*state, "retell_transfer");
    assert_true(source_retell.identify(body, *state, &type, &once, &subject, &why));
    assert_true(source_retell.identify(same, *state, &type, &again, &subject, &why));
    assert_string_equal(once, again);
    json_object_set_new(body, "more", json_true());
    assert_true(source_retell.identify(body, *state, &type, &again, &subject, &why));
    assert_string_not_equal(once, again);
}

/* --- Vapi ------------------------------------------------------------------------------------- */

static void a_report_of_vapi_is_mapped_in_full(void **state)
{
    json_t *doc = sample(*state, "vapi_end_of_call_report", PHASE_ANALYSED);
    EXPECT(doc, {"id", "\"7420f27a-30fd-4f49-a995-5549ae7cc00d\""}, {"agent", "\"Reminder DE\""},
           {"client", "\"Erika Muster\""}, {"phone_number", "\"+4915112345678\""},
           {"did", "\"+493012345678\""}, {"account", "\"K-1001\""}, {"direction", "\"outbound\""},
           {"duration_s", "65"}, {"outcome", "\"success\""}, {"ended_by", "\"client\""},
           {"cost", "\"0.118700\""}, {"voice_ai/llm_model", "\"gpt-4o\""},
           {"voice_ai/input_tokens", "4120"}, {"voice_ai/output_tokens", "188"},
           {"voice_ai/cost_parts/transport", "10800"}, {"voice_ai/willingness", "5"},
           {"voice_ai/contact_result", "\"right_party\""}, {"voice_ai/sentiment", "\"neutral\""},
           {"analysis/criteria/0/name", "\"Success evaluation\""},
           {"analysis/collected/notes/value", "\"Prefers e-mail\""},
           {"analysis/collected/Call quality/value/comment", "\"Clear\""});
    EXPECT(doc, {"messages/0/role", "\"system\""}, {"messages/1/role", "\"ai\""},
           {"messages/1/offset_ms", "1200"}, {"messages/5", "absent"},
           {"functions/0/name", "\"get_invoice\""}, {"functions/0/after", "3"},
           {"functions/0/parameters/customer", "\"K-1001\""}, {"functions/0/status", "\"ok\""},
           {"functions/1/status", "\"pending\""},
           {"details/artifact/transfers/0/destination/number", "\"+493099999999\""},
           {"details/artifact/scorecards/sc-1/metricPoints/greeting", "45"},
           {"details/turns/1/originalMessage", "\"Ich zahle am Montag, wirklich.\""},
           {"details/recordings/0/name", "\"stereoRecordingUrl\""},
           {"details/recordings/5", "absent"}, {"details/artifact/transcript", "absent"});
}

static void a_status_of_vapi_begins_and_ends_a_call(void **state)
{
    EXPECT(sample(*state, "vapi_status_in_progress", PHASE_BEGAN), {"status", "\"active\""},
           {"created_at", "\"2026-11-21T08:39:58.000Z\""}, {"agent", "\"Reminder DE\""});
    EXPECT(sample(*state, "vapi_status_ended", PHASE_ENDED), {"status", "\"closed\""},
           {"duration_s", "65"}, {"ended_by", "\"client\""});
}

static void other_messages_of_vapi_are_taken_and_left(void **state)
{
    static const char *const bodies[] = {
        "{\"message\":{\"type\":\"speech-update\",\"status\":\"started\"}}",
        "{\"message\":{\"type\":\"conversation-update\",\"messages\":[]}}",
        "{\"message\":{\"type\":\"status-update\",\"status\":\"scheduled\",\"call\":{\"id\":\"1\"}}"
        "}",
        "{\"message\":{\"type\":\"new.thing\",\"call\":{\"id\":\"1\"}}}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct converted out;
        json_t *body = json_loads(bodies[i], 0, NULL);
        arena_cleanup(*state, unref, body);
        assert_null(converted(*state, &source_vapi, body, &out));
    }
}

/* --- what nobody knew of ---------------------------------------------------------------------- */

static void unknown_fields_and_values_are_kept(void **state)
{
    EXPECT(sample(*state, "elevenlabs_unknown", PHASE_ANALYSED),
           {"details/brand_new_field/deep/0/kept", "\"yes it is\""},
           {"details/metadata/satellite/name", "\"new kind of metadata\""},
           {"details/metadata/phone_call/direction", "\"sideways\""},
           {"details/metadata/phone_call/feathers", "2"}, {"details/status", "\"settled\""},
           {"details/analysis/call_successful", "\"partly\""},
           {"details/event/something_new/at", "\"the envelope\""},
           {"details/turns/0/role", "\"moderator\""},
           {"details/turns/1/file_input/original_filename", "\"bill.pdf\""},
           {"details/turns/2/value", "\"a turn that is a text\""},
           {"voice_ai/termination", "\"The moon was full\""}, {"direction", "absent"},
           {"duration_s", "12"}, {"outcome", "\"technical_error\""},
           {"messages/1/role", "\"system\""}, {"functions/1/name", "\"late\""});
    EXPECT(sample(*state, "retell_unknown", PHASE_ANALYSED),
           {"details/quantum_state/spin", "\"up\""}, {"details/call_type", "\"hologram\""},
           {"details/call_status", "\"paused\""}, {"details/event/surprise/2", "3"},
           {"details/call_analysis/user_sentiment", "\"Ecstatic\""},
           {"details/call_analysis/vibe/score", "11"}, {"details/turns/0/role", "\"oracle\""},
           {"voice_ai/termination", "\"abducted\""}, {"voice_ai/sentiment", "absent"},
           {"closed_at", "\"2026-11-21T08:40:09.000Z\""});
    EXPECT(sample(*state, "vapi_unknown", PHASE_ANALYSED), {"details/call/aura", "\"green\""},
           {"details/call/status", "\"levitating\""}, {"details/newThing/of/0", "\"value\""},
           {"details/artifact/hologramUrl", "\"https://holo.example/1\""},
           {"outcome", "\"technical_error\""}, {"cost", "\"0.500000\""},
           {"messages/0/text", "\"Hello <b>there</b>\""},
           {"messages/1/text", "\"Hi\\nand a second line\""}, {"duration_s", "30"});
}

static const char *const samples[] = {
    "elevenlabs_transcription", "elevenlabs_unknown",      "elevenlabs_failure_sip",
    "retell_call_analyzed",     "retell_unknown",          "retell_transfer",
    "vapi_end_of_call_report",  "vapi_status_in_progress", "vapi_unknown"};

/* Puts another value in the place of every value of a body, one after the other. */
static void with_each(struct arena *a, const struct intake_source *s, json_t *root, json_t *v,
                      const json_t *other)
{
    const char *key, *type, *id, *subject, *why;
    json_t *item;
    size_t i;
    void *next;
    struct converted out;
    json_object_foreach_safe(v, next, key, item)
    {
        json_incref(item);
        json_object_set(v, key, (json_t *)(uintptr_t)other);
        if (s->identify(root, a, &type, &id, &subject, &why) &&
            s->convert(root, type, a, &out, &why) && out.doc) {
            const char *problem = doc_problem(out.doc, a);
            if (problem)
                fail_msg("%s: %s", key, problem);
            json_decref(out.doc);
        }
        json_object_set_new(v, key, item);
        with_each(a, s, root, item, other);
    }
    json_array_foreach(v, i, item) with_each(a, s, root, item, other);
}

static void any_value_may_be_of_any_kind(void **state)
{
    static const char *const others[] = {"null",   "[]",         "{}",      "-1",
                                         "1e300",  "true",       "\"\"",    "\"1795250400\"",
                                         "[null]", "{\"a\":[]}", "\"<b>\"", "99999999999999999"};
    for (size_t k = 0; k < sizeof samples / sizeof *samples; k++)
        for (size_t o = 0; o < sizeof others / sizeof *others; o++) {
            struct arena *a = arena_new();
            json_t *body = load(a, samples[k]);
            json_t *other = json_loads(others[o], JSON_DECODE_ANY, NULL);
            with_each(a, source_of(samples[k]), body, body, other);
            json_decref(other);
            arena_free(a);
        }
    (void)state;
}

static void long_and_deep_bodies_fit(void **state)
{
    struct arena *a = *state;
    json_t *body = load(a, "elevenlabs_transcription"), *deep = json_object();
    json_t *turns = json_object_get(json_object_get(body, "data"), "transcript");
    json_t *turn = json_array_get(turns, 2);
    for (int i = 0; i < 20000; i++)
        json_array_append_new(turns, json_deep_copy(json_array_get(turns, 0)));
    for (int i = 0; i < 60; i++)
        deep = json_pack("{s:o}", "deeper", deep);
    json_object_set_new(json_object_get(body, "data"), "deep", deep);
    json_object_set_new(turn, "message", json_string(arena_printf(a, "%090000d", 7)));
    json_object_set_new(json_object_get(body, "data"), "agent_name",
                        json_string(arena_printf(a, "%0300d", 7)));
    struct converted out;
    json_t *doc = converted(a, &source_elevenlabs, body, &out);
    assert_int_equal(json_array_size(json_object_get(doc, "messages")), 20000);
    assert_int_equal(strlen(json_string_value(json_object_get(doc, "agent"))), 99 + 3);
    EXPECT(doc, {"details/deep/deeper/deeper/deeper",
                 value(a, doc, "details/deep/deeper/deeper/deeper")});
    assert_int_equal(strlen(value(a, doc, "details/agent_name")), 302); /* all of it is kept */
}

static void usual_names_are_known_however_they_are_written(void **state)
{
    static const struct {
        const char *id, *value, *path, *is;
    } all[] = {
        {"Contact Result", "\"voicemail\"", "voice_ai/contact_result", "\"voicemail\""},
        {"WILLINGNESS", "\"3/5\"", "voice_ai/willingness", "3"},
        {"willingness_to_pay", "6", "voice_ai/willingness", "absent"},
        {"willingness-to-pay", "2.0", "voice_ai/willingness", "2"},
        {"cooperationLevel", "\"4 of 5\"", "voice_ai/cooperation", "4"},
        {"cooperation", "\"very\"", "voice_ai/cooperation", "absent"},
        {"identityVerified", "\"No\"", "voice_ai/identity_verified", "false"},
        {"identity_verified", "\"maybe\"", "voice_ai/identity_verified", "absent"},
        {"sentiment", "\"HOSTILE\"", "voice_ai/sentiment", "\"hostile\""},
        {"sentiment", "\"extremely_negative\"", "sentiment", "\"extremely_negative\""},
        {"phone used", "\"secondary\"", "voice_ai/phone_used", "\"alternate\""},
        {"csat", "5", "csat", "5"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct conversion c;
        json_t *v = json_loads(all[i].value, JSON_DECODE_ANY, NULL);
        json_t *nothing = json_object();
        cv_begin(&c, *state, nothing);
        json_decref(nothing);
        cv_collect(&c, all[i].id, v, NULL);
        EXPECT(c.doc, {all[i].path, all[i].is});
        assert_int_equal(json_object_size(cv_at(c.doc, "analysis.collected")), 1);
        json_decref(v);
        cv_drop(&c);
    }
}

static void answers_to_requests_are_read_alike(void **state)
{
    struct converted out;
    const char *why, *conv = "conv_5401k5x8f2h9e7tvmn6q";
    json_t *body = json_object_get(load(*state, "elevenlabs_transcription"), "data");
    assert_int_equal(convert_fetched("elevenlabs", conv, body, *state, &out, &why), FETCHED_DONE);
    arena_cleanup(*state, unref, out.doc);
    EXPECT(out.doc, {"agent", "\"Collections EN\""}, {"outcome", "\"success\""});
    assert_int_equal(convert_fetched("elevenlabs", "x", body, *state, &out, &why), FETCHED_BAD);
    json_object_set_new(body, "status", json_string("processing"));
    assert_int_equal(convert_fetched("elevenlabs", conv, body, *state, &out, &why),
                     FETCHED_NOT_READY);
    assert_string_equal(why, "processing");
    body = json_object_get(load(*state, "retell_call_analyzed"), "call");
    assert_int_equal(
        convert_fetched("retell", "Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6", body, *state, &out, &why),
        FETCHED_DONE);
    arena_cleanup(*state, unref, out.doc);
    EXPECT(out.doc, {"outcome", "\"success\""}, {"messages/0/role", "\"ai\""});
    body = json_pack("{s:s, s:s, s:s}", "id", "7", "status", "in-progress", "createdAt",
                     "2026-11-21T08:39:58.000Z");
    arena_cleanup(*state, unref, body);
    assert_int_equal(convert_fetched("vapi", "7", body, *state, &out, &why), FETCHED_NOT_READY);
    json_object_set_new(body, "status", json_string("ended"));
    assert_int_equal(convert_fetched("vapi", "7", body, *state, &out, &why), FETCHED_DONE);
    arena_cleanup(*state, unref, out.doc);
    EXPECT(out.doc, {"id", "\"7\""}, {"status", "\"closed\""});
    assert_int_equal(convert_fetched("vapi", "7", json_null(), *state, &out, &why), FETCHED_BAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_transcription_of_elevenlabs_is_mapped_in_full),
        UNIT_TEST(functions_stand_where_they_were_called),
        UNIT_TEST(what_opens_doors_is_hidden),
        UNIT_TEST(a_call_that_did_not_come_about_is_one),
        UNIT_TEST(sound_makes_a_call_and_is_handed_on),
        UNIT_TEST(the_three_events_of_retell_tell_more_and_more),
        UNIT_TEST(all_kinds_of_turns_of_retell_are_told),
        UNIT_TEST(a_dial_that_failed_never_began),
        UNIT_TEST(what_may_come_again_is_told_apart),
        UNIT_TEST(a_report_of_vapi_is_mapped_in_full),
        UNIT_TEST(a_status_of_vapi_begins_and_ends_a_call),
        UNIT_TEST(other_messages_of_vapi_are_taken_and_left),
        UNIT_TEST(unknown_fields_and_values_are_kept),
        UNIT_TEST(any_value_may_be_of_any_kind),
        UNIT_TEST(long_and_deep_bodies_fit),
        UNIT_TEST(usual_names_are_known_however_they_are_written),
        UNIT_TEST(answers_to_requests_are_read_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
