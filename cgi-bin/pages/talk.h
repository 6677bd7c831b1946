/* What was said in one interaction and which functions were called meanwhile, for the view: shared
 * by the detail page and the page of the transcript. */
#ifndef PAGES_TALK_H
#define PAGES_TALK_H

#include "grid_filters.h"
#include "page.h"
#include "store/conversation.h"

/* The text filter of a list, and how often it was found so far. */
struct talk_search {
    const struct grid_filter *text;
    size_t hits;
};

struct talk {
    struct request *r;
    struct view *v;
    const struct catalog *catalog;
    const struct interaction *i;
    struct talk_search *search; /* what the list that it was opened from searched for; or NULL */
    const char *list;           /* the query of the list that it was opened from; NULL: none */
    bool seeks;                 /* times lead into the recording that is on the page */
    bool brief; /* long values stand elsewhere on the page: here only how they begin */
};

/* Reads the messages behind number `after` (-1: from the first), as many as a page takes, and fills
 * Talk.items with them and the calls at their places. *any: there are some. */
enum err talk_show(const struct talk *t, int64_t after, bool *any);

/* Fills one call into an item of a list. */
void talk_show_call(const struct talk *t, const char *list, size_t index,
                    const struct function_call *call);

/* Says that an item's time leads into the recording. */
void talk_show_seek(const struct talk *t, const char *list, size_t index, int64_t offset_ms);

/* An agent by name, others by what they are. */
const char *talk_speaker(const struct message *m, const struct catalog *c);

/* "Error" for error; NULL for NULL. */
const char *talk_status_label(const char *status);

/* The addresses of what can be done with the transcript: Talk.print, Talk.text_url, Talk.json_url.
 */
void talk_show_links(const struct talk *t);

/* A size of so many bytes for people; NULL when it is unknown. */
const char *talk_size(struct arena *a, int64_t bytes);

#endif
