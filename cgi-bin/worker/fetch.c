/* Asks vendors for calls of which transcript, analysis and recording did not come, or are asked for
 * again. What was asked is committed before, what came of it together with the interaction. */
#include "core/conf.h"
#include "core/log.h"
#include "fetch_sound.h"
#include "http/seal.h"
#include "intake/apply.h"
#include "intake/audio.h"
#include "intake/event.h"
#include "intake/vendor_api.h"
#include "intake/vendors.h"
#include "net/http.h"
#include "store/fetches.h"
#include "task.h"

enum {
    TRIES = 12,               /* then somebody has to ask */
    LEASE_MS = 5 * 60 * 1000, /* more than asking and a recording take together */
    CONFLICT_MS = 2000,
    CALL_S = 30,
    KEY_MAX = 560,
    PROBLEM_MAX = 500,
};

/* One call on its way. */
struct fetching {
    struct worker *w;
    struct fetch_item *item;
    struct fetch_of of;
    const struct vendor_api *vendor;
    enum vendor_said said; /* the most useful answer so far */
    const char *problem;
    int64_t retry_after_s;
    json_t *call; /* of VENDOR_READY */
    const struct fetch_account *account;
    const char *key; /* header of the account */
    bool mine;
};

/* --- asking ----------------------------------------------------------------------------------- */

static const char *key_header(struct fetching *f, const struct fetch_account *account)
{
    unsigned char key[KEY_MAX + 1] = {0};
    const char *context = arena_printf(f->w->arena, "%lld", (long long)f->item->tenant_id);
    if (account->key_len <= SEAL_MORE || account->key_len - SEAL_MORE > KEY_MAX ||
        !unseal_bytes("intake", context, account->api_key, account->key_len, key) ||
        strpbrk((const char *)key, "\r\n"))
        return NULL;
    return arena_printf(f->w->arena, "%s%s", f->vendor->key_before, (const char *)key);
}

static enum vendor_said ask_account(struct fetching *f, const struct fetch_account *account,
                                    const char *key, json_t **call, const char **problem)
{
    struct arena *a = f->w->arena;
    struct http_answer answer;
    const char *why;
    const struct http_request q = {
        .method = "GET",
        .url = vendor_url(a, f->vendor, account->api_base, f->of.ref, NULL),
        .headers = {key, "Accept: application/json"},
        .max_bytes = EVENT_LARGE,
        .seconds = CALL_S,
        .stop = worker_stopping,
    };
    enum http_end end = http_ask(a, &q, &answer);
    if (end == HTTP_ANSWERED) {
        *call = event_read(a, answer.body, answer.len, NULL, &why);
        f->retry_after_s = answer.retry_after_s;
        return vendor_said(a, f->vendor, account->name, answer.status, *call, problem);
    }
    *problem = end == HTTP_REFUSED
                   ? arena_printf(a, "%s is not asked: %s", f->vendor->name, answer.problem)
                   : arena_printf(a, "%s cannot be reached: %s", f->vendor->name, answer.problem);
    return end == HTTP_REFUSED ? VENDOR_NO : VENDOR_LATER;
}

/* What is worth more than the answer before, of several accounts: a call, hope, a key to be
 * renewed. */
static const int worth[] = {[VENDOR_READY] = 4,
                            [VENDOR_LATER] = 3,
                            [VENDOR_KEY] = 2,
                            [VENDOR_NO] = 1,
                            [VENDOR_UNKNOWN] = 0};

static void ask_one(struct fetching *f, const struct fetch_account *account, bool first)
{
    struct arena *a = f->w->arena;
    json_t *call = NULL;
    const char *problem = NULL, *key = key_header(f, account);
    enum vendor_said said = VENDOR_KEY;
    if (key)
        said = ask_account(f, account, key, &call, &problem);
    else
        problem = arena_printf(a,
                               "The API key of the connection \"%s\" cannot be read. An "
                               "administrator has to enter it again under Administration, Intake",
                               account->name);
    if (!first && worth[said] <= worth[f->said])
        return;
    f->said = said;
    f->problem = problem;
    f->call = call;
    f->account = account;
    f->key = key;
}

static enum err ask_accounts(struct fetching *f)
{
    struct fetch_account *accounts;
    size_t n;
    enum err e = fetch_accounts(f->w->db, f->w->arena, f->item->tenant_id, &f->of, &accounts, &n);
    f->said = VENDOR_NO;
    f->problem = arena_printf(f->w->arena,
                              "No connection to %s that has an API key is set up. An administrator "
                              "adds it under Administration, Intake",
                              f->vendor->name);
    for (size_t i = 0; i < n && !e && (!i || f->said != VENDOR_READY); i++)
        ask_one(f, &accounts[i], i == 0);
    return e;
}

/* --- what comes of it ------------------------------------------------------------------------- */

static const char *sentence(struct arena *a, const char *problem)
{
    return problem ? arena_printf(a, "%.*s.", PROBLEM_MAX / 4 * 3, problem) : NULL;
}

static enum err later(struct fetching *f)
{
    struct worker *w = f->w;
    ms_t now = clock_now();
    if (f->item->attempts >= TRIES) {
        const char *all = arena_printf(w->arena, "%s. It was tried %lld times", f->problem,
                                       (long long)f->item->attempts);
        return fetch_end(w->db, w->arena, f->item, false, sentence(w->arena, all), now, &f->mine);
    }
    return fetch_again(w->db, w->arena, f->item, sentence(w->arena, f->problem),
                       now + vendor_wait_ms(f->item->attempts, f->retry_after_s), &f->mine);
}

static enum err failed(struct fetching *f)
{
    return fetch_end(f->w->db, f->w->arena, f->item, false, sentence(f->w->arena, f->problem),
                     clock_now(), &f->mine);
}

/* The recording becomes part of the document. Without it the rest is stored all the same. */
static enum err add_sound(struct fetching *f, json_t *doc)
{
    struct worker *w = f->w;
    struct fetch_sound sound = {
        .vendor = f->vendor, .account = f->account, .key = f->key, .ref = f->of.ref, .doc = doc};
    if (f->of.has_recording || !fetch_sound_find(w->arena, &sound))
        return OK;
    enum err e =
        fetch_step(w->db, w->arena, f->item, "recording", clock_now() + LEASE_MS, &f->mine);
    if (e || !f->mine)
        return e;
    sound.tenant_id = f->item->tenant_id;
    sound.interaction_id = f->item->id;
    sound.at = clock_now();
    f->said = fetch_sound_get(w->arena, &sound);
    f->problem = sound.problem;
    f->retry_after_s = sound.retry_after_s;
    return OK;
}

/* Within the transaction: the interaction, and that it is done. */
static enum err store(struct fetching *f, const struct converted *c)
{
    struct worker *w = f->w;
    int64_t id;
    const struct apply_from from = {.tenant_id = f->item->tenant_id,
                                    .source = f->of.source,
                                    .queue_id = f->of.queue_id,
                                    .phase = c->phase,
                                    .happened_at = c->happened_at,
                                    .now = clock_now(),
                                    .interaction_id = f->item->id};
    enum err e = apply_document(w->db, w->arena, &from, c->doc, &id);
    if (e)
        return e;
    if (f->said == VENDOR_LATER)
        return later(f);
    bool any = json_array_size(json_object_get(c->doc, "messages")) > 0;
    const char *none = arena_printf(w->arena, "%s has no transcript of this call", f->vendor->name);
    f->problem = f->problem ? f->problem : any ? NULL : none;
    return fetch_end(w->db, w->arena, f->item, true, sentence(w->arena, f->problem), clock_now(),
                     &f->mine);
}

static enum err store_or_not(struct fetching *f, const struct converted *c)
{
    struct db *db = f->w->db;
    enum err e = db_begin(db, false);
    if (!e)
        e = store(f, c);
    if (!e && f->mine)
        return db_commit(db);
    db_rollback(db);
    if (e == ERR_CONFLICT) { /* somebody else changes the same rows */
        err_clear();
        return fetch_again(db, f->w->arena, f->item, NULL, clock_now() + CONFLICT_MS, &f->mine);
    }
    if (e != ERR_BAD_REQUEST && e != ERR_NOT_FOUND)
        return e;
    f->problem = arena_printf(f->w->arena, "What %s answers cannot be stored: %s", f->vendor->name,
                              err_detail());
    err_clear();
    return failed(f);
}

/* Not every answer is a call that is over. */
static enum err convert(struct fetching *f, struct converted *c)
{
    struct arena *a = f->w->arena;
    const char *why = "it says nothing", *name = f->vendor->name;
    enum fetched is = convert_fetched(f->of.source, f->of.ref, f->call, a, c, &why);
    if (is == FETCHED_DONE && c->doc)
        return OK;
    f->said = is == FETCHED_NOT_READY ? VENDOR_LATER : VENDOR_NO;
    f->problem = is == FETCHED_NOT_READY
                     ? arena_printf(a, "Not ready yet: at %s the call is \"%.60s\"", name, why)
                     : arena_printf(a, "What %s answers cannot be read: %.200s", name, why);
    return f->said == VENDOR_LATER ? later(f) : failed(f);
}

static enum err ready(struct fetching *f)
{
    struct worker *w = f->w;
    struct converted c = {0};
    enum err e =
        fetch_step(w->db, w->arena, f->item, "transcript", clock_now() + LEASE_MS, &f->mine);
    if (!e && f->mine)
        e = convert(f, &c);
    if (e || !c.doc)
        return e;
    e = add_sound(f, c.doc);
    if (!e && f->mine)
        e = store_or_not(f, &c);
    json_decref(c.doc);
    return e;
}

static enum err fetch_one(struct fetching *f)
{
    struct worker *w = f->w;
    enum err e = fetch_of(w->db, w->arena, f->item, &f->of);
    if (e == ERR_NOT_FOUND) {
        err_clear();
        f->problem = "The interaction is not there any more";
        return failed(f);
    }
    f->vendor = e ? NULL : vendor_api(f->of.source);
    if (e || !f->vendor) {
        f->problem = "It does not come from a vendor that can be asked";
        return e ? e : failed(f);
    }
    e = ask_accounts(f);
    if (e || worker_stopping()) /* is taken again when its time is over */
        return e;
    return f->said == VENDOR_READY ? ready(f) : f->said == VENDOR_LATER ? later(f) : failed(f);
}

static enum err run_one(struct worker *w, struct fetch_item *item, struct task_report *out)
{
    struct fetching f = {.w = w, .item = item, .retry_after_s = -1};
    ms_t now = clock_now();
    enum err e = fetch_take(w->db, w->arena, item, now, now + LEASE_MS, &f.mine);
    if (e || !f.mine)
        return e;
    e = fetch_one(&f);
    out->done += !e && f.said == VENDOR_READY;
    out->failed += !e && f.said != VENDOR_READY;
    LOG(f.problem ? LOG_WARN : LOG_INFO, "fetched", LOG_N("tenant", item->tenant_id),
        LOG_N("interaction", item->id), LOG_N("attempt", item->attempts), LOG_S("why", f.problem));
    return e;
}

enum err fetch_task(struct worker *w, struct task_report *out)
{
    struct fetch_item *items;
    size_t n = 0;
    if (db_foreign(w->db)) /* there is nothing that could be stored */
        return OK;
    enum err e = fetch_due(w->db, w->arena, clock_now(), &items, &n);
    for (size_t i = 0; i < n && !e && !worker_stopping(); i++)
        e = run_one(w, &items[i], out);
    return e;
}

/* --- what nobody asked for -------------------------------------------------------------------- */

enum err fetch_look_task(struct worker *w, struct task_report *out)
{
    enum { MINUTE = 60 * 1000, ENDED = 10 * MINUTE, BEGAN = 90 * MINUTE };
    const ms_t days = 3 * INT64_C(86400000), now = clock_now();
    int64_t n = 0;
    if (db_foreign(w->db))
        return OK;
    enum err e = fetch_look(w->db, w->arena, now - days, now - ENDED, now - BEGAN, now, &n);
    out->done = (size_t)n;
    return e;
}
