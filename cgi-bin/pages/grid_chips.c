/* The filters in force, each with the address that takes it away. */
#include "grid.h"

struct chip {
    const char *label, *value;
};

/* Who a history is of, as far as the rows at hand tell: a name is not given away by its number. */
static const char *client_name(struct grid *g, const struct grid_filter *f)
{
    const struct interaction *first = g->rows.n && f->op == OP_IS ? &g->rows.rows[0] : NULL;
    if (f->values[0][0] == 'p')
        return f->values[0] + 1;
    if (f->n > 1)
        return arena_printf(g->a, "%zu clients", f->n);
    return first && first->contact_name ? first->contact_name : "one client";
}

static const char *entry_name(struct grid *g, enum catalog_dim dim, int64_t id, bool allowed,
                              const char *otherwise)
{
    const struct catalog_entry *e = allowed ? catalog_find(g->catalog, dim, id) : NULL;
    return e ? e->name : otherwise;
}

static const char *value_name(struct grid *g, enum grid_field field, const char *value)
{
    int64_t id = strtoll(value, NULL, 10);
    if (field == FIELD_QUEUE)
        return entry_name(g, DIM_QUEUE, id, scope_has(g->r->scope, id), "no such queue");
    if (field == FIELD_DISPOSITION)
        return entry_name(g, DIM_DISPOSITION, id, true, "no such disposition");
    return grid_choices[field].keys ? grid_choice_label(field, value) : value;
}

static const char *names(struct grid *g, enum grid_field field, const struct grid_filter *f)
{
    const char *text = value_name(g, field, f->values[0]);
    for (size_t i = 1; i < f->n; i++)
        text = arena_printf(g->a, "%s, %s", text, value_name(g, field, f->values[i]));
    return text;
}

/* Who said it is part of what is searched for. */
static struct chip text_chip(struct grid *g, const struct grid_filter *f)
{
    static const char *const who[] = {"Text", "Client said", "Agent said"};
    const char *how = f->op == OP_ANY ? " any of" : f->op == OP_PHRASE ? " the phrase" : "";
    return (struct chip){arena_printf(g->a, "%s%s", who[f->who], how), f->text};
}

static struct chip make_chip(struct grid *g, enum grid_field field)
{
    const struct grid_filter *f = &g->state.filters[field];
    const struct grid_field_info *info = &grid_fields[field];
    bool typed = info->kind == KIND_NAME || info->kind == KIND_TEXT;
    struct chip c = {info->label, NULL};
    if (info->kind == KIND_SAID)
        return text_chip(g, f);
    if (f->op == OP_EMPTY || f->op == OP_FILLED) {
        c.label = arena_printf(g->a, "%s is", info->label);
        c.value = grid_op_label(field, f->op) + strlen("is ");
        return c;
    }
    enum grid_op op = f->op == OP_IS && f->n > 1 ? OP_ANY : f->op;
    if (op != OP_IS || typed)
        c.label = arena_printf(g->a, "%s %s", info->label, grid_op_label(field, op));
    c.value = info->kind == KIND_RANGE ? grid_range_text(g->a, f)
              : op == OP_CONTAINS      ? f->text
              : field == FIELD_CLIENT  ? client_name(g, f)
                                       : names(g, field, f);
    return c;
}

static const char *days_text(struct grid *g)
{
    const struct grid_state *s = &g->state;
    if (s->from && s->to)
        return strcmp(s->from, s->to) == 0 ? s->from
                                           : arena_printf(g->a, "%s to %s", s->from, s->to);
    return s->from ? arena_printf(g->a, "from %s", s->from) : arena_printf(g->a, "until %s", s->to);
}

static void show(struct grid *g, size_t *i, struct chip c, const struct grid_state *without)
{
    view_item(g->v, "Chips", *i, "label", c.label);
    view_item(g->v, "Chips", *i, "value", c.value);
    view_item(g->v, "Chips", (*i)++, "url", grid_url(g->a, without));
}

static void show_field(struct grid *g, size_t *i, enum grid_field field)
{
    struct grid_state without = grid_first_page(&g->state);
    if (!without.filters[field].on)
        return;
    without.filters[field] = (struct grid_filter){.op = grid_fields[field].standard};
    show(g, i, make_chip(g, field), &without);
}

static void show_agent(struct grid *g, size_t *i)
{
    struct grid_state without = grid_first_page(&g->state);
    if (!without.agent_id)
        return;
    without.agent_id = 0;
    const char *name = entry_name(g, DIM_AGENT, g->state.agent_id, g->rows.n > 0, "one agent");
    show(g, i, (struct chip){"Agent", name}, &without);
}

static void show_days(struct grid *g, size_t *i)
{
    struct grid_state without = grid_first_page(&g->state);
    if (without.period != PERIOD_CUSTOM)
        return;
    without.period = PERIOD_7D;
    without.from = without.to = NULL;
    show(g, i, (struct chip){"Created", days_text(g)}, &without);
}

void grid_show_chips(struct grid *g)
{
    size_t n = 0;
    struct grid_state clear = grid_cleared(&g->state);
    show_field(g, &n, FIELD_CLIENT);
    show_agent(g, &n);
    for (int i = 0; i < GRID_FIELDS; i++)
        if (i != FIELD_CLIENT)
            show_field(g, &n, (enum grid_field)i);
    show_days(g, &n);
    view_set(g->v, "Filter.any", n ? "1" : NULL);
    view_set(g->v, "Filter.clear_url", n ? grid_url(g->a, &clear) : NULL);
}
