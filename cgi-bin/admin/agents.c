/* Agents: the list, and the page of one. */
#include "store/agents.h"

#include "form.h"
#include "page.h"

static const char *const states[] = {"all", "active", "off", NULL};
static const char *const kinds[] = {"all", "human", "ai", NULL};

const struct param agents_query[] = {
    LIST_PARAMS,
    {.name = "state", .kind = PARAM_CHOICE, .choices = states},
    {.name = "kind", .kind = PARAM_CHOICE, .choices = kinds},
    {0},
};
const struct param agent_form[] = {
    FORM_PARAMS,
    {.name = "name", .kind = PARAM_TEXT, .max = 1000},
    {.name = "kind", .kind = PARAM_TEXT, .max = 40},
    {.name = "active", .kind = PARAM_INT, .max = 1},
    {0},
};

static const struct list_choice state_choices[] = {
    {"all", "All"}, {"active", "Active"}, {"off", "Disabled"}, {0}};
static const struct list_choice kind_filter[] = {
    {"all", "All"}, {"human", "Human"}, {"ai", "AI"}, {0}};
static const struct list_choice kind_choices[] = {{"human", "Human"}, {"ai", "AI"}, {0}};

static const struct list_def list_def = {
    .one = "agent",
    .many = "agents",
    .search = "Name contains",
    .search_min = 1,
    .columns = (const struct list_column[]){{"name", "Name", LIST_NAME, true, NULL},
                                            {"id", "Number", LIST_NUMBER, false, NULL},
                                            {"kind", "Kind", LIST_SHORT, false, NULL},
                                            {"state", "State", LIST_STATE, false, NULL},
                                            {0}},
    .filters = (const struct list_filter[]){{"kind", "Kind", kind_filter},
                                            {"state", "State", state_choices},
                                            {0}},
    .add = "Add an agent",
    .add_path = PATH_ADMIN "/agents/edit",
    .row_path = PATH_ADMIN "/agents/edit",
    .empty = "Agents come with the interactions of the telephone system, or are added here.",
};

static const struct form_field fields[] = {
    {.key = "name", .label = "Name", .required = true, .max = 100},
    {.key = "kind",
     .label = "Kind",
     .kind = FORM_CHOICE,
     .choices = kind_choices,
     .help = "What an AI agent handles is counted apart from what people handle."},
    {.key = "active",
     .label = "Active",
     .kind = FORM_CHECK,
     .help = "Not active: no longer at work. The name stays on the interactions."},
    {0},
};
static const struct form_def form_def = {
    .one = "agent", .fields = fields, .path = PATH_ADMIN "/agents/edit"};

enum err agents_list_page(struct request *r, struct response *out)
{
    struct area area;
    struct list l;
    struct agent *agents = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = -1;
    enum err e = area_begin(r, SECTION_AGENTS, &area);
    if (!e)
        e = list_begin(&l, &area, &list_def);
    if (e)
        return e;
    const struct agents_filter f = {list_filter(&l, "state"), list_filter(&l, "kind")};
    e = agents_page(r->db, r->arena, area.scope, &l.want, &f, &agents, &n, &more);
    if (!e)
        e = agents_count(r->db, r->arena, area.scope, &l.want, &f, &count);
    for (size_t i = 0; i < n && !e; i++) {
        list_row(&l, agents[i].id, agents[i].name, !agents[i].active);
        list_cell(&l, agents[i].name);
        list_cell(&l, arena_printf(r->arena, "%lld", (long long)agents[i].id));
        list_cell(&l, agents[i].ai ? "AI" : "Human");
        list_cell(&l, agents[i].active ? "Active" : "Disabled");
    }
    return e ? e : list_end(&l, more, count, out);
}

/* The form as it is stored. */
static enum err begin(struct request *r, struct area *area, struct form *f, bool lock)
{
    struct agent g = {.active = true};
    int64_t id = param_int(&r->query, "id", 0);
    enum err e = area_begin(r, SECTION_AGENTS, area);
    if (!e && id)
        e = agent_find(r->db, r->arena, area->scope, id, lock, &g);
    if (e)
        return e;
    form_begin(f, area, &form_def, id, id ? g.name : "Add an agent");
    form_store(f, "name", g.name);
    form_store(f, "kind", g.ai ? "ai" : "human");
    form_store_flag(f, "active", g.active);
    return OK;
}

enum err agent_page(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, false);
    return e ? e : form_show(&f, out);
}

enum err agent_submit(struct request *r, struct response *out)
{
    struct area area;
    struct form f;
    enum err e = begin(r, &area, &f, true);
    if (!e)
        e = form_read(&f);
    if (e || !form_ok(&f))
        return e ? e : form_show(&f, out);
    struct agent g = {.id = f.id,
                      .name = form_text(&f, "name"),
                      .ai = strcmp(form_text(&f, "kind"), "ai") == 0,
                      .active = form_flag(&f, "active")};
    if (form_differs(&f, NULL)) {
        e = agent_save(r->db, r->arena, area.scope, &g);
        area_note(&area, f.id ? "agent.changed" : "agent.created", g.name, form_details(&f));
    }
    response_redirect(out, area_url(&area, form_def.path, g.id, f.id ? "saved" : "added"));
    return e;
}
