/* hooks: what other machines send. It is verified and stored; the worker applies it. */
#include "auth/key_access.h"
#include "page.h"
#include "store/api_writes.h"
#include "store/inbox.h"

static const struct db_stmt *const *const statements[] = {key_statements, inbox_put_statements,
                                                          api_write_statements, NULL};

int main(int argc, char **argv)
{
    return app_main(&(struct app){"hooks", hooks_routes, statements, NULL}, argc, argv);
}
