/* What sites name themselves: the data that an analysis collects, its criteria, and the variables
 * that a call is started with. Usual names are known, in any case and with any marks between words;
 * all of them are shown whatever they are called. */
#include "intake/convert.h"

#include <ctype.h>
#include <string.h>

enum kind { TEXT, SCORE, YES_NO, MOOD, PHONE };

static const struct known {
    const char *id, *part, *name;
    enum kind kind;
    size_t max;
} known[] = {
    {"contactresult", "voice_ai", "contact_result", TEXT, 40},
    {"calldisposition", "voice_ai", "call_disposition", TEXT, 60},
    {"disposition", "voice_ai", "call_disposition", TEXT, 60},
    {"willingness", "voice_ai", "willingness", SCORE, 5},
    {"willingnesstopay", "voice_ai", "willingness", SCORE, 5},
    {"cooperation", "voice_ai", "cooperation", SCORE, 5},
    {"cooperationlevel", "voice_ai", "cooperation", SCORE, 5},
    {"identityverified", "voice_ai", "identity_verified", YES_NO, 0},
    {"identityconfirmed", "voice_ai", "identity_verified", YES_NO, 0},
    {"sentiment", "voice_ai", "sentiment", MOOD, 0},
    {"usersentiment", "voice_ai", "sentiment", MOOD, 0},
    {"customersentiment", "voice_ai", "sentiment", MOOD, 0},
    {"clientsentiment", "voice_ai", "sentiment", MOOD, 0},
    {"phoneused", "voice_ai", "phone_used", PHONE, 0},
    {"csat", NULL, "csat", SCORE, 5},
    {"csatscore", NULL, "csat", SCORE, 5},
    {"customersatisfaction", NULL, "csat", SCORE, 5},
    {"topic", "analysis", "topic", TEXT, 200},
    {"calltopic", "analysis", "topic", TEXT, 200},
};

static const struct cv_word moods[] = {{"positive", "positive"},
                                       {"neutral", "neutral"},
                                       {"negative", "negative"},
                                       {"hostile", "hostile"},
                                       {NULL, NULL}};
static const struct cv_word levels[] = {{"extremely_negative", "extremely_negative"},
                                        {"negative", "negative"},
                                        {"neutral", "neutral"},
                                        {"positive", "positive"},
                                        {"extremely_positive", "extremely_positive"},
                                        {NULL, NULL}};
static const struct cv_word phones[] = {{"primary", "primary"},       {"main", "primary"},
                                        {"alternate", "alternate"},   {"secondary", "alternate"},
                                        {"alternative", "alternate"}, {NULL, NULL}};

/* contactResult, Contact-Result and contact_result: contactresult. */
static const char *plain(struct arena *a, const char *name)
{
    char *out = arena_alloc(a, strlen(name) + 1), *to = out;
    for (; *name; name++)
        if (isalnum((unsigned char)*name) || (unsigned char)*name >= 0x80)
            *to++ = (char)tolower((unsigned char)*name);
    *to = 0;
    return out;
}

/* 4, 4.0, "4", "4/5", "4 of 5"; 0 where it is none. */
static int score_of(struct arena *a, const json_t *v, size_t max)
{
    double n = json_number_value(v);
    const char *s = json_string_value(v);
    if (s) {
        char *end;
        n = (double)strtol(s, &end, 10);
        const char *rest = plain(a, end);
        n = !*rest || strcmp(rest, "5") == 0 || strcmp(rest, "of5") == 0 ? n : 0;
    }
    return n >= 1 && n <= (double)max && n == (int)n ? (int)n : 0;
}

bool cv_put_mood(struct conversion *c, const char *word)
{
    const char *mood = cv_word_of(moods, word), *level = cv_word_of(levels, word);
    if (mood)
        cv_put_text(c, "voice_ai", "sentiment", mood, 20);
    if (level)
        cv_put_text(c, NULL, "sentiment", level, 20);
    return mood || level;
}

static void put_known(struct conversion *c, const struct known *k, const json_t *v)
{
    bool yes;
    int score;
    const char *word = json_string_value(v);
    switch (k->kind) {
    case TEXT:
        cv_put_text(c, k->part, k->name, word, k->max);
        break;
    case SCORE:
        if ((score = score_of(c->a, v, k->max)))
            cv_put(c, k->part, k->name, json_integer(score));
        break;
    case YES_NO:
        if (cv_yes_no(v, &yes))
            cv_put(c, k->part, k->name, json_boolean(yes));
        break;
    case MOOD:
        cv_put_mood(c, word);
        break;
    case PHONE:
        cv_put_text(c, k->part, k->name, cv_word_of(phones, word), 20);
    }
}

void cv_collect(struct conversion *c, const char *id, const json_t *value, const char *why)
{
    const char *name = plain(c->a, id);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].id, name) == 0)
            put_known(c, &known[i], value);
    cv_put(c, "analysis", "collected", json_object());
    json_t *item = json_object();
    json_object_set(item, "value", (json_t *)(uintptr_t)value);
    if (why)
        json_object_set_new(item, "rationale", json_string(why));
    json_object_set_new(cv_at(c->doc, "analysis.collected"), id, item);
}

void cv_judge(struct conversion *c, const char *id, const json_t *result, const char *why)
{
    cv_put(c, "analysis", "criteria", json_array());
    json_t *item = json_object();
    json_object_set_new(item, "name", json_string(id));
    json_object_set(item, "result", (json_t *)(uintptr_t)result);
    if (why)
        json_object_set_new(item, "rationale", json_string(why));
    json_array_append_new(cv_at(c->doc, "analysis.criteria"), item);
}

/* The most telling first. */
static const struct {
    const char *variable, *name;
    size_t max;
} variable_names[] = {
    {"customername", "client", 150},
    {"clientname", "client", 150},
    {"debtorname", "client", 150},
    {"contactname", "client", 150},
    {"callername", "client", 150},
    {"fullname", "client", 150},
    {"name", "client", 150},
    {"accountreference", "account", 64},
    {"accountref", "account", 64},
    {"accountnumber", "account", 64},
    {"accountno", "account", 64},
    {"accountid", "account", 64},
    {"debtreference", "account", 64},
    {"casereference", "account", 64},
    {"account", "account", 64},
    {"customeremail", "client_email", 254},
    {"clientemail", "client_email", 254},
    {"debtoremail", "client_email", 254},
    {"emailaddress", "client_email", 254},
    {"email", "client_email", 254},
};

void cv_use_variables(struct conversion *c, const json_t *variables)
{
    enum { NAMES = sizeof variable_names / sizeof *variable_names };
    const char *key, *found[NAMES] = {0};
    json_t *v;
    json_object_foreach((json_t *)(uintptr_t)variables, key, v)
    {
        const char *name = plain(c->a, key);
        for (size_t i = 0; i < NAMES; i++)
            if (strcmp(name, variable_names[i].variable) == 0)
                found[i] = key;
    }
    for (size_t i = 0; i < NAMES; i++) {
        const json_t *value = found[i] ? json_object_get(variables, found[i]) : NULL;
        const char *text = json_string_value(value);
        if (json_is_integer(value))
            text = arena_printf(c->a, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        if (text && text[strspn(text, " ")])
            cv_put_text(c, NULL, variable_names[i].name, text, variable_names[i].max);
    }
}
