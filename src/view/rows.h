/* Rows of a long table, fast: the template of one row is rendered once with marks for values and
 * cut at the marks; from then on a row is literal pieces and escaped values. The template stays the
 * place where the look is decided, flags and all: each combination of flags is cut once. */
#ifndef VIEW_ROWS_H
#define VIEW_ROWS_H

#include "core/buf.h"
#include "core/err.h"

enum { ROWS_SLOTS = 72, ROWS_FLAGS = 6, ROWS_PARTS = 48 };

struct rows_template {
    const char *template_name;
    const char *slots[ROWS_SLOTS + 1]; /* names of the values (Row.<name>), ends with NULL */
    const char *flags[ROWS_FLAGS + 1]; /* names of the flags (Flag.<name>), ends with NULL */
    /* Names of the parts of a row that come in an order of choice: each begins in the template
     * where Part.<name> is printed. What stands before the first of them begins every row; the last
     * of the list is no part but begins its end. Ends with NULL. */
    const char *parts[ROWS_PARTS + 1];
    struct rows_variant *variants[1 << ROWS_FLAGS];
};

/* Appends a row: values[i] belongs to slots[i] (text, escaped here; NULL as ""), bit i of `flags`
 * switches flags[i] on. */
enum err rows_add(struct rows_template *t, unsigned flags, const char *const *values,
                  struct buf *out);

/* The same for a row in parts: those of `order` (positions in `parts`), each as often as it is
 * named. */
enum err rows_add_parts(struct rows_template *t, unsigned flags, const char *const *values,
                        const unsigned char *order, size_t n, struct buf *out);

#endif
