#include "intake/tool.h"

#include "core/conf.h"
#include "db/db.h"
#include "intake/apply.h"
#include "intake/convert.h"
#include "intake/summary.h"
#include "store/outgoing.h"

#include <stdlib.h>
#include <string.h>

/* --- what was asked ----------------------------------------------------------------------------
 */

/* Parameters of a tool, an object or the text of one; the caller gives it back. */
static json_t *parameters_of(const json_t *given)
{
    const char *text = json_string_value(given);
    json_t *own = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL)
                       : json_incref((json_t *)(uintptr_t)given);
    if (json_is_object(own))
        return own;
    json_decref(own);
    return json_object();
}

static const char *first_text(struct arena *a, const json_t *from, const char *const *names,
                              size_t max)
{
    for (; *names; names++) {
        const char *s = cv_text_at(a, from, *names);
        if (s && *s && strlen(s) <= max)
            return s;
    }
    return NULL;
}

static const char *channel_of(struct arena *a, const json_t *parameters)
{
    static const char *const names[] = {"channel", "via", "preference", NULL};
    static const struct cv_word words[] = {
        {"email", "email"}, {"e-mail", "email"}, {"mail", "email"}, {"whatsapp", "whatsapp"}, {0}};
    const char *said = first_text(a, parameters, names, 40);
    return said ? cv_word_of(words, said) : NULL;
}

static void read_parameters(struct arena *a, const json_t *given, struct tool_call *call)
{
    static const char *const names[] = {"account_reference", "reference", "account", NULL};
    json_t *parameters = parameters_of(given);
    call->reference = first_text(a, parameters, names, 64);
    call->channel = channel_of(a, parameters);
    json_decref(parameters);
}

/* One of Vapi's list: its name and arguments stand in it, or in its "function". */
static bool read_vapi(struct arena *a, const json_t *item, const char *ref, struct tool_call *call)
{
    const json_t *inner = json_object_get(item, "function");
    const json_t *from = json_is_object(inner) ? inner : item;
    const json_t *given = json_object_get(from, "arguments");
    call->source = "vapi";
    call->ref = ref;
    call->id = cv_text_at(a, item, "id");
    call->name = cv_text_at(a, from, "name");
    read_parameters(a, given ? given : json_object_get(from, "parameters"), call);
    call->event_id = cv_event_id(a, "vapi", ref, call->id);
    return call->id && *call->id && call->name;
}

static bool read_list(const json_t *message, struct arena *a, struct tool_call *out, size_t *n,
                      const char **why)
{
    const json_t *list = json_object_get(message, "toolCallList");
    const char *ref = cv_text_at(a, message, "call.id");
    if (!ref || !cv_id_fits(ref, why))
        return *why = "there is no message.call.id", false;
    for (size_t i = 0; i < json_array_size(list) && *n < TOOL_CALLS_MAX; i++)
        *n += read_vapi(a, json_array_get(list, i), ref, &out[*n]);
    if (!*n)
        *why = "there is no tool call in message.toolCallList";
    return *n > 0;
}

bool tool_read(const json_t *body, struct arena *a, struct tool_call *out, size_t *n,
               const char **why)
{
    const json_t *message = json_object_get(body, "message");
    const char *ref = cv_text_at(a, body, "conversation_id");
    *n = 0;
    *why = NULL;
    memset(out, 0, sizeof *out * TOOL_CALLS_MAX);
    if (json_is_object(message))
        return read_list(message, a, out, n, why);
    if (!ref || !cv_id_fits(ref, why))
        return *why = "there is no conversation_id", false;
    *n = 1;
    out->source = "elevenlabs";
    out->ref = ref;
    out->name = TOOL_SUMMARY;
    read_parameters(a, body, out);
    out->event_id = cv_event_id(a, out->source, ref, cv_body_digest(a, body));
    return true;
}

const char *tool_sentence(const struct tool_call *call)
{
    if (strcmp(call->name, TOOL_SUMMARY) != 0)
        return "This tool is not known here.";
    return "The debt summary is being prepared. It is sent to the contact details on file within "
           "a few minutes, unless messages of that kind were declined.";
}

/* --- doing it ----------------------------------------------------------------------------------
 */

struct task {
    struct db *db;
    struct arena *a;
    const struct intake_event *e;
    struct tool_call call;
    int64_t queue_id;
    int64_t call_id, sent_id; /* interactions; sent_id 0: nothing is sent */
    struct debtor debtor;
    const char *channel, *address;
    const char *why_not; /* nothing is sent; for people */
};

static json_t *made(json_t *v)
{
    if (!v)
        abort();
    return v;
}

static enum err apply(struct task *t, const json_t *doc, int phase, int64_t interaction,
                      int64_t parent, int64_t *id)
{
    const struct apply_from from = {.batch = t->e->batch,
                                    .tenant_id = t->e->tenant_id,
                                    .source = parent ? "parley" : t->call.source,
                                    .queue_id = t->queue_id,
                                    .phase = phase,
                                    .happened_at = t->e->received_at,
                                    .now = t->e->now,
                                    .interaction_id = interaction,
                                    .parent_id = parent};
    return apply_document(t->db, t->a, &from, doc, id);
}

/* The call runs, as far as is known here; where more is known of it, that stands. */
static enum err find_call(struct task *t)
{
    char at[CLOCK_ISO_SIZE];
    json_t *doc =
        made(json_pack("{s:s, s:s, s:s, s:s}", "id", t->call.ref, "channel", "voice", "status",
                       "active", "created_at", clock_iso(t->e->received_at, at)));
    enum err e = apply(t, doc, PHASE_BEGAN, 0, 0, &t->call_id);
    json_decref(doc);
    return e;
}

static enum err find_debtor(struct task *t, const struct asking_call *call)
{
    const char *reference = t->call.reference ? t->call.reference : call->reference;
    if (!reference)
        return t->why_not = "the call is about no account", OK;
    if (call->reference && strcmp(call->reference, reference) != 0)
        return t->why_not = "the call is about another account", OK;
    enum err e = debtor_find(t->db, t->a, t->e->tenant_id, reference, t->call_id, &t->debtor);
    if (!e && !t->debtor.account_id)
        t->why_not = "there is no account of this reference";
    return e;
}

/* Where a message of a channel can go. */
static const struct way {
    const char *channel, *label;
    enum conf_key needs; /* a setting without which nothing is sent that way */
} ways[] = {{"email", "e-mail", CONF_SMTP_URL}, {"whatsapp", "WhatsApp", CONF_WHATSAPP_PHONE_ID}};
enum { WAYS = sizeof ways / sizeof *ways };

static enum err try_way(struct task *t, const struct way *way)
{
    bool declined = false;
    const char *address = way == ways ? t->debtor.email : t->debtor.phone;
    if (!address || !*address) {
        t->why_not = arena_printf(t->a, "no address for %s is on file", way->label);
        return OK;
    }
    if (!*conf(way->needs)) {
        t->why_not = arena_printf(t->a, "sending by %s is not set up", way->label);
        return OK;
    }
    enum err e = opted_out(t->db, t->a, t->e->tenant_id, way->channel, address, &declined);
    if (declined) {
        t->why_not = arena_printf(t->a, "the client has opted out of %s", way->label);
    } else if (!e) {
        t->why_not = NULL;
        t->channel = way->channel;
        t->address = address;
    }
    return e;
}

/* What was asked for and no other; else what is preferred, else what there is. */
static enum err choose_way(struct task *t)
{
    const char *asked = t->call.channel, *first = asked ? asked : t->debtor.preferred;
    enum err e = OK;
    for (size_t i = 0; i < WAYS && first && !e; i++)
        if (strcmp(ways[i].channel, first) == 0)
            e = try_way(t, &ways[i]);
    const char *why = t->why_not;
    for (size_t i = 0; i < WAYS && !asked && !t->channel && !e; i++)
        if (!first || strcmp(ways[i].channel, first) != 0) {
            e = try_way(t, &ways[i]);
            why = why ? why : t->why_not;
        }
    t->why_not = t->channel ? NULL : why;
    return e;
}

static enum err write_summary(struct task *t, struct summary_text *out)
{
    struct sender sender;
    struct debt_lines lines;
    const struct debtor *d = &t->debtor;
    enum err e = sender_find(t->db, t->a, t->e->tenant_id, &sender);
    if (!e)
        e = debtor_lines(t->db, t->a, t->e->tenant_id, d->account_id, &lines);
    if (e)
        return e;
    const struct viewer viewer = {sender.zone, locale_of(sender.locale)};
    const struct summary s = {.company = sender.company,
                              .client = d->client,
                              .reference = d->reference,
                              .has_balance = d->has_balance,
                              .balance_micros = d->balance_micros,
                              .currency = d->currency,
                              .due_on = d->due_on,
                              .payment_url = d->payment_url,
                              .lines = lines.list,
                              .n = lines.n};
    summary_write(t->a, &viewer, &s, out);
    return OK;
}

/* The interaction that shows it, child of the call. */
static enum err record(struct task *t, const struct summary_text *text)
{
    char at[CLOCK_ISO_SIZE];
    clock_iso(t->e->now, at);
    const json_t *event = made(json_string(t->e->event_id));
    json_t *doc =
        made(json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:[{s:s, s:s, s:s}]}", "id",
                       cv_body_digest(t->a, event), "channel", t->channel, "direction", "outbound",
                       "status", "closed", "created_at", at, "closed_at", at, "result", "scheduled",
                       "action_type", "debt_summary", "account", t->debtor.reference, "messages",
                       "role", "ai", "sent_at", at, "text", text->text));
    json_decref((json_t *)(uintptr_t)event);
    if (t->debtor.client)
        json_object_set_new(doc, "client", made(json_string(t->debtor.client)));
    json_object_set_new(doc, strcmp(t->channel, "email") == 0 ? "client_email" : "phone_number",
                        made(json_string(t->address)));
    enum err e = apply(t, doc, PHASE_PLAIN, 0, t->call_id, &t->sent_id);
    json_decref(doc);
    return e;
}

static enum err schedule(struct task *t)
{
    struct summary_text text;
    bool first;
    enum err e = write_summary(t, &text);
    if (e)
        return e;
    e = record(t, &text);
    char *parameters = json_dumps(text.parameters, JSON_COMPACT);
    if (!parameters)
        abort();
    const struct outgoing m = {.tenant_id = t->e->tenant_id,
                               .interaction_id = t->sent_id,
                               .channel = t->channel,
                               .address = t->address,
                               .subject = text.subject,
                               .body = text.text,
                               .html = text.html,
                               .parameters = parameters};
    if (!e)
        e = outgoing_put(t->db, t->a, &m, t->e->now, &first);
    free(parameters);
    json_decref(text.parameters);
    return e;
}

/* What came of it, at the call: among its functions where its transcript has not told of it, and in
 * its details, which no transcript replaces. */
static enum err tell_call(struct task *t, bool has_function)
{
    int64_t id;
    const char *result = t->why_not ? arena_printf(t->a, "Not sent: %s", t->why_not)
                                    : arena_printf(t->a, "Sent by %s", t->channel);
    json_t *doc =
        made(json_pack("{s:s, s:{s:s}}", "id", t->call.ref, "details", TOOL_SUMMARY, result));
    if (t->debtor.account_id && !t->why_not)
        json_object_set_new(doc, "account", made(json_string(t->debtor.reference)));
    if (!has_function)
        json_object_set_new(
            doc, "append_functions",
            made(json_pack("[{s:s, s:{s:s*, s:s*}, s:s, s:s}]", "name", TOOL_SUMMARY, "parameters",
                           "account_reference", t->call.reference, "channel", t->call.channel,
                           "result", result, "status", t->why_not ? "error" : "ok")));
    enum err e = apply(t, doc, PHASE_BEGAN, t->call_id, 0, &id);
    json_decref(doc);
    return e;
}

static enum err send_summary(struct task *t)
{
    struct asking_call call;
    enum err e = find_call(t);
    if (!e)
        e = asking_call(t->db, t->a, t->e->tenant_id, t->call_id, TOOL_SUMMARY, &call);
    if (!e && call.queue_id)
        t->queue_id = call.queue_id;
    if (!e)
        e = find_debtor(t, &call);
    if (!e && !t->why_not)
        e = choose_way(t);
    if (!e && !t->why_not)
        e = schedule(t);
    return e ? e : tell_call(t, call.has_function);
}

/* Which of the calls in the body it is, is told by its event id. */
static enum err apply_tool(struct db *db, struct arena *a, const struct intake_event *e,
                           const json_t *body, int64_t *interaction_id)
{
    struct tool_call calls[TOOL_CALLS_MAX];
    size_t n;
    const char *why;
    if (!body || !tool_read(body, a, calls, &n, &why))
        return err_set(ERR_BAD_REQUEST, "%s", body ? why : "it is no JSON");
    for (size_t i = 0; i < n; i++) {
        if (strcmp(calls[i].event_id, e->event_id) != 0)
            continue;
        struct task t = {.db = db, .a = a, .e = e, .call = calls[i], .queue_id = e->queue_id};
        enum err err = send_summary(&t);
        *interaction_id = t.sent_id ? t.sent_id : t.call_id;
        return err;
    }
    return err_set(ERR_BAD_REQUEST, "its tool call is not in it");
}

const struct intake_source source_tool = {.name = "tool", .apply = apply_tool};
