/* What is done with the marks of one interaction. All of it may be done twice, as by a button that
 * was pressed again: what is so already stays as it is. */
#include "marks.h"

#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "conversation.h"
#include "detail.h"

#define TEXT(name_, kind_, characters, label_)                                                     \
    {                                                                                              \
        .name = name_, .kind = kind_, .max = (characters)*4, .label = label_                       \
    }
#define OF                                                                                         \
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},                                              \
        {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},                                       \
    {                                                                                              \
        .name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX                                       \
    }
#define NO                                                                                         \
    {                                                                                              \
        .name = "no", .kind = PARAM_INT, .max = UINT32_MAX                                         \
    }
#define REASON TEXT("reason", PARAM_TEXT, MARK_REASON_MAX, "Reason")
#define KIND TEXT("kind", PARAM_TEXT, MARK_KIND_MAX, "Kind")
#define TAG TEXT("tag", PARAM_TEXT, MARK_TAG_MAX, "Tag")
#define NOTE TEXT("note", PARAM_LINES, MARK_NOTE_MAX, "Note")

const struct param flag_form[] = {OF, TEXT("flag", PARAM_TEXT, MARK_FLAG_MAX, "Flag"), REASON, {0}};
const struct param unflag_form[] = {OF, NO, REASON, {0}};
const struct param tag_form[] = {OF, KIND, TAG, {0}};
const struct param note_form[] = {OF, NOTE, {0}};
const struct param note_edit_form[] = {OF, NO, NOTE, {0}};
const struct param note_delete_form[] = {OF, NO, {0}};

const char mark_refused[] = "flags, tags and notes cannot be kept here: the records of this site "
                            "are written by its own system, and Parley only reads them";

enum err mark_allowed(const struct request *r)
{
    return marks_can(r->db) ? OK : err_set(ERR_FORBIDDEN, "%s", mark_refused);
}

const char *mark_text(struct request *r, const char *name)
{
    const char *text = param_text(&r->form, name);
    size_t n = text ? strlen(text) : 0;
    for (; n && strchr(" \r\n\t", *text); n--)
        text++;
    while (n && strchr(" \r\n\t", text[n - 1]))
        n--;
    return n ? arena_dupn(r->arena, text, n) : NULL;
}

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

const char *mark_wrong(struct arena *a, const char *text, const char *needed, size_t max)
{
    if (!text)
        return needed;
    if (characters(text) <= max)
        return NULL;
    return arena_printf(a, "At most %zu characters; this has %zu.", max, characters(text));
}

const char *mark_action(enum mark_kind kind)
{
    static const char *const actions[MARK_KINDS] = {
        [MARK_FLAG] = "interaction.flagged",   [MARK_UNFLAG] = "interaction.unflagged",
        [MARK_TAG] = "interaction.tagged",     [MARK_UNTAG] = "interaction.untagged",
        [MARK_REFLAG] = "interaction.flagged",
    };
    return actions[kind];
}

const struct audit_detail *mark_details(struct arena *a, const struct mark_edit *edit)
{
    struct audit_detail *d = arena_array(a, 6, sizeof *d);
    size_t n = 0;
    if (edit->flag)
        d[n++] = (struct audit_detail){.key = "flag", .is = edit->flag};
    if (edit->tag)
        d[n++] = (struct audit_detail){.key = "tag", .is = edit->tag};
    if (edit->of && *edit->of)
        d[n++] = (struct audit_detail){.key = "kind", .is = edit->of};
    if (edit->reason)
        d[n++] = (struct audit_detail){.key = "reason", .is = edit->reason};
    if (edit->kind == MARK_REFLAG)
        d[n++] = (struct audit_detail){.key = "again", .is = "clearing it was undone"};
    return d;
}

const char *mark_subject(struct arena *a, int64_t id, const char *who)
{
    return arena_printf(a, "interaction %lld%s%s", (long long)id, who ? ", " : "", who ? who : "");
}

/* --- one interaction --------------------------------------------------------------------------*/

/* The interaction that a form is about. */
struct about {
    struct request *r;
    struct response *out;
    struct interaction i;
    const char *list;
};

static enum err begin(struct request *r, struct response *out, struct about *x)
{
    *x = (struct about){.r = r, .out = out, .list = param_text(&r->form, "list")};
    enum err e = session_allow(r->session, "interactions|cdr");
    if (!e)
        e = conversation_find(r->db, r->arena, r->scope, param_int(&r->form, "id", 0), &x->i);
    return e ? e : mark_allowed(r);
}

static enum err back(const struct about *x)
{
    response_redirect(
        x->out, arena_printf(x->r->arena, "%s#marks", detail_url(x->r->arena, x->i.id, x->list)));
    return OK;
}

static enum err again(const struct about *x, const struct mark_form *form)
{
    x->out->status = 422;
    return detail_show(x->r, x->out, x->i.id, x->list, form);
}

static struct mark_edit edit_of(const struct request *r, enum mark_kind kind)
{
    return (struct mark_edit){.kind = kind, .by = r->session->name, .at = r->now};
}

/* Makes the edit, if there is anything to change. */
static enum err edit_one(const struct about *x, const struct mark_edit *edit, bool *changed)
{
    struct request *r = x->r;
    struct mark_target *found;
    size_t n;
    enum err e = marks_targets(r->db, r->arena, r->scope, edit, &x->i.id, 1, &found, &n);
    *changed = !e && n && found->changes;
    if (e || !*changed)
        return e;
    audit_note(r, mark_action(edit->kind), conversation_subject(r, &x->i),
               mark_details(r->arena, edit));
    return marks_edit(r->db, r->arena, r->scope, edit, &x->i.id, 1);
}

/* The same form sent again: then its flag stands as it says. */
static enum err flag_stands(const struct about *x, struct mark_form *form, bool *same)
{
    struct marks m;
    enum err e = marks_read(x->r->db, x->r->arena, x->r->scope, x->i.id, &m);
    *same = false;
    for (size_t i = 0; !e && i < m.n_flags; i++) {
        const struct mark_flag *f = &m.flags[i];
        *same |= !f->cleared_at && f->reason && strcmp(f->reason, form->more) == 0 &&
                 strcmp(f->flag, form->text) == 0 && f->set_by &&
                 strcmp(f->set_by, x->r->session->name) == 0;
    }
    if (!*same)
        form->text_error = "This flag is set already. Clear it first, or choose another one.";
    return e;
}

enum err mark_flag(struct request *r, struct response *out)
{
    struct about x;
    bool changed;
    enum err e = begin(r, out, &x);
    if (e)
        return e;
    struct mark_form form = {
        .what = "flag", .text = mark_text(r, "flag"), .more = mark_text(r, "reason")};
    form.text_error =
        mark_wrong(r->arena, form.text, "Say what is to be looked at.", MARK_FLAG_MAX);
    form.more_error = mark_wrong(r->arena, form.more, "A flag needs a reason.", MARK_REASON_MAX);
    if (form.text_error || form.more_error)
        return again(&x, &form);
    struct mark_edit edit = edit_of(r, MARK_FLAG);
    edit.flag = form.text;
    edit.reason = form.more;
    e = edit_one(&x, &edit, &changed);
    if (!e && !changed)
        e = flag_stands(&x, &form, &changed);
    if (e)
        return e;
    return changed ? back(&x) : again(&x, &form);
}

static enum err flag_name(const struct about *x, int64_t no, const char **out)
{
    struct marks m;
    enum err e = marks_read(x->r->db, x->r->arena, x->r->scope, x->i.id, &m);
    *out = NULL;
    for (size_t i = 0; !e && i < m.n_flags; i++)
        if (m.flags[i].no == no)
            *out = m.flags[i].flag;
    return e || *out ? e : err_set(ERR_NOT_FOUND, "no such flag");
}

enum err mark_unflag(struct request *r, struct response *out)
{
    struct about x;
    bool changed;
    enum err e = begin(r, out, &x);
    struct mark_edit edit = edit_of(r, MARK_UNFLAG);
    edit.flag_no = param_int(&r->form, "no", 0);
    if (!e)
        e = flag_name(&x, edit.flag_no, &edit.flag);
    if (e)
        return e;
    struct mark_form form = {.what = "unflag", .no = edit.flag_no, .text = mark_text(r, "reason")};
    form.text_error = mark_wrong(r->arena, form.text, "Say why it is cleared.", MARK_REASON_MAX);
    if (form.text_error)
        return again(&x, &form);
    edit.reason = form.text;
    e = edit_one(&x, &edit, &changed);
    return e ? e : back(&x);
}

static enum err tag(struct request *r, struct response *out, enum mark_kind kind)
{
    struct about x;
    bool changed;
    enum err e = begin(r, out, &x);
    if (e)
        return e;
    struct mark_form form = {
        .what = "tag", .text = mark_text(r, "tag"), .more = mark_text(r, "kind")};
    form.text_error = mark_wrong(r->arena, form.text, "Type a tag.", MARK_TAG_MAX);
    form.more_error = form.more ? mark_wrong(r->arena, form.more, NULL, MARK_KIND_MAX) : NULL;
    if (form.text_error || form.more_error)
        return again(&x, &form);
    struct mark_edit edit = edit_of(r, kind);
    edit.tag = form.text;
    edit.of = form.more ? form.more : "";
    e = edit_one(&x, &edit, &changed);
    return e ? e : back(&x);
}

enum err mark_tag(struct request *r, struct response *out)
{
    return tag(r, out, MARK_TAG);
}

enum err mark_untag(struct request *r, struct response *out)
{
    return tag(r, out, MARK_UNTAG);
}

/* --- notes ------------------------------------------------------------------------------------*/

static const struct mark_note *note_find(const struct marks *m, int64_t no)
{
    for (size_t i = 0; i < m->n_notes; i++)
        if (m->notes[i].no == no)
            return &m->notes[i];
    return NULL;
}

/* The same words of the same author within a few minutes: a button that was pressed twice. */
static bool just_written(const struct request *r, const struct marks *m, const char *body)
{
    enum { MOMENT_MS = 5 * 60 * 1000 };
    for (size_t i = 0; i < m->n_notes; i++)
        if (m->notes[i].author_id == r->session->user_id &&
            r->now - m->notes[i].written_at < MOMENT_MS && strcmp(m->notes[i].body, body) == 0)
            return true;
    return false;
}

static void note_event(const struct about *x, const char *action, int64_t no, const char *is,
                       const char *was)
{
    const char *number = no ? arena_printf(x->r->arena, "%lld", (long long)no) : NULL;
    const struct audit_detail text = {.key = "text", .is = is, .was = was, .changed = was != NULL};
    audit_note(x->r, action, conversation_subject(x->r, &x->i),
               number ? (const struct audit_detail[]){{.key = "note", .is = number}, text, {0}}
                      : (const struct audit_detail[]){text, {0}});
}

static enum err begin_note(struct request *r, struct response *out, struct about *x,
                           struct marks *m)
{
    enum err e = begin(r, out, x);
    return e ? e : marks_read(r->db, r->arena, r->scope, x->i.id, m);
}

static struct mark_form note_read(struct request *r, const char *what)
{
    struct mark_form form = {.what = what, .text = mark_text(r, "note")};
    form.text_error = mark_wrong(r->arena, form.text, "Write something.", MARK_NOTE_MAX);
    return form;
}

enum err mark_note(struct request *r, struct response *out)
{
    struct about x;
    struct marks m;
    enum err e = begin_note(r, out, &x, &m);
    if (e)
        return e;
    struct mark_form form = note_read(r, "note");
    if (form.text_error)
        return again(&x, &form);
    if (just_written(r, &m, form.text))
        return back(&x);
    note_event(&x, "note.written", 0, form.text, NULL);
    e = marks_note_add(r->db, r->arena, r->scope, x.i.id, r->session->user_id, r->session->name,
                       form.text, r->now);
    return e ? e : back(&x);
}

/* The author's own: others read it. */
static enum err own_note(const struct about *x, const struct mark_note *note)
{
    return note->author_id == x->r->session->user_id
               ? OK
               : err_set(ERR_FORBIDDEN, "a note is changed and deleted by its author only");
}

enum err mark_note_edit(struct request *r, struct response *out)
{
    struct about x;
    struct marks m;
    bool done;
    enum err e = begin_note(r, out, &x, &m);
    if (e)
        return e;
    const struct mark_note *note = note_find(&m, param_int(&r->form, "no", 0));
    e = note ? own_note(&x, note) : err_set(ERR_NOT_FOUND, "no such note");
    if (e)
        return e;
    struct mark_form form = note_read(r, "edit");
    form.no = note->no;
    if (form.text_error)
        return again(&x, &form);
    if (strcmp(form.text, note->body) == 0)
        return back(&x);
    note_event(&x, "note.changed", note->no, form.text, note->body);
    e = marks_note_set(r->db, r->arena, r->scope, x.i.id, note->no, r->session->user_id, form.text,
                       r->now, &done);
    if (!e && !done)
        e = err_set(ERR_CONFLICT, "the note was changed meanwhile");
    return e ? e : back(&x);
}

enum err mark_note_delete(struct request *r, struct response *out)
{
    struct about x;
    struct marks m;
    bool done;
    enum err e = begin_note(r, out, &x, &m);
    if (e)
        return e;
    const struct mark_note *note = note_find(&m, param_int(&r->form, "no", 0));
    if (!note)
        return back(&x);
    e = own_note(&x, note);
    if (e)
        return e;
    note_event(&x, "note.deleted", note->no, note->body, NULL);
    e = marks_note_delete(r->db, r->arena, r->scope, x.i.id, note->no, r->session->user_id, &done);
    return e ? e : back(&x);
}
