#include "history_state.h"

#include "app/paths.h"
#include "core/buf.h"
#include "http/route.h"

static const struct history_kind kinds[] = {
    {PATH_HISTORY_CLIENT, PATH_HISTORY_CLIENT_FIGURES, "client", "Client", "history.client", false},
    {PATH_HISTORY_AGENT, PATH_HISTORY_AGENT_FIGURES, "agent", "Agent", "history.agent", true},
};

static const char *const size_keys[] = {"25", "50", "100", NULL};
static const char *const dir_keys[] = {"desc", "asc", NULL};

enum { ID_MAX = 4294967295 };

#define CLIENT                                                                                     \
    {                                                                                              \
        .name = "client", .kind = PARAM_TEXT, .max = 40                                            \
    }
#define AGENT                                                                                      \
    {                                                                                              \
        .name = "agent", .kind = PARAM_INT, .max = ID_MAX                                          \
    }
#define LIST                                                                                       \
    {.name = "channel", .kind = PARAM_CHOICE, .choices = list_channels},                           \
        {.name = "period", .kind = PARAM_CHOICE, .choices = grid_period_keys},                     \
        {.name = "from", .kind = PARAM_DATE}, {.name = "to", .kind = PARAM_DATE},                  \
        {.name = "sort", .kind = PARAM_CHOICE, .choices = grid_sort_keys},                         \
        {.name = "dir", .kind = PARAM_CHOICE, .choices = dir_keys},                                \
        {.name = "size", .kind = PARAM_CHOICE, .choices = size_keys},                              \
        {.name = "after", .kind = PARAM_TOKEN, .max = 60},                                         \
        {.name = "before", .kind = PARAM_TOKEN, .max = 60},                                        \
        {.name = "end", .kind = PARAM_INT, .max = 1},                                              \
        {.name = "figures", .kind = PARAM_INT, .max = 1},                                          \
    {                                                                                              \
        0                                                                                          \
    }

const struct param history_client_query[] = {CLIENT, LIST};
const struct param history_agent_query[] = {AGENT, LIST};
const struct param figures_client_query[] = {CLIENT, {0}};
const struct param figures_agent_query[] = {AGENT, {0}};

bool history_client_read(const char *text, struct history_who *out)
{
    size_t n = strlen(text);
    bool contact = text[0] == 'c' && n > 1 && n < 12;
    bool phone = strncmp(text, "p+", 2) == 0 && n > 3 && n < 18 && text[2] != '0';
    const char *digits = text + (contact ? 1 : 2);
    if ((!contact && !phone) || digits[strspn(digits, "0123456789")])
        return false;
    out->of = contact ? HISTORY_CONTACT : HISTORY_PHONE;
    out->id = strtoll(digits, NULL, 10);
    return true;
}

static enum err read_who(const struct params *q, struct history_state *out)
{
    if (out->kind->agent) {
        out->who.of = HISTORY_AGENT;
        out->who.id = param_int(q, "agent", 0);
        return out->who.id ? OK : err_set(ERR_BAD_REQUEST, "'agent' is missing");
    }
    const char *client = param_text(q, "client");
    if (client && history_client_read(client, &out->who))
        return OK;
    return err_set(ERR_BAD_REQUEST, "'client' is %s: open the history from a row again",
                   client ? "damaged" : "missing");
}

static enum err read_list(const struct params *q, struct history_state *out)
{
    struct list_cursor k;
    out->channel = param_text(q, "channel");
    out->period = (enum period)param_choice(q, "period", PERIOD_ALL);
    out->from = param_text(q, "from");
    out->to = param_text(q, "to");
    out->sort = (enum list_sort)param_choice(q, "sort", SORT_CREATED);
    out->ascending = param_choice(q, "dir", 0) == 1;
    out->size = param_choice(q, "size", GRID_SIZE_STANDARD);
    out->after = param_text(q, "after");
    out->before = param_text(q, "before");
    out->end = param_int(q, "end", 0);
    out->figures = param_int(q, "figures", 0);
    if (out->from || out->to)
        out->period = PERIOD_CUSTOM;
    if ((out->after != NULL) + (out->before != NULL) + out->end > 1)
        return err_set(ERR_BAD_REQUEST, "a page is either after, before or at the end");
    if ((out->after && !grid_cursor_read(out->after, &k)) ||
        (out->before && !grid_cursor_read(out->before, &k)))
        return err_set(ERR_BAD_REQUEST, "the page's place in the list is damaged");
    return OK;
}

enum err history_state_read(const struct request *r, struct history_state *out)
{
    *out = (struct history_state){.period = PERIOD_ALL, .size = GRID_SIZE_STANDARD};
    bool figures = false;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (strncmp(r->route->path, kinds[k].path, strlen(kinds[k].path)) == 0) {
            out->kind = &kinds[k];
            figures = strcmp(r->route->path, kinds[k].figures_path) == 0;
        }
    enum err e = read_who(&r->query, out);
    return e || figures ? e : read_list(&r->query, out);
}

const char *history_who_text(struct arena *a, struct history_who who)
{
    static const char *const prefix[HISTORY_KINDS] = {
        [HISTORY_CONTACT] = "c", [HISTORY_PHONE] = "p+", [HISTORY_AGENT] = ""};
    return arena_printf(a, "%s%lld", prefix[who.of], (long long)who.id);
}

static void begin(struct arena *a, struct buf *b, const char *path, const struct history_state *s)
{
    buf_clear(b);
    buf_printf(b, "%s?%s=", path, s->kind->param);
    buf_url(b, history_who_text(a, s->who));
}

const char *history_url(struct arena *a, const struct history_state *s)
{
    static struct buf b; /* scratch: emptied before every use */
    begin(a, &b, s->kind->path, s);
    buf_param(&b, "channel", s->channel);
    if (s->period == PERIOD_CUSTOM) {
        buf_param(&b, "from", s->from);
        buf_param(&b, "to", s->to);
    } else if (s->period != PERIOD_ALL) {
        buf_param(&b, "period", grid_period_keys[s->period]);
    }
    buf_param(&b, "sort", s->sort == SORT_CREATED ? NULL : grid_sort_keys[s->sort]);
    buf_param(&b, "dir", s->ascending ? "asc" : NULL);
    buf_param(&b, "size", s->size == GRID_SIZE_STANDARD ? NULL : size_keys[s->size]);
    buf_param(&b, "after", s->after);
    buf_param(&b, "before", s->before);
    buf_param(&b, "end", s->end ? "1" : NULL);
    buf_param(&b, "figures", s->figures ? "1" : NULL);
    return arena_dupn(a, b.s, b.len);
}

const char *history_figures_url(struct arena *a, const struct history_state *s)
{
    static struct buf b; /* scratch: emptied before every use */
    begin(a, &b, s->kind->figures_path, s);
    return arena_dupn(a, b.s, b.len);
}

struct history_state history_first_page(const struct history_state *s)
{
    struct history_state first = *s;
    first.after = first.before = NULL;
    first.end = false;
    return first;
}

bool history_is_whole(const struct history_state *s)
{
    return !s->channel && s->period == PERIOD_ALL && !s->after && !s->before;
}

const char *history_client_key(struct arena *a, const struct interaction *i)
{
    struct history_who who;
    const char *key = i->contact_id   ? arena_printf(a, "c%lld", (long long)i->contact_id)
                      : i->phone_e164 ? arena_printf(a, "p%s", i->phone_e164)
                                      : NULL;
    return key && history_client_read(key, &who) ? key : NULL;
}

const char *history_client_url(struct arena *a, const char *client, int size)
{
    struct history_state s = {.kind = &kinds[0], .period = PERIOD_ALL, .size = size};
    history_client_read(client, &s.who);
    return history_url(a, &s);
}

const char *history_agent_url(struct arena *a, int64_t agent, int size)
{
    struct history_state s = {
        .kind = &kinds[1], .who = {HISTORY_AGENT, agent}, .period = PERIOD_ALL, .size = size};
    return history_url(a, &s);
}
