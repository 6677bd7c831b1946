/* Converters: other people's conversations in the form of ours. None of them invents: what the
 * source does not say is left out. */
#include "import_talk.h"

#include <ctype.h>

static json_t *text_of(const json_t *object, const char *member)
{
    const char *s = json_string_value(json_object_get(object, member));
    return s ? json_string(s) : NULL;
}

static void set(json_t *object, const char *member, json_t *value)
{
    if (value && json_object_set_new(object, member, value) != 0)
        abort();
}

static void add_message(json_t *talk, const char *role, const char *text)
{
    json_array_append_new(json_object_get(talk, "messages"),
                          json_pack("{s:s, s:s}", "role", role, "text", text));
}

static json_t *add_function(json_t *talk, const char *name)
{
    json_t *call =
        json_pack("{s:s, s:i}", "name", name, "after", (int)talk_count(talk, "messages"));
    json_array_append_new(json_object_get(talk, "functions"), call);
    return call;
}

static void add_tag(json_t *talk, const char *kind, const char *tag)
{
    json_array_append_new(json_object_get(talk, "tags"),
                          json_pack("{s:s, s:s}", "kind", kind, "tag", tag));
}

static json_t *new_talk(const char *channel, const char *platform, const char *agent_kind)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:[], s:[], s:[]}", "channel", channel, "platform",
                     platform, "direction", "inbound", "agent_kind", agent_kind, "messages",
                     "functions", "tags");
}

/* --- our own --------------------------------------------------------------------------------- */

static json_t *convert_own(const json_t *theirs, const char *file, const char **why)
{
    (void)file;
    *why = "must be an object";
    return json_is_object(theirs) ? json_deep_copy(theirs) : NULL;
}

/* --- tau-bench -------------------------------------------------------------------------------- */

/* mia_li_3668: Mia Li. */
static void set_tau_client(json_t *talk, const char *user)
{
    char name[150];
    size_t n = 0;
    for (; *user && !isdigit((unsigned char)*user) && n + 1 < sizeof name; user++, n++)
        name[n] = *user == '_'               ? ' '
                  : !n || name[n - 1] == ' ' ? (char)toupper((unsigned char)*user)
                                             : *user;
    while (n && name[n - 1] == ' ')
        n--;
    name[n] = 0;
    if (n)
        set(talk, "client", json_string(name));
}

/* What the tool answered belongs to the call of that id. */
static void add_tau_result(json_t *talk, json_t *calls, const json_t *message)
{
    const char *id = json_string_value(json_object_get(message, "tool_call_id"));
    const char *text = json_string_value(json_object_get(message, "content"));
    json_t *call = id ? json_object_get(calls, id) : NULL;
    const char *name = json_string_value(json_object_get(message, "name"));
    if (!call)
        call = add_function(talk, name ? name : "unknown");
    set(call, "result", text ? json_string(text) : NULL);
    set(call, "status", json_string(text && strncmp(text, "Error", 5) == 0 ? "error" : "ok"));
}

static void add_tau_calls(json_t *talk, json_t *calls, const json_t *message)
{
    size_t i;
    json_t *theirs;
    json_array_foreach(json_object_get(message, "tool_calls"), i, theirs)
    {
        const json_t *function = json_object_get(theirs, "function");
        const char *name = json_string_value(json_object_get(function, "name"));
        const char *arguments = json_string_value(json_object_get(function, "arguments"));
        const char *id = json_string_value(json_object_get(theirs, "id"));
        json_t *call = add_function(talk, name ? name : "unknown");
        json_t *parsed = arguments ? json_loads(arguments, JSON_DECODE_ANY, NULL) : NULL;
        set(call, "parameters", parsed || !arguments ? parsed : json_string(arguments));
        if (id)
            json_object_set(calls, id, call);
    }
}

/* One line a conversation: a trajectory of messages, and whether the task was done. */
static json_t *convert_tau(const json_t *theirs, const char *file, const char **why)
{
    (void)file;
    const json_t *list = json_object_get(theirs, "traj");
    const json_t *task = json_object_get(json_object_get(theirs, "info"), "task");
    const char *user = json_string_value(json_object_get(task, "user_id"));
    char id[64];
    *why = "has no \"traj\" or no \"task_id\"";
    if (!json_is_array(list) || !json_is_integer(json_object_get(theirs, "task_id")))
        return NULL;
    json_t *talk = new_talk("chat", "web", "ai"), *calls = json_object(), *message;
    size_t i;
    json_array_foreach((json_t *)(uintptr_t)list, i, message)
    {
        const char *role = json_string_value(json_object_get(message, "role"));
        const char *text = json_string_value(json_object_get(message, "content"));
        if (role && strcmp(role, "tool") == 0) {
            add_tau_result(talk, calls, message);
            continue;
        }
        if (text && *text)
            add_message(talk,
                        !role || strcmp(role, "system") == 0 ? "system"
                        : strcmp(role, "user") == 0          ? "client"
                                                             : "ai",
                        text);
        add_tau_calls(talk, calls, message);
    }
    json_decref(calls);
    snprintf(id, sizeof id, "%lld/%lld",
             (long long)json_integer_value(json_object_get(theirs, "task_id")),
             (long long)json_integer_value(json_object_get(theirs, "trial")));
    set(talk, "id", json_string(id));
    bool done = json_number_value(json_object_get(theirs, "reward")) > 0.5;
    set(talk, "outcome", json_string(done ? "success" : "incomplete"));
    set(talk, "agent", json_string("AI agent"));
    if (user)
        set_tau_client(talk, user);
    return talk;
}

/* --- SGD: schema-guided dialogues --------------------------------------------------------------
 */

/* The intents in their order, and all that was understood, the latest of each. */
static void add_sgd_state(json_t *talk, json_t *collected, const json_t *frame)
{
    const json_t *state = json_object_get(frame, "state");
    const char *intent = json_string_value(json_object_get(state, "active_intent"));
    const char *slot;
    json_t *values;
    const json_t *tags = json_object_get(talk, "tags");
    bool known = !intent || strcmp(intent, "NONE") == 0;
    for (size_t i = 0; i < json_array_size(tags) && !known; i++)
        known =
            strcmp(json_string_value(json_object_get(json_array_get(tags, i), "tag")), intent) == 0;
    if (!known)
        add_tag(talk, "call_reason", intent);
    json_object_foreach(json_object_get(state, "slot_values"), slot, values)
    {
        json_t *first = json_array_get(values, 0);
        if (first)
            json_object_set(collected, slot, first);
    }
}

/* A service is called before what is said about it. */
static void add_sgd_turn(json_t *talk, json_t *collected, const json_t *turn)
{
    const char *speaker = json_string_value(json_object_get(turn, "speaker"));
    const char *text = json_string_value(json_object_get(turn, "utterance"));
    size_t i;
    json_t *frame;
    json_array_foreach(json_object_get(turn, "frames"), i, frame)
    {
        const json_t *theirs = json_object_get(frame, "service_call");
        const char *method = json_string_value(json_object_get(theirs, "method"));
        json_t *results = json_object_get(frame, "service_results");
        json_t *parameters = json_object_get(theirs, "parameters");
        add_sgd_state(talk, collected, frame);
        if (!method)
            continue;
        json_t *call = add_function(talk, method);
        set(call, "parameters", json_incref(parameters));
        set(call, "result", json_incref(results));
        set(call, "status", results ? json_string("ok") : NULL);
    }
    if (text && *text)
        add_message(talk, speaker && strcmp(speaker, "USER") == 0 ? "client" : "ai", text);
}

/* The services of a dialogue, without their numbers: Banks, Flights. */
static json_t *sgd_flow(const json_t *theirs)
{
    char flow[100] = "";
    size_t i, at = 0;
    json_t *service;
    json_array_foreach(json_object_get(theirs, "services"), i, service)
    {
        const char *s = json_string_value(service);
        int n = s ? (int)strcspn(s, "_") : 0;
        if (at + (size_t)n + 3 < sizeof flow)
            at += (size_t)snprintf(flow + at, sizeof flow - at, "%s%.*s", at ? ", " : "", n, s);
    }
    return at ? json_string(flow) : NULL;
}

static json_t *convert_sgd(const json_t *theirs, const char *file, const char **why)
{
    (void)file;
    const json_t *turns = json_object_get(theirs, "turns");
    json_t *id = text_of(theirs, "dialogue_id"), *turn, *collected;
    size_t i;
    *why = "has no \"dialogue_id\" or no \"turns\"";
    if (!id || !json_is_array(turns)) {
        json_decref(id);
        return NULL;
    }
    json_t *talk = new_talk("chat", "web", "ai");
    collected = json_object();
    json_array_foreach((json_t *)(uintptr_t)turns, i, turn) add_sgd_turn(talk, collected, turn);
    set(talk, "id", id);
    set(talk, "flow", sgd_flow(theirs));
    set(talk, "queue", sgd_flow(theirs));
    set(talk, "agent", json_string("AI agent"));
    set(talk, "analysis", json_pack("{s:o}", "collected", collected));
    return talk;
}

/* --- ABCD: action-based conversations -----------------------------------------------------------
 */

/* The action's name and values stand in the part that is made for machines. */
static void add_abcd_action(json_t *talk, const json_t *turn, const char *text)
{
    const json_t *targets = json_object_get(turn, "targets");
    const char *name = json_string_value(json_array_get(targets, 2));
    json_t *values = json_array_get(targets, 3);
    json_t *call = add_function(talk, name && *name ? name : "action");
    if (json_array_size(values))
        set(call, "parameters", json_pack("{s:O}", "values", values));
    set(call, "result", json_string(text));
    set(call, "status", json_string("ok"));
}

static void set_abcd_scenario(json_t *talk, const json_t *scenario)
{
    const char *reason = json_string_value(json_object_get(scenario, "subflow"));
    const json_t *person = json_object_get(scenario, "personal");
    set(talk, "flow", text_of(scenario, "flow"));
    set(talk, "client", text_of(person, "customer_name"));
    set(talk, "phone_number", text_of(person, "phone"));
    if (reason)
        add_tag(talk, "call_reason", reason);
}

static json_t *convert_abcd(const json_t *theirs, const char *file, const char **why)
{
    (void)file;
    const json_t *list = json_object_get(theirs, "original"), *turn;
    json_int_t number = json_integer_value(json_object_get(theirs, "convo_id"));
    char id[32];
    *why = "has no \"convo_id\" or no \"original\"";
    if (!number || !json_is_array(list))
        return NULL;
    json_t *talk = new_talk("chat", "web", "human");
    for (size_t i = 0; i < json_array_size(list); i++) {
        turn = json_array_get(list, i);
        const char *role = json_string_value(json_array_get(turn, 0));
        const char *text = json_string_value(json_array_get(turn, 1));
        if (!role || !text || !*text)
            continue;
        if (strcmp(role, "action") == 0)
            add_abcd_action(talk, json_array_get(json_object_get(theirs, "delexed"), i), text);
        else
            add_message(talk, strcmp(role, "agent") == 0 ? "agent" : "client", text);
    }
    snprintf(id, sizeof id, "%lld", (long long)number);
    set(talk, "id", json_string(id));
    set(talk, "agent", json_string("Agent"));
    set_abcd_scenario(talk, json_object_get(theirs, "scenario"));
    return talk;
}

/* --- MultiDoGO: the customers' turns ------------------------------------------------------------
 */

/* `theirs` holds the rows of one conversation, as objects of the header's names. */
static json_t *convert_multidogo(const json_t *theirs, const char *file, const char **why)
{
    (void)file, (void)why;
    json_t *talk = new_talk("chat", "web", "human"), *row;
    size_t i;
    json_array_foreach((json_t *)(uintptr_t)theirs, i, row)
    {
        const char *text = json_string_value(json_object_get(row, "utterance"));
        const char *intent = json_string_value(json_object_get(row, "intent"));
        if (text && *text)
            add_message(talk, "client", text);
        if (intent && *intent)
            add_tag(talk, "intent", intent);
    }
    set(talk, "id", text_of(json_array_get(theirs, 0), "conversationId"));
    return talk;
}

/* --- Harper Valley: a call on two channels
 * -------------------------------------------------------- */

/* transcript_X.json has its metadata beside it, in metadata_X.json. */
static json_t *harper_metadata(const char *file)
{
    const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
    char path[4096];
    if (strncmp(base, "transcript_", 11) != 0)
        return NULL;
    snprintf(path, sizeof path, "%.*smetadata_%s", (int)(base - file), file, base + 11);
    return json_load_file(path, 0, NULL);
}

static json_t *iso(const json_t *ms)
{
    char text[CLOCK_ISO_SIZE];
    return json_is_integer(ms) ? json_string(clock_iso(json_integer_value(ms), text)) : NULL;
}

static void add_harper_segment(json_t *talk, const json_t *segment, const json_t *agent)
{
    const char *role = json_string_value(json_object_get(segment, "speaker_role"));
    const char *text = json_string_value(json_object_get(segment, "human_transcript"));
    json_t *offset = json_object_get(segment, "offset_ms");
    bool ours = role && strcmp(role, "agent") == 0;
    if (!text || !*text)
        return;
    add_message(talk, ours ? "agent" : "client", text);
    const json_t *messages = json_object_get(talk, "messages");
    json_t *m = json_array_get(messages, json_array_size(messages) - 1);
    set(m, "offset_ms", json_is_integer(offset) ? json_incref(offset) : NULL);
    if (ours)
        set(m, "agent", text_of(agent, "agent_name"));
}

static void set_harper_tasks(json_t *talk, const json_t *meta)
{
    size_t i;
    json_t *task;
    json_array_foreach(json_object_get(meta, "tasks"), i, task)
    {
        const char *kind = json_string_value(json_object_get(task, "task_type"));
        if (kind)
            add_tag(talk, "call_reason", kind);
    }
    task = json_array_get(json_object_get(meta, "tasks"), 0);
    if (task)
        set(talk, "analysis", json_pack("{s:O}", "collected", task));
}

static json_t *convert_harper(const json_t *theirs, const char *file, const char **why)
{
    json_t *meta = harper_metadata(file), *segment;
    size_t i;
    *why = "has no metadata_....json beside it";
    if (!meta || !json_is_array(theirs)) {
        json_decref(meta);
        return NULL;
    }
    const json_t *side = json_object_get(meta, "agent");
    const json_t *agent = json_object_get(side, "metadata");
    const json_t *caller = json_object_get(json_object_get(meta, "caller"), "metadata");
    json_t *talk = new_talk("voice", "phone", "human");
    json_array_foreach((json_t *)(uintptr_t)theirs, i, segment)
        add_harper_segment(talk, segment, agent);
    set(talk, "id", text_of(meta, "sid"));
    set(talk, "created_at", iso(json_object_get(meta, "start_time_ms")));
    set(talk, "closed_at", iso(json_object_get(meta, "end_time_ms")));
    set(talk, "agent", text_of(agent, "agent_name"));
    set(talk, "client", text_of(caller, "first and last name"));
    set_harper_tasks(talk, meta);
    json_decref(meta);
    return talk;
}

const struct talk_format talk_formats[] = {
    {"parley", "our own, see below", TALK_LINES, NULL, convert_own},
    {"tau-bench", "JSON Lines of trajectories with tool calls", TALK_LINES, "Airline", convert_tau},
    {"sgd", "schema-guided dialogues: a JSON list", TALK_LIST, "Services", convert_sgd},
    {"abcd", "action-based conversations: a JSON list", TALK_LIST, "Customer service",
     convert_abcd},
    {"multidogo", "turns of customers with intents: tab separated", TALK_TABLE, "Customer service",
     convert_multidogo},
    {"harper-valley", "a call: transcript_X.json beside metadata_X.json", TALK_WHOLE, "Bank",
     convert_harper},
    {0},
};
