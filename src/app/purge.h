/* One run of the purge: everything that is due, one interaction after the other. What cannot be
 * purged stays and is tried again by the next run. */
#ifndef APP_PURGE_H
#define APP_PURGE_H

#include "store/purge.h"

struct purge_run {
    bool dry;           /* only count and name, change nothing */
    bool (*stop)(void); /* asked between two of them; may be NULL */
    /* Told of each: `problem` NULL when it is done; files: how many went with it. May be NULL. */
    void (*told)(const struct purge_item *item, size_t files, const char *problem);
    int64_t done, failed;
    char problem[500]; /* the last one */
};

/* An error is one of the database; the problem of a single interaction is counted. `now` is the
 * time of the whole run. */
enum err purge_run(struct db *db, ms_t now, struct purge_run *run);

#endif
