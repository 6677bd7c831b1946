/* The life of a request: the one place that knows all layers. A program is its routes, its
 * statements and its templates. */
#ifndef APP_APP_H
#define APP_APP_H

#include "auth/session.h"
#include "http/route.h"
#include "view/view.h"

struct app {
    const char *name;
    const struct route *routes; /* ends with {0} */
    /* Lists of its statements; they and the list of them end with NULL. Those of sessions and of
     * the audit log are every program's. */
    const struct db_stmt *const *const *statements;
    /* Ends with NULL; APP_ERROR_TEMPLATE among them. NULL: only machines ask, so there are no
     * pages, no sessions and nothing to record. */
    const char *const *templates;
};

#define APP_ERROR_TEMPLATE "pages/error.cs"

/* main() of a program: [--config FILE], then serves until told to stop. */
int app_main(const struct app *app, int argc, char **argv);

/* A view with what every page shows: title, who is signed in, the form token. */
struct view *app_page(struct request *r, const char *title);

/* Renders the view into the answer. */
enum err app_render(struct view *v, const char *template_name, struct response *out);

#endif
