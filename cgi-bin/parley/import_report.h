/* What became of the rows: counts by kind for the summary, and the file of those that were rejected
 * or mended. */
#ifndef PARLEY_IMPORT_REPORT_H
#define PARLEY_IMPORT_REPORT_H

#include "import_store.h"

struct report;

/* A report that writes its file, when there is something to write, to `path` (readable by its
 * owner only). Lives in `a`; the map names the columns. */
struct report *report_new(struct arena *a, const struct map *m, const char *path);

/* Counts rows whose state is final and writes those that were rejected or mended. Rows that were
 * known already are written, too, so that each run of a file gives the same list. */
enum err report_rows(struct report *r, struct import_row *const *rows, size_t n);

struct import_counts report_counts(const struct report *r);

/* Ends the file. ERR_INTERNAL when it could not be written. */
enum err report_close(struct report *r);

/* The summary, for people. */
void report_print(const struct report *r, FILE *out);

#endif
