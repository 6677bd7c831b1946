/* Histories of known size in the data of the benchmark. */
#ifndef PARLEY_BENCH_HISTORIES_H
#define PARLEY_BENCH_HISTORIES_H

#include "command.h"

/* Gives the contact 5,000 of the tenant's `rows` closed interactions and the agent a twentieth of
 * them, at most 500,000, with a leg each; *made is false when they have them already. */
enum err bench_histories(struct command_env *env, int64_t tenant_id, int64_t rows,
                         int64_t contact_id, int64_t agent_id, bool *made);

#endif
