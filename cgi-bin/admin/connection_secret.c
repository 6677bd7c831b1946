/* A new secret for a connection: the old one stays good for a while, or is ended. */
#include "intake.h"
#include "view/format.h"

static const struct list_choice keeps[] = {{"24", "One more day"},
                                           {"168", "One more week"},
                                           {"1", "One more hour"},
                                           {"0", "No longer"},
                                           {0}};
enum { KEEP_MAX = 168, HOUR = 3600000 };

const struct param connection_secret_form[] = {
    FORM_PARAMS,
    {.name = "secret", .kind = PARAM_SECRET, .max = 1600},
    {.name = "keep", .kind = PARAM_INT, .max = KEEP_MAX},
    {0},
};

#define SECRET                                                                                     \
    {                                                                                              \
        .key = "secret", .label = "New secret", .kind = FORM_SECRET, .required = true,             \
        .max = CONNECTION_SECRET_MAX,                                                              \
        .help = "As the vendor made it, or a long one of your own. Stored sealed and never shown " \
                "again."                                                                           \
    }
static const struct form_field first_fields[] = {SECRET, {0}};
static const struct form_field next_fields[] = {
    SECRET,
    {.key = "keep",
     .label = "The old one is good",
     .kind = FORM_CHOICE,
     .choices = keeps,
     .help = "The new one is valid at once. While both are, nothing is lost until the vendor uses "
             "it."},
    {0},
};
static const struct form_def first_def = {"secret", first_fields, PATH_CONNECTION_SECRET, NULL};
static const struct form_def next_def = {"secret", next_fields, PATH_CONNECTION_SECRET, NULL};

static enum err begin(struct request *r, struct area *a, struct form *f, struct connection *c,
                      const struct form_def *def)
{
    int64_t id = param_int(&r->query, "id", 0);
    enum err e = area_begin(r, SECTION_INTAKE, a);
    if (!e)
        e = connection_find(r->db, r->arena, a->scope, id, r->method == METHOD_POST, c);
    if (e)
        return e;
    if (!def)
        def = c->secret.bytes ? &next_def : &first_def;
    form_begin(f, a, def, id, arena_printf(r->arena, "New secret for %s", c->name));
    intake_tabs(a, f->view, INTAKE_CONNECTIONS);
    if (def == &next_def)
        form_store(f, "keep", "24");
    return OK;
}

enum err connection_secret_page(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct connection c;
    enum err e = begin(r, &a, &f, &c, NULL);
    return e ? e : form_show(&f, out);
}

enum err connection_secret_submit(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct connection c;
    enum err e = begin(r, &a, &f, &c, NULL);
    if (!e)
        e = form_read(&f);
    if (e || !form_ok(&f))
        return e ? e : form_show(&f, out);
    int64_t keep = f.def == &next_def ? form_number(&f, "keep") : 0;
    ms_t until = keep ? r->now + keep * HOUR : 0;
    e = connection_new_secret(r->db, r->arena, a.scope, c.id,
                              intake_seal(&a, form_text(&f, "secret")), until);
    area_note(&a, "connection.secret", c.name,
              (const struct audit_detail[]){
                  {.key = "old secret good until",
                   .is = until ? format_time_exact(r->arena, "UTC", until) : "no longer"},
                  {0}});
    response_redirect(out, area_url(&a, PATH_CONNECTION, c.id, "secret"));
    return e;
}

/* --- ending the old one ----------------------------------------------------------------------- */

static const struct form_field no_fields[] = {{0}};
static const struct form_def end_def = {
    .one = "secret", .fields = no_fields, .path = PATH_CONNECTION_END};

static enum err ask(struct form *f, const struct connection *c, struct response *out)
{
    struct arena *a = f->area->r->arena;
    const char *text[] = {
        arena_printf(a, "What is still signed with the old secret of %s is refused from now on.",
                     c->name),
        "This cannot be undone, but a secret can be given anew.", NULL};
    return form_confirm(f, "End the old secret now?", text, "End it now", out);
}

enum err connection_end_page(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct connection c;
    enum err e = begin(r, &a, &f, &c, &end_def);
    return e ? e : ask(&f, &c, out);
}

enum err connection_end_submit(struct request *r, struct response *out)
{
    struct area a;
    struct form f;
    struct connection c;
    enum err e = begin(r, &a, &f, &c, &end_def);
    if (!e)
        e = form_read(&f);
    if (e)
        return e;
    if (f.back) {
        response_redirect(out, area_url(&a, PATH_CONNECTION, c.id, NULL));
        return OK;
    }
    if (!f.confirmed)
        return ask(&f, &c, out);
    if (c.old_secret.bytes) {
        e = connection_end_old(r->db, r->arena, a.scope, c.id);
        area_note(&a, "connection.secret_ended", c.name, NULL);
    }
    response_redirect(out, area_url(&a, PATH_CONNECTION, c.id, "ended"));
    return e;
}
