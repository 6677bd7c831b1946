/* An edit of many interactions: chosen, asked about, done, undone. */
#include "edit.h"

#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "store/edits.h"
#include "view/format.h"

const char *const edit_keys[] = {"flag", "unflag", "tag", "untag", "reflag", NULL};
static const char *const asked_keys[] = {"flag", "unflag", "tag", "untag", NULL};

enum { IDS_MAX = 15000 }; /* bytes */

const struct param edit_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "do", .kind = PARAM_CHOICE, .choices = asked_keys},
    {.name = "state", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {.name = "ids", .kind = PARAM_TEXT, .max = IDS_MAX},
    {.name = "id", .kind = PARAM_LIST, .max = INT64_MAX},
    {.name = "all", .kind = PARAM_INT, .max = 1},
    {.name = "except", .kind = PARAM_TEXT, .max = IDS_MAX},
    {.name = "before", .kind = PARAM_INT, .max = LIST_ALL_TO},
    {.name = "confirmed", .kind = PARAM_INT, .max = 1},
    {.name = "flag", .kind = PARAM_TEXT, .max = MARK_FLAG_MAX * 4, .label = "Flag"},
    {.name = "reason", .kind = PARAM_TEXT, .max = MARK_REASON_MAX * 4, .label = "Reason"},
    {.name = "kind", .kind = PARAM_TEXT, .max = MARK_KIND_MAX * 4, .label = "Kind"},
    {.name = "tag", .kind = PARAM_TEXT, .max = MARK_TAG_MAX * 4, .label = "Tag"},
    {0},
};
const struct param edited_query[] = {
    {.name = "at", .kind = PARAM_INT, .max = LIST_ALL_TO},
    {.name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {0},
};
const struct param undo_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "at", .kind = PARAM_INT, .max = LIST_ALL_TO},
    {.name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {0},
};

static void check(struct arena *a, struct edit_fields *f)
{
    bool flags = f->kind == MARK_FLAG || f->kind == MARK_UNFLAG;
    if (f->kind == MARK_FLAG || f->flag)
        f->flag_error = mark_wrong(a, f->flag, "Say what is to be looked at.", MARK_FLAG_MAX);
    if (flags)
        f->reason_error =
            mark_wrong(a, f->reason, f->kind == MARK_FLAG ? "A flag needs a reason." : "Say why.",
                       MARK_REASON_MAX);
    if (!flags)
        f->tag_error = mark_wrong(a, f->tag, "Type a tag.", MARK_TAG_MAX);
    if (!flags && f->of)
        f->of_error = mark_wrong(a, f->of, NULL, MARK_KIND_MAX);
}

static struct edit_fields read_fields(struct request *r)
{
    struct edit_fields f = {.kind = (enum mark_kind)param_choice(&r->form, "do", MARK_FLAG),
                            .flag = mark_text(r, "flag"),
                            .reason = mark_text(r, "reason"),
                            .tag = mark_text(r, "tag"),
                            .of = mark_text(r, "kind")};
    if (param_int(&r->form, "confirmed", 0))
        check(r->arena, &f);
    return f;
}

static struct mark_edit edit_of(const struct request *r, const struct edit_fields *f)
{
    bool flags = f->kind == MARK_FLAG || f->kind == MARK_UNFLAG;
    return (struct mark_edit){.kind = f->kind,
                              .flag = flags ? f->flag : NULL,
                              .reason = flags ? f->reason : NULL,
                              .tag = flags ? NULL : f->tag,
                              .of = f->of && !flags ? f->of : "",
                              .by = r->session->name,
                              .at = r->now};
}

enum err edit_submit(struct request *r, struct response *out)
{
    struct edit_choice *choice = arena_alloc(r->arena, sizeof *choice);
    enum err e = session_allow(r->session, "interactions|cdr");
    if (!e)
        e = mark_allowed(r);
    if (!e)
        e = edit_read(r, choice);
    if (e)
        return e;
    struct edit_fields f = read_fields(r);
    bool wrong = f.flag_error || f.reason_error || f.tag_error || f.of_error;
    if (wrong || choice->problem)
        out->status = 422;
    if (wrong || choice->problem || !param_int(&r->form, "confirmed", 0))
        return edit_show(r, out, choice, &f);
    struct mark_edit edit = edit_of(r, &f);
    const char *state = grid_query_text(r->arena, &choice->grid.state);
    const char *how = choice->all ? *state ? state : "all of the standard list" : "picked";
    return edit_make(r, out, &edit, choice->ids, choice->n, how, 0);
}

/* --- doing it ---------------------------------------------------------------------------------*/

static void note(struct request *r, const struct mark_edit *edit, const char *const *subjects,
                 size_t changed, size_t already, const char *chosen, ms_t undoes)
{
    struct arena *a = r->arena;
    const struct audit_detail *what = mark_details(a, edit);
    struct audit_detail *d = arena_array(a, 12, sizeof *d);
    size_t n = 0;
    d[n++] = (struct audit_detail){.key = "edit", .is = edit_keys[edit->kind]};
    for (; what->key; what++)
        d[n++] = *what;
    d[n++] = (struct audit_detail){.key = "changed", .is = arena_printf(a, "%zu", changed)};
    d[n++] = (struct audit_detail){.key = "already", .is = arena_printf(a, "%zu", already)};
    if (chosen)
        d[n++] = (struct audit_detail){.key = "list", .is = chosen};
    if (undoes)
        d[n++] = (struct audit_detail){.key = "undoes",
                                       .is = format_time_exact(a, r->session->zone, undoes)};
    audit_note_each(r, mark_action(edit->kind), subjects, changed, mark_details(a, edit));
    audit_note(r, "interactions.edited", arena_printf(a, "%zu interactions", changed), d);
}

enum err edit_make(struct request *r, struct response *out, const struct mark_edit *edit,
                   const int64_t *ids, size_t n, const char *chosen, ms_t undoes)
{
    static struct buf url; /* scratch: emptied before every use */
    struct arena *a = r->arena;
    struct mark_target *found;
    size_t seen, changed = 0;
    enum err e = marks_targets(r->db, a, r->scope, edit, ids, n, &found, &seen);
    int64_t *change = arena_array(a, seen + 1, sizeof *change);
    const char **subjects = arena_array(a, seen + 1, sizeof *subjects);
    for (size_t i = 0; !e && i < seen; i++) {
        if (!found[i].changes)
            continue;
        subjects[changed] = mark_subject(a, found[i].id, found[i].who);
        change[changed++] = found[i].id;
    }
    if (!e)
        e = marks_edit(r->db, a, r->scope, edit, change, changed);
    if (e)
        return e;
    note(r, edit, subjects, changed, seen - changed, chosen, undoes);
    buf_clear(&url);
    buf_printf(&url, "%s?at=%lld", PATH_MARKED_MANY, (long long)r->now);
    buf_param(&url, "list", param_text(&r->form, undoes ? "list" : "state"));
    response_redirect(out, arena_dup(a, url.s));
    return OK;
}

/* --- its result -------------------------------------------------------------------------------*/

static enum mark_kind kind_of(const char *key)
{
    int k = 0;
    while (k < MARK_REFLAG && strcmp(edit_keys[k], key) != 0)
        k++;
    return (enum mark_kind)k;
}

/* "Needs review" in quotes; every flag. */
static const char *name_of(struct arena *a, const struct edit_record *x)
{
    const char *name = x->tag ? x->tag : x->flag;
    const char *of = x->of ? arena_printf(a, "%s: ", x->of) : "";
    return name ? arena_printf(a, " \xe2\x80\x9c%s%s\xe2\x80\x9d", of, name) : "s";
}

static const char *result(struct request *r, const struct edit_record *x)
{
    static const struct {
        const char *what, *done, *rest;
    } texts[MARK_KINDS] = {
        [MARK_FLAG] = {"Flag", "set on", "had it already"},
        [MARK_UNFLAG] = {"Flag", "cleared on", "did not have it"},
        [MARK_TAG] = {"Tag", "added to", "had it already"},
        [MARK_UNTAG] = {"Tag", "taken from", "did not have it from a person"},
        [MARK_REFLAG] = {"Flag", "set again on", "have changed since"},
    };
    enum mark_kind k = kind_of(x->edit);
    const struct viewer *viewer = &r->session->viewer;
    struct arena *a = r->arena;
    const char *rest =
        x->already ? arena_printf(a, "; %s %s", format_count(a, viewer, x->already), texts[k].rest)
                   : "";
    return arena_printf(a, "%s%s %s %s interaction%s%s.", texts[k].what, name_of(a, x),
                        texts[k].done, format_count(a, viewer, x->changed),
                        x->changed == 1 ? "" : "s", rest);
}

enum err edited_page(struct request *r, struct response *out)
{
    struct edit_record x;
    struct grid_state state;
    const char *list = param_text(&r->query, "list");
    ms_t at = param_int(&r->query, "at", 0);
    enum err e = edits_find(r->db, r->arena, r->scope, r->session->user_id, at, &x);
    if (e)
        return e;
    grid_state_stored(r, list ? list : "", &state, NULL);
    struct view *v = app_page(r, x.undoes ? "Undone" : "Done");
    view_set(v, "Edited.title", x.undoes ? "Undone" : "Done");
    view_set(v, "Edited.text", result(r, &x));
    view_set(v, "Edited.back", grid_url(r->arena, &state));
    view_set(v, "Edited.list", list);
    view_number(v, "Edited.at", at);
    view_set(v, "Url.undo", x.changed && !x.undoes ? PATH_MARK_MANY_UNDO : NULL);
    return app_render(v, "pages/edited.cs", out);
}

/* What puts things back as they were; what somebody else changed meanwhile stays. */
static struct mark_edit opposite(const struct request *r, const struct edit_record *x, ms_t at)
{
    static const enum mark_kind opposites[MARK_KINDS] = {[MARK_FLAG] = MARK_UNFLAG,
                                                         [MARK_UNFLAG] = MARK_REFLAG,
                                                         [MARK_TAG] = MARK_UNTAG,
                                                         [MARK_UNTAG] = MARK_TAG,
                                                         [MARK_REFLAG] = MARK_REFLAG};
    enum mark_kind kind = opposites[kind_of(x->edit)];
    return (struct mark_edit){.kind = kind,
                              .flag = x->flag,
                              .reason = kind == MARK_UNFLAG ? "Undone" : NULL,
                              .tag = x->tag,
                              .of = x->of ? x->of : "",
                              .by = r->session->name,
                              .at = r->now,
                              .undo_at = at};
}

enum err edited_undo(struct request *r, struct response *out)
{
    struct edit_record x;
    int64_t *ids;
    size_t n;
    ms_t at = param_int(&r->form, "at", 0);
    enum err e = mark_allowed(r);
    if (!e)
        e = edits_find(r->db, r->arena, r->scope, r->session->user_id, at, &x);
    if (!e && x.undoes)
        e = err_set(ERR_NOT_FOUND, "nothing to undo");
    if (!e)
        e = edits_ids(r->db, r->arena, r->scope, r->session->user_id, at,
                      mark_action(kind_of(x.edit)), &ids, &n);
    if (e)
        return e;
    struct mark_edit edit = opposite(r, &x, at);
    return edit_make(r, out, &edit, ids, n, NULL, at);
}
