/* Two histories of known size, for measuring: a client and an agent who take over interactions of
 * others, spread over the whole time. */
#include "bench_histories.h"

#include "core/conf.h"

enum { CLIENT_ROWS = 5000, AGENT_SHARE = 20, AGENT_ROWS = 500000 };

static const struct db_stmt there = {
    .name = "bench_histories_there",
    .sql = "SELECT COUNT(*) FROM {facts}.agents WHERE tenant_id = :tenant AND id = :agent",
    .cols = "i",
    .system = "command line",
};

/* The names are written last: they tell that all was done. */
enum err bench_histories(struct command_env *env, int64_t tenant_id, int64_t rows,
                         int64_t contact_id, int64_t agent_id, bool *made)
{
    struct db_rows r;
    struct arena *a = env->arena;
    const char *f = conf(CONF_DB_FACTS);
    long long t = tenant_id, contact = contact_id, agent = agent_id;
    long long of_agent = rows / AGENT_SHARE < AGENT_ROWS ? rows / AGENT_SHARE : AGENT_ROWS;
    enum err e = db_query(env->db, a, NULL, &there,
                          DB_ARGS(DB_INT("tenant", t), DB_INT("agent", agent)), &r);
    *made = !e && !db_int(&r, 0, 0, 0);
    if (e || !*made)
        return e;
    fputs("histories of a client and an agent ...\n", stderr);
    const char *const steps[] = {
        "SET SESSION foreign_key_checks = 0",
        arena_printf(a,
                     "UPDATE %s.closed_interactions SET crm_contact_id = %lld WHERE tenant_id = "
                     "%lld AND crm_contact_id IS NOT NULL AND MOD(id, %lld) = 0 "
                     "ORDER BY created_at DESC LIMIT %d",
                     f, contact, t, (long long)rows / CLIENT_ROWS * 4 / 5 + 1, CLIENT_ROWS),
        arena_printf(a,
                     "UPDATE %s.closed_interactions SET agent_id = %lld WHERE tenant_id = %lld AND "
                     "agent_id IS NOT NULL AND MOD(id, %d) = 0 ORDER BY created_at DESC "
                     "LIMIT %lld",
                     f, agent, t, AGENT_SHARE * 4 / 5, of_agent),
        arena_printf(a,
                     "REPLACE INTO %s.legs (tenant_id, interaction_id, leg_no, queue_id, agent_id, "
                     "queued_at, answered_at, left_at, left_reason, talk_s, hold_s, acw_s, "
                     "transfer_kind) SELECT tenant_id, id, 1, queue_id, agent_id, created_at, "
                     "created_at + INTERVAL IFNULL(wait_s, 0) SECOND, closed_at, "
                     "'completed_client', duration_s - IFNULL(hold_s, 0), hold_s, acw_s, "
                     "ELT(1 + MOD(id, 37), 'blind', 'attended', 'queue') "
                     "FROM %s.closed_interactions WHERE tenant_id = %lld AND agent_id = %lld",
                     f, f, t, agent),
        arena_printf(a,
                     "REPLACE INTO %s.crm_contacts (tenant_id, id, name, phone_e164) "
                     "VALUES (%lld, %lld, 'Client of %d contacts', '+999400000001')",
                     f, t, contact, CLIENT_ROWS),
        arena_printf(a,
                     "REPLACE INTO %s.agents (tenant_id, id, name) "
                     "VALUES (%lld, %lld, 'Agent of %lld interactions')",
                     f, t, agent, of_agent),
        "SET SESSION foreign_key_checks = 1",
    };
    for (size_t s = 0; s < sizeof steps / sizeof *steps && !e; s++)
        e = db_run(env->db, steps[s]);
    return e;
}
