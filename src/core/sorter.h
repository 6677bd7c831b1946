/* Sorting more than fits into memory: what is added is sorted in pieces, which go to unnamed files
 * of the folder for temporary files ($TMPDIR or /tmp), and merged when it is read. */
#ifndef CORE_SORTER_H
#define CORE_SORTER_H

#include "core/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sorter;

/* `memory` bounds the bytes held while adding. The caller frees it. */
struct sorter *sorter_new(size_t memory);
void sorter_free(struct sorter *s);

/* Adds a record (copied). */
enum err sorter_add(struct sorter *s, int64_t key, const void *data, size_t len);

/* The next record in the order of key, equal ones as they were added; its bytes are valid until the
 * next call. *data NULL: there are no more. After the first call nothing can be added. */
enum err sorter_next(struct sorter *s, const char **data, size_t *len);

/* Records added. */
int64_t sorter_count(const struct sorter *s);

#endif
