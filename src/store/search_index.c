#include "store/search_index.h"

#include "core/conf.h"
#include "core/words.h"
#include "db/bulk.h"

#include <sodium.h>

enum {
    SAID_MAX = 8 << 20, /* bytes of one interaction; more of it is not searched */
    POSTINGS = 1 << 20, /* collected before they are written in the order of the table */
    SHORT_WORD = 4,     /* characters; common words are short, in every language */
    SECTIONS = 3
};

enum search_who search_who(const char *role)
{
    return strcmp(role, "client") == 0                             ? SAID_BY_CLIENT
           : strcmp(role, "agent") == 0 || strcmp(role, "ai") == 0 ? SAID_BY_AGENT
                                                                   : SAID_BY_OTHERS;
}

static int64_t hash(const char *s, size_t len)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    int64_t out;
    _Static_assert(crypto_shorthash_BYTES == sizeof out, "a hash is a BIGINT");
    crypto_shorthash((unsigned char *)&out, (const unsigned char *)s, len, key);
    return out;
}

static bool is_short(const char *s, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)s[i] & 0xC0) != 0x80;
    return n <= SHORT_WORD;
}

void search_hashes(const char *folded, size_t len, void (*word)(void *data, int64_t hash),
                   void *data)
{
    const char *s, *before = NULL; /* the word before, where it is short */
    size_t at = 0, n;
    while ((s = words_step(folded, len, &at, &n))) {
        bool now = is_short(s, n);
        word(data, hash(s, n));
        if (now && before)
            word(data, hash(before, (size_t)(s + n - before)));
        before = now ? s : NULL;
    }
}

/* --- writing ---------------------------------------------------------------------------------- */

struct posting {
    int64_t tenant_id, word;
    ms_t created_at;
    int64_t interaction_id;
    unsigned who;
};

struct search_writer {
    struct bulk *words, *texts;
    struct posting *postings; /* those of the interaction at hand begin at `first` */
    size_t n, cap, first;
    struct posting at_hand; /* what its postings share; `who` of the message */
    int64_t messages;
    struct buf said[SECTIONS], folded;
};

enum err search_writer_open(struct search_writer **out, struct db *db)
{
    struct search_writer *w = calloc(1, sizeof *w);
    char table[128];
    if (!w)
        abort();
    snprintf(table, sizeof table, "%s.search_words", conf(CONF_DB_NAME));
    enum err e = bulk_open(&w->words, db, table, "tenant_id, word, created_at, interaction_id, who",
                           "iitii");
    snprintf(table, sizeof table, "%s.search_texts", conf(CONF_DB_NAME));
    if (!e)
        e = bulk_open(&w->texts, db, table,
                      "tenant_id, interaction_id, created_at, messages, client_bytes, agent_bytes, "
                      "said",
                      "iitiiib");
    *out = w;
    if (e) {
        search_writer_close(w);
        *out = NULL;
    }
    return e;
}

void search_writer_begin(struct search_writer *w, int64_t tenant_id, int64_t interaction_id,
                         ms_t created_at)
{
    w->at_hand = (struct posting){
        .tenant_id = tenant_id, .interaction_id = interaction_id, .created_at = created_at};
    w->messages = 0;
    w->first = w->n;
    for (int i = 0; i < SECTIONS; i++)
        buf_clear(&w->said[i]);
}

static void add_posting(void *data, int64_t word)
{
    struct search_writer *w = data;
    if (w->n == w->cap) {
        w->cap = w->cap ? w->cap * 2 : 4096;
        w->postings = realloc(w->postings, w->cap * sizeof *w->postings);
        if (!w->postings)
            abort();
    }
    w->at_hand.word = word;
    w->postings[w->n++] = w->at_hand;
}

static size_t said_bytes(const struct search_writer *w)
{
    return w->said[0].len + w->said[1].len + w->said[2].len;
}

void search_writer_add(struct search_writer *w, int64_t message_no, const char *role,
                       const char *body)
{
    enum search_who who = search_who(role);
    struct buf *said = &w->said[who == SAID_BY_CLIENT ? 0 : who == SAID_BY_AGENT ? 1 : 2];
    w->messages++;
    buf_clear(&w->folded);
    words_fold(&w->folded, body, strlen(body));
    if (!w->folded.len || said_bytes(w) + w->folded.len > SAID_MAX)
        return;
    buf_printf(said, "%lld\t", (long long)message_no);
    buf_add(said, w->folded.s, w->folded.len);
    buf_putc(said, '\n');
    w->at_hand.who = who;
    search_hashes(w->folded.s, w->folded.len, add_posting, w);
}

static int in_order(const void *a, const void *b)
{
    const struct posting *x = a, *y = b;
    const int64_t keys[][2] = {{x->tenant_id, y->tenant_id},
                               {x->word, y->word},
                               {x->created_at, y->created_at},
                               {x->interaction_id, y->interaction_id}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static void sort(struct search_writer *w, size_t from)
{
    if (w->n > from + 1)
        qsort(w->postings + from, w->n - from, sizeof *w->postings, in_order);
}

/* One per word of the interaction at hand, whoever said it. */
static void join_doubles(struct search_writer *w)
{
    size_t to = w->first;
    sort(w, w->first);
    for (size_t i = w->first; i < w->n; i++) {
        if (to > w->first && w->postings[to - 1].word == w->postings[i].word)
            w->postings[to - 1].who |= w->postings[i].who;
        else
            w->postings[to++] = w->postings[i];
    }
    w->n = to;
}

/* In the order of the table: neighbours are written to the same pages. */
static enum err flush(struct search_writer *w)
{
    enum err e = OK;
    sort(w, 0);
    for (size_t i = 0; i < w->n && !e; i++) {
        const struct posting *p = &w->postings[i];
        bulk_int(w->words, 0, p->tenant_id);
        bulk_int(w->words, 1, p->word);
        bulk_time(w->words, 2, p->created_at);
        bulk_int(w->words, 3, p->interaction_id);
        bulk_int(w->words, 4, p->who);
        e = bulk_row(w->words);
    }
    w->n = w->first = 0;
    return e;
}

enum err search_writer_end(struct search_writer *w)
{
    if (!w->messages)
        return OK;
    join_doubles(w);
    buf_clear(&w->folded);
    for (int i = 0; i < SECTIONS; i++)
        buf_add(&w->folded, w->said[i].s, w->said[i].len);
    bulk_int(w->texts, 0, w->at_hand.tenant_id);
    bulk_int(w->texts, 1, w->at_hand.interaction_id);
    bulk_time(w->texts, 2, w->at_hand.created_at);
    bulk_int(w->texts, 3, w->messages);
    bulk_int(w->texts, 4, (int64_t)w->said[0].len);
    bulk_int(w->texts, 5, (int64_t)w->said[1].len);
    bulk_bytes(w->texts, 6, w->folded.len ? w->folded.s : "", w->folded.len);
    w->messages = 0;
    enum err e = bulk_row(w->texts);
    return e || w->n < POSTINGS ? e : flush(w);
}

enum err search_writer_close(struct search_writer *w)
{
    if (!w)
        return OK;
    enum err e = w->words ? flush(w) : OK;
    enum err words = bulk_close(w->words), texts = bulk_close(w->texts);
    for (int i = 0; i < SECTIONS; i++)
        buf_free(&w->said[i]);
    buf_free(&w->folded);
    free(w->postings);
    free(w);
    return e ? e : words ? words : texts;
}

/* --- forgetting ------------------------------------------------------------------------------- */

static const struct db_stmt read_text = {
    .name = "search_read_text",
    .sql = "SELECT x.created_at, x.said FROM {app}.search_texts x WHERE x.tenant_id = :tenant "
           "AND x.interaction_id = :id FOR UPDATE",
    .cols = "tb",
    .system = "upkeep of the index",
};
static const struct db_stmt delete_words = {
    .name = "search_delete_words",
    .sql = "DELETE FROM {app}.search_words WHERE tenant_id = :tenant AND word IN (:words[]) "
           "AND created_at = :created AND interaction_id = :id",
    .cols = "",
    .system = "upkeep of the index",
};
static const struct db_stmt delete_text = {
    .name = "search_delete_text",
    .sql = "DELETE FROM {app}.search_texts WHERE tenant_id = :tenant AND interaction_id = :id",
    .cols = "",
    .system = "upkeep of the index",
};

const struct db_stmt *const search_index_statements[] = {&read_text, &delete_words, &delete_text,
                                                         NULL};

struct hashes {
    struct arena *a;
    int64_t *v;
    size_t n, cap;
};

static void keep(void *data, int64_t word)
{
    struct hashes *h = data;
    if (h->n == h->cap) {
        int64_t *old = h->v;
        h->cap = h->cap ? h->cap * 2 : 256;
        h->v = arena_array(h->a, h->cap, sizeof *h->v);
        if (old)
            memcpy(h->v, old, h->n * sizeof *old);
    }
    h->v[h->n++] = word;
}

/* The words of the text tell where it stands in the index. */
static void read_words(struct hashes *h, const char *said, size_t len)
{
    for (const char *end; len; len -= (size_t)(end - said), said = end) {
        const char *line = memchr(said, '\t', len), *stop = memchr(said, '\n', len);
        if (!line || !stop)
            break;
        search_hashes(line + 1, (size_t)(stop - line - 1), keep, h);
        end = stop + 1;
    }
}

static enum err forget_words(struct db *db, struct arena *a, int64_t tenant_id, int64_t id,
                             ms_t created_at, const struct hashes *h)
{
    enum { AT_A_TIME = 512 };
    enum err e = OK;
    for (size_t i = 0; i < h->n && !e; i += AT_A_TIME) {
        size_t n = h->n - i < AT_A_TIME ? h->n - i : AT_A_TIME;
        e = db_exec(db, a, NULL, &delete_words,
                    DB_ARGS(DB_INT("tenant", tenant_id), DB_LIST("words", h->v + i, n),
                            DB_TIME("created", created_at), DB_INT("id", id)),
                    NULL);
    }
    return e;
}

enum err search_forget(struct db *db, struct arena *a, int64_t tenant_id, int64_t interaction_id)
{
    const struct db_arg *args = DB_ARGS(DB_INT("tenant", tenant_id), DB_INT("id", interaction_id));
    struct hashes h = {.a = a};
    struct db_rows r;
    enum err e = db_query(db, a, NULL, &read_text, args, &r);
    if (e || !r.n)
        return e;
    const struct db_cell *said = db_cell(&r, 0, 1);
    read_words(&h, said->s, said->len);
    e = forget_words(db, a, tenant_id, interaction_id, db_int(&r, 0, 0, 0), &h);
    return e ? e : db_exec(db, a, NULL, &delete_text, args, NULL);
}
