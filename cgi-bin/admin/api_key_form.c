/* A new key of the API: what it may do and see, and the one time that it is shown. */
#include "store/api_keys.h"

#include "auth/api_key.h"
#include "intake.h"
#include "store/users.h"

#include <sodium.h>

#define YES                                                                                        \
    (const char *const[])                                                                          \
    {                                                                                              \
        "1", NULL                                                                                  \
    }
const struct param key_form[] = {
    FORM_PARAMS,
    {.name = "name", .kind = PARAM_TEXT, .max = 400},
    {.name = "scope",
     .kind = PARAM_CHOICE,
     .choices = (const char *const[]){"all", "assigned", NULL}},
    {.name = "queues", .kind = PARAM_LIST, .max = AREA_ID_MAX},
    {.name = "read", .kind = PARAM_CHOICE, .choices = YES},
    {.name = "transcripts", .kind = PARAM_CHOICE, .choices = YES},
    {.name = "write", .kind = PARAM_CHOICE, .choices = YES},
    {.name = "per_minute", .kind = PARAM_TEXT, .max = 14},
    {0},
};

/* What a key may do, and what one must be allowed oneself to give it. */
static const struct {
    const char *key, *own;
} rights[] = {
    {"read", "interactions|cdr"},
    {"transcripts", "transcripts"},
    {"write", NULL},
};
enum { RIGHTS = sizeof rights / sizeof *rights };

static const struct list_choice scopes[] = {
    {"all", "All queues"}, {"assigned", "The queues chosen below"}, {0}};
static const struct form_field all_fields[] = {
    {.key = "name",
     .label = "Name",
     .required = true,
     .max = 100,
     .help = "The system that uses it. Give each its own."},
    {.key = "per_minute",
     .label = "Limit",
     .kind = FORM_NUMBER,
     .required = true,
     .min = 1,
     .max = 60000,
     .unit = "requests per minute"},
    {.key = "read",
     .label = "Read",
     .kind = FORM_CHECK,
     .group = "What it may do",
     .help = "List interactions and open one, without what was said."},
    {.key = "transcripts",
     .label = "Transcripts",
     .kind = FORM_CHECK,
     .help = "What was said and written, too. Needs Read."},
    {.key = "write",
     .label = "Write",
     .kind = FORM_CHECK,
     .help = "Make interactions and add to them."},
    {.key = "scope",
     .label = "Queues",
     .kind = FORM_CHOICE,
     .choices = scopes,
     .group = "Which interactions"},
    {0},
};

struct page {
    struct area area;
    struct form form;
    struct form_def def;
    struct form_field fields[sizeof all_fields / sizeof *all_fields];
    struct user_queue *queues; /* assigned: ticked */
    size_t n_queues;
    const char *queues_error;
};

/* Nobody gives a key more than they have. */
static bool may_give(const struct request *r, const char *key)
{
    for (size_t i = 0; i < RIGHTS; i++)
        if (strcmp(rights[i].key, key) == 0)
            return permission_in(r->session->permissions, rights[i].own);
    return true;
}

static enum err load(struct request *r, const struct area *a, struct page *p)
{
    *p = (struct page){.area = *a};
    for (size_t i = 0; all_fields[i].key; i++) {
        p->fields[i] = all_fields[i];
        if (!may_give(r, all_fields[i].key)) {
            p->fields[i].kind = FORM_FIXED;
            p->fields[i].help = "Your own role may not, so a key of yours may not either.";
        }
    }
    p->def = (struct form_def){"key", p->fields, PATH_KEY, "Make the key"};
    form_begin(&p->form, &p->area, &p->def, 0, "Make an API key");
    intake_tabs(&p->area, p->form.view, INTAKE_KEYS);
    form_store(&p->form, "per_minute", "600");
    form_store(&p->form, "scope", "all");
    for (size_t i = 0; p->fields[i].key; i++)
        if (p->fields[i].kind == FORM_FIXED)
            form_store(&p->form, p->fields[i].key, "No");
    return user_queues(r->db, r->arena, p->area.scope, 0, &p->queues, &p->n_queues);
}

static enum err show(struct page *p, struct response *out)
{
    struct view *v = p->form.view;
    struct arena *a = p->area.r->arena;
    for (size_t i = 0; i < p->n_queues; i++) {
        view_item(v, "Queues", i, "id", arena_printf(a, "%lld", (long long)p->queues[i].id));
        view_item(v, "Queues", i, "name", p->queues[i].name);
        view_item(v, "Queues", i, "ticked", p->queues[i].assigned ? "1" : NULL);
    }
    view_set(v, "Assign.error", p->queues_error);
    view_set(v, "Assign.on", "1");
    if (p->queues_error)
        out->status = 422;
    return form_show_in(&p->form, "admin/key.cs", out);
}

enum err key_page(struct request *r, struct response *out)
{
    struct area a;
    struct page p;
    int64_t id = param_int(&r->query, "id", 0);
    enum err e = area_begin(r, SECTION_INTAKE, &a);
    if (!e && id)
        return api_key_shown(r, &a, id, out);
    if (!e)
        e = load(r, &a, &p);
    return e ? e : show(&p, out);
}

/* Ticks what was sent; returns how many there are. One that is not the tenant's is an error. */
static size_t read_queues(struct page *p, int64_t *out)
{
    const int64_t *sent;
    size_t n = param_list(&p->area.r->form, "queues", &sent), known = 0;
    for (size_t i = 0; i < p->n_queues; i++)
        for (size_t k = 0; k < n && !p->queues[i].assigned; k++)
            if (sent[k] == p->queues[i].id) {
                p->queues[i].assigned = true;
                out[known++] = sent[k];
            }
    if (known < n)
        p->queues_error = "One of the queues is not there any more. Look at the list again.";
    return known;
}

static const char *permissions_of(const struct page *p)
{
    const char *set = NULL;
    for (size_t i = 0; i < RIGHTS; i++)
        if (may_give(p->area.r, rights[i].key) && form_flag(&p->form, rights[i].key))
            set = set ? arena_printf(p->area.r->arena, "%s,%s", set, rights[i].key) : rights[i].key;
    return set;
}

static enum err check(struct page *p, const struct api_key_row *k, size_t n)
{
    struct request *r = p->area.r;
    struct form *f = &p->form;
    const char *set = k->permissions ? arena_printf(r->arena, ",%s,", k->permissions) : ",";
    bool taken = false;
    enum err e = k->name ? api_key_name_taken(r->db, r->arena, p->area.scope, k->name, &taken) : OK;
    if (taken)
        form_error(f, "name",
                   "There is a key of this name. Revoke that one first, or choose another.");
    if (!k->permissions)
        form_error(f, "read", "Choose what it may do.");
    if (permission_in(set, "transcripts") && !permission_in(set, "read"))
        form_error(f, "transcripts", "Transcripts are read with the permission Read: choose both.");
    if (!k->all_queues && !n && !p->queues_error)
        p->queues_error = "Choose at least one queue.";
    return e;
}

/* The key stands nowhere else, so this is the answer to the form itself. */
static enum err show_key(struct page *p, const struct api_key_row *k, const char *key,
                         struct response *out)
{
    const struct area *a = &p->area;
    struct view *v = area_page(a, arena_printf(a->r->arena, "%s has its key", k->name));
    intake_tabs(a, v, INTAKE_KEYS);
    view_set(v, "Given.key", key);
    view_set(v, "Given.name", k->name);
    view_set(v, "Given.next", area_url(a, PATH_KEY, k->id, NULL));
    return app_render(v, "admin/key_given.cs", out);
}

static enum err create(struct page *p, struct api_key_row *k, const int64_t *queues, size_t n,
                       struct response *out)
{
    struct request *r = p->area.r;
    char key[API_KEY_SIZE], prefix[API_KEY_PREFIX];
    unsigned char hash[API_KEY_HASH];
    const char *names = NULL;
    api_key_make(key);
    api_key_prefix(key, prefix);
    api_key_hash(key, hash);
    k->prefix = prefix;
    enum err e = api_key_insert(r->db, r->arena, p->area.scope, k, hash, queues, n);
    if (!e && !k->all_queues)
        e = api_key_queue_names(r->db, r->arena, p->area.scope, k->id, &names);
    area_note(
        &p->area, "api_key.created", k->name,
        (const struct audit_detail[]){
            {.key = "begins with", .is = prefix},
            {.key = "may", .is = api_key_may(r->arena, k->permissions)},
            {.key = "queues", .is = k->all_queues ? "all" : names},
            {.key = "per minute", .is = arena_printf(r->arena, "%lld", (long long)k->per_minute)},
            {0}});
    if (!e)
        e = show_key(p, k, key, out);
    sodium_memzero(key, sizeof key);
    return e;
}

enum err key_submit(struct request *r, struct response *out)
{
    struct area a;
    struct page p;
    enum err e = area_begin(r, SECTION_INTAKE, &a);
    if (!e && param_int(&r->query, "id", 0))
        e = err_set(ERR_NOT_FOUND, "a key is not changed: revoke it and make another");
    if (!e)
        e = load(r, &a, &p);
    if (!e)
        e = form_read(&p.form);
    if (e)
        return e;
    int64_t *queues = arena_array(r->arena, p.n_queues + 1, sizeof *queues);
    const char *scope = form_text(&p.form, "scope");
    struct api_key_row k = {.name = form_text(&p.form, "name"),
                            .permissions = permissions_of(&p),
                            .per_minute = form_number(&p.form, "per_minute"),
                            .all_queues = !scope || strcmp(scope, "all") == 0,
                            .created_by = r->session->name,
                            .created_at = r->now};
    size_t n = k.all_queues ? 0 : read_queues(&p, queues);
    e = check(&p, &k, n);
    if (e)
        return e;
    return form_ok(&p.form) && !p.queues_error ? create(&p, &k, queues, n, out) : show(&p, out);
}
