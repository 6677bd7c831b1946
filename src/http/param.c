#include "http/param.h"

#include "core/clock.h"

#include <utf8proc.h>

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Undoes the encoding into a new string, with what a plus stands for; NULL when it is broken. */
static char *decode(struct arena *a, const char *s, size_t n, char plus)
{
    char *out = arena_alloc(a, n + 1);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == '+') {
            c = plus;
        } else if (c == '%') {
            int high = n - i > 2 ? hex_digit(s[i + 1]) : -1;
            int low = n - i > 2 ? hex_digit(s[i + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (!c)
            return NULL;
        out[at++] = c;
    }
    return out;
}

static bool valid_utf8(const char *s)
{
    utf8proc_int32_t rune;
    for (size_t n = strlen(s); n;) {
        utf8proc_ssize_t used =
            utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &rune);
        if (used <= 0)
            return false;
        s += used;
        n -= (size_t)used;
    }
    return true;
}

static bool has_control(const char *s, const char *allowed)
{
    for (; *s; s++)
        if (((unsigned char)*s < 0x20 && !strchr(allowed, *s)) || *s == 0x7f)
            return true;
    return false;
}

static const char *called(const struct param *p)
{
    return p->label ? p->label : p->name;
}

static enum err check_int(const struct param *p, const char *v)
{
    size_t n = strlen(v);
    if (n > 18 || strspn(v, "0123456789") != n || strtoll(v, NULL, 10) > p->max)
        return err_set(ERR_BAD_REQUEST, "'%s' must be a whole number up to %lld", called(p),
                       (long long)p->max);
    return OK;
}

static enum err check_choice(const struct param *p, const char *v)
{
    for (const char *const *c = p->choices; *c; c++)
        if (strcmp(*c, v) == 0)
            return OK;
    return err_set(ERR_BAD_REQUEST, "'%s' has a value that is not offered", called(p));
}

static enum err check_text(const struct param *p, const char *v)
{
    if (strlen(v) > (size_t)p->max)
        return err_set(ERR_BAD_REQUEST, "'%s' is longer than %lld bytes", called(p),
                       (long long)p->max);
    if (!valid_utf8(v))
        return err_set(ERR_BAD_REQUEST, "'%s' is not valid UTF-8", called(p));
    if (p->kind != PARAM_SECRET && has_control(v, p->kind == PARAM_LINES ? "\t\r\n" : ""))
        return err_set(ERR_BAD_REQUEST, "'%s' has a control character", called(p));
    if (p->kind == PARAM_TOKEN &&
        strspn(v, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~") !=
            strlen(v))
        return err_set(ERR_BAD_REQUEST, "'%s' is damaged", called(p));
    return OK;
}

static enum err check(const struct param *p, const char *v)
{
    struct date d;
    switch (p->kind) {
    case PARAM_INT:
    case PARAM_LIST:
        return check_int(p, v);
    case PARAM_CHOICE:
        return check_choice(p, v);
    case PARAM_DATE:
        return date_parse(v, &d)
                   ? OK
                   : err_set(ERR_BAD_REQUEST, "'%s' must be a date like 2026-01-31", called(p));
    default:
        return check_text(p, v);
    }
}

static int find(const struct param *declared, const char *name)
{
    for (int i = 0; declared && declared[i].name; i++)
        if (strcmp(declared[i].name, name) == 0)
            return i;
    return -1;
}

/* Room for as many as the text can still hold. */
static void add_item(struct arena *a, struct param_list **list, const char *value, size_t left)
{
    if (!*list) {
        *list = arena_alloc(a, sizeof **list);
        (*list)->items = arena_array(a, left / 2 + 1, sizeof *(*list)->items);
    }
    (*list)->items[(*list)->n++] = strtoll(value, NULL, 10);
}

static enum err parse_pair(struct arena *a, const char *s, size_t n, size_t left,
                           struct params *out, bool seen[PARAMS_MAX])
{
    const char *equals = memchr(s, '=', n);
    size_t name_len = equals ? (size_t)(equals - s) : n;
    char *name = decode(a, s, name_len, ' ');
    char *value = equals ? decode(a, equals + 1, n - name_len - 1, ' ') : arena_dup(a, "");
    if (!name || !value)
        return err_set(ERR_BAD_REQUEST, "the address or form is badly encoded");
    int i = find(out->declared, name);
    if (i < 0)
        return err_set(ERR_BAD_REQUEST, "there is no parameter '%s' here",
                       valid_utf8(name) && strlen(name) <= 40 ? name : "?");
    const struct param *p = &out->declared[i];
    if (seen[i] && p->kind != PARAM_LIST && !p->repeat)
        return err_set(ERR_BAD_REQUEST, "'%s' is given twice", called(p));
    seen[i] = true;
    if (!*value)
        return OK;
    if (out->values[i] && p->repeat)
        value = arena_printf(a, "%s,%s", out->values[i], value);
    enum err e = check(p, value);
    if (!e && p->kind == PARAM_LIST)
        add_item(a, &out->lists[i], value, left);
    else if (!e)
        out->values[i] = value;
    return e;
}

enum err params_parse(struct arena *a, const struct param *declared, const char *encoded,
                      size_t len, struct params *out)
{
    bool seen[PARAMS_MAX] = {false};
    enum err e = OK;
    *out = (struct params){.declared = declared};
    while (len && !e) {
        const char *amp = memchr(encoded, '&', len);
        size_t n = amp ? (size_t)(amp - encoded) : len;
        if (n)
            e = parse_pair(a, encoded, n, len, out, seen);
        size_t step = amp ? n + 1 : n;
        encoded += step;
        len -= step;
    }
    return e;
}

const char *param_part(struct arena *a, const char *encoded, size_t len)
{
    const char *text = len && len <= 3 * PART_MAX ? decode(a, encoded, len, '+') : NULL;
    bool fit = text && *text && strlen(text) <= PART_MAX && valid_utf8(text);
    return fit && !has_control(text, "") ? text : NULL;
}

static int need(const struct params *p, const char *name)
{
    int i = find(p->declared, name);
    if (i < 0) {
        fprintf(stderr, "parameter %s is not declared\n", name);
        abort();
    }
    return i;
}

const char *param_text(const struct params *p, const char *name)
{
    return p->values[need(p, name)];
}

int64_t param_int(const struct params *p, const char *name, int64_t otherwise)
{
    const char *v = param_text(p, name);
    return v ? strtoll(v, NULL, 10) : otherwise;
}

size_t param_list(const struct params *p, const char *name, const int64_t **out)
{
    const struct param_list *list = p->lists[need(p, name)];
    *out = list ? list->items : NULL;
    return list ? list->n : 0;
}

int param_choice(const struct params *p, const char *name, int otherwise)
{
    int i = need(p, name);
    const char *v = p->values[i];
    for (int c = 0; v && p->declared[i].choices[c]; c++)
        if (strcmp(p->declared[i].choices[c], v) == 0)
            return c;
    return otherwise;
}
