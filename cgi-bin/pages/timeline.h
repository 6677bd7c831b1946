/* The timeline of an account at work: what its files share. */
#ifndef PAGES_TIMELINE_H
#define PAGES_TIMELINE_H

#include "page.h"
#include "store/timeline.h"

struct timeline {
    struct request *r;
    struct arena *a;
    const struct catalog *catalog;
    struct timeline_account account;
    const char *channel; /* NULL: all, children under their parents */
    struct list_cursor after;
    struct list_filter filter;
    struct interaction_rows rows, children, parents; /* of rows that stand for themselves */
    struct timeline_step *steps;
    size_t n_steps;
    int64_t count; /* -1: not known */
    struct view *v;
};

/* The address of an account's timeline. */
const char *timeline_url(struct arena *a, int64_t account);

/* What stands above the list (timeline_head.c). */
enum err timeline_show_head(struct timeline *t);

/* Sentiment and willingness of the voice calls as a picture and a table (timeline_trend.c). */
enum err timeline_show_trend(struct timeline *t);

#endif
