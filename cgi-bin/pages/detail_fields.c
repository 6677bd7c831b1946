/* Details: the fields of an interaction, in groups. What is unknown is left out; what the site does
 * not record at all is named in one line below its group. */
#include "act.h"
#include "app/paths.h"
#include "auth/session.h"
#include "cells.h"
#include "detail.h"
#include "detail_money.h"
#include "store/delivery.h"
#include "view/format.h"

/* The group that is being filled. */
struct group {
    struct detail *d;
    size_t no, rows;
    const char *list;    /* of its rows, in the view */
    const char *missing; /* what the site does not record */
};

static void begin(struct group *g, const char *key, const char *title)
{
    if (g->rows || g->missing)
        g->no++;
    struct arena *a = g->d->r->arena;
    *g = (struct group){.d = g->d, .no = g->no};
    g->list = arena_printf(a, "Facts.%zu.rows", g->no);
    view_item(g->d->v, "Facts", g->no, "key", key);
    view_item(g->d->v, "Facts", g->no, "title", title);
}

/* A field; false when it is unknown. */
static bool field(struct group *g, const char *label, const char *value)
{
    if (!value || !*value)
        return false;
    view_item(g->d->v, g->list, g->rows, "label", label);
    view_item(g->d->v, g->list, g->rows++, "value", value);
    return true;
}

/* More about the field just added: href, title, score, mood, more. */
static void also(struct group *g, const char *what, const char *value)
{
    view_item(g->d->v, g->list, g->rows - 1, what, value);
}

/* What can be done about what the group says: a page that asks. */
static void act(struct group *g, const char *label, const char *url)
{
    view_item(g->d->v, "Facts", g->no, "act", label);
    view_item(g->d->v, "Facts", g->no, "act_url", url);
}

/* A field that rests on a column which this site may not have. */
static bool recorded(struct group *g, const char *table, const char *column, const char *label,
                     const char *value)
{
    struct detail *d = g->d;
    if (field(g, label, value))
        return true;
    if (!db_foreign(d->r->db) || db_has_column(d->r->db, table, column))
        return false;
    g->missing = g->missing ? arena_printf(d->r->arena, "%s, %s", g->missing, label) : label;
    view_item(d->v, "Facts", g->no, "missing", g->missing);
    return false;
}

static const char *own_table(const struct detail *d)
{
    return d->of.i.running ? "active_interactions" : "closed_interactions";
}

static bool own(struct group *g, const char *column, const char *label, const char *value)
{
    return recorded(g, own_table(g->d), column, label, value);
}

static const char *number(struct detail *d, int64_t n)
{
    return n < 0 ? NULL : format_count(d->r->arena, &d->r->session->viewer, n);
}

static const char *digits(struct detail *d, int64_t id)
{
    return id > 0 ? arena_printf(d->r->arena, "%lld", (long long)id) : NULL;
}

static const char *lasted(struct detail *d, int64_t seconds)
{
    return seconds < 0 ? NULL : format_duration(d->r->arena, seconds);
}

static const char *named(struct detail *d, enum catalog_dim dim, int64_t id)
{
    const struct catalog_entry *e = id ? catalog_find(d->catalog, dim, id) : NULL;
    return e ? e->name : NULL;
}

static void time_of(struct group *g, const char *column, const char *label, ms_t at)
{
    struct session *s = g->d->r->session;
    const char *text = at ? format_time(g->d->r->arena, &s->viewer, at, g->d->r->now) : NULL;
    if (own(g, column, label, text))
        also(g, "title", format_time_exact(g->d->r->arena, s->zone, at));
}

/* 1 to 5, as a picture and in words. */
static void score(struct group *g, const char *table, const char *column, const char *label,
                  int64_t n)
{
    struct arena *a = g->d->r->arena;
    bool known = n >= 1 && n <= 5;
    if (!recorded(g, table, column, label,
                  known ? arena_printf(a, "%lld of 5", (long long)n) : NULL))
        return;
    also(g, "score", arena_printf(a, "%lld", (long long)n));
    also(g, "score_label", arena_printf(a, "%s: %lld of 5", label, (long long)n));
}

/* --- the groups ------------------------------------------------------------------------------- */

static const char *type_of(const char *channel)
{
    static const char *const types[] = {"Voice Call", "Text Chat", "SMS", "WhatsApp Message",
                                        "E-mail"};
    int64_t at = list_position(list_channels, channel);
    return at ? types[at - 1] : channel;
}

static void show_agent(struct group *g)
{
    int64_t id = g->d->of.i.agent_id;
    const struct catalog_entry *e = id ? catalog_find(g->d->catalog, DIM_AGENT, id) : NULL;
    if (own(g, "agent_id", "Agent", e ? e->name : NULL))
        also(g, "more", e->ai ? "AI agent" : "Human operator");
}

static void show_account(struct group *g)
{
    struct detail *d = g->d;
    if (own(g, "account_id", "Account reference", d->of.account_reference))
        also(g, "href",
             arena_printf(d->r->arena, "%s?account=%lld", PATH_TIMELINE,
                          (long long)d->of.account_id));
}

static void show_interaction(struct group *g)
{
    struct detail *d = g->d;
    const struct interaction *i = &d->of.i;
    begin(g, "interaction", "Interaction");
    field(g, "ID", digits(d, i->id));
    field(g, "Organization", d->r->session->tenant);
    field(g, "Type", type_of(i->channel));
    field(g, "Status", cell_status(i));
    own(g, "outcome", "Outcome", i->outcome ? grid_choice_label(FIELD_OUTCOME, i->outcome) : NULL);
    own(g, "result", "Result", detail_words(d, d->of.result));
    own(g, "action_type", "Action type", detail_words(d, i->action_type));
    show_account(g);
    own(g, "crm_contact_id", "Contact ID", digits(d, i->contact_id));
    own(g, "platform", "Platform", detail_words(d, i->platform));
    own(g, "direction", "Direction", detail_words(d, i->direction));
    own(g, "flow", "Flow", d->of.flow);
    show_agent(g);
    recorded(g, "voice_ai_details", "llm_model", "LLM Model", d->more.llm_model);
    field(g, "Queue", named(d, DIM_QUEUE, i->queue_id));
    own(g, "did_id", "DID", named(d, DIM_DID, i->did_id));
    own(g, "disposition_id", "Disposition", named(d, DIM_DISPOSITION, i->disposition_id));
    own(g, "ended_by", "Ended by", detail_words(d, i->ended_by));
    own(g, "vendor", "Vendor", d->of.vendor);
    own(g, "vendor_ref", "Vendor's ID", d->of.vendor_ref);
}

static void show_times(struct group *g)
{
    struct detail *d = g->d;
    const struct interaction *i = &d->of.i;
    int64_t since = cell_counts_up(i) ? (d->r->now - i->created_at) / 1000 : i->duration_s;
    begin(g, "times", "Times and messages");
    time_of(g, "created_at", "Start Time", i->created_at);
    time_of(g, "closed_at", "End Time", i->closed_at);
    time_of(g, "last_message_at", "Last Message", d->of.last_message_at);
    if (own(g, "duration_s", "Duration", lasted(d, since)) && cell_counts_up(i))
        also(g, "more", "so far");
    own(g, "wait_s", "Wait", lasted(d, i->wait_s));
    own(g, "hold_s", "Hold", lasted(d, i->hold_s));
    own(g, "acw_s", "ACW", lasted(d, i->acw_s));
    recorded(g, "messages", "body", "Messages Count",
             d->more.messages || d->of.has_transcript ? number(d, d->more.messages) : NULL);
    recorded(g, "voice_ai_details", "billable_messages", "Billable Messages",
             number(d, d->more.billable_messages));
}

static void show_mood(struct group *g)
{
    if (recorded(g, "voice_ai_details", "sentiment", "Sentiment",
                 detail_words(g->d, g->d->more.mood)))
        also(g, "mood", g->d->more.mood);
}

/* What was done, in the past tense, where the name is no verb with what it was done to. */
static const char *const phrases[][2] = {
    {"transfer_to_human", "Transferred to a human"},
    {"transfer_to_human_agents", "Transferred to a human"},
    {"transfer_to_number", "Transferred to another number"},
    {"register_opt_out", "Registered opt-out"},
    {"end_call", "Ended the call"},
};
static const char *const verbs[][2] = {
    {"book", "Booked"},         {"calculate", "Calculated"},
    {"cancel", "Cancelled"},    {"change", "Changed"},
    {"check", "Checked"},       {"compare", "Compared"},
    {"create", "Created"},      {"dispatch", "Dispatched"},
    {"find", "Looked for"},     {"get", "Looked up"},
    {"lookup", "Looked up"},    {"open", "Opened"},
    {"read", "Read"},           {"refund", "Refunded"},
    {"register", "Registered"}, {"remove", "Removed"},
    {"report", "Reported"},     {"reserve", "Reserved"},
    {"schedule", "Scheduled"},  {"search", "Searched for"},
    {"send", "Sent"},           {"submit", "Submitted"},
    {"take", "Took"},           {"transfer", "Transferred"},
    {"update", "Updated"},      {"verify", "Verified"},
};

/* CheckBalance and check_balance: check_balance. */
static const char *snake(struct arena *a, const char *name)
{
    char *out = arena_alloc(a, 2 * strlen(name) + 1), *to = out;
    for (const char *s = name; *s; s++) {
        bool capital = *s >= 'A' && *s <= 'Z';
        bool inside = s > name && s[-1] != '_' && !(s[-1] >= 'A' && s[-1] <= 'Z');
        if (capital && inside)
            *to++ = '_';
        *to++ = capital ? (char)(*s - 'A' + 'a') : *s;
    }
    *to = 0;
    return out;
}

/* What a function of the agent did, as people call it. */
static const char *done(struct detail *d, const char *function)
{
    struct arena *a = d->r->arena;
    const char *name = snake(a, function);
    size_t verb = strcspn(name, "_");
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (strcmp(phrases[i][0], name) == 0)
            return phrases[i][1];
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strlen(verbs[i][0]) != verb || strncmp(verbs[i][0], name, verb) != 0 || !name[verb])
            continue;
        char *text = arena_printf(a, "%s%s", verbs[i][1], name + verb);
        for (char *s = text; *s; s++)
            *s = *s == '_' ? ' ' : *s;
        return text;
    }
    return detail_words(d, function);
}

static enum err show_actions(struct group *g)
{
    struct detail *d = g->d;
    struct called *calls;
    size_t n;
    enum err e = detail_called(d->r->db, d->r->arena, d->r->scope, &d->of.i, &calls, &n);
    if (e)
        return e;
    if (!recorded(g, "function_calls", "name", "Actions during call", n ? " " : NULL))
        return OK;
    const char *list = arena_printf(d->r->arena, "%s.%zu.actions", g->list, g->rows - 1);
    for (size_t i = 0; i < n; i++) {
        view_item(d->v, list, i, "name", done(d, calls[i].name));
        view_item(d->v, list, i, "failed", calls[i].failed ? "1" : NULL);
        view_item(d->v, list, i, "open", calls[i].open ? "1" : NULL);
    }
    return OK;
}

static enum err show_call(struct group *g)
{
    static const char table[] = "voice_ai_details";
    struct detail *d = g->d;
    const struct detail_more *m = &d->more;
    if (strcmp(d->of.i.channel, "voice") != 0)
        return OK;
    begin(g, "call", "Call details");
    recorded(g, table, "contact_result", "Contact result", detail_words(d, m->contact_result));
    recorded(g, table, "call_disposition", "Call disposition",
             detail_words(d, m->call_disposition));
    show_mood(g);
    score(g, table, "willingness", "Willingness to pay", m->willingness);
    score(g, table, "cooperation", "Cooperation level", m->cooperation);
    recorded(g, table, "identity_verified", "Identity verified",
             m->identity_verified < 0 ? NULL
             : m->identity_verified   ? "Yes"
                                      : "No");
    if (own(g, "cost_micros", "Call cost", detail_cost(d)))
        detail_cost_parts(d, arena_printf(d->r->arena, "%s.%zu", g->list, g->rows - 1));
    recorded(g, table, "termination", "Call termination", detail_words(d, m->termination));
    recorded(g, table, "phone_used", "Phone used", detail_words(d, m->phone_used));
    return show_actions(g);
}

/* What became of a message that was sent from here. */
static enum err show_delivery(struct group *g)
{
    struct detail *d = g->d;
    struct request *r = d->r;
    struct viewer *viewer = &r->session->viewer;
    const struct interaction *i = &d->of.i;
    bool written = strcmp(i->channel, "email") == 0 || strcmp(i->channel, "whatsapp") == 0;
    struct delivery m = {0};
    enum err e = OK;
    if (written && i->direction && strcmp(i->direction, "outbound") == 0 && !db_foreign(r->db))
        e = delivery_find(r->db, r->arena, r->scope, i->id, &m);
    if (e || !m.state)
        return e;
    begin(g, "delivery", "Delivery");
    field(g, "Sent to", m.address);
    field(g, "Result", detail_words(d, d->of.result));
    if (m.problem)
        field(g, "What went wrong", m.problem);
    if (m.attempts > 1)
        field(g, "Tries", number(d, m.attempts));
    if (m.next_at && m.next_at <= r->now)
        field(g, "Next try", "Now");
    else if (m.next_at && field(g, "Next try", format_time(r->arena, viewer, m.next_at, r->now)))
        also(g, "title", format_time_exact(r->arena, r->session->zone, m.next_at));
    if (m.given_up && detail_may(d, "send"))
        act(g, "Send again", act_url(r->arena, PATH_SEND, i->id, &d->state));
    return OK;
}

/* An address that somebody was at: a link only where it leads to the web. */
static void show_url(struct group *g, const char *url)
{
    if (!recorded(g, "web_details", "url", "URL", url))
        return;
    if (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0)
        also(g, "out", url);
}

static void show_customer(struct group *g)
{
    const struct detail_more *m = &g->d->more;
    const struct {
        const char *column, *label, *value;
    } fields[] = {{"browser", "Browser", m->browser},
                  {"os", "OS", m->os},
                  {"ip", "IP Address", m->ip},
                  {"country", "Country", m->country},
                  {"city", "City", m->city}};
    begin(g, "customer", "Customer environment");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        recorded(g, "web_details", fields[i].column, fields[i].label, fields[i].value);
    show_url(g, m->url);
}

static void show_costs(struct group *g)
{
    struct detail *d = g->d;
    begin(g, "costs", "Cost and satisfaction");
    own(g, "cost_micros", "Total Costs", detail_cost(d));
    score(g, own_table(d), "csat", "CSAT", d->of.i.csat);
    recorded(g, "analyses", "csat_description", "CSAT Description", d->more.csat_why);
}

enum err detail_fields(struct detail *d)
{
    struct group g = {.d = d};
    show_interaction(&g);
    show_times(&g);
    enum err e = show_call(&g);
    if (!e)
        e = show_delivery(&g);
    show_customer(&g);
    show_costs(&g);
    return e;
}
