#include "unit/unit.h"

#include "telephony/calls.h"

static const ms_t start = INT64_C(1795227490000);

/* Events as text; T stands for the seconds since the start. */
static void hear(struct calls *c, struct arena *a, const char *text)
{
    struct ami_blocks b = ami_parse(a, text, strlen(text));
    for (size_t i = 0; i < b.n; i++)
        calls_event(c, &b.blocks[i], start + ami_number(&b.blocks[i], "T", 0) * 1000);
}

static const json_t *change(struct calls *c, struct arena *a)
{
    struct call_change *changes;
    assert_int_equal(calls_changes(c, a, true, &changes), 1);
    return changes[0].doc;
}

static const char *text(const json_t *o, const char *member)
{
    const char *s = json_string_value(json_object_get(o, member));
    return s ? s : "";
}

static const json_t *leg(const json_t *doc, size_t i)
{
    return json_array_get(json_object_get(doc, "legs"), i);
}

#define JOIN                                                                                       \
    "Event: QueueCallerJoin\nUniqueid: 1.1\nLinkedid: 1.1\nQueue: support\nCallerIDNum: "          \
    "+4930123456\n"
#define CONNECT                                                                                    \
    "Event: AgentConnect\nUniqueid: 1.1\nLinkedid: 1.1\nQueue: support\nMemberName: Ann\n"         \
    "Interface: PJSIP/1\nRingTime: 3\n"

static void a_call_from_its_first_channel_on(void **state)
{
    struct calls *c = calls_new(NULL);
    hear(c, *state,
         "Event: Newchannel\nUniqueid: 1.1\nLinkedid: 1.1\nExten: 4930999999\nT: 0\n\n" JOIN
         "T: 5\n\n" CONNECT "T: 15\n\nEvent: Hold\nLinkedid: 1.1\nUniqueid: 1.2\nT: 20\n\n"
         "Event: Unhold\nLinkedid: 1.1\nUniqueid: 1.2\nT: 24\n");
    const json_t *doc = change(c, *state);
    assert_string_equal(text(doc, "status"), "active");
    assert_string_equal(text(doc, "did"), "4930999999");
    assert_string_equal(text(doc, "agent"), "Ann");
    assert_null(json_object_get(doc, "closed_at"));
    hear(c, *state,
         "Event: AgentComplete\nUniqueid: 1.1\nQueue: support\nMemberName: Ann\nReason: caller\nT: "
         "45\n\n"
         "Event: Hangup\nUniqueid: 1.1\nLinkedid: 1.1\nT: 46\n");
    doc = change(c, *state);
    assert_string_equal(text(doc, "outcome"), "complete");
    assert_string_equal(text(doc, "ended_by"), "client");
    assert_int_equal(json_integer_value(json_object_get(doc, "wait_s")), 10);
    assert_int_equal(json_integer_value(json_object_get(doc, "hold_s")), 4);
    assert_int_equal(json_integer_value(json_object_get(doc, "duration_s")), 30);
    assert_int_equal(json_integer_value(json_object_get(leg(doc, 0), "talk_s")), 26);
    assert_string_equal(text(leg(doc, 0), "left_reason"), "completed_client");
    calls_settled(c);
    assert_int_equal(calls_open(c), 0);
    calls_free(c);
}

static void other_calls_are_not_made(void **state)
{
    struct calls *c = calls_new(NULL);
    struct call_change *changes;
    hear(c, *state,
         "Event: Newchannel\nUniqueid: 1.1\nLinkedid: 1.1\nExten: 8002\n\n"
         "Event: DialBegin\nUniqueid: 1.1\nLinkedid: 1.1\n\nEvent: AgentConnect\nUniqueid: "
         "9.9\nQueue: x\n\n"
         "Event: Newchannel\nUniqueid: 1.2\nLinkedid: 1.1\nChanVariable: CC_INTERACTION_ID=5\n");
    assert_int_equal(calls_changes(c, *state, true, &changes), 0);
    hear(c, *state,
         "Event: Newstate\nUniqueid: 1.1\nLinkedid: 1.1\nChanVariable: CC_INTERACTION_ID=5\n");
    assert_int_equal(calls_changes(c, *state, true, &changes), 1);
    calls_free(c);
}

static void it_goes_on_from_its_state(void **state)
{
    struct calls *c = calls_new(NULL);
    hear(c, *state, JOIN "T: 5\n");
    calls_settled(c);
    struct calls *next = calls_new(calls_state(c, *state));
    assert_int_equal(calls_open(next), 1);
    hear(next, *state, JOIN "T: 5\n\n" CONNECT "T: 15\n\n" CONNECT "T: 16\n"); /* said twice */
    assert_int_equal(json_array_size(json_object_get(change(next, *state), "legs")), 1);
    calls_free(next);
    next = calls_new("no JSON");
    assert_int_equal(calls_open(next), 0);
    calls_free(next);
    calls_free(c);
}

static void lists_close_what_is_gone(void **state)
{
    static const char rows[] = "Event: CoreShowChannel\nUniqueid: 2.1\nLinkedid: 2.1\n";
    struct calls *c = calls_new(NULL);
    struct call_change *changes;
    const struct call_open open[] = {{"2.1", start - 5000}, {"3.1", start - 9000}};
    hear(c, *state, JOIN "T: 5\n");
    struct ami_blocks channels = ami_parse(*state, rows, strlen(rows)), queues = {0};
    calls_listed(c, &channels, &queues, open, 2, start + 60000);
    assert_int_equal(calls_changes(c, *state, false, &changes), 3);
    for (size_t i = 0; i < 3; i++) {
        bool stays = strcmp(changes[i].ref, "2.1") == 0;
        assert_string_equal(text(changes[i].doc, "status"), stays ? "active" : "closed");
        assert_string_equal(text(changes[i].doc, "ended_by"), stays ? "" : "system");
    }
    calls_settled(c);
    assert_int_equal(calls_open(c), 1);
    calls_free(c);
}

static void agents_are_on_a_break_when_they_are_in_all_queues(void **state)
{
    struct calls *c = calls_new(NULL);
    struct agent_state *states;
#define MEMBER(queue, more)                                                                        \
    "Event: QueueMemberPause\nMemberName: Ann\nQueue: " queue "\nStatus: 1\n" more "\n"
    hear(c, *state, MEMBER("a", "Paused: 0\n") MEMBER("b", "Paused: 0\n"));
    assert_int_equal(calls_agents(c, *state, &states), 1);
    assert_string_equal(states[0].state, "available");
    calls_settled(c);
    hear(c, *state, MEMBER("a", "Paused: 1\nPausedReason: Lunch\n"));
    assert_int_equal(calls_agents(c, *state, &states), 0);
    hear(c, *state, MEMBER("b", "Paused: 1\nPausedReason: Lunch\n"));
    assert_int_equal(calls_agents(c, *state, &states), 1);
    assert_string_equal(states[0].state, "break");
    assert_string_equal(states[0].reason, "Lunch");
    calls_settled(c);
    hear(c, *state,
         "Event: QueueMemberRemoved\nMemberName: Ann\nQueue: a\nStatus: 1\n\n"
         "Event: QueueMemberRemoved\nMemberName: Ann\nQueue: b\nStatus: 1\n");
    assert_int_equal(calls_agents(c, *state, &states), 1);
    assert_string_equal(states[0].state, "offline");
    calls_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_call_from_its_first_channel_on),
        UNIT_TEST(other_calls_are_not_made),
        UNIT_TEST(it_goes_on_from_its_state),
        UNIT_TEST(lists_close_what_is_gone),
        UNIT_TEST(agents_are_on_a_break_when_they_are_in_all_queues),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
