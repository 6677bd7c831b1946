/* Telephone numbers that ring nowhere: the ranges that regulators keep for film and books. */
#include "demo.h"

enum { RANGES = 8, AREAS = 256, STRIDE = 7919 };

/* A range with its areas counted, and how many of its numbers were given out. */
struct pool {
    const struct demo_range *range;
    const char *area[AREAS];
    int64_t areas, each, used;
};

static void open_pool(struct pool *p, const struct demo_range *range)
{
    *p = (struct pool){.range = range, .each = 1};
    for (int d = 0; d < range->digits; d++)
        p->each *= 10;
    for (const char *s = range->areas; *s && p->areas < AREAS; s += strspn(s, " ")) {
        p->area[p->areas++] = s;
        s += strcspn(s, " ");
    }
}

/* A prime stride goes through all numbers of the pool before one comes twice. */
static void next_number(struct pool *p, struct demo_contact *c)
{
    int64_t at = p->used++ * STRIDE % (p->areas * p->each);
    const char *area = p->area[at / p->each];
    snprintf(c->phone, sizeof c->phone, "%s%.*s%s%0*lld", p->range->country,
             (int)strcspn(area, " "), area, p->range->tail, p->range->digits,
             (long long)(at % p->each));
    c->country = strlen(p->range->country);
    c->trunk = p->range->trunk;
}

void demo_numbers(struct demo_world *w, const char **zones)
{
    struct pool pools[RANGES];
    double sums[RANGES];
    size_t n = 0;
    for (const struct demo_range *r = w->tenant->ranges; r->country && n < RANGES; r++, n++) {
        open_pool(&pools[n], r);
        sums[n] = r->share;
    }
    random_cumulate(sums, n);
    for (size_t i = 0; i < DEMO_CONTACTS + DEMO_STRANGERS; i++) {
        struct pool *p = &pools[random_pick(&w->random, sums, n)];
        next_number(p, &w->contacts[i]);
        if (i < DEMO_CONTACTS)
            zones[i] = p->range->zone;
    }
}
