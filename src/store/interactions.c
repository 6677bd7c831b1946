#include "store/interactions.h"

#include "core/conf.h"
#include "store/plan.h"

#include <sodium.h>

/* --- the statements ---------------------------------------------------------------------------
 *
 * Two shapes, three columns to sort by, one index per drive, each named in the statement: along an
 * index, or by dives for single values. Dives find the keys `k` from their index, alone where it
 * can be; only the rows of the page are then looked up whole. */

/* Where the filters other than the scope are tested. */
#define FILTERS                                                                                    \
    "[agents| AND i.agent_id IN (:agents[])]"                                                      \
    "[dids| AND i.did_id IN (:dids[])]"                                                            \
    "[dispositions| AND i.disposition_id IN (:dispositions[])]"                                    \
    "[channel| AND i.channel = :channel]"                                                          \
    "[contact| AND i.crm_contact_id = :contact]"                                                   \
    "[phone| AND i.phone_e164 = :phone]"

#define PERIOD                                                                                     \
    "[from| AND i.created_at >= :from]"                                                            \
    "[to| AND i.created_at < :to]"

/* The rows behind the cursor: written so that the index is entered at the cursor. */
#define AFTER(key)                                                                                 \
    "[after|[asc| AND " key " >= :after AND (" key " > :after OR i.id > :after_id)"                \
    "| AND " key " <= :after AND (" key " < :after OR i.id < :after_id)]]"

#define ORDER(key) " ORDER BY " key " [asc|ASC|DESC], i.id [asc|ASC|DESC]"

#define COLUMNS                                                                                    \
    "i.id, i.created_at, i.closed_at, i.channel, i.status, i.queue_id, i.agent_id, "               \
    "i.crm_contact_id, i.did_id, i.disposition_id, c.name, i.phone_number, i.phone_e164, "         \
    "i.duration_s, i.acw_s, i.duration_key"
#define COLUMN_TYPES "ittssiiiiisssiii"
enum {
    ID,
    CREATED,
    CLOSED,
    CHANNEL,
    STATUS,
    QUEUE,
    AGENT,
    CONTACT,
    DID,
    DISPOSITION,
    CONTACT_NAME,
    PHONE_NUMBER,
    PHONE_E164,
    DURATION,
    ACW,
    DURATION_KEY
};

#define CONTACT_JOIN                                                                               \
    " LEFT JOIN {facts}.crm_contacts c ON c.tenant_id = i.tenant_id AND c.id = i.crm_contact_id"

/* In the order of an index, the filters tested on the way. */
#define ALONG(table, index, key)                                                                   \
    "SELECT " COLUMNS " FROM {facts}." table " i FORCE INDEX (" index ")" CONTACT_JOIN             \
    " WHERE {scope:i}" FILTERS PERIOD AFTER("i." key) ORDER("i." key) " LIMIT :want"

/* Whole rows for the keys that several dives found. */
#define PAGE(dives, key)                                                                           \
    "SELECT " COLUMNS " FROM (" dives ") k JOIN {facts}.closed_interactions i "                    \
    "ON {tenant:i} AND i.created_at = k.created_at AND i.id = k.id" CONTACT_JOIN ORDER(            \
        "i." key) " LIMIT :want"

#define KEYS_FROM(index)                                                                           \
    "SELECT i.created_at, i.id FROM {facts}.closed_interactions i FORCE INDEX (" index ") WHERE "

/* One dive per value of a filter. */
#define DIVES(index, condition, key)                                                               \
    PAGE("{each:values}(" KEYS_FROM(index) "{scope:i} AND " condition FILTERS PERIOD AFTER(        \
             "i." key) ORDER("i." key) " LIMIT :want){/each}",                                     \
         key)

/* One dive per queue of the scope. */
#define QUEUE_DIVES(index, key)                                                                    \
    PAGE("{arms}(" KEYS_FROM(index) "{arm:i}" FILTERS PERIOD AFTER("i." key)                       \
             ORDER("i." key) " LIMIT :want){/arms}",                                               \
         key)

#define STATEMENT(name_, sql_)                                                                     \
    {                                                                                              \
        .name = name_, .sql = sql_, .cols = COLUMN_TYPES                                           \
    }

/* By what is sorted; the clustered key and the index of each sort key. */
#define PAGE_STATEMENTS(sort, key, own, queue_own)                                                 \
    {                                                                                              \
        [DRIVE_TIME] = STATEMENT(sort "_along", ALONG("closed_interactions", own, key)),           \
        [DRIVE_QUEUE] = STATEMENT(sort "_queue", QUEUE_DIVES(queue_own, key)),                     \
        [DRIVE_AGENT] = STATEMENT(sort "_agent", DIVES("ix_agent", "i.agent_id = :it", key)),      \
        [DRIVE_AGENT_QUEUE] =                                                                      \
            STATEMENT(sort "_agent_queue", DIVES("ix_agent_queue", "i.agent_id = :it", key)),      \
        [DRIVE_DID] = STATEMENT(sort "_did", DIVES("ix_did", "i.did_id = :it", key)),              \
        [DRIVE_DISPOSITION] = STATEMENT(sort "_disposition",                                       \
                                        DIVES("ix_disposition", "i.disposition_id = :it", key)),   \
        [DRIVE_CHANNEL] =                                                                          \
            STATEMENT(sort "_channel", ALONG("closed_interactions", "ix_channel", key)),           \
        [DRIVE_CONTACT] =                                                                          \
            STATEMENT(sort "_contact", ALONG("closed_interactions", "ix_contact", key)),           \
        [DRIVE_PHONE] = STATEMENT(sort "_phone", ALONG("closed_interactions", "ix_phone", key)),   \
    }

static const struct db_stmt page_statements[][DRIVES] = {
    [SORT_CREATED] = PAGE_STATEMENTS("created", "created_at", "PRIMARY", "ix_queue"),
    [SORT_CLOSED] = PAGE_STATEMENTS("closed", "closed_at", "ix_closed", "ix_queue_closed"),
    [SORT_DURATION] =
        PAGE_STATEMENTS("duration", "duration_key", "ix_duration", "ix_queue_duration"),
};

/* The period read in order of time and sorted: for a short period and another sort key. */
static const struct db_stmt sorted_statements[] = {
    [SORT_CREATED] =
        STATEMENT("created_sorted", ALONG("closed_interactions", "PRIMARY", "created_at")),
    [SORT_CLOSED] =
        STATEMENT("closed_sorted", ALONG("closed_interactions", "PRIMARY", "closed_at")),
    [SORT_DURATION] =
        STATEMENT("duration_sorted", ALONG("closed_interactions", "PRIMARY", "duration_key")),
};

/* The running ones are few and always in the order of creation. */
static const struct db_stmt active_statement =
    STATEMENT("active", ALONG("active_interactions", "PRIMARY", "created_at"));

#define COUNT(table, index)                                                                        \
    "SELECT COUNT(*) FROM (SELECT 1 FROM {facts}." table " i FORCE INDEX (" index                  \
    ") WHERE {scope:i}" FILTERS PERIOD "[bound| LIMIT :bound]) c"

static const struct db_stmt count_statements[DRIVES] = {
    [DRIVE_TIME] = {"count_time", COUNT("closed_interactions", "PRIMARY"), "i", NULL, 0},
    [DRIVE_QUEUE] = {"count_queue", COUNT("closed_interactions", "ix_queue"), "i", NULL, 0},
    [DRIVE_AGENT] = {"count_agent", COUNT("closed_interactions", "ix_agent"), "i", NULL, 0},
    [DRIVE_AGENT_QUEUE] = {"count_agent_queue", COUNT("closed_interactions", "ix_agent_queue"), "i",
                           NULL, 0},
    [DRIVE_DID] = {"count_did", COUNT("closed_interactions", "ix_did"), "i", NULL, 0},
    [DRIVE_DISPOSITION] = {"count_disposition", COUNT("closed_interactions", "ix_disposition"), "i",
                           NULL, 0},
    [DRIVE_CHANNEL] = {"count_channel", COUNT("closed_interactions", "ix_channel"), "i", NULL, 0},
    [DRIVE_CONTACT] = {"count_contact", COUNT("closed_interactions", "ix_contact"), "i", NULL, 0},
    [DRIVE_PHONE] = {"count_phone", COUNT("closed_interactions", "ix_phone"), "i", NULL, 0},
};
static const struct db_stmt active_count = {"count_active", COUNT("active_interactions", "PRIMARY"),
                                            "i", NULL, 0};

#define SORT_LIST(s)                                                                               \
    &page_statements[s][DRIVE_TIME], &page_statements[s][DRIVE_QUEUE],                             \
        &page_statements[s][DRIVE_AGENT], &page_statements[s][DRIVE_AGENT_QUEUE],                  \
        &page_statements[s][DRIVE_DID], &page_statements[s][DRIVE_DISPOSITION],                    \
        &page_statements[s][DRIVE_CHANNEL], &page_statements[s][DRIVE_CONTACT],                    \
        &page_statements[s][DRIVE_PHONE], &sorted_statements[s]

const struct db_stmt *const interaction_statements[] = {
    SORT_LIST(SORT_CREATED),
    SORT_LIST(SORT_CLOSED),
    SORT_LIST(SORT_DURATION),
    &active_statement,
    &count_statements[DRIVE_TIME],
    &count_statements[DRIVE_QUEUE],
    &count_statements[DRIVE_AGENT],
    &count_statements[DRIVE_AGENT_QUEUE],
    &count_statements[DRIVE_DID],
    &count_statements[DRIVE_DISPOSITION],
    &count_statements[DRIVE_CHANNEL],
    &count_statements[DRIVE_CONTACT],
    &count_statements[DRIVE_PHONE],
    &active_count,
    NULL,
};

/* --- running them ----------------------------------------------------------------------------- */

enum { ARGS_MAX = 24 };

struct args {
    struct db_arg v[ARGS_MAX + 1];
    size_t n;
};

static void add(struct args *a, struct db_arg v)
{
    if (a->n == ARGS_MAX)
        abort();
    a->v[a->n++] = v;
}

#define ADD(args, ...) add((args), (struct db_arg)__VA_ARGS__)

static void add_ids(struct args *a, const char *name, const struct id_filter *f)
{
    if (f->on)
        ADD(a, DB_LIST(name, f->ids, f->n));
}

static void add_filter(struct args *a, const struct list_filter *f)
{
    add_ids(a, "agents", &f->agents);
    add_ids(a, "dids", &f->dids);
    add_ids(a, "dispositions", &f->dispositions);
    if (f->channel)
        add(a, DB_TEXT("channel", f->channel));
    if (f->contact_id)
        ADD(a, DB_INT("contact", f->contact_id));
    if (f->phone_e164)
        add(a, DB_TEXT("phone", f->phone_e164));
    if (f->from > LIST_ALL_FROM)
        ADD(a, DB_TIME("from", f->from));
    if (f->to < LIST_ALL_TO)
        ADD(a, DB_TIME("to", f->to));
}

/* A filter that resolved to nothing: no statement is needed to know the answer. */
static bool matches_nothing(const struct scope *scope, const struct list_filter *f)
{
    return (!scope_is_all(scope) && !scope_count(scope)) || (f->agents.on && !f->agents.n) ||
           (f->dids.on && !f->dids.n) || (f->dispositions.on && !f->dispositions.n) ||
           f->from >= f->to;
}

static struct interaction read_row(const struct db_rows *r, size_t i, bool running)
{
    return (struct interaction){
        .id = db_int(r, i, ID, 0),
        .running = running,
        .created_at = db_int(r, i, CREATED, 0),
        .closed_at = db_int(r, i, CLOSED, 0),
        .channel = db_text(r, i, CHANNEL, ""),
        .status = db_text(r, i, STATUS, ""),
        .queue_id = db_int(r, i, QUEUE, 0),
        .agent_id = db_int(r, i, AGENT, 0),
        .contact_id = db_int(r, i, CONTACT, 0),
        .did_id = db_int(r, i, DID, 0),
        .disposition_id = db_int(r, i, DISPOSITION, 0),
        .contact_name = db_text(r, i, CONTACT_NAME, NULL),
        .phone_number = db_text(r, i, PHONE_NUMBER, NULL),
        .phone_e164 = db_text(r, i, PHONE_E164, NULL),
        .duration_s = db_int(r, i, DURATION, -1),
        .acw_s = db_int(r, i, ACW, -1),
    };
}

struct read {
    struct db *db;
    struct arena *arena;
    const struct scope *scope;
    const struct list_filter *filter;
    const struct list_page *page;
    bool ascending; /* as read: turned round when the page is read backwards */
    size_t want;
};

static void add_place(struct args *a, const struct read *x, bool time_key)
{
    const struct list_cursor *k = &x->page->cursor;
    if (x->ascending)
        ADD(a, DB_ON("asc"));
    ADD(a, DB_INT("want", x->want));
    if (!k->set)
        return;
    if (time_key)
        ADD(a, DB_TIME("after", k->key));
    else
        ADD(a, DB_INT("after", k->key));
    ADD(a, DB_INT("after_id", k->id));
}

static enum err read_rows(const struct read *x, const struct db_stmt *stmt, struct args *a,
                          bool running, struct interaction **rows, size_t *n)
{
    struct db_rows r;
    enum err e = db_query(x->db, x->arena, x->scope, stmt, a->v, &r);
    *rows = arena_array(x->arena, r.n, sizeof **rows);
    *n = e ? 0 : r.n;
    for (size_t i = 0; i < *n; i++)
        (*rows)[i] = read_row(&r, i, running);
    return e;
}

static enum err read_closed(const struct read *x, const struct plan *p, bool from_cursor,
                            struct interaction **rows, size_t *n)
{
    struct args a = {0};
    struct read y = *x;
    struct list_page page = *x->page;
    enum list_sort sort = page.sort;
    page.cursor.set &= from_cursor;
    y.page = &page;
    add_filter(&a, x->filter);
    add_place(&a, &y, sort != SORT_DURATION);
    if (p->n)
        ADD(&a, DB_LIST("values", p->values, p->n));
    bool sorted = p->drive == DRIVE_TIME && !p->walk_sort_key;
    const struct db_stmt *stmt =
        sorted ? &sorted_statements[sort] : &page_statements[sort][p->drive];
    return read_rows(x, stmt, &a, false, rows, n);
}

static enum err read_running(const struct read *x, bool from_cursor, struct interaction **rows,
                             size_t *n)
{
    struct args a = {0};
    struct read y = *x;
    struct list_page page = *x->page;
    page.cursor.set &= from_cursor;
    y.page = &page;
    add_filter(&a, x->filter);
    add_place(&a, &y, true);
    return read_rows(x, &active_statement, &a, true, rows, n);
}

/* Whether a comes before b in the order of creation. */
static bool before(const struct interaction *a, const struct interaction *b, bool ascending)
{
    bool less = a->created_at != b->created_at ? a->created_at < b->created_at : a->id < b->id;
    return less == ascending;
}

static void take(const struct read *x, struct interaction_rows *out, const struct interaction *row)
{
    if (out->n < x->want)
        out->rows[out->n++] = *row;
}

static enum err page_by_creation(const struct read *x, const struct plan *p,
                                 struct interaction_rows *out)
{
    struct interaction *running, *closed;
    size_t n_running, n_closed, i = 0, j = 0;
    enum err e = read_running(x, true, &running, &n_running);
    if (!e)
        e = read_closed(x, p, true, &closed, &n_closed);
    while (!e && (i < n_running || j < n_closed)) {
        bool first =
            j == n_closed || (i < n_running && before(&running[i], &closed[j], x->ascending));
        take(x, out, first ? &running[i++] : &closed[j++]);
    }
    return e;
}

/* Running interactions have neither an end nor a final duration: they stand together, at the end
 * that counts as later or longer. */
static enum err page_by_other_key(const struct read *x, const struct plan *p,
                                  struct interaction_rows *out)
{
    const struct list_cursor *k = &x->page->cursor;
    struct interaction *rows;
    size_t n;
    enum err e = OK;
    for (int part = 0; part < 2 && !e && out->n < x->want; part++) {
        bool running = (part == 0) != x->ascending;
        bool in_this = k->set && k->running == running;
        if (part == 0 && k->set && !in_this)
            continue; /* the cursor is beyond this part */
        e = running ? read_running(x, in_this, &rows, &n) : read_closed(x, p, in_this, &rows, &n);
        for (size_t i = 0; i < n && !e; i++)
            take(x, out, &rows[i]);
    }
    return e;
}

static void turn_round(struct interaction_rows *out)
{
    for (size_t i = 0; i < out->n / 2; i++) {
        struct interaction t = out->rows[i];
        out->rows[i] = out->rows[out->n - 1 - i];
        out->rows[out->n - 1 - i] = t;
    }
}

enum err interactions_page(struct db *db, struct arena *a, const struct scope *scope,
                           const struct catalog *c, const struct list_filter *f,
                           const struct list_page *page, struct interaction_rows *out)
{
    struct read x = {.db = db,
                     .arena = a,
                     .scope = scope,
                     .filter = f,
                     .page = page,
                     .ascending = page->ascending != page->backwards,
                     .want = page->size + 1};
    *out = (struct interaction_rows){.plan = "none"};
    if (matches_nothing(scope, f))
        return OK;
    out->rows = arena_array(a, x.want, sizeof *out->rows);
    struct plan p = plan_choose(a, scope, c, f, page, x.want);
    out->plan = p.name;
    enum err e =
        page->sort == SORT_CREATED ? page_by_creation(&x, &p, out) : page_by_other_key(&x, &p, out);
    if (e)
        return e;
    out->more = out->n > page->size;
    if (out->more)
        out->n = page->size;
    if (page->backwards)
        turn_round(out);
    return OK;
}

struct list_cursor interaction_cursor(const struct interaction *row, enum list_sort sort)
{
    struct list_cursor k = {.set = true, .id = row->id, .key = row->created_at};
    if (sort == SORT_CREATED)
        return k;
    k.running = row->running;
    if (!row->running)
        k.key = sort == SORT_CLOSED ? row->closed_at : row->duration_s;
    return k;
}

/* --- counting ----------------------------------------------------------------------------------
 */

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
    struct args args = {0};
    struct db_rows rows;
    struct db_stmt longer = *stmt;
    add_filter(&args, f);
    if (!exact)
        ADD(&args, DB_INT("bound", LIST_COUNT_BOUND + 1));
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
    if (matches_nothing(scope, f))
        return OK;
    count_key(scope, f, key);
    size_t slot = key[0] % REMEMBERED;
    bool known = now - many[slot].at < REMEMBER_MS && memcmp(many[slot].key, key, 32) == 0;
    *out = LIST_COUNT_BOUND + 1;
    if (known && !exact)
        return OK;
    struct plan p = plan_choose(a, scope, c, f, NULL, exact ? SIZE_MAX : LIST_COUNT_BOUND + 1);
    enum err e = count_one(db, a, scope, &count_statements[p.drive], f, exact, &closed);
    if (!e)
        e = count_one(db, a, scope, &active_count, f, false, &running);
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
