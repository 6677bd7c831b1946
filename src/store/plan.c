#include "store/plan.h"

#include "core/conf.h"

/* Costs in microseconds, measured on 10 million rows: a step along an index that holds all that is
 * tested, a row that has to be looked up for it, a dive to a place in an index, a row sorted. */
static const double step_us = 0.4, lookup_us = 2.5, dive_us = 25, sort_us = 1.5, hanging_us = 2,
                    text_us = 3;

enum { DIVES_MAX = 64 };

static const char *const drive_names[DRIVES] = {
    [DRIVE_TIME] = "time",         [DRIVE_QUEUE] = "queue",
    [DRIVE_AGENT] = "agent",       [DRIVE_AGENT_QUEUE] = "agent_queue",
    [DRIVE_DID] = "did",           [DRIVE_DISPOSITION] = "disposition",
    [DRIVE_CHANNEL] = "channel",   [DRIVE_CONTACT] = "contact",
    [DRIVE_PHONE] = "phone",       [DRIVE_ACCOUNT] = "account",
    [DRIVE_CLIENTS] = "clients",   [DRIVE_ACTION] = "action",
    [DRIVE_FLOW] = "flow",         [DRIVE_FLAGGED] = "flagged",
    [DRIVE_TAG] = "tag",           [DRIVE_FLAG] = "flag",
    [DRIVE_DURATION] = "duration", [DRIVE_TEXT] = "text",
};

/* A filter that can drive. */
struct part {
    bool on;
    bool sorts; /* all its rows are read and sorted, in whatever order the list is */
    const int64_t *values;
    size_t n;
    int dim;      /* of the catalog; -1: not counted there */
    double rows;  /* of all time; where it is not counted in the catalog */
    double share; /* of the rows in the period */
};

struct estimate {
    const struct catalog *c;
    const struct list_filter *f;
    const struct list_page *page;
    double total; /* rows of the tenant */
    ms_t first_at, last_at;
    double want;
    struct part parts[DRIVES];
    double rest; /* what passes the filters that cannot drive */
    bool has_rest;
    double test_us; /* what rows that hang on it cost to look up, a row walked over */
};

enum { RARE = 200, ACCOUNT_ROWS = 20 }; /* of one client, one account: nothing is counted there */

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double overlap(ms_t from, ms_t to, ms_t first, ms_t last)
{
    ms_t a = from > first ? from : first, b = to < last ? to : last;
    if (b <= a)
        return 0;
    return (double)(b - a) / (double)(last - first + 1);
}

static double rows_in_period(const struct estimate *x)
{
    return x->total * overlap(x->f->from, x->f->to, x->first_at, x->last_at);
}

/* Rows of a value within the period; assumes an even spread between its first and last. */
static double rows_of(const struct estimate *x, enum catalog_dim dim, int64_t value)
{
    const struct catalog_entry *e = catalog_find(x->c, dim, value);
    return e ? (double)e->n * overlap(x->f->from, x->f->to, e->first_at, e->last_at) : 0;
}

static double rows_of_values(const struct estimate *x, enum catalog_dim dim, const int64_t *values,
                             size_t n)
{
    double rows = 0;
    for (size_t i = 0; i < n; i++)
        rows += rows_of(x, dim, values[i]);
    return rows;
}

static double share_of(const struct estimate *x, double rows)
{
    double in_period = rows_in_period(x);
    return in_period > rows ? rows / in_period : 1;
}

static void set_part(struct estimate *x, enum drive d, enum catalog_dim dim, const int64_t *values,
                     size_t n)
{
    x->parts[d] = (struct part){.on = true, .values = values, .n = n, .dim = (int)dim};
    x->parts[d].share = share_of(x, rows_of_values(x, dim, values, n));
}

/* What is not counted in the catalog: its rows of all time are known about. */
static void set_uncounted(struct estimate *x, enum drive d, double rows, bool sorts)
{
    double in_period = x->total > 0 ? rows_in_period(x) / x->total : 1;
    /* There the period is seen only in the row. */
    bool hangs = d == DRIVE_TAG || d == DRIVE_FLAG || d == DRIVE_DURATION;
    x->parts[d] = (struct part){
        .on = true, .sorts = sorts, .dim = -1, .rows = hangs ? rows : rows * in_period};
    x->parts[d].share = x->total > 0 ? least(1, rows / x->total) : 1;
}

/* By what a column is tested: the drive of its index and its dimension in the catalog, or -1; and
 * what part of the rows one value has about, and what part has none, where neither is counted. */
static const struct {
    int drive, dim;
    double one, empty;
} columns[LIST_BYS] = {
    [BY_AGENT] = {DRIVE_AGENT, DIM_AGENT, .01, .1},
    [BY_AGENT_KIND] = {-1, DIM_AGENT, .01, .1},
    [BY_DID] = {DRIVE_DID, DIM_DID, .01, .1},
    [BY_DISPOSITION] = {DRIVE_DISPOSITION, DIM_DISPOSITION, .05, .2},
    [BY_QUEUE] = {-1, DIM_QUEUE, .05, .05},
    [BY_CHANNEL] = {DRIVE_CHANNEL, DIM_CHANNEL, .2, 0},
    [BY_DIRECTION] = {-1, -1, .4, .1},
    [BY_OUTCOME] = {-1, -1, .08, .3},
    [BY_SENTIMENT] = {-1, -1, .1, .6},
    [BY_RESULT] = {-1, -1, .1, .4},
    [BY_PLATFORM] = {-1, -1, .5, .1},
    [BY_FLAGGED] = {-1, -1, .5, 0},
    [BY_STATUS] = {-1, -1, 1, 0},
    [BY_RECORDING] = {-1, -1, .5, 0},
    [BY_TRANSCRIPT] = {-1, -1, .3, 0},
    [BY_CONTACT] = {DRIVE_CONTACT, -1, 0, .3},
    [BY_ACCOUNT] = {DRIVE_ACCOUNT, -1, 0, .9},
};

static void rest(struct estimate *x, double share)
{
    x->rest *= share < 0 ? 0 : least(share, 1);
    x->has_rest = true;
}

static double share_in(const struct estimate *x, enum list_by by, const struct id_filter *f)
{
    if (columns[by].dim < 0 || x->total <= 0)
        return least(1, columns[by].one * (double)f->n);
    return share_of(x, rows_of_values(x, (enum catalog_dim)columns[by].dim, f->ids, f->n));
}

/* Rows of no value are what is left of all rows. */
static double share_empty(const struct estimate *x, enum list_by by)
{
    double known = 0;
    if (columns[by].dim < 0 || x->total <= 0)
        return columns[by].empty;
    for (size_t i = 0; i < x->c->count[columns[by].dim]; i++)
        known += (double)x->c->entries[columns[by].dim][i].n;
    return known < x->total ? (x->total - known) / x->total : 0;
}

/* Few are: those are counted. */
static void set_flagged(struct estimate *x, const struct id_filter *f)
{
    if (f->rows < NAME_ROWS_MAX)
        set_uncounted(x, DRIVE_FLAGGED, (double)f->rows, false);
    else
        rest(x, .1);
}

static void set_by(struct estimate *x, enum list_by by)
{
    const struct id_filter *f = &x->f->by[by];
    int drive = columns[by].drive;
    if (!f->on)
        return;
    if (by == BY_FLAGGED && f->n && f->ids[0]) {
        set_flagged(x, f);
        return;
    }
    if (f->test == TEST_IN && drive >= 0 && columns[by].dim >= 0) {
        set_part(x, (enum drive)drive, (enum catalog_dim)columns[by].dim, f->ids, f->n);
        return;
    }
    if (f->test == TEST_IN && drive >= 0) {
        double each = by == BY_CONTACT ? RARE : ACCOUNT_ROWS;
        set_uncounted(x, (enum drive)drive, each * (double)f->n, f->n > 1);
        return;
    }
    double in = f->n ? share_in(x, by, f) : 0, empty = share_empty(x, by);
    const double shares[LIST_TESTS] = {
        [TEST_IN] = in,
        [TEST_NOT_IN] = 1 - in,
        [TEST_EMPTY] = empty,
        [TEST_FILLED] = 1 - empty,
        [TEST_OTHERS] = 1 - in - empty,
        [TEST_IN_OR_EMPTY] = in + empty,
    };
    rest(x, shares[f->test]);
}

static void set_names(struct estimate *x, enum list_name which)
{
    static const enum drive drives[LIST_NAMES] = {DRIVE_TAG, DRIVE_FLAG, DRIVE_ACTION, DRIVE_FLOW};
    const struct name_filter *f = &x->f->names[which];
    if (!f->on)
        return;
    bool own = which == NAME_ACTION || which == NAME_FLOW;
    x->test_us += own ? 0 : hanging_us;
    if (f->test == TEST_IN && !f->part && f->rows < NAME_ROWS_MAX)
        set_uncounted(x, drives[which], (double)f->rows, !own || f->n > 1);
    else
        rest(x, f->test == TEST_IN ? .03 : f->test == TEST_FILLED ? .1 : .9);
}

static void set_range(struct estimate *x, const struct range_filter *f)
{
    double span = (double)(f->to - f->from);
    double in = span >= 300 ? .3 : span / 1000;
    if (f->on && f->test == TEST_IN && f == &x->f->ranges[RANGE_DURATION] &&
        f->rows < NAME_ROWS_MAX)
        set_uncounted(x, DRIVE_DURATION, (double)f->rows, true);
    else if (f->on)
        rest(x, f->test == TEST_IN       ? in
                : f->test == TEST_NOT_IN ? 1 - in
                : f->test == TEST_EMPTY  ? .1
                                         : .9);
}

static void set_clients(struct estimate *x)
{
    const struct list_filter *f = x->f;
    if (f->phone_e164 && !f->phone_not)
        set_uncounted(x, DRIVE_PHONE, RARE, false);
    else if (f->phone_e164)
        rest(x, 1);
    if (f->client == TEST_EMPTY || f->client == TEST_FILLED)
        rest(x, f->client == TEST_EMPTY ? .1 : .9);
    if (f->clients.on && f->clients.rows >= NAME_ROWS_MAX)
        rest(x, .03);
    else if (f->clients.on)
        set_uncounted(x, DRIVE_CLIENTS, (double)f->clients.rows, true);
}

/* Looked up by its rarest word, or by each of several; the other words are tested in the text. That
 * the words of a phrase stand in a row is rarer than that they are there. */
static void set_text(struct estimate *x)
{
    const struct text_filter *f = &x->f->text;
    double period = rows_in_period(x), passes = 1;
    if (!f->on)
        return;
    for (size_t i = 0; i < f->query.n; i++) {
        bool phrase =
            strchr(f->query.items[i] + 1, ' ') != f->query.items[i] + f->query.lens[i] - 1;
        bool other = f->query.mode != WORDS_ANY && f->item_rows[i] > f->rows;
        passes *= other && period > 0 ? least(1, f->item_rows[i] / period) : 1;
        passes *= phrase ? .1 : 1;
    }
    x->test_us += text_us;
    x->parts[DRIVE_TEXT] = (struct part){.on = true, .dim = -1, .rows = f->rows};
    x->parts[DRIVE_TEXT].share = period > 0 ? least(1, f->rows / period) : 1;
    rest(x, passes);
}

static void set_queue_part(struct estimate *x, struct arena *a, const struct scope *scope)
{
    if (scope_is_all(scope))
        return;
    int64_t *queues = arena_array(a, scope_count(scope) + 1, sizeof *queues);
    for (size_t i = 0; i < scope_count(scope); i++)
        queues[i] = scope_queue(scope, i);
    set_part(x, DRIVE_QUEUE, DIM_QUEUE, queues, scope_count(scope));
}

static void set_parts(struct estimate *x, struct arena *a, const struct scope *scope)
{
    x->rest = 1;
    set_queue_part(x, a, scope);
    for (int i = 0; i < LIST_BYS; i++)
        set_by(x, (enum list_by)i);
    for (int i = 0; i < LIST_NAMES; i++)
        set_names(x, (enum list_name)i);
    for (int i = 0; i < LIST_RANGES; i++)
        set_range(x, &x->f->ranges[i]);
    set_clients(x);
    set_text(x);
    x->parts[DRIVE_AGENT_QUEUE] = x->parts[DRIVE_AGENT];
    x->parts[DRIVE_AGENT_QUEUE].on = x->parts[DRIVE_AGENT].on && scope_count(scope) == 1;
}

/* The part of the rows that passes all filters but those a drive takes care of. */
static double passing(const struct estimate *x, enum drive drive)
{
    double share = x->rest;
    for (int d = DRIVE_QUEUE; d < DRIVES; d++) {
        bool taken = d == (int)drive || d == DRIVE_AGENT_QUEUE ||
                     (drive == DRIVE_AGENT_QUEUE && (d == DRIVE_AGENT || d == DRIVE_QUEUE));
        if (x->parts[d].on && !taken)
            share *= x->parts[d].share;
    }
    return share > 1e-9 ? share : 1e-9;
}

/* Rows between where the list begins and where the values were last (or first) seen: order of time
 * has to walk over all of them. */
static double dead_stretch(const struct estimate *x)
{
    bool from_old = x->page && (x->page->ascending != x->page->backwards);
    double worst = 0;
    for (int d = DRIVE_QUEUE; d < DRIVES; d++) {
        const struct part *p = &x->parts[d];
        ms_t first = x->last_at, last = x->first_at;
        if (!p->on || p->dim < 0)
            continue;
        for (size_t i = 0; i < p->n; i++) {
            const struct catalog_entry *e =
                catalog_find(x->c, (enum catalog_dim)p->dim, p->values[i]);
            if (!e || !e->n)
                continue;
            first = e->first_at < first ? e->first_at : first;
            last = e->last_at > last ? e->last_at : last;
        }
        double dead = from_old ? x->total * overlap(x->f->from, first, x->first_at, x->last_at)
                               : x->total * overlap(last, x->f->to, x->first_at, x->last_at);
        worst = dead > worst ? dead : worst;
    }
    return worst;
}

/* Whether anything has to be looked up in the row besides what the drive's index holds. */
static bool others(const struct estimate *x, enum drive drive)
{
    for (int d = DRIVE_QUEUE; d < DRIVES; d++)
        if (x->parts[d].on && d != (int)drive && d != DRIVE_AGENT_QUEUE)
            return !(drive == DRIVE_AGENT_QUEUE && (d == DRIVE_AGENT || d == DRIVE_QUEUE));
    return x->has_rest;
}

static bool by_time(const struct estimate *x)
{
    return !x->page || x->page->sort == SORT_CREATED;
}

static double cost_time(const struct estimate *x, bool walk_sort_key)
{
    double period = rows_in_period(x), pass = passing(x, DRIVE_TIME);
    if (by_time(x))
        return dive_us +
               (step_us * 2 + x->test_us) * least(period, x->want / pass + dead_stretch(x));
    if (!walk_sort_key)
        return dive_us + period * (step_us * 2 + x->test_us + pass * sort_us);
    /* Along the sort key the whole table passes by, of which the period is a part. */
    double share = x->total > 0 ? period / x->total : 1;
    double walked = least(x->total, x->want / (pass * (share > 1e-9 ? share : 1e-9)));
    bool bare = pass >= 1 && x->f->from == LIST_ALL_FROM && x->f->to == LIST_ALL_TO;
    return dive_us + walked * (bare ? step_us : lookup_us + x->test_us);
}

/* Values that are dived for one by one are not too many. */
static bool drivable(const struct part *p)
{
    return p->on && (p->dim < 0 || (p->n && p->n <= DIVES_MAX));
}

static double cost_dives(const struct estimate *x, enum drive drive)
{
    const struct part *p = &x->parts[drive];
    double pass = passing(x, drive), each = others(x, drive) ? lookup_us : step_us, cost = 0;
    if (!drivable(p))
        return 1e18;
    if (p->dim < 0) {
        bool bounded = by_time(x) && !p->sorts;
        return dive_us + (bounded ? each * least(p->rows, x->want / pass)
                                  : p->rows * (each + lookup_us + sort_us));
    }
    for (size_t i = 0; i < p->n; i++) {
        double rows = rows_of(x, (enum catalog_dim)p->dim, p->values[i]);
        if (drive == DRIVE_AGENT_QUEUE)
            rows *= x->parts[DRIVE_QUEUE].share;
        cost += dive_us +
                (by_time(x) ? each * least(rows, x->want / pass) : rows * (lookup_us + sort_us));
    }
    return cost;
}

static struct plan dives(const struct estimate *x, int drive)
{
    return (struct plan){.drive = (enum drive)drive,
                         .values = x->parts[drive].values,
                         .n = x->parts[drive].n,
                         .name = drive_names[drive]};
}

/* The plan that the configuration names, where the filters allow it; else the order of time. */
static struct plan forced(const struct estimate *x, const char *name)
{
    for (int d = DRIVE_QUEUE; d < DRIVES; d++)
        if (strcmp(drive_names[d], name) == 0 && drivable(&x->parts[d]))
            return dives(x, d);
    bool sorted = strcmp(name, "sorted") == 0;
    return (struct plan){
        .drive = DRIVE_TIME, .walk_sort_key = !sorted, .name = sorted ? "sorted" : "time"};
}

struct plan plan_choose(struct arena *a, const struct scope *scope, const struct catalog *c,
                        const struct list_filter *f, const struct list_page *page, size_t want)
{
    const struct catalog_entry *all = catalog_find(c, DIM_ALL, 0);
    struct estimate x = {.c = c, .f = f, .page = page, .want = (double)want};
    x.total = all ? (double)all->n : 0;
    x.first_at = all ? all->first_at : 0;
    x.last_at = all ? all->last_at : 0;
    set_parts(&x, a, scope);
    if (strcmp(conf(CONF_PLAN), "auto") != 0)
        return forced(&x, conf(CONF_PLAN));
    struct plan best = {.drive = DRIVE_TIME, .walk_sort_key = true, .name = "time"};
    double cheapest = cost_time(&x, true);
    if (!by_time(&x) && cost_time(&x, false) < cheapest) {
        cheapest = cost_time(&x, false);
        best.walk_sort_key = false;
        best.name = "sorted";
    }
    for (int d = DRIVE_QUEUE; d < DRIVES; d++) {
        double cost = cost_dives(&x, (enum drive)d);
        if (cost >= cheapest)
            continue;
        cheapest = cost;
        best = dives(&x, d);
    }
    return best;
}

void plan_check(const struct db *db, struct plan *p)
{
    static const char *const indexes[DRIVES] = {
        [DRIVE_QUEUE] = "ix_queue",
        [DRIVE_AGENT] = "ix_agent",
        [DRIVE_AGENT_QUEUE] = "ix_agent_queue",
        [DRIVE_DID] = "ix_did",
        [DRIVE_DISPOSITION] = "ix_disposition",
        [DRIVE_CHANNEL] = "ix_channel",
        [DRIVE_CONTACT] = "ix_contact",
        [DRIVE_PHONE] = "ix_phone",
        [DRIVE_ACCOUNT] = "ix_account",
        [DRIVE_CLIENTS] = "ix_contact",
        [DRIVE_ACTION] = "ix_action",
        [DRIVE_FLOW] = "ix_flow",
        [DRIVE_FLAGGED] = "ix_flagged",
        [DRIVE_DURATION] = "ix_duration",
        [DRIVE_TEXT] = "PRIMARY",
    };
    if (indexes[p->drive] && !db_has_index(db, "closed_interactions", indexes[p->drive]))
        *p = (struct plan){
            .drive = DRIVE_TIME, .walk_sort_key = true, .name = drive_names[DRIVE_TIME]};
}
