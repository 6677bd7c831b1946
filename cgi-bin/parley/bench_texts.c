#include "bench_texts.h"

#include "core/buf.h"
#include "core/conf.h"
#include "core/random.h"
#include "db/bulk.h"
#include "store/search_index.h"

#include <math.h>

enum { CONVERSATIONS = 100000, MESSAGES = 10, WORDS = 100000 };

static const struct db_stmt there = {
    .name = "bench_texts_there",
    .sql = "SELECT COUNT(*) FROM (SELECT 1 FROM {facts}.messages WHERE tenant_id = :tenant "
           "LIMIT 1) m",
    .cols = "i",
    .system = "command line",
};
static const struct db_stmt newest = {
    .name = "bench_texts_newest",
    .sql = "SELECT i.id, i.created_at FROM {facts}.closed_interactions i FORCE INDEX (PRIMARY) "
           "WHERE i.tenant_id = :tenant ORDER BY i.created_at DESC, i.id DESC LIMIT :want",
    .cols = "it",
    .system = "command line",
};

struct texts {
    struct command_env *env;
    int64_t tenant_id;
    struct random random;
    struct bulk *messages;
    struct search_writer *search;
    struct buf body;
};

static void draw_body(struct texts *x)
{
    int64_t n = random_between(&x->random, 2, 22);
    buf_clear(&x->body);
    for (int64_t i = 0; i < n; i++) {
        int word = (int)pow(WORDS, random_unit(&x->random));
        buf_printf(&x->body, "%s%s%d", i ? " " : "", word < 100 ? "w" : "word", word);
    }
}

static enum err write_one(struct texts *x, int64_t id, ms_t created_at)
{
    enum err e = OK;
    search_writer_begin(x->search, x->tenant_id, id, created_at);
    for (int no = 1; no <= MESSAGES && !e; no++) {
        const char *role = no % 2 ? "client" : "agent";
        draw_body(x);
        bulk_int(x->messages, 0, x->tenant_id);
        bulk_int(x->messages, 1, id);
        bulk_int(x->messages, 2, no);
        bulk_text(x->messages, 3, role);
        bulk_text(x->messages, 4, x->body.s);
        search_writer_add(x->search, no, role, x->body.s);
        e = bulk_row(x->messages);
    }
    return e ? e : search_writer_end(x->search);
}

static enum err write_all(struct texts *x, const struct db_rows *r)
{
    char table[128];
    snprintf(table, sizeof table, "%s.messages", conf(CONF_DB_FACTS));
    enum err e = bulk_open(&x->messages, x->env->db, table,
                           "tenant_id, interaction_id, message_no, role, body", "iiiss");
    if (!e)
        e = search_writer_open(&x->search, x->env->db);
    for (size_t i = 0; i < r->n && !e; i++) {
        e = write_one(x, db_int(r, i, 0, 0), db_int(r, i, 1, 0));
        command_progress(x->env, "conversations", (int64_t)i + 1, (int64_t)r->n);
    }
    enum err messages = bulk_close(x->messages), search = search_writer_close(x->search);
    buf_free(&x->body);
    return e ? e : messages ? messages : search;
}

enum err bench_texts(struct command_env *env, int64_t tenant_id)
{
    struct texts x = {.env = env, .tenant_id = tenant_id};
    struct db_rows r;
    random_seed(&x.random, 4);
    enum err e =
        db_query(env->db, env->arena, NULL, &there, DB_ARGS(DB_INT("tenant", tenant_id)), &r);
    if (e || db_int(&r, 0, 0, 0))
        return e;
    e = db_query(env->db, env->arena, NULL, &newest,
                 DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("want", CONVERSATIONS)), &r);
    if (!e)
        e = db_begin(env->db, false);
    if (!e)
        e = write_all(&x, &r);
    if (!e)
        return db_commit(env->db);
    db_rollback(env->db);
    return e;
}
