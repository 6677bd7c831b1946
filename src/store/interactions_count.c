#include "core/conf.h"
#include "store/interactions_sql.h"

#include <sodium.h>

/* That there were more than the bound is remembered for a while: with a period that moves and rows
 * that come, it stays true, and counting to the bound costs more than the page. */
enum { REMEMBERED = 64, REMEMBER_MS = 60 * 1000 };

static struct {
    unsigned char key[32];
    ms_t at;
} many[REMEMBERED];

static void hash_ids(crypto_generichash_state *h, const struct id_filter *f)
{
    crypto_generichash_update(h, (const unsigned char *)&f->on, sizeof f->on);
    crypto_generichash_update(h, (const unsigned char *)&f->n, sizeof f->n);
    if (f->n)
        crypto_generichash_update(h, (const unsigned char *)f->ids, f->n * sizeof *f->ids);
}

static void hash_text(crypto_generichash_state *h, const char *s)
{
    const char *text = s ? s : "\001";
    crypto_generichash_update(h, (const unsigned char *)text, strlen(text) + 1);
}

/* Everything that decides the count: tenant, queues, filter. */
static void count_key(const struct scope *scope, const struct list_filter *f, unsigned char key[32])
{
    crypto_generichash_state h;
    int64_t numbers[] = {scope_tenant(scope),
                         scope_is_all(scope),
                         (int64_t)scope_count(scope),
                         f->contact_id,
                         f->from,
                         f->to};
    crypto_generichash_init(&h, NULL, 0, 32);
    crypto_generichash_update(&h, (const unsigned char *)numbers, sizeof numbers);
    for (size_t i = 0; i < scope_count(scope); i++) {
        int64_t queue = scope_queue(scope, i);
        crypto_generichash_update(&h, (const unsigned char *)&queue, sizeof queue);
    }
    hash_ids(&h, &f->agents);
    hash_ids(&h, &f->dids);
    hash_ids(&h, &f->dispositions);
    hash_text(&h, f->channel);
    hash_text(&h, f->phone_e164);
    crypto_generichash_final(&h, key, 32);
}

static enum err count_one(struct db *db, struct arena *a, const struct scope *scope,
                          const struct db_stmt *stmt, const struct list_filter *f, bool exact,
                          int64_t *n)
{
    struct list_args args = {0};
    struct db_rows rows;
    struct db_stmt longer = *stmt;
    list_args_filter(&args, f);
    if (!exact)
        LIST_ADD(&args, DB_INT("bound", LIST_COUNT_BOUND + 1));
    longer.limit_ms = conf_int(CONF_COUNT_MS);
    enum err e = db_query(db, a, scope, exact ? &longer : stmt, args.v, &rows);
    *n = e ? 0 : db_int(&rows, 0, 0, 0);
    return e;
}

enum err interactions_count(struct db *db, struct arena *a, const struct scope *scope,
                            const struct catalog *c, const struct list_filter *f, ms_t now,
                            bool exact, int64_t *out)
{
    unsigned char key[32];
    int64_t closed, running;
    *out = 0;
    if (list_matches_nothing(scope, f))
        return OK;
    count_key(scope, f, key);
    size_t slot = key[0] % REMEMBERED;
    bool known = now - many[slot].at < REMEMBER_MS && memcmp(many[slot].key, key, 32) == 0;
    *out = LIST_COUNT_BOUND + 1;
    if (known && !exact)
        return OK;
    struct plan p = plan_choose(a, scope, c, f, NULL, exact ? SIZE_MAX : LIST_COUNT_BOUND + 1);
    plan_check(db, &p);
    enum err e = count_one(db, a, scope, &interactions_count_sql[p.drive], f, exact, &closed);
    if (!e)
        e = count_one(db, a, scope, &interactions_active_count_sql, f, false, &running);
    if (e)
        return e;
    *out = closed + running;
    if (!exact && *out > LIST_COUNT_BOUND) {
        *out = LIST_COUNT_BOUND + 1;
        memcpy(many[slot].key, key, 32);
        many[slot].at = now;
    }
    return OK;
}
