#include "intake/convert.h"

#include "core/iso.h"

#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 24, NUMBER_CHARS = 40 };

/* --- a conversion ---------------------------------------------------------------------------- */

static json_t *as_text(const json_t *v)
{
    char *text = json_dumps(v, JSON_COMPACT);
    json_t *out = json_string(text);
    free(text);
    if (!out)
        abort();
    return out;
}

/* What is nested deeper than a database reads becomes the text that it is. */
static void flatten(json_t *v, int depth)
{
    const char *key;
    json_t *item;
    void *next;
    size_t i;
    if (depth == DEPTH_MAX - 1) {
        json_array_foreach(v, i, item) if (json_is_object(item) || json_is_array(item))
            json_array_set_new(v, i, as_text(item));
        json_object_foreach_safe(v, next, key,
                                 item) if (json_is_object(item) || json_is_array(item))
            json_object_set_new(v, key, as_text(item));
        return;
    }
    json_array_foreach(v, i, item) flatten(item, depth + 1);
    json_object_foreach(v, key, item) flatten(item, depth + 1);
}

void cv_begin(struct conversion *c, struct arena *a, const json_t *body)
{
    *c = (struct conversion){.a = a,
                             .doc = json_object(),
                             .rest = json_deep_copy(body),
                             .turns = json_array(),
                             .calls = json_object(),
                             .recordings = json_array()};
    if (!c->doc || !c->rest || !c->turns || !c->calls || !c->recordings)
        abort();
    flatten(c->rest, 0);
}

void cv_drop(struct conversion *c)
{
    json_decref(c->doc);
    json_decref(c->rest);
    json_decref(c->turns);
    json_decref(c->calls);
    json_decref(c->recordings);
    *c = (struct conversion){0};
}

static bool says_nothing(const json_t *v)
{
    return json_is_null(v) || (json_is_string(v) && !json_string_length(v)) ||
           ((json_is_object(v) || json_is_array(v)) && !json_object_size(v) && !json_array_size(v));
}

/* What opens doors must not be read on a page. */
static bool is_secret(const char *name)
{
    static const char *const parts[] = {"secret",       "password",   "api_key",   "api-key",
                                        "apikey",       "auth_token", "authtoken", "cookie",
                                        "access_token", "accessToken"};
    if (strcasecmp(name, "authorization") == 0)
        return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcasestr(name, parts[i]))
            return true;
    return false;
}

/* Drops what says nothing, and hides secrets. Items of a list stay: their places tell something. */
static void tidy(json_t *v)
{
    const char *key;
    json_t *item;
    void *next;
    size_t i;
    json_array_foreach(v, i, item) tidy(item);
    json_object_foreach_safe(v, next, key, item)
    {
        tidy(item);
        if (says_nothing(item))
            json_object_del(v, key);
        else if (is_secret(key) && (json_is_string(item) || json_is_array(item)))
            json_object_set_new(v, key, json_string("(hidden)"));
    }
}

json_t *cv_end(struct conversion *c, json_t *rest)
{
    json_t *details = json_incref(rest), *doc = json_incref(c->doc);
    if (json_array_size(c->turns))
        json_object_set(details, "turns", c->turns);
    if (json_array_size(c->recordings))
        json_object_set(details, "recordings", c->recordings);
    tidy(details);
    if (json_object_size(details))
        json_object_set(doc, "details", details);
    json_decref(details);
    cv_drop(c);
    return doc;
}

void cv_keep_envelope(struct conversion *c, json_t *rest, const char *path, const char *as)
{
    const char *key;
    json_t *v, *kept = json_object();
    json_object_foreach(c->rest, key,
                        v) if (rest != c->rest && strcmp(key, path) != 0 &&
                               strcmp(key, "type") != 0 && strcmp(key, "event") != 0 &&
                               strcmp(key, "event_timestamp") != 0) json_object_set(kept, key, v);
    if (json_object_size(kept))
        json_object_set(rest, as, kept);
    json_decref(kept);
}

/* --- reading --------------------------------------------------------------------------------- */

/* The object that holds the last name of a path; *name is that name. */
static json_t *holder(const json_t *from, const char *path, const char **name)
{
    char key[100];
    json_t *v = (json_t *)(uintptr_t)from;
    for (size_t n; path[n = strcspn(path, ".")]; path += n + 1) {
        snprintf(key, sizeof key, "%.*s", (int)n, path);
        v = json_object_get(v, key);
    }
    *name = path;
    return v;
}

json_t *cv_at(const json_t *from, const char *path)
{
    const char *name;
    const json_t *v = holder(from, path, &name);
    return json_object_get(v, name);
}

void cv_gone(json_t *from, const char *path)
{
    const char *name;
    json_t *v = holder(from, path, &name);
    json_object_del(v, name);
}

const char *cv_text_at(struct arena *a, const json_t *from, const char *path)
{
    const json_t *v = cv_at(from, path);
    if (json_is_integer(v))
        return arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    if (json_is_real(v))
        return arena_printf(a, "%.10g", json_real_value(v));
    const char *s = json_string_value(v);
    return s && s[strspn(s, " \t\r\n")] ? arena_dup(a, s) : NULL;
}

static bool number_of(const json_t *v, double *out)
{
    const char *s = json_string_value(v);
    char *end = NULL;
    *out = json_number_value(v);
    if (s && *s && strlen(s) < NUMBER_CHARS && strspn(s, "0123456789.-") == strlen(s))
        *out = strtod(s, &end);
    return (json_is_number(v) || (end && !*end)) && isfinite(*out);
}

bool cv_number_at(const json_t *from, const char *path, double *out)
{
    return number_of(cv_at(from, path), out);
}

bool cv_yes_no(const json_t *v, bool *out)
{
    static const struct cv_word words[] = {
        {"true", "1"}, {"yes", "1"}, {"verified", "1"},    {"confirmed", "1"},  {"success", "1"},
        {"false", ""}, {"no", ""},   {"not_verified", ""}, {"unverified", ""},  {"failure", ""},
        {"pass", "1"}, {"fail", ""}, {"not verified", ""}, {"unconfirmed", ""}, {NULL, NULL}};
    const char *word = cv_word_of(words, json_string_value(v));
    *out = word ? *word != 0 : json_is_true(v);
    return word || json_is_boolean(v);
}

bool cv_time_at(const json_t *from, const char *path, ms_t *out)
{
    const json_t *v = cv_at(from, path);
    double n;
    if (!number_of(v, &n))
        return json_is_string(v) && iso_instant(json_string_value(v), out);
    n = n < 1e11 ? n * 1000 : n;
    *out = n >= 1 && n < 253370764800000.0 ? (ms_t)n : 0; /* up to the year 9998 */
    return *out != 0;
}

const char *cv_word_of(const struct cv_word *table, const char *theirs)
{
    while (theirs && table->theirs && strcasecmp(table->theirs, theirs) != 0)
        table++;
    return theirs && table->theirs ? table->ours : NULL;
}

/* --- writing --------------------------------------------------------------------------------- */

bool cv_put(struct conversion *c, const char *part, const char *name, json_t *value)
{
    json_t *to = part ? json_object_get(c->doc, part) : c->doc;
    if (!to)
        json_object_set_new(c->doc, part, to = json_object());
    bool there = json_object_get(to, name) != NULL;
    if (there)
        json_decref(value);
    else if (json_object_set_new(to, name, value) != 0)
        abort();
    return !there;
}

/* Bytes of the first `max` characters. */
static size_t bytes_of(const char *text, size_t max)
{
    size_t n = 0;
    for (; text[n]; n++)
        if (((unsigned char)text[n] & 0xc0) != 0x80 && !max--)
            break;
    return n;
}

bool cv_put_text(struct conversion *c, const char *part, const char *name, const char *text,
                 size_t max)
{
    if (!text || !*text)
        return false;
    size_t n = bytes_of(text, max);
    bool whole = !text[n];
    if (!whole)
        text = arena_printf(c->a, "%.*s…", (int)bytes_of(text, max - 1), text);
    return cv_put(c, part, name, json_string(text)) && whole;
}

/* A time that no call has had stays what the vendor wrote. */
bool cv_put_time(struct conversion *c, const char *name, ms_t t)
{
    static const ms_t earliest = 631152000000; /* 1990 */
    char iso[CLOCK_ISO_SIZE];
    return t >= earliest && t <= clock_now() + (ms_t)24 * 3600 * 1000 &&
           cv_put(c, NULL, name, json_string(clock_iso(t, iso)));
}

void cv_put_duration(struct conversion *c, double seconds)
{
    if (seconds >= 0 && seconds <= 7 * 24 * 3600)
        cv_put(c, NULL, "duration_s", json_integer((json_int_t)(seconds + .5)));
}

static bool is_money(double amount)
{
    return amount >= 0 && amount < 1e9;
}

void cv_put_cost(struct conversion *c, double amount, const char *currency)
{
    if (!is_money(amount))
        return;
    const char *text = arena_printf(c->a, "%.6f", amount);
    cv_put_text(c, NULL, "cost", text, 30);
    cv_put_text(c, NULL, "currency", currency, 3);
    cv_put_text(c, "voice_ai", "vendor_cost", text, 30);
    cv_put_text(c, "voice_ai", "vendor_cost_currency", currency, 3);
}

/* In millionths, as all money; what has one label is added up. */
void cv_put_cost_part(struct conversion *c, const char *label, double amount)
{
    if (!is_money(amount) || !label || !*label)
        return;
    cv_put(c, "voice_ai", "cost_parts", json_object());
    json_t *parts = cv_at(c->doc, "voice_ai.cost_parts");
    json_int_t before = json_integer_value(json_object_get(parts, label));
    json_object_set_new(parts, label, json_integer(before + llround(amount * 1e6)));
}

/* "x*" begins with x, "*x" ends so, "*x*" holds it. */
static bool matches(const char *pattern, const char *text)
{
    size_t n = strlen(pattern), m = strlen(text);
    bool open = *pattern == '*', more = n > 1 && pattern[n - 1] == '*';
    const char *word = pattern + open;
    n -= (size_t)open + more;
    if (m < n)
        return false;
    if (!open)
        return strncasecmp(text, word, n) == 0 && (more || m == n);
    if (!more)
        return strncasecmp(text + m - n, word, n) == 0;
    for (; *text; text++)
        if (strncasecmp(text, word, n) == 0)
            return true;
    return false;
}

void cv_put_ending(struct conversion *c, const struct cv_ending *table, const char *theirs)
{
    while (theirs && table->theirs && !matches(table->theirs, theirs))
        table++;
    if (!theirs || !table->theirs)
        return;
    cv_put_text(c, NULL, "ended_by", table->ended_by, 20);
    cv_put_text(c, NULL, "outcome", table->outcome, 20);
    cv_put_text(c, "voice_ai", "contact_result", table->contact_result, 40);
}

bool cv_put_phone(struct conversion *c, const char *name, const char *number)
{
    if (!number)
        return false;
    const char *from = strchr(number, ':') ? strchr(number, ':') + 1 : number;
    size_t n = strcspn(from, "@;>");
    return n && n <= 32 && cv_put(c, NULL, name, json_string(arena_dupn(c->a, from, n)));
}

void cv_take_numbers(struct conversion *c, json_t *from, const char *client, const char *own)
{
    if (cv_put_phone(c, "phone_number", cv_text_at(c->a, from, client)))
        cv_gone(from, client);
    if (cv_put_phone(c, "did", cv_text_at(c->a, from, own)))
        cv_gone(from, own);
}

void cv_take_text(struct conversion *c, json_t *from, const char *path, const char *part,
                  const char *name, size_t max)
{
    if (cv_put_text(c, part, name, cv_text_at(c->a, from, path), max))
        cv_gone(from, path);
}

bool cv_take_word(struct conversion *c, json_t *from, const char *path, const char *part,
                  const char *name, const struct cv_word *table)
{
    const char *word = cv_word_of(table, json_string_value(cv_at(from, path)));
    if (!word || !cv_put(c, part, name, json_string(word)))
        return false;
    cv_gone(from, path);
    return true;
}

void cv_take_recording(struct conversion *c, json_t *from, const char *path)
{
    const char *url = json_string_value(cv_at(from, path)), *dot = strrchr(path, '.');
    size_t i;
    json_t *r;
    if (!url || strncasecmp(url, "http", 4) != 0)
        return;
    bool known = false;
    json_array_foreach(c->recordings, i, r) known =
        known || strcmp(json_string_value(json_object_get(r, "url")), url) == 0;
    if (!known)
        json_array_append_new(c->recordings,
                              json_pack("{s:s, s:s}", "name", dot ? dot + 1 : path, "url", url));
    cv_gone(from, path);
}

/* --- identity -------------------------------------------------------------------------------- */

bool cv_id_fits(const char *id, const char **why)
{
    if (!id || !*id)
        *why = "it does not say which call it is about";
    else if (id[bytes_of(id, 100)])
        *why = "the id of the call is too long";
    else
        return true;
    return false;
}

static const char *digest(struct arena *a, const char *text)
{
    unsigned char hash[16];
    char hex[sizeof hash * 2 + 1];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text, strlen(text), NULL, 0);
    return arena_dup(a, sodium_bin2hex(hex, sizeof hex, hash, sizeof hash));
}

const char *cv_body_digest(struct arena *a, const json_t *body)
{
    char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    if (!text)
        abort();
    const char *out = digest(a, text);
    free(text);
    return out;
}

/* The inbox keeps it as 150 characters of ASCII. */
const char *cv_event_id(struct arena *a, const char *type, const char *id, const char *more)
{
    const char *out = arena_printf(a, "%s:%s%s%s", type, id, more ? ":" : "", more ? more : "");
    size_t n = 0;
    while (out[n] > ' ' && out[n] <= '~')
        n++;
    return !out[n] && n <= EVENT_ID_MAX ? out : digest(a, out);
}
