#include "db/token_node.h"

#include <ctype.h>

enum { NAMED_MAX = 32 };

struct parser {
    struct arena *arena;
    const char *at;
    const char *sql;
    bool in_each;
    bool writes_facts;
    const struct shape_use *named[NAMED_MAX]; /* tables so far, the latest of each alias */
    size_t n_named;
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
    size_t i = 0;
    while (i < p->n_named && strcmp(p->named[i]->alias, use->alias) != 0)
        i++;
    if (i == NAMED_MAX)
        return wrong(p, "too many tables");
    p->named[i] = use;
    p->n_named += i == p->n_named;
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

/* A number may stand for one of a column's values: which column, the site has to say (shape.h). */
static void find_compared(struct parser *p, const char *at, struct token *t)
{
    const char *alias, *column;
    if (!shape_use_compares(p->arena, p->sql, at, &alias, &column))
        return;
    for (size_t i = 0; i < p->n_named; i++) {
        if (strcmp(p->named[i]->alias, alias) != 0)
            continue;
        t->column = facts_column(p->named[i]->table, column);
        t->use = t->column < 0 ? NULL : p->named[i];
    }
}

static struct token *parse_value(struct parser *p)
{
    const char *colon = p->at;
    size_t n = word_length(++p->at);
    struct token *t = token_new(p, VALUE, p->at, n);
    find_compared(p, colon, t);
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
