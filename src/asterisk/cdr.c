#include "asterisk/cdr.h"

#include "asterisk/when.h"

#include <stdlib.h>
#include <string.h>

enum { HOUR_MS = 3600 * 1000, WEEK_S = 7 * 24 * 3600, SLACK_MS = 2000 };

static const char *const names[CDR_FIELDS][3] = {
    [CDR_ACCOUNTCODE] = {"accountcode"},
    [CDR_SRC] = {"src", "source"},
    [CDR_DST] = {"dst", "destination"},
    [CDR_DCONTEXT] = {"dcontext", "dstcontext"},
    [CDR_CLID] = {"clid", "callerid"},
    [CDR_CHANNEL] = {"channel"},
    [CDR_DSTCHANNEL] = {"dstchannel", "destinationchannel"},
    [CDR_LASTAPP] = {"lastapp", "lastapplication"},
    [CDR_LASTDATA] = {"lastdata"},
    [CDR_START] = {"start", "calldate", "starttime"},
    [CDR_ANSWER] = {"answer", "answertime"},
    [CDR_END] = {"end", "endtime"},
    [CDR_DURATION] = {"duration"},
    [CDR_BILLSEC] = {"billsec", "billableseconds"},
    [CDR_DISPOSITION] = {"disposition"},
    [CDR_AMAFLAGS] = {"amaflags"},
    [CDR_UNIQUEID] = {"uniqueid"},
    [CDR_USERFIELD] = {"userfield"},
    [CDR_PEERACCOUNT] = {"peeraccount"},
    [CDR_LINKEDID] = {"linkedid"},
    [CDR_SEQUENCE] = {"sequence"},
    [CDR_DID] = {"did"},
    [CDR_RECORDING] = {"recordingfile"},
    [CDR_HANGUPSOURCE] = {"hangupsource"},
};

enum cdr_field cdr_column(const char *name)
{
    for (enum cdr_field f = 0; f < CDR_FIELDS; f++)
        for (size_t i = 0; i < 3 && names[f][i]; i++)
            if (strcasecmp(names[f][i], name) == 0)
                return f;
    return CDR_FIELDS;
}

/* What cdr.conf adds behind amaflags: loguniqueid, loguserfield, newcdrcolumns. */
bool cdr_default(size_t n, enum cdr_field out[CDR_FIELDS])
{
    static const enum cdr_field more[][5] = {
        {0},
        {CDR_UNIQUEID},
        {CDR_UNIQUEID, CDR_USERFIELD},
        {CDR_PEERACCOUNT, CDR_LINKEDID, CDR_SEQUENCE},
        {CDR_UNIQUEID, CDR_PEERACCOUNT, CDR_LINKEDID, CDR_SEQUENCE},
        {CDR_UNIQUEID, CDR_USERFIELD, CDR_PEERACCOUNT, CDR_LINKEDID, CDR_SEQUENCE},
    };
    enum { PLAIN = CDR_AMAFLAGS + 1 };
    if (n < PLAIN || n >= PLAIN + sizeof more / sizeof *more)
        return false;
    for (size_t i = 0; i < n; i++)
        out[i] = i < PLAIN ? (enum cdr_field)i : more[n - PLAIN][i - PLAIN];
    return true;
}

static enum cdr_disposition disposition_of(const char *s)
{
    static const struct {
        const char *text;
        enum cdr_disposition is;
    } words[] = {
        {"ANSWERED", CDR_ANSWERED},  {"NO ANSWER", CDR_NO_ANSWER},
        {"NOANSWER", CDR_NO_ANSWER}, {"BUSY", CDR_BUSY},
        {"FAILED", CDR_FAILED},      {"CONGESTION", CDR_CONGESTION},
        {"8", CDR_ANSWERED},         {"4", CDR_BUSY},
        {"2", CDR_FAILED},           {"0", CDR_NO_ANSWER},
        {"CHANUNAVAIL", CDR_FAILED},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i].text, s) == 0)
            return words[i].is;
    return CDR_OTHER;
}

/* An hour that the clocks repeat is read as the first; the unique id knows which it was. */
static void settle(struct cdr *c, const char *zone)
{
    ms_t channel = when_uniqueid(c->field[CDR_UNIQUEID]);
    ms_t *times[] = {&c->start, &c->answer, &c->end};
    if (!zone || !channel)
        return;
    for (size_t i = 0; i < 3; i++) {
        ms_t since = i ? c->start : channel, later = *times[i] + HOUR_MS;
        if (!*times[i] || since - *times[i] <= HOUR_MS / 2)
            continue;
        struct civil a = zone_civil(zone, *times[i]), b = zone_civil(zone, later);
        if (a.hour == b.hour && a.minute == b.minute)
            *times[i] = later;
    }
}

/* Times and durations complete each other. */
static void complete(struct cdr *c)
{
    if (!c->end && c->duration_s >= 0)
        c->end = c->start + c->duration_s * 1000;
    if (!c->end)
        c->end = c->answer ? c->answer : c->start;
    if (!c->answer && c->disposition == CDR_ANSWERED && c->billsec_s > 0)
        c->answer = c->end - c->billsec_s * 1000;
    if (c->answer && c->disposition == CDR_NO_ANSWER)
        c->answer = 0; /* the channel was answered by the queue or a menu, nobody else */
    if (c->end + SLACK_MS < c->start || (c->answer && c->answer + SLACK_MS < c->start))
        c->odd = "times that contradict each other";
    if (c->end - c->start > WEEK_S * (ms_t)1000)
        c->odd = "a call longer than a week";
    if (c->end < c->start || c->end - c->start > WEEK_S * (ms_t)1000)
        c->end = c->start;
    if (c->answer && c->answer < c->start)
        c->answer = c->start;
    if (c->answer > c->end)
        c->answer = c->end;
}

static bool read_times(struct cdr *c, const char *zone, const char **why)
{
    static const char *const zero = "0000-00-00";
    ms_t *times[] = {&c->start, &c->answer, &c->end};
    for (size_t i = 0; i < 3; i++) {
        const char *s = c->field[CDR_START + i];
        if (!*s || strncmp(s, zero, strlen(zero)) == 0 || strcmp(s, "0") == 0)
            continue;
        if (!when_read(s, zone, times[i])) {
            *times[i] = 0;
            c->odd = "a time that cannot be read";
        }
    }
    *why = "its start cannot be read";
    return c->start != 0;
}

static int64_t read_seconds(struct cdr *c, enum cdr_field f)
{
    int64_t v = *c->field[f] ? when_number(c->field[f], WEEK_S) : -1;
    if (v < 0 && *c->field[f])
        c->odd = "a duration that cannot be read";
    return v;
}

bool cdr_read(const char *const fields[CDR_FIELDS], const char *zone, struct cdr *out,
              const char **why)
{
    struct cdr c = {.odd = NULL};
    for (enum cdr_field f = 0; f < CDR_FIELDS; f++)
        c.field[f] = fields[f] ? fields[f] : "";
    if (!*c.field[CDR_UNIQUEID]) {
        *why = "no unique id: see loguniqueid in cdr.conf";
        return false;
    }
    *why = "what stands there is no unique id";
    if (!when_id(c.field[CDR_UNIQUEID]) ||
        (*c.field[CDR_LINKEDID] && !when_id(c.field[CDR_LINKEDID])))
        return false;
    if (!read_times(&c, zone, why))
        return false;
    c.disposition = disposition_of(c.field[CDR_DISPOSITION]);
    c.duration_s = read_seconds(&c, CDR_DURATION);
    c.billsec_s = read_seconds(&c, CDR_BILLSEC);
    settle(&c, zone);
    complete(&c);
    *out = c;
    return true;
}
