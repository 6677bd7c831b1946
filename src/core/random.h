/* Pseudo-random numbers from a seed, for invented data and tests: the same seed gives the same
 * numbers on every machine. Never for secrets (libsodium has those). */
#ifndef CORE_RANDOM_H
#define CORE_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The state of xoshiro256** 1.0 (Blackman and Vigna, public domain). */
struct random {
    uint64_t s[4];
};

/* Starts a sequence; the state is filled by splitmix64, so that near seeds give unrelated ones. */
void random_seed(struct random *r, uint64_t seed);

/* 64 random bits. */
uint64_t random_next(struct random *r);

/* A whole number from 0 to n - 1, each as likely as the other; n > 0. */
int64_t random_below(struct random *r, int64_t n);

/* A whole number from low to high, both included; low <= high. */
int64_t random_between(struct random *r, int64_t low, int64_t high);

/* A number in [0, 1). */
double random_unit(struct random *r);

/* True with probability p. */
bool random_chance(struct random *r, double p);

/* Distributions. The lognormal one is given by its median and the deviation of its logarithm. */
double random_normal(struct random *r, double mean, double deviation);
double random_lognormal(struct random *r, double median, double sigma);
double random_exponential(struct random *r, double mean);

/* Weighted choice: random_cumulate turns weights into running sums, in place, once; random_pick
 * then draws an index with a probability in proportion to its weight. n > 0, the sum > 0. */
void random_cumulate(double *weights, size_t n);
size_t random_pick(struct random *r, const double *sums, size_t n);

/* Fills order[0..n-1] with 0..n-1 in random order. */
void random_shuffle(struct random *r, int64_t *order, size_t n);

#endif
