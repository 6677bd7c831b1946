#include "intake/document.h"

#include "core/currency.h"
#include "core/iso.h"

#include <arpa/inet.h>
#include <math.h>

enum { DEPTH_MAX = 31 }; /* deeper JSON is none for the database */

bool doc_is_last(const struct doc_field *f)
{
    return !f->name && !f->column;
}

const struct doc_field *doc_field_find(const struct doc_field *fields, const char *name)
{
    for (; !doc_is_last(fields); fields++)
        if (fields->name && strcmp(fields->name, name) == 0)
            return fields;
    return NULL;
}

const struct doc_part *doc_part_find(const char *name)
{
    for (const struct doc_part *p = doc_parts; p->name; p++)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

void doc_help(FILE *out)
{
    static const char *const kinds[] = {"text",
                                        "text, needed",
                                        "one of",
                                        "number",
                                        "seconds",
                                        "true or false",
                                        "IP",
                                        "time",
                                        "JSON",
                                        "text or JSON",
                                        "amount",
                                        "currency",
                                        "name, made if new",
                                        "name, made if new"};
    for (const struct doc_part *p = doc_parts; p->name; p++) {
        fprintf(out, "  %s: %s%s%s\n", p->name, p->max ? "list of objects" : "object",
                *p->help ? "; " : "", p->help);
        for (const struct doc_field *f = p->fields; !doc_is_last(f); f++) {
            if (!f->name)
                continue;
            fprintf(out, "    %-22s %s", f->name, kinds[f->kind]);
            for (const char *const *w = f->words; w && *w; w++)
                fprintf(out, " %s", *w);
            fputc('\n', out);
        }
    }
}

/* --- values ---------------------------------------------------------------------------------- */

bool doc_time(const json_t *v, ms_t *out)
{
    return json_is_string(v) && iso_instant(json_string_value(v), out);
}

bool doc_micros(const json_t *v, int64_t *out)
{
    char text[64];
    if (json_is_string(v))
        return currency_micros(json_string_value(v), out);
    if (!json_is_number(v) || fabs(json_number_value(v)) >= 1e12)
        return false;
    snprintf(text, sizeof text, "%.6f", json_number_value(v));
    return currency_micros(text, out);
}

const char *doc_text(const json_t *doc, const char *member)
{
    return json_string_value(json_object_get(doc, member));
}

ms_t doc_last_message(const json_t *doc, ms_t created)
{
    const json_t *list = json_object_get(doc, "messages"), *m;
    ms_t at, last = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        m = json_array_get(list, i);
        const json_t *offset = json_object_get(m, "offset_ms");
        if (!doc_time(json_object_get(m, "sent_at"), &at))
            at = json_is_number(offset) ? created + llround(json_number_value(offset)) : 0;
        last = at > last ? at : last;
    }
    return last;
}

const char *doc_excerpt(struct arena *a, const char *s)
{
    size_t n = strnlen(s, 60);
    if (n < 60)
        return s;
    while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
        n--;
    return arena_printf(a, "%s...", arena_dupn(a, s, n));
}

/* --- what is wrong --------------------------------------------------------------------------- */

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static bool has_word(const char *const *words, const char *s)
{
    while (*words && strcmp(*words, s) != 0)
        words++;
    return *words != NULL;
}

/* Whether a value lies more than `left` deep. */
static bool deeper(const json_t *v, int left)
{
    const char *key;
    json_t *item;
    size_t i;
    if (!json_is_object(v) && !json_is_array(v))
        return false;
    if (!left)
        return true;
    json_array_foreach((json_t *)(uintptr_t)v, i, item) if (deeper(item, left - 1)) return true;
    json_object_foreach((json_t *)(uintptr_t)v, key, item) if (deeper(item, left - 1)) return true;
    return false;
}

bool doc_fits(const struct doc_field *f, const char *s)
{
    return characters(s) <= (size_t)f->max;
}

static const char *wrong_text(const struct doc_field *f, const char *s, struct arena *a)
{
    if (!s)
        return "must be a text";
    if (!doc_fits(f, s))
        return arena_printf(a, "has more than %lld characters", (long long)f->max);
    return f->kind == DOC_BODY && !*s ? "is empty" : NULL;
}

static const char *wrong_number(const struct doc_field *f, const json_t *v, struct arena *a)
{
    double n = json_number_value(v);
    bool kind = f->kind == DOC_NUMBER ? json_is_integer(v) : json_is_number(v);
    if (kind && n >= (double)f->min && n <= (double)f->max)
        return NULL;
    return arena_printf(a, "must be a number from %lld to %lld", (long long)f->min,
                        (long long)f->max);
}

static bool is_ip(const char *s)
{
    struct in6_addr ip;
    return s && (inet_pton(AF_INET, s, &ip) == 1 || inet_pton(AF_INET6, s, &ip) == 1);
}

/* What a value must be and is not; NULL when it is. */
static const char *wrong(const struct doc_field *f, const json_t *v, struct arena *a)
{
    int64_t n;
    const char *s = json_string_value(v);
    switch (f->kind) {
    case DOC_WORD:
        return s && has_word(f->words, s) ? NULL : "has a value that is not known";
    case DOC_NUMBER:
    case DOC_SECONDS:
        return wrong_number(f, v, a);
    case DOC_YES_NO:
        return json_is_boolean(v) ? NULL : "must be true or false";
    case DOC_IP:
        return is_ip(s) ? NULL : "must be an IP address";
    case DOC_TIME:
        return doc_time(v, &n) ? NULL : "must be a time as in 2026-11-21T09:00:00Z";
    case DOC_MONEY:
        return doc_micros(v, &n) ? NULL : "must be an amount as in 1.25";
    case DOC_CURRENCY:
        return s && currency_valid(s) ? NULL : "must be a currency as in EUR";
    case DOC_JSON:
    case DOC_ANY:
        return deeper(v, DEPTH_MAX) ? "is nested too deep" : NULL;
    default:
        return wrong_text(f, s, a);
    }
}

static const char *item_problem(const char *name, const struct doc_part *p, const json_t *item,
                                struct arena *a)
{
    const char *key;
    json_t *v;
    if (!json_is_object(item))
        return arena_printf(a, "%s: must be %s", name, p->max ? "a list of objects" : "an object");
    json_object_foreach((json_t *)(uintptr_t)item, key, v)
    {
        const struct doc_field *f = doc_field_find(p->fields, key);
        const char *why = !f ? "is not known" : json_is_null(v) ? NULL : wrong(f, v, a);
        if (why)
            return arena_printf(a, "%s: '%s' %s", name, doc_excerpt(a, key), why);
    }
    for (const struct doc_field *f = p->fields; !doc_is_last(f); f++)
        if ((f->kind == DOC_BODY || (f->kind == DOC_WORD && f->min)) &&
            !json_is_string(json_object_get(item, f->name)))
            return arena_printf(a, "%s: '%s' is missing", name, f->name);
    return NULL;
}

static const char *part_problem(const char *name, const struct doc_part *p, const json_t *value,
                                struct arena *a)
{
    const char *why = NULL;
    if (!p->max)
        return item_problem(name, p, value, a);
    if (!json_is_array(value))
        return arena_printf(a, "%s: must be a list of objects", name);
    if (json_array_size(value) > p->max)
        return arena_printf(a, "%s: more than %zu", name, p->max);
    for (size_t i = 0; i < json_array_size(value) && !why; i++) {
        why = item_problem(name, p, json_array_get(value, i), a);
        why = why ? arena_printf(a, "%s (number %zu)", why, i + 1) : NULL;
    }
    return why;
}

/* The part that a member adds to or takes from, too. */
static const struct doc_part *part_of(const char *name)
{
    const struct doc_part *p = doc_part_find(strcmp(name, "remove_tags") == 0 ? "tags" : name);
    for (const struct doc_part *q = doc_parts; q->name && !p; q++)
        if (q->append && strcmp(q->append, name) == 0)
            p = q;
    return p;
}

const char *doc_member_problem(const char *name, const json_t *value, struct arena *a)
{
    const struct doc_part *p = part_of(name);
    const struct doc_field *f = doc_field_find(doc_own, name);
    if (json_is_null(value) && (p || f))
        return NULL;
    if (p)
        return part_problem(name, p, value, a);
    if (strcmp(name, "details") == 0)
        return !json_is_object(value)     ? "details: must be an object"
               : deeper(value, DEPTH_MAX) ? "details: is nested too deep"
                                          : NULL;
    const char *why = f ? wrong(f, value, a) : NULL;
    if (!f)
        return arena_printf(a, "'%s' is not known", doc_excerpt(a, name));
    return why ? arena_printf(a, "%s: %s", name, why) : NULL;
}

/* What the database could hold, but nobody would find again. */
static const char *times_problem(const json_t *doc)
{
    static const ms_t earliest = 631152000000; /* 1990 */
    ms_t at, latest = clock_now() + (ms_t)24 * 3600 * 1000;
    return (doc_time(json_object_get(doc, "created_at"), &at) && (at < earliest || at > latest)) ||
                   (doc_time(json_object_get(doc, "closed_at"), &at) &&
                    (at < earliest || at > latest))
               ? "created_at, closed_at: before 1990 or in the future"
               : NULL;
}

static bool has(const json_t *object, const char *member)
{
    const json_t *v = json_object_get(object, member);
    return v && !json_is_null(v);
}

const char *doc_problem(const json_t *doc, struct arena *a)
{
    const char *key, *why = NULL;
    json_t *v;
    const json_t *voice = json_object_get(doc, "voice_ai");
    if (!json_is_object(doc))
        return "must be an object";
    json_object_foreach((json_t *)(uintptr_t)doc, key, v)
    {
        why = doc_member_problem(key, v, a);
        if (why)
            return why;
    }
    if (has(doc, "cost") && !has(doc, "currency"))
        return "cost: needs a currency";
    if (has(voice, "vendor_cost") && !has(voice, "vendor_cost_currency"))
        return "voice_ai: 'vendor_cost' needs a vendor_cost_currency";
    return times_problem(doc);
}
