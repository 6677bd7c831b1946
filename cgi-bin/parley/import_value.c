#include "import_value.h"

#include "core/iso.h"
#include "core/phone.h"

#include <ctype.h>
#include <math.h>

const char *value_cell(const struct map *m, const struct csv_record *r, size_t column,
                       struct arena *a)
{
    if (m->at[column] >= r->n)
        return "";
    const char *s = r->fields[m->at[column]].s, *end = s + r->fields[m->at[column]].len;
    while (s < end && isspace((unsigned char)*s))
        s++;
    while (end > s && isspace((unsigned char)end[-1]))
        end--;
    return *end ? arena_dupn(a, s, (size_t)(end - s)) : s;
}

static bool listed(const char *const *list, const char *text)
{
    while (*list && strcmp(*list, text) != 0)
        list++;
    return *list != NULL;
}

static bool is_null(const struct map *m, const struct map_source *s, const char *text)
{
    return !*text || listed(s->nulls, text) || listed(m->nulls, text);
}

/* --- texts ----------------------------------------------------------------------------------- */

static const char *last_of(const char *text, const char *what)
{
    const char *found = NULL;
    for (const char *s = strstr(text, what); s; s = strstr(s + 1, what))
        found = s;
    return found;
}

/* The part that after, until and until_last leave; what is not there cuts nothing. */
static const char *part(const struct map_source *s, const char *text, struct arena *a)
{
    const char *found;
    if (s->after && (found = strstr(text, s->after)))
        text = found + strlen(s->after);
    if (s->until && (found = strstr(text, s->until)))
        text = arena_dupn(a, text, (size_t)(found - text));
    if (s->until_last && (found = last_of(text, s->until_last)))
        text = arena_dupn(a, text, (size_t)(found - text));
    return text;
}

static enum value_status one_text(const struct map *m, const struct map_source *s,
                                  const struct csv_record *r, struct arena *a, const char **out,
                                  const char **seen)
{
    if (s->from == FROM_CONSTANT)
        *out = s->constant;
    if (s->from != FROM_COLUMN)
        return s->from == FROM_CONSTANT ? VALUE_OK : VALUE_NONE;
    const char *text = value_cell(m, r, s->column, a);
    if (!is_null(m, s, text))
        text = part(s, text, a);
    *seen = text;
    /* A table of values may name the empty text, too. */
    if (s->n_values && !map_value_find(s->values, s->n_values, text, &text))
        return is_null(m, s, *seen) ? VALUE_NONE : VALUE_UNMAPPED;
    if (!text || is_null(m, s, text))
        return VALUE_NONE;
    *out = s->prefix ? arena_printf(a, "%s%s", s->prefix, text) : text;
    return VALUE_OK;
}

enum value_status value_text(const struct map *m, const struct map_source *s,
                             const struct csv_record *r, struct arena *a, const char **out,
                             const char **seen)
{
    enum value_status status = VALUE_NONE;
    for (*seen = ""; s && status == VALUE_NONE; s = s->next)
        status = one_text(m, s, r, a, out, seen);
    return status;
}

enum value_status value_joined(const struct map *m, const struct map_source *s,
                               const struct csv_record *r, struct arena *a, const char **out,
                               const char **seen)
{
    const char *all = NULL;
    bool any = false;
    for (*seen = ""; s; s = s->next) {
        const char *text = "";
        enum value_status status = one_text(m, s, r, a, &text, seen);
        if (status == VALUE_UNMAPPED)
            return status;
        any = any || status == VALUE_OK;
        all = all ? arena_printf(a, "%s/%s", all, text) : text;
    }
    *out = all;
    return any ? VALUE_OK : VALUE_NONE;
}

/* --- times ----------------------------------------------------------------------------------- */

static bool plausible(const struct value_time *t)
{
    struct date d = t->date;
    return d.year >= 1970 && d.year <= 9998 && d.month >= 1 && d.month <= 12 &&
           date_compare(date_from_days(date_days(d)), d) == 0 && t->hour >= 0 && t->hour <= 23 &&
           t->minute >= 0 && t->minute <= 59 && t->second >= 0 && t->second <= 59;
}

static void place(const struct map *m, struct value_time *t)
{
    t->at = zone_instant(m->zone, t->date, t->hour, t->minute, t->second, &t->shifted);
}

static bool read_pattern(const char *text, const char *format, struct tm *tm)
{
    const char *end = strptime(text, format, tm);
    return end && !*end;
}

static bool read_iso(const struct map *m, const char *s, struct value_time *t)
{
    struct iso_time iso;
    if (!iso_read(s, &iso))
        return false;
    t->date = iso.date;
    t->hour = iso.hour;
    t->minute = iso.minute;
    t->second = iso.second;
    if (iso.zoned)
        t->at = clock_utc(t->date, t->hour, t->minute, t->second, 0) - iso.offset_min * 60000LL;
    else
        place(m, t);
    t->at += iso.ms;
    return true;
}

bool value_iso(const struct map *m, const char *text, ms_t *out)
{
    struct value_time t = {0};
    bool read = read_iso(m, text, &t);
    *out = read ? t.at : 0;
    return read;
}

static bool read_number(const char *text, double *out)
{
    char *end;
    if (!*text || strspn(text, "+-.0123456789") != strlen(text))
        return false;
    *out = strtod(text, &end);
    return !*end && isfinite(*out);
}

static bool read_unix(const char *text, double unit_ms, struct value_time *t)
{
    double number;
    if (!read_number(text, &number) || fabs(number * unit_ms) > 2e14)
        return false;
    t->at = (ms_t)llround(number * unit_ms);
    return t->at >= 0;
}

static void from_tm(struct value_time *t, const struct tm *tm)
{
    t->date = (struct date){tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday};
    t->hour = tm->tm_hour;
    t->minute = tm->tm_min;
    t->second = tm->tm_sec;
}

static bool read_time(const struct map *m, const struct map_source *s, const char *text,
                      const char *clock, struct value_time *t)
{
    struct tm tm = {0};
    *t = (struct value_time){.split = s->split};
    if (strcmp(s->format, "unix") == 0)
        return read_unix(text, 1000, t);
    if (strcmp(s->format, "unix_ms") == 0)
        return read_unix(text, 1, t);
    if (strcmp(s->format, "iso") == 0)
        return read_iso(m, text, t);
    if (!read_pattern(text, s->format, &tm) ||
        (s->split && !read_pattern(clock, s->time_format, &tm)))
        return false;
    from_tm(t, &tm);
    if (!plausible(t))
        return false;
    place(m, t);
    return true;
}

static enum value_status one_time(const struct map *m, const struct map_source *s,
                                  const struct csv_record *r, struct arena *a,
                                  struct value_time *out, const char **seen)
{
    if (s->from != FROM_COLUMN)
        return VALUE_NONE;
    const char *text = value_cell(m, r, s->column, a), *clock = text;
    if (s->split)
        clock = value_cell(m, r, s->time_column, a);
    if (is_null(m, s, clock))
        return VALUE_NONE;
    *seen = s->split ? arena_printf(a, "%s %s", text, clock) : text;
    return read_time(m, s, text, clock, out) ? VALUE_OK : VALUE_BAD;
}

enum value_status value_time(const struct map *m, const struct map_source *s,
                             const struct csv_record *r, struct arena *a, struct value_time *out,
                             const char **seen)
{
    enum value_status status = VALUE_NONE;
    for (*seen = ""; s && status == VALUE_NONE; s = s->next)
        status = one_time(m, s, r, a, out, seen);
    return status;
}

struct value_time value_next_day(const struct map *m, struct value_time t)
{
    t.date = date_from_days(date_days(t.date) + 1);
    place(m, &t);
    return t;
}

/* --- numbers --------------------------------------------------------------------------------- */

bool value_seconds(const char *text, int64_t *out)
{
    double total = 0, number;
    bool negative = *text == '-';
    int parts = 0;
    char piece[24];
    for (const char *s = text + negative;; s++) {
        size_t n = strcspn(s, ":");
        if (!n || n >= sizeof piece || *s == '-' || ++parts > 3)
            return false;
        memcpy(piece, s, n);
        piece[n] = 0;
        if (!read_number(piece, &number) || (parts > 1 && number >= 60))
            return false;
        total = total * 60 + number;
        s += n;
        if (!*s)
            break;
    }
    if (total > 1e15)
        return false;
    *out = (negative ? -1 : 1) * (int64_t)llround(total);
    return true;
}

/* --- conditions ------------------------------------------------------------------------------ */

static bool compares(const struct map_test *t, const char *cell)
{
    double number;
    if (!read_number(cell, &number))
        return false;
    switch (t->op) {
    case MAP_LESS:
        return number < t->number;
    case MAP_AT_MOST:
        return number <= t->number;
    case MAP_MORE:
        return number > t->number;
    default:
        return number >= t->number;
    }
}

static bool holds(const struct map_test *t, const char *cell)
{
    switch (t->op) {
    case MAP_EQUAL:
        return strcmp(cell, t->text) == 0;
    case MAP_UNEQUAL:
        return strcmp(cell, t->text) != 0;
    case MAP_BEGINS:
        return strncmp(cell, t->text, strlen(t->text)) == 0;
    default:
        return compares(t, cell);
    }
}

bool value_fits(const struct map *m, const struct map_rule *rule, const struct csv_record *r,
                struct arena *a)
{
    bool any = false;
    for (size_t i = 0; i < rule->n_tests; i++) {
        const struct map_test *t = &rule->tests[i];
        any = any || holds(t, value_cell(m, r, t->column, a));
        if (!any && !t->or_next)
            return false;
        any = any && t->or_next;
    }
    return true;
}

/* --- telephone numbers ----------------------------------------------------------------------- */

const char *value_e164(const struct map *m, const char *number, struct arena *a)
{
    return phone_e164(a, number, m->country_code, m->trunk_prefix);
}
