/* The page of views and what it says when a form was wrong. */
#ifndef PAGES_VIEWS_H
#define PAGES_VIEWS_H

#include "grid_view.h"
#include "page.h"

/* A form as it came, to be shown again; all zero: none. */
struct views_form {
    int64_t id; /* the view that it changes; 0: a new one */
    const char *name, *error;
    int64_t role_id;
    bool role_wrong; /* the error is the role's, not the name's */
};

/* Whether the person may share views. */
bool views_may_share(const struct request *r);

/* The page: the views that there are, and the form to save what `state` shows. */
enum err views_show(struct request *r, struct response *out, const struct grid_state *state,
                    const struct views_form *form);

#endif
