#include "conversation.h"

#include "auth/session.h"
#include "cells.h"
#include "history_state.h"
#include "view/format.h"

enum err conversation_read(struct request *r, struct interaction *out,
                           const struct catalog **catalog)
{
    enum err e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, catalog);
    return e ? e : conversation_find(r->db, r->arena, r->scope, param_int(&r->query, "id", 0), out);
}

const char *conversation_subject(struct request *r, const struct interaction *i)
{
    const char *who = i->contact_name ? i->contact_name : i->phone_number;
    return arena_printf(r->arena, "interaction %lld%s%s", (long long)i->id, who ? ", " : "",
                        who ? who : "");
}

struct view *conversation_view(struct request *r, const char *title, const struct interaction *i,
                               const struct catalog *c)
{
    struct view *v = app_page(r, title);
    const char *client = history_client_key(r->arena, i);
    const char *zone = r->session->zone;
    bool history = permission_in(r->session->permissions, "interactions|cdr");
    view_set(v, "Of.created", format_time(r->arena, &r->session->viewer, i->created_at, r->now));
    view_set(v, "Of.created_title", format_time_exact(r->arena, zone, i->created_at));
    view_set(v, "Of.channel", grid_choice_label(FIELD_CHANNEL, i->channel));
    view_set(v, "Of.channel_key", i->channel);
    view_set(v, "Of.queue", cell_name(c, DIM_QUEUE, i->queue_id));
    view_set(v, "Of.agent", cell_name(c, DIM_AGENT, i->agent_id));
    view_set(v, "Of.client", cell_client(i, cell_name(c, DIM_DID, i->did_id)));
    view_set(v, "Of.disposition", cell_name(c, DIM_DISPOSITION, i->disposition_id));
    view_set(v, "Of.duration", format_duration(r->arena, i->duration_s));
    if (client && history)
        view_set(v, "Of.client_url", history_client_url(r->arena, client, GRID_SIZE_STANDARD));
    return v;
}
