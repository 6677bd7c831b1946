#include "db/scope_data.h"
#include "db/token_node.h"

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

/* With `values`: the one of them whose position the number is. */
static void put_number(struct expansion *x, int64_t n, const char *values)
{
    if (values)
        buf_printf(x->sql, "ELT(?,%s)", values);
    else
        buf_putc(x->sql, '?');
    bind_number(x, n);
}

/* Lists are padded to a power of two with their last item: few distinct texts, each prepared once.
 */
static void put_list(struct expansion *x, const int64_t *items, size_t n, const char *values)
{
    size_t padded = 1;
    if (!n)
        abort();
    while (padded < n)
        padded *= 2;
    for (size_t i = 0; i < padded; i++) {
        if (i)
            buf_putc(x->sql, ',');
        put_number(x, items[i < n ? i : n - 1], values);
    }
}

static void put_value(struct expansion *x, const struct token *t)
{
    static const int64_t none[1];
    const char *values =
        x->use->shape && t->use ? shape_values(x->use->shape, t->use->table, t->column) : NULL;
    if (strcmp(t->text, "it") == 0) {
        put_number(x, x->item, values);
        return;
    }
    if (x->use->check != CHECK_NONE) {
        if (t->kind == LIST)
            put_list(x, none, 1, values);
        else
            put_number(x, 0, values);
        return;
    }
    const struct db_arg *a = need_arg(x, t->text);
    if (t->kind == LIST) {
        put_list(x, a->items, a->len, values);
    } else if (a->type == DB_INT_T) {
        put_number(x, a->number, values);
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
    put_list(x, s->queues, s->n, NULL);
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
