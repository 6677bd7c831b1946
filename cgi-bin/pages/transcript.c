/* What was said or written in one interaction, in its order; what the list that it was opened from
 * searched for is marked. */
#include "app/audit.h"
#include "auth/session.h"
#include "cells.h"
#include "conversation.h"
#include "grid_state.h"
#include "view/format.h"
#include "view/marked.h"

const struct param transcript_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {0},
};

static const struct {
    const char *role, *label;
} roles[] = {{"client", "Client"},
             {"agent", "Agent"},
             {"ai", "AI agent"},
             {"system", "System"},
             {"coach", "Coach"}};

/* An agent by name, others by what they are. */
static const char *speaker(const struct message *m, const struct catalog *c)
{
    const struct catalog_entry *agent =
        m->agent_id ? catalog_find(c, DIM_AGENT, m->agent_id) : NULL;
    if (agent)
        return agent->name;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i].role, m->role) == 0)
            return roles[i].label;
    return m->role;
}

/* The text in parts; returns how often it has what was searched for. */
static size_t show_text(struct request *r, struct view *v, size_t i, const struct message *m,
                        const struct grid_filter *text, size_t before)
{
    struct words_query q;
    bool any = grid_words(r->arena, text, m->role, &q);
    const char *list = arena_printf(r->arena, "Messages.%zu.parts", i);
    return view_marked(v, r->arena, list, m->body, any ? &q : NULL, before);
}

static void show(struct request *r, struct view *v, size_t i, const struct message *m,
                 const struct catalog *c)
{
    const char *zone = r->session->zone;
    const char *at = m->offset_ms >= 0 ? format_duration(r->arena, m->offset_ms / 1000)
                     : m->sent_at ? format_time(r->arena, &r->session->viewer, m->sent_at, r->now)
                                  : FORMAT_UNKNOWN;
    view_item(v, "Messages", i, "role", m->role);
    view_item(v, "Messages", i, "who", speaker(m, c));
    view_item(v, "Messages", i, "at", at);
    view_item(v, "Messages", i, "title",
              m->sent_at ? format_time_exact(r->arena, zone, m->sent_at) : NULL);
}

enum err transcript_page(struct request *r, struct response *out)
{
    struct interaction i;
    const struct catalog *catalog;
    struct message *messages;
    size_t n;
    bool more;
    const char *list = param_text(&r->query, "list");
    struct grid_state state;
    size_t hits = 0;
    enum err e = conversation_read(r, &i, &catalog);
    if (!e)
        e = conversation_messages(r->db, r->arena, r->scope, &i, &messages, &n, &more);
    if (!e && !n)
        e = err_set(ERR_NOT_FOUND, "no transcript");
    if (e)
        return e;
    audit_note(r, "transcript.viewed", conversation_subject(r, &i), NULL);
    struct view *v = conversation_view(r, "Transcription", &i, catalog);
    grid_state_stored(r, list ? list : "", &state, NULL);
    for (size_t m = 0; m < n; m++) {
        show(r, v, m, &messages[m], catalog);
        hits += show_text(r, v, m, &messages[m], &state.filters[FIELD_TEXT], hits);
    }
    if (hits)
        view_set(v, "Hits", format_count(r->arena, &r->session->viewer, (int64_t)hits));
    if (more)
        view_set(v, "More", format_count(r->arena, &r->session->viewer, CONVERSATION_MAX));
    return app_render(v, "pages/transcript.cs", out);
}
