/* How a statement names a table of the facts. */
#include "db/shape.h"

#include <ctype.h>
#include <string.h>

static size_t word_length(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_')
        n++;
    return n;
}

bool shape_use_reads(const char *sql, const char *at)
{
    static const char *const before[] = {"FROM", "JOIN", ","};
    static const char deletes[] = "DELETE ";
    while (at > sql && at[-1] == ' ')
        at--;
    size_t have = (size_t)(at - sql), del = sizeof deletes - 1;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t n = strlen(before[i]);
        if (have >= n && strncmp(at - n, before[i], n) == 0)
            return have < n + del || strncmp(at - n - del, deletes, del) != 0;
    }
    return false;
}

static const char *back_over(const char *sql, const char *at, const char *chars)
{
    while (at > sql && strchr(chars, at[-1]))
        at--;
    return at;
}

/* Back over the word that ends at `at`, which is cut out. */
static const char *word_back(struct arena *a, const char *sql, const char *at, const char **word)
{
    const char *end = at;
    while (at > sql &&
           (islower((unsigned char)at[-1]) || isdigit((unsigned char)at[-1]) || at[-1] == '_'))
        at--;
    *word = arena_dupn(a, at, (size_t)(end - at));
    return at;
}

bool shape_use_compares(struct arena *a, const char *sql, const char *at, const char **alias,
                        const char **column)
{
    static const char *const operators[] = {"NOT IN", "IN", "<>", "="};
    at = back_over(sql, at, " (");
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t n = strlen(operators[i]);
        if ((size_t)(at - sql) < n || strncmp(at - n, operators[i], n) != 0)
            continue;
        at = word_back(a, sql, back_over(sql, at - n, " "), column);
        if (at == sql || at[-1] != '.')
            return false;
        word_back(a, sql, at - 1, alias);
        return true;
    }
    return false;
}

/* Whether the text has the name as a word of its own. */
static bool mentions(const char *sql, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = sql; (s = strstr(s, name)); s += n)
        if ((s == sql || !(isalnum((unsigned char)s[-1]) || s[-1] == '_')) && word_length(s) == n)
            return true;
    return false;
}

/* The columns that the statement can mean, and those that the tokens of the scope put in. */
static uint64_t columns_named(const char *sql, const struct facts_table *t)
{
    static const char *const always[] = {"tenant_id", "id", "queue_id"};
    uint64_t out = 0;
    for (size_t i = 0; i < t->n; i++)
        if (mentions(sql, t->columns[i].name))
            out |= (uint64_t)1 << i;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (facts_column(t, always[i]) >= 0)
            out |= (uint64_t)1 << facts_column(t, always[i]);
    return out;
}

/* The text behind the one index that is forced; where none is, as it was. NULL: cannot be told. */
static const char *parse_hint(struct arena *a, const char *s, const char **index)
{
    static const char force[] = " FORCE INDEX (";
    static const char *const others[] = {"USE ", "IGNORE ", "FORCE "};
    if (strncmp(s, force, sizeof force - 1) == 0) {
        const char *name = s + sizeof force - 1;
        size_t n = word_length(name);
        if (name[n] != ')')
            return NULL;
        *index = arena_dupn(a, name, n);
        s = name + n + 1;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strncmp(s + strspn(s, " \n"), others[i], strlen(others[i])) == 0)
            return NULL;
    return s;
}

const char *shape_use_parse(struct arena *a, const char *sql, const char *at, struct shape_use *use,
                            const char **why)
{
    const char *name = at + 1, *s = name + word_length(name);
    const struct facts_table *t = facts_table(name, (size_t)(s - name));
    *why = "a table that src/db/facts.c does not have";
    if (!t)
        return NULL;
    *use = (struct shape_use){.table = t, .columns = columns_named(sql, t), .alias = t->name};
    s += strncmp(s, " AS ", 4) == 0 ? 3 : 0;
    if (*s == ' ' && islower((unsigned char)s[1])) {
        size_t n = word_length(++s);
        use->alias = arena_dupn(a, s, n);
        s += n;
    }
    *why = "expected one FORCE INDEX (name) or none";
    return parse_hint(a, s, &use->index);
}
