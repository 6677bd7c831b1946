/* hooks: what other machines send. It is verified and stored; the worker applies it. */
#include "page.h"
#include "store/inbox.h"

static const struct db_stmt *const *const statements[] = {inbox_put_statements, NULL};

int main(int argc, char **argv)
{
    return app_main(&(struct app){"hooks", hooks_routes, statements, NULL}, argc, argv);
}
