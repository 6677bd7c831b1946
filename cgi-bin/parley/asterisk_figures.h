/* The figures of a queue_log itself, beside those of the calls that were made of it. */
#ifndef PARLEY_ASTERISK_FIGURES_H
#define PARLEY_ASTERISK_FIGURES_H

#include "asterisk/join.h"
#include "asterisk_lines.h"

struct figures {
    struct join_figures log, stored;
    int64_t odd; /* of the log's figures, on lines that contradict others */
    int64_t calls, incomplete, guessed, lone_recordings;
};

/* A line of the log, by its event. */
void figures_logged(struct figures *f, const char *event, bool odd);

/* A call that is stored. */
void figures_stored(struct figures *f, const struct join_figures *call);

/* Prints both, and why they differ where they do. */
void figures_print(const struct figures *f, const struct lines *lines, int64_t rejected, FILE *out);

#endif
