/* The form on its way in and out: reading what was sent, rendering the page. */
#include "form_check.h"
#include "text.h"
#include "view/format.h"

static const char *typed_value(struct form *f, size_t i)
{
    struct arena *a = f->area->r->arena;
    const struct form_field *d = &f->def->fields[i];
    const char *text = text_trimmed(a, param_text(&f->area->r->form, d->key)), *line;
    if (d->kind != FORM_LINES || !text)
        return text;
    const char *lines = "";
    while ((line = text_line(a, &text)))
        lines = arena_printf(a, "%s%s\n", lines, line);
    return text_trimmed(a, lines);
}

/* Somebody else changed the row since it was shown: what was not touched here follows, what was
 * touched stays as typed. */
static void compare(struct form *f, const char *was)
{
    struct arena *a = f->area->r->arena;
    for (size_t i = 0; f->def->fields[i].key; i++) {
        const char *mark = arena_dupn(a, was + i * FORM_MARK, FORM_MARK);
        if (strcmp(mark, field_mark(f, i, f->stored[i])) == 0)
            continue;
        const char *now = form_shown(f, i, f->stored[i]);
        f->conflict = true;
        f->note[i] = now ? arena_printf(a, "Changed meanwhile to: %s", now)
                         : "Emptied meanwhile by somebody else.";
        if (strcmp(mark, field_mark(f, i, f->value[i])) == 0)
            f->value[i] = f->stored[i];
    }
}

static size_t count_fields(const struct form *f)
{
    size_t n = 0;
    while (f->def->fields[n].key)
        n++;
    return n;
}

enum err form_read(struct form *f)
{
    const struct params *p = &f->area->r->form;
    const char *was = param_text(p, "was");
    int confirmed = param_choice(p, "confirmed", -1);
    f->confirmed = confirmed == 0;
    f->back = confirmed == 1;
    for (size_t i = 0; f->def->fields[i].key; i++) {
        if (f->def->fields[i].kind == FORM_FIXED)
            continue;
        f->value[i] = typed_value(f, i);
        f->error[i] = field_check(f, i, &f->value[i]);
    }
    if (!f->id || !count_fields(f))
        return OK;
    if (!was || strlen(was) != count_fields(f) * FORM_MARK)
        return err_set(ERR_BAD_REQUEST, "the form is damaged: load its page again");
    compare(f, was);
    return OK;
}

/* --- out ------------------------------------------------------------------------------------- */

static const char *fingerprint(const struct form *f)
{
    struct arena *a = f->area->r->arena;
    char *all = arena_alloc(a, FORM_FIELDS * FORM_MARK + 1);
    for (size_t i = 0; f->def->fields[i].key; i++)
        memcpy(all + i * FORM_MARK, field_mark(f, i, f->stored[i]), FORM_MARK);
    return all;
}

static const char *const kinds[] = {"text",  "email", "number", "choice", "check",
                                    "lines", "fixed", "money",  "secret"};

static void show_options(struct form *f, size_t i)
{
    const char *list = arena_printf(f->area->r->arena, "Fields.%zu.options", i);
    const char *value = f->value[i] ? f->value[i] : "";
    for (size_t n = 0; f->choices[i] && f->choices[i][n].value; n++) {
        view_item(f->view, list, n, "value", f->choices[i][n].value);
        view_item(f->view, list, n, "label", f->choices[i][n].label);
        if (strcmp(f->choices[i][n].value, value) == 0)
            view_item(f->view, list, n, "selected", "1");
    }
}

static void show_field(struct form *f, size_t i)
{
    const struct form_field *d = &f->def->fields[i];
    struct arena *a = f->area->r->arena;
    view_item(f->view, "Fields", i, "name", d->key);
    view_item(f->view, "Fields", i, "label", d->label);
    view_item(f->view, "Fields", i, "kind", kinds[d->kind]);
    view_item(f->view, "Fields", i, "help", d->help);
    view_item(f->view, "Fields", i, "unit", d->unit);
    view_item(f->view, "Fields", i, "group", d->group);
    view_item(f->view, "Fields", i, "group_help", d->group_help);
    view_item(f->view, "Fields", i, "required", d->required ? "1" : NULL);
    if (d->kind != FORM_SECRET)
        view_item(f->view, "Fields", i, "value",
                  f->value[i] || d->kind != FORM_FIXED ? f->value[i] : FORMAT_UNKNOWN);
    view_item(f->view, "Fields", i, "error", f->error[i]);
    view_item(f->view, "Fields", i, "note", f->note[i]);
    if (d->kind != FORM_NUMBER && d->max)
        view_item(f->view, "Fields", i, "max", arena_printf(a, "%lld", (long long)d->max));
    if (d->kind == FORM_CHOICE)
        show_options(f, i);
}

static void show_errors(struct form *f, struct response *out)
{
    size_t n = 0;
    for (size_t i = 0; f->def->fields[i].key; i++)
        if (f->error[i]) {
            view_item(f->view, "Errors", n, "name", f->def->fields[i].key);
            view_item(f->view, "Errors", n, "label", f->def->fields[i].label);
            view_item(f->view, "Errors", n++, "text", f->error[i]);
        }
    if ((n || f->problem) && f->area->r->method == METHOD_POST)
        out->status = 422;
    if (f->conflict) {
        out->status = err_status(ERR_CONFLICT);
        view_set(f->view, "Form.error",
                 "Somebody else changed this while you were at it, so nothing was saved. What you "
                 "typed is still here; what is stored now is said at each field. Save again to "
                 "put yours in its place.");
    } else if (f->problem) {
        view_set(f->view, "Form.error", f->problem);
    } else if (n) {
        view_set(f->view, "Form.error", "Nothing was saved yet. Please look at:");
    }
}

static void show_common(struct form *f)
{
    view_set(f->view, "Form.url", f->url ? f->url : area_url(f->area, f->def->path, f->id, NULL));
    view_set(f->view, "Form.was", f->id ? fingerprint(f) : NULL);
    view_set(f->view, "Form.one", f->def->one);
    view_set(f->view, "Form.button", f->def->button ? f->def->button : f->id ? "Save" : "Add");
}

enum err form_show_in(struct form *f, const char *template_name, struct response *out)
{
    show_common(f);
    for (size_t i = 0; f->def->fields[i].key; i++)
        show_field(f, i);
    show_errors(f, out);
    if (out->status == 200)
        area_show_done(f->area, f->view);
    return app_render(f->view, template_name, out);
}

enum err form_show(struct form *f, struct response *out)
{
    return form_show_in(f, "admin/form.cs", out);
}

enum err form_confirm(struct form *f, const char *title, const char *const *paragraphs,
                      const char *button, struct response *out)
{
    size_t n = 0;
    show_common(f);
    view_set(f->view, "Page.title", title);
    view_set(f->view, "Form.error", f->problem);
    view_set(f->view, "Form.button", button);
    for (size_t i = 0; paragraphs[i]; i++)
        view_item(f->view, "Paragraphs", i, "text", paragraphs[i]);
    for (size_t i = 0; f->def->fields[i].key; i++) {
        if (f->def->fields[i].kind == FORM_FIXED || f->def->fields[i].kind == FORM_SECRET ||
            !f->value[i])
            continue;
        view_item(f->view, "Carried", n, "name", f->def->fields[i].key);
        view_item(f->view, "Carried", n++, "value", f->value[i]);
    }
    return app_render(f->view, "admin/confirm.cs", out);
}
