/* Requests of any shape: whatever is sent, the values that come through are what was declared, and
 * nothing that was not signed here opens. The first byte chooses the parameters that are declared;
 * then lines: query, cookies, path, Content-Length (- for the right one), origin; the rest is the
 * body. */
#include "core/buf.h"
#include "core/clock.h"
#include "core/conf.h"
#include "http/csrf.h"
#include "http/token.h"
#include "unit/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ID_MAX = 4294967295, LINES = 5 };

static const char *const channels[] = {"voice", "chat", "sms", "whatsapp", "email", NULL};
static const char *const periods[] = {"today", "yesterday", "7d",  "30d",
                                      "month", "lastmonth", "all", NULL};
static const char *const sorts[] = {"created", "closed", "duration", NULL};
static const char *const dirs[] = {"desc", "asc", NULL};
static const char *const sizes[] = {"25", "50", "100", NULL};
static const char *const counts[] = {"exact", NULL};

static const char *const ops[] = {"any", "is", "not", "empty", "filled", NULL};

static const struct param grid[] = {
    {.name = "agent", .kind = PARAM_TEXT, .max = 80},
    {.name = "queue", .kind = PARAM_TEXT, .max = 1500, .label = "Queue", .repeat = true},
    {.name = "queue_op", .kind = PARAM_CHOICE, .choices = ops, .label = "Queue (how)"},
    {.name = "channel", .kind = PARAM_CHOICE, .choices = channels},
    {.name = "did", .kind = PARAM_TEXT, .max = 40},
    {.name = "disposition", .kind = PARAM_TEXT, .max = 1500, .repeat = true},
    {.name = "client", .kind = PARAM_TEXT, .max = 40},
    {.name = "agent_id", .kind = PARAM_INT, .max = ID_MAX},
    {.name = "period", .kind = PARAM_CHOICE, .choices = periods},
    {.name = "from", .kind = PARAM_DATE},
    {.name = "to", .kind = PARAM_DATE},
    {.name = "sort", .kind = PARAM_CHOICE, .choices = sorts},
    {.name = "dir", .kind = PARAM_CHOICE, .choices = dirs},
    {.name = "size", .kind = PARAM_CHOICE, .choices = sizes},
    {.name = "after", .kind = PARAM_TOKEN, .max = 60},
    {.name = "before", .kind = PARAM_TOKEN, .max = 60},
    {.name = "end", .kind = PARAM_INT, .max = 1},
    {.name = "count", .kind = PARAM_CHOICE, .choices = counts},
    {.name = "refresh", .kind = PARAM_INT, .max = 1},
    {0},
};
static const struct param signin_query[] = {
    {.name = "next", .kind = PARAM_TOKEN, .max = 4096},
    {.name = "out", .kind = PARAM_INT, .max = 2},
    {0},
};
static const struct param signin_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "next", .kind = PARAM_TOKEN, .max = 4096},
    {.name = "email", .kind = PARAM_TEXT, .max = 254},
    {.name = "password", .kind = PARAM_SECRET, .max = 200},
    {.name = "queues", .kind = PARAM_LIST, .max = 4294967295},
    {0},
};

static const struct {
    const struct param *query, *form;
} routes[] = {{grid, NULL}, {signin_query, signin_form}, {NULL, signin_form}, {NULL, NULL}};

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "we");
    must(f && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
}

/* A secret that the corpus knows. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    char folder[] = "/tmp/parley-fuzz-XXXXXX", conf_path[64], secret_path[64], text[128];
    (void)argc;
    (void)argv;
    must(mkdtemp(folder));
    snprintf(conf_path, sizeof conf_path, "%s/parley.conf", folder);
    snprintf(secret_path, sizeof secret_path, "%s/hmac", folder);
    int n = snprintf(text, sizeof text, "secrets_dir = %s\nbase_url = https://desk\n", folder);
    write_file(conf_path, text, (size_t)n);
    write_file(secret_path, "0123456789abcdef0123456789abcdef", 32);
    must(conf_load(conf_path) == OK && token_init() == OK);
    unlink(conf_path);
    unlink(secret_path);
    rmdir(folder);
    return 0;
}

/* Written anew after the Unicode standard, table 3-7. */
static bool well_formed(const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    while (*s) {
        unsigned char low = 0x80, high = 0xbf;
        int more = *s < 0x80 ? 0 : *s < 0xc2 ? -1 : *s < 0xe0 ? 1 : *s < 0xf0 ? 2 : 3;
        if (more < 0 || *s > 0xf4)
            return false;
        low = *s == 0xe0 ? 0xa0 : *s == 0xf0 ? 0x90 : low;
        high = *s == 0xed ? 0x9f : *s == 0xf4 ? 0x8f : high;
        for (s++; more; more--, s++, low = 0x80, high = 0xbf)
            if (*s < low || *s > high)
                return false;
    }
    return true;
}

static void check_value(const struct params *p, const struct param *d, const char *v)
{
    struct date date;
    must(*v && well_formed(v));
    for (const char *s = v; d->kind != PARAM_SECRET && d->kind != PARAM_LINES && *s; s++)
        must((unsigned char)*s >= 0x20 && *s != 0x7f);
    switch (d->kind) {
    case PARAM_TEXT:
    case PARAM_LINES:
    case PARAM_SECRET:
    case PARAM_TOKEN:
        must(strlen(v) <= (size_t)d->max);
        break;
    case PARAM_INT:
        must(param_int(p, d->name, -1) >= 0 && param_int(p, d->name, -1) <= d->max);
        break;
    case PARAM_DATE:
        must(date_parse(v, &date));
        break;
    case PARAM_CHOICE:
        must(param_choice(p, d->name, -1) >= 0);
        break;
    case PARAM_LIST:
        must(false); /* has no text */
    }
}

static void check_list(const struct params *p, const struct param *d)
{
    const int64_t *items;
    size_t n = param_list(p, d->name, &items);
    for (size_t i = 0; i < n; i++)
        must(items[i] >= 0 && items[i] <= d->max);
}

/* What came through, sent again, comes through again. */
static void check_again(struct arena *a, const struct params *p)
{
    struct buf b = {0};
    struct params again;
    for (int i = 0; p->declared && p->declared[i].name; i++) {
        if (!p->values[i])
            continue;
        buf_printf(&b, "%s%s=", b.len ? "&" : "", p->declared[i].name);
        buf_url(&b, p->values[i]);
    }
    must(params_parse(a, p->declared, b.s ? b.s : "", b.len, &again) == OK);
    for (int i = 0; p->declared && p->declared[i].name; i++)
        must(!p->values[i] == !again.values[i] &&
             (!p->values[i] || strcmp(p->values[i], again.values[i]) == 0));
    buf_free(&b);
}

static void check_params(struct arena *a, const struct params *p, enum err e)
{
    if (e) {
        must(e == ERR_BAD_REQUEST && *err_detail() && well_formed(err_detail()));
        err_clear();
        return;
    }
    for (int i = 0; p->declared && p->declared[i].name; i++)
        if (p->values[i])
            check_value(p, &p->declared[i], p->values[i]);
        else if (p->declared[i].kind == PARAM_LIST)
            check_list(p, &p->declared[i]);
    check_again(a, p);
}

/* Only what signing gives opens. */
static void check_signed(struct arena *a, const char *token)
{
    const char *text = token_open(a, "next", token);
    if (text)
        must(strcmp(token_sign(a, "next", text), token) == 0);
    must(!text || !token_open(a, "csrf", token));
}

static void check_cookies(struct request *r)
{
    static const char *const names[] = {"parley", "__Host-parley", "a"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *v = request_cookie(r, names[i]);
        must(!v || (!strchr(v, ';') && strstr(r->cookies, names[i]) && strstr(r->cookies, v)));
        check_signed(r->arena, v);
    }
}

static void check_csrf(struct request *r)
{
    const char *basis = request_cookie(r, "parley");
    bool passed = csrf_check(r, basis) == OK;
    const char *sent = param_text(&r->form, "csrf");
    bool right = basis && sent && strcmp(sent, csrf_token(r, basis)) == 0 &&
                 (!r->origin || strcmp(r->origin, "https://desk") == 0);
    must(passed == right);
    err_clear();
}

static void check_request(struct request *r, const struct param *query, const struct param *form)
{
    enum err e = params_parse(r->arena, query, r->query_text, strlen(r->query_text), &r->query);
    check_params(r->arena, &r->query, e);
    if (query == signin_query)
        check_signed(r->arena, param_text(&r->query, "next"));
    e = params_parse(r->arena, form, r->body ? r->body : "", r->body_len, &r->form);
    check_params(r->arena, &r->form, e);
    check_cookies(r);
    if (form)
        check_csrf(r);
    const char *token = token_sign(r->arena, "next", r->query_text);
    must(strcmp(token_open(r->arena, "next", token), r->query_text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *lines[LINES] = {0};
    char length[24];
    if (!size)
        return 0;
    struct arena *a = arena_new();
    char *text = arena_dupn(a, (const char *)data + 1, size - 1), *end = text + size - 1;
    for (int i = 0; i < LINES && text < end; i++) {
        char *newline = memchr(text, '\n', (size_t)(end - text));
        lines[i] = text;
        text = newline ? newline + 1 : end;
        if (newline)
            *newline = 0;
    }
    snprintf(length, sizeof length, "%zu", (size_t)(end - text));
    bool right_length = !lines[3] || strcmp(lines[3], "-") == 0;
    struct source s = {
        .pairs = {"REQUEST_METHOD", "POST", "DOCUMENT_URI", lines[2] ? lines[2] : "/",
                  "CONTENT_LENGTH", right_length ? length : lines[3], "REQUEST_ID",
                  lines[4] ? lines[4] : "", "QUERY_STRING", lines[0] ? lines[0] : "", "HTTP_COOKIE",
                  lines[1] ? lines[1] : "", "HTTP_ORIGIN", lines[4] ? lines[4] : ""},
        .body = text,
        .body_len = (size_t)(end - text)};
    struct request r;
    enum err e = source_request(&r, a, &s);
    must(strlen(r.id) == 32);
    if (e) {
        must(*err_detail() && well_formed(err_detail()));
    } else {
        must(strlen(r.query_text) <= QUERY_MAX && r.body_len <= BODY_MAX && r.path[0] == '/');
        check_request(&r, routes[data[0] % 4].query, routes[data[0] % 4].form);
    }
    err_clear();
    arena_free(a);
    return 0;
}
