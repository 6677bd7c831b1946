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

static void hash(crypto_generichash_state *h, const void *bytes, size_t n)
{
    crypto_generichash_update(h, (const unsigned char *)&n, sizeof n);
    crypto_generichash_update(h, bytes, n);
}

/* Everything that decides the count: tenant, queues, and all values that the statement is given. */
static void count_key(const struct scope *scope, const struct list_filter *f, int64_t bound,
                      unsigned char key[32])
{
    crypto_generichash_state h;
    struct list_args args = {0};
    int64_t numbers[] = {scope_tenant(scope), scope_is_all(scope), bound};
    crypto_generichash_init(&h, NULL, 0, 32);
    hash(&h, numbers, sizeof numbers);
    for (size_t i = 0; i < scope_count(scope); i++) {
        int64_t queue = scope_queue(scope, i);
        hash(&h, &queue, sizeof queue);
    }
    list_args_filter(&args, f);
    for (size_t i = 0; i < args.n; i++) {
        const struct db_arg *v = &args.v[i];
        hash(&h, v->name, strlen(v->name));
        hash(&h, &v->number, sizeof v->number);
        hash(&h, v->text ? v->text : "", v->text ? v->len : 0);
        hash(&h, v->items ? v->items : &v->number, v->items ? v->len * sizeof *v->items : 0);
    }
    crypto_generichash_final(&h, key, 32);
}

static enum err count_one(struct db *db, struct arena *a, const struct scope *scope,
                          const struct db_stmt *stmt, const struct list_filter *f, int64_t bound,
                          int64_t *n)
{
    struct list_args args = {0};
    struct db_rows rows;
    struct db_stmt longer = *stmt;
    list_args_filter(&args, f);
    if (bound)
        LIST_ADD(&args, DB_INT("bound", bound + 1));
    longer.limit_ms = conf_int(CONF_COUNT_MS);
    enum err e = db_query(db, a, scope, bound ? stmt : &longer, args.v, &rows);
    *n = e ? 0 : db_int(&rows, 0, 0, 0);
    return e;
}

enum err interactions_count(struct db *db, struct arena *a, const struct scope *scope,
                            const struct catalog *c, const struct list_filter *f, ms_t now,
                            int64_t bound, int64_t *out)
{
    unsigned char key[32];
    int64_t closed, running;
    *out = 0;
    if (list_matches_nothing(scope, f))
        return OK;
    count_key(scope, f, bound, key);
    size_t slot = key[0] % REMEMBERED;
    bool known = now - many[slot].at < REMEMBER_MS && memcmp(many[slot].key, key, 32) == 0;
    *out = bound + 1;
    if (known && bound)
        return OK;
    struct plan p = plan_choose(a, scope, c, f, NULL, bound ? (size_t)bound + 1 : SIZE_MAX);
    plan_check(db, &p);
    enum err e = OK;
    closed = 0;
    if (!list_none_closed(f))
        e = count_one(db, a, scope, &interactions_count_sql[p.drive], f, bound, &closed);
    if (!e)
        e = count_one(db, a, scope, &interactions_active_count_sql, f, LIST_COUNT_BOUND, &running);
    if (e)
        return e;
    *out = closed + running;
    if (bound && *out > bound) {
        *out = bound + 1;
        memcpy(many[slot].key, key, 32);
        many[slot].at = now;
    }
    return OK;
}
