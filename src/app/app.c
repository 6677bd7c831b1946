#include "app/app.h"

#include "app/paths.h"
#include "app/problem.h"
#include "auth/key_access.h"
#include "core/conf.h"
#include "core/log.h"
#include "http/csrf.h"
#include "http/fcgi.h"
#include "http/token.h"
#include "static_version.h"
#include "store/audit.h"

struct state {
    const struct app *app;
    struct db *db;
    ms_t next_connect; /* while the database is away, or unfit: not before this */
    enum err connect_error;
    bool handling; /* the handler was called: what it did may not be done twice */
};

static enum err connect_db(struct state *s)
{
    if (clock_now() < s->next_connect)
        return err_set(s->connect_error, "the database was just found so");
    enum err e = db_connect(s->db);
    s->next_connect = e ? clock_now() + 200 : 0;
    s->connect_error = e;
    return e;
}

/* What every program runs besides its own: the session, the audit log. */
static const struct db_stmt *const common_statements[] = {
    &session_find, &session_touch,     &audit_lock_head, &audit_read_head,
    &audit_insert, &audit_insert_many, &audit_move_head, NULL,
};

enum { STATEMENTS_MAX = 256 };

static const struct db_stmt *const *all_statements(const struct app *app)
{
    static const struct db_stmt *all[STATEMENTS_MAX + 1];
    size_t n = 0;
    for (const struct db_stmt *const *s = common_statements; *s && app->templates; s++)
        all[n++] = *s;
    for (const struct db_stmt *const *const *list = app->statements; *list; list++)
        for (const struct db_stmt *const *s = *list; *s; s++) {
            if (n == STATEMENTS_MAX)
                abort();
            all[n++] = *s;
        }
    return all;
}

static enum err start(void *data)
{
    struct state *s = data;
    enum err e = token_init();
    if (!e && s->app->templates)
        e = view_init(s->app->templates);
    if (!e)
        e = db_new(&s->db, s->app->name, all_statements(s->app));
    if (e)
        return e;
    /* A database that is away comes back; one that does not fit does not, but a PBX's own may be
     * mended while we run, and until then the pages say what is the matter. */
    e = connect_db(s);
    if (e == ERR_DB_SCHEMA && !db_foreign(s->db))
        return e;
    if (e)
        LOG(LOG_WARN, e == ERR_DB_SCHEMA ? "db_unfit" : "db_away", LOG_S("why", err_detail()));
    err_clear();
    return OK;
}

/* What is too large for memory is left to a route that has a place for it. */
static enum err read_body(struct request *r)
{
    const struct route *route = r->route;
    if (r->unread > route->body_max && r->unread <= route->spool_max)
        return OK;
    return request_body(r, route->body_max ? route->body_max : BODY_MAX);
}

static enum err parse_parameters(struct request *r)
{
    enum err e =
        params_parse(r->arena, r->route->query, r->query_text, strlen(r->query_text), &r->query);
    if (e || !method_changes(r->method) || r->route->body_max)
        return e;
    static const char form_type[] = "application/x-www-form-urlencoded";
    if (!r->content_type || strncasecmp(r->content_type, form_type, strlen(form_type)) != 0)
        return err_set(ERR_MEDIA_TYPE, "a form is sent as %s", form_type);
    return params_parse(r->arena, r->route->form, r->body ? r->body : "", r->body_len, &r->form);
}

/* Session, permission, form token: what the route's row asks for. */
static enum err admit(struct request *r)
{
    enum err e = OK;
    const char *basis = NULL;
    if (r->route->access == ACCESS_KEY)
        return key_admit(r);
    if (r->route->access == ACCESS_SESSION) {
        e = session_load(r);
        if (!e)
            e = session_allow(r->session, r->route->permission);
        basis = r->session ? r->session->cookie : NULL;
    } else if (r->route->access == ACCESS_SIGNIN) {
        basis = request_cookie(r, cookie_name(r->arena, PATH_SIGNIN_COOKIE));
    }
    if (!e && method_changes(r->method) && r->route->access != ACCESS_HOOK)
        e = csrf_check(r, basis);
    return e;
}

/* A change and its record are one transaction. The log is locked first: who waits for it there has
 * seen nothing yet that could be out of date when it is their turn. */
static enum err change(struct request *r, struct response *out)
{
    bool person = r->session && !r->session->key_id;
    enum err e = person ? audit_lock(r->db, r->arena, r->session->tenant_id) : OK;
    if (!e)
        e = r->route->handler(r, out);
    return e ? e : audit_write(r->db, r->arena, r->events, r->now);
}

static enum err in_transaction(struct state *s, struct request *r, struct response *out,
                               bool read_only,
                               enum err (*work)(struct request *, struct response *))
{
    enum err e = db_begin(r->db, read_only);
    s->handling = !e;
    if (!e)
        e = work(r, out);
    if (!e)
        return db_commit(r->db);
    db_rollback(r->db);
    return e;
}

static enum err record(struct request *r, struct response *out)
{
    (void)out;
    return audit_write(r->db, r->arena, r->events, r->now);
}

static enum err look(struct request *r, struct response *out)
{
    return r->route->handler(r, out);
}

static enum err record_alone(struct state *s, struct request *r, struct response *out)
{
    return in_transaction(s, r, out, false, record);
}

static void start_over(struct request *r, struct response *out)
{
    response_reset(out, r->arena);
    r->events = NULL;
    r->faults = NULL;
}

static enum err prepare(struct state *s, struct request *r, struct response *out)
{
    (void)s;
    start_over(r, out);
    r->prepared = NULL;
    return r->route->prepare(r, out);
}

/* What was looked at is recorded before it is sent. */
static enum err handle_once(struct state *s, struct request *r, struct response *out)
{
    start_over(r, out);
    if (method_changes(r->method))
        return in_transaction(s, r, out, false, change);
    enum err e = in_transaction(s, r, out, true, look);
    return e || !r->events ? e : record_alone(s, r, out);
}

/* Two changes at once may exclude each other: the one that lost is made again on what the other
 * left. A handler changes nothing but the database and the answer, so it can be. */
static enum err until_it_fits(struct state *s, struct request *r, struct response *out,
                              enum err (*once)(struct state *, struct request *, struct response *))
{
    enum { TRIES = 4 };
    enum err e = ERR_CONFLICT;
    for (int i = 0; i < TRIES && e == ERR_CONFLICT; i++) {
        err_clear();
        e = once(s, r, out);
    }
    return e;
}

static enum err handle(struct state *s, struct request *r, struct response *out)
{
    if (!r->route->prepare)
        return until_it_fits(s, r, out, handle_once);
    enum err e = until_it_fits(s, r, out, prepare);
    if (e)
        return e;
    if (r->prepared)
        return until_it_fits(s, r, out, handle_once);
    return r->events ? until_it_fits(s, r, out, record_alone) : OK;
}

/* A password that somebody else chose is changed before anything else is done. */
static bool must_change_password(const struct request *r)
{
    return r->session && r->session->must_change_password && !r->route->own_account;
}

/* Who administers and sees no interactions begins with administration. */
static bool begins_elsewhere(const struct request *r, enum err e)
{
    return e == ERR_FORBIDDEN && r->method == METHOD_GET && strcmp(r->path, PATH_GRID) == 0 &&
           permission_in(r->session->permissions, "administration|intake|audit|tenants");
}

static enum err act(struct state *s, struct request *r, struct response *out)
{
    if (r->route->no_db)
        return r->route->handler(r, out);
    r->session = NULL;
    r->scope = NULL;
    s->handling = false;
    enum err e = connect_db(s);
    if (!e)
        e = admit(r);
    if (!e && must_change_password(r)) {
        response_redirect(out, PATH_PASSWORD);
        return OK;
    }
    if (begins_elsewhere(r, e)) {
        err_clear();
        response_redirect(out, PATH_ADMIN);
        return OK;
    }
    return e ? e : handle(s, r, out);
}

enum { OLD_CONNECTION_US = 500000 };

static enum err live(struct state *s, struct request *r, struct response *out)
{
    const char *allow = NULL;
    int64_t began = clock_mono_us();
    enum err e = route_find(s->app->routes, r, &r->route, &allow);
    if (allow)
        response_header(out, "Allow", allow);
    if (!e)
        e = read_body(r);
    if (!e)
        e = parse_parameters(r);
    r->db = s->db;
    if (!e)
        e = act(s, r, out);
    /* A PBX's database may have been changed while we run: it is looked at anew. */
    if (e == ERR_DB_SCHEMA && db_foreign(s->db))
        db_disconnect(s->db);
    if (e != ERR_DB_AWAY)
        return e;
    db_disconnect(s->db);
    /* An old connection fails at once, and what only read can be done again; a database that hangs
     * would only hang again. */
    if ((method_changes(r->method) && s->handling) || clock_mono_us() - began > OLD_CONNECTION_US)
        return e;
    err_clear();
    response_reset(out, r->arena);
    e = act(s, r, out);
    if (e == ERR_DB_AWAY)
        db_disconnect(s->db);
    return e;
}

static const struct {
    enum err err;
    const char *title, *text;
} explanations[] = {
    {ERR_BAD_REQUEST, "That request cannot be read", NULL},
    {ERR_SIGNED_OUT, "You are signed out",
     "The session has ended, so nothing was changed. Sign in and do it again."},
    {ERR_FORBIDDEN, "You may not do that", NULL},
    {ERR_NOT_FOUND, "There is nothing here",
     "The page does not exist, or it is not yours to see. Nothing was changed."},
    {ERR_METHOD, "That request cannot be read", NULL},
    {ERR_TOO_LARGE, "That was too much at once", NULL},
    {ERR_MEDIA_TYPE, "That request cannot be read", NULL},
    {ERR_CONFLICT, "Somebody else was faster",
     "The same thing was changed meanwhile, so your change was not made. Load the page again."},
    {ERR_BUSY, "Too many attempts", NULL},
    {ERR_DB_AWAY, "The database is not answering",
     "Nothing was lost and nothing was changed. This usually takes a few seconds: try again."},
    {ERR_DB_TIMEOUT, "That took too long and was stopped",
     "Nothing was changed. A narrower period or one more filter makes it quick."},
    {ERR_DB_SCHEMA, "Parley and its database do not fit together",
     "Nothing was changed. The administrator finds the reason with parley doctor, and in the log."},
    {ERR_INTERNAL, "Something went wrong in Parley",
     "Nothing was changed. The administrator finds the reason in the log under the number below."},
};

static void explain(struct view *v, enum err e)
{
    for (size_t i = 0; i < sizeof explanations / sizeof *explanations; i++) {
        if (explanations[i].err != e)
            continue;
        view_set(v, "Error.title", explanations[i].title);
        view_set(v, "Error.text", explanations[i].text);
        if (!explanations[i].text && err_detail()[0])
            view_set(v, "Error.text", err_detail());
    }
}

static void error_page(struct request *r, struct response *out, enum err e)
{
    struct view *v = app_page(r, "Problem");
    out->status = err_status(e);
    view_number(v, "Error.status", out->status);
    view_set(v, "Error.request_id", r->id);
    explain(v, e);
    view_item(v, "Error.actions", 0, "label", "Back to the interactions");
    view_item(v, "Error.actions", 0, "url", PATH_GRID);
    if (out->status == 503)
        response_header(out, "Retry-After", "2");
    if (app_render(v, APP_ERROR_TEMPLATE, out) != OK) {
        out->type = "text/plain; charset=utf-8";
        buf_clear(&out->body);
        buf_printf(&out->body, "%d\nRequest %s\n", out->status, r->id);
    }
}

/* The way back is signed, so that it leads nowhere else. A page goes to the sign-in page at once; a
 * script is told where it is. */
static void signed_out(struct request *r, struct response *out)
{
    const char *here = PATH_GRID;
    if (r->method == METHOD_GET && strlen(r->query_text) <= 2048)
        here = arena_printf(r->arena, "%s%s%s", r->path, *r->query_text ? "?" : "", r->query_text);
    bool had_session = request_cookie(r, cookie_name(r->arena, SESSION_COOKIE)) != NULL;
    const char *to = arena_printf(r->arena, "%s?%snext=%s", PATH_SIGNIN,
                                  had_session ? "out=1&" : "", token_sign(r->arena, "next", here));
    if (r->partial || r->refresh || method_changes(r->method)) {
        error_page(r, out, ERR_SIGNED_OUT);
        response_header(out, "X-Parley-Signin", to);
        return;
    }
    response_redirect(out, to);
}

/* Machines are told in JSON. */
static bool is_machine(const struct request *r)
{
    static const char *const begins[] = {PATH_HOOKS, PATH_API};
    for (size_t i = 0; r->path && i < sizeof begins / sizeof *begins; i++)
        if (strncmp(r->path, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

static void answer_error(struct request *r, struct response *out, enum err e)
{
    char why[512];
    snprintf(why, sizeof why, "%s", err_detail());
    bool allow = e == ERR_METHOD && out->n;
    const char *methods = allow ? out->headers[0].value : NULL;
    response_reset(out, r->arena);
    if (allow)
        response_header(out, "Allow", methods);
    if (is_machine(r))
        problem_answer(r, out, e, why);
    else if (e == ERR_SIGNED_OUT)
        signed_out(r, out);
    else
        error_page(r, out, e);
    if (e >= ERR_DB_AWAY || e == ERR_INTERNAL)
        LOG(LOG_ERROR, "failed", LOG_S("error", err_name(e)), LOG_S("why", why));
}

static const char *const method_names[] = {"GET",   "HEAD",   "POST", "PUT",
                                           "PATCH", "DELETE", "other"};

static void answer(void *data, const struct request_source *source, struct request *r,
                   struct response *out)
{
    struct state *s = data;
    int64_t began = clock_mono_us();
    unsigned statements = db_count(s->db);
    err_clear();
    enum err e = request_read(r, source);
    log_request(r->id);
    if (!e)
        e = live(s, r, out);
    request_drain(r);
    if (e)
        answer_error(r, out, e);
    key_tell(r, out);
    LOG(LOG_INFO, "request", LOG_S("method", method_names[r->method]), LOG_S("path", r->path),
        LOG_N("status", out->status), LOG_S("error", err_name(e)),
        LOG_N("user", r->session ? r->session->user_id : 0),
        LOG_N("key", r->session ? r->session->key_id : 0), LOG_N("us", clock_mono_us() - began),
        LOG_N("statements", db_count(s->db) - statements), LOG_N("bytes", out->body.len),
        LOG_N("refresh", r->refresh), LOG_S("plan", r->plan));
}

struct view *app_page(struct request *r, const char *title)
{
    struct view *v = view_new(r->arena);
    view_set(v, "Page.title", title);
    view_set(v, "Page.request_id", r->id);
    view_number(v, "Page.now", r->now);
    view_set(v, "Page.theme", r->session ? r->session->theme : "auto");
    view_set(v, "Url.static", PATH_STATIC STATIC_VERSION);
    view_set(v, "Url.grid", PATH_GRID);
    view_set(v, "Url.signin", PATH_SIGNIN);
    view_set(v, "Url.signout", PATH_SIGNOUT);
    view_set(v, "Url.account", PATH_ACCOUNT);
    view_set(v, "Url.admin", PATH_ADMIN);
    view_set(v, "Url.api", PATH_API_PAGE);
    if (!r->session)
        return v;
    view_set(v, "Page.csrf", csrf_token(r, r->session->cookie));
    view_set(v, "User.name", r->session->name);
    view_set(v, "User.email", r->session->email);
    view_set(v, "User.role", r->session->role);
    view_set(v, "User.tenant", r->session->tenant);
    view_set(v, "User.zone", r->session->zone);
    view_set(v, "User.hours", r->session->viewer.locale->hours_12 ? "12" : "24");
    for (const struct permission *p = permissions; p->key; p++)
        if (permission_in(r->session->permissions, p->key))
            view_set(v, arena_printf(r->arena, "May.%s", p->key), "1");
    return v;
}

enum err app_render(struct view *v, const char *template_name, struct response *out)
{
    return view_render(v, template_name, &out->body);
}

static enum log_level level(void)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    int i = 0;
    while (i < LOG_ERROR && strcmp(names[i], conf(CONF_LOG_LEVEL)) != 0)
        i++;
    return (enum log_level)i;
}

int app_main(const struct app *app, int argc, char **argv)
{
    static struct state s;
    const char *config = getenv("PARLEY_CONFIG");
    if (argc == 3 && strcmp(argv[1], "--config") == 0) {
        config = argv[2];
    } else if (argc != 1) {
        bool help = argc == 2 && strcmp(argv[1], "--help") == 0;
        fprintf(help ? stdout : stderr,
                "%s [--config FILE]\n\nServes FastCGI on <run_dir>/%s.sock until it is told to "
                "stop.\nSIGHUP reads the configuration and the templates again.\n",
                app->name, app->name);
        return help ? 0 : 2;
    }
    if (!config)
        config = "/etc/parley/parley.conf";
    log_open(app->name, LOG_INFO);
    if (conf_load(config) != OK) {
        LOG(LOG_ERROR, "configuration", LOG_S("why", err_detail()));
        return 1;
    }
    log_open(app->name, level());
    s.app = app;
    return fcgi_run(&(struct fcgi_program){app->name, start, answer, &s}, config);
}
