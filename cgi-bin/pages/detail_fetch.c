/* A call's transcript that did not come, or is fetched again: what is known of it, how far it is,
 * and what can be done. Also a part of the page by itself, which the page asks for until it is
 * over. */
#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "conversation.h"
#include "detail.h"
#include "intake/vendor_api.h"
#include "store/fetches.h"
#include "view/format.h"

/* When the page asks again how far it is. */
enum { GOING_MS = 1500, WAITING_MS = 10000 };

/* A call that still runs after so long did so for us only: its end did not come. */
enum { RUNS_MS = 90 * 60 * 1000, RECENT_MS = 60 * 60 * 1000 };

const struct param fetch_form[] = {
    {.name = "csrf", .kind = PARAM_SECRET, .max = 200},
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {0},
};

/* The vendor that may have more of it than we do; NULL: none. */
static const struct vendor_api *vendor_of(const struct detail *d)
{
    const struct detail_facts *of = &d->of;
    bool over = !of->i.running || d->r->now - of->i.created_at > RUNS_MS;
    if (db_foreign(d->r->db) || !over || !of->vendor_ref || strcmp(of->i.channel, "voice") != 0)
        return NULL;
    return vendor_api(of->vendor);
}

static bool is_state(const struct fetch *f, const char *state)
{
    return f->state && strcmp(f->state, state) == 0;
}

/* --- what the page says ----------------------------------------------------------------------- */

static void show_text(struct detail *d, const char *kind, const char *title, const char *text)
{
    view_set(d->v, "Fetch.on", "1");
    view_set(d->v, "Fetch.kind", kind);
    view_set(d->v, "Fetch.title", title);
    view_set(d->v, "Fetch.text", text);
}

/* Offers to ask, or says why not. */
static void show_button(struct detail *d, const char *label, bool can_ask, const char *vendor)
{
    struct arena *a = d->r->arena;
    if (!can_ask)
        view_set(d->v, "Fetch.more",
                 arena_printf(a,
                              "It cannot be fetched: no connection to %s that has an API key is "
                              "set up. An administrator adds it under Administration, Intake.",
                              vendor));
    else if (detail_may(d, "fetch"))
        view_set(d->v, "Fetch.button", label);
    else
        view_set(d->v, "Fetch.more", "Your role does not let you fetch it.");
}

static void show_going(struct detail *d, const struct fetch *f, const char *vendor)
{
    static const struct {
        const char *key, *label;
    } steps[] = {{"asked", "Asked"}, {"transcript", "Transcript"}, {"recording", "Recording"}};
    enum { STEPS = sizeof steps / sizeof *steps };
    struct arena *a = d->r->arena;
    size_t at = STEPS;
    show_text(d, "going", arena_printf(a, "Fetching the transcript from %s", vendor), NULL);
    for (size_t i = 0; i < STEPS; i++)
        at = is_state(f, "running") && f->step && strcmp(f->step, steps[i].key) == 0 ? i : at;
    for (size_t i = 0; i < STEPS; i++) {
        view_item(d->v, "Fetch.steps", i, "label", steps[i].label);
        view_item(d->v, "Fetch.steps", i, "is",
                  at == STEPS || i > at ? "next"
                  : i == at             ? "now"
                                        : "past");
    }
    view_item(d->v, "Fetch.steps", STEPS, "label", "Stored");
    view_item(d->v, "Fetch.steps", STEPS, "is", "next");
    view_number(d->v, "Fetch.poll", GOING_MS);
}

static void show_waiting(struct detail *d, const struct fetch *f, bool can_ask, const char *vendor)
{
    struct request *r = d->r;
    show_text(d, "missing",
              arena_printf(r->arena, "The transcript could not be fetched from %s yet", vendor),
              f->problem);
    view_set(d->v, "Fetch.next", format_time(r->arena, &r->session->viewer, f->run_after, r->now));
    view_set(d->v, "Fetch.next_title", format_time_exact(r->arena, r->session->zone, f->run_after));
    view_number(d->v, "Fetch.tries", f->attempts);
    view_number(d->v, "Fetch.poll", WAITING_MS);
    show_button(d, "Try now", can_ask, vendor);
}

static void show_missing(struct detail *d, const struct fetch *f, bool can_ask, const char *vendor)
{
    static const char *const never = "Its post-call data did not arrive.";
    bool any = d->of.has_transcript, failed = is_state(f, "failed");
    const char *title = any && failed ? "The transcript could not be fetched again"
                        : any         ? "The recording is missing"
                        : failed      ? "The transcript could not be fetched"
                                      : "The transcript of this call is missing";
    show_text(d, "missing", title, f->state && f->problem ? f->problem : any ? NULL : never);
    show_button(d, f->state ? "Try again" : "Fetch transcript", can_ask, vendor);
}

/* Something went wrong with a call whose transcript is there: worth a word for a while. */
static bool is_worth_a_word(const struct detail *d, const struct fetch *f)
{
    bool recent = d->r->now - f->done_at < RECENT_MS;
    return f->problem && recent && (is_state(f, "failed") || !d->of.has_recording);
}

static void show(struct detail *d, const struct fetch *f, bool can_ask, const char *vendor)
{
    if (is_state(f, "running") || (is_state(f, "waiting") && !f->problem))
        show_going(d, f, vendor);
    else if (is_state(f, "waiting"))
        show_waiting(d, f, can_ask, vendor);
    else if (!d->of.has_transcript || is_worth_a_word(d, f))
        show_missing(d, f, can_ask, vendor);
    if (d->of.has_transcript && can_ask && detail_may(d, "fetch"))
        view_set(d->v, "Fetch.sync", arena_printf(d->r->arena, "Fetch it from %s again", vendor));
}

enum err detail_fetch(struct detail *d)
{
    struct request *r = d->r;
    struct fetch f;
    bool can_ask = false;
    const struct vendor_api *vendor = vendor_of(d);
    if (!vendor)
        return OK;
    enum err e = fetch_find(r->db, r->arena, r->scope, d->of.i.id, &f);
    if (!e)
        e = fetch_can_ask(r->db, r->arena, r->scope, vendor->source, &can_ask);
    if (e)
        return e;
    view_set(d->v, "Fetch.url", detail_url(r->arena, d->of.i.id, d->list));
    view_set(d->v, "Fetch.list", *d->list ? d->list : NULL);
    view_number(d->v, "Fetch.id", d->of.i.id);
    show(d, &f, can_ask, vendor->name);
    return OK;
}

/* --- the part by itself, and asking ----------------------------------------------------------- */

static enum err read_one(struct request *r, const struct params *from, struct detail *d)
{
    const char *list = param_text(from, "list");
    *d = (struct detail){.r = r, .list = list ? list : ""};
    return detail_find(r->db, r->arena, r->scope, param_int(from, "id", 0), &d->of);
}

enum err fetch_page(struct request *r, struct response *out)
{
    struct detail d;
    enum err e = read_one(r, &r->query, &d);
    if (e)
        return e;
    if (!r->partial) {
        response_redirect(out, detail_url(r->arena, d.of.i.id, d.list));
        return OK;
    }
    d.v = app_page(r, "Transcript");
    e = detail_fetch(&d);
    return e ? e : app_render(d.v, "pages/fetch.cs", out);
}

/* Two clicks are one: what is asked for already is only hurried. */
enum err fetch_submit(struct request *r, struct response *out)
{
    struct detail d;
    bool can_ask = false;
    enum err e = read_one(r, &r->form, &d);
    const struct vendor_api *vendor = e ? NULL : vendor_of(&d);
    if (!e && !vendor)
        e = err_set(ERR_CONFLICT, "This interaction is no call of a vendor that can be asked.");
    if (!e)
        e = fetch_can_ask(r->db, r->arena, r->scope, vendor->source, &can_ask);
    if (!e && !can_ask)
        e = err_set(ERR_CONFLICT, "No connection to %s that has an API key is set up.",
                    vendor->name);
    if (!e)
        e = fetch_ask(r->db, r->arena, r->scope, d.of.i.id, r->session->name, r->now);
    if (e)
        return e;
    audit_note(r, "transcript.fetched", conversation_subject(r, &d.of.i),
               (const struct audit_detail[]){{.key = "vendor", .is = vendor->name}, {0}});
    response_redirect(out,
                      arena_printf(r->arena, "%s#fetch", detail_url(r->arena, d.of.i.id, d.list)));
    return OK;
}
