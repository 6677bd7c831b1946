/* What was said or written in one interaction, in its order: a page to be read and printed. */
#include "app/audit.h"
#include "auth/session.h"
#include "conversation.h"
#include "grid_state.h"
#include "talk.h"

/* `after`: the number of the message that the page before ended with; `list`: the query of the list
 * that it was opened from. */
const struct param transcript_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "after", .kind = PARAM_INT, .max = UINT32_MAX},
    {.name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {0},
};

enum err transcript_page(struct request *r, struct response *out)
{
    struct interaction i;
    const struct catalog *catalog;
    struct grid_state state;
    bool any;
    enum err e = conversation_read(r, &i, &catalog);
    if (e)
        return e;
    struct view *v = conversation_view(r, "Transcript", &i, catalog);
    const char *list = param_text(&r->query, "list");
    grid_state_stored(r, list ? list : "", &state, NULL);
    struct talk_search search = {.text = &state.filters[FIELD_TEXT]};
    struct talk t = {.r = r, .v = v, .catalog = catalog, .i = &i, .list = list, .search = &search};
    e = talk_show(&t, param_int(&r->query, "after", -1), &any);
    if (!e && !any)
        e = err_set(ERR_NOT_FOUND, "no transcript");
    if (e)
        return e;
    audit_note(r, "transcript.viewed", conversation_subject(r, &i), NULL);
    talk_show_links(&t);
    view_set(v, "Talk.whole", "1");
    return app_render(v, "pages/transcript.cs", out);
}
