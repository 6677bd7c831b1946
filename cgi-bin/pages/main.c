/* pages: the interactions. */
#include "auth/key_access.h"
#include "page.h"
#include "store/api_events.h"
#include "store/conversation.h"
#include "store/deleted.h"
#include "store/delivery.h"
#include "store/detail_more.h"
#include "store/edits.h"
#include "store/fetches.h"
#include "store/files.h"
#include "store/history.h"
#include "store/holds.h"
#include "store/interactions_columns.h"
#include "store/interactions_find.h"
#include "store/looked.h"
#include "store/marks.h"
#include "store/search.h"
#include "store/timeline.h"
#include "store/views.h"

static const struct db_stmt *const *const statements[] = {
    key_statements,
    catalog_statements,
    interaction_statements,
    interaction_more_statements,
    interaction_find_statements,
    view_statements,
    history_statements,
    conversation_statements,
    detail_statements,
    detail_more_statements,
    fetch_statements,
    delivery_statements,
    file_statements,
    timeline_statements,
    interaction_column_statements,
    search_statements,
    mark_statements,
    edit_statements,
    deleted_statements,
    hold_statements,
    looked_statements,
    api_event_statements,
    NULL,
};
static const char *const templates[] = {
    "pages/grid.cs",        "pages/row.cs",
    "pages/found.cs",       "pages/option.cs",
    "pages/check.cs",       "pages/views.cs",
    "pages/columns.cs",     "pages/history.cs",
    "pages/history_row.cs", "pages/figures.cs",
    "pages/transcript.cs",  "pages/play.cs",
    "pages/detail.cs",      "pages/timeline.cs",
    "pages/act.cs",         "pages/deleted.cs",
    "pages/edit.cs",        "pages/edited.cs",
    "pages/fetch.cs",       "pages/api.cs",
    APP_ERROR_TEMPLATE,     NULL,
};

int main(int argc, char **argv)
{
    const struct app app = {
        .name = "pages",
        .routes = pages_routes,
        .statements = statements,
        .templates = templates,
    };
    return app_main(&app, argc, argv);
}
