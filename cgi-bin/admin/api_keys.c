/* Keys of the API: the list, one of them, ending one. (Making one: api_key_form.c.) */
#include "store/api_keys.h"

#include "core/buf.h"
#include "intake.h"
#include "text.h"
#include "view/format.h"

const struct param keys_query[] = {LIST_PARAMS,
                                   {.name = "state",
                                    .kind = PARAM_CHOICE,
                                    .choices = (const char *const[]){"valid", "revoked", NULL}},
                                   {0}};
static const struct list_column columns[] = {
    {"name", "Name", LIST_NAME, true, NULL},
    {"prefix", "Begins with", LIST_SHORT, false, "By this you know it in your configuration"},
    {"scope", "Sees", LIST_SHORT, false, NULL},
    {"permissions", "May", LIST_TEXT, false, NULL},
    {"limit", "Per minute", LIST_NUMBER, false, "Requests in a minute, at most"},
    {"made", "Made by", LIST_TEXT, false, NULL},
    {"used", "Last used", LIST_TIME, false, NULL},
    {0}};

static const char *sees(struct arena *a, const struct api_key_row *k)
{
    return k->all_queues    ? "All queues"
           : k->queues == 1 ? "1 queue"
                            : arena_printf(a, "%lld queues", (long long)k->queues);
}

const char *api_key_may(struct arena *a, const char *given)
{
    struct buf out = {0};
    for (const char *c = given; *c; c++)
        buf_puts(&out, *c == ',' ? ", " : (const char[]){*c, 0});
    const char *text = arena_dupn(a, out.len ? out.s : "", out.len);
    buf_free(&out);
    return text;
}

static const char *made(const struct area *a, const struct api_key_row *k)
{
    return arena_printf(a->r->arena, "%s, %s", k->created_by, intake_time(a, k->created_at));
}

static const char *ended(const struct area *a, const struct api_key_row *k)
{
    return k->revoked_at ? arena_printf(a->r->arena, "Revoked %s", intake_time(a, k->revoked_at))
           : k->used_at  ? intake_time(a, k->used_at)
                         : "Never";
}

enum err keys_page(struct request *r, struct response *out)
{
    static const struct list_choice choices[] = {{"valid", "Valid"}, {"revoked", "Revoked"}, {0}};
    static const struct list_filter filters[] = {{"state", "State", choices}, {0}};
    static const struct list_def def = {
        .one = "key",
        .many = "keys",
        .title = "API keys",
        .path = PATH_KEYS,
        .search = "Name, or what it begins with",
        .search_min = 1,
        .columns = columns,
        .filters = filters,
        .add = "Make a key",
        .add_path = PATH_KEY,
        .row_path = PATH_KEY,
        .empty = "With a key a system of your own reads and writes interactions over the API. Make "
                 "one for each system, so that each can be ended by itself.",
    };
    struct area area;
    struct list l;
    struct api_key_row *k = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = -1;
    enum err e = area_begin(r, SECTION_INTAKE, &area);
    if (!e)
        e = list_begin(&l, &area, &def);
    if (e)
        return e;
    bool revoked = list_filter(&l, "state") != NULL;
    e = api_keys_page(r->db, r->arena, area.scope, &l.want, revoked, &k, &n, &more);
    if (!e)
        e = api_keys_count(r->db, r->arena, area.scope, &l.want, revoked, &count);
    for (size_t i = 0; i < n && !e; i++) {
        list_row(&l, k[i].id, k[i].name, revoked);
        list_cell(&l, k[i].name);
        list_cell(&l, arena_printf(r->arena, "%s\xe2\x80\xa6", k[i].prefix));
        list_cell(&l, sees(r->arena, &k[i]));
        list_cell(&l, api_key_may(r->arena, k[i].permissions));
        list_cell(&l, format_count(r->arena, &r->session->viewer, k[i].per_minute));
        list_cell(&l, made(&area, &k[i]));
        list_cell(&l, ended(&area, &k[i]));
    }
    intake_tabs(&area, l.view, INTAKE_KEYS);
    return e ? e : list_end(&l, more, count, out);
}

/* --- one -------------------------------------------------------------------------------------- */

enum err api_key_shown(struct request *r, struct area *a, int64_t id, struct response *out)
{
    static const struct form_field none[] = {{0}};
    static const struct form_def def = {"key", none, PATH_KEY, NULL};
    struct api_key_row k;
    struct form f;
    const char *queues = NULL;
    enum err e = api_key_find(r->db, r->arena, a->scope, id, false, &k);
    if (!e && !k.all_queues)
        e = api_key_queue_names(r->db, r->arena, a->scope, id, &queues);
    if (e)
        return e;
    form_begin(&f, a, &def, id, k.name);
    intake_tabs(a, f.view, INTAKE_KEYS);
    form_fact(&f, "State", k.revoked_at ? ended(a, &k) : "Valid", NULL);
    form_fact(&f, "Begins with", arena_printf(r->arena, "%s\xe2\x80\xa6", k.prefix), NULL);
    form_fact(&f, "Sees", k.all_queues ? "All queues" : queues, NULL);
    form_fact(&f, "May", api_key_may(r->arena, k.permissions), NULL);
    form_fact(&f, "Requests per minute", format_count(r->arena, &r->session->viewer, k.per_minute),
              NULL);
    form_fact(&f, "Made by", made(a, &k), NULL);
    form_fact(&f, "Last used", k.used_at ? intake_time(a, k.used_at) : "Never", NULL);
    if (!k.revoked_at)
        view_set(f.view, "Delete.url", area_url(a, PATH_KEY_REVOKE, id, NULL));
    return form_show_in(&f, "admin/key.cs", out);
}

/* --- ending one ------------------------------------------------------------------------------- */

static const struct form_field no_fields[] = {{0}};
static const struct form_def revoke_def = {
    .one = "key", .fields = no_fields, .path = PATH_KEY_REVOKE};

static enum err begin_revoke(struct request *r, struct area *a, struct form *f,
                             struct api_key_row *k)
{
    int64_t id = param_int(&r->query, "id", 0);
    enum err e = area_begin(r, SECTION_INTAKE, a);
    if (!e)
        e = api_key_find(r->db, r->arena, a->scope, id, r->method == METHOD_POST, k);
    if (e)
        return e;
    form_begin(f, a, &revoke_def, id, k->name);
    intake_tabs(a, f->view, INTAKE_KEYS);
    return OK;
}

static enum err ask(struct form *f, const struct api_key_row *k, struct response *out)
{
    struct arena *a = f->area->r->arena;
    const char *text[] = {
        arena_printf(
            a, "Whatever uses it (%s\xe2\x80\xa6) is refused from now on. It was last used: %s.",
            k->prefix, k->used_at ? intake_time(f->area, k->used_at) : "never"),
        "This cannot be undone, but another key can be made. What came by it stays.", NULL};
    if (k->revoked_at) {
        f->problem = "It was revoked already.";
        text[0] = NULL;
    }
    return form_confirm(f, arena_printf(a, "Revoke the key %s?", k->name), text, "Revoke", out);
}

enum err key_revoke_page(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct api_key_row k;
    enum err e = begin_revoke(r, &a, &f, &k);
    return e ? e : ask(&f, &k, out);
}

enum err key_revoke_submit(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct api_key_row k;
    enum err e = begin_revoke(r, &a, &f, &k);
    if (!e)
        e = form_read(&f);
    if (e)
        return e;
    if (f.back) {
        response_redirect(out, area_url(&a, PATH_KEY, k.id, NULL));
        return OK;
    }
    if (!f.confirmed || k.revoked_at)
        return ask(&f, &k, out);
    e = api_key_revoke(r->db, r->arena, a.scope, k.id, r->now);
    area_note(&a, "api_key.revoked", k.name,
              (const struct audit_detail[]){{.key = "begins with", .is = k.prefix}, {0}});
    response_redirect(out, area_url(&a, PATH_KEY, k.id, "revoked"));
    return e;
}
