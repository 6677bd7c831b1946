/* What the imports share: their options and files. */
#ifndef PARLEY_IMPORT_FILE_H
#define PARLEY_IMPORT_FILE_H

#include "core/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <zlib.h>

/* An option with a value, or with `on` set, without one. */
struct import_option {
    const char *name;
    const char **value;
    bool *on;
};

/* Reads the arguments from `first` on. False when one is not among the options (which end with {0})
 * or lacks its value. */
bool import_options(int argc, char **argv, int first, const struct import_option *options);

/* Opens a file, plain or gzip. *size is 0 where it is not known. The caller closes. */
enum err import_open(const char *path, gzFile *out, int64_t *size);

/* ERR_BAD_REQUEST when reading failed or a gzip file was cut off. */
enum err import_end(gzFile file, const char *path, bool failed);

const char *import_base_name(const char *path);

/* The subcommands of `parley import`, called with all its arguments. */
struct command_env;
int import_calls(struct command_env *env, int argc, char **argv);
int import_conversations(struct command_env *env, int argc, char **argv);
int import_asterisk(struct command_env *env, int argc, char **argv);

#endif
