/* From what the address says to what the list is filtered by: names become ids, texts are looked
 * up, and what a text cannot be used for is said. */
#include "grid.h"

#include "store/interactions_find.h"
#include "store/search.h"

struct ids {
    int64_t *v;
    size_t n;
};

static enum list_test test_of(enum grid_op op)
{
    static const enum list_test tests[GRID_OPS] = {
        [OP_NOT] = TEST_NOT_IN, [OP_EMPTY] = TEST_EMPTY, [OP_FILLED] = TEST_FILLED};
    return tests[op];
}

/* "Is not" without anything that it could be does not filter. */
static struct id_filter id_filter(struct ids ids, enum grid_op op)
{
    enum list_test test = test_of(op);
    return (struct id_filter){
        .on = test != TEST_NOT_IN || ids.n, .ids = ids.v, .n = ids.n, .test = test};
}

static struct ids numbers(struct grid *g, const struct grid_filter *f)
{
    struct ids out = {arena_array(g->a, f->n + 1, sizeof *out.v), f->n};
    for (size_t i = 0; i < f->n; i++)
        out.v[i] = strtoll(f->values[i], NULL, 10);
    return out;
}

static struct ids positions(struct grid *g, enum grid_field field)
{
    const struct grid_filter *f = &g->state.filters[field];
    struct ids out = {arena_array(g->a, f->n + 1, sizeof *out.v), f->n};
    for (size_t i = 0; i < f->n; i++)
        out.v[i] = list_position(grid_choices[field].keys, f->values[i]);
    return out;
}

/* --- names of the catalog ----------------------------------------------------------------------
 */

/* The ids whose whole name is one of the texts, case and accents apart. */
static struct ids named(struct grid *g, enum catalog_dim dim, const struct grid_filter *f)
{
    const struct catalog *c = g->catalog;
    struct ids out = {arena_array(g->a, c->count[dim] + 1, sizeof *out.v), 0};
    const char **wanted = arena_array(g->a, f->n + 1, sizeof *wanted);
    for (size_t i = 0; i < f->n; i++)
        wanted[i] = catalog_fold(g->a, f->values[i]);
    for (size_t e = 0; e < c->count[dim]; e++) {
        bool is = false;
        for (size_t i = 0; i < f->n; i++)
            is |= strcmp(c->entries[dim][e].folded, wanted[i]) == 0;
        if (is)
            out.v[out.n++] = c->entries[dim][e].id;
    }
    return out;
}

/* All others of the catalog: `in` is in its order. */
static struct ids others(struct grid *g, enum catalog_dim dim, struct ids in)
{
    const struct catalog *c = g->catalog;
    struct ids out = {arena_array(g->a, c->count[dim] + 1, sizeof *out.v), 0};
    size_t at = 0;
    for (size_t e = 0; e < c->count[dim]; e++) {
        if (at < in.n && in.v[at] == c->entries[dim][e].id)
            at++;
        else
            out.v[out.n++] = c->entries[dim][e].id;
    }
    return out;
}

enum { LONG_LIST = 64 }; /* no longer dived for one by one: then the shorter list is tested */

static struct id_filter by_name(struct grid *g, enum catalog_dim dim, const struct grid_filter *f)
{
    struct ids ids = {0};
    if (!f->on)
        return (struct id_filter){0};
    if (f->op == OP_CONTAINS)
        ids.n = catalog_search(g->a, g->catalog, dim, f->text, &ids.v);
    else if (f->n)
        ids = named(g, dim, f);
    struct id_filter out = id_filter(ids, f->op);
    if (out.test != TEST_IN || ids.n <= g->catalog->count[dim] / 2 ||
        (ids.n <= LONG_LIST && ids.n < g->catalog->count[dim]))
        return out;
    ids = others(g, dim, ids);
    return (struct id_filter){.on = true, .ids = ids.v, .n = ids.n, .test = TEST_OTHERS};
}

static bool passes(const struct id_filter *f, int64_t id)
{
    bool in = false;
    for (size_t i = 0; i < f->n; i++)
        in |= f->ids[i] == id;
    bool wanted = f->test == TEST_IN || f->test == TEST_IN_OR_EMPTY;
    return !f->on || (f->test != TEST_EMPTY && (f->test == TEST_FILLED || in == wanted));
}

/* An agent chosen by the A badge, of those that the text finds. */
static void resolve_agents(struct grid *g)
{
    struct id_filter *f = &g->filter.by[BY_AGENT];
    int64_t one = g->state.agent_id;
    *f = by_name(g, DIM_AGENT, &g->state.filters[FIELD_AGENT]);
    if (!one)
        return;
    bool found = passes(f, one);
    *f = id_filter_one(g->a, one);
    f->n = found;
}

/* Agents are of either kind: what is not AI is human. The AI agents are the few. */
static void resolve_kind(struct grid *g)
{
    const struct grid_filter *s = &g->state.filters[FIELD_AGENT_KIND];
    const struct catalog *c = g->catalog;
    struct ids ai = {arena_array(g->a, c->count[DIM_AGENT] + 1, sizeof *ai.v), 0};
    enum list_test test = test_of(s->op);
    for (size_t i = 0; i < c->count[DIM_AGENT]; i++)
        if (c->entries[DIM_AGENT][i].ai)
            ai.v[ai.n++] = c->entries[DIM_AGENT][i].id;
    bool human = s->n == 1 && strcmp(s->values[0], "human") == 0;
    if (s->n == 2)
        test = s->op == OP_NOT ? TEST_EMPTY : TEST_FILLED;
    else if (human && test == TEST_IN)
        test = TEST_OTHERS;
    else if (human)
        test = TEST_IN_OR_EMPTY;
    bool all = test == TEST_NOT_IN && !ai.n;
    /* Agents by themselves can be dived for. */
    bool alone = test == TEST_IN && !g->filter.by[BY_AGENT].on;
    g->filter.by[alone ? BY_AGENT : BY_AGENT_KIND] =
        (struct id_filter){.on = s->on && !all, .ids = ai.v, .n = ai.n, .test = test};
}

/* --- texts -------------------------------------------------------------------------------------
 */

static void block(struct grid *g, const char *title, const char *text)
{
    g->blocked_title = g->blocked_title ? g->blocked_title : title;
    g->blocked_text = g->blocked_text ? g->blocked_text : text;
}

static bool too_short(struct grid *g, enum grid_field field)
{
    const char *text = g->state.filters[field].text, *label = grid_fields[field].label;
    int64_t n = 0;
    for (const char *s = text; *s; s++)
        n += (*s & 0xC0) != 0x80;
    if (n >= FIND_TEXT_MIN)
        return false;
    block(g, arena_printf(g->a, "%s: type at least three characters", label),
          "A shorter text is in too many of them to search by it.");
    return true;
}

static void too_many(struct grid *g, enum grid_field field, const char *what)
{
    block(g,
          arena_printf(g->a, "More than %d %s have \xe2\x80\x9c%s\xe2\x80\x9d", FIND_MAX, what,
                       g->state.filters[field].text),
          "That is too many to search by. Type more of it, or take the filter away.");
}

/* The digits behind a plus when the text is the beginning of a number, else NULL. */
static const char *number_in(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, strlen(text) + 2), *to = out;
    size_t skip = *text == '+' ? 1 : strncmp(text, "00", 2) == 0 ? 2 : 0;
    *to++ = '+';
    for (text += skip; *text; text++) {
        if (strchr(" -/().", *text))
            continue;
        if (*text < '0' || *text > '9')
            return NULL;
        *to++ = *text;
    }
    return to - out > FIND_TEXT_MIN ? out : NULL;
}

static enum err resolve_client_text(struct grid *g)
{
    const struct grid_filter *s = &g->state.filters[FIELD_CLIENT];
    struct client_filter *f = &g->filter.clients;
    struct found found;
    if (too_short(g, FIELD_CLIENT))
        return OK;
    const char *number = number_in(g->a, s->text);
    enum err e = list_find_contacts(g->r->db, g->a, g->r->scope, s->text, number, &found);
    if (e)
        return e;
    if (found.many)
        too_many(g, FIELD_CLIENT, "clients");
    *f = (struct client_filter){.on = true, .contacts = found.ids, .n = found.n, .number = number};
    return list_count_clients(g->r->db, g->a, g->r->scope, f);
}

static enum err resolve_client(struct grid *g)
{
    const struct grid_filter *s = &g->state.filters[FIELD_CLIENT];
    struct list_filter *f = &g->filter;
    if (!s->on)
        return OK;
    if (s->op == OP_CONTAINS)
        return resolve_client_text(g);
    f->client = test_of(s->op);
    if (!s->n)
        return OK;
    if (s->values[0][0] == 'p') {
        f->phone_e164 = s->values[0] + 1;
        f->phone_not = s->op == OP_NOT;
        return OK;
    }
    struct ids ids = {arena_array(g->a, s->n, sizeof *ids.v), s->n};
    for (size_t i = 0; i < s->n; i++)
        ids.v[i] = strtoll(s->values[i] + 1, NULL, 10);
    f->by[BY_CONTACT] = id_filter(ids, s->op);
    return OK;
}

static enum err resolve_account(struct grid *g)
{
    const struct grid_filter *s = &g->state.filters[FIELD_ACCOUNT];
    struct ids ids = {arena_array(g->a, FIND_MAX * (size_t)NAMES_MAX, sizeof *ids.v), 0};
    bool part = s->op == OP_CONTAINS;
    enum err e = OK;
    if (!s->on || (part && too_short(g, FIELD_ACCOUNT)))
        return OK;
    for (size_t i = 0; i < s->n && !e; i++) {
        struct found found;
        e = list_find_accounts(g->r->db, g->a, g->r->scope, s->values[i], part, &found);
        if (!e && found.many)
            too_many(g, FIELD_ACCOUNT, "accounts");
        for (size_t k = 0; k < found.n && !e; k++)
            ids.v[ids.n++] = found.ids[k];
    }
    g->filter.by[BY_ACCOUNT] = id_filter(ids, s->op);
    return e;
}

static enum err resolve_names(struct grid *g, enum grid_field field, enum list_name which)
{
    const struct grid_filter *s = &g->state.filters[field];
    struct name_filter *f = &g->filter.names[which];
    if (!s->on)
        return OK;
    if (s->op == OP_CONTAINS)
        return list_find_names(g->r->db, g->a, g->r->scope, which, s->text, f);
    *f = (struct name_filter){.on = true, .n = s->n, .test = test_of(s->op)};
    for (size_t i = 0; i < s->n; i++)
        f->names[i] = s->values[i];
    return f->test == TEST_IN ? list_count_names(g->r->db, g->a, g->r->scope, which, f) : OK;
}

/* --- what was said ------------------------------------------------------------------------------
 */

/* A word that nobody ever said may be one that was not looked for. */
static enum err check_indexed(struct grid *g)
{
    bool ready = true;
    enum err e = g->filter.text.rows < 1 ? search_ready(g->r->db, g->a, g->r->scope, &ready) : OK;
    if (!ready)
        block(g, "The texts of this site have not been indexed yet",
              "Who runs Parley does it with the command: parley index");
    return e;
}

static enum err resolve_text(struct grid *g)
{
    const struct grid_filter *s = &g->state.filters[FIELD_TEXT];
    struct text_filter *f = &g->filter.text;
    if (!s->on)
        return OK;
    *f = (struct text_filter){.on = true, .who = s->who};
    if (!db_has_table(g->r->db, "messages"))
        block(g, "This site does not record what is said",
              "There are no messages in its database, so there is nothing to search in.");
    else if (!grid_words(g->a, s, NULL, &f->query) && f->query.n)
        block(g, arena_printf(g->a, "Text: at most %d words and phrases", WORDS_ITEMS),
              "Leave some out, or put words that follow each other in quotation marks.");
    else if (!f->query.n)
        block(g, "Text: type a word", "Only letters, digits and pictures can be searched for.");
    if (g->blocked_title)
        return OK;
    enum err e =
        search_prepare(g->r->db, g->a, g->r->scope, g->catalog, g->filter.from, g->filter.to, f);
    return e ? e : check_indexed(g);
}

/* --- all of them -------------------------------------------------------------------------------
 */

static void resolve_queue(struct grid *g)
{
    const struct grid_filter *s = &g->state.filters[FIELD_QUEUE];
    struct ids ids = numbers(g, s);
    g->scope = g->r->scope;
    if (s->on && s->op == OP_IS)
        g->scope = scope_narrow_some(g->a, g->r->scope, ids.v, ids.n);
    else if (s->on)
        g->filter.by[BY_QUEUE] = id_filter(ids, s->op);
}

static void resolve_choices(struct grid *g)
{
    static const struct {
        enum grid_field field;
        enum list_by by;
    } list[] = {{FIELD_CHANNEL, BY_CHANNEL},     {FIELD_DIRECTION, BY_DIRECTION},
                {FIELD_STATUS, BY_STATUS},       {FIELD_OUTCOME, BY_OUTCOME},
                {FIELD_SENTIMENT, BY_SENTIMENT}, {FIELD_RESULT, BY_RESULT},
                {FIELD_PLATFORM, BY_PLATFORM}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const struct grid_filter *s = &g->state.filters[list[i].field];
        if (s->on)
            g->filter.by[list[i].by] = id_filter(positions(g, list[i].field), s->op);
    }
}

static void resolve_yes_no(struct grid *g, enum grid_field field, enum list_by by)
{
    const struct grid_filter *s = &g->state.filters[field];
    if (!s->on)
        return;
    g->filter.by[by] = id_filter_one(g->a, strcmp(s->text, "yes") == 0);
}

static void resolve_range(struct grid *g, enum grid_field field, enum list_range which)
{
    const struct grid_filter *s = &g->state.filters[field];
    g->filter.ranges[which] =
        (struct range_filter){.on = s->on, .from = s->from, .to = s->to, .test = test_of(s->op)};
}

enum err grid_resolve(struct grid *g)
{
    const struct grid_filter *disposition = &g->state.filters[FIELD_DISPOSITION];
    resolve_queue(g);
    resolve_agents(g);
    resolve_kind(g);
    resolve_choices(g);
    g->filter.by[BY_DID] = by_name(g, DIM_DID, &g->state.filters[FIELD_DID]);
    if (disposition->on)
        g->filter.by[BY_DISPOSITION] = id_filter(numbers(g, disposition), disposition->op);
    resolve_yes_no(g, FIELD_FLAGGED, BY_FLAGGED);
    resolve_yes_no(g, FIELD_RECORDING, BY_RECORDING);
    resolve_yes_no(g, FIELD_TRANSCRIPT, BY_TRANSCRIPT);
    resolve_range(g, FIELD_DURATION, RANGE_DURATION);
    resolve_range(g, FIELD_WAIT, RANGE_WAIT);
    grid_period(&g->state, g->r->session->zone, g->r->now, &g->filter.from, &g->filter.to);
    enum err e = resolve_client(g);
    struct range_filter *duration = &g->filter.ranges[RANGE_DURATION];
    if (!e && duration->on && duration->test == TEST_IN)
        e = list_count_durations(g->r->db, g->a, g->r->scope, duration);
    if (!e)
        e = resolve_text(g);
    if (!e)
        e = resolve_account(g);
    if (!e)
        e = resolve_names(g, FIELD_TAG, NAME_TAG);
    if (!e)
        e = resolve_names(g, FIELD_FLAG, NAME_FLAG);
    if (!e)
        e = resolve_names(g, FIELD_ACTION, NAME_ACTION);
    if (!e)
        e = resolve_names(g, FIELD_FLOW, NAME_FLOW);
    struct id_filter *flagged = &g->filter.by[BY_FLAGGED];
    if (!e && flagged->on && flagged->ids[0])
        e = list_count_flagged(g->r->db, g->a, g->r->scope, flagged);
    return e;
}
