#include "demo.h"

#include <math.h>

enum { HOUR_MS = 3600000, LIVE_MIN = 20, STOP_MS = 3000, LATEST_DAYS = 3 };

/* An hour of the tenant's local time, or what of it lies in the period. */
struct hour {
    ms_t start, end;
    struct date date;
    int hour, weekday;
    int64_t days_ago;
    double weights[DEMO_QUEUES], sum;
};

/* Passes over all hours call this. */
typedef enum err (*hour_fn)(void *data, const struct hour *h);

/* What a busy hour has, so that the load of any other can be told. */
struct total {
    double sum, busy[DEMO_QUEUES];
    int busy_hours;
};

struct day {
    struct demo_world *w;
    const struct total *total;
    struct demo_interaction **made; /* of the days not written yet */
    size_t n, cap;
    double target;
    int64_t arrived;
};

static double noise(const struct demo_world *w, ms_t salt, double sigma)
{
    struct random r;
    random_seed(&r, w->seed ^ (uint64_t)salt);
    return random_lognormal(&r, 1, sigma);
}

static bool is_holiday(const struct demo_tenant *t, struct date d)
{
    for (const struct date *h = t->holidays; h->month; h++)
        if (h->month == d.month && h->day == d.day)
            return true;
    return false;
}

static double bump(const struct demo_tenant *t, const char *queue, int64_t days_ago)
{
    double factor = 1;
    for (const struct demo_bump *b = t->bumps; b->days; b++)
        if (days_ago <= b->days_ago && days_ago > b->days_ago - b->days &&
            (!b->queue || strcmp(b->queue, queue) == 0))
            factor *= b->factor;
    return factor;
}

static void weigh(const struct demo_world *w, struct hour *h)
{
    const struct demo_tenant *t = w->tenant;
    double progress = (double)(h->start - w->start) / (double)(w->now - w->start);
    double all = t->season[h->date.month - 1] * (1 + .15 * progress) * noise(w, h->start, .12) *
                 noise(w, date_days(h->date), .07) * (double)(h->end - h->start) / HOUR_MS;
    bool holiday = is_holiday(t, h->date);
    h->sum = 0;
    for (size_t k = 0; k < w->queues; k++) {
        const struct demo_queue *q = &t->queues[k];
        double x = all * q->share * demo_hours[q->curve][h->hour] *
                   demo_weekdays[q->curve][h->weekday] * bump(t, q->name, h->days_ago);
        if (holiday)
            x *= q->curve == ROUND_THE_CLOCK ? .6 : .08;
        if (q->closes > 0 && progress >= q->closes)
            x = 0;
        h->weights[k] = x;
        h->sum += x;
    }
}

static enum err each_hour_of_day(const struct demo_world *w, int64_t day, int64_t today, hour_fn fn,
                                 void *data)
{
    enum err e = OK;
    struct hour h = {
        .date = date_from_days(day), .weekday = (int)((day + 4) % 7), .days_ago = today - day};
    for (h.hour = 0; h.hour < 24 && !e; h.hour++) {
        bool skipped;
        h.start = zone_instant(w->tenant->zone, h.date, h.hour, 0, 0, &skipped);
        h.end = h.start + HOUR_MS < w->now - STOP_MS ? h.start + HOUR_MS : w->now - STOP_MS;
        if (skipped || h.end <= h.start)
            continue;
        weigh(w, &h);
        e = fn(data, &h);
    }
    return e;
}

static int64_t local_day(const struct demo_world *w, ms_t at)
{
    return date_days(zone_civil(w->tenant->zone, at).date);
}

static enum err add_up(void *data, const struct hour *h)
{
    struct total *total = data;
    bool busy = h->weekday >= 1 && h->weekday <= 5 && h->hour >= 9 && h->hour < 17;
    total->sum += h->sum;
    total->busy_hours += busy;
    for (size_t k = 0; k < DEMO_QUEUES && busy; k++)
        total->busy[k] += h->weights[k];
    return OK;
}

static struct demo_interaction *add(struct day *d)
{
    if (d->n == d->cap) {
        d->cap = d->cap ? d->cap * 2 : 1024;
        d->made = realloc(d->made, d->cap * sizeof *d->made);
        if (!d->made)
            abort();
    }
    return d->made[d->n++] = arena_alloc(d->w->days, sizeof(struct demo_interaction));
}

/* Keeps an interaction, and the message that was sent during it. */
static void take(struct day *d, const struct demo_interaction *i)
{
    struct demo_interaction *kept = add(d), child;
    *kept = *i;
    if (demo_follow_up(d->w, kept, &child))
        *add(d) = child;
}

static void arrive(struct day *d, const struct hour *h)
{
    struct demo_world *w = d->w;
    double sums[DEMO_QUEUES];
    memcpy(sums, h->weights, sizeof sums);
    random_cumulate(sums, w->queues);
    int queue = (int)random_pick(&w->random, sums, w->queues);
    double mean = d->total->busy[queue] / d->total->busy_hours;
    double part = (double)(h->end - h->start) / HOUR_MS;
    struct demo_interaction i;
    demo_call(w, &i, random_between(&w->random, h->start, h->end - 1), queue,
              mean > 0 ? h->weights[queue] / part / mean : 1);
    take(d, &i);
}

/* The arrivals of an hour are its share of all, rounded so that the sum comes out exactly. */
static enum err fill_hour(void *data, const struct hour *h)
{
    struct day *d = data;
    d->target += h->sum / d->total->sum * (double)(d->w->rows - DEMO_LIVE);
    for (; d->arrived < llround(d->target); d->arrived++)
        arrive(d, h);
    struct demo_interaction i;
    for (int next = 0; demo_story(d->w, h->start, h->end, &next, &i);)
        take(d, &i);
    return OK;
}

static int by_time(const void *a, const void *b)
{
    const struct demo_interaction *x = *(struct demo_interaction *const *)a;
    const struct demo_interaction *y = *(struct demo_interaction *const *)b;
    return (x->created > y->created) - (x->created < y->created);
}

static enum err write_made(struct day *d, bool latest)
{
    enum err e = OK;
    if (d->n)
        qsort(d->made, d->n, sizeof *d->made, by_time);
    for (size_t i = 0; i < d->n; i++)
        d->made[i]->id = d->w->next_id++;
    if (latest)
        demo_record(d->w, d->made, d->n);
    for (size_t i = 0; i < d->n && !e; i++)
        e = demo_write(d->w, d->made[i]);
    d->n = 0;
    arena_reset(d->w->days);
    return e;
}

static void add_live(struct day *d)
{
    for (int n = 0; n < DEMO_LIVE; n++) {
        struct demo_interaction *i = add(d);
        i->created = d->w->now - random_between(&d->w->random, 5000, LIVE_MIN * 60000);
    }
    /* The longest running first, so that agents are taken in the order of time. */
    qsort(d->made + d->n - DEMO_LIVE, DEMO_LIVE, sizeof *d->made, by_time);
    for (size_t n = d->n - DEMO_LIVE; n < d->n; n++)
        demo_live(d->w, d->made[n]);
}

static enum err fill_days(struct day *d, int64_t first, int64_t last)
{
    enum err e = OK;
    for (int64_t day = first; day <= last && !e; day++) {
        e = each_hour_of_day(d->w, day, last, fill_hour, d);
        /* The latest days wait for today: what runs now may have begun before midnight, and some
         * of them are recorded. */
        if (!e && day + LATEST_DAYS < last)
            e = write_made(d, false);
        command_progress(d->w->env, d->w->tenant->name, d->arrived, d->w->rows);
    }
    return e;
}

enum err demo_arrivals(struct demo_world *w)
{
    struct total total = {0};
    struct day d = {.w = w, .total = &total};
    int64_t first = local_day(w, w->start), last = local_day(w, w->now);
    for (int64_t day = first; day <= last; day++)
        each_hour_of_day(w, day, last, add_up, &total);
    enum err e = fill_days(&d, first, last);
    struct demo_interaction extra;
    for (int next = 0; !e && demo_long(w, &next, &extra);)
        take(&d, &extra);
    if (!e) {
        add_live(&d);
        e = write_made(&d, true);
        command_progress(w->env, w->tenant->name, w->rows, w->rows);
    }
    free(d.made);
    return e;
}
