/* One arrival: what came, what became of it; and throwing one away. */
#include "store/arrivals.h"

#include "core/clock.h"
#include "intake.h"
#include "view/format.h"
#include "view/json_indent.h"
#include "view/visible.h"

#include <utf8proc.h>

/* Shown at most, and downloaded at most: a body in the table is not larger. */
enum { BODY_SHOWN = 64 * 1024, BODY_LARGEST = 2 * 1024 * 1024 };

static enum err begin(struct request *r, struct area *a, struct arrival *x, bool lock)
{
    enum err e = area_begin(r, SECTION_INTAKE, a);
    return e ? e : arrival_find(r->db, r->arena, a->scope, param_int(&r->query, "id", 0), lock, x);
}

static const char *subject_of(const struct area *a, const struct arrival *x)
{
    return arena_printf(a->r->arena, "%s %s", intake_source_label(x->source), x->event_id);
}

static void note(const struct area *a, const char *action, const struct arrival *x)
{
    struct arena *arena = a->r->arena;
    area_note(a, action, subject_of(a, x),
              (const struct audit_detail[]){
                  {.key = "arrival", .is = arena_printf(arena, "%lld", (long long)x->id)},
                  {.key = "event", .is = x->type},
                  {.key = "id there", .is = x->subject},
                  {0}});
}

/* Bytes as UTF-8: what is none, and what a page cannot hold, becomes U+FFFD. */
static const char *as_text(struct arena *a, const char *bytes, size_t n)
{
    char *out = arena_alloc(a, n * 3 + 1), *p = out;
    utf8proc_int32_t rune;
    for (size_t i = 0; i < n;) {
        utf8proc_ssize_t used =
            utf8proc_iterate((const utf8proc_uint8_t *)bytes + i, (utf8proc_ssize_t)(n - i), &rune);
        if (used > 0 && rune) {
            memcpy(p, bytes + i, (size_t)used);
            p += used;
        } else {
            memcpy(p, "\xef\xbf\xbd", 3);
            p += 3;
        }
        i += used > 0 ? (size_t)used : 1;
    }
    return out;
}

/* Cut between two characters. */
static size_t cut(const char *bytes, size_t n)
{
    while (n && ((unsigned char)bytes[n] & 0xc0) == 0x80)
        n--;
    return n;
}

static enum err show_body(const struct area *a, struct view *v, const struct arrival *x)
{
    struct request *r = a->r;
    const char *body;
    size_t n;
    if (!permission_in(r->session->permissions, "transcripts")) {
        view_set(v, "Body.none", "What was said in it is for roles that may read transcripts.");
        return OK;
    }
    if (x->in_file) {
        view_set(
            v, "Body.none",
            "It is too large to be shown: it lies in a file of the server until it is applied.");
        return OK;
    }
    enum err e = arrival_body(r->db, r->arena, a->scope, x->id, BODY_SHOWN + 1, &body, &n);
    if (e)
        return e;
    bool whole = n <= BODY_SHOWN;
    const char *text = as_text(r->arena, body, whole ? n : cut(body, BODY_SHOWN));
    view_set(v, "Body.text", visible(r->arena, json_indent(r->arena, text)));
    view_set(v, "Body.cut", whole ? NULL : "1");
    view_set(v, "Body.url", area_url(a, PATH_ARRIVAL_BODY, x->id, NULL));
    note(a, "arrival.viewed", x);
    return OK;
}

static void fact(struct view *v, size_t *n, const char *label, const char *value, const char *url)
{
    if (!value)
        return;
    view_item(v, "Facts", *n, "label", label);
    view_item(v, "Facts", *n, "value", value);
    view_item(v, "Facts", (*n)++, "url", url);
}

static void show_facts(const struct area *a, struct view *v, const struct arrival *x)
{
    static const char *const words[] = {"", "Waiting", "Applied", "Refused"};
    struct arena *arena = a->r->arena;
    const struct viewer *viewer = &a->r->session->viewer;
    size_t n = 0;
    fact(v, &n, "State", words[x->state], NULL);
    fact(v, &n, "Received", intake_time(a, x->received_at), NULL);
    fact(v, &n, "Source", intake_source_label(x->source), NULL);
    fact(v, &n, "Event", x->type, NULL);
    fact(v, &n, "Size", arena_printf(arena, "%s bytes", format_count(arena, viewer, x->bytes)),
         NULL);
    fact(v, &n, "Tried",
         x->attempts == 1
             ? "once"
             : arena_printf(arena, "%s times", format_count(arena, viewer, x->attempts)),
         NULL);
    fact(v, &n, "Next try not before",
         x->state == ARRIVAL_WAITING ? intake_time(a, x->retry_at) : NULL, NULL);
    fact(v, &n, x->state == ARRIVAL_REFUSED ? "Refused" : "Applied", intake_time(a, x->applied_at),
         NULL);
    if (x->interaction_id)
        fact(v, &n, "Became", arena_printf(arena, "Interaction %lld", (long long)x->interaction_id),
             intake_interaction_url(a, x->interaction_id));
    fact(v, &n, "Id of the event", x->event_id, NULL);
    fact(v, &n, "Id there", x->subject, NULL);
}

enum err arrival_page(struct request *r, struct response *out)
{
    struct area a;
    struct arrival x;
    enum err e = begin(r, &a, &x, false);
    if (e)
        return e;
    struct view *v = area_page(&a, arena_printf(r->arena, "Arrival %lld", (long long)x.id));
    intake_tabs(&a, v, INTAKE_ARRIVALS);
    area_show_done(&a, v);
    show_facts(&a, v, &x);
    view_set(v, "Reason.text", x.reason);
    if (x.state != ARRIVAL_APPLIED)
        view_set(v, "Again.url", area_url(&a, PATH_AGAIN, x.id, NULL));
    if (x.state == ARRIVAL_REFUSED)
        view_set(v, "Discard.url", area_url(&a, PATH_DISCARD, x.id, NULL));
    e = show_body(&a, v, &x);
    return e ? e : app_render(v, "admin/arrival.cs", out);
}

enum err arrival_body_file(struct request *r, struct response *out)
{
    struct area a;
    struct arrival x;
    const char *body;
    size_t n;
    enum err e = session_allow(r->session, "transcripts");
    if (!e)
        e = begin(r, &a, &x, false);
    if (!e && x.in_file)
        e = err_set(ERR_NOT_FOUND, "its body is a file");
    if (!e)
        e = arrival_body(r->db, r->arena, a.scope, x.id, BODY_LARGEST, &body, &n);
    if (e)
        return e;
    note(&a, "arrival.downloaded", &x);
    out->type = "application/octet-stream";
    response_header(
        out, "Content-Disposition",
        arena_printf(r->arena, "attachment; filename=\"arrival-%lld.json\"", (long long)x.id));
    buf_add(&out->body, body, n);
    return OK;
}

/* --- discarding ------------------------------------------------------------------------------- */

static const struct form_field no_fields[] = {{0}};
static const struct form_def discard_def = {
    .one = "arrival", .fields = no_fields, .path = PATH_DISCARD};

static enum err begin_discard(struct request *r, struct area *a, struct form *f, struct arrival *x)
{
    enum err e = begin(r, a, x, r->method == METHOD_POST);
    if (e)
        return e;
    form_begin(f, a, &discard_def, x->id, "Discard");
    intake_tabs(a, f->view, INTAKE_ARRIVALS);
    return OK;
}

static enum err ask(struct form *f, const struct arrival *x, struct response *out)
{
    static const char *const text[] = {
        "Nothing was made of it, and nothing will be: what was sent is deleted with its reason.",
        "This cannot be undone. Kept, it does no harm and can be tried again at any time. Should "
        "it be sent once more, it arrives like something new.",
        NULL};
    static const char *const none[] = {NULL};
    bool may = x->state == ARRIVAL_REFUSED;
    if (!may) {
        f->problem = "Only what was refused can be discarded.";
        if (f->area->r->method == METHOD_POST)
            out->status = 422;
    }
    return form_confirm(f,
                        arena_printf(f->area->r->arena, "Discard arrival %lld?", (long long)x->id),
                        may ? text : none, "Discard", out);
}

enum err discard_page(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct arrival x;
    enum err e = begin_discard(r, &a, &f, &x);
    return e ? e : ask(&f, &x, out);
}

enum err discard_submit(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct arrival x;
    enum err e = begin_discard(r, &a, &f, &x);
    if (!e)
        e = form_read(&f);
    if (e)
        return e;
    if (f.back) {
        response_redirect(out, area_url(&a, PATH_ARRIVAL, x.id, NULL));
        return OK;
    }
    if (!f.confirmed || x.state != ARRIVAL_REFUSED)
        return ask(&f, &x, out);
    e = arrival_discard(r->db, r->arena, a.scope, x.id);
    area_note(&a, "intake.discarded", subject_of(&a, &x),
              (const struct audit_detail[]){
                  {.key = "arrival", .is = arena_printf(r->arena, "%lld", (long long)x.id)},
                  {.key = "event", .is = x.type},
                  {.key = "id there", .is = x.subject},
                  {.key = "reason", .is = x.reason},
                  {0}});
    response_redirect(out, area_url(&a, PATH_INTAKE "?state=refused", 0, "discarded"));
    return e;
}
