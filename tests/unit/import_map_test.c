/* The map of an import, and rows made by maps. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

/* The command line is no library: its files are compiled into the test. */
/* clang-format off */
#include "core/banned.h"
/* clang-format on */
#include "../../cgi-bin/parley/import_map.c"
#include "../../cgi-bin/parley/import_row.c"
#include "../../cgi-bin/parley/import_source.c"
#include "../../cgi-bin/parley/import_value.c"

#define FIELDS "'id': 'id', 'created_at': 'at'"
#define HEAD "'vendor': 'pbx', 'zone': 'Europe/Berlin', 'fields': {" FIELDS

static const ms_t now = 1900000000000;

/* Maps are written with ' for ". */
static enum err parse(struct map **out, struct arena *a, const char *text)
{
    char *json = arena_dup(a, text);
    for (char *s = json; *s; s++)
        *s = *s == '\'' ? '"' : *s;
    err_clear();
    return map_parse(out, a, "map", json);
}

static void refused(const char *text, const char *message)
{
    struct arena *a = arena_new();
    struct map *m;
    assert_int_equal(parse(&m, a, text), ERR_BAD_REQUEST);
    assert_string_equal(err_detail(), message);
    arena_free(a);
}

static void refuses_what_it_does_not_know(void **state)
{
    (void)state;
    refused("{", "map: line 1: string or '}' expected near end of file");
    refused("[]", "map: must be an object");
    refused("{'vendor': 'a', 'vendor': 'b'}",
            "map: line 1: duplicate object key near '\"vendor\"'");
    refused("{'zone': 'UTC', 'fields': {}}", "map: 'vendor' is missing");
    refused("{'vendro': 'a'}", "map: unknown key 'vendro'");
    refused("{'vendor': 'A b'}", "map: vendor: up to 20 small letters, digits, _ and -");
    refused("{'vendor': 1}", "map: vendor: must be a text");
    refused("{'vendor': 'a', 'zone': 'Mars/Base'}",
            "map: zone: 'Mars/Base' is no zone of this system (Europe/Berlin is one)");
    refused("{'vendor': 'a', 'zone': 'UTC', 'fields': {'id': 'x'}}",
            "map: fields: 'created_at' is missing");
    refused("{" HEAD "}, 'delimiter': 'x'}", "map: delimiter: one of , ; | and tab");
    refused("{" HEAD "}, 'encoding': 'utf-16'}", "map: encoding: utf-8 or latin1");
    refused("{" HEAD "}, 'country_code': '+49'}",
            "map: country_code: up to 3 digits, as in \"49\"");
    refused("{" HEAD "}, 'columns': ['id', 'time']}", "map: columns: the file has no column 'at'");
    refused("{" HEAD "}, 'columns': ['id', 'at', 'at']}",
            "map: columns: the file has more than one column 'at'");
}

static void refuses_sources_that_make_no_sense(void **state)
{
    (void)state;
    refused("{" HEAD ", 'qeue': 'q'}}", "map: fields: there is no field 'qeue'");
    refused("{" HEAD ", 'queue': {'colum': 'q'}}}", "map: fields.queue: unknown key 'colum'");
    refused("{" HEAD ", 'queue': {'prefix': 'q'}}}",
            "map: fields.queue: needs a 'column', or a 'constant' alone");
    refused("{" HEAD ", 'queue': {'column': 'q', 'constant': 'x'}}}",
            "map: fields.queue: needs a 'column', or a 'constant' alone");
    refused("{" HEAD ", 'queue': []}}", "map: fields.queue: is an empty list");
    refused("{" HEAD ", 'queue': null}}",
            "map: fields.queue: must be a text, an object or a list of these");
    refused("{" HEAD ", 'channel': {'constant': 'fax'}}}",
            "map: fields.channel.constant: 'fax' is no channel");
    refused("{" HEAD ", 'channel': {'column': 'c', 'values': {'x': 'fax'}}}}",
            "map: fields.channel.values: 'fax' is no channel");
    refused("{" HEAD ", 'closed_at': {'column': 'c', 'format': '%s'}}}",
            "map: fields.closed_at.format: '%s' is no part of a format");
    refused("{" HEAD ", 'closed_at': {'column': 'c', 'values': {'x': 'y'}}}}",
            "map: fields.closed_at: unknown key 'values'");
    refused("{" HEAD ", 'queue': {'column': 'c', 'format': 'iso'}}}",
            "map: fields.queue: unknown key 'format'");
    refused("{" HEAD ", 'closed_at': {'column': 'c', 'null': 'x'}}}",
            "map: fields.closed_at.null: must be a list of texts");
}

static void refuses_rules_that_make_no_sense(void **state)
{
    (void)state;
    refused("{" HEAD "}, 'rules': {'a': {}}}", "map: rules.a: must be a list of rules");
    refused("{" HEAD "}, 'rules': {'a': [{}, {'then': {}}]}}",
            "map: rules.a[2]: unknown key 'then'");
    refused("{" HEAD "}, 'rules': {'a': [{'when': {'c': '>x'}}]}}",
            "map: rules.a[1].when: '>x' compares with no number");
    refused("{" HEAD "}, 'rules': {'a': [{'when': {'c': ['!x', '!y']}}]}}",
            "map: rules.a[1].when: '!x' must stand alone");
    refused("{" HEAD "}, 'rules': {'a': [{'when': {'c': []}}]}}",
            "map: rules.a[1].when: 'c' is an empty list");
    refused("{" HEAD "}, 'rules': {'a': [{'set': {'id': 'x'}}]}}",
            "map: rules.a[1].set: 'id' is no field that a rule can set");
    refused("{" HEAD "}, 'rules': {'a': [{'set': {'ending': 'x'}}]}}",
            "map: rules.a[1].set.ending: 'x' is no ending");
    refused("{" HEAD "}, 'rules': {'a': [{'set': {'closed_at': 'x'}}]}}",
            "map: rules.a[1].set.closed_at: a time comes from a column: {\"column\": ...}");
    refused("{" HEAD "}, 'rules': {'a': [{'mended': ''}]}}", "map: rules.a[1].mended: is empty");
}

/* --- rows ------------------------------------------------------------------------------------ */

struct text_source {
    const char *s;
};

static ssize_t read_text_source(void *data, char *out, size_t size)
{
    struct text_source *t = data;
    size_t n = strnlen(t->s, size);
    memcpy(out, t->s, n);
    t->s += n;
    return (ssize_t)n;
}

/* The row of a file with one header line and one more line. */
static struct import_row *row_of(struct arena *a, const char *map, const char *csv)
{
    struct text_source source = {csv};
    struct map *m;
    struct csv_record r;
    if (parse(&m, a, map) != OK)
        fail_msg("%s", err_detail());
    struct csv *c =
        csv_new(&(struct csv_options){m->delimiter, m->latin1, read_text_source, &source});
    if (!m->width) {
        assert_int_equal(csv_next(c, &r), CSV_RECORD);
        if (map_bind(m, a, &r) != OK)
            fail_msg("%s", err_detail());
    }
    csv_next(c, &r);
    struct import_row *row = row_read(m, &r, now, a);
    csv_free(c);
    return row;
}

/* What a row holds, as a text: fields in order, then kinds. */
static const char *shown(struct arena *a, const struct import_row *row)
{
    char *all = arena_dup(a, row->state == ROW_REJECTED ? "rejected" : "");
    for (enum map_field f = 0; f < MAP_FIELDS && row->state != ROW_REJECTED; f++) {
        const char *name = map_field_info[f].name;
        char iso[CLOCK_ISO_SIZE];
        if (!row->has[f] || f == MAP_ID)
            continue;
        if (map_field_info[f].kind == MAP_TIME)
            all = arena_printf(a, "%s %s=%.19s", all, name, clock_iso(row->number[f], iso));
        else if (map_field_info[f].kind == MAP_SECONDS)
            all = arena_printf(a, "%s %s=%lld", all, name, (long long)row->number[f]);
        else
            all = arena_printf(a, "%s %s=%s", all, name, row->text[f]);
    }
    for (size_t i = 0; i < row->n_notes; i++)
        all = arena_printf(a, "%s [%s]", all, row->notes[i].kind);
    return *all == ' ' ? all + 1 : all;
}

static void gives(const char *map, const char *csv, const char *expected)
{
    struct arena *a = arena_new();
    assert_string_equal(shown(a, row_of(a, map, csv)), expected);
    arena_free(a);
}

static void reads_times(void **state)
{
    static const char map[] = "{" HEAD "}}";
    (void)state;
    gives(map, "id,at\n1,2024-07-01 12:00:00\n",
          "created_at=2024-07-01T10:00:00 closed_at=2024-07-01T10:00:00");
    gives(map, "id,at\n1,2024-07-01T12:00:00.250+05:30\n",
          "created_at=2024-07-01T06:30:00 closed_at=2024-07-01T06:30:00");
    gives(map, "at,id\n2024-07-01 12:00Z,1\n",
          "created_at=2024-07-01T12:00:00 closed_at=2024-07-01T12:00:00");
    gives(map, "id,at\n1,2024-03-31 02:30:00\n",
          "created_at=2024-03-31T01:30:00 closed_at=2024-03-31T01:30:00 [skipped by the clocks]");
    gives(map, "id,at\n1,2024-02-30 02:30:00\n", "rejected [no time of creation]");
    gives(map, "id,at\n1,\n", "rejected [no time of creation]");
    gives(map, "id,at\n1,1970-01-01 12:00:00\n", "rejected [impossible time]");
    gives(map, "id,at\n1,2099-01-01 12:00:00\n", "rejected [impossible time]");
    gives(map, "id,at\n ,2024-07-01 12:00:00\n", "rejected [no id]");
    gives(map, "id,at\n1\n", "rejected [wrong number of columns]");
    gives(map, "id,at\n1,\"\n", "rejected [malformed line]");
}

static void reads_time_formats(void **state)
{
    (void)state;
    gives("{'vendor': 'p', 'zone': 'UTC', 'fields': {'id': 'id', 'created_at': {'column': 'a', "
          "'format': 'unix'}, 'closed_at': {'column': 'b', 'format': 'unix_ms'}}}",
          "id,a,b\nx,1700000000.5,1700000060000\n",
          "created_at=2023-11-14T22:13:20 closed_at=2023-11-14T22:14:20");
    gives("{'vendor': 'p', 'zone': 'America/New_York', 'fields': {'id': 'id', 'created_at': "
          "{'column': 'a', 'format': '%m/%d/%Y %I:%M:%S %p'}, 'closed_at': {'column': 'b', "
          "'format': '%d.%m.%y %H:%M'}}}",
          "id,a,b\nx,01/31/2024 12:05:00 AM,31.01.24 00:06\n",
          "created_at=2024-01-31T05:05:00 closed_at=2024-01-31T05:06:00");
    gives("{" HEAD ", 'closed_at': {'column': 'b', 'format': '%H:%M', 'null': ['-']}}}",
          "id,at,b\nx,2024-07-01 12:00:00,25:00\n",
          "created_at=2024-07-01T10:00:00 closed_at=2024-07-01T10:00:00 [unreadable time] "
          "[no time of end]");
}

#define SPLIT                                                                                      \
    "{'vendor': 'p', 'zone': 'UTC', 'fields': {'id': 'id', "                                       \
    "'created_at': {'column': 'd', 'time_column': 'a'}, "                                          \
    "'queued_at': {'column': 'd', 'time_column': 'q', 'null': ['0:00:00']}, "                      \
    "'answered_at': {'column': 'd', 'time_column': 's', 'null': ['0:00:00']}, "                    \
    "'closed_at': {'column': 'd', 'time_column': 'e'}, 'queue': 'n', 'agent': 'g', "               \
    "'duration_s': 't'}}"

static void mends_times(void **state)
{
    (void)state;
    gives(SPLIT, "id,d,a,q,s,e,n,g,t\n1,2024-01-01,23:59:50,23:59:55,0:00:05,0:01:05,Q,A,60\n",
          "created_at=2024-01-01T23:59:50 queued_at=2024-01-01T23:59:55 "
          "answered_at=2024-01-02T00:00:05 closed_at=2024-01-02T00:01:05 queue=Q agent=A "
          "duration_s=60 wait_s=10 [over midnight] [over midnight]");
    gives(SPLIT, "id,d,a,q,s,e,n,g,t\n1,2024-01-01,12:01:00,12:00:00,12:02:00,12:03:00,Q,A,60\n",
          "created_at=2024-01-01T12:00:00 queued_at=2024-01-01T12:00:00 "
          "answered_at=2024-01-01T12:02:00 closed_at=2024-01-01T12:03:00 queue=Q agent=A "
          "duration_s=60 wait_s=120 [begins after its other times]");
    gives(SPLIT, "id,d,a,q,s,e,n,g,t\n1,2024-01-01,12:00:00,12:01:00,12:00:30,12:00:10,Q,,20\n",
          "created_at=2024-01-01T12:00:00 queued_at=2024-01-01T12:00:30 "
          "answered_at=2024-01-01T12:00:30 closed_at=2024-01-01T12:00:30 queue=Q duration_s=20 "
          "wait_s=0 [queued after it left the queue] [ends before its other times] [times and "
          "durations disagree] [answered without agent]");
    gives(SPLIT, "id,d,a,q,s,e,n,g,t\n1,2024-01-01,12:00:00,,,12:00:10,,,-5\n",
          "created_at=2024-01-01T12:00:00 closed_at=2024-01-01T12:00:10 [negative duration]");
    gives(SPLIT, "id,d,a,q,s,e,n,g,t\n1,2024-01-01,12:00:00,,,12:00:10,,,999999999\n",
          "created_at=2024-01-01T12:00:00 closed_at=2024-01-01T12:00:10 [impossible duration]");
    gives(SPLIT, "id,d,a,q,s,e,n,g,t\n1,2024-01-01,12:00:00,,,12:00:10,,,1e9\n",
          "created_at=2024-01-01T12:00:00 closed_at=2024-01-01T12:00:10 [unreadable number]");
}

#define ENDINGS                                                                                    \
    "{" HEAD ", 'queued_at': 'q', 'queue': 'n', 'agent': 'g', 'wait_s': 'w', 'duration_s': 't', "  \
    "'closed_at': 'e', 'ending': 'x', 'ended_by': 'b'}}"
#define ENDINGS_HEAD "id,at,q,n,g,w,t,e,x,b\n"
#define AT "1,2024-01-01 12:00:00,"

static void takes_the_last_time_as_the_end(void **state)
{
    static const char map[] = "{" HEAD ", 'answered_at': 'b', 'duration_s': 't', 'queue': 'q'}}";
    (void)state;
    gives(map, "id,at,b,t,q\n1,2024-01-01 12:00:00,2024-01-01 12:00:05,60,Q\n",
          "created_at=2024-01-01T11:00:00 answered_at=2024-01-01T11:00:05 "
          "closed_at=2024-01-01T11:01:05 queue=Q duration_s=60");
    gives(map, "id,at,b,t,q\n1,2024-01-01 12:00:00,,,Q\n",
          "created_at=2024-01-01T11:00:00 closed_at=2024-01-01T11:00:00 queue=Q");
}

static void an_ending_decides_what_is_kept(void **state)
{
    (void)state;
    gives(ENDINGS,
          ENDINGS_HEAD AT "2024-01-01 12:00:10,Q,A,1:30,65,2024-01-01 12:02:45,answered,client",
          "created_at=2024-01-01T11:00:00 queued_at=2024-01-01T11:00:10 "
          "answered_at=2024-01-01T11:01:40 closed_at=2024-01-01T11:02:45 ending=answered "
          "ended_by=client queue=Q agent=A duration_s=65 wait_s=90");
    gives(
        ENDINGS, ENDINGS_HEAD AT "2024-01-01 12:00:10,Q,,20,0,,abandoned,",
        "created_at=2024-01-01T11:00:00 queued_at=2024-01-01T11:00:10 "
        "left_queue_at=2024-01-01T11:00:30 closed_at=2024-01-01T11:00:30 ending=abandoned queue=Q "
        "wait_s=20");
    gives(
        ENDINGS, ENDINGS_HEAD AT "2024-01-01 12:00:10,Q,A,20,9,2024-01-01 12:09:00,abandoned,",
        "created_at=2024-01-01T11:00:00 queued_at=2024-01-01T11:00:10 "
        "left_queue_at=2024-01-01T11:00:30 closed_at=2024-01-01T11:00:30 ending=abandoned queue=Q "
        "wait_s=20 [served though not answered]");
    gives(ENDINGS, ENDINGS_HEAD AT "2024-01-01 12:00:10,Q,,0,0,2024-01-01 12:00:20,left_ivr,",
          "created_at=2024-01-01T11:00:00 closed_at=2024-01-01T11:00:20 ending=left_ivr");
    gives(ENDINGS, ENDINGS_HEAD AT "2024-01-01 12:00:10,Q,A,5,0,2024-01-01 12:00:15,unanswered,",
          "created_at=2024-01-01T11:00:00 queued_at=2024-01-01T11:00:10 "
          "left_queue_at=2024-01-01T11:00:15 closed_at=2024-01-01T11:00:15 ending=unanswered "
          "queue=Q agent=A wait_s=5");
    gives(ENDINGS, ENDINGS_HEAD AT ",,,,,,lost,", "rejected [unmapped value]");
}

static void applies_the_first_rule_that_fits(void **state)
{
    static const char map[] =
        "{" HEAD ", 'queue': {'column': 'c', 'values': {'a': 'Alpha', 'b': null, '': 'None'}}}, "
        "'rules': {'way': [{'when': {'n': ['1', '>=5']}, 'set': {'direction': 'inbound', "
        "'flow': {'column': 'c', 'prefix': 'flow '}}}, "
        "{'when': {'n': '!9*', 'c': 'b'}, 'reject': 'not ours'}, "
        "{'when': {'n': 'x*'}, 'set': {'queue': null}, 'mended': 'odd'}, "
        "{'when': {'n': '=>1'}, 'set': {'direction': 'outbound'}}, {'when': {'n': ''}}]}}";
#define LINE(rest) "id,at,n,c\n1,2024-01-01 12:00:00," rest "\n"
#define TIMES "created_at=2024-01-01T11:00:00 closed_at=2024-01-01T11:00:00"
    (void)state;
    gives(map, LINE("1,a"), TIMES " direction=inbound queue=Alpha flow=flow a");
    gives(map, LINE("5.5,b"), TIMES " direction=inbound flow=flow b");
    gives(map, LINE("4,b"), "rejected [not ours]");
    gives(map, LINE("x9,a"), TIMES " [odd]");
    gives(map, LINE(">1,"), TIMES " direction=outbound queue=None");
    gives(map, LINE(",a"), TIMES " queue=Alpha");
    gives(map, LINE("4,a"), "rejected [unmapped value]");
    gives(map, LINE("1,z"), "rejected [unmapped value]");
}

static void says_what_no_rule_fits(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    struct import_row *row =
        row_of(a, "{" HEAD "}, 'rules': {'end': [{'when': {'o': 'A', 'n': '>0'}}]}}",
               "id,at,o,n\n1,2024-01-01 12:00:00,B,7\n");
    assert_string_equal(row->notes[0].reason, "no rule of 'end' fits: o='B' n='7'");
    assert_int_equal(row->n_original, 4);
    assert_string_equal(row->original[2].s, "B");
    arena_free(a);
}

static void cleans_texts(void **state)
{
    struct buf csv = {0};
    (void)state;
    gives("{" HEAD ", 'agent': {'column': 'g', 'after': '/', 'until_last': '-'}, 'queue': "
          "{'column': 'l', 'until': ','}}, 'null': ['none']}",
          "id,at,g,l\n1,2024-01-01 12:00:00,PJSIP/anna-7-0000a1,\"sales,tT,,,60\"\n",
          TIMES " queue=sales agent=anna-7");
    gives("{" HEAD ", 'agent': ['g', 'l']}, 'null': ['none']}",
          "id,at,g,l\n1,2024-01-01 12:00:00,none,\"\x1b[1m\nEve\x7f\"\n", TIMES " agent=[1m Eve");
    buf_puts(&csv, "id,at,g\n1,2024-01-01 12:00:00,");
    for (int i = 0; i < 101; i++)
        buf_puts(&csv, "\xc3\xa9");
    struct arena *a = arena_new();
    struct import_row *row = row_of(a, "{" HEAD ", 'agent': 'g'}}", csv.s);
    assert_int_equal(strlen(row->text[MAP_AGENT]), 200);
    assert_string_equal(row->notes[0].kind, "text cut");
    arena_free(a);
    buf_free(&csv);
}

static void composes_ids(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    assert_string_equal(row_of(a,
                               "{'vendor': 'p', 'zone': 'UTC', 'columns': ['a', 'b', 't'], "
                               "'fields': {'id': ['a', 'b'], 'created_at': 't'}}",
                               "x,y,2024-01-01 12:00:00\n")
                            ->text[MAP_ID],
                        "x/y");
    arena_free(a);
}

static void makes_numbers_international(void **state)
{
    static const struct {
        const char *country, *trunk, *number, *e164;
    } cases[] = {
        {NULL, "0", "+49 (30) 123-4567", "+49301234567"},
        {NULL, "0", "030 1234567", NULL},
        {"49", "0", "030/1234567", "+49301234567"},
        {"49", "0", "0044 20 7946 0000", "+442079460000"},
        {"49", "0", "201", NULL},
        {"49", "0", "anonymous", NULL},
        {"49", "0", "", NULL},
        {"49", "0", "+0123456789", NULL},
        {"49", "0", "+1234567890123456", NULL},
        {"49", "0", "+49 30 12x34567", NULL},
        {"1", "", "212 555 0123", "+12125550123"},
        {"1", "", "1-212-555-0123", "+12125550123"},
        {"1", "", "0123456789", NULL},
    };
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct map m = {.country_code = cases[i].country, .trunk_prefix = cases[i].trunk};
        const char *e164 = value_e164(&m, cases[i].number, a);
        if (cases[i].e164)
            assert_string_equal(e164 ? e164 : "none", cases[i].e164);
        else
            assert_null(e164);
    }
    arena_free(a);
}

static void reads_seconds(void **state)
{
    static const struct {
        const char *text;
        int64_t s;
    } cases[] = {{"0", 0},      {"75", 75},      {"75.4", 75},  {"-3", -3},       {"1:15", 75},
                 {"-0:05", -5}, {"1:0:0", 3600}, {"x", -99},    {"", -99},        {"1:", -99},
                 {"1:75", -99}, {"--1", -99},    {"1:-1", -99}, {"1:1:1:1", -99}, {"1e3", -99},
                 {"0x10", -99}, {"nan", -99}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t s = -99;
        assert_int_equal(value_seconds(cases[i].text, &s), cases[i].s != -99);
        assert_int_equal(s, cases[i].s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_it_does_not_know),
        cmocka_unit_test(refuses_sources_that_make_no_sense),
        cmocka_unit_test(refuses_rules_that_make_no_sense),
        cmocka_unit_test(reads_times),
        cmocka_unit_test(reads_time_formats),
        cmocka_unit_test(mends_times),
        cmocka_unit_test(takes_the_last_time_as_the_end),
        cmocka_unit_test(an_ending_decides_what_is_kept),
        cmocka_unit_test(applies_the_first_rule_that_fits),
        cmocka_unit_test(says_what_no_rule_fits),
        cmocka_unit_test(cleans_texts),
        cmocka_unit_test(composes_ids),
        cmocka_unit_test(makes_numbers_international),
        cmocka_unit_test(reads_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
