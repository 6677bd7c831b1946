#include "store/hours.h"

#include <ctype.h>
#include <jansson.h>

const char *const hours_day_keys[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
const char *const hours_day_names[7] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};

enum { DAY_MIN = 24 * 60 };

bool hours_open(const struct hours *h, const char *zone, ms_t at)
{
    struct civil c = zone_civil(zone, at);
    int minute = c.hour * 60 + c.minute;
    for (size_t i = 0; i < h->n_holidays; i++)
        if (date_compare(h->holidays[i].on, c.date) == 0)
            return false;
    const struct opening_day *d = &h->days[(c.weekday + 6) % 7];
    for (size_t i = 0; i < d->n && !h->always; i++)
        if (minute >= d->stretches[i].from_min && minute < d->stretches[i].to_min)
            return true;
    return h->always;
}

/* --- a day ----------------------------------------------------------------------------------- */

/* 9:00, 09:00, 24:00 at *s, which moves behind it; -1 when it is no time. */
static int read_clock(const char **s)
{
    size_t digits = strspn(*s, "0123456789");
    if (digits < 1 || digits > 2)
        return -1;
    int hour = (int)strtol(*s, NULL, 10);
    const char *p = *s + digits;
    if (*p != ':' || !isdigit((unsigned char)p[1]) || !isdigit((unsigned char)p[2]))
        return -1;
    int minute = hour * 60 + (p[1] - '0') * 10 + (p[2] - '0');
    *s = p + 3;
    return p[1] > '5' || minute > DAY_MIN ? -1 : minute;
}

static void skip(const char **s, const char *what)
{
    *s += strspn(*s, what);
}

/* Adds a stretch; what is wrong with it, or NULL. */
static const char *add_stretch(struct arena *a, struct opening_day *d, int from, int to)
{
    if (to <= from)
        return arena_printf(a,
                            "%02d:%02d-%02d:%02d ends before it begins. Over midnight: write "
                            "-24:00 here and 00:00- on the next day.",
                            from / 60, from % 60, to / 60, to % 60);
    if (d->n && from < d->stretches[d->n - 1].to_min)
        return "The stretches must follow each other, without overlap.";
    if (d->n == HOURS_STRETCHES)
        return arena_printf(a, "At most %d stretches a day.", HOURS_STRETCHES);
    d->stretches[d->n++] = (struct stretch){from, to};
    return NULL;
}

const char *hours_day_read(struct arena *a, const char *text, struct opening_day *out)
{
    static const char form[] = "Write it like 09:00-12:00, 13:00-17:30.";
    const char *s = text ? text : "", *wrong = NULL;
    *out = (struct opening_day){0};
    skip(&s, " ");
    while (*s && !wrong) {
        int from = read_clock(&s), to;
        skip(&s, " ");
        if (strncmp(s, "\xe2\x80\x93", 3) == 0) /* an en dash */
            s += 3;
        else if (*s++ != '-')
            return form;
        skip(&s, " ");
        to = read_clock(&s);
        if (from < 0 || to < 0)
            return form;
        wrong = add_stretch(a, out, from, to);
        skip(&s, " ");
        if (*s && *s != ',' && *s != ';')
            return form;
        skip(&s, " ,;");
    }
    return wrong;
}

static const char *stretch_text(struct arena *a, struct stretch s)
{
    return arena_printf(a, "%02d:%02d-%02d:%02d", s.from_min / 60, s.from_min % 60, s.to_min / 60,
                        s.to_min % 60);
}

const char *hours_day_text(struct arena *a, const struct opening_day *d)
{
    const char *text = "";
    for (size_t i = 0; i < d->n; i++)
        text = arena_printf(a, "%s%s%s", text, i ? ", " : "", stretch_text(a, d->stretches[i]));
    return text;
}

/* --- holidays -------------------------------------------------------------------------------- */

static int by_date(const void *x, const void *y)
{
    const struct holiday *a = x, *b = y;
    return date_compare(a->on, b->on);
}

/* One line; what is wrong, or NULL. */
static const char *read_holiday(struct arena *a, const char *line, size_t n, struct holiday *out)
{
    const char *text = arena_dupn(a, line, n);
    size_t day = strcspn(text, " \t"), name = day + strspn(text + day, " \t");
    size_t characters = 0;
    if (!date_parse(arena_dupn(a, text, day), &out->on))
        return arena_printf(a, "\"%.40s\" does not begin with a date like 2026-12-25.", text);
    for (const char *s = text + name; *s; s++)
        characters += ((unsigned char)*s & 0xc0) != 0x80;
    if (characters > HOURS_NAME_MAX)
        return arena_printf(a, "The name of %.10s has more than %d characters.", text,
                            HOURS_NAME_MAX);
    out->name = text + name;
    return NULL;
}

const char *hours_holidays_read(struct arena *a, const char *text, struct hours *out)
{
    struct holiday *list = arena_array(a, HOURS_HOLIDAYS, sizeof *list);
    const char *wrong = NULL, *s = text ? text : "";
    size_t n = 0;
    for (; *s && !wrong; s += strspn(s, "\r\n")) {
        skip(&s, " \t\r\n");
        size_t len = strcspn(s, "\r\n"), end = len;
        while (end && (s[end - 1] == ' ' || s[end - 1] == '\t'))
            end--;
        if (end && n == HOURS_HOLIDAYS)
            return arena_printf(a, "At most %d holidays.", HOURS_HOLIDAYS);
        if (end)
            wrong = read_holiday(a, s, end, &list[n++]);
        s += len;
    }
    qsort(list, n, sizeof *list, by_date);
    for (size_t i = 1; i < n && !wrong; i++)
        if (by_date(&list[i - 1], &list[i]) == 0)
            wrong = arena_printf(a, "%04d-%02d-%02d is there twice.", list[i].on.year,
                                 list[i].on.month, list[i].on.day);
    out->holidays = list;
    out->n_holidays = wrong ? 0 : n;
    return wrong;
}

const char *hours_holidays_text(struct arena *a, const struct hours *h)
{
    const char *text = "";
    for (size_t i = 0; i < h->n_holidays; i++) {
        const struct holiday *d = &h->holidays[i];
        text = arena_printf(a, "%s%04d-%02d-%02d%s%s\n", text, d->on.year, d->on.month, d->on.day,
                            *d->name ? " " : "", d->name);
    }
    return text;
}

/* --- JSON ------------------------------------------------------------------------------------ */

static const char *dumped(struct arena *a, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);
    if (!text)
        abort();
    const char *copy = arena_dup(a, text);
    free(text);
    json_decref(value);
    return copy;
}

static json_t *must(json_t *value)
{
    if (!value)
        abort();
    return value;
}

const char *hours_json(struct arena *a, const struct hours *h)
{
    if (h->always)
        return NULL;
    json_t *object = must(json_object());
    for (int d = 0; d < 7; d++) {
        json_t *day = must(json_array());
        for (size_t i = 0; i < h->days[d].n; i++) {
            const char *text = stretch_text(a, h->days[d].stretches[i]);
            json_array_append_new(day, must(json_pack("[s%s]", text, 5, text + 6)));
        }
        if (h->days[d].n)
            json_object_set(object, hours_day_keys[d], day);
        json_decref(day);
    }
    return dumped(a, object);
}

const char *hours_holidays_json(struct arena *a, const struct hours *h)
{
    if (!h->n_holidays)
        return NULL;
    json_t *list = must(json_array());
    for (size_t i = 0; i < h->n_holidays; i++) {
        const struct date on = h->holidays[i].on;
        const char *date = arena_printf(a, "%04d-%02d-%02d", on.year, on.month, on.day);
        json_array_append_new(list,
                              must(json_pack("{ssss}", "on", date, "name", h->holidays[i].name)));
    }
    return dumped(a, list);
}

/* A day's array as the text that people write, to be read by the same rules. */
static const char *day_of_json(struct arena *a, const json_t *day, struct opening_day *out)
{
    const char *text = "";
    size_t i;
    json_t *s;
    if (!json_is_array(day))
        return "a day is a list";
    json_array_foreach(day, i, s)
    {
        const char *from = json_string_value(json_array_get(s, 0));
        const char *to = json_string_value(json_array_get(s, 1));
        if (!from || !to || json_array_size(s) != 2)
            return "a stretch is two times";
        text = arena_printf(a, "%s%s%s-%s", text, i ? "," : "", from, to);
    }
    return hours_day_read(a, text, out);
}

static const char *days_of_json(struct arena *a, const json_t *object, struct hours *out)
{
    const char *wrong = json_is_object(object) ? NULL : "hours are an object";
    size_t known = 0;
    for (int d = 0; d < 7 && !wrong; d++) {
        const json_t *day = json_object_get(object, hours_day_keys[d]);
        known += day != NULL;
        if (day)
            wrong = day_of_json(a, day, &out->days[d]);
    }
    return wrong ? wrong : known != json_object_size(object) ? "there is no such weekday" : NULL;
}

static const char *holidays_of_json(struct arena *a, const json_t *list, struct hours *out)
{
    const char *text = "";
    size_t i;
    json_t *h;
    if (!json_is_array(list))
        return "holidays are a list";
    json_array_foreach(list, i, h)
    {
        const char *on = json_string_value(json_object_get(h, "on"));
        const char *name = json_string_value(json_object_get(h, "name"));
        if (!on || strpbrk(on, " \r\n") || (name && strpbrk(name, "\r\n")))
            return "a holiday has a date";
        text = arena_printf(a, "%s%s %s\n", text, on, name ? name : "");
    }
    return hours_holidays_read(a, text, out);
}

enum err hours_parse(struct arena *a, const char *business_hours, const char *holidays,
                     struct hours *out)
{
    const char *wrong = NULL;
    *out = (struct hours){.always = !business_hours};
    if (business_hours) {
        json_t *object = json_loads(business_hours, JSON_REJECT_DUPLICATES, NULL);
        wrong = object ? days_of_json(a, object, out) : "hours are no JSON";
        json_decref(object);
    }
    if (holidays && !wrong) {
        json_t *list = json_loads(holidays, JSON_REJECT_DUPLICATES, NULL);
        wrong = list ? holidays_of_json(a, list, out) : "holidays are no JSON";
        json_decref(list);
    }
    return wrong ? err_set(ERR_BAD_REQUEST, "business hours: %s", wrong) : OK;
}
