#include "core/clock.h"

#include <fcntl.h>

static const char zone_folder[] = "/usr/share/zoneinfo/";
enum { DAY_S = 86400 };

ms_t clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (ms_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_mono_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Both conversions: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
int64_t date_days(struct date d)
{
    int64_t y = d.year - (d.month <= 2);
    int64_t era = floor_div(y, 400), yoe = y - era * 400;
    int64_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct date date_from_days(int64_t days)
{
    days += 719468;
    int64_t era = floor_div(days, 146097), doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (struct date){
        .year = (int)(yoe + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
    };
}

bool date_parse(const char *s, struct date *out)
{
    static const char shape[] = "dddd-dd-dd";
    for (int i = 0; i < 10; i++)
        if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
            return false;
    if (s[10])
        return false;
    struct date d = {
        .year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0'),
        .month = (s[5] - '0') * 10 + (s[6] - '0'),
        .day = (s[8] - '0') * 10 + (s[9] - '0'),
    };
    if (d.year < 1970 || d.month < 1 || d.month > 12)
        return false;
    if (date_compare(date_from_days(date_days(d)), d) != 0)
        return false;
    *out = d;
    return true;
}

int date_compare(struct date a, struct date b)
{
    return a.year != b.year     ? (a.year > b.year) - (a.year < b.year)
           : a.month != b.month ? (a.month > b.month) - (a.month < b.month)
                                : (a.day > b.day) - (a.day < b.day);
}

ms_t clock_utc(struct date d, int hour, int minute, int second, int millisecond)
{
    return ((date_days(d) * 24 + hour) * 60 + minute) * 60000 + second * 1000LL + millisecond;
}

static struct civil from_parts(int64_t days, int64_t second_of_day, int millisecond)
{
    return (struct civil){
        .date = date_from_days(days),
        .hour = (int)(second_of_day / 3600),
        .minute = (int)(second_of_day / 60 % 60),
        .second = (int)(second_of_day % 60),
        .millisecond = millisecond,
        .weekday = (int)(((days + 4) % 7 + 7) % 7),
    };
}

const char *clock_iso(ms_t at, char out[CLOCK_ISO_SIZE])
{
    int64_t s = floor_div(at, 1000), days = floor_div(s, DAY_S);
    struct civil c = from_parts(days, s - days * DAY_S, (int)(at - s * 1000));
    snprintf(out, CLOCK_ISO_SIZE, "%04d-%02u-%02uT%02u:%02u:%02u.%03uZ", c.date.year % 10000,
             (unsigned)c.date.month % 100, (unsigned)c.date.day % 100, (unsigned)c.hour % 100,
             (unsigned)c.minute % 100, (unsigned)c.second % 100, (unsigned)c.millisecond % 1000);
    return out;
}

/* The folder holds other files as well; a zone begins with a mark. */
static bool zone_file(const char *path)
{
    char magic[4] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool right = fd >= 0 && read(fd, magic, 4) == 4 && memcmp(magic, "TZif", 4) == 0;
    if (fd >= 0)
        close(fd);
    return right;
}

/* The zones below right/ count leap seconds, which our instants do not. */
bool zone_valid(const char *zone)
{
    static char known[64]; /* the last one that was right: asked again at every request */
    char path[128];
    size_t len = strlen(zone);
    if (len && strcmp(known, zone) == 0)
        return true;
    if (!len || len > 40 || zone[0] == '/' || strstr(zone, "..") ||
        strncmp(zone, "right/", 6) == 0 ||
        strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-") != len)
        return false;
    snprintf(path, sizeof path, "%s%s", zone_folder, zone);
    if (!zone_file(path))
        return false;
    snprintf(known, sizeof known, "%s", zone);
    return true;
}

/* The C library's zone is process-wide; a worker serves one request at a time. */
static void use_zone(const char *zone)
{
    static char current[64];
    if (strcmp(current, zone) == 0)
        return;
    snprintf(current, sizeof current, "%s", zone);
    setenv("TZ", zone, 1);
    tzset();
}

static void local_parts(const char *zone, int64_t s, struct tm *tm)
{
    time_t t = (time_t)s;
    use_zone(zone);
    localtime_r(&t, tm);
}

struct civil zone_civil(const char *zone, ms_t at)
{
    struct tm tm;
    int64_t s = floor_div(at, 1000);
    local_parts(zone, s, &tm);
    struct civil c = {
        .date = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday},
        .hour = tm.tm_hour,
        .minute = tm.tm_min,
        .second = tm.tm_sec,
        .millisecond = (int)(at - s * 1000),
        .weekday = tm.tm_wday,
        .offset_s = (int)tm.tm_gmtoff,
    };
    memcpy(c.abbreviation, tm.tm_zone, strnlen(tm.tm_zone, sizeof c.abbreviation - 1));
    return c;
}

static int64_t offset_at(const char *zone, int64_t s)
{
    struct tm tm;
    local_parts(zone, s, &tm);
    return tm.tm_gmtoff;
}

/* A local time is its UTC reading less the offset in force. Around a change there are two
 * candidates: the offset of the day before and of the day after. The earlier one that reads back as
 * the local time asked for is meant; when neither does, the clocks skipped it. */
ms_t zone_instant(const char *zone, struct date d, int hour, int minute, int second, bool *shifted)
{
    int64_t local = date_days(d) * DAY_S + hour * 3600 + minute * 60 + second;
    int64_t before = offset_at(zone, local - DAY_S), after = offset_at(zone, local + DAY_S);
    int64_t first = local - (before > after ? before : after);
    int64_t second_try = local - (before > after ? after : before);
    if (shifted)
        *shifted = false;
    if (offset_at(zone, first) + first == local)
        return first * 1000;
    if (offset_at(zone, second_try) + second_try == local)
        return second_try * 1000;
    if (shifted)
        *shifted = true;
    return (local - before) * 1000;
}

ms_t zone_day_start(const char *zone, struct date d)
{
    bool skipped;
    ms_t at = zone_instant(zone, d, 0, 0, 0, &skipped);
    if (!skipped)
        return at;
    /* Midnight was skipped: the day begins at the change itself. Find it between a second of the
     * day before and the shifted midnight, which is in the day. */
    int64_t low = at / 1000 - DAY_S / 2, high = at / 1000;
    int64_t target = date_days(d) * DAY_S;
    while (high - low > 1) {
        int64_t mid = low + (high - low) / 2;
        if (offset_at(zone, mid) + mid >= target)
            high = mid;
        else
            low = mid;
    }
    return high * 1000;
}
