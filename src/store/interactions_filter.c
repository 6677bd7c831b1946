#include "store/interactions_filter.h"

#include "store/interactions_sql.h"

const char *const list_channels[] = {"voice", "chat", "sms", "whatsapp", "email", NULL};
const char *const list_directions[] = {"inbound", "outbound", NULL};
const char *const list_statuses[] = {"new", "active", "acw", "closed", NULL};
const char *const list_outcomes[] = {"success",     "complete",  "incomplete",  "abandoned",
                                     "transferred", "no_answer", "agent_error", "technical_error",
                                     "failed",      NULL};
const char *const list_sentiments[] = {"extremely_negative", "negative",           "neutral",
                                       "positive",           "extremely_positive", NULL};

const char *const list_results[] = {"scheduled",   "sent",   "delivered", "responded",
                                    "no_response", "failed", "retryable", "escalated",
                                    "completed",   NULL};
const char *const list_platforms[] = {"phone", "web", NULL};

int64_t list_position(const char *const *values, const char *value)
{
    for (int64_t i = 0; values[i]; i++)
        if (strcmp(values[i], value) == 0)
            return i + 1;
    return 0;
}

struct id_filter id_filter_one(struct arena *a, int64_t id)
{
    int64_t *ids = arena_alloc(a, sizeof *ids);
    *ids = id;
    return (struct id_filter){.on = true, .ids = ids, .n = 1};
}

/* The name of the argument of each test. */
#define TEST_NAMES(by, name, column)                                                               \
    [by] = {[TEST_IN] = name,                                                                      \
            [TEST_NOT_IN] = "not_" name,                                                           \
            [TEST_EMPTY] = "no_" name,                                                             \
            [TEST_FILLED] = "some_" name,                                                          \
            [TEST_OTHERS] = "other_" name,                                                         \
            [TEST_IN_OR_EMPTY] = "or_no_" name},
static const char *const id_args[LIST_BYS][LIST_TESTS] = {LIST_BY(TEST_NAMES)
                                                              TEST_NAMES(BY_STATUS, "status", "")};

#define NAME_ARGS(n)                                                                               \
    {                                                                                              \
        n "_1", n "_2", n "_3", n "_4", n "_5", n "_6", n "_7", n "_8", n "_9", n "_10", n "_11",  \
            n "_12", n "_13", n "_14", n "_15", n "_16"                                            \
    }
static const struct {
    const char *in, *out, *part, *none, *some;
    const char *names[NAMES_MAX];
} name_args[LIST_NAMES] = {
    [NAME_TAG] = {"tag_in", "tag_out", "tag_part", "tag_none", "tag_some", NAME_ARGS("tag")},
    [NAME_FLAG] = {"flag_in", "flag_out", "flag_part", "flag_none", "flag_some", NAME_ARGS("flag")},
    [NAME_ACTION] = {"action_in", "action_out", "action_part", "action_none", "action_some",
                     NAME_ARGS("action")},
    [NAME_FLOW] = {"flow_in", "flow_out", "flow_part", "flow_none", "flow_some", NAME_ARGS("flow")},
};

static const struct {
    const char *from, *to, *not_from, *not_to, *none, *some;
} range_args[LIST_RANGES] = {
    [RANGE_DURATION] = {"duration_from", "duration_to", "not_duration_from", "not_duration_to",
                        "no_duration", "some_duration"},
    [RANGE_WAIT] = {"wait_from", "wait_to", "not_wait_from", "not_wait_to", "no_wait", "some_wait"},
};

void list_args_add(struct list_args *a, struct db_arg v)
{
    if (a->n == LIST_ARGS)
        abort();
    a->v[a->n++] = v;
}

static void add_ids(struct list_args *a, enum list_by by, const struct id_filter *f)
{
    /* What a test comes to when there is no value. */
    static const int without[LIST_TESTS] = {[TEST_IN] = -1,
                                            [TEST_NOT_IN] = -1,
                                            [TEST_EMPTY] = TEST_EMPTY,
                                            [TEST_FILLED] = TEST_FILLED,
                                            [TEST_OTHERS] = TEST_FILLED,
                                            [TEST_IN_OR_EMPTY] = TEST_EMPTY};
    if (!f->on)
        return;
    if (f->n && without[f->test] != (int)f->test)
        LIST_ADD(a, DB_LIST(id_args[by][f->test], f->ids, f->n));
    else if (without[f->test] >= 0)
        LIST_ADD(a, DB_ON(id_args[by][without[f->test]]));
}

/* Padded to a power of two with the last one, as lists of numbers are. */
void list_args_names(struct list_args *a, enum list_name which, const struct name_filter *f)
{
    size_t padded = 1;
    while (padded < f->n)
        padded *= 2;
    for (size_t i = 0; i < padded && f->n; i++)
        list_args_add(a, DB_TEXT(name_args[which].names[i], f->names[i < f->n ? i : f->n - 1]));
}

static void add_names(struct list_args *a, enum list_name which, const struct name_filter *f)
{
    const char *on = f->test == TEST_EMPTY    ? name_args[which].none
                     : f->test == TEST_FILLED ? name_args[which].some
                     : f->test == TEST_NOT_IN ? name_args[which].out
                                              : name_args[which].in;
    if (!f->on)
        return;
    if (f->part) {
        list_args_add(a, DB_TEXT(name_args[which].part, f->part));
        return;
    }
    LIST_ADD(a, DB_ON(on));
    list_args_names(a, which, f);
}

static void add_range(struct list_args *a, enum list_range which, const struct range_filter *f)
{
    if (!f->on)
        return;
    switch (f->test) {
    case TEST_EMPTY:
        LIST_ADD(a, DB_ON(range_args[which].none));
        break;
    case TEST_FILLED:
        LIST_ADD(a, DB_ON(range_args[which].some));
        break;
    case TEST_NOT_IN:
        LIST_ADD(a, DB_INT(range_args[which].not_from, f->from));
        LIST_ADD(a, DB_INT(range_args[which].not_to, f->to));
        break;
    default:
        LIST_ADD(a, DB_INT(range_args[which].from, f->from));
        LIST_ADD(a, DB_INT(range_args[which].to, f->to));
    }
}

static void add_clients(struct list_args *a, const struct list_filter *f)
{
    if (f->phone_e164)
        list_args_add(a, DB_TEXT(f->phone_not ? "not_phone" : "phone", f->phone_e164));
    if (f->client == TEST_EMPTY)
        LIST_ADD(a, DB_ON("no_client"));
    if (f->client == TEST_FILLED)
        LIST_ADD(a, DB_ON("some_client"));
    if (!f->clients.on)
        return;
    if (f->clients.n)
        LIST_ADD(a, DB_LIST("clients", f->clients.contacts, f->clients.n));
    if (f->clients.number)
        list_args_add(a, DB_TEXT("number", f->clients.number));
}

static void add_text(struct list_args *a, const struct text_filter *f)
{
    static const char *const args[][WORDS_ITEMS] = {
        {"all_1", "all_2", "all_3", "all_4", "all_5", "all_6", "all_7", "all_8"},
        {"any_1", "any_2", "any_3", "any_4", "any_5", "any_6", "any_7", "any_8"},
    };
    bool any = f->query.mode == WORDS_ANY;
    if (!f->on || !f->n)
        return;
    for (size_t i = 0; i < f->query.n; i++)
        list_args_add(a, DB_TEXT(args[any][i], f->query.items[i]));
    if (f->who == WHO_CLIENT)
        LIST_ADD(a, DB_ON("by_client"));
    if (f->who == WHO_AGENT)
        LIST_ADD(a, DB_ON("by_agent"));
    LIST_ADD(a, DB_LIST("words", f->words, f->n));
}

void list_args_filter(struct list_args *a, const struct list_filter *f)
{
    for (int i = 0; i < LIST_BYS; i++)
        add_ids(a, (enum list_by)i, &f->by[i]);
    for (int i = 0; i < LIST_NAMES; i++)
        add_names(a, (enum list_name)i, &f->names[i]);
    for (int i = 0; i < LIST_RANGES; i++)
        add_range(a, (enum list_range)i, &f->ranges[i]);
    add_clients(a, f);
    if (f->roots)
        LIST_ADD(a, DB_ON("roots"));
    add_text(a, &f->text);
    if (f->from > LIST_ALL_FROM)
        LIST_ADD(a, DB_TIME("from", f->from));
    if (f->to < LIST_ALL_TO)
        LIST_ADD(a, DB_TIME("to", f->to));
}

bool list_matches_nothing(const struct scope *scope, const struct list_filter *f)
{
    bool none = (!scope_is_all(scope) && !scope_count(scope)) || f->from >= f->to ||
                (f->clients.on && !f->clients.n && !f->clients.number) ||
                (f->text.on && !f->text.n);
    for (int i = 0; i < LIST_BYS; i++)
        none |= f->by[i].on && f->by[i].test == TEST_IN && !f->by[i].n;
    for (int i = 0; i < LIST_NAMES; i++)
        none |=
            f->names[i].on && f->names[i].test == TEST_IN && !f->names[i].n && !f->names[i].part;
    return none;
}

bool list_none_closed(const struct list_filter *f)
{
    const struct id_filter *s = &f->by[BY_STATUS];
    bool named = false;
    for (size_t i = 0; i < s->n; i++)
        named |= s->ids[i] == list_position(list_statuses, "closed");
    return s->on && named == (s->test == TEST_NOT_IN);
}
