/* One interaction in full. */
#include "detail.h"

#include "app/audit.h"
#include "app/paths.h"
#include "auth/session.h"
#include "cells.h"
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
    {NULL, detail_head},      {NULL, detail_steps},
    {NULL, detail_summary},   {"recordings_play", detail_player},
    {NULL, detail_talk},      {"transcripts", detail_calls},
    {NULL, detail_path},      {NULL, detail_fields},
    {NULL, detail_vendor},    {NULL, detail_linked},
    {NULL, detail_marks},     {NULL, detail_hold},
    {"audit", detail_looked},
};

bool detail_may(const struct detail *d, const char *permission)
{
    return permission_in(d->r->session->permissions, permission);
}

const char *detail_words(const struct detail *d, const char *code)
{
    return code && *code ? cell_words(d->r->arena, code) : NULL;
}

const char *detail_url(struct arena *a, int64_t id, const char *list)
{
    static struct buf b; /* scratch: emptied before every use */
    buf_clear(&b);
    buf_printf(&b, "%s?id=%lld", PATH_INTERACTION, (long long)id);
    size_t alone = b.len;
    buf_param(&b, "list", list && *list ? list : NULL);
    if (b.len - strlen(PATH_INTERACTION "?") > QUERY_MAX) /* more than a request may have */
        b.len = alone;
    return arena_dupn(a, b.s, b.len);
}

static enum err read_all(struct detail *d, int64_t id)
{
    struct request *r = d->r;
    enum err e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &d->catalog);
    if (!e)
        e = detail_find(r->db, r->arena, r->scope, id, &d->of);
    return e ? e : detail_more(r->db, r->arena, r->scope, &d->of.i, &d->more);
}

enum err detail_show(struct request *r, struct response *out, int64_t id, const char *list,
                     const struct mark_form *mark)
{
    struct detail d = {.r = r, .list = list ? list : "", .mark = mark};
    grid_state_stored(r, d.list, &d.state, NULL);
    enum err e = read_all(&d, id);
    if (e)
        return e;
    audit_note(r, "interaction.viewed", conversation_subject(r, &d.of.i), NULL);
    d.v = app_page(r, arena_printf(r->arena, "Interaction %lld", (long long)d.of.i.id));
    for (size_t s = 0; s < sizeof sections / sizeof *sections && !e; s++)
        if (!sections[s].permission || detail_may(&d, sections[s].permission))
            e = sections[s].show(&d);
    return e ? e : app_render(d.v, "pages/detail.cs", out);
}

enum err detail_page(struct request *r, struct response *out)
{
    return detail_show(r, out, param_int(&r->query, "id", 0), param_text(&r->query, "list"), NULL);
}
