/* What is done to one interaction behind a question of its own page: deleting it, holding it,
 * letting it go, and sending it again. */
#ifndef PAGES_ACT_H
#define PAGES_ACT_H

#include "grid_state.h"
#include "page.h"
#include "store/holds.h"

enum { ACT_REASON_MAX = 500 };

/* Every form route of these declares them. */
#define ACT_PARAMS                                                                                 \
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},                                              \
        {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},                                       \
        {.name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX},                                    \
    {                                                                                              \
        .name = "reason", .kind = PARAM_TEXT, .max = ACT_REASON_MAX * 4, .label = "Reason"         \
    }

struct act {
    struct request *r;
    struct interaction of;
    const struct catalog *catalog;
    struct grid_state state; /* the list that it was opened from */
    struct hold hold;
    const char *reason; /* as it was given; NULL: not */
    const char *typed;  /* its number as it was typed; NULL: not asked for */
    /* Why it cannot be done; why what was typed does not do. */
    const char *refused, *reason_error, *typed_error;
};

/* What the page says and asks. */
struct act_page {
    const char *path, *title, *button;
    const char *const *paragraphs; /* ends with NULL */
    bool asks_reason, asks_number, dangerous;
};

/* Reads the interaction that `id` names, in the query or, of a POST, the form, and its hold, which
 * a POST locks. ERR_NOT_FOUND when it is not there to be seen. */
enum err act_begin(struct request *r, struct act *out);

/* The reason is needed: sets reason_error where there is none. */
bool act_has_reason(struct act *a);

/* Renders the page that asks. */
enum err act_show(const struct act *a, const struct act_page *page, struct response *out);

/* The address of one of these pages, or of the interaction itself. */
const char *act_url(struct arena *a, const char *path, int64_t id, const struct grid_state *list);

#endif
