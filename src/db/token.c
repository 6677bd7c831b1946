#include "db/token.h"

#include "db/scope_data.h"
#include "db/shape.h"

#include <ctype.h>

enum kind {
    TEXT,
    VALUE,
    LIST,
    SCOPE,
    SCOPE_ID,
    TENANT,
    ARMS,
    ARM,
    EACH,
    EITHER,
    FACTS,
    APP,
    TABLE
};

struct token {
    enum kind kind;
    const char *text; /* TEXT: itself; VALUE, LIST, EITHER: the argument; others: the alias;
                         TABLE: what follows the database, as written */
    size_t len;
    struct token *then, *otherwise; /* ARMS, EACH, EITHER */
    const struct shape_use *use;    /* TABLE */
    bool writes_facts;              /* of the first token: of the whole statement */
    struct token *next;
};

struct parser {
    struct arena *arena;
    const char *at;
    const char *sql;
    bool in_each;
    bool writes_facts;
};

static const struct {
    const char *name;
    enum kind kind;
} braces[] = {
    {"scope", SCOPE}, {"scope_id", SCOPE_ID}, {"tenant", TENANT}, {"arm", ARM}, {"app", APP},
};

static size_t word_length(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_')
        n++;
    return n;
}

static struct token *token_new(struct parser *p, enum kind kind, const char *text, size_t len)
{
    struct token *t = arena_alloc(p->arena, sizeof *t);
    *t = (struct token){.kind = kind, .text = arena_dupn(p->arena, text, len), .len = len};
    return t;
}

static struct token *parse_until(struct parser *p, const char *stops);

static struct token *wrong(struct parser *p, const char *what)
{
    err_set(ERR_DB_SCHEMA, "%s near '%.30s' in statement: %.60s", what, p->at, p->sql);
    return NULL;
}

/* [name|A|B] */
static struct token *parse_either(struct parser *p)
{
    size_t n = word_length(++p->at);
    struct token *t = token_new(p, EITHER, p->at, n);
    p->at += n;
    if (!n || *p->at != '|')
        return wrong(p, "expected [name|");
    p->at++;
    t->then = parse_until(p, "|]");
    if (!t->then)
        return NULL;
    if (*p->at == '|') {
        p->at++;
        t->otherwise = parse_until(p, "]");
        if (!t->otherwise)
            return NULL;
    }
    if (*p->at != ']')
        return wrong(p, "expected ]");
    p->at++;
    return t;
}

/* The part between {word...} and its {/word}. */
static struct token *parse_repeated(struct parser *p, enum kind kind, const char *list, size_t len,
                                    const char *end)
{
    struct token *t = token_new(p, kind, list, len);
    bool outer = p->in_each;
    p->in_each |= kind == EACH;
    t->then = parse_until(p, "");
    p->in_each = outer;
    if (!t->then || strncmp(p->at, end, strlen(end)) != 0)
        return wrong(p, "expected the end of a repeated part");
    p->at += strlen(end);
    return t;
}

/* {facts}.table [alias] [FORCE INDEX (name)] */
static struct token *parse_table(struct parser *p)
{
    struct shape_use *use = arena_alloc(p->arena, sizeof *use);
    const char *why = NULL, *end = shape_use_parse(p->arena, p->sql, p->at, use, &why);
    if (!end)
        return wrong(p, why);
    struct token *token = token_new(p, TABLE, p->at, (size_t)(end - p->at));
    token->use = use;
    p->at = end;
    return token;
}

/* {facts}: a table that is read is known by its columns, anything else is a change. */
static struct token *parse_facts(struct parser *p, const char *brace)
{
    if (*p->at == '.' && shape_use_reads(p->sql, brace))
        return parse_table(p);
    p->writes_facts = true;
    return token_new(p, FACTS, "", 0);
}

/* {word} or {word:alias}; {arms} ... {/arms}; {each:list} ... {/each} */
static struct token *parse_brace(struct parser *p)
{
    const char *brace = p->at, *word = ++p->at;
    size_t n = word_length(word);
    p->at += n;
    const char *alias = "";
    size_t alias_len = 0;
    if (*p->at == ':') {
        alias = ++p->at;
        alias_len = word_length(alias);
        p->at += alias_len;
    }
    if (*p->at != '}')
        return wrong(p, "expected }");
    p->at++;
    if (n == 4 && strncmp(word, "arms", 4) == 0)
        return parse_repeated(p, ARMS, "", 0, "{/arms}");
    if (n == 4 && strncmp(word, "each", 4) == 0)
        return parse_repeated(p, EACH, alias, alias_len, "{/each}");
    if (n == 5 && strncmp(word, "facts", 5) == 0)
        return parse_facts(p, brace);
    for (size_t i = 0; i < sizeof braces / sizeof *braces; i++)
        if (strlen(braces[i].name) == n && strncmp(braces[i].name, word, n) == 0)
            return token_new(p, braces[i].kind, alias, alias_len);
    return wrong(p, "unknown token");
}

static struct token *parse_value(struct parser *p)
{
    size_t n = word_length(++p->at);
    struct token *t = token_new(p, VALUE, p->at, n);
    if (n == 2 && strncmp(p->at, "it", 2) == 0 && !p->in_each)
        return wrong(p, ":it outside {each:}");
    p->at += n;
    if (strncmp(p->at, "[]", 2) == 0) {
        t->kind = LIST;
        p->at += 2;
    }
    return t;
}

static struct token *parse_text(struct parser *p, const char *stops)
{
    const char *from = p->at;
    while (*p->at && !strchr(stops, *p->at) && !strchr("{[", *p->at) &&
           !(*p->at == ':' && isalpha((unsigned char)p->at[1]))) {
        if (*p->at == '\'') { /* a quoted literal is one piece of text */
            const char *end = strchr(p->at + 1, '\'');
            if (!end)
                return wrong(p, "open quote");
            p->at = end;
        }
        p->at++;
    }
    return token_new(p, TEXT, from, (size_t)(p->at - from));
}

static struct token *parse_one(struct parser *p, const char *stops)
{
    if (*p->at == '[')
        return parse_either(p);
    if (*p->at == '{')
        return parse_brace(p);
    if (*p->at == ':' && isalpha((unsigned char)p->at[1]))
        return parse_value(p);
    return parse_text(p, stops);
}

/* A list of tokens up to one of the stop characters; an empty text where there is nothing. */
static struct token *parse_until(struct parser *p, const char *stops)
{
    struct token *first = token_new(p, TEXT, "", 0), *last = first;
    while (*p->at && strncmp(p->at, "{/", 2) != 0 && !strchr(stops, *p->at)) {
        last->next = parse_one(p, stops);
        if (!last->next)
            return NULL;
        last = last->next;
    }
    return first;
}

struct token *token_parse(struct arena *a, const char *sql)
{
    struct parser p = {.arena = a, .at = sql, .sql = sql};
    struct token *t = parse_until(&p, "");
    if (t && *p.at)
        return wrong(&p, "stray token");
    if (t)
        t->writes_facts = p.writes_facts;
    return t;
}

bool token_writes_facts(const struct token *t)
{
    return t->writes_facts;
}

enum err token_ready(const struct token *t, const struct shape *shape)
{
    enum err e = OK;
    for (; t && !e; t = t->next) {
        if (t->kind == TABLE)
            e = shape_ready(shape, t->use->table);
        if (!e)
            e = token_ready(t->then, shape);
        if (!e)
            e = token_ready(t->otherwise, shape);
    }
    return e;
}

struct expansion {
    const struct token_use *use;
    struct buf *sql;
    struct token_binds *binds;
    int64_t arm_queue; /* within {arms}: the queue of this arm */
    bool arm_all;
    int64_t item; /* within {each:}: the item at hand, bound as :it */
};

static void bind(struct expansion *x, struct db_arg value)
{
    struct token_binds *b = x->binds;
    if (b->n == b->cap) {
        b->cap = b->cap ? b->cap * 2 : 32;
        b->v = realloc(b->v, b->cap * sizeof *b->v);
        if (!b->v)
            abort();
    }
    b->v[b->n++] = value;
}

static void bind_number(struct expansion *x, int64_t n)
{
    bind(x, (struct db_arg)DB_INT("", n));
}

static const struct db_arg *find_arg(const struct expansion *x, const char *name)
{
    for (const struct db_arg *a = x->use->args; a && a->name; a++)
        if (strcmp(a->name, name) == 0)
            return a;
    return NULL;
}

static const struct db_arg *need_arg(const struct expansion *x, const char *name)
{
    const struct db_arg *a = find_arg(x, name);
    if (!a) {
        fprintf(stderr, "statement names :%s, which was not given\n", name);
        abort();
    }
    return a;
}

/* Lists are padded to a power of two with their last item: few distinct texts, each prepared once.
 */
static void put_list(struct expansion *x, const int64_t *items, size_t n)
{
    size_t padded = 1;
    if (!n)
        abort();
    while (padded < n)
        padded *= 2;
    for (size_t i = 0; i < padded; i++) {
        buf_puts(x->sql, i ? ",?" : "?");
        bind_number(x, items[i < n ? i : n - 1]);
    }
}

static void put_number(struct expansion *x, int64_t n)
{
    buf_putc(x->sql, '?');
    bind_number(x, n);
}

static void put_value(struct expansion *x, const struct token *t)
{
    static const int64_t none[1];
    if (strcmp(t->text, "it") == 0) {
        put_number(x, x->item);
        return;
    }
    if (x->use->check != CHECK_NONE) {
        if (t->kind == LIST)
            put_list(x, none, 1);
        else
            put_number(x, 0);
        return;
    }
    const struct db_arg *a = need_arg(x, t->text);
    if (t->kind == LIST) {
        put_list(x, a->items, a->len);
    } else {
        buf_putc(x->sql, '?');
        bind(x, *a);
    }
}

static void put_tenant(struct expansion *x, const char *alias)
{
    if (*alias)
        buf_printf(x->sql, "%s.tenant_id = ", alias);
    buf_putc(x->sql, '?');
    bind_number(x, x->use->scope->tenant_id);
}

static void put_scope(struct expansion *x, const char *alias, const char *column)
{
    const struct scope *s = x->use->scope;
    put_tenant(x, alias);
    if (s->all_queues)
        return;
    if (!s->n) {
        buf_puts(x->sql, " AND FALSE");
        return;
    }
    buf_printf(x->sql, " AND %s.%s IN (", alias, column);
    put_list(x, s->queues, s->n);
    buf_putc(x->sql, ')');
}

static void put_arm(struct expansion *x, const char *alias)
{
    put_tenant(x, alias);
    if (x->arm_all)
        return;
    if (!x->use->scope->n) {
        buf_puts(x->sql, " AND FALSE");
        return;
    }
    buf_printf(x->sql, " AND %s.queue_id = ?", alias);
    bind_number(x, x->arm_queue);
}

static void expand(struct expansion *x, const struct token *t);

static void put_arms(struct expansion *x, const struct token *t)
{
    const struct scope *s = x->use->scope;
    size_t arms = s->all_queues || !s->n ? 1 : s->n;
    x->arm_all = s->all_queues;
    for (size_t i = 0; i < arms; i++) {
        x->arm_queue = s->n ? s->queues[i] : 0;
        if (i)
            buf_puts(x->sql, " UNION ALL ");
        expand(x, t->then);
    }
}

static void put_each(struct expansion *x, const struct token *t)
{
    bool check = x->use->check != CHECK_NONE;
    const struct db_arg *a = check ? NULL : need_arg(x, t->text);
    size_t n = check ? 1 : a->len;
    for (size_t i = 0; i < n; i++) {
        x->item = check ? 0 : a->items[i];
        if (i)
            buf_puts(x->sql, " UNION ALL ");
        expand(x, t->then);
    }
}

static void put_either(struct expansion *x, const struct token *t)
{
    bool on = x->use->check == CHECK_ON || (x->use->check == CHECK_NONE && find_arg(x, t->text));
    if (on)
        expand(x, t->then);
    else if (t->otherwise)
        expand(x, t->otherwise);
}

static void put_table(struct expansion *x, const struct token *t)
{
    if (x->use->shape) {
        shape_put(x->use->shape, t->use, x->sql);
        return;
    }
    buf_puts(x->sql, x->use->facts);
    buf_add(x->sql, t->text, t->len);
}

static void expand(struct expansion *x, const struct token *t)
{
    for (; t; t = t->next) {
        switch (t->kind) {
        case TEXT:
            buf_add(x->sql, t->text, t->len);
            break;
        case VALUE:
        case LIST:
            put_value(x, t);
            break;
        case SCOPE:
            put_scope(x, t->text, "queue_id");
            break;
        case SCOPE_ID:
            put_scope(x, t->text, "id");
            break;
        case TENANT:
            put_tenant(x, t->text);
            break;
        case ARMS:
            put_arms(x, t);
            break;
        case ARM:
            put_arm(x, t->text);
            break;
        case EACH:
            put_each(x, t);
            break;
        case EITHER:
            put_either(x, t);
            break;
        case FACTS:
            buf_puts(x->sql, x->use->facts);
            break;
        case APP:
            buf_puts(x->sql, x->use->app);
            break;
        case TABLE:
            put_table(x, t);
            break;
        }
    }
}

void token_expand(const struct token *t, const struct token_use *use, struct buf *sql,
                  struct token_binds *binds)
{
    struct expansion x = {.use = use, .sql = sql, .binds = binds};
    expand(&x, t);
}

void token_binds_free(struct token_binds *binds)
{
    free(binds->v);
    *binds = (struct token_binds){0};
}
