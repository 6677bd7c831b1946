/* Statements of any text: the parser refuses them with a reason or expands them to as many values
 * as question marks, and a table of queues is never taken without a token of the scope. The first
 * byte chooses the scope. */
#include "auth/scope.h"
#include "db/tables.h"
#include "db/token.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 4096 }; /* statements are the program's own, none is longer */

static void must(bool ok)
{
    if (!ok)
        abort();
}

static size_t marks(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += *s == '?';
    return n;
}

static void expand(const struct token *t, const struct scope *scope, enum token_check check,
                   bool counted)
{
    struct buf sql = {0};
    struct token_binds binds = {0};
    const struct token_use use = {"facts", "app", scope, NULL, check, NULL};
    token_expand(t, &use, &sql, &binds);
    must(!counted || marks(sql.s ? sql.s : "") == binds.n);
    for (size_t i = 0; i < binds.n; i++)
        must(binds.v[i].type == DB_INT_T);
    buf_free(&sql);
    token_binds_free(&binds);
}

/* `parsed`: it is a statement at all; what is none is refused whatever its tables. */
static void check_tables(const char *text, bool parsed)
{
    const struct db_stmt stmt = {.name = "tried", .sql = text, .cols = ""};
    if (tables_check(&stmt) == OK && parsed && strstr(text, "{facts}.closed_interactions"))
        must(strstr(text, "{scope:") || strstr(text, "{arm:"));
    err_clear();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t queue[] = {11};
    if (!size || size > TEXT_MAX)
        return 0;
    /* A copy of exactly this length, so that reading beyond it is noticed. */
    char *text = malloc(size);
    must(text);
    memcpy(text, data + 1, size - 1);
    text[size - 1] = 0;
    struct arena *a = arena_new();
    const struct scope *scopes[] = {scope_all(a, 7), scope_queues(a, 7, queue, 1),
                                    scope_queues(a, 7, NULL, 0)};
    const struct scope *scope = scopes[data[0] % 3];
    struct token *t = token_parse(a, text);
    must(t || *err_detail());
    err_clear();
    check_tables(text, t != NULL);
    bool counted = !strchr(text, '?');
    free(text); /* the tokens are copies */
    if (t) {
        expand(t, scope, CHECK_ON, counted);
        expand(t, scope, CHECK_OFF, counted);
    }
    arena_free(a);
    return 0;
}
