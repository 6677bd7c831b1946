#include "store/search.h"

#include "store/search_index.h"

/* --- before the search -------------------------------------------------------------------------
 */

static const struct db_stmt ready_sql = {
    .name = "search_ready",
    .sql = "SELECT (SELECT 1 FROM {app}.search_words w WHERE {tenant:w} LIMIT 1) IS NOT NULL",
    .cols = "i",
};

/* The newest ones of a word within the period tell how dense it is. */
static const struct db_stmt sample_sql = {
    .name = "search_sample",
    .sql = "SELECT COUNT(*), MIN(s.created_at) FROM (SELECT w.created_at "
           "FROM {app}.search_words w FORCE INDEX (PRIMARY) WHERE {tenant:w} AND w.word = :word "
           "[from| AND w.created_at >= :from][to| AND w.created_at < :to] "
           "ORDER BY w.created_at DESC LIMIT :bound) s",
    .cols = "it",
};

enum err search_ready(struct db *db, struct arena *a, const struct scope *scope, bool *ready)
{
    struct db_rows r;
    enum err e = db_query(db, a, scope, &ready_sql, DB_ARGS({0}), &r);
    *ready = !e && db_int(&r, 0, 0, 0);
    return e;
}

struct sampling {
    struct db *db;
    struct arena *a;
    const struct scope *scope;
    ms_t from, to, first, last; /* the period asked for; where there are rows in it */
    int64_t word;               /* the rarest so far */
    double rows;
    int words;
    enum err e;
};

enum { SAMPLE = 1000, WORDS_SAMPLED = 24 };

static enum err count_word(struct sampling *x, int64_t word, double *rows)
{
    struct db_rows r;
    struct db_arg args[5] = {DB_INT("word", word), DB_INT("bound", SAMPLE)};
    size_t n = 2;
    if (x->from > LIST_ALL_FROM)
        args[n++] = (struct db_arg)DB_TIME("from", x->from);
    if (x->to < LIST_ALL_TO)
        args[n++] = (struct db_arg)DB_TIME("to", x->to);
    enum err e = db_query(x->db, x->a, x->scope, &sample_sql, args, &r);
    if (e)
        return e;
    *rows = (double)db_int(&r, 0, 0, 0);
    ms_t oldest = db_int(&r, 0, 1, 0);
    if (*rows >= SAMPLE && x->last > oldest && oldest > x->first)
        *rows *= (double)(x->last - x->first) / (double)(x->last - oldest);
    return OK;
}

/* Of a phrase, its rarest word; one with many words has a rare one among the first. */
static void sample(void *data, int64_t word)
{
    struct sampling *x = data;
    double rows;
    if (x->e || x->words++ >= WORDS_SAMPLED)
        return;
    x->e = count_word(x, word, &rows);
    if (x->e || (x->words > 1 && rows >= x->rows))
        return;
    x->word = word;
    x->rows = rows;
}

/* Any of several is looked up by each of them, else by the rarest. */
static void take_item(struct text_filter *f, size_t item, int64_t word, double rows)
{
    f->item_rows[item] = rows;
    if (f->query.mode == WORDS_ANY || !item) {
        f->rows += rows;
        f->words[f->n++] = word;
    } else if (rows < f->rows) {
        f->rows = rows;
        f->words[0] = word;
    }
}

enum err search_prepare(struct db *db, struct arena *a, const struct scope *scope,
                        const struct catalog *c, ms_t from, ms_t to, struct text_filter *f)
{
    const struct catalog_entry *all = catalog_find(c, DIM_ALL, 0);
    struct sampling x = {.db = db, .a = a, .scope = scope, .from = from, .to = to};
    x.first = all && all->first_at > from ? all->first_at : from;
    x.last = all && all->last_at < to ? all->last_at : to;
    f->n = 0;
    f->rows = 0;
    for (size_t i = 0; i < f->query.n && !x.e; i++) {
        x.words = 0;
        search_hashes(f->query.items[i], f->query.lens[i], sample, &x);
        take_item(f, i, x.word, x.rows);
    }
    return x.e;
}

/* --- behind it ---------------------------------------------------------------------------------
 */

#define TEXTS(table)                                                                               \
    "SELECT i.id, x.client_bytes, x.agent_bytes, x.said FROM {facts}." table                       \
    " i FORCE INDEX (uq_id) JOIN {app}.search_texts x ON x.tenant_id = i.tenant_id "               \
    "AND x.interaction_id = i.id WHERE {scope:i} AND i.id IN (:ids[])"
/* Each number of a message is wanted of one interaction; that others have it, too, is no harm. */
#define BODIES(table)                                                                              \
    "SELECT i.id, m.message_no, m.role, LEFT(m.body, 16000) FROM {facts}." table                   \
    " i FORCE INDEX (uq_id) JOIN {facts}.messages m ON m.tenant_id = i.tenant_id "                 \
    "AND m.interaction_id = i.id WHERE {scope:i} AND i.id IN (:ids[]) "                            \
    "AND m.message_no IN (:numbers[])"

static const struct db_stmt texts_sql[2] = {
    {.name = "search_texts", .sql = TEXTS("closed_interactions"), .cols = "iiib"},
    {.name = "search_texts_active", .sql = TEXTS("active_interactions"), .cols = "iiib"},
};
static const struct db_stmt bodies_sql[2] = {
    {.name = "search_bodies", .sql = BODIES("closed_interactions"), .cols = "iiss"},
    {.name = "search_bodies_active", .sql = BODIES("active_interactions"), .cols = "iiss"},
};

const struct db_stmt *const search_statements[] = {
    &ready_sql, &sample_sql, &texts_sql[0], &texts_sql[1], &bodies_sql[0], &bodies_sql[1], NULL,
};

struct reading {
    struct db *db;
    struct arena *a;
    const struct scope *scope;
    const struct text_filter *f;
    const struct interaction_rows *rows;
    struct search_hit *out;
    int64_t *first; /* per row: the number of the first message that has it */
    bool running;
    int64_t *ids, *numbers; /* of the rows in the table at hand */
    size_t n;
};

/* The part of the text that counts: all of it, or what one of the two has said. */
static void choose_said(enum list_who who, size_t client, size_t agent, const char **said,
                        size_t *len)
{
    if (who == WHO_ANYBODY)
        return;
    *said += who == WHO_AGENT ? client : 0;
    *len = who == WHO_AGENT ? agent : client;
}

static size_t count_hits(const struct words_query *q, const char *line, size_t len)
{
    struct words_finder f;
    size_t n = 0, start, end;
    words_find(&f, q, line, len);
    while (words_found(&f, &start, &end))
        n++;
    return n;
}

/* All hits of a text, and the number of the first message that has one. */
static size_t count_lines(const struct words_query *q, const char *said, size_t len, int64_t *first)
{
    size_t hits = 0;
    while (len) {
        const char *line = memchr(said, '\t', len), *stop = memchr(said, '\n', len);
        if (!line || !stop)
            break;
        size_t n = count_hits(q, line + 1, (size_t)(stop - line - 1));
        int64_t number = n ? strtoll(said, NULL, 10) : 0;
        if (n && (!hits || number < *first))
            *first = number;
        hits += n;
        len -= (size_t)(stop + 1 - said);
        said = stop + 1;
    }
    return hits;
}

static size_t row_of(const struct reading *x, int64_t id)
{
    for (size_t i = 0; i < x->rows->n; i++)
        if (x->rows->rows[i].running == x->running && x->rows->rows[i].id == id)
            return i;
    return SIZE_MAX;
}

static enum err read_texts(struct reading *x)
{
    struct db_rows r;
    enum err e = db_query(x->db, x->a, x->scope, &texts_sql[x->running],
                          DB_ARGS(DB_LIST("ids", x->ids, x->n)), &r);
    for (size_t i = 0; !e && i < r.n; i++) {
        size_t row = row_of(x, db_int(&r, i, 0, 0));
        const char *said = db_cell(&r, i, 3)->s;
        size_t len = db_cell(&r, i, 3)->len;
        choose_said(x->f->who, (size_t)db_int(&r, i, 1, 0), (size_t)db_int(&r, i, 2, 0), &said,
                    &len);
        if (row != SIZE_MAX)
            x->out[row].hits = count_lines(&x->f->query, said, len, &x->first[row]);
    }
    return e;
}

static enum err read_bodies(struct reading *x)
{
    struct db_rows r;
    size_t n = 0;
    for (size_t i = 0; i < x->rows->n; i++)
        if (x->rows->rows[i].running == x->running && x->out[i].hits) {
            x->ids[n] = x->rows->rows[i].id;
            x->numbers[n++] = x->first[i];
        }
    if (!n)
        return OK;
    enum err e =
        db_query(x->db, x->a, x->scope, &bodies_sql[x->running],
                 DB_ARGS(DB_LIST("ids", x->ids, n), DB_LIST("numbers", x->numbers, n)), &r);
    for (size_t i = 0; !e && i < r.n; i++) {
        size_t row = row_of(x, db_int(&r, i, 0, 0));
        if (row == SIZE_MAX || db_int(&r, i, 1, 0) != x->first[row])
            continue;
        x->out[row].role = db_text(&r, i, 2, "");
        x->out[row].body = db_text(&r, i, 3, "");
        x->out[row].body_len = db_cell(&r, i, 3)->len;
    }
    return e;
}

static enum err read_from(struct reading *x, bool running)
{
    x->running = running;
    x->n = 0;
    for (size_t i = 0; i < x->rows->n; i++)
        if (x->rows->rows[i].running == running)
            x->ids[x->n++] = x->rows->rows[i].id;
    if (!x->n)
        return OK;
    enum err e = read_texts(x);
    return e ? e : read_bodies(x);
}

enum err search_hits(struct db *db, struct arena *a, const struct scope *scope,
                     const struct text_filter *f, const struct interaction_rows *rows,
                     struct search_hit *out)
{
    struct reading x = {.db = db, .a = a, .scope = scope, .f = f, .rows = rows, .out = out};
    x.first = arena_array(a, rows->n + 1, sizeof *x.first);
    x.ids = arena_array(a, rows->n + 1, sizeof *x.ids);
    x.numbers = arena_array(a, rows->n + 1, sizeof *x.numbers);
    enum err e = read_from(&x, true);
    return e ? e : read_from(&x, false);
}
