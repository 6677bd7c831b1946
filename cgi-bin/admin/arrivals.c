/* What arrived: newest first, filtered. */
#include "store/arrivals.h"

#include "core/buf.h"
#include "intake.h"
#include "text.h"
#include "view/format.h"

enum { PAGE = 50 };
static const ms_t DAY = 86400000;

static const char *const states[] = {"waiting", "applied", "refused", NULL};
static const char *const state_labels[] = {"Waiting", "Applied", "Refused"};

#define FILTERS                                                                                    \
    {.name = "state", .kind = PARAM_CHOICE, .choices = states},                                    \
        {.name = "source", .kind = PARAM_TOKEN, .max = 20},                                        \
    {                                                                                              \
        .name = "q", .kind = PARAM_TEXT, .max = LIST_Q_MAX                                         \
    }
#define PLACE_MAX INT64_C(999999999999999999)
const struct param arrivals_query[] = {
    AREA_PARAM,
    AREA_DONE_PARAM,
    FILTERS,
    {.name = "after", .kind = PARAM_INT, .max = PLACE_MAX},
    {.name = "before", .kind = PARAM_INT, .max = PLACE_MAX},
    {0},
};

static struct arrival_filter read_filter(const struct area *a)
{
    const struct params *q = &a->r->query;
    return (struct arrival_filter){
        .state = (enum arrival_state)(param_choice(q, "state", -1) + 1),
        .source = param_text(q, "source"),
        .text = text_trimmed(a->r->arena, param_text(q, "q")),
    };
}

/* The address of a page of the section with the filter, and one parameter more (NULL: none). */
static const char *url_of(const struct area *a, const char *path, const struct arrival_filter *f,
                          const char *name, int64_t value)
{
    struct buf b = {0};
    buf_puts(&b, area_url(a, path, 0, NULL));
    buf_param(&b, "state", f->state == ARRIVAL_ANY ? NULL : states[f->state - 1]);
    buf_param(&b, "source", f->source);
    buf_param(&b, "q", f->text);
    if (name)
        buf_param(&b, name, arena_printf(a->r->arena, "%lld", (long long)value));
    const char *url = arena_dup(a->r->arena, b.s);
    buf_free(&b);
    return url;
}

static const char *bytes_text(struct arena *a, const struct viewer *viewer, int64_t n)
{
    if (n < 1024)
        return arena_printf(a, "%lld B", (long long)n);
    if (n < 1024 * 1024)
        return arena_printf(a, "%s KB", format_count(a, viewer, (n + 512) / 1024));
    return arena_printf(a, "%s MB", format_count(a, viewer, (n + 524288) / 1048576));
}

static void show_row(const struct area *a, struct view *v, size_t i, const struct arrival *x)
{
    struct arena *arena = a->r->arena;
    const struct viewer *viewer = &a->r->session->viewer;
    view_item(v, "Rows", i, "id", arena_printf(arena, "%lld", (long long)x->id));
    view_item(v, "Rows", i, "url", area_url(a, PATH_ARRIVAL, x->id, NULL));
    view_item(v, "Rows", i, "time", intake_time(a, x->received_at));
    view_item(v, "Rows", i, "exact", format_time_exact(arena, a->r->session->zone, x->received_at));
    view_item(v, "Rows", i, "source", intake_source_label(x->source));
    view_item(v, "Rows", i, "type", x->type);
    view_item(v, "Rows", i, "ref", x->subject ? x->subject : x->event_id);
    view_item(v, "Rows", i, "size", bytes_text(arena, viewer, x->bytes));
    view_item(v, "Rows", i, "state", states[x->state - 1]);
    view_item(v, "Rows", i, "words", state_labels[x->state - 1]);
    view_item(v, "Rows", i, "reason", x->reason);
    view_item(v, "Rows", i, "retry", intake_time(a, x->retry_at));
    if (x->interaction_id)
        view_item(v, "Rows", i, "interaction",
                  arena_printf(arena, "%lld", (long long)x->interaction_id));
    view_item(v, "Rows", i, "interaction_url", intake_interaction_url(a, x->interaction_id));
}

static const char *refused_text(const struct request *r, int64_t n)
{
    bool more = n > ARRIVALS_REFUSED_BOUND;
    const char *text =
        format_count(r->arena, &r->session->viewer, more ? (int64_t)ARRIVALS_REFUSED_BOUND : n);
    return more ? arena_printf(r->arena, "%s+", text) : text;
}

static enum err show_head(const struct area *a, struct view *v)
{
    struct request *r = a->r;
    struct arrivals_head h;
    enum err e = arrivals_head(r->db, r->arena, a->scope, r->now - DAY, &h);
    if (e)
        return e;
    const struct arrival_filter waiting = {.state = ARRIVAL_WAITING},
                                refused = {.state = ARRIVAL_REFUSED};
    view_set(v, "Head.waiting", list_count_text(r, h.waiting));
    view_set(v, "Head.waiting_url", h.waiting ? url_of(a, PATH_INTAKE, &waiting, NULL, 0) : NULL);
    view_set(v, "Head.oldest", intake_time(a, h.oldest));
    view_set(v, "Head.late", h.waiting && r->now - h.oldest > 60000 ? "1" : NULL);
    view_set(v, "Head.refused", refused_text(r, h.refused));
    view_set(v, "Head.refused_url", h.refused ? url_of(a, PATH_INTAKE, &refused, NULL, 0) : NULL);
    return OK;
}

static void show_choices(struct view *v, const char *list, const struct list_choice *c,
                         const char *chosen)
{
    for (size_t i = 0; c[i].value; i++) {
        view_item(v, list, i, "value", c[i].value);
        view_item(v, list, i, "label", c[i].label);
        view_item(v, list, i, "selected", chosen && strcmp(c[i].value, chosen) == 0 ? "1" : NULL);
    }
}

static void show_filter(const struct area *a, struct view *v, const struct arrival_filter *f)
{
    static const struct list_choice choices[] = {{"", "Any state"},
                                                 {"waiting", "Waiting"},
                                                 {"applied", "Applied"},
                                                 {"refused", "Refused"},
                                                 {0}};
    struct arena *arena = a->r->arena;
    show_choices(v, "States", choices, f->state == ARRIVAL_ANY ? NULL : states[f->state - 1]);
    show_choices(v, "Sources", intake_source_choices(arena, "All sources", false), f->source);
    view_set(v, "Filter.url", PATH_INTAKE);
    view_set(v, "Filter.q", f->text);
    if (a->tenant.id != a->r->session->tenant_id)
        view_set(v, "Filter.tenant", arena_printf(arena, "%lld", (long long)a->tenant.id));
    if (f->state || f->source || f->text)
        view_set(v, "Filter.clear", area_url(a, PATH_INTAKE, 0, NULL));
}

static void show_pages(const struct area *a, struct view *v, const struct arrival_filter *f,
                       const struct arrivals *found, int64_t place, bool newer)
{
    bool back = newer ? found->more : place != 0, on = newer ? true : found->more;
    if (back)
        view_set(v, "Pages.first", url_of(a, PATH_INTAKE, f, NULL, 0));
    if (back && found->n)
        view_set(v, "Pages.newer", url_of(a, PATH_INTAKE, f, "before", found->rows[0].id));
    if (on && found->n)
        view_set(v, "Pages.older",
                 url_of(a, PATH_INTAKE, f, "after", found->rows[found->n - 1].id));
    if (found->seen && !newer)
        view_set(v, "Bound.url", url_of(a, PATH_INTAKE, f, "after", found->seen));
}

enum err arrivals_page(struct request *r, struct response *out)
{
    struct area a;
    struct arrivals found;
    int64_t after = param_int(&r->query, "after", 0), before = param_int(&r->query, "before", 0);
    enum err e = area_begin(r, SECTION_INTAKE, &a);
    if (!e && after && before)
        e = err_set(ERR_BAD_REQUEST, "a page is either after or before an arrival");
    if (e)
        return e;
    struct arrival_filter f = read_filter(&a);
    struct view *v = area_page(&a, "Arrivals");
    e = arrivals_list(r->db, r->arena, a.scope, &f, before ? before : after, before != 0, PAGE,
                      &found);
    if (!e)
        e = show_head(&a, v);
    if (e)
        return e;
    intake_tabs(&a, v, INTAKE_ARRIVALS);
    area_show_done(&a, v);
    show_filter(&a, v, &f);
    show_pages(&a, v, &f, &found, before ? before : after, before != 0);
    for (size_t i = 0; i < found.n; i++)
        show_row(&a, v, i, &found.rows[i]);
    if (f.state == ARRIVAL_REFUSED && found.n)
        view_set(v, "Again.url", url_of(&a, PATH_AGAIN, &f, NULL, 0));
    view_set(v, "Connections.url", area_url(&a, PATH_CONNECTIONS, 0, NULL));
    view_set(v, "Keys.url", area_url(&a, PATH_KEYS, 0, NULL));
    return app_render(v, "admin/arrivals.cs", out);
}

/* --- trying again ----------------------------------------------------------------------------- */

const struct param again_query[] = {AREA_PARAM, AREA_ID_PARAM, FILTERS, {0}};
static const struct form_field no_fields[] = {{0}};
static const struct form_def again_def = {
    .one = "arrival", .fields = no_fields, .path = PATH_AGAIN};

static enum err begin_again(struct request *r, struct area *a, struct form *f, struct arrival *x,
                            struct arrival_filter *filter)
{
    int64_t id = param_int(&r->query, "id", 0);
    enum err e = area_begin(r, SECTION_INTAKE, a);
    if (!e && id)
        e = arrival_find(r->db, r->arena, a->scope, id, r->method == METHOD_POST, x);
    if (e)
        return e;
    *filter = read_filter(a);
    filter->state = ARRIVAL_REFUSED;
    form_begin(f, a, &again_def, id, "Try again");
    intake_tabs(a, f->view, INTAKE_ARRIVALS);
    if (!id)
        f->url = url_of(a, PATH_AGAIN, filter, NULL, 0);
    return OK;
}

static enum err ask_again(struct form *f, const struct arrival *x,
                          const struct arrival_filter *filter, struct response *out)
{
    struct arena *a = f->area->r->arena;
    const char *text[3] = {"It is applied again from the body that was stored. If nothing changed "
                           "since, it is refused for the same reason."};
    if (x->state == ARRIVAL_APPLIED)
        f->problem = "It was applied already.";
    if (f->problem && f->area->r->method == METHOD_POST)
        out->status = 422;
    if (f->id)
        return form_confirm(f, arena_printf(a, "Try arrival %lld again?", (long long)x->id), text,
                            "Try again", out);
    text[0] = arena_printf(a,
                           "Every arrival that was refused%s%s%s%s%s is applied again from the "
                           "body that was stored: the newest 5,000 at most.",
                           filter->source ? " from " : "",
                           filter->source ? intake_source_label(filter->source) : "",
                           filter->text ? " and has \"" : "", filter->text ? filter->text : "",
                           filter->text ? "\" in its id or reason" : "");
    text[1] = "What is still wrong is refused again, with its reason. Nothing is applied twice.";
    return form_confirm(f, "Try all of these again?", text, "Try all again", out);
}

enum err again_page(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct arrival x = {0};
    struct arrival_filter filter;
    enum err e = begin_again(r, &a, &f, &x, &filter);
    return e ? e : ask_again(&f, &x, &filter, out);
}

static enum err again_one(const struct area *a, const struct arrival *x, struct response *out)
{
    struct request *r = a->r;
    enum err e = arrival_retry(r->db, r->arena, a->scope, x->id);
    area_note(a, "intake.retried",
              arena_printf(r->arena, "%s %s", intake_source_label(x->source), x->event_id),
              (const struct audit_detail[]){
                  {.key = "arrival", .is = arena_printf(r->arena, "%lld", (long long)x->id)},
                  {.key = "reason", .is = x->reason},
                  {0}});
    response_redirect(out, area_url(a, PATH_ARRIVAL, x->id, "again"));
    return e;
}

static enum err again_all(const struct area *a, const struct arrival_filter *filter,
                          struct response *out)
{
    struct request *r = a->r;
    int64_t n;
    enum err e = arrivals_retry(r->db, r->arena, a->scope, filter, &n);
    area_note(a, "intake.retried", "All that were refused",
              (const struct audit_detail[]){
                  {.key = "arrivals", .is = arena_printf(r->arena, "%lld", (long long)n)},
                  {.key = "source", .is = filter->source},
                  {.key = "search", .is = filter->text},
                  {0}});
    response_redirect(out, area_url(a, PATH_INTAKE "?state=waiting", 0, "again"));
    return e;
}

enum err again_submit(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct arrival x = {0};
    struct arrival_filter filter;
    enum err e = begin_again(r, &a, &f, &x, &filter);
    if (!e)
        e = form_read(&f);
    if (e)
        return e;
    if (f.back) {
        response_redirect(out, f.id ? area_url(&a, PATH_ARRIVAL, f.id, NULL)
                                    : url_of(&a, PATH_INTAKE, &filter, NULL, 0));
        return OK;
    }
    if (!f.confirmed || x.state == ARRIVAL_APPLIED)
        return ask_again(&f, &x, &filter, out);
    return f.id ? again_one(&a, &x, out) : again_all(&a, &filter, out);
}
