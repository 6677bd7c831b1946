/* What of the audit log is asked for. */
#include "audit_view.h"

#include "core/buf.h"
#include "text.h"

enum period { TODAY, YESTERDAY, WEEK, MONTH, QUARTER, ALL };
static const char *const periods[] = {"today", "yesterday", "7d", "30d", "90d", "all", NULL};
static const char *const period_labels[] = {"Today",        "Yesterday",    "Last 7 days",
                                            "Last 30 days", "Last 90 days", "All time"};
static const char *const logs[] = {"installation", NULL};

const struct param audit_query[] = {
    AREA_PARAM,
    {.name = "log", .kind = PARAM_CHOICE, .choices = logs},
    {.name = "who", .kind = PARAM_TEXT, .max = 320},
    {.name = "user", .kind = PARAM_INT, .max = AREA_ID_MAX},
    {.name = "action", .kind = PARAM_TOKEN, .max = 40},
    {.name = "address", .kind = PARAM_TEXT, .max = 45},
    {.name = "subject", .kind = PARAM_TEXT, .max = 320},
    {.name = "period", .kind = PARAM_CHOICE, .choices = periods},
    {.name = "from", .kind = PARAM_DATE},
    {.name = "to", .kind = PARAM_DATE},
    {.name = "after", .kind = PARAM_TOKEN, .max = 40},
    {.name = "before", .kind = PARAM_TOKEN, .max = 40},
    {0},
};

/* What the address keeps from page to page. */
static const char *const kept[] = {"tenant",  "log",     "who",    "user", "action",
                                   "address", "subject", "period", "from", "to"};

const char *audit_view_url(struct audit_view *p, const char *name, const char *value)
{
    struct buf b = {0};
    bool days = strcmp(name, "period") == 0, seen = false;
    buf_puts(&b, PATH_AUDIT);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        bool dates = strcmp(kept[i], "from") == 0 || strcmp(kept[i], "to") == 0;
        const char *is = param_text(&p->r->query, kept[i]);
        if (strcmp(kept[i], name) == 0)
            is = value, seen = true;
        if (!is || (days && dates))
            continue;
        buf_printf(&b, "%c%s=", strchr(b.s, '?') ? '&' : '?', kept[i]);
        buf_url(&b, is);
    }
    if (!seen && value)
        buf_printf(&b, "%c%s=%s", strchr(b.s, '?') ? '&' : '?', name, value);
    const char *url = arena_dup(p->r->arena, b.s);
    buf_free(&b);
    return url;
}

static void read_period(struct audit_view *p)
{
    struct request *r = p->r;
    static const int days_back[] = {0, 1, 6, 29, 89, 0};
    const char *zone = r->session->zone;
    int64_t today = date_days(zone_civil(zone, r->now).date);
    struct date d;
    p->period = param_choice(&r->query, "period", WEEK);
    p->from = param_text(&r->query, "from");
    p->to = param_text(&r->query, "to");
    if (p->from || p->to)
        p->period = -1;
    p->filter.from = 0;
    p->filter.to = (ms_t)253370764800000;
    if (p->period >= 0 && p->period != ALL)
        p->filter.from = zone_day_start(zone, date_from_days(today - days_back[p->period]));
    if (p->period == YESTERDAY)
        p->filter.to = zone_day_start(zone, date_from_days(today));
    if (p->from && date_parse(p->from, &d))
        p->filter.from = zone_day_start(zone, d);
    if (p->to && date_parse(p->to, &d))
        p->filter.to = zone_day_start(zone, date_from_days(date_days(d) + 1));
}

static enum err read_who(struct audit_view *p)
{
    struct request *r = p->r;
    int64_t *ids, user = param_int(&r->query, "user", 0);
    const char *who = text_trimmed(r->arena, param_text(&r->query, "who"));
    enum err e = OK;
    if (user) {
        ids = arena_alloc(r->arena, sizeof *ids);
        *ids = user;
        p->filter.users = ids;
        p->filter.n_users = 1;
    } else if (who) {
        e = audit_people(r->db, r->arena, p->scope, who, &ids, &p->filter.n_users, &p->too_many);
        p->filter.users = ids;
        p->filter.actor = who;
    }
    return e;
}

/* <ms>.<seq>; *out untouched when there is none. */
static enum err read_place(struct audit_view *p, struct audit_place *out)
{
    const char *after = param_text(&p->r->query, "after");
    const char *before = param_text(&p->r->query, "before"), *text = before ? before : after;
    char *end;
    p->newer = before != NULL;
    *out = (struct audit_place){0};
    if (!text)
        return OK;
    size_t digits = strspn(text, "0123456789");
    out->at = strtoll(text, &end, 10);
    if (!digits || digits > 15 || *end != '.' || strlen(end) < 2 || strlen(end) > 18 ||
        strspn(end + 1, "0123456789") != strlen(end + 1) || (before && after))
        return err_set(ERR_BAD_REQUEST, "the place in the list is damaged");
    out->seq = strtoll(end + 1, NULL, 10);
    return OK;
}

enum err audit_view_read(struct audit_view *p, struct audit_place *place)
{
    struct request *r = p->r;
    enum err e = area_begin(r, SECTION_AUDIT, &p->area);
    p->scope = p->area.scope;
    p->installation = param_text(&r->query, "log") != NULL;
    if (!e && p->installation)
        e = session_administer(r, AUDIT_INSTALLATION, &p->scope);
    if (e)
        return e;
    read_period(p);
    p->filter.action = param_text(&r->query, "action");
    p->filter.address = text_trimmed(r->arena, param_text(&r->query, "address"));
    p->filter.subject = text_trimmed(r->arena, param_text(&r->query, "subject"));
    if (p->filter.action && audit_label(p->filter.action) == p->filter.action)
        return err_set(ERR_BAD_REQUEST, "'action' has a value that is not offered");
    e = read_place(p, place);
    return e ? e : read_who(p);
}

/* --- out -------------------------------------------------------------------------------------- */

static void show_periods(struct audit_view *p)
{
    for (size_t i = 0; periods[i]; i++) {
        view_item(p->v, "Periods", i, "label", period_labels[i]);
        view_item(p->v, "Periods", i, "url", audit_view_url(p, "period", periods[i]));
        view_item(p->v, "Periods", i, "current", p->period == (int)i ? "1" : NULL);
    }
}

/* Actions in groups, by what stands before the dot. */
static const struct {
    const char *keys, *label; /* beginnings, each followed by a comma */
} groups[] = {
    {"signin,signout,session,", "Signing in"},
    {"history,interaction,transcript,recording,export,arrival,", "Looking at personal data"},
    {"account,password,totp,recovery,view,", "Own settings"},
    {"user,role,tenant,", "Administrators, roles, tenants"},
    {"intake,connection,api_key,prices,", "Intake and prices"},
    {"", "Everything else"},
};
enum { GROUPS = sizeof groups / sizeof *groups };

static size_t group_of(const char *action)
{
    char word[44];
    size_t i = 0;
    snprintf(word, sizeof word, "%.*s,", (int)strcspn(action, "."), action);
    while (i < GROUPS - 1 && !strstr(groups[i].keys, word))
        i++;
    return i;
}

static void show_actions(struct audit_view *p)
{
    for (size_t g = 0; g < GROUPS; g++) {
        size_t n = 0;
        const char *list = arena_printf(p->r->arena, "Groups.%zu.options", g);
        view_item(p->v, "Groups", g, "label", groups[g].label);
        for (const struct audit_action *a = audit_actions; a->key; a++) {
            if (group_of(a->key) != g)
                continue;
            bool chosen = p->filter.action && strcmp(p->filter.action, a->key) == 0;
            view_item(p->v, list, n, "value", a->key);
            view_item(p->v, list, n, "label", a->label);
            view_item(p->v, list, n++, "selected", chosen ? "1" : NULL);
        }
    }
}

/* What the form does not show but must not lose. */
static void show_hidden(struct audit_view *p)
{
    static const char *const names[] = {"tenant", "log", "user", "period"};
    size_t n = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = param_text(&p->r->query, names[i]);
        if (!value)
            continue;
        view_item(p->v, "Hidden", n, "name", names[i]);
        view_item(p->v, "Hidden", n++, "value", value);
    }
}

static void show_log_choice(struct audit_view *p)
{
    if (!people_operator(p->r))
        return;
    view_set(p->v, "Log.other", p->installation ? "Log of the tenant" : "Log of the installation");
    view_set(p->v, "Log.other_url", p->installation ? PATH_AUDIT : PATH_AUDIT "?log=installation");
    if (p->installation)
        view_set(p->v, "Log.note",
                 "What belongs to no tenant: failed sign-ins with addresses that nobody has.");
}

void audit_view_form(struct audit_view *p)
{
    struct view *v = p->v;
    const struct params *q = &p->r->query;
    show_periods(p);
    show_actions(p);
    show_hidden(p);
    show_log_choice(p);
    view_set(v, "Filter.url", PATH_AUDIT);
    view_set(v, "Filter.who", param_text(q, "who"));
    view_set(v, "Filter.address", p->filter.address);
    view_set(v, "Filter.subject", p->filter.subject);
    view_set(v, "Filter.from", p->from);
    view_set(v, "Filter.to", p->to);
    if (param_text(q, "user"))
        view_set(v, "Filter.user_url", audit_view_url(p, "user", NULL));
    if (p->filter.users || p->filter.action || p->filter.address || p->filter.subject || p->from ||
        p->to)
        view_set(v, "Filter.clear",
                 p->installation ? PATH_AUDIT "?log=installation"
                                 : area_url(&p->area, PATH_AUDIT, 0, NULL));
    if (p->too_many)
        view_set(v, "Filter.hint",
                 arena_printf(p->r->arena,
                              "More than %d people have this in their name: only the first %d of "
                              "them are listed. Type more of it.",
                              AUDIT_PEOPLE_MAX, AUDIT_PEOPLE_MAX));
}
