/* Flags, tags and notes: who put what on the interaction. */
#include "app/paths.h"
#include "auth/session.h"
#include "cells.h"
#include "detail.h"
#include "marks.h"
#include "view/format.h"

static void set_time(struct detail *d, const char *list, size_t i, const char *name, ms_t at)
{
    struct arena *a = d->r->arena;
    if (!at)
        return;
    view_item(d->v, list, i, name, format_time(a, &d->r->session->viewer, at, d->r->now));
    view_item(d->v, list, i, arena_printf(a, "%s_title", name),
              format_time_exact(a, d->r->session->zone, at));
}

static const char *number(struct detail *d, int64_t n)
{
    return arena_printf(d->r->arena, "%lld", (long long)n);
}

/* The form that is shown again, if it is this one: its texts and errors at the item. */
static bool is_again(const struct detail *d, const char *what, int64_t no)
{
    return d->mark && strcmp(d->mark->what, what) == 0 && d->mark->no == no;
}

static void show_again(struct detail *d, const char *list, size_t i)
{
    view_item(d->v, list, i, "open", "1");
    view_item(d->v, list, i, "text", d->mark->text);
    view_item(d->v, list, i, "error", d->mark->text_error);
}

static void show_flag(struct detail *d, const char *list, size_t i, const struct mark_flag *f)
{
    view_item(d->v, list, i, "no", number(d, f->no));
    view_item(d->v, list, i, "flag", f->flag);
    view_item(d->v, list, i, "reason", f->reason);
    view_item(d->v, list, i, "ai", f->ai ? "1" : NULL);
    view_item(d->v, list, i, "by", f->set_by);
    view_item(d->v, list, i, "cleared_by", f->cleared_by);
    view_item(d->v, list, i, "why", f->clear_reason);
    set_time(d, list, i, "at", f->set_at);
    set_time(d, list, i, "cleared_at", f->cleared_at);
    if (is_again(d, "unflag", f->no))
        show_again(d, list, i);
}

static void show_flags(struct detail *d, const struct marks *m)
{
    size_t standing = 0, cleared = 0;
    for (size_t i = 0; i < m->n_flags; i++) {
        if (m->flags[i].cleared_at)
            show_flag(d, "Marks.cleared", cleared++, &m->flags[i]);
        else
            show_flag(d, "Marks.flags", standing++, &m->flags[i]);
    }
    if (cleared)
        view_number(d->v, "Marks.n_cleared", (int64_t)cleared);
}

static void show_tags(struct detail *d, const struct marks *m)
{
    static const char list[] = "Marks.tags";
    for (size_t i = 0; i < m->n_tags; i++) {
        const struct mark_tag *t = &m->tags[i];
        view_item(d->v, list, i, "kind", *t->kind ? t->kind : NULL);
        view_item(d->v, list, i, "kind_label", cell_words(d->r->arena, t->kind));
        view_item(d->v, list, i, "tag", t->tag);
        view_item(d->v, list, i, "source", t->source);
        view_item(d->v, list, i, "by", t->set_by);
        set_time(d, list, i, "at", t->set_at);
    }
}

static void show_notes(struct detail *d, const struct marks *m)
{
    static const char list[] = "Marks.notes";
    for (size_t i = 0; i < m->n_notes; i++) {
        const struct mark_note *n = &m->notes[i];
        view_item(d->v, list, i, "no", number(d, n->no));
        view_item(d->v, list, i, "author", n->author);
        view_item(d->v, list, i, "body", n->body);
        view_item(d->v, list, i, "text", n->body);
        view_item(d->v, list, i, "own", n->author_id == d->r->session->user_id ? "1" : NULL);
        set_time(d, list, i, "at", n->written_at);
        set_time(d, list, i, "edited", n->edited_at);
        if (is_again(d, "edit", n->no))
            show_again(d, list, i);
    }
}

static void show_form(struct detail *d, const char *what)
{
    struct arena *a = d->r->arena;
    if (!is_again(d, what, 0))
        return;
    const struct mark_form *f = d->mark;
    view_set(d->v, arena_printf(a, "Marks.form.%s.open", what), "1");
    view_set(d->v, arena_printf(a, "Marks.form.%s.text", what), f->text);
    view_set(d->v, arena_printf(a, "Marks.form.%s.more", what), f->more);
    view_set(d->v, arena_printf(a, "Marks.form.%s.text_error", what), f->text_error);
    view_set(d->v, arena_printf(a, "Marks.form.%s.more_error", what), f->more_error);
}

static enum err show_forms(struct detail *d)
{
    struct request *r = d->r;
    struct mark_names names;
    enum err e = marks_recent(r->db, r->arena, r->scope, &names);
    if (e)
        return e;
    view_set(d->v, "Marks.may", "1");
    marks_suggest(d->v, &names);
    view_set(d->v, "Marks.url.flag", PATH_FLAG);
    view_set(d->v, "Marks.url.unflag", PATH_UNFLAG);
    view_set(d->v, "Marks.url.tag", PATH_TAG);
    view_set(d->v, "Marks.url.untag", PATH_UNTAG);
    view_set(d->v, "Marks.url.note", PATH_NOTE);
    view_set(d->v, "Marks.url.edit", PATH_NOTE_EDIT);
    view_set(d->v, "Marks.url.delete", PATH_NOTE_DELETE);
    view_set(d->v, "Marks.list", d->list);
    show_form(d, "flag");
    show_form(d, "tag");
    show_form(d, "note");
    return OK;
}

static bool known_before(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (names[i] && strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Names that serve in every contact center come first. */
void marks_suggest(struct view *v, const struct mark_names *names)
{
    static const char *const usual[] = {"Needs review", "Needs coaching", "Complaint",
                                        "Compliance",   "Good example",   NULL};
    size_t flags = 0, tags = 0, kinds = 0;
    for (; usual[flags]; flags++)
        view_item(v, "Marks.suggest.flags", flags, "value", usual[flags]);
    for (size_t i = 0; i < names->n_flags; i++)
        if (!known_before(usual, sizeof usual / sizeof *usual, names->flags[i]))
            view_item(v, "Marks.suggest.flags", flags++, "value", names->flags[i]);
    for (size_t i = 0; i < names->n_tags; i++) {
        if (!known_before(names->tags, i, names->tags[i]))
            view_item(v, "Marks.suggest.tags", tags++, "value", names->tags[i]);
        if (*names->kinds[i] && !known_before(names->kinds, i, names->kinds[i]))
            view_item(v, "Marks.suggest.kinds", kinds++, "value", names->kinds[i]);
    }
}

enum err detail_marks(struct detail *d)
{
    struct request *r = d->r;
    struct marks m;
    enum err e = marks_read(r->db, r->arena, r->scope, d->of.i.id, &m);
    if (e)
        return e;
    view_set(d->v, "Marks.shown", "1");
    show_flags(d, &m);
    show_tags(d, &m);
    show_notes(d, &m);
    if (!detail_may(d, "annotate"))
        return OK;
    if (marks_can(r->db))
        return show_forms(d);
    view_set(d->v, "Marks.refused", mark_refused);
    return OK;
}
