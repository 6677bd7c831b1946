/* One interaction in full. */
#include "detail.h"

#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "conversation.h"

/* `list`: the query of the list that it was opened from, for the way back and to its neighbours. */
const struct param detail_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {0},
};

/* In the order in which they are read; a person without the permission gets none of it. */
static const struct {
    const char *permission; /* NULL: whoever may see the interaction */
    enum err (*show)(struct detail *);
} sections[] = {
    {NULL, detail_head},
    {NULL, detail_hold},
    {"audit", detail_looked},
};

bool detail_may(const struct detail *d, const char *permission)
{
    return permission_in(d->r->session->permissions, permission);
}

enum err detail_page(struct request *r, struct response *out)
{
    struct detail d = {.r = r};
    const char *list = param_text(&r->query, "list");
    grid_state_stored(r, list ? list : "", &d.state, NULL);
    enum err e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &d.catalog);
    if (!e)
        e = detail_find(r->db, r->arena, r->scope, param_int(&r->query, "id", 0), &d.of);
    if (e)
        return e;
    audit_note(r, "interaction.viewed", conversation_subject(r, &d.of.i), NULL);
    d.v = conversation_view(r, "Interaction", &d.of.i, d.catalog);
    for (size_t s = 0; s < sizeof sections / sizeof *sections && !e; s++)
        if (!sections[s].permission || detail_may(&d, sections[s].permission))
            e = sections[s].show(&d);
    return e ? e : app_render(d.v, "pages/detail.cs", out);
}
