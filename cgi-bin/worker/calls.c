#include "calls.h"

#include "core/log.h"
#include "intake/apply.h"

enum { SAY_MS = 5000 };

enum err follower_ready(struct worker *w, struct follower *f, bool *ready)
{
    enum err e = OK;
    if (!f->mine)
        e = telephony_turn(w->db, w->arena, f->what, &f->mine);
    if (!e && f->mine)
        e = telephony_tenant(w->db, w->arena, &f->tenant_id);
    *ready = !e && f->mine;
    if (*ready)
        f->scope = scope_all(w->arena, f->tenant_id);
    return e;
}

/* Of a single call, so that it does not hold up all others. Where the server gave up more than a
 * statement, there is no savepoint to go back to, and that is an error of all. */
static bool is_of_call(enum err e)
{
    return e && e != ERR_DB_AWAY && e != ERR_DB_TIMEOUT && e != ERR_DB_SCHEMA;
}

enum err call_apply(struct worker *w, const struct follower *f, enum call_phase phase, ms_t at,
                    const json_t *doc, struct task_report *out)
{
    int64_t id;
    const struct apply_from from = {.tenant_id = f->tenant_id,
                                    .source = "asterisk",
                                    .phase = (int)phase,
                                    .happened_at = at,
                                    .now = clock_now()};
    enum err e = db_run(w->db, "SAVEPOINT one_call");
    if (e)
        return e;
    e = apply_document(w->db, w->arena, &from, doc, &id);
    out->done += !e;
    if (!is_of_call(e))
        return e;
    LOG(e == ERR_NOT_FOUND ? LOG_DEBUG : LOG_WARN, "call_not_applied",
        LOG_S("call", json_string_value(json_object_get(doc, "id"))), LOG_S("why", err_detail()));
    err_clear();
    return db_run(w->db, "ROLLBACK TO SAVEPOINT one_call");
}

void link_say(struct worker *w, struct link_said *said, const struct link_health *h)
{
    ms_t now = clock_now();
    const char *problem = h->problem ? h->problem : "";
    bool other = strncmp(said->problem, problem, sizeof said->problem - 1) != 0 || !said->said;
    if (other)
        LOG(*problem ? LOG_WARN : LOG_INFO, *problem ? "link_lost" : "link_works",
            LOG_S("link", h->task), LOG_S("why", *problem ? problem : NULL));
    if (!other && now - said->at < SAY_MS)
        return;
    snprintf(said->problem, sizeof said->problem, "%s", problem);
    said->said = telephony_health(w->db, w->arena, h) == OK;
    said->at = now;
}
