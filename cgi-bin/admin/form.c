#include "form.h"

#include "form_check.h"
#include "text.h"

#include <stdarg.h>

const char *const form_confirmed[] = {"yes", "no", NULL};

static size_t field_of(const struct form *f, const char *key)
{
    for (size_t i = 0; f->def->fields[i].key; i++)
        if (strcmp(f->def->fields[i].key, key) == 0)
            return i;
    fprintf(stderr, "form field %s is not declared\n", key);
    abort();
}

void form_begin(struct form *f, const struct area *a, const struct form_def *def, int64_t id,
                const char *title)
{
    *f = (struct form){.area = a, .def = def, .id = id};
    f->view = area_page(a, title);
    for (size_t i = 0; def->fields[i].key; i++) {
        if (i == FORM_FIELDS)
            abort();
        f->choices[i] = def->fields[i].choices;
    }
}

void form_store(struct form *f, const char *key, const char *value)
{
    size_t i = field_of(f, key);
    f->stored[i] = f->value[i] = value && *value ? arena_dup(f->area->r->arena, value) : NULL;
}

void form_store_number(struct form *f, const char *key, int64_t value)
{
    size_t i = field_of(f, key);
    form_store(f, key, number_text(f->area->r->arena, value, f->def->fields[i].decimals));
}

void form_store_flag(struct form *f, const char *key, bool value)
{
    form_store(f, key, value ? "1" : NULL);
}

void form_put(struct form *f, const char *key, const char *value)
{
    f->value[field_of(f, key)] = value;
}

void form_choices(struct form *f, const char *key, const struct list_choice *choices)
{
    f->choices[field_of(f, key)] = choices;
}

void form_fact(struct form *f, const char *label, const char *value, const char *url)
{
    view_item(f->view, "Facts", f->facts, "label", label);
    view_item(f->view, "Facts", f->facts, "value", value);
    view_item(f->view, "Facts", f->facts++, "url", url);
}

bool form_ok(const struct form *f)
{
    for (size_t i = 0; f->def->fields[i].key; i++)
        if (f->error[i])
            return false;
    return !f->conflict && !f->back && !f->problem;
}

void form_error(struct form *f, const char *key, const char *format, ...)
{
    char text[400];
    va_list args;
    size_t i = field_of(f, key);
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!f->error[i])
        f->error[i] = arena_dup(f->area->r->arena, text);
}

const char *form_text(const struct form *f, const char *key)
{
    return f->value[field_of(f, key)];
}

int64_t form_number(const struct form *f, const char *key)
{
    size_t i = field_of(f, key);
    int64_t n = 0;
    if (f->value[i])
        number_read(f->value[i], f->def->fields[i].decimals, &n);
    return n;
}

bool form_flag(const struct form *f, const char *key)
{
    return form_text(f, key) != NULL;
}

bool form_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool form_differs(const struct form *f, const char *key)
{
    if (key)
        return !form_same(f->stored[field_of(f, key)], f->value[field_of(f, key)]);
    for (size_t i = 0; f->def->fields[i].key; i++)
        if (!form_same(f->stored[i], f->value[i]))
            return true;
    return false;
}

/* A value as people read it. */
const char *form_shown(const struct form *f, size_t i, const char *value)
{
    if (f->def->fields[i].kind == FORM_CHECK)
        return value ? "yes" : "no";
    if (f->def->fields[i].kind == FORM_SECRET)
        return value ? "given" : NULL;
    for (const struct list_choice *c = f->choices[i]; c && c->value; c++)
        if (strcmp(c->value, value ? value : "") == 0)
            return c->label;
    return value;
}

const struct audit_detail *form_details(const struct form *f)
{
    struct audit_detail *details = arena_array(f->area->r->arena, FORM_FIELDS + 2, sizeof *details);
    size_t n = 0;
    if (f->id)
        details[n++] = (struct audit_detail){
            .key = "id", .is = arena_printf(f->area->r->arena, "%lld", (long long)f->id)};
    for (size_t i = 0; f->def->fields[i].key; i++) {
        const char *is = form_shown(f, i, f->value[i]), *was = form_shown(f, i, f->stored[i]);
        if (f->def->fields[i].kind == FORM_FIXED ||
            (f->id ? form_same(f->value[i], f->stored[i]) : !f->value[i]))
            continue;
        details[n++] = (struct audit_detail){
            .key = f->def->fields[i].key, .is = is, .was = was, .changed = f->id != 0};
    }
    return details;
}
