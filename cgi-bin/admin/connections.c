/* Connections: the list, and the page of one. */
#include "intake.h"
#include "intake/vendor_api.h"
#include "store/users.h"
#include "text.h"

#include <sodium.h>

const struct param connections_query[] = {
    LIST_PARAMS, {.name = "source", .kind = PARAM_TOKEN, .max = 20}, {0}};
const struct param connection_form[] = {
    FORM_PARAMS,
    {.name = "source", .kind = PARAM_TOKEN, .max = 20},
    {.name = "name", .kind = PARAM_TEXT, .max = 400},
    {.name = "queue", .kind = PARAM_INT, .max = AREA_ID_MAX},
    {.name = "scheme", .kind = PARAM_TOKEN, .max = 10},
    {.name = "header", .kind = PARAM_TEXT, .max = 240},
    {.name = "secret", .kind = PARAM_SECRET, .max = 1600},
    {.name = "api_base", .kind = PARAM_TEXT, .max = 800},
    {.name = "api_key", .kind = PARAM_SECRET, .max = 1600},
    {.name = "forget", .kind = PARAM_CHOICE, .choices = (const char *const[]){"1", NULL}},
    {.name = "active", .kind = PARAM_CHOICE, .choices = (const char *const[]){"1", NULL}},
    {0},
};

static const struct list_column columns[] = {{"name", "Name", LIST_NAME, true, NULL},
                                             {"source", "Source", LIST_SHORT, false, NULL},
                                             {"queue", "Queue", LIST_TEXT, false, NULL},
                                             {"secret", "Secret", LIST_SHORT, false, NULL},
                                             {"last", "Last arrival", LIST_TIME, false, NULL},
                                             {"state", "State", LIST_STATE, false, NULL},
                                             {0}};

enum err connections_list_page(struct request *r, struct response *out)
{
    const struct list_filter filters[] = {
        {"source", "Source", intake_source_choices(r->arena, "All sources", true)}, {0}};
    const struct list_def def = {
        .one = "connection",
        .many = "connections",
        .title = "Connections",
        .path = PATH_CONNECTIONS,
        .search = "Name contains",
        .search_min = 1,
        .columns = columns,
        .filters = filters,
        .add = "Add a connection",
        .add_path = PATH_CONNECTION,
        .row_path = PATH_CONNECTION,
        .empty = "A connection is a vendor's account: it has an address to which the vendor sends "
                 "what happened, and a secret by which that is believed. Add one for each account.",
    };
    struct area area;
    struct list l;
    struct connection *c = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = -1;
    enum err e = area_begin(r, SECTION_INTAKE, &area);
    if (!e)
        e = list_begin(&l, &area, &def);
    if (e)
        return e;
    const char *source = list_filter(&l, "source");
    e = connections_page(r->db, r->arena, area.scope, &l.want, source, &c, &n, &more);
    if (!e)
        e = connections_count(r->db, r->arena, area.scope, &l.want, source, &count);
    for (size_t i = 0; i < n && !e; i++) {
        list_row(&l, c[i].id, c[i].name, !c[i].active);
        list_cell(&l, c[i].name);
        list_cell(&l, intake_source_label(c[i].source));
        list_cell(&l, c[i].queue);
        list_cell(&l, c[i].secret.bytes ? intake_secret_words(&area, c[i].secret) : "None yet");
        list_cell(&l, c[i].last_at ? intake_time(&area, c[i].last_at) : "Never");
        list_cell(&l, c[i].active ? "Active" : "Switched off");
    }
    intake_tabs(&area, l.view, INTAKE_CONNECTIONS);
    return e ? e : list_end(&l, more, count, out);
}

/* --- one -------------------------------------------------------------------------------------- */

static const struct list_choice schemes[] = {
    {"vendor", "The way the source signs"},
    {"header", "The secret itself, in a header"},
    {"hmac", "HMAC-SHA256 of the body, in a header"},
    {0},
};

/* Letters, digits and dashes, as in HTTP. */
static const char *check_header(struct arena *a, const char *typed, const char **value)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    (void)a, (void)value;
    return typed[strspn(typed, letters)] ? "The name of a header has letters, digits and dashes."
                                         : NULL;
}

static const char *check_base(struct arena *a, const char *typed, const char **value)
{
    (void)a, (void)value;
    bool web = strncmp(typed, "https://", 8) == 0 || strncmp(typed, "http://", 7) == 0;
    if (!web || strpbrk(typed, " ?#@\\\"<>"))
        return "An address begins with https:// and has no blanks, ? or #.";
    return NULL;
}

static const struct form_field all_fields[] = {
    {.key = "source", .label = "Source", .kind = FORM_CHOICE},
    {.key = "name",
     .label = "Name",
     .required = true,
     .max = 100,
     .help = "Such as the account or the agent that it is for."},
    {.key = "queue",
     .label = "Queue",
     .kind = FORM_CHOICE,
     .help = "Of interactions that name none. Supervisors of that queue see them."},
    {.key = "active",
     .label = "Active",
     .kind = FORM_CHECK,
     .help = "Switched off, it refuses everything that comes, and fetches nothing."},
    {.key = "scheme",
     .label = "Signed",
     .kind = FORM_CHOICE,
     .choices = schemes,
     .group = "How it is believed",
     .help = "Vapi and systems of your own may choose. All others sign in their own way."},
    {.key = "header",
     .label = "Header",
     .max = 60,
     .check = check_header,
     .help = "The name of the header, where the secret or the HMAC comes in one."},
    {.key = "secret",
     .label = "Secret",
     .kind = FORM_SECRET,
     .max = CONNECTION_SECRET_MAX,
     .help = "Stored sealed and never shown again. Without one everything that comes is refused; "
             "it can be given later, when the vendor has made it."},
    {.key = "api_base",
     .label = "Address of the API",
     .max = 200,
     .check = check_base,
     .group = "Asking the vendor",
     .group_help = "For transcripts and recordings that did not come by themselves.",
     .help = "Empty: the vendor's own. Another one for a region."},
    {.key = "api_key",
     .label = "API key",
     .kind = FORM_SECRET,
     .max = CONNECTION_SECRET_MAX,
     .help = "Stored sealed and never shown again. Empty: stays as it is."},
    {.key = "forget", .label = "Forget the API key that is stored", .kind = FORM_CHECK},
    {0},
};

struct page {
    struct area area;
    struct form form;
    struct form_def def;
    struct form_field fields[sizeof all_fields / sizeof *all_fields];
    struct connection c; /* id 0: a new one */
};

/* Whether there is somebody to ask, and another way to sign: of a new one that is not known yet. */
static bool asks(const struct page *p)
{
    return !p->c.id || vendor_api(p->c.source);
}

static bool may_choose(const struct page *p)
{
    const struct intake_source_row *row = p->c.id ? intake_source_row(p->c.source) : NULL;
    return !row || row->schemes;
}

/* The source and the secret are given once; a secret is changed on a page of its own. Who is never
 * asked for anything needs no key, and who signs in one way only has no choice. */
static bool offers(const struct page *p, const char *key)
{
    static const struct {
        const char *begins;
        bool (*fits)(const struct page *);
    } only[] = {{"api_", asks}, {"forget", asks}, {"scheme", may_choose}, {"header", may_choose}};
    for (size_t i = 0; i < sizeof only / sizeof *only; i++)
        if (strncmp(key, only[i].begins, strlen(only[i].begins)) == 0 && !only[i].fits(p))
            return false;
    if (strcmp(key, "secret") == 0)
        return !p->c.id;
    return strcmp(key, "forget") != 0 || p->c.api_key.bytes;
}

static void make_fields(struct page *p)
{
    size_t n = 0;
    for (const struct form_field *f = all_fields; f->key; f++) {
        if (!offers(p, f->key))
            continue;
        p->fields[n] = *f;
        if (strcmp(f->key, "source") == 0 && p->c.id)
            p->fields[n].kind = FORM_FIXED;
        n++;
    }
    p->def = (struct form_def){"connection", p->fields, PATH_CONNECTION, NULL};
}

/* What was typed into a field that is there; else what is stored. */
static const char *typed(const struct page *p, const char *key, const char *stored)
{
    return offers(p, key) ? form_text(&p->form, key) : stored;
}

static enum err choose_queue(struct page *p)
{
    struct request *r = p->area.r;
    struct user_queue *q;
    size_t n, at = 1;
    enum err e = user_queues(r->db, r->arena, p->area.scope, 0, &q, &n);
    struct list_choice *c = arena_array(r->arena, n + 3, sizeof *c);
    bool there = !p->c.queue_id;
    c[0] = (struct list_choice){"", "None: for administrators only"};
    for (size_t i = 0; i < n && !e; i++) {
        c[at++] =
            (struct list_choice){arena_printf(r->arena, "%lld", (long long)q[i].id), q[i].name};
        there |= q[i].id == p->c.queue_id;
    }
    if (!there) /* closed meanwhile */
        c[at] = (struct list_choice){
            arena_printf(r->arena, "%lld", (long long)p->c.queue_id),
            arena_printf(r->arena, "%s (closed)", p->c.queue ? p->c.queue : "A queue")};
    form_choices(&p->form, "queue", c);
    return e;
}

static enum err load(struct request *r, struct page *p)
{
    int64_t id = param_int(&r->query, "id", 0);
    *p = (struct page){.c = {.scheme = "vendor", .active = true}};
    enum err e = area_begin(r, SECTION_INTAKE, &p->area);
    if (!e && id)
        e = connection_find(r->db, r->arena, p->area.scope, id, r->method == METHOD_POST, &p->c);
    if (e)
        return e;
    make_fields(p);
    struct form *f = &p->form;
    form_begin(f, &p->area, &p->def, id, id ? p->c.name : "Add a connection");
    intake_tabs(&p->area, f->view, INTAKE_CONNECTIONS);
    form_store(f, "source", id ? intake_source_label(p->c.source) : NULL);
    if (!id)
        form_choices(f, "source", intake_source_choices(r->arena, "Choose a source", true));
    form_store(f, "name", p->c.name);
    form_store(f, "queue",
               p->c.queue_id ? arena_printf(r->arena, "%lld", (long long)p->c.queue_id) : NULL);
    form_store_flag(f, "active", p->c.active);
    if (may_choose(p)) {
        form_store(f, "scheme", p->c.scheme);
        form_store(f, "header", p->c.header);
    }
    if (asks(p))
        form_store(f, "api_base", p->c.api_base);
    return choose_queue(p);
}

static void show_secrets(struct page *p)
{
    const struct area *a = &p->area;
    struct view *v = p->form.view;
    bool old = p->c.old_secret.bytes && p->c.old_until > a->r->now;
    view_set(v, "Secret.words",
             p->c.secret.bytes ? intake_secret_words(a, p->c.secret)
                               : "None yet: everything that comes is refused");
    view_set(v, "Secret.missing", p->c.secret.bytes ? NULL : "1");
    view_set(v, "Secret.url", area_url(a, PATH_CONNECTION_SECRET, p->c.id, NULL));
    view_set(v, "Secret.label", p->c.secret.bytes ? "Change the secret" : "Give the secret");
    if (old) {
        view_set(v, "Secret.old", intake_secret_words(a, p->c.old_secret));
        view_set(v, "Secret.until", intake_time(a, p->c.old_until));
        view_set(v, "Secret.end_url", area_url(a, PATH_CONNECTION_END, p->c.id, NULL));
    }
    if (asks(p))
        view_set(v, "ApiKey.words",
                 p->c.api_key.bytes ? intake_secret_words(a, p->c.api_key) : "None");
}

static enum err show(struct page *p, struct response *out)
{
    struct request *r = p->area.r;
    if (p->c.id) {
        form_fact(&p->form, "State", p->c.active ? "Active" : "Switched off", NULL);
        form_fact(
            &p->form, "Last arrival", p->c.last_at ? intake_time(&p->area, p->c.last_at) : "Never",
            p->c.last_at
                ? area_url(&p->area, arena_printf(r->arena, PATH_INTAKE "?source=%s", p->c.source),
                           0, NULL)
                : NULL);
        connection_help(&p->area, p->form.view, &p->c);
        show_secrets(p);
    }
    return form_show_in(&p->form, "admin/connection.cs", out);
}

enum err connection_page(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load(r, &p);
    return e ? e : show(&p, out);
}

/* What must fit together. */
static void check(struct page *p)
{
    struct form *f = &p->form;
    const char *source = p->c.id ? p->c.source : form_text(f, "source");
    const char *scheme = typed(p, "scheme", p->c.scheme);
    const char *header = typed(p, "header", p->c.header);
    bool own = scheme && strcmp(scheme, "vendor") != 0;
    if (!source) {
        form_error(f, "source", "Choose what sends.");
        return;
    }
    if (own && !intake_source_row(source)->schemes)
        form_error(f, "scheme", "%s signs in its own way only.", intake_source_label(source));
    if (own && !header)
        form_error(f, "header", "This is needed: it has no header of its own.");
    for (size_t i = 0; i < 2 && !vendor_api(source); i++) {
        const char *key = (const char *const[]){"api_base", "api_key"}[i];
        if (typed(p, key, NULL))
            form_error(f, key, "%s is asked for nothing: leave this empty.",
                       intake_source_label(source));
    }
    if (!own && header)
        form_error(f, "header", "The source has a header of its own: leave this empty.");
}

static void take(struct page *p)
{
    const struct form *f = &p->form;
    const char *secret = typed(p, "secret", NULL);
    const char *key = typed(p, "api_key", NULL);
    if (!p->c.id)
        p->c.source = form_text(f, "source");
    p->c.name = form_text(f, "name");
    p->c.scheme = typed(p, "scheme", p->c.scheme);
    p->c.header = typed(p, "header", p->c.header);
    p->c.api_base = typed(p, "api_base", p->c.api_base);
    p->c.queue_id = form_number(f, "queue");
    p->c.active = form_flag(f, "active");
    if (secret)
        p->c.secret = intake_seal(&p->area, secret);
    if (offers(p, "forget") && form_flag(f, "forget"))
        p->c.api_key = (struct sealed){0};
    if (key)
        p->c.api_key = intake_seal(&p->area, key);
}

static const char *new_token(struct arena *a)
{
    unsigned char raw[16];
    char *out = arena_alloc(a, CONNECTION_TOKEN_SIZE);
    randombytes_buf(raw, sizeof raw);
    sodium_bin2base64(out, CONNECTION_TOKEN_SIZE, raw, sizeof raw,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return out;
}

enum err connection_submit(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load(r, &p);
    if (!e)
        e = form_read(&p.form);
    if (e)
        return e;
    check(&p);
    if (!form_ok(&p.form))
        return show(&p, out);
    bool fresh = !p.c.id;
    take(&p);
    if (fresh)
        p.c.token = new_token(r->arena);
    if (form_differs(&p.form, NULL)) {
        e = connection_save(r->db, r->arena, p.area.scope, &p.c, r->now);
        area_note(&p.area, fresh ? "connection.created" : "connection.changed", p.c.name,
                  form_details(&p.form));
    }
    response_redirect(out, area_url(&p.area, PATH_CONNECTION, p.c.id, fresh ? "added" : "saved"));
    return e;
}
