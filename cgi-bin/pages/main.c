/* pages: the interactions. */
#include "page.h"
#include "store/interactions.h"

static const struct db_stmt *const own_statements[] = {
    &session_find, &session_touch,        &catalog_queues, &catalog_agents,
    &catalog_dids, &catalog_dispositions, &catalog_stats,  NULL,
};
static const char *const templates[] = {"pages/grid.cs", "pages/row.cs", "pages/option.cs",
                                        APP_ERROR_TEMPLATE, NULL};

enum { STATEMENTS_MAX = 128 };

int main(int argc, char **argv)
{
    static const struct db_stmt *all[STATEMENTS_MAX + 1];
    const struct db_stmt *const *lists[] = {own_statements, interaction_statements};
    size_t n = 0;
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; lists[l][i] && n < STATEMENTS_MAX; i++)
            all[n++] = lists[l][i];
    return app_main(&(struct app){"pages", pages_routes, all, templates}, argc, argv);
}
