/* Conversations in the data of the benchmark. */
#ifndef PARLEY_BENCH_TEXTS_H
#define PARLEY_BENCH_TEXTS_H

#include "command.h"

/* Gives the newest interactions of the tenant, at most 100,000, ten messages each, and indexes
 * them; nothing where the tenant has messages already. Word number N (from 1) has a share of about
 * 1/N of all words and is called wN up to 99, wordN beyond. */
enum err bench_texts(struct command_env *env, int64_t tenant_id);

#endif
