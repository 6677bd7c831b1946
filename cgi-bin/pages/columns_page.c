/* Choosing columns and their order. */
#include "app/paths.h"
#include "auth/session.h"
#include "grid_view.h"
#include "page.h"

enum { POSITION_MAX = 99 };

#define COLUMN(key)                                                                                \
    {.name = "on_" key, .kind = PARAM_INT, .max = 1},                                              \
    {                                                                                              \
        .name = "at_" key, .kind = PARAM_INT, .max = POSITION_MAX                                  \
    }

/* Two fields a column: whether it is shown, and where. */
const struct param columns_form[] = {
    {.name = "csrf", .kind = PARAM_TOKEN, .max = 64},
    {.name = "state", .kind = PARAM_TEXT, .max = QUERY_MAX},
    {.name = "standard", .kind = PARAM_INT, .max = 1},
    COLUMN("created"),
    COLUMN("closed"),
    COLUMN("channel"),
    COLUMN("queue"),
    COLUMN("agent"),
    COLUMN("client"),
    COLUMN("did"),
    COLUMN("disposition"),
    COLUMN("duration"),
    COLUMN("acw"),
    COLUMN("status"),
    COLUMN("c"),
    COLUMN("a"),
    COLUMN("direction"),
    COLUMN("platform"),
    COLUMN("outcome"),
    COLUMN("wait"),
    COLUMN("hold"),
    COLUMN("number"),
    COLUMN("ended"),
    COLUMN("sentiment"),
    COLUMN("csat"),
    COLUMN("action"),
    COLUMN("id"),
    COLUMN("customer"),
    COLUMN("account"),
    COLUMN("flow"),
    COLUMN("result"),
    COLUMN("last"),
    COLUMN("flagged"),
    COLUMN("functions"),
    COLUMN("tags"),
    COLUMN("willingness"),
    COLUMN("cost"),
    COLUMN("recording"),
    COLUMN("transcript"),
    {0},
};

static void show_column(struct view *v, struct arena *a, size_t i, enum column which, bool on)
{
    const struct column_info *c = &columns_all[which];
    view_item(v, "Choice", i, "key", c->key);
    view_item(v, "Choice", i, "label", c->label);
    view_item(v, "Choice", i, "title", c->sort < 0 ? c->title : NULL);
    view_item(v, "Choice", i, "at", arena_printf(a, "%zu", i + 1));
    view_item(v, "Choice", i, "on", on ? "1" : NULL);
}

/* The view that is open, by its name; NULL: none. */
static enum err open_view(struct request *r, const struct grid_state *s, const char **name)
{
    struct saved_view view;
    struct view_reader who = view_reader(r);
    enum err e = s->view > 0 ? views_find(&who, s->view, &view) : ERR_NOT_FOUND;
    *name = e ? NULL : view.name;
    if (e != ERR_NOT_FOUND)
        return e;
    err_clear();
    return OK;
}

/* The columns in their order, those not shown behind them. */
static enum err show(struct request *r, struct response *out, const struct grid_state *s,
                     const struct columns *shown, const char *error)
{
    const char *view;
    size_t n = 0;
    enum err e = open_view(r, s, &view);
    if (e)
        return e;
    struct view *v = app_page(r, "Columns");
    view_set(v, "Url.columns", PATH_COLUMNS);
    view_set(v, "Choose.state", grid_query_text(r->arena, s));
    view_set(v, "Choose.back", grid_url(r->arena, s));
    view_set(v, "Choose.view", view);
    view_set(v, "Choose.error", error);
    for (size_t i = 0; i < shown->n; i++)
        show_column(v, r->arena, n++, (enum column)shown->order[i], true);
    for (int i = 0; i < COLUMNS; i++)
        if (!columns_have(shown, (enum column)i))
            show_column(v, r->arena, n++, (enum column)i, false);
    return app_render(v, "pages/columns.cs", out);
}

enum err columns_page(struct request *r, struct response *out)
{
    struct grid_state s;
    struct columns shown;
    enum err e = grid_state_read(r, &s);
    if (e)
        return e;
    s = grid_first_page(&s);
    view_columns(r, &s, &shown);
    return show(r, out, &s, &shown, NULL);
}

/* The columns that are ticked, by their positions; at one position, in the order of the table. */
static void read_choice(struct request *r, struct columns *out)
{
    int64_t place[COLUMNS];
    *out = (struct columns){0};
    for (int i = 0; i < COLUMNS; i++) {
        const char *key = columns_all[i].key;
        bool on = param_int(&r->form, arena_printf(r->arena, "on_%s", key), 0);
        place[i] =
            on ? param_int(&r->form, arena_printf(r->arena, "at_%s", key), POSITION_MAX) : -1;
    }
    for (int at = 0; at <= POSITION_MAX; at++)
        for (int i = 0; i < COLUMNS; i++)
            if (place[i] == at)
                out->order[out->n++] = (unsigned char)i;
    if (param_int(&r->form, "standard", 0))
        columns_standard(out);
}

/* In an open view they are a change of it, which can be saved; else they become the person's own.
 */
enum err columns_submit(struct request *r, struct response *out)
{
    struct grid_state s;
    struct columns chosen;
    const char *view, *state = param_text(&r->form, "state");
    enum err e = grid_state_parse(r, state ? state : "", &s);
    if (e)
        return e;
    s = grid_first_page(&s);
    read_choice(r, &chosen);
    if (!chosen.n) {
        out->status = 422;
        return show(r, out, &s, &chosen, "Choose at least one column.");
    }
    e = open_view(r, &s, &view);
    if (e)
        return e;
    const char *text = columns_text(r->arena, &chosen);
    s.cols = view ? text : NULL;
    if (!view) {
        struct view_reader who = view_reader(r);
        e = views_set_columns(&who, strcmp(text, COLUMNS_STANDARD) == 0 ? NULL : text);
        s.view = r->session->view_id ? GRID_NO_VIEW : 0;
    }
    response_redirect(out, grid_url(r->arena, &s));
    return e;
}
