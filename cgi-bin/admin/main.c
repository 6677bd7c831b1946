/* admin: people, roles, tenants, queues and the audit log. */
#include "page.h"
#include "people.h"
#include "store/administered.h"
#include "store/agents.h"
#include "store/api_keys.h"
#include "store/arrivals.h"
#include "store/audit_list.h"
#include "store/catalog.h"
#include "store/connections_admin.h"
#include "store/contact_merge.h"
#include "store/costs.h"
#include "store/dids.h"
#include "store/dispositions.h"
#include "store/queues.h"

static const struct db_stmt *const common[] = {&catalog_bump_version, NULL};
static const struct db_stmt *const *const statements[] = {
    common,
    administered_statements,
    queue_statements,
    agent_statements,
    did_statements,
    disposition_statements,
    contact_statements,
    contact_merge_statements,
    user_statements,
    role_statements,
    tenant_statements,
    audit_list_statements,
    arrival_statements,
    connection_statements,
    api_key_statements,
    rate_card_statements,
    rate_card_change_statements,
    NULL,
};
static const char *const templates[] = {"admin/list.cs",
                                        "admin/form.cs",
                                        "admin/confirm.cs",
                                        "admin/same.cs",
                                        "admin/merge.cs",
                                        "admin/user.cs",
                                        "admin/role.cs",
                                        "admin/password.cs",
                                        "admin/audit.cs",
                                        "admin/arrivals.cs",
                                        "admin/arrival.cs",
                                        "admin/connection.cs",
                                        "admin/key.cs",
                                        "admin/key_given.cs",
                                        "admin/prices.cs",
                                        APP_ERROR_TEMPLATE,
                                        NULL};

int main(int argc, char **argv)
{
    return app_main(&(struct app){"admin", admin_routes, statements, templates}, argc, argv);
}
