/* Lines of queue_log, fields of CDR and CEL, and sorting them. */
#include "unit/unit.h"

#include "asterisk/cdr.h"
#include "asterisk/cel.h"
#include "asterisk/queue_log.h"
#include "core/sorter.h"

static struct queue_event read_line(const char *text, char copy[300])
{
    struct queue_event e;
    const char *why = NULL;
    snprintf(copy, 300, "%s", text);
    if (!queue_log_line(copy, NULL, &e, &why))
        fail_msg("%s: %s", text, why);
    return e;
}

/* Every event that is documented, and what its parameters mean. */
static void every_event(void **state)
{
    static const struct {
        const char *rest;
        enum queue_event_kind kind;
        int64_t wait_s, talk_s, ring_ms;
    } cases[] = {
        {"ABANDON|2|3|41", QUEUE_ABANDON, 41, -1, -1},
        {"ADDMEMBER|", QUEUE_AGENT, -1, -1, -1},
        {"AGENTDUMP|", QUEUE_RING, -1, -1, -1},
        {"AGENTLOGIN|SIP/1", QUEUE_AGENT, -1, -1, -1},
        {"AGENTCALLBACKLOGIN|1@c", QUEUE_AGENT, -1, -1, -1},
        {"AGENTLOGOFF|SIP/1|100", QUEUE_AGENT, -1, -1, -1},
        {"AGENTCALLBACKLOGOFF|1@c|100|Autologoff", QUEUE_AGENT, -1, -1, -1},
        {"ATTENDEDTRANSFER|BRIDGE|b|5|60|1", QUEUE_TRANSFER_ATTENDED, 5, 60, -1},
        {"BLINDTRANSFER|700|c|5|60|1", QUEUE_TRANSFER, 5, 60, -1},
        {"COMPLETEAGENT|5|60|1", QUEUE_COMPLETE_AGENT, 5, 60, -1},
        {"COMPLETECALLER|5|60|1", QUEUE_COMPLETE_CALLER, 5, 60, -1},
        {"CONFIGRELOAD|", QUEUE_RELOAD, -1, -1, -1},
        {"CONNECT|5|1.2|3", QUEUE_CONNECT, 5, -1, 3000},
        {"ENTERQUEUE||100|1|Bob", QUEUE_ENTER, -1, -1, -1},
        {"EXITEMPTY|1|2|9", QUEUE_EMPTY, 9, -1, -1},
        {"EXITWITHKEY|3|1|2|9", QUEUE_KEY, 9, -1, -1},
        {"EXITWITHTIMEOUT|1|2|9", QUEUE_TIMEOUT, 9, -1, -1},
        {"QUEUESTART|", QUEUE_START, -1, -1, -1},
        {"REMOVEMEMBER|", QUEUE_AGENT, -1, -1, -1},
        {"RINGNOANSWER|1000", QUEUE_RING, -1, -1, 1000},
        {"RINGCANCELED|1500", QUEUE_RING_CANCEL, -1, -1, 1500},
        {"SYSCOMPAT|", QUEUE_SYSTEM, -1, -1, -1},
        {"TRANSFER|700|c|5|60|1", QUEUE_TRANSFER, 5, 60, -1},
        {"PAUSE|Lunch", QUEUE_AGENT, -1, -1, -1},
        {"UNPAUSEALL|", QUEUE_AGENT, -1, -1, -1},
        {"DID|0207", QUEUE_DID, -1, -1, -1},
        {"NEVERSEEN|a|b|c|d|e|f|g|h|i|j", QUEUE_UNKNOWN, -1, -1, -1},
        {"ABANDON|1|1|-5", QUEUE_ABANDON, -1, -1, -1},
        {"ABANDON|1|1|99999999999999999999", QUEUE_ABANDON, -1, -1, -1},
        {"ABANDON", QUEUE_ABANDON, -1, -1, -1},
        {"COMPLETEAGENT|x|60|1", QUEUE_COMPLETE_AGENT, -1, 60, -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300], copy[300];
        snprintf(text, sizeof text, "1366720340|1366720340.303267|MYQUEUE|SIP/8007|%s",
                 cases[i].rest);
        struct queue_event e = read_line(text, copy);
        assert_int_equal(e.kind, cases[i].kind);
        assert_int_equal(e.wait_s, cases[i].wait_s);
        assert_int_equal(e.talk_s, cases[i].talk_s);
        assert_int_equal(e.ring_ms, cases[i].ring_ms);
        assert_string_equal(e.callid, "1366720340.303267");
        assert_string_equal(e.agent, "SIP/8007");
        assert_int_equal(e.at, INT64_C(1366720340000));
    }
}

static void texts_of_events(void **state)
{
    char copy[300];
    (void)state;
    struct queue_event e = read_line("1366720340|1.1|q|NONE|ENTERQUEUE|http://x|0207|1|Bob", copy);
    assert_string_equal(e.caller, "0207");
    assert_string_equal(e.caller_name, "Bob");
    e = read_line("1366720340|1.1|q|NONE|ENTERQUEUE||||", copy);
    assert_null(e.caller);
    assert_null(e.odd);
    e = read_line("1366720340|1.1|q|A|CONNECT|5|1366720335.7|3", copy);
    assert_string_equal(e.channel, "1366720335.7");
    e = read_line("1366720340|1.1|q|A|BLINDTRANSFER|700|internal|five|6|1", copy);
    assert_string_equal(e.to, "700");
    assert_string_equal(e.context, "internal");
    assert_string_equal(e.odd, "time waited");
    e = read_line("1366720340|REALTIME|NONE|NONE|CONFIGRELOAD|", copy);
    assert_string_equal(e.callid, "");
    assert_string_equal(e.queue, "");
    e = read_line("1366720340|1.1|q|A|X|1|2|3|4|5|6|7|8|9", copy);
    assert_int_equal(e.n_params, QUEUE_PARAMS);
    assert_string_equal(e.param[7], "8|9");
}

static void lines_that_are_none(void **state)
{
    static const char *const cases[][2] = {
        {"", "half a line: fewer than five fields"},
        {"1366720340|1.1|q|NONE", "half a line: fewer than five fields"},
        {"1366720340|1.1|q|NONE|", "half a line: fewer than five fields"},
        {"today|1.1|q|NONE|ABANDON|1|1|1", "its time cannot be read"},
        {"12|1.1|q|NONE|ABANDON|1|1|1", "its time cannot be read"},
        {"99999999999|1.1|q|NONE|ABANDON|1|1|1", "its time cannot be read"},
        {"1366720340|1 1|q|NONE|ABANDON|1|1|1", "what stands there is no unique id"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char copy[300];
        struct queue_event e;
        const char *why = NULL;
        snprintf(copy, sizeof copy, "%s", cases[i][0]);
        assert_false(queue_log_line(copy, NULL, &e, &why));
        assert_string_equal(why, cases[i][1]);
    }
}

/* --- CDR ------------------------------------------------------------------------------------- */

static bool read_cdr(const char *uniqueid, const char *start, const char *answer, const char *end,
                     const char *disposition, const char *zone, struct cdr *c)
{
    const char *fields[CDR_FIELDS] = {NULL}, *why = NULL;
    fields[CDR_UNIQUEID] = uniqueid;
    fields[CDR_START] = start;
    fields[CDR_ANSWER] = answer;
    fields[CDR_END] = end;
    fields[CDR_DISPOSITION] = disposition;
    return cdr_read(fields, zone, c, &why);
}

static void times_of_cdrs(void **state)
{
    struct cdr c;
    (void)state;
    assert_true(read_cdr("1.1", "2026-10-21 09:00:00", "2026-10-21 09:00:10", "2026-10-21 09:01:00",
                         "ANSWERED", NULL, &c));
    assert_int_equal(c.start, INT64_C(1792573200000));
    assert_int_equal(c.answer - c.start, 10000);
    assert_null(c.odd);
    assert_true(read_cdr("1.1", "1792573200.5", "", "0000-00-00 00:00:00", "NO ANSWER", NULL, &c));
    assert_int_equal(c.start, INT64_C(1792573200500));
    assert_int_equal(c.end, c.start);
    assert_int_equal(c.answer, 0);
    assert_true(read_cdr("1.1", "2026-10-21 09:00:00", "nonsense", "2026-10-21 08:00:00", "WHAT",
                         NULL, &c));
    assert_non_null(c.odd);
    assert_int_equal(c.end, c.start);
    assert_int_equal(c.disposition, CDR_OTHER);
    assert_false(read_cdr("", "2026-10-21 09:00:00", "", "", "", NULL, &c));
    assert_false(read_cdr("1.1", "", "", "", "", NULL, &c));
    assert_false(read_cdr("1.1", "2026-02-30 09:00:00", "", "", "", NULL, &c));
}

/* 01:30 happens twice in London that night; the unique id says which it is. */
static void an_hour_that_the_clocks_repeat(void **state)
{
    struct cdr c;
    (void)state;
    assert_true(read_cdr("1792888200.1", "2026-10-25 01:30:00", "", "2026-10-25 01:40:00", "BUSY",
                         "Europe/London", &c));
    assert_int_equal(c.start, INT64_C(1792888200000));
    assert_true(read_cdr("pbx-1792891800.1", "2026-10-25 01:30:00", "", "2026-10-25 01:40:00",
                         "BUSY", "Europe/London", &c));
    assert_int_equal(c.start, INT64_C(1792891800000));
    assert_int_equal(c.end - c.start, 600000);
}

static void columns_without_a_header(void **state)
{
    enum cdr_field cdr[CDR_FIELDS];
    enum cel_field cel[CEL_FIELDS];
    (void)state;
    for (size_t n = 0; n < 40; n++) {
        assert_int_equal(cdr_default(n, cdr), n >= 16 && n <= 21);
        assert_int_equal(cel_default(n, cel), n == 19 || n == 20);
    }
    assert_true(cdr_default(21, cdr));
    assert_int_equal(cdr[0], CDR_ACCOUNTCODE);
    assert_int_equal(cdr[19], CDR_LINKEDID);
    assert_true(cdr_default(20, cdr));
    assert_int_equal(cdr[18], CDR_LINKEDID);
    assert_true(cel_default(19, cel));
    assert_int_equal(cel[18], CEL_EXTRA);
    assert_int_equal(cdr_column("CallDate"), CDR_START);
    assert_int_equal(cdr_column("nonsense"), CDR_FIELDS);
    assert_int_equal(cel_column("eventextra"), CEL_EXTRA);
}

/* --- CEL ------------------------------------------------------------------------------------- */

static void events_of_cel(void **state)
{
    static const struct {
        const char *type, *own, *extra;
        enum cel_kind kind;
        const char *source, *to;
        bool odd;
    } cases[] = {
        {"CHAN_START", "", "", CEL_CHAN_START, "", "", false},
        {"HANGUP", "", "{\"hangupsource\":\"SIP/1-2\",\"hangupcause\":16}", CEL_HANGUP, "SIP/1-2",
         "", false},
        {"HANGUP", "", "{\"hangupsource\":7}", CEL_HANGUP, "", "", false},
        {"HANGUP", "", "{\"hangupsource\":", CEL_HANGUP, "", "", true},
        {"BLINDTRANSFER", "", "{\"extension\":\"700\"}", CEL_BLINDTRANSFER, "", "700", false},
        {"USER_DEFINED", "HOLD", "", CEL_HOLD, "", "", false},
        {"USER_DEFINED", "MINE", "", CEL_UNKNOWN, "", "", false},
        {"BRIDGE_ENTER", "", "no JSON, not looked at", CEL_OTHER, "", "", false},
        {"NEW", "", "", CEL_UNKNOWN, "", "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *fields[CEL_FIELDS] = {NULL}, *why = NULL;
        struct cel c;
        fields[CEL_EVENTTYPE] = cases[i].type;
        fields[CEL_USERDEFTYPE] = cases[i].own;
        fields[CEL_EXTRA] = cases[i].extra;
        fields[CEL_EVENTTIME] = "1792573200.123456";
        fields[CEL_UNIQUEID] = "1.1";
        assert_true(cel_read(fields, NULL, &c, &why));
        assert_int_equal(c.at, INT64_C(1792573200123));
        assert_int_equal(c.kind, cases[i].kind);
        assert_string_equal(c.hangup_source, cases[i].source);
        assert_string_equal(c.to, cases[i].to);
        assert_int_equal(c.odd != NULL, cases[i].odd);
        fields[CEL_UNIQUEID] = "";
        assert_false(cel_read(fields, NULL, &c, &why));
    }
}

/* --- sorting --------------------------------------------------------------------------------- */

/* In memory, in a few files and in many: by key, equal ones in the order of adding. */
static void sorting_more_than_fits(void **state)
{
    static const size_t sizes[] = {1 << 20, 4000, 1};
    (void)state;
    for (size_t k = 0; k < 3; k++) {
        struct sorter *s = sorter_new(sizes[k]);
        const char *data;
        size_t len;
        char before[32] = "";
        int n = 0;
        for (int i = 0; i < 300; i++) {
            char text[32];
            int key = i * 7919 % 50;
            int size = snprintf(text, sizeof text, "%03d %03d", key, i);
            assert_int_equal(sorter_add(s, key - 25, text, (size_t)size), OK);
        }
        assert_int_equal(sorter_count(s), 300);
        while (sorter_next(s, &data, &len) == OK && data) {
            char text[32];
            assert_int_equal(len, 7);
            snprintf(text, sizeof text, "%.*s", (int)len, data);
            assert_true(strcmp(before, text) < 0);
            memcpy(before, text, sizeof before);
            n++;
        }
        assert_int_equal(n, 300);
        assert_int_equal(sorter_next(s, &data, &len), OK);
        assert_null(data);
        sorter_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_event),
        cmocka_unit_test(texts_of_events),
        cmocka_unit_test(lines_that_are_none),
        cmocka_unit_test(times_of_cdrs),
        cmocka_unit_test(an_hour_that_the_clocks_repeat),
        cmocka_unit_test(columns_without_a_header),
        cmocka_unit_test(events_of_cel),
        cmocka_unit_test(sorting_more_than_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
