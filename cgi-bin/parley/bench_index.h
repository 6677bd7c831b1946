/* Takes the secondary indexes and foreign keys off closed_interactions while much is loaded, and
 * puts them back in one pass. active_interactions, which is made alike, tells which there are: so a
 * run that was killed in between is mended by the next. */
#ifndef PARLEY_BENCH_INDEX_H
#define PARLEY_BENCH_INDEX_H

#include "command.h"

enum err bench_drop_indexes(struct command_env *env);

/* Adds whatever active_interactions has and closed_interactions lacks. */
enum err bench_add_indexes(struct command_env *env);

#endif
