/* hooks: what other machines send. It is verified and stored; the worker applies it. */
#include "page.h"
#include "store/inbox.h"

static const struct db_stmt *const *const statements[] = {inbox_put_statements, NULL};
static const char *const templates[] = {NULL};

int main(int argc, char **argv)
{
    const struct app app = {
        .name = "hooks",
        .routes = hooks_routes,
        .statements = statements,
        .templates = templates,
        .machines = true,
    };
    return app_main(&app, argc, argv);
}
