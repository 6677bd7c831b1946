#include "grid_state.h"

#include "app/paths.h"
#include "page.h"

const int grid_sizes[GRID_SIZES] = {25, 50, 100};
static const char *const size_keys[] = {"25", "50", "100", NULL};
const char *const grid_period_keys[] = {"today", "yesterday", "7d",  "30d",
                                        "month", "lastmonth", "all", NULL};
const char *const grid_period_labels[] = {"Today",      "Yesterday",  "Last 7 days", "Last 30 days",
                                          "This month", "Last month", "All",         NULL};
const char *const grid_sort_keys[] = {"created", "closed", "duration", NULL};
static const char *const dir_keys[] = {"desc", "asc", NULL};
static const char *const count_keys[] = {"exact", NULL};

enum { ID_MAX = 4294967295 };

#define OPERATOR(key, label_, ops)                                                                 \
    {.name = key "_op", .kind = PARAM_CHOICE, .choices = grid_ops_##ops, .label = label_ " (how)"},
#define SOME(key, label_, ops)                                                                     \
    {.name = key, .kind = PARAM_TEXT, .max = 1500, .label = label_, .repeat = true},               \
        OPERATOR(key, label_, ops)
#define TYPED(key, label_, ops)                                                                    \
    {.name = key, .kind = PARAM_TEXT, .max = 240, .label = label_}, OPERATOR(key, label_, ops)
#define PARAMS_ID SOME
#define PARAMS_CHOICE SOME
#define PARAMS_NAME TYPED
#define PARAMS_TEXT TYPED
#define PARAMS_CLIENT TYPED
#define PARAMS_YES_NO(key, label_, ops)                                                            \
    {.name = key, .kind = PARAM_CHOICE, .choices = grid_yes_no, .label = label_},
#define PARAMS_RANGE(key, label_, ops)                                                             \
    {.name = key, .kind = PARAM_TEXT, .max = 24, .label = label_},                                 \
        {.name = key "_from", .kind = PARAM_TEXT, .max = 24, .label = label_ " (from)"},           \
        {.name = key "_to", .kind = PARAM_TEXT, .max = 24, .label = label_ " (to)"},               \
        OPERATOR(key, label_, ops)
#define PARAMS_SAID(key, label_, ops)                                                              \
    {.name = key, .kind = PARAM_TEXT, .max = 480, .label = label_},                                \
        OPERATOR(key, label_, ops){.name = key "_who",                                             \
                                   .kind = PARAM_CHOICE,                                           \
                                   .choices = grid_who_keys,                                       \
                                   .label = label_ " (by whom)"},
#define FIELD_PARAMS(field, key, label, kind, ops, standard) PARAMS_##kind(key, label, ops)

/* What list it is, and a place in it. */
#define LIST_PARAMS                                                                                \
    GRID_FIELD_TABLE(FIELD_PARAMS){                                                                \
        .name = "agent_id", .kind = PARAM_INT, .max = ID_MAX, .label = "Agent"},                   \
        {.name = "period", .kind = PARAM_CHOICE, .choices = grid_period_keys, .label = "Period"},  \
        {.name = "from", .kind = PARAM_DATE, .label = "From"},                                     \
        {.name = "to", .kind = PARAM_DATE, .label = "To"},                                         \
        {.name = "sort", .kind = PARAM_CHOICE, .choices = grid_sort_keys, .label = "Sorted by"},   \
        {.name = "dir", .kind = PARAM_CHOICE, .choices = dir_keys, .label = "Order"},              \
        {.name = "after", .kind = PARAM_TOKEN, .max = 60},

const struct param api_list_query[] = {
    LIST_PARAMS{.name = "size", .kind = PARAM_INT, .max = API_ROWS_MAX, .label = "size"},
    {0},
};

const struct param grid_query[] = {
    LIST_PARAMS{.name = "size", .kind = PARAM_CHOICE, .choices = size_keys, .label = "Rows"},
    {.name = "before", .kind = PARAM_TOKEN, .max = 60},
    {.name = "end", .kind = PARAM_INT, .max = 1},
    {.name = "count", .kind = PARAM_CHOICE, .choices = count_keys},
    {.name = "refresh", .kind = PARAM_INT, .max = 1},
    {.name = "cols", .kind = PARAM_TEXT, .max = COLUMNS_TEXT_MAX},
    {.name = "view", .kind = PARAM_INT, .max = ID_MAX},
    {.name = "select", .kind = PARAM_INT, .max = 1},
    /* What was done just now, as the list says once: no part of its state. */
    {.name = "deleted", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "restored", .kind = PARAM_INT, .max = 1},
    {0},
};

/* Columns and view; the text of the columns in the one way it is written. */
static enum err read_view(const struct request *r, struct grid_state *out)
{
    struct columns c;
    const char *text = param_text(&r->query, "cols");
    out->view = param_int(&r->query, "view", 0);
    if (!out->view && param_text(&r->query, "view"))
        out->view = GRID_NO_VIEW;
    enum err e = text ? columns_read(r->arena, text, &c) : OK;
    out->cols = text && !e ? columns_text(r->arena, &c) : NULL;
    return e;
}

static enum err check_cursor(const char *text)
{
    struct list_cursor k;
    return !text || grid_cursor_read(text, &k)
               ? OK
               : err_set(ERR_BAD_REQUEST, "the page's place in the list is damaged");
}

enum err grid_state_list(const struct request *r, enum period standard, struct grid_state *out)
{
    const struct params *q = &r->query;
    *out = (struct grid_state){
        .agent_id = param_int(q, "agent_id", 0),
        .period = (enum period)param_choice(q, "period", (int)standard),
        .from = param_text(q, "from"),
        .to = param_text(q, "to"),
        .sort = (enum list_sort)param_choice(q, "sort", SORT_CREATED),
        .ascending = param_choice(q, "dir", 0) == 1,
        .after = param_text(q, "after"),
    };
    if (out->from || out->to)
        out->period = PERIOD_CUSTOM;
    enum err e = check_cursor(out->after);
    return e ? e : grid_filters_read(r, out->filters);
}

enum err grid_state_read(const struct request *r, struct grid_state *out)
{
    const struct params *q = &r->query;
    enum err e = grid_state_list(r, PERIOD_7D, out);
    if (e)
        return e;
    out->size = param_choice(q, "size", GRID_SIZE_STANDARD);
    out->before = param_text(q, "before");
    out->end = param_int(q, "end", 0);
    out->exact = param_choice(q, "count", -1) == 0;
    out->select = param_int(q, "select", 0);
    if ((out->after != NULL) + (out->before != NULL) + out->end > 1)
        return err_set(ERR_BAD_REQUEST, "a page is either after, before or at the end");
    e = check_cursor(out->before);
    return e ? e : read_view(r, out);
}

static void add_number(struct buf *b, const char *name, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)value);
    buf_param(b, name, value ? text : NULL);
}

const char *grid_url(struct arena *a, const struct grid_state *s)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    buf_puts(&b, PATH_GRID);
    grid_filters_url(&b, strlen(PATH_GRID), s->filters);
    add_number(&b, "agent_id", s->agent_id);
    if (s->period == PERIOD_CUSTOM) {
        buf_param(&b, "from", s->from);
        buf_param(&b, "to", s->to);
    } else if (s->period != PERIOD_7D) {
        buf_param(&b, "period", grid_period_keys[s->period]);
    }
    buf_param(&b, "sort", s->sort == SORT_CREATED ? NULL : grid_sort_keys[s->sort]);
    buf_param(&b, "dir", s->ascending ? "asc" : NULL);
    buf_param(&b, "size", s->size == GRID_SIZE_STANDARD ? NULL : size_keys[s->size]);
    buf_param(&b, "after", s->after);
    buf_param(&b, "before", s->before);
    add_number(&b, "end", s->end);
    buf_param(&b, "count", s->exact ? "exact" : NULL);
    add_number(&b, "select", s->select);
    if (s->cols) /* keys and commas: nothing to encode */
        buf_printf(&b, "%scols=%s", b.len > strlen(PATH_GRID) ? "&" : "?", s->cols);
    if (s->view > 0)
        add_number(&b, "view", s->view);
    else if (s->view == GRID_NO_VIEW && b.len == strlen(PATH_GRID))
        buf_puts(&b, "?view=0"); /* without any parameter the last view would come back */
    return arena_dupn(a, b.s, b.len);
}

const char *grid_query_text(struct arena *a, const struct grid_state *s)
{
    const char *query = strchr(grid_url(a, s), '?');
    return query ? query + 1 : "";
}

/* As if it had come as the query of the request. */
static enum err read_params(const struct request *r, const struct params *p, struct grid_state *out)
{
    struct request as_if = *r;
    as_if.query = *p;
    return grid_state_read(&as_if, out);
}

enum err grid_state_parse(const struct request *r, const char *query, struct grid_state *out)
{
    struct params p;
    enum err e = params_parse(r->arena, grid_query, query, strlen(query), &p);
    return e ? e : read_params(r, &p, out);
}

/* Each parameter that still makes sense together with those before it is taken. */
void grid_state_stored(const struct request *r, const char *query, struct grid_state *out,
                       bool *dropped)
{
    const char *taken = "";
    bool lost = false;
    grid_state_parse(r, "", out);
    for (const char *at = query; *at;) {
        size_t len = strcspn(at, "&");
        const char *more =
            arena_printf(r->arena, "%s%s%.*s", taken, *taken ? "&" : "", (int)len, at);
        struct grid_state s;
        if (grid_state_parse(r, more, &s) == OK) {
            taken = more;
            *out = s;
        } else {
            lost = true;
            err_clear();
        }
        at += len + (at[len] == '&');
    }
    if (dropped)
        *dropped = lost;
}

struct grid_state grid_first_page(const struct grid_state *s)
{
    struct grid_state first = *s;
    first.after = first.before = NULL;
    first.end = first.exact = false;
    return first;
}

struct grid_state grid_cleared(const struct grid_state *s)
{
    return (struct grid_state){.period = PERIOD_7D,
                               .sort = s->sort,
                               .ascending = s->ascending,
                               .size = s->size,
                               .cols = s->cols,
                               .view = s->view,
                               .select = s->select};
}

struct grid_state grid_filters_only(const struct grid_state *s)
{
    struct grid_state only = {
        .agent_id = s->agent_id, .period = s->period, .from = s->from, .to = s->to};
    only.size = GRID_SIZE_STANDARD;
    memcpy(only.filters, s->filters, sizeof only.filters);
    return only;
}

bool grid_filtered(const struct grid_state *s)
{
    bool on = s->agent_id;
    for (int i = 0; i < GRID_FIELDS; i++)
        on |= s->filters[i].on;
    return on;
}

static struct date next_month(struct date d, int by)
{
    int month = d.year * 12 + d.month - 1 + by;
    return (struct date){month / 12, month % 12 + 1, 1};
}

/* The first day of the period and the first day after it. */
static void period_days(enum period p, struct date today, struct date *first, struct date *end)
{
    int64_t day = date_days(today);
    *end = date_from_days(day + 1);
    switch (p) {
    case PERIOD_YESTERDAY:
        *first = date_from_days(day - 1);
        *end = today;
        break;
    case PERIOD_7D:
        *first = date_from_days(day - 6);
        break;
    case PERIOD_30D:
        *first = date_from_days(day - 29);
        break;
    case PERIOD_MONTH:
        *first = next_month(today, 0);
        *end = next_month(today, 1);
        break;
    case PERIOD_LAST_MONTH:
        *first = next_month(today, -1);
        *end = next_month(today, 0);
        break;
    default:
        *first = today;
    }
}

void grid_period(const struct grid_state *s, const char *zone, ms_t now, ms_t *from, ms_t *to)
{
    struct date first, end;
    *from = LIST_ALL_FROM;
    *to = LIST_ALL_TO;
    if (s->period == PERIOD_ALL)
        return;
    if (s->period != PERIOD_CUSTOM) {
        period_days(s->period, zone_civil(zone, now).date, &first, &end);
        *from = zone_day_start(zone, first);
        *to = zone_day_start(zone, end);
        return;
    }
    if (s->from && date_parse(s->from, &first))
        *from = zone_day_start(zone, first);
    if (s->to && date_parse(s->to, &end))
        *to = zone_day_start(zone, date_from_days(date_days(end) + 1));
}

const char *grid_cursor_text(struct arena *a, struct list_cursor k)
{
    return arena_printf(a, "%c%lld.%lld", k.running ? 'r' : 'd', (long long)k.key, (long long)k.id);
}

bool grid_cursor_read(const char *text, struct list_cursor *out)
{
    char *end;
    *out = (struct list_cursor){.running = text[0] == 'r'};
    if ((text[0] != 'r' && text[0] != 'd') || strlen(text) > 42 || text[1] == ' ')
        return false;
    out->key = strtoll(text + 1, &end, 10);
    if (end == text + 1 || *end != '.' || out->key > LIST_ALL_TO || out->key < -1)
        return false;
    const char *id = end + 1;
    out->id = strtoll(id, &end, 10);
    out->set = end != id && !*end && out->id >= 0;
    return out->set;
}
