/* Reading what arrives: JSON within limits, of which nothing is believed yet. */
#ifndef INTAKE_EVENT_H
#define INTAKE_EVENT_H

#include "core/arena.h"

#include <jansson.h>

enum {
    EVENT_MAX = 1024 * 1024,        /* bytes of a body in memory */
    EVENT_LARGE = 25 * 1024 * 1024, /* and of one with sound in it, which goes to spool_dir */
    EVENT_DEPTH = 32,
};

/* The longest text of a large body: where it stands in it, as it is written there. */
struct event_text {
    const char *s;
    size_t len;
};

/* Reads an object: valid UTF-8 without NUL, no key twice, EVENT_DEPTH deep. Of a body of more than
 * EVENT_MAX bytes the texts that are longer than 64 KiB are read as "", and the longest of them is
 * shown in *longest (may be NULL). NULL with *why when it cannot be read; what it gives is freed
 * with the arena. */
json_t *event_read(struct arena *a, const char *body, size_t len, struct event_text *longest,
                   const char **why);

#endif
