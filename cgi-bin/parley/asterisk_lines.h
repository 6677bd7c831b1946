/* What becomes of each line of Asterisk's logs: counts for the summary, and the file of those that
 * could not be used. */
#ifndef PARLEY_ASTERISK_LINES_H
#define PARLEY_ASTERISK_LINES_H

#include "core/arena.h"
#include "core/err.h"

#include <stdint.h>
#include <stdio.h>

enum log_source { LOG_QUEUE, LOG_CDR, LOG_CEL, LOG_RECORDING, LOG_SOURCES };

enum line_fate {
    LINE_USED,
    LINE_KEPT,     /* an event that is not known, kept in the details of its call */
    LINE_NO_CALL,  /* of agents, reloads */
    LINE_REPEATED, /* the very same line once more */
    LINE_ODD,      /* it contradicts earlier ones; kept in the details of its call */
    LINE_REJECTED,
    LINE_FATES
};

struct lines;

/* `path` is that of the file, which is made when there is something to write. Lives in `a`. */
struct lines *lines_new(struct arena *a, const char *path);

/* A line of that number. `kind` sums up (constant text, or one that lives as long), NULL: nothing
 * to tell. Rejected and odd ones are written to the file, with `text`. */
enum err lines_count(struct lines *l, enum log_source source, enum line_fate fate, int64_t line,
                     const char *kind, const char *text);

/* Something in a used line that could not be read. */
void lines_mended(struct lines *l, enum log_source source, const char *kind);

/* How many became of it. */
int64_t lines_of(const struct lines *l, enum log_source source, enum line_fate fate);

enum err lines_close(struct lines *l);
void lines_print(const struct lines *l, FILE *out);

#endif
