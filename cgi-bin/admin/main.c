/* admin: people, roles, tenants, queues and the audit log. */
#include "page.h"
#include "store/administered.h"

static const struct db_stmt *const *const statements[] = {administered_statements, NULL};
static const char *const templates[] = {"admin/list.cs", "admin/form.cs", "admin/confirm.cs",
                                        APP_ERROR_TEMPLATE, NULL};

int main(int argc, char **argv)
{
    return app_main(&(struct app){"admin", admin_routes, statements, templates}, argc, argv);
}
