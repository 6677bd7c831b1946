/* Prices: what interactions cost, by the tenant's card. Amounts are written as people here write
 * them, and kept as millionths. */
#include "prices.h"
#include "core/currency.h"
#include "core/money.h"
#include "intake.h"
#include "view/format.h"

#define YES                                                                                        \
    (const char *const[])                                                                          \
    {                                                                                              \
        "1", NULL                                                                                  \
    }
static const char *const whose[] = {"all", "client", "agent", NULL};

const struct param prices_query[] = {AREA_PARAM, AREA_DONE_PARAM, {0}};

#define MODEL_PARAMS(n)                                                                            \
    {.name = "model_" #n, .kind = PARAM_TEXT, .max = 400},                                         \
        {.name = "input_" #n, .kind = PARAM_TEXT, .max = 30},                                      \
    {                                                                                              \
        .name = "output_" #n, .kind = PARAM_TEXT, .max = 30                                        \
    }
const struct param prices_form[] = {
    FORM_PARAMS,
    {.name = "currency", .kind = PARAM_TEXT, .max = 3},
    {.name = "minute", .kind = PARAM_TEXT, .max = 30},
    {.name = "message", .kind = PARAM_TEXT, .max = 30},
    {.name = "billable", .kind = PARAM_CHOICE, .choices = whose},
    {.name = "on_calls", .kind = PARAM_CHOICE, .choices = YES},
    {.name = "vendor_first", .kind = PARAM_CHOICE, .choices = YES},
    {.name = "try", .kind = PARAM_CHOICE, .choices = (const char *const[]){"yes", NULL}},
    MODEL_PARAMS(1),
    MODEL_PARAMS(2),
    MODEL_PARAMS(3),
    MODEL_PARAMS(4),
    MODEL_PARAMS(5),
    MODEL_PARAMS(6),
    MODEL_PARAMS(7),
    MODEL_PARAMS(8),
    MODEL_PARAMS(9),
    MODEL_PARAMS(10),
    MODEL_PARAMS(11),
    MODEL_PARAMS(12),
    MODEL_PARAMS(13),
    MODEL_PARAMS(14),
    MODEL_PARAMS(15),
    MODEL_PARAMS(16),
    {0},
};

static const struct list_choice whose_choices[] = {{"all", "Everybody's"},
                                                   {"client", "The client's"},
                                                   {"agent", "The agent's, of people and AI"},
                                                   {0}};

#define MODEL_FIELDS(n)                                                                            \
    {.key = "model_" #n, .label = "Model " #n, .max = 100},                                        \
        {.key = "input_" #n, .label = "Input of model " #n, .kind = FORM_MONEY},                   \
    {                                                                                              \
        .key = "output_" #n, .label = "Output of model " #n, .kind = FORM_MONEY                    \
    }
enum { MODELS_AT = 6, MODEL_CELLS = 3, BLANK_ROWS = 3 };
static const struct form_field fields[] = {
    {.key = "currency",
     .label = "Currency",
     .kind = FORM_CHOICE,
     .help = "Of every price here, and of the costs that come of them."},
    {.key = "minute",
     .label = "Minute of a call",
     .kind = FORM_MONEY,
     .group = "What is charged",
     .group_help = "An empty price: that is not charged.",
     .help = "Charged by the second, for the conversation without the wait."},
    {.key = "message", .label = "Message", .kind = FORM_MONEY},
    {.key = "billable",
     .label = "Billable are",
     .kind = FORM_CHOICE,
     .choices = whose_choices,
     .help = "Whose messages count. What the system writes never does."},
    {.key = "on_calls",
     .label = "What is said in calls counts as messages, too",
     .kind = FORM_CHECK,
     .help = "Without it calls cost their minutes and tokens only."},
    {.key = "vendor_first",
     .label = "The vendor's own figure first",
     .kind = FORM_CHECK,
     .help = "Where the vendor says what an interaction cost, that is its cost, in the vendor's "
             "currency, and nothing of this card is added."},
    MODEL_FIELDS(1),
    MODEL_FIELDS(2),
    MODEL_FIELDS(3),
    MODEL_FIELDS(4),
    MODEL_FIELDS(5),
    MODEL_FIELDS(6),
    MODEL_FIELDS(7),
    MODEL_FIELDS(8),
    MODEL_FIELDS(9),
    MODEL_FIELDS(10),
    MODEL_FIELDS(11),
    MODEL_FIELDS(12),
    MODEL_FIELDS(13),
    MODEL_FIELDS(14),
    MODEL_FIELDS(15),
    MODEL_FIELDS(16),
    {0},
};
static const struct form_def def = {.one = "price", .fields = fields, .path = PATH_PRICES};

struct page {
    struct area area;
    struct form form;
    struct rate_card stored;
    struct cost_card typed;
    bool tried;
};

static const struct locale *locale_here(const struct page *p)
{
    return p->area.r->session->viewer.locale;
}

static const char *key_of(size_t model, size_t cell)
{
    return fields[MODELS_AT + model * MODEL_CELLS + cell].key;
}

static void store_price(struct page *p, const char *key, int64_t micros)
{
    int digits = currency_digits(p->stored.card.currency);
    form_store(&p->form, key,
               micros == COST_NONE ? NULL
                                   : money_text(p->area.r->arena, locale_here(p), micros, digits));
}

static void store(struct page *p)
{
    const struct cost_card *c = &p->stored.card;
    struct form *f = &p->form;
    struct arena *a = p->area.r->arena;
    size_t n = 0;
    while (currencies[n].code)
        n++;
    struct list_choice *choices = arena_array(a, n + 1, sizeof *choices);
    for (size_t i = 0; i < n; i++)
        choices[i] = (struct list_choice){
            currencies[i].code, arena_printf(a, "%s %s", currencies[i].code, currencies[i].name)};
    form_choices(f, "currency", choices);
    form_store(f, "currency", c->currency);
    store_price(p, "minute", c->minute_micros);
    store_price(p, "message", c->message_micros);
    form_store(f, "billable", whose[c->billable]);
    form_store_flag(f, "on_calls", c->message_on_calls);
    form_store_flag(f, "vendor_first", c->vendor_first);
    for (size_t i = 0; i < c->n_models; i++) {
        form_store(f, key_of(i, 0), c->models[i].name);
        store_price(p, key_of(i, 1), c->models[i].input_micros);
        store_price(p, key_of(i, 2), c->models[i].output_micros);
    }
}

static enum err load(struct request *r, struct page *p)
{
    *p = (struct page){.tried = false};
    enum err e = area_begin(r, SECTION_PRICES, &p->area);
    if (!e)
        e = rate_card_find(r->db, r->arena, p->area.scope, r->method == METHOD_POST, &p->stored);
    if (e)
        return e;
    if (!p->stored.version) {
        p->stored.card = (struct cost_card){.minute_micros = COST_NONE,
                                            .message_micros = COST_NONE,
                                            .message_on_calls = true,
                                            .vendor_first = true};
        snprintf(p->stored.card.currency, sizeof p->stored.card.currency, "%s",
                 p->area.tenant.currency);
    }
    form_begin(&p->form, &p->area, &def, p->stored.version ? p->area.tenant.id : 0, "Prices");
    p->form.url = area_url(&p->area, PATH_PRICES, 0, NULL);
    view_set(p->form.view, "Page.intake", "1");
    store(p);
    p->typed = p->stored.card;
    return OK;
}

/* --- out -------------------------------------------------------------------------------------- */

static bool row_used(const struct page *p, size_t i)
{
    for (size_t c = 0; c < MODEL_CELLS; c++)
        if (form_text(&p->form, key_of(i, c)))
            return true;
    return false;
}

/* The rows of models: those that are used, and a few to fill in. */
static void show_models(struct page *p)
{
    static const char *const cells[MODEL_CELLS] = {"model", "input", "output"};
    size_t last = 0;
    for (size_t i = 0; i < RATE_CARD_MODELS; i++)
        if (row_used(p, i))
            last = i + 1;
    for (size_t i = 0; i < RATE_CARD_MODELS; i++)
        for (size_t c = 0; c < MODEL_CELLS; c++) {
            size_t at = MODELS_AT + i * MODEL_CELLS + c;
            view_item(p->form.view, "Fields", at, "cell", cells[c]);
            view_item(p->form.view, "Fields", at, "unused", i >= last + BLANK_ROWS ? "1" : NULL);
        }
}

static enum err show_state(struct page *p)
{
    struct request *r = p->area.r;
    struct view *v = p->form.view;
    int percent;
    if (db_foreign(r->db))
        view_set(v, "Remark",
                 "Your PBX writes this database and Parley may not, so no costs are "
                 "worked out: what stands there is shown.");
    else if (!p->stored.version)
        view_set(v, "Remark",
                 "There are no prices yet: costs are those that vendors and imports "
                 "brought. Once prices are saved, all closed interactions get theirs.");
    if (!p->stored.version || db_foreign(r->db))
        return OK;
    if (p->stored.computed >= p->stored.version) {
        form_fact(&p->form, "Costs of all interactions", "Up to date", NULL);
        return OK;
    }
    enum err e = rate_card_progress(r->db, r->arena, p->area.scope, &p->stored, &percent);
    form_fact(&p->form, "Costs of all interactions",
              arena_printf(r->arena, "Being worked out, about %d %% done: look again", percent),
              area_url(&p->area, PATH_PRICES, 0, NULL));
    return e;
}

static enum err show(struct page *p, struct response *out)
{
    enum err e = show_state(p);
    if (e)
        return e;
    show_models(p);
    prices_example(&p->area, p->form.view, &p->typed, p->tried && form_differs(&p->form, NULL));
    return form_show_in(&p->form, "admin/prices.cs", out);
}

enum err prices_page(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load(r, &p);
    return e ? e : show(&p, out);
}

/* --- in --------------------------------------------------------------------------------------- */

static int64_t read_price(struct page *p, const char *key)
{
    const char *text = form_text(&p->form, key);
    struct arena *a = p->area.r->arena;
    int64_t micros;
    if (!text)
        return COST_NONE;
    if (!money_read(text, locale_here(p), &micros)) {
        form_error(&p->form, key, "This is no amount. Write it like %s, without the currency.",
                   money_text(a, locale_here(p), 1234500000, 2));
        return COST_NONE;
    }
    form_put(&p->form, key,
             money_text(a, locale_here(p), micros, currency_digits(p->typed.currency)));
    return micros;
}

static void read_model(struct page *p, size_t i, struct cost_model *models)
{
    const char *name = form_text(&p->form, key_of(i, 0));
    struct cost_model m = {name, read_price(p, key_of(i, 1)), read_price(p, key_of(i, 2))};
    if (!row_used(p, i))
        return;
    if (!name)
        form_error(&p->form, key_of(i, 0), "Which model costs this?");
    else if (!form_text(&p->form, key_of(i, 1)) && !form_text(&p->form, key_of(i, 2)))
        form_error(&p->form, key_of(i, 1), "Give a price, or take the model away.");
    for (size_t k = 0; name && k < p->typed.n_models; k++)
        if (strcasecmp(models[k].name, name) == 0)
            form_error(&p->form, key_of(i, 0), "This model has prices already.");
    if (name)
        models[p->typed.n_models++] = m;
}

static void read_card(struct page *p)
{
    struct form *f = &p->form;
    struct cost_model *models = arena_array(p->area.r->arena, RATE_CARD_MODELS, sizeof *models);
    const char *currency = form_text(f, "currency");
    int billable = param_choice(&p->area.r->form, "billable", COST_OF_ALL);
    p->typed = (struct cost_card){.billable = (enum cost_billable)billable,
                                  .message_on_calls = form_flag(f, "on_calls"),
                                  .vendor_first = form_flag(f, "vendor_first"),
                                  .models = models};
    snprintf(p->typed.currency, sizeof p->typed.currency, "%s", currency ? currency : "");
    p->typed.minute_micros = read_price(p, "minute");
    p->typed.message_micros = read_price(p, "message");
    for (size_t i = 0; i < RATE_CARD_MODELS; i++)
        read_model(p, i, models);
}

enum err prices_submit(struct request *r, struct response *out)
{
    struct page p;
    enum err e = load(r, &p);
    if (!e)
        e = form_read(&p.form);
    if (e)
        return e;
    read_card(&p);
    p.tried = param_text(&r->form, "try") != NULL;
    if (db_foreign(r->db) && !p.tried)
        p.form.problem = "Nothing was saved: your PBX writes this database, so Parley cannot "
                         "write costs to it.";
    if (p.tried || !form_ok(&p.form))
        return show(&p, out);
    if (!p.stored.version || form_differs(&p.form, NULL)) {
        e = rate_card_save(r->db, r->arena, p.area.scope, &p.typed);
        area_note(&p.area, "prices.changed", NULL, form_details(&p.form));
    }
    response_redirect(out, area_url(&p.area, PATH_PRICES, 0, "saved"));
    return e;
}
