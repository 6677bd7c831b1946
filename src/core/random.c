#include "core/random.h"

#include <math.h>

static const double two_pi = 6.283185307179586;

static uint64_t splitmix(uint64_t *x)
{
    uint64_t z = *x += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

void random_seed(struct random *r, uint64_t seed)
{
    for (size_t i = 0; i < 4; i++)
        r->s[i] = splitmix(&seed);
}

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

uint64_t random_next(struct random *r)
{
    uint64_t *s = r->s, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

int64_t random_below(struct random *r, int64_t n)
{
    /* The few values at the start that would make some remainders likelier are drawn again. */
    uint64_t x, range = (uint64_t)n, skewed = -range % range;
    do
        x = random_next(r);
    while (x < skewed);
    return (int64_t)(x % range);
}

int64_t random_between(struct random *r, int64_t low, int64_t high)
{
    return low + random_below(r, high - low + 1);
}

double random_unit(struct random *r)
{
    return (double)(random_next(r) >> 11) * 0x1p-53;
}

bool random_chance(struct random *r, double p)
{
    return random_unit(r) < p;
}

/* Box-Muller; the second value is thrown away, so that the state stays four words. */
double random_normal(struct random *r, double mean, double deviation)
{
    double radius = sqrt(-2 * log(1 - random_unit(r)));
    return mean + deviation * radius * cos(two_pi * random_unit(r));
}

double random_lognormal(struct random *r, double median, double sigma)
{
    return median * exp(random_normal(r, 0, sigma));
}

double random_exponential(struct random *r, double mean)
{
    return -mean * log(1 - random_unit(r));
}

void random_cumulate(double *weights, size_t n)
{
    for (size_t i = 1; i < n; i++)
        weights[i] += weights[i - 1];
}

size_t random_pick(struct random *r, const double *sums, size_t n)
{
    double at = random_unit(r) * sums[n - 1];
    size_t low = 0, high = n - 1;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (at < sums[mid])
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

void random_shuffle(struct random *r, int64_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t j = (size_t)random_below(r, (int64_t)i + 1);
        order[i] = order[j];
        order[j] = (int64_t)i;
    }
}
