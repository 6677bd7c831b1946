#include "act.h"

#include "app/paths.h"
#include "conversation.h"
#include "core/buf.h"
#include "store/deleted.h"

const struct param act_query[] = {
    {.name = "id", .kind = PARAM_INT, .max = INT64_MAX},
    {.name = "list", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {0},
};
const struct param act_form[] = {ACT_PARAMS, {0}};

#define PBX_WRITES                                                                                 \
    "This interaction is kept by the PBX in a database of its own, which Parley reads and never "  \
    "changes. It can be deleted there only."

static const char *trimmed(struct arena *a, const char *text)
{
    if (!text)
        return NULL;
    text += strspn(text, " ");
    size_t n = strlen(text);
    while (n && text[n - 1] == ' ')
        n--;
    return n ? arena_dupn(a, text, n) : NULL;
}

enum err act_begin(struct request *r, struct act *out)
{
    bool post = r->method == METHOD_POST;
    const struct params *p = post ? &r->form : &r->query;
    const char *list = param_text(p, "list");
    int64_t id = param_int(p, "id", 0);
    *out = (struct act){.r = r};
    if (post)
        out->reason = trimmed(r->arena, param_text(p, "reason"));
    grid_state_stored(r, list ? list : "", &out->state, NULL);
    enum err e = catalog_get(r->db, r->scope, r->session->catalog_version, r->now, &out->catalog);
    if (!e)
        e = conversation_find(r->db, r->arena, r->scope, id, &out->of);
    if (!e)
        e = hold_find(r->db, r->arena, r->scope, id, post, &out->hold);
    if (!e && !deleted_can(r->db))
        out->refused = PBX_WRITES;
    return e;
}

bool act_has_reason(struct act *a)
{
    if (!a->reason)
        a->reason_error = "Say why: whoever asks later finds it in the audit log.";
    return a->reason != NULL;
}

const char *act_url(struct arena *a, const char *path, int64_t id, const struct grid_state *list)
{
    struct buf b = {0};
    const char *query = grid_query_text(a, list);
    buf_printf(&b, "%s?id=%lld", path, (long long)id);
    buf_param(&b, "list", *query ? query : NULL);
    const char *url = arena_dupn(a, b.s, b.len);
    buf_free(&b);
    return url;
}

enum err act_show(const struct act *a, const struct act_page *page, struct response *out)
{
    struct arena *arena = a->r->arena;
    struct view *v = conversation_view(a->r, page->title, &a->of, a->catalog);
    view_number(v, "Of.id", a->of.id);
    view_set(v, "Act.path", page->path);
    view_set(v, "Act.button", page->button);
    view_set(v, "Act.dangerous", page->dangerous ? "1" : NULL);
    view_set(v, "Act.list", grid_query_text(arena, &a->state));
    view_set(v, "Act.back", act_url(arena, PATH_INTERACTION, a->of.id, &a->state));
    view_set(v, "Act.refused", a->refused);
    view_set(v, "Form.reason.value", a->reason);
    view_set(v, "Form.reason.error", a->reason_error);
    view_set(v, "Form.number.value", a->typed);
    view_set(v, "Form.number.error", a->typed_error);
    view_set(v, "Act.asks_reason", page->asks_reason ? "1" : NULL);
    view_set(v, "Act.asks_number", page->asks_number ? "1" : NULL);
    for (size_t i = 0; page->paragraphs[i]; i++)
        view_item(v, "Paragraphs", i, "text", page->paragraphs[i]);
    if (a->refused && a->r->method == METHOD_POST)
        out->status = err_status(ERR_CONFLICT);
    else if (a->reason_error || a->typed_error)
        out->status = 422;
    return app_render(v, "pages/act.cs", out);
}
