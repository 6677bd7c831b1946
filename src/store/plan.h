/* How the rows of a list are found: in order of time with the filters tested on the way, or by
 * dives into the index of one filter's values. Chosen by estimated cost. */
#ifndef STORE_PLAN_H
#define STORE_PLAN_H

#include "store/interactions.h"

/* What drives the search. */
enum drive {
    DRIVE_TIME, /* the clustered key, or the sort key's index */
    DRIVE_QUEUE,
    DRIVE_AGENT,
    DRIVE_AGENT_QUEUE, /* agents x the one queue of the scope */
    DRIVE_DID,
    DRIVE_DISPOSITION,
    DRIVE_CHANNEL,
    DRIVE_CONTACT,
    DRIVE_PHONE,
    DRIVE_ACCOUNT,
    DRIVE_CLIENTS, /* contacts and numbers that a text found */
    DRIVE_ACTION,
    DRIVE_FLOW,
    DRIVE_FLAGGED,
    DRIVE_TAG, /* from the tags to their interactions */
    DRIVE_FLAG,
    DRIVE_DURATION, /* a range that few are in, in whatever order */
    DRIVE_TEXT,     /* from the words to the interactions in which they were said */
    DRIVES
};

struct plan {
    enum drive drive;
    const int64_t *values; /* dived for one by one */
    size_t n;
    bool walk_sort_key; /* DRIVE_TIME: along the sort key's own index, else by sorting the period */
    const char *name;
};

/* `want`: rows to be found; `page` NULL: for counting, where order does not matter. */
struct plan plan_choose(struct arena *a, const struct scope *scope, const struct catalog *c,
                        const struct list_filter *f, const struct list_page *page, size_t want);

/* Where the site has no index for the drive, the order of time is taken: diving without one would
 * read everything once per value. */
void plan_check(const struct db *db, struct plan *p);

#endif
