#include "store/plan.h"

#include "core/conf.h"

/* Costs in microseconds, measured on 10 million rows: a step along an index that holds all that is
 * tested, a row that has to be looked up for it, a dive to a place in an index, a row sorted. */
static const double step_us = 0.4, lookup_us = 2.5, dive_us = 25, sort_us = 1.5;

enum { DIVES_MAX = 64 };

static const char *const drive_names[DRIVES] = {
    [DRIVE_TIME] = "time",       [DRIVE_QUEUE] = "queue",
    [DRIVE_AGENT] = "agent",     [DRIVE_AGENT_QUEUE] = "agent_queue",
    [DRIVE_DID] = "did",         [DRIVE_DISPOSITION] = "disposition",
    [DRIVE_CHANNEL] = "channel", [DRIVE_CONTACT] = "contact",
    [DRIVE_PHONE] = "phone",
};

/* A filter as the planner sees it. */
struct part {
    bool on;
    const int64_t *values;
    size_t n;
    int dim;      /* of the catalog; -1: not counted there */
    double share; /* of all rows */
};

struct estimate {
    const struct catalog *c;
    const struct list_filter *f;
    const struct list_page *page;
    double total; /* rows of the tenant */
    ms_t first_at, last_at;
    double want;
    struct part parts[DRIVES];
};

enum { RARE = 200 }; /* rows of one client, where nothing is counted */

static double overlap(ms_t from, ms_t to, ms_t first, ms_t last)
{
    ms_t a = from > first ? from : first, b = to < last ? to : last;
    if (b <= a)
        return 0;
    return (double)(b - a) / (double)(last - first + 1);
}

/* Rows of a value within the period; assumes an even spread between its first and last. */
static double rows_of(const struct estimate *x, const struct part *p, int64_t value)
{
    const struct catalog_entry *e =
        p->dim < 0 ? NULL : catalog_find(x->c, (enum catalog_dim)p->dim, value);
    if (!e)
        return p->dim < 0 ? RARE : 0;
    return (double)e->n * overlap(x->f->from, x->f->to, e->first_at, e->last_at);
}

static double rows_of_part(const struct estimate *x, const struct part *p)
{
    double n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += rows_of(x, p, p->values[i]);
    return n;
}

static double rows_in_period(const struct estimate *x)
{
    return x->total * overlap(x->f->from, x->f->to, x->first_at, x->last_at);
}

static void set_part(struct estimate *x, enum drive d, int dim, const int64_t *values, size_t n)
{
    struct part *p = &x->parts[d];
    *p = (struct part){.on = true, .values = values, .n = n, .dim = dim};
    double in_period = rows_in_period(x);
    p->share = in_period > 0 ? rows_of_part(x, p) / in_period : 1;
    if (p->share > 1)
        p->share = 1;
}

static int64_t channel_value(const char *name)
{
    static const char *const names[] = {"voice", "chat", "sms", "whatsapp", "email"};
    for (int i = 0; i < 5; i++)
        if (strcmp(names[i], name) == 0)
            return i + 1;
    return 0;
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
    const struct list_filter *f = x->f;
    int64_t *one = arena_array(a, 2, sizeof *one);
    set_queue_part(x, a, scope);
    if (f->agents.on)
        set_part(x, DRIVE_AGENT, DIM_AGENT, f->agents.ids, f->agents.n);
    if (f->dids.on)
        set_part(x, DRIVE_DID, DIM_DID, f->dids.ids, f->dids.n);
    if (f->dispositions.on)
        set_part(x, DRIVE_DISPOSITION, DIM_DISPOSITION, f->dispositions.ids, f->dispositions.n);
    if (f->channel) {
        one[0] = channel_value(f->channel);
        set_part(x, DRIVE_CHANNEL, DIM_CHANNEL, one, 1);
    }
    one[1] = f->contact_id;
    if (f->contact_id)
        set_part(x, DRIVE_CONTACT, -1, one + 1, 1);
    if (f->phone_e164)
        set_part(x, DRIVE_PHONE, -1, one + 1, 1);
    x->parts[DRIVE_AGENT_QUEUE] = x->parts[DRIVE_AGENT];
    x->parts[DRIVE_AGENT_QUEUE].on = x->parts[DRIVE_AGENT].on && scope_count(scope) == 1;
}

/* The part of the rows that passes all filters but those a drive takes care of. */
static double passing(const struct estimate *x, enum drive drive)
{
    double share = 1;
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

static double least(double a, double b)
{
    return a < b ? a : b;
}

/* Whether anything has to be looked up in the row besides what the drive's index holds. */
static bool others(const struct estimate *x, enum drive drive)
{
    for (int d = DRIVE_QUEUE; d < DRIVES; d++)
        if (x->parts[d].on && d != (int)drive && d != DRIVE_AGENT_QUEUE)
            return !(drive == DRIVE_AGENT_QUEUE && (d == DRIVE_AGENT || d == DRIVE_QUEUE));
    return false;
}

static bool by_time(const struct estimate *x)
{
    return !x->page || x->page->sort == SORT_CREATED;
}

static double cost_time(const struct estimate *x, bool walk_sort_key)
{
    double period = rows_in_period(x), pass = passing(x, DRIVE_TIME);
    if (by_time(x))
        return dive_us + step_us * 2 * least(period, x->want / pass + dead_stretch(x));
    if (!walk_sort_key)
        return dive_us + period * (step_us * 2 + pass * sort_us);
    /* Along the sort key the whole table passes by, of which the period is a part. */
    double share = x->total > 0 ? period / x->total : 1;
    double walked = least(x->total, x->want / (pass * (share > 1e-9 ? share : 1e-9)));
    bool bare = pass >= 1 && x->f->from == LIST_ALL_FROM && x->f->to == LIST_ALL_TO;
    return dive_us + walked * (bare ? step_us : lookup_us);
}

static double cost_dives(const struct estimate *x, enum drive drive)
{
    const struct part *p = &x->parts[drive];
    double pass = passing(x, drive), each = others(x, drive) ? lookup_us : step_us, cost = 0;
    if (!p->on || !p->n || p->n > DIVES_MAX)
        return 1e18;
    for (size_t i = 0; i < p->n; i++) {
        double rows = rows_of(x, p, p->values[i]);
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
        if (strcmp(drive_names[d], name) == 0 && x->parts[d].on && x->parts[d].n &&
            x->parts[d].n <= DIVES_MAX)
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
    };
    if (indexes[p->drive] && !db_has_index(db, "closed_interactions", indexes[p->drive]))
        *p = (struct plan){
            .drive = DRIVE_TIME, .walk_sort_key = true, .name = drive_names[DRIVE_TIME]};
}
