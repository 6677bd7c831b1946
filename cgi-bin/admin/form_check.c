#include "form_check.h"

#include "http/token.h"
#include "text.h"

#include <ctype.h>

const char *number_text(struct arena *a, int64_t value, int decimals)
{
    char text[32];
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    int n = snprintf(text, sizeof text, "%lld.%0*lld", (long long)(value / unit), decimals,
                     (long long)(value % unit));
    while (n && text[n - 1] == '0' && strchr(text, '.'))
        text[--n] = 0;
    if (!decimals || (n && text[n - 1] == '.'))
        *strchr(text, '.') = 0;
    return arena_dup(a, text);
}

bool number_read(const char *text, int decimals, int64_t *out)
{
    size_t whole = strspn(text, "0123456789"), part = 0;
    const char *rest = text + whole;
    if (!whole || whole > 12)
        return false;
    *out = strtoll(text, NULL, 10);
    if (*rest == '.' || *rest == ',') {
        part = strspn(++rest, "0123456789");
        if (!part || part > (size_t)decimals)
            return false;
    }
    for (int i = 0; i < decimals; i++)
        *out = *out * 10 + (i < (int)part ? rest[i] - '0' : 0);
    return !rest[part];
}

static const char *check_number(struct arena *a, const struct form_field *d, const char **value)
{
    int64_t n;
    const char *unit = d->unit ? arena_printf(a, " %s", d->unit) : "";
    const char *low = number_text(a, d->min, d->decimals);
    const char *high = number_text(a, d->max, d->decimals);
    if (!number_read(*value, d->decimals, &n))
        return arena_printf(a,
                            d->decimals ? "This is no number. From %s to %s%s."
                                        : "This is no whole number. From %s to %s%s.",
                            low, high, unit);
    if (n < d->min || n > d->max)
        return arena_printf(a, "From %s to %s%s.", low, high, unit);
    *value = number_text(a, n, d->decimals);
    return NULL;
}

static const char *check_choice(const struct list_choice *c, const char *value)
{
    for (; c && c->value; c++)
        if (strcmp(c->value, value) == 0)
            return NULL;
    return "Choose one of the list.";
}

static const char *check_length(struct arena *a, const struct form_field *d, const char *value)
{
    if (!d->max || text_length(value) <= (size_t)d->max)
        return NULL;
    return arena_printf(a, "At most %lld characters; this has %zu.", (long long)d->max,
                        text_length(value));
}

const char *field_check(const struct form *f, size_t i, const char **value)
{
    const struct form_field *d = &f->def->fields[i];
    struct arena *a = f->area->r->arena;
    const char *wrong = NULL;
    if (d->kind == FORM_CHOICE) {
        const char *typed = *value ? *value : "";
        return check_choice(f->choices[i], typed);
    }
    if (!*value)
        return d->required ? "This is needed." : NULL;
    if (d->kind == FORM_NUMBER)
        wrong = check_number(a, d, value);
    else if (d->kind != FORM_CHECK)
        wrong = check_length(a, d, *value);
    if (!wrong && d->kind == FORM_EMAIL)
        wrong = check_email(a, *value, value);
    return !wrong && d->check ? d->check(a, *value, value) : wrong;
}

/* Keyed, and bound to the place: a mark says only "the same as it was". */
const char *field_mark(const struct form *f, size_t i, const char *value)
{
    struct arena *a = f->area->r->arena;
    const char *text = arena_printf(a, "%s %lld %lld %s %c%s", f->def->path,
                                    (long long)f->area->tenant.id, (long long)f->id,
                                    f->def->fields[i].key, value ? '=' : '-', value ? value : "");
    return arena_dupn(a, token_mac(a, "form", text), FORM_MARK);
}

/* What every mail system takes: one @, a name before it, a dotted name behind it, no white space.
 */
const char *check_email(struct arena *a, const char *typed, const char **value)
{
    static const char wrong[] = "An e-mail address looks like name@example.com.";
    const char *at = strchr(typed, '@');
    (void)a;
    (void)value;
    if (!at || at == typed || strchr(at + 1, '@') || !strchr(at, '.') || at[1] == '.' ||
        typed[strlen(typed) - 1] == '.')
        return wrong;
    for (const char *s = typed; *s; s++)
        if (isspace((unsigned char)*s) || strchr("<>(),;:\\\"", *s))
            return wrong;
    return NULL;
}

const char *check_zone(struct arena *a, const char *typed, const char **value)
{
    (void)a;
    (void)value;
    return zone_valid(typed) ? NULL : "There is no such zone. Europe/Berlin is one.";
}
