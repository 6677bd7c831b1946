/* Calls from what Asterisk logs: lines of queue_log, CDRs and CELs, and what becomes of them. */
#include "unit/unit.h"

#include "asterisk/join.h"

#include <jansson.h>

/* The call under test. */
static struct join *j;
static json_t *docs; /* those that are done, by id */
static size_t n_done, n_incomplete;
static struct join_figures all;
static char merges[200];

static void on_done(void *data, const struct join_call *call)
{
    (void)data;
    n_done++;
    n_incomplete += call->incomplete;
    all.entered += call->figures.entered;
    all.answered += call->figures.answered;
    all.abandoned += call->figures.abandoned;
    all.rings += call->figures.rings;
    if (call->document)
        assert_int_equal(json_object_set_new_nocheck(docs, call->id, call->document), 0);
}

static void on_merged(void *data, const char *gone, const char *id)
{
    (void)data;
    snprintf(merges, sizeof merges, "%s>%s", gone, id);
}

static const char *agent_name(void *data, const char *name)
{
    (void)data;
    return strcmp(name, "SIP/8007") == 0 ? "Alice Baker" : NULL;
}

static struct join *joiner(void)
{
    return join_new(
        &(struct join_options){.done = on_done, .merged = on_merged, .agent = agent_name});
}

static int begin(void **state)
{
    (void)state;
    docs = json_object();
    n_done = n_incomplete = 0;
    all = (struct join_figures){0};
    merges[0] = 0;
    j = joiner();
    return 0;
}

static int end(void **state)
{
    (void)state;
    json_decref(docs);
    join_free(j);
    return 0;
}

/* --- feeding --------------------------------------------------------------------------------- */

static enum join_use line(const char *text)
{
    char copy[500];
    const char *why = NULL;
    struct queue_event e;
    snprintf(copy, sizeof copy, "%s", text);
    assert_true(queue_log_line(copy, NULL, &e, &why));
    return join_queue(j, &e);
}

static void lines(const char *const *texts)
{
    for (; *texts; texts++)
        assert_int_equal(line(*texts), JOIN_USED);
}

#define LINES(...) lines((const char *const[]){__VA_ARGS__, NULL})

/* A CDR: uniqueid linkedid src dst context channel dstchannel app data start answer end disposition
 */
static void cdr(const char *const v[13])
{
    static const enum cdr_field order[] = {
        CDR_UNIQUEID, CDR_LINKEDID,   CDR_SRC,        CDR_DST,      CDR_DCONTEXT,
        CDR_CHANNEL,  CDR_DSTCHANNEL, CDR_LASTAPP,    CDR_LASTDATA, CDR_START,
        CDR_ANSWER,   CDR_END,        CDR_DISPOSITION};
    const char *fields[CDR_FIELDS] = {NULL}, *why = NULL;
    struct cdr c;
    for (size_t i = 0; i < 13; i++)
        fields[order[i]] = v[i];
    assert_true(cdr_read(fields, NULL, &c, &why));
    assert_int_equal(join_cdr(j, &c), JOIN_USED);
}

#define CDR(...) cdr((const char *const[13]){__VA_ARGS__})

static enum join_use cel(const char *type, const char *time, const char *uniqueid,
                         const char *linkedid, const char *extra)
{
    const char *fields[CEL_FIELDS] = {NULL}, *why = NULL;
    struct cel c;
    fields[CEL_EVENTTYPE] = type;
    fields[CEL_EVENTTIME] = time;
    fields[CEL_UNIQUEID] = uniqueid;
    fields[CEL_LINKEDID] = linkedid;
    fields[CEL_CHANNAME] = uniqueid;
    fields[CEL_EXTRA] = extra;
    assert_true(cel_read(fields, NULL, &c, &why));
    return join_cel(j, &c);
}

/* --- looking --------------------------------------------------------------------------------- */

static void add(char *out, size_t size, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    size_t n = strlen(out);
    if (json_is_integer(v))
        snprintf(out + n, size - n, "%lld ", (long long)json_integer_value(v));
    else if (v && strlen(json_string_value(v)) > 20 && json_string_value(v)[10] == 'T')
        snprintf(out + n, size - n, "%.8s ", json_string_value(v) + 11);
    else
        snprintf(out + n, size - n, "%s ", v ? json_string_value(v) : "-");
}

/* queue agent queued answered left reason ring talk hold transfer */
static void legs_are(const char *id, const char *const *expected)
{
    static const char *const keys[] = {"queue",   "agent",        "queued_at", "answered_at",
                                       "left_at", "left_reason",  "ring_s",    "talk_s",
                                       "hold_s",  "transfer_kind"};
    const json_t *legs = json_object_get(json_object_get(docs, id), "legs"), *leg;
    size_t i;
    json_array_foreach((json_t *)(uintptr_t)legs, i, leg)
    {
        char text[400] = "";
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            add(text, sizeof text, leg, keys[k]);
        text[strlen(text) - 1] = 0;
        assert_non_null(expected[i]);
        assert_string_equal(text, expected[i]);
    }
    assert_null(expected[i]);
}

#define LEGS(id, ...) legs_are(id, (const char *const[]){__VA_ARGS__, NULL})

static void call_is(const char *id, const char *keys, const char *expected)
{
    char text[400] = "", copy[200];
    const json_t *doc = json_object_get(docs, id);
    assert_non_null(doc);
    snprintf(copy, sizeof copy, "%s", keys);
    for (char *save, *k = strtok_r(copy, " ", &save); k; k = strtok_r(NULL, " ", &save))
        add(text, sizeof text, doc, k);
    text[strlen(text) - 1] = 0;
    assert_string_equal(text, expected);
}

static const char *const sums = "queue agent outcome ended_by wait_s duration_s hold_s";

/* --- one call -------------------------------------------------------------------------------- */

/* 1792573200 is 2026-10-21 09:00:00 UTC. */
static void two_rings_an_answer_a_transfer_and_an_abandon(void **state)
{
    (void)state;
    LINES("1792573200|1792573190.1|sales|NONE|ENTERQUEUE||02071234567|1|Carol Jones",
          "1792573210|1792573190.1|sales|SIP/8001|RINGNOANSWER|10000",
          "1792573225|1792573190.1|sales|SIP/8002|RINGNOANSWER|14600",
          "1792573230|1792573190.1|sales|SIP/8007|CONNECT|30|1792573226.4|4",
          "1792573290|1792573190.1|sales|SIP/8007|BLINDTRANSFER|700|internal|30|60|1",
          "1792573292|1792573190.1|support|NONE|ENTERQUEUE||02071234567|1",
          "1792573333|1792573190.1|support|NONE|ABANDON|1|1|41");
    join_flush(j);
    assert_int_equal(n_done, 1);
    LEGS("1792573190.1", "sales SIP/8001 - - 09:00:10 ring_no_answer 10 - - -",
         "sales SIP/8002 - - 09:00:25 ring_no_answer 15 - - -",
         "sales Alice Baker 09:00:00 09:00:30 09:01:30 transferred 4 60 - queue",
         "support - 09:01:32 - 09:02:13 abandoned - - - -");
    call_is("1792573190.1", sums, "support Alice Baker abandoned client 71 60 -");
    call_is("1792573190.1", "created_at closed_at direction phone_number client",
            "09:00:00 09:02:13 inbound 02071234567 Carol Jones");
    assert_int_equal(n_incomplete, 0);
    assert_int_equal(all.entered, 2);
    assert_int_equal(all.answered, 1);
    assert_int_equal(all.abandoned, 1);
    assert_int_equal(all.rings, 2);
}

/* How each event ends a visit: the line, and what the leg and the call say. */
static void endings(void **state)
{
    static const struct {
        bool answered;
        const char *line, *leg, *call;
    } cases[] = {
        {true, "COMPLETECALLER|20|55|1", "completed_client 5 55 - -", "complete client"},
        {true, "COMPLETEAGENT|20|55|1", "completed_agent 5 55 - -", "complete agent"},
        {true, "TRANSFER|8123|internal|20|55|1", "transferred 5 55 - blind", "transferred -"},
        {true, "TRANSFER|02079876543|out|20|55|1", "transferred 5 55 - external", "transferred -"},
        {true, "BLINDTRANSFER|8123|internal|20|55|1", "transferred 5 55 - blind", "transferred -"},
        {true, "ATTENDEDTRANSFER|BRIDGE|b-1|20|55|1", "transferred 5 55 - attended",
         "transferred -"},
        {true, "COMPLETECALLER|x|y|1", "completed_client 5 56 - -", "complete client"},
        {true, "COMPLETECALLER", "completed_client 5 56 - -", "complete client"},
        {false, "ABANDON|1|2|76", "abandoned - - - -", "abandoned client"},
        {false, "EXITWITHTIMEOUT|1|2|76", "timeout - - - -", "no_answer -"},
        {false, "EXITWITHTIMEOUT|1", "timeout - - - -", "no_answer -"},
        {false, "EXITWITHKEY|3|1|2|76", "overflow - - - -", "no_answer -"},
        {false, "EXITEMPTY|1|2|76", "overflow - - - -", "no_answer -"},
        {false, "SYSCOMPAT|", "system - - - -", "technical_error system"},
        {false, "WITHDRAW|1|2|76|info", "system - - - -", "technical_error system"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200], leg[200];
        end(state);
        begin(state);
        LINES("1792573200|c|sales|NONE|ENTERQUEUE||100|1");
        if (cases[i].answered)
            LINES("1792573220|c|sales|SIP/1|CONNECT|20|1792573215.9|5");
        snprintf(text, sizeof text, "1792573276|c|sales|%s|%s",
                 cases[i].answered ? "SIP/1" : "NONE", cases[i].line);
        LINES(text);
        join_flush(j);
        snprintf(leg, sizeof leg, "sales %s 09:00:00 %s 09:01:16 %s",
                 cases[i].answered ? "SIP/1" : "-", cases[i].answered ? "09:00:20" : "-",
                 cases[i].leg);
        LEGS("c", leg);
        call_is("c", "outcome ended_by", cases[i].call);
    }
}

static void what_began_before_the_log_follows_from_durations(void **state)
{
    (void)state;
    LINES("1792573276|c|sales|SIP/1|COMPLETEAGENT|20|55|1",
          "1792573276|d|sales|NONE|ABANDON|1|1|16", "1792573276|e|sales|SIP/2|CONNECT|6|e.2|3");
    join_flush(j);
    LEGS("c", "sales SIP/1 09:00:01 09:00:21 09:01:16 completed_agent - 55 - -");
    LEGS("d", "sales - 09:01:00 - 09:01:16 abandoned - - - -");
    LEGS("e", "sales SIP/2 09:01:10 09:01:16 - - 3 - - -");
    call_is("e", "outcome wait_s", "incomplete 6");
    assert_int_equal(n_incomplete, 1);
}

static void what_is_unknown_or_odd_is_kept(void **state)
{
    (void)state;
    LINES("1792573200|c|sales|NONE|ENTERQUEUE||100|1");
    assert_int_equal(line("1792573200|c|sales|NONE|ENTERQUEUE||100|1"), JOIN_REPEATED);
    assert_int_equal(line("1792573201|c|sales|NONE|NEWEVENT|a||<b>"), JOIN_KEPT);
    assert_int_equal(line("1792573202|c|sales|SIP/1|RINGCANCELED|2000"), JOIN_KEPT);
    LINES("1792573203|c|sales|NONE|ABANDON|1|1|3");
    assert_int_equal(line("1792573204|c|sales|NONE|ABANDON|1|1|4"), JOIN_ODD);
    assert_int_equal(line("1792573204|NONE|NONE|SIP/1|PAUSE|Lunch"), JOIN_NO_CALL);
    assert_int_equal(line("1792573204|REALTIME|NONE|SIP/1|ADDMEMBER|"), JOIN_NO_CALL);
    assert_int_equal(line("1792573204|NONE|NONE|NONE|CONFIGRELOAD|"), JOIN_NO_CALL);
    join_flush(j);
    assert_int_equal(n_done, 1);
    const json_t *events =
        json_object_get(json_object_get(json_object_get(docs, "c"), "details"), "events");
    assert_int_equal(json_array_size(events), 3);
    char *text = json_dumps(json_array_get(events, 0), JSON_COMPACT);
    assert_string_equal(text, "{\"at\":\"2026-10-21T09:00:01.000Z\",\"event\":\"NEWEVENT\","
                              "\"queue\":\"sales\",\"parameters\":[\"a\",\"\",\"<b>\"]}");
    free(text);
    LEGS("c", "sales - 09:00:00 - 09:00:03 abandoned - - - -");
}

/* --- time ------------------------------------------------------------------------------------ */

static void calls_leave_when_they_cannot_change(void **state)
{
    (void)state;
    LINES("1792573200|a|q|NONE|ENTERQUEUE||1|1", "1792573210|a|q|NONE|ABANDON|1|1|10",
          "1792573200|b|q|NONE|ENTERQUEUE||1|1", "1792573210|b|q|NONE|EXITWITHTIMEOUT|1|1|10",
          "1792573200|w|q|NONE|ENTERQUEUE||1|1");
    assert_int_equal(join_open(j), 3);
    join_advance(j, INT64_C(1792573275000));
    assert_int_equal(join_open(j), 2); /* who hung up */
    join_advance(j, INT64_C(1792576815000));
    assert_int_equal(join_open(j), 1); /* who was sent on, and did not come back in an hour */
    join_advance(j, INT64_C(1792616500000));
    assert_int_equal(join_open(j), 0); /* of whom nothing was heard for half a day */
    assert_int_equal(n_incomplete, 1);
}

static void a_start_of_asterisk_ends_what_was_open(void **state)
{
    (void)state;
    LINES("1792573200|a|q|NONE|ENTERQUEUE||1|1");
    assert_int_equal(line("1792573300|NONE|NONE|NONE|QUEUESTART|"), JOIN_NO_CALL);
    join_advance(j, INT64_C(1792573400000));
    assert_int_equal(join_open(j), 0);
    assert_int_equal(n_incomplete, 1);
}

static void changed(void *data, const char *id, json_t *document, bool closed)
{
    char *text = data;
    snprintf(text + strlen(text), 200 - strlen(text), "%s %s%s;", id,
             json_string_value(json_object_get(document, "status")), closed ? " closed" : "");
    json_decref(document);
}

static void followers_see_changes(void **state)
{
    (void)state;
    char text[200] = "";
    LINES("1792573200|a|q|NONE|ENTERQUEUE||1|1");
    join_changed(j, changed, text);
    join_changed(j, changed, text);
    LINES("1792573202|a|q|SIP/1|CONNECT|2|x.1|1");
    join_changed(j, changed, text);
    LINES("1792573208|a|q|SIP/1|COMPLETEAGENT|2|6|1");
    join_changed(j, changed, text);
    assert_string_equal(text, "a active;a active;a closed closed;");
}

/* Saved in the middle and loaded elsewhere, the end is the same. */
static void open_calls_survive_saving(void **state)
{
    const char *why;
    LINES("1792573200|c|sales|NONE|ENTERQUEUE||100|1|Bob",
          "1792573210|c|sales|SIP/8001|RINGNOANSWER|10000",
          "1792573220|c|sales|SIP/1|CONNECT|20|1792573215.9|5");
    json_t *saved = join_save(j);
    join_flush(j);
    json_decref(docs);
    docs = json_object();
    join_free(j);
    j = joiner();
    assert_true(join_load(j, saved, &why));
    assert_int_equal(join_open(j), 1);
    assert_false(join_load(j, saved, &why)); /* twice is once too often */
    assert_int_equal(join_open(j), 1);
    json_decref(saved);
    assert_int_equal(line("1792573220|c|sales|SIP/1|CONNECT|20|1792573215.9|5"), JOIN_REPEATED);
    LINES("1792573276|c|sales|SIP/1|COMPLETEAGENT|20|56|1");
    join_flush(j);
    LEGS("c", "sales SIP/8001 - - 09:00:10 ring_no_answer 10 - - -",
         "sales SIP/1 09:00:00 09:00:20 09:01:16 completed_agent 5 56 - -");
    call_is("c", "client phone_number", "Bob 100");
    (void)state;
}

static void what_was_not_saved_is_not_loaded(void **state)
{
    static const char *const cases[] = {
        "{}",
        "[]",
        "{\"version\":1,\"now\":1,\"calls\":[{}]}",
        "{\"version\":2,\"now\":1,\"calls\":[]}",
        "{\"version\":1,\"now\":1,\"calls\":[{\"id\":\"a\",\"visits\":[{\"kind\":7}],\"paths\":[]}]"
        "}",
        "{\"version\":1,\"now\":1,\"calls\":[{\"id\":\"a\",\"visits\":[{\"reason\":\"no\"}],"
        "\"paths\":[]}]}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = NULL;
        json_t *v = json_loads(cases[i], 0, NULL);
        assert_non_null(v);
        assert_false(join_load(j, v, &why));
        assert_non_null(why);
        assert_int_equal(join_open(j), 0);
        json_decref(v);
    }
}

/* --- CDR and CEL ----------------------------------------------------------------------------- */

static void a_linkedid_joins_an_attended_transfer_to_a_queue(void **state)
{
    (void)state;
    CDR("1792573190.1", "1792573190.1", "02071234567", "02079000000", "from-trunk",
        "SIP/trunk-00000001", "SIP/8001-00000002", "Queue", "sales,t", "2026-10-21 08:59:50",
        "2026-10-21 09:00:20", "2026-10-21 09:03:00", "ANSWERED");
    LINES("1792573200|1792573190.1|sales|NONE|ENTERQUEUE||02071234567|1",
          "1792573220|1792573190.1|sales|SIP/8001|CONNECT|20|1792573215.2|5",
          "1792573250|1792573250.3|support|NONE|ENTERQUEUE||8001|1",
          "1792573260|1792573250.3|support|SIP/8009|CONNECT|10|1792573255.4|5");
    CDR("1792573250.3", "1792573190.1", "8001", "700", "internal", "SIP/8001-00000003",
        "SIP/8009-00000004", "Queue", "support", "2026-10-21 09:00:50", "2026-10-21 09:01:00",
        "2026-10-21 09:03:00", "ANSWERED");
    assert_string_equal(merges, "1792573250.3>1792573190.1");
    LINES("1792573270|1792573190.1|sales|SIP/8001|ATTENDEDTRANSFER|BRIDGE|b|20|50|1",
          "1792573380|1792573250.3|support|SIP/8009|COMPLETECALLER|10|120|1");
    join_flush(j);
    assert_int_equal(n_done, 1);
    LEGS("1792573190.1", "sales SIP/8001 09:00:00 09:00:20 09:01:10 transferred 5 50 - attended",
         "support SIP/8009 09:00:50 09:01:00 09:03:00 completed_client 5 120 - -");
    call_is("1792573190.1", "did phone_number outcome", "02079000000 02071234567 complete");
}

static void cdrs_alone_make_calls(void **state)
{
    (void)state;
    /* dialed out */
    CDR("1.1", "1.1", "8007", "02071234567", "from-internal", "SIP/8007-0000000a",
        "SIP/trunk-0000000b", "Dial", "SIP/trunk/0207", "2026-10-21 09:00:00",
        "2026-10-21 09:00:12", "2026-10-21 09:01:12", "ANSWERED");
    /* somebody called an extension in vain */
    CDR("2.1", "2.1", "02071234567", "8007", "from-trunk", "SIP/trunk-0000000c",
        "SIP/8007-0000000d", "Dial", "SIP/8007", "2026-10-21 09:00:00", "", "2026-10-21 09:00:25",
        "NO ANSWER");
    /* a queue: one agent did not answer, the other did */
    CDR("3.1", "3.1", "100", "800", "default", "SIP/a-0000000e", "SIP/b-0000000f", "Queue",
        "complaints,t", "2026-10-21 09:00:00", "", "2026-10-21 09:03:00", "NO ANSWER");
    CDR("3.1", "3.1", "100", "800", "default", "SIP/a-0000000e", "SIP/c-00000010", "Queue",
        "complaints,t", "2026-10-21 09:00:00", "2026-10-21 09:01:20", "2026-10-21 09:03:00",
        "ANSWERED");
    join_flush(j);
    assert_int_equal(n_done, 3);
    LEGS("1.1", "- Alice Baker - 09:00:12 09:01:12 - 12 60 - -");
    call_is("1.1", "direction phone_number agent outcome duration_s",
            "outbound 02071234567 Alice Baker complete 60");
    LEGS("2.1", "- Alice Baker - - 09:00:25 ring_no_answer 25 - - -");
    call_is("2.1", "direction outcome", "inbound no_answer");
    LEGS("3.1", "complaints SIP/b - - 09:03:00 ring_no_answer - - - -",
         "complaints SIP/c 09:00:00 09:01:20 09:03:00 - - 100 - -");
    call_is("3.1", sums, "complaints SIP/c complete - 80 100 -");
}

static void cel_knows_hold_and_who_hung_up(void **state)
{
    (void)state;
    cel("CHAN_START", "1792573190.5", "1792573190.1", "1792573190.1", "");
    LINES("1792573200|1792573190.1|sales|NONE|ENTERQUEUE||100|1",
          "1792573220|1792573190.1|sales|SIP/1|CONNECT|20|1792573215.2|5");
    cel("HOLD", "1792573230.0", "1792573215.2", "1792573190.1", "");
    cel("UNHOLD", "1792573245.2", "1792573215.2", "1792573190.1", "");
    LINES("1792573276|1792573190.1|sales|SIP/1|COMPLETEAGENT|20|56|1");
    cel("HANGUP", "1792573276.1", "1792573190.1", "1792573190.1",
        "{\"hangupcause\":16,\"hangupsource\":\"1792573190.1\",\"dialstatus\":\"\"}");
    assert_int_equal(cel("SOMETHING", "1792573276.1", "1792573190.1", "1792573190.1", "{}"),
                     JOIN_KEPT);
    cel("CHAN_END", "1792573276.2", "1792573190.1", "1792573190.1", "");
    cel("LINKEDID_END", "1792573276.3", "1792573190.1", "1792573190.1", "");
    join_advance(j, INT64_C(1792573285000));
    assert_int_equal(join_open(j), 0); /* nothing can come any more */
    LEGS("1792573190.1", "sales SIP/1 09:00:00 09:00:20 09:01:16 completed_agent 5 41 15 -");
    call_is("1792573190.1", "created_at hold_s duration_s ended_by", "08:59:50 15 56 agent");
}

static void recordings_belong_to_the_call_of_their_channel(void **state)
{
    static const char *const names[][2] = {
        {"1792573190.1.wav", "1792573190.1"},
        {"q-sales-100-20261021-090000-1792573190.17.wav", "1792573190.17"},
        {"2026/10/21/out-8001-1792573190.17-in.wav", "1792573190.17"},
        {"20261021-090000.wav", ""},
        {"1792573190.wav", ""},
    };
    char id[64];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool found = join_recording_id(names[i][0], id, sizeof id);
        assert_string_equal(found ? id : "", names[i][1]);
    }
    join_recording(j, "1792573215.2", INT64_C(1792573215000), "rec/1792573215.2.wav", 44);
    LINES("1792573200|c|sales|NONE|ENTERQUEUE||100|1",
          "1792573220|c|sales|SIP/1|CONNECT|20|1792573215.2|5");
    join_recording(j, "1700000000.1", INT64_C(1792573221000), "rec/x.wav", -1);
    join_flush(j);
    assert_int_equal(n_done, 2);
    const json_t *list = json_object_get(json_object_get(docs, "c"), "recordings");
    assert_int_equal(json_array_size(list), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(list, 0), "path")),
                        "rec/1792573215.2.wav");
}

/* Nothing that a stranger can write makes memory grow without end, or breaks the JSON. */
static void hostile_calls_stay_small(void **state)
{
    char text[300];
    (void)state;
    LINES("1792573200|c|sa\xff\x01les|NONE|ENTERQUEUE||\"><script>|1|\xc3(\xe2\x82");
    for (int i = 0; i < 3000; i++) {
        snprintf(text, sizeof text, "%d|c|sales|SIP/%d|RINGNOANSWER|1000", 1792573200 + i, i);
        line(text);
        snprintf(text, sizeof text, "%d|c|sales|SIP/%d|WHATEVER|%d", 1792573200 + i, i, i);
        line(text);
    }
    join_flush(j);
    const json_t *doc = json_object_get(docs, "c"), *legs = json_object_get(doc, "legs");
    assert_in_range(json_array_size(legs), 2, 500);
    assert_int_equal(all.rings, 3000);
    call_is("c", "queue", "sa? les");
    char *dump = json_dumps(doc, JSON_COMPACT);
    assert_non_null(dump);
    assert_in_range(strlen(dump), 1000, 150000);
    free(dump);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(two_rings_an_answer_a_transfer_and_an_abandon),
        CASE(endings),
        CASE(what_began_before_the_log_follows_from_durations),
        CASE(what_is_unknown_or_odd_is_kept),
        CASE(calls_leave_when_they_cannot_change),
        CASE(a_start_of_asterisk_ends_what_was_open),
        CASE(followers_see_changes),
        CASE(open_calls_survive_saving),
        CASE(what_was_not_saved_is_not_loaded),
        CASE(a_linkedid_joins_an_attended_transfer_to_a_queue),
        CASE(cdrs_alone_make_calls),
        CASE(cel_knows_hold_and_who_hung_up),
        CASE(recordings_belong_to_the_call_of_their_channel),
        CASE(hostile_calls_stay_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
